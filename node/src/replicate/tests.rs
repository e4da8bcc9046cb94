//! Replication between two nodes in one process: frames go through channels, logs lie on real files.

use std::time::Duration;

use flotilla_domain::entry::Entry;
use flotilla_domain::heads::Heads;
use flotilla_domain::session::CREDIT_BYTES;
use flotilla_domain::session::versions::PROTOCOL;
use flotilla_domain::signed::Verified;
use flotilla_wire::sample::CREATED_MS;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;
use tokio::time::timeout;
use tokio_stream::StreamExt;

use super::declined::AGAIN_MS;
use super::*;
use crate::clock::Helm;
use crate::erasures;
use crate::identity::Peer;
use crate::ledger::LedgerConfig;
use crate::ledger::tests::moody::Done;
use crate::ledger::tests::moody::MoodyDisk;
use crate::ledger::tests::moody::flip_first;
use crate::shutdown::Shutdown;

mod clocks;
mod stripped;

const ALICE: usize = 0;
const BOB: usize = 1;

/// Long enough for a busy machine; a test that waits that long has failed.
const DEADLINE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_receipt_signed_while_apart_arrives_when_both_meet_again() {
    let (alice, bob) = (Node::new(ALICE), Node::new(BOB));
    let log = alice.sample.log(ALICE, 2, "a");
    for node in [&alice, &bob] {
        node.append(log.clone()).await;
    }
    bob.replicator.state().await;
    let _session = Meeting::of(&alice, &bob);
    let is_held = || alice.said_by(&bob) == Some(bob.ledger.heads());
    wait(alice.replicator.watch_statements(), is_held).await;
}

#[tokio::test]
async fn a_full_disk_declines_entries_for_a_while_and_ours_go_on_reaching_peers() {
    let (alice, bob) = (Node::new(ALICE), Node::new(BOB));
    alice.append(alice.sample.log(ALICE, 3, "a")).await;
    bob.disk.bytes_left.store(0, Ordering::SeqCst);
    let _session = Meeting::of(&alice, &bob);
    bob.has_tried_to_write().await;
    bob.disk.bytes_left.store(u64::MAX, Ordering::SeqCst);
    bob.append(bob.sample.log(BOB, 1, "b")).await;
    wait(alice.ledger.watch(), || alice.ledger.heads().contains_key(&bob.member())).await;
    assert!(!bob.ledger.heads().contains_key(&alice.member()), "it is too soon to ask again");
    bob.helm.advance(Duration::from_millis(AGAIN_MS));
    wait(bob.ledger.watch(), || bob.ledger.heads() == alice.ledger.heads()).await;
}

#[tokio::test]
async fn a_statement_that_finds_no_room_ends_no_session() {
    let (alice, bob) = (Node::new(ALICE), Node::new(BOB));
    alice.replicator.state().await;
    bob.disk.bytes_left.store(0, Ordering::SeqCst);
    let _session = Meeting::of(&alice, &bob);
    bob.has_tried_to_write().await;
    bob.disk.bytes_left.store(u64::MAX, Ordering::SeqCst);
    bob.append(bob.sample.log(BOB, 1, "b")).await;
    wait(alice.ledger.watch(), || alice.ledger.heads().contains_key(&bob.member())).await;
}

#[tokio::test]
async fn a_damaged_log_of_our_own_comes_back_from_a_peer_in_the_same_session() {
    let (alice, bob) = (Node::new(ALICE), Node::new(BOB));
    let log = alice.sample.log(ALICE, 3, "a");
    for node in [&alice, &bob] {
        node.append(log.clone()).await;
    }
    let _session = Meeting::of(&alice, &bob);
    flip_first(alice.dir.path(), alice.member());
    assert!(alice.ledger.read(alice.member(), 1, usize::MAX).await.unwrap().is_empty());
    wait(alice.ledger.watch(), || alice.ledger.heads() == bob.ledger.heads()).await;
}

#[tokio::test]
async fn what_we_said_of_our_own_log_is_never_taken_back() {
    let alice = Node::new(ALICE);
    let log = alice.sample.log(ALICE, 3, "a");
    alice.append(log.clone()).await;
    alice.replicator.state().await;
    let said = alice.ledger.heads();
    assert_eq!(alice.said_by(&alice), Some(said.clone()));

    flip_first(alice.dir.path(), alice.member());
    let _read = alice.ledger.read(alice.member(), 1, usize::MAX).await;
    assert!(alice.ledger.heads().is_empty());
    alice.replicator.state().await;
    assert_eq!(alice.said_by(&alice), Some(said));

    alice.append([log, alice.sample.log(BOB, 1, "b")].concat()).await;
    alice.replicator.state().await;
    assert_eq!(alice.said_by(&alice), Some(alice.ledger.heads()), "and then it goes on");
}

/// A node, and the disk below it.
struct Node {
    sample: Sample,
    dir: TempDir,
    disk: Arc<MoodyDisk>,
    helm: Helm,
    ledger: Ledger,
    erasures: Erasures,
    replicator: Replicator,
}

/// A session of two nodes; ends when it is dropped.
struct Meeting {
    _shutdown: Shutdown,
}

impl Node {
    fn new(index: usize) -> Self {
        let (sample, dir) = (Sample::new(3), tempfile::tempdir().unwrap());
        let disk = Arc::new(MoodyDisk::new());
        let ledger = disk.ledger(dir.path(), sample.roster(), LedgerConfig::DEFAULT);
        let (clock, helm) = Clock::steered(CREATED_MS);
        let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
        let judge = Arc::new(Judge::new(&minutes, ledger.clone()));
        let held = Held::open(dir.path()).unwrap();
        let signer = Arc::new(Signer::of_sample(&sample, index));
        let erasures = erasures::Parts {
            ledger: ledger.clone(),
            judge: Arc::clone(&judge),
            rosters: minutes.follow(),
            signer: Arc::clone(&signer),
            held: held.clone(),
            clock: clock.clone(),
        };
        let erasures = Erasures::open(dir.path(), erasures);
        let parts = Parts {
            ledger: ledger.clone(),
            erasures: erasures.clone(),
            judge,
            held,
            roster: minutes.follow(),
            minutes,
            signer,
            clock,
            random: |_| 0,
        };
        let (addresses, software) = (Vec::new(), "test".to_owned());
        let config =
            ReplicateConfig { addresses, credit_bytes: CREDIT_BYTES, software, protocol: PROTOCOL };
        let replicator = Replicator::new(parts, config);
        disk.take_done();
        Self { sample, dir, disk, helm, ledger, erasures, replicator }
    }

    fn member(&self) -> MemberId {
        self.replicator.member().unwrap()
    }

    async fn append(&self, entries: Vec<Verified<Entry>>) {
        let _appended = self.ledger.append(entries).await.unwrap();
    }

    /// Returns what `other` says it holds, as far as this node has heard.
    fn said_by(&self, other: &Self) -> Option<Heads> {
        let said = self.ledger.statements();
        let said = said.iter().find(|it| it.value().member == other.member());
        said.map(|it| it.value().heads.clone())
    }

    /// Waits until the disk was asked to write.
    async fn has_tried_to_write(&self) {
        let tried = async {
            while !self.disk.take_done().iter().any(|it| matches!(it, Done::Write(_))) {
                tokio::task::yield_now().await;
            }
        };
        timeout(DEADLINE, tried).await.unwrap();
    }
}

impl Meeting {
    /// Has `one` dial `other`.
    fn of(one: &Node, other: &Node) -> Self {
        let (shutdown, drain) = Shutdown::new();
        let (to_other, from_one) = pipe();
        let (to_one, from_other) = pipe();
        let sides = [
            (one, other, Origin::Dialled, Link { incoming: from_other, outgoing: to_other }),
            (other, one, Origin::Accepted, Link { incoming: from_one, outgoing: to_one }),
        ];
        for (side, peer, origin, link) in sides {
            let peer = Peer::Member(peer.member());
            let (replicator, drain) = (side.replicator.clone(), drain.clone());
            tokio::spawn(async move { replicator.run(peer, origin, link, drain).await });
        }
        Self { _shutdown: shutdown }
    }
}

/// Returns the two ends of one direction of a stream.
fn pipe() -> (Outbox, mpsc::Receiver<Arrival>) {
    let (sender, mut posted) = outbox();
    let (arrivals, receiver) = mpsc::channel(ARRIVALS_WAITING_MAX);
    tokio::spawn(async move {
        while let Some(frame) = posted.next().await {
            if arrivals.send(frame.into()).await.is_err() {
                return;
            }
        }
    });
    (sender, receiver)
}

/// Waits until `is_so`, which may change whenever `changed` does.
async fn wait(mut changed: watch::Receiver<u64>, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            changed.changed().await.unwrap();
        }
    };
    timeout(DEADLINE, wait).await.expect("it comes to pass in time");
}
