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
//! right shape, codes that exist, and nothing that the screen blocks.

mod front;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Practice;

use crate::check::Reason;
use crate::check::Verdict;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::screen;
use crate::screen::Suspicion;

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

/// Reads a file and screens it.
///
/// # Errors
///
/// Fails with everything that is wrong with the file.
pub fn read(file: &str, catalogue: &Catalogue) -> Result<ReleasablePractice, Problems> {
    let mut problems = Collector::default();
    let fields = front::read(file, &mut problems);
    problems.finish(())?;
    let practice = Practice::new(fields).map_err(|error| Problem {
        code: "FL-E172",
        place: Message::new("gate-place-key").word("path", error.field),
        what: Message::new("gate-e172-what"),
        remedy: Message::new("gate-e172-remedy"),
    })?;
    let mut problems = Collector::default();
    for (list, code) in unknown_codes(&practice, catalogue) {
        let what = Message::new("gate-e130-what").word("code", code).word("list", list);
        let place = Message::new("gate-place-key").word("path", format!("codes.{list}"));
        let remedy = Message::new("gate-e130-remedy");
        problems.push(Problem { code: "FL-E130", place, what, remedy });
    }
    for (field, text) in texts(&practice) {
        if let Some(line) = control_line(text) {
            let place = Message::new("gate-place-field").word("field", field);
            problems.push(Problem {
                code: "FL-E161",
                place: place.number("line", line),
                what: Message::new("gate-e161-what"),
                remedy: Message::new("gate-e161-remedy"),
            });
        }
        screen::note(field, text, |it| is_allowed(field, it), &mut problems);
    }
    problems.finish(ReleasablePractice { practice })
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
    for (list, code) in unknown_codes(practice, catalogue) {
        let text = Message::new("gate-i2-practice-code").word("code", code).word("list", list);
        reasons.push(Reason { invariant: "I2", text });
    }
    for (field, text) in texts(practice) {
        if control_line(text).is_some() {
            reasons.push(Reason { invariant: "I11", text: Message::new("gate-i11-control") });
        }
        let findings = screen::findings(text).into_iter();
        for finding in findings.filter(|it| !is_allowed(field, it.suspicion)) {
            reasons.push(Reason { invariant: "I11", text: Message::new(finding.suspicion.text()) });
        }
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
fn unknown_codes<'a>(practice: &'a Practice, catalogue: &Catalogue) -> Vec<(&'a str, &'a str)> {
    let choices = practice.fields().codes.iter();
    let codes = choices
        .flat_map(|choice| choice.codes.iter().map(|code| (choice.list.as_str(), code.as_str())));
    let is_known = |(list, code): &(&str, &str)| {
        catalogue.list(list).is_some_and(|list| list.codes.contains_key(*code))
    };
    codes.filter(|it| !is_known(it)).collect()
}

/// Returns every text that people wrote, with the name of its field.
fn texts(practice: &Practice) -> Vec<(&'static str, &str)> {
    let fields = practice.fields();
    let mut texts = vec![("contact_role", fields.contact_role.as_str())];
    for text in &fields.texts {
        texts.push(("title", &text.title));
        texts.push(("summary", &text.summary));
        texts.push(("body", &text.body));
    }
    texts.push(("licence", &fields.licence));
    texts.extend(fields.references.iter().map(|it| ("references", it.as_str())));
    for rating in &fields.ratings {
        texts.push(("ratings", &rating.scheme));
        texts.push(("ratings", &rating.outcome_domain));
        texts.push(("ratings", &rating.date));
        texts.push(("ratings", &rating.rating));
        texts.push(("ratings", &rating.url));
    }
    texts
}

/// Returns the first line with a character that moves a cursor or hides text, rather than being
/// text.
fn control_line(text: &str) -> Option<usize> {
    let is_control = |it: char| it.is_control() && !matches!(it, '\n' | '\t');
    text.split('\n').position(|line| line.contains(is_control)).map(|line| line + 1)
}

/// A shared mailbox belongs in the contact.
fn is_allowed(field: &str, suspicion: Suspicion) -> bool {
    field == "contact_role" && suspicion == Suspicion::Email
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook;

    #[test]
    fn every_practice_we_ship_passes() {
        for file in [
            include_str!("../../../tests/fixtures/practices/waiting-well.md"),
            include_str!("../../../tests/fixtures/practices/closing-a-match.md"),
            include_str!("../../../tests/fixtures/practices/training-before-the-match.md"),
        ] {
            let practice = read(file, &codebook::standard().unwrap()).unwrap().into_practice();
            assert!(check(&practice, &codebook::standard().unwrap()).is_accept());
            assert!(practice.fields().texts.iter().all(|text| text.body.len() > 400));
        }
    }

    #[test]
    fn everything_wrong_is_reported_at_once() {
        let file = SAMPLE.replace("kind", "knid").replace("version = 1", "version = 'one'");
        let codes = problems(&file);
        assert_eq!(codes, ["FL-E104", "FL-E103", "FL-E102"]);
        assert_eq!(problems(&SAMPLE.replace("GROUP", "GROPU")), ["FL-E130"]);
        assert_eq!(problems(&SAMPLE.replace("+++ en", "+++ fr")), ["FL-E171"]);
        assert_eq!(problems("no front matter"), ["FL-E170"]);
    }

    #[test]
    fn a_text_that_reaches_a_person_is_blocked() {
        let file = SAMPLE.replace("The body", "Call 416-555-0199 or write to a@example.org");
        assert_eq!(problems(&file), ["FL-E160", "FL-E160"]);
    }

    #[test]
    fn characters_that_are_no_text_are_refused() {
        for (from, to) in [
            ("The body", "The\u{1b}[2J body"),
            ("The body", "The\r body"),
            ("The body", "The\0 body"),
            ("'Waiting well'", "\"Waiting \\u001B[31mwell\""),
            ("'CC-BY-4.0'", "\"CC-BY\\u0007\""),
        ] {
            assert_eq!(problems(&SAMPLE.replace(from, to)), ["FL-E161"], "{to:?}");
        }
        let body = SAMPLE.replace("The body.", "The\tbody.\r\nIts second line.");
        let mut fields =
            read(&body, &codebook::standard().unwrap()).unwrap().practice.fields().clone();
        fields.texts[0].body.push('\u{9b}');
        let foreign = Practice::new(fields).unwrap();
        let verdict = check(&foreign, &codebook::standard().unwrap());
        assert_eq!(verdict.reasons()[0].invariant, "I11");
    }

    fn problems(file: &str) -> Vec<&'static str> {
        let refused = read(file, &codebook::standard().unwrap()).unwrap_err();
        refused.iter().map(|it| it.code).collect()
    }

    const SAMPLE: &str = "+++
id = '5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11'
version = 1
kind = 'practice'
eepm_standard = 5
contact_role = 'Program team, programs@example.org'
licence = 'CC-BY-4.0'
[codes]
program_type = ['GROUP']
[en]
title = 'Waiting well'
summary = 'What to do while waiting.'
+++ en
The body.
";
}
