//! Who is connected, and which connection is kept when there are two.
//!
//! Of two connections in opposite directions, both sides keep the one that the member with the lower
//! id dialled. Of two in the same direction the newer is kept: whoever dials again has given up the
//! older one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use flotilla_domain::id::MemberId;
use flotilla_domain::session::step::Closed;
use flotilla_domain::session::versions::Mismatch;
use tokio::sync::Notify;
use tokio::sync::mpsc;
use tokio::sync::watch;

use super::Ended;
use super::Origin;
use super::ask::QUESTIONS_MAX;
use super::ask::Question;

/// What is known of a peer.
#[derive(Clone, Debug)]
pub struct PeerStatus {
    /// Who it is.
    pub member: MemberId,
    /// Who opened the connection; `None` while there is none.
    pub connected: Option<Origin>,
    /// Whether both sides hold the same, as far as they told each other.
    pub in_sync: bool,
    /// The version of its software, once it has greeted.
    pub software: Option<String>,
    /// How the last session ended.
    pub last_end: Option<Ended>,
}

/// All peers of this node.
#[derive(Debug, Default)]
pub(super) struct Peers {
    known: Mutex<BTreeMap<MemberId, Known>>,
    changed: watch::Sender<u64>,
}

/// A place among the connected peers.
#[derive(Debug)]
pub(super) struct Seat {
    member: MemberId,
    number: u64,
    /// Told when another connection takes this place.
    pub(super) taken: Arc<Notify>,
    /// What this peer is to be asked.
    pub(super) questions: mpsc::Receiver<Question>,
}

#[derive(Debug)]
struct Known {
    status: PeerStatus,
    number: u64,
    taken: Arc<Notify>,
    questions: Option<mpsc::Sender<Question>>,
}

impl PeerStatus {
    /// Returns why there is no session with it, if it or we are too old.
    pub fn mismatch(&self) -> Option<Mismatch> {
        match self.last_end.as_ref().filter(|_| self.connected.is_none())? {
            Ended::Closed(Closed::Versions(mismatch)) => Some(*mismatch),
            Ended::Exchanged(exchanged) => exchanged.mismatch,
            _ => None,
        }
    }
}

impl Peers {
    /// Gives the connection of `me` with `member` a seat, or says why not. Whoever had the seat is
    /// told to go.
    pub(super) fn admit(
        &self,
        me: MemberId,
        member: MemberId,
        origin: Origin,
    ) -> Result<Seat, Ended> {
        if member == me {
            return Err(Ended::Ourselves);
        }
        let mut all = self.lock();
        let known = all.entry(member).or_insert_with(|| Known::new(member));
        if let Some(held) = known.status.connected {
            if !prefers(me < member, held, origin) {
                return Err(Ended::Replaced);
            }
            known.taken.notify_one();
        }
        known.number = known.number.wrapping_add(1);
        known.taken = Arc::new(Notify::new());
        known.status.connected = Some(origin);
        known.status.in_sync = false;
        let (line, questions) = mpsc::channel(QUESTIONS_MAX);
        known.questions = Some(line);
        let taken = Arc::clone(&known.taken);
        let seat = Seat { member, number: known.number, taken, questions };
        drop(all);
        self.note();
        Ok(seat)
    }

    /// Changes the status of whoever sits in `seat`; does nothing if the seat was taken. `change`
    /// returns whether it changed anything.
    pub(super) fn update(&self, seat: &Seat, change: impl FnOnce(&mut PeerStatus) -> bool) {
        let mut all = self.lock();
        let known = all.get_mut(&seat.member).filter(|known| known.number == seat.number);
        let changed = known.is_some_and(|known| change(&mut known.status));
        drop(all);
        if changed {
            self.note();
        }
    }

    /// Frees `seat`, and remembers how the session ended.
    pub(super) fn leave(&self, seat: &Seat, ended: &Ended) {
        self.update(seat, |status| {
            status.connected = None;
            status.in_sync = false;
            status.last_end = Some(ended.clone());
            true
        });
    }

    /// Returns whether `member` is connected.
    pub(super) fn is_connected(&self, member: MemberId) -> bool {
        let all = self.lock();
        all.get(&member).is_some_and(|known| known.status.connected.is_some())
    }

    /// Returns where questions to `member` go; nobody may take them any more.
    pub(super) fn line(&self, member: MemberId) -> Option<mpsc::Sender<Question>> {
        self.lock().get(&member).and_then(|known| known.questions.clone())
    }

    /// Returns what is known of all, ordered by member.
    pub(super) fn statuses(&self) -> Vec<PeerStatus> {
        self.lock().values().map(|known| known.status.clone()).collect()
    }

    /// Returns a counter of changes.
    pub(super) fn watch(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn note(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<MemberId, Known>> {
        // A panic aborts the process, so the lock is never poisoned.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn new(member: MemberId) -> Self {
        let status =
            PeerStatus { member, connected: None, in_sync: false, software: None, last_end: None };
        Self { status, number: 0, taken: Arc::new(Notify::new()), questions: None }
    }
}

/// Returns whether a new connection takes the place of the one that is held.
fn prefers(we_are_lower: bool, held: Origin, new: Origin) -> bool {
    let lower_dials = if we_are_lower { Origin::Dialled } else { Origin::Accepted };
    held == new || new == lower_dials
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_keep_the_connection_that_the_lower_member_dialled() {
        for own_came_first in [true, false] {
            assert!(keeps_own(true, own_came_first));
            assert!(!keeps_own(false, own_came_first));
        }
    }

    #[test]
    fn whoever_dials_again_gave_up_the_older_connection() {
        for origin in [Origin::Accepted, Origin::Dialled] {
            assert!(prefers(true, origin, origin) && prefers(false, origin, origin));
        }
    }

    /// Returns whether a side ends up with the connection that it dialled itself.
    fn keeps_own(is_lower: bool, own_came_first: bool) -> bool {
        let (first, second) = match own_came_first {
            true => (Origin::Dialled, Origin::Accepted),
            false => (Origin::Accepted, Origin::Dialled),
        };
        let kept = if prefers(is_lower, first, second) { second } else { first };
        kept == Origin::Dialled
    }
}
