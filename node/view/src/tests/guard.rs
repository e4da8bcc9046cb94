//! What readers of sums are told.

use flotilla_domain::message::Message;

use super::*;

/// Every column in which totals stand beside their parts, at its total.
const TOTALS: &str = "indicator = 'I00' AND region = 'CA-ON' AND period = '2025-Q1' AND program_type = '_T'
    AND age_group = '_T' AND gender = '_T' AND population = '_T' AND delivery_mode = '_T' AND setting = '_T'
    AND closure_reason = '_T' AND instrument = '_T' AND outcome_domain = '_T' AND list_status = '_T'
    AND waiting_time = '_T'";

#[tokio::test]
async fn a_sum_that_says_what_it_adds_is_only_told_what_is_hidden() {
    assert_eq!(
        warned(&format!("SELECT sum(value) FROM observations WHERE {TOTALS}")).await,
        [HIDDEN]
    );
    let grouped = "SELECT member, sum(value) FROM observations WHERE";
    assert_eq!(warned(&format!("{grouped} {TOTALS} GROUP BY member")).await, [HIDDEN]);
    let girls = TOTALS.replace("gender = '_T'", "gender IN ('GIRLS', 'BOYS')");
    assert_eq!(warned(&format!("{grouped} {girls} GROUP BY member")).await, [HIDDEN]);
    let either = TOTALS.replace("gender = '_T'", "(gender = 'GIRLS' OR gender = 'BOYS')");
    assert_eq!(warned(&format!("{grouped} {either} GROUP BY member")).await, [HIDDEN]);
    let by_gender = TOTALS.replace(" AND gender = '_T'", "");
    let by_gender = format!("SELECT gender, sum(value) FROM observations WHERE {by_gender}");
    assert_eq!(warned(&format!("{by_gender} GROUP BY gender")).await, [HIDDEN]);
}

#[tokio::test]
async fn a_sum_over_totals_and_their_parts_is_told() {
    for (instead, of) in [
        ("", " AND gender = '_T'"),
        ("gender IN ('_T', 'GIRLS')", "gender = '_T'"),
        ("region IN ('CA', 'CA-ON')", "region = 'CA-ON'"),
        ("period IN ('2025', '2025-Q1')", "period = '2025-Q1'"),
        ("period LIKE '2025%'", "period = '2025-Q1'"),
        ("gender <> 'UNK'", "gender = '_T'"),
    ] {
        let filter = TOTALS.replace(of, instead);
        let sql = format!("SELECT avg(value) FROM (SELECT * FROM observations WHERE {filter})");
        assert_eq!(warned(&sql).await, ["view-warn-mixed", HIDDEN], "{instead}");
    }
}

#[tokio::test]
async fn persons_and_states_do_not_add_up_over_periods_and_means_never() {
    for (code, id) in [
        ("PERSONS", "view-warn-persons"),
        ("STATES", "view-warn-stock"),
        ("MEANS", "view-warn-mean"),
    ] {
        let filter = TOTALS.replace("I00", code);
        let both = filter.replace("period = '2025-Q1'", "period IN ('2025-Q1', '2025-Q2')");
        let sum = |filter: &str| format!("SELECT sum(value) FROM observations WHERE {filter}");
        assert_eq!(warned(&sum(&both)).await, [id, HIDDEN]);
        let one = warned(&sum(&filter)).await;
        assert_eq!(one.contains(&id), code == "MEANS", "{code}: {one:?}");
        let flow = both.replace(code, "I00");
        assert_eq!(warned(&sum(&flow)).await, [HIDDEN], "events add up");
    }
}

#[tokio::test]
async fn a_sum_in_disguise_is_a_sum() {
    let year = TOTALS.replace(" AND period = '2025-Q1'", "");
    let both = TOTALS.replace("region = 'CA-ON' AND ", "");
    for sql in [
        format!(
            "SELECT substr(period, 1, 4), sum(value) FROM observations WHERE {year} GROUP BY 1"
        ),
        format!("SELECT region, sum(value) FROM observations WHERE {both} GROUP BY ROLLUP(region)"),
        format!("SELECT sum(value) OVER (PARTITION BY member) FROM observations WHERE {both}"),
        format!("SELECT sum(v) FROM (SELECT value AS v FROM observations WHERE {both})"),
        format!(
            "SELECT sum(value) FROM (SELECT * FROM observations WHERE {TOTALS}
             UNION ALL SELECT * FROM observations WHERE {})",
            TOTALS.replace("CA-ON", "CA")
        ),
    ] {
        assert!(warned(&sql).await.contains(&"view-warn-mixed"), "{sql}");
    }
    let within =
        format!("SELECT sum(value) OVER (PARTITION BY region) FROM observations WHERE {both}");
    assert_eq!(warned(&within).await, [HIDDEN]);
}

#[tokio::test]
async fn what_adds_no_figures_up_is_told_nothing() {
    for sql in [
        "SELECT count(*), max(value) FROM observations",
        "SELECT sum(version) FROM practices",
        "SELECT * FROM observations",
        "SELECT sum(payload_bytes) FROM entries",
    ] {
        assert_eq!(warned(sql).await, [""; 0], "{sql}");
    }
}

#[tokio::test]
async fn a_query_tells_which_tables_it_reads_wherever_in_it() {
    for (sql, read) in [
        ("SELECT 1", &[][..]),
        ("SELECT count(*) FROM practices", &["practices"]),
        ("SELECT 1 FROM flotilla.public.practices AS observations", &["practices"]),
        (
            "WITH members AS (SELECT practice_id FROM responses) SELECT * FROM members",
            &["responses"],
        ),
        (
            "SELECT (SELECT max(id) FROM practices), m.handle FROM members m",
            &["members", "practices"],
        ),
        ("SELECT 1 FROM members WHERE EXISTS (SELECT 1 FROM practices)", &["members", "practices"]),
        (
            "SELECT id FROM entries WHERE id IN (SELECT id FROM practices)",
            &["entries", "practices"],
        ),
        ("SELECT id FROM entries UNION ALL SELECT id FROM practices", &["entries", "practices"]),
        ("EXPLAIN SELECT * FROM practices WHERE id = 'x'", &["practices"]),
        ("SELECT * FROM practices WHERE false LIMIT 0", &["practices"]),
        ("SELECT count(*) FROM search_practices('word')", &["practices", "responses"]),
        ("SELECT table_name FROM information_schema.tables", &[]),
    ] {
        let answer = asked(sql).await;
        let told: Vec<&str> = answer.tables().iter().map(|table| table.name()).collect();
        assert_eq!(told, read, "{sql}");
    }
}

const HIDDEN: &str = "view-warn-hidden";

async fn warned(sql: &str) -> Vec<&'static str> {
    asked(sql).await.warnings().iter().map(Message::id).collect()
}

async fn asked(sql: &str) -> Answer {
    let dir = tempfile::tempdir().unwrap();
    let catalogue = of_all_kinds();
    let (coalition, rules) = (CoalitionId(hash("coalition")), hash("rules"));
    let (members, limits) = (vec![member("alice")], Limits::DEFAULT);
    let setting = Setting { catalogue: &catalogue, coalition, rules, members, limits };
    let view = View::open(dir.path(), &setting).unwrap();
    view.apply(vec![release("alice", 1, 1)], snapshot("a")).unwrap();
    view.query(sql, QueryLimits::DEFAULT).await.unwrap()
}

/// The usual catalogue with an indicator of each kind, and a region that contains the others.
fn of_all_kinds() -> Catalogue {
    let usual = catalogue();
    let flow = usual.indicator("I00").unwrap();
    let kinds = [
        ("I00", IndicatorKind::Flow),
        ("MEANS", IndicatorKind::Mean),
        ("PERSONS", IndicatorKind::Unique),
        ("STATES", IndicatorKind::Stock),
    ];
    let indicator = |(code, kind): (&str, IndicatorKind)| Indicator {
        code: code.to_owned(),
        kind,
        ..flow.clone()
    };
    let mut lists: Vec<CodeList> = usual.lists().cloned().collect();
    let regions = &mut lists.iter_mut().find(|it| it.name == "region").unwrap().codes;
    let country = regions["CA-ON"].clone();
    regions.values_mut().for_each(|it| it.parent = Some("CA".to_owned()));
    regions.insert("CA".to_owned(), country);
    Catalogue::new(1, kinds.map(indicator).to_vec(), lists).unwrap()
}
