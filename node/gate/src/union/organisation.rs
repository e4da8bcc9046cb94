//! Whom a name means: organisations are called by handle or by name, in more than one spelling.
//!
//! Whoever covers others writes down what they are called, and nobody checks that. `Alice`, `alice` and the
//! name in Alice's own document are one organisation to every reader, so they are one here: a name that is
//! compared byte for byte would let somebody be subtracted whom everybody recognises. Promises:
//!
//! - **As people compare names**: without case, accents, hyphens, dots and doubled spaces.
//! - **Nobody takes another's handle**: what is somebody's handle means that member, whatever others call
//!   themselves; a name that two members have may mean either.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::coverage::Coverage;

use crate::fold::fold;

/// One organisation that tells something.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Organisation {
    handle: String,
    /// Its name as it is compared; none where that is not gone by.
    name: Option<Key>,
}

/// A name as it is compared.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Key(String);

/// Which names mean which member.
#[derive(Debug, Default)]
pub(super) struct Directory {
    handles: BTreeSet<Key>,
    /// By name, the handle; none where several have it.
    names: BTreeMap<Key, Option<Key>>,
}

/// Those whom a coverage names, each once, as it spells them.
pub(super) type Units = BTreeMap<Key, String>;

impl Organisation {
    /// Returns the member with this short name and this name.
    pub fn new(handle: &str, name: &str) -> Self {
        Self { handle: handle.to_owned(), name: Some(Key::of(name)) }
    }

    /// Returns its short name.
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// Returns whether `name` means it.
    pub fn is_called(&self, name: &str) -> bool {
        let key = Key::of(name);
        Key::of(&self.handle) == key || self.name.as_ref() == Some(&key)
    }

    /// Returns the same organisation, known by its short name alone.
    pub(super) fn by_handle_alone(self) -> Self {
        Self { name: None, ..self }
    }
}

impl Key {
    pub(super) fn of(name: &str) -> Self {
        let letters = |it: char| if it.is_alphanumeric() { it } else { ' ' };
        let folded = fold(name);
        let plain = fold(&folded.chars().map(letters).collect::<String>());
        Self(if plain.is_empty() { folded } else { plain })
    }
}

impl Directory {
    pub(super) fn new<'a>(members: impl Iterator<Item = &'a Organisation> + Clone) -> Self {
        let handles: BTreeSet<Key> = members.clone().map(|it| Key::of(&it.handle)).collect();
        let mut names: BTreeMap<Key, Option<Key>> = BTreeMap::new();
        for member in members {
            let handle = Key::of(&member.handle);
            for name in member.name.iter().filter(|it| !handles.contains(it)) {
                let known = names.entry(name.clone()).or_insert_with(|| Some(handle.clone()));
                known.take_if(|it| *it != handle);
            }
        }
        Self { handles, names }
    }

    /// Returns those whom a coverage names, each once.
    pub(super) fn units(&self, coverage: &Coverage) -> Units {
        let unit = |name: &String| (self.meant_by(Key::of(name)), name.clone());
        coverage.units().iter().map(unit).collect()
    }

    /// Returns by which keys a member may be among those whom a coverage names.
    pub(super) fn keys(&self, member: &Organisation) -> BTreeSet<Key> {
        let name = member.name.iter().filter(|it| !self.handles.contains(it));
        let name = name.map(|it| self.meant_by(it.clone()));
        name.chain([Key::of(&member.handle)]).collect()
    }

    fn meant_by(&self, key: Key) -> Key {
        if self.handles.contains(&key) {
            return key;
        }
        self.names.get(&key).cloned().flatten().unwrap_or(key)
    }
}

/// Returns how many organisations a coverage names, each once however it is spelled.
pub(crate) fn distinct(coverage: &Coverage) -> usize {
    let keys: BTreeSet<Key> = coverage.units().iter().map(|it| Key::of(it)).collect();
    keys.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_organisation_is_one_however_it_is_spelled() {
        let alice = Organisation::new("alice-nord", "Centre Alice (Nord)");
        for name in ["alice-nord", "Alice Nord", "ALICE–NORD", "centre alice, nord", "Alice‑Nord"]
        {
            assert!(alice.is_called(name), "{name}");
        }
        for name in ["alice", "nord", "alicenord", "", "***"] {
            assert!(!alice.is_called(name), "{name:?}");
        }
        assert_ne!(Key::of("***"), Key::of("+++"), "signs alone are told apart");
    }

    #[test]
    fn nobody_takes_the_handle_of_another_by_its_name() {
        let members = [Organisation::new("alice", "Alice"), Organisation::new("mallory", "ALICE")];
        let directory = Directory::new(members.iter());
        let coverage = Coverage::new(["Alice", "bob"].map(str::to_owned), false).unwrap();
        let units = directory.units(&coverage);
        let is_among = |member: &Organisation| {
            directory.keys(member).iter().any(|key| units.contains_key(key))
        };
        assert!(is_among(&members[0]) && !is_among(&members[1]));
    }

    #[test]
    fn a_name_that_two_have_may_mean_either() {
        let members =
            [Organisation::new("alice", "Le Phare"), Organisation::new("bob", "le phare")];
        let directory = Directory::new(members.iter());
        let coverage = Coverage::new(["LE PHARE", "carol"].map(str::to_owned), false).unwrap();
        let units = directory.units(&coverage);
        for member in &members {
            assert!(directory.keys(member).iter().any(|key| units.contains_key(key)), "{member:?}");
        }
    }
}
