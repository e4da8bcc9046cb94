//! Files of a member that are made together: all of them, or none; and none is ever replaced.

use std::fs;
use std::fs::OpenOptions;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::secret_file;
use flotilla_domain::message::Message;
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// A file to be written.
pub(crate) struct NewFile {
    pub(crate) path: PathBuf,
    pub(crate) text: Zeroizing<String>,
}

/// Fails, naming all of them, if any of the files is there already.
pub(crate) fn refuse_to_replace<'a>(
    paths: impl Iterator<Item = &'a Path>,
) -> Result<(), CommandError> {
    let there = paths.filter(|path| path.exists());
    let exists = |path: &Path| Message::new("config-file-exists").word("path", path.display());
    let mut there = there.map(exists);
    let Some(first) = there.next() else { return Ok(()) };
    let failure = Failure::new(Exit::Conflict, first);
    Err(there.fold(failure, Failure::detail).into())
}

/// Writes all files, or none.
pub(crate) fn write_all(files: &[NewFile]) -> Result<(), CommandError> {
    for file in files {
        if let Some(folder) = file.path.parent().filter(|it| !it.as_os_str().is_empty()) {
            create_folder(folder)?;
        }
    }
    for (place, file) in files.iter().enumerate() {
        let written = secret_file::create(&file.path, &file.text);
        if let Err(error) = written {
            for made in files.iter().take(place) {
                // What cannot be taken away either is named by the next attempt.
                fs::remove_file(&made.path).unwrap_or_default();
            }
            return Err(error.into());
        }
    }
    Ok(())
}

/// Writes a file that is not there yet.
pub(crate) fn create(path: &Path, file: &[u8]) -> Result<(), CommandError> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let mut opened = opened.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => Failure::write(path, error).into(),
    })?;
    let written = opened.write_all(file).and_then(|()| opened.sync_all());
    Ok(written.map_err(|error| {
        // Half a file is none; what cannot be taken away either is seen by whoever opens it.
        fs::remove_file(path).unwrap_or_default();
        Failure::write(path, error)
    })?)
}

/// Says that a file is there already, and was not replaced.
pub(crate) fn exists(path: &Path) -> CommandError {
    let message = Message::new("config-file-exists").word("path", path.display());
    Failure::new(Exit::Conflict, message).into()
}

/// Makes `folder`, for its owner only, and refuses one that others may write to.
fn create_folder(folder: &Path) -> Result<(), CommandError> {
    secret_file::create_folder(folder).map_err(|error| Failure::write(folder, error))?;
    Ok(secret_file::check_folder(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("keys/one"), folder.path().join("two"));
        fs::write(&second, "mine").unwrap();
        let file = |path: &PathBuf| NewFile { path: path.clone(), text: "new".to_owned().into() };
        assert!(write_all(&[file(&first), file(&second)]).is_err());
        assert!(!first.exists());
        assert_eq!(fs::read_to_string(&second).unwrap(), "mine");
    }
}
