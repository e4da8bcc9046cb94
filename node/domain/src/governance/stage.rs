//! The coalition after one governance entry: who has a seat, under which rules.
//!
//! A [`Stage`] follows from the stage before it and one entry, and never changes. It refers to member
//! documents only by what governance put on record (the *anchor* of a seat), never by what members
//! say later. Hence whether an entry applies depends on its own branch alone: no document that
//! arrives later can undo a certified entry.
//!
//! - **A seat is kept for ever**, removed or not: old entries must still be verified.
//! - **No two seats share a key or a handle**, as far as governance has them on record.
//! - **No two stewards share a code or a key**; see [`crate::steward`].
//! - **Who was removed never returns under the same id**: a log does not end twice.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::document::Cut;
use crate::document::MemberDocument;
use crate::genesis::Founded;
use crate::governance::Action;
use crate::governance::GovEntry;
use crate::governance::quorum;
use crate::id::CoalitionId;
use crate::id::DocumentId;
use crate::id::EntryId;
use crate::id::GovernanceId;
use crate::id::MemberId;
use crate::policy::Policy;
use crate::steward::Steward;
use crate::steward::StewardKeys;
use crate::steward::Stewards;

/// The most members of a coalition, former ones included.
pub const SEATS_MAX: usize = 10_000;

/// What an action on a stranger or a former member comes to.
const NOT_ACTIVE: Hindrance = Hindrance::Broken("the member is active");

/// The coalition after one governance entry.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The height of that entry.
    pub height: u64,
    /// The entry; at height 0 the genesis.
    pub id: GovernanceId,
    /// The rules.
    pub policy: Arc<Policy>,
    /// What may be published.
    pub catalogue: Arc<Catalogue>,
    /// All members that ever were, by id.
    pub seats: BTreeMap<MemberId, Seat>,
    /// The entries whose payloads are to be destroyed, with their authors.
    pub erased: Arc<BTreeSet<(MemberId, EntryId)>>,
    /// Who speaks for a community.
    pub stewards: Arc<Stewards>,
    /// Every key that ever spoke for a community, with its short name.
    pub steward_keys: Arc<StewardKeys>,
}

/// What governance has on record of one member.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Seat {
    /// The document that governance put on record last; only what follows it can count.
    pub anchor: DocumentId,
    /// The height at which the member joined.
    pub admitted_height: u64,
    /// How the member left.
    pub removed: Option<Removal>,
    /// The short name on record.
    pub handle: String,
    /// The keys on record.
    pub keys: Vec<[u8; 32]>,
}

/// How a member left.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Removal {
    /// The height of the entry that removed it.
    pub height: u64,
    /// The last entry of its log that counts.
    pub cut: Cut,
}

/// Answers what a stage asks about documents.
pub trait Library {
    /// Returns a document that is held.
    fn document(&self, id: DocumentId) -> Option<&MemberDocument>;

    /// Returns whether `document`, which is held, is `anchor` or follows it.
    fn descends(&self, document: DocumentId, anchor: DocumentId) -> bool;
}

/// Why an entry does not apply to a stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Hindrance {
    /// It breaks a rule, and always will.
    Broken(&'static str),
    /// It names a document that is not held.
    Missing(DocumentId),
}

impl Stage {
    /// Returns the coalition as it was founded.
    pub fn founded(founded: &Founded) -> Self {
        let genesis = founded.genesis();
        let seat = |it: &crate::signed::Verified<MemberDocument>| Seat::new(it.id(), it.value(), 0);
        Self {
            height: 0,
            id: GovernanceId(genesis.id().0),
            policy: Arc::new(genesis.policy().clone()),
            catalogue: Arc::new(genesis.catalogue().clone()),
            seats: genesis.founders().map(|it| (it.member(), seat(it))).collect(),
            erased: Arc::default(),
            stewards: Arc::default(),
            steward_keys: Arc::default(),
        }
    }

    /// Returns the stage after `entry`, whose id is `id`.
    ///
    /// Actions are looked at in order, up to the first that does not apply or cannot be judged yet:
    /// so a hindrance that is [`Hindrance::Broken`] is one for ever.
    ///
    /// # Errors
    ///
    /// Fails if an action does not apply here, or a document is missing.
    pub fn after(
        &self,
        (id, entry): (GovernanceId, &GovEntry),
        coalition: CoalitionId,
        library: &impl Library,
    ) -> Result<Self, Hindrance> {
        let follows = entry.prev == self.id && Some(entry.height) == self.height.checked_add(1);
        require(follows, "a governance entry follows the one before it")?;
        let mut next = Self { height: entry.height, id, ..self.clone() };
        for action in &entry.actions {
            next.act(action, coalition, library)?;
        }
        require(next.active().next().is_some(), "a coalition has a member")?;
        Ok(next)
    }

    /// Returns the members that are active, ordered by id.
    pub fn active(&self) -> impl Iterator<Item = MemberId> {
        let active = self.seats.iter().filter(|(_, seat)| seat.removed.is_none());
        active.map(|(member, _)| *member)
    }

    /// Returns whether `member` is active.
    pub fn is_active(&self, member: MemberId) -> bool {
        self.seats.get(&member).is_some_and(|seat| seat.removed.is_none())
    }

    /// Returns how many approvals the next entry needs.
    pub fn quorum(&self) -> usize {
        quorum(self.active().count(), self.policy.quorum_percent)
    }

    fn act(
        &mut self,
        action: &Action,
        coalition: CoalitionId,
        library: &impl Library,
    ) -> Result<(), Hindrance> {
        match action {
            Action::Admit { document } => {
                let id = document.id(coalition);
                self.admit(MemberId(id.0), Seat::new(id, document.claim(), self.height))
            }
            Action::Confirm { member, document } => {
                self.anchor(*member, *document, library).map(|_| ())
            }
            Action::EraseOrder { member, entries } => self.erase(*member, entries),
            Action::Recover { member, document, .. } => {
                let admitted_height = self.seat(*member)?.admitted_height;
                let id = document.id(coalition);
                self.replace(*member, Seat::new(id, document.claim(), admitted_height))
            }
            Action::Remove { member, document, cut } => {
                let height = self.height;
                let seat = self.anchor(*member, *document, library)?;
                seat.removed = Some(Removal { height, cut: *cut });
                Ok(())
            }
            Action::RemoveSteward { handle } => {
                let removed = Arc::make_mut(&mut self.stewards).remove(handle);
                require(removed.is_some(), "the community has a steward")
            }
            Action::SetCatalogue(catalogue) => {
                let newer = catalogue.version() > self.catalogue.version();
                require(newer, "a catalogue has a higher version than the one before")?;
                self.catalogue = Arc::new(catalogue.as_ref().clone());
                Ok(())
            }
            Action::SetPolicy(policy) => {
                let next = Some(policy.version) == self.policy.version.checked_add(1);
                require(next, "a policy has the next version")?;
                self.policy = Arc::new(policy.clone());
                Ok(())
            }
            Action::SetSteward(steward) => self.set_steward(steward),
        }
    }

    fn admit(&mut self, member: MemberId, seat: Seat) -> Result<(), Hindrance> {
        require(!self.seats.contains_key(&member), "a member joins once")?;
        require(self.seats.len() < SEATS_MAX, "a coalition has at most 10,000 members")?;
        self.replace(member, seat)
    }

    /// Puts `seat` in place unless another member has one of its keys or its handle.
    fn replace(&mut self, member: MemberId, seat: Seat) -> Result<(), Hindrance> {
        let others = || self.seats.iter().filter(|(id, _)| **id != member).map(|(_, it)| it);
        let shares_key = |other: &Seat| seat.keys.iter().any(|key| other.keys.contains(key));
        require(others().all(|it| it.handle != seat.handle), "no two members share a handle")?;
        require(!others().any(shares_key), "no two members share a key")?;
        self.seats.insert(member, seat);
        Ok(())
    }

    /// Moves the anchor of an active member to a document that is held.
    fn anchor(
        &mut self,
        member: MemberId,
        id: DocumentId,
        library: &impl Library,
    ) -> Result<&mut Seat, Hindrance> {
        let seat = self.seat(member)?;
        let document = library.document(id).ok_or(Hindrance::Missing(id))?;
        require(library.descends(id, seat.anchor), "a document follows the one on record")?;
        let seat = Seat::new(id, document, seat.admitted_height);
        self.replace(member, seat)?;
        self.seats.get_mut(&member).ok_or(NOT_ACTIVE)
    }

    fn erase(&mut self, member: MemberId, entries: &[EntryId]) -> Result<(), Hindrance> {
        require(self.seats.contains_key(&member), "an order names a member")?;
        let erased = Arc::make_mut(&mut self.erased);
        erased.extend(entries.iter().map(|id| (member, *id)));
        Ok(())
    }

    fn set_steward(&mut self, steward: &Steward) -> Result<(), Hindrance> {
        if let Some(rule) = steward.rule_broken_among(&self.stewards, &self.catalogue) {
            return Err(Hindrance::Broken(rule));
        }
        let (handle, key) = (steward.handle.clone(), *steward.key.as_bytes());
        Arc::make_mut(&mut self.steward_keys).insert((handle.clone(), key));
        Arc::make_mut(&mut self.stewards).insert(handle, steward.clone());
        Ok(())
    }

    fn seat(&self, member: MemberId) -> Result<&Seat, Hindrance> {
        let seat = self.seats.get(&member).filter(|seat| seat.removed.is_none());
        seat.ok_or(NOT_ACTIVE)
    }
}

impl Seat {
    fn new(anchor: DocumentId, document: &MemberDocument, admitted_height: u64) -> Self {
        let handle = document.handle.clone();
        let keys = document.keys().collect();
        Self { anchor, admitted_height, removed: None, handle, keys }
    }
}

fn require(holds: bool, rule: &'static str) -> Result<(), Hindrance> {
    if holds { Ok(()) } else { Err(Hindrance::Broken(rule)) }
}
