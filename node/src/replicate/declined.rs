//! Logs that a peer offers and we have no room for.
//!
//! A full disk is no reason to end a session: our own entries must go on reaching others. The session
//! leaves such a log alone until the peer announces it anew; this remembers what the peer announced
//! last, so that the log can be asked for again after a while, when there may be room.

use std::collections::BTreeSet;

use flotilla_domain::heads::Heads;
use flotilla_domain::id::MemberId;

/// After so long a log is asked for again: often enough to heal soon, seldom enough to cost little.
pub(super) const AGAIN_MS: u64 = 60_000;

/// Logs that a peer offers and we have no room for.
#[derive(Debug, Default)]
pub(super) struct Declined {
    /// What the peer announced last; bounded, because what it says of strangers is left out.
    heard: Heads,
    members: BTreeSet<MemberId>,
    since_ms: u64,
}

impl Declined {
    /// Takes note of what the peer announced.
    pub(super) fn hear(&mut self, heads: &Heads) {
        self.heard.extend(heads.iter().map(|(member, head)| (*member, *head)));
    }

    /// Takes note that there was no room for the log of `member`.
    pub(super) fn decline(&mut self, member: MemberId, now_ms: u64) {
        if self.members.is_empty() {
            self.since_ms = now_ms;
        }
        self.members.insert(member);
    }

    /// Returns the logs to ask for again now, as the peer announced them, if it is time.
    pub(super) fn due(&mut self, now_ms: u64) -> Option<Heads> {
        if self.members.is_empty() || now_ms.saturating_sub(self.since_ms) < AGAIN_MS {
            return None;
        }
        let members = std::mem::take(&mut self.members);
        let heads = members.into_iter().map(|it| Some((it, *self.heard.get(&it)?)));
        Some(heads.flatten().collect())
    }
}
