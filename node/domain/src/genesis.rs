//! The founding act: who founds, under which rules, and what their figures mean.
//!
//! A genesis is signed by **all** founders, over 32 zero bytes in place of the coalition id; its id
//! *is* the coalition id. Signatures are outside the id, so they can be gathered by hand, in any
//! order, and merged. [`Gathering`] is a genesis on its way round the founders; [`Founded`] is one
//! that all of them signed, and the only thing a roster can be made from.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::catalogue::PROGRAM_TYPE;
use crate::catalogue::REGION;
use crate::document::MemberDocument;
use crate::id::CoalitionId;
use crate::id::MemberId;
use crate::key::Signature;
use crate::key::SigningKey;
use crate::policy::Policy;
use crate::preimage;
use crate::preimage::Tag;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

/// The most bytes of an encoded genesis.
pub const GENESIS_BYTES_MAX: usize = 1 << 20;

/// The most founders.
pub const FOUNDERS_MAX: usize = 1_000;

/// What the founders agree on.
#[derive(Clone, Debug)]
pub struct Genesis {
    /// What people call the coalition.
    pub name: String,
    /// 16 random bytes, so that two coalitions never share an id.
    pub nonce: [u8; 16],
    /// The rules.
    pub policy: Policy,
    /// What may be published, and what it means.
    pub catalogue: Catalogue,
    /// The inception documents of the founders, ordered by member id.
    pub founders: Vec<Received<MemberDocument>>,
    /// When they say they founded it, in milliseconds since 1970.
    pub created_ms: i64,
}

/// A sound genesis with the signatures gathered so far, each of them checked.
#[derive(Clone, Debug)]
pub struct Gathering {
    id: CoalitionId,
    body: Vec<u8>,
    name: String,
    policy: Policy,
    catalogue: Catalogue,
    created_ms: i64,
    founders: BTreeMap<MemberId, Verified<MemberDocument>>,
    signatures: BTreeMap<MemberId, Signature>,
}

/// A genesis that all founders signed.
#[derive(Clone, Debug)]
pub struct Founded(Gathering);

impl Gathering {
    /// Checks what a file or a peer says is a genesis: `body`, the value decoded from exactly these
    /// bytes, and the signatures that came with it.
    ///
    /// # Errors
    ///
    /// Fails if a rule is broken, a founder's document does not verify, or a signature is not one of
    /// a founder over this body.
    pub fn new(
        body: Vec<u8>,
        genesis: Genesis,
        signatures: Vec<(MemberId, Signature)>,
    ) -> Result<Self, VerifyError> {
        if body.len() > GENESIS_BYTES_MAX {
            return Err(VerifyError::BrokenRule { rule: "a genesis has at most 1 MiB" });
        }
        let Genesis { name, nonce: _, policy, catalogue, founders, created_ms } = genesis;
        if !policy.is_sound() || name.trim().is_empty() || name.chars().count() > 200 {
            return Err(VerifyError::BrokenRule { rule: "name and policy are in range" });
        }
        let founders = checked_founders(founders, &catalogue)?;
        let id = CoalitionId(preimage::id(Tag::Genesis, CoalitionId::NONE, &body));
        let signatures_none = BTreeMap::new();
        let mut gathering = Self {
            id,
            body,
            name,
            policy,
            catalogue,
            created_ms,
            founders,
            signatures: signatures_none,
        };
        for (member, signature) in signatures {
            gathering.add(member, signature)?;
        }
        Ok(gathering)
    }

    /// Adds the signature of a founder; signing twice changes nothing.
    ///
    /// # Errors
    ///
    /// Fails if `member` is no founder or the signature is not its admin key's.
    pub fn add(&mut self, member: MemberId, signature: Signature) -> Result<(), VerifyError> {
        let founder = self
            .founders
            .get(&member)
            .ok_or(VerifyError::UnknownAuthor { author: member })?;
        if !founder.value().admin_key.verifies(&self.preimage(), &signature) {
            return Err(VerifyError::BadSignature);
        }
        self.signatures.insert(member, signature);
        Ok(())
    }

    /// Signs with an admin key and returns whose it is.
    ///
    /// # Errors
    ///
    /// Fails if `key` is no founder's admin key.
    pub fn sign(&mut self, key: &SigningKey) -> Result<MemberId, VerifyError> {
        let public = key.public();
        let mine = self.founders.iter().find(|(_, it)| it.value().admin_key == public);
        let member = *mine.ok_or(VerifyError::BadSignature)?.0;
        self.add(member, key.sign(&self.preimage()))?;
        Ok(member)
    }

    /// Returns the genesis as founded, once every founder has signed; else gives it back.
    ///
    /// # Errors
    ///
    /// Fails, with the gathering as it was, while signatures are missing.
    #[expect(clippy::result_large_err, reason = "the error is the value itself, given back")]
    pub fn into_founded(self) -> Result<Founded, Self> {
        if self.missing().next().is_some() { Err(self) } else { Ok(Founded(self)) }
    }

    /// Returns the founders that have not signed yet.
    pub fn missing(&self) -> impl Iterator<Item = &Verified<MemberDocument>> {
        let unsigned = |(member, _): &(&MemberId, _)| !self.signatures.contains_key(member);
        self.founders.iter().filter(unsigned).map(|(_, founder)| founder)
    }

    /// Returns the id of the coalition.
    pub fn id(&self) -> CoalitionId {
        self.id
    }

    /// Returns the encoded genesis, byte for byte.
    pub fn body(&self) -> &[u8] {
        &self.body
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

    /// Returns when the founders say they founded it, in milliseconds since 1970.
    pub fn created_ms(&self) -> i64 {
        self.created_ms
    }

    /// Returns the founders, ordered by member id.
    pub fn founders(&self) -> impl Iterator<Item = &Verified<MemberDocument>> {
        self.founders.values()
    }

    /// Returns the signatures gathered so far, ordered by member id.
    pub fn signatures(&self) -> impl Iterator<Item = (MemberId, Signature)> {
        self.signatures.iter().map(|(member, signature)| (*member, *signature))
    }

    fn preimage(&self) -> Vec<u8> {
        preimage::preimage(Tag::Genesis, CoalitionId::NONE, &self.body)
    }
}

impl Founded {
    /// Returns what was founded.
    pub fn genesis(&self) -> &Gathering {
        &self.0
    }
}

/// Verifies the documents and what they must have in common.
fn checked_founders(
    founders: Vec<Received<MemberDocument>>,
    catalogue: &Catalogue,
) -> Result<BTreeMap<MemberId, Verified<MemberDocument>>, VerifyError> {
    let broken = |rule| Err(VerifyError::BrokenRule { rule });
    if !(1..=FOUNDERS_MAX).contains(&founders.len()) {
        return broken("a coalition has 1 to 1,000 founders");
    }
    let mut checked = BTreeMap::new();
    let mut handles = BTreeSet::new();
    let mut keys: Vec<[u8; 32]> = Vec::new();
    for founder in founders {
        let founder = founder.verify_inception()?;
        let document = founder.value();
        let in_order = checked.last_key_value().is_none_or(|(last, _)| *last < founder.member());
        if !in_order {
            return broken("founders are ordered, each of them once");
        }
        if !handles.insert(document.handle.clone()) {
            return broken("no two members share a handle");
        }
        keys.push(*document.admin_key.as_bytes());
        keys.extend(document.epochs.iter().map(|epoch| *epoch.node_key.as_bytes()));
        if !is_served(document, catalogue) {
            return broken("a profile names lowest-level codes of the catalogue");
        }
        checked.insert(founder.member(), founder);
    }
    keys.sort_unstable();
    if !keys.is_sorted_by(|a, b| a < b) {
        return broken("no two members share a key");
    }
    Ok(checked)
}

fn is_served(document: &MemberDocument, catalogue: &Catalogue) -> bool {
    let leaves = |name, codes: &[String]| {
        catalogue
            .list(name)
            .is_some_and(|list| codes.iter().all(|code| list.is_leaf(code)))
    };
    leaves(REGION, &document.profile.regions) && leaves(PROGRAM_TYPE, &document.profile.programs)
}
