//! The one way out: exact counts become figures that may leave.
//!
//! [`pass`] rounds, hides what is small, leaves out breakdowns of small groups, and then asks what
//! a reader could conclude from the result and everything published before. While some hidden
//! number could be narrowed too far it hides another one. It promises:
//!
//! - **A [`Releasable`] has passed**: nothing else makes one, and nothing else can be signed.
//! - **What it lets out, every receiver accepts**: it asks [`crate::check`] before it answers.
//! - **It can be repeated**: what is published already stays as it is and is not published again,
//!   unless enough of it changed for a correction.
//!
//! ```
//! use flotilla_gate::pass::Releasable;
//!
//! fn sign(releasable: &Releasable) -> usize {
//!     releasable.release().observations().len()
//! }
//! ```
//!
//! A release that came another way cannot pretend:
//!
//! ```compile_fail
//! use flotilla_domain::release::Release;
//! use flotilla_gate::pass::Releasable;
//!
//! fn smuggle(release: Release) -> Releasable {
//!     Releasable { release }
//! }
//! ```

mod average;
mod correct;
mod mask;
mod plan;
mod presume;
mod repair;
mod split;

use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::message::Message;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;

pub(crate) use self::split::in_order;

use self::plan::Plan;
use crate::check::Reason;
use crate::draft::Draft;
use crate::history::History;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::round::RoundingSecret;
use crate::rules::Rules;
use crate::screen;

/// A release that has passed the gate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Releasable {
    release: Release,
}

/// What became of a draft.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Passed {
    /// What may leave, in the order in which it must be published; empty if nothing is new.
    pub releasables: Vec<Releasable>,
    /// What is withheld in them, ordered by place.
    pub withheld: Vec<(Place, WhyWithheld)>,
    /// The breakdowns that are left out.
    pub dropped: Vec<Dropped>,
    /// How many figures were published before and stay as they are.
    pub unchanged: usize,
    /// How many more were published as withheld before and stay withheld, although they would be
    /// shown if they were new: nothing hidden is shown later.
    pub kept_hidden: usize,
    /// How many numbers that were published before change.
    pub corrected: usize,
    /// How many more would change, and wait for the next release: too few would move, or a hidden
    /// number could be worked out.
    pub held_back: usize,
}

/// Why a figure is withheld. For the publisher's own eyes: readers cannot tell these apart.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum WhyWithheld {
    /// It was published as withheld before, under another name of the same number.
    Before,
    /// So that another one cannot be worked out.
    Complement,
    /// A community governs it, and has not consented.
    Governed,
    /// The source of the file does not tell it.
    Masked,
    /// Nearly everybody, or nearly nobody, of a denominator is in it, and that is sensitive.
    NearCertain,
    /// Too few people stand behind it.
    Small,
}

/// A breakdown that is left out.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Dropped {
    /// What would have been broken down.
    pub base: Place,
    /// By which code list.
    pub dimension: String,
    /// Why not.
    pub why: WhyDropped,
}

/// Why a breakdown is left out.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum WhyDropped {
    /// Some of it is nearly all of one of those who report together.
    Dominated,
    /// It would tell that a community is there that has not consented.
    Governed,
    /// Nearly everybody is in one sensitive category.
    NearCertain,
    /// A hidden number could have been worked out from it.
    Revealing,
    /// The base is hidden, or smaller than the rules ask for.
    SmallBase,
    /// One of those who report together does not tell some of it, nor that it is small.
    Untold,
    /// The same breakdown of the whole is not published.
    WithoutWhole,
}

/// Turns exact counts into releases that may leave.
///
/// # Errors
///
/// Fails if the parameters are looser than the coalition's, a place is outside the profile, what
/// was published before would change, or no safe release can be found.
pub fn pass(
    draft: Draft,
    rules: &Rules<'_>,
    secret: &RoundingSecret,
    history: &History,
) -> Result<Passed, Problems> {
    let mut known = history.clone();
    known.adopt(rules);
    let plan = Plan::new(&draft, rules, secret, &known)?;
    drop(draft);
    let mut corrected = plan.correctable(&known);
    let mut outcome = settle(&plan, &corrected, rules, (history, &known));
    if outcome.is_err() && corrected.len() > 1 {
        let alone = |it: &Arc<str>| BTreeSet::from([Arc::clone(it)]);
        corrected.retain(|it| protect(&plan, &alone(it), rules, &known).is_ok());
        outcome = settle(&plan, &corrected, rules, (history, &known));
    }
    if outcome.is_err() && !corrected.is_empty() {
        outcome = settle(&plan, &BTreeSet::new(), rules, (history, &known));
    }
    outcome
}

/// Makes releases that receivers accept, with corrections of these indicators.
fn settle(
    plan: &Plan,
    corrected: &BTreeSet<Arc<str>>,
    rules: &Rules<'_>,
    (history, known): (&History, &History),
) -> Result<Passed, Problems> {
    let plan = protect(plan, corrected, rules, known)?;
    let releases = split::releases(&plan, rules)?;
    let mut receiver = history.clone();
    for release in &releases {
        let verdict = receiver.accept(rules, release);
        if let Some(reason) = verdict.reasons().first() {
            return Err(objection(reason.text.clone()));
        }
    }
    Ok(Passed {
        releasables: releases.into_iter().map(|release| Releasable { release }).collect(),
        withheld: plan.withheld(),
        unchanged: plan.unchanged,
        kept_hidden: plan.large_before.len(),
        corrected: plan.corrected,
        held_back: plan.held_back,
        dropped: plan.dropped,
    })
}

/// Hides more until nothing hidden can be worked out, with corrections of these indicators.
fn protect(
    plan: &Plan,
    corrected: &BTreeSet<Arc<str>>,
    rules: &Rules<'_>,
    first: &History,
) -> Result<Plan, Problems> {
    let (mut plan, mut known) = (plan.clone(), first.clone());
    plan.correct(corrected, &known);
    plan.drop_unfit(rules, &known);
    known.begin_layers(corrected);
    let before = known.clone();
    presume::presume_small(&mut plan, rules, &mut known);
    repair::repair(&mut plan, rules, &mut known)?;
    if known.has_given_up_balances() {
        // Whoever takes nothing for small may see nothing against a balance, and conclude from it.
        plan.presumes_nothing = true;
        known = before;
        repair::repair(&mut plan, rules, &mut known)?;
    }
    plan.average(rules, first);
    Ok(plan)
}

/// Lets out again a release that left before and was left behind by a cut: if receivers accept it now,
/// beside everything in `history`, to which it is added.
///
/// # Errors
///
/// Fails with the reasons for which receivers would refuse it.
pub fn again(
    release: Release,
    rules: &Rules<'_>,
    history: &mut History,
) -> Result<Releasable, Vec<Reason>> {
    match history.accept(rules, &release) {
        verdict if verdict.is_accept() => Ok(Releasable { release }),
        verdict => Err(verdict.reasons().to_vec()),
    }
}

impl Releasable {
    /// Returns what may leave.
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// Returns the same release with a note by its author.
    ///
    /// # Errors
    ///
    /// Fails if the note is too long, or looks as if it spoke of a person.
    pub fn with_note(self, note: &str) -> Result<Self, Problems> {
        screen::screen("note", note)?;
        let mut terms = self.release.terms().clone();
        terms.note = note.to_owned();
        let release = Release::new(terms, self.release.observations().to_vec());
        let too_long =
            || problem("FL-E157", Message::new("gate-place-note"), Message::new("gate-e157-what"));
        Ok(Self { release: release.map_err(|_| too_long())? })
    }
}

/// The gate objects to its own result: a bug, or a history that nobody should have accepted.
fn objection(what: Message) -> Problems {
    let remedy = Message::new("gate-e159-remedy");
    Problem { code: "FL-E159", place: Message::new("gate-place-release"), what, remedy }.into()
}

/// Returns a problem whose remedy has the name of its code.
fn problem(code: &'static str, place: Message, what: Message) -> Problem {
    let remedy = match code {
        "FL-E143" => "gate-e143-remedy",
        "FL-E148" => "gate-e148-remedy",
        "FL-E149" => "gate-e149-remedy",
        "FL-E150" => "gate-e150-remedy",
        "FL-E151" => "gate-e151-remedy",
        "FL-E152" => "gate-e152-remedy",
        "FL-E153" => "gate-e153-remedy",
        "FL-E154" => "gate-e154-remedy",
        "FL-E155" => "gate-e155-remedy",
        "FL-E156" => "gate-e156-remedy",
        "FL-E157" => "gate-e157-remedy",
        _ => "gate-e159-remedy",
    };
    Problem { code, place, what, remedy: Message::new(remedy) }
}
