//! Public files: member documents and geneses as armored text, which may come from anywhere.
//!
//! Reading checks the armor and the size, nothing more: what the bytes say is for `flotilla-wire`,
//! and whether it is so, for the signatures.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::message::Message;

use crate::armor;
use crate::armor::InvalidArmor;
use crate::armor::Kind;

/// The most bytes a public file may hold: a genesis of 1 MiB as text, with room for signatures.
pub const PUBLIC_BYTES_MAX: u64 = 4 << 20;

/// Why a public file was not read.
#[derive(Debug, thiserror::Error)]
pub enum PublicFileError {
    /// It holds something else, or is damaged.
    #[error("{path} is not the file it should be")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: InvalidArmor,
    },
    /// It cannot be opened or read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl PublicFileError {
    /// Returns what people are told.
    pub fn message(&self) -> Message {
        let (id, path) = match self {
            Self::Malformed { path, .. } => ("config-public-malformed", path),
            Self::Read { path, .. } => ("config-cannot-read", path),
        };
        Message::new(id).word("path", path.display())
    }
}

/// Returns the bytes that the armored file `path` holds, if it is a `kind`.
///
/// # Errors
///
/// Fails if it cannot be read, or is something else.
pub fn read_armored(path: &Path, kind: Kind) -> Result<Vec<u8>, PublicFileError> {
    let cannot = |source| PublicFileError::Read { path: path.to_owned(), source };
    let mut text = String::new();
    let file = File::open(path).map_err(cannot)?;
    file.take(PUBLIC_BYTES_MAX).read_to_string(&mut text).map_err(cannot)?;
    let malformed = |source| PublicFileError::Malformed { path: path.to_owned(), source };
    armor::decode(kind, &text).map(|bytes| bytes.to_vec()).map_err(malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn reads_what_was_armored_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("member.flotilla");
        fs::write(&path, armor::encode(Kind::PublicMember, &[5; 300])).unwrap();
        assert_eq!(read_armored(&path, Kind::PublicMember).unwrap(), [5; 300]);
        let refused = read_armored(&path, Kind::PublicGenesis).unwrap_err();
        assert!(matches!(refused, PublicFileError::Malformed { .. }));
    }
}
