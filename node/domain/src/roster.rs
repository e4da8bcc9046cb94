//! Who belongs to the coalition, and by which keys they speak.
//!
//! A roster is a pure function of the governance objects a node holds; today that is the genesis.
//! Everything that verifies a signature asks it, and TLS asks it whom to let in. It promises:
//!
//! - **One key, one member**: [`Roster::member_of_node_key`] is never ambiguous.
//! - **Old epochs stay known** for verification, but only the current key of a member connects.

use std::collections::BTreeMap;

use crate::catalogue::Catalogue;
use crate::document::MemberDocument;
use crate::genesis::Founded;
use crate::id::CoalitionId;
use crate::id::DocumentId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::policy::Policy;

/// Who belongs, and the rules they share.
#[derive(Clone, Debug)]
pub struct Roster {
    coalition: CoalitionId,
    name: String,
    policy: Policy,
    catalogue: Catalogue,
    members: BTreeMap<MemberId, Member>,
    by_node_key: BTreeMap<[u8; 32], MemberId>,
}

/// One member of the coalition.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Its newest document.
    pub document: MemberDocument,
    /// The id of that document.
    pub document_id: DocumentId,
}

impl Roster {
    /// Returns the roster that the founders signed.
    pub fn founded(founded: &Founded) -> Self {
        let genesis = founded.genesis();
        let members: BTreeMap<MemberId, Member> = genesis
            .founders()
            .map(|founder| {
                let id = founder.member();
                let document = founder.value().clone();
                (id, Member { id, document, document_id: founder.id() })
            })
            .collect();
        let current = |member: &Member| {
            let epoch = member.document.epochs.last();
            epoch.map(|epoch| (*epoch.node_key.as_bytes(), member.id))
        };
        let by_node_key = members.values().filter_map(current).collect();
        Self {
            coalition: genesis.id(),
            name: genesis.name().to_owned(),
            policy: genesis.policy().clone(),
            catalogue: genesis.catalogue().clone(),
            members,
            by_node_key,
        }
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
        (0, self.coalition.0)
    }

    /// Returns the members, ordered by id.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// Returns how many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Returns whether there are no members; never true of a founded coalition.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Returns a member.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.get(&id)
    }

    /// Returns the member with the short name `handle`.
    pub fn member_by_handle(&self, handle: &str) -> Option<&Member> {
        self.members().find(|member| member.document.handle == handle)
    }

    /// Returns the key by which a member signs in `epoch`.
    pub fn node_key(&self, member: MemberId, epoch: u32) -> Option<PublicKey> {
        let epochs = &self.member(member)?.document.epochs;
        epochs.iter().find(|it| it.number == epoch).map(|it| it.node_key)
    }

    /// Returns whose *current* node key this is; keys of older epochs speak for nobody any more.
    pub fn member_of_node_key(&self, key: &PublicKey) -> Option<MemberId> {
        self.by_node_key.get(key.as_bytes()).copied()
    }
}

impl Member {
    /// Returns the number of the current epoch.
    pub fn epoch(&self) -> u32 {
        self.document.epochs.last().map_or(1, |epoch| epoch.number)
    }

    /// Returns the short name.
    pub fn handle(&self) -> &str {
        &self.document.handle
    }
}
