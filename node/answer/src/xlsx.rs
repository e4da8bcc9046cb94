//! A workbook for Excel and LibreOffice in any language: no encoding to guess, and no decimal sign.
//!
//! - Numbers are numbers, days are days, and texts are texts: none of them is run as a formula.
//! - The first row has the names of the columns, stays in sight, and filters.
//! - It is **written as its rows come**: what was written so far can be taken away at any time, so a
//!   workbook of a million rows needs no more memory than one of ten.
//! - **Nothing is left out.** What does not fit one sheet goes on on the next. A text that is longer than
//!   a cell may be ends with the number of characters that are missing.
//! - Equal rows are written as equal bytes: the file says of no moment that it was made.

use std::fmt;
use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::write::StreamWriter;

use crate::FormatError;
use crate::pieces::Pieces;

mod parts;
mod sheet;

/// The most rows of a sheet, its header included, as Excel has it.
const SHEET_ROWS_MAX: u32 = 1_048_576;

/// The bytes of a sheet before it is packed: at 4 GiB a file of this kind ends.
const SHEET_BYTES_MAX: usize = 2 << 30;

/// How hard is tried to make it small: more takes much longer and gains little.
const LEVEL: i64 = 3;

/// Writes a workbook, batch after batch.
pub struct XlsxWriter {
    zip: ZipWriter<StreamWriter<Pieces>>,
    pieces: Pieces,
    name: String,
    schema: SchemaRef,
    sheets: u32,
    /// The rows of the sheet that is open, its header included.
    rows: u32,
    rows_max: u32,
    /// How much of the present sheet is written.
    sheet_bytes: usize,
}

impl XlsxWriter {
    /// Begins a workbook whose first sheet has this name, and which has these columns.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be packed.
    pub fn new(name: &str, schema: SchemaRef) -> Result<Self, FormatError> {
        Self::with_rows_max(name, schema, SHEET_ROWS_MAX)
    }

    fn with_rows_max(name: &str, schema: SchemaRef, rows_max: u32) -> Result<Self, FormatError> {
        let pieces = Pieces::default();
        let zip = ZipWriter::new_stream(pieces.clone());
        let name = name.to_owned();
        let mut writer =
            Self { zip, pieces, name, schema, sheets: 0, rows: 0, rows_max, sheet_bytes: 0 };
        writer.part("[Content_Types].xml", parts::CONTENT_TYPES)?;
        writer.part("_rels/.rels", parts::RELATIONS)?;
        writer.part("xl/styles.xml", parts::STYLES)?;
        writer.begin_sheet()?;
        Ok(writer)
    }

    /// Writes the rows of `batch`.
    ///
    /// # Errors
    ///
    /// Fails if a value has no spelling, or it cannot be packed.
    pub fn rows(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        let cells = sheet::Cells::of(batch)?;
        let mut text = String::new();
        for row in 0..batch.num_rows() {
            if self.rows == self.rows_max || self.sheet_bytes > SHEET_BYTES_MAX {
                self.end_sheet()?;
                self.begin_sheet()?;
            }
            self.rows += 1;
            text.clear();
            cells.write(&mut text, row, self.rows)?;
            self.write(&text)?;
        }
        Ok(())
    }

    /// Returns what was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        self.pieces.take()
    }

    /// Ends the workbook, and returns the rest of it.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be packed.
    pub fn finish(mut self) -> Result<Vec<u8>, FormatError> {
        self.end_sheet()?;
        let (book, relations) = parts::book(&self.name, self.sheets);
        self.part("xl/workbook.xml", &book)?;
        self.part("xl/_rels/workbook.xml.rels", &relations)?;
        self.zip.finish().map_err(failed)?;
        Ok(self.pieces.take())
    }

    fn begin_sheet(&mut self) -> Result<(), FormatError> {
        self.sheets += 1;
        self.rows = 1;
        self.sheet_bytes = 0;
        self.begin(&format!("xl/worksheets/sheet{}.xml", self.sheets))?;
        let opening = sheet::opening(&self.schema);
        self.write(&opening)
    }

    fn end_sheet(&mut self) -> Result<(), FormatError> {
        let closing = sheet::closing(self.schema.fields().len(), self.rows);
        self.write(&closing)
    }

    fn part(&mut self, path: &str, text: &str) -> Result<(), FormatError> {
        self.begin(path)?;
        self.write(text)
    }

    fn begin(&mut self, path: &str) -> Result<(), FormatError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(DateTime::default());
        self.zip.start_file(path, options).map_err(failed)
    }

    fn write(&mut self, text: &str) -> Result<(), FormatError> {
        self.sheet_bytes = self.sheet_bytes.saturating_add(text.len());
        self.zip.write_all(text.as_bytes()).map_err(FormatError::Write)
    }
}

impl fmt::Debug for XlsxWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XlsxWriter({} sheets)", self.sheets)
    }
}

fn failed(error: ZipError) -> FormatError {
    FormatError::Write(error.into())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::io::Read;
    use std::sync::Arc;

    use arrow::array::ArrayRef;
    use arrow::array::Date32Array;
    use arrow::array::Int64Array;
    use arrow::array::StringArray;
    use zip::ZipArchive;

    use super::*;

    #[test]
    fn numbers_days_and_texts_stay_what_they_are() {
        let sheet = part(&written(SHEET_ROWS_MAX), "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<c r=\"B2\"><v>-5</v></c>"), "{sheet}");
        assert!(sheet.contains("<c r=\"C2\" s=\"2\"><v>45292</v></c>"), "2024-01-01: {sheet}");
        assert!(sheet.contains("<t xml:space=\"preserve\">=1+1 &amp; &lt;b&gt;</t>"), "{sheet}");
        assert!(!sheet.contains("<f>"), "{sheet}");
        assert!(sheet.contains("<autoFilter ref=\"A1:C3\"/>"), "{sheet}");
    }

    #[test]
    fn what_does_not_fit_one_sheet_goes_on_on_the_next_under_the_same_header() {
        let book = written(2);
        for (sheet, text) in [("sheet1", "=1+1"), ("sheet2", "Québec")] {
            let sheet = part(&book, &format!("xl/worksheets/{sheet}.xml"));
            assert!(sheet.contains("value</t>") && sheet.contains(text), "{sheet}");
        }
        let names = part(&book, "xl/workbook.xml");
        assert!(names.contains("\"observations\"") && names.contains("\"observations 2\""));
    }

    #[test]
    fn what_was_written_can_be_taken_away_before_it_ends() {
        let rows: Vec<i64> = (0..20_000).collect();
        let column: ArrayRef = Arc::new(Int64Array::from(rows));
        let batch = RecordBatch::try_from_iter([("n", column)]).unwrap();
        let mut writer = XlsxWriter::new("n", batch.schema()).unwrap();
        writer.rows(&batch).unwrap();
        let first = writer.take();
        writer.rows(&batch).unwrap();
        let rest = writer.finish().unwrap();
        assert!(first.len() > rest.len() / 2, "{} and {}", first.len(), rest.len());
        let sheet = part(&[first, rest].concat(), "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<row r=\"40001\">"));
    }

    #[test]
    fn equal_rows_make_equal_workbooks() {
        assert_eq!(written(SHEET_ROWS_MAX), written(SHEET_ROWS_MAX));
    }

    fn written(rows_max: u32) -> Vec<u8> {
        let columns: [(&str, ArrayRef); 3] = [
            ("text", Arc::new(StringArray::from(vec!["=1+1 & <b>", "Québec"]))),
            ("value", Arc::new(Int64Array::from(vec![Some(-5), None]))),
            ("day", Arc::new(Date32Array::from(vec![Some(19_723), None]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let schema = batch.schema();
        let mut writer = XlsxWriter::with_rows_max("observations", schema, rows_max).unwrap();
        writer.rows(&batch).unwrap();
        let first = writer.take();
        [first, writer.finish().unwrap()].concat()
    }

    fn part(book: &[u8], name: &str) -> String {
        let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }
}
