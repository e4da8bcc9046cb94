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

#[test]
fn the_parts_of_a_quotient_have_codes_of_their_own() {
    let catalogue = with_ratio(ratio(".num", Denominator::Whole("RATE.den".to_owned()))).unwrap();
    let part = catalogue.indicator("RATE.num").unwrap();
    assert_eq!((part.kind, part.unit.as_str()), (IndicatorKind::Flow, "matches"));
    assert_eq!(part.breakdowns, ["gender"]);
    assert!(catalogue.indicator("RATE.rest").is_none(), "nobody publishes what is left");
    assert!(catalogue.indicators().all(|it| !it.code.contains('.')));
    let shares: Vec<_> = catalogue.shares().map(|it| (it.numerator, it.rest())).collect();
    assert_eq!(shares, [("RATE.num", "RATE.rest".to_owned())]);
}

#[test]
fn a_part_is_another_indicator_where_it_is_the_same_number() {
    let of = |denominator: Denominator| with_ratio(ratio(".num", denominator));
    let new = || "MATCHES_NEW".to_owned();
    let catalogue = of(Denominator::Whole(new())).unwrap();
    assert!(catalogue.indicator("RATE.den").is_none());
    assert!(of(Denominator::Unrelated(new())).is_ok() && of(Denominator::Sum(new())).is_ok());
    let stock = || "MATCHES_ACTIVE".to_owned();
    assert!(of(Denominator::Whole(stock())).is_err(), "a flow is no share of a stock");
    assert!(of(Denominator::Unrelated(stock())).is_ok());
    assert!(of(Denominator::Whole("RATE".to_owned())).is_err(), "a quotient is no count");
    assert!(of(Denominator::Whole("OTHER.den".to_owned())).is_err());
    assert!(of(Denominator::Whole("RATE.num".to_owned())).is_err());
}

#[test]
fn a_count_is_the_share_of_one_whole_only() {
    let share = ratio(".num", Denominator::Whole("MATCHES_NEW".to_owned()));
    let mut other = ratio(".num", Denominator::Whole("SHARE.den".to_owned()));
    other.code = "SHARE".to_owned();
    let twice = |indicators: Vec<Indicator>| {
        let lists = sample().lists().cloned().collect();
        let all = sample().indicators().cloned().chain(indicators).collect();
        Catalogue::new(1, all, lists)
    };
    let with = |numerator: &str| {
        let mut other = other.clone();
        other.parts.as_mut().unwrap().numerator = numerator.to_owned();
        twice(vec![share.clone(), other])
    };
    assert!(with("SHARE.num").is_ok());
    assert!(matches!(with("RATE.num"), Err(InvalidCatalogue::Order { .. })));
}

#[test]
fn only_a_quotient_has_parts_and_only_its_own_code_names_them() {
    let of = |change: fn(&mut Indicator)| {
        let mut ratio = ratio(".num", Denominator::Whole("RATE.den".to_owned()));
        change(&mut ratio);
        with_ratio(ratio)
    };
    assert!(of(|_| ()).is_ok());
    assert!(of(|it| it.kind = IndicatorKind::Flow).is_err());
    assert!(of(|it| it.parts.as_mut().unwrap().unit.clear()).is_err());
    assert!(of(|it| it.parts.as_mut().unwrap().months_earlier = 12).is_ok());
    assert!(of(|it| it.parts.as_mut().unwrap().months_earlier = 121).is_err());
    assert!(of(|it| it.parts.as_mut().unwrap().kind = IndicatorKind::Mean).is_err());
    let taken = with_ratio(Indicator {
        code: "RATE.num".to_owned(),
        ..sample().indicator("MATCHES_NEW").unwrap().clone()
    });
    assert!(taken.is_ok(), "no quotient claims it");
}

#[test]
fn a_stock_balances_with_two_other_flows() {
    let with = |came: &str, went: &str, change: fn(&mut Vec<Indicator>)| {
        let lists = sample().lists().cloned().collect();
        let mut all: Vec<Indicator> = sample().indicators().cloned().collect();
        all.insert(1, Indicator { code: "MATCHES_CLOSED".to_owned(), ..all[1].clone() });
        all[0].balance = Some(Balance { came: came.to_owned(), went: went.to_owned() });
        change(&mut all);
        Catalogue::new(1, all, lists)
    };
    let (new, closed) = ("MATCHES_NEW", "MATCHES_CLOSED");
    let catalogue = with(new, closed, |_| ()).unwrap();
    let balances: Vec<_> = catalogue.balances().map(|(stock, _)| stock.code.as_str()).collect();
    assert_eq!(balances, ["MATCHES_ACTIVE"]);
    assert!(with(new, new, |_| ()).is_err(), "what comes is not what goes");
    assert!(with(new, "MATCHES_ACTIVE", |_| ()).is_err(), "a stock does not go");
    assert!(matches!(with(new, "OTHER", |_| ()), Err(InvalidCatalogue::Unknown { .. })));
    assert!(with(new, closed, |all| all[0].kind = IndicatorKind::Unique).is_err());
    let twice = with(new, closed, |all| {
        all.insert(1, Indicator { code: "MATCHES_ALL".to_owned(), ..all[0].clone() });
    });
    assert!(matches!(twice, Err(InvalidCatalogue::Order { .. })), "what comes, comes to one");
}

#[test]
fn a_mean_is_of_somebody_who_is_counted() {
    let with = |of: &str, change: fn(&mut Indicator)| {
        let lists = sample().lists().cloned().collect();
        let scale = Scale { low: 0, high: 120, of: of.to_owned(), unit: "persons".to_owned() };
        let mut mean = Indicator {
            code: "WAIT_DAYS".to_owned(),
            kind: IndicatorKind::Mean,
            scale: Some(scale),
            ..sample().indicator("MATCHES_NEW").unwrap().clone()
        };
        change(&mut mean);
        let indicators = sample().indicators().cloned().chain([mean]).collect();
        Catalogue::new(1, indicators, lists)
    };
    let catalogue = with("WAIT_DAYS.n", |_| ()).unwrap();
    let own = catalogue.indicator("WAIT_DAYS.n").unwrap();
    assert_eq!((own.kind, own.unit.as_str()), (IndicatorKind::Flow, "persons"));
    let catalogue = with("MATCHES_NEW", |it| it.scale.as_mut().unwrap().unit.clear()).unwrap();
    assert!(catalogue.indicator("WAIT_DAYS.n").is_none(), "that is another's number");
    assert!(with("MATCHES_ACTIVE", |_| ()).is_err(), "a stock does not add up over time");
    assert!(matches!(with("OTHER", |_| ()), Err(InvalidCatalogue::Unknown { .. })));
    assert!(with("WAIT_DAYS.n", |it| it.kind = IndicatorKind::Flow).is_err());
    assert!(with("WAIT_DAYS.n", |it| it.scale.as_mut().unwrap().low = 120).is_err());
    assert!(with("WAIT_DAYS.n", |it| it.scale.as_mut().unwrap().high = SCALE_MAX + 1).is_err());
    assert!(with("WAIT_DAYS.n", |it| it.scale.as_mut().unwrap().unit.clear()).is_err());
}

/// A quotient whose numerator is its own.
fn ratio(numerator: &str, denominator: Denominator) -> Indicator {
    let parts = Parts {
        numerator: format!("RATE{numerator}"),
        denominator,
        months_earlier: 0,
        kind: IndicatorKind::Flow,
        unit: "matches".to_owned(),
        is_sensitive: false,
    };
    Indicator {
        code: "RATE".to_owned(),
        kind: IndicatorKind::Ratio,
        unit: "percent".to_owned(),
        parts: Some(parts),
        ..sample().indicator("MATCHES_NEW").unwrap().clone()
    }
}

fn with_ratio(ratio: Indicator) -> Result<Catalogue, InvalidCatalogue> {
    let lists = sample().lists().cloned().collect();
    let indicators = sample().indicators().cloned().chain([ratio]).collect();
    Catalogue::new(1, indicators, lists)
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
        parts: None,
        balance: None,
        scale: None,
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
