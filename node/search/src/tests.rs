//! What is found and in which order, whatever order the records came in, and what of it is shown.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// A language, and in it a title, a summary and a body.
type Written<'a> = (Language, &'a str, &'a str, &'a str);

fn record(id: &str, texts: &[Written<'_>]) -> Record {
    let text = |(title, summary, body): (&str, &str, &str)| Text {
        title: title.to_owned(),
        summary: summary.to_owned(),
        body: body.to_owned(),
    };
    let texts = texts.iter().map(|it| (it.0, text((it.1, it.2, it.3))));
    Record {
        id: id.to_owned(),
        member: "alice".to_owned(),
        texts: texts.collect(),
        ..Record::default()
    }
}

fn library() -> Vec<Record> {
    let waiting = record(
        "1",
        &[
            (
                Language::English,
                "Waiting well",
                "How we call families on the waitlist.",
                "We call every month.",
            ),
            (
                Language::French,
                "Bien attendre",
                "Appeler les familles sur la liste d’attente.",
                "Chaque mois.",
            ),
        ],
    );
    let training = record(
        "2",
        &[(
            Language::English,
            "Training mentors",
            "An evening before the first match.",
            "Mentors who waited for a match come twice. Families are called.",
        )],
    );
    let closing = record(
        "3",
        &[(
            Language::French,
            "Clore un jumelage",
            "Une dernière rencontre avec les bénévoles.",
            "Les familles y sont invitées.",
        )],
    );
    let eepm = |code: &str| BTreeMap::from([("eepm_standard".to_owned(), vec![code.to_owned()])]);
    vec![
        Record { facets: eepm("5"), published_ms: 10, ..waiting },
        Record { facets: eepm("3"), published_ms: 30, member: "bob".to_owned(), ..training },
        Record { facets: eepm("6"), published_ms: 20, ..closing },
    ]
}

fn index(records: impl IntoIterator<Item = Record>) -> Index {
    let mut builder = Builder::default();
    records.into_iter().for_each(|it| builder.push(it));
    builder.finish()
}

fn ids(index: &Index, found: &Found) -> Vec<String> {
    found
        .hits
        .iter()
        .map(|it| index.record(it.number).unwrap().id.clone())
        .collect()
}

fn asked(index: &Index, words: &str) -> Vec<String> {
    ids(index, &index.ask(&Question::parse(words).unwrap()))
}

#[test]
fn words_are_found_in_both_languages_by_their_stems_and_without_accents() {
    let index = index(library());
    assert_eq!(asked(&index, "calling"), ["1", "2"]);
    assert_eq!(asked(&index, "WAIT"), ["1", "2"]);
    assert_eq!(asked(&index, "benevole"), ["3"]);
    assert_eq!(asked(&index, "famille"), ["1", "3"]);
    assert_eq!(asked(&index, "la liste d'attente"), ["1"]);
    assert_eq!(asked(&index, "basketball"), [""; 0]);
}

#[test]
fn a_title_counts_more_than_a_body() {
    let index = index(library());
    assert_eq!(asked(&index, "mentors"), ["2"]);
    assert_eq!(asked(&index, "waiting"), ["1", "2"]);
}

#[test]
fn all_words_are_wanted_and_some_are_better_than_none() {
    let index = index(library());
    let ask = |words: &str| index.ask(&Question::parse(words).unwrap());
    let all = ask("call families monthly");
    assert!(all.has_all_words);
    assert_eq!(ids(&index, &all), ["1"]);
    let some = ask("call basketball");
    assert!(!some.has_all_words);
    assert_eq!(ids(&index, &some), ["1", "2"]);
}

#[test]
fn without_words_the_latest_come_first() {
    assert_eq!(asked(&index(library()), " ?! "), ["2", "3", "1"]);
}

#[test]
fn codes_choose_and_what_is_found_is_counted_by_them() {
    let index = index(library());
    let mut question = Question::parse("famille").unwrap();
    let counts = |found: &Found| found.facets["eepm_standard"].clone();
    assert_eq!(counts(&index.ask(&question)), [("5".to_owned(), 1), ("6".to_owned(), 1)].into());
    question
        .only
        .insert("eepm_standard".to_owned(), vec!["3".to_owned(), "6".to_owned()]);
    let found = index.ask(&question);
    assert_eq!(ids(&index, &found), ["3"]);
    assert_eq!(counts(&found), [("6".to_owned(), 1)].into());
    question.only.insert("nothing".to_owned(), vec!["x".to_owned()]);
    assert_eq!(index.ask(&question).hits, []);
}

#[test]
fn a_snippet_shows_the_words_in_the_language_that_is_asked_for() {
    let index = index(library());
    let snippet = |words: &str, language, number| {
        let question = Question { language: Some(language), ..Question::parse(words).unwrap() };
        index.snippet(&question, number)
    };
    let found = snippet("attente", Language::French, 0);
    assert_eq!(found.language, Some(Language::French));
    assert_eq!(found.text, "Appeler les familles sur la liste d’attente.");
    let marked = found.marks.into_iter().map(|it| found.text[it].to_owned());
    assert_eq!(marked.collect::<Vec<_>>(), ["attente"]);
    // The word is there in the other language only.
    assert_eq!(snippet("attente", Language::English, 0).language, Some(Language::French));
    // Only the title has it; no language of this one was asked for.
    let only_title = snippet("training", Language::French, 1);
    assert_eq!(only_title.text, "An evening before the first match.");
    assert_eq!(only_title.language, Some(Language::English));
    assert_eq!(index.snippet(&Question::default(), 9), Snippet::default());
}

#[test]
fn a_long_text_is_cut_between_words_around_what_was_asked() {
    let body = format!("{} the waitlist {}", "mentoring ".repeat(30), "matters ".repeat(60));
    let index = index([record("1", &[(Language::English, "T", "S", &body)])]);
    let snippet = index.snippet(&Question::parse("waitlists").unwrap(), 0);
    assert!(snippet.text.starts_with("… mentoring "), "{}", snippet.text);
    assert!(snippet.text.ends_with(" matters …"), "{}", snippet.text);
    assert!(snippet.text.contains(" the waitlist matters "));
    assert!(snippet.text.chars().count() <= SNIPPET_CHARS + 4);
}

#[test]
fn one_member_cannot_take_the_room_of_another() {
    let body = format!("x{}", " ".repeat(BODIES_PER_MEMBER_BYTES_MAX / 8 - 1));
    let long = (0..RECORDS_PER_MEMBER_MAX + 5).map(|number| {
        let text = [(
            Language::English,
            "Long",
            "Summary",
            if number > 985 { body.as_str() } else { "early" },
        )];
        Record { member: "mallory".to_owned(), ..record(&format!("{number:05}"), &text) }
    });
    let index = index(long.chain(library()));
    assert_eq!(index.len(), RECORDS_PER_MEMBER_MAX + 3);
    // Of the earliest nothing is found, of others the title, of the latest all.
    assert_eq!(asked(&index, "long").len(), RECORDS_PER_MEMBER_MAX);
    assert_eq!(asked(&index, "early"), [""; 0]);
    let found = asked(&index, "x");
    assert_eq!(found.len(), 8);
    assert!(found.iter().all(|it| it.as_str() > "00995"), "{found:?}");
    assert_eq!(asked(&index, "benevole"), ["3"]);
}

/// Records of many members that answer alike, besides the others.
fn many() -> Vec<Record> {
    let alike = (4..20).map(|number: u32| {
        let text = [(Language::English, "Call", "Call", "")];
        Record { member: format!("m{number}"), ..record(&number.to_string(), &text) }
    });
    library().into_iter().chain(alike).collect()
}

proptest! {
    #[test]
    fn the_order_in_which_records_came_changes_nothing(
        shuffled in Just(many()).prop_shuffle(),
        words in "(call|wait|famille|mentor| ){0,6}",
    ) {
        let (one, other) = (index(shuffled), index(many()));
        let question = Question::parse(&words).unwrap();
        let (first, second) = (one.ask(&question), other.ask(&question));
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(ids(&one, &first), ids(&other, &second));
    }
}
