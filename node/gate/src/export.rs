//! What one member published, in the form in which an outside attacker reads it.
//!
//! The attacker (`tests/oracles/audit.py`) shares no code with the gate: it solves two linear
//! programs for each hidden number. So this module shares none with [`crate::history`] either. It
//! writes down every sum that a reader of the catalogue and the profile knows, whether or not its
//! total was published: parts of regions, of programs, of breakdowns and, for flows, of time. A
//! stock is what is there on the last day, so each of its periods is a sum of one: its last month.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::period::Grain;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;

use crate::check::spell;
use crate::rules::Rules;

/// One indicator of one member, as JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Publication {
    /// The indicator.
    pub indicator: String,
    /// The publication, in the format of the attacker.
    pub json: String,
}

/// Places, and what was told of them; nothing of those that only follow.
type Cells = BTreeMap<Place, Option<Figure>>;

/// A total, its parts, and whether somebody may be in several of them.
type Sum = (Place, Vec<Place>, bool);

/// What the name of everybody who is not in a category ends with.
const REST: &str = "~";

/// Returns what `releases` publish, one publication for each indicator.
pub fn publications<'a>(
    rules: &Rules<'_>,
    releases: impl IntoIterator<Item = &'a Release>,
) -> Vec<Publication> {
    let mut by_indicator: BTreeMap<String, Cells> = BTreeMap::new();
    for release in releases {
        for observation in release.observations() {
            let cells = by_indicator.entry(observation.place.indicator.to_string()).or_default();
            cells.insert(observation.place.clone(), Some(observation.figure));
        }
    }
    let publish = |(indicator, cells): (String, Cells)| {
        let json = publication(rules, &indicator, cells);
        Publication { indicator, json }
    };
    by_indicator.into_iter().map(publish).collect()
}

fn publication(rules: &Rules<'_>, indicator: &str, mut cells: Cells) -> String {
    let grains: BTreeSet<Grain> = cells.keys().map(|place| place.period.grain()).collect();
    let kind = rules.catalogue().indicator(indicator).map(|it| it.kind);
    if kind == Some(IndicatorKind::Stock) {
        tell_months(&mut cells);
    }
    let mut sums: BTreeSet<Sum> = BTreeSet::new();
    let mut waiting: Vec<Place> = cells.keys().cloned().collect();
    while let Some(place) = waiting.pop() {
        let is_unique = kind == Some(IndicatorKind::Unique);
        let mut found = sums_of(rules, &place, is_unique);
        match kind {
            Some(IndicatorKind::Stock) => found.extend(same_day(&place)),
            _ => found.extend(sums_of_time(&place, &grains, is_unique)),
        }
        for (total, parts, overlap) in found {
            for place in std::iter::once(&total).chain(&parts) {
                if !cells.contains_key(place) {
                    cells.insert(place.clone(), None);
                    waiting.push(place.clone());
                }
            }
            sums.insert((total, parts, overlap));
        }
    }
    write(rules, indicator, &cells, &sums)
}

/// Returns the sums that a place is a part of, whatever it counts.
fn sums_of(rules: &Rules<'_>, place: &Place, is_unique: bool) -> Vec<Sum> {
    let mut sums = Vec::new();
    sums.extend(sum_of_regions(rules, place));
    let programs = &rules.profile().programs;
    if &*place.program_type != TOTAL {
        let at =
            |program: &String| Place { program_type: program.as_str().into(), ..place.clone() };
        let total = Place { program_type: TOTAL.into(), ..place.clone() };
        sums.push((total, programs.iter().map(at).collect(), is_unique));
    }
    if let Some(breakdown) = &place.breakdown {
        let categories = categories(rules, breakdown);
        let at = |category: String| {
            let dimension = breakdown.dimension.clone();
            let breakdown = Some(Breakdown { dimension, category: category.into() });
            Place { breakdown, ..place.clone() }
        };
        sums.push((place.base(), categories.into_iter().map(at).collect(), false));
    }
    sums
}

/// Returns the categories that add up to the base together with that of `breakdown`: all of them, or
/// where they overlap those who are in this one and those who are not.
fn categories(rules: &Rules<'_>, breakdown: &Breakdown) -> Vec<String> {
    let list = rules.catalogue().list(&breakdown.dimension);
    let own = breakdown.category.trim_end_matches(REST);
    match list {
        Some(list) if list.overlapping => vec![own.to_owned(), format!("{own}{REST}")],
        Some(list) => list.leaves(TOTAL).map(str::to_owned).collect(),
        None => Vec::new(),
    }
}

/// Returns the sums over time that the place of a flow is a part of.
fn sums_of_time(place: &Place, grains: &BTreeSet<Grain>, is_unique: bool) -> Vec<Sum> {
    let mut sums = Vec::new();
    for grain in grains {
        let Some(around) = place.period.enclosing(*grain).filter(|it| *it != place.period) else {
            continue;
        };
        let at = |period| Place { period, ..place.clone() };
        let parts = around.parts(place.period.grain());
        if !parts.is_empty() {
            sums.push((at(around), parts.into_iter().map(at).collect(), is_unique));
        }
    }
    sums
}

/// Tells of the last month what was told of the period, where the month itself was not published.
fn tell_months(cells: &mut Cells) {
    for (place, figure) in cells.clone() {
        let month = Place { period: place.period.last_month(), ..place };
        cells.entry(month).or_insert(figure);
    }
}

/// Returns that the place of a stock is told for the last day of its last month.
fn same_day(place: &Place) -> Option<Sum> {
    let month = Place { period: place.period.last_month(), ..place.clone() };
    (month != *place).then(|| (place.clone(), vec![month], false))
}

fn sum_of_regions(rules: &Rules<'_>, place: &Place) -> Option<Sum> {
    let list = rules.catalogue().list(REGION)?;
    let parent = list.codes.get(&*place.region)?.parent.as_deref()?;
    let served = &rules.profile().regions;
    let children = list.children(parent);
    let children = children.filter(|it| !Profile::leaves(served, list, it).is_empty());
    let at = |region: &str| Place { region: region.into(), ..place.clone() };
    Some((at(parent), children.map(at).collect(), false))
}

fn write(rules: &Rules<'_>, indicator: &str, cells: &Cells, sums: &BTreeSet<Sum>) -> String {
    let parameters = rules.parameters();
    let cells = cells.iter().map(|(place, figure)| {
        let id = spell(place);
        match figure {
            Some(Figure::Count(count)) => format!(r#"{{"id":"{id}","v":{count},"s":"pub"}}"#),
            Some(Figure::NotApplicable | Figure::Withheld) => {
                format!(r#"{{"id":"{id}","s":"sup"}}"#)
            }
            None => format!(r#"{{"id":"{id}","s":"abs"}}"#),
        }
    });
    let cells: Vec<String> = cells.collect();
    let sums = sums.iter().map(|(total, parts, overlap)| {
        let parts: Vec<String> = parts.iter().map(|it| format!(r#""{}""#, spell(it))).collect();
        let kind = if *overlap { "overlap" } else { "sum" };
        let (total, parts) = (spell(total), parts.join(","));
        format!(r#"{{"total":"{total}","parts":[{parts}],"kind":"{kind}"}}"#)
    });
    let sums: Vec<String> = sums.collect();
    let base = parameters.rounding_base;
    let radius = base.saturating_sub(1);
    let threshold = parameters.threshold;
    let width = parameters.candidates.saturating_sub(1);
    let mut json = String::new();
    // Writing to a text cannot fail.
    let _written = write!(
        json,
        concat!(
            r#"{{"id":"{indicator}","scope":"{indicator}","integer":true,"cells":[{cells}],"#,
            r#""relations":[{sums}],"#,
            r#""rounding":{{"mode":"bounded","radius":{radius},"base":{base}}},"#,
            r#""known":{{"withheld_lower":0,"published_min_true":{threshold}}},"#,
            r#""policy":{{"min_width":{width},"unpick_width":1}}}}"#,
        ),
        indicator = indicator,
        cells = cells.join(",\n"),
        sums = sums.join(",\n"),
        radius = radius,
        base = base,
        threshold = threshold,
        width = width,
    );
    json
}
