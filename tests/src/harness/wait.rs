//! Waiting for something to become true, up to a deadline.
//!
//! The one place where a suite pauses: a real process tells nobody when it is done, so its state is
//! asked for again and again.

use std::thread;
use std::time::Duration;
use std::time::Instant;

/// How long a test waits before it fails; a loaded computer needs a while.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How long to pause before asking again.
const PAUSE: Duration = Duration::from_millis(20);

/// Waits until `condition` holds.
///
/// # Panics
///
/// Panics if it does not within [`PATIENCE`].
pub fn until(what: &str, condition: impl FnMut() -> bool) {
    until_within(PATIENCE, what, condition);
}

/// Waits until `condition` holds, which is promised sooner than [`PATIENCE`].
///
/// # Panics
///
/// Panics if it does not in time.
pub fn until_within(most: Duration, what: &str, mut condition: impl FnMut() -> bool) {
    some_within(most, what, || condition().then_some(()));
}

/// Waits until `attempt` returns something, and returns that.
///
/// # Panics
///
/// Panics if it does not within [`PATIENCE`].
pub fn until_some<T>(what: &str, attempt: impl FnMut() -> Option<T>) -> T {
    some_within(PATIENCE, what, attempt)
}

/// Lets others work for `duration`: for the moment of a blow, never for its outcome.
pub fn let_pass(duration: Duration) {
    thread::sleep(duration);
}

fn some_within<T>(most: Duration, what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = attempt() {
            return found;
        }
        assert!(began.elapsed() < most, "not within {most:?}: {what}");
        thread::sleep(PAUSE);
    }
}
