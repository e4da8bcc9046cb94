//! Reading, confirming and judging practice records.

use super::*;

use crate::codebook;

#[test]
fn every_practice_we_ship_passes() {
    for file in [
        include_str!("../../../../tests/fixtures/practices/waiting-well.md"),
        include_str!("../../../../tests/fixtures/practices/closing-a-match.md"),
        include_str!("../../../../tests/fixtures/practices/training-before-the-match.md"),
    ] {
        let practice = passed(file, &[]);
        assert!(check(&practice, &codebook::standard().unwrap(), &Shelf::default()).is_accept());
        assert!(practice.fields().texts.iter().all(|text| text.body.len() > 400));
    }
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let file = SAMPLE.replace("kind", "knid").replace("version = 1", "version = 'one'");
    let codes = problems(&file);
    assert_eq!(codes, ["FL-E104", "FL-E103", "FL-E102"]);
    assert_eq!(problems(&SAMPLE.replace("GROUP", "GROPU")), ["FL-E130"]);
    assert_eq!(problems(&SAMPLE.replace("+++ en", "+++ fr")), ["FL-E171"]);
    assert_eq!(problems("no front matter"), ["FL-E170"]);
}

#[test]
fn a_text_that_reaches_a_person_is_blocked() {
    let file = SAMPLE.replace("The body", "Call 416-555-0199 or write to a@example.org");
    assert_eq!(problems(&file), ["FL-E160", "FL-E160"]);
}

#[test]
fn what_is_asked_passes_with_the_word_of_its_author_and_not_without() {
    let file =
        SAMPLE.replace("The body.", "The 3 girls, and the 3\ngirls again; the medicine wheel.");
    let open = asked(&file, &["3 girls"]);
    let expected = [
        ("small_number", "3 girls", true),
        ("small_number", "3\ngirls", true),
        ("ceremony", "medicine wheel", false),
    ];
    assert_eq!(open, expected.map(|(word, excerpt, is)| (word, excerpt.to_owned(), is)));
    let practice = passed(&file, &["3 girls", "Medicine Wheel"]);
    let words = practice.fields().confirmed.iter().map(|it| it.excerpt.as_str());
    assert_eq!(words.collect::<Vec<_>>(), ["medicine wheel", "3 girls"]);
    let catalogue = codebook::standard().unwrap();
    assert!(check(&practice, &catalogue, &Shelf::default()).is_accept());
    let mut fields = practice.fields().clone();
    fields.confirmed.pop();
    let verdict = check(&Practice::new(fields).unwrap(), &catalogue, &Shelf::default());
    let reasons: Vec<_> = verdict.reasons().iter().map(|it| (it.invariant, it.text.id())).collect();
    assert_eq!(reasons, [("I11", "gate-e235-what")]);
}

#[test]
fn what_is_blocked_cannot_be_confirmed() {
    let file = SAMPLE.replace("The body.", "Amara is one of 3 girls.");
    assert_eq!(refused(&file, &["Amara", "3 girls"]), ["FL-E224", "FL-E240"]);
    assert_eq!(refused(&file, &[]), ["FL-E224", "FL-E235"], "all at once");
    let mut fields = passed(SAMPLE, &[]).fields().clone();
    fields.texts[0].body = "Amara came.".to_owned();
    let name = Confirmation { suspicion: "name".to_owned(), excerpt: "Amara".to_owned() };
    fields.confirmed = vec![name];
    let catalogue = codebook::standard().unwrap();
    let verdict = check(&Practice::new(fields).unwrap(), &catalogue, &Shelf::default());
    assert_eq!(verdict.reasons()[0].text.id(), "gate-e224-what");
}

#[test]
fn a_name_of_the_authors_own_files_is_blocked() {
    let mut names = Names::new([7; 32]);
    names.learn(b"Name\nXyla Qorben\n", &["Name".to_owned()]).unwrap();
    let author = Author { confirmed: &[], names: Some(&names), ..Author::default() };
    let read = |text: &str| {
        let file = SAMPLE.replace("The body.", text);
        read(&file, &codebook::standard().unwrap(), author)
    };
    let refused = read("What Xyla did.").unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E226"]);
    assert!(read("What a mentor did.").is_ok());
}

#[test]
fn every_field_that_is_not_filled_in_is_named_at_once() {
    let file = SAMPLE
        .replace("'Program team, programs@example.org'", "''")
        .replace("'Waiting well'", "''")
        .replace("The body.", "Call 416-555-0199.");
    assert_eq!(problems(&file), ["FL-E172", "FL-E172", "FL-E160"]);
}

#[test]
fn a_whole_record_is_read_and_all_of_it_is_screened() {
    let whole = SAMPLE
        .replace("eepm_standard = 5", WHOLE)
        .replace("summary = 'What to do while waiting.'", DETAILS);
    let fields = passed(&whole, &[]).fields().clone();
    assert_eq!((fields.benchmark.as_str(), fields.ratings[0].tests), ("5.1", 4));
    assert_eq!((fields.evidence.design.as_str(), fields.replication.sites), ("pre_post", 3));
    let told = fields.texts[0].details.named().map(|(_, text)| text.len());
    assert!(told.iter().all(|it| *it > 0), "{told:?}");
    for (from, to) in [
        ("Two evenings", "Amara's evenings"),
        ("Be less alone", "Call 416-555-0199"),
        ("900 dollars", "900 dollars, a@example.org"),
    ] {
        assert_eq!(problems(&whole.replace(from, to)).len(), 1, "{to}");
    }
    let wrong = whole.replace("pre_post", "hearsay").replace("sites = 3", "sites = -3");
    assert_eq!(problems(&wrong), ["FL-E172", "FL-E172"]);
}

#[test]
fn a_later_version_names_the_entry_whose_place_it_takes() {
    let id = "ab".repeat(32);
    let with = |version: u32, id: &str| {
        let line = format!("version = {version}\nsupersedes = '{id}'");
        SAMPLE.replace("version = 1", &line)
    };
    let replaced = passed(&with(2, &id), &[]).fields().replaces;
    assert_eq!(replaced.map(|it| it.to_string()), Some(id.clone()));
    assert_eq!(problems(&SAMPLE.replace("version = 1", "version = 2")), ["FL-E242"]);
    assert_eq!(problems(&with(2, "first")), ["FL-E241"]);
    assert_eq!(problems(&with(1, &id)), ["FL-E243"]);
}

#[test]
fn a_confirmation_of_what_nobody_asked_is_refused() {
    assert_eq!(refused(SAMPLE, &["Somebody"]), ["FL-E240"]);
    let mut fields = passed(SAMPLE, &[]).fields().clone();
    let smuggled =
        Confirmation { suspicion: "link".to_owned(), excerpt: "call 416-555-0199".to_owned() };
    fields.confirmed = vec![smuggled];
    let verdict =
        check(&Practice::new(fields).unwrap(), &codebook::standard().unwrap(), &Shelf::default());
    assert_eq!(verdict.reasons()[0].text.id(), "gate-i11-confirmed");
}

#[test]
fn a_record_may_name_its_own_contact_and_lines_of_help() {
    let file = SAMPLE
        .replace("programs@example.org", "programs@example.org, 416-555-0100")
        .replace("The body.", "Write to Programs@example.org, 416 555 0100, or 1-800-668-6868.");
    assert_eq!(asked(&file, &[]), []);
    let file = file.replace("Write to", "Write to jo@example.org or 416-555-0101,");
    assert_eq!(problems(&file), ["FL-E160", "FL-E160"]);
}

#[test]
fn what_is_cited_has_authors_and_dates() {
    let references =
        "references = ['Rhodes, J. (2002). Stand by me. Accessed May 3, 2024']\n[codes]";
    let file = SAMPLE.replace("[codes]", references);
    assert_eq!(asked(&file, &[]), []);
    let file = file.replace("May 3, 2024", "at someone@example.org");
    assert_eq!(problems(&file), ["FL-E160"]);
}

#[test]
fn characters_that_are_no_text_are_refused() {
    for (from, to) in [
        ("The body", "The\u{1b}[2J body"),
        ("The body", "The\r body"),
        ("The body", "The\0 body"),
        ("'Waiting well'", "\"Waiting \\u001B[31mwell\""),
        ("'CC-BY-4.0'", "\"CC-BY\\u0007\""),
    ] {
        assert_eq!(problems(&SAMPLE.replace(from, to)), ["FL-E161"], "{to:?}");
    }
    let body = SAMPLE.replace("The body.", "The\tbody.\r\nIts second line.");
    let mut fields = passed(&body, &[]).fields().clone();
    fields.texts[0].body.push('\u{9b}');
    let foreign = Practice::new(fields).unwrap();
    let verdict = check(&foreign, &codebook::standard().unwrap(), &Shelf::default());
    assert_eq!(verdict.reasons()[0].invariant, "I11");
}

#[test]
fn a_notice_is_anybody_s_to_set_and_a_label_its_community_s() {
    let with = |lines: &str| SAMPLE.replace("+++ en", &format!("[[labels]]\n{lines}\n+++ en"));
    let notice = with("type = 'notice_traditional_knowledge'");
    assert_eq!(passed(&notice, &[]).fields().labels.len(), 1);
    let label = "type = 'tk_attribution'\ncommunity = 'north'\nname = 'Attribution'";
    assert_eq!(problems(&with(label)), ["FL-E252"]);
    let seal = format!("key = '{}'\nsignature = '{}'", KEY, "11".repeat(64));
    let labelled = passed(&with(&format!("{label}\n{seal}")), &[]);
    assert!(labelled.fields().labels[0].seal.is_some(), "whose word it is, others check");
    assert_eq!(problems(&with("type = 'of_my_own'")), ["FL-E250"]);
    let blocked = format!("{label}\n{seal}\ntext = 'Call 416-555-0199'");
    assert_eq!(problems(&with(&blocked)), ["FL-E160"], "what a label says is read as well");
}

#[test]
fn what_not_everybody_may_know_does_not_leave() {
    for kind in [
        "tk_community_use_only",
        "tk_men_restricted",
        "tk_seasonal",
        "tk_secret_sacred",
        "tk_women_restricted",
    ] {
        let seal = format!("key = '{}'\nsignature = '{}'", KEY, "11".repeat(64));
        let lines = format!("[[labels]]\ntype = '{kind}'\ncommunity = 'north'\n{seal}\n+++ en");
        assert_eq!(problems(&SAMPLE.replace("+++ en", &lines)), ["FL-E251"], "{kind}");
        let lines = lines.replace(kind, "tk_family");
        let mut fields = passed(&SAMPLE.replace("+++ en", &lines), &[]).fields().clone();
        fields.labels[0].kind = kind.to_owned();
        let record = Practice::new(fields).unwrap();
        let verdict = check(&record, &codebook::standard().unwrap(), &Shelf::default());
        let reasons: Vec<_> = verdict.reasons().iter().map(|it| it.invariant).collect();
        assert_eq!(reasons, ["I10"], "{kind}, from a member that lies");
    }
}

#[test]
fn of_what_is_held_at_home_a_card_leaves_and_the_same_screen_looks_at_all_of_it() {
    let held = SAMPLE.replace("version = 1", "version = 1\nsharing = 'hold_at_home'");
    let file = held
        .replace("Waiting well", "Waiting well, with 3 girls")
        .replace("The body.", "The 3 girls, and the medicine wheel.");
    assert_eq!(asked(&file, &["3 girls"]).len(), 3, "it stands in title and body, and the wheel");
    let confirmed = ["3 girls", "medicine wheel"].map(str::to_owned);
    let catalogue = codebook::standard().unwrap();
    let reading = read(&file, &catalogue, says(&confirmed)).unwrap();
    let Reading::Stays { practice, .. } = reading else { panic!("{reading:?}") };
    assert_eq!(practice.home().practice().fields().confirmed.len(), 2);
    assert!(objections(practice.home(), &catalogue).is_empty());
    let unasked = Fields { confirmed: Vec::new(), ..practice.home().practice().fields().clone() };
    let unasked = objections(&AtHome::new(unasked).unwrap(), &catalogue);
    assert_eq!(unasked.iter().map(|it| it.invariant).collect::<Vec<_>>(), ["I11"; 3]);
    let card = practice.card(Held::of(b"payload").unwrap()).unwrap();
    let said = format!("{card:?}");
    assert!(said.contains("Waiting well") && said.contains("3 girls"), "{said}");
    let stays = ["medicine wheel", "What to do while waiting", "and the"];
    assert!(!stays.iter().any(|it| said.contains(it)), "{said}");
    assert!(check(card.practice(), &catalogue, &Shelf::default()).is_accept());
    assert_eq!(problems(&held.replace("The body", "Call 416-555-0199")), ["FL-E160"]);
    let unnamed = SAMPLE.replace("version = 1", "version = 1\ncommunity = 'north'");
    assert_eq!(problems(&unnamed), ["FL-E172"], "what every node carries is nobody's alone");
}

/// A public key: the basepoint's, which is sound, and whose secret nobody uses.
const KEY: &str = "5866666666666666666666666666666666666666666666666666666666666666";

fn says(confirmed: &[String]) -> Author<'_> {
    Author { confirmed, ..Author::default() }
}

fn passed(file: &str, confirmed: &[&str]) -> Practice {
    let confirmed: Vec<String> = confirmed.iter().map(|it| (*it).to_owned()).collect();
    match read(file, &codebook::standard().unwrap(), says(&confirmed)).unwrap() {
        Reading::Passes { practice, .. } => practice.into_practice(),
        other => panic!("{other:?}"),
    }
}

fn asked(file: &str, confirmed: &[&str]) -> Vec<(&'static str, String, bool)> {
    let confirmed: Vec<String> = confirmed.iter().map(|it| (*it).to_owned()).collect();
    let reading = read(file, &codebook::standard().unwrap(), says(&confirmed)).unwrap();
    let asked = reading.questions().iter();
    asked
        .map(|it| (it.suspicion.word(), it.excerpt.clone(), it.is_confirmed))
        .collect()
}

fn problems(file: &str) -> Vec<&'static str> {
    refused(file, &[])
}

fn refused(file: &str, confirmed: &[&str]) -> Vec<&'static str> {
    let confirmed: Vec<String> = confirmed.iter().map(|it| (*it).to_owned()).collect();
    let refused = read(file, &codebook::standard().unwrap(), says(&confirmed)).unwrap_err();
    refused.iter().map(|it| it.code).collect()
}

const WHOLE: &str = "eepm_standard = 5
benchmark = '5.1'
cost_detail = '900 dollars for a young person and a year'
ratings = [{ scheme = 'nmrc', rating = 'promising', studies = 2, tests = 4, reviewer = 'NMRC' }]
local_evidence = { design = 'pre_post', size = '30_to_99' }
replication = { sites = 3, times = 2, independent = true }";

const DETAILS: &str = "summary = 'What to do while waiting.'
goals = 'Be less alone.'
core_components = 'A fixed day, and somebody who is there.'
dosage = 'Once a month.'
staffing = 'One coordinator.'
training = 'Two evenings.'
adaptation_notes = 'The day may be any.'
evidence = 'Fewer left the list.'";

const SAMPLE: &str = "+++
id = '5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11'
version = 1
kind = 'practice'
eepm_standard = 5
contact_role = 'Program team, programs@example.org'
licence = 'CC-BY-4.0'
[codes]
program_type = ['GROUP']
[en]
title = 'Waiting well'
summary = 'What to do while waiting.'
+++ en
The body.
";
