//! Dates as exports write them, and the periods they fall into.

use std::fmt;

use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;

/// How a date is written: `YYYY`, `MM` and `DD`, each once, with anything between.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct DateFormat {
    pattern: Vec<char>,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Day {
    year: u32,
    month: u32,
    day: u32,
}

impl DateFormat {
    /// Reads a pattern such as `DD/MM/YYYY`.
    pub(crate) fn parse(pattern: &str) -> Option<Self> {
        let once = |part| pattern.matches(part).count() == 1;
        let counted = |letter| pattern.matches(letter).count();
        let whole = once("YYYY") && once("MM") && once("DD");
        let alone = counted('Y') == 4 && counted('M') == 2 && counted('D') == 2;
        (whole && alone).then(|| Self { pattern: pattern.chars().collect() })
    }

    /// Reads a date; what follows it, such as a time after a space or a `T`, is ignored.
    ///
    /// `2025-03-01` has one reading, and is how dates come from a workbook, whatever they look like
    /// there: it is read under any pattern that does not begin with the year itself.
    pub(crate) fn read(&self, text: &str) -> Option<Day> {
        let iso: Vec<char> = "YYYY-MM-DD".chars().collect();
        let is_other = self.pattern.first() != Some(&'Y');
        self.read_exactly(text).or_else(|| read(&iso, text).filter(|_| is_other))
    }

    /// Reads a date that is written like this and not otherwise.
    pub(crate) fn read_exactly(&self, text: &str) -> Option<Day> {
        read(&self.pattern, text)
    }
}

/// Reads a date as `pattern` has it.
fn read(pattern: &[char], text: &str) -> Option<Day> {
    let mut date = Day { year: 0, month: 0, day: 0 };
    let mut letters = text.chars();
    for expected in pattern {
        let letter = letters.next()?;
        let part = match expected {
            'Y' => &mut date.year,
            'M' => &mut date.month,
            'D' => &mut date.day,
            other if *other == letter => continue,
            _ => return None,
        };
        *part = *part * 10 + letter.to_digit(10)?;
    }
    let rest_is_time = letters.next().is_none_or(|it| matches!(it, ' ' | 'T'));
    let month = Period::month(date.year, date.month)?;
    let last = Day::last_of(month)?;
    (rest_is_time && (1..=last.day).contains(&date.day)).then_some(date)
}

impl Day {
    /// Returns the year.
    pub(crate) fn year(self) -> u32 {
        self.year
    }

    /// Returns the month, from 1.
    pub(crate) fn month(self) -> u32 {
        self.month
    }

    /// Returns the same day so many months later; it may be the 31st of a shorter one.
    #[must_use]
    pub(crate) fn later(self, months: u32) -> Self {
        let month = (self.month.saturating_sub(1)).saturating_add(months);
        Self { year: self.year.saturating_add(month / 12), month: month % 12 + 1, ..self }
    }

    /// Returns the first day of `period`.
    pub(crate) fn first_of(period: Period) -> Option<Self> {
        Self::of(&period.first_day())
    }

    /// Returns the last day of `period`.
    pub(crate) fn last_of(period: Period) -> Option<Self> {
        Self::of(&period.last_day())
    }

    /// Reads a day as periods spell it.
    fn of(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|part| part.parse().ok());
        Some(Self { year: parts.next()??, month: parts.next()??, day: parts.next()?? })
    }

    /// Returns the period of `grain` that contains this day; none in July and August of a school
    /// year.
    pub(crate) fn period(self, grain: Grain) -> Option<Period> {
        Period::month(self.year, self.month)?.enclosing(grain)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_as_they_are_written() {
        let read = |format, text| DateFormat::parse(format).unwrap().read(text);
        let day = Some(Day { year: 2025, month: 3, day: 1 });
        assert_eq!(read("YYYY-MM-DD", "2025-03-01"), day);
        assert_eq!(read("DD/MM/YYYY", "01/03/2025"), day);
        assert_eq!(read("YYYY-MM-DD", "2025-03-01T10:00:00Z"), day);
        assert_eq!(read("DD/MM/YYYY", "2025-03-01"), day, "from a workbook");
        assert_eq!(read("YYYY/MM/DD", "2025-03-01"), None);
        assert_eq!(read("YYYY-MM-DD", "2025-02-29"), None);
        assert_eq!(read("YYYY-MM-DD", "2025-3-1"), None);
        assert_eq!(read("YYYY-MM-DD", "2025-03-011"), None);
        assert_eq!(DateFormat::parse("YY-MM-DD"), None);
    }

    #[test]
    fn knows_the_period_of_a_day() {
        let day = DateFormat::parse("YYYY-MM-DD").unwrap().read("2025-02-28").unwrap();
        let spelled = |grain| day.period(grain).unwrap().to_string();
        assert_eq!(spelled(Grain::Quarter), "2025-Q1");
        assert_eq!(spelled(Grain::FiscalYear), "FY2024-25");
        assert_eq!(Day::last_of("2025-Q1".parse().unwrap()).map(|it| it.day), Some(31));
    }
}
