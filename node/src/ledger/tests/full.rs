//! Full disks, limits, disks that do not sync, and how often they are asked to.

use super::*;

#[tokio::test]
async fn calls_that_wait_together_share_a_sync() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let log = bench.sample.log(ALICE, 51, "a");
    bench.disk.shut(true);
    let mut calls = Vec::new();
    for (count, entry) in log.clone().into_iter().enumerate() {
        let ledger_too = ledger.clone();
        calls.push(tokio::spawn(async move { ledger_too.append(vec![entry]).await.unwrap() }));
        // The first call keeps the writer busy until its sync ends; only then do others wait.
        if count == 0 {
            bench.disk.asked_to_sync(1).await;
        }
    }
    while waiting(&ledger) < 50 {
        tokio::task::yield_now().await;
    }
    bench.disk.shut(false);
    for call in calls {
        assert!(all_new(&call.await.unwrap()));
    }
    let syncs = bench.disk.syncs.load(Ordering::SeqCst);
    let segments = frame::long(bench.segments(ALICE).len());
    assert!(syncs <= segments + 1, "{syncs} syncs of {segments} segments for 51 calls");
    assert_eq!(ids(&bench.read(&ledger, ALICE).await), ids(&log));
}

#[tokio::test]
async fn a_full_disk_leaves_no_half_entry() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let log = bench.sample.log(ALICE, 12, "a");
    ledger.append(log[..2].to_vec()).await.unwrap();
    // Room for a few entries and a half: the failure is in the third segment that is touched.
    for room in [1, 100, 900, 1_500, 2_300] {
        bench.disk.bytes_left.store(room, Ordering::SeqCst);
        let refused = ledger.append(log[2..].to_vec()).await.unwrap_err();
        assert!(matches!(refused, AppendError::DiskFull));
        assert_eq!(refused.blame(), Blame::Weather);
        assert_eq!(ledger.heads()[&bench.alice()].link.unwrap().seq, 2);
        assert_eq!(bench.read(&ledger, ALICE).await.len(), 2, "serving goes on");
        assert_eq!(bench.segments(ALICE).len(), 1);
        let bytes = fs::metadata(&bench.segments(ALICE)[0]).unwrap().len();
        assert_eq!(bytes, ledger.member_bytes(bench.alice()), "nothing is left behind");
    }
    bench.disk.bytes_left.store(u64::MAX, Ordering::SeqCst);
    assert!(all_new(&ledger.append(log[2..].to_vec()).await.unwrap()));
    ledger.close().await;
    assert_eq!(bench.open().1, Opened { entries: 12, ..Opened::default() });
}

#[tokio::test]
async fn ingest_stops_before_the_disk_is_full() {
    let bench = Bench::new();
    let config = LedgerConfig { free_percent_min: 5, ..CONFIG };
    let disk: Arc<dyn Disk> = bench.disk.clone();
    let roster = fixed(Arc::clone(bench.sample.roster()));
    let (ledger, _) = Ledger::open_on(bench.dir.path(), roster, config, disk).unwrap();
    let log = bench.sample.log(ALICE, 2, "a");
    ledger.append(log[..1].to_vec()).await.unwrap();
    bench.disk.free_percent.store(4, Ordering::SeqCst);
    let refused = ledger.append(log[1..].to_vec()).await.unwrap_err();
    assert!(matches!(refused, AppendError::DiskFull));
    let held = one(ledger.append(log[..1].to_vec()).await);
    assert!(matches!(held, Appended::AlreadyHeld), "what needs no room is answered");
    bench.disk.free_percent.store(5, Ordering::SeqCst);
    assert!(all_new(&ledger.append(log[1..].to_vec()).await.unwrap()));
}

#[tokio::test]
async fn a_disk_that_does_not_sync_poisons_the_ledger() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let log = bench.sample.log(ALICE, 3, "a");
    ledger.append(log[..1].to_vec()).await.unwrap();
    bench.disk.sync_fails.store(true, Ordering::SeqCst);
    let refused = ledger.append(log[1..2].to_vec()).await.unwrap_err();
    assert!(matches!(refused, AppendError::Poisoned));
    assert_eq!(refused.blame(), Blame::Us);
    ledger.poisoned().await;
    bench.disk.sync_fails.store(false, Ordering::SeqCst);
    let refused = ledger.append(log[1..2].to_vec()).await.unwrap_err();
    assert!(matches!(refused, AppendError::Poisoned), "a disk is not believed again");
    assert_eq!(ledger.heads()[&bench.alice()].link.unwrap().seq, 1);
    ledger.close().await;
    let index = bench.dir.path().join("index");
    // Threads of sled may outlive it for a moment, and keep its file locked.
    File::open(index.join("db")).unwrap().lock().unwrap();
    let index = sled::open(index).unwrap();
    assert!(!index.contains_key(b"c").unwrap(), "an index of doubt is looked through");
    drop(index);

    let (ledger, _) = bench.open();
    let rest = ledger.append(log[1..].to_vec()).await.unwrap();
    assert!(matches!(rest[..], [Appended::AlreadyHeld | Appended::New, Appended::New]));
}

#[tokio::test]
async fn a_member_cannot_fill_the_disk_of_others() {
    for policy in [
        Policy { member_entries_max: 2, ..Policy::DEFAULT },
        Policy { member_bytes_max: 600, ..Policy::DEFAULT },
    ] {
        let bench = Bench::with_policy(policy);
        let (ledger, _) = bench.open();
        let log = bench.sample.log(ALICE, 3, "a");
        ledger.append(log[..2].to_vec()).await.unwrap();
        let refused = ledger.append(log[2..].to_vec()).await.unwrap_err();
        assert!(matches!(refused, AppendError::OverLimit { .. }));
        assert_eq!(refused.blame(), Blame::Caller);
        assert!(all_new(&ledger.append(bench.sample.log(BOB, 1, "b")).await.unwrap()));
    }
}

/// Returns how many calls wait for the writer.
fn waiting(ledger: &Ledger) -> usize {
    ledger.commands.max_capacity() - ledger.commands.capacity()
}
