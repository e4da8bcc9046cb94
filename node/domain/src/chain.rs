//! The link of a log: which entry, in which place and epoch.
//!
//! A member's log is a chain of headers, each of which names the entry before it. Where an author signed
//! two after the same one it is a tree; what counts of it is for [`crate::coalition::Log`] to say. A
//! fork is the *first* place at which two histories part: both follow the same entry, so all nodes
//! agree on everything before it whichever branch reached them first.

use crate::id::EntryId;

/// An entry, with its place.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Link {
    /// The epoch in which it was signed.
    pub epoch: u32,
    /// Its place.
    pub seq: u64,
    /// Its id.
    pub id: EntryId,
}
