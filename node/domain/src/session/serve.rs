//! What the peer asks of us: which stretch goes out next, within the credit that it granted.
//!
//! Promises: stretches are answered in the order in which they were asked for, each ends in exactly
//! one frame with `last`, and no frame costs more than the peer let us send.

use std::collections::VecDeque;

use crate::entry::Entry;
use crate::heads::Wanted;
use crate::session::CREDIT_BYTES;
use crate::session::FRAME_COST_MAX;
use crate::session::WANTS_MAX;
use crate::session::frame::ENTRY_COST_MAX;
use crate::session::frame::Frame;
use crate::session::frame::Stretch;
use crate::session::frame::cost;
use crate::signed::Received;

/// The side of a session that serves.
#[derive(Debug, Default)]
pub(super) struct Serving {
    credit_bytes: u64,
    queue: VecDeque<Wanted>,
    loading: bool,
}

impl Serving {
    /// Adds what the peer lets us send: at most [`CREDIT_BYTES`] in all, however generous it is, so
    /// that what waits for a peer that does not read stays small.
    pub(super) fn grant(&mut self, bytes: u64) {
        self.credit_bytes = self.credit_bytes.saturating_add(bytes).min(CREDIT_BYTES);
    }

    /// Queues a stretch; returns whether there was room for it.
    #[must_use]
    pub(super) fn enqueue(&mut self, wanted: Wanted) -> bool {
        let room = self.queue.len() < WANTS_MAX;
        if room {
            self.queue.push_back(wanted);
        }
        room
    }

    /// Returns what to read next, and at most how many bytes of it.
    ///
    /// Nothing is read before the largest entry would fit into the credit, so that what was read can
    /// always be sent.
    pub(super) fn next(&mut self) -> Option<(Wanted, u64)> {
        if self.loading || self.credit_bytes < ENTRY_COST_MAX {
            return None;
        }
        let wanted = *self.queue.front()?;
        self.loading = true;
        Some((wanted, self.credit_bytes.min(FRAME_COST_MAX)))
    }

    /// Turns what was read into the frame to send. What does not fit is read again later.
    pub(super) fn loaded(&mut self, entries: Vec<Received<Entry>>) -> Option<Frame> {
        self.loading = false;
        let wanted = self.queue.front_mut()?;
        let member = wanted.member;
        let entries = fitting(entries, wanted, self.credit_bytes);
        let spent: u64 = entries.iter().map(cost).sum();
        self.credit_bytes = self.credit_bytes.saturating_sub(spent);
        let sent = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        wanted.from = wanted.from.saturating_add(sent);
        let complete = wanted.from > wanted.until;
        let not_held = (entries.is_empty() && !complete).then_some(wanted.from);
        let last = complete || entries.is_empty();
        if last {
            self.queue.pop_front();
        }
        Some(Frame::Entries(Stretch { member, entries, last, not_held }))
    }

    /// Returns whether nothing is being served.
    pub(super) fn is_idle(&self) -> bool {
        self.queue.is_empty()
    }
}

/// Returns the entries that answer `wanted` in order and fit into one frame and the credit.
fn fitting(
    entries: Vec<Received<Entry>>,
    wanted: &Wanted,
    credit_bytes: u64,
) -> Vec<Received<Entry>> {
    let limit = credit_bytes.min(FRAME_COST_MAX.max(ENTRY_COST_MAX));
    let mut total: u64 = 0;
    let places = wanted.from..=wanted.until;
    let pairs = entries.into_iter().zip(places);
    let fits = pairs.take_while(|(entry, seq)| {
        total = total.saturating_add(cost(entry));
        entry.claim().header.seq == *seq && total <= limit
    });
    fits.map(|(entry, _)| entry).collect()
}
