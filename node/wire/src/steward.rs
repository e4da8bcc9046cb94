//! Who speaks for a community: `flotilla.v1.Steward`.
//!
//! Names and codes have one order on the wire, so one steward has one encoding; what is listed out of
//! order or twice is refused.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::steward::CODES_MAX;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::NAMES_MAX;
use flotilla_domain::steward::Steward;
use flotilla_proto::v1;

use crate::error;
use crate::error::DecodeError;
use crate::error::field;

pub(crate) fn to_wire(steward: &Steward) -> v1::Steward {
    let Steward { handle, names, contact, codes, key } = steward;
    let name = |(language, name): (&String, &String)| v1::StewardName {
        language: language.clone(),
        name: name.clone(),
    };
    v1::Steward {
        handle: handle.clone(),
        names: names.iter().map(name).collect(),
        contact: contact.clone(),
        codes: codes.iter().map(GovernedCode::to_string).collect(),
        key: key.as_bytes().to_vec(),
    }
}

pub(crate) fn from_wire(wire: v1::Steward) -> Result<Steward, DecodeError> {
    let v1::Steward { handle, names, contact, codes, key } = wire;
    if names.len() > NAMES_MAX {
        return Err(DecodeError::TooLarge { max: NAMES_MAX });
    }
    if !names.is_sorted_by(|a, b| a.language < b.language) {
        return Err(field("names"));
    }
    let names = names.into_iter().map(|v1::StewardName { language, name }| (language, name));
    Ok(Steward {
        handle,
        names: names.collect::<BTreeMap<_, _>>(),
        contact,
        codes: governed_codes(&codes)?,
        key: error::key(&key, "key")?,
    })
}

/// Reads codes in their one order.
pub(crate) fn governed_codes(codes: &[String]) -> Result<BTreeSet<GovernedCode>, DecodeError> {
    if codes.len() > CODES_MAX {
        return Err(DecodeError::TooLarge { max: CODES_MAX });
    }
    let read = codes.iter().map(|it| GovernedCode::parse(it).ok_or_else(|| field("codes")));
    let read = read.collect::<Result<Vec<_>, _>>()?;
    if !read.is_sorted_by(|a, b| a < b) {
        return Err(field("codes"));
    }
    Ok(read.into_iter().collect())
}
