//! Looks for what names or reaches a person in text that is about to be published.
//!
//! A practice record tells how a program works, not who took part. The screen blocks what has no
//! place there, and never removes it silently: that would teach people to paste. It knows four
//! patterns, each with the check that tells it from a look-alike:
//!
//! - an e-mail address, also written with `(at)` or *arobase*;
//! - a telephone number of North America, with separators, or bare beside a word such as *tel*;
//! - a Canadian postal code, with the letters that occur in one;
//! - a social insurance number, whose check digit fits.
//!
//! What it does not find may still be personal; people read the preview.

mod patterns;

use flotilla_domain::message::Message;

use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;

/// What looks as if it spoke of a person.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Suspicion {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal code.
    PostalCode,
    /// A social insurance number.
    SocialInsurance,
}

/// Something suspicious, and where.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Finding {
    /// The line, counted from 1.
    pub line: usize,
    /// What it looks like.
    pub suspicion: Suspicion,
}

/// Returns what is suspicious in a text, each kind at most once per line.
pub fn findings(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = patterns::Line::new(line);
        let suspicions = [
            (Suspicion::Email, line.has_email()),
            (Suspicion::Phone, line.has_phone()),
            (Suspicion::PostalCode, line.has_postal_code()),
            (Suspicion::SocialInsurance, line.has_social_insurance()),
        ];
        let found = suspicions.into_iter().filter(|(_, is_there)| *is_there);
        findings.extend(found.map(|(suspicion, _)| Finding { line: index + 1, suspicion }));
    }
    findings
}

/// Checks one field of a text that is about to be published.
///
/// # Errors
///
/// Fails with everything that looks as if it spoke of a person.
pub fn screen(field: &str, text: &str) -> Result<(), Problems> {
    let mut problems = Collector::default();
    note(field, text, |_| false, &mut problems);
    problems.finish(())
}

/// Notes what is suspicious in a field, except what is `allowed` there.
pub(crate) fn note(
    field: &str,
    text: &str,
    allowed: impl Fn(Suspicion) -> bool,
    problems: &mut Collector,
) {
    for Finding { line, suspicion } in findings(text) {
        if !allowed(suspicion) {
            let place = Message::new("gate-place-field").word("field", field);
            problems.push(Problem {
                code: "FL-E160",
                place: place.number("line", line),
                what: Message::new(suspicion.text()),
                remedy: Message::new("gate-e160-remedy"),
            });
        }
    }
}

impl Suspicion {
    /// Returns the name of the text that says so.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Email => "gate-e160-what-email",
            Self::Phone => "gate-e160-what-phone",
            Self::PostalCode => "gate-e160-what-postal-code",
            Self::SocialInsurance => "gate-e160-what-social-insurance",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_reaches_a_person() {
        for (text, suspicion) in [
            ("write to someone@example.org today", Suspicion::Email),
            ("quelquun (at) example.org", Suspicion::Email),
            ("quelquun arobase example.org", Suspicion::Email),
            ("call 416-555-0199", Suspicion::Phone),
            ("(416) 555-0199", Suspicion::Phone),
            ("+1 416.555.0199", Suspicion::Phone),
            ("tél. 4165550199", Suspicion::Phone),
            ("lives at K1A 0B1", Suspicion::PostalCode),
            ("k1a0b1", Suspicion::PostalCode),
            ("046 454 286", Suspicion::SocialInsurance),
            ("046454286", Suspicion::SocialInsurance),
            ("０４６\u{a0}４５４\u{a0}２８６", Suspicion::SocialInsurance),
        ] {
            let found: Vec<_> = findings(text).iter().map(|it| it.suspicion).collect();
            assert_eq!(found, [suspicion], "{text}");
        }
    }

    #[test]
    fn leaves_ordinary_text_alone() {
        for text in [
            "In 2024-25, 355 young people met 18 mentors for 10 minutes each.",
            "See doi 10.1002/ajcp.12124 and version 1.2.3.",
            "Room B2O 1I1 has no legal letters; neither has W1A 1A1.",
            "4165550199 is an order number",
            "046 454 287 fails the check digit, 046-454 286 mixes separators",
            "111 111 111",
            "The @ sign alone, or user@host without a dot",
        ] {
            assert_eq!(findings(text), [], "{text}");
        }
    }

    #[test]
    fn names_the_line() {
        assert_eq!(findings("first\nsecond 416-555-0199")[0].line, 2);
    }
}
