//! Publishing, on a real ledger whose disk is slow or whose log is damaged.

use std::task::Poll;

use flotilla_domain::entry::Entry;
use flotilla_domain::heads::Head;
use flotilla_domain::signed::Verified;
use flotilla_wire::sample::CREATED_MS;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;
use crate::blame::Blame;
use crate::clock::Helm;
use crate::ledger::LedgerConfig;
use crate::ledger::tests::moody::MoodyDisk;
use crate::ledger::tests::moody::flip_first;
use crate::minutes::Minutes;

mod pooled;
mod texts;

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;

/// The first of January 2036, when clocks of 32 bits are about to overflow.
const IN_2036_MS: i64 = 2_082_758_400_000;

#[tokio::test]
async fn a_commit_that_nobody_waits_for_keeps_its_turn() {
    let desk = Desk::new();
    let first = desk.prepare(1).await.unwrap();
    desk.disk.shut(true);
    begun(desk.publisher.commit(first)).await;
    desk.disk.asked_to_sync(1).await;
    assert!(desk.publisher.turn.try_lock().is_err(), "until the disk has answered");
    // Whoever asked for the first has gone away, and tries again.
    let second = desk.prepare(2).await.unwrap();
    let publisher = Arc::clone(&desk.publisher);
    let mut second = Box::pin(async move { publisher.commit(second).await });
    begun(&mut second).await;
    desk.disk.shut(false);
    let refused = second.await.unwrap_err();
    assert!(matches!(refused, PublishError::Stale), "{refused:?}");
    assert!(desk.ledger.forks().is_empty());
    let third = desk.prepare(3).await.unwrap();
    assert_eq!(desk.publisher.commit(third).await.unwrap().seq, 2);
}

#[tokio::test]
async fn nothing_is_signed_while_somebody_has_seen_more_of_our_log() {
    let desk = Desk::new();
    let log = desk.sample.log(ALICE, 3, "a");
    let _appended = desk.ledger.append(log[..2].to_vec()).await.unwrap();
    let preview = desk.prepare(1).await.unwrap();
    desk.bob_says_he_holds(&log[2], 1).await;
    let refused = desk.publisher.commit(preview).await.unwrap_err();
    assert!(matches!(refused, PublishError::Blocked(Blocked::CatchingUp)), "{refused:?}");
    assert_eq!(refused.blame(), Blame::Weather);
    assert!(matches!(desk.prepare(2).await, Err(PublishError::Blocked(Blocked::CatchingUp))));
    let _appended = desk.ledger.append(log[2..].to_vec()).await.unwrap();
    desk.publisher.ready().unwrap();
    let preview = desk.prepare(2).await.unwrap();
    assert_eq!(desk.publisher.commit(preview).await.unwrap().seq, 4);
}

#[tokio::test]
async fn nothing_is_signed_while_our_log_is_another_one_elsewhere() {
    let desk = Desk::new();
    let (ours, theirs) = (desk.sample.log(ALICE, 2, "ours"), desk.sample.log(ALICE, 1, "theirs"));
    let _appended = desk.ledger.append(ours).await.unwrap();
    desk.publisher.ready().unwrap();
    desk.bob_says_he_holds(&theirs[0], 1).await;
    assert!(matches!(desk.publisher.ready(), Err(Blocked::CatchingUp)));
}

#[tokio::test]
async fn a_damaged_log_of_our_own_is_fetched_back_before_anything_is_signed() {
    let desk = Desk::new();
    for number in 1..=2 {
        let preview = desk.prepare(number).await.unwrap();
        desk.publisher.commit(preview).await.unwrap();
    }
    let held = desk.ledger.read(desk.member(), 1, usize::MAX).await.unwrap();
    let desk = desk.restarted_after(flip_first).await;
    // Nobody has said anything: what we signed is known from our own note, and damage when it is read.
    for _ in 0..2 {
        let refused = desk.prepare(3).await.unwrap_err();
        assert!(matches!(refused, PublishError::Blocked(Blocked::CatchingUp)), "{refused:?}");
    }
    let _appended = desk.ledger.append(held).await.unwrap();
    desk.publisher.ready().unwrap();
}

#[tokio::test]
async fn damage_between_preview_and_consent_is_no_fork() {
    let desk = Desk::new();
    for number in 1..=2 {
        let preview = desk.prepare(number).await.unwrap();
        desk.publisher.commit(preview).await.unwrap();
    }
    let preview = desk.prepare(3).await.unwrap();
    flip_first(desk.dir.path(), desk.member());
    let _read = desk.ledger.read(desk.member(), 1, usize::MAX).await;
    let refused = desk.publisher.commit(preview).await.unwrap_err();
    assert!(matches!(refused, PublishError::Blocked(Blocked::CatchingUp)), "{refused:?}");
}

#[tokio::test]
async fn only_the_current_key_of_a_member_publishes() {
    let sample = Sample::new(3);
    let roster = watch::channel(Arc::clone(sample.roster())).1;
    let signer =
        |handle: &str| Signer::new(&Zeroizing::new([99; 32]), handle.to_owned(), roster.clone());
    for (handle, expected) in [("alice", Blocked::KeyReplaced), ("mallory", Blocked::NoMember)] {
        let desk = Desk::with_signer(tempfile::tempdir().unwrap(), signer(handle));
        assert_eq!(desk.publisher.ready(), Err(expected));
        let refused = desk.prepare(1).await.unwrap_err();
        assert!(matches!(refused, PublishError::Blocked(reason) if reason == expected));
    }
}

#[tokio::test]
async fn nothing_is_published_on_a_branch_that_others_chose_before_a_cut_settles_it() {
    let desk = Desk::new();
    let [ours, theirs] = ["ours", "theirs"].map(|branch| desk.sample.log(ALICE, 2, branch));
    for branch in [&ours, &theirs] {
        let _appended = desk.ledger.append(branch.clone()).await.unwrap();
    }
    let head = Head {
        link: Some(ours[1].link()),
        forked_seq: Some(1),
        forked_id: Some(ours[0].id()),
        ..Head::default()
    };
    for other in [BOB, CAROL] {
        let said = desk.sample.statement(other, 1, Heads::from([(desk.member(), head)]));
        let _recorded = desk.ledger.put_statement(said).await.unwrap();
    }
    let counted = desk.ledger.counted()[&desk.member()];
    assert_eq!((counted.link, counted.forked_seq), (Some(ours[1].link()), None));
    assert_eq!(desk.publisher.ready(), Err(Blocked::Forked));
}

#[tokio::test]
async fn entries_count_in_the_order_of_their_places_whatever_the_clock_says() {
    let desk = Desk::new();
    let moments = [CREATED_MS, IN_2036_MS, 0, -1, i64::MAX, CREATED_MS];
    for (number, now_ms) in (1..).zip(moments) {
        desk.helm.set_ms(now_ms);
        let preview = desk.prepare(number).await.unwrap();
        let receipt = desk.publisher.commit(preview).await.unwrap();
        assert_eq!(receipt.seq, u64::from(number));
    }
    let counted = desk.ledger.counted()[&desk.member()];
    assert_eq!(counted.link.map(|link| link.seq), Some(6));
    let held = desk.ledger.read(desk.member(), 1, usize::MAX).await.unwrap();
    let said: Vec<i64> = held.iter().map(|it| it.value().header.created_ms).collect();
    assert_eq!(said, moments, "shown as they were claimed");
    let other = Arc::new(MoodyDisk::new());
    let dir = tempfile::tempdir().unwrap();
    let ledger = other.ledger(dir.path(), desk.sample.roster(), LedgerConfig::DEFAULT);
    let _appended = ledger.append(held).await.unwrap();
    assert_eq!(ledger.snapshot_id(), desk.ledger.snapshot_id(), "and everybody judges alike");
}

/// Alice's publisher, her ledger, and the disk below it.
struct Desk {
    sample: Sample,
    dir: TempDir,
    disk: Arc<MoodyDisk>,
    ledger: Ledger,
    helm: Helm,
    publisher: Arc<Publisher>,
    judge: Arc<Judge>,
    minutes: Minutes,
}

impl Desk {
    fn new() -> Self {
        Self::in_dir(tempfile::tempdir().unwrap())
    }

    fn in_dir(dir: TempDir) -> Self {
        Self::with_signer(dir, Signer::of_sample(&Sample::new(3), ALICE))
    }

    fn with_signer(dir: TempDir, signer: Signer) -> Self {
        let (sample, disk) = (Sample::new(3), Arc::new(MoodyDisk::new()));
        let ledger = disk.ledger(dir.path(), sample.roster(), LedgerConfig::DEFAULT);
        let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
        let (clock, helm) = Clock::steered(CREATED_MS);
        let judge = Arc::new(Judge::new(&minutes, ledger.clone()));
        let publisher = Arc::new(Publisher::new(Parts {
            rosters: minutes.follow(),
            signer: Arc::new(signer),
            secret: RoundingSecret::new([7; 32]),
            clock,
            ledger: ledger.clone(),
            judge: Arc::clone(&judge),
            strictness: Strictness::default(),
            held: Held::open(dir.path()).unwrap(),
        }));
        Self { sample, dir, disk, ledger, helm, publisher, judge, minutes }
    }

    /// Stops, lets something happen to the log of Alice, and starts again.
    async fn restarted_after(self, happen: fn(&std::path::Path, MemberId)) -> Self {
        let Self { dir, ledger, publisher, judge, minutes, .. } = self;
        let member = publisher.member().unwrap();
        drop((publisher, judge, minutes));
        ledger.close().await;
        happen(dir.path(), member);
        Self::in_dir(dir)
    }

    fn member(&self) -> MemberId {
        self.publisher.member().unwrap()
    }

    async fn prepare(&self, number: u32) -> Result<PreviewId, PublishError> {
        let preview = self.publisher.prepare_practice(practice(number).as_bytes(), &[]).await;
        preview.map(|preview| preview.id)
    }

    async fn bob_says_he_holds(&self, entry: &Verified<Entry>, counter: u64) {
        let head = Head { link: Some(entry.link()), ..Head::default() };
        let heads = Heads::from([(self.member(), head)]);
        let said = self.sample.statement(BOB, counter, heads);
        let _recorded = self.ledger.put_statement(said).await.unwrap();
    }
}

/// Lets `work` run until it waits for the first time.
async fn begun(work: impl Future) {
    let mut work = Box::pin(work);
    std::future::poll_fn(|context| {
        assert!(work.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
}

pub(super) fn practice(number: u32) -> String {
    format!(
        r#"+++
id = "5f0c1c9e-6c1d-4f0e-9d53-{number:012x}"
version = 1
kind = "practice"
eepm_standard = 5
contact_role = "Program team, programs@example.org"
licence = "CC-BY-4.0"

[codes]
program_type = ["GROUP"]

[en]
title = "Waiting well"
summary = "One thing that worked, in one sentence."
+++ en
What we do, and what it takes.
"#
    )
}
