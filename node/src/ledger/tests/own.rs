//! Our own log: all or nothing, no fork by our own hand, and how far it has ever reached.

use super::*;

#[tokio::test]
async fn entries_of_our_own_are_taken_all_or_none() {
    let bench = Bench::with_policy(Policy { member_entries_max: 2, ..Policy::DEFAULT });
    let (ledger, _) = bench.open();
    let log = bench.sample.log(ALICE, 3, "a");
    let refused = ledger.extend(log.clone()).await.unwrap_err();
    assert!(matches!(refused, AppendError::OverLimit { .. }));
    assert_eq!(ledger.member_entries(bench.alice()), 0);
    ledger.extend(log[..2].to_vec()).await.unwrap();
    ledger.close().await;
    assert_eq!(bench.open().1.entries, 2);
}

#[tokio::test]
async fn a_second_entry_of_ours_in_a_taken_place_is_refused_and_no_fork() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let (shared, ours, theirs) = bench.forked();
    ledger.extend(shared).await.unwrap();
    // Both wait while the disk is busy, so they are decided together.
    bench.disk.shut(true);
    let busy = tokio::spawn(extend(&ledger, bench.sample.log(BOB, 1, "b")));
    bench.disk.asked_to_sync(bench.disk.syncs.load(Ordering::SeqCst) + 1).await;
    let [first, second] = [ours.clone(), theirs.clone()].map(|log| extend(&ledger, log));
    let waiting = tokio::spawn(async { tokio::join!(first, second) });
    while ledger.commands.max_capacity() - ledger.commands.capacity() < 2 {
        tokio::task::yield_now().await;
    }
    bench.disk.shut(false);
    busy.await.unwrap().unwrap();
    let (first, second) = waiting.await.unwrap();
    first.unwrap();
    assert!(matches!(second, Err(AppendError::Stale { seq: 3 })));
    let third = ledger.extend(theirs).await;
    assert!(matches!(third, Err(AppendError::Stale { seq: 3 })));
    assert!(ledger.forks().is_empty());
    assert_eq!(ledger.heads()[&bench.alice()].link, Some(ours[1].link()));
}

/// Extends the log, for as long as it takes.
fn extend(
    ledger: &Ledger,
    log: Log,
) -> impl Future<Output = Result<(), AppendError>> + Send + use<> {
    let ledger = ledger.clone();
    async move { ledger.extend(log).await }
}
