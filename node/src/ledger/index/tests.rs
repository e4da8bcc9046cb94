//! The index, by itself.

use super::*;

#[test]
fn what_is_inserted_is_found_both_ways() {
    let dir = tempfile::tempdir().unwrap();
    let (index, is_new) = open(&dir.path().join("index"), 1 << 20).unwrap();
    assert!(is_new);
    let entries = log(1, 3);
    index.insert(&entries).unwrap();
    for entry in &entries {
        assert_eq!(index.get(entry.member, entry.link().seq).unwrap(), Some(*entry));
        assert_eq!(index.find(entry.link().id).unwrap(), Some(*entry));
    }
    let newest = (entries[2].position, entries[2].link().id);
    assert_eq!(index.newest(entries[0].member).unwrap(), Some(newest));
    assert_eq!(index.last(entries[0].member).unwrap(), Some(entries[2]));
    assert_eq!(index.last(member(2)).unwrap(), None);
}

#[test]
fn forgetting_ends_a_log_and_leaves_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let (index, _) = open(&dir.path().join("index"), 1 << 20).unwrap();
    index.insert(&log(1, 2_500)).unwrap();
    index.insert(&log(2, 2)).unwrap();
    index.forget(member(1), 2).unwrap();
    assert_eq!(index.last(member(1)).unwrap().unwrap().link().seq, 1_000);
    assert_eq!(index.newest(member(1)).unwrap().unwrap().1, log(1, 1_000)[999].link().id);
    assert_eq!(index.find(log(1, 1_001)[1_000].link().id).unwrap(), None);
    assert_eq!(index.last(member(2)).unwrap().unwrap().link().seq, 2);
    index.walk().unwrap();
}

#[test]
fn entries_change_branches_and_are_found_on_both() {
    let dir = tempfile::tempdir().unwrap();
    let (index, _) = open(&dir.path().join("index"), 1 << 20).unwrap();
    let entries = log(1, 9);
    index.insert(&entries).unwrap();
    let leaving: Vec<Indexed> = entries[5..].iter().rev().copied().collect();
    index.shift(&leaving).unwrap();
    assert_eq!(index.last(member(1)).unwrap(), Some(entries[4]));
    let beside = Indexed { branch: Branch::Side, ..entries[7] };
    assert_eq!(index.find(beside.link().id).unwrap(), Some(beside));
    let side = index.side(member(1), Some(8)).map(Result::unwrap);
    assert_eq!(side.collect::<Vec<_>>(), [beside]);
    assert_eq!(index.entries(member(1)).count(), 9);
    index.walk().unwrap();
    let joining: Vec<Indexed> = index.side(member(1), None).map(Result::unwrap).collect();
    index.shift(&joining).unwrap();
    assert_eq!(index.last(member(1)).unwrap(), Some(entries[8]));
    index.walk().unwrap();
}

#[test]
fn a_gap_is_found_when_the_index_was_not_closed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let (index, _) = open(&path, 1 << 20).unwrap();
    let entries = log(1, 3);
    index.insert(&[entries[0], entries[2]]).unwrap();
    drop(index);
    let (index, is_new) = open(&path, 1 << 20).unwrap();
    assert!(is_new);
    assert_eq!(index.last(member(1)).unwrap(), None);
    assert!(dir.path().join("index-set-aside-1").exists());
}

#[test]
fn truncated_files_end_in_an_empty_index_and_not_in_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    for round in 1..4 {
        let (index, _) = open(&path, 1 << 20).unwrap();
        index.insert(&log(1, 2_000)).unwrap();
        index.close().unwrap();
        drop(index);
        for item in std::fs::read_dir(&path).unwrap() {
            let item = item.unwrap();
            let is_snapshot = item.file_name().to_str().unwrap().starts_with("snap.");
            let length = item.metadata().unwrap().len();
            // First the snapshot, then the log, then both.
            if item.file_type().unwrap().is_file() && (round == 3 || is_snapshot == (round == 1)) {
                let file = std::fs::File::options().write(true).open(item.path()).unwrap();
                file.set_len(length / 2).unwrap();
            }
        }
        let (index, _) = open(&path, 1 << 20).unwrap();
        assert!(index.last(member(1)).unwrap().is_none_or(|last| last.link().seq == 2_000));
    }
}

fn member(byte: u8) -> MemberId {
    MemberId(Hash::from_bytes([byte; 32]))
}

fn log(byte: u8, entries: u64) -> Vec<Indexed> {
    let id = |seq: u64| EntryId(Hash::of([[byte].as_slice(), &seq.to_be_bytes()]));
    let entry = |seq| Indexed {
        mark: Mark::Plain,
        member: member(byte),
        place: coalition::Place {
            link: Link { epoch: 1, seq, id: id(seq) },
            prev: (seq > 1).then(|| id(seq - 1)),
            key: [byte; 32],
            gov_height: seq,
        },
        // A thousand to a segment.
        position: Position { segment: (seq - 1) / 1_000 + 1, offset: seq * 100, bytes: 100 },
        branch: Branch::Main,
    };
    (1..=entries).map(entry).collect()
}
