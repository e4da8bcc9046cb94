//! Why the ledger could not do what it was asked, and who can do something about it.
//!
//! Full disks and damaged entries are weather: they pass, or replication heals them. An index that
//! contradicts itself and a disk that does not sync are ours, and the process must stop.

use std::io;
use std::path::PathBuf;

use flotilla_domain::id::MemberId;

use crate::blame::Blame;

/// Why a ledger does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenLedgerError {
    /// A file or directory cannot be used.
    #[error("cannot use {}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The index cannot be opened, not even an empty one.
    #[error("cannot open the index")]
    Index(#[source] IndexError),
    /// Another process, or another part of this one, has the ledger open.
    #[error("{} is in use by another process", path.display())]
    InUse {
        /// The data directory.
        path: PathBuf,
    },
}

/// Why entries, a proof or a statement were not recorded. Nothing of the call was acknowledged.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// The ledger was closed.
    #[error("the ledger is closed")]
    Closed,
    /// The entry held in the same place is damaged; it was set aside and will be fetched again.
    #[error("entry {seq} of the log is damaged and must be fetched again")]
    Damaged {
        /// Whose log.
        member: MemberId,
        /// Its place.
        seq: u64,
    },
    /// There is no room: less than the reserve is free, or the disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The log would hold more than the coalition allows to one member.
    #[error("the log of this member has reached its limit of bytes or entries")]
    OverLimit {
        /// Whose log.
        member: MemberId,
    },
    /// The disk did not confirm what was written, now or earlier: the process must stop.
    #[error("the disk does not confirm what is written")]
    Poisoned,
    /// An entry of our own does not continue our log, as far as the log is now.
    #[error("entry {seq} does not continue the log")]
    Stale {
        /// Its place.
        seq: u64,
    },
    /// The bytes could not be written; what was written of them was cut off again.
    #[error("the log cannot be written")]
    Write,
}

/// Why entries could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The ledger was closed.
    #[error("the ledger is closed")]
    Closed,
    /// The entry is damaged; it was set aside and will be fetched again.
    #[error("entry {seq} of the log is damaged and must be fetched again")]
    Damaged {
        /// Whose log.
        member: MemberId,
        /// Its place.
        seq: u64,
    },
    /// A segment cannot be read.
    #[error("the log cannot be read")]
    File(#[source] io::Error),
    /// The index contradicts itself: the process must stop, and rebuilds it when it starts again.
    #[error("the index cannot be read")]
    Index(#[source] IndexError),
}

/// Why the index is of no use.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// It panicked.
    #[error("the index panicked")]
    Panicked,
    /// It says so itself.
    #[error("the index reports an error")]
    Sled(#[source] sled::Error),
    /// A value has not the shape that we gave it.
    #[error("a value of the index is malformed")]
    Value,
}

impl OpenLedgerError {
    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::InUse { .. } => Blame::Caller,
            Self::File { .. } | Self::Index(_) => Blame::Us,
        }
    }
}

impl AppendError {
    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::OverLimit { .. } | Self::Stale { .. } => Blame::Caller,
            Self::Closed | Self::Damaged { .. } | Self::DiskFull => Blame::Weather,
            Self::Poisoned | Self::Write => Blame::Us,
        }
    }
}

impl ReadError {
    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Closed | Self::Damaged { .. } => Blame::Weather,
            Self::File(_) | Self::Index(_) => Blame::Us,
        }
    }
}
