//! The rules of a catalogue, and a small one that other tests share.

use super::*;

#[test]
fn knows_parents_and_leaves() {
    let regions = sample();
    let regions = regions.list(REGION).unwrap();
    assert_eq!(regions.children(TOTAL).collect::<Vec<_>>(), ["CA"]);
    assert_eq!(regions.leaves("CA").collect::<Vec<_>>(), ["CA-ON", "CA-QC"]);
    assert!(regions.is_within("CA-ON", "CA") && !regions.is_within("CA", "CA-ON"));
    assert!(regions.is_leaf("CA-ON") && !regions.is_leaf("CA"));
}

#[test]
fn a_code_cannot_be_its_own_ancestor() {
    let refused = with_regions(&[("A", Some("B")), ("B", Some("A"))]).unwrap_err();
    assert!(matches!(refused, InvalidCatalogue::Unknown { .. }));
}

#[test]
fn a_parent_must_exist_and_a_code_must_be_one() {
    assert!(with_regions(&[("CA-ON", Some("CA"))]).is_err());
    assert!(with_regions(&[("M5V 2T6", None)]).is_err());
    assert!(with_regions(&[(TOTAL, None)]).is_err());
}

#[test]
fn a_breakdown_by_an_unknown_list_is_refused() {
    let mut indicator = sample().indicator("MATCHES_NEW").unwrap().clone();
    indicator.breakdowns = vec!["shoe_size".to_owned()];
    let lists = sample().lists().cloned().collect();
    assert!(Catalogue::new(1, vec![indicator], lists).is_err());
}

fn with_regions(codes: &[(&str, Option<&str>)]) -> Result<Catalogue, InvalidCatalogue> {
    Catalogue::new(1, vec![], vec![list(PROGRAM_TYPE, &[("GROUP", None)]), list(REGION, codes)])
}

/// Two provinces, two programs, two genders; one flow and one stock.
fn sample() -> Catalogue {
    let lists = vec![
        list("gender", &[("BOYS", None), ("GIRLS", None)]),
        list(PROGRAM_TYPE, &[("GROUP", None), ("ONE_SITE", None)]),
        list(REGION, &[("CA", None), ("CA-ON", Some("CA")), ("CA-QC", Some("CA"))]),
    ];
    let indicator = |code: &str, kind| Indicator {
        code: code.to_owned(),
        title: label(code),
        definition: label(code),
        kind,
        unit: "matches".to_owned(),
        breakdowns: vec!["gender".to_owned()],
        definition_version: 1,
        direction: Direction::Up,
    };
    let indicators = vec![
        indicator("MATCHES_ACTIVE", IndicatorKind::Stock),
        indicator("MATCHES_NEW", IndicatorKind::Flow),
    ];
    Catalogue::new(1, indicators, lists).unwrap()
}

fn list(name: &str, codes: &[(&str, Option<&str>)]) -> CodeList {
    let code = |parent: &Option<&str>| Code {
        label: label("x"),
        parent: parent.map(str::to_owned),
        sensitivity: None,
    };
    CodeList {
        name: name.to_owned(),
        title: label(name),
        overlapping: false,
        sensitivity: Sensitivity::General,
        codes: codes.iter().map(|(name, parent)| ((*name).to_owned(), code(parent))).collect(),
    }
}

fn label(text: &str) -> Label {
    Label { en: text.to_owned(), fr: text.to_owned() }
}
