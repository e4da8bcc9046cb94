//! Rounding with a hidden offset, and the threshold below which nothing is shown.
//!
//! Each group of people has its own offset, drawn from the member's secret and the group's
//! definition, so the same count of the same group always comes out alike: publishing again
//! averages nothing out. The rule promises:
//!
//! - **A shown number is within `base - 1`** of the count, and right on average over offsets.
//! - **Nothing below the threshold is shown**, and where exactly hiding starts nobody can tell.
//! - **Two names of one group share an offset**: "Ontario" and "Toronto" for a member that serves
//!   only Toronto, a program and the total for a member with one program.
//!
//! The preimage is `count-v1`, the indicator, the months of the period (none for a stock), the
//! served regions, the served programs, and `dimension=category` (empty without a breakdown). Each
//! of these is a list; a list is its length and its texts, a text its length and its bytes, lengths
//! as four bytes, most significant first. So no two groups have one preimage.

use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Figure;
use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use sha2::Sha256;
use zeroize::Zeroize;

/// Separates this use of the secret from any later one.
const CONTEXT: &str = "count-v1";

/// The bytes of a block of SHA-256, to which HMAC fills up a shorter key with zeros.
const BLOCK_BYTES: usize = 64;

/// The secret of a member from which all offsets are drawn.
///
/// It cannot be printed or copied:
///
/// ```compile_fail
/// let secret = flotilla_gate::round::RoundingSecret::new([7; 32]);
/// println!("{secret:?}");
/// ```
///
/// ```compile_fail
/// let secret = flotilla_gate::round::RoundingSecret::new([7; 32]);
/// let copy = secret.clone();
/// ```
///
/// but it can be held:
///
/// ```
/// let secret = flotilla_gate::round::RoundingSecret::new([7; 32]);
/// drop(secret);
/// ```
#[expect(missing_debug_implementations, reason = "a secret cannot be printed")]
pub struct RoundingSecret([u8; 32]);

/// Who is counted, by definition rather than by name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Group<'a> {
    /// The code of the indicator.
    pub(crate) indicator: &'a str,
    /// The months of the period; empty for a stock.
    pub(crate) months: Vec<String>,
    /// The lowest-level regions that are served, ordered.
    pub(crate) regions: Vec<&'a str>,
    /// The programs that are offered, ordered.
    pub(crate) programs: Vec<&'a str>,
    /// `dimension=category`, or empty.
    pub(crate) category: String,
}

impl RoundingSecret {
    /// Wraps 32 random bytes. They belong to the member, not to one of its nodes, and never change
    /// for periods that are published.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the offset of `group`, less than `base`.
    pub(crate) fn offset(&self, group: &Group<'_>, base: u64) -> u64 {
        let mut key = [0; BLOCK_BYTES];
        key.iter_mut().zip(self.0).for_each(|(byte, secret)| *byte = secret);
        let mut mac = Hmac::<Sha256>::new(&key.into());
        key.zeroize();
        let months: Vec<&str> = group.months.iter().map(String::as_str).collect();
        let lists: [&[&str]; 6] = [
            &[CONTEXT],
            &[group.indicator],
            &months,
            &group.regions,
            &group.programs,
            &[&group.category],
        ];
        for list in lists {
            mac.update(&length(list.len()));
            for text in list {
                mac.update(&length(text.len()));
                mac.update(text.as_bytes());
            }
        }
        let digest = mac.finalize().into_bytes();
        let word = digest.iter().take(8).fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
        word % base.max(1)
    }
}

impl Drop for RoundingSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Returns what is told of `count` under the offset of its group, which is of this class.
pub(crate) fn figure(
    count: u64,
    offset: u64,
    (parameters, class): (&GateParameters, Sensitivity),
) -> Figure {
    if count.saturating_add(offset) < soft_threshold(parameters, class) {
        return Figure::Withheld;
    }
    Figure::Count(rounded(count, offset, parameters))
}

/// Returns what `count` comes out as, however few that are.
pub(crate) fn rounded(count: u64, offset: u64, parameters: &GateParameters) -> u64 {
    let base = u64::from(parameters.rounding_base).max(1);
    count.saturating_add(offset) / base * base
}

/// Returns the sum of count and offset from which a number is shown.
pub(crate) fn soft_threshold(parameters: &GateParameters, class: Sensitivity) -> u64 {
    u64::from(parameters.threshold_of(class))
        + u64::from(parameters.rounding_base.saturating_sub(1))
}

fn length(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: (&GateParameters, Sensitivity) = (&GateParameters::DEFAULT, Sensitivity::General);

    #[test]
    fn the_offset_of_a_known_group_is_known() {
        let group = Group {
            indicator: "MATCHES_NEW",
            months: vec!["2025-01".into(), "2025-02".into(), "2025-03".into()],
            regions: vec!["CA-ON"],
            programs: vec!["GROUP", "ONE_SITE"],
            category: "gender=GIRLS".into(),
        };
        let secret = RoundingSecret::new([7; 32]);
        // python: hmac.digest(bytes([7] * 32), preimage, "sha256")[:8], big endian, modulo base.
        assert_eq!(secret.offset(&group, 5), 4);
        assert_eq!(secret.offset(&group, 1_000_003), 571_534);
        assert_eq!(secret.offset(&Group::default(), 1_000_003), 670_943);
    }

    #[test]
    fn groups_that_are_spelled_alike_are_told_apart() {
        let secret = RoundingSecret::new([7; 32]);
        let offset = |regions: &[&'static str], programs: &[&'static str]| {
            let group = Group {
                regions: regions.to_vec(),
                programs: programs.to_vec(),
                ..Group::default()
            };
            secret.offset(&group, u64::MAX)
        };
        assert_ne!(offset(&["A", "B"], &[]), offset(&["A"], &["B"]));
        assert_ne!(offset(&["AB"], &[]), offset(&["A", "B"], &[]));
        assert_eq!(offset(&["A"], &["B"]), offset(&["A"], &["B"]));
    }

    #[test]
    fn a_shown_number_is_near_and_right_on_average() {
        for count in 14..500_u64 {
            let shown = (0..5).map(|offset| figure(count, offset, RULES).count().unwrap());
            assert!(shown.clone().all(|it| it.abs_diff(count) <= 4 && it.is_multiple_of(5)));
            assert_eq!(shown.sum::<u64>(), 5 * count);
        }
    }

    #[test]
    fn careful_classes_hide_larger_groups() {
        let shown = |count, class| {
            let figure = |offset| figure(count, offset, (&GateParameters::DEFAULT, class));
            (0..5).filter(|offset| figure(*offset).count().is_some()).count()
        };
        let least = [(Sensitivity::Identity, 20), (Sensitivity::Community, 40)];
        for (class, least) in least {
            assert_eq!((shown(least - 1, class), shown(least, class)), (0, 1));
            assert_eq!((shown(least + 3, class), shown(least + 4, class)), (4, 5));
        }
    }

    #[test]
    fn where_hiding_starts_depends_on_the_offset() {
        for count in 0..=9 {
            assert!((0..5).all(|offset| figure(count, offset, RULES) == Figure::Withheld));
        }
        for count in 10..=13 {
            let shown = (0..5).filter(|offset| figure(count, *offset, RULES).count().is_some());
            assert_eq!(shown.count(), usize::try_from(count).unwrap() - 9);
        }
        assert!((0..5).all(|offset| figure(14, offset, RULES).count().is_some()));
    }
}
