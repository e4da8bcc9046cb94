//! What this node signs, and for whom it may.
//!
//! - **The key is given, the right to speak is not**: whose key it is follows the roster live. So a
//!   node starts before the coalition knows its key, and speaks from the moment it does, without a
//!   restart; and it falls silent from the moment the coalition knows another key.
//! - **Only a [`Speaker`] signs**, and only the current key of an active member makes one.

use std::fmt;
use std::sync::Arc;

use flotilla_domain::entry::EntryHeader;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_domain::preimage::Tag;
use flotilla_domain::roster::Member;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Signed;
use flotilla_domain::token::Token;
use flotilla_wire::entry;
use flotilla_wire::statement;
use flotilla_wire::token;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::stream;

/// The key of this node, and the roster that says whose it is.
#[derive(Debug)]
pub struct Signer {
    pub(super) key: Arc<SigningKey>,
    handle: String,
    roster: watch::Receiver<Arc<Roster>>,
}

/// What the coalition knows of this node.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// Its key is the current one of this member.
    Member {
        /// The member.
        member: MemberId,
        /// The epoch of the key.
        epoch: u32,
    },
    /// Its member belongs to the coalition no more.
    Removed {
        /// The member.
        member: MemberId,
    },
    /// The coalition knows another key for its member: its own was replaced, or the document that
    /// names its own has not arrived yet.
    Replaced {
        /// The member.
        member: MemberId,
    },
    /// Neither its key nor its handle is known.
    Unknown,
}

/// Signs what this node says, as the member whose current key it has.
#[derive(Clone)]
pub struct Speaker {
    coalition: CoalitionId,
    member: MemberId,
    epoch: u32,
    key: Arc<SigningKey>,
}

impl Signer {
    /// Makes the signer that belongs to `seed`, for the member that calls itself `handle`.
    pub fn new(
        seed: &Zeroizing<[u8; 32]>,
        handle: String,
        roster: watch::Receiver<Arc<Roster>>,
    ) -> Self {
        Self { key: Arc::new(SigningKey::from_seed(seed)), handle, roster }
    }

    /// Makes the signer of a member of a sample, even one that the roster does not know.
    #[cfg(test)]
    pub(crate) fn of_sample(sample: &flotilla_wire::sample::Sample, index: usize) -> Self {
        let roster = watch::channel(Arc::clone(sample.roster())).1;
        Self::with_key(flotilla_wire::sample::Sample::node_key(index), roster)
    }

    /// Makes a signer that has no handle.
    #[cfg(test)]
    pub(crate) fn with_key(key: SigningKey, roster: watch::Receiver<Arc<Roster>>) -> Self {
        Self { key: Arc::new(key), handle: String::new(), roster }
    }

    /// Returns what the coalition knows of this node.
    pub fn standing(&self) -> Standing {
        self.standing_in(&self.roster.borrow())
    }

    fn standing_in(&self, roster: &Roster) -> Standing {
        let key = self.public();
        if let Some(owner) = roster.member_of_node_key(&key).and_then(|id| roster.member(id)) {
            return Standing::Member { member: owner.id, epoch: owner.epoch() };
        }
        let had = |it: &&Member| it.document.epochs.iter().any(|epoch| epoch.node_key == key);
        let owner = roster.everyone().find(had);
        match owner.or_else(|| roster.everyone().find(|it| it.handle() == self.handle)) {
            Some(owner) if owner.is_active() => Standing::Replaced { member: owner.id },
            Some(owner) => Standing::Removed { member: owner.id },
            None => Standing::Unknown,
        }
    }

    /// Returns who may sign now.
    ///
    /// # Errors
    ///
    /// Fails with what this node is instead, if its key is not the current one of a member.
    pub fn speaker(&self) -> Result<Speaker, Standing> {
        match self.standing() {
            Standing::Member { member, epoch } => {
                let coalition = self.roster.borrow().coalition();
                Ok(Speaker { coalition, member, epoch, key: Arc::clone(&self.key) })
            }
            other => Err(other),
        }
    }

    /// Returns whose node this is, as far as the coalition knows.
    pub fn member(&self) -> Option<MemberId> {
        self.standing().member()
    }

    /// Returns the public half of our key.
    pub fn public(&self) -> PublicKey {
        self.key.public()
    }

    /// Ends when the coalition knows something else of this node than `before`.
    pub async fn restated(&self, before: Standing) {
        stream::until(self.roster.clone(), |roster| self.standing_in(roster) != before).await;
    }

    /// Ends when our key is no longer the current one of `member`.
    pub async fn silenced(&self, member: MemberId) {
        stream::revocation(self.roster.clone(), member, self.public()).await;
    }
}

impl Standing {
    /// Returns the member that the node belongs or belonged to.
    pub fn member(self) -> Option<MemberId> {
        match self {
            Self::Member { member, .. } | Self::Removed { member } | Self::Replaced { member } => {
                Some(member)
            }
            Self::Unknown => None,
        }
    }
}

impl Speaker {
    /// Signs the header of an entry of our own log.
    pub fn sign_entry(&self, header: &EntryHeader) -> Signed {
        Signed::new(Tag::Entry, self.coalition, entry::encode_header(header), &self.key)
    }

    /// Signs a statement about what we hold.
    pub fn sign_statement(&self, statement: &HeadStatement) -> Signed {
        Signed::new(Tag::Head, self.coalition, statement::encode(statement), &self.key)
    }

    /// Signs a token that lets its bearer ask.
    pub fn sign_token(&self, token: &Token) -> Signed {
        Signed::new(Tag::Token, self.coalition, token::encode(token), &self.key)
    }

    /// Returns who we are.
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// Returns the epoch of our key.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }
}

impl fmt::Debug for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Speaker");
        shown.field("member", &self.member).field("epoch", &self.epoch);
        shown.finish_non_exhaustive()
    }
}
