//! Numbers that stand for one person: insurance, health and status cards, and the ids of systems.
//!
//! A number with a check digit is known by it. One without is known by the words before it, so that
//! order numbers and statistics pass.

use std::ops::Range;

use super::plain::Plain;
use super::reach::groups;
use super::reach::is_after;
use super::reach::is_alone;

/// How many letters before a number a word about it may begin.
const WORD_DISTANCE: usize = 36;

/// Words beside which a number of 8 to 12 digits is that of a health card.
const HEALTH_WORDS: [&str; 14] = [
    "assurance maladie",
    "assurance-maladie",
    "carte sante",
    "carte soleil",
    "hcn",
    "health card",
    "health care number",
    "health insurance",
    "health number",
    "mcp ",
    "medicare",
    "nam ",
    "ohip",
    "phn",
];

/// Words beside which ten digits are those of a status card.
const STATUS_WORDS: [&str; 12] = [
    "carte de statut",
    "certificat de statut",
    "indian registry",
    "no d'inscription",
    "numero d'inscription",
    "registration number",
    "registry",
    "scis",
    "status card",
    "status number",
    "status no",
    "treaty",
];

/// Words beside which any number of four digits or more is that of a beneficiary or citizen.
const CITIZEN_WORDS: [&str; 10] = [
    "beneficiary card",
    "beneficiary no",
    "beneficiary number",
    "carte de beneficiaire",
    "carte de citoyennete",
    "carte metisse",
    "citizenship card",
    "metis card",
    "nti number",
    "numero de beneficiaire",
];

/// How a BC health number is weighed, from its second digit on.
const BC_WEIGHTS: [u32; 8] = [2, 4, 8, 5, 10, 9, 7, 3];

/// Finds social insurance numbers.
pub(super) fn social_insurance(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let number = |at: usize| {
        let (digits, gaps, range) = groups(plain, at, &[3, 3, 3], " -")?;
        let same_gap = gaps.first() == gaps.last();
        let all_equal = digits.iter().all(|it| digits.first() == Some(it));
        (same_gap && !all_equal && passes_luhn(&digits)).then_some(range)
    };
    plain.starts().filter_map(number).collect()
}

/// Finds numbers of health cards.
pub(super) fn health_cards(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let known = |at: usize| ramq(plain, at).or_else(|| ten_digits(plain, at));
    let named = |at: usize| {
        let range = digits(plain, at, 8, 12)?;
        is_after(plain, at, &HEALTH_WORDS, WORD_DISTANCE).then_some(range)
    };
    plain.starts().filter_map(|at| known(at).or_else(|| named(at))).collect()
}

/// Finds numbers of status, citizen and beneficiary cards.
pub(super) fn status_cards(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let number = |at: usize| {
        let range = digits(plain, at, 4, 12)?;
        let count = plain.slice(range.clone()).chars().filter(char::is_ascii_digit).count();
        let is_status = count == 10 && is_after(plain, at, &STATUS_WORDS, WORD_DISTANCE);
        let is_citizen = is_after(plain, at, &CITIZEN_WORDS, WORD_DISTANCE);
        (is_status || is_citizen).then_some(range)
    };
    plain.starts().filter_map(number).collect()
}

/// Finds the ids that systems give to matches, cases and people.
pub(super) fn case_ids(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let id = |at: usize| {
        let begins = plain.at(at)?.is_ascii_alphanumeric()
            && plain.before(at).is_none_or(|it| !it.is_alphanumeric());
        let more = |it: &usize| plain.at(*it).is_some_and(char::is_alphanumeric);
        let to = (at..).take(20).take_while(more).count() + at;
        (begins && is_case_id(&plain.slice(at..to), plain, at)).then_some(at..to)
    };
    plain.starts().filter_map(id).filter(|it| is_alone(plain, it)).collect()
}

fn is_case_id(word: &str, plain: &Plain<'_>, at: usize) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.len() - digits;
    let is_match = word.starts_with("a0m") && (15..=18).contains(&word.len());
    let is_case = word.starts_with(['l', 'b']) && letters == 1 && digits >= 4 && plain.is_upper(at);
    let has_upper = (at..at + word.len()).any(|it| plain.is_upper(it));
    let is_key = matches!(word.len(), 15 | 18) && digits >= 4 && letters >= 1 && has_upper;
    is_match || is_case || is_key
}

/// A number of ten digits with a check digit: of Ontario, with its version, or of British Columbia.
fn ten_digits(plain: &Plain<'_>, at: usize) -> Option<Range<usize>> {
    let (digits, gaps, mut range) = groups(plain, at, &[4, 3, 3], " -")?;
    let same_gap = gaps.first() == gaps.last();
    let is_ontario = digits.first() != Some(&0) && passes_luhn(&digits);
    if !same_gap || !(is_ontario || passes_mod_11(&digits)) {
        return None;
    }
    if is_after(plain, at, &["isbn", "doi"], 12) || plain.before(at).is_some_and(is_joined) {
        return None;
    }
    // Two letters, the version of the card, belong to it.
    let gap = usize::from(matches!(plain.at(range.end), Some(' ' | '-')));
    let version = range.end + gap..range.end + gap + 2;
    let is_large = version.clone().all(|it| plain.is_upper(it));
    if is_ontario && is_large && is_alone(plain, &version) {
        range.end = version.end;
    }
    is_alone(plain, &range).then_some(range)
}

/// A number of the Régie de l’assurance maladie du Québec: four letters, a date of birth, two digits.
fn ramq(plain: &Plain<'_>, at: usize) -> Option<Range<usize>> {
    let letters = (at..at + 4).all(|it| plain.at(it).is_some_and(|it| it.is_ascii_alphabetic()));
    if !letters || plain.before(at).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let gap = usize::from(matches!(plain.at(at + 4), Some(' ' | '-')));
    let (digits, _, range) = groups(plain, at + 4 + gap, &[4, 4], " -").or_else(|| {
        // Without a gap the letters touch the digits.
        let number = plain.slice(at + 4..at + 12);
        let digits: Vec<u32> = number.chars().filter_map(|it| it.to_digit(10)).collect();
        (digits.len() == 8).then_some((digits, Vec::new(), at + 4..at + 12))
    })?;
    let [_, _, month @ .., _, _] = digits.as_slice() else { return None };
    let [tens, ones, day_tens, day_ones] = *month else { return None };
    let (month, day) = (tens * 10 + ones, day_tens * 10 + day_ones);
    let is_date = matches!(month, 1..=12 | 51..=62) && (1..=31).contains(&day);
    let range = at..range.end;
    (is_date && is_alone(plain, &range)).then_some(range)
}

/// Reads so many digits from `at`, with at most one separator between two of them.
fn digits(plain: &Plain<'_>, at: usize, min: usize, max: usize) -> Option<Range<usize>> {
    let is_digit = |it: usize| plain.at(it).is_some_and(|it| it.is_ascii_digit());
    let touches = plain.before(at).is_some_and(|it| it.is_ascii_digit() || is_joined(it));
    if !is_digit(at) || touches {
        return None;
    }
    let (mut count, mut next) = (0, at);
    while count <= max {
        let gap = usize::from(matches!(plain.at(next), Some(' ' | '-')));
        let from = if count > 0 { next + gap } else { next };
        if !is_digit(from) {
            break;
        }
        (count, next) = (count + 1, from + 1);
    }
    ((min..=max).contains(&count)).then_some(at..next)
}

/// Returns whether a number goes on before this.
fn is_joined(letter: char) -> bool {
    matches!(letter, '-' | '.' | '/' | ',')
}

/// Returns whether the check digit at the end fits the others.
fn passes_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| match index % 2 {
            0 => *digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Returns whether this is a personal health number of British Columbia.
fn passes_mod_11(digits: &[u32]) -> bool {
    let [9, weighed @ .., check] = digits else { return false };
    let sum: u32 = weighed.iter().zip(BC_WEIGHTS).map(|(it, weight)| it * weight % 11).sum();
    (11 - sum % 11) == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_found_by_their_check_digits_or_their_words() {
        for text in [
            "OHIP 5584486673 YM",
            "5584-486-673-YM",
            "5584 486 673",
            "9698658215",
            "TREM 1254 1234",
            "trem12541234",
            "TREM 5254 1234".replace("52", "62").as_str(),
            "health card 123 456 789",
            "MCP 123456789012",
            "NAM : 12345678",
        ] {
            assert_eq!(health_cards(&Plain::new(text)).len(), 1, "{text}");
        }
        for text in ["ISBN 5584486673", "5584486675", "9698658216", "ABCD 1299 1234", "123456789"] {
            assert_eq!(health_cards(&Plain::new(text)), [], "{text}");
        }
    }

    #[test]
    fn status_cards_are_known_by_their_words_alone() {
        for text in [
            "Status card 1230045601",
            "carte de statut : 123 00456 01",
            "Numéro d’inscription 1230045601",
            "treaty number 1230045601",
            "carte métisse no 10422",
            "beneficiary number 1234",
        ] {
            assert_eq!(status_cards(&Plain::new(text)).len(), 1, "{text}");
        }
        for text in ["1230045601", "Treaty 6 territory since 1876", "status of 1,204 matches"] {
            assert_eq!(status_cards(&Plain::new(text)), [], "{text}");
        }
    }

    #[test]
    fn ids_of_systems_are_told_from_words() {
        for text in
            ["a0M3x00000AbCdE", "L12345", "(B00123)", "0035e00000XyZab", "0035e00000XyZabAAA"]
        {
            assert_eq!(case_ids(&Plain::new(text)).len(), 1, "{text}");
        }
        for text in ["B12 and L10", "b2024", "accountabilities", "administrations", "CC-BY-4.0"] {
            assert_eq!(case_ids(&Plain::new(text)), [], "{text}");
        }
    }
}
