//! A file that was downloaded: its hash, and its rows as lines of CSV, whatever its form.
//!
//! - CSV is compared as it stands, byte for byte: a mark, a line end or a quote too many is a difference.
//! - Parquet holds values, so its rows are spelled as CSV spells them; its own bytes are for its hash.
//! - A workbook is refused: nodes write it for people, and programs rewrite it whenever they save it.

use std::fs::File;
use std::io::Read;
use std::io::Seek;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::path::Path;

use flotilla_answer::FormatError;
use flotilla_answer::csv;
use flotilla_answer::csv::Dialect;
use flotilla_answer::file;
use flotilla_answer::parquet;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// The most bytes of a file, and of what is in it: two million figures, whose lines are held at once.
const BYTES_MAX: u64 = 512 << 20;

/// What a `gzip` file begins with.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// What a Parquet file begins with.
const PARQUET: &[u8] = b"PAR1";

/// What a workbook begins with.
const WORKBOOK: &[u8] = b"PK\x03\x04";

/// A file that was downloaded.
#[derive(Clone, Debug)]
pub(super) struct Download {
    /// Its form, as in JSON.
    pub(super) form: &'static str,
    /// The hash of its bytes.
    pub(super) sha256: Hash,
    /// The hash of what was packed in it; its own where nothing was.
    pub(super) unpacked_sha256: Hash,
    /// Its lines, each with its end; the first names the columns.
    pub(super) lines: Vec<String>,
    /// For whom it is written; `None` where no dialect begins so.
    pub(super) dialect: Option<Dialect>,
}

impl Download {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self, CommandError> {
        let unread = |error| CommandError::from(Failure::read(path, error));
        let mut file = File::open(path).map_err(unread)?;
        if file.metadata().map_err(unread)?.len() > BYTES_MAX {
            return Err(told(path, "cli-verify-rows-too-large").into());
        }
        let mut bytes = Vec::new();
        (&mut file).take(BYTES_MAX).read_to_end(&mut bytes).map_err(unread)?;
        let sha256 = Hash::of([bytes.as_slice()]);
        if bytes.starts_with(WORKBOOK) {
            return Err(told(path, "cli-verify-rows-workbook").into());
        }
        let (form, text) = if bytes.starts_with(PARQUET) {
            file.rewind().map_err(unread)?;
            let text = spelled(file).map_err(|()| told(path, "cli-verify-rows-not-a-table"))?;
            ("parquet", text)
        } else if bytes.starts_with(GZIP) {
            let text = file::unzipped(&bytes, BYTES_MAX);
            let text =
                text.map_err(|error| told(path, "cli-verify-rows-not-a-table").because(error))?;
            ("csv_gz", text)
        } else {
            ("csv", bytes)
        };
        let unpacked_sha256 = if form == "csv_gz" { Hash::of([text.as_slice()]) } else { sha256 };
        let text = String::from_utf8(text)
            .map_err(|error| told(path, "cli-verify-rows-not-a-table").because(error))?;
        let dialect = dialect(&text);
        let lines = text.split_inclusive('\n').map(str::to_owned).collect();
        Ok(Self { form, sha256, unpacked_sha256, lines, dialect })
    }
}

/// Returns for whom a text is written, by its mark and by what its first line has most of.
fn dialect(text: &str) -> Option<Dialect> {
    let first = text.lines().next().unwrap_or_default();
    match (first.starts_with('\u{feff}'), first.matches(';').count() > first.matches(',').count()) {
        (true, true) => Some(Dialect::ExcelFr),
        (true, false) => Some(Dialect::ExcelEn),
        (false, _) => None,
    }
}

/// Returns the rows of a Parquet file as CSV; nothing if it is none, or is damaged so that its reader panics.
fn spelled(file: File) -> Result<Vec<u8>, ()> {
    let read = panic::catch_unwind(AssertUnwindSafe(|| spell(file)));
    read.map_err(drop)?.map_err(drop)
}

fn spell(file: File) -> Result<Vec<u8>, FormatError> {
    let mut text = Vec::new();
    for batch in parquet::read(file)? {
        let batch = batch?;
        if text.is_empty() {
            csv::header(&mut text, batch.schema_ref(), Dialect::Plain)?;
        }
        csv::rows(&mut text, &batch, Dialect::Plain)?;
        if u64::try_from(text.len()).is_ok_and(|length| length > BYTES_MAX) {
            return Err(FormatError::Write(std::io::ErrorKind::FileTooLarge.into()));
        }
    }
    Ok(text)
}

fn told(path: &Path, id: &'static str) -> Failure {
    Failure::new(Exit::Invalid, Message::new(id).word("path", path.display()))
}
