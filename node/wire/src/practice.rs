//! Practice records: `flotilla.v1.Practice`.

use flotilla_domain::id::EntryId;
use flotilla_domain::label::Label;
use flotilla_domain::label::Seal;
use flotilla_domain::practice::CodeChoice;
use flotilla_domain::practice::Confirmation;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Rating;
use flotilla_domain::practice::Text;
use flotilla_proto::v1;
use prost::Message;

use crate::error;
use crate::error::DecodeError;
use crate::error::field;

pub(crate) fn encode(practice: &Practice) -> Vec<u8> {
    let Fields {
        id,
        version,
        status,
        kind,
        texts,
        eepm_standard,
        codes,
        cost_band,
        references,
        contact_role,
        licence,
        sharing,
        replaces,
        review_due,
        ratings,
        confirmed,
        labels,
    } = practice.fields().clone();
    v1::Practice {
        id,
        version,
        status,
        kind,
        texts: texts.into_iter().map(text_to_wire).collect(),
        eepm_standard,
        codes: codes
            .into_iter()
            .map(|CodeChoice { list, codes }| v1::CodeChoice { list, codes })
            .collect(),
        cost_band,
        references,
        contact_role,
        licence,
        sharing,
        replaces: error::optional_bytes(replaces.map(|id| id.0)),
        review_due,
        ratings: ratings.into_iter().map(rating_to_wire).collect(),
        confirmed: confirmed.into_iter().map(confirmation_to_wire).collect(),
        labels: labels.into_iter().map(label_to_wire).collect(),
    }
    .encode_to_vec()
}

pub(crate) fn decode(content: &[u8]) -> Result<Practice, DecodeError> {
    let wire =
        v1::Practice::decode(content).map_err(|_| DecodeError::Encoding { what: "practice" })?;
    let v1::Practice {
        id,
        version,
        status,
        kind,
        texts,
        eepm_standard,
        codes,
        cost_band,
        references,
        contact_role,
        licence,
        sharing,
        replaces,
        review_due,
        ratings,
        confirmed,
        labels,
    } = wire;
    let fields = Fields {
        id,
        version,
        status,
        kind,
        texts: texts.into_iter().map(text_from_wire).collect(),
        eepm_standard,
        codes: codes
            .into_iter()
            .map(|v1::CodeChoice { list, codes }| CodeChoice { list, codes })
            .collect(),
        cost_band,
        references,
        contact_role,
        licence,
        sharing,
        replaces: error::optional_hash(&replaces, "replaces")?.map(EntryId),
        review_due,
        ratings: ratings.into_iter().map(rating_from_wire).collect(),
        confirmed: confirmed.into_iter().map(confirmation_from_wire).collect(),
        labels: labels.into_iter().map(label_from_wire).collect::<Result<_, _>>()?,
    };
    Practice::new(fields).map_err(|invalid| field(invalid.field))
}

fn label_to_wire(label: Label) -> v1::PracticeLabel {
    let Label { scheme, kind, community, language, name, text, hub_project, seal } = label;
    let (steward_key, signature) = seal.map_or_else(Default::default, |Seal { key, signature }| {
        (key.as_bytes().to_vec(), signature.0.to_vec())
    });
    v1::PracticeLabel {
        scheme,
        kind,
        community,
        language,
        name,
        text,
        hub_project,
        steward_key,
        signature,
    }
}

fn label_from_wire(wire: v1::PracticeLabel) -> Result<Label, DecodeError> {
    let v1::PracticeLabel {
        scheme,
        kind,
        community,
        language,
        name,
        text,
        hub_project,
        steward_key,
        signature,
    } = wire;
    let seal = if steward_key.is_empty() && signature.is_empty() {
        None
    } else {
        let key = error::key(&steward_key, "steward_key")?;
        Some(Seal { key, signature: error::signature(&signature)? })
    };
    Ok(Label { scheme, kind, community, language, name, text, hub_project, seal })
}

fn text_to_wire(text: Text) -> v1::PracticeText {
    let Text { language, title, summary, body, translation } = text;
    v1::PracticeText { language, title, summary, body, translation }
}

fn text_from_wire(wire: v1::PracticeText) -> Text {
    let v1::PracticeText { language, title, summary, body, translation } = wire;
    Text { language, title, summary, body, translation }
}

fn rating_to_wire(it: Rating) -> v1::Rating {
    let Rating { scheme, rating, outcome_domain, date, url } = it;
    v1::Rating { scheme, rating, outcome_domain, date, url }
}

fn rating_from_wire(wire: v1::Rating) -> Rating {
    let v1::Rating { scheme, rating, outcome_domain, date, url } = wire;
    Rating { scheme, rating, outcome_domain, date, url }
}

fn confirmation_to_wire(it: Confirmation) -> v1::Confirmation {
    let Confirmation { suspicion, excerpt } = it;
    v1::Confirmation { suspicion, excerpt }
}

fn confirmation_from_wire(wire: v1::Confirmation) -> Confirmation {
    let v1::Confirmation { suspicion, excerpt } = wire;
    Confirmation { suspicion, excerpt }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confirmations_are_read_back_and_their_absence_adds_no_byte() {
        let text = Text {
            language: "en".into(),
            title: "Waiting well".into(),
            summary: "What we do.".into(),
            body: "The 3 girls of the group.".into(),
            translation: "original".into(),
        };
        let without = Fields {
            id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".into(),
            version: 1,
            status: "published".into(),
            kind: "practice".into(),
            texts: vec![text],
            contact_role: "Program team".into(),
            licence: "CC-BY-4.0".into(),
            sharing: "replicate".into(),
            ..Fields::default()
        };
        let confirmation =
            Confirmation { suspicion: "small_number".into(), excerpt: "3 girls".into() };
        let with = Fields { confirmed: vec![confirmation], ..without.clone() };
        let (without, with) = (Practice::new(without).unwrap(), Practice::new(with).unwrap());
        assert_eq!(decode(&encode(&with)).unwrap(), with);
        assert!(encode(&with).starts_with(&encode(&without)));
    }
}
