//! What was found in a bundle, as JSON; the text for people is made from it.

use flotilla_domain::coalition::Lacking;
use flotilla_domain::coalition::Progress;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::id::MemberId;
use flotilla_wire::audit::Audited;
use flotilla_wire::audit::Decision;
use flotilla_wire::audit::Fault as Found;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::LogFinding;
use flotilla_wire::audit::What;
use flotilla_wire::audit::Why;
use serde::Serialize;

use crate::commands::bundle::anchor::Anchor;
use crate::commands::entry::handle;

/// `flotilla verify`.
#[derive(Debug, Serialize)]
pub(super) struct Verified {
    pub(super) coalition_id: String,
    pub(super) coalition_name: String,
    pub(super) anchor: &'static str,
    pub(super) gov_height: u64,
    pub(super) governance: Vec<GovernanceEntry>,
    pub(super) logs: Vec<Log>,
    pub(super) rejected: u64,
    pub(super) faults: Vec<Fault>,
    pub(super) skipped: u64,
}

/// A governance entry with its votes.
#[derive(Debug, Serialize)]
pub(super) struct GovernanceEntry {
    pub(super) height: u64,
    pub(super) governance_id: String,
    pub(super) proposer: String,
    pub(super) actions: Vec<&'static str>,
    pub(super) state: &'static str,
    pub(super) approve: Vec<String>,
    pub(super) reject: Vec<String>,
}

/// The log of one member.
#[derive(Debug, Serialize)]
pub(super) struct Log {
    pub(super) member: String,
    pub(super) member_id: String,
    pub(super) active: bool,
    pub(super) valid: usize,
    pub(super) withdrawn: usize,
    pub(super) erased: usize,
    pub(super) superseded: usize,
    pub(super) quarantined: usize,
    pub(super) void: usize,
    pub(super) pending: usize,
    pub(super) hollow: usize,
    pub(super) forked_seq: Option<u64>,
    pub(super) contested: bool,
    pub(super) last_seq: u64,
    pub(super) known_seq: Option<u64>,
    pub(super) held_by: usize,
}

/// Something that does not verify.
#[derive(Debug, Serialize)]
pub(super) struct Fault {
    pub(super) frame: u64,
    pub(super) what: &'static str,
    pub(super) member: Option<String>,
    pub(super) place: Option<u64>,
    pub(super) why: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<&'static str>,
}

impl Verified {
    /// Says what was found.
    pub(super) fn of(audited: &Audited, anchor: Anchor) -> Self {
        let findings = &audited.findings;
        let roster = findings.state().roster();
        let mut logs: Vec<Log> = findings.logs().iter().map(|log| Log::of(log, findings)).collect();
        logs.sort_by(|a, b| a.member.cmp(&b.member));
        let decisions = findings.decisions();
        Self {
            coalition_id: roster.coalition().to_string(),
            coalition_name: roster.name().to_owned(),
            anchor: anchor.name(),
            gov_height: roster.governance_head().0,
            governance: decisions.iter().map(|it| GovernanceEntry::of(it, findings)).collect(),
            logs,
            rejected: findings.faults_total(),
            faults: findings.faults().iter().map(|it| Fault::of(*it, findings)).collect(),
            skipped: audited.skipped,
        }
    }

    /// Returns whether parts refer to what is not there.
    pub(super) fn lacks(&self) -> bool {
        let pending = self.logs.iter().any(|log| log.pending + log.hollow > 0);
        pending || self.governance.iter().any(|it| it.state == "missing")
    }
}

impl GovernanceEntry {
    fn of(decision: &Decision, findings: &Findings) -> Self {
        let voters = |choice: Choice| {
            let votes = decision.votes.iter().filter(|vote| vote.choice == choice);
            votes.map(|vote| handle(findings, vote.member)).collect()
        };
        let entry = decision.entry.value();
        Self {
            height: entry.height,
            governance_id: decision.entry.id().to_string(),
            proposer: handle(findings, entry.proposer),
            actions: entry.actions.iter().map(action_name).collect(),
            state: match &decision.progress {
                Progress::Aside => "aside",
                Progress::Certified => "certified",
                Progress::Missing(Lacking::Document(_) | Lacking::Entry(_)) => "missing",
                Progress::Open(_) => "open",
                Progress::Void(_) => "void",
            },
            approve: voters(Choice::Approve),
            reject: voters(Choice::Reject),
        }
    }
}

impl Log {
    fn of(log: &LogFinding, findings: &Findings) -> Self {
        let LogFinding {
            member,
            valid,
            withdrawn,
            erased,
            superseded,
            quarantined,
            void,
            pending,
            hollow,
            forked_seq,
            contested,
            last_seq,
            known_seq,
            held_by,
        } = *log;
        let seat = findings.state().roster().member(member);
        Self {
            member: handle(findings, member),
            member_id: member.to_string(),
            active: seat.is_some_and(|it| it.is_active()),
            valid,
            withdrawn,
            erased,
            superseded,
            quarantined,
            void,
            pending,
            hollow,
            forked_seq,
            contested,
            last_seq,
            known_seq,
            held_by,
        }
    }
}

impl Fault {
    fn of(found: Found, findings: &Findings) -> Self {
        let Found { frame, what, why } = found;
        let named = |id: MemberId| handle(findings, id);
        let (name, place) = match what {
            What::Document { .. } => ("document", None),
            What::Entry { seq, .. } => ("entry", Some(seq)),
            What::ForkProof { seq, .. } => ("fork_proof", Some(seq)),
            What::Governance { height } => ("governance_entry", Some(height)),
            What::Retraction { .. } => ("retraction", None),
            What::Statement { .. } => ("statement", None),
            What::Unreadable { .. } => ("unreadable", None),
            What::Vote { .. } => ("vote", None),
        };
        let (why, rule) = match why {
            Why::Broken(rule) => ("broken_rule", Some(rule)),
            Why::Forged => ("bad_signature", None),
            Why::Payload => ("payload_differs", None),
            Why::Unknown => ("unknown_key", None),
            Why::Unreadable => ("unreadable", None),
        };
        Self { frame, what: name, member: what.member().map(named), place, why, rule }
    }
}

fn action_name(action: &Action) -> &'static str {
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
