//! The files of a view: few, small, replaceable, and thrown away when in doubt.

use super::*;

const SMALL: Limits = Limits { tail_rows_max: 500, segments_max: 4, queries_max: 2 };

#[tokio::test]
async fn what_is_in_files_need_not_be_replayed() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    view.apply((1..=5).map(|seq| release("alice", seq, 4)).collect(), snapshot("a"))
        .unwrap();
    assert!(view.watermarks().is_empty());
    view.flush().unwrap();
    let mark = view.watermarks()[&id("alice")];
    assert_eq!((mark.seq, mark.entry_id), (5, entry_id("alice", 5)));
    drop(view);

    let view = open(dir.path(), Limits::DEFAULT);
    assert_eq!(view.watermarks()[&id("alice")], mark);
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM observations").await, "n\n0\n");
    view.apply(vec![], snapshot("a")).unwrap();
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM observations").await, "n\n120\n");
}

#[tokio::test]
async fn entries_that_come_again_are_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), SMALL);
    for _ in 0..3 {
        view.apply((1..=9).map(|seq| release("bob", seq, 20)).collect(), snapshot("a"))
            .unwrap();
    }
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM entries").await, "n\n9\n");
}

#[test]
fn another_schema_another_coalition_or_damage_empties_the_directory() {
    let spoil: [fn(&Path); 5] = [
        |dir| std::fs::write(dir.join("manifest"), "nonsense\n").unwrap(),
        |dir| std::fs::remove_file(dir.join("manifest")).unwrap(),
        |dir| std::fs::remove_file(&files(dir)[0]).unwrap(),
        |dir| std::fs::write(&files(dir)[1], "short").unwrap(),
        |dir| {
            let length = std::fs::metadata(&files(dir)[0]).unwrap().len();
            std::fs::write(&files(dir)[0], vec![7; usize::try_from(length).unwrap()]).unwrap();
        },
    ];
    for spoil in spoil {
        let dir = filled();
        spoil(dir.path());
        assert!(open(dir.path(), SMALL).watermarks().is_empty());
        assert!(files(dir.path()).is_empty());
    }
    for (coalition, rules) in [("another", "rules"), ("coalition", "other rules")] {
        let dir = filled();
        let catalogue = catalogue();
        let (coalition, rules) = (CoalitionId(hash(coalition)), hash(rules));
        let members = vec![];
        let setting = Setting { catalogue: &catalogue, coalition, rules, members, limits: SMALL };
        assert!(View::open(dir.path(), &setting).unwrap().watermarks().is_empty());
        assert!(files(dir.path()).is_empty());
    }
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let dir = filled();
    let note = dir.path().join("readme.txt");
    std::fs::write(&note, "mine").unwrap();
    std::fs::write(dir.path().join("manifest"), "nonsense").unwrap();
    open(dir.path(), SMALL);
    assert_eq!(std::fs::read_to_string(note).unwrap(), "mine");
}

#[tokio::test]
async fn a_file_found_damaged_by_a_query_has_the_view_built_again() {
    let dir = filled();
    let view = open(dir.path(), SMALL);
    view.apply(vec![], snapshot("a")).unwrap();
    let figures = dir.path().join("observations");
    let file = files(&figures)[0].clone();
    let length = std::fs::metadata(&file).unwrap().len();
    std::fs::write(&file, vec![7; usize::try_from(length).unwrap()]).unwrap();
    let error = ask(&view, "SELECT * FROM observations").await.unwrap_err();
    assert_eq!(error.blame(), crate::Blame::Us);
    assert_eq!(error.message().id(), "view-internal");
    view.flush().unwrap();
    drop(view);
    assert!(open(dir.path(), SMALL).watermarks().is_empty());
}

#[tokio::test]
async fn files_stay_few_and_old_ones_go_when_nobody_reads_them() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), SMALL);
    for seq in 1..=40 {
        view.apply(vec![release("alice", seq, 20)], snapshot("a")).unwrap();
        view.flush().unwrap();
    }
    assert!(files(dir.path()).len() <= 2 * (SMALL.segments_max + 1), "{:?}", files(dir.path()));
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM observations").await, "n\n4800\n");
}

#[tokio::test]
async fn what_is_forgotten_is_gone_from_memory_and_files() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), SMALL);
    view.apply((1..=9).map(|seq| release("alice", seq, 4)).collect(), snapshot("a"))
        .unwrap();
    view.flush().unwrap();
    view.apply(vec![release("alice", 10, 4)], snapshot("b")).unwrap();
    view.forget(id("alice"), 4).unwrap();
    // Readers keep what the snapshot names until there is another.
    assert_eq!(csv(&view, "SELECT max(seq) AS seq FROM entries").await, "seq\n10\n");
    assert_eq!(view.watermarks()[&id("alice")].seq, 3);
    view.apply(vec![], snapshot("c")).unwrap();
    assert_eq!(csv(&view, "SELECT max(seq) AS seq FROM entries").await, "seq\n3\n");
    drop(view);
    assert_eq!(open(dir.path(), SMALL).watermarks()[&id("alice")].seq, 3);
    view_of_nothing_after_forgetting_all(dir.path()).await;
}

async fn view_of_nothing_after_forgetting_all(dir: &Path) {
    let view = open(dir, SMALL);
    view.forget(id("alice"), 1).unwrap();
    view.apply(vec![], snapshot("d")).unwrap();
    assert_eq!(csv(&view, "SELECT count(*) AS n FROM entries").await, "n\n0\n");
    assert!(files(dir).is_empty());
}

#[tokio::test]
async fn a_reader_keeps_its_state_while_the_writer_goes_on() {
    let dir = filled();
    let view = open(dir.path(), SMALL);
    view.apply(vec![], snapshot("a")).unwrap();
    let answer = view.query("SELECT seq FROM entries", QueryLimits::DEFAULT).await.unwrap();
    view.forget(id("alice"), 1).unwrap();
    view.apply(vec![], snapshot("b")).unwrap();
    assert_eq!(answer.snapshot(), snapshot("a"));
    assert_eq!(as_csv(answer).await.lines().count(), 10);
    assert_eq!(csv(&view, "SELECT seq FROM entries").await, "seq\n");
}

#[test]
fn a_row_costs_few_bytes_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    let rows = |handle: &str| (1..=200).map(|seq| release(handle, seq, 20)).collect::<Vec<_>>();
    for handle in ["alice", "bob", "carol"] {
        view.apply(rows(handle), snapshot("a")).unwrap();
    }
    view.flush().unwrap();
    let bytes: u64 = files(dir.path()).iter().map(|it| std::fs::metadata(it).unwrap().len()).sum();
    let per_row = bytes / (3 * 200 * 120);
    assert!(per_row <= 10, "{per_row} bytes a row");
}

/// A directory with nine entries in files.
fn filled() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), SMALL);
    view.apply((1..=9).map(|seq| release("alice", seq, 4)).collect(), snapshot("a"))
        .unwrap();
    view.flush().unwrap();
    dir
}
