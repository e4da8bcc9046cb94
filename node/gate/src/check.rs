//! What a receiver checks of a release, without any raw data.
//!
//! The verdict on a release depends on the rules and on what this member published before, on
//! nothing else, so every node comes to the same one. The invariants carry the numbers that people
//! use in conversation:
//!
//! - **I1** the rules it was made under are known and strict enough;
//! - **I2** every code is in the catalogue, served by the member, and broken down as allowed;
//! - **I3** every count is a multiple of the base and not below the threshold;
//! - **I4** every part has its whole, and a breakdown a base that is shown and large enough;
//! - **I5** the numbers can come from one set of records;
//! - **I6** nobody can narrow a hidden number to fewer candidates than the rules ask for;
//! - **I9** what was published stays as it was, and no finer period is added to an old one.

mod codes;

use flotilla_domain::message::Message;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;

use crate::history::Applied;
use crate::history::Bounds;
use crate::history::Claim;
use crate::history::History;
use crate::history::Id;
use crate::history::Stuck;
use crate::history::Told;
use crate::rules::Rules;

pub(crate) use self::codes::is_late;
pub(crate) use self::codes::misplaced;
pub(crate) use self::codes::mixes;

/// The most reasons that one verdict names.
pub const REASONS_MAX: usize = 20;

/// Whether a release counts.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub enum Verdict {
    /// It counts.
    Accept,
    /// It is kept but does not count, for these reasons; at most [`REASONS_MAX`], ordered.
    Quarantine(Vec<Reason>),
}

/// Why a release does not count.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Reason {
    /// Which invariant it breaks: `I1` to `I9`.
    pub invariant: &'static str,
    /// What is wrong.
    pub text: Message,
}

impl Verdict {
    /// Returns whether the release counts.
    pub fn is_accept(&self) -> bool {
        *self == Self::Accept
    }

    /// Returns the reasons why it does not count; none if it does.
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Accept => &[],
            Self::Quarantine(reasons) => reasons,
        }
    }

    pub(crate) fn of(mut reasons: Vec<Reason>) -> Self {
        reasons.sort_unstable();
        reasons.dedup();
        reasons.truncate(REASONS_MAX);
        if reasons.is_empty() { Self::Accept } else { Self::Quarantine(reasons) }
    }
}

impl History {
    /// Judges a release without remembering it. Copies the history: to go on, use
    /// [`History::accept`].
    pub fn check(&self, rules: &Rules<'_>, release: &Release) -> Verdict {
        self.clone().accept(rules, release)
    }

    /// Judges a release, and remembers it if it counts.
    pub fn accept(&mut self, rules: &Rules<'_>, release: &Release) -> Verdict {
        let mut reasons = terms(rules, release.terms());
        reasons.extend(codes::reasons(rules, self, release.observations()));
        reasons.extend(counts(&release.terms().gate, release.observations()));
        if !reasons.is_empty() {
            return Verdict::of(reasons);
        }
        let parameters = &release.terms().gate;
        self.adopt(rules);
        let applied = self.apply(
            rules,
            parameters.slice_base,
            release.observations().iter().map(|it| Claim {
                place: &it.place,
                figure: it.figure,
                bounds: Bounds::of(it.figure, parameters),
            }),
        );
        let reasons = self.objections(parameters, release.observations(), &applied);
        let verdict = Verdict::of(reasons);
        if !verdict.is_accept() {
            self.undo();
        }
        verdict
    }

    /// Returns what is wrong with figures that were just added.
    fn objections(
        &self,
        parameters: &GateParameters,
        observations: &[Observation],
        applied: &Applied,
    ) -> Vec<Reason> {
        let changed = applied.changed.iter().filter_map(|index| observations.get(*index));
        let mut reasons: Vec<Reason> =
            changed.map(|it| at("I9", "gate-i9-changed", &it.place)).collect();
        for orphan in &applied.orphans {
            let Some(place) = self.place(orphan.id) else { continue };
            reasons.push(match orphan.lacks_base {
                false => at("I4", "gate-i4-whole-missing", &place),
                true => {
                    let reason = at("I4", "gate-i4-base-small", &place);
                    let text = reason.text.number("slice", parameters.slice_base);
                    Reason { text, ..reason }
                }
            });
        }
        if !reasons.is_empty() {
            return reasons;
        }
        if let Some(stuck) = applied.stuck {
            return vec![self.contradiction(stuck)];
        }
        let candidates = u64::from(parameters.candidates);
        let exposed = self.exposed(candidates).into_iter().take(REASONS_MAX);
        exposed.map(|(place, id)| self.exposure(&place, id, candidates)).collect()
    }

    fn contradiction(&self, stuck: Stuck) -> Reason {
        let place = match stuck {
            Stuck::Contradiction(id) => self.place(id),
            Stuck::TooLong => None,
        };
        place.map_or_else(
            || Reason { invariant: "I5", text: Message::new("gate-i5-too-long") },
            |place| at("I5", "gate-i5-contradiction", &place),
        )
    }

    fn exposure(&self, place: &Place, id: Id, candidates: u64) -> Reason {
        let Bounds { low, high } = self.bounds(id);
        let text = match self.told(id) {
            Told::Figure(Figure::Count(_)) => "gate-i6-unrounded",
            Told::Figure(_) => "gate-i6-withheld",
            Told::Nothing => "gate-i6-unpublished",
        };
        let reason = at("I6", text, place);
        let text = reason.text.number("low", low).number("high", high);
        Reason { text: text.number("candidates", candidates), ..reason }
    }
}

/// Returns a reason about one place.
pub(crate) fn at(invariant: &'static str, id: &'static str, place: &Place) -> Reason {
    Reason { invariant, text: Message::new(id).word("place", spell(place)) }
}

/// Spells a place in codes: `MATCHES_NEW 2025-Q1 CA-ON GROUP gender=GIRLS`.
pub(crate) fn spell(place: &Place) -> String {
    let Place { indicator, period, region, program_type, breakdown } = place;
    let base = format!("{indicator} {period} {region} {program_type}");
    breakdown
        .as_ref()
        .map_or_else(|| base.clone(), |it| format!("{base} {}={}", it.dimension, it.category))
}

/// I1, and what cannot be judged yet: corrections.
fn terms(rules: &Rules<'_>, terms: &Terms) -> Vec<Reason> {
    let Terms { policy_version, gate, catalogue_version, replaces, note: _ } = terms;
    let minimum = &rules.policy().gate;
    let mut reasons = Vec::new();
    let mut object = |invariant, text| reasons.push(Reason { invariant, text });
    if !(1..=rules.policy().version).contains(policy_version) {
        object("I1", Message::new("gate-i1-policy").number("version", *policy_version));
    }
    if !(1..=rules.catalogue().version()).contains(catalogue_version) {
        object("I1", Message::new("gate-i1-catalogue").number("version", *catalogue_version));
    }
    if !gate.is_sound() || !gate.at_least_as_strict_as(minimum) {
        let text = Message::new("gate-i1-loose").number("threshold", gate.threshold);
        object("I1", text.number("minimum", minimum.threshold));
    }
    if !replaces.is_empty() {
        object("I9", Message::new("gate-i9-replaces"));
    }
    reasons
}

/// I3.
fn counts(parameters: &GateParameters, observations: &[Observation]) -> Vec<Reason> {
    let base = u64::from(parameters.rounding_base).max(1);
    let is_off = |it: &&Observation| {
        let count = it.figure.count();
        count.is_some_and(|it| !it.is_multiple_of(base) || it < u64::from(parameters.threshold))
    };
    let off = observations.iter().filter(is_off).take(REASONS_MAX);
    let reason = |it: &Observation| {
        let reason = at("I3", "gate-i3-count", &it.place);
        let text = reason.text.number("count", it.figure.count().unwrap_or(0));
        let text = text.number("base", base).number("threshold", parameters.threshold);
        Reason { text, ..reason }
    };
    off.map(reason).collect()
}
