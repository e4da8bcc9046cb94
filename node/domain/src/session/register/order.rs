//! In which order governance entries, documents and votes are told.
//!
//! - **Each comes after what it is checked against**: a document after the one before it, an entry or
//!   a vote after a document that names its admin key, and what a community takes back after all of
//!   them, because its key is named by what is certified. So whoever holds everything before a place in
//!   this order can check the next object at once, wherever an exchange breaks off.
//! - **The order is a function of the state**, not of who asks. What a node holds is closed under
//!   these needs, so the first object that a peer lacks is always one that it can check: an exchange
//!   that brings at least one object makes progress, however little it may bring.

use std::collections::BTreeSet;

use crate::coalition::State;
use crate::document::MemberDocument;
use crate::governance::GovEntry;
use crate::governance::Vote;
use crate::id::CoalitionId;
use crate::id::DocumentId;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::retraction::Retraction;
use crate::signed::Verified;

/// An object that travels.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'a> {
    /// An update or a rotation.
    Document(&'a Verified<MemberDocument>),
    /// A governance entry, with the inceptions and recoveries in it.
    Entry(&'a Verified<GovEntry>),
    /// What a community takes back.
    Retraction(&'a Verified<Retraction>),
    /// A vote.
    Vote(&'a Verified<Vote>),
}

/// What somebody knows who has been told everything up to a place in the order.
#[derive(Debug)]
struct Known {
    coalition: CoalitionId,
    documents: BTreeSet<DocumentId>,
    admin_keys: BTreeSet<(MemberId, [u8; 32])>,
}

/// Returns all that travels of what `state` holds.
pub(super) fn of(state: &State) -> Vec<Item<'_>> {
    let entries = state.entries().into_iter().map(Item::Entry);
    let documents = state.documents().into_iter().map(Item::Document);
    let votes = state.all_votes().map(Item::Vote);
    let mut left: Vec<Item<'_>> = entries.chain(documents).chain(votes).collect();
    let mut known = Known::founded(state);
    let mut ordered = Vec::with_capacity(left.len());
    loop {
        let before = left.len();
        left.retain(|item| {
            let ready = known.can_check(item);
            if ready {
                known.learn(item);
                ordered.push(*item);
            }
            !ready
        });
        if left.is_empty() || left.len() == before {
            // Whatever is held was checked once, so nothing is left; if it were, it comes last.
            ordered.append(&mut left);
            ordered.extend(state.retractions().map(Item::Retraction));
            return ordered;
        }
    }
}

impl Known {
    /// Knows what the genesis says.
    fn founded(state: &State) -> Self {
        let coalition = state.roster().coalition();
        let (documents, admin_keys) = (BTreeSet::new(), BTreeSet::new());
        let mut known = Self { coalition, documents, admin_keys };
        let seats = state.stages().first().into_iter().flat_map(|stage| stage.seats.values());
        for founder in seats.filter_map(|seat| state.document(seat.anchor)) {
            known.file(founder.id(), founder.member(), founder.value());
        }
        known
    }

    fn can_check(&self, item: &Item<'_>) -> bool {
        let speaks = |member, key: &PublicKey| self.admin_keys.contains(&(member, *key.as_bytes()));
        match item {
            Item::Document(it) => it.value().prev.is_some_and(|it| self.documents.contains(&it)),
            Item::Entry(it) => speaks(it.value().proposer, &it.value().proposer_key),
            Item::Retraction(_) => true,
            Item::Vote(it) => speaks(it.value().member, &it.value().admin_key),
        }
    }

    fn learn(&mut self, item: &Item<'_>) {
        match item {
            Item::Document(it) => self.file(it.id(), it.member(), it.value()),
            Item::Entry(it) => {
                for document in it.value().documents() {
                    let id = document.id(self.coalition);
                    let member = document.claim().member.unwrap_or(MemberId(id.0));
                    self.file(id, member, document.claim());
                }
            }
            Item::Retraction(_) | Item::Vote(_) => {}
        }
    }

    fn file(&mut self, id: DocumentId, member: MemberId, document: &MemberDocument) {
        self.documents.insert(id);
        self.admin_keys.insert((member, *document.admin_key.as_bytes()));
    }
}
