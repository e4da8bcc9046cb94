//! The key files of a node, and the change from one node key to the next.
//!
//! ```text
//! keys/node.key               the key that the node speaks with
//! keys/node.key.next          made by `flotilla key rotate`; waits until the coalition names it
//! keys/node.key.retired-<n>   keys of before; they sign nothing any more
//! ```
//!
//! - **First the document, then the switch**: the next key is taken up when the roster names it, never
//!   earlier, so there is always one key that peers know.
//! - **No key is overwritten**: should the document be undone, the key of before is still there.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_config::secret_file::SecretFileError;
use flotilla_config::settings::Settings;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_domain::roster::Roster;
use tracing::info;
use zeroize::Zeroizing;

/// Why a key file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It cannot be read, or not be put in its place.
    #[error("cannot use {}", path.display())]
    Move {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It cannot be read, or is not what it should be.
    #[error("a key file cannot be used")]
    File(#[source] SecretFileError),
    /// It holds something else than 32 bytes.
    #[error("{} does not hold a key of 32 bytes", path.display())]
    Length {
        /// The file.
        path: PathBuf,
    },
}

/// Returns the key in the file `path`.
pub(super) fn read(path: &Path, kind: Kind) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let bytes = secret_file::read_armored(path, kind).map_err(KeyError::File)?;
    let array = <[u8; 32]>::try_from(bytes.as_slice());
    array
        .map(Zeroizing::new)
        .map_err(|_| KeyError::Length { path: path.to_owned() })
}

/// Takes up the next node key, if there is one and `roster` names it; then returns the key to speak
/// with.
pub(super) fn node_key(
    settings: &Settings,
    roster: &Roster,
) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let next = next_file(settings);
    if has_successor(settings, roster) {
        let path = &settings.node_key;
        let cannot = |source| KeyError::Move { path: path.clone(), source };
        if path.exists() {
            fs::rename(path, retired(path)).map_err(cannot)?;
        }
        fs::rename(&next, path).map_err(cannot)?;
        info!("the next node key is taken up");
    }
    read(&settings.node_key, Kind::SecretNodeKey)
}

/// Returns whether the coalition names a key that waits here.
pub(super) fn has_successor(settings: &Settings, roster: &Roster) -> bool {
    let named = |key: PublicKey| {
        let owner = roster.member_of_node_key(&key).and_then(|id| roster.member(id));
        owner.is_some_and(|owner| owner.handle() == settings.handle)
    };
    let waiting = read(&next_file(settings), Kind::SecretNodeKey);
    waiting.is_ok_and(|seed| named(SigningKey::from_seed(&seed).public()))
}

fn next_file(settings: &Settings) -> PathBuf {
    with_ending(&settings.node_key, "next")
}

/// Returns a name beside `path` that nothing has yet.
fn retired(path: &Path) -> PathBuf {
    let free = (1_u32..).map(|number| with_ending(path, &format!("retired-{number}")));
    free.into_iter().find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use flotilla_config::armor;
    use flotilla_domain::policy::Strictness;
    use flotilla_wire::sample::Sample;

    use super::*;

    #[test]
    fn the_next_key_waits_until_the_coalition_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let settings = settings(dir.path());
        let sample = Sample::new(3);
        write(&settings.node_key, 1);
        write(&next_file(&settings), 2);
        assert!(!has_successor(&settings, sample.roster()));
        let key = node_key(&settings, sample.roster()).unwrap();
        assert_eq!(*key, [1; 32]);
        assert!(next_file(&settings).exists());
    }

    #[test]
    fn no_key_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node.key");
        write(&retired(&path), 1);
        write(&retired(&path), 2);
        assert_eq!(retired(&path), dir.path().join("node.key.retired-3"));
    }

    fn settings(folder: &Path) -> Settings {
        Settings {
            handle: "alice".to_owned(),
            data_dir: folder.join("data"),
            node_key: folder.join("node.key"),
            rounding_key: folder.join("rounding.key"),
            listen_peers: None,
            listen_web: None,
            dial: Vec::new(),
            strictness: Strictness::default(),
        }
    }

    fn write(path: &Path, seed: u8) {
        let text = armor::encode(Kind::SecretNodeKey, &[seed; 32]);
        secret_file::create(path, &text).unwrap();
    }
}
