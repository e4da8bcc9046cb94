//! What reaches a person: e-mail addresses, telephone numbers, postal codes, links.

use std::ops::Range;

use super::plain::Plain;

/// Words beside which ten bare digits are a telephone number.
const PHONE_WORDS: [&str; 6] = ["tel", "phone", "cell", "call", "fax", "appel"];

/// How many characters before a number such a word may begin.
const PHONE_WORD_DISTANCE: usize = 16;

/// What people write for `@`; the longest first.
const AT_SIGNS: [&str; 9] =
    [" (arobase) ", " arobase ", " (at) ", " [at] ", "(at)", "[at]", "(@)", " @ ", "@"];

/// What people write for the dot of an address; the longest first.
const DOTS: [&str; 5] = [" point ", " dot ", "(point)", "(dot)", "."];

/// The most letters of one part of an address.
const PART_CHARS_MAX: usize = 64;

/// The most parts of a domain.
const PARTS_MAX: usize = 8;

/// The letters that may begin a postal code.
const POSTAL_FIRST: &str = "abceghjklmnprstvxy";

/// The letters that may stand elsewhere in one.
const POSTAL_OTHER: &str = "abceghjklmnprstvwxyz";

/// Where people keep what they share with some.
const SHARES: [&str; 14] = [
    "1drv.ms",
    "bit.ly",
    "box.com",
    "docs.google",
    "drive.google",
    "dropbox.com",
    "forms.gle",
    "goo.gl",
    "icloud.com",
    "notion.so",
    "onedrive.",
    "sharepoint.com",
    "wetransfer.com",
    "zoom.us",
];

/// The letters from which a part of a link with digits is an id.
const LINK_ID_CHARS: usize = 16;

/// The digits of a number, and what stands between its groups.
pub(super) type Groups = (Vec<u32>, Vec<String>, Range<usize>);

/// Finds e-mail addresses.
pub(super) fn emails(plain: &Plain<'_>) -> Vec<Range<usize>> {
    plain.starts().filter_map(|at| email(plain, at)).collect()
}

fn email(plain: &Plain<'_>, at: usize) -> Option<Range<usize>> {
    // Most letters begin no sign, and need not be compared with all of them.
    plain.at(at).filter(|it| " ([@".contains(*it))?;
    let sign = AT_SIGNS.iter().find(|sign| plain.has(at, sign))?;
    let is_part = |it: char| it.is_ascii_alphanumeric() || "_%+-".contains(it);
    let name = (0..at).rev().take(PART_CHARS_MAX);
    let name = name.take_while(|it| plain.at(*it).is_some_and(|it| is_part(it) || it == '.'));
    let from = name.last()?;
    let mut to = at + sign.chars().count();
    let mut last = 0;
    for part in 0..PARTS_MAX {
        let letters = (to..to + PART_CHARS_MAX).take_while(|it| plain.at(*it).is_some_and(is_part));
        let count = letters.count();
        let is_ending = part > 0 && count >= 2;
        if count == 0 {
            break;
        }
        let ends = plain.slice(to..to + count).chars().all(|it| it.is_ascii_alphabetic());
        to += count;
        last = if is_ending && ends { to } else { last };
        let Some(dot) = DOTS.iter().find(|dot| plain.has(to, dot)) else { break };
        to += dot.chars().count();
    }
    (last > 0).then_some(from..last)
}

/// Finds telephone numbers of North America.
pub(super) fn phones(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let phone = |at: usize| {
        let (digits, gaps, range) = groups(plain, at, &[3, 3, 4], " .-()")?;
        let begins = |index: usize| digits.get(index).is_some_and(|it| (2..=9).contains(it));
        let separated = gaps.iter().all(|gap| !gap.is_empty());
        let bare = gaps.iter().all(|gap| gap.is_empty());
        let is_phone = begins(0)
            && begins(3)
            && (separated || bare && is_after(plain, at, &PHONE_WORDS, PHONE_WORD_DISTANCE));
        is_phone.then_some(range)
    };
    plain.starts().filter_map(phone).collect()
}

/// Finds postal codes.
pub(super) fn postal_codes(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let code = |at: usize| {
        let gap = usize::from(matches!(plain.at(at + 3), Some(' ' | '-')));
        let to = at + 6 + gap;
        let is_code = is_area(plain, at)
            && plain.at(at + 3 + gap)?.is_ascii_digit()
            && POSTAL_OTHER.contains(plain.at(at + 4 + gap)?)
            && plain.at(at + 5 + gap)?.is_ascii_digit();
        (is_code && is_alone(plain, &(at..to))).then_some(at..to)
    };
    plain.starts().filter_map(code).collect()
}

/// Finds first halves of postal codes, in large letters. `B2B` and its like are words.
pub(super) fn postal_areas(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let area = |at: usize| {
        let is_large = plain.is_upper(at) && plain.is_upper(at + 2);
        let is_word = plain.at(at) == plain.at(at + 2) && plain.at(at + 1) == Some('2');
        let is_version = plain.at(at + 3) == Some('.') && plain.at(at + 4)?.is_ascii_digit();
        let is_code = is_large && is_area(plain, at) && !is_word && !is_version;
        (is_code && is_alone(plain, &(at..at + 3))).then_some(at..at + 3)
    };
    plain.starts().filter_map(area).collect()
}

fn is_area(plain: &Plain<'_>, at: usize) -> bool {
    plain.at(at).is_some_and(|it| POSTAL_FIRST.contains(it))
        && plain.at(at + 1).is_some_and(|it| it.is_ascii_digit())
        && plain.at(at + 2).is_some_and(|it| POSTAL_OTHER.contains(it))
}

/// Finds links, each with whether it may be meant for some only.
pub(super) fn links(plain: &Plain<'_>) -> Vec<(Range<usize>, bool)> {
    let mut links: Vec<(Range<usize>, bool)> = Vec::new();
    for at in plain.starts() {
        let is_inside = links.last().is_some_and(|(last, _)| at < last.end);
        if is_inside || plain.before(at).is_some_and(char::is_alphanumeric) {
            continue;
        }
        let mut begins = ["http://", "https://", "www."].iter().chain(&SHARES);
        if !begins.any(|it| plain.has(at, it)) {
            continue;
        }
        let is_part = |it: char| !it.is_whitespace() && !"<>\"«»)]|".contains(it);
        let to = (at..).take_while(|it| plain.at(*it).is_some_and(is_part)).count() + at;
        let link = plain.slice(at..to);
        let trimmed = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\'']);
        let to = at + trimmed.chars().count();
        links.push((at..to, is_for_some(trimmed)));
    }
    links
}

fn is_for_some(link: &str) -> bool {
    let has_id = link.split(['/', '=', '&']).any(|part| {
        part.len() >= LINK_ID_CHARS && part.bytes().filter(u8::is_ascii_digit).count() >= 3
    });
    link.contains(['?', '#', '=']) || has_id || SHARES.iter().any(|it| link.contains(it))
}

/// Reads groups of digits from `at`, with at most two separators between them, where no other digit is
/// near.
pub(super) fn groups(
    plain: &Plain<'_>,
    at: usize,
    sizes: &[usize],
    separators: &str,
) -> Option<Groups> {
    if !plain.at(at)?.is_ascii_digit() || plain.before(at).is_some_and(|it| it.is_ascii_digit()) {
        return None;
    }
    let (mut digits, mut gaps) = (Vec::new(), Vec::new());
    let mut next = at;
    for (index, size) in sizes.iter().enumerate() {
        if index > 0 {
            let gap: String = (next..next + 2)
                .map_while(|it| plain.at(it).filter(|it| separators.contains(*it)))
                .collect();
            next += gap.chars().count();
            gaps.push(gap);
        }
        for _ in 0..*size {
            digits.push(plain.at(next)?.to_digit(10)?);
            next += 1;
        }
    }
    let ends = plain.at(next).is_none_or(|it| !it.is_ascii_digit());
    ends.then_some((digits, gaps, at..next))
}

/// Returns whether one of `words` begins at most `distance` letters before `at`, on the same line.
pub(super) fn is_after(plain: &Plain<'_>, at: usize, words: &[&str], distance: usize) -> bool {
    let before = plain.slice(at.saturating_sub(distance)..at);
    let before = before.rsplit('\n').next().unwrap_or_default();
    words.iter().any(|word| before.contains(word))
}

/// Returns whether neither a letter nor a digit touches these letters.
pub(super) fn is_alone(plain: &Plain<'_>, range: &Range<usize>) -> bool {
    let is_open = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
    is_open(plain.before(range.start)) && is_open(plain.at(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for (text, expected) in [
            ("to someone.b@mail.example.org.", "someone.b@mail.example.org"),
            ("quelquun (at) example.org", "quelquun (at) example.org"),
            ("Quelquun arobase exemple point org", "Quelquun arobase exemple point org"),
            ("a@b.c", ""),
            ("point @ which", ""),
        ] {
            let plain = Plain::new(text);
            let found: Vec<_> = emails(&plain).iter().map(|it| plain.original(it)).collect();
            assert_eq!(found.concat(), expected, "{text}");
        }
    }

    #[test]
    fn a_link_is_told_from_a_home_page() {
        for (text, expected) in [
            ("see https://example.org/goal-sheet for it", false),
            ("(https://www.example.org)", false),
            ("https://doi.org/10.1002/ajcp.12124", false),
            ("https://example.org/form?id=7", true),
            ("https://docs.google.com/document/d/abc", true),
            ("drive.google.com/x", true),
            ("https://example.org/3f9a12c03f9a12c0", true),
            ("https://example.org/#room", true),
        ] {
            let found = links(&Plain::new(text));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].1, expected, "{text}");
        }
    }
}
