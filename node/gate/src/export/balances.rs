//! What was there and came is what is there and went: as sums that an attacker can read.
//!
//! The attacker knows totals and parts. So what was there at any time of a period is a total of its own,
//! the *pool*, of which nobody is told: once it is what was there and came, once what is there and went.
//! It is written down wherever readers were told of three of the four for some place, unless what
//! they were told of this place cannot be: nobody would conclude anything from that.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::period::Period;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use super::Told;
use super::sums::Sum;
use crate::rules::Rules;

/// What the name of a pool ends with, after that of its stock.
const POOL: &str = ".pool";

/// The indicators and periods of which readers were told.
pub(super) type Periods<'a> = BTreeSet<(&'a str, Period)>;

/// The least and the most that a number can be.
type Window = (u64, u64);

/// Returns whether a place is a pool.
pub(super) fn is_pool(place: &Place) -> bool {
    place.indicator.ends_with(POOL)
}

/// Returns the sums of the balances that a place is in.
pub(super) fn sums_of(rules: &Rules<'_>, told: &Periods<'_>, place: &Place) -> Vec<Sum> {
    let mut sums = Vec::new();
    if place.breakdown.is_some() {
        return sums;
    }
    for (stock, balance) in rules.catalogue().balances() {
        let [stock, came, went] = [&stock.code, &balance.came, &balance.went].map(String::as_str);
        let is_stock = *place.indicator == *stock;
        if !is_stock && ![came, went].contains(&&*place.indicator) {
            continue;
        }
        let day = place.period.last_month();
        let is_beside =
            |it: &Period| days(*it).is_some_and(|(first, last)| first == day || last == day);
        let flows = told.iter().filter(|(it, _)| [came, went].contains(it)).map(|(_, it)| *it);
        let periods: BTreeSet<Period> = match is_stock {
            true => flows.filter(is_beside).collect(),
            false => BTreeSet::from([place.period]),
        };
        for (period, (first, last)) in periods.into_iter().filter_map(|it| Some((it, days(it)?))) {
            let is_told = |(code, at): (&str, Period), is_day| {
                told.iter().any(|(it, when)| {
                    let when = if is_day { when.last_month() } else { *when };
                    *it == code && when == at
                })
            };
            let all = [
                is_told((stock, first), true),
                is_told((came, period), false),
                is_told((stock, last), true),
                is_told((went, period), false),
            ];
            if all.into_iter().filter(|it| *it).count() < 3 {
                continue;
            }
            let at = |code: &str, period| Place { indicator: code.into(), period, ..place.clone() };
            let pool = at(&format!("{stock}{POOL}"), period);
            let before = [at(stock, first), at(came, period)];
            let after = [at(stock, last), at(went, period)];
            sums.push(Sum::new(pool.clone(), before.into_iter(), false));
            sums.push(Sum::new(pool, after.into_iter(), false));
        }
    }
    sums
}

/// Leaves out the balances that cannot be, by themselves.
pub(super) fn retain_possible(sums: &mut BTreeSet<Sum>, rules: &Rules<'_>, told: &Told) {
    let mut pools: BTreeMap<Place, Option<Window>> = BTreeMap::new();
    for sum in sums.iter().filter(|it| is_pool(&it.total)) {
        let windows = sum.parts.iter().map(|it| window(it, rules, told));
        let (low, high) = windows.fold((0, 0), |sum: Window, it| {
            (sum.0.saturating_add(it.0), sum.1.saturating_add(it.1))
        });
        let known = pools.entry(sum.total.clone()).or_insert(Some((0, u64::MAX)));
        *known = known.map(|it| (it.0.max(low), it.1.min(high))).filter(|it| it.0 <= it.1);
    }
    sums.retain(|sum| pools.get(&sum.total).is_none_or(Option::is_some));
}

/// Returns what a reader knows of a number.
fn window(place: &Place, rules: &Rules<'_>, told: &Told) -> Window {
    let figures = [&told.new, &told.repeated, &told.earlier];
    let count = figures
        .into_iter()
        .find_map(|it| it.get(place))
        .copied()
        .and_then(Figure::count);
    let Some(count) = count else { return (0, u64::MAX) };
    let parameters = rules.parameters();
    let radius = u64::from(parameters.rounding_base.saturating_sub(1));
    let least = u64::from(parameters.threshold_of(rules.class_of(place)));
    (count.saturating_sub(radius).max(least), count.saturating_add(radius))
}

/// Returns the last month before a period, and its own last.
fn days(period: Period) -> Option<(Period, Period)> {
    Some((period.months().next()?.earlier(1)?, period.last_month()))
}
