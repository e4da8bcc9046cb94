//! Stocks and what comes to them and goes from them, as numbers.
//!
//! What was there before a period and what came in it are together what is there at its end and what went.
//! Wherever three of the four were told, or follow from what was told, the fourth can be worked out; so all
//! four are tied, and one that nobody was told of is protected like any other part. It is done for
//! totals of regions and programs alone: of a category, such as an age, people move to another.
//!
//! A balance is presumed and not known: see `graph::presumed`.

use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;

use super::Entry;
use super::History;
use super::Id;
use super::Metric;
use super::graph::Kind;
use super::place::Code;
use super::place::Key;
use super::place::Names;
use crate::rules::Rules;

/// Whether what came is tied to its balance: a bit of `Entry::links`, beside those of the axes.
const BALANCED: u8 = 64;

/// Periods of all kinds.
const GRAINS: [Grain; 5] =
    [Grain::Month, Grain::Quarter, Grain::Year, Grain::FiscalYear, Grain::SchoolYear];

/// A stock, and by what it changes.
#[derive(Clone, Copy, Debug)]
struct Balance {
    stock: Code,
    came: Code,
    went: Code,
}

/// All balances of a catalogue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Balances(Vec<Balance>);

impl Balances {
    pub(super) fn new(rules: &Rules<'_>, names: &mut Names) -> Self {
        let mut code = |code: &str| names.code(&Arc::from(code));
        let balances = rules.catalogue().balances();
        let balances = balances.map(|(stock, it)| Balance {
            stock: code(&stock.code),
            came: code(&it.came),
            went: code(&it.went),
        });
        Self(balances.collect())
    }

    /// Adds to `indicators` whatever is in a balance with one of them; returns whether there was more.
    fn complete(&self, indicators: &mut BTreeSet<Code>) -> bool {
        let before = indicators.len();
        for balance in &self.0 {
            if balance.members().iter().any(|it| indicators.contains(it)) {
                indicators.extend(balance.members());
            }
        }
        indicators.len() > before
    }
}

impl Balance {
    fn members(self) -> [Code; 3] {
        [self.stock, self.came, self.went]
    }
}

impl History {
    /// Returns these indicators and all that share sums or balances with them.
    pub(crate) fn kin(&self, indicators: &BTreeSet<Arc<str>>) -> BTreeSet<Code> {
        let mut kin = self.family(indicators);
        while self.frame.balances().complete(&mut kin) {
            kin = self.frame.shares().family(&kin);
        }
        kin
    }

    /// Ties a cell to the others of each balance that it is in, wherever three of the four are known.
    pub(super) fn link_balances(&mut self, id: Id, waiting: &mut Vec<Id>) {
        let Some(Entry { key, .. }) = self.entry(id) else { return };
        if key.dimension != Code::TOTAL {
            return;
        }
        let of_key = |it: &&Balance| it.members().contains(&key.indicator);
        let balances: Vec<Balance> =
            self.frame.balances().0.iter().filter(of_key).copied().collect();
        for balance in balances {
            let is_stock = balance.stock == key.indicator;
            let periods = if is_stock { beside(key.period) } else { vec![key.period] };
            for period in periods {
                self.tie(balance, Key { period, ..key }, waiting);
            }
        }
    }

    /// Ties the four numbers of a balance over the period of `at`, if three of them are known.
    fn tie(&mut self, balance: Balance, at: Key, waiting: &mut Vec<Id>) {
        let Some((first, last)) = days(at.period) else { return };
        let Balance { stock, came, went } = balance;
        let keys = [(stock, first), (came, at.period), (stock, last), (went, at.period)];
        let keys = keys.map(|(indicator, period)| Key { indicator, period, ..at });
        let known = keys.map(|key| self.find(key));
        if known.iter().flatten().count() < 3 {
            return;
        }
        let [_, flow, _, _] = known;
        let is_tied = |id| self.entry(id).is_some_and(|it| it.links & BALANCED != 0);
        if flow.is_some_and(is_tied) {
            return;
        }
        let [before, came, after, went] = keys.map(|key| self.find_or_add(key, stock, waiting));
        if let Some(entry) = self.entry(came) {
            self.set(came, Entry { links: entry.links | BALANCED, ..entry });
        }
        self.graph.relate(before, vec![came, after, went], Kind::Balance);
    }

    /// Returns the cell of `key`, adding it as one of which nobody was told.
    fn find_or_add(&mut self, key: Key, stock: Code, waiting: &mut Vec<Id>) -> Id {
        if let Some(id) = self.find(key) {
            return id;
        }
        if !self.metrics.contains_key(&key.indicator) {
            let is_stock = key.indicator == stock;
            let kind = if is_stock { IndicatorKind::Stock } else { IndicatorKind::Flow };
            self.journal.metrics.push((key.indicator, None));
            self.metrics.insert(key.indicator, Metric::new(kind));
        }
        let gap = self.add(self.canonical(key), false);
        waiting.push(gap);
        self.mark_gap(key.indicator);
        gap
    }
}

/// Returns the last month before a period, and its own last.
fn days(period: Period) -> Option<(Period, Period)> {
    Some((period.months().next()?.earlier(1)?, period.last_month()))
}

/// Returns the periods that end with a month, or begin after it.
fn beside(month: Period) -> Vec<Period> {
    let around = |month: Period| GRAINS.iter().filter_map(move |grain| month.enclosing(*grain));
    let ending = around(month).filter(|it| it.last_month() == month);
    let after = month.later(1);
    let beginning = after.into_iter().flat_map(around);
    let beginning = beginning.filter(|it| it.months().next() == after);
    ending.chain(beginning).collect()
}
