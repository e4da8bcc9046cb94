//! What happens to a session, and what it says should follow.

use std::collections::BTreeSet;

use crate::coalition::Object;
use crate::entry::Entry;
use crate::heads::Head;
use crate::heads::HeadStatement;
use crate::heads::Heads;
use crate::heads::Wanted;
use crate::id::EntryId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::session::Holes;
use crate::session::frame::Arrival;
use crate::session::frame::Contradiction;
use crate::session::frame::Frame;
use crate::session::frame::Rejected;
use crate::session::frame::StatementIndex;
use crate::session::register::Register;
use crate::session::versions::Mismatch;
use crate::signed::Received;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A frame came from the peer.
    Arrived(Arrival),
    /// Our governance entries, documents or votes changed other than by what this peer sent; or
    /// something that waited here could be checked because of it, and is news to the peer.
    Governed(Governed),
    /// Our logs changed, by whatever way; these are all heads.
    Grown(Heads),
    /// We hold other entries than before without their payloads, unexplained; these are all of them.
    Holes(Holes),
    /// What became of an [`Action::Learn`].
    Learned(Learned),
    /// What an [`Action::Load`] read: consecutive entries, possibly none.
    Loaded(Vec<Received<Entry>>),
    /// Proofs or statements that the peer sent did not hold.
    Refused(Rejected),
    /// What became of an [`Action::Store`].
    Stored(Stored),
    /// Time passed.
    Tick,
}

/// What we hold of governance.
#[derive(Clone, Debug)]
pub struct Governed {
    /// Its objects.
    pub register: Register,
    /// The governance height we have reached, and the id of that entry.
    pub governance: (u64, Hash),
    /// The lowest protocol version that members may speak.
    pub protocol_min: u32,
}

/// What became of objects that were to be learned.
#[derive(Clone, Debug)]
pub struct Learned {
    /// What we hold now.
    pub governed: Governed,
    /// How far we hold every log now: cuts may have changed it.
    pub heads: Heads,
    /// What of it was wrong for ever. What waits is not counted.
    pub rejected: Rejected,
    /// As in the action.
    pub last: bool,
}

/// What became of entries that were to be stored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stored {
    /// Whose log.
    pub member: MemberId,
    /// How far we hold it now.
    pub head: Option<Head>,
    /// How the last of them that was looked at fared.
    pub outcome: Outcome,
}

/// How entries fared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// They belong to another history that parts from ours at or before `seq`.
    Diverged {
        /// The earliest place at which the histories are known to differ.
        seq: u64,
    },
    /// They proved a fork, which is on record now.
    Forked,
    /// We held all of them before.
    Held,
    /// We hold all of them, and did not hold some of them before.
    Kept,
    /// One did not verify; nothing from it on was stored.
    Rejected(Rejected),
    /// They are of no use: beyond a cut, after a gap, or with a key that we do not know (yet).
    Void,
}

/// Something to do, in this order.
#[derive(Debug)]
pub enum Action {
    /// Send what a peer with this register lacks: [`Register::answer`].
    Answer(Register),
    /// End the session.
    Close(Closed),
    /// Go on with the peer as with a stranger.
    Estrange(Estrangement),
    /// Hand what the card of an entry stands for to whoever asked for it; nobody may have.
    Hear(EntryId, Vec<u8>),
    /// Take in governance entries, documents or votes, make them durable, and answer with
    /// [`Event::Learned`]; and whether they are the last that answer our register.
    Learn(Vec<Object>, bool),
    /// Read a stretch, and answer with [`Event::Loaded`].
    Load {
        /// What to read.
        wanted: Wanted,
        /// At most so much, or a single entry.
        bytes_max: u64,
    },
    /// Check proofs of forks and put them on record; report bad ones as [`Event::Refused`].
    Record(Vec<Contradiction>),
    /// Send a frame.
    Send(Frame),
    /// Send the proofs that these logs forked.
    SendForks(BTreeSet<MemberId>),
    /// Send the statements that are newer than these, our own first.
    SendStatements(StatementIndex),
    /// Answer what the card of an entry stands for, if it is held here and may be shown.
    Show(EntryId),
    /// Verify entries of one log, store them, and answer with [`Event::Stored`].
    Store(MemberId, Vec<Received<Entry>>),
    /// Verify statements and keep those that are newer; report bad ones as [`Event::Refused`].
    StoreStatements(Vec<Received<HeadStatement>>),
}

/// Why a session with a member goes on as an exchange with a stranger.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Estrangement {
    /// One of us speaks no protocol version that the coalition allows.
    Outdated(Mismatch),
    /// The peer does not know our key.
    Unknown,
}

/// Why a session was closed. It is the peer that is named with it, not the author of what it sent.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Closed {
    /// The peer broke a rule of the protocol.
    #[error("the peer broke a rule: {rule}")]
    BrokenRule {
        /// The rule.
        rule: &'static str,
    },
    /// The peer belongs to another coalition.
    #[error("the peer belongs to another coalition")]
    OtherCoalition,
    /// The peer says it is somebody else than its key says.
    #[error("the peer says it is another member than its key says")]
    OtherMember,
    /// The peer sent more entries than it was let.
    #[error("the peer sent more entries than it was let")]
    OverCredit,
    /// The peer sent too many objects that do not verify.
    #[error("the peer sent {objects} objects that do not verify ({bytes} bytes)")]
    Rejected {
        /// How many.
        objects: u64,
        /// Their size.
        bytes: u64,
    },
    /// The peer made no progress in time.
    #[error("the peer made no progress in time")]
    Stalled,
    /// The peer does not read what it is sent.
    #[error("the peer does not read what it is sent")]
    Unread,
    /// The peer and we cannot talk, or may not exchange data.
    #[error(transparent)]
    Versions(Mismatch),
}
