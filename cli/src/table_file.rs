//! A table on disk: text as it is, or one sheet of a workbook as text.
//!
//! Workbooks are read here and never by the node (see `flotilla_sheet`). What goes on from here is
//! text, with the name of the sheet in the recipe, so that whatever is wrong is said of a cell.

use std::fs;
use std::path::Path;

use flotilla_domain::message::Message;
use flotilla_gate::form::Form;
use flotilla_gate::read::FILE_BYTES_MAX;
use flotilla_gate::recipe::quoted;
use flotilla_sheet::Page;
use flotilla_sheet::SheetError;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes::SourceFile;

/// How a recipe begins to speak of the file.
const SECTION: &str = "[file]";

/// A table as text.
#[derive(Debug)]
pub(crate) struct TableFile {
    text: Vec<u8>,
    sheet: Option<String>,
    source: SourceFile,
}

/// All sheets of a workbook, and what it is.
pub(crate) type Workbook = (Vec<Page>, SourceFile);

impl TableFile {
    /// Reads a table; `sheet` says which of a workbook.
    pub(crate) fn read(path: &Path, sheet: Option<&str>) -> Result<Self, CommandError> {
        let file = bytes(path)?;
        let source = SourceFile::of(path, &file);
        if !flotilla_sheet::is_workbook(&file) {
            return Ok(Self { text: file, sheet: None, source });
        }
        let sheet = flotilla_sheet::read(file, sheet).map_err(|error| refused(&error))?;
        Ok(Self { text: sheet.csv, sheet: Some(sheet.name), source })
    }

    /// Returns the text.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Returns the text, and the file it is from.
    pub(crate) fn into_parts(self) -> (Vec<u8>, SourceFile) {
        (self.text, self.source)
    }

    /// Returns a recipe that names the sheet, so that problems name its cells.
    pub(crate) fn recipe(&self, text: &str) -> String {
        let Some(sheet) = &self.sheet else { return text.to_owned() };
        let line = format!("sheet = {}\n", quoted(sheet));
        let at = text.lines().position(|it| it.trim() == SECTION);
        let named = match at {
            Some(at) => {
                let lines = text.lines().enumerate();
                let more = |index| if index == at { line.as_str() } else { "" };
                lines.map(|(index, it)| format!("{it}\n{}", more(index))).collect()
            }
            None => format!("{text}\n{SECTION}\n{line}"),
        };
        // A recipe that names it already, or is wrong, stays as it is.
        if Form::parse(&named).is_ok() { named } else { text.to_owned() }
    }
}

/// Reads a file that is not too large.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, CommandError> {
    let cannot = |error| CommandError::from(Failure::read(path, error));
    let is_too_large = |bytes: u64| usize::try_from(bytes).is_ok_and(|it| it > FILE_BYTES_MAX);
    if is_too_large(fs::metadata(path).map_err(cannot)?.len()) {
        let message = Message::new("cli-file-too-large").number("mebibytes", FILE_BYTES_MAX >> 20);
        return Err(Failure::new(Exit::Invalid, message).into());
    }
    fs::read(path).map_err(cannot)
}

/// Reads all sheets of a workbook of which one is called `mark`; nothing if it is another file.
pub(crate) fn pages(path: &Path, mark: &str) -> Result<Option<Workbook>, CommandError> {
    let file = bytes(path)?;
    if !flotilla_sheet::is_workbook(&file) {
        return Ok(None);
    }
    let source = SourceFile::of(path, &file);
    let pages = flotilla_sheet::pages(file, mark).map_err(|error| refused(&error))?;
    Ok(pages.map(|pages| (pages, source)))
}

fn refused(error: &SheetError) -> CommandError {
    let names = |id, names: &[String]| Message::new(id).word("names", names.join(", "));
    let message = match error {
        SheetError::Several { names: sheets } => names("cli-sheet-several", sheets),
        SheetError::Malformed => Message::new("cli-sheet-malformed"),
        SheetError::NoSheet { names: sheets } => names("cli-sheet-missing", sheets),
        SheetError::NoTable => Message::new("cli-sheet-empty"),
        SheetError::Old => Message::new("cli-sheet-old"),
        SheetError::TooLarge { mebibytes } => {
            Message::new("cli-sheet-too-large").number("mebibytes", *mebibytes)
        }
        SheetError::TooMany => Message::new("cli-sheet-too-many"),
    };
    let failure = Failure::new(Exit::Invalid, message);
    match error {
        SheetError::Several { .. } | SheetError::NoSheet { .. } => {
            failure.hint(Message::new("cli-hint-sheet")).into()
        }
        _ => failure.into(),
    }
}

#[cfg(test)]
mod tests {
    use flotilla_gate::recipe::Recipe;

    use super::*;

    #[test]
    fn a_recipe_learns_the_name_of_the_sheet_once() {
        let source = SourceFile::of(Path::new("ages.xlsx"), b"");
        let sheet = Some("Âges \"1\"".to_owned());
        let table = TableFile { text: vec![], sheet, source };
        let recipe = "region = { code = 'CA-ON' }\n[[metric]]\nindicator = 'MATCHES_NEW'\n\
            period = { code = '2025' }\n";
        let named =
            |text: &str| Recipe::parse(&table.recipe(text)).unwrap().sheet().map(str::to_owned);
        assert_eq!(named(recipe).as_deref(), Some("Âges \"1\""));
        let hinted = format!("{recipe}[file]\ndecimal = ','\n");
        assert_eq!(named(&hinted).as_deref(), Some("Âges \"1\""));
        let said = format!("{recipe}[file]\nsheet = 'Ages'\n");
        assert_eq!(named(&said).as_deref(), Some("Ages"));
        assert_eq!(table.recipe("not toml ="), "not toml =");
    }
}
