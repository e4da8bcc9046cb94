//! What a stock gains and loses from one day to another.
//!
//! What is there at the end of a period is what was there before it, and what came, less what went. A
//! catalogue says so of a stock whose gains and losses are indicators too, once, for everybody who has
//! to know: whoever protects hidden numbers, and whoever checks counts. It promises:
//!
//! - **All three are counts** of the kinds that can balance: a stock and two flows, each another.
//! - **What comes, comes to one stock**, so a balance is named by it.

use std::collections::BTreeSet;

use super::Catalogue;
use super::Indicator;
use super::IndicatorKind;
use super::InvalidCatalogue;
use super::unknown;

/// The counts by which a stock changes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Balance {
    /// The code of what comes to it in a period.
    pub came: String,
    /// The code of what goes from it in a period.
    pub went: String,
}

impl Catalogue {
    /// Returns the stocks that balance, ordered by code, each with what comes and goes.
    pub fn balances(&self) -> impl Iterator<Item = (&Indicator, &Balance)> {
        self.indicators().filter_map(|stock| Some((stock, stock.balance.as_ref()?)))
    }

    /// Checks what balances.
    pub(super) fn check_balances(&self) -> Result<(), InvalidCatalogue> {
        let mut gains = BTreeSet::new();
        for (stock, balance) in self.balances() {
            let path = format!("indicators.{}.came", stock.code);
            let Balance { came, went } = balance;
            let (Some(gain), Some(loss)) = (self.indicator(came), self.indicator(went)) else {
                return Err(unknown(&path));
            };
            let is_flow = |it: &Indicator| it.kind == IndicatorKind::Flow;
            let fits = stock.kind == IndicatorKind::Stock && is_flow(gain) && is_flow(loss);
            if !fits || came == went {
                return Err(InvalidCatalogue::Malformed { path });
            }
            if !gains.insert(came) {
                return Err(InvalidCatalogue::Order { path });
            }
        }
        Ok(())
    }
}
