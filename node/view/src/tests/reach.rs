//! The data as they stood, and answers that begin somewhere in the middle.

use super::*;
use crate::Filters;
use crate::Reach;
use crate::TableName;

const EVERYTHING: [TableName; 5] = [
    TableName::Entries,
    TableName::Observations,
    TableName::Practices,
    TableName::Responses,
    TableName::Revisions,
];

#[tokio::test]
async fn a_view_shows_every_snapshot_as_it_stood_wherever_its_rows_lie() {
    let dir = tempfile::tempdir().unwrap();
    let limits = Limits { tail_rows_max: 40, segments_max: 2, ..Limits::DEFAULT };
    let view = open(dir.path(), limits);
    let mut stood = Vec::new();
    for (step, row) in rows().into_iter().enumerate() {
        let name = snapshot(&format!("step {step}"));
        view.apply(vec![row], name).unwrap();
        stood.push((name.id, told(&view, None, None).await));
    }
    view.flush().unwrap();
    let again = open(dir.path(), limits);
    again.apply(rows(), snapshot("all")).unwrap();
    for (id, told_then) in stood {
        let reach = view.known(id).unwrap();
        assert_eq!(told(&view, Some(Arc::clone(&reach)), None).await, told_then);
        assert_eq!(told(&again, Some(reach), None).await, told_then);
    }
}

#[tokio::test]
async fn what_was_taken_back_since_is_not_shown_as_it_stood() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    let corrected = release_in_place("alice", 2, 1);
    view.apply(vec![release("alice", 1, 1), corrected], snapshot("first")).unwrap();
    let first = view.known(snapshot("first").id).unwrap();
    // A node makes the row again when it learns that it was withdrawn; what it replaced stays replaced.
    view.forget(id("alice"), 2).unwrap();
    let hides = Content::Withdrawal(vec![entry_id("alice", 1)]);
    let taken = Row { state: EntryState::Withdrawn, ..row("alice", 2, hides) };
    let notice = Row { kind: "withdrawal", ..row("alice", 3, Content::None) };
    view.apply(vec![taken, notice], snapshot("second")).unwrap();
    let before = Arc::new(Reach { heads: [(id("alice"), 1)].into(), ..Reach::clone(&first) });
    for flushed in [false, true] {
        if flushed {
            view.flush().unwrap();
        }
        for until in [Some(Arc::clone(&before)), Some(Arc::clone(&first)), None] {
            let told = told(&view, until, None).await;
            let [_, figures, .., revisions] = told;
            assert_eq!([figures, revisions].map(|it| it.lines().count()), [1, 1], "headers alone");
        }
    }
}

#[tokio::test]
async fn revisions_are_all_figures_with_what_took_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    let rows = vec![release("alice", 1, 1), release_in_place("alice", 2, 1)];
    view.apply(rows, snapshot("all")).unwrap();
    let before = Reach { heads: [(id("alice"), 1)].into(), ..view.reach() };
    let ids = [1, 2].map(|seq| entry_id("alice", seq).0.to_string());
    let sql = "SELECT record_id, superseded_by, superseded_at, count(*) AS n FROM revisions \
               GROUP BY 1, 2, 3 ORDER BY n DESC";
    for flushed in [false, true] {
        if flushed {
            view.flush().unwrap();
        }
        let [first, second] = &ids;
        let expected = format!(
            "record_id,superseded_by,superseded_at,n\n\
             {first},{second},2026-03-31T12:00:00.002Z,6\n{second},,,1\n"
        );
        assert_eq!(csv(&view, sql).await, expected);
        let [_, figures, .., revisions] = told(&view, Some(Arc::new(before.clone())), None).await;
        assert_eq!([figures, revisions].map(|it| it.lines().count()), [7, 7]);
    }
}

#[tokio::test]
async fn a_moment_reaches_to_the_first_entry_that_was_made_later() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits { tail_rows_max: 10, ..Limits::DEFAULT });
    let made = |handle, seq, created_ms| Row { created_ms, ..release(handle, seq, 1) };
    let rows = [
        made("alice", 1, 1_000),
        made("alice", 2, 3_000),
        // Behind one from the future, nobody knows when it was there.
        made("alice", 3, 2_000),
        made("bob", 1, 2_000),
    ];
    view.apply(rows.to_vec(), snapshot("all")).unwrap();
    for (moment_ms, alice, bob, latest_ms) in [
        (999, None, None, 0),
        (1_000, Some(1), None, 1_000),
        (2_999, Some(1), Some(1), 2_000),
        (3_000, Some(3), Some(1), 3_000),
    ] {
        let Reach { heads, latest_ms: latest, .. } = view.reach_at(moment_ms).unwrap();
        let told = ["alice", "bob"].map(|handle| heads.get(&id(handle)).copied());
        assert_eq!((told, latest), ([alice, bob], latest_ms), "{moment_ms}");
    }
    assert_eq!(view.reach().latest_ms, 3_000);
}

#[tokio::test]
async fn an_answer_goes_on_at_every_place_as_if_it_had_not_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits { tail_rows_max: 40, segments_max: 2, ..Limits::DEFAULT });
    view.apply(rows(), snapshot("all")).unwrap();
    let [_, whole, ..] = told(&view, None, None).await;
    let lines: Vec<&str> = whole.lines().collect();
    let all = rows().into_iter().map(|row| (row.member, row.seq, row.entry_id));
    for (member, seq, entry) in all {
        let handle = ["alice", "bob", "carol"].into_iter().find(|it| id(it) == member).unwrap();
        let place = crate::Place { member: handle.to_owned(), seq };
        let [_, rest, ..] = told(&view, None, Some(place)).await;
        let first = rest.lines().nth(1).unwrap_or_default();
        let expected = lines.iter().position(|it| *it == first).unwrap_or(lines.len());
        assert_eq!(rest.lines().skip(1).collect::<Vec<_>>(), lines[expected..], "{handle} {seq}");
        let is_before = |line: &&str| line.contains(&entry.0.to_string());
        assert!(!lines[..expected].iter().any(is_before), "{handle} {seq}");
    }
}

/// What each table that is made from logs says.
async fn told(view: &View, until: Option<Arc<Reach>>, from: Option<crate::Place>) -> [String; 5] {
    let filters = Filters { until, from, ..Filters::default() };
    let mut told: [String; 5] = Default::default();
    for (table, text) in EVERYTHING.into_iter().zip(&mut told) {
        let answer = view.read(table, &filters, QueryLimits::DEFAULT).await;
        *text = as_csv(answer.unwrap()).await;
    }
    told
}

/// Releases, one that takes the place of another, practices and a response, in turns.
fn rows() -> Vec<Row> {
    vec![
        release("bob", 1, 3),
        practice("alice", 1, None),
        release("carol", 1, 4),
        response("bob", 2, entry_id("alice", 1), None),
        release_in_place("bob", 3, 1),
        practice("alice", 2, Some(entry_id("alice", 1))),
        release("bob", 4, 2),
        release_in_place("carol", 2, 1),
        release("alice", 3, 1),
    ]
}

/// A release of one figure that takes the place of that at `old`.
fn release_in_place(handle: &str, seq: u64, old: u64) -> Row {
    let figures = vec![observation("I00", "CA-ON", None, handle, old)];
    let release = Release::new(terms(vec![entry_id(handle, old)]), figures).unwrap();
    row(handle, seq, Content::Release(release))
}
