//! Bundles as files: read in either form, written as text that an e-mail does not break.
//!
//! - **Nothing is believed because it is in a file**: what is read is for [`crate::minutes`] to verify.
//! - **A large bundle is read as it is**, piece by piece; only the text form is held at once, and is
//!   limited by [`flotilla_config::public_file`].
//! - **Nothing is replaced** when a bundle is written.

use std::fs::File;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::message::Message;
use flotilla_domain::session::frame::Frame;
use flotilla_wire::bundle;
use flotilla_wire::bundle::Head;
use flotilla_wire::bundle::ReadBundleError;
use flotilla_wire::bundle::Reader;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;

/// What the pieces of a bundle come from.
pub(crate) type Pieces = Reader<Box<dyn Read>>;

/// Opens the bundle in `path`, text or not.
pub(crate) fn open(path: &Path) -> Result<Pieces, CommandError> {
    let begin = |input: Box<dyn Read>| Reader::begin(input).map_err(|error| refused(path, error));
    if is_binary(path)? {
        let file = File::open(path).map_err(|error| Failure::read(path, error))?;
        return Ok(begin(Box::new(BufReader::new(file)))?);
    }
    let bytes = public_file::read_armored(path, Kind::PublicBundle)?;
    Ok(begin(Box::new(Cursor::new(bytes)))?)
}

/// Returns whether the file is a bundle in either form, as far as its first line tells.
pub(crate) fn is_bundle(path: &Path) -> Result<bool, CommandError> {
    let starts = |line: &str| line.contains(Kind::PublicBundle.first_line());
    Ok(is_binary(path)? || first_line(path)?.as_deref().is_some_and(starts))
}

/// Returns the first line of a text file that is not blank; `None` where it is none.
pub(crate) fn first_line(path: &Path) -> Result<Option<String>, CommandError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| Failure::read(path, error))?;
    file.take(1 << 10)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::read(path, error))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().find(|line| !line.trim().is_empty()).map(str::to_owned))
}

/// Writes a bundle of `frames` to the new file `path`.
pub(crate) fn create(path: &Path, head: &Head, frames: Vec<Frame>) -> Result<(), CommandError> {
    let cannot = |error| Failure::write(path, error);
    let mut writer = bundle::Writer::begin(Vec::new(), head).map_err(cannot)?;
    for frame in frames {
        writer.frame(frame).map_err(cannot)?;
    }
    create_text(path, &armor::encode(Kind::PublicBundle, &writer.finish()))
}

/// Writes `text` to the new file `path`, and to the disk.
pub(crate) fn create_text(path: &Path, text: &str) -> Result<(), CommandError> {
    new_files::create(path, text.as_bytes())
}

/// Says that a bundle is not in order.
pub(crate) fn refused(path: &Path, error: ReadBundleError) -> Failure {
    let message = Message::new("cli-bundle-refused").word("path", path.display());
    Failure::new(Exit::Verification, message).because(error)
}

/// Returns whether the file is a bundle in its binary form.
pub(crate) fn is_binary(path: &Path) -> Result<bool, CommandError> {
    let mut start = Vec::new();
    let file = File::open(path).map_err(|error| Failure::read(path, error))?;
    let length = u64::try_from(bundle::FIRST_LINE.len()).unwrap_or(u64::MAX);
    file.take(length)
        .read_to_end(&mut start)
        .map_err(|error| Failure::read(path, error))?;
    Ok(start == bundle::FIRST_LINE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_wire::sample::Sample;

    #[test]
    fn a_bundle_is_read_in_either_form() {
        let folder = tempfile::tempdir().unwrap();
        let (text, binary) = (folder.path().join("text"), folder.path().join("binary"));
        let sample = Sample::new(3);
        let head = Head { coalition: sample.roster().coalition(), genesis: None };
        let entry = sample.proposal(0, Vec::new());
        let votes = || vec![Frame::Votes(vec![sample.approval(0, &entry)])];
        create(&text, &head, votes()).unwrap();
        let mut writer = bundle::Writer::begin(Vec::new(), &head).unwrap();
        votes().into_iter().for_each(|frame| writer.frame(frame).unwrap());
        std::fs::write(&binary, writer.finish()).unwrap();
        for path in [&text, &binary] {
            assert!(is_bundle(path).unwrap());
            let mut pieces = open(path).unwrap();
            assert_eq!(pieces.head().coalition, head.coalition);
            assert!(pieces.arrival().unwrap().is_some() && pieces.arrival().unwrap().is_none());
        }
    }

    #[test]
    fn a_bundle_never_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bundle");
        std::fs::write(&path, "mine").unwrap();
        let head = Head { coalition: Sample::new(1).roster().coalition(), genesis: None };
        assert!(create(&path, &head, Vec::new()).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        assert!(!is_bundle(&path).unwrap());
    }
}
