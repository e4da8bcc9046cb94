//! Snapshots that are known by name: how far the logs go in each.
//!
//! Those that were published and those that somebody asked for have room of their own: whoever asks for
//! many states of the past makes nobody lose the page that they are at.

use std::collections::VecDeque;
use std::sync::Arc;

use flotilla_domain::id::SnapshotId;

use crate::row::Reach;

/// The snapshots of each kind that are known, the latest ones: pages are read one after the other while
/// the data grow, and a snapshot of 5,000 members takes 250 kB.
const KNOWN_MAX: usize = 128;

/// Snapshots by name.
#[derive(Debug, Default)]
pub(crate) struct Known {
    published: VecDeque<Arc<Reach>>,
    asked: VecDeque<Arc<Reach>>,
}

impl Known {
    /// Takes note of a snapshot that readers see.
    pub(crate) fn publish(&mut self, reach: Reach) {
        keep(&mut self.published, Arc::new(reach));
    }

    /// Takes note of a snapshot that somebody asked for.
    pub(crate) fn ask(&mut self, reach: Arc<Reach>) {
        keep(&mut self.asked, reach);
    }

    /// Returns how far the logs go in the snapshot `id`.
    pub(crate) fn get(&self, id: SnapshotId) -> Option<Arc<Reach>> {
        let mut all = self.published.iter().rev().chain(&self.asked);
        all.find(|it| it.snapshot.id == id).cloned()
    }
}

/// Puts a snapshot last, and forgets the oldest if there are too many.
fn keep(known: &mut VecDeque<Arc<Reach>>, reach: Arc<Reach>) {
    known.retain(|it| it.snapshot.id != reach.snapshot.id);
    known.push_back(reach);
    let surplus = known.len().saturating_sub(KNOWN_MAX);
    known.drain(..surplus);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use flotilla_domain::id::Hash;

    use super::*;
    use crate::row::Snapshot;

    #[test]
    fn the_oldest_are_forgotten_and_those_asked_for_take_nobody_elses_room() {
        let mut known = Known::default();
        known.publish(reach("published"));
        for number in 0..=KNOWN_MAX {
            known.ask(Arc::new(reach(&number.to_string())));
        }
        let has = |name: &str| known.get(reach(name).snapshot.id).is_some();
        assert!(has("published") && has("1") && has(&KNOWN_MAX.to_string()));
        assert!(!has("0"));
    }

    #[test]
    fn one_that_is_published_again_is_young_again() {
        let mut known = Known::default();
        known.publish(reach("first"));
        for number in 1..KNOWN_MAX {
            known.publish(reach(&number.to_string()));
        }
        known.publish(reach("first"));
        known.publish(reach("one more"));
        assert!(known.get(reach("first").snapshot.id).is_some());
        assert!(known.get(reach("1").snapshot.id).is_none());
    }

    fn reach(name: &str) -> Reach {
        let id = SnapshotId(Hash::of([name.as_bytes()]));
        let snapshot = Snapshot { id, members_reporting: 0, members: 0 };
        Reach { snapshot, latest_ms: 0, heads: BTreeMap::new(), taken_back: 0 }
    }
}
