//! What a template asks for, and what comes back of it.

use super::*;
use crate::codebook;
use crate::counts;

#[test]
fn a_year_asks_for_totals_and_every_breakdown_and_a_quarter_for_totals_only() {
    let year = plan("2025", &["CA-ON"], &["GROUP", "ONE_SITE"]);
    let dimensions: Vec<_> = year.grids.iter().map(|it| it.dimension.as_deref()).collect();
    assert_eq!(dimensions.first(), Some(&None));
    for dimension in ["age_group", "gender", "closure_reason"] {
        assert!(dimensions.contains(&Some(dimension)), "{dimension}");
    }
    assert!(!dimensions.contains(&Some("region")) && !dimensions.contains(&Some("program_type")));
    let quarter = plan("2025-Q3", &["CA-ON"], &["GROUP", "ONE_SITE"]);
    assert_eq!(quarter.grids.len(), 1);
}

#[test]
fn it_asks_for_what_people_count_and_for_what_the_member_serves() {
    let plan = plan("2025", &["CA-ON", "CA-QC"], &["GROUP", "ONE_SITE"]);
    for count in ["MATCHES_NEW", "YOUTH_SERVED", "RETENTION_12M.num", "OUTCOME_IMPROVED_RATE.den"] {
        assert!(plan.indicators.iter().any(|it| it == count), "{count}");
    }
    for other in ["RETENTION_12M", "RELATIONSHIP_SCORE", "RELATIONSHIP_SCORE.n"] {
        assert!(!plan.indicators.iter().any(|it| it == other), "{other}");
    }
    assert_eq!(plan.regions, ["CA-ON", "CA-QC"], "what is above is added up");
    let rows = plan.grids[0].rows.iter().filter(|it| it.indicator == "MATCHES_NEW").count();
    assert_eq!(rows, 6, "two regions, each with all programs and two");
    let ages = plan
        .grids
        .iter()
        .find(|it| it.dimension.as_deref() == Some("age_group"))
        .unwrap();
    assert!(ages.categories.contains(&"06_09".to_owned()));
    assert!(!ages.categories.contains(&"06_11".to_owned()), "the lowest level only");
}

#[test]
fn a_single_program_is_its_total() {
    let plan = plan("2025", &["CA-ON"], &["GROUP"]);
    assert!(plan.programs.is_empty());
    assert!(plan.grids[0].rows.iter().all(|it| it.program_type == TOTAL));
}

#[test]
fn only_some_indicators_may_be_asked_for_and_others_are_refused() {
    let wanted = |code: &str| {
        Plan::new(&catalogue(), &profile(&["CA-ON"], &[]), period("2025"), &[code.to_owned()])
    };
    assert_eq!(wanted("MATCHES_NEW").unwrap().indicators, ["MATCHES_NEW"]);
    assert_eq!(wanted("RETENTION_12M").unwrap().indicators, ["RETENTION_12M.num"]);
    let parts = ["OUTCOME_IMPROVED_RATE.den", "OUTCOME_IMPROVED_RATE.num"];
    assert_eq!(wanted("OUTCOME_IMPROVED_RATE").unwrap().indicators, parts);
    for code in ["MATCHES_NWE", "RETENTION_12M.num", "RELATIONSHIP_SCORE"] {
        let refused = wanted(code).unwrap_err();
        assert_eq!(refused.iter().next().unwrap().code, "FL-E130", "{code}");
    }
}

#[test]
fn there_must_be_something_to_fill_in_and_not_too_much() {
    let codes = |regions: &[&str]| {
        let refused = Plan::new(&catalogue(), &profile(regions, &[]), period("2025"), &[]);
        refused.err().map(|it| it.iter().map(|it| it.code).collect::<Vec<_>>())
    };
    assert_eq!(codes(&[]), Some(vec!["FL-E216"]));
    assert_eq!(codes(&["CA-ONN"]), Some(vec!["FL-E130", "FL-E216"]));
    assert_eq!(codes(&["CA-ON", "CA"]), Some(vec!["FL-E130"]), "the lowest level only");
    assert_eq!(codes(&["CA-ON"]), None);
    let many = plan("2025", &["CA-ON"], &["GROUP", "ONE_SITE"]).cells();
    assert!(many < CELLS_MAX);
}

#[test]
fn the_period_before_is_of_the_same_kind() {
    for (period, before) in [
        ("2025", "2024"),
        ("2025-Q1", "2024-Q4"),
        ("2025-Q3", "2025-Q2"),
        ("2025-01", "2024-12"),
        ("2025-09", "2025-08"),
        ("FY2024-25", "FY2023-24"),
        ("SY2024-25", "SY2023-24"),
    ] {
        let plan = plan(period, &["CA-ON"], &[]);
        assert_eq!(plan.period_before().map(|it| it.to_string()).as_deref(), Some(before));
    }
}

#[test]
fn every_column_reads_back_as_itself() {
    for column in [
        Column::Before,
        Column::Count,
        Column::Indicator,
        Column::Part("gender".to_owned(), "GIRLS".to_owned()),
        Column::Program,
        Column::Region,
    ] {
        assert_eq!(Column::parse(&column.key()), Some(column));
    }
    assert_eq!(Column::parse("count"), None);
    assert_eq!(Column::parse("flotilla:other"), None);
}

#[test]
fn cells_are_gathered_wherever_they_went() {
    let marks = [row(0, &["flotilla:format", "1"]), row(1, &["flotilla:period", "2025"])];
    let rows = [
        row(0, &["Totals"]),
        row(4, &["", "flotilla:count", "flotilla:region", "flotilla:indicator"]),
        row(7, &["a note", "12", "CA-ON – Ontario", "MATCHES_NEW – New matches"]),
    ];
    let read_me = [row(0, &["Fill in the white cells. 12"])];
    let pages = [page("Lisez-moi", &read_me), page(MARKER, &marks), page("Totaux", &rows)];
    let filled = collect(&pages, Some("alice")).unwrap();
    let text = String::from_utf8(filled.counts).unwrap();
    let line = "Totaux,8,B,MATCHES_NEW,D,2025,CA-ON,C,_T,D,,12";
    assert_eq!(text.lines().nth(1), Some(line));
    assert_eq!(text.lines().count(), 2);
    let draft = {
        let profile = profile(&["CA-ON"], &[]);
        counts::read(text.as_bytes(), &counts::Way::default(), &catalogue(), &profile).unwrap()
    };
    assert_eq!(draft.places().count(), 1);
}

#[test]
fn what_is_no_template_of_ones_own_is_refused() {
    let codes = |marks: &[(u32, Vec<String>)], rows: &[(u32, Vec<String>)]| {
        let pages = [page(MARKER, marks), page("Totals", rows)];
        let refused = collect(&pages, Some("alice")).unwrap_err();
        refused.iter().map(|it| it.code).collect::<Vec<_>>()
    };
    let later = [row(0, &["flotilla:format", "2"])];
    assert_eq!(codes(&later, &[]), ["FL-E213"]);
    assert_eq!(codes(&[], &[]), ["FL-E213"]);
    let format = row(0, &["flotilla:format", "1"]);
    let of_bob = [format.clone(), row(1, &["flotilla:member", "bob"])];
    assert_eq!(codes(&of_bob, &[]), ["FL-E212"]);
    let lost = [row(3, &["flotilla:indicator", "", "flotilla:count"])];
    assert_eq!(codes(&[format], &lost), ["FL-E200"]);
}

fn row(at: u32, cells: &[&str]) -> (u32, Vec<String>) {
    (at, cells.iter().map(|it| (*it).to_owned()).collect())
}

fn page<'a>(name: &'a str, rows: &'a [(u32, Vec<String>)]) -> Page<'a> {
    Page { name, rows }
}

fn plan(period: &str, regions: &[&str], programs: &[&str]) -> Plan {
    let period = self::period(period);
    Plan::new(&catalogue(), &profile(regions, programs), period, &[]).unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn profile(regions: &[&str], programs: &[&str]) -> Profile {
    let codes = |codes: &[&str]| codes.iter().map(|it| (*it).to_owned()).collect();
    Profile { regions: codes(regions), programs: codes(programs), absent: vec![] }
}

fn catalogue() -> Catalogue {
    codebook::standard().unwrap()
}
