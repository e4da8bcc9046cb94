//! What an index is made of: records as it sees them.

use std::collections::BTreeMap;

use crate::words::Language;

/// A practice record.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Record {
    /// The id of its entry.
    pub id: String,
    /// Who published it.
    pub member: String,
    /// When its author says it was made, in milliseconds since 1970.
    pub published_ms: i64,
    /// By list, the codes that it has; found records are counted by these, and chosen by them.
    pub facets: BTreeMap<String, Vec<String>>,
    /// By name, what it may be chosen by besides.
    pub keys: BTreeMap<String, String>,
    /// What it says, by language.
    pub texts: BTreeMap<Language, Text>,
}

/// A record in one language.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Text {
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// All the rest, paragraph by paragraph.
    pub body: String,
}

impl Record {
    /// Returns the text in `language`, or else in the other one.
    pub fn text(&self, language: Language) -> Option<(Language, &Text)> {
        let own = self.texts.get_key_value(&language);
        let (language, text) = own.or_else(|| self.texts.first_key_value())?;
        Some((*language, text))
    }

    /// Returns how long its bodies are, in bytes.
    pub(crate) fn bodies(&self) -> usize {
        self.texts.values().map(|it| it.body.len()).sum()
    }

    /// Returns whether it is among those with one of `values` under `name`.
    pub(crate) fn has_one_of(&self, name: &str, values: &[String]) -> bool {
        let codes = self.facets.get(name).map(Vec::as_slice).unwrap_or_default();
        let mut all = codes.iter().chain(self.keys.get(name));
        all.any(|it| values.contains(it))
    }
}
