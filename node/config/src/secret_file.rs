//! Secret files: refused where others could read or replace them.
//!
//! - [`read`] and [`read_armored`] refuse a file that its group or others may read, and a folder
//!   in which they may replace one. What is checked is the opened file, so nobody can swap it in
//!   between.
//! - [`create`] makes a file that only its owner may read, and never replaces one.
//! - What was read is zeroized when it is dropped.
//!
//! Where there are no such permissions (Windows), the folder's own rights have to do.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::message::Message;
use zeroize::Zeroizing;

use crate::armor;
use crate::armor::InvalidArmor;
use crate::armor::Kind;

/// The most bytes a secret file may hold; the largest of ours are below 1 KiB.
pub const SECRET_BYTES_MAX: u64 = 64 << 10;

/// Why a secret file was not read or made.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// There is a file already, and it is not replaced.
    #[error("{path} is there already")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Others may write to the folder, and so could replace the file.
    #[error("others may write to the folder {path}")]
    FolderTooWide {
        /// The folder.
        path: PathBuf,
    },
    /// It holds something else, or is damaged.
    #[error("{path} is not the secret it should be")]
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
    /// Others may read the file.
    #[error("others may read {path}")]
    TooWide {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl SecretFileError {
    /// Returns what people are told.
    pub fn message(&self) -> Message {
        let (id, path) = match self {
            Self::Exists { path } => ("config-file-exists", path),
            Self::FolderTooWide { path } => ("config-folder-too-wide", path),
            Self::Malformed { path, .. } => ("config-secret-malformed", path),
            Self::Read { path, .. } => ("config-cannot-read", path),
            Self::TooWide { path } => ("config-file-too-wide", path),
            Self::Write { path, .. } => ("config-cannot-write", path),
        };
        Message::new(id).word("path", path.display())
    }
}

/// Returns the bytes that the armored secret file `path` holds, if it is a `kind`.
///
/// # Errors
///
/// Fails as [`read`] does, or if the file is not a `kind`.
pub fn read_armored(path: &Path, kind: Kind) -> Result<Zeroizing<Vec<u8>>, SecretFileError> {
    let text = read(path)?;
    let malformed = |source| SecretFileError::Malformed { path: path.to_owned(), source };
    armor::decode(kind, &text).map_err(malformed)
}

/// Returns the text of the secret file `path`.
///
/// # Errors
///
/// Fails if it cannot be read, or others could read or replace it.
pub fn read(path: &Path) -> Result<Zeroizing<String>, SecretFileError> {
    read_up_to(path, SECRET_BYTES_MAX)
}

/// Returns the text of the secret file `path`, of which no more than `bytes_max` are read.
///
/// # Errors
///
/// Fails if it cannot be read, or others could read or replace it.
pub fn read_up_to(path: &Path, bytes_max: u64) -> Result<Zeroizing<String>, SecretFileError> {
    let cannot = |source| SecretFileError::Read { path: path.to_owned(), source };
    let file = File::open(path).map_err(cannot)?;
    check_folder(&folder_of(path))?;
    if is_wide(&file.metadata().map_err(cannot)?, 0o077) {
        return Err(SecretFileError::TooWide { path: path.to_owned() });
    }
    // Room for the whole: a buffer that grows leaves copies of a secret behind.
    let bytes = file.metadata().map_err(cannot)?.len().min(bytes_max);
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(bytes).unwrap_or(0) + 1));
    file.take(bytes_max).read_to_string(&mut text).map_err(cannot)?;
    Ok(text)
}

/// Makes the file `path`, readable by its owner only, and writes `text` to it and to the disk.
///
/// # Errors
///
/// Fails if there is one already, or it cannot be written.
pub fn create(path: &Path, text: &str) -> Result<(), SecretFileError> {
    let cannot = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => SecretFileError::Exists { path: path.to_owned() },
        _ => SecretFileError::Write { path: path.to_owned(), source },
    };
    let mut file = owner_only().open(path).map_err(cannot)?;
    file.write_all(text.as_bytes()).map_err(cannot)?;
    file.sync_all().map_err(cannot)
}

/// Returns how to make a file that only its owner may read, and never to replace one.
pub fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes `folder` and those above it, as far as they are not there, for their owner only.
///
/// # Errors
///
/// Fails if one cannot be made.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Checks that nobody else may write to `folder`, and so replace a secret in it.
///
/// # Errors
///
/// Fails if others may, or the folder cannot be read.
pub fn check_folder(folder: &Path) -> Result<(), SecretFileError> {
    let path = folder.to_owned();
    match fs::metadata(folder) {
        Err(source) => Err(SecretFileError::Read { path, source }),
        Ok(metadata) if is_wide(&metadata, 0o022) => Err(SecretFileError::FolderTooWide { path }),
        Ok(_) => Ok(()),
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_owned(),
        None => PathBuf::from("/"),
    }
}

#[cfg(unix)]
fn is_wide(metadata: &fs::Metadata, others: u32) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode();
    // In a sticky folder, such as /tmp, nobody can replace what is somebody else's.
    let sticky = metadata.is_dir() && mode & 0o1000 != 0;
    mode & others != 0 && !sticky
}

#[cfg(not(unix))]
fn is_wide(_: &fs::Metadata, _: u32) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn reads_back_what_it_creates_for_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node.key");
        create(&path, &armor::encode(Kind::SecretNodeKey, &[7; 32])).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(*read_armored(&path, Kind::SecretNodeKey).unwrap(), [7; 32]);
    }

    #[test]
    fn never_replaces_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node.key");
        create(&path, "first").unwrap();
        assert!(matches!(create(&path, "second"), Err(SecretFileError::Exists { .. })));
        assert_eq!(*read(&path).unwrap(), "first");
    }

    #[test]
    fn refuses_a_file_that_others_may_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node.key");
        create(&path, "secret").unwrap();
        for mode in [0o640, 0o604, 0o660] {
            fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
            assert!(matches!(read(&path), Err(SecretFileError::TooWide { .. })), "{mode:o}");
        }
    }

    #[test]
    fn refuses_a_folder_that_others_may_write_to() {
        let dir = tempfile::tempdir().unwrap();
        let keys = dir.path().join("keys");
        fs::create_dir(&keys).unwrap();
        let path = keys.join("node.key");
        create(&path, "secret").unwrap();
        fs::set_permissions(&keys, PermissionsExt::from_mode(0o777)).unwrap();
        assert!(matches!(read(&path), Err(SecretFileError::FolderTooWide { .. })));
        fs::set_permissions(&keys, PermissionsExt::from_mode(0o1777)).unwrap();
        assert_eq!(*read(&path).unwrap(), "secret");
    }

    #[test]
    fn a_missing_file_is_named() {
        let refused = read(Path::new("/nowhere/node.key")).unwrap_err();
        assert_eq!(refused.to_string(), "cannot read /nowhere/node.key");
    }
}
