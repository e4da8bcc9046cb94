//! Words of a text, and the terms under which they are found.
//!
//! A word is a run of letters and digits, so `l’attente` is two. It is found by its stem, without accents and in small
//! letters: `Bénévoles` and `benevole` are one. Stemmers lean on accents, which hurried readers leave out, so a
//! word has two terms where they differ: its stem without accents, and the stem of the word without accents.

use std::collections::BTreeSet;
use std::ops::Range;

use frostem::Algorithm;
use frostem::Stemmer;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most characters of a word that are looked at; no word of either language is longer.
const WORD_CHARS_MAX: usize = 48;

/// Words that say little: they are looked for, but need not be there. Without accents, ordered.
const LITTLE: [&str; 79] = [
    "a", "an", "and", "are", "as", "at", "au", "aux", "avec", "be", "by", "c", "can", "ce", "ces",
    "comment", "d", "dans", "de", "des", "do", "does", "du", "elle", "en", "est", "et", "for",
    "from", "how", "i", "ici", "il", "in", "is", "it", "j", "je", "l", "la", "le", "les", "leur",
    "m", "n", "ne", "nos", "notre", "nous", "of", "on", "or", "ou", "our", "par", "pas", "pour",
    "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sur", "t", "that", "the", "their", "this",
    "to", "un", "une", "vous", "we", "what", "with", "y",
];

/// The letters of both languages: of what has others, there is no stem.
const ACCENTED: &str = "àâäçéèêëîïôöùûüÿœæ";

/// A language whose words have stems here.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
}

impl Language {
    /// Both, ordered by code.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// Returns its BCP 47 tag.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    fn stemmer(self) -> Stemmer {
        Stemmer::new(match self {
            Self::English => Algorithm::English,
            Self::French => Algorithm::French,
        })
    }
}

/// Returns where the words of a text stand, in bytes.
pub(crate) fn places(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_inside = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, _) = letters.find(|(_, c)| c.is_alphanumeric())?;
        while letters.next_if(|(_, c)| is_inside(*c)).is_some() {}
        let until = letters.peek().map_or(text.len(), |(at, _)| *at);
        Some(from..until)
    })
}

/// Returns the terms under which a word of a language is found: one or two.
pub(crate) fn terms(word: &str, language: Language) -> BTreeSet<String> {
    let small: String = word.nfkc().flat_map(char::to_lowercase).take(WORD_CHARS_MAX).collect();
    let bare = folded(&small);
    let stemmer = language.stemmer();
    let stem =
        |word: &str| if has_stem(word) { stemmer.stem(word).into_owned() } else { word.to_owned() };
    [folded(&stem(&small)), stem(&bare)].into()
}

/// Returns whether a word says little, so that it need not be there.
pub(crate) fn is_little(word: &str) -> bool {
    let small: String = word.nfkc().flat_map(char::to_lowercase).take(WORD_CHARS_MAX).collect();
    LITTLE.binary_search(&folded(&small).as_str()).is_ok()
}

/// Returns a word in small letters without its accents.
fn folded(small: &str) -> String {
    let bare = small.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>();
    bare.replace('œ', "oe").replace('æ', "ae")
}

/// Returns whether a word is of letters that the stemmers know.
fn has_stem(small: &str) -> bool {
    small.chars().all(|c| c.is_ascii_lowercase() || ACCENTED.contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_is_a_run_of_letters_and_digits() {
        let split = |text: &str| places(text).map(|it| text[it].to_owned()).collect::<Vec<_>>();
        assert_eq!(
            split("La liste d’attente, 12 mois!"),
            ["La", "liste", "d", "attente", "12", "mois"]
        );
        assert_eq!(split("re\u{301}duire"), ["re\u{301}duire"]);
        assert_eq!(split(" ᐃᓄᒃᑎᑐᑦ — cr "), ["ᐃᓄᒃᑎᑐᑦ", "cr"]);
        assert_eq!(split("…"), [""; 0]);
    }

    #[test]
    fn forms_of_a_word_share_a_term_with_and_without_accents() {
        for (language, one, other) in [
            (Language::English, "Waiting", "waited"),
            (Language::English, "matches", "MATCHED"),
            (Language::French, "bénévoles", "BENEVOLE"),
            (Language::French, "égalité", "egalite"),
            (Language::French, "jumelages", "jumelage"),
            (Language::French, "sœurs", "soeur"),
            (Language::French, "re\u{301}unions", "réunion"),
        ] {
            let (first, second) = (terms(one, language), terms(other, language));
            assert!(!first.is_disjoint(&second), "{one} {other}: {first:?} {second:?}");
        }
        assert!(terms("mentor", Language::English).is_disjoint(&terms("match", Language::English)));
    }

    #[test]
    fn little_words_are_in_order_and_without_accents() {
        assert!(LITTLE.is_sorted_by(|a, b| a < b));
        assert!(LITTLE.iter().all(|it| folded(it) == **it));
        assert!(is_little("Où") && is_little("THE") && !is_little("attente"));
    }

    proptest! {
        #[test]
        fn no_word_is_too_strange(word in "\\PC{0,80}", french in "[a-zàâçéèêëîïôùûüÿœ']{0,60}") {
            for language in Language::ALL {
                for word in [&word, &french] {
                    let terms = terms(word, language);
                    prop_assert!((1..=2).contains(&terms.len()));
                }
            }
            for place in places(&word) {
                prop_assert!(word.get(place).is_some_and(|it| !it.is_empty()));
            }
        }
    }
}
