//! Days and moments, for people: `2026-11-10`, and back to milliseconds since 1970, in UTC.
//!
//! What an entry says about when it was made is a claim; nothing here decides whether it counts.

/// The milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The days from 0000-03-01 to 1970-01-01, in the calendar that we use.
const EPOCH_DAYS: i64 = 719_468;

/// The days of 400 years.
const ERA_DAYS: i64 = 146_097;

/// Returns the first millisecond of `text`, a day such as `2026-11-10`.
pub fn parse_day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let mut next = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        part.bytes().all(|it| it.is_ascii_digit()).then(|| part.parse::<i64>().ok())?
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let ms = days(year, month, day).checked_mul(DAY_MS)?;
    // A day that the calendar does not have would be written as another one.
    (parts.next().is_none() && self::day(ms) == text).then_some(ms)
}

/// Returns the moment that `text` names, such as `2026-11-10T08:15:00.250Z`.
pub fn parse_moment(text: &str) -> Option<i64> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok());
    let mut next = |max: i64| parts.next().flatten().filter(|it| (0..=max).contains(it));
    // The last minute of a day may have 61 seconds.
    let (hours, minutes, seconds) = (next(23)?, next(59)?, next(60)?);
    if !fraction.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
    let seconds = (hours * 60 + minutes) * 60 + seconds;
    Some(parse_day(day)? + seconds * 1_000 + millis.parse::<i64>().ok()?)
}

/// Returns a moment as [`parse_moment`] reads it: `2026-11-10T08:15:00.250Z`.
pub fn moment(ms: i64) -> String {
    let of_day = ms.rem_euclid(DAY_MS);
    let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z", day(ms))
}

/// Returns a moment to the minute, such as `2026-11-10 08:15 UTC`.
pub fn minute(ms: i64) -> String {
    let minutes = ms.rem_euclid(DAY_MS) / 60_000;
    format!("{} {:02}:{:02} UTC", day(ms), minutes / 60, minutes % 60)
}

/// Returns the day of a moment.
pub fn day(ms: i64) -> String {
    let days = ms.div_euclid(DAY_MS) + EPOCH_DAYS;
    let (era, of_era) = (days.div_euclid(ERA_DAYS), days.rem_euclid(ERA_DAYS));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Returns the days since 1970, counting years from March so that leap days come last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_to_the_minute() {
        let ms = parse_moment("2026-11-10T08:05:59.250Z").unwrap();
        assert_eq!(minute(ms), "2026-11-10 08:05 UTC");
        assert_eq!(minute(-1), "1969-12-31 23:59 UTC");
    }

    #[test]
    fn every_day_reads_back_as_itself() {
        for number in -1_000..30_000 {
            let ms = number * DAY_MS;
            assert_eq!(parse_day(&day(ms)), Some(ms), "{}", day(ms));
        }
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(1_793_000_000_000), "2026-10-26");
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_none() {
        for wrong in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "today"] {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
        assert!(parse_day("2028-02-29").is_some());
    }

    #[test]
    fn a_moment_is_read_as_a_node_writes_it() {
        let day = parse_day("2026-11-10").unwrap();
        assert_eq!(parse_moment("2026-11-10T00:00:00Z"), Some(day));
        assert_eq!(parse_moment("2026-11-10T01:00:02.5Z"), Some(day + 3_602_500));
        for strange in ["12:00:00", "12:00:00.123456-05:00", "12:00:00.-12Z", "12:00:00ZZ"] {
            assert_eq!(parse_moment(&format!("2026-11-10T{strange}")), None, "{strange}");
        }
        assert_eq!(parse_moment("2026-11-10"), None);
        assert_eq!(parse_moment("2026-11-10T24:00:00Z"), None);
        assert_eq!(parse_moment("2026-11-10T9223372036854775807:00:00Z"), None);
        for ms in [0, day + 3_602_500, -1] {
            assert_eq!(parse_moment(&moment(ms)), Some(ms));
        }
    }
}
