//! Notices that take back what was published: `flotilla.v1.Withdrawal` and `flotilla.v1.Erasure`.

use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Consent;
use flotilla_domain::erasure::NOTICE_ENTRIES_MAX;
use flotilla_domain::erasure::Notice;
use flotilla_domain::id::EntryId;
use flotilla_proto::v1;
use prost::Message;

use crate::error;
use crate::error::DecodeError;
use crate::error::field;

/// Encodes a notice as the `kind` of entry that it is to be. A withdrawal needs no consent, and has
/// no field for one.
pub(crate) fn encode(kind: Kind, notice: &Notice) -> Vec<u8> {
    let entries = notice.entries().iter().map(|id| id.0.as_bytes().to_vec()).collect();
    let reason = notice.reason().to_owned();
    if kind == Kind::Withdrawal {
        return v1::Withdrawal { entries, reason }.encode_to_vec();
    }
    let admin_key = notice.consent().map_or_else(Vec::new, |it| it.admin_key.as_bytes().to_vec());
    let signature = notice.consent().map_or_else(Vec::new, |it| it.signature.0.to_vec());
    v1::Erasure { entries, reason, admin_key, signature }.encode_to_vec()
}

/// Converts the ids that a notice names.
///
/// # Errors
///
/// Fails if there are too many, or one is none.
pub fn ids(wire: &[Vec<u8>]) -> Result<Vec<EntryId>, DecodeError> {
    if wire.len() > NOTICE_ENTRIES_MAX {
        return Err(DecodeError::TooLarge { max: NOTICE_ENTRIES_MAX });
    }
    wire.iter().map(|id| error::hash(id, "entries").map(EntryId)).collect()
}

/// Converts a consent: `None` if both parts of it are empty.
///
/// # Errors
///
/// Fails if a part is malformed, or one is missing.
pub fn consent(admin_key: &[u8], signature: &[u8]) -> Result<Option<Consent>, DecodeError> {
    match (admin_key, signature) {
        ([], []) => Ok(None),
        (key, signature) => Ok(Some(Consent {
            admin_key: error::key(key, "admin_key")?,
            signature: error::signature(signature)?,
        })),
    }
}

pub(crate) fn decode_withdrawal(content: &[u8]) -> Result<Notice, DecodeError> {
    let v1::Withdrawal { entries, reason } = v1::Withdrawal::decode(content)
        .map_err(|_| DecodeError::Encoding { what: "withdrawal" })?;
    notice(&entries, reason, None)
}

pub(crate) fn decode_erasure(content: &[u8]) -> Result<Notice, DecodeError> {
    let v1::Erasure { entries, reason, admin_key, signature } =
        v1::Erasure::decode(content).map_err(|_| DecodeError::Encoding { what: "erasure" })?;
    let consent = consent(&admin_key, &signature)?;
    notice(&entries, reason, consent)
}

fn notice(
    entries: &[Vec<u8>],
    reason: String,
    consent: Option<Consent>,
) -> Result<Notice, DecodeError> {
    Notice::new(ids(entries)?, reason, consent).ok_or_else(|| field("entries"))
}
