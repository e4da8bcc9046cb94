//! A response: what a member says of a practice record, in a word and perhaps a text.
//!
//! A [`Response`] holds what was signed; [`Response::new`] is the one way in and checks shape and size,
//! not wording (the free-text screen is the gate's). It promises:
//!
//! - **One version of one record is meant**: it names the entry, and beside it the record, so that it
//!   can be told what it is about where that entry was erased or never came.
//! - **A question has words**; who took a record over need not say more than that.
//! - **Results are places, not numbers**: they say where in the published figures the result is to be
//!   read, so that nothing leaves by a response that did not pass the gate.

use crate::id::EntryId;
use crate::period::Period;
use crate::practice::Confirmation;
use crate::practice::LIST_MAX;
use crate::practice::has_english_or_french;
use crate::practice::is_confirmation;
use crate::practice::is_uuid;

/// The most characters of the text in one language.
pub const TEXT_CHARS_MAX: usize = 2_000;

/// The most languages of one response.
pub const TEXTS_MAX: usize = 8;

/// The most results that one response names, and the most indicators of one result.
pub const RESULTS_MAX: usize = 16;

/// The most bytes of a language tag or a code.
const CODE_BYTES_MAX: usize = 64;

/// A response to a practice record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Response {
    fields: Fields,
}

/// What a response says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fields {
    /// The entry of the record that is meant.
    pub about: EntryId,
    /// The UUID of that record.
    pub practice: String,
    /// Its version, counted from 1.
    pub version: u32,
    /// What is said of it.
    pub statement: Statement,
    /// More about it in each language, ordered by language; may be empty.
    pub texts: Vec<Text>,
    /// Where the result is to be read; ordered, without repeats.
    pub results: Vec<Outcome>,
    /// What its author says is not personal although it looks like it; ordered, without repeats.
    pub confirmed: Vec<Confirmation>,
}

/// What a member says of a practice record.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Statement {
    /// We use it, with changes.
    Adapted,
    /// We use it as it is.
    Adopted,
    /// We stand by it.
    Endorsement,
    /// We ask about it.
    Question,
}

/// A response in one language.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Text {
    /// A BCP 47 tag.
    pub language: String,
    /// What is said.
    pub text: String,
}

/// Where a result is to be read: figures of one period and region.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Outcome {
    /// When.
    pub period: Period,
    /// Where; a code of the list `region`.
    pub region: String,
    /// The codes of the indicators, ordered.
    pub indicators: Vec<String>,
}

/// A field of a response is missing, too long, or out of order.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the field `{field}` is missing, too long, or out of order")]
pub struct InvalidResponse {
    /// The name of the field.
    pub field: &'static str,
}

impl Response {
    /// Returns `fields` as a response.
    ///
    /// # Errors
    ///
    /// Fails on the first field that is missing, too long, or out of order.
    pub fn new(fields: Fields) -> Result<Self, InvalidResponse> {
        match fields.invalid().first() {
            Some(field) => Err(InvalidResponse { field }),
            None => Ok(Self { fields }),
        }
    }

    /// Returns what it says.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns the text in `language`, or else the first one.
    pub fn text(&self, language: &str) -> Option<&Text> {
        let texts = &self.fields.texts;
        texts.iter().find(|text| text.language == language).or_else(|| texts.first())
    }

    /// Returns whether it takes the place of an earlier one of the same member: it says the same of the
    /// same record, whatever its version.
    pub fn takes_the_place_of(&self, earlier: &Self) -> bool {
        let key = |it: &Self| (it.fields.practice.clone(), it.fields.statement);
        key(self) == key(earlier)
    }
}

impl Fields {
    /// Returns the fields that are missing, too long, or out of order; each once.
    pub fn invalid(&self) -> Vec<&'static str> {
        let texts = &self.texts;
        let has_words = !texts.is_empty() || self.statement != Statement::Question;
        let is_known = texts.is_empty() || has_english_or_french(texts, |it| &it.language);
        let checks = [
            ("practice", is_uuid(&self.practice)),
            ("version", self.version >= 1),
            ("texts", has_words && is_known && texts.len() <= TEXTS_MAX),
            ("texts", texts.is_sorted_by(|a, b| a.language < b.language)),
            ("texts", texts.iter().all(is_text)),
            ("results", self.results.len() <= RESULTS_MAX && self.results.iter().all(is_outcome)),
            ("results", self.results.is_sorted_by(|a, b| a < b)),
            ("confirmed", self.confirmed.len() <= LIST_MAX),
            ("confirmed", self.confirmed.iter().all(is_confirmation)),
            ("confirmed", self.confirmed.is_sorted_by(|a, b| a < b)),
        ];
        let wrong = checks.into_iter().filter(|(_, valid)| !valid);
        let mut invalid: Vec<_> = wrong.map(|(field, _)| field).collect();
        invalid.dedup();
        invalid
    }
}

impl Statement {
    /// Every statement, in the order of their words.
    pub const ALL: [Self; 4] = [Self::Adapted, Self::Adopted, Self::Endorsement, Self::Question];

    /// Returns the word for it, as in signed records and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Adapted => "adapted",
            Self::Adopted => "adopted",
            Self::Endorsement => "endorsement",
            Self::Question => "question",
        }
    }

    /// Returns the statement that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

fn is_text(text: &Text) -> bool {
    let Text { language, text } = text;
    (1..=CODE_BYTES_MAX).contains(&language.len())
        && !text.trim().is_empty()
        && text.chars().count() <= TEXT_CHARS_MAX
}

fn is_outcome(outcome: &Outcome) -> bool {
    let Outcome { period: _, region, indicators } = outcome;
    let is_code = |it: &String| (1..=CODE_BYTES_MAX).contains(&it.len());
    is_code(region)
        && (1..=RESULTS_MAX).contains(&indicators.len())
        && indicators.iter().all(is_code)
        && indicators.is_sorted_by(|a, b| a < b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Hash;

    #[test]
    fn a_statement_reads_back_as_itself() {
        for statement in Statement::ALL {
            assert_eq!(Statement::parse(statement.word()), Some(statement));
        }
        assert_eq!(Statement::parse("liked"), None);
    }

    #[test]
    fn a_word_is_enough_but_for_a_question() {
        let with = |statement, texts| Response::new(Fields { statement, texts, ..sample() });
        assert!(with(Statement::Adopted, vec![]).is_ok());
        assert_eq!(with(Statement::Question, vec![]).unwrap_err().field, "texts");
        assert!(with(Statement::Question, sample().texts).is_ok());
    }

    #[test]
    fn each_field_is_named_when_it_is_wrong() {
        let wrong = |change: fn(&mut Fields)| {
            let mut fields = sample();
            change(&mut fields);
            Response::new(fields).unwrap_err().field
        };
        assert_eq!(wrong(|it| it.practice = "1".into()), "practice");
        assert_eq!(wrong(|it| it.version = 0), "version");
        assert_eq!(wrong(|it| it.texts[0].language = "iu".into()), "texts");
        assert_eq!(wrong(|it| it.texts[0].text = " \n".into()), "texts");
        assert_eq!(wrong(|it| it.texts[0].text = "a".repeat(TEXT_CHARS_MAX + 1)), "texts");
        assert_eq!(wrong(|it| it.texts.push(it.texts[0].clone())), "texts");
        assert_eq!(wrong(|it| it.results.push(it.results[0].clone())), "results");
        assert_eq!(wrong(|it| it.results[0].indicators.clear()), "results");
        assert_eq!(wrong(|it| it.results[0].region = "A".repeat(65)), "results");
        assert_eq!(
            wrong(|it| it.confirmed = vec![Confirmation::default()]),
            "confirmed",
            "which says nothing"
        );
    }

    #[test]
    fn a_later_version_of_the_record_is_the_same_record() {
        let of = |fields| Response::new(fields).unwrap();
        let earlier = of(sample());
        let later = of(Fields { about: EntryId(Hash::of([])), version: 3, ..sample() });
        assert!(later.takes_the_place_of(&earlier));
        let other = of(Fields { statement: Statement::Endorsement, ..sample() });
        assert!(!other.takes_the_place_of(&earlier));
    }

    fn sample() -> Fields {
        Fields {
            about: EntryId(Hash::of([b"waiting well".as_slice()])),
            practice: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".into(),
            version: 2,
            statement: Statement::Adopted,
            texts: vec![Text { language: "fr".into(), text: "Chez nous aussi.".into() }],
            results: vec![Outcome {
                period: "2025".parse().unwrap(),
                region: "CA-ON".into(),
                indicators: vec!["MATCHES_CLOSED".into(), "MATCHES_NEW".into()],
            }],
            confirmed: vec![],
        }
    }
}
