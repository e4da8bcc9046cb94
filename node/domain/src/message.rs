//! What people are told, before it has a language.
//!
//! Rules decide *that* something is to be said; `flotilla-text` knows the words, in English and
//! French. A [`Message`] is the name of a text and what fills its gaps, so the same decision reads
//! alike on every node and in either language.

use std::fmt;

/// A text to be said: its name in the catalogue of texts, and what fills its gaps.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Message {
    id: &'static str,
    args: Vec<(&'static str, Arg)>,
}

/// What fills a gap in a text.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Arg {
    /// A whole number; the text may choose its plural by it.
    Number(i64),
    /// A word, inserted as it is.
    Word(String),
}

impl Message {
    /// Names the text `id`, without gaps.
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// Fills the gap `name` with a word.
    #[must_use]
    pub fn word(mut self, name: &'static str, word: impl fmt::Display) -> Self {
        self.args.push((name, Arg::Word(word.to_string())));
        self
    }

    /// Fills the gap `name` with a number; those beyond the range of `i64` are cut to it.
    #[must_use]
    pub fn number(mut self, name: &'static str, number: impl TryInto<i64>) -> Self {
        self.args.push((name, Arg::Number(number.try_into().unwrap_or(i64::MAX))));
        self
    }

    /// Returns the name of the text.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Returns what fills its gaps.
    pub fn args(&self) -> &[(&'static str, Arg)] {
        &self.args
    }
}
