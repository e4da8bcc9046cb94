//! Which columns speak of a person: by what they are called, and by what stands in them.
//!
//! A recipe never uses them. They are named so that whoever exports the file sees that it holds more
//! than is needed.

use crate::read::table::Held;
use crate::screen;
use crate::screen::Suspicion;

use super::column::Column;
use super::synonyms::Synonyms;
use super::synonyms::has_phrase;

/// How many cells of a column are looked at.
const SAMPLE_MAX: usize = 500;

/// The fewest cells by which a column can be judged.
const SAMPLE_MIN: usize = 10;

/// How many words a name has at most.
const NAME_WORDS_MAX: usize = 4;

/// The average length from which cells are notes.
const NOTE_CHARS: usize = 40;

/// What a column holds of a person. Ordered: a header that says two things is the first of them, so
/// that the telephone number of a parent is one, and not a name.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// Dates of birth.
    Birth,
    /// Social insurance numbers.
    SocialInsurance,
    /// Numbers of health cards.
    Health,
    /// Status and treaty numbers.
    Status,
    /// E-mail addresses.
    Email,
    /// Telephone numbers.
    Phone,
    /// Postal codes.
    Postal,
    /// What somebody is, or lives through: origin, care, disability.
    Identity,
    /// Schools.
    School,
    /// Numbers of cases, matches and people.
    Case,
    /// Names.
    Name,
    /// Addresses and towns.
    Address,
    /// Notes in free text.
    Note,
}

impl Kind {
    /// Every kind, in the order in which a header is read.
    pub const ALL: [Self; 13] = [
        Self::Birth,
        Self::SocialInsurance,
        Self::Health,
        Self::Status,
        Self::Email,
        Self::Phone,
        Self::Postal,
        Self::Identity,
        Self::School,
        Self::Case,
        Self::Name,
        Self::Address,
        Self::Note,
    ];

    /// Every kind, in the order in which they are told: what people know best comes first.
    pub const TOLD: [Self; 13] = [
        Self::Name,
        Self::Birth,
        Self::Postal,
        Self::Address,
        Self::Phone,
        Self::Email,
        Self::SocialInsurance,
        Self::Health,
        Self::Status,
        Self::Case,
        Self::Identity,
        Self::School,
        Self::Note,
    ];

    /// Returns its name in the file of synonyms, in JSON, and at the end of its text.
    pub fn word(self) -> &'static str {
        match self {
            Self::Birth => "birth",
            Self::SocialInsurance => "social_insurance",
            Self::Health => "health",
            Self::Status => "status",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Postal => "postal",
            Self::Identity => "identity",
            Self::School => "school",
            Self::Case => "case",
            Self::Name => "name",
            Self::Address => "address",
            Self::Note => "note",
        }
    }

    /// Returns the name of the text that says it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Birth => "gate-kept-birth",
            Self::SocialInsurance => "gate-kept-social-insurance",
            Self::Health => "gate-kept-health",
            Self::Status => "gate-kept-status",
            Self::Email => "gate-kept-email",
            Self::Phone => "gate-kept-phone",
            Self::Postal => "gate-kept-postal",
            Self::Identity => "gate-kept-identity",
            Self::School => "gate-kept-school",
            Self::Case => "gate-kept-case",
            Self::Name => "gate-kept-name",
            Self::Address => "gate-kept-address",
            Self::Note => "gate-kept-note",
        }
    }
}

/// Returns what the header of a column says that it holds of a person.
pub(super) fn by_header(column: &Column, synonyms: &Synonyms) -> Option<Kind> {
    let says = |kind: &Kind| {
        let named = synonyms.words("things", "named");
        let is_thing = named.iter().any(|it| has_phrase(&column.words, it));
        synonyms.fit("sensitive", kind.word(), &column.words).is_some()
            && !(*kind == Kind::Name && is_thing)
    };
    Kind::ALL.into_iter().find(says)
}

/// Returns what the cells of a column look as if they held of a person.
pub(super) fn by_content(column: &Column, table: &Held) -> Option<Kind> {
    let cells = table.rows.iter().map(|row| row.cell(column.index));
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).take(SAMPLE_MAX).collect();
    if cells.len() < SAMPLE_MIN || column.is_date() {
        return None;
    }
    let share = |is: &dyn Fn(&str) -> bool, percent: usize| {
        cells.iter().filter(|cell| is(cell)).count() * 100 >= cells.len() * percent
    };
    let screened = |suspicion: Suspicion| share(&|cell| screen::is_suspect(cell, suspicion), 20);
    let length: usize = cells.iter().map(|cell| cell.chars().count()).sum();
    let varied = column.distinct * 10 > column.sampled * 7;
    let many = column.distinct > 20 && column.distinct * 100 > column.sampled;
    match () {
        () if screened(Suspicion::Email) => Some(Kind::Email),
        () if screened(Suspicion::Phone) => Some(Kind::Phone),
        () if screened(Suspicion::PostalCode) => Some(Kind::Postal),
        () if length > cells.len() * NOTE_CHARS && varied => Some(Kind::Note),
        () if many && share(&is_name, 90) => Some(Kind::Name),
        () if varied && column.is_number && screened(Suspicion::SocialInsurance) => {
            Some(Kind::SocialInsurance)
        }
        () if varied && share(&is_token, 90) => Some(Kind::Case),
        () => None,
    }
}

/// Returns whether a cell is a few words that begin with a capital letter.
fn is_name(cell: &str) -> bool {
    let capital = |word: &str| {
        let letters = word.chars().all(|it| it.is_alphabetic() || "-'’.".contains(it));
        letters && word.chars().next().is_some_and(char::is_uppercase)
    };
    let words = cell.split_whitespace();
    words.clone().count() <= NAME_WORDS_MAX && words.into_iter().all(capital)
}

/// Returns whether a cell is one word with digits, as numbers of cases are.
fn is_token(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let plain = cell.chars().all(|it| it.is_ascii_alphanumeric() || "-_/".contains(it));
    plain && cell.len() >= 5 && digits >= 3
}
