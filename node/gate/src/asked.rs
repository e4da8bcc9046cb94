//! What the author of a text is asked, and what a text may say without being asked.
//!
//! Practice records and responses are screened alike, by their authors and by every receiver:
//!
//! - A confirmation quotes what it is about, as it stands in the text: with other words it is void, at
//!   another place of it it holds.
//! - A record may name the mailbox and the telephone of its own contact, and lines where young people find
//!   help; what it cites has authors, dates and titles.
//! - A confirmation that quotes something else than the text is a text that nobody screened: refused.

use std::collections::BTreeSet;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Confirmation;

use crate::check::Reason;
use crate::fold::fold;
use crate::names::Names;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::quote;
use crate::screen;
use crate::screen::Finding;
use crate::screen::Level;
use crate::screen::Screen;
use crate::screen::Suspicion;
use crate::shelf::Shelf;

/// The field of the organisation's own mailbox and telephone.
pub(crate) const CONTACT: &str = "contact_role";

/// Fields that cite the works of others.
const CITING: [&str; 2] = ["references", "ratings"];

/// What the author of a text says of it, and knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Author<'a> {
    /// Quotes what is not personal.
    pub confirmed: &'a [String],
    /// The names in their own files, where these are at hand: on their own computer only.
    pub names: Option<&'a Names>,
    /// What they have published before, where that is at hand.
    pub shelf: Option<&'a Shelf>,
}

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
    fn new(finding: &Finding, (field, text): (&str, &str), confirmed: &[String]) -> Self {
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

/// What somebody wrote, as the screen reads it: every text with the name of its field.
pub(crate) struct Written<'a>(pub(crate) Vec<(String, &'a str)>);

impl Written<'_> {
    /// Notes what is wrong with it, and returns what its author is asked.
    pub(crate) fn screened(
        &self,
        catalogue: &Catalogue,
        author: Author<'_>,
        problems: &mut Collector,
    ) -> Vec<Question> {
        let Author { confirmed, names, shelf: _ } = author;
        if let Some(names) = names {
            self.note_own_names(names, problems);
        }
        let own = Own::of(self, &[]);
        let screen = Screen::new(Some(catalogue));
        let mut questions = Vec::new();
        for (field, text) in &self.0 {
            if let Some(line) = control_line(text) {
                problems.push(control(field, line));
            }
            for finding in screen.findings(text) {
                let excerpt = finding.excerpt(text);
                match finding.suspicion.level() {
                    _ if own.allows(field, finding.suspicion, excerpt) => {}
                    Level::Block => problems.push_once(finding.problem(field, text)),
                    Level::Ask => questions.push(Question::new(&finding, (field, text), confirmed)),
                }
            }
        }
        let is_asked = |words: &&String| questions.iter().any(|asked| asked.is_about(words));
        let unasked_of = confirmed.iter().filter(|it| !is_asked(it));
        unasked_of.for_each(|words| problems.push(unasked(words)));
        questions
    }

    /// Notes where it has names of the author's own files.
    pub(crate) fn note_own_names(&self, names: &Names, problems: &mut Collector) {
        for (field, text) in self.0.iter().filter(|(field, _)| !is_citing(field)) {
            let found = names.findings(text);
            found.iter().for_each(|it| problems.push_once(it.problem(field, text)));
        }
    }

    /// Returns why a receiver does not let it count (I11), with the author's word for what looks
    /// personal.
    pub(crate) fn objections(
        &self,
        catalogue: &Catalogue,
        confirmed: &[Confirmation],
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut object = |text| reasons.push(Reason { invariant: "I11", text: Message::new(text) });
        let own = Own::of(self, confirmed);
        let screen = Screen::new(Some(catalogue));
        for (field, text) in &self.0 {
            if control_line(text).is_some() {
                object("gate-i11-control");
            }
            for finding in screen.findings(text) {
                let (suspicion, excerpt) = (finding.suspicion, finding.excerpt(text));
                let is_confirmed =
                    || suspicion.level() == Level::Ask && own.confirms(suspicion, excerpt);
                if !own.allows(field, suspicion, excerpt) && !is_confirmed() {
                    object(suspicion.text());
                }
            }
        }
        let quotes = |it: &Confirmation| self.0.iter().any(|(_, text)| text.contains(&it.excerpt));
        if !confirmed.iter().all(quotes) {
            object("gate-i11-confirmed");
        }
        reasons
    }
}

/// Returns whether anything is left to be confirmed.
///
/// # Errors
///
/// Fails with all problems; then with what is left to be confirmed, too.
pub(crate) fn conclude(questions: &[Question], mut problems: Collector) -> Result<bool, Problems> {
    let open = questions.iter().filter(|it| !it.is_confirmed);
    let is_asked = open.clone().next().is_some();
    if !problems.is_empty() {
        open.for_each(|it| problems.push(it.problem.clone()));
    }
    problems.finish(is_asked)
}

/// Returns what an author has confirmed, as it is signed.
pub(crate) fn confirmations(questions: &[Question]) -> Vec<Confirmation> {
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

/// What a record says for itself.
struct Own {
    /// Its contact's mailboxes, plain.
    emails: BTreeSet<String>,
    /// Its contact's telephones, in digits.
    phones: BTreeSet<String>,
    /// What its author confirmed: the word of a suspicion, and the plain excerpt.
    confirmed: BTreeSet<(String, String)>,
}

impl Own {
    fn of(written: &Written<'_>, confirmed: &[Confirmation]) -> Self {
        let mut own =
            Self { emails: BTreeSet::new(), phones: BTreeSet::new(), confirmed: BTreeSet::new() };
        let words = confirmed.iter().map(|it| (it.suspicion.clone(), fold(&it.excerpt)));
        own.confirmed.extend(words);
        for (_, contact) in written.0.iter().filter(|(field, _)| field == CONTACT) {
            for found in screen::findings(contact) {
                let excerpt = found.excerpt(contact);
                match found.suspicion {
                    Suspicion::Email => drop(own.emails.insert(fold(excerpt))),
                    Suspicion::Phone => drop(own.phones.insert(screen::digits(excerpt))),
                    _ => {}
                }
            }
        }
        own
    }

    /// Returns whether something may stand in a field without a question.
    fn allows(&self, field: &str, suspicion: Suspicion, excerpt: &str) -> bool {
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
    fn confirms(&self, suspicion: Suspicion, excerpt: &str) -> bool {
        self.confirmed.contains(&(suspicion.word().to_owned(), fold(excerpt)))
    }
}

/// Returns whether a field cites the works of others.
fn is_citing(field: &str) -> bool {
    CITING.contains(&field)
}

/// Returns the first line with a character that moves a cursor or hides text, rather than being
/// text.
fn control_line(text: &str) -> Option<usize> {
    let is_control = |it: char| it.is_control() && !matches!(it, '\n' | '\t');
    text.split('\n').position(|line| line.contains(is_control)).map(|line| line + 1)
}

/// A line has characters that are not text.
fn control(field: &str, line: usize) -> Problem {
    Problem {
        code: "FL-E161",
        place: Message::new("gate-place-field").word("field", field).number("line", line),
        what: Message::new("gate-e161-what"),
        remedy: Message::new("gate-e161-remedy"),
    }
}

/// Somebody confirms what nothing asks about.
fn unasked(words: &str) -> Problem {
    Problem {
        code: "FL-E240",
        place: Message::new("gate-place-confirmed").word("excerpt", quote(words)),
        what: Message::new("gate-e240-what"),
        remedy: Message::new("gate-e240-remedy"),
    }
}
