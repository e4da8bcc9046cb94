//! Who belongs to the coalition, and by which keys they speak.
//!
//! A roster is a pure function of the governance objects and documents a node holds; see
//! [`crate::coalition`], which makes one after every change. Everything that verifies a signature
//! asks it, and TLS asks it whom to let in. It promises:
//!
//! - **One key, one member**: [`Roster::member_of_node_key`] is never ambiguous. Where a member names
//!   the key of another, the key is that of whom governance has it on record for.
//! - **Old epochs and former members stay known** for verification, but only the current key of an
//!   active member connects.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::coalition::InForce;
use crate::coalition::State;
use crate::coalition::papers::Papers;
use crate::document::Cut;
use crate::document::Epoch;
use crate::document::MemberDocument;
use crate::genesis::Founded;
use crate::governance::stage::Removal;
use crate::governance::stage::Seat;
use crate::governance::stage::Stage;
use crate::id::CoalitionId;
use crate::id::ConsentId;
use crate::id::DocumentId;
use crate::id::EntryId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::policy::Policy;
use crate::steward::Steward;
use crate::steward::Stewards;

/// Who belongs, and the rules they share.
#[derive(Clone, Debug)]
pub struct Roster {
    coalition: CoalitionId,
    name: String,
    policy: Arc<Policy>,
    catalogue: Arc<Catalogue>,
    governance: (u64, Hash),
    members: BTreeMap<MemberId, Member>,
    by_node_key: BTreeMap<[u8; 32], MemberId>,
    erased: Arc<BTreeSet<(MemberId, EntryId)>>,
    stewards: Arc<Stewards>,
    retracted: Arc<BTreeSet<(MemberId, ConsentId)>>,
    /// Node keys that only documents name which are not in force.
    other_keys: BTreeMap<(MemberId, u32), Vec<PublicKey>>,
}

/// One member of the coalition, or one that was.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Its document in force.
    pub document: MemberDocument,
    /// The id of that document.
    pub document_id: DocumentId,
    /// Whether its later documents contradict each other, so that none of them is in force.
    pub frozen: bool,
    /// The governance height at which it joined.
    pub admitted_height: u64,
    /// How it left.
    pub removed: Option<Removal>,
}

impl Roster {
    /// Returns the roster that the founders signed.
    pub fn founded(founded: &Founded) -> Self {
        State::founded(founded).roster().as_ref().clone()
    }

    /// Returns the roster at `stage`, with the documents that are in force.
    pub(crate) fn at(stage: &Stage, coalition: CoalitionId, name: &str, papers: &Papers) -> Self {
        let seats = stage.seats.iter();
        let members =
            seats.filter_map(|(id, seat)| Some((*id, Member::seated(*id, seat, papers)?)));
        let members: BTreeMap<MemberId, Member> = members.collect();
        Self {
            coalition,
            name: name.to_owned(),
            policy: Arc::clone(&stage.policy),
            catalogue: Arc::clone(&stage.catalogue),
            governance: (stage.height, stage.id.0),
            by_node_key: by_node_key(&members, stage),
            other_keys: other_keys(&members, papers),
            members,
            erased: Arc::clone(&stage.erased),
            stewards: Arc::clone(&stage.stewards),
            retracted: Arc::default(),
        }
    }

    /// Returns the same roster where communities took these consents back.
    pub(crate) fn without(self, retracted: BTreeSet<(MemberId, ConsentId)>) -> Self {
        Self { retracted: Arc::new(retracted), ..self }
    }

    /// Returns the coalition.
    pub fn coalition(&self) -> CoalitionId {
        self.coalition
    }

    /// Returns what people call the coalition.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the rules.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns what may be published.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Returns the governance height and the id of that governance entry; the genesis is at 0.
    pub fn governance_head(&self) -> (u64, Hash) {
        self.governance
    }

    /// Returns the active members, ordered by id.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values().filter(|member| member.is_active())
    }

    /// Returns all members that ever were, ordered by id.
    pub fn everyone(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// Returns how many active members there are.
    pub fn len(&self) -> usize {
        self.members().count()
    }

    /// Returns whether there are no members; never true of a founded coalition.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a member, active or not.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.get(&id)
    }

    /// Returns the entries of `member` whose payloads were ordered to be destroyed.
    pub fn erased(&self, member: MemberId) -> impl Iterator<Item = EntryId> {
        let (first, last) = (Hash::from_bytes([0; 32]), Hash::from_bytes([255; 32]));
        let ids = self.erased.range((member, EntryId(first))..=(member, EntryId(last)));
        ids.map(|(_, id)| *id)
    }

    /// Returns the consents that communities gave to `member`, and took back.
    pub fn retracted(&self, member: MemberId) -> impl Iterator<Item = ConsentId> {
        let (first, last) = (Hash::from_bytes([0; 32]), Hash::from_bytes([255; 32]));
        let ids = (member, ConsentId(first))..=(member, ConsentId(last));
        self.retracted.range(ids).map(|(_, id)| *id)
    }

    /// Returns who speaks for a community, ordered by its short name.
    pub fn stewards(&self) -> impl Iterator<Item = &Steward> {
        self.stewards.values()
    }

    /// Returns the same by short name.
    pub fn steward_book(&self) -> &Stewards {
        &self.stewards
    }

    /// Returns the active member with the short name `handle`.
    pub fn member_by_handle(&self, handle: &str) -> Option<&Member> {
        self.members().find(|member| member.document.handle == handle)
    }

    /// Returns the key by which a member signs in `epoch`.
    pub fn node_key(&self, member: MemberId, epoch: u32) -> Option<PublicKey> {
        let epochs = &self.member(member)?.document.epochs;
        epochs.iter().find(|it| it.number == epoch).map(|it| it.node_key)
    }

    /// Returns every key by which a member has ever been said to sign in `epoch`, the one in force
    /// first. What was signed with the others is held, and does not count as things are.
    pub fn node_keys(&self, member: MemberId, epoch: u32) -> Vec<PublicKey> {
        let others = self.other_keys.get(&(member, epoch)).into_iter().flatten();
        self.node_key(member, epoch).into_iter().chain(others.copied()).collect()
    }

    /// Returns whose *current* node key this is; keys of older epochs speak for nobody any more.
    pub fn member_of_node_key(&self, key: &PublicKey) -> Option<MemberId> {
        self.by_node_key.get(key.as_bytes()).copied()
    }
}

impl Member {
    fn seated(id: MemberId, seat: &Seat, papers: &Papers) -> Option<Self> {
        let InForce { document, frozen } = papers.in_force(seat.anchor);
        // A member that left is what governance put on record: nothing it says later counts.
        let (document_id, frozen) = match seat.removed {
            None => (document, frozen),
            Some(_) => (seat.anchor, false),
        };
        let document = papers.get(document_id)?.value().clone();
        let Seat { admitted_height, removed, .. } = *seat;
        Some(Self { id, document, document_id, frozen, admitted_height, removed })
    }

    /// Returns whether it belongs to the coalition still.
    pub fn is_active(&self) -> bool {
        self.removed.is_none()
    }

    /// Returns whether it belonged to the coalition at a governance height.
    pub fn was_active_at(&self, height: u64) -> bool {
        self.admitted_height <= height && self.removed.is_none_or(|it| height < it.height)
    }

    /// Returns the key by which its node speaks and connects, if it is active.
    pub fn current_node_key(&self) -> Option<PublicKey> {
        let epoch = self.document.epochs.last().filter(|_| self.is_active());
        epoch.map(|epoch| epoch.node_key)
    }

    /// Returns the number of the current epoch.
    pub fn epoch(&self) -> u32 {
        self.document.epochs.last().map_or(1, |epoch| epoch.number)
    }

    /// Returns for each epoch that a later one ended, the first place beyond its end: what was signed
    /// there in that epoch is void.
    pub fn cut_off(&self) -> BTreeMap<u32, u64> {
        let epochs = &self.document.epochs;
        let beyond = |cut: Cut| cut.map_or(1, |(seq, _)| seq.saturating_add(1));
        let end = |epoch: &Epoch| {
            let later = epochs.iter().filter(|it| it.number > epoch.number);
            Some((epoch.number, later.map(|it| beyond(it.cut)).min()?))
        };
        epochs.iter().filter_map(end).collect()
    }

    /// Returns the short name.
    pub fn handle(&self) -> &str {
        &self.document.handle
    }
}

/// Returns the node keys that documents name which are not in force.
fn other_keys(
    members: &BTreeMap<MemberId, Member>,
    papers: &Papers,
) -> BTreeMap<(MemberId, u32), Vec<PublicKey>> {
    let mut others: BTreeMap<(MemberId, u32), Vec<PublicKey>> = BTreeMap::new();
    for member in members.values() {
        let epochs = papers.of(member.id).flat_map(|it| &it.value().epochs);
        for epoch in epochs {
            let Epoch { number, node_key, .. } = *epoch;
            let is_same = |it: &Epoch| it.number == number && it.node_key == node_key;
            if member.document.epochs.iter().any(is_same) {
                continue;
            }
            let keys = others.entry((member.id, number)).or_default();
            if !keys.contains(&node_key) {
                keys.push(node_key);
            }
        }
    }
    others
}

/// Returns whose each current node key is; a key that governance has on record is its owner's.
fn by_node_key(
    members: &BTreeMap<MemberId, Member>,
    stage: &Stage,
) -> BTreeMap<[u8; 32], MemberId> {
    let key_of = |member: &Member| Some((*member.current_node_key()?.as_bytes(), member.id));
    let current: Vec<_> = members.values().filter_map(key_of).collect();
    let is_on_record = |(key, member): &&([u8; 32], MemberId)| {
        stage.seats.get(member).is_some_and(|seat| seat.keys.contains(key))
    };
    let (recorded, claimed): (Vec<_>, Vec<_>) =
        current.iter().copied().partition(|it| is_on_record(&it));
    let mut owners = BTreeMap::new();
    for (key, member) in recorded.into_iter().chain(claimed) {
        owners.entry(key).or_insert(member);
    }
    owners
}
