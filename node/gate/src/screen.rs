//! Looks for what names, reaches or gives away a person in text that is about to be published.
//!
//! A practice record tells how a program works, not who took part. The screen removes nothing
//! silently: that would teach people to paste. It promises:
//!
//! - **Both languages at once**, for mixed texts are normal; without case, accents, or what cannot be seen.
//! - **The same findings on every node**: a function of the text, the catalogue and this code's lists.
//! - **A place for each finding**: its line, and the bytes of the text that it quotes.
//! - **Time that grows with the text**, whatever it says.
//!
//! What it does not find may still be personal; people read the preview.

mod address;
mod date;
mod number;
mod people;
mod plain;
mod reach;
mod story;
mod suspicion;
mod words;

use std::ops::Range;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::message::Message;

use self::plain::Plain;
use self::words::Words;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::quote;

pub use self::suspicion::Level;
pub use self::suspicion::Suspicion;

/// The most characters that are quoted of a finding.
const EXCERPT_CHARS_MAX: usize = 200;

/// Lines of help for people in need, which everybody may name, in digits.
const HELP_LINES: [&str; 13] = [
    "5146001002",
    "8002632266",
    "8004638885",
    "8006686868",
    "8662773553",
    "8663277330",
    "8667733553",
    "8772091266",
    "8773306366",
    "8776881717",
    "8552423310",
    "8555544325",
    "8886681717",
];

/// Knows the lists that texts are compared with.
#[derive(Debug)]
pub struct Screen {
    words: Words,
}

/// Something suspicious, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// What it looks like.
    pub suspicion: Suspicion,
    /// The line, counted from 1.
    pub line: usize,
    /// Its bytes in the text.
    pub at: Range<usize>,
}

impl Screen {
    /// Reads the lists; the catalogue says which regions are small communities.
    pub fn new(catalogue: Option<&Catalogue>) -> Self {
        Self { words: Words::new(catalogue) }
    }

    /// Returns what is suspicious in a text, in its order. What lies within something worse is not
    /// told by itself.
    pub fn findings(&self, text: &str) -> Vec<Finding> {
        if text.is_empty() {
            return Vec::new();
        }
        let plain = Plain::new(text);
        let mut found = self.suspects(&plain);
        let is_asked = |suspicion: Suspicion| suspicion.level() == Level::Ask;
        found.sort_by_key(|(at, it)| (at.start, usize::MAX - at.end, is_asked(*it), *it));
        // How far what is blocked reaches, and anything at all: whatever begins later and ends before
        // lies within one of them.
        let (mut blocked, mut reached) = (0, 0);
        found.retain(|(at, suspicion)| {
            let is_within = at.end <= if is_asked(*suspicion) { reached } else { blocked };
            reached = reached.max(at.end);
            if !is_asked(*suspicion) {
                blocked = blocked.max(at.end);
            }
            !is_within
        });
        let mut lines = Lines { text, line: 1, byte: 0 };
        let finding = |(at, suspicion): (Range<usize>, Suspicion)| {
            let at = plain.bytes(&at);
            Finding { suspicion, line: lines.of(at.start), at }
        };
        found.into_iter().map(finding).collect()
    }

    fn suspects(&self, plain: &Plain<'_>) -> Vec<(Range<usize>, Suspicion)> {
        let links = reach::links(plain);
        let is_linked = |at: &Range<usize>| {
            let before = links.partition_point(|(it, _)| it.start <= at.start);
            let last = before.checked_sub(1).and_then(|it| links.get(it));
            last.is_some_and(|(it, _)| at.end <= it.end)
        };
        let mut found: Vec<(Range<usize>, Suspicion)> = Vec::new();
        let mut add = |ranges: Vec<Range<usize>>, suspicion| {
            found.extend(ranges.into_iter().map(|at| (at, suspicion)));
        };
        add(reach::emails(plain), Suspicion::Email);
        add(reach::phones(plain), Suspicion::Phone);
        add(reach::postal_codes(plain), Suspicion::PostalCode);
        add(number::social_insurance(plain), Suspicion::SocialInsurance);
        add(number::health_cards(plain), Suspicion::HealthCard);
        add(number::status_cards(plain), Suspicion::StatusCard);
        add(address::addresses(plain), Suspicion::Address);
        // Within a link these are parts of it; whether a link is asked about is its own question.
        let outside = |ranges: Vec<Range<usize>>| {
            ranges.into_iter().filter(|it| !is_linked(it)).collect::<Vec<_>>()
        };
        add(outside(number::case_ids(plain)), Suspicion::CaseId);
        add(outside(reach::postal_areas(plain)), Suspicion::PostalArea);
        add(outside(people::initials(plain)), Suspicion::Initials);
        add(outside(story::small_numbers(plain)), Suspicion::SmallNumber);
        add(outside(story::communities(plain, &self.words)), Suspicion::Community);
        add(outside(story::ceremonies(plain)), Suspicion::Ceremony);
        let named = people::names(plain, &self.words);
        found.extend(named.into_iter().filter(|(at, _)| !is_linked(at)));
        let days = date::days(plain).into_iter().filter(|it| !is_linked(&it.at));
        found.extend(days.map(|day| {
            (day.at, if day.is_birth { Suspicion::BirthDate } else { Suspicion::FullDate })
        }));
        let for_some = links.iter().filter(|(_, for_some)| *for_some);
        found.extend(for_some.map(|(at, _)| (at.clone(), Suspicion::Link)));
        found
    }
}

/// Counts lines on the way through a text.
struct Lines<'a> {
    text: &'a str,
    line: usize,
    byte: usize,
}

impl Lines<'_> {
    /// Returns the line of a byte, which is not before the last one that was asked for.
    fn of(&mut self, byte: usize) -> usize {
        let passed = self.text.as_bytes().get(self.byte..byte).unwrap_or_default();
        self.line += passed.iter().filter(|it| **it == b'\n').count();
        self.byte = byte.max(self.byte);
        self.line
    }
}

impl Finding {
    /// Returns what it quotes of the text, cut where it is long.
    pub fn excerpt<'a>(&self, text: &'a str) -> &'a str {
        let quoted = text.get(self.at.clone()).unwrap_or_default();
        let end = quoted.char_indices().nth(EXCERPT_CHARS_MAX).map_or(quoted.len(), |(at, _)| at);
        quoted.get(..end).unwrap_or_default()
    }

    /// Returns the problem that a person is told of, in a field of a text.
    pub(crate) fn problem(&self, field: &str, text: &str) -> Problem {
        let place = Message::new("gate-place-quoted").word("field", field);
        let place = place.number("line", self.line);
        Problem {
            code: self.suspicion.code(),
            place: place.word("excerpt", quote(self.excerpt(text))),
            what: Message::new(self.suspicion.text()),
            remedy: Message::new(self.suspicion.remedy()),
        }
    }
}

/// A word of a text, for whoever has a list of their own.
#[derive(Debug)]
pub(crate) struct Word {
    /// It, plain.
    pub(crate) plain: String,
    has_large_letter: bool,
}

/// Looks for words of a list that is not this crate's.
pub(crate) struct Found;

impl Word {
    /// Returns whether it is written like a name.
    pub(crate) fn is_name(&self) -> bool {
        self.has_large_letter
    }
}

impl Found {
    /// Returns the words of a text, plain.
    pub(crate) fn plain_words(text: &str) -> Vec<String> {
        let plain = Plain::new(text);
        let words = plain.tokens().iter().filter(|it| it.is_word());
        words.map(|it| it.word.clone()).collect()
    }

    /// Returns the words of a text that `is_own` knows.
    pub(crate) fn words(text: &str, is_own: &dyn Fn(&Word) -> bool) -> Vec<Finding> {
        let plain = Plain::new(text);
        let mut lines = Lines { text, line: 1, byte: 0 };
        let words = plain.tokens().iter().filter(|it| it.is_word()).filter(|it| {
            let has_large_letter = plain.is_upper(it.at.start);
            is_own(&Word { plain: it.word.clone(), has_large_letter })
        });
        let finding = |token: &plain::Token| {
            let at = plain.bytes(&token.at);
            Finding { suspicion: Suspicion::OwnName, line: lines.of(at.start), at }
        };
        words.map(finding).collect()
    }
}

/// Returns what is suspicious in a text where no catalogue is at hand.
pub fn findings(text: &str) -> Vec<Finding> {
    // Most notes are empty, and reading the lists takes longer than most texts.
    if text.is_empty() { Vec::new() } else { Screen::new(None).findings(text) }
}

/// Returns what must not stand in the name of an organisation. Many are called after people and places, so
/// names are none of it, nor is what would only be asked about.
pub(crate) fn blocked(name: &str) -> Vec<Finding> {
    let mut found = findings(name);
    found.retain(|it| it.suspicion.level() == Level::Block && it.suspicion != Suspicion::Name);
    found
}

/// Returns whether a cell of a table looks like an e-mail address, a telephone number, a postal code or
/// a social insurance number; of other suspicions, never.
pub(crate) fn is_suspect(cell: &str, suspicion: Suspicion) -> bool {
    let plain = Plain::new(cell);
    let found = match suspicion {
        Suspicion::Email => reach::emails(&plain),
        Suspicion::Phone => reach::phones(&plain),
        Suspicion::PostalCode => reach::postal_codes(&plain),
        Suspicion::SocialInsurance => number::social_insurance(&plain),
        _ => Vec::new(),
    };
    !found.is_empty()
}

/// Returns whether a telephone number is one where people in need find help.
pub(crate) fn is_help_line(number: &str) -> bool {
    HELP_LINES.contains(&digits(number).as_str())
}

/// Returns the digits of a text.
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Checks a short text that nobody can confirm, such as a note: nothing suspicious may be in it.
///
/// # Errors
///
/// Fails with everything that looks as if it spoke of a person.
pub fn screen(field: &str, text: &str) -> Result<(), Problems> {
    let mut problems = Collector::default();
    for finding in findings(text) {
        problems.push(finding.problem(field, text));
    }
    problems.finish(())
}

#[cfg(test)]
mod tests;
