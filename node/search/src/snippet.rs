//! The part of a text that shows why a record was found.
//!
//! It is of the language that the reader asked for where the words are there, and begins a little before the first of
//! them; where only the title has them, or no words were asked for, it is the beginning of the summary.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::index::Index;
use crate::question::Question;
use crate::record::Record;
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
type Terms = BTreeMap<Language, BTreeSet<String>>;

/// A text, and the words to look for in it.
#[derive(Clone, Copy)]
struct Reading<'a> {
    index: &'a Index,
    language: Language,
    text: &'a str,
    terms: &'a Terms,
}

impl Index {
    /// Returns the part of a record that answers a question; an empty one if there is no such record.
    pub fn snippet(&self, question: &Question, number: usize) -> Snippet {
        self.record(number).map(|it| self.of(it, question)).unwrap_or_default()
    }

    fn of(&self, record: &Record, question: &Question) -> Snippet {
        let terms = &terms(question);
        let wanted = question.language.unwrap_or(Language::English);
        let own = record.text(wanted);
        let others = record.texts.iter().map(|(language, text)| (*language, text));
        let reading = |language, text| Reading { index: self, language, text, terms };
        let parts = own.into_iter().chain(others).flat_map(|(language, text)| {
            [reading(language, text.summary.as_str()), reading(language, text.body.as_str())]
        });
        let first = parts.into_iter().find_map(|it| it.first().map(|at| it.cut(at)));
        let summary = || own.map(|(language, text)| reading(language, &text.summary).cut(0));
        first.or_else(summary).unwrap_or_default()
    }
}

/// Returns the terms that a question asks for, those of little words only where there are no others.
fn terms(question: &Question) -> Terms {
    let mut terms = Terms::new();
    for (word, _) in question.words().filter(|(_, is_needed)| *is_needed) {
        for language in Language::ALL {
            terms.entry(language).or_default().extend(words::terms(word, language));
        }
    }
    terms
}

impl Reading<'_> {
    /// Returns where the first word stands that was asked for.
    fn first(&self) -> Option<usize> {
        if self.terms.is_empty() {
            return None;
        }
        let mut places = words::places(self.text).take_while(|it| it.start < READ_BYTES_MAX);
        places.find(|it| self.is_asked(self.text, it)).map(|it| it.start)
    }

    fn is_asked(&self, text: &str, place: &Range<usize>) -> bool {
        let word = text.get(place.clone()).unwrap_or_default();
        let terms = self.terms.get(&self.language);
        terms.is_some_and(|it| self.index.has_one_of(word, self.language, it))
    }

    /// Cuts the text around the word that stands at `at`, between words.
    fn cut(&self, at: usize) -> Snippet {
        let (before, after) = self.text.split_at_checked(at).unwrap_or(("", self.text));
        let reach = before.char_indices().rev().nth(BEFORE_CHARS).map(|(start, _)| start);
        // The part of a word that is cut off is not shown.
        let from = reach.map_or(0, |it| {
            let rest = before.get(it..).unwrap_or_default();
            it + rest.find(char::is_whitespace).unwrap_or(rest.len())
        });
        let length =
            SNIPPET_CHARS.saturating_sub(before.get(from..).unwrap_or_default().chars().count());
        let until = after.char_indices().nth(length).map_or(self.text.len(), |(end, _)| {
            let kept = after.get(..end).unwrap_or_default();
            at + kept.rfind(char::is_whitespace).filter(|it| *it > 0).unwrap_or(kept.len())
        });
        let middle = self.text.get(from..until).unwrap_or_default();
        let line = middle.split_whitespace().collect::<Vec<_>>().join(" ");
        let head = if from > 0 { "… " } else { "" };
        let tail = if until < self.text.len() { " …" } else { "" };
        let text = format!("{head}{line}{tail}");
        let marks = words::places(&text).filter(|it| self.is_asked(&text, it)).collect();
        Snippet { language: Some(self.language), text, marks }
    }
}
