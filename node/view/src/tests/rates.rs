//! What stands above and below the line: the row of a numerator shows both, or neither.

use flotilla_domain::catalogue::Denominator;
use flotilla_domain::catalogue::Parts;
use flotilla_domain::catalogue::Scale;

use super::*;

const SQL: &str = "SELECT indicator, period, region, value, numerator, denominator, unit
                   FROM observations ORDER BY 1, 2, 3";

#[tokio::test]
async fn a_numerator_stands_beside_its_denominator_wherever_that_was_told() {
    let view = view(vec![
        told("bob", 1, &[("I00", "2024", "CA-ON", 60), ("I00", "2024", "CA-QC", 40)]),
        told("bob", 2, &[("R.num", "2025", "CA-ON", 30)]),
        told("carol", 1, &[("R.num", "2025", "CA-QC", 30)]),
    ]);
    let expected = "indicator,period,region,value,numerator,denominator,unit\n\
                    I00,2024,CA-ON,60,,,matches\n\
                    I00,2024,CA-QC,40,,,matches\n\
                    R.num,2025,CA-ON,30,30,60,contacts\n\
                    R.num,2025,CA-QC,30,,,contacts\n";
    assert_eq!(csv(&view, SQL).await, expected, "a part of another member is none");
}

#[tokio::test]
async fn a_hidden_number_leaves_no_half_of_a_rate() {
    let both =
        |value| told("bob", 1, &[("I00", "2024", "CA-ON", value), ("R.num", "2025", "CA-ON", 30)]);
    assert!(csv(&view(vec![both(0)]), SQL).await.contains("R.num,2025,CA-ON,30,,,"));
    let hidden = told("bob", 1, &[("I00", "2024", "CA-ON", 60), ("R.num", "2025", "CA-ON", 0)]);
    assert!(csv(&view(vec![hidden]), SQL).await.contains("R.num,2025,CA-ON,,,,"));
    let replaced = Row {
        content: Content::Release(
            Release::new(terms(vec![entry_id("bob", 1)]), figures(&[("I00", "2024", "CA-ON", 50)]))
                .unwrap(),
        ),
        ..row("bob", 2, Content::None)
    };
    let told = csv(&view(vec![both(60), replaced]), SQL).await;
    assert!(!told.contains("R.num") && told.contains("I00,2024,CA-ON,50,,,"), "{told}");
}

#[tokio::test]
async fn a_denominator_may_be_two_figures_together() {
    let view =
        view(vec![told("bob", 1, &[("I01", "2024", "CA-ON", 20), ("I02", "2024", "CA-ON", 60)])]);
    let told = csv(&view, SQL).await;
    assert!(told.contains("I01,2024,CA-ON,20,20,80,matches"), "{told}");
}

#[tokio::test]
async fn sums_of_both_make_a_quotient_however_rows_lie() {
    let rows = || {
        vec![
            told("bob", 1, &[("I00", "2024", "CA-ON", 60), ("R.num", "2025", "CA-ON", 30)]),
            told("carol", 1, &[("I00", "2024", "CA-ON", 40), ("R.num", "2025", "CA-ON", 0)]),
            told("carol", 2, &[("I00", "2024", "CA-QC", 40), ("R.num", "2025", "CA-QC", 10)]),
        ]
    };
    let sql = "SELECT 100 * sum(numerator) / sum(denominator) AS percent FROM observations
               WHERE indicator = 'R.num'";
    assert_eq!(csv(&view(rows()), sql).await, "percent\n40\n");
    let dir = tempfile::tempdir().unwrap();
    let small = Limits { tail_rows_max: 1, ..Limits::DEFAULT };
    let in_files = open_with(dir.path(), small);
    for row in rows() {
        in_files.apply(vec![row], snapshot("a")).unwrap();
    }
    assert_eq!(csv(&in_files, sql).await, "percent\n40\n");
}

#[tokio::test]
async fn a_mean_stands_beside_the_number_of_those_it_is_of() {
    let told = |people: u64| {
        let mut observations =
            figures(&[("I00", "2024", "CA-ON", people), ("M", "2024", "CA-ON", 5)]);
        observations[1].figure = Figure::Mean(37);
        let release = Release::new(terms(vec![]), observations).unwrap();
        view(vec![row("bob", 1, Content::Release(release))])
    };
    let sql = "SELECT indicator, value, n, numerator, status FROM observations ORDER BY 1";
    let expected = "indicator,value,n,numerator,status\nI00,60,,,\nM,37,60,,\n";
    assert_eq!(csv(&told(60), sql).await, expected);
    assert!(csv(&told(0), sql).await.contains("M,37,,,"));
}

/// Indicator, period, region and number; 0 is hidden.
type Told = (&'static str, &'static str, &'static str, u64);

/// Returns an entry that tells figures of provinces.
fn told(handle: &str, seq: u64, told: &[Told]) -> Row {
    row(handle, seq, Content::Release(Release::new(terms(vec![]), figures(told)).unwrap()))
}

fn figures(told: &[Told]) -> Vec<Observation> {
    let figure = |(indicator, period, region, count): &Told| Observation {
        place: Place {
            indicator: (*indicator).into(),
            period: period.parse().unwrap(),
            region: (*region).into(),
            program_type: TOTAL.into(),
            breakdown: None,
        },
        figure: if *count == 0 { Figure::Withheld } else { Figure::Count(*count) },
    };
    told.iter().map(figure).collect()
}

fn view(rows: Vec<Row>) -> View {
    let dir = tempfile::tempdir().unwrap();
    let view = open_with(dir.path(), Limits::DEFAULT);
    view.apply(rows, snapshot("a")).unwrap();
    view
}

/// Opens a view that knows a mean, `M` of `I00`, and two rates: `R` of what `I00` was a year earlier, `S` of `I01` and `I02`.
fn open_with(dir: &Path, limits: Limits) -> View {
    let known = catalogue();
    let parts = |numerator: &str, denominator| Parts {
        numerator: numerator.to_owned(),
        denominator,
        months_earlier: 0,
        kind: IndicatorKind::Flow,
        unit: "contacts".to_owned(),
        is_sensitive: false,
    };
    let share =
        Parts { months_earlier: 12, ..parts("R.num", Denominator::Whole("I00".to_owned())) };
    let sum = parts("I01", Denominator::Sum("I02".to_owned()));
    let rate = |code: &str, parts| Indicator {
        code: code.to_owned(),
        kind: IndicatorKind::Ratio,
        parts: Some(parts),
        ..known.indicator("I00").unwrap().clone()
    };
    let scale = Scale { low: 0, high: 100, of: "I00".to_owned(), unit: String::new() };
    let mean = Indicator {
        code: "M".to_owned(),
        kind: IndicatorKind::Mean,
        scale: Some(scale),
        ..known.indicator("I00").unwrap().clone()
    };
    let rates = [mean, rate("R", share), rate("S", sum)];
    let indicators = known.indicators().cloned().chain(rates);
    let lists = known.lists().cloned().collect();
    let catalogue = Catalogue::new(1, indicators.collect(), lists).unwrap();
    let members = ["carol", "alice", "bob"].map(member).to_vec();
    let coalition = CoalitionId(hash("coalition"));
    let rules = hash("rules");
    View::open(dir, &Setting { catalogue: &catalogue, coalition, rules, members, limits }).unwrap()
}
