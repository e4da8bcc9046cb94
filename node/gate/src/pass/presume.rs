//! What a reader presumes of numbers that were hidden before.
//!
//! Most hidden numbers are small, so the worst of readers takes all of them for small, wherever
//! that fits what is shown. The publisher no longer knows which ones were: exact counts are not
//! kept, and a file tells of its own places only. So every number that was ever hidden of an
//! indicator is taken for small, one after the other, and then what the source of the file masked, which
//! the publisher does not know either. Who knows the source takes that for no more than its mark says:
//!
//! - **First those that the file says are small**, then the rest in the order of publication; never
//!   one that the file says is not.
//! - **One that cannot be small beside the others and the new figures is left open**, alone; and so is
//!   one that cannot if balances hold.
//! - **It ends**: after [`WORK_MAX`] steps the rest is left open.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::release::Place;

use super::plan::Plan;
use super::plan::small;
use super::repair::apply;
use crate::history::Bounds;
use crate::history::History;
use crate::history::Id;
use crate::rules::Rules;

/// The most parts that are looked at; a history of many years needs a few per hidden number.
const WORK_MAX: usize = 20_000_000;

/// Narrows what was hidden before to what a reader presumes of it beside `plan`.
pub(super) fn presume_small(plan: &mut Plan, rules: &Rules<'_>, known: &mut History) {
    plan.guesses.clear();
    let mut trial = known.clone();
    let places: Vec<Place> = plan.cells.keys().cloned().collect();
    if apply(plan, &places, rules, &mut trial).stuck.is_some() {
        // The figures contradict what is known without any presumption: it is for `repair` to say.
        return;
    }
    let mut presumed: Vec<(Id, Bounds)> = Vec::new();
    let mut work = 0;
    for id in hidden(plan, known) {
        let Some(place) = known.place(id) else { continue };
        let small = (id, small(&place, rules));
        let fits = trial.narrow(&[small]).is_ok();
        work += trial.work();
        if fits && trial.has_changed_balances() {
            trial.undo();
        } else if fits {
            presumed.push(small);
        }
        if work > WORK_MAX {
            break;
        }
    }
    // What holds beside the new figures holds without them.
    let _stuck = known.narrow(&presumed);
    plan.guesses = masked(plan, rules, trial, work);
}

/// Returns what a reader presumes at most of what is masked: what the source says, else that it is small,
/// else nothing.
fn masked(
    plan: &Plan,
    rules: &Rules<'_>,
    mut trial: History,
    mut work: usize,
) -> BTreeMap<Place, u64> {
    let mut guesses = BTreeMap::new();
    for (place, most) in &plan.masked {
        let Some(id) = trial.id(place) else { continue };
        let small = small(place, rules).high;
        for high in most.iter().copied().chain([small]) {
            if work > WORK_MAX {
                return guesses;
            }
            let fits = trial.narrow(&[(id, Bounds { low: 0, high })]).is_ok();
            work += trial.work();
            if fits && trial.has_changed_balances() {
                trial.undo();
            } else if fits {
                guesses.insert(place.clone(), high);
                break;
            }
        }
    }
    guesses
}

/// Returns what was hidden before of the indicators of `plan`, except what is not small.
fn hidden(plan: &Plan, known: &History) -> Vec<Id> {
    let ids = |places: &[Place]| -> Vec<Id> {
        places.iter().filter_map(|place| known.id(place)).collect()
    };
    // Nobody takes for small what is hidden however many they are.
    let unpresumed = [ids(&plan.large_before), ids(&plan.governed_before)].concat();
    let mut seen: BTreeSet<Id> = unpresumed.into_iter().collect();
    let mut hidden = ids(&plan.small_before);
    hidden.extend(known.withheld(&plan.indicators()));
    hidden.retain(|id| seen.insert(*id));
    hidden
}
