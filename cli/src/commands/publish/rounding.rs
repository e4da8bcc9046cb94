//! The key by which the figures of a dry run are rounded.
//!
//! A member has its own, and uses it here too. Whoever has none is given one for trials, kept for the user of
//! this computer: a trial must round alike the next time, or what it printed before would contradict it.

use std::env;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_domain::message::Message;
use flotilla_gate::round::RoundingSecret;
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::random;
use crate::ui::Ui;

/// Where the key for trials is, below the folder of what programs remember.
const TRIAL_KEY: &str = "flotilla/trial-rounding.key";

/// The bytes of a key.
const KEY_BYTES: usize = 32;

/// A key, not to be printed.
type Key = Zeroizing<[u8; KEY_BYTES]>;

/// Reads a key from a file that somebody named: its 32 bytes, or in the form in which a member keeps it.
pub(super) fn named(path: &Path) -> Result<RoundingSecret, CommandError> {
    let bytes = Zeroizing::new(fs::read(path).map_err(|error| Failure::read(path, error))?);
    match <[u8; KEY_BYTES]>::try_from(bytes.as_slice()) {
        Ok(key) => Ok(RoundingSecret::new(key)),
        Err(_) => own(path),
    }
}

/// Reads the key of a member.
pub(super) fn own(path: &Path) -> Result<RoundingSecret, CommandError> {
    armored(path).map(|key| RoundingSecret::new(*key))
}

/// Returns the key for trials, which is made the first time; says where it is. Where none can be kept, the
/// figures are rounded by a key that is forgotten.
pub(super) fn for_trials(ui: &Ui) -> Result<RoundingSecret, CommandError> {
    let Some(path) = trial_file() else { return forgotten(ui) };
    if !path.exists() {
        let key: Key = random::secret()?;
        if keep(&path, &armor::encode(Kind::SecretRoundingKey, key.as_slice())).is_err() {
            return forgotten(ui);
        }
    }
    let key = own(&path)?;
    ui.tell(&Message::new("cli-trial-key").word("path", path.display()));
    Ok(key)
}

fn armored(path: &Path) -> Result<Key, CommandError> {
    let bytes = secret_file::read_armored(path, Kind::SecretRoundingKey)?;
    let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice());
    let wrong = |_| {
        let message = Message::new("cli-trial-key-length").word("path", path.display());
        Failure::new(Exit::Invalid, message)
    };
    Ok(key.map(Zeroizing::new).map_err(wrong)?)
}

fn forgotten(ui: &Ui) -> Result<RoundingSecret, CommandError> {
    ui.insist(&Message::new("cli-trial-key-forgotten"));
    let key: Key = random::secret()?;
    Ok(RoundingSecret::new(*key))
}

/// Writes the key in one step; one that somebody else has just made stays.
fn keep(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    secret_file::create_folder(folder)?;
    let mut beside = NamedTempFile::new_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().sync_all()?;
    match beside.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(error.error),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn trial_file() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let state = folder("XDG_STATE_HOME");
    let state = state.or_else(|| folder("HOME").map(|home| home.join(".local/state")));
    state.or_else(|| folder("LOCALAPPDATA")).map(|state| state.join(TRIAL_KEY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_there_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/flotilla/trial-rounding.key");
        let text = |byte| armor::encode(Kind::SecretRoundingKey, &[byte; KEY_BYTES]);
        keep(&path, &text(1)).unwrap();
        keep(&path, &text(2)).unwrap();
        assert_eq!(*armored(&path).unwrap(), [1; KEY_BYTES]);
    }

    #[test]
    fn a_key_is_32_bytes_or_what_a_member_keeps() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        fs::write(&path, [7; KEY_BYTES]).unwrap();
        assert!(named(&path).is_ok());
        fs::write(&path, [7; KEY_BYTES - 1]).unwrap();
        assert!(named(&path).is_err());
        let member = folder.path().join("member.key");
        keep(&member, &armor::encode(Kind::SecretRoundingKey, &[7; KEY_BYTES])).unwrap();
        assert!(named(&member).is_ok());
    }
}
