//! The lists that names and places are looked up in; part of this crate, so every node has the same.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::Sensitivity;

use crate::fold::fold;

const GIVEN: &str = include_str!("../../words/given.txt");
const SURNAMES: &str = include_str!("../../words/surnames.txt");
const EVERYDAY: &str = include_str!("../../words/everyday.txt");
const COMMUNITIES: &str = include_str!("../../words/communities.txt");

/// What a word is among names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NameKind {
    /// A name that is a word as well.
    Everyday,
    /// The name that parents chose.
    Given,
    /// The name of a family.
    Surname,
}

/// By their first word: the words of small communities.
type Communities = BTreeMap<String, BTreeSet<Vec<String>>>;

type Names = BTreeMap<&'static str, NameKind>;

/// The names of this crate, read once: each record is screened several times on its way.
static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::new();
    // A word that is in several lists is told by the most careful of them.
    for (list, kind) in
        [(SURNAMES, NameKind::Surname), (GIVEN, NameKind::Given), (EVERYDAY, NameKind::Everyday)]
    {
        names.extend(lines(list).flat_map(str::split_whitespace).map(|it| (it, kind)));
    }
    names
});

/// The small communities of this crate.
static LISTED: LazyLock<Communities> = LazyLock::new(|| by_first_word(lines(COMMUNITIES)));

/// The lists.
#[derive(Debug)]
pub(super) struct Words {
    /// What a coalition adds.
    communities: Communities,
}

impl Words {
    /// Reads the lists; the catalogue adds the communities that a coalition knows.
    pub(super) fn new(catalogue: Option<&Catalogue>) -> Self {
        let own: Vec<String> = catalogue.into_iter().flat_map(labels).collect();
        Self { communities: by_first_word(own.iter().map(String::as_str)) }
    }

    /// Returns what a plain word is among names.
    pub(super) fn name(&self, word: &str) -> Option<NameKind> {
        NAMES.get(word).copied()
    }

    /// Returns the small communities whose name begins with a word.
    pub(super) fn communities<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a [String]> {
        let all = [&*LISTED, &self.communities].into_iter();
        all.filter_map(move |it| it.get(word)).flatten().map(Vec::as_slice)
    }
}

fn by_first_word<'a>(names: impl Iterator<Item = &'a str>) -> Communities {
    let mut communities = Communities::new();
    for words in names.map(split) {
        if let Some(first) = words.first() {
            communities.entry(first.clone()).or_default().insert(words);
        }
    }
    communities
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|it| !it.starts_with('#'))
}

/// Returns what the regions are called that one community governs.
fn labels(catalogue: &Catalogue) -> Vec<String> {
    let Some(regions) = catalogue.list(REGION) else { return Vec::new() };
    let codes = regions.codes.iter();
    let ours =
        codes.filter(|(code, _)| regions.classes(code).any(|it| it == Sensitivity::Community));
    ours.flat_map(|(_, code)| [fold(&code.label.en), fold(&code.label.fr)])
        .collect()
}

/// Splits a name into words as the text is split: at everything that is no letter.
fn split(name: &str) -> Vec<String> {
    let words = name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_plain() {
        for list in [GIVEN, SURNAMES, EVERYDAY, COMMUNITIES] {
            for line in lines(list) {
                assert_eq!(fold(line), line);
            }
        }
        let words = Words::new(None);
        assert_eq!(words.name("amara"), Some(NameKind::Given));
        assert_eq!(words.name("tremblay"), Some(NameKind::Surname));
        assert_eq!(words.name("grace"), Some(NameKind::Everyday));
        assert_eq!(words.name("mentor"), None);
        assert_eq!(words.communities("god").count(), 1);
    }

    #[test]
    fn a_coalition_adds_its_communities() {
        let catalogue = crate::codebook::with_additions(
            r#"
[list.region]
title = { en = "Region", fr = "Région" }
[list.region.codes]
"SGC:6204" = { en = "Anytown", fr = "Anyville", parent = "CA-NU", sensitivity = "community" }
"#,
        )
        .unwrap();
        let words = Words::new(Some(&catalogue));
        assert_eq!(words.communities("anytown").count(), 1);
        assert_eq!(words.communities("anyville").count(), 1);
        assert_eq!(words.communities("ontario").count(), 0);
    }
}
