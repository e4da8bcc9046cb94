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
use flotilla_domain::practice::account::Details;
use flotilla_domain::practice::account::Evidence;
use flotilla_domain::practice::account::Replication;
use flotilla_domain::practice::held::AtHome;
use flotilla_domain::practice::held::Held;
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
        benchmark,
        cost_detail,
        evidence,
        replication,
        labels,
        community,
        held,
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
        benchmark,
        cost_detail,
        evidence: evidence_to_wire(evidence),
        replication: replication_to_wire(replication),
        labels: labels.into_iter().map(label_to_wire).collect(),
        community,
        held: held.map(held_to_wire),
    }
    .encode_to_vec()
}

pub(crate) fn decode(content: &[u8]) -> Result<Practice, DecodeError> {
    Practice::new(fields(content)?).map_err(|invalid| field(invalid.field))
}

/// Decodes a whole record that stays at home, which no entry holds.
pub(crate) fn decode_at_home(content: &[u8]) -> Result<AtHome, DecodeError> {
    AtHome::new(fields(content)?).map_err(|invalid| field(invalid.field))
}

fn fields(content: &[u8]) -> Result<Fields, DecodeError> {
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
        benchmark,
        cost_detail,
        evidence,
        replication,
        labels,
        community,
        held,
    } = wire;
    Ok(Fields {
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
        benchmark,
        cost_detail,
        evidence: evidence_from_wire(evidence),
        replication: replication_from_wire(replication),
        labels: labels.into_iter().map(label_from_wire).collect::<Result<_, _>>()?,
        community,
        held: held.map(held_from_wire).transpose()?,
    })
}

fn held_to_wire(it: Held) -> v1::HeldPayload {
    let Held { hash, bytes } = it;
    v1::HeldPayload { payload_hash: hash.as_bytes().to_vec(), payload_bytes: bytes }
}

fn held_from_wire(wire: v1::HeldPayload) -> Result<Held, DecodeError> {
    let v1::HeldPayload { payload_hash, payload_bytes } = wire;
    Ok(Held { hash: error::hash(&payload_hash, "payload_hash")?, bytes: payload_bytes })
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
    let Text { language, title, summary, body, translation, details } = text;
    let Details { goals, core_components, dosage, staffing, training, adaptation_notes, evidence } =
        details;
    v1::PracticeText {
        language,
        title,
        summary,
        body,
        translation,
        goals,
        core_components,
        dosage,
        staffing,
        training,
        adaptation_notes,
        evidence,
    }
}

fn text_from_wire(wire: v1::PracticeText) -> Text {
    let v1::PracticeText {
        language,
        title,
        summary,
        body,
        translation,
        goals,
        core_components,
        dosage,
        staffing,
        training,
        adaptation_notes,
        evidence,
    } = wire;
    let details =
        Details { goals, core_components, dosage, staffing, training, adaptation_notes, evidence };
    Text { language, title, summary, body, translation, details }
}

fn rating_to_wire(it: Rating) -> v1::Rating {
    let Rating { scheme, rating, outcome_domain, date, url, studies, tests, reviewer } = it;
    v1::Rating { scheme, rating, outcome_domain, date, url, studies, tests, reviewer }
}

fn rating_from_wire(wire: v1::Rating) -> Rating {
    let v1::Rating { scheme, rating, outcome_domain, date, url, studies, tests, reviewer } = wire;
    Rating { scheme, rating, outcome_domain, date, url, studies, tests, reviewer }
}

/// Leaves out what says nothing, so that a record has one spelling.
fn evidence_to_wire(it: Evidence) -> Option<v1::Evidence> {
    let Evidence { design, size } = it;
    let says_something = !design.is_empty() || !size.is_empty();
    says_something.then_some(v1::Evidence { design, size })
}

fn evidence_from_wire(wire: Option<v1::Evidence>) -> Evidence {
    let v1::Evidence { design, size } = wire.unwrap_or_default();
    Evidence { design, size }
}

fn replication_to_wire(it: Replication) -> Option<v1::Replication> {
    let Replication { sites, times, independent } = it;
    let says_something = it != Replication::default();
    says_something.then_some(v1::Replication { sites, times, independent })
}

fn replication_from_wire(wire: Option<v1::Replication>) -> Replication {
    let v1::Replication { sites, times, independent } = wire.unwrap_or_default();
    Replication { sites, times, independent }
}

pub(crate) fn confirmation_to_wire(it: Confirmation) -> v1::Confirmation {
    let Confirmation { suspicion, excerpt } = it;
    v1::Confirmation { suspicion, excerpt }
}

pub(crate) fn confirmation_from_wire(wire: v1::Confirmation) -> Confirmation {
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
            details: Details::default(),
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

    #[test]
    fn every_field_comes_back() {
        let text = |language: &str| Text {
            language: language.to_owned(),
            title: "Waiting well".to_owned(),
            summary: "What to do while waiting.".to_owned(),
            body: "The body.".to_owned(),
            translation: "human".to_owned(),
            details: Details {
                goals: "g".to_owned(),
                core_components: "c".to_owned(),
                dosage: "d".to_owned(),
                staffing: "s".to_owned(),
                training: "t".to_owned(),
                adaptation_notes: "a".to_owned(),
                evidence: "e".to_owned(),
            },
        };
        let rating = Rating {
            scheme: "nmrc".to_owned(),
            rating: "promising".to_owned(),
            studies: 3,
            tests: 12,
            reviewer: "NMRC".to_owned(),
            ..Rating::default()
        };
        let fields = Fields {
            id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".to_owned(),
            version: 1,
            status: "published".to_owned(),
            kind: "practice".to_owned(),
            texts: vec![text("en"), text("fr")],
            contact_role: "Program team".to_owned(),
            licence: "CC-BY-4.0".to_owned(),
            sharing: "replicate".to_owned(),
            ratings: vec![rating],
            benchmark: "4.2".to_owned(),
            cost_detail: "About 900 dollars".to_owned(),
            evidence: Evidence { design: "pre_post".to_owned(), size: "30_to_99".to_owned() },
            replication: Replication { sites: 4, times: 2, independent: true },
            ..Fields::default()
        };
        let practice = Practice::new(fields).unwrap();
        assert_eq!(decode(&encode(&practice)).unwrap(), practice);
    }
}
