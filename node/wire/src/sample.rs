//! A small coalition with fixed keys, for tests, demos and vectors; **never for real use**.
//!
//! Whoever reads this file has its keys. Everything is a function of the arguments: the same sample
//! has the same ids on every machine. What it makes went through the same doors as what comes from
//! a stranger: encoded, signed, decoded, verified.
//!
//! ```
//! use flotilla_wire::sample::Payload;
//! use flotilla_wire::sample::Sample;
//!
//! let sample = Sample::new(3);
//! let first = sample.entry(0, None, 1, Payload::opaque(b"hello"));
//! let second = sample.entry(0, Some(first.id()), 2, Payload::release(&Sample::release(24)));
//! assert_eq!(second.value().header.prev, Some(first.id()));
//! assert_eq!(sample.roster().len(), 3);
//! ```

use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::erasure::Notice;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::genesis::Founded;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::genesis::Genesis;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::SigningKey;
use flotilla_domain::policy::Policy;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::account::Details;
use flotilla_domain::practice::account::Evidence;
use flotilla_domain::practice::account::Replication;
use flotilla_domain::preimage::Tag;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_domain::response::Response;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use zeroize::Zeroizing;

use crate::document;
use crate::entry;
use crate::genesis;
use crate::payload;
use crate::statement;

mod figures;
mod held;
mod minutes;
pub mod random;

pub use self::held::HeldSample;

/// When everything in a sample says it was made, in milliseconds since 1970.
pub const CREATED_MS: i64 = 1_760_000_000_000;

/// What members are called; those after Carol are `member-3`, `member-4`, …
const HANDLES: [&str; 3] = ["alice", "bob", "carol"];

/// A coalition whose keys everybody knows.
#[derive(Debug)]
pub struct Sample {
    founded: Founded,
    roster: Arc<Roster>,
    members: Vec<MemberId>,
}

/// What an entry of a sample holds: its kind, and the payload with its salt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Payload {
    kind: Kind,
    bytes: Vec<u8>,
}

impl Sample {
    /// Founds a coalition of `members` (1 to 1,000): alice, bob, carol, member-3, …
    pub fn new(members: usize) -> Self {
        Self::with_policy(members, Policy::DEFAULT)
    }

    /// Founds a coalition under other rules than the usual ones.
    #[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
    pub fn with_policy(members: usize, policy: Policy) -> Self {
        let documents: Vec<_> = (0..members)
            .map(|index| {
                let (id, document) = inception(index);
                (id, index, document)
            })
            .collect();
        let ids = documents.iter().map(|(id, ..)| *id).collect();
        let mut ordered = documents;
        ordered.sort_by_key(|(id, ..)| *id);
        let genesis = Genesis {
            name: "The Sample Coalition".to_owned(),
            nonce: [7; 16],
            policy,
            catalogue: Self::catalogue(),
            founders: ordered.into_iter().map(|(.., document)| document).collect(),
            created_ms: CREATED_MS,
        };
        let body = genesis::encode(&genesis);
        let mut gathering = Gathering::new(body, genesis, Vec::new()).expect("a sound genesis");
        for index in 0..members {
            gathering.sign(&admin_key(index)).expect("a founder's key");
        }
        let founded = gathering.into_founded().expect("signed by all");
        let roster = Arc::new(Roster::founded(&founded));
        Self { founded, roster, members: ids }
    }

    /// Returns what was founded.
    pub fn founded(&self) -> &Founded {
        &self.founded
    }

    /// Returns who belongs.
    pub fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }

    /// Returns the id of member `index`: 0 is Alice, 1 Bob, 2 Carol.
    #[expect(clippy::indexing_slicing, reason = "whoever asks for a member knows how many it made")]
    pub fn member(&self, index: usize) -> MemberId {
        self.members[index]
    }

    /// Returns the node key of member `index`, for its epoch 1.
    pub fn node_key(index: usize) -> SigningKey {
        key("node", index)
    }

    /// Returns the admin key of member `index`.
    pub fn admin_key(index: usize) -> SigningKey {
        admin_key(index)
    }

    /// Returns the key on the recovery sheet of member `index`: its next admin key.
    pub fn recovery_key(index: usize) -> SigningKey {
        key("next", index)
    }

    /// Returns the inception of member `index`, whether it is a founder or wants to join.
    pub fn inception(index: usize) -> (MemberId, Received<MemberDocument>) {
        inception(index)
    }

    /// Signs an entry of member `index` after `prev`, as its place in the log, and verifies it.
    #[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
    pub fn entry(
        &self,
        index: usize,
        prev: Option<EntryId>,
        seq: u64,
        payload: Payload,
    ) -> Verified<Entry> {
        let Payload { kind, bytes } = payload;
        let (gov_height, gov_id) = self.roster.governance_head();
        let header = EntryHeader {
            member: self.member(index),
            epoch: 1,
            seq,
            prev,
            created_ms: CREATED_MS,
            kind,
            payload_hash: Hash::of([bytes.as_slice()]),
            payload_bytes: u32::try_from(bytes.len()).expect("a payload has at most 1 MiB"),
            gov_height,
            gov_id,
        };
        let body = entry::encode_header(&header);
        let signed = Signed::new(Tag::Entry, self.roster.coalition(), body, &Self::node_key(index));
        let received = entry::receive(signed, bytes).expect("a header reads back");
        received.verify(&self.roster).expect("an entry of a member")
    }

    /// Signs the first `entries` entries of member `index`, with a small content that `branch`
    /// changes, so that two branches are two histories.
    pub fn log(&self, index: usize, entries: u64, branch: &str) -> Vec<Verified<Entry>> {
        let mut log: Vec<Verified<Entry>> = Vec::new();
        for seq in 1..=entries {
            let prev = log.last().map(Verified::<Entry>::id);
            let payload = Payload::opaque(format!("{branch} {seq}").as_bytes());
            log.push(self.entry(index, prev, seq, payload));
        }
        log
    }

    /// Returns the proof that two entries of one place are.
    #[expect(clippy::expect_used, reason = "whoever asks for a proof made the two entries")]
    pub fn fork_proof(&self, one: &Verified<Entry>, other: &Verified<Entry>) -> ForkProof {
        let [one, other] = [one, other]
            .map(|it| entry::receive_header(it.signed().clone()).expect("a header reads back"));
        ForkProof::new(one, other, &self.roster).expect("two entries of one place")
    }

    /// Signs what member `index` says it holds.
    #[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
    pub fn statement(&self, index: usize, counter: u64, heads: Heads) -> Verified<HeadStatement> {
        let said = HeadStatement {
            member: self.member(index),
            epoch: 1,
            counter,
            governance: self.roster.governance_head(),
            heads,
            addresses: Vec::new(),
            software: "sample".to_owned(),
            destroyed: Vec::new(),
        };
        let body = statement::encode(&said);
        let signed = Signed::new(Tag::Head, self.roster.coalition(), body, &Self::node_key(index));
        let received = statement::receive(signed).expect("a statement reads back");
        received.verify(&self.roster).expect("a statement of a member")
    }

    /// Returns the catalogue: two indicators, two provinces, two programs, two genders.
    pub fn catalogue() -> Catalogue {
        figures::catalogue()
    }

    /// Returns a table of `observations` (1 to 1,024) counts.
    pub fn release(observations: usize) -> Release {
        figures::release(observations)
    }

    /// Returns the terms of a table of the sample: its policy, its catalogue, and nothing replaced.
    pub fn terms() -> Terms {
        figures::terms()
    }
}

impl Payload {
    /// Wraps `content` as a kind that no version interprets.
    pub fn opaque(content: &[u8]) -> Self {
        Self { kind: Kind::Unknown(99), bytes: [salt(content).as_slice(), content].concat() }
    }

    /// Packs a table.
    #[expect(clippy::expect_used, reason = "whoever packs a table made it small enough")]
    pub fn release(release: &Release) -> Self {
        let salt = salt(format!("{release:?}").as_bytes());
        let bytes = payload::pack_release(release, salt).expect("it fits");
        Self { kind: Kind::Release, bytes }
    }

    /// Packs a practice record.
    #[expect(clippy::expect_used, reason = "whoever packs a record made it small enough")]
    pub fn practice(practice: &Practice) -> Self {
        // The salts of the vectors were made when records had fewer fields; those were empty.
        let mut spelled = format!("{practice:?}");
        let (details, evidence) = (Details::default(), Evidence::default());
        for later in [
            ", confirmed: []".to_owned(),
            ", benchmark: \"\", cost_detail: \"\"".to_owned(),
            format!(", evidence: {evidence:?}, replication: {:?}", Replication::default()),
            format!(", details: {details:?}"),
            ", labels: []".to_owned(),
            ", community: \"\", held: None".to_owned(),
        ] {
            spelled = spelled.replace(&later, "");
        }
        let salt = salt(spelled.as_bytes());
        let bytes = payload::pack_practice(practice, salt).expect("it fits");
        Self { kind: Kind::Practice, bytes }
    }

    /// Packs a response.
    #[expect(clippy::expect_used, reason = "whoever packs a response made it small enough")]
    pub fn response(response: &Response) -> Self {
        let salt = salt(format!("{response:?}").as_bytes());
        let bytes = payload::pack_response(response, salt).expect("it fits");
        Self { kind: Kind::Response, bytes }
    }

    /// Packs a withdrawal or an erasure.
    #[expect(clippy::expect_used, reason = "whoever packs a notice says which kind it is")]
    pub fn notice(kind: Kind, notice: &Notice) -> Self {
        let salt = salt(format!("{notice:?}").as_bytes());
        let bytes = payload::pack_notice(kind, notice, salt).expect("it fits");
        Self { kind, bytes }
    }

    /// Wraps bytes that need not be what `kind` says, as a hostile member would; at least a salt.
    pub fn raw(kind: Kind, bytes: Vec<u8>) -> Self {
        Self { kind, bytes }
    }
}

#[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
fn inception(index: usize) -> (MemberId, Received<MemberDocument>) {
    let handle = HANDLES
        .get(index)
        .map_or_else(|| format!("member-{index}"), |it| (*it).to_owned());
    let words = |words: [&str; 2]| words.map(str::to_owned).to_vec();
    let document = MemberDocument {
        kind: DocumentKind::Inception,
        version: 1,
        prev: None,
        member: None,
        admin_key: admin_key(index).public(),
        next_admin_key_hash: Sample::recovery_key(index).public().hash(),
        epochs: vec![Epoch { number: 1, node_key: Sample::node_key(index).public(), cut: None }],
        name: format!("The house of {handle}"),
        contact_role: "Data desk".to_owned(),
        handle,
        profile: Profile {
            regions: words(["CA-ON", "CA-QC"]),
            programs: words(["GROUP", "ONE_SITE"]),
            absent: Vec::new(),
        },
        labels: Vec::new(),
        nonce: [9; 16],
    };
    let body = document::encode(&document);
    let signed = Signed::new(Tag::Document, CoalitionId::NONE, body, &admin_key(index));
    let received = document::receive(signed).expect("a document reads back");
    let verified = received.verify_inception().expect("an inception");
    (verified.member(), verified.into_received())
}

fn admin_key(index: usize) -> SigningKey {
    key("admin", index)
}

fn key(role: &str, index: usize) -> SigningKey {
    let seed = Hash::of([
        b"flotilla sample, not a secret".as_slice(),
        role.as_bytes(),
        &index.to_be_bytes(),
    ]);
    SigningKey::from_seed(&Zeroizing::new(*seed.as_bytes()))
}

/// Returns a salt that is a function of the content: a sample must not be random.
fn salt(content: &[u8]) -> [u8; SALT_BYTES] {
    let hash = Hash::of([b"salt".as_slice(), content]);
    let mut salt = [0; SALT_BYTES];
    salt.iter_mut().zip(hash.as_bytes()).for_each(|(byte, from)| *byte = *from);
    salt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_the_same_every_time() {
        assert_eq!(Sample::new(2).roster().coalition(), Sample::new(2).roster().coalition());
        assert_eq!(Sample::new(1).log(0, 2, "a")[1].id(), Sample::new(1).log(0, 2, "a")[1].id());
        assert_ne!(Sample::new(1).log(0, 2, "a")[1].id(), Sample::new(1).log(0, 2, "b")[1].id());
    }

    #[test]
    fn its_members_are_called_by_name() {
        let sample = Sample::new(4);
        for (index, handle) in ["alice", "bob", "carol", "member-3"].into_iter().enumerate() {
            assert_eq!(sample.roster().member(sample.member(index)).unwrap().handle(), handle);
        }
    }

    #[test]
    fn its_tables_reach_the_largest_size() {
        for size in [1, 24, 1_024] {
            let release = Sample::release(size);
            assert_eq!(release.observations().len(), size);
            let packed = Payload::release(&release);
            let content = payload::unpack(packed.kind, &packed.bytes).unwrap();
            assert_eq!(content, payload::Content::Release(release));
        }
    }

    #[test]
    fn it_can_forge_and_state() {
        let sample = Sample::new(2);
        let (ours, theirs) = (sample.log(1, 1, "a"), sample.log(1, 1, "b"));
        assert_eq!(sample.fork_proof(&ours[0], &theirs[0]).member(), sample.member(1));
        assert_eq!(sample.statement(1, 5, Heads::new()).value().counter, 5);
    }
}
