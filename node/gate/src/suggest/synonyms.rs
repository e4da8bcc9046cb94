//! The words that exports use for columns and codes.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::CodeList;
use toml::Table;
use toml::Value;

use crate::fold::fold;

const SYNONYMS: &str = include_str!("../../catalogue/synonyms.toml");

/// The fewest letters of a word that is recognized inside a longer text.
const INSIDE_CHARS_MIN: usize = 3;

/// What the file of synonyms says.
#[derive(Debug)]
pub(super) struct Synonyms {
    table: Table,
}

/// The code that a word stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Meaning {
    pub(super) code: String,
    /// Whether somebody must look at it.
    pub(super) is_guess: bool,
}

impl Synonyms {
    /// Reads the file, which is part of this crate; a test reads it too.
    pub(super) fn new() -> Self {
        Self { table: SYNONYMS.parse().unwrap_or_default() }
    }

    /// Returns the words under `section` and `key`.
    pub(super) fn words(&self, section: &str, key: &str) -> Vec<&str> {
        let section = self.table.get(section).and_then(Value::as_table);
        let words = section.and_then(|it| it.get(key)).and_then(Value::as_array);
        words.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns how well a header fits the words under `section` and `key`; nothing for not at all.
    pub(super) fn fit(&self, section: &str, key: &str, header: &str) -> Option<usize> {
        let words = self.words(section, key);
        let fits = words.into_iter().filter(|phrase| has_phrase(header, phrase));
        let weight =
            |phrase: &str| phrase.split(' ').count() * 10 + if phrase == header { 5 } else { 0 };
        fits.map(weight).max()
    }

    /// Returns the code of `list` that a cell stands for.
    pub(super) fn code(&self, list: &CodeList, cell: &str) -> Option<Meaning> {
        let cell = words(cell);
        let labels = list.codes.iter().filter(|(code, _)| list.is_leaf(code));
        let label = labels.clone().find(|(code, it)| {
            [code.as_str(), &it.label.en, &it.label.fr]
                .iter()
                .any(|name| words(name) == cell)
        });
        if let Some((code, _)) = label {
            return Some(Meaning { code: code.clone(), is_guess: false });
        }
        let mut found: Vec<(usize, Meaning)> = Vec::new();
        for (section, is_guess) in [("code", false), ("doubt", true)] {
            for (code, phrases) in self.phrases(section, &list.name) {
                let fits = phrases.into_iter().filter(|phrase| has_phrase(&cell, phrase));
                let longest = fits.map(str::len).max();
                let meaning = Meaning { code: code.to_owned(), is_guess };
                found.extend(longest.map(|length| (length, meaning)));
            }
        }
        found.retain(|(_, it)| list.is_leaf(&it.code));
        let (_, mut best) = found.iter().max_by_key(|(length, _)| *length)?.clone();
        best.is_guess |= found.iter().any(|(_, it)| it.code != best.code);
        Some(best)
    }

    fn phrases(&self, section: &str, list: &str) -> BTreeMap<&str, Vec<&str>> {
        let section = self.table.get(section).and_then(Value::as_table);
        let codes = section.and_then(|it| it.get(list)).and_then(Value::as_table);
        fn texts(value: &Value) -> Vec<&str> {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
        }
        codes
            .into_iter()
            .flatten()
            .map(|(code, it)| (code.as_str(), texts(it)))
            .collect()
    }
}

/// Returns the folded words of a text, with single spaces between them and nothing else.
pub(super) fn words(text: &str) -> String {
    let letters = fold(text).replace(|it: char| !it.is_alphanumeric(), " ");
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a phrase stands in a text of words.
pub(super) fn has_phrase(words: &str, phrase: &str) -> bool {
    let is_long = phrase.len() >= INSIDE_CHARS_MIN;
    words == phrase || is_long && format!(" {words} ").contains(&format!(" {phrase} "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook;

    #[test]
    fn the_file_is_whole_and_every_code_is_in_the_catalogue() {
        let synonyms = Synonyms { table: SYNONYMS.parse().unwrap() };
        let catalogue = codebook::standard().unwrap();
        for section in ["code", "doubt"] {
            for (list, codes) in synonyms.table[section].as_table().unwrap() {
                for (code, phrases) in codes.as_table().unwrap() {
                    assert!(catalogue.list(list).unwrap().is_leaf(code), "{list} {code}");
                    let phrases = phrases.as_array().unwrap().iter().map(|it| it.as_str().unwrap());
                    phrases.for_each(|phrase| assert_eq!(words(phrase), phrase));
                }
            }
        }
        for key in synonyms.table["sensitive"].as_table().unwrap().keys() {
            assert!(!synonyms.words("sensitive", key).is_empty());
        }
    }

    #[test]
    fn words_are_what_is_left_without_signs() {
        assert_eq!(words("Non-binary/Two-Spirit"), "non binary two spirit");
        assert_eq!(words("  Match ID (18Char) "), "match id 18char");
    }

    #[test]
    fn cells_are_understood_in_both_languages() {
        let catalogue = codebook::standard().unwrap();
        let synonyms = Synonyms::new();
        for (list, cell, code, is_guess) in [
            ("gender", "Girl/Woman", "GIRLS", false),
            ("gender", "FEMALE", "GIRLS", false),
            ("gender", "Garçon/Homme", "BOYS", false),
            ("gender", "Non binaire/Bispirituel", "NON_BINARY", false),
            ("gender", "M", "BOYS", false),
            ("program_type", "En milieu scolaire", "ONE_SITE", false),
            ("program_type", "Land-based cultural", "CULTURAL", false),
            ("program_type", "Cybermentorat", "OTHER", true),
            ("program_type", "Group at school", "ONE_SITE", true),
            ("closure_reason", "Volunteer: Time constraint", "TIME_MENTOR", false),
            ("closure_reason", "Agency: Concern", "OTHER", false),
            ("closure_reason", "Successful: goals met", "GRADUATED_AGED_OUT", true),
            ("region", "Québec", "CA-QC", false),
            ("region", "C.-B.", "CA-BC", false),
            ("region", "CA-ON", "CA-ON", false),
        ] {
            let meaning = synonyms.code(catalogue.list(list).unwrap(), cell).unwrap();
            assert_eq!((meaning.code.as_str(), meaning.is_guess), (code, is_guess), "{cell}");
        }
        assert_eq!(synonyms.code(catalogue.list("gender").unwrap(), "Anna Bird"), None);
    }
}
