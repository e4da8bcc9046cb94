//! One engine, many faces: whatever is asked, in whichever way, of whichever node, the rows are the same.

use flotilla_answer::csv;
use flotilla_answer::csv::Dialect;
use flotilla_answer::ipc::IpcReader;
use flotilla_node::query::RecordBatch;
use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::dice::Dice;
use flotilla_tests::harness::door;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

use crate::flight;

/// Where the questions come from.
const SEED: u64 = 0x000F_ACE5;

/// How many are asked in each way.
const QUESTIONS: usize = 200;

/// What is asked about.
const COLUMNS: [&str; 6] = ["indicator", "member", "region", "period", "gender", "status"];

#[test]
fn http_sql_and_flight_give_the_same_rows_on_every_node() {
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let nodes = ["alice", "bob", "carol"].map(|it| coalition.start(it));
    for (node, year) in nodes.iter().zip([2023, 2024, 2025]) {
        let table = fixtures::table(year, 240 + year % 7 * 20);
        node.door().publish_metrics(&table, fixtures::RECIPE).unwrap();
    }
    wait::until("all hold the same", || {
        let snapshots = nodes.each_ref().map(Node::snapshot);
        snapshots.iter().all(|it| *it == snapshots[0]) && nodes[0].rows(MEMBERS).len() == 3
    });
    let known = COLUMNS.map(|it| nodes[0].rows(&format!("SELECT DISTINCT {it} FROM observations")));
    assert!(known.iter().all(|values| !values.is_empty()));
    let mut dice = Dice::of(SEED);
    let (mut asked, mut found) = (Vec::new(), 0);
    for _ in 0..QUESTIONS {
        let (filters, condition) = question(&mut dice, &known);
        let sql = format!("SELECT * FROM observations WHERE {condition}");
        let (http, by_sql) = (dice.one_of(&nodes), dice.one_of(&nodes));
        let file = http.well(&format!("/v1/observations.csv?{filters}"));
        let told = door::ask(by_sql.web(), &sql).unwrap();
        let expected = lines(&IpcReader::new().push(told).unwrap());
        let mut rows: Vec<String> = file.text().lines().skip(1).map(str::to_owned).collect();
        rows.sort();
        assert_eq!(rows, expected, "{filters} (seed {SEED:#x})");
        found += usize::from(!rows.is_empty());
        asked.push((sql, expected));
    }
    assert!(found > QUESTIONS / 4, "{found} of {QUESTIONS} found something");
    flight::with(dice.one_of(&nodes), async |mut client| {
        for (sql, expected) in asked {
            let info = client.execute(sql.clone(), None).await.unwrap();
            assert_eq!(lines(&flight::rows(&mut client, info).await), expected, "{sql}");
        }
    });
}

#[test]
fn totals_are_the_sums_of_what_members_tell_and_say_what_is_missing() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let (alice, bob) = (coalition.start_with_figures("alice"), coalition.start("bob"));
    bob.door()
        .publish_metrics(&fixtures::table(2024, 240), fixtures::RECIPE)
        .unwrap();
    wait::until("both hold the same", || {
        alice.snapshot() == bob.snapshot() && alice.rows(MEMBERS).len() == 2
    });
    let sql = "SELECT period, region, sum(value), count(value), count(*) - count(value)
               FROM observations WHERE program_type = '_T' AND gender = '_T'
               AND region IN ('CA-ON', 'CA-QC') GROUP BY 1, 2 ORDER BY 1, 2";
    let path = "/v1/totals.csv?region=CA-ON,CA-QC";
    let (totals, again) = (alice.well(path), bob.well(path));
    assert!(totals.body == again.body, "both nodes add up alike");
    let told: Vec<String> = totals.text().lines().skip(1).map(str::to_owned).collect();
    let cells: Vec<Vec<&str>> = told.iter().map(|line| line.split(',').collect()).collect();
    let rows: Vec<String> =
        cells.iter().map(|it| [it[1], it[2], it[3], it[10], it[11]].join(",")).collect();
    assert_eq!(rows, alice.rows(sql));
    assert!(cells.iter().all(|it| (it[4] == "lower") == (it[11] != "0")), "{told:?}");
    let year = bob.well("/v1/totals.json?period=2024&by=member&lang=fr").json();
    assert_eq!(year["totals"].as_array().unwrap().len(), 2, "{year}");
    assert_eq!(year["totals"][0]["member"], "alice");
    for end in ["xlsx", "parquet"] {
        assert!(!alice.well(&format!("/v1/totals.{end}?by=region")).body.is_empty());
    }
    let refused = alice.get("/v1/totals.csv?by=regions");
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.json()["errors"][0]["fix"].as_str().map(|it| it.contains("region")),
        Some(true)
    );
}

/// Lists who has published.
const MEMBERS: &str = "SELECT DISTINCT member FROM observations";

/// Returns filters of some columns, and what they mean in SQL.
fn question(dice: &mut Dice, known: &[Vec<String>; 6]) -> (String, String) {
    let (mut filters, mut conditions) = (Vec::new(), vec!["true".to_owned()]);
    for (column, values) in COLUMNS.iter().zip(known) {
        if dice.roll(3) > 0 {
            continue;
        }
        let count = 1 + dice.roll(2);
        let values: Vec<&str> = (0..count).map(|_| dice.one_of(values).as_str()).collect();
        filters.push(format!("{column}={}", values.join(",")));
        conditions.push(format!("{column} IN ('{}')", values.join("', '")));
    }
    (filters.join("&"), conditions.join(" AND "))
}

/// Returns rows as lines of CSV, ordered.
fn lines(rows: &[RecordBatch]) -> Vec<String> {
    let mut text = Vec::new();
    for batch in rows {
        csv::rows(&mut text, batch, Dialect::Plain).unwrap();
    }
    let text = String::from_utf8(text).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}
