//! The order in which the disk is asked: what counts is durable, with its name.

use super::moody::Done;
use super::moody::number;
use super::*;

#[tokio::test]
async fn a_new_segment_is_written_then_confirmed_then_its_name_and_the_name_of_its_folder() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    bench.disk.take_done();
    ledger.append(bench.sample.log(ALICE, 1, "a")).await.unwrap();
    let segment = bench.segments(ALICE)[0].clone();
    let folder = segment.parent().unwrap();
    let expected = [
        Done::Write(number(&segment)),
        Done::Sync(number(&segment)),
        Done::SyncDir(folder.to_owned()),
        Done::SyncDir(folder.parent().unwrap().to_owned()),
    ];
    assert_eq!(bench.disk.take_done(), expected);
    let log = bench.sample.log(ALICE, 2, "a");
    ledger.append(log[1..].to_vec()).await.unwrap();
    assert_eq!(bench.disk.take_done(), expected[..2], "its name is durable already");
}

#[tokio::test]
async fn the_folders_of_a_new_ledger_keep_their_names() {
    let bench = Bench::new();
    bench.open().0.close().await;
    assert_eq!(bench.disk.take_done(), [Done::SyncDir(bench.dir.path().to_owned())]);
}

#[tokio::test]
async fn nothing_counts_before_the_disk_has_confirmed_it() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let log = bench.sample.log(ALICE, 1, "a");
    bench.disk.shut(true);
    let (ledger_too, entries) = (ledger.clone(), log.clone());
    let appending = tokio::spawn(async move { ledger_too.append(entries).await });
    bench.disk.asked_to_sync(1).await;
    assert!(ledger.heads().is_empty(), "no head before the bytes");
    assert!(!ledger.contains(log[0].id()).unwrap(), "no index before the bytes");
    assert!(!appending.is_finished(), "no answer before the bytes");
    bench.disk.shut(false);
    assert!(all_new(&appending.await.unwrap().unwrap()));
    assert!(ledger.contains(log[0].id()).unwrap());
}

#[tokio::test]
async fn how_far_our_log_reaches_is_durable_before_it_counts() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let log = bench.sample.log(ALICE, 1, "a");
    bench.disk.take_done();
    ledger.extend(log).await.unwrap();
    let done = bench.disk.take_done();
    let signed = number(&bench.dir.path().join("signed"));
    let root = bench.dir.path().to_owned();
    let expected = [Done::Write(signed), Done::Sync(signed), Done::SyncDir(root)];
    assert_eq!(done[done.len() - 3..], expected, "after the entry itself");
}
