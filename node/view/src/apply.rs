//! Why a view did not keep what it was given.

use std::path::PathBuf;

/// A file of the read model was not written, or not read back.
///
/// Nothing is lost: the log is the truth, and a view that is opened again starts from what is whole.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the read model at {}", path.display())]
pub struct ApplyError {
    /// The file.
    pub path: PathBuf,
    /// What went wrong.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
