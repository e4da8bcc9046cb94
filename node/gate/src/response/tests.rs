//! Reading and judging responses.

use super::*;
use flotilla_domain::id::Hash;
use flotilla_domain::practice::Confirmation;

use crate::codebook;
use crate::practice;

#[test]
fn a_response_says_what_it_is_about_and_where_its_result_is() {
    let response = passed(SAMPLE, &[]);
    let fields = response.fields();
    assert_eq!(fields.about, subject().entry);
    assert_eq!((fields.practice.as_str(), fields.version), (ID, 1));
    assert_eq!(fields.statement, Statement::Adapted);
    let texts: Vec<_> = fields.texts.iter().map(|it| (&*it.language, &*it.text)).collect();
    assert_eq!(texts, [("en", "With smaller groups."), ("fr", "En plus petits groupes.")]);
    assert_eq!(fields.results[0].indicators, ["MATCHES_CLOSED", "MATCHES_NEW"]);
    assert!(check(&response, &catalogue()).is_accept());
}

#[test]
fn a_word_is_a_response_and_a_question_needs_words() {
    let file = |word: &str| format!("+++\nstatement = '{word}'\n+++\n\n");
    assert!(passed(&file("endorsement"), &[]).fields().texts.is_empty());
    assert_eq!(problems(&file("question")), ["FL-E172"]);
    assert_eq!(problems(&file("liked")), ["FL-E172"]);
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let file = SAMPLE
        .replace("statement", "statment")
        .replace("2025", "soon")
        .replace("CA-ON", "CA-XX");
    assert_eq!(problems(&file), ["FL-E103", "FL-E104", "FL-E102"]);
    let file = SAMPLE.replace("CA-ON", "CA-XX").replace("MATCHES_NEW", "MATCHES_NWE");
    assert_eq!(problems(&file), ["FL-E130", "FL-E130"]);
    assert_eq!(problems(&SAMPLE.replace("+++ en", "+++")), ["FL-E171"]);
    assert_eq!(problems("We like it."), ["FL-E170"]);
}

#[test]
fn nobody_responds_to_a_record_of_their_own_or_to_one_that_is_not_there() {
    let record = record();
    let read = |subject| {
        let refused = read(SAMPLE, subject, &catalogue(), Author::default()).unwrap_err();
        refused.iter().map(|it| it.code).collect::<Vec<_>>()
    };
    let own = Subject { is_own: true, practice: Some(&record), ..subject() };
    assert_eq!(read(own), ["FL-E274"]);
    assert_eq!(read(subject()), ["FL-E275"]);
}

#[test]
fn a_text_is_screened_as_that_of_a_record_is() {
    let file = SAMPLE.replace("With smaller groups.", "With 3 girls.");
    let record = record();
    let subject = Subject { practice: Some(&record), ..subject() };
    let reading = read(&file, subject, &catalogue(), Author::default()).unwrap();
    assert!(matches!(reading, Reading::Asks { .. }));
    let response = passed(&file, &["3 girls"]);
    assert!(check(&response, &catalogue()).is_accept());
    let mut fields = response.fields().clone();
    fields.confirmed.clear();
    assert_eq!(reasons(fields), ["gate-e235-what"]);
    assert_eq!(problems(&file.replace("3 girls", "Amara")), ["FL-E224"]);
    assert_eq!(problems(&file.replace("3 girls", "jo@example.org")), ["FL-E160"]);
}

#[test]
fn receivers_refuse_what_a_member_smuggles_in() {
    let fields = passed(SAMPLE, &[]).fields().clone();
    let mut text = fields.clone();
    text.texts[0].text = "Call 416-555-0199.".to_owned();
    assert_eq!(reasons(text), ["gate-e160-what-phone"]);
    let mut quote = fields.clone();
    let excerpt = "call 416-555-0199".to_owned();
    quote.confirmed = vec![Confirmation { suspicion: "link".to_owned(), excerpt }];
    assert_eq!(reasons(quote), ["gate-i11-confirmed"]);
    let mut code = fields;
    code.results[0].region = "416-555-0199".to_owned();
    assert_eq!(reasons(code), ["gate-i2-practice-code"]);
}

#[test]
fn names_of_the_authors_own_files_are_found_in_any_body() {
    let mut names = Names::new([7; 32]);
    names.learn(b"Name\nXyla Qorben\n", &["Name".to_owned()]).unwrap();
    assert!(own_names(SAMPLE, &names).is_ok());
    assert!(own_names(&SAMPLE.replace("petits", "petits, dit Xyla,"), &names).is_err());
}

const ID: &str = "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11";

const SAMPLE: &str = "+++
statement = 'adapted'
[[results]]
indicators = ['MATCHES_NEW', 'MATCHES_CLOSED']
period = '2025'
region = 'CA-ON'
+++ fr
En plus petits groupes.
+++ en

With smaller groups.
";

fn catalogue() -> Catalogue {
    codebook::standard().unwrap()
}

fn subject() -> Subject<'static> {
    Subject { entry: EntryId(Hash::of([])), practice: None, is_own: false }
}

fn record() -> Practice {
    let file = format!(
        "+++\nid = '{ID}'\nversion = 1\nkind = 'practice'\ncontact_role = 'Program team'\n\
         licence = 'CC-BY-4.0'\n[en]\ntitle = 'Waiting'\nsummary = 'Well'\n+++\nThe body.\n"
    );
    let read = practice::read(&file, &catalogue(), Author::default()).unwrap();
    read.passed().unwrap().into_practice()
}

fn passed(file: &str, confirmed: &[&str]) -> Response {
    let confirmed: Vec<String> = confirmed.iter().map(|it| (*it).to_owned()).collect();
    let author = Author { confirmed: &confirmed, ..Author::default() };
    let record = record();
    let subject = Subject { practice: Some(&record), ..subject() };
    match read(file, subject, &catalogue(), author).unwrap() {
        Reading::Passes { response, .. } => response.response().clone(),
        Reading::Asks { questions, .. } => panic!("{questions:?}"),
    }
}

fn problems(file: &str) -> Vec<&'static str> {
    let record = record();
    let subject = Subject { practice: Some(&record), ..subject() };
    let refused = read(file, subject, &catalogue(), Author::default()).unwrap_err();
    refused.iter().map(|it| it.code).collect()
}

fn reasons(fields: Fields) -> Vec<&'static str> {
    let verdict = check(&Response::new(fields).unwrap(), &catalogue());
    verdict.reasons().iter().map(|it| it.text.id()).collect()
}
