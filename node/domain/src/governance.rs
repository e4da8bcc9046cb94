//! The minute book of a coalition: what is proposed, who voted, and how many votes decide.
//!
//! A [`GovEntry`] says what shall change after the entry before it. It is signed by its proposer,
//! so that nobody but a member can fill our disks with proposals; the signature decides nothing
//! else. [`Vote`]s are separate objects over the id of the entry, so they are gathered in any order,
//! by any way, and merge by union. An entry with enough votes is *certified*; one without is a
//! proposal. Both objects name the admin key that signed them, so their signatures are checked
//! without knowing anything else; whether that key speaks for the member is for
//! [`crate::coalition`] to say.
//!
//! - **Votes are never taken back.** A certified entry stays certified, whatever arrives later.
//! - **Actions are the only way** in which membership, rules and the catalogue change.

pub mod advice;
pub mod stage;

use crate::catalogue::Catalogue;
use crate::document::Cut;
use crate::document::DocumentKind;
use crate::document::MemberDocument;
use crate::id::CoalitionId;
use crate::id::DocumentId;
use crate::id::EntryId;
use crate::id::GovernanceId;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::policy::Policy;
use crate::preimage;
use crate::preimage::Tag;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;
use crate::steward::Steward;

/// The most bytes of an encoded governance entry; a catalogue fits.
pub const GOVERNANCE_BYTES_MAX: usize = 1 << 20;

/// The most bytes of an encoded vote.
pub const VOTE_BYTES_MAX: usize = 256;

/// The most actions of one entry, so that people can read what they vote on.
pub const ACTIONS_MAX: usize = 16;

/// The most characters of a reason.
pub const REASON_CHARS_MAX: usize = 2_000;

/// The most entries that one order erases.
pub const ERASED_MAX: usize = 256;

/// The share, in percent, that stands for exactly two thirds.
const TWO_THIRDS_PERCENT: u32 = 67;

/// The share, in percent, that stands for a simple majority.
const MAJORITY_PERCENT: u32 = 51;

/// One entry of the governance log.
#[derive(Clone, Debug)]
pub struct GovEntry {
    /// The place; the genesis has 0.
    pub height: u64,
    /// The entry before it; the genesis before the first.
    pub prev: GovernanceId,
    /// What changes, in this order; 1 to 16.
    pub actions: Vec<Action>,
    /// Why, for people.
    pub reason: String,
    /// Who proposes it.
    pub proposer: MemberId,
    /// The admin key with which the proposer signs.
    pub proposer_key: PublicKey,
}

/// One change.
#[derive(Clone, Debug)]
pub enum Action {
    /// A new member joins.
    Admit {
        /// Its inception.
        document: Box<Received<MemberDocument>>,
    },
    /// A document of a member is put on record: only what follows it can count, and of the
    /// member's admin keys only its key and later ones vote. Settles a contest of documents.
    Confirm {
        /// Whose document.
        member: MemberId,
        /// The document.
        document: DocumentId,
    },
    /// Payloads of a member are destroyed on every node, at once.
    EraseOrder {
        /// Whose entries.
        member: MemberId,
        /// The entries; 1 to 256, ordered.
        entries: Vec<EntryId>,
    },
    /// A member that lost its keys gets new ones.
    Recover {
        /// Who.
        member: MemberId,
        /// The new state, signed by the new admin key.
        document: Box<Received<MemberDocument>>,
        /// The last entry that counts; also the cut of the document's last epoch.
        cut: Cut,
    },
    /// A member leaves for ever; its log ends.
    Remove {
        /// Who.
        member: MemberId,
        /// The last document of the member that counts.
        document: DocumentId,
        /// The last entry of the member that counts.
        cut: Cut,
    },
    /// Nobody speaks for a community any more; what it consented to stays.
    RemoveSteward {
        /// The short name of the community.
        handle: String,
    },
    /// Another catalogue applies; its version is higher.
    SetCatalogue(Box<Catalogue>),
    /// Other rules apply; their version is the next one.
    SetPolicy(Policy),
    /// Somebody speaks for a community: for the first time, or otherwise than before.
    SetSteward(Box<Steward>),
}

/// What one member says about one governance entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Vote {
    /// Who votes.
    pub member: MemberId,
    /// The admin key with which it votes.
    pub admin_key: PublicKey,
    /// On what.
    pub entry: GovernanceId,
    /// How. Only approvals count; a rejection is shown.
    pub choice: Choice,
}

/// How a member votes.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Choice {
    /// For.
    Approve,
    /// Against: says "do not wait for me".
    Reject,
}

/// Returns how many of `members` must approve: more than half, or the larger share of the policy.
pub fn quorum(members: usize, quorum_percent: u32) -> usize {
    let majority = members / 2 + 1;
    let percent = usize::try_from(quorum_percent).unwrap_or(usize::MAX);
    let share = match quorum_percent {
        ..=MAJORITY_PERCENT => majority,
        TWO_THIRDS_PERCENT.. => members.saturating_mul(2).div_ceil(3),
        _ => members.saturating_mul(percent).div_ceil(100),
    };
    majority.max(share)
}

impl GovEntry {
    /// Returns the members whose removal this is; they cannot vote on it.
    pub fn removed(&self) -> impl Iterator<Item = MemberId> {
        self.actions.iter().filter_map(|action| match action {
            Action::Remove { member, .. } => Some(*member),
            _ => None,
        })
    }

    /// Returns the documents that come with the entry.
    pub fn documents(&self) -> impl Iterator<Item = &Received<MemberDocument>> {
        self.actions.iter().filter_map(|action| match action {
            Action::Admit { document } | Action::Recover { document, .. } => {
                Some(document.as_ref())
            }
            _ => None,
        })
    }

    fn broken_rule(&self) -> Option<&'static str> {
        let rules = [
            ("an entry has 1 to 16 actions", (1..=ACTIONS_MAX).contains(&self.actions.len())),
            ("a reason has at most 2,000 characters", is_reason(&self.reason)),
            ("heights are counted from 1", self.height >= 1),
        ];
        let broken = rules.iter().find(|(_, holds)| !holds).map(|(rule, _)| *rule);
        broken.or_else(|| self.actions.iter().find_map(Action::broken_rule))
    }
}

impl Action {
    fn broken_rule(&self) -> Option<&'static str> {
        let (rule, holds) = match self {
            Self::SetSteward(steward) => return steward.broken_rule(),
            Self::Admit { document } => {
                ("a member joins with its inception", is_kind(document, DocumentKind::Inception))
            }
            Self::EraseOrder { entries, .. } => (
                "an order names 1 to 256 entries in order",
                (1..=ERASED_MAX).contains(&entries.len()) && entries.is_sorted_by(|a, b| a < b),
            ),
            Self::Recover { member, document, cut } => {
                let claim = document.claim();
                let fits = claim.member == Some(*member)
                    && claim.epochs.len() >= 2
                    && claim.epochs.last().is_some_and(|epoch| epoch.cut == *cut);
                ("a recovery ends in its cut", fits && is_kind(document, DocumentKind::Recover))
            }
            Self::SetPolicy(policy) => ("a policy is in range", policy.is_sound()),
            Self::Confirm { .. }
            | Self::Remove { .. }
            | Self::RemoveSteward { .. }
            | Self::SetCatalogue(_) => return None,
        };
        (!holds).then_some(rule)
    }
}

impl Received<GovEntry> {
    /// Checks what can be checked of the entry alone: its limits, the documents that come with it,
    /// and the proposer's signature.
    ///
    /// # Errors
    ///
    /// Fails if one of them does not hold.
    pub fn verify(self, coalition: CoalitionId) -> Result<Verified<GovEntry>, VerifyError> {
        if self.signed().body.len() > GOVERNANCE_BYTES_MAX {
            return Err(VerifyError::BrokenRule { rule: "a governance entry has at most 1 MiB" });
        }
        if let Some(rule) = self.claim().broken_rule() {
            return Err(VerifyError::BrokenRule { rule });
        }
        for document in self.claim().documents() {
            document.clone().verify(coalition)?;
        }
        let key = self.claim().proposer_key;
        self.verify_with(Tag::Governance, coalition, &key)
    }

    /// Returns the id that the entry has, once it is verified.
    pub fn id(&self, coalition: CoalitionId) -> GovernanceId {
        GovernanceId(preimage::id(Tag::Governance, coalition, &self.signed().body))
    }
}

impl Received<Vote> {
    /// Checks the vote against the admin key that it names.
    ///
    /// # Errors
    ///
    /// Fails if it is too large, or the signature is not that key's.
    pub fn verify(self, coalition: CoalitionId) -> Result<Verified<Vote>, VerifyError> {
        if self.signed().body.len() > VOTE_BYTES_MAX {
            return Err(VerifyError::BrokenRule { rule: "a vote has at most 256 bytes" });
        }
        let key = self.claim().admin_key;
        self.verify_with(Tag::Vote, coalition, &key)
    }
}

impl Verified<GovEntry> {
    /// Returns the id.
    pub fn id(&self) -> GovernanceId {
        GovernanceId(self.hash())
    }
}

fn is_kind(document: &Received<MemberDocument>, kind: DocumentKind) -> bool {
    document.claim().kind == kind
}

fn is_reason(text: &str) -> bool {
    let printable = |c: char| !c.is_control() || c == '\n';
    text.chars().count() <= REASON_CHARS_MAX && text.chars().all(printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_is_more_than_half() {
        let needed: Vec<usize> = (1..=7).map(|members| quorum(members, 51)).collect();
        assert_eq!(needed, [1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(quorum(200, 51), 101, "51 stands for a simple majority");
    }

    #[test]
    fn a_policy_raises_the_majority_to_two_thirds_and_never_lowers_it() {
        let needed: Vec<usize> = (1..=7).map(|members| quorum(members, 67)).collect();
        assert_eq!(needed, [1, 2, 2, 3, 4, 4, 5]);
        for members in 1..=300 {
            assert_eq!(quorum(members, 0), members / 2 + 1);
            for percent in 52..=67 {
                let (less, more) = (quorum(members, percent - 1), quorum(members, percent));
                assert!(less <= more && more <= members, "{members} at {percent}");
            }
        }
    }
}
