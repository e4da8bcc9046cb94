//! I2 and the half of I9 that concerns periods: what may be named at all.

use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;

use super::REASONS_MAX;
use super::Reason;
use super::at;
use crate::history::History;
use crate::mean;
use crate::rules::Rules;

/// Returns what is wrong with the codes and periods of a release.
pub(super) fn reasons(
    rules: &Rules<'_>,
    history: &History,
    observations: &[Observation],
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut before: Option<&Place> = None;
    let mut seen = BTreeSet::new();
    for Observation { place, figure } in observations {
        if reasons.len() >= REASONS_MAX {
            break;
        }
        let is_same_table = before.is_some_and(|it| same_table(it, place));
        let wrong = match place.breakdown {
            Some(_) if is_same_table => misplaced_breakdown(rules, place),
            _ => misplaced(rules, place),
        };
        reasons.extend(wrong.map(|id| at("I2", id, place)));
        let is_mean = matches!(figure, Figure::Mean(_));
        match mean::scale(rules, place) {
            Some(_) if !mean::is_whole(rules, place) => {
                reasons.push(at("I2", "gate-i2-mean-place", place));
            }
            Some(_) if !is_mean && *figure != Figure::Withheld => {
                reasons.push(at("I2", "gate-i2-mean", place));
            }
            None if is_mean => reasons.push(at("I2", "gate-i2-mean", place)),
            Some(_) | None => {}
        }
        match (*figure == Figure::NotApplicable, rules.is_offered(place)) {
            (true, true) => reasons.push(at("I2", "gate-i2-not-applicable", place)),
            (false, false) => reasons.push(at("I2", "gate-i2-not-offered", place)),
            (true, false) if place.breakdown.is_some() => {
                reasons.push(at("I2", "gate-i2-not-applicable", place));
            }
            (true, false) | (false, true) => {}
        }
        if !before.is_some_and(|it| it.indicator == place.indicator && it.period == place.period) {
            if before.is_none_or(|it| it.indicator != place.indicator) {
                seen.clear();
            }
            reasons.extend(wrong_period(history, place, &mut seen));
        }
        before = Some(place);
    }
    reasons.extend(incomplete(rules, observations));
    reasons
}

/// Returns what is wrong with the codes of a place, as the name of a text.
pub(crate) fn misplaced(rules: &Rules<'_>, place: &Place) -> Option<&'static str> {
    let Some(indicator) = rules.catalogue().indicator(&place.indicator) else {
        return Some("gate-i2-indicator");
    };
    let is_mean = mean::scale(rules, place).is_some();
    if matches!(indicator.kind, IndicatorKind::Mean | IndicatorKind::Ratio) && !is_mean {
        return Some("gate-i2-kind");
    }
    let is_share = rules.shares().of_numerator(&place.indicator).is_some();
    if is_share && rules.denominator(place).is_none() {
        return Some("gate-i2-period");
    }
    if !rules.shape().regions.contains_key(&place.region) {
        return Some("gate-i2-region");
    }
    let is_offered = rules.shape().programs.binary_search(&place.program_type).is_ok();
    if &*place.program_type != TOTAL && !(is_offered && breaks_down(indicator, PROGRAM_TYPE)) {
        return Some("gate-i2-program");
    }
    misplaced_breakdown(rules, place)
}

/// Returns whether `period` is a part of a longer period that was published without it.
pub(crate) fn is_late(history: &History, indicator: &str, period: Period) -> bool {
    history.metric(indicator).is_some_and(|metric| {
        let covers = |it: &Period| *it != period && it.contains(period);
        !metric.periods.contains(&period) && metric.periods.iter().any(covers)
    })
}

fn misplaced_breakdown(rules: &Rules<'_>, place: &Place) -> Option<&'static str> {
    let breakdown = place.breakdown.as_ref()?;
    let Some(categories) = rules.shape().dimensions.get(&breakdown.dimension) else {
        return Some("gate-i2-dimension");
    };
    let indicator = rules.catalogue().indicator(&place.indicator)?;
    if !breaks_down(indicator, &breakdown.dimension) {
        return Some("gate-i2-dimension");
    }
    let is_leaf = categories.binary_search(&breakdown.category).is_ok();
    (!is_leaf).then_some("gate-i2-category")
}

fn breaks_down(indicator: &Indicator, dimension: &str) -> bool {
    indicator.breakdowns.iter().any(|it| it == dimension)
}

/// Returns why figures of the period of `place` cannot be published beside those `seen` before.
fn wrong_period(history: &History, place: &Place, seen: &mut BTreeSet<Grain>) -> Option<Reason> {
    if is_late(history, &place.indicator, place.period) {
        return Some(at("I9", "gate-i9-finer", place));
    }
    seen.insert(place.period.grain());
    let published = history.metric(&place.indicator).into_iter().flat_map(|it| &it.periods);
    let grains: BTreeSet<Grain> =
        published.map(|it| it.grain()).chain(seen.iter().copied()).collect();
    mixes(&grains).then(|| at("I2", "gate-i2-year", place))
}

/// Returns whether periods of these kinds overlap without nesting: two kinds of year, or quarters
/// beside a school year, which ends in the middle of one.
pub(crate) fn mixes(grains: &BTreeSet<Grain>) -> bool {
    let years = [Grain::Year, Grain::FiscalYear, Grain::SchoolYear];
    let years = years.iter().filter(|it| grains.contains(it)).count();
    years > 1 || grains.contains(&Grain::SchoolYear) && grains.contains(&Grain::Quarter)
}

/// Returns the breakdowns that do not list every category.
fn incomplete(rules: &Rules<'_>, observations: &[Observation]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let slices = observations.chunk_by(|a, b| same_slice(&a.place, &b.place));
    for slice in slices {
        let Some(first) = slice.first() else { continue };
        let Some(breakdown) = &first.place.breakdown else { continue };
        let listed = slice.iter().filter_map(|it| it.place.breakdown.as_ref());
        let listed = listed.map(|it| &it.category);
        let wanted = rules.shape().dimensions.get(&breakdown.dimension);
        if wanted.is_some_and(|wanted| !wanted.iter().eq(listed)) && reasons.len() < REASONS_MAX {
            let reason = at("I2", "gate-i2-incomplete", &first.place.base());
            let text: Message = reason.text.word("dimension", &breakdown.dimension);
            reasons.push(Reason { text, ..reason });
        }
    }
    reasons
}

fn same_slice(a: &Place, b: &Place) -> bool {
    let dimension = |it: &Place| it.breakdown.as_ref().map(|it| Arc::clone(&it.dimension));
    same_table(a, b) && dimension(a) == dimension(b)
}

fn same_table(a: &Place, b: &Place) -> bool {
    a.period == b.period
        && a.region == b.region
        && a.program_type == b.program_type
        && a.indicator == b.indicator
}
