//! What is answered, what is not, and what the one who asked is told.

use std::time::Duration;

use flotilla_domain::message::Message;

use super::*;
use crate::Blame;
use crate::Filters;
use crate::TableName;

/// A query that would run for minutes.
const ENDLESS: &str = "SELECT sum(sqrt(a.value * b.value * c.value)) FROM observations a
                       CROSS JOIN observations b CROSS JOIN observations c";

#[tokio::test]
async fn nothing_but_a_query_is_answered() {
    let view = view();
    for sql in [
        "DROP TABLE observations",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION '/etc/passwd'",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "INSERT INTO members SELECT * FROM members",
        "DELETE FROM members",
        "UPDATE members SET name = 'x'",
        "TRUNCATE TABLE members",
        "SET datafusion.execution.batch_size = 1",
        "RESET datafusion.execution.batch_size",
        "BEGIN",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "EXPLAIN ANALYZE SELECT 1",
        "EXPLAIN DROP TABLE members",
        "SELECT 1; SELECT 2",
        "SELECT * INTO t FROM members",
        "",
    ] {
        let error = ask(&view, sql).await.unwrap_err();
        assert_eq!(error.blame(), Blame::Caller, "{sql}: {error:?}");
    }
}

#[tokio::test]
async fn no_file_can_be_reached() {
    let view = view();
    for sql in [
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT * FROM generate_series(1, 1000000000)",
        "SELECT * FROM information_schema.df_settings",
    ] {
        let error = ask(&view, sql).await.unwrap_err();
        assert_eq!(error.blame(), Blame::Caller, "{sql}: {error:?}");
    }
}

#[tokio::test]
async fn nothing_that_changes_from_run_to_run_can_be_asked() {
    let view = view();
    for sql in [
        "SELECT now()",
        "SELECT current_date",
        "SELECT current_timestamp",
        "SELECT random()",
        "SELECT uuid()",
        "SELECT version()",
        "SELECT approx_distinct(value) FROM observations",
        "SELECT avg(DISTINCT value) FROM observations",
        "SELECT string_agg(DISTINCT member, ',') FROM observations",
        "SELECT repeat('x', 1000000000)",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r",
    ] {
        let error = ask(&view, sql).await.unwrap_err();
        assert_eq!(error.blame(), Blame::Caller, "{sql}: {error:?}");
    }
}

#[tokio::test]
async fn a_mistake_is_pointed_at() {
    let view = view();
    let near = |id, name: &str, nearest: &str| {
        Message::new(id).word("name", name).word("nearest", nearest)
    };
    let syntax = |said: &str, line: u64, column: u64| {
        let message = Message::new("view-syntax-at").word("said", said);
        message.number("line", line).number("column", column)
    };
    let told = [
        ("SELECT * FROM observatons", near("view-no-table-but", "observatons", "observations")),
        ("SELECT valeu FROM observations", near("view-no-column-but", "valeu", "value")),
        ("SELECT o.regoin FROM observations o", near("view-no-column-but", "o.regoin", "region")),
        ("SELECT titel FROM practices", near("view-no-column-but", "titel", "title_en")),
        ("SELECT summ(value) FROM observations", near("view-no-function-but", "summ", "sum")),
        ("SELECT qqqqq FROM members", Message::new("view-no-column").word("name", "qqqqq")),
        ("SELECT now()", Message::new("view-function-unsteady").word("name", "now")),
        ("SELECT *\nFORM observations x", syntax("Expected: end of statement, found: FORM", 2, 1)),
        ("SELECT 'x", syntax("Unterminated string literal", 1, 8)),
        ("SELECT 1; SELECT 2", Message::new("view-not-one")),
        ("SELECT 1/0", Message::new("view-compute")),
        ("SELECT count(*) FROM observations WHERE region = 1", Message::new("view-unreadable")),
        ("SELECT to_date('soon')", Message::new("view-unreadable")),
    ];
    for (sql, expected) in told {
        assert_eq!(ask(&view, sql).await.unwrap_err().message(), expected, "{sql}");
    }
}

#[tokio::test]
async fn a_query_has_a_budget_of_length_depth_and_parts() {
    let view = view();
    let from = (0..60).map(|n| format!("members m{n}"));
    for sql in [
        format!("SELECT '{}'", "x".repeat(70_000)),
        format!("SELECT 1{}", "+1".repeat(3_000)),
        format!("SELECT 1{}", "::int".repeat(3_000)),
        format!("SELECT {}1{}", "(".repeat(3_000), ")".repeat(3_000)),
        format!("SELECT {}1", "- ".repeat(3_000)),
        format!("SELECT true{}", " IS TRUE".repeat(2_500)),
        format!("SELECT 1{}", " UNION ALL SELECT 1".repeat(400)),
        format!("SELECT * FROM {}", from.collect::<Vec<_>>().join(", ")),
        format!("SELECT {}", "1,".repeat(9_000)),
    ] {
        let error = ask(&view, &sql).await.unwrap_err();
        assert_eq!(error.blame(), Blame::Caller, "{error:?}");
    }
    let deep = format!("SELECT 1{} AS n", "+1".repeat(90));
    assert_eq!(csv(&view, &deep).await, "n\n91\n");
    let list: Vec<String> = (0..1_000).map(|n| n.to_string()).collect();
    let long = format!("SELECT count(*) AS n FROM entries WHERE seq IN ({})", list.join(","));
    assert_eq!(csv(&view, &long).await, "n\n9\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_has_a_budget_of_memory_and_time() {
    let view = view();
    let short = QueryLimits { deadline: Duration::from_millis(300), ..QueryLimits::DEFAULT };
    let error = drained(&view, ENDLESS, short).await;
    assert_eq!(error.message(), Message::new("view-slower-than-ms").number("limit", 300));
    let small = QueryLimits { memory_bytes_max: 1 << 20, ..QueryLimits::DEFAULT };
    let sort = "SELECT a.seq, b.record_id FROM entries a CROSS JOIN observations b
                CROSS JOIN members ORDER BY 2, 1";
    let error = drained(&view, sort, small).await;
    assert_eq!(error.message(), Message::new("view-out-of-memory").number("limit", 1));
    assert_eq!(error.blame(), Blame::Caller);
}

#[tokio::test]
async fn queries_take_turns_and_a_dropped_one_gives_up_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits { queries_max: 1, ..Limits::DEFAULT });
    view.apply((1..=9).map(|seq| release("alice", seq, 20)).collect(), snapshot("a"))
        .unwrap();
    let short = QueryLimits { deadline: Duration::from_millis(200), ..QueryLimits::DEFAULT };
    let first = view.query(ENDLESS, QueryLimits::DEFAULT).await.unwrap();
    let error = view.query("SELECT 1", short).await.unwrap_err();
    assert_eq!(error.blame(), Blame::Weather);
    drop(first);
    assert_eq!(csv(&view, "SELECT 1 AS n").await, "n\n1\n");
    // One that has come to its end, read or not, is in nobody's way.
    let _unread = view.query("SELECT 1", QueryLimits::DEFAULT).await.unwrap();
    assert_eq!(csv(&view, "SELECT 1 AS n").await, "n\n1\n");
}

#[tokio::test]
async fn filters_select_by_column_and_period() {
    let view = view();
    let mut filters = Filters::default();
    filters
        .any_of
        .insert("member".to_owned(), vec!["alice".to_owned(), "nobody".to_owned()]);
    filters.any_of.insert("gender".to_owned(), vec!["GIRLS".to_owned()]);
    filters.any_of.insert("definition_version".to_owned(), vec!["1".to_owned()]);
    filters.any_of.insert("region".to_owned(), vec![]);
    filters.periods = Some(("2020-Q1".parse().unwrap(), "2020-04".parse().unwrap()));
    let told = read(&view, &filters).await;
    // February to April, twenty indicators, two regions.
    assert_eq!(told.lines().count(), 1 + 3 * 20 * 2);
    assert!(
        told.lines()
            .skip(1)
            .all(|line| line.contains(",alice,") && line.contains(",GIRLS,"))
    );

    filters.offset = 2;
    filters.limit = Some(3);
    let page: Vec<&str> = told.lines().skip(3).take(3).collect();
    assert_eq!(read(&view, &filters).await.lines().skip(1).collect::<Vec<_>>(), page);
}

#[tokio::test]
async fn a_value_of_a_filter_is_nothing_but_a_value() {
    let view = view();
    let mut filters = Filters::default();
    filters.any_of.insert("member".to_owned(), vec!["' OR 1=1 --".to_owned()]);
    assert_eq!(read(&view, &filters).await.lines().count(), 1);
}

#[tokio::test]
async fn a_filter_on_no_column_is_refused_with_the_nearest() {
    let view = view();
    let mut filters = Filters::default();
    filters.any_of.insert("regoin".to_owned(), vec![]);
    let error = view.read(TableName::Observations, &filters, QueryLimits::DEFAULT).await;
    let error = error.unwrap_err();
    let expected = Message::new("view-no-column-but").word("name", "regoin");
    assert_eq!(error.message(), expected.word("nearest", "region"));
    let periods = Some(("2020".parse().unwrap(), "2020".parse().unwrap()));
    let filters = Filters { periods, ..Filters::default() };
    let error = view.read(TableName::Members, &filters, QueryLimits::DEFAULT).await;
    assert_eq!(error.unwrap_err().blame(), Blame::Caller);
}

async fn read(view: &View, filters: &Filters) -> String {
    as_csv(view.read(TableName::Observations, filters, QueryLimits::DEFAULT).await.unwrap()).await
}

async fn drained(view: &View, sql: &str, limits: QueryLimits) -> QueryError {
    match view.query(sql, limits).await {
        Ok(answer) => answer.collect(usize::MAX).await.unwrap_err(),
        Err(error) => error,
    }
}

fn view() -> View {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    let rows = (1..=9).map(|seq| release("alice", seq, 20)).collect();
    view.apply(rows, snapshot("a")).unwrap();
    view
}
