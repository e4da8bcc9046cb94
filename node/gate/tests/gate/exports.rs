//! What a dry run prints: an outside attacker reads it, and the gate takes it back in.

use flotilla_domain::release::Figure;
use flotilla_gate::export::Told;
use flotilla_gate::export::document;
use flotilla_gate::export::read::Earlier;
use flotilla_gate::history::History;
use flotilla_gate::preview;
use flotilla_gate::preview::Prepared;
use flotilla_gate::problem::Problems;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::round::RoundingSecret;
use serde_json::Value;

use crate::fixture::Member;
use crate::fixture::place;
use crate::fixture::release;

#[test]
fn what_was_printed_is_remembered_as_it_was_published() {
    let member = Member::alice();
    let (mut node, mut files) = (History::new(), History::new());
    for grain in ["quarter", "year"] {
        let prepared = prepare(&member, grain, &node).unwrap();
        let printed = printed(&member, &node, &prepared);
        for releasable in &prepared.releasables {
            assert!(node.accept(&member.rules(), releasable.release()).is_accept());
        }
        remember(&member, &printed, &mut files).unwrap();
        assert_eq!(node.figures(), files.figures());
        assert!(node.figures() > 0);
    }
    for grain in ["quarter", "year"] {
        let again = [&node, &files].map(|it| prepare(&member, grain, it).unwrap());
        let told = again.each_ref().map(|it| &it.preview.told_before);
        assert_eq!(told[0], told[1]);
        assert!(again.iter().all(|it| it.releasables.is_empty() && it.preview.unchanged > 0));
    }
}

#[test]
fn a_correction_is_remembered_as_it_was_published() {
    let member = Member::alice();
    let (mut node, mut files) = (History::new(), History::new());
    for (rows, corrects) in [(400, false), (460, true)] {
        let prepared = prepare_rows(&member, rows, &node).unwrap();
        assert_eq!(prepared.preview.corrected > 0, corrects);
        let printed = printed(&member, &node, &prepared);
        for releasable in &prepared.releasables {
            assert!(node.accept(&member.rules(), releasable.release()).is_accept());
        }
        remember(&member, &printed, &mut files).unwrap();
        assert_eq!(node.figures(), files.figures());
    }
    let again = [&node, &files].map(|it| prepare_rows(&member, 460, it).unwrap());
    assert!(again.iter().all(|it| it.preview.is_unchanged()));
    assert_eq!(again[0].preview.told_before, again[1].preview.told_before);
}

#[test]
fn the_same_file_again_prints_the_same_cells_and_says_that_they_were_there() {
    let member = Member::alice();
    let mut history = History::new();
    let first = printed(&member, &history, &prepare(&member, "year", &history).unwrap());
    remember(&member, &first, &mut history).unwrap();
    let second = printed(&member, &history, &prepare(&member, "year", &history).unwrap());
    assert_eq!(told(&first), told(&second));
    let before = |text: &str| cells(text).iter().filter(|it| it["before"] == true).count();
    assert_eq!((before(&first), before(&second)), (0, told(&first).len()));
    // And a member who lost the first file goes on from the second.
    let mut from_second = History::new();
    remember(&member, &second, &mut from_second).unwrap();
    assert_eq!(from_second.figures(), history.figures());
}

#[test]
fn a_second_file_names_the_quarters_of_the_first_in_sums_only() {
    let member = Member::alice();
    let mut history = History::new();
    let quarters = printed(&member, &history, &prepare(&member, "quarter", &history).unwrap());
    remember(&member, &quarters, &mut history).unwrap();
    let year = printed(&member, &history, &prepare(&member, "year", &history).unwrap());
    assert!(!told(&year).iter().any(|(id, _)| id.contains("2025-Q")));
    assert!(year.contains(r#""total":"MATCHES_NEW 2025 CA _T""#), "{year}");
    assert!(year.contains("MATCHES_NEW 2025-Q3 CA _T"));
}

#[test]
fn nothing_that_was_told_is_listed_as_never_told() {
    let alice = Member::alice();
    let first = release(&["MATCHES_NEW 2025 CA _T 60", "MATCHES_NEW 2025 CA-ON _T 40"]);
    let told = Told::first([&first]);
    let json = publication(&alice, &told);
    assert!(json.contains(r#"{"id":"MATCHES_NEW 2025 CA-QC _T","s":"abs"}"#), "{json}");
    let new = [(place("MATCHES_NEW 2025 CA-QC _T"), Figure::Count(20))].into();
    let later = Told { earlier: told.new, repeated: Default::default(), new };
    let json = publication(&alice, &later);
    assert!(!json.contains("abs") && json.contains(r#""parts":["MATCHES_NEW 2025 CA-ON _T""#));
}

#[test]
fn what_is_shown_of_a_protected_group_is_at_least_its_own_threshold() {
    let alice = Member::alice();
    let others = ["DISABILITY", "FIRST_NATIONS", "INDIGENOUS_UNSPEC", "INUIT", "IN_CARE"];
    let rest =
        ["JUSTICE_INVOLVED", "LOW_INCOME", "METIS", "NEWCOMER_REFUGEE", "OLMC", "RACIALIZED"];
    let hidden = others.iter().chain(&rest).chain(&["TWOSLGBTQI"]);
    let hidden = hidden.map(|it| format!("MATCHES_NEW 2025 CA _T population={it} x"));
    let mut lines: Vec<String> = hidden.collect();
    lines.push("MATCHES_NEW 2025 CA _T 90".to_owned());
    let of = |black: u64| {
        let mut lines = lines.clone();
        lines.push(format!("MATCHES_NEW 2025 CA _T population=BLACK {black}"));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        publication(&alice, &Told::first([&release(&lines)]))
    };
    let json = of(20);
    let constant = r#"{"id":"least of MATCHES_NEW 2025 CA _T population=BLACK","rounding":{"mode":"none"},"s":"pub","v":20}"#;
    assert!(json.contains(constant), "{json}");
    assert_eq!(Earlier::read("old.json", &json).unwrap().figures().len(), 14, "it is no figure");
    assert!(!of(25).contains("least"), "21 to 29 is more than 20 anyway");
}

#[test]
fn the_names_of_one_number_are_linked() {
    let alice = Member::alice();
    let year = release(&["MATCHES_ACTIVE 2025 CA _T 30", "MATCHES_ACTIVE FY2025-26 CA _T 30"]);
    let json = publication(&alice, &Told::first([&year]));
    assert!(!json.contains("2025-12"), "a name that nobody was told: {json}");
    let quarter = release(&["MATCHES_ACTIVE 2025 CA _T 30", "MATCHES_ACTIVE 2025-Q4 CA _T 30"]);
    let json = publication(&alice, &Told::first([&quarter]));
    let link = r#"{"parts":[{"id":"MATCHES_ACTIVE 2025-Q4 CA _T"}],"total":{"id":"MATCHES_ACTIVE 2025 CA _T"}}"#;
    assert!(json.contains(link), "{json}");
}

#[test]
fn a_country_of_one_province_is_not_a_part_of_itself() {
    let mut member = Member::alice();
    member.profile.regions = vec!["CA-ON".to_owned()];
    let table = release(&["MATCHES_NEW 2025 CA-ON _T 30", "MATCHES_NEW 2025 CA-ON GROUP 15"]);
    let json = publication(&member, &Told::first([&table]));
    assert!(!json.contains("2025 CA _T") && json.contains("2025 CA-ON ONE_SITE"), "{json}");
}

#[test]
fn what_is_no_publication_is_refused_by_name() {
    for (text, code) in [
        ("", "FL-E195"),
        ("[]", "FL-E195"),
        ("{}", "FL-E195"),
        (r#"{"scope":"a","cells":[{"id":"MATCHES_NEW 2025 CA","s":"sup"}]}"#, "FL-E196"),
        (r#"{"scope":"a","cells":[{"id":"MATCHES_NEW 2025 CA _T","s":"pub"}]}"#, "FL-E196"),
        (r#"{"scope":"a","cells":[{"id":"MATCHES_NEW 2025 CA _T","s":"sup","v":5}]}"#, "FL-E196"),
        (
            r#"{"publications":[
              {"scope":"a","cells":[{"id":"MATCHES_NEW 2025 CA _T","s":"sup"}]},
              {"scope":"a","cells":[{"id":"MATCHES_NEW 2025 CA _T","s":"pub","v":15}]}]}"#,
            "FL-E197",
        ),
    ] {
        let problems = Earlier::read("old.json", text).unwrap_err();
        assert_eq!(problems.iter().next().unwrap().code, code, "{text}");
        assert!(format!("{:?}", problems.iter().next().unwrap().place).contains("old.json"));
    }
}

#[test]
fn files_that_contradict_each_other_are_refused() {
    let member = Member::alice();
    let mut history = History::new();
    let one = r#"{"scope":"a","cells":[{"id":"MATCHES_NEW 2025 CA _T","s":"pub","v":30}]}"#;
    remember(&member, one, &mut history).unwrap();
    remember(&member, one, &mut history).unwrap();
    let codes = |text: &str, history: &mut History| {
        remember(&member, text, history).unwrap_err().iter().next().unwrap().code
    };
    let moved = codes(&one.replace("30", "45"), &mut history);
    assert_eq!(moved, "FL-E198", "one number alone is never corrected");
    assert_eq!(codes(&one.replace("CA ", "CA-AB "), &mut history), "FL-E198");
    assert_eq!(history.figures(), 1);
}

#[test]
fn files_of_two_members_are_no_history() {
    let read = |member: &str| {
        let text = r#"{"scope":"?","cells":[{"id":"MATCHES_NEW 2025 CA _T","s":"pub","v":30}]}"#;
        Earlier::read(member, &text.replace('?', member)).unwrap()
    };
    assert!(Earlier::of_one_member(&[read("alice"), read("alice")]).is_ok());
    let refused = Earlier::of_one_member(&[read("alice"), read("bob")]).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E194"]);
}

#[test]
fn problems_are_told_without_what_stands_in_the_file() {
    let member = Member::alice();
    let file = table(400).replacen("2025-02-10", "Zebulon Quick", 1);
    let recipe = Recipe::parse(&recipe("year")).unwrap();
    let secret = RoundingSecret::new([7; 32]);
    let problems =
        preview::prepare(file.as_bytes(), &recipe, &member.rules(), &secret, &History::new());
    let say = |it: &flotilla_domain::message::Message| format!("{it:?}");
    let json = document::of_problems("alice", &problems.unwrap_err(), &say);
    let document: Value = serde_json::from_str(&json).unwrap();
    let problem = &document["flotilla"]["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&Value::from(2), &Value::from("start")));
    assert!(!json.contains("Zebulon"), "{json}");
    assert_eq!(document["publications"], Value::Array(vec![]));
}

fn prepare(member: &Member, grain: &str, history: &History) -> Result<Prepared, Problems> {
    prepare_table(member, (grain, 400), history)
}

fn prepare_rows(member: &Member, rows: usize, history: &History) -> Result<Prepared, Problems> {
    prepare_table(member, ("year", rows), history)
}

fn prepare_table(
    member: &Member,
    (grain, rows): (&str, usize),
    history: &History,
) -> Result<Prepared, Problems> {
    let recipe = Recipe::parse(&recipe(grain)).unwrap();
    let secret = RoundingSecret::new([7; 32]);
    preview::prepare(table(rows).as_bytes(), &recipe, &member.rules(), &secret, history)
}

fn printed(member: &Member, history: &History, prepared: &Prepared) -> String {
    let who = (&member.rules(), "alice");
    document::of_preview(who, history, &prepared.preview, &|it| it.id().to_owned())
}

fn remember(member: &Member, text: &str, history: &mut History) -> Result<(), Problems> {
    let earlier = Earlier::read("old.json", text)?;
    earlier.remember((&member.catalogue, &member.policy), &member.profile, history)
}

fn publication(member: &Member, told: &Told) -> String {
    flotilla_gate::export::Publication::new(&member.rules(), "alice", told).to_json()
}

fn cells(text: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(text).unwrap();
    document["cells"].as_array().unwrap().clone()
}

fn told(text: &str) -> Vec<(String, Value)> {
    let told = cells(text).into_iter().filter(|it| it["s"] != "abs");
    told.map(|it| (it["id"].as_str().unwrap().to_owned(), it["v"].clone()))
        .collect()
}

/// Returns an export of matches over four quarters, two provinces and two programs.
fn table(rows: usize) -> String {
    let row = |n: usize| {
        let (month, region) = (["02", "05", "08", "11"][n % 4], ["ON", "QC"][n / 4 % 3 / 2]);
        let (program, sex) = (["G", "S"][n / 8 % 5 / 4], ["F", "M", "X"][n / 3 % 11 / 5]);
        format!("2025-{month}-10,{region},{program},{sex}\n")
    };
    (0..rows).fold("start,province,program,sex\n".to_owned(), |text, n| text + &row(n))
}

fn recipe(grain: &str) -> String {
    format!(
        r#"
        region = {{ column = "province", map = {{ ON = "CA-ON", QC = "CA-QC" }} }}
        program = {{ column = "program", map = {{ G = "GROUP", S = "ONE_SITE" }} }}
        [dimension.gender]
        column = "sex"
        map = {{ F = "GIRLS", M = "BOYS", X = "NON_BINARY" }}
        [[metric]]
        indicator = "MATCHES_NEW"
        period = {{ column = "start", format = "YYYY-MM-DD", grains = ["{grain}"] }}
        dimensions = ["gender"]
        by_program = true
        "#
    )
}
