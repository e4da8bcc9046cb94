//! What is wrong with something a person wrote, where, and what to do about it.
//!
//! Whoever reads a file reports everything that is wrong with it at once, not the first thing only.
//! A [`Problem`] promises:
//!
//! - **It can be looked up**: a code such as `FL-E104` that never changes its meaning.
//! - **It says what to do**, not only what is wrong.
//! - **It is for the person at the keyboard.** It may quote what stands in their file, so it is
//!   shown there and nowhere else; it is not logged and not sent.

use std::fmt;

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
}

/// Collects problems, so that a reader can go on after the first.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    listed: Vec<Problem>,
    unlisted: usize,
}

impl Problems {
    /// Returns the problems, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.listed.iter()
    }

    /// Returns how many more there are than are listed.
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { listed: vec![problem], unlisted: 0 }
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
        let count = self.listed.len() + self.unlisted;
        write!(f, "{count} problem(s), the first of them ")?;
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

    /// Returns whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Returns `value` if nothing is wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Problems> {
        match self.listed.is_empty() {
            true => Ok(value),
            false => Err(Problems { listed: self.listed, unlisted: self.unlisted }),
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

/// Returns the beginning of a text from a file.
pub(crate) fn quote(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).take(QUOTE_CHARS_MAX).collect()
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
