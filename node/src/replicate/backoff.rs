//! How long to wait before dialling again: longer after each failure, and never in step with others.

/// The wait after the first failure, in milliseconds.
const FIRST_MS: u64 = 1_000;

/// The longest wait, in milliseconds.
const LONGEST_MS: u64 = 60_000;

/// Returns how long to wait after `failures` in a row. `random` returns a number below its argument;
/// it decides one half of the wait, so that nodes that failed together do not return together.
pub(super) fn wait_ms(failures: u32, random: impl FnOnce(u64) -> u64) -> u64 {
    let doublings = failures.saturating_sub(1).min(16);
    let half = FIRST_MS.saturating_mul(1 << doublings).min(LONGEST_MS) / 2;
    half.saturating_add(random(half).min(half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute_and_no_further() {
        let longest = |failures| wait_ms(failures, |below| below);
        assert_eq!([1, 2, 3, 7, 90].map(longest), [1_000, 2_000, 4_000, 60_000, 60_000]);
    }

    #[test]
    fn chance_takes_away_at_most_half() {
        assert_eq!(wait_ms(1, |_| 0), 500);
        assert_eq!(wait_ms(7, |_| 10), 30_010);
    }
}
