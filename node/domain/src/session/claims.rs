//! Which session fetches which log, so that nothing is fetched from two peers at once.
//!
//! All sessions of a node share one [`Claims`]. A log is claimed before it is asked for and released
//! when the answer is complete or the session ends. A claim without progress may be taken over:
//! one slow peer must not keep a log from everybody else.

use std::collections::BTreeMap;

use crate::id::MemberId;

/// A claim without progress for so long may be taken over.
pub const CLAIM_STALL_MS: u64 = 10_000;

/// Names a session of this node.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SessionId(pub u64);

/// The logs that are being fetched.
#[derive(Debug, Default)]
pub struct Claims {
    by_member: BTreeMap<MemberId, Claim>,
}

#[derive(Clone, Copy, Debug)]
struct Claim {
    session: SessionId,
    progress_ms: u64,
}

impl Claims {
    /// Claims the log of `member` and returns whether `session` has it now.
    #[must_use]
    pub fn take(&mut self, member: MemberId, session: SessionId, now_ms: u64) -> bool {
        let free = self.by_member.get(&member).is_none_or(|claim| {
            claim.session == session || now_ms.saturating_sub(claim.progress_ms) >= CLAIM_STALL_MS
        });
        if free {
            self.by_member.insert(member, Claim { session, progress_ms: now_ms });
        }
        free
    }

    /// Takes note that entries of `member` arrived.
    pub fn progress(&mut self, member: MemberId, session: SessionId, now_ms: u64) {
        let claim = self.by_member.get_mut(&member);
        if let Some(claim) = claim.filter(|claim| claim.session == session) {
            claim.progress_ms = now_ms;
        }
    }

    /// Gives back the log of `member`; does nothing if another session took it over.
    pub fn release(&mut self, member: MemberId, session: SessionId) {
        if self.by_member.get(&member).is_some_and(|claim| claim.session == session) {
            self.by_member.remove(&member);
        }
    }

    /// Returns whether nothing is being fetched.
    pub fn is_empty(&self) -> bool {
        self.by_member.is_empty()
    }

    /// Gives back everything, when a session ends.
    pub fn release_all(&mut self, session: SessionId) {
        self.by_member.retain(|_, claim| claim.session != session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Hash;

    const ONE: SessionId = SessionId(1);
    const TWO: SessionId = SessionId(2);

    #[test]
    fn a_log_is_fetched_by_one_session_at_a_time() {
        let mut claims = Claims::default();
        assert!(claims.take(alice(), ONE, 0));
        assert!(!claims.take(alice(), TWO, 1));
        claims.release(alice(), TWO);
        assert!(!claims.take(alice(), TWO, 2), "only its owner releases a claim");
        claims.release(alice(), ONE);
        assert!(claims.take(alice(), TWO, 3));
    }

    #[test]
    fn a_claim_without_progress_is_taken_over() {
        let mut claims = Claims::default();
        assert!(claims.take(alice(), ONE, 0));
        claims.progress(alice(), ONE, 5_000);
        assert!(!claims.take(alice(), TWO, CLAIM_STALL_MS));
        assert!(claims.take(alice(), TWO, 5_000 + CLAIM_STALL_MS));
        claims.progress(alice(), ONE, 99_000);
        claims.release_all(ONE);
        assert!(!claims.take(alice(), ONE, 20_000), "the old owner has no say any more");
    }

    fn alice() -> MemberId {
        MemberId(Hash::from_bytes([1; 32]))
    }
}
