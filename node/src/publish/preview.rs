//! What a member sees before it consents: exactly what peers will receive, and why.

use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::held::HOLD_AT_HOME;
use flotilla_domain::response::Response;
use flotilla_domain::roster::Roster;
use flotilla_gate::practice::Question;
use flotilla_gate::practice::Reading;
use flotilla_gate::preview;
use flotilla_gate::preview::Shown;
use flotilla_gate::response;
use flotilla_wire::consent::Request;

use super::communities;
use super::seal::Sealable;

/// Names a preview.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PreviewId(pub [u8; 16]);

/// What would be published.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Its name.
    pub id: PreviewId,
    /// The observations, in the order in which they are published.
    pub shown: Vec<Shown>,
    /// What is worth knowing.
    pub notes: Vec<Message>,
    /// The practice record, if it is one, or that which a response is about.
    pub practice: Option<Practice>,
    /// The response, if it is one.
    pub response: Option<Response>,
    /// What its author is asked about it.
    pub questions: Vec<Question>,
    /// How many rows or records were read.
    pub rows: usize,
    /// How many organisations will keep a copy.
    pub members: usize,
    /// How many signed entries it makes; none if nothing is new.
    pub entries: usize,
    /// Set where the very same figures were published before.
    pub is_unchanged: bool,
    /// Where the same was published before, if that is one entry or the last of several.
    pub already: Option<Already>,
    /// The same as an outside attacker reads it, as JSON; empty unless it was asked for.
    pub document: String,
    /// What stewards are to be sent, if they are to be asked.
    pub request: Option<Request>,
}

/// What was published before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Already {
    /// The entry.
    pub entry: EntryId,
    /// Whose it is.
    pub member: MemberId,
    /// When its author says it was made.
    pub created_ms: i64,
}

impl Preview {
    /// Shows what a table comes to.
    pub(crate) fn of_metrics(
        id: PreviewId,
        table: preview::Preview,
        document: String,
        roster: &Roster,
    ) -> Self {
        let mut notes = table.notes();
        notes.extend(table.reserved().map(|(code, _)| communities::whom_to_ask(roster, &code)));
        Self {
            id,
            notes,
            practice: None,
            response: None,
            questions: Vec::new(),
            rows: table.rows,
            members: roster.len(),
            entries: table.releases,
            is_unchanged: table.is_unchanged(),
            already: None,
            document,
            request: None,
            shown: table.shown,
        }
    }

    /// Shows what would be published again; so many contents count already, so many are refused, and so many
    /// are not safe beside what others told.
    pub(crate) fn of_again(
        id: PreviewId,
        contents: &[Sealable],
        (unchanged, refused, beside): (usize, usize, usize),
        members: usize,
    ) -> Self {
        let releases = contents.iter().filter_map(|it| match it {
            Sealable::Held(..)
            | Sealable::Notice(..)
            | Sealable::Practice(_)
            | Sealable::Response(_)
            | Sealable::Revocation(_) => None,
            Sealable::Release(releasable) => Some(releasable.release().observations()),
        });
        let shown = releases.flatten().map(|observation| Shown {
            place: observation.place.clone(),
            figure: observation.figure,
            why: None,
            percent: None,
        });
        let practices = contents.iter().filter(|it| matches!(it, Sealable::Practice(_))).count();
        let responses = contents.iter().filter(|it| matches!(it, Sealable::Response(_))).count();
        let note = |id, count: usize| (count > 0).then(|| Message::new(id).number("count", count));
        let notes = [
            note("node-again-practices", practices),
            note("node-again-responses", responses),
            note("node-again-unchanged", unchanged),
            note("node-again-refused", refused),
            note("node-again-beside", beside),
        ];
        Self {
            shown: shown.collect(),
            notes: notes.into_iter().flatten().collect(),
            rows: contents.len(),
            entries: contents.len(),
            is_unchanged: contents.is_empty(),
            ..Self::empty(id, members)
        }
    }

    /// Shows what a practice record comes to: nothing that could be published while a question is open.
    pub(crate) fn of_practice(id: PreviewId, reading: &Reading, members: usize) -> Self {
        let entries = usize::from(!matches!(reading, Reading::Asks { .. }));
        let practice = reading.practice();
        let stays = practice.fields().sharing == HOLD_AT_HOME;
        let notes = stays.then(|| Message::new("node-held-stays")).into_iter().collect();
        let (practice, questions) = (Some(practice.clone()), reading.questions().to_vec());
        Self { practice, questions, notes, rows: 1, entries, ..Self::empty(id, members) }
    }

    /// Shows what a response comes to: nothing that could be published while a question is open.
    pub(crate) fn of_response(id: PreviewId, reading: &response::Reading, members: usize) -> Self {
        let (questions, entries) = match reading {
            response::Reading::Asks { questions, .. } => (questions, 0),
            response::Reading::Passes { questions, .. } => (questions, 1),
        };
        let (response, questions) = (Some(reading.response().clone()), questions.clone());
        Self { response, questions, rows: 1, entries, ..Self::empty(id, members) }
    }

    /// Shows a record or a response that says the very same as one that is out.
    pub(crate) fn of_same_text(id: PreviewId, already: Already, members: usize) -> Self {
        let already = Some(already);
        Self { rows: 1, is_unchanged: true, already, ..Self::empty(id, members) }
    }

    fn empty(id: PreviewId, members: usize) -> Self {
        Self {
            id,
            shown: Vec::new(),
            notes: Vec::new(),
            practice: None,
            response: None,
            questions: Vec::new(),
            rows: 0,
            members,
            entries: 0,
            is_unchanged: false,
            already: None,
            document: String::new(),
            request: None,
        }
    }
}
