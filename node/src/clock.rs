//! The time, and the only file that reads it.
//!
//! Components are handed a [`Clock`]. In a test it is steered by hand, so nothing ever sleeps and a
//! clock that is wrong (1970, 2036, jumping back) is one line. Two times are told apart:
//!
//! - [`Clock::now_ms`] is what people call the time. It may jump, and decides nothing about data.
//! - [`Clock::monotonic`] only grows. Deadlines and measurements are made of it.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

/// Tells the time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

/// Steers a clock that [`Clock::steered`] made.
#[derive(Clone, Debug)]
pub struct Helm(Arc<Hands>);

#[derive(Clone, Debug)]
enum Source {
    Steered(Arc<Hands>),
    System { started: Instant },
}

#[derive(Debug)]
struct Hands {
    now_ms: AtomicI64,
    monotonic_ms: AtomicU64,
}

impl Clock {
    /// Returns the clock of this machine.
    #[expect(clippy::disallowed_methods, reason = "this is the file that reads the time")]
    pub fn system() -> Self {
        Self(Source::System { started: Instant::now() })
    }

    /// Returns a clock that stands at `now_ms` until it is moved.
    pub fn steered(now_ms: i64) -> (Self, Helm) {
        let hands = Hands { now_ms: now_ms.into(), monotonic_ms: AtomicU64::new(0) };
        let hands = Arc::new(hands);
        (Self(Source::Steered(Arc::clone(&hands))), Helm(hands))
    }

    /// Returns the milliseconds since 1970, as far as this machine knows.
    #[expect(clippy::disallowed_methods, reason = "this is the file that reads the time")]
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Source::Steered(hands) => hands.now_ms.load(Ordering::SeqCst),
            Source::System { .. } => {
                // A clock before 1970 is wrong anyway; then 1970 is as good an answer as any.
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
            }
        }
    }

    /// Returns how long this clock has been running; never less than before.
    pub fn monotonic(&self) -> Duration {
        match &self.0 {
            Source::Steered(hands) => {
                Duration::from_millis(hands.monotonic_ms.load(Ordering::SeqCst))
            }
            Source::System { started } => started.elapsed(),
        }
    }
}

impl Helm {
    /// Lets `time` pass.
    pub fn advance(&self, time: Duration) {
        let passed = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.0.monotonic_ms.fetch_add(passed, Ordering::SeqCst);
        self.0
            .now_ms
            .fetch_add(i64::try_from(passed).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    /// Sets what people call the time, as someone does who corrects a clock.
    pub fn set_ms(&self, now_ms: i64) {
        self.0.now_ms.store(now_ms, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steered_clock_stands_until_it_is_moved() {
        let (clock, helm) = Clock::steered(1_000);
        assert_eq!((clock.now_ms(), clock.monotonic()), (1_000, Duration::ZERO));
        helm.advance(Duration::from_secs(2));
        assert_eq!((clock.now_ms(), clock.monotonic()), (3_000, Duration::from_secs(2)));
    }

    #[test]
    fn correcting_the_time_does_not_move_deadlines() {
        let (clock, helm) = Clock::steered(1_000);
        helm.set_ms(0);
        assert_eq!((clock.now_ms(), clock.monotonic()), (0, Duration::ZERO));
    }

    #[test]
    fn the_clock_of_the_machine_runs() {
        let clock = Clock::system();
        assert!(clock.now_ms() > 1_700_000_000_000);
        assert!(clock.monotonic() <= clock.monotonic());
    }
}
