//! The ledger on real files, with real keys; and a disk that fails when told to.

use std::fs;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use flotilla_domain::entry::Kind;
use flotilla_domain::heads::Head;
use flotilla_domain::policy::Policy;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;

use super::*;
use crate::blame::Blame;

mod agree;
mod damage;
mod full;
mod holes;
mod index;
mod lies;
pub(crate) mod moody;
mod order;
mod own;
mod scene;
mod standing;

use self::moody::MoodyDisk;

type Log = Vec<Verified<Entry>>;

const ALICE: usize = 0;
const BOB: usize = 1;

/// Small, so that a few entries fill several segments.
const CONFIG: LedgerConfig =
    LedgerConfig { cache_bytes: 1 << 20, free_percent_min: 0, segment_bytes_max: 1_000 };

#[tokio::test]
async fn what_was_acknowledged_survives_a_restart() {
    let bench = Bench::new();
    let (ledger, opened) = bench.open();
    assert_eq!(opened, Opened::default());
    let log = bench.sample.log(ALICE, 20, "a");
    assert!(all_new(&ledger.append(log.clone()).await.unwrap()));
    let (heads, name) = (ledger.heads(), ledger.snapshot_id());
    ledger.close().await;

    let (ledger, opened) = bench.open();
    assert_eq!(opened, Opened { entries: 20, ..Opened::default() });
    assert_eq!((ledger.heads(), ledger.snapshot_id()), (heads, name));
    assert_eq!(ids(&bench.read(&ledger, ALICE).await), ids(&log));
    assert_eq!(ledger.entry_by_id(log[4].id()).unwrap(), Some((bench.alice(), 5)));
    assert_eq!(ledger.link_at(bench.alice(), 7).unwrap().unwrap().id, log[6].id());
    assert!(!ledger.contains(bench.sample.log(BOB, 1, "b")[0].id()).unwrap());
}

#[tokio::test]
async fn an_entry_is_held_once_and_in_order() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let log = bench.sample.log(ALICE, 3, "a");
    let outcome = one(ledger.append(vec![log[1].clone()]).await);
    assert!(matches!(outcome, Appended::Gap { expected: 1 }));
    assert!(all_new(&ledger.append(log[..2].to_vec()).await.unwrap()));
    let held = ledger.append(log.clone()).await.unwrap();
    assert!(matches!(held[..], [Appended::AlreadyHeld, Appended::AlreadyHeld, Appended::New]));
    assert_eq!(ledger.member_entries(bench.alice()), 3);
}

#[tokio::test]
async fn a_log_is_divided_into_segments() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    ledger.append(bench.sample.log(ALICE, 20, "a")).await.unwrap();
    let segments = bench.segments(ALICE);
    assert!(segments.len() > 3);
    let bytes = segments.iter().map(|path| fs::metadata(path).unwrap().len());
    assert_eq!(bytes.clone().sum::<u64>(), ledger.member_bytes(bench.alice()));
    assert!(bytes.into_iter().all(|bytes| bytes <= CONFIG.segment_bytes_max));
}

#[tokio::test]
async fn reading_stops_at_the_limit_but_not_before_one_entry() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    ledger.append(bench.sample.log(ALICE, 9, "a")).await.unwrap();
    let read = async |from, max| ledger.read(bench.alice(), from, max).await.unwrap().len();
    assert_eq!(read(1, 0).await, 1);
    assert_eq!(read(1, 700).await, 2);
    assert_eq!(read(3, usize::MAX).await, 7);
    assert_eq!(read(10, usize::MAX).await, 0);
    assert!(ledger.read(bench.bob(), 1, 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_fork_ends_what_counts_and_the_branch_that_came_first_is_followed_on() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let (shared, ours, theirs) = bench.forked();
    ledger.append([shared.clone(), ours.clone()].concat()).await.unwrap();
    let outcome = one(ledger.append(vec![theirs[0].clone()]).await);
    assert!(matches!(outcome, Appended::Fork(proof) if proof.seq() == 3));
    let counted = Head { link: Some(shared[1].link()), forked_seq: Some(3), ..Head::default() };
    let forked_id = Some(ours[0].id());
    let followed = Head { link: Some(ours[1].link()), forked_id, ..counted };
    let stands = |ledger: &Ledger| {
        assert_eq!(ledger.counted().get(&bench.alice()), Some(&counted));
        assert_eq!(ledger.heads().get(&bench.alice()).map(|it| it.stated()), Some(followed));
    };
    stands(&ledger);
    ledger.close().await;

    let (ledger, _) = bench.open();
    stands(&ledger);
    assert_eq!(ledger.forks().len(), 1);
    assert_eq!(bench.read(&ledger, ALICE).await.len(), 4, "the branch goes on to peers");
    assert!(ledger.entry(theirs[0].id()).await.unwrap().is_some(), "the other one is kept, too");
    assert_eq!(ledger.member_entries(bench.alice()), 5);
    let both = ledger.branches(bench.alice());
    assert!(both.contains(&ours[0].id()) && both.contains(&theirs[0].id()));
}

#[tokio::test]
async fn a_proof_that_came_before_the_log_ends_what_counts_too() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let (shared, ours, theirs) = bench.forked();
    let proof = bench.sample.fork_proof(&ours[0], &theirs[0]);
    assert_eq!(ledger.record_fork(proof.clone()).await.unwrap(), Recorded::New);
    assert_eq!(ledger.record_fork(proof).await.unwrap(), Recorded::AlreadyKnown);
    ledger.close().await;
    let (ledger, _) = bench.open();
    assert!(all_new(&ledger.append([shared, ours.clone()].concat()).await.unwrap()));
    assert_eq!(ledger.counted()[&bench.alice()].link.map(|link| link.seq), Some(2));
    assert_eq!(ledger.heads()[&bench.alice()].forked_id, Some(ours[0].id()));
}

#[tokio::test]
async fn the_newest_statement_of_a_node_is_kept() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let say = |counter| bench.sample.statement(BOB, counter, Heads::new());
    assert_eq!(ledger.put_statement(say(5)).await.unwrap(), Recorded::New);
    assert_eq!(ledger.put_statement(say(4)).await.unwrap(), Recorded::AlreadyKnown);
    ledger.close().await;
    let (ledger, _) = bench.open();
    assert_eq!(ledger.statements()[0].value().counter, 5);
    assert_eq!(ledger.next_counter(bench.bob(), 1, 0), 6, "even if the clock is wrong");
    assert_eq!(ledger.next_counter(bench.bob(), 1, 1_000), 1_000);
    assert_eq!(ledger.next_counter(bench.alice(), 1, 1_000), 1_000);
}

#[tokio::test]
async fn who_watches_is_told_of_every_change() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let mut watch = ledger.watch();
    ledger.append(bench.sample.log(ALICE, 2, "a")).await.unwrap();
    watch.changed().await.unwrap();
    watch.mark_unchanged();
    ledger.append(bench.sample.log(ALICE, 2, "a")).await.unwrap();
    assert!(!watch.has_changed().unwrap(), "nothing was new");
}

#[tokio::test]
async fn a_ledger_is_opened_once() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let again = Ledger::open(bench.dir.path(), fixed(Arc::clone(bench.sample.roster())), CONFIG);
    let refused = again.unwrap_err();
    assert!(matches!(refused, OpenLedgerError::InUse { .. }));
    assert_eq!(refused.blame(), Blame::Caller);
    ledger.close().await;
    bench.open().0.close().await;
}

#[tokio::test]
async fn a_closed_ledger_says_so() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let other = ledger.clone();
    ledger.close().await;
    let refused = other.append(bench.sample.log(ALICE, 1, "a")).await.unwrap_err();
    assert!(matches!(refused, AppendError::Closed));
}

/// A coalition of two, and a directory.
struct Bench {
    sample: Sample,
    dir: TempDir,
    disk: Arc<MoodyDisk>,
}

impl Bench {
    fn new() -> Self {
        Self::with_policy(Policy::DEFAULT)
    }

    fn with_policy(policy: Policy) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { sample: Sample::with_policy(2, policy), dir, disk: Arc::new(MoodyDisk::new()) }
    }

    fn open(&self) -> (Ledger, Opened) {
        self.open_in(self.dir.path())
    }

    fn open_in(&self, dir: &Path) -> (Ledger, Opened) {
        let disk: Arc<dyn Disk> = self.disk.clone();
        Ledger::open_on(dir, fixed(Arc::clone(self.sample.roster())), CONFIG, disk).unwrap()
    }

    fn alice(&self) -> MemberId {
        self.sample.member(ALICE)
    }

    fn bob(&self) -> MemberId {
        self.sample.member(BOB)
    }

    async fn read(&self, ledger: &Ledger, member: usize) -> Vec<Verified<Entry>> {
        ledger.read(self.sample.member(member), 1, usize::MAX).await.unwrap()
    }

    /// Two entries of Alice, then two that follow them, and two others that follow them.
    fn forked(&self) -> (Log, Log, Log) {
        let shared = self.sample.log(ALICE, 2, "shared");
        let branch = |name: &str| {
            let entry = |prev: &Verified<Entry>, seq| {
                let payload = Payload::raw(Kind::Unknown(99), format!("{name:>16} {seq}").into());
                self.sample.entry(ALICE, Some(prev.id()), seq, payload)
            };
            let third = entry(&shared[1], 3);
            let fourth = entry(&third, 4);
            vec![third, fourth]
        };
        (shared.clone(), branch("ours"), branch("theirs"))
    }

    fn segments(&self, member: usize) -> Vec<PathBuf> {
        let dir = self.dir.path().join("log").join(self.sample.member(member).to_string());
        let mut paths: Vec<PathBuf> =
            fs::read_dir(dir).unwrap().map(|item| item.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|it| it == "seg"));
        paths.sort();
        paths
    }
}

fn one(outcomes: Result<Vec<Appended>, AppendError>) -> Appended {
    let [outcome] = <[Appended; 1]>::try_from(outcomes.unwrap()).unwrap();
    outcome
}

fn all_new(outcomes: &[Appended]) -> bool {
    outcomes.iter().all(|outcome| matches!(outcome, Appended::New))
}

fn ids(entries: &[Verified<Entry>]) -> Vec<EntryId> {
    entries.iter().map(Verified::<Entry>::id).collect()
}
