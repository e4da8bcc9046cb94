//! Publishing, on a real ledger whose disk is slow or whose log is damaged.

use std::task::Poll;

use flotilla_wire::sample::CREATED_MS;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;

use super::*;
use crate::ledger::LedgerConfig;
use crate::ledger::tests::moody::MoodyDisk;

const ALICE: usize = 0;

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

/// Alice's publisher, her ledger, and the disk below it.
struct Desk {
    sample: Sample,
    dir: TempDir,
    disk: Arc<MoodyDisk>,
    ledger: Ledger,
    publisher: Arc<Publisher>,
}

impl Desk {
    fn new() -> Self {
        Self::in_dir(tempfile::tempdir().unwrap())
    }

    fn in_dir(dir: TempDir) -> Self {
        let (sample, disk) = (Sample::new(3), Arc::new(MoodyDisk::new()));
        let ledger = disk.ledger(dir.path(), sample.roster(), LedgerConfig::DEFAULT);
        let roster = Arc::clone(sample.roster());
        let publisher = Arc::new(Publisher::new(Parts {
            roster: Arc::clone(&roster),
            signer: Arc::new(Signer::of_sample(&sample, ALICE)),
            secret: RoundingSecret::new([7; 32]),
            clock: Clock::steered(CREATED_MS).0,
            ledger: ledger.clone(),
            judge: Arc::new(Judge::new(roster, ledger.clone())),
        }));
        Self { sample, dir, disk, ledger, publisher }
    }

    async fn prepare(&self, number: u32) -> Result<PreviewId, PublishError> {
        let preview = self.publisher.prepare_practice(practice(number).as_bytes()).await;
        preview.map(|preview| preview.id)
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

fn practice(number: u32) -> String {
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
