//! Of whom a mean is, and between which values everybody is.
//!
//! A mean is published of a count that is published too, and of nobody beyond its scale: whoever is above
//! or below counts as the end of it. So one person moves a mean of so many by no more than the width of the
//! scale, divided by them. It promises:
//!
//! - **What is counted exists** and adds up over time; it is an indicator's number or the mean's own, which
//!   goes by its code with [`PEOPLE`].

use super::Catalogue;
use super::Indicator;
use super::IndicatorKind;
use super::InvalidCatalogue;
use super::is_name;
use super::unknown;

/// What the code ends with of the count that is a mean's own.
pub const PEOPLE: &str = ".n";

/// The most that a scale may reach.
pub const SCALE_MAX: u32 = 1_000_000;

/// Of whom a mean is, and between which values they are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scale {
    /// The least value.
    pub low: u32,
    /// The largest value.
    pub high: u32,
    /// The code of the count of those it is a mean of.
    pub of: String,
    /// What that counts, if it is the mean's own: `persons`, `matches`, …; else empty.
    pub unit: String,
}

impl Catalogue {
    /// Checks the scales of all means.
    pub(super) fn check_scales(&self) -> Result<(), InvalidCatalogue> {
        for mean in self.indicators() {
            let Some(scale) = &mean.scale else { continue };
            let path = format!("indicators.{}.mean_of", mean.code);
            let owns = mean.owns(&scale.of);
            let well_formed = mean.kind == IndicatorKind::Mean
                && scale.low < scale.high
                && scale.high <= SCALE_MAX
                && (is_name(&scale.unit) || !owns && scale.unit.is_empty());
            if !well_formed {
                return Err(InvalidCatalogue::Malformed { path });
            }
            let counted = self.indicator(&scale.of).ok_or_else(|| unknown(&path))?;
            if counted.kind != IndicatorKind::Flow {
                return Err(InvalidCatalogue::Malformed { path });
            }
        }
        Ok(())
    }
}

impl Indicator {
    /// Returns the count that is this mean's own, as an indicator.
    pub(super) fn own_people(&self) -> Option<Self> {
        let scale = self.scale.as_ref().filter(|it| self.owns(&it.of))?;
        Some(Self {
            code: scale.of.clone(),
            kind: IndicatorKind::Flow,
            unit: scale.unit.clone(),
            scale: None,
            ..self.clone()
        })
    }

    /// Returns whether a code names the count that is this mean's own.
    pub fn owns(&self, code: &str) -> bool {
        code.strip_prefix(self.code.as_str()) == Some(PEOPLE)
    }
}
