//! Totals over members, from rows as they are held to rows as they are told.

use super::*;
use crate::Rollup;

/// A member, its figures by period and region, and a number; 0 is hidden.
type Told = (&'static str, &'static [(&'static str, &'static str, u64)]);

#[tokio::test]
async fn members_are_added_up_however_each_of_them_tells_it() {
    let view = view(&[
        ("alice", &[("2024", "CA", 70), ("2024", "CA-ON", 40), ("2024", "CA-QC", 30)]),
        ("bob", &[("2024-Q1", "CA-ON", 10), ("2024-Q2", "CA-ON", 15), ("2024-Q3", "CA-ON", 20)]),
        ("carol", &[("2024", "CA-QC", 0)]),
    ]);
    let told = totals(&view, &[("period", "2024")], &[]).await;
    let expected = "indicator,period,value,bound,unit,numerator,denominator,rate_per_mille,n,\
                    members,members_hidden,definition_version\n\
                    I00,2024,115,lower,matches,,,,,2,1,1\n";
    assert_eq!(told, expected);
    let told = totals(&view, &[("period", "2024")], &["region"]).await;
    let rows: Vec<&str> = told.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "I00,2024,CA,115,lower,matches,,,,,2,1,1",
            "I00,2024,CA-ON,85,lower,matches,,,,,2,0,1",
            "I00,2024,CA-QC,30,lower,matches,,,,,1,1,1",
        ]
    );
    let told = totals(&view, &[("region", "CA-ON"), ("period", "2024-Q1")], &["member"]).await;
    assert_eq!(
        told.lines().skip(1).collect::<Vec<_>>(),
        ["I00,2024-Q1,CA-ON,bob,10,,matches,,,,,1,0,1"]
    );
}

#[tokio::test]
async fn a_range_of_periods_is_one_total_and_what_is_told_apart_is_not_added() {
    let view = view(&[("alice", &[("2023", "CA-ON", 50), ("2024", "CA-ON", 60)])]);
    let mut rollup = Rollup::default();
    rollup.filters.periods = Some(("2023".parse().unwrap(), "2024".parse().unwrap()));
    let told = as_csv(view.roll_up(&rollup, QueryLimits::DEFAULT).await.unwrap()).await;
    assert!(told.ends_with("\nI00,110,,matches,,,,,1,0,1\n"), "{told}");
    rollup.by.insert("period".to_owned());
    let told = as_csv(view.roll_up(&rollup, QueryLimits::DEFAULT).await.unwrap()).await;
    assert_eq!(told.lines().count(), 3, "{told}");
}

#[tokio::test]
async fn breakdowns_are_told_apart_one_at_a_time_and_without_their_total() {
    let dir = tempfile::tempdir().unwrap();
    let view = open(dir.path(), Limits::DEFAULT);
    view.apply(vec![release("alice", 1, 1), release("bob", 1, 1)], snapshot("a"))
        .unwrap();
    let told = totals(&view, &[("region", "CA-ON")], &["gender"]).await;
    let genders: Vec<&str> =
        told.lines().skip(1).map(|line| line.split(',').nth(3).unwrap()).collect();
    assert_eq!(genders, ["BOYS", "GIRLS"], "{told}");
    let asked = |by: &[&str]| Rollup {
        by: by.iter().map(|it| (*it).to_owned()).collect(),
        ..Rollup::default()
    };
    let refused = view.roll_up(&asked(&["gender", "waiting_time"]), QueryLimits::DEFAULT).await;
    assert_eq!(refused.unwrap_err().message().id(), "view-rollup-two");
    let unknown = view.roll_up(&asked(&["genders"]), QueryLimits::DEFAULT).await.unwrap_err();
    let QueryError::Unknown { nearest, .. } = unknown else { panic!("{unknown}") };
    assert_eq!(nearest.as_deref(), Some("gender"));
}

#[tokio::test]
async fn persons_of_members_and_lower_bounds_come_with_a_warning() {
    let told = |kind| {
        let rows: [Told; 2] =
            [("alice", &[("2024", "CA-ON", 60)]), ("bob", &[("2024", "CA-ON", 40)])];
        view_of(kind, &rows)
    };
    let warnings = async |view: &View| {
        let answer = view.roll_up(&Rollup::default(), QueryLimits::DEFAULT).await.unwrap();
        answer.warnings().iter().map(|it| it.id()).collect::<Vec<_>>()
    };
    assert_eq!(warnings(&told(IndicatorKind::Flow)).await, Vec::<&str>::new());
    assert_eq!(warnings(&told(IndicatorKind::Unique)).await, ["view-rollup-persons"]);
    let hidden = view_of(IndicatorKind::Flow, &[("alice", &[("2024", "CA-ON", 0)])]);
    assert_eq!(warnings(&hidden).await, ["view-rollup-lower"]);
}

/// Asks for totals of what passes these filters, and returns them as CSV.
async fn totals(view: &View, filters: &[(&str, &str)], by: &[&str]) -> String {
    let mut rollup = Rollup::default();
    for (column, value) in filters {
        rollup.filters.any_of.insert((*column).to_owned(), vec![(*value).to_owned()]);
    }
    rollup.by = by.iter().map(|it| (*it).to_owned()).collect();
    as_csv(view.roll_up(&rollup, QueryLimits::DEFAULT).await.unwrap()).await
}

fn view(told: &[Told]) -> View {
    view_of(IndicatorKind::Flow, told)
}

/// Opens a view in which these figures of the first indicator are told, which is of this kind, and a country
/// consists of two provinces.
fn view_of(kind: IndicatorKind, told: &[Told]) -> View {
    let known = catalogue();
    let mut indicators: Vec<Indicator> = known.indicators().cloned().collect();
    indicators[0].kind = kind;
    let mut lists: Vec<CodeList> = known.lists().cloned().collect();
    let regions = lists.iter_mut().find(|it| it.name == "region").unwrap();
    let mut country = regions.codes["CA-ON"].clone();
    for code in regions.codes.values_mut() {
        code.parent = Some("CA".to_owned());
    }
    country.parent = None;
    regions.codes.insert("CA".to_owned(), country);
    let catalogue = Catalogue::new(1, indicators, lists).unwrap();
    let members = ["carol", "alice", "bob"].map(member).to_vec();
    let (coalition, rules) = (CoalitionId(hash("coalition")), hash("rules"));
    let limits = Limits::DEFAULT;
    let setting = Setting { catalogue: &catalogue, coalition, rules, members, limits };
    let dir = tempfile::tempdir().unwrap();
    let view = View::open(dir.path(), &setting).unwrap();
    let rows = told.iter().map(|(handle, figures)| {
        let figures = figures.iter().map(|(period, region, count)| Observation {
            place: Place {
                indicator: "I00".into(),
                period: period.parse().unwrap(),
                region: (*region).into(),
                program_type: TOTAL.into(),
                breakdown: None,
            },
            figure: if *count == 0 { Figure::Withheld } else { Figure::Count(*count) },
        });
        let release = Release::new(terms(vec![]), figures.collect()).unwrap();
        row(handle, 1, Content::Release(release))
    });
    view.apply(rows.collect(), snapshot("a")).unwrap();
    view
}
