//! A bundle on its way into a file: in one step, in either form, and never over another file unasked.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::session::frame::Frame;
use flotilla_wire::bundle::Writer;
use serde::Serialize;
use tempfile::NamedTempFile;

use crate::commands::bundle::carried::Carried;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// The most bytes of a bundle as text: twice as many letters are still an e-mail.
const TEXT_BYTES_MAX: u64 = 1 << 20;

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<'a> {
    /// Where to.
    pub(crate) path: &'a Path,
    /// As text, whatever the file is called.
    pub(crate) text: bool,
    /// Whose logs; `None` for all that there are.
    pub(crate) members: Option<&'a [MemberId]>,
    /// The entry that it is to prove.
    pub(crate) subject: Option<EntryId>,
}

/// `flotilla bundle export`, `flotilla entry export`.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    file: String,
    bytes: u64,
    form: &'static str,
    coalition_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry_id: Option<String>,
}

/// Writes what is asked for of a bundle, and tells that it is done.
pub(crate) fn write(
    carried: &Carried,
    order: &Order<'_>,
    context: &Context,
) -> Result<(), CommandError> {
    let Order { path, text, .. } = *order;
    if path.exists() && !context.ui.yes {
        let message = Message::new("config-file-exists").word("path", path.display());
        let failure = Failure::new(Exit::Conflict, message);
        return Err(failure.hint(Message::new("cli-bundle-replace")).into());
    }
    let coalition = carried.open()?.head().coalition;
    let cannot = |error| CommandError::from(Failure::write(path, error));
    let mut beside = NamedTempFile::new_in(folder(path)).map_err(cannot)?;
    copy(carried, order, beside.as_file())?;
    let is_text = text || path.extension().is_some_and(|it| it.eq_ignore_ascii_case("txt"));
    if is_text {
        beside = armored(beside, path)?;
    }
    let bytes = kept(beside, path).map_err(cannot)?;
    context.ui.done(
        &Message::new("cli-bundle-written")
            .word("path", path.display())
            .number("kibibytes", bytes.div_ceil(1024)),
    );
    if context.ui.json {
        context.ui.print_json(&Written {
            file: path.display().to_string(),
            bytes,
            form: if is_text { "text" } else { "binary" },
            coalition_id: coalition.to_string(),
            entry_id: order.subject.map(|id| id.to_string()),
        })?;
    }
    Ok(())
}

/// Copies what is asked for.
fn copy(carried: &Carried, order: &Order<'_>, file: &File) -> Result<(), CommandError> {
    let cannot = |error| CommandError::from(Failure::write(order.path, error));
    let mut reader = carried.open()?;
    let out = BufWriter::new(file);
    let mut writer = Writer::begin(out, reader.head()).map_err(cannot)?;
    if let Some(entry) = order.subject {
        writer.subject(entry).map_err(cannot)?;
    }
    while let Some(arrival) = reader.arrival().map_err(|error| carried.refused(error))? {
        if let Some(frame) = wanted(arrival.frame, order.members) {
            writer.frame(frame).map_err(cannot)?;
        }
    }
    writer.finish().flush().map_err(cannot)
}

/// Returns what of a frame is to be written; what was decided and what nodes say always is.
fn wanted(frame: Frame, members: Option<&[MemberId]>) -> Option<Frame> {
    let Some(members) = members else { return Some(frame) };
    match frame {
        Frame::Entries(stretch) => {
            members.contains(&stretch.member).then_some(Frame::Entries(stretch))
        }
        Frame::ForkProofs(mut proofs) => {
            proofs.retain(|(one, _)| members.contains(&one.claim().member));
            (!proofs.is_empty()).then_some(Frame::ForkProofs(proofs))
        }
        frame => Some(frame),
    }
}

/// Returns a file with the text form of what is in `binary`.
fn armored(mut binary: NamedTempFile, path: &Path) -> Result<NamedTempFile, CommandError> {
    let cannot = |error| CommandError::from(Failure::write(path, error));
    if binary.as_file().metadata().map_err(cannot)?.len() > TEXT_BYTES_MAX {
        let message = Message::new("cli-bundle-text-too-large").number("mebibytes", 1);
        let failure = Failure::new(Exit::Invalid, message);
        return Err(failure.hint(Message::new("cli-bundle-text-smaller")).into());
    }
    let mut bytes = Vec::new();
    binary.rewind().map_err(cannot)?;
    binary.read_to_end(&mut bytes).map_err(cannot)?;
    let mut text = NamedTempFile::new_in(folder(path)).map_err(cannot)?;
    let armored = armor::encode(Kind::PublicBundle, &bytes);
    text.write_all(armored.as_bytes()).map_err(cannot)?;
    Ok(text)
}

/// Makes a file durable under its name.
fn kept(beside: NamedTempFile, path: &Path) -> io::Result<u64> {
    let file = beside.as_file();
    file.sync_all()?;
    let bytes = file.metadata()?.len();
    beside.persist(path).map_err(|error| error.error)?;
    // Where a folder cannot be synced, the file itself is.
    let _synced = File::open(folder(path)).and_then(|folder| folder.sync_all());
    fs::metadata(path).map(|_| bytes)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
