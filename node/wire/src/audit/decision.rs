//! What a coalition decided, as a bundle shows it: each governance entry with its votes.

use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::State;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;

/// One governance entry, and what became of it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The entry.
    pub entry: Verified<GovEntry>,
    /// How far it has come.
    pub progress: Progress,
    /// The votes on it, counted or not, ordered by member.
    pub votes: Vec<Ballot>,
}

/// How one member voted, under any of its keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ballot {
    /// Who.
    pub member: MemberId,
    /// How.
    pub choice: Choice,
}

/// Returns all governance entries, lowest first.
pub(super) fn decisions(state: &State) -> Vec<Decision> {
    let decision = |entry: &Verified<GovEntry>| {
        let progress = state.progress(entry.id())?;
        let mut votes: Vec<Ballot> = Vec::new();
        for vote in state.votes(entry.id()) {
            let ballot = Ballot { member: vote.value().member, choice: vote.value().choice };
            if !votes.contains(&ballot) {
                votes.push(ballot);
            }
        }
        Some(Decision { entry: entry.clone(), progress, votes })
    };
    state.entries().into_iter().filter_map(decision).collect()
}
