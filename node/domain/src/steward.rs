//! Stewards: who speaks for a community about the groups that it governs.
//!
//! A coalition registers a [`Steward`] by vote: the community's short name, what it calls itself, the
//! codes of the catalogue that it governs, and the key by which it consents. The key belongs to a
//! person of the community, who need not be of any member and runs no node. Promises:
//!
//! - **One code, one steward**: nobody gives away what is another community's.
//! - **A code is named one way**: `population:FIRST_NATIONS`, its list before the first colon.
//! - **A community is called what it calls itself**: at least one name in English and one in French,
//!   and as many in its own languages as it has.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use crate::catalogue;
use crate::catalogue::Catalogue;
use crate::catalogue::Sensitivity;
use crate::document::is_handle;
use crate::key::PublicKey;

/// The most codes that one steward speaks for.
pub const CODES_MAX: usize = 64;

/// The most names of one community.
pub const NAMES_MAX: usize = 8;

/// The most stewards of one coalition, so that people can look through them.
pub const STEWARDS_MAX: usize = 256;

/// The most characters of a name, and of the contact.
const TEXT_CHARS_MAX: usize = 200;

/// The most letters of the tag of a language.
const LANGUAGE_BYTES_MAX: usize = 35;

/// Stewards by their short names.
pub type Stewards = BTreeMap<String, Steward>;

/// Keys with the short names of the communities that they spoke for.
pub type StewardKeys = BTreeSet<(String, [u8; 32])>;

/// Who speaks for a community.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Steward {
    /// The short name of the community, for tables and commands.
    pub handle: String,
    /// What it is called, by the BCP 47 tag of the language; `en` and `fr` are there.
    pub names: BTreeMap<String, String>,
    /// Whom to talk to: a role and a shared mailbox, never a person.
    pub contact: String,
    /// What it governs; 1 to [`CODES_MAX`].
    pub codes: BTreeSet<GovernedCode>,
    /// By which key it consents.
    pub key: PublicKey,
}

/// A code of a list of the catalogue.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct GovernedCode {
    list: String,
    code: String,
}

impl Steward {
    /// Returns what it is called in French, or in English.
    pub fn name(&self, french: bool) -> &str {
        let name = self.names.get(if french { "fr" } else { "en" });
        name.map_or(self.handle.as_str(), String::as_str)
    }

    /// Returns the rule that it breaks, whatever the coalition.
    pub fn broken_rule(&self) -> Option<&'static str> {
        let Self { handle, names, contact, codes, key: _ } = self;
        let are_names = names.iter().all(|(tag, name)| is_language(tag) && is_text(name));
        let has_both = ["en", "fr"].iter().all(|tag| names.contains_key(*tag));
        let rules = [
            ("a handle has 2 to 40 letters, digits and hyphens", is_handle(handle)),
            ("a community has 2 to 8 names", names.len() <= NAMES_MAX && are_names),
            ("a community has an English and a French name", has_both),
            ("a steward has a contact of at most 200 characters", is_text(contact)),
            ("a steward speaks for 1 to 64 codes", (1..=CODES_MAX).contains(&codes.len())),
        ];
        rules.iter().find(|(_, holds)| !holds).map(|(rule, _)| *rule)
    }

    /// Returns the rule that registering it would break in a coalition with this catalogue and these
    /// stewards; one of the same short name is replaced.
    pub fn rule_broken_among(
        &self,
        stewards: &Stewards,
        catalogue: &Catalogue,
    ) -> Option<&'static str> {
        let others: Vec<&Self> = stewards.values().filter(|it| it.handle != self.handle).collect();
        let is_shared = |code| others.iter().any(|it| it.codes.contains(code));
        let rules = [
            ("a coalition has at most 256 stewards", others.len() < STEWARDS_MAX),
            ("one code has one steward", !self.codes.iter().any(is_shared)),
            ("no two stewards share a key", !others.iter().any(|it| it.key == self.key)),
            (
                "a steward speaks for codes that a community governs",
                self.codes.iter().all(|code| code.is_governed(catalogue)),
            ),
        ];
        rules.iter().find(|(_, holds)| !holds).map(|(rule, _)| *rule)
    }
}

impl GovernedCode {
    /// Reads `list:CODE`.
    pub fn parse(text: &str) -> Option<Self> {
        let (list, code) = text.split_once(':')?;
        Self::new(list, code)
    }

    /// Names a code of a list.
    pub fn new(list: &str, code: &str) -> Option<Self> {
        let sound = catalogue::is_code(list) && !list.contains(':') && catalogue::is_code(code);
        sound.then(|| Self { list: list.to_owned(), code: code.to_owned() })
    }

    /// Returns the name of the list.
    pub fn list(&self) -> &str {
        &self.list
    }

    /// Returns the code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns whether the catalogue has the code, and says that a community governs it.
    pub fn is_governed(&self, catalogue: &Catalogue) -> bool {
        let list = catalogue.list(&self.list).filter(|it| it.codes.contains_key(&self.code));
        list.is_some_and(|it| it.classes(&self.code).any(|it| it == Sensitivity::Community))
    }
}

impl fmt::Display for GovernedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.list, self.code)
    }
}

/// Returns whether `tag` looks like the tag of a language: `en`, `cr`, `iu-Latn`.
fn is_language(tag: &str) -> bool {
    let is_part =
        |it: &str| (1..=8).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphanumeric());
    (2..=LANGUAGE_BYTES_MAX).contains(&tag.len()) && tag.split('-').all(is_part)
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= TEXT_CHARS_MAX
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SigningKey;
    use zeroize::Zeroizing;

    #[test]
    fn a_code_is_named_one_way() {
        for text in ["population:FIRST_NATIONS", "region:SGC:6204"] {
            assert_eq!(GovernedCode::parse(text).unwrap().to_string(), text);
        }
        let region = GovernedCode::parse("region:SGC:6204").unwrap();
        assert_eq!((region.list(), region.code()), ("region", "SGC:6204"));
        for bad in ["", "population", "population:", ":INUIT", "a b:C", "a:b c"] {
            assert_eq!(GovernedCode::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_community_needs_a_name_in_both_languages_and_may_have_its_own() {
        assert_eq!(steward("nation", 1, "population:INUIT").broken_rule(), None);
        for without in ["en", "fr"] {
            let mut steward = steward("nation", 1, "population:INUIT");
            steward.names.remove(without);
            assert!(steward.broken_rule().is_some());
        }
        let mut odd = steward("nation", 1, "population:INUIT");
        odd.names.insert("not a tag".to_owned(), "x".to_owned());
        assert!(odd.broken_rule().is_some());
        let mut silent = steward("nation", 1, "population:INUIT");
        silent.codes.clear();
        assert!(silent.broken_rule().is_some());
    }

    fn steward(handle: &str, seed: u8, code: &str) -> Steward {
        let name = |tag: &str| (tag.to_owned(), format!("{handle} {tag}"));
        Steward {
            handle: handle.to_owned(),
            names: BTreeMap::from([name("en"), name("fr"), name("iu-Latn")]),
            contact: "Data office, data@nation.example".to_owned(),
            codes: BTreeSet::from([GovernedCode::parse(code).unwrap()]),
            key: SigningKey::from_seed(&Zeroizing::new([seed; 32])).public(),
        }
    }
}
