//! What is asked: words, and what the records must have that are found.

use std::collections::BTreeMap;

use crate::words;
use crate::words::Language;

/// The most characters of a question: a long sentence.
pub const QUESTION_CHARS_MAX: usize = 200;

/// A question, as a reader types it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Question {
    pub(crate) words: Vec<String>,
    /// By facet or key, the values of which a record must have one.
    pub only: BTreeMap<String, Vec<String>>,
    /// The language in which the reader would have texts.
    pub language: Option<Language>,
}

/// A question is too long.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidQuestion;

impl Question {
    /// Returns the question for these words, none of which may mean that everything is wanted.
    ///
    /// # Errors
    ///
    /// Fails if there are more than [`QUESTION_CHARS_MAX`] characters; everything else is a question.
    pub fn parse(text: &str) -> Result<Self, InvalidQuestion> {
        if text.chars().count() > QUESTION_CHARS_MAX {
            return Err(InvalidQuestion);
        }
        let words = words::places(text).filter_map(|it| text.get(it)).map(str::to_owned);
        Ok(Self { words: words.collect(), ..Self::default() })
    }

    /// Returns whether it names no word.
    pub fn is_wordless(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the words, and whether a record need have each.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        // If all say little, that is what is looked for.
        let has_more = self.words.iter().any(|it| !words::is_little(it));
        self.words
            .iter()
            .map(move |it| (it.as_str(), !has_more || !words::is_little(it)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_is_a_question_unless_it_is_too_long() {
        for strange in
            ["", "\"", "(a OR", "title:wait^2 -x *", "'; DROP TABLE", "\u{0}\u{301}", "l’été"]
        {
            assert!(Question::parse(strange).is_ok(), "{strange}");
        }
        let long = "é".repeat(QUESTION_CHARS_MAX);
        assert!(Question::parse(&long).is_ok());
        assert_eq!(Question::parse(&format!("{long}é")), Err(InvalidQuestion));
    }

    #[test]
    fn little_words_need_not_be_there_unless_there_are_no_others() {
        let needed = |text: &str| -> Vec<String> {
            let question = Question::parse(text).unwrap();
            question.words().filter(|it| it.1).map(|it| it.0.to_owned()).collect()
        };
        assert_eq!(needed("how to shorten the waitlist"), ["shorten", "waitlist"]);
        assert_eq!(needed("la liste d’attente"), ["liste", "attente"]);
        assert_eq!(needed("to be or"), ["to", "be", "or"]);
    }
}
