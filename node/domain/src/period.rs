//! Periods: the span of time a figure covers.
//!
//! A [`Period`] is a calendar year, quarter or month (`2024`, `2024-Q3`, `2024-07`, as in SDMX), a
//! fiscal year from April (`FY2024-25`) or a school year from September to June (`SY2024-25`).
//! Figures are signed by period, so this module keeps two promises:
//!
//! - **One spelling per value.** `2024-q3`, `2024-7` and ` 2024` are refused rather than tidied up.
//! - **No invalid value exists.** Fields are private and every way in is checked.
//!
//! Every period is a run of whole months. Years, quarters and months nest; fiscal and school years
//! overlap calendar years, which is why the gate lets one metric use one kind of year only.
//!
//! ```
//! use flotilla_domain::period::Period;
//!
//! let quarter: Period = "2024-Q3".parse()?;
//! let month: Period = "2024-07".parse()?;
//! assert!(quarter.contains(month));
//! assert_eq!("FY2024-25".parse::<Period>()?.months().count(), 12);
//! assert!("2024-q3".parse::<Period>().is_err());
//! # Ok::<(), flotilla_domain::period::InvalidPeriod>(())
//! ```

use std::fmt;
use std::str::FromStr;

/// A whole calendar year, quarter or month, or a fiscal or school year.
///
/// Ordered by first month, and of those that start together the longer one first.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Period {
    /// Months from January of year 0 to the first month of the period.
    start: u32,
    grain: Grain,
}

/// A run of whole months: from the first of one period to the last of another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Span {
    /// Months from January of year 0 to its first month.
    start: u32,
    /// Months from January of year 0 to the first month after it.
    end: u32,
}

/// The kind of a [`Period`], longest first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Grain {
    /// Twelve months from January.
    Year,
    /// Twelve months from April.
    FiscalYear,
    /// Ten months from September.
    SchoolYear,
    /// Three months from January, April, July or October.
    Quarter,
    /// One month.
    Month,
}

/// A text is not a period. Leaves the rejected text out: it came from outside.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InvalidPeriod {
    /// A number lies outside the calendar, such as month 13.
    #[error("years run from 1000 to 9998, quarters from 1 to 4, months from 01 to 12")]
    OutOfRange,
    /// The text has none of the shapes.
    #[error("a period is written 2025, 2025-Q3, 2025-09, FY2024-25 or SY2024-25")]
    Shape,
}

impl Period {
    /// Returns the calendar month `month` (1 to 12) of `year`, or `None` outside the calendar.
    pub fn month(year: u32, month: u32) -> Option<Self> {
        let valid = (1000..=9998).contains(&year) && (1..=12).contains(&month);
        valid.then(|| Self { start: year * 12 + month - 1, grain: Grain::Month })
    }

    /// Returns the kind of period.
    pub fn grain(self) -> Grain {
        self.grain
    }

    /// Returns whether every month of `other` is also a month of `self`; a period contains itself.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end() <= self.end()
    }

    /// Returns whether the two have a month in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end() && other.start < self.end()
    }

    /// Returns the months, in order.
    pub fn months(self) -> impl Iterator<Item = Self> {
        (self.start..self.end()).map(|start| Self { start, grain: Grain::Month })
    }

    /// Returns the last month; of a month itself.
    #[must_use]
    pub fn last_month(self) -> Self {
        Self { start: self.end() - 1, grain: Grain::Month }
    }

    /// Returns the periods of `grain` that make up `self` without a rest; empty if there are none.
    ///
    /// A year is four quarters or twelve months, a fiscal year likewise, a school year ten months
    /// (it ends in the middle of a quarter), a quarter three months.
    pub fn parts(self, grain: Grain) -> Vec<Self> {
        let step = grain.length();
        let whole = grain > self.grain
            && matches!(grain, Grain::Quarter | Grain::Month)
            && self.start.is_multiple_of(step)
            && self.grain.length().is_multiple_of(step);
        if !whole {
            return Vec::new();
        }
        let starts = (self.start..self.end()).step_by(usize::try_from(step).unwrap_or(1));
        starts.map(|start| Self { start, grain }).collect()
    }

    /// Returns the period of `grain` that contains `self`, or `None` if there is none.
    pub fn enclosing(self, grain: Grain) -> Option<Self> {
        let cycle = grain.cycle();
        let offset = grain.offset();
        let start = (self.start.checked_sub(offset)?) / cycle * cycle + offset;
        let around = Self { start, grain };
        (around == self || grain < self.grain && around.contains(self)).then_some(around)
    }

    /// Returns the period of the same kind that starts so many months earlier, or `None` if none does.
    pub fn earlier(self, months: u32) -> Option<Self> {
        let start = self.start.checked_sub(months).filter(|it| *it >= 12_000)?;
        months.is_multiple_of(self.grain.cycle()).then_some(Self { start, ..self })
    }

    /// Returns the period of the same kind that starts so many months later, or `None` if none does.
    pub fn later(self, months: u32) -> Option<Self> {
        let start = self.start.checked_add(months)?;
        let later = Self { start, ..self };
        (months.is_multiple_of(self.grain.cycle()) && start < 9_999 * 12).then_some(later)
    }

    /// Returns the first day, `2024-07-01`.
    pub fn first_day(self) -> String {
        format!("{:04}-{:02}-01", self.start / 12, self.start % 12 + 1)
    }

    /// Returns the last day, `2024-09-30`.
    pub fn last_day(self) -> String {
        let last = self.end() - 1;
        let (year, month) = (last / 12, last % 12 + 1);
        format!("{year:04}-{month:02}-{:02}", days_in(year, month))
    }

    /// Months from January of year 0 to the first month *after* the period.
    fn end(self) -> u32 {
        self.start + self.grain.length()
    }
}

impl Span {
    /// Returns the months of a period.
    pub fn of(period: Period) -> Self {
        Self { start: period.start, end: period.end() }
    }

    /// Returns the months from the first of one period to the last of another; `None` if there are none.
    pub fn between(first: Period, last: Period) -> Option<Self> {
        let (start, end) = (first.start, last.end());
        (start < end).then_some(Self { start, end })
    }

    /// Returns whether every month of `other` is also one of these.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether both end with the same month.
    pub fn ends_with(self, other: Self) -> bool {
        self.end == other.end
    }

    /// Returns how many months they are.
    pub fn months(self) -> u32 {
        self.end - self.start
    }
}

impl Grain {
    /// Returns how many months it lasts.
    fn length(self) -> u32 {
        match self {
            Self::Year | Self::FiscalYear => 12,
            Self::SchoolYear => 10,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }

    /// Returns after how many months the next one starts.
    fn cycle(self) -> u32 {
        if self == Self::SchoolYear { 12 } else { self.length() }
    }

    /// Returns how many months after January it starts.
    fn offset(self) -> u32 {
        match self {
            Self::FiscalYear => 3,
            Self::SchoolYear => 8,
            Self::Year | Self::Quarter | Self::Month => 0,
        }
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match *text.as_bytes() {
            [b'F', b'Y', ref rest @ ..] => span(rest, Grain::FiscalYear),
            [b'S', b'Y', ref rest @ ..] => span(rest, Grain::SchoolYear),
            [ref year @ .., b'-', b'Q', quarter] => {
                let quarter = number(&[quarter])?;
                starting(year, quarter, 4, Grain::Quarter)
            }
            [ref year @ .., b'-', tens, ones] => {
                let month = number(&[tens, ones])?;
                starting(year, month, 12, Grain::Month)
            }
            ref year => starting(year, 1, 1, Grain::Year),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.start / 12, self.start % 12);
        let next = (year + 1) % 100;
        let text = match self.grain {
            Grain::Year => format!("{year:04}"),
            Grain::FiscalYear => format!("FY{year:04}-{next:02}"),
            Grain::SchoolYear => format!("SY{year:04}-{next:02}"),
            Grain::Quarter => format!("{year:04}-Q{}", month / 3 + 1),
            Grain::Month => format!("{year:04}-{:02}", month + 1),
        };
        // `pad` honors `{:>8}`, so that tables line up.
        f.pad(&text)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Period({self})")
    }
}

/// Reads `2024-25` as the year of `grain` that starts in 2024.
fn span(text: &[u8], grain: Grain) -> Result<Period, InvalidPeriod> {
    let &[ref year @ .., b'-', tens, ones] = text else { return Err(InvalidPeriod::Shape) };
    let first = starting(year, 1, 1, grain)?;
    let next = (first.start / 12 + 1) % 100;
    if number(&[tens, ones])? != next {
        return Err(InvalidPeriod::OutOfRange);
    }
    Ok(Period { start: first.start + grain.offset(), grain })
}

/// Returns the period `index` (from 1 to `count`) of `grain` in the year that `year` spells.
fn starting(year: &[u8], index: u32, count: u32, grain: Grain) -> Result<Period, InvalidPeriod> {
    if year.len() != 4 {
        return Err(InvalidPeriod::Shape);
    }
    let year = number(year)?;
    if !(1000..=9998).contains(&year) || !(1..=count).contains(&index) {
        return Err(InvalidPeriod::OutOfRange);
    }
    Ok(Period { start: year * 12 + (index - 1) * (12 / count), grain })
}

/// Reads decimal digits, at most four.
fn number(digits: &[u8]) -> Result<u32, InvalidPeriod> {
    digits.iter().try_fold(0, |value, digit| match digit {
        b'0'..=b'9' => Ok(value * 10 + u32::from(digit - b'0')),
        _ => Err(InvalidPeriod::Shape),
    })
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_months_earlier_there_is_a_period_of_the_same_kind_or_none() {
        let shifted = |text: &str, months| {
            let period: Period = text.parse().unwrap();
            let earlier = period.earlier(months);
            assert!(earlier.is_none_or(|it| it.later(months) == Some(period)));
            earlier.map(|it| it.to_string())
        };
        assert_eq!(shifted("2024", 12).as_deref(), Some("2023"));
        assert_eq!(shifted("SY2024-25", 12).as_deref(), Some("SY2023-24"));
        assert_eq!(shifted("2024-Q1", 6).as_deref(), Some("2023-Q3"));
        assert_eq!(shifted("2024-03", 6).as_deref(), Some("2023-09"));
        assert_eq!(shifted("2024", 6), None);
        assert_eq!(shifted("2024-Q1", 4), None);
        assert_eq!(shifted("1000", 12), None);
        assert_eq!("9998".parse::<Period>().unwrap().later(12), None);
    }

    #[test]
    fn every_period_reads_back_as_itself() {
        for year in 1000..=9998_u32 {
            let next = (year + 1) % 100;
            let mut texts = vec![
                format!("{year}"),
                format!("FY{year}-{next:02}"),
                format!("SY{year}-{next:02}"),
            ];
            texts.extend((1..=4).map(|quarter| format!("{year}-Q{quarter}")));
            texts.extend((1..=12).map(|month| format!("{year}-{month:02}")));
            for text in texts {
                assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
            }
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for text in [
            "",
            "24",
            "2024-",
            "2024-13",
            "2024-00",
            "2024-Q5",
            "2024-Q0",
            "2024-q3",
            "2024-7",
            " 2024",
            "2024Q3",
            "T3 2025",
            "FY2024",
            "FY2024-26",
            "SY2024-2025",
            "0999",
            "9999",
            "FY-25",
            "2024-T3",
            "20240-1",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_period_is_the_sum_of_its_parts() {
        assert_eq!(spell(period("2024").parts(Grain::Quarter)), "2024-Q1 2024-Q2 2024-Q3 2024-Q4");
        let fiscal = period("FY2024-25").parts(Grain::Quarter);
        assert_eq!(spell(fiscal), "2024-Q2 2024-Q3 2024-Q4 2025-Q1");
        assert_eq!(period("SY2024-25").parts(Grain::Quarter), []);
        assert_eq!(period("SY2024-25").parts(Grain::Month).len(), 10);
        assert_eq!(period("2024-07").parts(Grain::Month), []);
    }

    #[test]
    fn knows_what_lies_around_it() {
        assert_eq!(period("2024-08").enclosing(Grain::Quarter), Some(period("2024-Q3")));
        assert_eq!(period("2025-Q1").enclosing(Grain::FiscalYear), Some(period("FY2024-25")));
        assert_eq!(period("2025-07").enclosing(Grain::SchoolYear), None);
        assert_eq!(period("2025-06").enclosing(Grain::SchoolYear), Some(period("SY2024-25")));
        assert_eq!(period("2024").enclosing(Grain::Month), None);
    }

    #[test]
    fn ends_with_its_last_month() {
        let last = |text| period(text).last_month();
        assert!(
            ["2025", "2025-Q4", "2025-12"]
                .map(last)
                .iter()
                .all(|it| *it == period("2025-12"))
        );
        assert_eq!(last("FY2024-25"), period("2025-03"));
        assert_eq!(last("SY2024-25"), period("2025-06"));
    }

    #[test]
    fn names_its_first_and_last_day() {
        let days = |text| (period(text).first_day(), period(text).last_day());
        assert_eq!(days("2024-02"), ("2024-02-01".into(), "2024-02-29".into()));
        assert_eq!(days("SY2024-25"), ("2024-09-01".into(), "2025-06-30".into()));
        assert_eq!(days("FY2024-25"), ("2024-04-01".into(), "2025-03-31".into()));
    }

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn spell(periods: impl IntoIterator<Item = Period>) -> String {
        periods.into_iter().map(|it| it.to_string()).collect::<Vec<_>>().join(" ")
    }
}
