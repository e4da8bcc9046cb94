//! Both languages say the same things, and everything that the source code says is written.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;

use flotilla_domain::message::Message;
use fluent_bundle::FluentResource;

use crate::Language;
use crate::Texts;
use crate::sources;

/// Texts that are rightly the same in both languages: names, formats, and words they share.
const SAME_IN_BOTH: [&str; 6] = [
    "cli-column-version",
    "cli-question",
    "gate-place-key",
    "gate-place-metric",
    "help-heading-arguments",
    "help-heading-options",
];

/// Where texts are named.
const SOURCES: [&str; 5] =
    ["cli/src", "node/src", "node/gate/src", "node/config/src", "node/view/src"];

/// A text that is not `Message::new("…")` is recognized by how its name begins.
const PREFIXES: [&str; 4] = ["cli-", "config-", "gate-", "view-"];

#[test]
fn every_file_is_wholly_read() {
    for language in Language::ALL {
        for (subject, source) in sources::files(language) {
            let read = FluentResource::try_new(source.to_owned());
            assert!(read.is_ok(), "{subject}.{} has syntax errors", language.code());
        }
    }
}

#[test]
fn every_text_is_written_once_and_in_the_file_of_its_subject() {
    for language in Language::ALL {
        let mut seen = BTreeSet::new();
        for (subject, source) in sources::files(language) {
            for (id, _) in entries(source) {
                assert!(id.starts_with(&format!("{subject}-")), "{id} is in {subject}");
                assert!(seen.insert(id.clone()), "{id} is written twice");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_gaps() {
    let english = gaps(Language::English);
    let french = gaps(Language::French);
    let differ = |id: &&String| english.get(*id) != french.get(*id);
    let wrong: BTreeSet<&String> = english.keys().chain(french.keys()).filter(differ).collect();
    assert!(wrong.is_empty(), "not alike in both languages: {wrong:?}");
}

#[test]
fn no_text_was_left_untranslated() {
    let french: BTreeMap<_, _> = texts(Language::French).into_iter().collect();
    let same = |(id, text): &(String, String)| french.get(id) == Some(text);
    let left: Vec<_> =
        texts(Language::English).into_iter().filter(same).map(|(id, _)| id).collect();
    let unexpected = |id: &&String| !SAME_IN_BOTH.contains(&id.as_str());
    let left: Vec<_> = left.iter().filter(unexpected).collect();
    assert!(left.is_empty(), "the same in both languages: {left:?}");
}

#[test]
fn french_is_set_as_in_canada() {
    for (id, text) in texts(Language::French) {
        for bad in [" ;", " ?", " !", "«\u{a0}\u{a0}", "\u{a0};", "\u{a0}?", "\u{a0}!"] {
            assert!(!text.contains(bad), "{id} has {bad:?}");
        }
    }
}

#[test]
fn every_text_that_the_source_code_names_is_written() {
    let english = Texts::new(Language::English);
    let root = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../..");
    let mut missing = BTreeSet::new();
    for folder in SOURCES {
        for source in rust_files(&root.join(folder)) {
            missing.extend(named_texts(&source).into_iter().filter(|id| !english.has(id)));
        }
    }
    assert!(missing.is_empty(), "named, but not written: {missing:?}");
}

#[test]
fn a_missing_text_shows_as_its_name() {
    let texts = Texts::new(Language::French);
    assert_eq!(texts.text("nobody-wrote-this"), "⟦nobody-wrote-this⟧");
    assert_eq!(texts.say(&Message::new("nobody-wrote-this")), "⟦nobody-wrote-this⟧");
}

#[test]
fn a_problem_of_many_rows_names_the_first_line_and_counts_the_rest() {
    let say = |language, more: i64| {
        let place = Message::new("gate-place-cell").word("column", "sex");
        Texts::new(language).say(&place.number("line", 2).number("more", more))
    };
    assert_eq!(say(Language::English, 0), "line 2, column “sex”");
    assert_eq!(say(Language::English, 199_999), "line 2 and 199,999 more, column “sex”");
    assert_eq!(say(Language::French, 0), "ligne 2, colonne «\u{a0}sex\u{a0}»");
    assert_eq!(say(Language::French, 1), "ligne 2 et 1 autre, colonne «\u{a0}sex\u{a0}»");
    assert!(say(Language::French, 199_999).contains("999 autres, colonne"));
}

#[test]
fn a_gap_that_nobody_filled_shows() {
    let texts = Texts::new(Language::English);
    assert!(texts.text("node-held-by").contains("{$held}"));
}

#[test]
fn a_text_may_be_said_from_any_thread() {
    fn shared<T: Send + Sync>() {}
    shared::<Texts>();
}

#[test]
fn the_scanner_finds_what_the_source_code_names() {
    let source = "Message::new(\n    \"a-b\",\n) Kind::X => \"gate-cell\", \"cli-\" \"Gate-\"";
    let expected = ["a-b", "gate-cell"].map(str::to_owned);
    assert_eq!(named_texts(source), BTreeSet::from(expected));
}

/// Returns the texts of a file: each name with everything up to the next one.
fn entries(source: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in source.lines() {
        let start = line.split_once(" =").filter(|(id, _)| is_id(id));
        match (start, entries.last_mut()) {
            (Some((id, text)), _) => entries.push((id.to_owned(), text.trim().to_owned())),
            (None, Some((_, text))) if line.starts_with(' ') => {
                text.push('\n');
                text.push_str(line.trim());
            }
            _ => {}
        }
    }
    entries
}

fn texts(language: Language) -> Vec<(String, String)> {
    sources::files(language).flat_map(|(_, source)| entries(source)).collect()
}

/// Returns the names of the gaps of each text.
fn gaps(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let gaps = |text: &str| {
        let names = text.split('$').skip(1);
        let name =
            |rest: &str| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
        names.map(name).collect()
    };
    texts(language).into_iter().map(|(id, text)| (id, gaps(&text))).collect()
}

fn named_texts(source: &str) -> BTreeSet<String> {
    let after_new = source.split("Message::new(").skip(1).filter_map(|rest| {
        let literal = rest.trim_start().strip_prefix('"')?;
        literal.split('"').next()
    });
    let prefixed = source.split('"').filter(|literal| {
        PREFIXES
            .iter()
            .any(|prefix| literal.len() > prefix.len() && literal.starts_with(prefix))
    });
    after_new.chain(prefixed).filter(|id| is_id(id)).map(str::to_owned).collect()
}

fn is_id(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && !text.ends_with('-') && text.chars().all(allowed)
}

fn rust_files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(fs::read_to_string(&path).unwrap());
        }
    }
    files
}
