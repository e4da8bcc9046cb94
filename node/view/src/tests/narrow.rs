//! Filters that are asked of codes while files are read: nobody can tell.

use super::*;

/// A filter, and the same so that it cannot be asked of codes.
const FILTERS: [(&str, &str); 11] = [
    ("indicator = 'I01'", "indicator || '' = 'I01'"),
    ("'I01' = indicator", "indicator || '' = 'I01'"),
    ("indicator = 'nothing'", "indicator || '' = 'nothing'"),
    ("region <> 'CA-ON'", "region || '' <> 'CA-ON'"),
    ("gender = '_T'", "gender || '' = '_T'"),
    ("gender IN ('GIRLS', 'NON_BINARY')", "gender || '' IN ('GIRLS', 'NON_BINARY')"),
    ("NOT (gender = 'GIRLS' OR gender = 'BOYS')", "NOT (gender || '' IN ('GIRLS', 'BOYS'))"),
    ("age_group = '_T' AND setting <> 'x'", "age_group || setting = '_T_T'"),
    ("period BETWEEN '2020-03' AND '2020-05'", "period || '' BETWEEN '2020-03' AND '2020-05'"),
    (
        "period_start >= DATE '2020-04-01' AND period_end < '2020-07-01'",
        "period || '' >= '2020-04' AND period || '' < '2020-06-99'",
    ),
    ("status = 'x' AND member <> 'bob'", "status || '' = 'x' AND member || '' <> 'bob'"),
];

#[tokio::test]
async fn a_filter_of_codes_leaves_what_a_filter_of_rows_leaves() {
    let dir = tempfile::tempdir().unwrap();
    let view = filled(dir.path());
    for table in ["observations", "revisions"] {
        for (of_codes, of_rows) in FILTERS {
            let ask = |filter| format!("SELECT * FROM {table} WHERE {filter}");
            let told = csv(&view, &ask(of_codes)).await;
            assert_eq!(told, csv(&view, &ask(of_rows)).await, "{table}: {of_codes}");
            let is_empty = told.lines().count() == 1;
            assert_eq!(is_empty, of_codes.contains("nothing"), "{table}: {of_codes}");
        }
    }
}

/// Two logs of which a part is in files, with a correction and a withdrawal.
fn filled(dir: &Path) -> View {
    let view = open(dir, Limits::DEFAULT);
    for handle in ["alice", "bob"] {
        let rows =
            |places: std::ops::Range<u64>| places.map(|seq| release(handle, seq, 4)).collect();
        view.apply(rows(1..9), snapshot("a")).unwrap();
        view.flush().unwrap();
        view.apply(rows(9..13), snapshot("b")).unwrap();
        let withdrawal = row(handle, 13, Content::Withdrawal(vec![entry_id(handle, 2)]));
        view.apply(vec![withdrawal], snapshot("c")).unwrap();
    }
    view
}
