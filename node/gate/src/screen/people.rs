//! Names of people, as far as lists and shapes can tell: titles, given names, surnames, initials.
//!
//! - A title with a name, a given name of the list, a name with a surname: blocked.
//! - A surname alone, a name that is a word as well, a large letter after words such as *mentor*: asked.
//! - Authors with a year, and places named after somebody (Prince George), pass.
//!
//! No list has everybody; the member's own names are looked for by [`crate::names`].

use std::ops::Range;

use super::Suspicion;
use super::plain::Gap;
use super::plain::Plain;
use super::plain::Token;
use super::plain::TokenKind;
use super::words::NameKind;
use super::words::Words;

/// Titles before a name, plain.
const TITLES: [&str; 11] =
    ["dr", "dre", "m", "madame", "mlle", "mme", "mmes", "monsieur", "mr", "mrs", "ms"];

/// Words after which a large letter may begin a name, plain. The first two are large themselves.
const BEFORE_NAMES: [&str; 12] = [
    "big", "little", "avec", "coach", "elder", "mentee", "mentor", "mentore", "mentoree", "named",
    "nomme", "nommee",
];

/// Words after those that are no names.
const NO_NAMES: [&str; 24] = [
    "brother",
    "brothers",
    "canada",
    "community",
    "coordinator",
    "coordinators",
    "free",
    "freres",
    "grand",
    "grands",
    "handbook",
    "manual",
    "match",
    "mentor",
    "mentors",
    "program",
    "programme",
    "sister",
    "sisters",
    "soeur",
    "soeurs",
    "support",
    "training",
    "youth",
];

/// Words that make a place of the name after them, plain.
const PLACE_BEFORE: [&str; 20] = [
    "baie", "cap", "cape", "fort", "ile", "lac", "lake", "mont", "mount", "north", "port",
    "prince", "riviere", "saint", "sainte", "san", "santa", "south", "st", "ste",
];

/// Words that make something else of the name before them, plain.
const NAMED_AFTER: [&str; 30] = [
    "act",
    "award",
    "bay",
    "beach",
    "centre",
    "center",
    "college",
    "county",
    "cup",
    "falls",
    "fund",
    "foundation",
    "hall",
    "hospital",
    "house",
    "inlet",
    "inventory",
    "island",
    "lake",
    "model",
    "park",
    "principle",
    "river",
    "run",
    "scale",
    "school",
    "survey",
    "university",
    "valley",
    "library",
];

/// What follows an apostrophe in a word that is shortened.
const SHORTENED: [&str; 6] = ["d", "ll", "m", "re", "t", "ve"];

/// The most marks between the beginning of a sentence and its first word.
const OPENING_MAX: usize = 4;

/// The most words and marks of a title.
const TITLE_TOKENS_MAX: usize = 60;

/// The most words of one name.
const NAME_WORDS_MAX: usize = 4;

/// Finds names.
pub(super) fn names(plain: &Plain<'_>, words: &Words) -> Vec<(Range<usize>, Suspicion)> {
    let tokens = plain.tokens();
    let mut found: Vec<(Range<usize>, Suspicion)> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let named = titled(tokens, index)
            .map(|last| (last, Suspicion::Name))
            .or_else(|| listed(tokens, index, words))
            .or_else(|| shaped(tokens, index, words));
        if let (Some((last, suspicion)), Some(from)) = (named, tokens.get(index))
            && let Some(to) = tokens.get(last)
        {
            found.push((from.at.start..to.at.end, suspicion));
            index = last;
        }
        index += 1;
    }
    found
}

/// Finds initials with an age: `J., 13`, `J.S. aged 9`.
pub(super) fn initials(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let tokens = plain.tokens();
    let initials = |index: usize| {
        let first = tokens.get(index).filter(|it| it.kind == TokenKind::Initial)?;
        let before = index.checked_sub(1).and_then(|it| tokens.get(it));
        if first.gap == Gap::None && before.is_some_and(|it| it.is_word() || it.is_mark(".")) {
            return None;
        }
        let mut at = index + 1;
        tokens.get(at).filter(|it| it.is_mark(".") && it.gap == Gap::None)?;
        at += 1;
        if tokens.get(at).is_some_and(|it| it.kind == TokenKind::Initial)
            && tokens.get(at + 1).is_some_and(|it| it.is_mark("."))
        {
            at += 2;
        }
        at += usize::from(tokens.get(at).is_some_and(|it| it.is_mark(",(")));
        let age = ["age", "aged", "agee", "de", "ans"];
        while tokens.get(at).is_some_and(|it| age.contains(&it.word.as_str())) {
            at += 1;
        }
        let number = tokens.get(at).filter(|it| it.kind == TokenKind::Number)?;
        let is_age = number.word.len() <= 2 && number.gap < Gap::Paragraph;
        let goes_on = tokens.get(at + 1).is_some_and(|it| it.gap == Gap::None && it.is_mark("%/"));
        (is_age && !goes_on).then_some(first.at.start..number.at.end)
    };
    (0..tokens.len()).filter_map(initials).collect()
}

/// `Mr Smith`, `Mme Tremblay`, `M. Roy`: returns the last token.
fn titled(tokens: &[Token], index: usize) -> Option<usize> {
    let title = tokens.get(index).filter(|it| TITLES.contains(&it.word.as_str()))?;
    let dot = tokens.get(index + 1).is_some_and(|it| it.is_mark(".") && it.gap == Gap::None);
    // `ms` is a unit, `m` and `dr` are many things.
    if !title.is_capital() && !matches!(title.word.as_str(), "mme" | "mlle" | "madame" | "monsieur")
        || title.word == "m" && !dot
    {
        return None;
    }
    let at = index + 1 + usize::from(dot);
    let name = tokens
        .get(at)
        .filter(|it| it.kind == TokenKind::Capital && it.gap < Gap::Line)?;
    let follows = !NO_NAMES.contains(&name.word.as_str());
    follows.then(|| last_of(tokens, at))
}

/// A word of the lists: returns the last token, and what it is.
fn listed(tokens: &[Token], index: usize, words: &Words) -> Option<(usize, Suspicion)> {
    let token = tokens.get(index).filter(|it| it.kind == TokenKind::Capital)?;
    let kind = words.name(&token.word)?;
    if is_shortened(tokens, index) || is_place(tokens, index) {
        return None;
    }
    let last = last_of(tokens, index);
    let next = tokens.get(index + 1).filter(|it| last > index && it.kind == TokenKind::Capital);
    let with_surname = next.is_some_and(|it| words.name(&it.word) == Some(NameKind::Surname));
    let after_initial = index >= 2
        && tokens.get(index - 1).is_some_and(|it| it.is_mark("."))
        && tokens.get(index - 2).is_some_and(|it| it.kind == TokenKind::Initial);
    if is_named_after(tokens, last) {
        return Some((last, Suspicion::PerhapsName));
    }
    match kind {
        NameKind::Given => Some((last, Suspicion::Name)),
        _ if with_surname => Some((last, Suspicion::Name)),
        NameKind::Surname if is_cited(tokens, index) => None,
        NameKind::Surname if after_initial => Some((last, Suspicion::Name)),
        NameKind::Surname => Some((last, Suspicion::PerhapsName)),
        NameKind::Everyday if begins_sentence(tokens, index) || is_title(tokens, index) => None,
        NameKind::Everyday => Some((index, Suspicion::PerhapsName)),
    }
}

/// A large letter after words such as *mentor*.
fn shaped(tokens: &[Token], index: usize, words: &Words) -> Option<(usize, Suspicion)> {
    let before = tokens.get(index).filter(|it| BEFORE_NAMES.contains(&it.word.as_str()))?;
    let is_large = before.is_capital() || !matches!(before.word.as_str(), "big" | "little");
    let name = tokens.get(index + 1);
    let name = name.filter(|it| it.kind == TokenKind::Capital && it.gap == Gap::Space)?;
    let is_other = NO_NAMES.contains(&name.word.as_str())
        || words.name(&name.word).is_some()
        || is_title(tokens, index + 1)
        || is_named_after(tokens, last_of(tokens, index + 1));
    (is_large && !is_other).then(|| (last_of(tokens, index + 1), Suspicion::PerhapsName))
}

/// Returns the last token of a name: large letters go on, so do hyphens and apostrophes.
fn last_of(tokens: &[Token], index: usize) -> usize {
    let mut last = index;
    for _ in 1..NAME_WORDS_MAX {
        let is_name = |it: &Token| it.is_capital() && !NAMED_AFTER.contains(&it.word.as_str());
        let more = match (tokens.get(last + 1), tokens.get(last + 2)) {
            (Some(next), _) if next.gap == Gap::Space && is_name(next) => 1,
            (Some(mark), Some(next))
                if mark.is_mark("-'")
                    && mark.gap == Gap::None
                    && next.gap == Gap::None
                    && is_name(next) =>
            {
                2
            }
            _ => break,
        };
        last += more;
    }
    last
}

/// `Don't`, `We'll`: returns whether a word is only the beginning of one.
fn is_shortened(tokens: &[Token], index: usize) -> bool {
    let mark = tokens.get(index + 1).is_some_and(|it| it.is_mark("'") && it.gap == Gap::None);
    let end = tokens.get(index + 2);
    let end = end.filter(|it| it.gap == Gap::None && SHORTENED.contains(&it.word.as_str()));
    mark && end.is_some()
}

/// `Prince George`, `St. John's`, `Saint-Jean`: returns whether what stands before makes it a place.
fn is_place(tokens: &[Token], index: usize) -> bool {
    let before = |back: usize| index.checked_sub(back).and_then(|it| tokens.get(it));
    let near = before(1).filter(|it| !it.is_mark(".-")).or_else(|| before(2));
    near.is_some_and(|it| it.is_capital() && PLACE_BEFORE.contains(&it.word.as_str()))
}

/// `Thompson Rivers University`: returns whether what stands after makes it something else.
fn is_named_after(tokens: &[Token], last: usize) -> bool {
    let named = |it: usize| {
        tokens.get(it).is_some_and(|it| {
            it.is_capital() && NAMED_AFTER.contains(&it.word.trim_end_matches('s'))
                || it.is_capital() && NAMED_AFTER.contains(&it.word.as_str())
        })
    };
    let owned = tokens.get(last + 1).is_some_and(|it| it.is_mark("'"))
        && tokens.get(last + 2).is_some_and(|it| it.word == "s");
    named(last + 1) || owned && named(last + 3)
}

/// `DuBois et al.`, `Rhodes & DuBois, 2008`, `Rhodes (2008)`: returns whether a work is cited.
fn is_cited(tokens: &[Token], index: usize) -> bool {
    let rest = tokens.get(index + 1..).unwrap_or_default();
    for (at, token) in rest.iter().enumerate().take(10) {
        let is_year = token.kind == TokenKind::Number && token.word.len() == 4;
        if is_year || token.word == "al" && at > 0 {
            return true;
        }
        let goes_on = token.is_capital()
            || token.is_mark(",&.(")
            || ["and", "et"].contains(&token.word.as_str());
        if !goes_on || token.gap == Gap::Paragraph {
            return false;
        }
    }
    false
}

/// Returns whether a token begins a sentence, so that its large letter says nothing.
pub(super) fn begins_sentence(tokens: &[Token], index: usize) -> bool {
    let mut at = index;
    // `**Will**`, `« Will`: what opens stands between.
    for _ in 0..OPENING_MAX {
        let begins = tokens.get(at).is_none_or(|it| it.gap == Gap::Paragraph);
        let before = at.checked_sub(1).and_then(|it| tokens.get(it));
        let Some(before) = before.filter(|_| !begins) else { return true };
        let two_before = at.checked_sub(2).and_then(|it| tokens.get(it));
        let in_list = before.is_mark(")") && two_before.is_some_and(|it| it.gap >= Gap::Line);
        let is_bullet = before.is_mark("-*+") && before.gap >= Gap::Line;
        if before.is_mark(".!?:|#>•…") || in_list || is_bullet {
            return true;
        }
        if !before.is_mark("*_\"«“‘(") {
            return false;
        }
        at -= 1;
    }
    false
}

/// Returns whether a token stands in a heading, or among words that all have large letters.
fn is_title(tokens: &[Token], index: usize) -> bool {
    let is_first = |it: &usize| tokens.get(*it).is_some_and(|it| it.gap >= Gap::Line);
    let Some(from) = (0..=index).rev().take(TITLE_TOKENS_MAX).find(is_first) else { return false };
    let is_heading = tokens.get(from).is_some_and(|it| it.is_mark("#"));
    let line = tokens.get(from..).unwrap_or_default().iter().take(TITLE_TOKENS_MAX).enumerate();
    let line = line.take_while(|(at, it)| *at == 0 || it.gap < Gap::Line).map(|(_, it)| it);
    let (mut large, mut small) = (0, 0);
    for token in line.filter(|it| it.is_word() && it.word.len() > 3) {
        if token.kind == TokenKind::Word { small += 1 } else { large += 1 }
    }
    is_heading || large >= 3 && small == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_lists_titles_and_shapes() {
        for (text, expected) in [
            ("We met Amara at the library.", Suspicion::Name),
            ("Marie-Claude O’Brien called", Suspicion::Name),
            ("Ask Mr Xyz first", Suspicion::Name),
            ("l’appel de Mme Xyz", Suspicion::Name),
            ("with Grace Tremblay", Suspicion::Name),
            ("J. Tremblay said", Suspicion::Name),
            ("and Grace was glad", Suspicion::PerhapsName),
            ("the mentor Xyzzy", Suspicion::PerhapsName),
            ("Little Xyzzy and", Suspicion::PerhapsName),
            ("une sortie avec Xyzzy", Suspicion::PerhapsName),
            ("the family Tremblay", Suspicion::PerhapsName),
            ("at Simon Fraser University", Suspicion::PerhapsName),
        ] {
            let found = names(&Plain::new(text), &Words::new(None));
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].1, expected, "{text}");
        }
    }

    #[test]
    fn words_places_and_authors_are_no_names() {
        for text in [
            "Will you come? Grace is a virtue. Mark the date. Don't wait, we'll see.",
            "Big Brothers Big Sisters of Prince George and St. John's, Saint-Laurent",
            "In May and in June; April 2024. Hope helps.",
            "Tremblay et al. found, and Tremblay (2019); Tremblay & Roy, 2020",
            "## Joy and Hope",
            "- Will they come",
            "Training for Mentors and their Mentees, Mentor Canada",
            "100 ms later, 5 m. Then",
        ] {
            let found = names(&Plain::new(text), &Words::new(None));
            assert_eq!(found, [], "{text}");
        }
    }

    #[test]
    fn initials_with_an_age_are_found() {
        for text in ["J., 13, from", "J.S. aged 9", "K. (14)", "K., âgée de 12 ans"] {
            assert_eq!(initials(&Plain::new(text)).len(), 1, "{text}");
        }
        for text in ["Appendix B. The 12", "vitamin C 12", "U.S. 2024", "P.S. all is well"] {
            assert_eq!(initials(&Plain::new(text)), [], "{text}");
        }
    }
}
