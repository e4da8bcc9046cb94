//! How often whoever connects may come back.
//!
//! Everybody has some visits in hand, and gets one back every so often. So who comes rarely never
//! notices, who needs several in a row has them, and who comes over and over is slowed down to the
//! pace. Of each key one moment is kept: when it will have all of its visits in hand again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

/// How many keys are kept in mind at once: little memory, and more networks than ever come honestly. A
/// key is forgotten for one that comes later if it is the next to have all of its visits in hand.
const KEYS_MAX: usize = 4_096;

/// Counts visits by key. Clones count together.
#[derive(Clone, Debug)]
pub struct Pace<K> {
    every: Duration,
    in_hand: u32,
    whole_again: Arc<Mutex<BTreeMap<K, Duration>>>,
}

impl<K: Ord + Copy> Pace<K> {
    /// Allows each key `in_hand` visits at once, and one more for each time that `every` has passed.
    pub fn new(in_hand: u32, every: Duration) -> Self {
        Self { every, in_hand, whole_again: Arc::default() }
    }

    /// Returns whether `key` may come in at the moment `now`; then it has one visit less in hand.
    pub fn admits(&self, key: K, now: Duration) -> bool {
        // A panic aborts the process, so the lock is never poisoned.
        let mut all = self.whole_again.lock().unwrap_or_else(PoisonError::into_inner);
        let since = all.get(&key).copied().unwrap_or(now).max(now);
        let then = since.saturating_add(self.every);
        if then.saturating_sub(now) > self.every.saturating_mul(self.in_hand) {
            return false;
        }
        if !all.contains_key(&key) && all.len() >= KEYS_MAX {
            forget(&mut all, now);
        }
        all.insert(key, then);
        true
    }
}

/// Forgets the keys that have all of their visits in hand, and the next one that will.
fn forget<K: Ord + Copy>(all: &mut BTreeMap<K, Duration>, now: Duration) {
    all.retain(|_, then| *then > now);
    if all.len() >= KEYS_MAX {
        let next = all.iter().min_by_key(|(_, then)| **then).map(|(key, _)| *key);
        next.map(|key| all.remove(&key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_secs(10);

    #[test]
    fn who_comes_over_and_over_is_slowed_down_to_the_pace() {
        let pace = Pace::new(8, EVERY);
        let at = Duration::from_secs;
        let admitted = |from, until| (from..until).filter(|it| pace.admits('m', at(*it))).count();
        assert_eq!(admitted(0, 8), 8, "all at once");
        assert_eq!(admitted(8, 10), 0);
        assert_eq!(admitted(10, 1_010), 100);
        assert!(pace.admits('a', at(1_010)), "others do not notice");
        assert_eq!(admitted(1_100, 1_110), 8, "who stays away is forgiven, and no more than that");
        assert_eq!(admitted(9_000, 9_010), 8);
    }

    #[test]
    fn who_comes_at_the_pace_is_never_refused() {
        let pace = Pace::new(1, EVERY);
        assert!((0..1_000).all(|number| pace.admits((), EVERY * number)));
    }

    #[test]
    fn however_many_come_no_more_memory_is_used_and_the_worst_stay_in_mind() {
        let pace = Pace::new(2, EVERY);
        let now = Duration::ZERO;
        assert!(pace.admits(0, now) && pace.admits(0, now) && !pace.admits(0, now));
        assert!((1..10_000).all(|key| pace.admits(key, now)));
        assert_eq!(pace.whole_again.lock().unwrap().len(), KEYS_MAX);
        assert!(!pace.admits(0, now));
    }
}
