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
//! Where the front matter says `sharing = "hold_at_home"`, perhaps with the `community` whose it is, the
//! record stays on its author's node, and a card of it leaves ([`HoldablePractice`]).
//!
//! With one language, the line before the body may be `+++` alone. A [`ReleasablePractice`] has the
//! right shape, codes that exist, nothing that the screen blocks, and its author's word for whatever the
//! screen asks about: signed with it, so that receivers find it where they run the same screen.

mod front;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::label::Label;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Confirmation;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::InvalidPractice;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Rating;
use flotilla_domain::practice::held::AtHome;
use flotilla_domain::practice::held::HOLD_AT_HOME;
use flotilla_domain::practice::held::Held;

use crate::asked;
use crate::asked::CONTACT;
use crate::asked::Written;
use crate::check::Reason;
use crate::check::Verdict;
use crate::fenced;
use crate::names::Names;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::shelf::Shelf;

pub use crate::asked::Author;
pub use crate::asked::Question;
pub use crate::fenced::FILE_BYTES_MAX;

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

/// A practice record that has passed the gate, and stays at home: only a card of it may leave. What is held
/// is told to others, so it passes the same screen.
///
/// ```compile_fail
/// use flotilla_domain::practice::held::AtHome;
/// use flotilla_gate::practice::HoldablePractice;
///
/// fn smuggle(home: AtHome) -> HoldablePractice {
///     HoldablePractice { home, confirmed: Vec::new() }
/// }
/// ```
///
/// It can be read:
///
/// ```
/// use flotilla_domain::practice::held::AtHome;
/// use flotilla_gate::practice::HoldablePractice;
///
/// fn look(holdable: &HoldablePractice) -> &AtHome {
///     holdable.home()
/// }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HoldablePractice {
    home: AtHome,
    /// Its author's word for what stands on the card.
    confirmed: Vec<Confirmation>,
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
    /// It may be held at home, and a card of it may leave.
    Stays {
        /// What may be held.
        practice: Box<HoldablePractice>,
        /// What was asked; all of it is confirmed.
        questions: Vec<Question>,
    },
}

impl Reading {
    /// Returns what it would be, or is.
    pub fn practice(&self) -> &Practice {
        match self {
            Self::Asks { practice, .. } => practice,
            Self::Passes { practice, .. } => practice.practice(),
            Self::Stays { practice, .. } => practice.home.practice(),
        }
    }

    /// Returns what was asked, confirmed or not.
    pub fn questions(&self) -> &[Question] {
        match self {
            Self::Asks { questions, .. }
            | Self::Passes { questions, .. }
            | Self::Stays { questions, .. } => questions,
        }
    }

    /// Returns what may leave, if all of it may and nothing is left to be confirmed.
    pub fn passed(self) -> Option<ReleasablePractice> {
        match self {
            Self::Asks { .. } | Self::Stays { .. } => None,
            Self::Passes { practice, .. } => Some(*practice),
        }
    }
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
        fields.invalid().into_iter().for_each(|it| problems.push(fenced::malformed(it)));
    }
    for (list, code) in unknown_codes(&fields, catalogue) {
        let what = Message::new("gate-e130-what").word("code", code).word("list", list);
        let place = Message::new("gate-place-key").word("path", format!("codes.{list}"));
        let remedy = Message::new("gate-e130-remedy");
        problems.push(Problem { code: "FL-E130", place, what, remedy });
    }
    if let Some(misplaced) = author.shelf.and_then(|shelf| shelf.problem(&fields)) {
        problems.push(misplaced);
    }
    let questions = Written::of_practice(&fields).screened(catalogue, author, &mut problems);
    let is_asked = asked::conclude(&questions, problems)?;
    fields.confirmed = asked::confirmations(&questions);
    let malformed = |error: InvalidPractice| fenced::malformed(error.field);
    if fields.sharing == HOLD_AT_HOME {
        let home = AtHome::new(fields).map_err(malformed)?;
        let confirmed = confirmed_on_card(&home, catalogue, author);
        return Ok(match is_asked {
            true => Reading::Asks { practice: Box::new(home.practice().clone()), questions },
            false => Reading::Stays {
                practice: Box::new(HoldablePractice { home, confirmed }),
                questions,
            },
        });
    }
    let practice = Practice::new(fields).map_err(malformed)?;
    Ok(match is_asked {
        true => Reading::Asks { practice: Box::new(practice), questions },
        false => Reading::Passes { practice: Box::new(ReleasablePractice { practice }), questions },
    })
}

/// Returns its author's word for what stands on the card: nothing that is quoted from what stays.
fn confirmed_on_card(
    home: &AtHome,
    catalogue: &Catalogue,
    author: Author<'_>,
) -> Vec<Confirmation> {
    let front = home.practice().fields().front();
    // What is wrong with the card is wrong with the record, of which that was said.
    let mut said = Collector::default();
    asked::confirmations(&Written::of_practice(&front).screened(catalogue, author, &mut said))
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
    Written::of_practice(&fields).note_own_names(names, &mut problems);
    problems.finish(())
}

/// Lets out again a record that left before and was left behind by a cut: if receivers accept it now.
/// Where the entry whose place it took was left behind, too, it takes no place any more.
///
/// # Errors
///
/// Fails with the reasons for which receivers would refuse it.
pub fn again(
    practice: Practice,
    catalogue: &Catalogue,
    shelf: &Shelf,
) -> Result<ReleasablePractice, Vec<Reason>> {
    let mut fields = practice.fields().clone();
    fields.replaces = fields.replaces.filter(|it| shelf.has_practice(*it));
    // Nothing else is changed, so it is as valid as before.
    let practice = Practice::new(fields).unwrap_or(practice);
    match check(&practice, catalogue, shelf) {
        verdict if verdict.is_accept() => Ok(ReleasablePractice { practice }),
        verdict => Err(verdict.reasons().to_vec()),
    }
}

/// Judges a record that somebody else published, after what is on their shelf.
pub fn check(practice: &Practice, catalogue: &Catalogue, shelf: &Shelf) -> Verdict {
    let fields = practice.fields();
    let mut reasons = shelf.check(practice);
    for (list, code) in unknown_codes(fields, catalogue) {
        let text = Message::new("gate-i2-practice-code").word("code", code).word("list", list);
        reasons.push(Reason { invariant: "I2", text });
    }
    if fields.labels.iter().any(Label::is_restricted) {
        let text = Message::new("gate-i10-restricted");
        reasons.push(Reason { invariant: "I10", text });
    }
    reasons.extend(Written::of_practice(fields).objections(catalogue, &fields.confirmed));
    Verdict::of(reasons)
}

/// Returns why a reader is not shown what the holder of a record tells: what the screen finds in it. No
/// receiver has seen it, so whoever asks looks.
pub fn objections(home: &AtHome, catalogue: &Catalogue) -> Vec<Reason> {
    let fields = home.practice().fields();
    Written::of_practice(fields).objections(catalogue, &fields.confirmed)
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

impl HoldablePractice {
    /// Returns what may be held.
    pub fn home(&self) -> &AtHome {
        &self.home
    }

    /// Returns the card that may leave, for the payload that is held.
    ///
    /// # Errors
    ///
    /// Fails if `held` names no payload.
    pub fn card(&self, held: Held) -> Result<ReleasablePractice, InvalidPractice> {
        let practice = self.home.card(held, self.confirmed.clone())?;
        Ok(ReleasablePractice { practice })
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

impl<'a> Written<'a> {
    /// Returns every text of a record that people wrote.
    fn of_practice(fields: &'a Fields) -> Self {
        let mut texts = vec![(CONTACT.to_owned(), fields.contact_role.as_str())];
        for text in &fields.texts {
            let said = [("title", &text.title), ("summary", &text.summary), ("body", &text.body)];
            let said = said.map(|(name, it)| (name, it.as_str()));
            let said = said.into_iter().chain(text.details.named());
            texts.extend(said.map(|(name, it)| (format!("{}.{name}", text.language), it)));
        }
        texts.push(("cost_detail".to_owned(), &fields.cost_detail));
        for label in &fields.labels {
            let said = [&label.language, &label.name, &label.text, &label.hub_project];
            texts.extend(said.into_iter().map(|it| ("labels".to_owned(), it.as_str())));
        }
        texts.push(("licence".to_owned(), &fields.licence));
        texts.extend(fields.references.iter().map(|it| ("references".to_owned(), it.as_str())));
        for rating in &fields.ratings {
            let Rating {
                scheme,
                rating,
                outcome_domain,
                date,
                url,
                studies: _,
                tests: _,
                reviewer,
            } = rating;
            let said = [scheme, outcome_domain, date, rating, url, reviewer];
            texts.extend(said.into_iter().map(|it| ("ratings".to_owned(), it.as_str())));
        }
        Self(texts)
    }
}

#[cfg(test)]
mod tests;
