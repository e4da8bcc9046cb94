//! The only place that reads the time; everything else takes it as an argument.

use std::time::SystemTime;
use std::time::UNIX_EPOCH;

/// Returns the milliseconds since 1970, or 0 on a clock that was never set.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now_ms() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
