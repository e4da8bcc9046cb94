//! Which part of a file is asked for (RFC 9110, section 14): one range of bytes, or all of it.
//!
//! Several ranges at once, and units that nobody knows, are answered with the whole file, as the standard
//! allows: whoever sends them can read that, too.

use axum::http::HeaderMap;
use axum::http::header;

/// A part of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    /// None: the range begins behind the end.
    Beyond,
    /// From the first place to before the second.
    Range(u64, u64),
    /// All of it.
    Whole,
}

/// Returns the part that `headers` ask for of a file of so many bytes, which goes by `tag`.
pub(crate) fn part(headers: &HeaderMap, bytes: u64, tag: &str) -> Part {
    let text = |name| headers.get(name).and_then(|it| it.to_str().ok());
    // A part that is to be put to others is of no use if the file is another one now.
    if text(header::IF_RANGE).is_some_and(|it| it != tag) {
        return Part::Whole;
    }
    let range = text(header::RANGE).and_then(|it| it.strip_prefix("bytes="));
    let range = range.filter(|it| !it.contains(',')).and_then(|it| it.trim().split_once('-'));
    match range {
        Some((from, until)) => read(from, until, bytes),
        None => Part::Whole,
    }
}

fn read(from: &str, until: &str, bytes: u64) -> Part {
    let number = |text: &str| text.parse::<u64>().ok().filter(|_| !text.starts_with('+'));
    let (from, until) = match (from, number(from), until, number(until)) {
        // The last bytes, however many there are.
        ("", _, _, Some(last)) => (bytes.saturating_sub(last), bytes),
        (_, Some(from), "", _) => (from, bytes),
        (_, Some(from), _, Some(last)) if from <= last => (from, last.saturating_add(1).min(bytes)),
        _ => return Part::Whole,
    };
    if from < until { Part::Range(from, until) } else { Part::Beyond }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_a_part_and_what_makes_no_sense_is_the_whole() {
        for (range, expected) in [
            ("bytes=0-9", Part::Range(0, 10)),
            ("bytes=90-", Part::Range(90, 100)),
            ("bytes=90-1000", Part::Range(90, 100)),
            ("bytes=-8", Part::Range(92, 100)),
            ("bytes=-1000", Part::Range(0, 100)),
            ("bytes=100-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=9-0", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-9", Part::Whole),
            ("bytes=0-99999999999999999999999", Part::Whole),
        ] {
            assert_eq!(asked(range, None), expected, "{range}");
        }
    }

    #[test]
    fn a_part_of_another_file_is_not_given() {
        assert_eq!(asked("bytes=0-9", Some("\"a\"")), Part::Range(0, 10));
        assert_eq!(asked("bytes=0-9", Some("\"b\"")), Part::Whole);
        assert_eq!(part(&HeaderMap::new(), 100, "\"a\""), Part::Whole);
    }

    fn asked(range: &str, if_range: Option<&str>) -> Part {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(tag) = if_range {
            headers.insert(header::IF_RANGE, tag.parse().unwrap());
        }
        part(&headers, 100, "\"a\"")
    }
}
