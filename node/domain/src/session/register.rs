//! Which governance entries, documents and votes two nodes exchange before anything else.
//!
//! These objects are few, so each side lists all that it holds and the other sends what is lacking,
//! in an order in which each can be checked when it arrives (`order`). Nothing of it is looked up
//! in the roster first, so a node that was away for a year, with an old roster, catches up by itself.
//!
//! A name covers body *and* signature: an object signed twice is exchanged twice at most, and what
//! was lost on one side is found by the other.

mod order;

use std::collections::BTreeSet;

use crate::coalition::State;
use crate::id::CoalitionId;
use crate::id::Hash;
use crate::id::SnapshotId;
use crate::session::frame::Frame;
use crate::session::register::order::Item;
use crate::signed::Received;
use crate::signed::Signed;
use crate::signed::Verified;

/// The most objects that one side lists: 512 KiB of names.
pub const REGISTER_MAX: usize = 32_768;

/// The most bytes of objects in one frame, unless it holds a single one.
pub const REGISTER_FRAME_BYTES: usize = 1 << 20;

/// The most votes in one frame.
pub const VOTES_MAX: usize = 1_024;

/// What an object costs beside its body: its signature, and room for framing.
const OVERHEAD_BYTES: usize = 96;

/// The names of the governance entries, documents and votes that a node holds.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Register(BTreeSet<Name>);

/// Names a signed object: the first 16 bytes of the SHA-256 of signature and body.
pub type Name = [u8; 16];

impl Register {
    /// Lists what `state` holds; the newest are left out if there are too many.
    pub fn of(state: &State) -> Self {
        let entries = state.entries().into_iter().map(Verified::signed);
        let documents = state.documents().into_iter().map(Verified::signed);
        let votes = state.all_votes().map(Verified::signed);
        let retractions = state.retractions().map(Verified::signed);
        let all = entries.chain(documents).chain(votes).chain(retractions);
        Self(all.take(REGISTER_MAX).map(name).collect())
    }

    /// Returns what a peer lists, or `None` if it is too much, or not in order.
    pub fn new(names: &[Name]) -> Option<Self> {
        let sound = names.len() <= REGISTER_MAX && names.is_sorted_by(|a, b| a < b);
        sound.then(|| Self(names.iter().copied().collect()))
    }

    /// Returns the names, in order.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.0.iter()
    }

    /// Returns whether everything that `other` lists is in here too.
    pub fn contains_all(&self, other: &Self) -> bool {
        other.0.is_subset(&self.0)
    }

    /// Returns the digest of the names and of a state of the logs: equal digests, nothing to exchange.
    /// Where there was no governance since the genesis it is the digest of the logs.
    pub fn digest_with(&self, coalition: CoalitionId, snapshot: SnapshotId) -> SnapshotId {
        if self.0.is_empty() {
            return snapshot;
        }
        let prefix = b"flotilla/1/register\0".as_slice();
        let parts = [prefix, coalition.0.as_bytes(), snapshot.0.as_bytes()];
        let names = self.0.iter().map(<[u8; 16]>::as_slice);
        SnapshotId(Hash::of(parts.into_iter().chain(names)))
    }

    /// Returns the frames that bring whoever sent this register what it lacks of `state`. The last
    /// one is always one of governance entries, empty or not, that says so; who has sent its register
    /// and got it goes on to heads and entries.
    pub fn answer(&self, state: &State) -> Vec<Frame> {
        self.answer_within(state, usize::MAX).0
    }

    /// Returns the first `bytes_max` bytes of what [`Register::answer`] returns, or a single object,
    /// and how many objects that are. The rest follows when whoever asked asks again.
    pub fn answer_within(&self, state: &State, bytes_max: usize) -> (Vec<Frame>, usize) {
        let mut frames: Vec<Frame> = Vec::new();
        let (mut total, mut in_frame, mut objects) = (0_usize, 0_usize, 0_usize);
        let lacking =
            order::of(state).into_iter().filter(|it| !self.0.contains(&name(it.signed())));
        for item in lacking {
            let size = item.signed().body.len().saturating_add(OVERHEAD_BYTES);
            total = total.saturating_add(size);
            if total > bytes_max && objects > 0 {
                break;
            }
            objects = objects.saturating_add(1);
            in_frame = in_frame.saturating_add(size);
            let last = frames.last_mut().filter(|_| in_frame <= REGISTER_FRAME_BYTES);
            if !last.is_some_and(|frame| item.join(frame)) {
                in_frame = size;
                frames.push(item.into_frame());
            }
        }
        frames.push(Frame::Governance(Vec::new(), true));
        (frames, objects)
    }
}

impl Item<'_> {
    fn signed(&self) -> &Signed {
        match self {
            Self::Document(it) => it.signed(),
            Self::Entry(it) => it.signed(),
            Self::Retraction(it) => it.signed(),
            Self::Vote(it) => it.signed(),
        }
    }

    /// Adds it to a frame of its kind that has room, and returns whether it did.
    fn join(&self, frame: &mut Frame) -> bool {
        match (self, frame) {
            (Self::Document(it), Frame::Documents(frame)) => push(frame, it),
            (Self::Entry(it), Frame::Governance(frame, _)) => push(frame, it),
            (Self::Retraction(it), Frame::Retractions(frame)) => push(frame, it),
            (Self::Vote(it), Frame::Votes(frame)) => push(frame, it),
            (Self::Document(_) | Self::Entry(_) | Self::Retraction(_) | Self::Vote(_), _) => false,
        }
    }

    fn into_frame(self) -> Frame {
        match self {
            Self::Document(it) => Frame::Documents(vec![it.clone().into_received()]),
            Self::Entry(it) => Frame::Governance(vec![it.clone().into_received()], false),
            Self::Retraction(it) => Frame::Retractions(vec![it.clone().into_received()]),
            Self::Vote(it) => Frame::Votes(vec![it.clone().into_received()]),
        }
    }
}

fn push<T: Clone>(frame: &mut Vec<Received<T>>, object: &Verified<T>) -> bool {
    let has_room = frame.len() < VOTES_MAX;
    if has_room {
        frame.push(object.clone().into_received());
    }
    has_room
}

/// Returns the name of a signed object.
pub fn name(signed: &Signed) -> Name {
    let hash = Hash::of([signed.signature.0.as_slice(), &signed.body]);
    let mut name = [0; 16];
    name.iter_mut().zip(hash.as_bytes()).for_each(|(byte, from)| *byte = *from);
    name
}
