//! Where a file first is not what was signed, said so that a person finds it.
//!
//! Lines are counted from 1, which is that of the names of the columns. A line of which the file has
//! something else at the same place is looked at cell by cell; else a row was taken out, put in or moved.

use std::collections::BTreeSet;

use flotilla_answer::csv::Dialect;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;

use crate::commands::verify::rows::Found;
use crate::commands::verify::rows::download::Download;
use crate::commands::verify::rows::lines::Sheet;

/// The first difference.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Difference {
    /// A row is there that follows from no entry that counts.
    Added {
        /// Its line.
        line: usize,
        /// The entry that it names, if it names one.
        record: Option<EntryId>,
    },
    /// A cell is another one.
    Cell {
        /// Its line.
        line: usize,
        /// The name of its column.
        column: String,
        /// What the file says.
        found: String,
        /// What was signed.
        signed: String,
        /// The entry that the row is from.
        record: EntryId,
    },
    /// The columns are not those of the table.
    Columns,
    /// The same values, spelled in another way: with other line ends, say.
    Form {
        /// The line.
        line: usize,
    },
    /// A row is not there.
    Missing {
        /// The line that it should be.
        line: usize,
        /// The entry that it is from.
        record: EntryId,
        /// Whether the file has no row of that entry.
        is_whole: bool,
    },
    /// The row is there, and does not belong here.
    Moved {
        /// The line.
        line: usize,
    },
    /// A spreadsheet program wrote the file again.
    Resaved,
}

/// Returns the first difference between a file and what it should be.
pub(super) fn first(file: &Download, sheet: &Sheet, dialect: Dialect) -> Found {
    let mut lines = file.lines.iter().map(String::as_str);
    let header = lines.next().unwrap_or_default();
    if header != sheet.header {
        let is_same = cells(header, dialect) == cells(&sheet.header, dialect);
        let other = cells_of_any(header) == cells_of_any(&sheet.header);
        return Some(if is_same || other { Difference::Resaved } else { Difference::Columns });
    }
    let lines: Vec<&str> = lines.collect();
    let longest = lines.len().max(sheet.rows.len());
    let place = (0..longest).find(|place| {
        let signed = sheet.rows.get(*place).map(|(line, _)| line.as_str());
        lines.get(*place).copied() != signed
    })?;
    Some(told(place, &lines, sheet, dialect))
}

fn told(place: usize, lines: &[&str], sheet: &Sheet, dialect: Dialect) -> Difference {
    let line = place.saturating_add(2);
    let is_in_file = |row: &str| lines.contains(&row);
    let is_signed = |row: &str| sheet.rows.iter().any(|(it, _)| it == row);
    let record = |row: &str| record(row, sheet, dialect);
    match (lines.get(place).copied(), sheet.rows.get(place)) {
        (Some(found), Some((signed, _))) if is_in_file(signed) && is_signed(found) => {
            // One that stands there twice is one too many.
            let count = |row: &str| lines.iter().filter(|it| **it == row).count();
            if count(found) > 1 {
                Difference::Added { line, record: record(found) }
            } else {
                Difference::Moved { line }
            }
        }
        (Some(found), Some((signed, id))) if !is_in_file(signed) && !is_signed(found) => {
            differing((found, signed, *id), line, sheet, dialect)
        }
        (Some(found), Some((signed, _))) if is_in_file(signed) => {
            Difference::Added { line, record: record(found) }
        }
        (Some(found), None) => Difference::Added { line, record: record(found) },
        (_, Some((_, id))) => {
            let named = id.to_string();
            let is_whole = !lines.iter().any(|row| row.contains(&named));
            Difference::Missing { line, record: *id, is_whole }
        }
        (None, None) => Difference::Form { line },
    }
}

/// Says how a line is not the one that was signed for its place.
fn differing(
    (found, signed, id): (&str, &str, EntryId),
    line: usize,
    sheet: &Sheet,
    dialect: Dialect,
) -> Difference {
    let (here, there) = (cells(found, dialect), cells(signed, dialect));
    if here.len() != there.len() {
        return Difference::Added { line, record: record(found, sheet, dialect) };
    }
    let pairs = sheet.columns.iter().zip(here.into_iter().zip(there));
    let differing: Vec<_> = pairs.filter(|(_, (here, there))| here != there).collect();
    let is_date = |name: &str| ["period_start", "period_end", "published_at"].contains(&name);
    match differing.first() {
        None => Difference::Form { line },
        // Whoever forges a figure forges no dates; programs spell all of them anew.
        Some(_) if differing.len() > 1 && differing.iter().all(|(name, _)| is_date(name)) => {
            Difference::Resaved
        }
        Some((column, (here, there))) => Difference::Cell {
            line,
            column: (*column).clone(),
            found: here.clone(),
            signed: there.clone(),
            record: id,
        },
    }
}

/// Returns the entry that a line names.
fn record(line: &str, sheet: &Sheet, dialect: Dialect) -> Option<EntryId> {
    let place = sheet.columns.iter().position(|it| it == "record_id")?;
    Hash::parse(cells(line, dialect).get(place)?).map(EntryId)
}

/// Returns how many rows a file lacks, and how many it has that it should not.
pub(super) fn counted(file: &Download, sheet: &Sheet) -> (usize, usize) {
    let found: BTreeSet<&str> = file.lines.iter().skip(1).map(String::as_str).collect();
    let signed: BTreeSet<&str> = sheet.rows.iter().map(|(line, _)| line.as_str()).collect();
    (signed.difference(&found).count(), found.difference(&signed).count())
}

fn cells_of_any(line: &str) -> Vec<String> {
    let line = line.replace(['\u{feff}', '"', '\''], "");
    line.split([',', ';', '\t']).map(|cell| cell.trim().to_owned()).collect()
}

/// Takes a line of CSV apart.
fn cells(line: &str, dialect: Dialect) -> Vec<String> {
    let delimiter = if dialect == Dialect::ExcelFr { ';' } else { ',' };
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = line.trim_end_matches(['\n', '\r']).chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                push(&mut cells, '"');
            }
            '"' => is_quoted = !is_quoted,
            letter if letter == delimiter && !is_quoted => cells.push(String::new()),
            letter => push(&mut cells, letter),
        }
    }
    cells
}

fn push(cells: &mut [String], letter: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(letter);
    }
}

#[cfg(test)]
mod tests;
