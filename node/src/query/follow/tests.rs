//! Following a ledger, also where its files are damaged, and how its entries stand.

use flotilla_domain::entry::Kind;
use flotilla_domain::id::SnapshotId;
use flotilla_view::EntryState;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;

use super::*;
use crate::ledger::LedgerConfig;
use crate::ledger::fixed;
use crate::ledger::tests::moody::flip_first;
use crate::minutes::Minutes;
use crate::shutdown::Shutdown;

const BOB: usize = 1;

#[tokio::test]
async fn a_log_that_is_damaged_before_it_was_read_is_shown_when_it_is_back() {
    let mut bench = Bench::new();
    let log = bench.sample.log(BOB, 4, "b");
    let _appended = bench.ledger.append(log.clone()).await.unwrap();
    bench.damage();
    bench.caught_up().await;
    assert!(bench.ledger.heads().is_empty());
    let _appended = bench.ledger.append(log).await.unwrap();
    bench.caught_up().await;
    assert_eq!(bench.ledger.heads().len(), 1);
}

#[tokio::test]
async fn a_log_that_is_damaged_after_it_was_shown_goes_back_until_it_is_whole() {
    let mut bench = Bench::new();
    let log = bench.sample.log(BOB, 5, "b");
    let _appended = bench.ledger.append(log[..4].to_vec()).await.unwrap();
    bench.caught_up().await;
    // As after a restart: the rows are there, and the verdict on the next entry needs those before.
    bench.materialiser.judge.forget(bench.bob()).await;
    bench.damage();
    let _appended = bench.ledger.append(log[4..].to_vec()).await.unwrap();
    bench.caught_up().await;
    assert!(bench.ledger.heads().is_empty());
    let _appended = bench.ledger.append(log).await.unwrap();
    bench.caught_up().await;
    assert_eq!(seq(bench.ledger.heads()[&bench.bob()].link), 5);
}

#[tokio::test]
async fn no_verdict_is_given_without_the_entries_before() {
    let bench = Bench::new();
    let log = bench.sample.log(BOB, 4, "b");
    let _appended = bench.ledger.append(log.clone()).await.unwrap();
    bench.damage();
    let refused = bench.materialiser.judge.judge(&log[3], &Outlook::default()).await.unwrap_err();
    let damaged = matches!(refused, JudgeError::Log(ReadError::Damaged { seq: 1, .. }));
    assert!(damaged, "{refused:?}");
}

#[tokio::test]
async fn damage_does_not_end_whoever_follows() {
    let bench = Bench::new();
    let log = bench.sample.log(BOB, 4, "b");
    let _appended = bench.ledger.append(log.clone()).await.unwrap();
    bench.damage();
    let (shutdown, drain) = Shutdown::new();
    let Bench { ledger, reader, materialiser, .. } = bench;
    let following = tokio::spawn(materialiser.run(drain));
    let mut shown = reader.shown.clone();
    shown
        .wait_for(|heads| heads.as_ref().is_some_and(|it| it.heads.is_empty()))
        .await
        .unwrap();
    let _appended = ledger.append(log).await.unwrap();
    let heads = ledger.heads();
    shown
        .wait_for(|it| it.as_ref().map(|it| &it.heads) == Some(&heads))
        .await
        .unwrap();
    shutdown.begin();
    following.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_entry_says_why_it_does_not_count() {
    let mut bench = Bench::new();
    let kept = bench.sample.entry(BOB, None, 1, Payload::opaque(b"hello"));
    let junk = Payload::raw(Kind::Release, vec![7; 40]);
    let junk = bench.sample.entry(BOB, Some(kept.id()), 2, junk);
    let _appended = bench.ledger.append(vec![kept.clone(), junk.clone()]).await.unwrap();
    bench.caught_up().await;
    let standing = bench.reader.standing(kept.id()).await.unwrap().unwrap();
    assert_eq!((standing.state, standing.reasons.len()), (EntryState::Valid, 0));
    let standing = bench.reader.standing(junk.id()).await.unwrap().unwrap();
    assert_eq!(standing.state, EntryState::Quarantined);
    let reasons = standing.reasons.iter().map(|it| (it.invariant, it.text.id()));
    assert_eq!(reasons.collect::<Vec<_>>(), [("I2", "node-reason-malformed")]);
    let refused = bench.reader.judge.refused(bench.bob(), 5).await;
    assert_eq!(refused.iter().map(|it| it.0).collect::<Vec<_>>(), [2]);
    let stranger = bench.sample.entry(BOB, None, 1, Payload::opaque(b"another"));
    assert!(bench.reader.standing(stranger.id()).await.unwrap().is_none());
}

/// A ledger, and a view that follows it.
struct Bench {
    sample: Sample,
    dir: TempDir,
    ledger: Ledger,
    materialiser: Materialiser,
    reader: Reader,
}

impl Bench {
    fn new() -> Self {
        let (sample, dir) = (Sample::new(3), tempfile::tempdir().unwrap());
        let roster = Arc::clone(sample.roster());
        let opened = Ledger::open(dir.path(), fixed(Arc::clone(&roster)), LedgerConfig::DEFAULT);
        let (ledger, _) = opened.unwrap();
        let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
        let state = minutes.minute().state;
        let view = View::open(&dir.path().join("view"), &crate::query::setting(&state)).unwrap();
        let judge = Arc::new(Judge::new(&minutes, ledger.clone()));
        let (materialiser, reader) = super::opened(view, ledger.clone(), judge, minutes.follow());
        Self { sample, dir, ledger, materialiser, reader }
    }

    fn bob(&self) -> MemberId {
        self.sample.member(BOB)
    }

    fn damage(&self) {
        flip_first(self.dir.path(), self.bob());
    }

    /// Follows until nothing has changed meanwhile; then what is shown is what is held.
    async fn caught_up(&mut self) {
        let mut grown = self.ledger.watch();
        loop {
            grown.mark_unchanged();
            self.materialiser.catch_up().await.unwrap();
            if !grown.has_changed().unwrap() {
                break;
            }
        }
        let shown: SnapshotId = self.reader.snapshot().id;
        assert_eq!(shown, self.ledger.snapshot_id());
    }
}
