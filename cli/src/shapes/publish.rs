//! The shapes of a preview and a receipt.

use flotilla_proto::v1;
use serde::Serialize;

use crate::shapes::hex;

/// `flotilla publish … --dry-run`, and whatever is not published.
#[derive(Debug, Serialize)]
pub(crate) struct Preview {
    observations: Vec<Observation>,
    problems: Vec<Problem>,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    practice: String,
    rows_read: u64,
    members: u32,
    entries: u32,
    unchanged: bool,
    problems_total: u64,
}

/// One observation of a preview.
#[derive(Debug, Serialize)]
struct Observation {
    indicator: String,
    period: String,
    region: String,
    program_type: String,
    dimension: String,
    category: String,
    value: Option<u64>,
    status: String,
    reason: String,
}

/// One thing that is wrong with a file.
#[derive(Debug, Serialize)]
struct Problem {
    code: String,
    place: String,
    text: String,
    remedy: String,
}

/// `flotilla publish …`.
#[derive(Debug, Serialize)]
pub(crate) struct Receipt {
    entry_ids: Vec<String>,
    seq: u64,
    observations: u64,
    withheld: u64,
    member: String,
    snapshot_id: String,
}

impl From<v1::Preview> for Preview {
    fn from(wire: v1::Preview) -> Self {
        let v1::Preview {
            preview_id: _,
            observations,
            problems,
            notes,
            practice,
            rows_read,
            members,
            entries,
            unchanged,
            problems_total,
        } = wire;
        Self {
            observations: observations.into_iter().map(Observation::from).collect(),
            problems: problems.into_iter().map(Problem::from).collect(),
            notes,
            practice,
            rows_read,
            members,
            entries,
            unchanged,
            problems_total,
        }
    }
}

impl From<v1::PreviewObservation> for Observation {
    fn from(wire: v1::PreviewObservation) -> Self {
        let v1::PreviewObservation {
            indicator,
            period,
            region,
            program_type,
            dimension,
            category,
            value,
            status,
            reason,
        } = wire;
        Self { indicator, period, region, program_type, dimension, category, value, status, reason }
    }
}

impl From<v1::Problem> for Problem {
    fn from(wire: v1::Problem) -> Self {
        let v1::Problem { code, place, text, remedy } = wire;
        Self { code, place, text, remedy }
    }
}

impl From<v1::Receipt> for Receipt {
    fn from(wire: v1::Receipt) -> Self {
        let v1::Receipt { entry_ids, seq, observations, withheld, member, snapshot_id } = wire;
        Self {
            entry_ids: entry_ids.iter().map(|id| hex(id)).collect(),
            seq,
            observations,
            withheld,
            member,
            snapshot_id: hex(&snapshot_id),
        }
    }
}
