//! The part of a text that shows why a record was found.
//!
//! It is of the language that the reader asked for where the words are there, and begins a little before the first of
//! them; where only the title has them, or no words were asked for, it is the beginning of the summary.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::index::Index;
use crate::question::Question;
use crate::record::Record;
use crate::record::Text;
use crate::words;
use crate::words::Language;

/// About how many characters a snippet has.
pub const SNIPPET_CHARS: usize = 200;

/// How many of them may stand before the first word that was asked for.
const BEFORE_CHARS: usize = 60;

/// How far a text is read for it, in bytes: a body is long, and all snippets of an answer are made at once.
const READ_BYTES_MAX: usize = 32 << 10;

/// A part of a text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Snippet {
    /// The language it is in; `None` where the record has no text.
    pub language: Option<Language>,
    /// The text, on one line, with `…` where something is left out.
    pub text: String,
    /// Where in it the words stand that were asked for, in bytes.
    pub marks: Vec<Range<usize>>,
}

/// By language, the terms that were asked for.
type Terms = BTreeSet<(Language, String)>;

impl Index {
    /// Returns the part of a record that answers a question; an empty one if there is no such record.
    pub fn snippet(&self, question: &Question, number: usize) -> Snippet {
        self.records.get(number).map(|it| snippet(it, question)).unwrap_or_default()
    }
}

fn snippet(record: &Record, question: &Question) -> Snippet {
    let terms: Terms = question
        .words()
        .filter(|(_, is_needed)| *is_needed)
        .flat_map(|(word, _)| Language::ALL.map(|language| (word, language)))
        .flat_map(|(word, language)| {
            words::terms(word, language).into_iter().map(move |it| (language, it))
        })
        .collect();
    let wanted = question.language.unwrap_or(Language::English);
    let own = record.text(wanted);
    let others = record.texts.iter().map(|(language, text)| (*language, text));
    let all: Vec<(Language, &Text)> = own.into_iter().chain(others).collect();
    let parts = all
        .iter()
        .flat_map(|(language, text)| [(*language, &text.summary), (*language, &text.body)]);
    let first = parts.into_iter().find_map(|(language, part)| {
        let at = first(part, language, &terms)?;
        Some((language, part, at))
    });
    let found = first.or_else(|| own.map(|(language, text)| (language, &text.summary, 0)));
    found.map_or_else(Snippet::default, |(language, part, at)| cut((language, part), at, &terms))
}

/// Returns where the first word stands that was asked for.
fn first(text: &str, language: Language, terms: &Terms) -> Option<usize> {
    if terms.is_empty() {
        return None;
    }
    let mut places = words::places(text).take_while(|it| it.start < READ_BYTES_MAX);
    places.find(|it| is_asked(text, it, language, terms)).map(|it| it.start)
}

fn is_asked(text: &str, place: &Range<usize>, language: Language, terms: &Terms) -> bool {
    let word = text.get(place.clone()).unwrap_or_default();
    words::terms(word, language)
        .into_iter()
        .any(|it| terms.contains(&(language, it)))
}

/// Cuts a text around the word that stands at `at`, between words.
fn cut((language, text): (Language, &str), at: usize, terms: &Terms) -> Snippet {
    let (before, after) = text.split_at_checked(at).unwrap_or(("", text));
    let reach = before.char_indices().rev().nth(BEFORE_CHARS).map(|(start, _)| start);
    // The part of a word that is cut off is not shown.
    let from = reach.map_or(0, |it| {
        let rest = before.get(it..).unwrap_or_default();
        it + rest.find(char::is_whitespace).unwrap_or(rest.len())
    });
    let length =
        SNIPPET_CHARS.saturating_sub(before.get(from..).unwrap_or_default().chars().count());
    let until = after.char_indices().nth(length).map_or(text.len(), |(end, _)| {
        let kept = after.get(..end).unwrap_or_default();
        at + kept.rfind(char::is_whitespace).filter(|it| *it > 0).unwrap_or(kept.len())
    });
    let middle = text.get(from..until).unwrap_or_default();
    let line = middle.split_whitespace().collect::<Vec<_>>().join(" ");
    let (head, tail) =
        (if from > 0 { "… " } else { "" }, if until < text.len() { " …" } else { "" });
    let text = format!("{head}{line}{tail}");
    let marks = words::places(&text).filter(|it| is_asked(&text, it, language, terms)).collect();
    Snippet { language: Some(language), text, marks }
}
