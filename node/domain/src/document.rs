//! What a member says about itself, and by which keys it speaks.
//!
//! A [`MemberDocument`] is the full state each time: keys, epochs, name, profile. The first one, the
//! *inception*, is signed by its own admin key; its id is the member id for ever. It is signed under
//! [`CoalitionId::NONE`], because a member exists before it joins a coalition; the coalition binds it
//! by signing it into its genesis.
//!
//! **Every document is signed by the admin key that it names**, so its signature is checked without
//! knowing anything else. Whether it may follow the one before it is a second question, also about
//! two immutable objects only: [`MemberDocument::follows`].
//!
//! ```text
//!  inception -- update -- update            signed by the same admin key; the commitment stays
//!                 \-- rotate -- update      signed by the key whose hash was committed
//!  recover                                  follows nothing: a majority put it there
//! ```
//!
//! An update cannot change the admin key or the commitment to the next one: who stole the admin key
//! cannot make the recovery sheet worthless. Which of several documents counts is for
//! [`crate::coalition`] to say.

use crate::id::CoalitionId;
use crate::id::DocumentId;
use crate::id::EntryId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::preimage;
use crate::preimage::Tag;
use crate::profile::Profile;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

/// The most bytes of an encoded document.
pub const DOCUMENT_BYTES_MAX: usize = 64 << 10;

/// The most characters of a name or a contact role.
pub const TEXT_CHARS_MAX: usize = 200;

/// The most regions, programs, labels or epochs.
pub const LIST_MAX: usize = 256;

/// What a member says about itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MemberDocument {
    /// How this document came about.
    pub kind: DocumentKind,
    /// Counted from 1.
    pub version: u64,
    /// The document before this one; `None` in the inception.
    pub prev: Option<DocumentId>,
    /// The member; `None` in the inception, whose id it is.
    pub member: Option<MemberId>,
    /// Signs documents and votes.
    pub admin_key: PublicKey,
    /// The hash of the next admin key, which is on the recovery sheet.
    pub next_admin_key_hash: Hash,
    /// The epochs of the entry log, oldest first; at least one.
    pub epochs: Vec<Epoch>,
    /// What people call the member.
    pub name: String,
    /// A role and a shared mailbox, never a person.
    pub contact_role: String,
    /// A short name: lower-case letters, digits and hyphens.
    pub handle: String,
    /// Where it works and what it offers.
    pub profile: Profile,
    /// Labels of its own.
    pub labels: Vec<String>,
    /// 16 random bytes.
    pub nonce: [u8; 16],
}

/// How a member document came about, and so who signs it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DocumentKind {
    /// The first one, signed by its own admin key.
    Inception,
    /// New keys after a loss, put in place by a majority; signed by its own admin key.
    Recover,
    /// Signed by the key whose hash the document before it named.
    Rotate,
    /// Signed by the admin key of the document before it.
    Update,
}

/// A stretch of a member's log under one node key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Epoch {
    /// Counted from 1.
    pub number: u32,
    /// Signs entries and head statements, and speaks TLS.
    pub node_key: PublicKey,
    /// The last entry of older epochs that counts; `None` where none does.
    pub cut: Cut,
}

/// The last entry of a log that counts, with its place; `None` where none does.
pub type Cut = Option<(u64, EntryId)>;

impl MemberDocument {
    /// Returns whether every field is in range and the fields fit each other.
    fn broken_rule(&self) -> Option<&'static str> {
        let rules = [
            ("a name has 1 to 200 characters", is_text(&self.name)),
            ("a contact role has 1 to 200 characters", is_text(&self.contact_role)),
            ("a handle has 2 to 40 letters, digits and hyphens", is_handle(&self.handle)),
            ("regions are ordered codes", is_list(&self.profile.regions)),
            ("programs are ordered codes", is_list(&self.profile.programs)),
            ("labels are ordered codes", is_list(&self.labels)),
            ("a member serves a region", !self.profile.regions.is_empty()),
            ("a member offers a program", !self.profile.programs.is_empty()),
            (
                "what is not offered is ordered, and of its own regions and programs",
                self.profile.absent.len() <= LIST_MAX && self.profile.is_sound(),
            ),
            ("epochs are counted from 1", self.epochs_are_counted()),
            ("no two keys of a member are equal", self.keys_differ()),
            ("the first epoch cuts nothing", self.epochs.first().is_none_or(|it| it.cut.is_none())),
        ];
        rules.iter().find(|(_, holds)| !holds).map(|(rule, _)| *rule)
    }

    /// Returns whether this document may follow `parent`, whose id is `id`.
    ///
    /// # Errors
    ///
    /// Fails with the rule that is broken.
    pub fn follows(
        &self,
        id: DocumentId,
        parent: &Self,
        member: MemberId,
    ) -> Result<(), &'static str> {
        let same_keys = self.admin_key == parent.admin_key
            && self.next_admin_key_hash == parent.next_admin_key_hash;
        let revealed = self.admin_key.hash() == parent.next_admin_key_hash
            && self.next_admin_key_hash != parent.next_admin_key_hash;
        let may_sign = match self.kind {
            DocumentKind::Inception | DocumentKind::Recover => false,
            DocumentKind::Rotate => revealed,
            DocumentKind::Update => same_keys,
        };
        let rules = [
            ("a document names the one before it", self.prev == Some(id)),
            ("a document is about one member for ever", self.member == Some(member)),
            ("versions are counted", Some(self.version) == parent.version.checked_add(1)),
            ("the key before allows the one after", may_sign),
            ("a handle changes by vote only", self.handle == parent.handle),
            ("epochs are added, never changed", self.epochs.starts_with(&parent.epochs)),
        ];
        rules.iter().find(|(_, holds)| !holds).map_or(Ok(()), |(rule, _)| Err(rule))
    }

    /// Returns the admin key and the node keys, as bytes.
    pub fn keys(&self) -> impl Iterator<Item = [u8; 32]> {
        let node_keys = self.epochs.iter().map(|epoch| *epoch.node_key.as_bytes());
        node_keys.chain([*self.admin_key.as_bytes()])
    }

    fn keys_differ(&self) -> bool {
        let mut keys: Vec<[u8; 32]> = self.keys().collect();
        keys.sort_unstable();
        keys.is_sorted_by(|a, b| a < b)
    }

    fn epochs_are_counted(&self) -> bool {
        let numbers = self.epochs.iter().map(|epoch| epoch.number);
        (1..=LIST_MAX).contains(&self.epochs.len()) && numbers.zip(1..).all(|(a, b)| a == b)
    }
}

impl Received<MemberDocument> {
    /// Checks a document of any kind against the admin key that it names itself.
    ///
    /// # Errors
    ///
    /// Fails if a field is out of range or the signature is not by that key.
    pub fn verify(self, coalition: CoalitionId) -> Result<Verified<MemberDocument>, VerifyError> {
        let document = self.claim();
        if document.kind == DocumentKind::Inception {
            return self.verify_inception();
        }
        let later = document.version >= 2 && document.prev.is_some() && document.member.is_some();
        if !later {
            return Err(VerifyError::BrokenRule { rule: "a later document names what it follows" });
        }
        self.verify_sound(coalition)
    }

    /// Checks an inception: it stands alone, and signs itself.
    ///
    /// # Errors
    ///
    /// Fails if it is no inception, a field is out of range, or the signature is not by its own
    /// admin key.
    pub fn verify_inception(self) -> Result<Verified<MemberDocument>, VerifyError> {
        let document = self.claim();
        let alone = document.kind == DocumentKind::Inception
            && document.version == 1
            && document.prev.is_none()
            && document.member.is_none()
            && document.epochs.iter().all(|epoch| epoch.cut.is_none())
            && document.epochs.len() == 1;
        if !alone {
            return Err(VerifyError::BrokenRule { rule: "an inception stands alone" });
        }
        self.verify_sound(CoalitionId::NONE)
    }

    /// Returns the id that the document has, once it is verified.
    pub fn id(&self, coalition: CoalitionId) -> DocumentId {
        let inception = self.claim().kind == DocumentKind::Inception;
        let coalition = if inception { CoalitionId::NONE } else { coalition };
        DocumentId(preimage::id(Tag::Document, coalition, &self.signed().body))
    }

    fn verify_sound(self, coalition: CoalitionId) -> Result<Verified<MemberDocument>, VerifyError> {
        if self.signed().body.len() > DOCUMENT_BYTES_MAX {
            return Err(VerifyError::BrokenRule { rule: "a document has at most 64 KiB" });
        }
        if let Some(rule) = self.claim().broken_rule() {
            return Err(VerifyError::BrokenRule { rule });
        }
        let key = self.claim().admin_key;
        self.verify_with(Tag::Document, coalition, &key)
    }
}

impl Verified<MemberDocument> {
    /// Returns the id of the document.
    pub fn id(&self) -> DocumentId {
        DocumentId(self.hash())
    }

    /// Returns the member that the document is about.
    pub fn member(&self) -> MemberId {
        self.value().member.unwrap_or(MemberId(self.hash()))
    }
}

/// Returns whether `text` is 2 to 40 lower-case letters, digits and inner hyphens.
pub fn is_handle(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (2..=40).contains(&text.len())
        && text.chars().all(allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= TEXT_CHARS_MAX
        && !text.chars().any(char::is_control)
}

fn is_list(codes: &[String]) -> bool {
    codes.len() <= LIST_MAX
        && codes.is_sorted_by(|a, b| a < b)
        && codes.iter().all(|code| crate::catalogue::is_code(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_a_short_plain_name() {
        for good in ["bbbs-toronto", "ms", "a1"] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["", "a", "-a", "a-", "Toronto", "a b", "é1", &"a".repeat(41)] {
            assert!(!is_handle(bad), "{bad}");
        }
    }

    #[test]
    fn a_name_is_one_line_that_says_something() {
        assert!(is_text("Grands Frères Grandes Sœurs"));
        assert!(!is_text("  ") && !is_text("two\nlines") && !is_text(&"a".repeat(201)));
    }
}
