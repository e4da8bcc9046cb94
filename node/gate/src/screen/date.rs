//! Days: beside a word for birth a date of birth, anywhere else a day that may tell who it was.
//!
//! A month or a year alone is no day: “April 2024 cohort” passes.

use std::ops::Range;

use super::plain::Gap;
use super::plain::Plain;
use super::plain::Token;
use super::plain::TokenKind;

/// How many tokens before or after a date a word for birth may stand.
const BIRTH_DISTANCE: usize = 7;

/// Words for birth, plain.
const BIRTH_WORDS: [&str; 11] = [
    "anniversaire",
    "birth",
    "birthdate",
    "birthday",
    "birthdays",
    "born",
    "ddn",
    "dob",
    "naissance",
    "nee",
    "nees",
];

/// Words for birth that are other words without their accent.
const BIRTH_ACCENTED: [&str; 4] = ["né", "nés", "née", "nées"];

/// The names of months and how they are cut, plain.
const MONTHS: [&str; 48] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "janv",
    "fevr",
    "fev",
    "avr",
    "juil",
    "juill",
    "sept",
    "oct",
    "nov",
    "dec",
    "sep",
    "mar",
];

/// What stands between a day and its month.
const BETWEEN: [&str; 8] = ["st", "nd", "rd", "th", "er", "of", "re", "de"];

/// A day in a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Day {
    /// Its letters.
    pub(super) at: Range<usize>,
    /// Whether it is a date of birth.
    pub(super) is_birth: bool,
}

/// Finds days.
pub(super) fn days(plain: &Plain<'_>) -> Vec<Day> {
    let tokens = plain.tokens();
    let mut days = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let Some((count, has_year)) = day(tokens.get(index..).unwrap_or_default()) else {
            index += 1;
            continue;
        };
        let is_birth = is_beside_birth(plain, index, index + count);
        if let (Some(first), Some(last)) = (tokens.get(index), tokens.get(index + count - 1))
            && (has_year || is_birth)
        {
            days.push(Day { at: first.at.start..last.at.end, is_birth });
        }
        index += count;
    }
    days
}

/// Returns how many tokens of the beginning are a day, and whether a year is among them.
fn day(tokens: &[Token]) -> Option<(usize, bool)> {
    numeric(tokens)
        .map(|count| (count, true))
        .or_else(|| day_first(tokens))
        .or_else(|| month_first(tokens))
}

/// `2010-05-03`, `03/05/2010`, `3.5.2010`.
fn numeric(tokens: &[Token]) -> Option<usize> {
    let [first, gap, second, other, third, rest @ ..] = tokens else { return None };
    let joined = [gap, second, other, third].iter().all(|it| it.gap == Gap::None);
    let ends = !matches!(rest, [mark, next, ..]
        if mark.is_mark("-/.") && mark.gap == Gap::None && next.gap == Gap::None
            && next.kind == TokenKind::Number);
    if !joined || !ends || gap.word != other.word || !gap.is_mark("-/.") {
        return None;
    }
    let parts = (first.number()?, second.number()?, third.number()?);
    let is_day = match parts {
        (year, month, day) if first.word.len() == 4 => {
            is_year(year) && (1..=12).contains(&month) && (1..=31).contains(&day)
        }
        (a, b, year) if third.word.len() == 4 => {
            is_year(year) && (1..=31).contains(&a.max(b)) && (1..=12).contains(&a.min(b))
        }
        _ => false,
    };
    is_day.then_some(5)
}

/// `3 May 2010`, `3rd of May, 2010`, `1er mai 2010`.
fn day_first(tokens: &[Token]) -> Option<(usize, bool)> {
    let is_day = |it: &Token| it.number().is_some_and(|it| (1..=31).contains(&it));
    let mut count = tokens.first().filter(|it| is_day(it)).map(|_| 1)?;
    while tokens.get(count).is_some_and(|it| BETWEEN.contains(&it.word.as_str())) && count < 3 {
        count += 1;
    }
    tokens.get(count).filter(|it| is_month(it))?;
    Some(with_year(tokens, count + 1))
}

/// `May 3, 2010`.
fn month_first(tokens: &[Token]) -> Option<(usize, bool)> {
    tokens.first().filter(|it| is_month(it))?;
    let mut count = 1 + usize::from(tokens.get(1).is_some_and(|it| it.is_mark(".")));
    let is_day = |it: &&Token| it.number().is_some_and(|it| (1..=31).contains(&it));
    tokens.get(count).filter(is_day)?;
    count += 1;
    count += usize::from(
        tokens
            .get(count)
            .is_some_and(|it| BETWEEN.contains(&it.word.as_str()) && it.word != "de"),
    );
    Some(with_year(tokens, count))
}

fn with_year(tokens: &[Token], count: usize) -> (usize, bool) {
    let skipped = tokens.get(count).is_some_and(|it| it.is_mark(",.") || it.word == "de");
    let at = count + usize::from(skipped);
    let year = |it: &Token| it.number().filter(|_| it.word.len() == 4).is_some_and(is_year);
    match tokens.get(at) {
        Some(token) if year(token) => (at + 1, true),
        _ => (count, false),
    }
}

fn is_year(year: u32) -> bool {
    (1900..2100).contains(&year)
}

fn is_month(token: &Token) -> bool {
    token.is_word() && MONTHS.contains(&token.word.as_str())
}

fn is_beside_birth(plain: &Plain<'_>, from: usize, to: usize) -> bool {
    let tokens = plain.tokens();
    let is_birth = |it: &Token| {
        let original = || plain.original(&it.at).to_lowercase();
        BIRTH_WORDS.contains(&it.word.as_str())
            || it.word.starts_with("ne") && BIRTH_ACCENTED.contains(&original().as_str())
    };
    let before = tokens.get(from.saturating_sub(BIRTH_DISTANCE)..from).unwrap_or_default();
    let ends = |it: &&Token| it.gap != Gap::Paragraph;
    let first = tokens.get(from).is_some_and(|it| it.gap == Gap::Paragraph);
    let after = tokens.get(to..).unwrap_or_default().iter().take(3).take_while(ends);
    // `D.O.B.` is three letters and three marks.
    let letters: String = before.iter().map(|it| it.word.as_str()).collect();
    !first && (before.iter().any(is_birth) || letters.contains("d.o.b"))
        || after.into_iter().any(is_birth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_beside_a_word_for_birth_is_a_date_of_birth() {
        for text in [
            "DOB 2010-05-03",
            "D.O.B.: 03/05/2010",
            "born on May 3, 2010",
            "born May 3rd",
            "né le 3 mai 2010",
            "née(e) le 1er mai 2010",
            "né(e) le 3 mai",
            "date de naissance : 03.05.2010",
            "DDN 2010/05/03",
            "2010-05-03 (DOB)",
            "her birthday is the 3rd of May",
        ] {
            let days = days(&Plain::new(text));
            assert_eq!(days.len(), 1, "{text}");
            assert!(days[0].is_birth, "{text}");
        }
    }

    #[test]
    fn a_day_elsewhere_is_asked_about_and_a_month_is_not() {
        for text in ["on 2024-05-03", "le 3 mai 2024", "May 3, 2024 was sunny", "on Sept. 3, 2024"]
        {
            let days = days(&Plain::new(text));
            assert_eq!(days.len(), 1, "{text}");
            assert!(!days[0].is_birth, "{text}");
        }
        for text in [
            "The April 2024 cohort",
            "version 1.2.3, 10.1002/ajcp",
            "nous ne fixons rien en mai 2024",
            "on May 3 we met",
            "2024-25 and 12/15 mentors",
            "the program was born in 2011",
            "2024-13-45",
        ] {
            assert_eq!(days(&Plain::new(text)), [], "{text}");
        }
    }
}
