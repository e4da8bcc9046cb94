//! Workbooks of spreadsheet programs, as lines of text.
//!
//! The gate reads text. This crate turns one sheet of an XLSX, XLSM or ODS workbook into CSV of which
//! line N is row N of the sheet and cell 1 is column A, so that whoever finds a mistake in the text can
//! name the cell of the workbook. It promises:
//!
//! - **Nothing is larger than it says**: every part of the archive is unpacked once, into nothing,
//!   under the limits of [`guard`], before anything is built of it.
//! - **One spelling**: dates as `2025-03-01`, numbers with a point and never three digits behind it,
//!   truth as `TRUE` and `FALSE`. What was typed as text stays as it was typed.
//! - **No cell is logged**, and no error quotes one.
//!
//! [`pages`] returns all sheets of a workbook that carries a mark, cell by cell; [`book`] writes one, and [`delimited`] rows as CSV.
//!
//! It is for the tool alone, never for the node: readers of workbooks have places where a hostile file
//! makes them panic, and the node does not survive that. [`read`] keeps such a panic in a thread of its
//! own and makes an error of it.

pub mod book;
mod cells;
pub mod delimited;
pub mod guard;
mod lines;

use std::io::Cursor;
use std::thread;

use calamine::Ods;
use calamine::Reader;
use calamine::SheetVisible;
use calamine::Xlsx;

use crate::lines::Lines;

/// How workbooks begin that are archives: XLSX, XLSM, ODS.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// How files of the old formats begin, and workbooks behind a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// The most sheets of a marked workbook: one for each breakdown, and some that people add.
pub const PAGES_MAX: usize = 100;

/// One sheet of a workbook.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sheet {
    /// What the workbook calls it.
    pub name: String,
    /// Its rows as CSV, one line for each.
    pub csv: Vec<u8>,
}

/// One sheet of a marked workbook, hidden ones too.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Page {
    /// What the workbook calls it.
    pub name: String,
    /// Its rows that are not empty, counted from 0, with their cells from column A on.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// Several sheets hold tables.
    #[error("several sheets hold tables")]
    Several {
        /// Their names.
        names: Vec<String>,
    },
    /// It is broken, or not a workbook at all.
    #[error("the file is not a workbook, or is broken")]
    Malformed,
    /// There is no such sheet.
    #[error("the workbook has no such sheet")]
    NoSheet {
        /// Those that are there.
        names: Vec<String>,
    },
    /// No sheet holds a table.
    #[error("no sheet holds a table")]
    NoTable,
    /// It is of an old format, or behind a password.
    #[error("the workbook is of an old format, or behind a password")]
    Old,
    /// It is larger than any table of figures.
    #[error("the workbook is larger than {mebibytes} MiB where it is unpacked")]
    TooLarge {
        /// What is allowed, in MiB.
        mebibytes: u64,
    },
    /// It has more rows or columns than any table of figures.
    #[error("the sheet has more rows or columns than are read")]
    TooMany,
}

/// The lines of a sheet; nothing if it holds no table.
type Read = Result<Option<Vec<u8>>, SheetError>;

/// Reads one sheet of a workbook.
type ReadLines<R> = fn(&mut R, &str) -> Result<Lines, SheetError>;

/// Returns whether a file looks like a workbook.
pub fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(ARCHIVE) || file.starts_with(COMPOUND)
}

/// Reads the sheet called `wanted`, or the only one that holds a table.
///
/// # Errors
///
/// Fails if that is no workbook, or larger than the limits, or if it is not clear which sheet is meant.
pub fn read(file: Vec<u8>, wanted: Option<&str>) -> Result<Sheet, SheetError> {
    let wanted = wanted.map(str::to_owned);
    let reading = thread::spawn(move || read_here(&file, wanted.as_deref()));
    reading.join().unwrap_or(Err(SheetError::Malformed))
}

/// Reads all sheets, if one of them is called `mark`.
///
/// # Errors
///
/// Fails if that is no workbook, or larger than the limits.
pub fn pages(file: Vec<u8>, mark: &str) -> Result<Option<Vec<Page>>, SheetError> {
    let mark = mark.to_owned();
    let reading = thread::spawn(move || pages_here(&file, &mark));
    reading.join().unwrap_or(Err(SheetError::Malformed))
}

fn pages_here(file: &[u8], mark: &str) -> Result<Option<Vec<Page>>, SheetError> {
    if !file.starts_with(ARCHIVE) {
        return Err(SheetError::Old);
    }
    if guard::check(file)? {
        let ods = Ods::new(Cursor::new(file)).map_err(|_| SheetError::Malformed)?;
        return all(ods, mark, ods_lines);
    }
    let xlsx = Xlsx::new(Cursor::new(file)).map_err(|_| SheetError::Malformed)?;
    all(xlsx, mark, xlsx_lines)
}

fn all<'a, R: Reader<Cursor<&'a [u8]>>>(
    mut book: R,
    mark: &str,
    read: ReadLines<R>,
) -> Result<Option<Vec<Page>>, SheetError> {
    let names = book.sheet_names();
    if !names.iter().any(|it| it == mark) {
        return Ok(None);
    }
    if names.len() > PAGES_MAX {
        return Err(SheetError::TooMany);
    }
    let page = |name: String| Ok(Page { rows: read(&mut book, &name)?.into_rows(), name });
    names.into_iter().map(page).collect::<Result<_, _>>().map(Some)
}

fn read_here(file: &[u8], wanted: Option<&str>) -> Result<Sheet, SheetError> {
    if !file.starts_with(ARCHIVE) {
        return Err(SheetError::Old);
    }
    if guard::check(file)? {
        let ods = Ods::new(Cursor::new(file)).map_err(|_| SheetError::Malformed)?;
        return choose(ods, wanted, of_ods);
    }
    let xlsx = Xlsx::new(Cursor::new(file)).map_err(|_| SheetError::Malformed)?;
    choose(xlsx, wanted, of_xlsx)
}

/// Returns the sheet that is wanted; without a wish, the only one that holds a table.
fn choose<'a, R: Reader<Cursor<&'a [u8]>>>(
    mut book: R,
    wanted: Option<&str>,
    read: fn(&mut R, &str) -> Read,
) -> Result<Sheet, SheetError> {
    let sheets = book.sheets_metadata().iter();
    let visible = sheets.filter(|it| it.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|it| it.name.clone()).collect();
    if let Some(wanted) = wanted {
        let same = |it: &&String| it.trim().to_lowercase() == wanted.trim().to_lowercase();
        let Some(name) = names.iter().find(same) else {
            return Err(SheetError::NoSheet { names });
        };
        let csv = read(&mut book, name)?.ok_or(SheetError::NoTable)?;
        return Ok(Sheet { name: name.clone(), csv });
    }
    let mut found: Option<Sheet> = None;
    let mut tables = Vec::new();
    for name in &names {
        let Some(csv) = read(&mut book, name)? else { continue };
        tables.push(name.clone());
        found.get_or_insert(Sheet { name: name.clone(), csv });
    }
    match found {
        Some(_) if tables.len() > 1 => Err(SheetError::Several { names: tables }),
        Some(sheet) => Ok(sheet),
        None => Err(SheetError::NoTable),
    }
}

fn of_xlsx(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Read {
    xlsx_lines(book, name)?.finish()
}

fn of_ods(book: &mut Ods<Cursor<&[u8]>>, name: &str) -> Read {
    ods_lines(book, name)?.finish()
}

/// Reads a sheet cell by cell: the range that holds it may be vast where one cell is far away.
fn xlsx_lines(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Lines, SheetError> {
    let mut lines = Lines::default();
    // A sheet that is a chart has no cells.
    let Ok(mut reader) = book.worksheet_cells_reader(name) else { return Ok(lines) };
    while let Some(cell) = reader.next_cell().map_err(|_| SheetError::Malformed)? {
        let text = cells::text(cell.get_value());
        if !text.is_empty() {
            lines.push(cell.get_position(), text)?;
        }
    }
    Ok(lines)
}

fn ods_lines(book: &mut Ods<Cursor<&[u8]>>, name: &str) -> Result<Lines, SheetError> {
    let range = book.worksheet_range(name).map_err(|_| SheetError::Malformed)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut lines = Lines::default();
    for (row, column, value) in range.used_cells() {
        let offset = |start: u32, by: usize| {
            u32::try_from(by)
                .ok()
                .and_then(|by| start.checked_add(by))
                .ok_or(SheetError::TooMany)
        };
        let text = cells::text(&cells::borrowed(value));
        if !text.is_empty() {
            lines.push((offset(top, row)?, offset(left, column)?), text)?;
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests;
