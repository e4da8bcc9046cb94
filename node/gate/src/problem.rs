//! What is wrong with something a person wrote, where, and what to do about it.
//!
//! Whoever reads a file reports everything that is wrong with it at once, not the first thing only.
//! A [`Problem`] promises:
//!
//! - **It can be looked up**: a code such as `FL-E104` that never changes its meaning.
//! - **It says what to do**, not only what is wrong.
//! - **One cause is listed once**: rows that are wrong alike are one problem, with the first line
//!   and how many more there are.
//! - **It is for the person at the keyboard.** It may quote what stands in their file, so it is
//!   shown there and nowhere else; it is not logged and not sent.

use std::collections::BTreeMap;
use std::fmt;

use flotilla_domain::message::Arg;
use flotilla_domain::message::Message;

/// The most problems that are listed; whoever has more has one cause behind them.
pub const PROBLEMS_MAX: usize = 1_000;

/// The most characters that are quoted from a file.
const QUOTE_CHARS_MAX: usize = 60;

/// One thing that is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// Its number in the manual.
    pub code: &'static str,
    /// Where.
    pub place: Message,
    /// What is wrong.
    pub what: Message,
    /// What to do.
    pub remedy: Message,
}

/// Everything that is wrong; at least one thing.
#[derive(Clone, Eq, PartialEq)]
pub struct Problems {
    /// Invariant: 1 to [`PROBLEMS_MAX`].
    listed: Vec<Problem>,
    unlisted: usize,
    /// Rows that share a listed problem with another.
    alike: usize,
}

/// Collects problems, so that a reader can go on after the first.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    listed: Vec<Problem>,
    unlisted: usize,
    /// By cause: the rows that have it.
    rows: BTreeMap<String, Rows>,
}

/// Rows that are wrong alike.
#[derive(Debug)]
struct Rows {
    /// Which of the listed problems it is.
    index: usize,
    /// The first line.
    first: u64,
    /// The last line so far: a row that several indicators need is one row.
    last: u64,
    /// How many more than the first.
    more: usize,
}

/// What to do about a code that is in no list: the nearest one, or else as the text `otherwise` says.
pub(crate) fn no_code_remedy(near: Option<&str>, otherwise: &'static str) -> Message {
    match near {
        Some(near) => Message::new("gate-e130-remedy-nearest").word("nearest", near),
        None => Message::new(otherwise),
    }
}

impl Problem {
    /// Says at `place` that `list` has no such code.
    pub(crate) fn no_code(place: Message, list: &str, code: &str, remedy: Message) -> Self {
        let what = Message::new("gate-e130-what").word("code", quote(code)).word("list", list);
        Self { code: "FL-E130", place, what, remedy }
    }

    /// Returns what stands in the cell that is wrong, if it is about one; for its author's eyes.
    pub fn value(&self) -> &str {
        let value = self.what.args().iter().find_map(|(name, arg)| match arg {
            Arg::Word(word) if *name == "value" => Some(word.as_str()),
            _ => None,
        });
        value.unwrap_or_default()
    }
}

impl Problems {
    /// Returns the problems, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.listed.iter()
    }

    /// Returns the same problems after another one.
    #[must_use]
    pub(crate) fn after(mut self, first: Problem) -> Self {
        self.listed.insert(0, first);
        if self.listed.len() > PROBLEMS_MAX {
            self.listed.pop();
            self.unlisted += 1;
        }
        self
    }

    /// Returns how many more there are than are listed.
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// Returns how many there are, each row of a problem that several rows share by itself.
    pub fn total(&self) -> usize {
        self.listed.len() + self.alike + self.unlisted
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { listed: vec![problem], unlisted: 0, alike: 0 }
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.listed.iter().map(|it| (it.code, it.what.id())))
            .finish()
    }
}

impl std::error::Error for Problems {}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} problem(s), the first of them ", self.total())?;
        f.write_str(self.listed.first().map_or("none", |problem| problem.code))
    }
}

impl Collector {
    /// Notes a problem.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.listed.len() < PROBLEMS_MAX {
            self.listed.push(problem);
        } else {
            self.unlisted += 1;
        }
    }

    /// Notes a problem that several places may share, once.
    pub(crate) fn push_once(&mut self, problem: Problem) {
        if !self.listed.contains(&problem) {
            self.push(problem);
        }
    }

    /// Notes a problem of the row at `line`; rows with the same `cause` are counted, not listed.
    /// The place gets the gaps `line` and `more`.
    pub(crate) fn push_row(&mut self, line: u64, cause: String, problem: Problem) {
        if let Some(rows) = self.rows.get_mut(&cause) {
            rows.more += usize::from(rows.last != line);
            rows.last = line;
            return;
        }
        if self.listed.len() < PROBLEMS_MAX {
            self.rows
                .insert(cause, Rows { index: self.listed.len(), first: line, last: line, more: 0 });
        }
        self.push(problem);
    }

    /// Returns whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Returns `value` if nothing is wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Problems> {
        let Self { mut listed, unlisted, rows } = self;
        for Rows { index, first, last: _, more } in rows.values() {
            if let Some(problem) = listed.get_mut(*index) {
                let place = problem.place.clone().number("line", *first);
                problem.place = place.number("more", *more);
            }
        }
        let alike = rows.values().map(|rows| rows.more).sum();
        match listed.is_empty() {
            true => Ok(value),
            false => Err(Problems { listed, unlisted, alike }),
        }
    }
}

/// Returns the word among `words` that `word` was probably meant to be.
pub(crate) fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance =
        |it: &&str| strsim::damerau_levenshtein(&word.to_lowercase(), &it.to_lowercase());
    let near = words.into_iter().map(|it| (distance(&it), it)).min();
    near.filter(|(distance, it)| *distance <= it.chars().count().max(3) / 3)
        .map(|(_, it)| it)
}

/// Returns the beginning of a text from a file; what cannot be seen shows as `�`.
pub(crate) fn quote(text: &str) -> String {
    let visible = |it: char| if it.is_control() { char::REPLACEMENT_CHARACTER } else { it };
    text.chars().take(QUOTE_CHARS_MAX).map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_was_probably_meant() {
        assert_eq!(nearest("gendre", ["gender", "region"]), Some("gender"));
        assert_eq!(nearest("Region", ["gender", "region"]), Some("region"));
        assert_eq!(nearest("shoe_size", ["gender", "region"]), None);
    }

    #[test]
    fn what_cannot_be_seen_is_quoted_as_something() {
        assert_eq!(quote("ye\0s\u{1b}"), "ye\u{fffd}s\u{fffd}");
        assert_eq!(quote(&"a".repeat(99)).len(), QUOTE_CHARS_MAX);
    }

    #[test]
    fn rows_that_are_wrong_alike_are_one_problem() {
        let mut collector = Collector::default();
        let problem = || {
            let message = || Message::new("gate-place-row");
            Problem { code: "FL-E100", place: message(), what: message(), remedy: message() }
        };
        for line in 2..200_002 {
            collector.push_row(line, "a".to_owned(), problem());
        }
        collector.push_row(9, "b".to_owned(), problem());
        let problems = collector.finish(()).unwrap_err();
        assert_eq!(
            (problems.iter().count(), problems.unlisted(), problems.total()),
            (2, 0, 200_001)
        );
        let places: Vec<_> = problems.iter().map(|it| format!("{:?}", it.place.args())).collect();
        assert_eq!(places[0], r#"[("line", Number(2)), ("more", Number(199999))]"#);
        assert_eq!(places[1], r#"[("line", Number(9)), ("more", Number(0))]"#);
    }

    #[test]
    fn lists_so_many_and_counts_the_rest() {
        let mut collector = Collector::default();
        let problem = || {
            let message = || Message::new("gate-place-file");
            Problem { code: "FL-E100", place: message(), what: message(), remedy: message() }
        };
        (0..PROBLEMS_MAX + 5).for_each(|_| collector.push(problem()));
        let problems = collector.finish(()).unwrap_err();
        assert_eq!((problems.iter().count(), problems.unlisted()), (PROBLEMS_MAX, 5));
    }
}
