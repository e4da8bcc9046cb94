//! Means: of everybody together, beside how many they are, and no more exact than that allows.

use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Release;
use flotilla_gate::draft::Draft;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::export::read::Earlier;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::pass;
use flotilla_gate::problem::Problems;
use flotilla_gate::read::read;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::draft;
use crate::fixture::figure;
use crate::fixture::hear;
use crate::fixture::judge;
use crate::fixture::place;
use crate::fixture::release;
use crate::fixture::terms;

const ACCEPTED: [&str; 0] = [];

#[test]
fn i7_a_mean_is_as_exact_as_its_number_allows() {
    let judge = |people: &str, mean| {
        let people = format!("RELATIONSHIP_SCORE.n 2024 CA _T {people}");
        judge(&[release(&[&people]), means(&[("RELATIONSHIP_SCORE 2024 CA _T", mean)])])
    };
    assert_eq!(judge("50", Figure::Mean(72)), ACCEPTED);
    assert_eq!(judge("50", Figure::Mean(71)), ["I7"], "a step is 2");
    assert_eq!(judge("100", Figure::Mean(71)), ACCEPTED);
    assert_eq!(judge("20", Figure::Mean(70)), ACCEPTED);
    assert_eq!(judge("15", Figure::Mean(70)), ["I7"], "they are too few");
    assert_eq!(judge("x", Figure::Mean(70)), ["I7"]);
    assert_eq!(judge("50", Figure::Mean(110)), ["I7"], "beyond the scale");
    assert_eq!(judge("x", Figure::Withheld), ACCEPTED);
    assert_eq!(judge("50", Figure::Count(70)), ["I2"], "a score is no count");
    assert_eq!(judge("50", Figure::NotApplicable), ["I2"]);
}

#[test]
fn i7_a_mean_is_told_of_everybody_together_and_of_one_kind_of_period() {
    let people = release(&[
        "MATCHES_CLOSED 2024 CA _T 60",
        "MATCHES_CLOSED 2024 CA-ON _T 40",
        "MATCHES_CLOSED 2024 CA GROUP 40",
    ]);
    let judge = |at| judge(&[people.clone(), means(&[(at, Figure::Mean(20))])]);
    assert_eq!(judge("MATCH_LENGTH_CLOSED 2024 CA _T"), ACCEPTED);
    assert_eq!(judge("MATCH_LENGTH_CLOSED 2024 CA-ON _T"), ["I2"]);
    assert_eq!(judge("MATCH_LENGTH_CLOSED 2024 CA GROUP"), ["I2"]);
    assert_eq!(judge("MATCH_LENGTH_CLOSED 2023 CA _T"), ["I7"], "of whom is not told");
    assert_eq!(judge("MATCHES_CLOSED 2023 CA _T"), ["I2"], "that is no mean");
    let quarter = release(&["MATCHES_CLOSED 2024-Q1 CA _T 40", "MATCHES_CLOSED 2024 CA _T 60"]);
    let both = means(&[
        ("MATCH_LENGTH_CLOSED 2024 CA _T", Figure::Mean(20)),
        ("MATCH_LENGTH_CLOSED 2024-Q1 CA _T", Figure::Mean(20)),
    ]);
    assert_eq!(crate::fixture::judge(&[quarter, both]), ["I7"]);
}

#[test]
fn a_publisher_tells_the_nearest_step_and_receivers_accept() {
    for secret in 0..60 {
        let passed = published(&["WAIT_DAYS.n 2024 CA _T 57"], (5_700, 57), secret).unwrap();
        let shown = figure(&passed, "WAIT_DAYS.n 2024 CA _T").and_then(Figure::count).unwrap();
        let told = figure(&passed, WAIT).unwrap();
        assert_eq!(told, Figure::Mean(100), "{secret}: in steps of 20 for {shown}");
    }
}

#[test]
fn a_mean_of_few_is_hidden_and_one_of_others_too() {
    let told = |count: u64, averaged| {
        let line = format!("WAIT_DAYS.n 2024 CA _T {count}");
        figure(&published(&[&line], (averaged * 100, averaged), 1).unwrap(), WAIT).unwrap()
    };
    assert_eq!(told(9, 9), Figure::Withheld);
    assert_eq!(told(15, 15), Figure::Withheld);
    assert_eq!(told(0, 0), Figure::Withheld, "nobody looks like few");
    assert_eq!(told(60, 60), Figure::Mean(100));
    assert_eq!(told(60, 3), Figure::Withheld, "three of sixty have a value");
}

#[test]
fn a_mean_needs_the_count_of_whom_it_is() {
    let draft = draft(&["MATCHES_NEW 2024 CA _T 60"]);
    let draft = draft.with_synthetic_mean(place(WAIT), 100, 1);
    let refused = pass_with(draft, 1, &History::new()).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E143"]);
}

#[test]
fn what_is_out_stays_and_the_same_again_is_no_news() {
    let mut history = History::new();
    let lines = ["WAIT_DAYS.n 2024 CA _T 57"];
    let publish = |sum, history: &History| {
        let draft = draft(&lines).with_synthetic_mean(place(WAIT), sum, 57);
        pass_with(draft, 1, history).unwrap()
    };
    let first = publish(5_700, &history);
    hear(&mut history, &first);
    let again = publish(5_700, &history);
    assert_eq!((again.releasables.len(), again.unchanged), (0, 2));
    let other = publish(11_400, &history);
    assert_eq!((other.releasables.len(), other.held_back), (0, 1), "one number alone waits");
}

#[test]
fn a_recipe_averages_a_column_within_the_scale() {
    let draft = counted(RECIPE).unwrap();
    let passed = pass_with(draft, 3, &History::new()).unwrap();
    // Of sixty, half waited 12.5 days, a quarter 40, and a quarter 9,999, which is 1,000 on the scale.
    let exact = (30 * 1_250 + 15 * 4_000 + 15 * 100_000) / 6_000;
    let Some(Figure::Mean(told)) = figure(&passed, WAIT) else { panic!("{passed:?}") };
    assert!(told.abs_diff(exact) <= 10, "{told} {exact}");
    assert!(figure(&passed, "WAIT_DAYS.n 2024 CA-ON _T").is_some(), "of regions the count is told");
    assert!(figure(&passed, "WAIT_DAYS 2024 CA-ON _T").is_none());
}

#[test]
fn a_recipe_says_what_is_averaged_and_of_a_mean_only() {
    let codes = |text: &str| -> Vec<&str> {
        counted(text).unwrap_err().iter().map(|problem| problem.code).collect()
    };
    assert_eq!(codes(&RECIPE.replace("mean = \"days\"", "")), ["FL-E136"]);
    assert_eq!(codes(&RECIPE.replace("\"WAIT_DAYS\"", "\"MATCHES_NEW\"")), ["FL-E136"]);
    assert_eq!(codes(&RECIPE.replace("\"days\"", "\"dogs\"")), ["FL-E125"]);
}

#[test]
fn an_attacker_is_told_of_a_mean_in_halves_and_a_dry_run_reads_it_back() {
    let passed = published(&["WAIT_DAYS.n 2024 CA _T 57"], (5_700, 57), 1).unwrap();
    let releases = passed.releasables.iter().map(|it| it.release());
    let told = Told::first(releases);
    let json = Publication::new(&Member::alice().rules(), "alice", &told).to_json();
    let mean = r#"{"half":20,"hi":2000,"lo":0,"n":{"id":"WAIT_DAYS.n 2024 CA _T"},"name":"WAIT_DAYS","value":200}"#;
    assert!(json.contains(mean), "{json}");
    assert!(!json.contains("\"WAIT_DAYS 2024"), "it is no cell");
    assert_eq!(*Earlier::read("old.json", &json).unwrap().figures(), told.new);
}

fn means(told: &[(&str, Figure)]) -> Release {
    let observations = told
        .iter()
        .map(|(at, figure)| Observation { place: place(at), figure: *figure });
    let mut observations: Vec<Observation> = observations.collect();
    observations.sort();
    Release::new(terms(), observations).unwrap()
}

fn published(lines: &[&str], (sum, count): (u64, u64), secret: u8) -> Result<Passed, Problems> {
    let draft = draft(lines).with_synthetic_mean(place(WAIT), sum, count);
    pass_with(draft, secret, &History::new())
}

fn pass_with(draft: Draft, secret: u8, history: &History) -> Result<Passed, Problems> {
    pass(draft, &Member::alice().rules(), &RoundingSecret::new([secret; 32]), history)
}

fn counted(recipe: &str) -> Result<Draft, Problems> {
    let alice = Member::alice();
    let rows = (0..61).map(|n| {
        let days = match n {
            0 => "",
            1..=30 => "12.5",
            31..=45 => "40.0",
            _ => "9999",
        };
        format!("2024-03-0{},{},{days}\n", n % 9 + 1, ["ON", "QC"][n % 3 / 2])
    });
    let table = "start,province,days\n".to_owned() + &rows.collect::<String>();
    read(table.as_bytes(), &Recipe::parse(recipe)?, &alice.catalogue, &alice.profile)
}

const WAIT: &str = "WAIT_DAYS 2024 CA _T";

const RECIPE: &str = r#"
region = { column = "province", map = { ON = "CA-ON", QC = "CA-QC" } }
[[metric]]
indicator = "WAIT_DAYS"
period = { column = "start", format = "YYYY-MM-DD", grains = ["year"] }
mean = "days"
"#;
