//! One plan, several releases: each at most as large as a release may be.
//!
//! Receivers judge one release after the other, so the order matters: shorter periods come before
//! longer ones, denominators before their numerators, wholes before parts, bases before breakdowns, and a breakdown is never cut in two.
//! Corrections come before what is new, and in them what moved before what stays: the first part of
//! a correction shows that enough numbers move.

use std::cmp::Reverse;

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::release::OBSERVATIONS_MAX;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;

use super::plan::Cell;
use super::plan::Plan;
use super::plan::slice_of;
use super::problem;
use crate::mean;
use crate::problem::Problems;
use crate::rules::Rules;

/// Returns the new figures as releases, in the order in which they must be published.
pub(super) fn releases(plan: &Plan, rules: &Rules<'_>) -> Result<Vec<Release>, Problems> {
    let observations = |is_revised| {
        let cells = plan.cells.iter().filter(move |(_, cell)| cell.is_revised == is_revised);
        let observation = |(place, cell): (&Place, &Cell)| Observation {
            place: place.clone(),
            figure: cell.figure,
        };
        let mut observations: Vec<Observation> = cells.map(observation).collect();
        observations.sort_by_cached_key(|it| rank(&it.place, rules));
        observations
    };
    let (revised, new) = (observations(true), observations(false));
    let moves = |unit: &&[Observation]| {
        let cell = |it: &Observation| plan.cells.get(&it.place).copied();
        unit.iter().filter_map(cell).any(|cell| !cell.stays())
    };
    let (moved, stay): (Vec<_>, Vec<_>) = units(&revised).partition(moves);
    let corrections = chunks(moved.into_iter().chain(stay)).into_iter();
    let of = (&plan.coverage, rules);
    let corrections = corrections.map(|chunk| release(chunk, plan.replaces.clone(), of));
    let new = chunks(units(&new)).into_iter().map(|chunk| release(chunk, vec![], of));
    corrections.chain(new).collect()
}

/// Returns `observations`, made up of the figures of `coverage`, as releases that replace `replaces`, in
/// the order in which they must be published.
pub(crate) fn in_order(
    mut observations: Vec<Observation>,
    replaces: &[EntryId],
    (coverage, rules): (&Coverage, &Rules<'_>),
) -> Result<Vec<Release>, Problems> {
    observations.sort_by_cached_key(|it| rank(&it.place, rules));
    let chunks = chunks(units(&observations)).into_iter();
    chunks
        .map(|chunk| release(chunk, replaces.to_vec(), (coverage, rules)))
        .collect()
}

/// Returns what must stay together: the figures of one breakdown, or one figure.
fn units(observations: &[Observation]) -> impl Iterator<Item = &[Observation]> {
    observations.chunk_by(|a, b| {
        let slice = slice_of(&a.place);
        slice.is_some() && slice == slice_of(&b.place)
    })
}

fn chunks<'a>(units: impl Iterator<Item = &'a [Observation]>) -> Vec<Vec<Observation>> {
    let mut chunks: Vec<Vec<Observation>> = Vec::new();
    for unit in units {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() + unit.len() <= OBSERVATIONS_MAX => {
                chunk.extend_from_slice(unit);
            }
            _ => chunks.push(unit.to_vec()),
        }
    }
    chunks
}

fn release(
    mut observations: Vec<Observation>,
    replaces: Vec<EntryId>,
    (coverage, rules): (&Coverage, &Rules<'_>),
) -> Result<Release, Problems> {
    observations.sort_unstable();
    let terms = Terms {
        policy_version: rules.policy().version,
        gate: *rules.parameters(),
        catalogue_version: rules.catalogue().version(),
        replaces,
        note: String::new(),
        consents: vec![],
        coverage: coverage.clone(),
    };
    let place = || Message::new("gate-place-release");
    let refused = |_| problem("FL-E158", place(), Message::new("gate-e158-what")).into();
    Release::new(terms, observations).map_err(refused)
}

/// Orders places so that whatever has to be there first comes first.
fn rank(place: &Place, rules: &Rules<'_>) -> impl Ord + use<> {
    let depth = rules.shape().regions.get(&place.region).map_or(0, |it| it.depth);
    let is_program = &*place.program_type != TOTAL;
    let grain = Reverse(place.period.grain());
    let share = rules.shares().depth(&place.indicator);
    let whole_first = (place.breakdown.is_some(), depth, is_program);
    // A mean comes after the count that it is of.
    let is_mean = mean::scale(rules, place).is_some();
    (is_mean, grain, share, place.indicator.clone(), place.period, whole_first, place.clone())
}
