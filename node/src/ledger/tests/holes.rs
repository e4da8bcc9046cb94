//! Payloads that are destroyed where they lie, and put back; and a process that dies meanwhile.

use super::*;

const MARKER: &[u8] = b"a planted marker";

#[tokio::test]
async fn a_destroyed_payload_leaves_a_hole_and_no_byte_of_it() {
    let bench = Bench::new();
    let (ledger, log) = filled(&bench).await;
    let heads = ledger.heads();
    assert!(holds_marker(bench.dir.path()));
    assert_eq!(ledger.destroy(bench.alice(), vec![log[1].id()]).await.unwrap(), 1);
    assert!(!holds_marker(bench.dir.path()));
    let read = bench.read(&ledger, ALICE).await;
    assert_eq!(ids(&read), ids(&log));
    let holes: Vec<bool> = read.iter().map(Verified::<Entry>::is_hole).collect();
    assert_eq!(holes, [false, true, false]);
    assert_eq!(ledger.holes(bench.alice()).unwrap()[0].link, log[1].link());
    assert_eq!(ledger.heads(), heads);
    assert_eq!(ledger.destroy(bench.alice(), vec![log[1].id()]).await.unwrap(), 0);
    ledger.close().await;
    fs::remove_dir_all(bench.dir.path().join("index")).unwrap();
    let (ledger, opened) = bench.open();
    assert_eq!((opened.entries, opened.damaged), (3, 0));
    assert_eq!(ledger.holes(bench.alice()).unwrap().len(), 1, "the files say so");
}

#[tokio::test]
async fn a_crash_at_any_byte_leaves_the_entry_or_a_hole() {
    let written = {
        let bench = Bench::new();
        let (ledger, log) = filled(&bench).await;
        bench.disk.bytes_left.store(1 << 20, Ordering::SeqCst);
        ledger.destroy(bench.alice(), vec![log[1].id()]).await.unwrap();
        (1 << 20) - bench.disk.bytes_left.load(Ordering::SeqCst)
    };
    for bytes in (0..written).step_by(7) {
        let bench = Bench::new();
        let (ledger, log) = filled(&bench).await;
        bench.disk.bytes_left.store(bytes, Ordering::SeqCst);
        let died = ledger.destroy(bench.alice(), vec![log[1].id()]).await.unwrap_err();
        assert!(matches!(died, AppendError::Poisoned), "{died:?}");
        ledger.close().await;
        bench.disk.bytes_left.store(u64::MAX, Ordering::SeqCst);
        let (ledger, opened) = bench.open();
        assert_eq!((opened.entries, opened.damaged, opened.torn_bytes), (3, 0, 0), "{bytes}");
        let read = bench.read(&ledger, ALICE).await;
        assert_eq!(ids(&read), ids(&log), "{bytes}");
        assert_eq!(read[1].is_hole(), ledger.is_hole(log[1].id()).unwrap());
        assert!(read[1].is_hole() || read[1].value() == log[1].value(), "{bytes}");
    }
}

#[tokio::test]
async fn a_hole_is_filled_by_the_entry_that_left_it() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let log = log(&bench);
    let holes: Log = log.iter().map(Verified::<Entry>::to_hole).collect();
    assert!(all_new(&ledger.append(holes.clone()).await.unwrap()));
    assert!(bench.read(&ledger, ALICE).await.iter().all(Verified::<Entry>::is_hole));
    let bytes = ledger.member_bytes(bench.alice());
    assert!(all_new(&ledger.append(log.clone()).await.unwrap()));
    assert_eq!(ledger.member_bytes(bench.alice()), bytes, "it has lain ready");
    let again = ledger.append([holes, log.clone()].concat()).await.unwrap();
    assert!(
        again.iter().all(|it| matches!(it, Appended::AlreadyHeld)),
        "a hole takes nothing away"
    );
    ledger.close().await;
    let (ledger, opened) = bench.open();
    assert_eq!((opened.entries, opened.damaged), (3, 0));
    assert!(ledger.holes(bench.alice()).unwrap().is_empty());
    let read = bench.read(&ledger, ALICE).await;
    assert!(read.iter().zip(&log).all(|(read, made)| read.value() == made.value()));
}

#[tokio::test]
async fn what_was_set_aside_goes_with_the_payload() {
    let bench = Bench::new();
    let (ledger, log) = filled(&bench).await;
    let segment = bench.segments(ALICE)[0].clone();
    let aside = PathBuf::from(format!("{}.set-aside-1", segment.display()));
    fs::copy(&segment, &aside).unwrap();
    ledger.destroy(bench.alice(), vec![log[1].id()]).await.unwrap();
    assert!(!aside.exists() && !holds_marker(bench.dir.path()));
}

#[tokio::test]
async fn a_notice_is_never_destroyed() {
    let bench = Bench::new();
    let (ledger, _) = bench.open();
    let payload = Payload::raw(Kind::Withdrawal, vec![7; 40]);
    let notice = bench.sample.entry(ALICE, None, 1, payload);
    assert!(all_new(&ledger.append(vec![notice.clone()]).await.unwrap()));
    assert_eq!(ledger.destroy(bench.alice(), vec![notice.id()]).await.unwrap(), 0);
    assert_eq!(ledger.notices(bench.alice()).unwrap(), [notice.link()]);
}

/// Returns three entries of Alice; the second has the marker.
fn log(bench: &Bench) -> Log {
    let mut log: Log = Vec::new();
    for seq in 1..=3 {
        let content = if seq == 2 { MARKER.repeat(8) } else { vec![b'.'; 100] };
        let prev = log.last().map(Verified::<Entry>::id);
        log.push(bench.sample.entry(ALICE, prev, seq, Payload::opaque(&content)));
    }
    log
}

async fn filled(bench: &Bench) -> (Ledger, Log) {
    let (ledger, log) = (bench.open().0, log(bench));
    assert!(all_new(&ledger.append(log.clone()).await.unwrap()));
    (ledger, log)
}

fn holds_marker(dir: &Path) -> bool {
    fs::read_dir(dir).unwrap().map(|item| item.unwrap().path()).any(|path| {
        let holds = |bytes: Vec<u8>| bytes.windows(MARKER.len()).any(|it| it == MARKER);
        if path.is_dir() { holds_marker(&path) } else { holds(fs::read(path).unwrap()) }
    })
}
