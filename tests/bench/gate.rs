//! What the gate costs: a table of 200,000 rows to a release, and a release that is judged beside
//! ten years.
//!
//! The table is an export of matches, one row each, with the breakdowns that a row can answer, for
//! every indicator that is counted from rows. Its peak of memory includes the table itself. The
//! release that is judged has 1,000 figures: a year of quarters of two indicators, after ten years
//! of their quarters and years. What is measured is the verdict alone, not the copy of the history
//! that a bench needs for each.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::history::History;
use flotilla_gate::pass;
use flotilla_gate::preview;
use flotilla_gate::preview::Prepared;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;
use flotilla_wire::sample::random::Random;
use serde_json::Value;
use serde_json::json;

use crate::coalition::PROGRAMS;
use crate::coalition::REGIONS;
use crate::usage::Usage;
use crate::usage::median;

/// The rows of the table: the most that the gate reads.
const ROWS: usize = 200_000;

/// The years that were published before.
const YEARS: [u64; 10] = [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024];

/// How many verdicts are measured together, because processor time is told in hundredths of a
/// second.
const VERDICTS: usize = 50;

/// How many people are usually in one cell of each gender.
const GENDERS: [(&str, u64); 4] = [("BOYS", 160), ("GIRLS", 190), ("NON_BINARY", 56), ("UNK", 24)];

/// What is judged.
const JUDGED: [&str; 2] = ["MATCHES_NEW", "YOUTH_ENROLLED"];

/// Measures, `runs` times.
pub(crate) fn measure(runs: usize) -> Value {
    let publish = publish(runs);
    let judge = judge(runs);
    json!({ "publish": publish, "judge": judge })
}

fn publish(runs: usize) -> Value {
    let file = table();
    let recipe = Recipe::parse(&recipe()).unwrap_or_else(|it| panic!("a recipe: {it:?}"));
    let measured: Vec<(f64, f64)> = (0..runs)
        .map(|_| {
            let (before, began) = (Usage::own(), Instant::now());
            let prepared = with_rules(|rules| prepare(&file, &recipe, rules));
            assert_eq!(prepared.preview.rows, ROWS);
            assert!(!prepared.releasables.is_empty());
            (Usage::own().cpu_since(&before), began.elapsed().as_secs_f64())
        })
        .collect();
    let prepared = with_rules(|rules| prepare(&file, &recipe, rules));
    let figures: usize =
        prepared.releasables.iter().map(|it| it.release().observations().len()).sum();
    let cpu_s = median(measured.iter().map(|(cpu, _)| *cpu));
    json!({
        "rows": ROWS,
        "file_bytes": file.len(),
        "figures": figures,
        "cpu_s": cpu_s,
        "wall_s": median(measured.iter().map(|(_, wall)| *wall)),
        "rows_per_cpu_s": ROWS as f64 / cpu_s,
        "peak_rss_bytes": Usage::own().peak_rss_bytes,
    })
}

fn prepare(file: &str, recipe: &Recipe, rules: &Rules<'_>) -> Prepared {
    let secret = RoundingSecret::new([7; 32]);
    let prepared = preview::prepare(file.as_bytes(), recipe, rules, &secret, &History::new());
    prepared.unwrap_or_else(|problems| panic!("the gate objects: {problems:?}"))
}

fn judge(runs: usize) -> Value {
    with_rules(|rules| {
        let mut history = History::new();
        for year in YEARS {
            let quarters = (1..=4).map(|it| format!("{year}-Q{it}"));
            accept(&mut history, rules, &quarters.collect::<Vec<_>>());
            accept(&mut history, rules, &[year.to_string()]);
        }
        let quarters: Vec<String> = (1..=4).map(|it| format!("2025-Q{it}")).collect();
        let incoming = releases(&history, rules, &quarters);
        let figures: usize = incoming.iter().map(|it| it.observations().len()).sum();
        let ms = (0..runs).map(|_| {
            let mut copies = vec![history.clone(); VERDICTS];
            let before = Usage::own();
            for copy in &mut copies {
                let accepted = incoming.iter().all(|it| copy.accept(rules, it).is_accept());
                assert!(accepted, "what passes is accepted");
            }
            Usage::own().cpu_since(&before) * 1e3 / VERDICTS as f64
        });
        json!({
            "figures": figures,
            "figures_before": history.figures(),
            "years_before": YEARS.len(),
            "cpu_ms": median(ms),
        })
    })
}

/// Publishes and remembers these periods of both indicators.
fn accept(history: &mut History, rules: &Rules<'_>, periods: &[String]) {
    for release in releases(history, rules, periods) {
        assert!(history.accept(rules, &release).is_accept(), "what passes is accepted");
    }
}

fn releases(history: &History, rules: &Rules<'_>, periods: &[String]) -> Vec<Release> {
    let draft = Draft::synthetic(JUDGED.iter().flat_map(|it| counts(it, periods)));
    let passed = pass::pass(draft, rules, &RoundingSecret::new([7; 32]), history);
    let passed = passed.unwrap_or_else(|problems| panic!("the gate objects: {problems:?}"));
    passed.releasables.iter().map(|it| it.release().clone()).collect()
}

/// Returns all margins of regions, programs and genders. A year is the sum of its quarters.
fn counts(indicator: &str, periods: &[String]) -> Vec<(Place, u64)> {
    let mut counts = BTreeMap::new();
    for period in periods {
        let quarters = match period.split_once("-Q") {
            Some((year, quarter)) => vec![(year, quarter)],
            None => ["1", "2", "3", "4"].map(|it| (period.as_str(), it)).to_vec(),
        };
        for (year, quarter) in quarters {
            let seed = format!("{indicator} {year} {quarter}").into_bytes().into_iter();
            let mut dice =
                Random::new(seed.fold(7, |sum, it| sum * 31 % 1_000_003 + u64::from(it)));
            let cells = REGIONS.iter().flat_map(|it| PROGRAMS.map(|program| (*it, program)));
            for ((region, program), (gender, usual)) in
                cells.flat_map(|it| GENDERS.map(|gender| (it, gender)))
            {
                let count = usual / 2 + dice.word() % usual;
                for place in wholes((indicator, period), region, program, gender) {
                    *counts.entry(place).or_default() += count;
                }
            }
        }
    }
    counts.into_iter().collect()
}

/// Returns every place that one person is counted in.
fn wholes(
    (indicator, period): (&str, &str),
    region: &str,
    program: &str,
    gender: &str,
) -> impl Iterator<Item = Place> {
    let of_gender = Breakdown { dimension: "gender".into(), category: gender.into() };
    let (regions, programs) = ([region, "CA"], [program, "_T"]);
    let place = move |bits: usize| Place {
        indicator: indicator.into(),
        period: period.parse().expect("a period"),
        region: regions[bits & 1].into(),
        program_type: programs[bits >> 1 & 1].into(),
        breakdown: (bits & 4 == 0).then(|| of_gender.clone()),
    };
    (0..8).map(place).collect::<Vec<_>>().into_iter()
}

fn with_rules<T>(work: impl FnOnce(&Rules<'_>) -> T) -> T {
    let catalogue = codebook::standard().unwrap_or_else(|it| panic!("a catalogue: {it:?}"));
    let words = |words: [&str; 4]| words.map(str::to_owned).to_vec();
    let profile =
        Profile { regions: words(REGIONS), programs: words(PROGRAMS), absent: Vec::new() };
    let policy = Policy::DEFAULT;
    work(&Rules::new(&catalogue, &policy, policy.gate, &profile))
}

/// Returns an export: one row for each match, with columns that no recipe names.
fn table() -> String {
    let mut dice = Random::new(1);
    let mut file = String::from("id,name,start,end,region,program,sex,age,where,how,reason,note\n");
    let mut any = |words: &[&'static str]| {
        let at = dice.word() % u64::try_from(words.len()).expect("few words");
        words[usize::try_from(at).expect("few words")]
    };
    for row in 0..ROWS {
        let (start, end) = (any(&["2023", "2024"]), any(&["2024", "2025"]));
        let (month, day) = (any(&["01", "04", "06", "09", "12"]), any(&["03", "14", "27"]));
        let (region, program) = (any(&REGIONS), any(&PROGRAMS));
        let (sex, age) =
            (any(&["F", "M", "F", "M", "X"]), any(&["7", "9", "10", "13", "16", "19"]));
        let (place, how) = (any(&["School", "Community"]), any(&["In person", "Online"]));
        let reason = any(&["Moved", "Aged out", "No time", "Lost interest"]);
        let line = format!(
            "a0M{row:012},Nobody {row:06},{start}-{month}-{day},{end}-{month}-{day},{region},\
             {program},{sex},{age},{place},{how},{reason},a column that stays on this computer"
        );
        writeln!(file, "{line}").expect("a text takes everything");
    }
    file
}

/// Returns what counts the table for every indicator of flows and stocks.
fn recipe() -> String {
    let same = |codes: [&str; 4]| codes.map(|it| format!("{it} = \"{it}\"")).join(", ");
    let mut text = RECIPE.replace("REGIONS", &same(REGIONS)).replace("PROGRAMS", &same(PROGRAMS));
    let mut metric = |indicator: &str, period: &str, dimensions: &str| {
        text.push_str(&format!(
            "[[metric]]\nindicator = \"{indicator}\"\nperiod = {{ {period}, format = \"YYYY-MM-DD\" }}\n\
             dimensions = [{dimensions}]\nby_program = true\n"
        ));
    };
    let (new, all) = (
        "column = \"start\", grains = [\"year\"]",
        "\"gender\", \"age_group\", \"setting\", \"delivery_mode\"",
    );
    let open = "from = \"start\", until = \"end\", at = [\"2023\", \"2024\"]";
    metric("MATCHES_NEW", new, all);
    metric("MATCHES_ACTIVE", open, all);
    metric("MATCHES_CLOSED", "column = \"end\", grains = [\"year\"]", "\"closure_reason\"");
    metric("YOUTH_ENROLLED", new, "\"gender\", \"age_group\"");
    metric("WAITLIST_YOUTH", open, "\"gender\", \"age_group\"");
    metric("MENTORS_ACTIVE", open, "\"gender\", \"age_group\"");
    for indicator in ["MENTOR_INQUIRIES", "MENTOR_APPLICATIONS", "MENTORS_APPROVED"] {
        metric(indicator, new, "\"gender\"");
    }
    text
}

const RECIPE: &str = r#"
[region]
column = "region"
map = { REGIONS }
[program]
column = "program"
map = { PROGRAMS }
[dimension.gender]
column = "sex"
map = { F = "GIRLS", M = "BOYS", X = "NON_BINARY" }
[dimension.age_group]
column = "age"
bands = [
    { code = "06_09", at_least = 6, at_most = 9 },
    { code = "10_11", at_least = 10, at_most = 11 },
    { code = "12_14", at_least = 12, at_most = 14 },
    { code = "15_17", at_least = 15, at_most = 17 },
    { code = "18_24", at_least = 18, at_most = 24 },
]
[dimension.setting]
column = "where"
map = { School = "SCHOOL", Community = "COMMUNITY" }
[dimension.delivery_mode]
column = "how"
map = { "In person" = "IN_PERSON", Online = "ONLINE" }
[dimension.closure_reason]
column = "reason"
map = { Moved = "MOVED_YOUTH", "Aged out" = "GRADUATED_AGED_OUT", "No time" = "TIME_MENTOR", "Lost interest" = "INTEREST_YOUTH" }
"#;
