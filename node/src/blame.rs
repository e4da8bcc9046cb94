//! Who can do something about a failure.
//!
//! Every error of the daemon says so, in a method `blame()`; the gRPC status, the HTTP status and the
//! exit code all derive from it.

/// Who can do something about a failure.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Blame {
    /// Whoever asked: the request must change.
    Caller,
    /// We: a bug or a broken disk. An operator must look.
    Us,
    /// Nobody: the same request may succeed later.
    Weather,
}
