//! The file of the member's own names: salted hashes, beside the settings.
//!
//! - **For its owner only**, and refused where others could read it.
//! - **Never leaves**: no command sends it, and no backup has it.
//! - **Replaced in one step**: a learning that is interrupted leaves what was known.

use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::secret_file;
use flotilla_domain::message::Message;
use flotilla_gate::names::Names;
use tempfile::NamedTempFile;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::random;

/// The name of the file.
pub(crate) const FILE_NAME: &str = "names.hashes";

/// The most bytes of the file: so many hashes, each on a line.
const FILE_BYTES_MAX: u64 = 8 << 20;

/// Returns where the file is.
pub(crate) fn path(context: &Context) -> PathBuf {
    context.settings_folder().join(FILE_NAME)
}

/// Returns what is known; nothing where nobody has learned any names.
pub(crate) fn read(context: &Context) -> Result<Option<Names>, CommandError> {
    let path = path(context);
    if !path.exists() {
        return Ok(None);
    }
    let text = secret_file::read_up_to(&path, FILE_BYTES_MAX)?;
    let names = Names::parse(&text).ok_or_else(|| {
        let message = Message::new("cli-names-malformed").word("path", path.display());
        Failure::new(Exit::Invalid, message).hint(Message::new("cli-hint-names-again"))
    })?;
    Ok(Some(names))
}

/// Returns what is known, or somebody who knows nobody and has a salt of their own.
pub(crate) fn read_or_new(context: &Context) -> Result<Names, CommandError> {
    match read(context)? {
        Some(names) => Ok(names),
        None => Ok(Names::new(*random::secret()?)),
    }
}

/// Writes what is known.
pub(crate) fn write(names: &Names, context: &Context) -> Result<PathBuf, CommandError> {
    let path = path(context);
    replace(&path, &names.to_text()).map_err(|error| Failure::write(&path, error))?;
    Ok(path)
}

/// Replaces a file in one step by one that only its owner may read, as temporary files are.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    secret_file::create_folder(folder)?;
    let mut beside = NamedTempFile::new_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().sync_all()?;
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_file_is_for_its_owner_only_also_when_it_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("member").join(FILE_NAME);
        for text in ["one", "two"] {
            replace(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
