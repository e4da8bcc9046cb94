//! What a person should hear before a proposal is made: why it cannot work, or what it costs.
//!
//! Nothing here decides validity. A coalition may do what is unwise; a tool asks first, and refuses
//! what would leave the coalition unable to decide anything ever again. Pure functions of the stage,
//! the entry, and whom the caller believes to be reachable.

use std::collections::BTreeSet;

use crate::governance::Action;
use crate::governance::GovEntry;
use crate::governance::quorum;
use crate::governance::stage::Hindrance;
use crate::governance::stage::Library;
use crate::governance::stage::Stage;
use crate::id::CoalitionId;
use crate::id::DocumentId;
use crate::id::GovernanceId;
use crate::id::MemberId;

/// Something to say about a proposal; those for which [`Advice::refuses`] are reasons not to make it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Advice {
    /// It breaks a rule and would never count.
    Breaks(&'static str),
    /// Of those who may vote there are fewer than must: it can never be certified.
    CannotPass {
        /// How many must approve.
        needed: usize,
        /// How many may vote.
        may_vote: usize,
    },
    /// After it, one admin decides alone; the loss of that key would be the end.
    LastAdmin {
        /// Who is left.
        member: MemberId,
    },
    /// After it, a decision needs more admins than are believed to be reachable.
    LosesQuorum {
        /// How many must approve afterwards.
        needed: usize,
        /// How many of the members then are reachable.
        reachable: usize,
    },
    /// A document that it names is not held yet.
    Missing(DocumentId),
    /// It leaves no member at all.
    NobodyLeft,
    /// After it, no member can ever be removed: all who may vote on it are fewer than must.
    NoRemovals {
        /// How many members there are afterwards.
        members: usize,
    },
}

impl Advice {
    /// Returns whether a tool should refuse, rather than warn.
    pub fn refuses(&self) -> bool {
        match self {
            Self::Breaks(_)
            | Self::CannotPass { .. }
            | Self::LosesQuorum { .. }
            | Self::NobodyLeft => true,
            Self::LastAdmin { .. } | Self::Missing(_) | Self::NoRemovals { .. } => false,
        }
    }
}

/// Returns what to say about `entry` before it is proposed after `stage`. `reachable` are the members
/// whose admins are believed to have their keys and to answer.
pub fn advise(
    stage: &Stage,
    (id, entry): (GovernanceId, &GovEntry),
    coalition: CoalitionId,
    library: &impl Library,
    reachable: &BTreeSet<MemberId>,
) -> Vec<Advice> {
    let mut advice = Vec::new();
    let subjects: BTreeSet<MemberId> = entry.removed().collect();
    if stage.active().all(|member| subjects.contains(&member)) {
        return vec![Advice::NobodyLeft];
    }
    let may_vote = stage.active().filter(|member| !subjects.contains(member)).count();
    let needed = stage.quorum();
    if may_vote < needed {
        advice.push(Advice::CannotPass { needed, may_vote });
    }
    match stage.after((id, entry), coalition, library) {
        Err(Hindrance::Broken(rule)) => advice.push(Advice::Breaks(rule)),
        Err(Hindrance::Missing(document)) => advice.push(Advice::Missing(document)),
        Ok(next) => advice.extend(consequences(stage, &next, entry, reachable)),
    }
    advice
}

/// Returns what the stage after a proposal could no longer do.
fn consequences(
    stage: &Stage,
    next: &Stage,
    entry: &GovEntry,
    reachable: &BTreeSet<MemberId>,
) -> Vec<Advice> {
    let mut advice = Vec::new();
    let members: Vec<MemberId> = next.active().collect();
    let recovered = |action: &Action| match action {
        Action::Recover { member, .. } => Some(*member),
        _ => None,
    };
    // Who is given new keys, or joins now, has just been talked to.
    let answers: BTreeSet<MemberId> = entry.actions.iter().filter_map(recovered).collect();
    let answers = |member: &&MemberId| {
        reachable.contains(member) || answers.contains(member) || !stage.is_active(**member)
    };
    let (needed, reachable) = (next.quorum(), members.iter().filter(answers).count());
    if reachable < needed {
        advice.push(Advice::LosesQuorum { needed, reachable });
    }
    if let ([member], true) = (&members[..], stage.active().count() > 1) {
        advice.push(Advice::LastAdmin { member: *member });
    }
    let removable = |count: usize, percent| count.saturating_sub(1) >= quorum(count, percent);
    let before = removable(stage.active().count(), stage.policy.quorum_percent);
    if before && members.len() > 1 && !removable(members.len(), next.policy.quorum_percent) {
        advice.push(Advice::NoRemovals { members: members.len() });
    }
    advice
}
