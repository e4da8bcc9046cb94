//! What two nodes say to each other, in terms of the domain.
//!
//! `rpc` converts these to and from the wire; a bundle file holds the same. Everything that was
//! signed by somebody is [`Received`]: who takes a frame off a stream has checked its shape only.

use std::collections::BTreeMap;

use crate::document::MemberDocument;
use crate::entry::Entry;
use crate::entry::EntryHeader;
use crate::entry::HEADER_BYTES_MAX;
use crate::entry::PAYLOAD_BYTES_MAX;
use crate::governance::GovEntry;
use crate::governance::Vote;
use crate::heads::HeadStatement;
use crate::heads::Heads;
use crate::heads::Wanted;
use crate::id::CoalitionId;
use crate::id::EntryId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::id::SnapshotId;
use crate::retraction::Retraction;
use crate::session::register::Register;
use crate::signed::Received;

/// The bytes of a signature.
const SIGNATURE_BYTES: usize = 64;

/// About what one head, one statement in an index, or the frame around them takes.
const ITEM_BYTES: u64 = 96;

/// The most that [`cost`] can be for an entry that breaks no limit.
pub const ENTRY_COST_MAX: u64 = widen(PAYLOAD_BYTES_MAX + HEADER_BYTES_MAX + SIGNATURE_BYTES);

/// Which statement of which member a node holds: epoch, then counter. The higher pair is the newer.
pub type StatementIndex = BTreeMap<MemberId, (u32, u64)>;

/// Two headers that are said to prove a fork.
pub type Contradiction = (Received<EntryHeader>, Received<EntryHeader>);

/// One message of a session.
#[derive(Clone, Debug)]
pub enum Frame {
    /// Logs that have grown, or all of them at the start.
    Announce(Announce),
    /// Asks the author of a card for the record that it holds at home.
    Ask(EntryId),
    /// Lets the other side send more bytes of entries.
    Credit(u64),
    /// Documents that the other side lacks, lowest version first.
    Documents(Vec<Received<MemberDocument>>),
    /// Entries that were asked for.
    Entries(Stretch),
    /// Proofs of forks; before the heads that they explain.
    ForkProofs(Vec<Contradiction>),
    /// Governance entries that the other side lacks, lowest first; and whether that was all that
    /// answers its register, documents and votes included.
    Governance(Vec<Received<GovEntry>>, bool),
    /// Signed statements about who holds what.
    HeadStatements(Vec<Received<HeadStatement>>),
    /// The first frame of each side.
    Hello(Hello),
    /// The first frame to a stranger.
    Introduction(Introduction),
    /// Which governance entries, documents and votes I hold; before anything else is compared.
    Register(Register),
    /// What communities took back that the other side lacks.
    Retractions(Vec<Received<Retraction>>),
    /// What the card of an entry stands for; empty where its holder does not show it now.
    Told(EntryId, Vec<u8>),
    /// Votes that the other side lacks.
    Votes(Vec<Received<Vote>>),
    /// Asks for a stretch of a log.
    Want(Wanted),
}

/// Who I am and what I hold, in a few hundred bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hello {
    /// The lowest and the highest protocol version I speak.
    pub protocol: (u32, u32),
    /// The coalition I belong to.
    pub coalition: CoalitionId,
    /// The member I am.
    pub member: MemberId,
    /// The digest of my heads.
    pub digest: SnapshotId,
    /// The governance height I have reached, and the id of that entry.
    pub governance: (u64, Hash),
    /// The bytes of entries that the other side may send before I grant more.
    pub credit_bytes: u64,
    /// The version of my software.
    pub software: String,
    /// Which of your statements I hold, epoch and counter; zeros if none. So that a receipt which was
    /// signed while we were apart is sent when we meet, and none is sent twice.
    pub heard: (u32, u64),
}

/// What a stranger is told first: nothing of what I hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Introduction {
    /// The lowest and the highest protocol version I speak.
    pub protocol: (u32, u32),
    /// The coalition I belong to.
    pub coalition: CoalitionId,
}

/// How far I hold logs.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Announce {
    /// The heads of logs that changed; of all logs in the first one of a session.
    pub heads: Heads,
    /// The statements I hold; in the first one of a session, so that the other sends newer ones.
    pub statements: Option<StatementIndex>,
}

/// Consecutive entries of one log.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Whose log.
    pub member: MemberId,
    /// The entries, in order and without gaps.
    pub entries: Vec<Received<Entry>>,
    /// Whether these are the last that answer a [`Frame::Want`].
    pub last: bool,
    /// The next entry that was wanted, where the sender does not hold it.
    pub not_held: Option<u64>,
}

/// A frame as it came off a stream, and what was in it that could not even be decoded.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What could be decoded.
    pub frame: Frame,
    /// What could not.
    pub malformed: Rejected,
}

/// Objects that were refused: they count against the peer that sent them, not their author.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rejected {
    /// How many.
    pub objects: u64,
    /// How many bytes they had.
    pub bytes: u64,
}

/// Returns what `entry` takes from the credit of its sender; the same on both sides.
pub fn cost(entry: &Received<Entry>) -> u64 {
    let body = entry.signed().body.len();
    widen(body.saturating_add(entry.claim().payload.len()).saturating_add(SIGNATURE_BYTES))
}

/// Returns about how many bytes `frame` takes, in memory and on the wire.
pub fn weight(frame: &Frame) -> u64 {
    let items = |count: usize| widen(count).saturating_mul(ITEM_BYTES);
    let said = match frame {
        Frame::Announce(Announce { heads, statements }) => {
            let statements = statements.as_ref().map_or(0, |index| index.len());
            items(heads.len().saturating_add(statements))
        }
        Frame::Documents(documents) => objects(documents),
        Frame::Entries(stretch) => stretch.entries.iter().map(cost).sum(),
        Frame::ForkProofs(proofs) => {
            let body = |header: &Received<EntryHeader>| widen(header.signed().body.len());
            proofs.iter().map(|(one, other)| body(one).saturating_add(body(other))).sum()
        }
        Frame::Governance(entries, _) => objects(entries),
        Frame::HeadStatements(statements) => {
            statements.iter().map(|it| widen(it.signed().body.len())).sum()
        }
        Frame::Register(register) => items(register.names().count()),
        Frame::Retractions(retractions) => objects(retractions),
        Frame::Told(_, payload) => widen(payload.len()),
        Frame::Votes(votes) => objects(votes),
        Frame::Ask(_)
        | Frame::Credit(_)
        | Frame::Hello(_)
        | Frame::Introduction(_)
        | Frame::Want(_) => 0,
    };
    said.saturating_add(ITEM_BYTES)
}

impl Rejected {
    /// Adds what else was refused.
    pub fn add(&mut self, other: Self) {
        self.objects = self.objects.saturating_add(other.objects);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

impl From<Frame> for Arrival {
    fn from(frame: Frame) -> Self {
        Self { frame, malformed: Rejected::default() }
    }
}

fn objects<T>(objects: &[Received<T>]) -> u64 {
    let bytes = |it: &Received<T>| widen(it.signed().body.len().saturating_add(SIGNATURE_BYTES));
    objects.iter().map(bytes).fold(0, u64::saturating_add)
}

#[expect(clippy::as_conversions, reason = "no supported target has a usize wider than 64 bits")]
const fn widen(bytes: usize) -> u64 {
    bytes as u64
}
