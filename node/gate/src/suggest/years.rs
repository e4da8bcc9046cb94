//! Which years a file can tell of: those that were over when it was written.

use flotilla_domain::message::Message;

use crate::recipe::Day;

use super::Line;

/// The most years that are told: older ones are rarely asked for, and each makes the file longer.
const YEARS_MAX: u32 = 5;

/// The years that a file tells of.
#[derive(Clone, Debug, Default)]
pub(super) struct Years {
    pub(super) told: Vec<u32>,
    pub(super) comments: Vec<Line>,
}

impl Years {
    /// Returns the years between the first and the last day of a file.
    pub(super) fn between(first: Day, last: Day) -> Self {
        let (from, until) = (first.year(), last.year());
        let mut comments = Vec::new();
        let note = |id, year: u32, day: Day| {
            Line::Unsure(Message::new(id).word("year", year).word("day", day))
        };
        // A year is over when something happened in its last month, or after it.
        let is_over = last.month() == 12;
        let over = if is_over { until } else { until.saturating_sub(1) };
        let over = if over < from {
            comments.push(note("gate-suggest-year-running", until, last));
            until
        } else {
            if !is_over {
                comments.push(note("gate-suggest-year-open", until, last));
            }
            over
        };
        let begin = from.max(over.saturating_sub(YEARS_MAX - 1));
        if begin > from {
            let note = Message::new("gate-suggest-year-old").word("year", begin);
            comments.push(Line::Unsure(note));
        } else if first.month() > 1 {
            comments.push(note("gate-suggest-year-first", from, first));
        }
        Self { told: (begin..=over).collect(), comments }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::DateFormat;

    #[test]
    fn years_that_are_not_over_are_left_out_and_said() {
        for (first, last, told, comments) in [
            ("2022-01-03", "2024-12-20", vec![2022, 2023, 2024], vec![]),
            ("2021-09-01", "2025-06-30", vec![2021, 2022, 2023, 2024], vec!["open", "first"]),
            ("2025-02-01", "2025-06-30", vec![2025], vec!["running", "first"]),
            ("1999-09-01", "2024-12-31", vec![2020, 2021, 2022, 2023, 2024], vec!["old"]),
        ] {
            let day = |text| DateFormat::parse("YYYY-MM-DD").unwrap().read(text).unwrap();
            let years = Years::between(day(first), day(last));
            assert_eq!(years.told, told);
            let ids = years.comments.iter().map(|it| match it {
                Line::Note(it) | Line::Unsure(it) => it.id().rsplit('-').next().unwrap(),
                Line::Text(_) => "",
            });
            assert_eq!(ids.collect::<Vec<_>>(), comments, "{first} {last}");
        }
    }
}
