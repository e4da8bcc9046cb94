//! Reads a practice record that a coordinator wrote by hand, and screens it.
//!
//! The file is Markdown. Its first part, between lines of `+++`, is TOML; then come the bodies, one
//! for each language, each after a line that names it:
//!
//! ```text
//! +++
//! id = "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11"
//! version = 1
//! kind = "practice"
//! eepm_standard = 5
//! contact_role = "Program team, programs@example.org"
//! licence = "CC-BY-4.0"
//!
//! [codes]
//! program_type = ["GROUP"]
//!
//! [en]
//! title = "…"
//! summary = "…"
//! +++ en
//! The body, in Markdown.
//! ```
//!
//! With one language, the line before the body may be `+++` alone. A [`ReleasablePractice`] has the
//! right shape, codes that exist, nothing that the screen blocks, and its author's word for whatever the
//! screen asks about: signed with it, so that receivers find it where they run the same screen.

mod asked;
mod front;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::label::Label;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;

use self::asked::Own;
use crate::check::Reason;
use crate::check::Verdict;
use crate::names::Names;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::screen::Level;
use crate::screen::Screen;

pub use self::asked::Question;

/// The most bytes of a file.
pub const FILE_BYTES_MAX: usize = 1 << 20;

/// A practice record that has passed the gate.
///
/// ```compile_fail
/// use flotilla_domain::practice::Practice;
/// use flotilla_gate::practice::ReleasablePractice;
///
/// fn smuggle(practice: Practice) -> ReleasablePractice {
///     ReleasablePractice { practice }
/// }
/// ```
///
/// It can be read:
///
/// ```
/// use flotilla_domain::practice::Practice;
/// use flotilla_gate::practice::ReleasablePractice;
///
/// fn look(releasable: &ReleasablePractice) -> &Practice {
///     releasable.practice()
/// }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReleasablePractice {
    practice: Practice,
}

/// What reading a file came to.
#[derive(Clone, Debug)]
pub enum Reading {
    /// It may leave as soon as its author has confirmed what is asked; some of it may be already.
    Asks {
        /// What it would be, for its author to see.
        practice: Box<Practice>,
        /// What is asked, confirmed or not; at least one is not.
        questions: Vec<Question>,
    },
    /// It may leave.
    Passes {
        /// What may leave.
        practice: Box<ReleasablePractice>,
        /// What was asked; all of it is confirmed.
        questions: Vec<Question>,
    },
}

impl Reading {
    /// Returns what may leave, if nothing is left to be confirmed.
    pub fn passed(self) -> Option<ReleasablePractice> {
        match self {
            Self::Asks { .. } => None,
            Self::Passes { practice, .. } => Some(*practice),
        }
    }
}

/// What the author of a record says of it, and knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Author<'a> {
    /// Quotes what is not personal.
    pub confirmed: &'a [String],
    /// The names in their own files, where these are at hand: on their own computer only.
    pub names: Option<&'a Names>,
}

/// Reads a file and screens it.
///
/// # Errors
///
/// Fails with everything that is wrong with the file, and everything that is to be confirmed.
pub fn read(file: &str, catalogue: &Catalogue, author: Author<'_>) -> Result<Reading, Problems> {
    let mut problems = Collector::default();
    let mut fields = front::read(file, &mut problems);
    // A field that could not be read is wrong once.
    if problems.is_empty() {
        fields.invalid().into_iter().for_each(|field| problems.push(malformed(field)));
    }
    for (list, code) in unknown_codes(&fields, catalogue) {
        let what = Message::new("gate-e130-what").word("code", code).word("list", list);
        let place = Message::new("gate-place-key").word("path", format!("codes.{list}"));
        let remedy = Message::new("gate-e130-remedy");
        problems.push(Problem { code: "FL-E130", place, what, remedy });
    }
    if let Some(names) = author.names {
        note_own_names(&fields, names, &mut problems);
    }
    let questions = screened(&fields, catalogue, author.confirmed, &mut problems);
    let open = questions.iter().filter(|it| !it.is_confirmed);
    let is_asked = open.clone().next().is_some();
    if !problems.is_empty() {
        open.for_each(|it| problems.push(it.problem.clone()));
    }
    problems.finish(())?;
    fields.confirmed = asked::confirmations(&questions);
    let practice = Practice::new(fields).map_err(|error| malformed(error.field))?;
    Ok(match is_asked {
        true => Reading::Asks { practice: Box::new(practice), questions },
        false => Reading::Passes { practice: Box::new(ReleasablePractice { practice }), questions },
    })
}

/// Looks in a file for names of its author's own, and for nothing else.
///
/// # Errors
///
/// Fails with every place that has one.
pub fn own_names(file: &str, names: &Names) -> Result<(), Problems> {
    // What else is wrong with the file is said by whoever reads it.
    let fields = front::read(file, &mut Collector::default());
    let mut problems = Collector::default();
    note_own_names(&fields, names, &mut problems);
    problems.finish(())
}

/// Notes where the texts have names of the author's own files.
fn note_own_names(fields: &Fields, names: &Names, problems: &mut Collector) {
    for (field, text) in asked::texts(fields) {
        if !asked::is_citing(&field) {
            let found = names.findings(text);
            found.iter().for_each(|it| problems.push_once(it.problem(&field, text)));
        }
    }
}

/// Notes what is wrong with the texts, and returns what their author is asked.
fn screened(
    fields: &Fields,
    catalogue: &Catalogue,
    confirmed: &[String],
    problems: &mut Collector,
) -> Vec<Question> {
    let own = Own::of(fields);
    let screen = Screen::new(Some(catalogue));
    let mut questions = Vec::new();
    for (field, text) in asked::texts(fields) {
        if let Some(line) = control_line(text) {
            let place = Message::new("gate-place-field").word("field", &field);
            problems.push(Problem {
                code: "FL-E161",
                place: place.number("line", line),
                what: Message::new("gate-e161-what"),
                remedy: Message::new("gate-e161-remedy"),
            });
        }
        for finding in screen.findings(text) {
            let excerpt = finding.excerpt(text);
            match finding.suspicion.level() {
                _ if own.allows(&field, finding.suspicion, excerpt) => {}
                Level::Block => problems.push_once(finding.problem(&field, text)),
                Level::Ask => questions.push(Question::new(&finding, (&field, text), confirmed)),
            }
        }
    }
    for words in confirmed.iter().filter(|it| !questions.iter().any(|asked| asked.is_about(it))) {
        problems.push(asked::unasked(words));
    }
    questions
}

/// Lets out again a record that left before and was left behind by a cut: if receivers accept it now.
///
/// # Errors
///
/// Fails with the reasons for which receivers would refuse it.
pub fn again(practice: Practice, catalogue: &Catalogue) -> Result<ReleasablePractice, Vec<Reason>> {
    match check(&practice, catalogue) {
        verdict if verdict.is_accept() => Ok(ReleasablePractice { practice }),
        verdict => Err(verdict.reasons().to_vec()),
    }
}

/// Judges a record that somebody else published.
pub fn check(practice: &Practice, catalogue: &Catalogue) -> Verdict {
    let mut reasons = Vec::new();
    for (list, code) in unknown_codes(practice.fields(), catalogue) {
        let text = Message::new("gate-i2-practice-code").word("code", code).word("list", list);
        reasons.push(Reason { invariant: "I2", text });
    }
    if practice.fields().labels.iter().any(Label::is_restricted) {
        let text = Message::new("gate-i10-restricted");
        reasons.push(Reason { invariant: "I10", text });
    }
    let mut object = |text| reasons.push(Reason { invariant: "I11", text: Message::new(text) });
    let own = Own::of(practice.fields());
    let screen = Screen::new(Some(catalogue));
    for (field, text) in asked::texts(practice.fields()) {
        if control_line(text).is_some() {
            object("gate-i11-control");
        }
        for finding in screen.findings(text) {
            let excerpt = finding.excerpt(text);
            let is_confirmed = || {
                finding.suspicion.level() == Level::Ask && own.confirms(finding.suspicion, excerpt)
            };
            if !own.allows(&field, finding.suspicion, excerpt) && !is_confirmed() {
                object(finding.suspicion.text());
            }
        }
    }
    if !own.quotes_only(practice.fields()) {
        object("gate-i11-confirmed");
    }
    Verdict::of(reasons)
}

impl ReleasablePractice {
    /// Returns what may leave.
    pub fn practice(&self) -> &Practice {
        &self.practice
    }

    /// Returns what may leave.
    pub fn into_practice(self) -> Practice {
        self.practice
    }
}

/// Returns the codes that the catalogue does not have, with their lists.
fn unknown_codes<'a>(fields: &'a Fields, catalogue: &Catalogue) -> Vec<(&'a str, &'a str)> {
    let choices = fields.codes.iter();
    let codes = choices
        .flat_map(|choice| choice.codes.iter().map(|code| (choice.list.as_str(), code.as_str())));
    let is_known = |(list, code): &(&str, &str)| {
        catalogue.list(list).is_some_and(|list| list.codes.contains_key(*code))
    };
    codes.filter(|it| !is_known(it)).collect()
}

/// Returns the first line with a character that moves a cursor or hides text, rather than being
/// text.
fn control_line(text: &str) -> Option<usize> {
    let is_control = |it: char| it.is_control() && !matches!(it, '\n' | '\t');
    text.split('\n').position(|line| line.contains(is_control)).map(|line| line + 1)
}

/// A field of the record is not as it should be.
fn malformed(field: &str) -> Problem {
    Problem {
        code: "FL-E172",
        place: Message::new("gate-place-key").word("path", field),
        what: Message::new("gate-e172-what"),
        remedy: Message::new("gate-e172-remedy"),
    }
}

#[cfg(test)]
mod tests;
