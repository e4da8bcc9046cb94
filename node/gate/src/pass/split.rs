//! One plan, several releases: each at most as large as a release may be.
//!
//! Receivers judge one release after the other, so the order matters: shorter periods come before
//! longer ones, wholes before parts, bases before breakdowns, and a breakdown is never cut in two.

use std::cmp::Reverse;

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::release::OBSERVATIONS_MAX;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;

use super::plan::Plan;
use super::plan::slice_of;
use super::problem;
use crate::problem::Problems;
use crate::rules::Rules;

/// Returns the new figures as releases, in the order in which they must be published.
pub(super) fn releases(plan: &Plan, rules: &Rules<'_>) -> Result<Vec<Release>, Problems> {
    let cells = plan.cells.iter();
    let observation = |place: &Place, figure| Observation { place: place.clone(), figure };
    in_order(cells.map(|(place, cell)| observation(place, cell.figure)).collect(), rules)
}

/// Returns `observations` as releases, in the order in which they must be published.
pub(crate) fn in_order(
    mut observations: Vec<Observation>,
    rules: &Rules<'_>,
) -> Result<Vec<Release>, Problems> {
    observations.sort_by_cached_key(|it| rank(&it.place, rules));
    let mut chunks: Vec<Vec<Observation>> = Vec::new();
    let units = observations.chunk_by(|a, b| {
        let slice = slice_of(&a.place);
        slice.is_some() && slice == slice_of(&b.place)
    });
    for unit in units {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() + unit.len() <= OBSERVATIONS_MAX => {
                chunk.extend_from_slice(unit);
            }
            _ => chunks.push(unit.to_vec()),
        }
    }
    chunks.into_iter().map(|chunk| release(chunk, rules)).collect()
}

fn release(mut observations: Vec<Observation>, rules: &Rules<'_>) -> Result<Release, Problems> {
    observations.sort_unstable();
    let terms = Terms {
        policy_version: rules.policy().version,
        gate: *rules.parameters(),
        catalogue_version: rules.catalogue().version(),
        replaces: vec![],
        note: String::new(),
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
    let whole_first = (place.breakdown.is_some(), depth, is_program);
    (grain, place.indicator.clone(), place.period, whole_first, place.clone())
}
