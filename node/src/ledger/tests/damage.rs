//! What is torn, flipped, deleted or put there by a stranger.

use super::*;

#[tokio::test]
async fn a_torn_tail_is_cut_off_and_the_entry_can_come_again() {
    let bench = Bench::new();
    let log = bench.filled(3).await;
    let last = bench.segments(ALICE).pop().unwrap();
    let length = fs::metadata(&last).unwrap().len();
    truncate(&last, length - 5);

    let (ledger, opened) = bench.open();
    assert_eq!((opened.entries, opened.damaged), (2, 0));
    assert!(opened.torn_bytes > 0);
    assert_eq!(ledger.heads()[&bench.alice()].link.unwrap().seq, 2);
    assert!(all_new(&ledger.append(log[2..].to_vec()).await.unwrap()));
    assert_eq!(ids(&bench.read(&ledger, ALICE).await), ids(&log));
    ledger.close().await;
    assert_eq!(bench.open().1, Opened { entries: 3, ..Opened::default() });
}

#[tokio::test]
async fn a_flipped_bit_is_found_by_whoever_reads_and_healed_by_appending_again() {
    let bench = Bench::new();
    let log = bench.filled(12).await;
    let (ledger, opened) = bench.open();
    assert_eq!(opened.damaged, 0, "an index that is whole is believed");
    bench.flip_entry(5, 12);

    let sound = bench.read(&ledger, ALICE).await;
    assert_eq!(ids(&sound), ids(&log[..4]), "what comes before the damage is served");
    assert_eq!(ledger.heads()[&bench.alice()].link.unwrap().seq, 4);
    assert_eq!(ledger.entry_by_id(log[4].id()).unwrap(), None);
    assert_eq!(ledger.entry_by_id(log[11].id()).unwrap(), None);
    assert!(all_new(&ledger.append(log[4..].to_vec()).await.unwrap()));
    assert_eq!(ids(&bench.read(&ledger, ALICE).await), ids(&log));
    ledger.close().await;
    assert_eq!(bench.open().1, Opened { entries: 12, ..Opened::default() });
}

#[tokio::test]
async fn whoever_reads_on_where_a_log_is_damaged_is_given_what_is_left() {
    let bench = Bench::new();
    bench.filled(12).await;
    let (ledger, _) = bench.open();
    bench.flip_entry(5, 12);
    assert!(ledger.read(bench.alice(), 5, usize::MAX).await.unwrap().is_empty());
    assert_eq!(ledger.heads()[&bench.alice()].link.unwrap().seq, 4);
    bench.flip_entry(1, 4);
    assert!(ledger.read(bench.alice(), 1, usize::MAX).await.unwrap().is_empty());
    assert!(ledger.heads().is_empty());
}

#[tokio::test]
async fn whoever_asks_for_a_damaged_entry_is_told() {
    let bench = Bench::new();
    let log = bench.filled(3).await;
    let (ledger, _) = bench.open();
    bench.flip_entry(1, 3);
    let refused = ledger.entry(log[0].id()).await.unwrap_err();
    assert!(matches!(refused, ReadError::Damaged { seq: 1, .. }));
    assert_eq!(refused.blame(), Blame::Weather);
    assert!(ledger.heads().is_empty());
}

#[tokio::test]
async fn a_flipped_bit_is_found_when_the_index_is_made_again() {
    let bench = Bench::new();
    let log = bench.filled(12).await;
    let bobs = bench.sample.log(BOB, 4, "b");
    let (ledger, _) = bench.open();
    ledger.append(bobs.clone()).await.unwrap();
    ledger.close().await;
    bench.flip_entry(5, 12);
    fs::remove_dir_all(bench.dir.path().join("index")).unwrap();

    let (ledger, opened) = bench.open();
    assert!(opened.index_rebuilt && opened.damaged > 0);
    assert_eq!(opened.entries, 4 + 4, "the log of another member is not touched");
    assert_eq!(ids(&bench.read(&ledger, BOB).await), ids(&bobs));
    assert!(all_new(&ledger.append(log[4..].to_vec()).await.unwrap()));
}

#[tokio::test]
async fn what_is_damaged_is_not_deleted() {
    let bench = Bench::new();
    bench.filled(12).await;
    let all_bytes = bench.bytes_on_disk();
    let (ledger, _) = bench.open();
    bench.flip_entry(5, 12);
    bench.read(&ledger, ALICE).await;
    assert_eq!(bench.bytes_on_disk(), all_bytes);
}

#[tokio::test]
async fn a_fork_next_to_a_damaged_entry_has_it_healed_first() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let (shared, ours, theirs) = bench.forked();
    ledger.append([shared, ours.clone()].concat()).await.unwrap();
    bench.flip_entry(3, 4);
    let refused = ledger.append(vec![theirs[0].clone()]).await.unwrap_err();
    assert!(matches!(refused, AppendError::Damaged { seq: 3, .. }));
    assert!(all_new(&ledger.append(theirs).await.unwrap()));
    let outcome = one(ledger.append(vec![ours[0].clone()]).await);
    assert!(matches!(outcome, Appended::Fork(_)));
}

#[tokio::test]
async fn a_missing_segment_ends_the_log_before_it() {
    let bench = Bench::new();
    let log = bench.filled(12).await;
    let second = bench.segments(ALICE)[1].clone();
    let first = second.file_stem().unwrap().to_str().unwrap().parse::<u64>().unwrap();
    fs::remove_file(second).unwrap();
    fs::remove_dir_all(bench.dir.path().join("index")).unwrap();
    let (ledger, opened) = bench.open();
    assert_eq!(opened.entries, first - 1);
    assert!(opened.damaged > 0);
    let rest = log.into_iter().skip(usize::try_from(opened.entries).unwrap()).collect();
    assert!(all_new(&ledger.append(rest).await.unwrap()));
}

#[tokio::test]
async fn a_log_that_is_gone_is_fetched_again() {
    let bench = Bench::new();
    let log = bench.filled(3).await;
    fs::remove_dir_all(bench.segments(ALICE)[0].parent().unwrap()).unwrap();
    let (ledger, opened) = bench.open();
    assert_eq!(opened.entries, 0);
    assert!(all_new(&ledger.append(log).await.unwrap()));
}

#[tokio::test]
async fn damaged_proofs_are_learned_again() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let (_, ours, theirs) = bench.forked();
    let proof = bench.sample.fork_proof(&ours[0], &theirs[0]);
    let _recorded = ledger.record_fork(proof.clone()).await.unwrap();
    ledger.close().await;
    flip(&bench.dir.path().join("log/forks.seg"), 40);
    let (ledger, opened) = bench.open();
    assert_eq!((opened.damaged, ledger.forks().len()), (1, 0));
    assert_eq!(ledger.record_fork(proof).await.unwrap(), Recorded::New);
    ledger.close().await;
    assert_eq!(bench.open().0.forks().len(), 1);
}

#[tokio::test]
async fn strangers_files_are_left_alone() {
    let bench = Bench::new();
    bench.filled(3).await;
    let member = bench.segments(ALICE)[0].parent().unwrap().to_owned();
    let log = bench.dir.path().join("log");
    let strangers = [
        log.join("README"),
        log.join("ff".repeat(32)),
        member.join("00000000000000000000.seg"),
        member.join("2.seg"),
        member.join("notes.txt"),
        bench.dir.path().join("statements/garbage"),
    ];
    for path in &strangers {
        fs::write(path, b"garbage").unwrap();
    }
    let (ledger, opened) = bench.open();
    assert_eq!(opened, Opened { entries: 3, ..Opened::default() });
    assert_eq!(bench.read(&ledger, ALICE).await.len(), 3);
    assert!(strangers.iter().all(|path| fs::read(path).unwrap() == b"garbage"));
}

#[tokio::test]
async fn an_entry_that_is_sound_but_of_another_log_is_not_taken() {
    let bench = Bench::new();
    bench.filled(2).await;
    let (ledger, _) = bench.open();
    ledger.append(bench.sample.log(BOB, 2, "b")).await.unwrap();
    ledger.close().await;
    fs::copy(&bench.segments(BOB)[0], &bench.segments(ALICE)[0]).unwrap();
    let (ledger, opened) = bench.open();
    assert_eq!((opened.entries, opened.damaged), (2, 1));
    assert!(!ledger.heads().contains_key(&bench.alice()));
}

impl Bench {
    /// Appends `entries` of Alice, and closes the ledger in good order.
    async fn filled(&self, entries: u64) -> Log {
        let log = self.sample.log(ALICE, entries, "a");
        let (ledger, _) = self.open();
        ledger.append(log.clone()).await.unwrap();
        ledger.close().await;
        log
    }

    /// Flips a bit in the middle of an entry of Alice, whose log has `entries`.
    fn flip_entry(&self, seq: u64, entries: u64) {
        let firsts: Vec<u64> = self
            .segments(ALICE)
            .iter()
            .map(|path| path.file_stem().unwrap().to_str().unwrap().parse().unwrap())
            .collect();
        let at = firsts.iter().rposition(|first| *first <= seq).unwrap();
        let next = firsts.get(at + 1).copied().unwrap_or(entries + 1);
        let path = &self.segments(ALICE)[at];
        let bytes = fs::metadata(path).unwrap().len();
        // The entries of a test are about equally long.
        let frame = bytes / (next - firsts[at]);
        flip(path, frame * (seq - firsts[at]) + frame / 2);
    }

    fn bytes_on_disk(&self) -> u64 {
        let dir = self.segments(ALICE)[0].parent().unwrap().to_owned();
        fs::read_dir(dir)
            .unwrap()
            .map(|item| item.unwrap().metadata().unwrap().len())
            .sum()
    }
}

fn flip(path: &Path, offset: u64) {
    let mut bytes = fs::read(path).unwrap();
    bytes[usize::try_from(offset).unwrap()] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn truncate(path: &Path, length: u64) {
    File::options().write(true).open(path).unwrap().set_len(length).unwrap();
}
