//! How well a record answers a word, by Okapi BM25, in whole numbers.
//!
//! The logarithm of the platform may round otherwise on another, and two records that are nearly alike would change
//! places. So it is counted out here, in steps of 1/1024, and the rest is multiplied before it is divided.

/// Words in titles count as so many of the body.
pub(crate) const TITLE_WEIGHT: u64 = 4;

/// Words in summaries count as so many of the body.
pub(crate) const SUMMARY_WEIGHT: u64 = 2;

/// The binary digits of a logarithm behind the point.
const DIGITS: u32 = 10;

/// The records of one language.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Body {
    /// How many there are.
    pub(crate) records: u64,
    /// How many words they have together, by weight.
    pub(crate) words: u64,
}

/// How often a word is in a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Use {
    /// How often, by weight.
    pub(crate) times: u64,
    /// How many words the record has, by weight.
    pub(crate) words: u64,
}

impl Body {
    /// Returns how much a record gains that has a word so often which `with` records have; with k1 = 1.2 and b = 0.75.
    pub(crate) fn score(self, with: u64, used: Use) -> u64 {
        let average = u128::from(self.words.checked_div(self.records).unwrap_or_default().max(1));
        let (times, words) = (u128::from(used.times), u128::from(used.words));
        let rare = u128::from(self.rarity(with));
        let above = rare * times * 2_200 * average;
        let below = times * 1_000 * average + 300 * average + 900 * words;
        u64::try_from(above.checked_div(below).unwrap_or_default()).unwrap_or(u64::MAX)
    }

    /// Returns how rare a word is that `with` of the records have: the logarithm of (n + 1) / (with + ½).
    fn rarity(self, with: u64) -> u64 {
        let doubled = |count: u64, more: u64| count.saturating_mul(2).saturating_add(more);
        logarithm(doubled(self.records, 2)).saturating_sub(logarithm(doubled(with, 1)))
    }
}

/// Returns the binary logarithm of a number from 1 on, in steps of 1/1024.
fn logarithm(of: u64) -> u64 {
    let whole = of.max(1).ilog2();
    // The number as 1.x, with 63 binary digits behind the point.
    let mut rest = (u128::from(of.max(1)) << 63) >> whole;
    let mut digits = 0_u64;
    for _ in 0..DIGITS {
        rest = (rest * rest) >> 63;
        let is_one = rest >= 1 << 64;
        digits = digits << 1 | u64::from(is_one);
        rest >>= u32::from(is_one);
    }
    u64::from(whole) << DIGITS | digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithm_is_what_it_should_be() {
        for (of, logarithm_milli) in
            [(1, 0), (2, 1_000), (3, 1_585), (10, 3_322), (1_000_000, 19_932)]
        {
            let counted = logarithm(of) * 1_000 / 1_024;
            assert!(counted.abs_diff(logarithm_milli) <= 2, "{of}: {counted}");
        }
        assert_eq!(logarithm(u64::MAX) >> DIGITS, 63);
    }

    #[test]
    fn rare_words_short_records_and_repetition_count_but_not_without_end() {
        let body = Body { records: 100, words: 10_000 };
        let of = |with, times, words| body.score(with, Use { times, words });
        assert!(of(1, 1, 100) > of(50, 1, 100));
        assert!(of(5, 1, 50) > of(5, 1, 500));
        assert!(of(5, 2, 100) > of(5, 1, 100));
        assert!(of(5, 1_000, 100) < 3 * of(5, 1, 100));
        // A word that all have says something all the same, and nothing divides by nothing.
        assert!(of(100, 1, 100) > 0);
        assert_eq!(Body::default().score(0, Use { times: 0, words: 0 }), 0);
    }
}
