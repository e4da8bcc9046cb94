//! Our own log: all or nothing, no fork by our own hand, and how far it has ever reached.

use super::moody::flip_first;
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

#[tokio::test]
async fn a_damaged_log_of_ours_is_known_to_have_been_longer_until_it_is_back() {
    let bench = Bench::new();
    let log = bench.sample.log(ALICE, 3, "a");
    let (ledger, _) = bench.open();
    ledger.extend(log.clone()).await.unwrap();
    assert_eq!(ledger.claim_beyond(bench.alice()), None);
    ledger.close().await;
    flip_first(bench.dir.path(), bench.alice());
    fs::remove_dir_all(bench.dir.path().join("index")).unwrap();

    let (ledger, opened) = bench.open();
    assert!(opened.damaged > 0 && opened.entries == 0);
    let own = Claim { by: bench.alice(), link: log[2].link() };
    assert_eq!(ledger.claim_beyond(bench.alice()), Some(own));
    ledger.append(log[..2].to_vec()).await.unwrap();
    assert_eq!(ledger.claim_beyond(bench.alice()), Some(own));
    ledger.append(log[2..].to_vec()).await.unwrap();
    assert_eq!(ledger.claim_beyond(bench.alice()), None);
}

#[tokio::test]
async fn what_others_hold_of_our_log_counts_after_what_we_said() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let (shared, ours, theirs) = bench.forked();
    ledger.append([shared, ours.clone()].concat()).await.unwrap();
    let say = async |member, counter, entry: &Verified<Entry>| {
        let head = Head { link: Some(entry.link()), ..Head::default() };
        let heads = Heads::from([(bench.alice(), head)]);
        let said = bench.sample.statement(member, counter, heads);
        let _recorded = ledger.put_statement(said).await.unwrap();
        ledger.claim_beyond(bench.alice())
    };
    assert_eq!(say(BOB, 1, &ours[0]).await, None);
    let others = Claim { by: bench.bob(), link: theirs[0].link() };
    assert_eq!(say(BOB, 2, &theirs[0]).await, Some(others), "another entry in a place of ours");
    let own = Claim { by: bench.alice(), link: theirs[1].link() };
    assert_eq!(say(ALICE, 1, &theirs[1]).await, Some(own));
}

#[tokio::test]
async fn a_damaged_note_of_how_far_we_reached_is_ignored() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    ledger.extend(bench.sample.log(ALICE, 2, "a")).await.unwrap();
    ledger.close().await;
    let path = bench.dir.path().join("signed");
    let sound = fs::read(&path).unwrap();
    for length in 0..sound.len() {
        fs::write(&path, &sound[..length]).unwrap();
        let (ledger, opened) = bench.open();
        assert_eq!(opened.entries, 2);
        ledger.close().await;
    }
}

/// Extends the log, for as long as it takes.
fn extend(
    ledger: &Ledger,
    log: Log,
) -> impl Future<Output = Result<(), AppendError>> + Send + use<> {
    let ledger = ledger.clone();
    async move { ledger.extend(log).await }
}
