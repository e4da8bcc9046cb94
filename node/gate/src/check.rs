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
//! - **I7** a mean is of everybody together, of whom the number is shown, and no more exact than that allows;
//! - **I8** of nobody it is nearly certain that they belong to a sensitive category;
//! - **I9** what was published stays as it was unless a correction replaces it, which moves no number
//!   or at least three; and no finer period is added to an old one;
//! - **I10** what a community governs is told with its consent only, and follows from nothing else;
//! - **I11** neither the note nor a name of who is covered looks as if it spoke of a person.
//!
//! **I12**, that numbers end as chance would have them, is a doubt and no verdict: see [`History::doubts`].

mod codes;
mod likely;

use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::MOVED_MIN;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;

use crate::history::Applied;
use crate::history::Bounds;
use crate::history::Claim;
use crate::history::Exposed;
use crate::history::History;
use crate::history::Refused;
use crate::history::Stuck;
use crate::history::Told;
use crate::mean;
use crate::rules::Rules;
use crate::screen;

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
    /// Which invariant it breaks: `I1` to `I11`.
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

    /// Judges a release, and remembers it if it counts; under a name of its own making, for trials.
    pub fn accept(&mut self, rules: &Rules<'_>, release: &Release) -> Verdict {
        let text = format!("{} {release:?}", self.figures());
        self.accept_entry(rules, release, EntryId(Hash::of([text.as_bytes()])))
    }

    /// Judges the release of the entry `id`, and remembers it if it counts.
    pub fn accept_entry(&mut self, rules: &Rules<'_>, release: &Release, id: EntryId) -> Verdict {
        let mut reasons = terms(rules, release.terms());
        reasons.extend(codes::reasons(rules, self, release.observations()));
        reasons.extend(counts(rules, release));
        reasons.extend(consents(rules, release));
        if !reasons.is_empty() {
            return Verdict::of(reasons);
        }
        let replaces = &release.terms().replaces;
        let before = (!replaces.is_empty()).then(|| self.clone());
        self.adopt(rules);
        let verdict = match self.correct_by(release) {
            Ok(()) => self.take(rules, release),
            Err(reason) => Verdict::of(vec![reason]),
        };
        match (verdict.is_accept(), before) {
            (true, _) => self.list(id, release),
            (false, Some(before)) => *self = before,
            (false, None) => {}
        }
        verdict
    }

    /// Prepares for a correction, if it is one.
    fn correct_by(&mut self, release: &Release) -> Result<(), Reason> {
        let replaces = &release.terms().replaces;
        if replaces.is_empty() {
            return Ok(());
        }
        self.correct(replaces, release.observations()).map_err(|refused| match refused {
            Refused::Beyond(place) => at("I9", "gate-i9-changed", &place),
            Refused::Few(count) => {
                let text = Message::new("gate-i9-few").number("count", count);
                Reason { invariant: "I9", text: text.number("least", MOVED_MIN) }
            }
            Refused::Unknown => Reason { invariant: "I9", text: Message::new("gate-i9-replaces") },
        })
    }

    /// Adds figures to what is known, unless there is something wrong with them.
    fn take(&mut self, rules: &Rules<'_>, release: &Release) -> Verdict {
        let parameters = &release.terms().gate;
        let corrects = !release.terms().replaces.is_empty();
        let applied = self.apply(
            rules,
            parameters,
            release.observations().iter().map(|it| Claim {
                place: &it.place,
                figure: it.figure,
                bounds: Bounds::of(it.figure, parameters, rules.class_of(&it.place)),
                corrects,
            }),
        );
        let mut reasons = self.objections(parameters, release.observations(), &applied);
        if reasons.is_empty() {
            reasons = self.objections_by_ties(parameters, release.observations());
            let places = release.observations().iter().map(|it| &it.place);
            let certain = self.near_certain(rules, places).into_iter().take(REASONS_MAX);
            reasons.extend(certain.map(|place| at("I8", "gate-i8-certain", &place)));
            let places = release.observations().iter().map(|it| &it.place);
            let known = self.known_to_be(rules, places).into_iter().take(REASONS_MAX);
            reasons.extend(known.map(|place| at("I10", "gate-i10-known", &place)));
            reasons.extend(self.wrong_means(rules, release.observations()));
        }
        let verdict = Verdict::of(reasons);
        if !verdict.is_accept() {
            self.undo();
        }
        verdict
    }

    /// Returns what could be worked out by whoever compares corrections with what they correct.
    fn objections_by_ties(
        &self,
        parameters: &GateParameters,
        observations: &[Observation],
    ) -> Vec<Reason> {
        let indicators: BTreeSet<Arc<str>> =
            observations.iter().map(|it| Arc::clone(&it.place.indicator)).collect();
        let base = u64::from(parameters.rounding_base);
        let candidates = u64::from(parameters.candidates);
        match self.exposed_by_ties(&indicators, (base, candidates)) {
            Err(stuck) => vec![self.contradiction(stuck)],
            Ok(exposed) => exposed
                .into_iter()
                .take(REASONS_MAX)
                .map(|it| self.exposure(&it, candidates))
                .collect(),
        }
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
                    let slice = self.slice_base_of(orphan.id, parameters);
                    let text = reason.text.number("slice", slice);
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
        exposed.map(|it| self.exposure(&it, candidates)).collect()
    }

    /// I7.
    fn wrong_means(&self, rules: &Rules<'_>, observations: &[Observation]) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let means = observations.iter().filter_map(|it| Some((it, mean::scale(rules, &it.place)?)));
        for (Observation { place, figure }, scale) in means.take(REASONS_MAX) {
            let shown = self.figure(&mean::people(scale, place));
            match *figure {
                Figure::Mean(value) if !mean::fits(value, scale, shown) => {
                    let reason = at("I7", "gate-i7-mean", place);
                    let people = shown.and_then(Figure::count).unwrap_or(0);
                    let text = reason.text.number("value", value).number("people", people);
                    reasons.push(Reason { text, ..reason });
                }
                _ if shown.is_none() => reasons.push(at("I7", "gate-i7-people", place)),
                _ if mean::overlaps(self, &place.indicator, place.period) => {
                    reasons.push(at("I7", "gate-i7-overlap", place));
                }
                _ => {}
            }
        }
        reasons
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

    fn exposure(&self, exposed: &Exposed, candidates: u64) -> Reason {
        let Bounds { low, high } = exposed.bounds;
        let text = match self.told(exposed.id) {
            _ if exposed.by_balance => "gate-i6-balance",
            Told::Figure(Figure::Count(_)) => "gate-i6-unrounded",
            Told::Figure(_) => "gate-i6-withheld",
            Told::Nothing => "gate-i6-unpublished",
        };
        let reason = at("I6", text, &exposed.place);
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

/// I1, and I11 of the note and of who is covered.
fn terms(rules: &Rules<'_>, terms: &Terms) -> Vec<Reason> {
    // Of consents, whoever verified them has told the rules.
    let Terms { policy_version, gate, catalogue_version, replaces: _, note, consents: _, coverage } =
        terms;
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
    let covered = coverage.units().iter().flat_map(|it| screen::blocked(it));
    for finding in screen::findings(note).into_iter().chain(covered) {
        object("I11", Message::new(finding.suspicion.text()));
    }
    reasons
}

/// I3.
fn counts(rules: &Rules<'_>, release: &Release) -> Vec<Reason> {
    let (parameters, observations) = (&release.terms().gate, release.observations());
    let threshold = |it: &Observation| parameters.threshold_of(rules.class_of(&it.place));
    let base = u64::from(parameters.rounding_base).max(1);
    let is_off = |it: &&Observation| {
        let count = it.figure.count();
        count.is_some_and(|count| !count.is_multiple_of(base) || count < u64::from(threshold(it)))
    };
    let off = observations.iter().filter(is_off).take(REASONS_MAX);
    let reason = |it: &Observation| {
        let reason = at("I3", "gate-i3-count", &it.place);
        let text = reason.text.number("count", it.figure.count().unwrap_or(0));
        let text = text.number("base", base).number("threshold", threshold(it));
        Reason { text, ..reason }
    };
    off.map(reason).collect()
}

/// I10: numbers that no community consented to.
fn consents(rules: &Rules<'_>, release: &Release) -> Vec<Reason> {
    let told = release.observations().iter().filter(|it| it.figure != Figure::Withheld);
    let reserved = told.filter(|it| rules.is_reserved(&it.place)).take(REASONS_MAX);
    reserved.map(|it| at("I10", "gate-i10-consent", &it.place)).collect()
}
