//! `flotilla status --json`: how the node is doing, how each log stands, and what is voted on.

use flotilla_proto::v1;
use serde::Serialize;

use crate::shapes::governance;
use crate::shapes::hex;

/// `flotilla status`.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    member: String,
    software: String,
    coalition_id: String,
    coalition_name: String,
    snapshot_id: String,
    publishing: String,
    protocol_version: u32,
    protocol_version_min: u32,
    peers_address: String,
    web_address: String,
    logs: Vec<Log>,
    peers: Vec<Peer>,
    pending: Vec<governance::Proposal>,
}

/// How one member's log stands.
#[derive(Debug, Serialize)]
struct Log {
    member: String,
    entries: u64,
    quarantined: u64,
    counted: u64,
    forked_seq: u64,
    held_by: u32,
    refused: Vec<Refused>,
    doubts: Vec<String>,
}

/// An entry that the gate does not let count.
#[derive(Debug, Serialize)]
struct Refused {
    seq: u64,
    entry_id: String,
    invariants: Vec<String>,
    reasons: Vec<String>,
}

/// How one peer stands.
#[derive(Debug, Serialize)]
struct Peer {
    member: String,
    connected: bool,
    in_sync: bool,
    outdated: bool,
    software: String,
}

impl Status {
    /// Returns how a node is doing, and what is being voted on.
    pub(crate) fn new(wire: v1::StatusReply, pending: Vec<governance::Proposal>) -> Self {
        let v1::StatusReply {
            member,
            software,
            coalition_id,
            coalition_name,
            snapshot_id,
            logs,
            peers,
            peers_address,
            web_address,
            publishing,
            protocol_version,
            protocol_version_min,
        } = wire;
        Self {
            member,
            software,
            coalition_id: hex(&coalition_id),
            coalition_name,
            snapshot_id: hex(&snapshot_id),
            publishing,
            protocol_version,
            protocol_version_min,
            peers_address,
            web_address,
            logs: logs.into_iter().map(Log::from).collect(),
            peers: peers.into_iter().map(Peer::from).collect(),
            pending,
        }
    }
}

impl From<v1::LogStatus> for Log {
    fn from(wire: v1::LogStatus) -> Self {
        let v1::LogStatus {
            member,
            entries,
            quarantined,
            forked_seq,
            held_by,
            counted,
            refused,
            doubts,
        } = wire;
        let refused = refused.into_iter().map(Refused::from).collect();
        Self { member, entries, quarantined, counted, forked_seq, held_by, refused, doubts }
    }
}

impl From<v1::PeerStatus> for Peer {
    fn from(wire: v1::PeerStatus) -> Self {
        let v1::PeerStatus { member, connected, in_sync, software, outdated } = wire;
        Self { member, connected, in_sync, outdated, software }
    }
}

impl From<v1::RefusedEntry> for Refused {
    fn from(wire: v1::RefusedEntry) -> Self {
        let v1::RefusedEntry { seq, entry_id, invariants, reasons } = wire;
        Self { seq, entry_id: hex(&entry_id), invariants, reasons }
    }
}
