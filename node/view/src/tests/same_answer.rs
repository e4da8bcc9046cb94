//! Same bytes, same answer: whatever way the entries came, and wherever they lie.

use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::TestRunner;

use super::*;

const QUERIES: [&str; 25] = [
    "SELECT * FROM observations",
    "SELECT * FROM entries",
    "SELECT * FROM practices",
    "SELECT * FROM responses",
    "SELECT count(*) FROM observations",
    "SELECT region, avg(value * 0.1), count(*) FROM observations WHERE indicator > 'I05'
     AND gender <> 'BOYS' AND period_start >= DATE '2021-01-01' GROUP BY region",
    "SELECT * FROM revisions WHERE indicator IN ('I00', 'I19') AND NOT (gender = '_T')",
    "SELECT indicator, member, sum(value), count(*) FROM observations GROUP BY 1, 2",
    "SELECT period, avg(value * 0.1), stddev(value), var_pop(value) FROM observations GROUP BY 1",
    "SELECT sum(value / 3.7), avg(sqrt(value)), corr(value, definition_version) FROM observations",
    "SELECT record_id, value FROM observations LIMIT 17",
    "SELECT record_id, value FROM observations OFFSET 9000 LIMIT 5",
    "SELECT member, period, value FROM observations ORDER BY value DESC",
    "SELECT member, period, value, indicator FROM observations ORDER BY value LIMIT 50",
    "SELECT DISTINCT region, gender, status FROM observations",
    "SELECT m.name, sum(o.value) FROM members m JOIN observations o ON o.member = m.handle GROUP BY 1",
    "SELECT a.seq, b.seq FROM entries a JOIN entries b ON a.kind = b.kind AND a.seq = b.seq",
    "SELECT i.title_fr, o.value FROM observations o LEFT JOIN indicators i ON i.code = o.indicator
     WHERE o.value > 1200",
    "SELECT member, value, row_number() OVER (PARTITION BY region ORDER BY value),
     sum(value) OVER (PARTITION BY period) FROM observations WHERE indicator = 'I01'",
    "SELECT record_id, lag(value) OVER (), avg(value) OVER (ROWS 3 PRECEDING) FROM observations",
    "SELECT value FROM observations WHERE member = 'bob' UNION ALL
     SELECT seq FROM entries UNION ALL SELECT value FROM observations WHERE gender = 'GIRLS'",
    "SELECT period, string_agg(member, ',') FROM observations WHERE indicator = 'I00' GROUP BY 1",
    "SELECT region, median(value), approx_percentile_cont(value, 0.9), count(DISTINCT value),
     first_value(value), last_value(member) FROM observations GROUP BY region",
    "SELECT value, count(*) FROM (SELECT value FROM observations UNION SELECT seq FROM entries)
     GROUP BY 1 HAVING count(*) > 0 LIMIT 30",
    "WITH best AS (SELECT member, max(value) AS v FROM observations GROUP BY 1)
     SELECT o.record_id FROM observations o, best WHERE o.member = best.member AND o.value = best.v",
];

#[derive(Clone, Debug)]
enum Step {
    /// So many entries of one member arrive.
    Arrive(usize, usize),
    Flush,
    /// The last entries of one member are forgotten, and come again.
    Again(usize, u64),
    Restart,
}

#[test]
fn an_answer_does_not_depend_on_how_its_data_came_to_be_where_it_is() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let plain = open(dir.path(), Limits { tail_rows_max: ROWS_MAX, ..Limits::DEFAULT });
    plain.apply(logs().concat(), snapshot("all")).unwrap();
    let expected: Vec<Vec<u8>> =
        QUERIES.iter().map(|sql| runtime.block_on(bytes(&plain, sql))).collect();
    assert!(files(dir.path()).is_empty());

    let mut runner =
        TestRunner::new(Config { cases: 8, failure_persistence: None, ..Config::default() });
    let steps = prop::collection::vec(step(), 0..30);
    runner
        .run(&(steps, 50_usize..6_000), |(steps, tail_rows_max)| {
            let dir = tempfile::tempdir().unwrap();
            let limits = Limits { tail_rows_max, segments_max: 3, queries_max: 1 };
            let view = lead(dir.path(), limits, &steps);
            for (sql, expected) in QUERIES.iter().zip(&expected) {
                prop_assert!(runtime.block_on(bytes(&view, sql)) == *expected, "{}", sql);
            }
            Ok(())
        })
        .unwrap();
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_usize..3, 1_usize..20).prop_map(|(member, count)| Step::Arrive(member, count)),
        1 => Just(Step::Flush),
        1 => (0_usize..3, 1_u64..60).prop_map(|(member, from)| Step::Again(member, from)),
        1 => Just(Step::Restart),
    ]
}

/// Leads a view through `steps` to where it holds everything.
fn lead(dir: &Path, limits: Limits, steps: &[Step]) -> View {
    let logs = logs();
    let mut view = open(dir, limits);
    let mut held = [0_usize; 3];
    for step in steps {
        match *step {
            Step::Arrive(member, count) => {
                let end = (held[member] + count).min(logs[member].len());
                view.apply(logs[member][held[member]..end].to_vec(), snapshot("some")).unwrap();
                held[member] = end;
            }
            Step::Flush => view.flush().unwrap(),
            Step::Again(member, from) => {
                view.forget(logs[member][0].member, from).unwrap();
                held[member] = held[member].min(usize::try_from(from - 1).unwrap());
            }
            Step::Restart => {
                drop(view);
                view = open(dir, limits);
                let marks = view.watermarks();
                held = std::array::from_fn(|member| {
                    let mark = marks.get(&logs[member][0].member);
                    mark.map_or(0, |mark| usize::try_from(mark.seq).unwrap())
                });
            }
        }
    }
    let rest = (0..3).rev().flat_map(|member| logs[member][held[member]..].to_vec());
    view.apply(rest.collect(), snapshot("all")).unwrap();
    view
}

/// Three logs with releases, corrections, a withdrawal, practices, responses and quarantined entries.
fn logs() -> Vec<Vec<Row>> {
    let log = |handle: &'static str| {
        (1..=60).map(move |seq| match seq % 20 {
            7 => practice(handle, seq, None),
            9 => correction(handle, seq, seq - 3),
            13 => row(handle, seq, Content::Withdrawal(vec![entry_id(handle, seq - 1)])),
            15 => Row {
                state: EntryState::Quarantined,
                reasons: "forked".to_owned(),
                ..release(handle, seq, 2)
            },
            17 => practice(handle, seq, Some(entry_id(handle, seq - 10))),
            18 => response(handle, seq, entry_id("carol", seq - 11), None),
            19 => response(handle, seq, entry_id("carol", seq - 2), seq.checked_sub(20)),
            _ => release(handle, seq, 20),
        })
    };
    ["bob", "carol", "alice"].map(|handle| log(handle).collect()).into()
}

fn correction(handle: &str, seq: u64, replaced: u64) -> Row {
    let figures = vec![observation("I00", "CA-ON", None, handle, replaced)];
    let release = Release::new(terms(vec![entry_id(handle, replaced)]), figures).unwrap();
    row(handle, seq, Content::Release(release))
}
