//! The shapes of `--json`: stable, with the field names of the wire contract and of CSV.
//!
//! A field may be added; none is renamed or removed. Ids are 64 lower-case hexadecimal digits.

pub(crate) mod governance;
mod inbox;
mod publish;
mod status;
mod suggestion;
mod template;
mod token;

use flotilla_domain::document::MemberDocument;
use flotilla_domain::id::MemberId;
use flotilla_proto::v1;
use serde::Serialize;

pub(crate) use crate::shapes::inbox::Examined;
pub(crate) use crate::shapes::publish::Checked;
pub(crate) use crate::shapes::publish::Observation;
pub(crate) use crate::shapes::publish::Preview;
pub(crate) use crate::shapes::publish::Problem;
pub(crate) use crate::shapes::publish::Question;
pub(crate) use crate::shapes::publish::Receipt;
pub(crate) use crate::shapes::publish::SourceFile;
pub(crate) use crate::shapes::status::Status;
pub(crate) use crate::shapes::suggestion::Kept;
pub(crate) use crate::shapes::suggestion::Suggestion;
pub(crate) use crate::shapes::template::Template;
pub(crate) use crate::shapes::token::Token;

use crate::spoken::Words;

/// `flotilla entry withdraw` and `flotilla entry erase`.
#[derive(Debug, Serialize)]
pub(crate) struct TakenBack {
    entry_ids: Vec<String>,
    seq: u64,
    member: String,
    snapshot_id: String,
    erasures: Vec<Erasure>,
}

/// How one erasure stands.
#[derive(Debug, Serialize)]
struct Erasure {
    entry_id: String,
    member: String,
    state: String,
    left_ms: u64,
    confirmed: Vec<String>,
    missing: Vec<String>,
}

/// `flotilla init`, `flotilla member request` and `flotilla key lost`.
#[derive(Debug, Serialize)]
pub(crate) struct Member {
    pub(crate) handle: String,
    pub(crate) member_id: String,
    pub(crate) fingerprint: String,
    pub(crate) words: Words,
}

impl Member {
    /// Returns the member `id` by its document.
    pub(crate) fn of(id: MemberId, document: &MemberDocument) -> Self {
        let fingerprint = document.admin_key.fingerprint();
        Self {
            handle: document.handle.clone(),
            member_id: id.to_string(),
            fingerprint: fingerprint.to_string(),
            words: Words::of(&fingerprint),
        }
    }
}

/// `flotilla coalition …`.
#[derive(Debug, Serialize)]
pub(crate) struct Coalition {
    pub(crate) name: String,
    pub(crate) coalition_id: String,
    pub(crate) founded: bool,
    pub(crate) threshold: u32,
    pub(crate) rounding_base: u32,
    pub(crate) founders: Vec<Founder>,
}

/// One founder of a coalition.
#[derive(Debug, Serialize)]
pub(crate) struct Founder {
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) member_id: String,
    pub(crate) fingerprint: String,
    pub(crate) regions: Vec<String>,
    pub(crate) signed: bool,
}

/// `flotilla backup` and `flotilla restore`.
#[derive(Debug, Serialize)]
pub(crate) struct BackedUp {
    pub(crate) path: String,
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// `flotilla explain …`.
#[derive(Debug, Serialize)]
pub(crate) struct Explained {
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) title_en: String,
    pub(crate) title_fr: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) definition_en: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) definition_fr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) breakdowns: Vec<String>,
}

/// Returns `bytes` in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl TakenBack {
    /// Returns what was taken back, and who confirms.
    pub(crate) fn new(receipt: v1::Receipt, erasures: Vec<v1::ErasureStatus>) -> Self {
        Self {
            entry_ids: receipt.entry_ids.iter().map(|id| hex(id)).collect(),
            seq: receipt.seq,
            member: receipt.member,
            snapshot_id: hex(&receipt.snapshot_id),
            erasures: erasures.into_iter().map(Erasure::from).collect(),
        }
    }
}

/// Returns erasures for `flotilla entry erasures`.
pub(crate) fn erasures(erasures: Vec<v1::ErasureStatus>) -> Vec<impl Serialize> {
    erasures.into_iter().map(Erasure::from).collect()
}

impl From<v1::ErasureStatus> for Erasure {
    fn from(wire: v1::ErasureStatus) -> Self {
        let v1::ErasureStatus { entry_id, member, state, left_ms, confirmed, missing } = wire;
        Self { entry_id: hex(&entry_id), member, state, left_ms, confirmed, missing }
    }
}
