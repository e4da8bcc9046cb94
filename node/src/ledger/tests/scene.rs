//! A ledger, and beside it what `flotilla_domain` says of the same objects.
//!
//! Bob is the author whose log is contested; Alice, Carol and Dave are the others. Keys that only a
//! thief has are numbered from [`STOLEN`].

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::State;
use flotilla_domain::document::Cut;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::governance::Action;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::SigningKey;
use flotilla_domain::preimage::Tag;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_wire::document;
use flotilla_wire::entry;
use flotilla_wire::sample::Sample;
use flotilla_wire::statement;
use tempfile::TempDir;
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::ledger::Appended;
use crate::ledger::Ledger;
use crate::ledger::LedgerConfig;
use crate::ledger::Recorded;

/// The author.
pub(super) const BOB: usize = 1;

/// The others.
pub(super) const OTHERS: [usize; 3] = [0, 2, 3];

/// The number of the first node key that only a thief has.
pub(super) const STOLEN: usize = 7;

/// Makes what Bob, his thieves and the others sign.
pub(super) struct Pen {
    pub(super) sample: Sample,
    documents: BTreeMap<DocumentId, MemberDocument>,
    made: u64,
}

/// A new document of Bob.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) prev: DocumentId,
    pub(super) kind: DocumentKind,
    /// The node key of a new epoch, and its cut.
    pub(super) epoch: Option<(usize, Cut)>,
}

/// A ledger with the objects that it was given.
pub(super) struct Keeper {
    dir: TempDir,
    rosters: watch::Sender<Arc<Roster>>,
    pub(super) state: State,
    pub(super) ledger: Ledger,
}

impl Pen {
    pub(super) fn new() -> Self {
        let sample = Sample::new(4);
        let (member, inception) = Sample::inception(BOB);
        let documents = BTreeMap::from([(DocumentId(member.0), inception.claim().clone())]);
        Self { sample, documents, made: 0 }
    }

    pub(super) fn bob(&self) -> MemberId {
        self.sample.member(BOB)
    }

    /// Returns the document that Bob joined with.
    pub(super) fn first(&self) -> DocumentId {
        DocumentId(self.bob().0)
    }

    /// Signs a document of Bob: an update with the admin key before it, a rotation with the sheet's.
    pub(super) fn document(&mut self, change: Change) -> (DocumentId, Received<MemberDocument>) {
        let Change { prev, kind, epoch } = change;
        let parent = self.documents[&prev].clone();
        let mut document = MemberDocument {
            kind,
            version: parent.version + 1,
            prev: Some(prev),
            member: Some(self.bob()),
            ..parent
        };
        self.made += 1;
        document.labels = vec![format!("L{}", self.made)];
        if let Some((key, cut)) = epoch {
            let number = u32::try_from(document.epochs.len()).unwrap() + 1;
            document
                .epochs
                .push(Epoch { number, node_key: node_key(BOB, key).public(), cut });
        }
        let keys = || [Sample::admin_key(BOB), Sample::recovery_key(BOB), seeded("sheet")];
        let signer = match kind {
            DocumentKind::Rotate => {
                document.next_admin_key_hash = seeded("sheet").public().hash();
                let is_next = |key: &SigningKey| key.public().hash() == parent.next_admin_key_hash;
                keys().into_iter().find(is_next).unwrap()
            }
            _ => keys().into_iter().find(|it| it.public() == parent.admin_key).unwrap(),
        };
        document.admin_key = signer.public();
        let coalition = self.sample.roster().coalition();
        let body = document::encode(&document);
        let signed = Signed::new(Tag::Document, coalition, body, &signer);
        let received = document::receive(signed).unwrap();
        let id = received.id(coalition);
        self.documents.insert(id, document);
        (id, received)
    }

    /// Signs entries of Bob, one after the other, after `before`.
    pub(super) fn write(
        &mut self,
        (epoch, key): (u32, usize),
        before: Option<Link>,
        count: u64,
    ) -> Vec<Received<Entry>> {
        let mut written: Vec<Received<Entry>> = Vec::new();
        let mut last = before;
        for _ in 0..count {
            self.made += 1;
            let payload = format!("sixteen bytes at least {}", self.made).into_bytes();
            let header = EntryHeader {
                member: self.bob(),
                epoch,
                seq: last.map_or(1, |link| link.seq + 1),
                prev: last.map(|link| link.id),
                created_ms: 0,
                kind: Kind::Unknown(99),
                payload_hash: Hash::of([payload.as_slice()]),
                payload_bytes: u32::try_from(payload.len()).unwrap(),
                gov_height: 0,
                gov_id: self.sample.roster().coalition().0,
            };
            let coalition = self.sample.roster().coalition();
            let body = entry::encode_header(&header);
            let signed = Signed::new(Tag::Entry, coalition, body, &node_key(BOB, key));
            let received = entry::receive(signed, payload).unwrap();
            last = Some(self.link(&received));
            written.push(received);
        }
        written
    }

    pub(super) fn link(&self, entry: &Received<Entry>) -> Link {
        let header = &entry.claim().header;
        let coalition = self.sample.roster().coalition();
        let id = flotilla_domain::preimage::id(Tag::Entry, coalition, &entry.signed().body);
        let id = flotilla_domain::id::EntryId(id);
        Link { epoch: header.epoch, seq: header.seq, id }
    }

    /// Has one of the others say that it follows the branch that begins with `branch`.
    pub(super) fn statement(
        &mut self,
        person: usize,
        branch: Option<Link>,
    ) -> Received<HeadStatement> {
        self.made += 1;
        let (seq, id) = branch.map(|it| (it.seq, it.id)).unzip();
        let head = Head { link: branch, forked_seq: seq, forked_id: id, ..Head::default() };
        let heads = branch.map(|_| (self.bob(), head)).into_iter().collect::<Heads>();
        let said = HeadStatement {
            member: self.sample.member(person),
            epoch: 1,
            counter: self.made,
            governance: self.sample.roster().governance_head(),
            heads,
            addresses: Vec::new(),
            software: String::new(),
            destroyed: Vec::new(),
        };
        let body = statement::encode(&said);
        let coalition = self.sample.roster().coalition();
        let signed = Signed::new(Tag::Head, coalition, body, &node_key(person, 0));
        statement::receive(signed).unwrap()
    }

    /// Has all but Bob decide that Bob leaves.
    pub(super) fn removal(&self, document: DocumentId, cut: Cut) -> Vec<Object> {
        let action = Action::Remove { member: self.bob(), document, cut };
        let entry = self.sample.proposal(OTHERS[0], vec![action]);
        let votes = OTHERS.map(|person| Object::Vote(self.sample.approval(person, &entry)));
        [Object::Governance(Box::new(entry))].into_iter().chain(votes).collect()
    }
}

impl Keeper {
    pub(super) fn new(pen: &Pen) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let state = State::founded(pen.sample.founded());
        let (rosters, follow) = watch::channel(Arc::clone(state.roster()));
        let ledger = open(dir.path(), follow);
        Self { dir, rosters, state, ledger }
    }

    /// Closes the ledger and opens it again, with its index or without.
    pub(super) async fn reopen(mut self, keep_index: bool) -> Self {
        let Self { dir, rosters, ledger, .. } = self;
        ledger.close().await;
        if !keep_index {
            fs::remove_dir_all(dir.path().join("index")).unwrap();
        }
        let follow = rosters.subscribe();
        self.ledger = loop {
            match Ledger::open(dir.path(), follow.clone(), CONFIG) {
                Ok((ledger, opened)) => {
                    assert_eq!((opened.damaged, opened.torn_bytes), (0, 0));
                    break ledger;
                }
                Err(_) => tokio::task::yield_now().await,
            }
        };
        Self { dir, rosters, state: self.state, ledger: self.ledger }
    }

    /// Takes in documents, governance entries and votes.
    pub(super) async fn learn(&mut self, objects: impl IntoIterator<Item = Object>) {
        for object in objects {
            let _outcome = self.state.insert(object);
        }
        self.rosters.send_replace(Arc::clone(self.state.roster()));
        self.ledger.heed().await;
    }

    pub(super) async fn document(&mut self, document: &Received<MemberDocument>) {
        self.learn([Object::Document(Box::new(document.clone()))]).await;
    }

    /// Takes in entries that verify, and says which of them were kept.
    pub(super) async fn entries(&mut self, entries: &[Received<Entry>]) -> Vec<bool> {
        let mut kept = Vec::new();
        for received in entries {
            let Ok(entry) = received.clone().verify(self.state.roster()) else {
                kept.push(false);
                continue;
            };
            let header = entry::receive_header(entry.signed().clone()).unwrap();
            let appended = self.ledger.append(vec![entry]).await.unwrap();
            let is_kept =
                matches!(appended[0], Appended::AlreadyHeld | Appended::Fork(_) | Appended::New);
            if is_kept {
                let _outcome = self.state.insert(Object::Header(header));
            }
            kept.push(is_kept);
        }
        kept
    }

    pub(super) async fn proof(&mut self, one: &Received<Entry>, other: &Received<Entry>) {
        let header = |it: &Received<Entry>| entry::receive_header(it.signed().clone()).unwrap();
        let headers = [header(one), header(other)];
        let [first, second] = headers.clone();
        let Ok(proof) = ForkProof::new(first, second, self.state.roster()) else { return };
        if self.ledger.record_fork(proof).await.unwrap() == Recorded::New {
            for header in headers {
                let _outcome = self.state.insert(Object::Header(header));
            }
        }
    }

    pub(super) async fn statement(&mut self, statement: &Received<HeadStatement>) {
        let verified = statement.clone().verify(self.state.roster()).unwrap();
        let _recorded = self.ledger.put_statement(verified).await.unwrap();
        let _outcome = self.state.insert(Object::Statement(statement.clone()));
    }

    /// Compares everything that the ledger says of the log of Bob with what the same objects say.
    pub(super) async fn check(&self, pen: &Pen, note: &str) {
        let (bob, ledger) = (pen.bob(), &self.ledger);
        let fates = ledger.fates(bob).unwrap();
        let log = self.state.log(bob).cloned().unwrap_or_default();
        for (link, fate) in &fates {
            assert_eq!(log.state(link.id), Some(*fate), "{note}: {link:?}");
        }
        let head = ledger.heads().get(&bob).copied().unwrap_or_default();
        let counted = ledger.counted().get(&bob).copied().unwrap_or_default();
        let is_valid = |it: &&(Link, EntryState)| it.1 == EntryState::Valid;
        let valid = fates.iter().filter(is_valid).map(|it| it.0).max_by_key(|it| it.seq);
        assert_eq!(counted.link, valid, "{note}");
        assert_eq!(counted.forked_seq, log.head().forked_seq, "{note}");
        let read = ledger.read(bob, 1, usize::MAX).await.unwrap();
        let links: Vec<Link> = read.iter().map(|it| it.link()).collect();
        assert_eq!(links.last().copied(), head.link, "{note}");
        assert!(read.windows(2).all(|it| it[1].value().header.prev == Some(it[0].id())), "{note}");
        assert!(counted.link.is_none_or(|it| links.contains(&it)), "{note}");
        let is_void = |link: &Link| log.state(link.id) == Some(EntryState::Void);
        assert!(!links.iter().any(is_void), "{note}: nothing void is followed");
    }

    /// Returns what counts, as places.
    pub(super) fn counted_seq(&self, pen: &Pen) -> u64 {
        let counted = self.ledger.counted().get(&pen.bob()).copied().unwrap_or_default();
        counted.link.map_or(0, |link| link.seq)
    }

    /// Returns how far Bob's log is followed.
    pub(super) fn head(&self, pen: &Pen) -> Head {
        self.ledger.heads().get(&pen.bob()).copied().unwrap_or_default()
    }
}

const CONFIG: LedgerConfig =
    LedgerConfig { cache_bytes: 1 << 20, free_percent_min: 0, segment_bytes_max: 1_000 };

fn open(dir: &Path, follow: watch::Receiver<Arc<Roster>>) -> Ledger {
    Ledger::open(dir, follow, CONFIG).unwrap().0
}

fn node_key(person: usize, place: usize) -> SigningKey {
    if place == 0 { Sample::node_key(person) } else { seeded(&format!("node {person} {place}")) }
}

fn seeded(name: &str) -> SigningKey {
    SigningKey::from_seed(&Zeroizing::new(*Hash::of([name.as_bytes()]).as_bytes()))
}
