//! A bundle in the making: Alice, Bob and Carol found a coalition, sign, decide, and take back.

use flotilla_domain::document::Cut;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Consent;
use flotilla_domain::erasure::Notice;
use flotilla_domain::governance::Action;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::SigningKey;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Stretch;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_wire::audit;
use flotilla_wire::audit::AuditError;
use flotilla_wire::audit::Audited;
use flotilla_wire::audit::Findings;
use flotilla_wire::bundle::Head;
use flotilla_wire::bundle::Reader;
use flotilla_wire::bundle::Writer;
use flotilla_wire::document;
use flotilla_wire::entry;
use flotilla_wire::payload;
use flotilla_wire::sample::Sample;
use flotilla_wire::statement;
use zeroize::Zeroizing;

pub(crate) const ALICE: usize = 0;
pub(crate) const BOB: usize = 1;
pub(crate) const CAROL: usize = 2;

/// What is put in a file, frame by frame.
pub(crate) struct Kit {
    pub(crate) sample: Sample,
    pub(crate) frames: Vec<Frame>,
}

impl Kit {
    /// Three found a coalition, and nothing happened yet.
    pub(crate) fn new() -> Self {
        Self { sample: Sample::new(3), frames: Vec::new() }
    }

    pub(crate) fn coalition(&self) -> CoalitionId {
        self.sample.roster().coalition()
    }

    pub(crate) fn member(&self, person: usize) -> MemberId {
        self.sample.member(person)
    }

    /// Signs an entry, without putting it in the file.
    pub(crate) fn signed(
        &self,
        (person, epoch): (usize, u32),
        key: &SigningKey,
        after: Cut,
        (kind, payload): (Kind, Vec<u8>),
    ) -> Received<Entry> {
        let header = EntryHeader {
            member: self.member(person),
            epoch,
            seq: after.map_or(1, |(seq, _)| seq + 1),
            prev: after.map(|(_, id)| id),
            created_ms: 1_760_000_000_000,
            kind,
            payload_hash: Hash::of([payload.as_slice()]),
            payload_bytes: u32::try_from(payload.len()).unwrap(),
            gov_height: 0,
            gov_id: self.coalition().0,
        };
        let body = entry::encode_header(&header);
        entry::receive(Signed::new(Tag::Entry, self.coalition(), body, key), payload).unwrap()
    }

    /// Puts entries of one log in the file.
    pub(crate) fn send(&mut self, person: usize, entries: Vec<Received<Entry>>) {
        let member = self.member(person);
        self.frames
            .push(Frame::Entries(Stretch { member, entries, last: false, not_held: None }));
    }

    /// A member signs an entry with its first key, and puts it in the file.
    pub(crate) fn write(&mut self, person: usize, after: Cut, what: (Kind, Vec<u8>)) -> Cut {
        let entry = self.signed((person, 1), &Sample::node_key(person), after, what);
        let cut = self.cut(&entry);
        self.send(person, vec![entry]);
        cut
    }

    /// A member writes `words`, one entry each.
    pub(crate) fn tell(&mut self, person: usize, after: Cut, words: &[&str]) -> Vec<Cut> {
        let mut after = after;
        let mut written = Vec::new();
        for word in words {
            after = self.write(person, after, opaque(word));
            written.push(after);
        }
        written
    }

    pub(crate) fn cut(&self, entry: &Received<Entry>) -> Cut {
        let id = preimage::id(Tag::Entry, self.coalition(), &entry.signed().body);
        Some((entry.claim().header.seq, EntryId(id)))
    }

    /// A member's node says how far it holds logs.
    pub(crate) fn witness(&mut self, person: usize, heads: Heads) {
        let stated = self.sample.statement(person, 1, heads);
        self.frames.push(Frame::HeadStatements(vec![stated.into_received()]));
    }

    /// A member begins epoch 2 with `node_key`, after `cut`.
    pub(crate) fn rotate(&mut self, person: usize, node_key: &SigningKey, cut: Cut) -> DocumentId {
        let document = self.update(person, Epoch { number: 2, node_key: node_key.public(), cut });
        let id = document.id(self.coalition());
        self.frames.push(Frame::Documents(vec![document]));
        id
    }

    /// The coalition decides, with the votes of Alice and Bob.
    pub(crate) fn decide(&mut self, action: Action) {
        let entry = self.sample.proposal(ALICE, vec![action]);
        let votes = [ALICE, BOB].map(|voter| self.sample.approval(voter, &entry));
        self.frames.push(Frame::Governance(vec![entry], true));
        self.frames.push(Frame::Votes(votes.to_vec()));
    }

    /// Returns the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let genesis = Some(self.sample.founded().genesis().clone());
        let head = Head { coalition: self.coalition(), genesis };
        let mut writer = Writer::begin(Vec::new(), &head).unwrap();
        self.frames.iter().for_each(|frame| writer.frame(frame.clone()).unwrap());
        writer.finish()
    }

    /// Returns what the file proves.
    pub(crate) fn findings(&self) -> Findings {
        audited(&self.bytes(), &self.sample).unwrap().findings
    }

    fn update(&self, person: usize, epoch: Epoch) -> Received<MemberDocument> {
        let (member, inception) = Sample::inception(person);
        let mut document = inception.claim().clone();
        document.kind = DocumentKind::Update;
        document.version = 2;
        document.prev = Some(DocumentId(member.0));
        document.member = Some(member);
        document.epochs.push(epoch);
        let body = document::encode(&document);
        let key = Sample::admin_key(person);
        document::receive(Signed::new(Tag::Document, self.coalition(), body, &key)).unwrap()
    }
}

/// Audits a file of the coalition of `sample`.
pub(crate) fn audited(bytes: &[u8], sample: &Sample) -> Result<Audited, AuditError> {
    audit::whole(sample.founded(), || Reader::begin(bytes))
}

/// Returns the second node key of somebody.
pub(crate) fn new_key() -> SigningKey {
    SigningKey::from_seed(&Zeroizing::new([42; 32]))
}

/// Returns the payload of an entry that no version interprets.
pub(crate) fn opaque(word: &str) -> (Kind, Vec<u8>) {
    (Kind::Unknown(99), [[3; 16].as_slice(), word.as_bytes()].concat())
}

/// Returns the payload of a notice about `entries`, which need not be in order.
pub(crate) fn notice(kind: Kind, entries: &[Cut], consent: Option<Consent>) -> (Kind, Vec<u8>) {
    let notice = Notice::new(ids(entries), "a reason".to_owned(), consent).unwrap();
    (kind, payload::pack_notice(kind, &notice, [3; 16]).unwrap())
}

/// Returns the ids of entries, in order.
pub(crate) fn ids(entries: &[Cut]) -> Vec<EntryId> {
    let mut ids: Vec<EntryId> = entries.iter().map(|cut| cut.unwrap().1).collect();
    ids.sort_unstable();
    ids
}

/// Signs a head statement with any key, as a thief would.
pub(crate) fn stated(kit: &Kit, said: &HeadStatement, key: &SigningKey) -> Received<HeadStatement> {
    let signed = Signed::new(Tag::Head, kit.coalition(), statement::encode(said), key);
    statement::receive(signed).unwrap()
}
