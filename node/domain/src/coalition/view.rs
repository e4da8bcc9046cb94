//! What a state says when it is asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::coalition::FINAL_AFTER;
use crate::coalition::InForce;
use crate::coalition::Log;
use crate::coalition::Progress;
use crate::coalition::State;
use crate::document::DocumentKind;
use crate::document::MemberDocument;
use crate::governance::GovEntry;
use crate::governance::Vote;
use crate::governance::advice::Advice;
use crate::governance::advice::advise;
use crate::governance::stage::Stage;
use crate::heads::Heads;
use crate::id::DocumentId;
use crate::id::GovernanceId;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::signed::Received;
use crate::signed::Verified;

/// A governance entry that is not certified, and how far it has come.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The entry.
    pub entry: &'a Verified<GovEntry>,
    /// What it waits for.
    pub progress: Progress,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum DocumentState {
    /// Its member has no seat (yet).
    Pending,
    /// It follows a parting that is not settled.
    Quarantined,
    /// It is in force, or was until a later one followed it.
    Valid,
    /// A rotation, a vote or a removal left it behind.
    Void,
}

impl State {
    /// Returns the coalition after its newest governance entry.
    pub fn stage(&self) -> &Arc<Stage> {
        self.minutes.head()
    }

    /// Returns the stages of the branch that counts, by height; the genesis is the first.
    pub fn stages(&self) -> &[Arc<Stage>] {
        self.minutes.chain()
    }

    /// Returns the height up to which governance entries are final: each has two certified successors.
    pub fn final_height(&self) -> u64 {
        self.stage().height.saturating_sub(FINAL_AFTER)
    }

    /// Returns a governance entry.
    pub fn entry(&self, id: GovernanceId) -> Option<&Verified<GovEntry>> {
        self.minutes.get(id)
    }

    /// Returns how far a governance entry has come.
    pub fn progress(&self, id: GovernanceId) -> Option<Progress> {
        self.minutes.progress(id, &self.papers)
    }

    /// Returns all governance entries, lowest first; the order in which to send them.
    pub fn entries(&self) -> Vec<&Verified<GovEntry>> {
        let mut entries: Vec<_> = self.minutes.all().collect();
        entries.sort_by_key(|entry| (entry.value().height, entry.id()));
        entries
    }

    /// Returns the proposals that may still become certified after the newest entry, and the votes
    /// that they need.
    pub fn proposals(&self) -> Vec<Proposal<'_>> {
        let next = self.entries().into_iter().filter(|it| it.value().prev == self.stage().id);
        let open = next.filter_map(|entry| {
            let progress = self.progress(entry.id())?;
            let is_open = matches!(progress, Progress::Open(_) | Progress::Missing(_));
            is_open.then_some(Proposal { entry, progress })
        });
        open.collect()
    }

    /// Returns what to tell a person before `entry` is proposed after the newest entry; `reachable`
    /// are the members whose admins are believed to answer.
    pub fn advise(
        &self,
        entry: &Received<GovEntry>,
        reachable: &BTreeSet<MemberId>,
    ) -> Vec<Advice> {
        let named = (entry.id(self.coalition), entry.claim());
        advise(self.stage(), named, self.coalition, &self.papers, reachable)
    }

    /// Returns the votes on a governance entry, whether they count or not.
    pub fn votes(&self, id: GovernanceId) -> impl Iterator<Item = &Verified<Vote>> {
        self.minutes.votes(id)
    }

    /// Returns all votes that are held, ordered by entry and member.
    pub fn all_votes(&self) -> impl Iterator<Item = &Verified<Vote>> {
        self.minutes.all_votes()
    }

    /// Returns a document.
    pub fn document(&self, id: DocumentId) -> Option<&Verified<MemberDocument>> {
        self.papers.get(id)
    }

    /// Returns all documents that travel on their own (updates and rotations), lowest version first;
    /// the order in which to send them.
    pub fn documents(&self) -> Vec<&Verified<MemberDocument>> {
        let travels = |it: &&Verified<MemberDocument>| {
            matches!(it.value().kind, DocumentKind::Rotate | DocumentKind::Update)
        };
        let mut documents: Vec<_> = self.papers.all().filter(travels).collect();
        documents.sort_by_key(|it| (it.value().version, it.id()));
        documents
    }

    /// Returns the documents of one member, lowest version first.
    pub fn documents_of(&self, member: MemberId) -> Vec<&Verified<MemberDocument>> {
        let mut documents: Vec<_> = self.papers.of(member).collect();
        documents.sort_by_key(|it| (it.value().version, it.id()));
        documents
    }

    /// Returns what became of a document.
    pub fn document_state(&self, id: DocumentId) -> Option<DocumentState> {
        let member = self.papers.get(id)?.member();
        let Some(seat) = self.stage().seats.get(&member) else {
            return Some(DocumentState::Pending);
        };
        let InForce { document, frozen } = self.papers.in_force(seat.anchor);
        let left = seat.removed.is_some();
        let newest = if left { seat.anchor } else { document };
        if self.papers.lineage(newest).any(|it| it == id) {
            return Some(DocumentState::Valid);
        }
        let contested = frozen && !left && self.papers.is_contender(id, newest);
        Some(if contested { DocumentState::Quarantined } else { DocumentState::Void })
    }

    /// Returns the admin keys by which `member` has spoken in documents that are valid, oldest first.
    pub fn admin_keys(&self, member: MemberId) -> Vec<PublicKey> {
        let documents = self.documents_of(member).into_iter();
        let valid =
            documents.filter(|it| self.document_state(it.id()) == Some(DocumentState::Valid));
        let mut keys: Vec<PublicKey> = valid.map(|it| it.value().admin_key).collect();
        keys.dedup();
        keys
    }

    /// Returns what is held of the log of `member`.
    pub fn log(&self, member: MemberId) -> Option<&Log> {
        self.logs.get(&member)
    }

    /// Returns the logs that are held.
    pub fn logs(&self) -> impl Iterator<Item = (MemberId, &Log)> {
        self.logs.iter().map(|(member, log)| (*member, log))
    }

    /// Returns how far every log is valid.
    pub fn heads(&self) -> Heads {
        let heads = self.logs.iter().map(|(member, log)| (*member, log.head()));
        heads.filter(|(_, it)| it.link.is_some() || it.forked_seq.is_some()).collect()
    }

    /// Returns how many objects wait because their author is not known.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }
}
