//! How much a peer may say without being asked: announcements, statements, proofs, governance.
//!
//! Entries are asked for, and bounded by credit. Everything else a peer sends of its own accord, and
//! each of it costs us a lookup, a signature check or a walk over all heads. A session gives a peer
//! [`BURST_BYTES`] of it, which come back at [`BYTES_PER_S`]: many times what an honest peer of a
//! large coalition needs, and little for a machine.

use crate::session::REJECTED_BYTES_MAX;
use crate::session::REJECTED_OBJECTS_MAX;
use crate::session::frame::Frame;
use crate::session::frame::Rejected;
use crate::session::frame::weight;
use crate::session::step::Closed;

/// What may be said at once.
pub(super) const BURST_BYTES: u64 = 32 << 20;

/// What may be said in the long run.
pub(super) const BYTES_PER_S: u64 = 1 << 20;

/// What a frame costs that is bounded otherwise.
const ANSWER_BYTES: u64 = 64;

/// What a peer may still say.
#[derive(Debug)]
pub(super) struct Budget {
    left_bytes: u64,
    filled_ms: u64,
}

impl Budget {
    /// Starts full.
    pub(super) fn new(now_ms: u64) -> Self {
        Self { left_bytes: BURST_BYTES, filled_ms: now_ms }
    }

    /// Takes what `frame` costs, and returns whether that was still allowed.
    #[must_use]
    pub(super) fn allows(&mut self, frame: &Frame, now_ms: u64) -> bool {
        let passed_ms = now_ms.saturating_sub(self.filled_ms);
        let back_bytes = passed_ms.saturating_mul(BYTES_PER_S) / 1_000;
        self.left_bytes = self.left_bytes.saturating_add(back_bytes).min(BURST_BYTES);
        self.filled_ms = now_ms;
        let cost_bytes = match frame {
            Frame::Announce(_)
            | Frame::Ask(_)
            | Frame::Documents(_)
            | Frame::ForkProofs(_)
            | Frame::Governance(..)
            | Frame::HeadStatements(_)
            | Frame::Register(_)
            | Frame::Retractions(_)
            | Frame::Told(..)
            | Frame::Votes(_) => weight(frame),
            Frame::Credit(_)
            | Frame::Entries(_)
            | Frame::Hello(_)
            | Frame::Introduction(_)
            | Frame::Want(_) => ANSWER_BYTES,
        };
        let left_bytes = self.left_bytes.checked_sub(cost_bytes);
        self.left_bytes = left_bytes.unwrap_or(0);
        left_bytes.is_some()
    }
}

/// Returns whether a peer may go on that sent so much that does not verify.
pub(super) fn bear(Rejected { objects, bytes }: Rejected) -> Result<(), Closed> {
    if objects >= REJECTED_OBJECTS_MAX || bytes >= REJECTED_BYTES_MAX {
        return Err(Closed::Rejected { objects, bytes });
    }
    Ok(())
}
