//! Responses to practice records: `flotilla.v1.Response`.

use flotilla_domain::id::EntryId;
use flotilla_domain::response::Fields;
use flotilla_domain::response::Outcome;
use flotilla_domain::response::Response;
use flotilla_domain::response::Statement;
use flotilla_domain::response::Text;
use flotilla_proto::v1;
use prost::Message;

use crate::error;
use crate::error::DecodeError;
use crate::error::field;
use crate::practice::confirmation_from_wire;
use crate::practice::confirmation_to_wire;

pub(crate) fn encode(response: &Response) -> Vec<u8> {
    let Fields { about, practice, version, statement, texts, results, confirmed } =
        response.fields().clone();
    v1::Response {
        about: about.0.as_bytes().to_vec(),
        practice,
        version,
        statement: statement.word().to_owned(),
        texts: texts
            .into_iter()
            .map(|Text { language, text }| v1::ResponseText { language, text })
            .collect(),
        results: results.into_iter().map(outcome_to_wire).collect(),
        confirmed: confirmed.into_iter().map(confirmation_to_wire).collect(),
    }
    .encode_to_vec()
}

pub(crate) fn decode(content: &[u8]) -> Result<Response, DecodeError> {
    let wire =
        v1::Response::decode(content).map_err(|_| DecodeError::Encoding { what: "response" })?;
    let v1::Response { about, practice, version, statement, texts, results, confirmed } = wire;
    let fields = Fields {
        about: EntryId(error::hash(&about, "about")?),
        practice,
        version,
        statement: Statement::parse(&statement).ok_or_else(|| field("statement"))?,
        texts: texts
            .into_iter()
            .map(|v1::ResponseText { language, text }| Text { language, text })
            .collect(),
        results: results.into_iter().map(outcome_from_wire).collect::<Result<_, _>>()?,
        confirmed: confirmed.into_iter().map(confirmation_from_wire).collect(),
    };
    Response::new(fields).map_err(|invalid| field(invalid.field))
}

fn outcome_to_wire(it: Outcome) -> v1::Outcome {
    let Outcome { period, region, indicators } = it;
    v1::Outcome { period: period.to_string(), region, indicators }
}

fn outcome_from_wire(wire: v1::Outcome) -> Result<Outcome, DecodeError> {
    let v1::Outcome { period, region, indicators } = wire;
    let period = period.parse().map_err(|_| field("period"))?;
    Ok(Outcome { period, region, indicators })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::id::Hash;
    use flotilla_domain::practice::Confirmation;

    #[test]
    fn every_field_comes_back() {
        let fields = sample();
        let response = Response::new(fields).unwrap();
        assert_eq!(decode(&encode(&response)).unwrap(), response);
    }

    #[test]
    fn what_is_no_response_is_refused() {
        let wire = || v1::Response::decode(&*encode(&Response::new(sample()).unwrap())).unwrap();
        let refused = |wire: v1::Response| decode(&wire.encode_to_vec()).unwrap_err();
        let wrong = v1::Response { statement: "liked".to_owned(), ..wire() };
        assert_eq!(refused(wrong), DecodeError::Field { field: "statement" });
        let wrong = v1::Response { about: vec![1; 31], ..wire() };
        assert_eq!(refused(wrong), DecodeError::Field { field: "about" });
        let mut wrong = wire();
        wrong.results[0].period = "2025-T1".to_owned();
        assert_eq!(refused(wrong), DecodeError::Field { field: "period" });
        let wrong = v1::Response { version: 0, ..wire() };
        assert_eq!(refused(wrong), DecodeError::Field { field: "version" });
        assert!(decode(&[0xff; 9]).is_err());
    }

    fn sample() -> Fields {
        Fields {
            about: EntryId(Hash::of([])),
            practice: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".to_owned(),
            version: 2,
            statement: Statement::Adapted,
            texts: vec![Text { language: "en".to_owned(), text: "With 3 girls.".to_owned() }],
            results: vec![Outcome {
                period: "2025-Q1".parse().unwrap(),
                region: "CA-ON".to_owned(),
                indicators: vec!["MATCHES_NEW".to_owned()],
            }],
            confirmed: vec![Confirmation {
                suspicion: "small_number".to_owned(),
                excerpt: "3 girls".to_owned(),
            }],
        }
    }
}
