//! Whether the random histories are worth anything: how often they came to what.

use std::collections::BTreeMap;

use flotilla_domain::coalition::DocumentState;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Lacking;
use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::State;

use crate::view::View;

/// How many histories came to each of these.
#[derive(Debug, Default)]
pub(crate) struct Seen(BTreeMap<&'static str, usize>);

/// What must be seen.
const ALL: [&str; 24] = [
    "a branch that lost",
    "a catalogue that changed",
    "a document that was left behind",
    "a document without a seat",
    "a frozen member",
    "a long branch",
    "a member that joined",
    "a member that left",
    "a policy that changed",
    "a proposal that breaks a rule",
    "a proposal that waits for a document",
    "a proposal that waits for an entry",
    "a proposal that waits for votes",
    "a second epoch",
    "a second epoch that voids",
    "a settled fork",
    "an erased entry",
    "an open fork",
    "contested documents",
    "documents with a recovery",
    "pending entries",
    "quarantined entries",
    "valid entries",
    "void entries",
];

impl Seen {
    /// Takes note of how a history ended.
    pub(crate) fn note(&mut self, view: &View, state: &State, founders: usize) {
        let entry = |wanted| view.entries.values().any(|it| *it == wanted);
        let document = |wanted| view.documents.values().any(|it| *it == wanted);
        let progress = |is: fn(&Progress) -> bool| view.progress.values().flatten().any(is);
        let missing = |is: fn(&Lacking) -> bool| {
            let lacking = |it: &Progress| matches!(it, Progress::Missing(lacking) if is(lacking));
            view.progress.values().flatten().any(lacking)
        };
        let second = |wanted| {
            let states = state.logs().flat_map(|(_, log)| log.states());
            states.into_iter().any(|(place, it)| place.link.epoch > 1 && it == wanted)
        };
        let settled = |log: &flotilla_domain::coalition::Log| {
            let fork = log.is_contested() && log.head().forked_seq.is_none();
            fork && log.head().link.is_some() && log.count(EntryState::Quarantined) > 0
        };
        let cut = view.members.values().any(|it| it.2.is_some());
        let recovered = state
            .roster()
            .everyone()
            .any(|it| it.document.kind == flotilla_domain::document::DocumentKind::Recover);
        let frozen = view.members.values().any(|it| it.1);
        let facts = [
            progress(|it| *it == Progress::Aside),
            view.catalogue_version > 1,
            document(DocumentState::Void),
            document(DocumentState::Pending),
            frozen,
            view.branch.len() > 3,
            view.members.len() > founders,
            cut,
            view.policy_version > 1,
            progress(|it| matches!(it, Progress::Void(_))),
            missing(|it| matches!(it, Lacking::Document(_))),
            missing(|it| matches!(it, Lacking::Entry(_))),
            progress(|it| matches!(it, Progress::Open(_))),
            second(EntryState::Valid),
            second(EntryState::Valid) && entry(EntryState::Void),
            !frozen && state.logs().any(|(_, log)| settled(log)),
            !view.erased.is_empty(),
            view.heads.values().any(|it| it.forked_seq.is_some()),
            document(DocumentState::Quarantined),
            recovered,
            entry(EntryState::Pending),
            entry(EntryState::Quarantined),
            entry(EntryState::Valid),
            entry(EntryState::Void),
        ];
        for (name, _) in ALL.into_iter().zip(facts).filter(|(_, fact)| *fact) {
            *self.0.entry(name).or_default() += 1;
        }
    }

    /// Returns what was never seen.
    pub(crate) fn lacking(&self) -> Vec<&'static str> {
        ALL.into_iter().filter(|name| !self.0.contains_key(name)).collect()
    }
}
