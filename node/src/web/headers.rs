//! What every answer says of itself: which state of the data it is of, how many members that covers, and
//! under which name its bytes may be kept.

use std::time::Duration;
use std::time::UNIX_EPOCH;

use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header;
use flotilla_text::date;

use crate::query::Snapshot;

/// The headers of ours that the page of another site may read.
pub(crate) const EXPOSED: &str =
    "etag, last-modified, link, snapshot-id, data-as-of, data-coverage";

/// Names what a build writes: another one may write other bytes of the same data.
const BUILD: &str = env!("CARGO_PKG_VERSION");

/// How bytes are packed for the way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Encoding {
    /// Compressed.
    Gzip,
    /// As they are.
    Identity,
}

/// Returns the headers of an answer of `snapshot`, whose latest entry says it was made at `latest_ms`.
/// A date that is yet to come is told as now: one wrong clock must not date the data of everybody.
pub(crate) fn of_snapshot(snapshot: Snapshot, latest_ms: i64, now_ms: i64) -> HeaderMap {
    let Snapshot { id, members_reporting, members } = snapshot;
    let latest_ms = latest_ms.min(now_ms);
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, text: String| {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(name, value);
        }
    };
    set(HeaderName::from_static("snapshot-id"), id.to_string());
    set(HeaderName::from_static("data-as-of"), date::moment(latest_ms));
    let coverage = format!("{members_reporting}/{members} members");
    set(HeaderName::from_static("data-coverage"), coverage);
    set(header::LAST_MODIFIED, http_date(latest_ms));
    set(header::VARY, "accept-encoding, accept-language".to_owned());
    headers
}

/// Returns the name of an answer's bytes: they follow from the snapshot, from what was asked, and from how
/// they are packed.
pub(crate) fn tag(snapshot: Snapshot, asked: &str, encoding: Encoding) -> String {
    let asked = crc32c::crc32c(format!("{BUILD} {asked}").as_bytes());
    let packed = if encoding == Encoding::Gzip { "-gzip" } else { "" };
    format!("\"{}-{asked:08x}{packed}\"", snapshot.id)
}

/// Returns whether the reader has the bytes of this name already.
pub(crate) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let kept = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|it| it.to_str().ok());
    let mut kept = kept.flat_map(|it| it.split(',')).map(str::trim);
    kept.any(|it| it == "*" || it.trim_start_matches("W/") == tag)
}

/// Returns how the reader would have text packed.
pub(crate) fn encoding(headers: &HeaderMap) -> Encoding {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    let takes = accepted
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .any(|it| {
            let (name, quality) = it.split_once(';').unwrap_or((it, ""));
            let refused = quality.trim().strip_prefix("q=").and_then(|it| it.parse::<f32>().ok());
            name.trim() == "gzip" && refused.is_none_or(|it| it > 0.0)
        });
    if takes { Encoding::Gzip } else { Encoding::Identity }
}

fn http_date(ms: i64) -> String {
    let since = Duration::from_millis(u64::try_from(ms).unwrap_or_default());
    httpdate::fmt_http_date(UNIX_EPOCH + since)
}

#[cfg(test)]
mod tests {
    use flotilla_domain::id::Hash;
    use flotilla_domain::id::SnapshotId;

    use super::*;

    const NOW_MS: i64 = 1_774_958_400_000;

    #[test]
    fn a_date_that_is_yet_to_come_is_told_as_now() {
        for (latest_ms, told) in [
            (NOW_MS - 60_000, "Tue, 31 Mar 2026 11:59:00 GMT"),
            (i64::MAX, "Tue, 31 Mar 2026 12:00:00 GMT"),
            (-1, "Thu, 01 Jan 1970 00:00:00 GMT"),
        ] {
            let headers = of_snapshot(snapshot(), latest_ms, NOW_MS);
            assert_eq!(headers[header::LAST_MODIFIED], told);
        }
        let headers = of_snapshot(snapshot(), NOW_MS, NOW_MS);
        assert_eq!(headers["data-as-of"], "2026-03-31T12:00:00.000Z");
        assert_eq!(headers["data-coverage"], "2/3 members");
    }

    #[test]
    fn equal_bytes_have_one_name_and_others_another() {
        let plain = tag(snapshot(), "a.csv?x=1", Encoding::Identity);
        assert_eq!(plain, tag(snapshot(), "a.csv?x=1", Encoding::Identity));
        assert_ne!(plain, tag(snapshot(), "a.csv?x=2", Encoding::Identity));
        assert_ne!(plain, tag(snapshot(), "a.csv?x=1", Encoding::Gzip));
        let asks = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, value.parse().unwrap());
            has(&headers, &plain)
        };
        assert!(asks(&plain) && asks("*") && asks(&format!("\"x\", W/{plain}")));
        assert!(!asks("\"x\"") && !has(&HeaderMap::new(), &plain));
    }

    #[test]
    fn text_is_packed_for_those_who_unpack_it() {
        for (accepts, packed) in
            [("gzip, deflate, br", true), ("br;q=1, gzip;q=0.5", true), ("gzip;q=0", false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, accepts.parse().unwrap());
            assert_eq!(encoding(&headers) == Encoding::Gzip, packed, "{accepts}");
        }
        assert_eq!(encoding(&HeaderMap::new()), Encoding::Identity);
    }

    fn snapshot() -> Snapshot {
        let id = SnapshotId(Hash::of([b"snapshot".as_slice()]));
        Snapshot { id, members_reporting: 2, members: 3 }
    }
}
