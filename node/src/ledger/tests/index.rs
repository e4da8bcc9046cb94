//! The index may be deleted, damaged, or of another day.

use super::*;

#[tokio::test]
async fn a_deleted_index_is_made_again() {
    let bench = Bench::new();
    let (log, heads) = bench.grown().await;
    fs::remove_dir_all(bench.index()).unwrap();
    let (ledger, opened) = bench.open();
    assert_eq!(opened, Opened { entries: 9, index_rebuilt: true, ..Opened::default() });
    assert_eq!(ledger.heads(), heads);
    assert_eq!(ids(&bench.read(&ledger, ALICE).await), ids(&log));
}

#[tokio::test]
async fn an_index_of_another_day_is_caught_up() {
    let bench = Bench::new();
    let log = bench.sample.log(ALICE, 20, "a");
    let (ledger, _) = bench.open();
    ledger.append(log[..5].to_vec()).await.unwrap();
    ledger.close().await;
    let old = bench.dir.path().join("old-index");
    copy(&bench.index(), &old);
    let (ledger, _) = bench.open();
    ledger.append(log[5..].to_vec()).await.unwrap();
    ledger.append(bench.sample.log(BOB, 2, "b")).await.unwrap();
    ledger.close().await;

    fs::remove_dir_all(bench.index()).unwrap();
    fs::rename(old, bench.index()).unwrap();
    let (ledger, opened) = bench.open();
    assert_eq!(opened, Opened { entries: 22, ..Opened::default() });
    assert_eq!(ids(&bench.read(&ledger, ALICE).await), ids(&log));
}

#[tokio::test]
async fn an_index_that_leads_is_not_believed() {
    let bench = Bench::new();
    let (log, _) = bench.grown().await;
    let last = bench.segments(ALICE).pop().unwrap();
    fs::remove_file(last).unwrap();
    let (ledger, opened) = bench.open();
    let kept = usize::try_from(opened.entries).unwrap();
    assert!(kept < log.len() && !opened.index_rebuilt);
    assert_eq!(ledger.heads()[&bench.alice()].link.unwrap().id, log[kept - 1].id());
    assert!(all_new(&ledger.append(log[kept..].to_vec()).await.unwrap()));
}

#[tokio::test]
async fn a_broken_index_needs_no_person() {
    let bench = Bench::new();
    let (log, _) = bench.grown().await;
    for keep in [0, 100, 5_000] {
        for item in fs::read_dir(bench.index()).unwrap() {
            let item = item.unwrap();
            if item.file_type().unwrap().is_file() {
                File::options().write(true).open(item.path()).unwrap().set_len(keep).unwrap();
            }
        }
        let (ledger, opened) = bench.open();
        assert_eq!(opened.entries, 9);
        assert_eq!(ids(&bench.read(&ledger, ALICE).await), ids(&log));
        ledger.close().await;
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let bench = Bench::new();
    let log = bench.sample.log(ALICE, 60, "a");
    let (ledger, _) = bench.open();
    for (count, entry) in log.iter().enumerate() {
        ledger.append(vec![entry.clone()]).await.unwrap();
        if count % 20 != 19 {
            continue;
        }
        // What a process leaves that dies here: the files as they are, nothing closed.
        let killed = tempfile::tempdir().unwrap();
        copy(bench.dir.path(), killed.path());
        let (survivor, opened) = bench.open_in(killed.path());
        assert_eq!((opened.damaged, opened.torn_bytes), (0, 0));
        assert_eq!(ids(&bench.read(&survivor, ALICE).await), ids(&log[..=count]));
    }
}

impl Bench {
    async fn grown(&self) -> (Log, Heads) {
        let log = self.sample.log(ALICE, 9, "a");
        let (ledger, _) = self.open();
        ledger.append(log.clone()).await.unwrap();
        let heads = ledger.heads();
        ledger.close().await;
        (log, heads)
    }

    fn index(&self) -> PathBuf {
        self.dir.path().join("index")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}
