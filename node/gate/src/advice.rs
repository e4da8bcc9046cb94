//! Advice for a publisher much of whose table stays hidden: what could be told in less detail, and how
//! much of that would be shown.
//!
//! - **A trial of the same gate on the same counts**: nothing leaves by it, and what it says is how many
//!   numbers would be hidden, never a count.
//! - **Only what helps is told**: ways that leave at most half the share of hidden numbers, best first.
//! - **A trial costs what publishing costs**, so it is made for tables of limited size only.

use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Grain;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use crate::draft::Draft;
use crate::history::History;
use crate::pass;
use crate::round::RoundingSecret;
use crate::rules::Rules;

/// The largest table that trials are made for, in numbers.
pub(crate) const PLACES_MAX: usize = 3_000;

/// Advice is given from so many hidden numbers on, and so many percent of all.
const HIDDEN_MIN: usize = 10;
const HIDDEN_PERCENT_MIN: usize = 20;

/// The most ways that are told of.
const TOLD_MAX: usize = 3;

/// How a table is told in less detail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Coarser {
    /// By whole years only.
    Periods,
    /// All programs together.
    Programs,
    /// Without the lowest regions.
    Regions,
    /// Without the breakdown by this code list.
    Without(Arc<str>),
}

/// How many numbers of a table are hidden.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hidden {
    /// So many are hidden, or left out.
    pub hidden: usize,
    /// So many would be told if none were.
    pub of: usize,
}

/// What a publisher is told.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Advice {
    /// How much of the table is hidden.
    pub now: Option<Hidden>,
    /// What would be hidden of it in less detail, best first.
    pub instead: Vec<(Coarser, Hidden)>,
}

/// Tries what could be told instead of `draft`, where `now` is how much of it is hidden.
pub(crate) fn advise(
    draft: &Draft,
    now: Hidden,
    rules: &Rules<'_>,
    secret: &RoundingSecret,
) -> Advice {
    if now.hidden < HIDDEN_MIN || now.hidden * 100 < now.of * HIDDEN_PERCENT_MIN {
        return Advice::default();
    }
    let lists = draft.places().filter_map(|it| it.breakdown.as_ref());
    let lists: BTreeSet<Arc<str>> = lists.map(|it| Arc::clone(&it.dimension)).collect();
    let lowest = lowest_regions(draft, rules);
    let ways = [Coarser::Periods, Coarser::Programs, Coarser::Regions].into_iter();
    let ways = ways.chain(lists.into_iter().map(Coarser::Without));
    let tried = ways.filter_map(|coarser| {
        let draft = draft.only(|place| coarser.keeps(place, &lowest));
        let of = draft.places().count();
        if !(1..now.of).contains(&of) {
            return None;
        }
        let passed = pass::pass(draft, rules, secret, &History::new()).ok()?;
        let releases = passed.releasables.iter().flat_map(|it| it.release().observations());
        let shown = releases.filter(|it| matches!(it.figure, Figure::Count(_))).count();
        let hidden = Hidden { hidden: of.saturating_sub(shown), of };
        let is_better = hidden.hidden * now.of * 2 <= now.hidden * of;
        is_better.then_some((coarser, hidden))
    });
    let mut instead: Vec<(Coarser, Hidden)> = tried.collect();
    instead.sort_by_key(|(_, it)| std::cmp::Reverse(it.of.saturating_sub(it.hidden)));
    instead.truncate(TOLD_MAX);
    Advice { now: Some(now), instead }
}

impl Coarser {
    fn keeps(&self, place: &Place, lowest: &BTreeSet<Arc<str>>) -> bool {
        match self {
            Self::Periods => !matches!(place.period.grain(), Grain::Month | Grain::Quarter),
            Self::Programs => &*place.program_type == TOTAL,
            Self::Regions => !lowest.contains(&place.region),
            Self::Without(list) => place.breakdown.as_ref().is_none_or(|it| it.dimension != *list),
        }
    }
}

impl Advice {
    /// Returns what the publisher is told; nothing where there is nothing to advise.
    pub fn messages(&self) -> Vec<Message> {
        let Some(now) = self.now.filter(|_| !self.instead.is_empty()) else { return Vec::new() };
        let counted =
            |message: Message, it: &Hidden| message.number("hidden", it.hidden).number("of", it.of);
        let told = self.instead.iter().map(|(coarser, hidden)| {
            let message = match coarser {
                Coarser::Periods => Message::new("gate-advice-periods"),
                Coarser::Programs => Message::new("gate-advice-programs"),
                Coarser::Regions => Message::new("gate-advice-regions"),
                Coarser::Without(list) => {
                    Message::new("gate-advice-without").word("dimension", list)
                }
            };
            counted(message, hidden)
        });
        let first = counted(Message::new("gate-advice-hidden"), &now);
        std::iter::once(first).chain(told).collect()
    }
}

/// Returns the regions of a draft that others of it contain, and that contain none of it.
fn lowest_regions(draft: &Draft, rules: &Rules<'_>) -> BTreeSet<Arc<str>> {
    let regions: BTreeSet<Arc<str>> = draft.places().map(|it| Arc::clone(&it.region)).collect();
    let Some(list) = rules.catalogue().list(REGION) else {
        return BTreeSet::new();
    };
    let above = |region: &Arc<str>| {
        let lineage = list.lineage(region).skip(1);
        lineage.filter_map(|it| regions.get(it).cloned()).collect::<Vec<_>>()
    };
    let wholes: BTreeSet<Arc<str>> = regions.iter().flat_map(above).collect();
    let is_lowest = |it: &&Arc<str>| !wholes.contains(*it) && !above(it).is_empty();
    regions.iter().filter(is_lowest).cloned().collect()
}

#[cfg(test)]
mod tests;
