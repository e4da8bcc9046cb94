//! Hiding more, until nothing hidden can be worked out.
//!
//! While a hidden number is too narrow, the smallest shown number that shares a sum with it is
//! hidden as well, else a number it is a part of. After [`ROUNDS_MAX`] attempts for one number the
//! breakdown is left out. Where nothing near can be hidden or left out, the next is looked for
//! farther away, and if there is none the whole file is refused. Only new figures are hidden: what
//! is out is out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::release::Place;

use super::WhyDropped;
use super::plan::Plan;
use super::plan::changed;
use super::problem;
use crate::check;
use crate::history::Applied;
use crate::history::Claim;
use crate::history::Exposed;
use crate::history::History;
use crate::history::Id;
use crate::history::Stuck;
use crate::problem::Problems;
use crate::rules::Rules;

/// The most numbers that are hidden to protect one other.
const ROUNDS_MAX: usize = 40;

/// The most numbers that are hidden for one indicator before the file is refused.
const REPAIRS_MAX: usize = 5_000;

/// The most cells among which something is looked for that can be hidden or left out.
const REACH_MAX: usize = 5_000;

/// What is done next.
enum Remedy {
    DropPrograms(Place),
    DropSlice(super::plan::Slice),
    Refuse,
    Withhold(Vec<Place>),
}

/// What became of sensitive categories and numerators in which nearly everybody is.
enum Certain {
    /// They are left out or hidden.
    LeftOut,
    /// There are none.
    None,
    /// This one is hidden, and follows from others.
    Still(Place, Id),
}

/// New cells by id, with the figures and names they go by.
type Shown = BTreeMap<Id, (u64, BTreeSet<Place>)>;

/// Hides more of `plan` until it is safe beside what is `known`, and adds it to that.
pub(super) fn repair(
    plan: &mut Plan,
    rules: &Rules<'_>,
    known: &mut History,
) -> Result<(), Problems> {
    for indicator in rules.shares().in_order(plan.indicators()) {
        let mut rounds: BTreeMap<Place, usize> = BTreeMap::new();
        for repairs in 0.. {
            let places: Vec<Place> = of_indicator(plan, &indicator);
            let applied = apply(plan, &places, rules, known);
            if let Some(place) = applied.changed.first().and_then(|index| places.get(*index)) {
                return Err(changed(&check::spell(place)).into());
            }
            if let Some(stuck) = applied.stuck {
                return Err(contradiction(stuck, known));
            }
            let exposed = exposed(known, &indicator, rules)?;
            let target = match exposed {
                Some(Exposed { place, id, .. }) => Some((place, id)),
                None => match leave_out_certain(plan, &indicator, rules, known) {
                    Certain::LeftOut => continue,
                    Certain::None => None,
                    Certain::Still(place, id) => Some((place, id)),
                },
            };
            let Some((target, id)) = target else { break };
            let round = rounds.entry(target.clone()).or_default();
            *round += 1;
            let may_hide = *round <= ROUNDS_MAX && repairs < REPAIRS_MAX;
            let remedy = remedy(plan, known, &places, (&applied, id), may_hide);
            known.undo();
            match remedy {
                Remedy::Withhold(places) => places.iter().for_each(|it| plan.withhold(it)),
                Remedy::DropSlice(slice) => plan.drop_slice(slice, WhyDropped::Revealing),
                Remedy::DropPrograms(base) => plan.drop_programs(&base, rules),
                Remedy::Refuse => return Err(revealing(&target)),
            }
            plan.drop_thin(rules, known);
        }
    }
    Ok(())
}

/// Leaves out the breakdowns in which nearly everybody is in one sensitive category, and hides the
/// numerators of which nearly everybody or nearly nobody is one.
fn leave_out_certain(
    plan: &mut Plan,
    indicator: &Arc<str>,
    rules: &Rules<'_>,
    known: &mut History,
) -> Certain {
    let places = || plan.cells.keys().filter(|place| place.indicator == *indicator);
    let governed = known.known_to_be(rules, places());
    let governed: BTreeSet<_> = governed.iter().filter_map(super::plan::slice_of).collect();
    if !governed.is_empty() {
        known.undo();
        governed
            .into_iter()
            .for_each(|slice| plan.drop_slice(slice, WhyDropped::Governed));
        plan.drop_thin(rules, known);
        return Certain::LeftOut;
    }
    let certain = known.near_certain(rules, places());
    let (parts, numerators): (Vec<Place>, Vec<Place>) =
        certain.into_iter().partition(|place| rules.is_sensitive(place));
    let slices: BTreeSet<_> = parts.iter().filter_map(super::plan::slice_of).collect();
    let hidden = numerators.iter().filter(|place| plan.withhold_certain(place)).count();
    if slices.is_empty() && hidden == 0 {
        // What is hidden and certain even so follows from what is shown around it.
        let still = numerators.into_iter().find_map(|place| Some((known.id(&place)?, place)));
        return still.map_or(Certain::None, |(id, place)| Certain::Still(place, id));
    }
    known.undo();
    for slice in slices {
        plan.drop_slice(slice, WhyDropped::NearCertain);
    }
    plan.drop_thin(rules, known);
    Certain::LeftOut
}

/// Returns the first number that can be worked out: from what is out now, or from that and what it
/// corrects.
fn exposed(
    known: &History,
    indicator: &Arc<str>,
    rules: &Rules<'_>,
) -> Result<Option<Exposed>, Problems> {
    let base = u64::from(rules.parameters().rounding_base);
    let candidates = u64::from(rules.parameters().candidates);
    let first = known.exposed(candidates).into_iter().next();
    if first.is_some() {
        return Ok(first);
    }
    let indicators = BTreeSet::from([Arc::clone(indicator)]);
    let exposed = known.exposed_by_ties(&indicators, (base, candidates));
    let exposed = exposed.map_err(|stuck| contradiction(stuck, known))?;
    Ok(exposed.into_iter().next())
}

fn of_indicator(plan: &Plan, indicator: &Arc<str>) -> Vec<Place> {
    plan.cells
        .keys()
        .filter(|place| place.indicator == *indicator)
        .cloned()
        .collect()
}

/// Adds the figures of `places` to what is `known`.
pub(super) fn apply(
    plan: &Plan,
    places: &[Place],
    rules: &Rules<'_>,
    known: &mut History,
) -> Applied {
    let claims = places.iter().filter_map(|place| {
        let cell = plan.cells.get(place)?;
        let bounds = plan.bounds(place, *cell, rules);
        Some(Claim { place, figure: cell.figure, bounds, corrects: cell.is_revised })
    });
    known.apply(rules, rules.parameters(), claims)
}

/// Decides what to do about a hidden number that is too narrow: near it, else farther away.
fn remedy(
    plan: &Plan,
    known: &History,
    places: &[Place],
    (applied, target): (&Applied, Id),
    may_hide: bool,
) -> Remedy {
    let (siblings, wholes) = known.neighbors(target);
    let around = std::iter::once(&target).chain(&siblings).chain(&wholes);
    let around: BTreeSet<Id> = around.copied().collect();
    let further = beyond(known, siblings.iter().chain(&wholes));
    let near = [siblings, wholes, further, vec![target]];
    let shown = if may_hide { shown(plan, places, applied) } else { Shown::new() };
    let hide = |rings: &[Vec<Id>]| {
        rings.iter().find_map(|ring| smallest(&shown, ring)).map(Remedy::Withhold)
    };
    let leave_out = |ring: &BTreeSet<Id>| leave_out(places, applied, ring);
    hide(&near).or_else(|| leave_out(&around)).unwrap_or_else(|| {
        let outwards = outwards(known, &near);
        let mut sets = outwards.iter().map(|ring| ring.iter().copied().collect());
        hide(&outwards)
            .or_else(|| sets.find_map(|ring| leave_out(&ring)))
            .unwrap_or(Remedy::Refuse)
    })
}

/// Returns a breakdown among the new cells of `ring` that can be left out, else programs.
fn leave_out(places: &[Place], applied: &Applied, ring: &BTreeSet<Id>) -> Option<Remedy> {
    let new = applied.ids.iter().zip(places).filter(|(id, _)| ring.contains(id));
    let mut new = new.map(|(_, place)| place);
    if let Some(slice) = new.clone().find_map(super::plan::slice_of) {
        return Some(Remedy::DropSlice(slice));
    }
    let program = new.find(|place| &*place.program_type != TOTAL)?;
    Some(Remedy::DropPrograms(program.clone()))
}

/// Returns `near`, and what lies around it, ring by ring.
fn outwards(known: &History, near: &[Vec<Id>; 4]) -> Vec<Vec<Id>> {
    let mut rings = near.to_vec();
    let mut seen: BTreeSet<Id> = rings.iter().flatten().copied().collect();
    let mut edge: Vec<Id> = seen.iter().copied().collect();
    while !edge.is_empty() && seen.len() < REACH_MAX {
        edge = beyond(known, edge.iter());
        edge.retain(|id| seen.insert(*id));
        rings.push(edge.clone());
    }
    rings
}

/// Returns the cells that share a sum with one of these.
fn beyond<'a>(known: &History, ids: impl Iterator<Item = &'a Id>) -> Vec<Id> {
    let neighbors = ids.flat_map(|id| {
        let (siblings, wholes) = known.neighbors(*id);
        siblings.into_iter().chain(wholes)
    });
    neighbors.collect()
}

/// Returns the new cells that show a number.
fn shown(plan: &Plan, places: &[Place], applied: &Applied) -> Shown {
    let mut shown = Shown::new();
    for (id, place) in applied.ids.iter().zip(places) {
        let count = plan.cells.get(place).and_then(|cell| cell.hideable());
        if let Some(count) = count {
            let (_, names) = shown.entry(*id).or_insert((count, BTreeSet::new()));
            names.insert(place.clone());
        }
    }
    shown
}

/// Returns all names of the cell with the smallest number, the first by place among equals.
fn smallest(shown: &Shown, among: &[Id]) -> Option<Vec<Place>> {
    let (_, names) = among.iter().filter_map(|id| shown.get(id)).min()?;
    Some(names.iter().cloned().collect())
}

fn contradiction(stuck: Stuck, known: &History) -> Problems {
    let place = match stuck {
        Stuck::Contradiction(id) => known.place(id),
        Stuck::TooLong => None,
    };
    let spelled = place.map_or_else(String::new, |place| check::spell(&place));
    let what = Message::new("gate-e155-what").word("place", spelled);
    problem("FL-E155", Message::new("gate-place-draft"), what).into()
}

fn revealing(target: &Place) -> Problems {
    let what = Message::new("gate-e156-what").word("place", check::spell(target));
    problem("FL-E156", Message::new("gate-place-draft"), what).into()
}
