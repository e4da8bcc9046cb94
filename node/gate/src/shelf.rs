//! What texts a member has published so far, as far as the next one depends on it.
//!
//! A later version of a practice record names the entry whose place it takes. Receivers know who signed
//! that entry and what it says, because both are in one log:
//!
//! - **Nobody takes the place of another's record**, nor of something else than a record, nor of a record
//!   with another id, nor of a version that is not below its own.
//! - **What is erased or does not count is known by its place only**: its content is not the same on every
//!   node, so nothing is concluded from it, and any record of the same author may take its place.
//! - **Of responses that say the same of one record, the last counts**: the earlier one is named here, so
//!   that its author need not, and cannot forget to.

use std::collections::BTreeMap;

use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;
use flotilla_domain::response::Response;
use flotilla_domain::response::Statement;

use crate::check::Reason;
use crate::problem::Problem;

/// The texts that one member has published, up to a place of its log.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The practice records by entry; what they say only where they count.
    practices: BTreeMap<EntryId, Option<Edition>>,
    /// The entries whose place was taken.
    replaced: BTreeMap<EntryId, EntryId>,
    /// The last response by what it says of which record.
    responses: BTreeMap<(String, Statement), EntryId>,
}

/// One version of one record.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Edition {
    id: String,
    version: u32,
}

/// Why a record cannot take the place that it names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Misplaced {
    /// What is named there has another id.
    AnotherRecord,
    /// What is named there is no practice record of this member.
    NoRecord,
    /// What is named there has the same version, or a later one.
    NotLater,
}

impl Shelf {
    /// Returns why a record cannot take the place that it names, for receivers.
    pub fn check(&self, practice: &Practice) -> Vec<Reason> {
        let text = self.misplaced(practice.fields()).map(|it| match it {
            Misplaced::AnotherRecord => "gate-i9-another-record",
            Misplaced::NoRecord => "gate-i9-no-record",
            Misplaced::NotLater => "gate-i9-not-later",
        });
        let reason = |text| Reason { invariant: "I9", text: Message::new(text) };
        text.map(reason).into_iter().collect()
    }

    /// Returns what its author has to mend so that a record takes a place that is its own.
    pub(crate) fn problem(&self, fields: &Fields) -> Option<Problem> {
        let key = |path: &str| Message::new("gate-place-key").word("path", path);
        if let Some(misplaced) = self.misplaced(fields) {
            let (code, what) = match misplaced {
                Misplaced::AnotherRecord => ("FL-E270", "gate-e270-what"),
                Misplaced::NoRecord => ("FL-E271", "gate-e271-what"),
                Misplaced::NotLater => ("FL-E272", "gate-e272-what"),
            };
            let remedy = Message::new("gate-e241-remedy");
            return Some(Problem {
                code,
                place: key("supersedes"),
                what: Message::new(what),
                remedy,
            });
        }
        let (entry, version) = self.current(&fields.id)?;
        let takes_its_place = fields.replaces == Some(entry);
        (!takes_its_place).then(|| Problem {
            code: "FL-E273",
            place: key("id"),
            what: Message::new("gate-e273-what").number("version", version),
            remedy: Message::new("gate-e273-remedy")
                .number("version", version.saturating_add(1))
                .word("entry", entry),
        })
    }

    /// Returns the latest version of the record `id`: its entry, and its number.
    pub fn current(&self, id: &str) -> Option<(EntryId, u32)> {
        let editions = self.practices.iter().filter(|(it, _)| !self.replaced.contains_key(it));
        let editions = editions.filter_map(|(entry, it)| Some((entry, it.as_ref()?)));
        let same = editions.filter(|(_, it)| it.id == id);
        same.map(|(entry, it)| (*entry, it.version))
            .max_by_key(|(entry, it)| (*it, *entry))
    }

    /// Returns the last response that says `statement` of the record `practice`.
    pub fn said(&self, practice: &str, statement: Statement) -> Option<EntryId> {
        self.responses.get(&(practice.to_owned(), statement)).copied()
    }

    /// Takes note of a practice record that counts.
    pub fn keep_practice(&mut self, entry: EntryId, practice: &Practice) {
        let fields = practice.fields();
        let edition = Edition { id: fields.id.clone(), version: fields.version };
        self.practices.insert(entry, Some(edition));
        if let Some(replaced) = fields.replaces {
            self.replaced.insert(replaced, entry);
        }
    }

    /// Takes note that there is a practice record which was erased or does not count.
    pub fn note_practice(&mut self, entry: EntryId) {
        self.practices.insert(entry, None);
    }

    /// Takes note of a response that counts, and returns the entry whose place it takes.
    pub fn keep_response(&mut self, entry: EntryId, response: &Response) -> Option<EntryId> {
        let fields = response.fields();
        self.responses.insert((fields.practice.clone(), fields.statement), entry)
    }

    /// Returns whether `entry` is a practice record of this member.
    pub(crate) fn has_practice(&self, entry: EntryId) -> bool {
        self.practices.contains_key(&entry)
    }

    fn misplaced(&self, fields: &Fields) -> Option<Misplaced> {
        match self.practices.get(fields.replaces.as_ref()?) {
            None => Some(Misplaced::NoRecord),
            Some(Some(before)) if before.id != fields.id => Some(Misplaced::AnotherRecord),
            Some(Some(before)) if before.version >= fields.version => Some(Misplaced::NotLater),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::id::Hash;
    use flotilla_domain::practice::Text;
    use flotilla_domain::practice::account::Details;
    use flotilla_domain::response;

    #[test]
    fn a_later_version_takes_the_place_of_the_one_before_and_of_nothing_else() {
        let mut shelf = Shelf::default();
        shelf.keep_practice(entry(1), &practice(ID, 1, None));
        shelf.keep_practice(entry(2), &practice(OTHER, 4, None));
        assert_eq!(reasons(&shelf, &practice(ID, 2, Some(1))), [""; 0]);
        assert_eq!(reasons(&shelf, &practice(ID, 5, Some(2))), ["gate-i9-another-record"]);
        assert_eq!(reasons(&shelf, &practice(ID, 2, Some(3))), ["gate-i9-no-record"]);
        assert_eq!(reasons(&shelf, &practice(ID, 1, Some(1))), ["gate-i9-not-later"]);
        assert_eq!(reasons(&shelf, &practice(ID, 2, None)), [""; 0], "and nothing before it");
    }

    #[test]
    fn of_what_is_gone_nothing_is_concluded() {
        let mut shelf = Shelf::default();
        shelf.note_practice(entry(1));
        assert_eq!(reasons(&shelf, &practice(ID, 2, Some(1))), [""; 0]);
        assert_eq!(shelf.current(ID), None);
    }

    #[test]
    fn its_author_is_told_what_to_write_instead() {
        let mut shelf = Shelf::default();
        shelf.keep_practice(entry(1), &practice(ID, 1, None));
        shelf.keep_practice(entry(2), &practice(ID, 2, Some(1)));
        let code = |practice: Practice| shelf.problem(practice.fields()).map(|it| it.code);
        assert_eq!(code(practice(ID, 3, Some(2))), None);
        assert_eq!(code(practice(OTHER, 1, None)), None);
        assert_eq!(code(practice(OTHER, 3, Some(2))), Some("FL-E270"));
        assert_eq!(code(practice(ID, 3, Some(9))), Some("FL-E271"));
        assert_eq!(code(practice(ID, 2, Some(2))), Some("FL-E272"));
        assert_eq!(code(practice(ID, 1, None)), Some("FL-E273"));
        assert_eq!(code(practice(ID, 3, Some(1))), Some("FL-E273"), "which has a later one");
        let remedy = shelf.problem(practice(ID, 1, None).fields()).unwrap().remedy;
        assert!(format!("{:?}", remedy.args()).contains(&entry(2).to_string()));
    }

    #[test]
    fn the_last_response_takes_the_place_of_those_that_say_the_same() {
        let mut shelf = Shelf::default();
        let say = |statement| {
            let (texts, results, confirmed) = (Vec::new(), Vec::new(), Vec::new());
            let (about, practice, version) = (entry(1), ID.to_owned(), 1);
            let fields =
                response::Fields { about, practice, version, statement, texts, results, confirmed };
            Response::new(fields).unwrap()
        };
        assert_eq!(shelf.keep_response(entry(2), &say(Statement::Adopted)), None);
        assert_eq!(shelf.keep_response(entry(3), &say(Statement::Endorsement)), None);
        assert_eq!(shelf.keep_response(entry(4), &say(Statement::Adopted)), Some(entry(2)));
        assert_eq!(shelf.keep_response(entry(5), &say(Statement::Adopted)), Some(entry(4)));
        assert_eq!(shelf.said(ID, Statement::Endorsement), Some(entry(3)));
        assert_eq!(shelf.said(OTHER, Statement::Adopted), None);
    }

    const ID: &str = "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11";
    const OTHER: &str = "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e12";

    fn entry(number: u8) -> EntryId {
        EntryId(Hash::of([[number].as_slice()]))
    }

    fn reasons(shelf: &Shelf, practice: &Practice) -> Vec<&'static str> {
        shelf.check(practice).iter().map(|it| it.text.id()).collect()
    }

    fn practice(id: &str, version: u32, replaces: Option<u8>) -> Practice {
        let text = Text {
            language: "en".to_owned(),
            title: "Waiting well".to_owned(),
            summary: "What to do while waiting.".to_owned(),
            body: String::new(),
            translation: "original".to_owned(),
            details: Details::default(),
        };
        let fields = Fields {
            id: id.to_owned(),
            version,
            status: "published".to_owned(),
            kind: "practice".to_owned(),
            texts: vec![text],
            contact_role: "Program team".to_owned(),
            licence: "CC-BY-4.0".to_owned(),
            sharing: "replicate".to_owned(),
            replaces: replaces.map(entry),
            ..Fields::default()
        };
        Practice::new(fields).unwrap()
    }
}
