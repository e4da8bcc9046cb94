//! The shapes of what a coalition decides, and of who belongs.

use std::collections::BTreeMap;

use flotilla_domain::governance::Action;
use serde::Serialize;

use crate::shapes::Coalition;

/// `flotilla proposal …`, and whatever proposes.
#[derive(Debug, Serialize)]
pub(crate) struct Proposal {
    pub(crate) proposal_id: String,
    pub(crate) height: u64,
    pub(crate) proposer: String,
    pub(crate) actions: Vec<&'static str>,
    pub(crate) reason: String,
    pub(crate) state: &'static str,
    pub(crate) needed: usize,
    pub(crate) voters: usize,
    pub(crate) approve: Vec<String>,
    pub(crate) reject: Vec<String>,
    pub(crate) silent: Vec<String>,
}

/// `flotilla member list|show`.
#[derive(Debug, Serialize)]
pub(crate) struct MemberState {
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) member_id: String,
    pub(crate) fingerprint: String,
    pub(crate) regions: Vec<String>,
    pub(crate) programs: Vec<String>,
    pub(crate) contact: String,
    pub(crate) state: &'static str,
    pub(crate) version: u64,
    pub(crate) admitted_height: u64,
    pub(crate) epochs: Vec<EpochState>,
}

/// One epoch of a member's node key.
#[derive(Debug, Serialize)]
pub(crate) struct EpochState {
    pub(crate) epoch: u32,
    pub(crate) fingerprint: String,
    pub(crate) cut_seq: u64,
    pub(crate) state: &'static str,
}

/// `flotilla key show`.
#[derive(Debug, Serialize)]
pub(crate) struct Keys {
    pub(crate) handle: String,
    pub(crate) member_id: String,
    pub(crate) admin_fingerprint: String,
    pub(crate) next_admin_key_hash: String,
    pub(crate) recovery_verified: bool,
    pub(crate) version: u64,
    pub(crate) frozen: bool,
    pub(crate) epochs: Vec<EpochState>,
}

/// `flotilla key unlock`.
#[derive(Debug, Serialize)]
pub(crate) struct Unlocked {
    pub(crate) fingerprint: String,
}

/// `flotilla recovery verify`.
#[derive(Debug, Serialize)]
pub(crate) struct RecoveryVerified {
    pub(crate) verified: bool,
    pub(crate) fingerprint: String,
}

/// `flotilla coalition show`, where decisions are at hand.
#[derive(Debug, Serialize)]
pub(crate) struct CoalitionState {
    #[serde(flatten)]
    pub(crate) founded: Coalition,
    pub(crate) height: u64,
    pub(crate) policy_version: u32,
    pub(crate) slice_base: u32,
    pub(crate) quorum_percent: u32,
    pub(crate) quorum: usize,
    pub(crate) catalogue_version: u32,
    pub(crate) members: Vec<String>,
    pub(crate) stewards: Vec<StewardState>,
    pub(crate) pending: Vec<Proposal>,
}

/// Who speaks for a community, in `flotilla coalition show`.
#[derive(Debug, Serialize)]
pub(crate) struct StewardState {
    pub(crate) handle: String,
    pub(crate) names: BTreeMap<String, String>,
    pub(crate) contact: String,
    pub(crate) codes: Vec<String>,
    pub(crate) fingerprint: String,
}

/// Returns the word for an action.
pub(crate) fn kind(action: &Action) -> &'static str {
    match action {
        Action::Admit { .. } => "admit",
        Action::Confirm { .. } => "confirm",
        Action::EraseOrder { .. } => "erase_order",
        Action::Recover { .. } => "recover",
        Action::Remove { .. } => "remove",
        Action::RemoveSteward { .. } => "remove_steward",
        Action::SetCatalogue(_) => "set_catalogue",
        Action::SetPolicy(_) => "set_policy",
        Action::SetSteward(_) => "set_steward",
    }
}
