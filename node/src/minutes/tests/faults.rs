//! What becomes of the minute book when the disk lies, is full, loses an end or flips a bit.

use std::fs;
use std::sync::atomic::Ordering;

use flotilla_domain::governance::GovEntry;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::Hash;
use flotilla_domain::policy::Policy;
use flotilla_domain::signed::Received;
use tempfile::TempDir;

use super::*;
use crate::disk::moody::MoodyDisk;

#[test]
fn a_book_that_ends_anywhere_is_opened_and_learns_again_what_it_lost() {
    let bench = Bench::new();
    assert_eq!(bench.open().learn(admission(&bench.sample)).unwrap().held, 3);
    let whole = fs::read(bench.path()).unwrap();
    for end in 0..=whole.len() {
        fs::write(bench.path(), &whole[..end]).unwrap();
        let minutes = bench.open();
        let missing = 3 - minutes.minute().governed.register.names().count();
        assert_eq!(minutes.learn(admission(&bench.sample)).unwrap().held, missing, "cut at {end}");
        drop(minutes);
        assert_eq!(bench.open().follow().borrow().len(), 4, "cut at {end}");
    }
}

#[test]
fn a_bit_that_flips_anywhere_costs_one_object_and_that_is_learned_again() {
    let bench = Bench::new();
    assert_eq!(bench.open().learn(admission(&bench.sample)).unwrap().held, 3);
    let whole = fs::read(bench.path()).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(bench.path(), bytes).unwrap();
        let minutes = bench.open();
        assert_eq!(minutes.minute().governed.register.names().count(), 2, "flipped at {at}");
        assert_eq!(
            minutes.follow().borrow().len(),
            3,
            "what is certified by nobody does not count"
        );
        assert_eq!(minutes.learn(admission(&bench.sample)).unwrap().held, 1, "flipped at {at}");
        drop(minutes);
        assert_eq!(bench.open().follow().borrow().len(), 4, "flipped at {at}");
    }
}

#[tokio::test]
async fn a_disk_that_does_not_sync_closes_the_book_and_tells_the_app() {
    let bench = Bench::new();
    let minutes = bench.open();
    let mut objects = admission(&bench.sample);
    let last = objects.split_off(2);
    assert_eq!(minutes.learn(objects).unwrap().held, 2);
    bench.disk.sync_fails.store(true, Ordering::SeqCst);
    let refused = minutes.learn(last.clone()).unwrap_err();
    assert!(matches!(refused, LearnError::Unconfirmed));
    minutes.poisoned().await;
    assert_eq!(minutes.follow().borrow().len(), 3, "what is not durable does not count");
    bench.disk.sync_fails.store(false, Ordering::SeqCst);
    let refused = minutes.learn(last.clone()).unwrap_err();
    assert!(matches!(refused, LearnError::Unconfirmed), "a disk is not believed again");
    drop(minutes);
    let minutes = bench.open();
    let _learnt = minutes.learn(last).unwrap();
    assert_eq!(minutes.follow().borrow().len(), 4);
}

#[test]
fn a_full_disk_takes_nothing_half_and_everything_later() {
    let bench = Bench::new();
    let minutes = bench.open();
    bench.disk.bytes_left.store(100, Ordering::SeqCst);
    let refused = minutes.learn(admission(&bench.sample)).unwrap_err();
    assert!(matches!(refused, LearnError::Write(_)));
    assert!(fs::read(bench.path()).unwrap().is_empty());
    assert_eq!(minutes.minute().governed.register, Register::default());
    bench.disk.bytes_left.store(u64::MAX, Ordering::SeqCst);
    assert_eq!(minutes.learn(admission(&bench.sample)).unwrap().held, 3);
    drop(minutes);
    assert_eq!(bench.open().follow().borrow().len(), 4);
}

#[test]
fn what_was_final_stays_after_a_restart_whatever_is_certified_later() {
    let bench = Bench::new();
    let (first, second) = (branch(&bench.sample, 0, 3), branch(&bench.sample, 1, 5));
    let [ours, theirs] = [&first, &second].map(|branch| tip(&bench.sample, branch));
    let minutes = bench.open();
    let _learnt = minutes
        .learn(first.iter().flat_map(|it| decided(&bench.sample, it)).collect())
        .unwrap();
    assert_eq!(stage(&minutes), (3, ours));
    drop(minutes);

    let minutes = bench.open();
    assert_eq!(minutes.minute().state.pins().keys().copied().collect::<Vec<_>>(), [1]);
    let later = || second.iter().flat_map(|it| decided(&bench.sample, it)).collect();
    let _learnt = minutes.learn(later()).unwrap();
    assert_eq!(stage(&minutes), (3, ours), "the longer branch came too late");
    drop(minutes);
    assert_eq!(stage(&bench.open()), (3, ours), "and does so after every start");

    let newcomer = Bench::new();
    let minutes = newcomer.open();
    let all = first.iter().flat_map(|it| decided(&bench.sample, it)).chain(later());
    let _learnt = minutes.learn(all.collect()).unwrap();
    assert_eq!(stage(&minutes), (5, theirs), "who promised nothing follows the longer one");
}

#[test]
fn a_pin_that_is_damaged_is_made_again() {
    let bench = Bench::new();
    let all: Vec<Object> = branch(&bench.sample, 0, 4)
        .iter()
        .flat_map(|it| decided(&bench.sample, it))
        .collect();
    let minutes = bench.open();
    let (most, last) = all.split_at(all.len() - 1);
    let _learnt = minutes.learn(most.to_vec()).unwrap();
    drop(minutes);
    let mut bytes = fs::read(bench.path()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(bench.path(), bytes).unwrap();
    let minutes = bench.open();
    assert!(minutes.minute().state.pins().is_empty());
    assert_eq!(minutes.learn(last.to_vec()).unwrap().held, 1);
    drop(minutes);
    assert_eq!(bench.open().minute().state.pins().len(), 2);
}

/// A book on a disk that fails when told to.
struct Bench {
    dir: TempDir,
    sample: Sample,
    disk: Arc<MoodyDisk>,
}

impl Bench {
    fn new() -> Self {
        Self { dir: tempdir().unwrap(), sample: Sample::new(3), disk: Arc::new(MoodyDisk::new()) }
    }

    fn open(&self) -> Minutes {
        let disk: Arc<dyn Disk> = self.disk.clone();
        Minutes::open_on(self.dir.path(), self.sample.founded(), disk).unwrap()
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("governance/objects.seg")
    }
}

/// Returns decisions after each other that one member proposed.
fn branch(sample: &Sample, proposer: usize, length: u32) -> Vec<Received<GovEntry>> {
    let coalition = sample.roster().coalition();
    let mut after: (u64, Hash) = sample.roster().governance_head();
    let mut entries = Vec::new();
    for version in (2..).take(usize::try_from(length).unwrap()) {
        let policy = Policy { version, ..Policy::DEFAULT };
        let entry = sample.proposal_after(after, proposer, vec![Action::SetPolicy(policy)]);
        after = (after.0 + 1, entry.id(coalition).0);
        entries.push(entry);
    }
    entries
}

fn tip(sample: &Sample, branch: &[Received<GovEntry>]) -> GovernanceId {
    branch.last().unwrap().id(sample.roster().coalition())
}

/// Returns an entry with the votes that certify it.
fn decided(sample: &Sample, entry: &Received<GovEntry>) -> Vec<Object> {
    let votes = [0, 1].map(|index| Object::Vote(sample.approval(index, entry)));
    [Object::Governance(Box::new(entry.clone()))].into_iter().chain(votes).collect()
}

fn stage(minutes: &Minutes) -> (u64, GovernanceId) {
    let state = minutes.minute().state;
    (state.stage().height, state.stage().id)
}
