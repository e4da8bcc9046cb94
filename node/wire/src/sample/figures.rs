//! The catalogue of a sample, and tables that fit it.
//!
//! Two indicators (a flow and a stock), Canada with two provinces, two programs, two genders. A table
//! of any size up to the limit is a prefix of one fixed list, so tables of one size are equal.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Code;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Direction;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::Label;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::period::Period;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;

/// The first year of every table.
const YEAR: u32 = 2020;

/// A code, its label, and the code above it.
type Row = (&'static str, &'static str, Option<&'static str>);

#[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
pub(super) fn catalogue() -> Catalogue {
    let lists = vec![
        list("gender", [("BOYS", "Boys", None), ("GIRLS", "Girls", None)]),
        list(PROGRAM_TYPE, [("GROUP", "Group", None), ("ONE_SITE", "One site", None)]),
        list(
            REGION,
            [
                ("CA", "Canada", None),
                ("CA-ON", "Ontario", Some("CA")),
                ("CA-QC", "Quebec", Some("CA")),
            ],
        ),
    ];
    let indicators = vec![
        indicator("MATCHES_ACTIVE", "Active matches", IndicatorKind::Stock),
        indicator("MATCHES_NEW", "New matches", IndicatorKind::Flow),
    ];
    Catalogue::new(1, indicators, lists).expect("a sound catalogue")
}

#[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
pub(super) fn release(observations: usize) -> Release {
    let mut places: Vec<Place> = places(observations.div_ceil(24)).take(observations).collect();
    places.sort();
    let figure = |(place, index): (Place, u64)| {
        let count = 30 + 5 * (index % 50);
        Observation { place, figure: Figure::Count(count) }
    };
    Release::new(terms(), places.into_iter().zip(0..).map(figure).collect()).expect("a sound table")
}

pub(super) fn terms() -> Terms {
    Terms {
        policy_version: 1,
        gate: GateParameters::DEFAULT,
        catalogue_version: 1,
        replaces: Vec::new(),
        note: String::new(),
        consents: vec![],
        coverage: Coverage::default(),
    }
}

/// Returns 24 places of each of `months` months.
fn places(months: usize) -> impl Iterator<Item = Place> {
    let all = (YEAR..).flat_map(|year| (1..=12).filter_map(move |it| Period::month(year, it)));
    all.take(months).flat_map(of_month)
}

fn of_month(period: Period) -> impl Iterator<Item = Place> {
    let genders = [None, Some("BOYS"), Some("GIRLS")];
    let regions = ["CA-ON", "CA-QC"];
    let programs = ["GROUP", "ONE_SITE"];
    ["MATCHES_ACTIVE", "MATCHES_NEW"].into_iter().flat_map(move |indicator| {
        let pairs = regions.into_iter().flat_map(move |it| programs.map(|program| (it, program)));
        let rows = pairs.flat_map(move |pair| genders.map(|gender| (pair, gender)));
        rows.map(move |((region, program), gender)| Place {
            indicator: indicator.into(),
            period,
            region: region.into(),
            program_type: program.into(),
            breakdown: gender.map(|category| Breakdown {
                dimension: "gender".into(),
                category: category.into(),
            }),
        })
    })
}

fn indicator(code: &str, title: &str, kind: IndicatorKind) -> Indicator {
    Indicator {
        code: code.to_owned(),
        title: label(title),
        definition: label(title),
        kind,
        unit: "matches".to_owned(),
        breakdowns: vec!["gender".to_owned()],
        definition_version: 1,
        direction: Direction::Up,
        parts: None,
        balance: None,
        scale: None,
    }
}

fn list<const N: usize>(name: &str, codes: [Row; N]) -> CodeList {
    let code = |(name, title, parent): Row| {
        (
            name.to_owned(),
            Code { label: label(title), parent: parent.map(str::to_owned), sensitivity: None },
        )
    };
    CodeList {
        name: name.to_owned(),
        title: label(name),
        overlapping: false,
        sensitivity: Sensitivity::General,
        codes: codes.into_iter().map(code).collect(),
    }
}

fn label(text: &str) -> Label {
    Label { en: text.to_owned(), fr: text.to_owned() }
}
