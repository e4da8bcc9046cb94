//! What the author of a practice is asked, and what a record may say without being asked.
//!
//! - A confirmation quotes what it is about, as it stands in the record: with other words it is void, at
//!   another place of the record it holds.
//! - A record may name the mailbox and the telephone of its own contact, and lines where young people find
//!   help; what it cites has authors, dates and titles.
//! - A confirmation that quotes something else than the record is a text that nobody screened: refused.

use std::collections::BTreeSet;

use flotilla_domain::message::Message;
use flotilla_domain::practice::Confirmation;
use flotilla_domain::practice::Fields;

use crate::fold::fold;
use crate::problem::Problem;
use crate::problem::quote;
use crate::screen;
use crate::screen::Finding;
use crate::screen::Suspicion;

/// The field of the organisation's own mailbox and telephone.
const CONTACT: &str = "contact_role";

/// Fields that cite the works of others.
const CITING: [&str; 2] = ["references", "ratings"];

/// Something that only the author can tell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    /// What it looks like.
    pub suspicion: Suspicion,
    /// What is meant, as it stands in the file.
    pub excerpt: String,
    /// Whether the author has said that it is not personal.
    pub is_confirmed: bool,
    /// Where it is, what it looks like and what to do.
    pub problem: Problem,
}

impl Question {
    /// Asks about a finding in a text, unless one of `confirmed` quotes it.
    pub(super) fn new(
        finding: &Finding,
        (field, text): (&str, &str),
        confirmed: &[String],
    ) -> Self {
        let excerpt = finding.excerpt(text).to_owned();
        let problem = finding.problem(field, text);
        let mut question =
            Self { suspicion: finding.suspicion, excerpt, is_confirmed: false, problem };
        question.is_confirmed = confirmed.iter().any(|it| question.is_about(it));
        question
    }

    /// Returns whether somebody who says these words means this.
    pub fn is_about(&self, words: &str) -> bool {
        fold(words) == fold(&self.excerpt)
    }
}

/// Returns what an author has confirmed, as it is signed.
pub(super) fn confirmations(questions: &[Question]) -> Vec<Confirmation> {
    let confirmation = |it: &Question| Confirmation {
        suspicion: it.suspicion.word().to_owned(),
        excerpt: it.excerpt.clone(),
    };
    let confirmed = questions.iter().filter(|it| it.is_confirmed);
    // The same words at two places, however they are written there, are confirmed once.
    let mut seen = BTreeSet::new();
    let once = confirmed.filter(|it| seen.insert((it.suspicion, fold(&it.excerpt))));
    let mut confirmations: Vec<_> = once.map(confirmation).collect();
    confirmations.sort_unstable();
    confirmations
}

/// Somebody confirms what nothing asks about.
pub(super) fn unasked(words: &str) -> Problem {
    Problem {
        code: "FL-E240",
        place: Message::new("gate-place-confirmed").word("excerpt", quote(words)),
        what: Message::new("gate-e240-what"),
        remedy: Message::new("gate-e240-remedy"),
    }
}

/// What a record says for itself.
pub(super) struct Own {
    /// Its contact's mailboxes, plain.
    emails: BTreeSet<String>,
    /// Its contact's telephones, in digits.
    phones: BTreeSet<String>,
    /// What its author confirmed: the word of a suspicion, and the plain excerpt.
    confirmed: BTreeSet<(String, String)>,
}

impl Own {
    pub(super) fn of(fields: &Fields) -> Self {
        let contact = &fields.contact_role;
        let found = screen::findings(contact);
        let of = |suspicion: Suspicion| {
            let found = found.iter().filter(move |it| it.suspicion == suspicion);
            found.map(|it| it.excerpt(contact))
        };
        let confirmed = fields.confirmed.iter();
        Self {
            emails: of(Suspicion::Email).map(fold).collect(),
            phones: of(Suspicion::Phone).map(screen::digits).collect(),
            confirmed: confirmed.map(|it| (it.suspicion.clone(), fold(&it.excerpt))).collect(),
        }
    }

    /// Returns whether something may stand in a field without a question.
    pub(super) fn allows(&self, field: &str, suspicion: Suspicion, excerpt: &str) -> bool {
        match suspicion {
            Suspicion::Email => field == CONTACT || self.emails.contains(&fold(excerpt)),
            Suspicion::Phone => {
                field == CONTACT
                    || screen::is_help_line(excerpt)
                    || self.phones.contains(&screen::digits(excerpt))
            }
            Suspicion::Ceremony
            | Suspicion::Community
            | Suspicion::FullDate
            | Suspicion::Initials
            | Suspicion::Name
            | Suspicion::PerhapsName
            | Suspicion::SmallNumber => is_citing(field),
            _ => false,
        }
    }

    /// Returns whether the author has said that this is not personal.
    pub(super) fn confirms(&self, suspicion: Suspicion, excerpt: &str) -> bool {
        self.confirmed.contains(&(suspicion.word().to_owned(), fold(excerpt)))
    }

    /// Returns whether every confirmation quotes the record.
    pub(super) fn quotes_only(&self, fields: &Fields) -> bool {
        let texts = texts(fields);
        let confirmed = fields.confirmed.iter();
        confirmed
            .map(|it| it.excerpt.as_str())
            .all(|excerpt| texts.iter().any(|(_, text)| text.contains(excerpt)))
    }
}

/// Returns whether a field cites the works of others.
pub(super) fn is_citing(field: &str) -> bool {
    CITING.contains(&field)
}

/// Returns every text that people wrote, with the name of its field.
pub(super) fn texts(fields: &Fields) -> Vec<(String, &str)> {
    let mut texts = vec![(CONTACT.to_owned(), fields.contact_role.as_str())];
    for text in &fields.texts {
        for (name, it) in [("title", &text.title), ("summary", &text.summary), ("body", &text.body)]
        {
            texts.push((format!("{}.{name}", text.language), it));
        }
    }
    texts.push(("licence".to_owned(), &fields.licence));
    texts.extend(fields.references.iter().map(|it| ("references".to_owned(), it.as_str())));
    for rating in &fields.ratings {
        let said =
            [&rating.scheme, &rating.outcome_domain, &rating.date, &rating.rating, &rating.url];
        texts.extend(said.into_iter().map(|it| ("ratings".to_owned(), it.as_str())));
    }
    for label in &fields.labels {
        let said = [&label.language, &label.name, &label.text, &label.hub_project];
        texts.extend(said.into_iter().map(|it| ("labels".to_owned(), it.as_str())));
    }
    texts
}
