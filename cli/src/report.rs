//! `--report FILE.html`: what is wrong with a file, or what would be published of it, as a page to keep.
//!
//! - **One file, for any browser and for paper**: no script, nothing from elsewhere, and a policy in its
//!   head that forbids both.
//! - **For everybody**: tables have captions and names of columns and rows, the language is said, and what
//!   is hidden is said in words; the hatching only repeats it.
//! - **No raw value**: a withheld figure has no number here either. Of cells that are wrong it quotes what
//!   their author wrote, so the file is theirs alone, and only they can open it.
//! - **Nothing of the file acts**: every text is escaped.
//! - It replaces an earlier report, and no other file.

mod page;

use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::message::Message;
use tempfile::NamedTempFile;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes::Preview;

use self::page::Page;

/// How a report begins, so that the next one may take its place.
const BEGIN: &str = "<!doctype html>\n<!-- flotilla report -->\n";

/// A report to be written.
#[derive(Debug)]
pub(crate) struct Report {
    path: PathBuf,
    /// What people call the file that it is about.
    about: String,
    /// Names of codes.
    catalogue: Catalogue,
}

impl Report {
    /// Prepares a report on the file `about`.
    pub(crate) fn new(path: &Path, about: &Path, catalogue: Catalogue) -> Self {
        let name = about.file_name().unwrap_or(about.as_os_str());
        let about = name.to_string_lossy().into_owned();
        Self { path: path.to_owned(), about, catalogue }
    }

    /// Writes what a preview says, and tells where.
    pub(crate) fn write(&self, preview: &Preview, context: &Context) -> Result<(), CommandError> {
        let texts = &context.ui.texts;
        let page = Page { about: &self.about, preview, catalogue: &self.catalogue, texts };
        let path = self.path.as_path();
        if !is_free(path).map_err(|error| Failure::read(path, error))? {
            let message = Message::new("config-file-exists").word("path", path.display());
            return Err(Failure::new(Exit::Conflict, message).into());
        }
        replace(path, &format!("{BEGIN}{}", page.html())).map_err(|it| Failure::write(path, it))?;
        context
            .ui
            .tell(&Message::new("cli-report-written").word("path", path.display()));
        Ok(())
    }
}

/// Returns whether nothing is there, or an earlier report.
fn is_free(path: &Path) -> io::Result<bool> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        file => file?,
    };
    let mut begin = Vec::new();
    let bytes = u64::try_from(BEGIN.len()).unwrap_or(u64::MAX);
    file.take(bytes).read_to_end(&mut begin)?;
    Ok(begin == BEGIN.as_bytes())
}

/// Writes a file in one step, for its owner only.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let mut file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests;
