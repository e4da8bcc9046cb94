//! The address of a house: a number and a street, in either language; a box, a rural route.
//!
//! In English the type of the street ends the phrase, so “100 King minutes” passes; in French it
//! begins it, and a name follows.

use std::ops::Range;

use super::plain::Gap;
use super::plain::Plain;
use super::plain::Token;
use super::plain::TokenKind;

/// Types of streets that end an English address, plain.
const ENGLISH: [&str; 29] = [
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "cir",
    "circle",
    "close",
    "court",
    "cres",
    "crescent",
    "crt",
    "dr",
    "drive",
    "gate",
    "hwy",
    "highway",
    "lane",
    "ln",
    "parkway",
    "pkwy",
    "place",
    "pl",
    "rd",
    "road",
    "st",
    "street",
    "terrace",
    "trail",
    "way",
];

/// Those that are understood in small letters too.
const ENGLISH_PLAIN: [&str; 6] = ["ave", "avenue", "crescent", "rd", "road", "street"];

/// Types of streets that begin a French address, plain.
const FRENCH: [&str; 16] = [
    "allee",
    "av",
    "avenue",
    "boul",
    "boulevard",
    "ch",
    "chemin",
    "cote",
    "croissant",
    "impasse",
    "montee",
    "place",
    "rang",
    "route",
    "rue",
    "terrasse",
];

/// Words between the type of a French street and its name.
const ARTICLES: [&str; 9] = ["de", "des", "du", "la", "le", "les", "l", "d", "'"];

/// The most words between the number of a house and the type of an English street.
const NAME_WORDS_MAX: usize = 4;

/// Finds addresses.
pub(super) fn addresses(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let tokens = plain.tokens();
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let rest = tokens.get(index..).unwrap_or_default();
        let count = house(rest).and_then(|at| {
            let street = rest.get(at..).unwrap_or_default();
            let count = french(street).or_else(|| english(street))?;
            Some(at + count)
        });
        let count = count.or_else(|| postal_box(rest));
        if let Some(count) = count
            && let (Some(first), Some(last)) = (rest.first(), rest.get(count - 1))
        {
            found.push(first.at.start..last.at.end);
        }
    }
    found
}

/// Reads the number of a house: `12`, `12A`, `12-14`, with a comma or without.
fn house(tokens: &[Token]) -> Option<usize> {
    let number = tokens.first()?;
    if number.kind != TokenKind::Number || number.word.len() > 5 {
        return None;
    }
    let mut at = 1;
    let letter = |it: &Token| it.gap == Gap::None && it.is_word() && it.word.len() == 1;
    at += usize::from(tokens.get(at).is_some_and(letter));
    at += usize::from(tokens.get(at).is_some_and(|it| it.is_mark(",")));
    Some(at)
}

/// Reads a name and the type of a street after it.
fn english(tokens: &[Token]) -> Option<usize> {
    let is_name = |it: &Token| it.is_capital() || it.kind == TokenKind::Number;
    let ordinal =
        |it: &Token| it.gap == Gap::None && ["st", "nd", "rd", "th"].contains(&it.word.as_str());
    for (index, token) in tokens.iter().enumerate().take(NAME_WORDS_MAX + 2) {
        if token.gap == Gap::Paragraph {
            return None;
        }
        let before = tokens.get(..index).unwrap_or_default();
        let is_type = index > 0
            && token.gap != Gap::None
            && ENGLISH.contains(&token.word.as_str())
            && before.iter().any(Token::is_word);
        if is_type && ends_phrase(tokens, index) {
            let is_large = token.is_capital() || ENGLISH_PLAIN.contains(&token.word.as_str());
            let all_large = before.iter().all(|it| is_name(it) || ordinal(it) || it.is_mark(".'-"));
            let is_small = index == 1 && ENGLISH_PLAIN.contains(&token.word.as_str());
            if is_large && all_large || is_small {
                return Some(index + 1);
            }
        }
        if !(token.is_word() || token.kind == TokenKind::Number || token.is_mark(".'-")) {
            return None;
        }
    }
    None
}

/// Returns whether the phrase ends after a token: a mark, a line, a town in large letters or a number.
fn ends_phrase(tokens: &[Token], index: usize) -> bool {
    let Some(next) = tokens.get(index + 1) else { return true };
    next.gap >= Gap::Line
        || next.kind == TokenKind::Mark
        || next.is_capital()
        || ["in", "near", "and", "where", "with", "for", "apt", "unit"]
            .contains(&next.word.as_str())
}

/// Reads the type of a street and a name after it.
fn french(tokens: &[Token]) -> Option<usize> {
    let street = tokens.first()?;
    if !FRENCH.contains(&street.word.as_str()) || street.gap == Gap::Paragraph {
        return None;
    }
    let mut at = 1;
    at += usize::from(tokens.get(at).is_some_and(|it| it.is_mark(".") && it.gap == Gap::None));
    let article = |it: &Token| ARTICLES.contains(&it.word.as_str()) && !it.is_capital();
    while tokens.get(at).is_some_and(article) && at < 6 {
        at += 1;
    }
    let name = tokens.get(at)?;
    let is_rang = street.word == "rang" && name.kind == TokenKind::Number;
    (name.is_capital() && name.gap < Gap::Paragraph || is_rang).then_some(at + 1)
}

/// Reads `P.O. Box 12`, `C.P. 12`, `R.R. 3`.
fn postal_box(tokens: &[Token]) -> Option<usize> {
    let first = tokens.first()?;
    if !first.is_word() {
        return None;
    }
    let mut said = String::new();
    for (index, token) in tokens.iter().enumerate().take(8) {
        if token.gap >= Gap::Line && index > 0 {
            return None;
        }
        let is_box = ["pobox", "cp", "casepostale", "boitepostale", "rr", "ruralroute"];
        if token.kind == TokenKind::Number {
            let large = first.is_capital() || !matches!(said.as_str(), "cp" | "rr");
            let large = large || said.len() == 2 && first.word.len() == 2;
            return (is_box.contains(&said.as_str()) && large).then_some(index + 1);
        }
        match token.word.as_str() {
            "." | "#" | "no" | ":" => {}
            word if token.is_word() => said.push_str(word),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn houses_are_found_in_both_languages() {
        for text in [
            "Moved to 123 Main Street, Toronto",
            "45B St. Clair Ave W",
            "at 1200 5th Avenue",
            "lives at 12 elm street.",
            "12, rue des Érables",
            "1450 boul. de l’Acadie",
            "300 chemin de la Côte-des-Neiges",
            "12 rang 4",
            "P.O. Box 12",
            "C.P. 123",
            "R.R. #3",
            "case postale 4",
        ] {
            assert!(!addresses(&Plain::new(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn numbers_before_other_words_are_no_addresses() {
        for text in [
            "100 King minutes",
            "10 minutes. Street games follow",
            "12 young people on the road to adulthood",
            "3 places en région",
            "5 ways to begin",
            "2 Mentors drive youth home",
            "20 jeunes en route vers l’emploi",
            "In 2024, place the form",
            "30 % of them",
        ] {
            assert_eq!(addresses(&Plain::new(text)), [], "{text}");
        }
    }
}
