//! Rates: only their parts are told, and who is left of the denominator is protected like a part.

use flotilla_domain::release::Figure;
use flotilla_gate::draft::Draft;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyWithheld;
use flotilla_gate::pass::pass;
use flotilla_gate::problem::Problems;
use flotilla_gate::read::read;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::draft;
use crate::fixture::judge;
use crate::fixture::place;
use crate::fixture::release;

const ACCEPTED: [&str; 0] = [];

#[test]
fn a_rate_itself_is_never_told_and_neither_is_what_is_left() {
    for indicator in ["EARLY_CLOSURE_RATE", "EARLY_CLOSURE_RATE.rest", "EARLY_CLOSURE_RATE.den"] {
        let table =
            release(&["MATCHES_CLOSED 2024 CA _T 60", &format!("{indicator} 2024 CA _T 40")]);
        assert_eq!(judge(&[table]), ["I2"], "{indicator}");
    }
}

#[test]
fn a_numerator_is_told_with_its_denominator() {
    let numerator = release(&["EARLY_CLOSURE_RATE.num 2024 CA _T 30"]);
    let denominator = |count| release(&[&format!("MATCHES_CLOSED 2024 CA _T {count}")]);
    assert_eq!(judge(std::slice::from_ref(&numerator)), ["I4"]);
    assert_eq!(judge(&[denominator("60"), numerator.clone()]), ACCEPTED);
    assert_eq!(judge(&[denominator("x"), numerator]), ACCEPTED, "hidden is told");
}

#[test]
fn who_reaches_twelve_months_began_twelve_months_earlier() {
    let table = |period| {
        release(&[&format!("MATCHES_NEW {period} CA _T 60"), "RETENTION_12M.num 2024 CA _T 40"])
    };
    assert_eq!(judge(&[table("2023")]), ACCEPTED);
    assert_eq!(judge(&[table("2024")]), ["I4"]);
    let half = |period, whole| {
        release(&[
            &format!("MATCHES_NEW {whole} CA _T 60"),
            &format!("RETENTION_6M.num {period} CA _T 40"),
        ])
    };
    assert_eq!(judge(&[half("2024-Q1", "2023-Q3")]), ACCEPTED);
    assert_eq!(judge(&[half("2024", "2023")]), ["I2"], "they began in halves of two years");
}

#[test]
fn a_numerator_cannot_be_more_than_its_denominator() {
    let table = |numerator| {
        release(&[
            "MATCHES_CLOSED 2024 CA _T 40",
            &format!("EARLY_CLOSURE_RATE.num 2024 CA _T {numerator}"),
        ])
    };
    assert_eq!(judge(&[table("40")]), ACCEPTED, "0 to 8 are left");
    assert_eq!(judge(&[table("45")]), ["I6"], "0 to 3 are left");
    assert_eq!(judge(&[table("50")]), ["I5"]);
}

#[test]
fn who_is_left_is_protected_wherever_it_follows_from() {
    let judge = |canada: &str| {
        judge(&[release(&[
            &format!("EARLY_CLOSURE_RATE.num 2024 CA _T {canada}"),
            "EARLY_CLOSURE_RATE.num 2024 CA-ON _T x",
            "EARLY_CLOSURE_RATE.num 2024 CA-QC _T 15",
            "MATCHES_CLOSED 2024 CA _T 45",
            "MATCHES_CLOSED 2024 CA-ON _T 20",
            "MATCHES_CLOSED 2024 CA-QC _T 25",
        ])])
    };
    assert_eq!(judge("40"), ACCEPTED, "17 to 24 of Ontario");
    assert_eq!(judge("45"), ["I6"], "of 16 to 24 in Ontario at least 22");
}

#[test]
fn a_hidden_denominator_is_not_worked_out_from_its_share() {
    let judge = |ontario: &str, quebec: &str| {
        judge(&[
            release(&[
                "MATCHES_CLOSED 2024 CA _T 30",
                &format!("MATCHES_CLOSED 2024 CA-ON _T {ontario}"),
                "MATCHES_CLOSED 2024 CA-QC _T x",
            ]),
            release(&[
                "EARLY_CLOSURE_RATE.num 2024 CA _T 20",
                "EARLY_CLOSURE_RATE.num 2024 CA-ON _T x",
                &format!("EARLY_CLOSURE_RATE.num 2024 CA-QC _T {quebec}"),
            ]),
        ])
    };
    assert_eq!(judge("20", "10"), ACCEPTED, "10 to 18 in Quebec");
    assert_eq!(judge("25", "x"), ACCEPTED, "0 to 13");
    assert_eq!(judge("25", "10"), ["I6"], "10 to 13");
}

#[test]
fn of_nobody_is_it_nearly_certain_how_a_sensitive_outcome_went() {
    let table = |numerator: &str| {
        release(&[
            "OUTCOME_IMPROVED_RATE.den 2024 CA _T 250",
            &format!("OUTCOME_IMPROVED_RATE.num 2024 CA _T {numerator}"),
        ])
    };
    assert_eq!(judge(&[table("220")]), ACCEPTED);
    assert_eq!(judge(&[table("245")]), ["I8"], "nearly all improved");
    assert_eq!(judge(&[table("10")]), ["I8"], "hardly anybody did");
    assert_eq!(judge(&[table("x")]), ACCEPTED);
    let ordinary =
        release(&["MATCHES_CLOSED 2024 CA _T 250", "EARLY_CLOSURE_RATE.num 2024 CA _T 245"]);
    assert_eq!(judge(&[ordinary]), ACCEPTED, "an early end is not sensitive");
}

#[test]
fn the_publisher_hides_a_numerator_that_would_tell_of_nearly_everybody() {
    let near =
        ["OUTCOME_IMPROVED_RATE.den 2024 CA _T 200", "OUTCOME_IMPROVED_RATE.num 2024 CA _T 199"];
    let (passed, near_certain) = (passed(draft(&near), 1).unwrap(), WhyWithheld::NearCertain);
    assert_eq!(passed.withheld, [(place("OUTCOME_IMPROVED_RATE.num 2024 CA _T"), near_certain)]);
    assert_eq!(passed.releasables[0].release().observations()[0].figure.count(), Some(200));
}

#[test]
fn the_publisher_protects_who_is_left_and_peers_accept() {
    let mut protected = 0;
    for seed in 0..40 {
        let lines = [
            "MATCHES_CLOSED 2024 CA _T 58",
            "MATCHES_CLOSED 2024 CA-ON _T 31",
            "MATCHES_CLOSED 2024 CA-QC _T 27",
            "EARLY_CLOSURE_RATE.num 2024 CA _T 58",
            "EARLY_CLOSURE_RATE.num 2024 CA-ON _T 31",
            "EARLY_CLOSURE_RATE.num 2024 CA-QC _T 27",
        ];
        // What passes was accepted by a receiver.
        let passed = passed(draft(&lines), seed).unwrap();
        let hidden = passed.withheld.iter().filter(|(_, why)| *why == WhyWithheld::Complement);
        protected += hidden.count();
    }
    assert!(protected > 0, "a share that is rounded up beyond its whole is hidden");
}

#[test]
fn a_share_of_what_is_left_out_is_left_out_with_it() {
    let lines = |whole: u64, girls: u64| {
        let of = |indicator, count: u64| {
            [
                format!("{indicator} 2024 CA _T {count}"),
                format!("{indicator} 2024 CA _T gender=BOYS {}", count - girls),
                format!("{indicator} 2024 CA _T gender=GIRLS {girls}"),
                format!("{indicator} 2024 CA _T gender=NON_BINARY 0"),
                format!("{indicator} 2024 CA _T gender=UNK 0"),
            ]
        };
        [of("WAITLIST_YOUTH", whole), of("WAIT_OVER_12M_RATE.num", whole)].concat()
    };
    for seed in 0..10 {
        for whole in [28, 29, 30, 31, 90] {
            let lines = lines(whole, 14);
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let passed = passed(draft(&lines), seed).unwrap();
            let told = passed.releasables.iter().flat_map(|it| it.release().observations());
            let is_part =
                |it: &&flotilla_domain::release::Observation| it.place.breakdown.is_some();
            let (wholes, shares): (Vec<_>, Vec<_>) =
                told.filter(is_part).partition(|it| &*it.place.indicator == "WAITLIST_YOUTH");
            assert!(!wholes.is_empty() || shares.is_empty(), "{whole} {seed}");
        }
    }
}

#[test]
fn a_numerator_without_its_whole_is_a_problem_with_a_remedy() {
    let refused = passed(draft(&["RETENTION_12M.num 2024 CA _T 40"]), 1).unwrap_err();
    let problem = refused.iter().next().unwrap();
    assert_eq!(problem.code, "FL-E149");
    assert!(format!("{:?}", problem.what.args()).contains("MATCHES_NEW 2023 CA _T"));
}

#[test]
fn a_recipe_counts_the_parts_that_are_the_rates_own() {
    let draft = counted(RECIPE).unwrap();
    let told: Vec<String> =
        draft.places().map(|it| format!("{} {}", it.indicator, it.period)).collect();
    assert!(told.contains(&"RETENTION_12M.num 2024".to_owned()), "{told:?}");
    assert!(told.contains(&"SUPPORT_CONTACT_RATE.den 2023".to_owned()));
    assert!(told.iter().all(|it| !it.starts_with("RETENTION_12M.den")), "it is MATCHES_NEW");
    let passed = passed(draft, 3).unwrap();
    let figure = |at: &str| {
        let told = passed.releasables.iter().flat_map(|it| it.release().observations());
        told.filter(|it| it.place == place(at)).map(|it| it.figure).next().unwrap()
    };
    let near = |figure: Figure, count: u64| figure.count().unwrap().abs_diff(count) <= 4;
    assert!(near(figure("MATCHES_NEW 2023 CA-ON _T"), 60));
    assert!(near(figure("RETENTION_12M.num 2024 CA-ON _T"), 40), "20 lasted less than a year");
    assert!(near(figure("SUPPORT_CONTACT_RATE.num 2023 CA-ON _T"), 30));
}

#[test]
fn a_recipe_says_which_rows_stand_above_the_line_of_a_rate_and_of_nothing_else() {
    let codes = |text: &str| -> Vec<&str> {
        counted(text).unwrap_err().iter().map(|problem| problem.code).collect()
    };
    let line = "numerator = [{ column = \"months\", at_least = 12 }]";
    assert_eq!(codes(&RECIPE.replace(line, "")), ["FL-E135"]);
    let count = RECIPE.replace(
        "grains = [\"year\"], only = [\"2023\"] }",
        &format!("grains = [\"year\"], only = [\"2023\"] }}\n{line}"),
    );
    assert_eq!(codes(&count), ["FL-E135"]);
    assert_eq!(codes(&RECIPE.replace("\"RETENTION_12M\"", "\"CLOSURE_RATE\"")), ["FL-E135"]);
    assert_eq!(codes(&RECIPE.replace("\"RETENTION_12M\"", "\"CASELOAD\"")), ["FL-E131"]);
}

#[test]
fn an_attacker_is_told_what_adds_up_and_no_rate() {
    let alice = Member::alice();
    let table = release(&["MATCHES_NEW 2023 CA _T 60", "RETENTION_12M.num 2024 CA _T 40"]);
    let json = Publication::new(&alice.rules(), "alice", &Told::first([&table])).to_json();
    let sum = r#""parts":["RETENTION_12M.num 2024 CA _T","RETENTION_12M.rest 2024 CA _T"],"total":"MATCHES_NEW 2023 CA _T""#;
    assert!(json.contains(sum), "{json}");
    assert!(json.contains(r#"{"id":"RETENTION_12M.rest 2024 CA _T","s":"abs"}"#), "{json}");
    assert!(!json.contains("rates"));
}

fn passed(draft: Draft, seed: u8) -> Result<Passed, Problems> {
    let secret = RoundingSecret::new([seed; 32]);
    pass(draft, &Member::alice().rules(), &secret, &History::new())
}

/// Counts 60 matches of 2023, of which 40 lasted at least a year, and 45 contacts, 30 on time.
fn counted(recipe: &str) -> Result<Draft, Problems> {
    let row = |n: usize| {
        let months = if n < 20 { n / 2 } else { n };
        let contact = ["yes", "yes", "late", ""][n % 4];
        format!("2023-0{}-15,{months},{contact}\n", n % 9 + 1)
    };
    let file = (0..60).fold("start,months,contact\n".to_owned(), |text, n| text + &row(n));
    let alice = Member::alice();
    read(file.as_bytes(), &Recipe::parse(recipe).unwrap(), &alice.catalogue, &alice.profile)
}

const RECIPE: &str = r#"
    region = { code = "CA-ON" }
    [[metric]]
    indicator = "MATCHES_NEW"
    period = { column = "start", format = "YYYY-MM-DD", grains = ["year"], only = ["2023"] }
    [[metric]]
    indicator = "RETENTION_12M"
    period = { column = "start", months = 12, format = "YYYY-MM-DD", grains = ["year"] }
    numerator = [{ column = "months", at_least = 12 }]
    [[metric]]
    indicator = "SUPPORT_CONTACT_RATE"
    period = { column = "start", format = "YYYY-MM-DD", grains = ["year"] }
    where = [{ column = "contact", equals = ["yes", "late"] }]
    numerator = [{ column = "contact", equals = ["yes"] }]
"#;
