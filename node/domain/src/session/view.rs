//! What a node brings into a session: who it is, and what it holds.

use crate::heads;
use crate::heads::Heads;
use crate::id::CoalitionId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::id::SnapshotId;
use crate::session::CutOff;
use crate::session::Holes;
use crate::session::frame::StatementIndex;
use crate::session::register::Register;
use crate::session::versions::Versions;

/// What this node holds, and who it is.
#[derive(Clone, Debug)]
pub struct View {
    /// Our coalition.
    pub coalition: CoalitionId,
    /// The protocol versions that we speak; [`super::versions::PROTOCOL`] but in tests.
    pub protocol: Versions,
    /// The lowest protocol version that members may speak.
    pub protocol_min: u32,
    /// Who we are.
    pub member: MemberId,
    /// The governance height we have reached, and the id of that entry.
    pub governance: (u64, Hash),
    /// The governance entries, documents and votes that we hold.
    pub register: Register,
    /// How far we hold every log.
    pub heads: Heads,
    /// Entries that we hold without their payloads, and nothing explains that.
    pub holes: Holes,
    /// Where our own older epochs end: what we signed beyond is void, and peers may hold some of it that
    /// we do not, as when we were restored from a backup.
    pub cut_off: CutOff,
    /// The statements we hold.
    pub statements: StatementIndex,
    /// What a peer may send before we grant more; [`super::CREDIT_BYTES`] unless memory is short.
    pub credit_bytes: u64,
    /// The version of our software.
    pub software: String,
}

impl View {
    /// Returns the digest of what we hold: of `heads`, and of the register where it is not empty.
    pub(super) fn digest(&self, heads: &Heads) -> SnapshotId {
        let snapshot = heads::digest(self.coalition, self.governance, heads);
        self.register.digest_with(self.coalition, snapshot)
    }
}
