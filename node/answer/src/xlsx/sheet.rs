//! One sheet as XML: its header, its cells, and the filter over them.
//!
//! Texts stand in their cells, and are of the kind `inlineStr`, which no spreadsheet takes for a formula.
//! A character that XML has no room for is spelled `_x0007_`, as Excel does.

use std::fmt::Write;

use arrow::array::Array;
use arrow::array::AsArray;
use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::datatypes::Date32Type;
use arrow::datatypes::SchemaRef;
use arrow::util::display::ArrayFormatter;
use arrow::util::display::FormatOptions;

use crate::FormatError;

/// The most characters of a cell, as UTF-16 counts them, by Excel's specification.
const CELL_UNITS_MAX: usize = 32_767;

/// Room for the mark at the end of a text that is longer than a cell.
const MARK_UNITS_MAX: usize = 40;

/// The day 0 of days since 1970, in days as Excel counts them.
const EPOCH_DAYS: i32 = 25_569;

/// The cells of a batch.
pub(super) struct Cells<'a> {
    columns: Vec<Column<'a>>,
}

/// A column of a batch, and the letters of its place in the sheet.
struct Column<'a> {
    values: &'a dyn Array,
    formatter: ArrayFormatter<'a>,
    letters: String,
}

/// Returns the beginning of a sheet with these columns, up to its header.
pub(super) fn opening(schema: &SchemaRef) -> String {
    let mut text = concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
        r#"<sheetViews><sheetView workbookViewId="0">"#,
        r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#,
        r#"</sheetView></sheetViews><sheetData><row r="1">"#,
    )
    .to_owned();
    for (index, field) in schema.fields().iter().enumerate() {
        text_cell(&mut text, &format!("{}1", letters(index)), " s=\"1\"", field.name());
    }
    text.push_str("</row>");
    text
}

/// Returns the end of a sheet of so many columns and rows.
pub(super) fn closing(columns: usize, rows: u32) -> String {
    let last = letters(columns.saturating_sub(1));
    format!("</sheetData><autoFilter ref=\"A1:{last}{rows}\"/></worksheet>")
}

impl<'a> Cells<'a> {
    /// Returns the cells of `batch`.
    ///
    /// # Errors
    ///
    /// Fails if a column is of a kind that has no spelling.
    pub(super) fn of(batch: &'a RecordBatch) -> Result<Self, FormatError> {
        const OPTIONS: FormatOptions<'static> = FormatOptions::new();
        let column = |(index, column): (usize, &'a arrow::array::ArrayRef)| {
            let formatter = ArrayFormatter::try_new(column, &OPTIONS)?;
            Ok(Column { values: column.as_ref(), formatter, letters: letters(index) })
        };
        let columns = batch.columns().iter().enumerate().map(column).collect::<Result<_, _>>();
        Ok(Self { columns: columns.map_err(FormatError::Value)? })
    }

    /// Adds row `row` of the batch to `out`, as row `number` of the sheet.
    ///
    /// # Errors
    ///
    /// Fails if a value has no spelling.
    pub(super) fn write(
        &self,
        out: &mut String,
        row: usize,
        number: u32,
    ) -> Result<(), FormatError> {
        // Writing to a string cannot fail.
        let _ = write!(out, "<row r=\"{number}\">");
        for Column { values, formatter, letters } in &self.columns {
            if values.is_null(row) {
                continue;
            }
            let kind = values.data_type();
            if *kind == DataType::Date32 {
                let days = values.as_primitive::<Date32Type>().value(row);
                let days = days.saturating_add(EPOCH_DAYS);
                let _ = write!(out, "<c r=\"{letters}{number}\" s=\"2\"><v>{days}</v></c>");
                continue;
            }
            let text = formatter.value(row).try_to_string().map_err(FormatError::Value)?;
            if kind.is_numeric() && text.parse::<f64>().is_ok_and(f64::is_finite) {
                let _ = write!(out, "<c r=\"{letters}{number}\"><v>{text}</v></c>");
            } else if !text.is_empty() {
                text_cell(out, &format!("{letters}{number}"), "", &text);
            }
        }
        out.push_str("</row>");
        Ok(())
    }
}

fn text_cell(out: &mut String, place: &str, style: &str, text: &str) {
    let _ = write!(out, "<c r=\"{place}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    match end(text) {
        None => escape(out, text),
        Some(end) => {
            let (shown, rest) = text.split_at_checked(end).unwrap_or((text, ""));
            escape(out, shown);
            let _ = write!(out, " … [+{}]", rest.chars().count());
        }
    }
    out.push_str("</t></is></c>");
}

/// Returns where a text ends that is too long for a cell.
fn end(text: &str) -> Option<usize> {
    // No character is more units than it has bytes.
    if text.len() <= CELL_UNITS_MAX || text.encode_utf16().count() <= CELL_UNITS_MAX {
        return None;
    }
    let mut units = 0;
    let mut fits = |c: char| {
        units += c.len_utf16();
        units <= CELL_UNITS_MAX - MARK_UNITS_MAX
    };
    text.char_indices().find(|(_, c)| !fits(*c)).map(|(at, _)| at)
}

fn escape(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            // What looks like such a spelling is no such spelling.
            '_' if is_spelling(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            c => out.push(c),
        }
    }
}

/// Returns whether `text` begins like `_x0007_`.
fn is_spelling(text: &str) -> bool {
    let digits = text.strip_prefix("_x").and_then(|it| it.split_at_checked(4));
    digits.is_some_and(|(digits, rest)| {
        rest.starts_with('_') && digits.bytes().all(|it| it.is_ascii_hexdigit())
    })
}

/// Returns the letters of a column, counted from 0.
fn letters(index: usize) -> String {
    let mut rest = index;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let told = [0, 25, 26, 51, 701, 702].map(letters);
        assert_eq!(told, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }

    #[test]
    fn every_character_has_a_spelling_that_reads_back_as_itself() {
        let mut text = String::new();
        escape(&mut text, "a\u{7}\r_x0007_ _x <é>\t\u{ffff}");
        assert_eq!(text, "a_x0007__x000D__x005F_x0007_ _x &lt;é&gt;\t_xFFFF_");
    }

    #[test]
    fn a_text_that_is_longer_than_a_cell_says_how_much_is_missing() {
        let fits = "é".repeat(CELL_UNITS_MAX);
        assert_eq!(end(&fits), None);
        let mut cell = String::new();
        text_cell(&mut cell, "A1", "", &"😀".repeat(20_000));
        let shown = cell.matches('😀').count();
        assert!(cell.ends_with(&format!(" … [+{}]</t></is></c>", 20_000 - shown)), "{shown}");
        let units = 2 * shown + format!(" … [+{}]", 20_000 - shown).encode_utf16().count();
        assert!(units <= CELL_UNITS_MAX);
    }
}
