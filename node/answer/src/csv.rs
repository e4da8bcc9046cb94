//! CSV for R, Python and spreadsheets: UTF-8, a header row, `\n`.
//!
//! - A cell is quoted only where it must be, so numbers stay numbers for every reader.
//! - A *text* that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a leading `'`,
//!   because spreadsheets run such texts. So does what follows a comma, a semicolon, a tab or the end of a line
//!   in it: where a program splits by another sign than ours, quotes do not hold the text together, and a cell
//!   begins there. Numbers and dates are never touched: `-5` stays `-5`.
//! - A missing value and an empty text are both an empty cell.
//! - Programs get commas and decimal points, without a mark ([`Dialect::Plain`]). Excel opens a file by a
//!   double click as its country writes: with a mark, so that accents are right, and in French with
//!   semicolons and decimal commas. No line says `sep=`, which would cancel the mark.

use std::borrow::Cow;
use std::io::Write;

use arrow::array::Array;
use arrow::array::ArrayRef;
use arrow::array::AsArray;
use arrow::array::Date32Array;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::array::TimestampMillisecondArray;
use arrow::datatypes::DataType;
use arrow::datatypes::Schema;
use arrow::error::ArrowError;
use arrow::util::display::ArrayFormatter;
use arrow::util::display::FormatOptions;

use crate::FormatError;

/// What a spreadsheet runs that stands first in a cell.
const RUNS: [char; 4] = ['=', '+', '-', '@'];

/// After what a cell may begin, whoever reads.
const ENDS_CELL: [char; 5] = [',', ';', '\t', '\n', '\r'];

/// For whom CSV is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Dialect {
    /// Excel in English: with a mark.
    ExcelEn,
    /// Excel in French: with a mark, semicolons and decimal commas.
    ExcelFr,
    /// R, Python and all other programs.
    #[default]
    Plain,
}

impl Dialect {
    /// The dialects that are asked for by name.
    pub const NAMED: [(&str, Self); 2] = [("excel-en", Self::ExcelEn), ("excel-fr", Self::ExcelFr)];

    fn mark(self) -> &'static str {
        match self {
            Self::ExcelEn | Self::ExcelFr => "\u{feff}",
            Self::Plain => "",
        }
    }

    fn delimiter(self) -> char {
        match self {
            Self::ExcelEn | Self::Plain => ',',
            Self::ExcelFr => ';',
        }
    }

    /// Returns a number as it is written there.
    fn number(self, cell: &str) -> Cow<'_, str> {
        match self {
            Self::ExcelEn | Self::Plain => cell.into(),
            Self::ExcelFr => cell.replace('.', ",").into(),
        }
    }
}

/// Writes the header row.
///
/// # Errors
///
/// Fails if the output does not take it.
pub fn header(out: &mut impl Write, schema: &Schema, dialect: Dialect) -> Result<(), FormatError> {
    let mut line = dialect.mark().to_owned();
    for (index, field) in schema.fields().iter().enumerate() {
        separate(&mut line, index, dialect);
        quote(&mut line, &defused(field.name()), dialect);
    }
    line.push('\n');
    out.write_all(line.as_bytes()).map_err(FormatError::Write)
}

/// Writes the rows of `batch`, without a header.
///
/// # Errors
///
/// Fails if a value has no spelling, or the output does not take more.
pub fn rows(
    out: &mut impl Write,
    batch: &RecordBatch,
    dialect: Dialect,
) -> Result<(), FormatError> {
    let options = FormatOptions::default();
    let columns = batch.columns().iter().map(|column| Cells::of(column, &options));
    let mut columns: Vec<_> = columns.collect::<Result<_, _>>().map_err(FormatError::Value)?;
    let mut lines = String::new();
    for row in 0..batch.num_rows() {
        for (index, cells) in columns.iter_mut().enumerate() {
            separate(&mut lines, index, dialect);
            lines.push_str(cells.spelled(row, dialect).map_err(FormatError::Value)?);
        }
        lines.push('\n');
    }
    out.write_all(lines.as_bytes()).map_err(FormatError::Write)
}

/// The cells of a column. Neighbors are often alike, and are spelled once then.
struct Cells<'a> {
    column: &'a ArrayRef,
    formatter: ArrayFormatter<'a>,
    texts: Option<&'a StringArray>,
    days: Option<&'a Date32Array>,
    moments: Option<&'a TimestampMillisecondArray>,
    /// The row that was spelled last.
    last: Option<usize>,
    /// As it stands in a line; nothing if the value is missing.
    spelling: String,
}

impl<'a> Cells<'a> {
    fn of(column: &'a ArrayRef, options: &FormatOptions<'a>) -> Result<Self, ArrowError> {
        Ok(Self {
            column,
            formatter: ArrayFormatter::try_new(column, options)?,
            texts: column.as_string_opt(),
            days: column.as_primitive_opt(),
            moments: column.as_primitive_opt(),
            last: None,
            spelling: String::new(),
        })
    }

    /// Returns the cell of a row as it stands in a line.
    fn spelled(&mut self, row: usize, dialect: Dialect) -> Result<&str, ArrowError> {
        if !self.last.is_some_and(|last| self.is_same(last, row)) {
            self.spelling.clear();
            if self.column.is_valid(row) {
                self.spell(row, dialect)?;
            }
        }
        self.last = Some(row);
        Ok(&self.spelling)
    }

    fn spell(&mut self, row: usize, dialect: Dialect) -> Result<(), ArrowError> {
        if let Some(texts) = self.texts {
            quote(&mut self.spelling, &defused(texts.value(row)), dialect);
            return Ok(());
        }
        let kind = self.column.data_type();
        if kind.is_integer() {
            // Nothing in it can be mistaken for anything else.
            return self.formatter.value(row).write(&mut self.spelling);
        }
        let mut cell = String::new();
        self.formatter.value(row).write(&mut cell)?;
        let shown = match () {
            () if is_text(kind) => defused(&cell),
            () if kind.is_floating() || kind.is_decimal() => dialect.number(&cell),
            () => cell.as_str().into(),
        };
        quote(&mut self.spelling, &shown, dialect);
        Ok(())
    }

    /// Returns whether two rows are known to be spelled alike.
    fn is_same(&self, one: usize, other: usize) -> bool {
        let valid = (self.column.is_valid(one), self.column.is_valid(other));
        if valid != (true, true) {
            return valid == (false, false);
        }
        self.texts.is_some_and(|it| it.value(one) == it.value(other))
            || self.days.is_some_and(|it| it.value(one) == it.value(other))
            || self.moments.is_some_and(|it| it.value(one) == it.value(other))
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => is_text(value),
        kind => !(kind.is_numeric() || kind.is_temporal() || *kind == DataType::Boolean),
    }
}

/// Returns `text` so that no spreadsheet runs it, by whatever sign it splits lines.
fn defused(text: &str) -> Cow<'_, str> {
    if !text.contains(RUNS) && !text.starts_with(['\t', '\r']) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len() + 1);
    // Where a cell may begin, if nothing but space and quotes has come since.
    let mut cell = Some(0);
    for letter in text.chars() {
        let is_first = safe.is_empty() && ['\t', '\r'].contains(&letter);
        if let Some(at) = cell.filter(|_| is_first || RUNS.contains(&letter)) {
            safe.insert(at, '\'');
        }
        if !matches!(letter, ' ' | '"') {
            cell = None;
        }
        safe.push(letter);
        if ENDS_CELL.contains(&letter) {
            cell = Some(safe.len());
        }
    }
    safe.into()
}

fn separate(line: &mut String, index: usize, dialect: Dialect) {
    if index > 0 {
        line.push(dialect.delimiter());
    }
}

fn quote(line: &mut String, cell: &str, dialect: Dialect) {
    let delimiter = dialect.delimiter();
    let is_sign = |byte: &u8| {
        char::from(*byte) == delimiter || *byte == b'"' || *byte == b'\n' || *byte == b'\r'
    };
    // All bytes are looked at, many at a time, rather than one by one up to the first.
    if !cell.as_bytes().iter().fold(false, |found, byte| found | is_sign(byte)) {
        line.push_str(cell);
        return;
    }
    line.push('"');
    line.push_str(&cell.replace('"', "\"\""));
    line.push('"');
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::Float64Array;
    use arrow::array::Int64Array;

    use super::*;

    #[test]
    fn a_text_that_would_run_is_defused_and_a_number_is_not() {
        let texts = ["=1+1", "+1", "-1", "@x", "\tx", "x=1", ""];
        let written = written(&[
            ("text", Arc::new(StringArray::from(texts.to_vec()))),
            ("number", Arc::new(Int64Array::from(vec![-5, 0, 1, 2, 3, 4, 5]))),
        ]);
        assert_eq!(written, "text,number\n'=1+1,-5\n'+1,0\n'-1,1\n'@x,2\n'\tx,3\nx=1,4\n,5\n");
    }

    #[test]
    fn a_text_is_not_run_by_a_program_that_splits_by_another_sign() {
        for (text, safe) in [
            ("x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"),
            ("x;\"=1\"", "x;'\"=1\""),
            ("x,\t @y", "x,\t' @y"),
            ("one\n- two", "one\n'- two"),
            ("\r\n+1", "'\r\n'+1"),
            (" =1", "' =1"),
            ("a-b; c-d, 5+5 x@y", "a-b; c-d, 5+5 x@y"),
        ] {
            assert_eq!(defused(text), safe);
            for split in [',', ';', '\t', '\n', '\r'] {
                let cells = safe.split(split).map(|it| it.trim_start_matches([' ', '"']));
                assert!(cells.into_iter().all(|it| !it.starts_with(RUNS)), "{safe}");
            }
        }
    }

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        let texts = StringArray::from(vec!["a,b", "say \"hi\"", "two\nlines", "\rx", "Québec"]);
        let expected = "t\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"two\nlines\"\n\"'\rx\"\nQuébec\n";
        assert_eq!(written(&[("t", Arc::new(texts))]), expected);
    }

    #[test]
    fn missing_values_are_empty_and_times_are_iso_8601() {
        let times = TimestampMillisecondArray::from(vec![Some(1_774_958_400_000), None])
            .with_timezone("+00:00");
        let written = written(&[
            ("day", Arc::new(Date32Array::from(vec![Some(19_723), None]))),
            ("at", Arc::new(times)),
        ]);
        assert_eq!(written, "day,at\n2024-01-01,2026-03-31T12:00:00Z\n,\n");
    }

    #[test]
    fn excel_reads_accents_and_decimals_as_its_country_writes_them() {
        let columns: [(&str, ArrayRef); 2] = [
            ("région", Arc::new(StringArray::from(vec!["Montréal; centre", "a,b"]))),
            ("part", Arc::new(Float64Array::from(vec![-0.5, 1234.25]))),
        ];
        let french = "\u{feff}région;part\n\"Montréal; centre\";-0,5\na,b;1234,25\n";
        assert_eq!(written_for(Dialect::ExcelFr, &columns), french);
        let english = "\u{feff}région,part\nMontréal; centre,-0.5\n\"a,b\",1234.25\n";
        assert_eq!(written_for(Dialect::ExcelEn, &columns), english);
    }

    #[test]
    fn a_cell_is_spelled_for_itself_whatever_stands_above_it() {
        let texts = StringArray::from(vec![Some("=1"), Some("=1"), None, None, Some("a,b")]);
        let days = Date32Array::from(vec![Some(0), Some(0), None, Some(0), Some(1)]);
        let numbers = Int64Array::from(vec![Some(0), None, Some(0), Some(0), Some(-1)]);
        let written = written(&[
            ("text", Arc::new(texts)),
            ("day", Arc::new(days)),
            ("number", Arc::new(numbers)),
        ]);
        let expected = "text,day,number\n'=1,1970-01-01,0\n'=1,1970-01-01,\n,,0\n,1970-01-01,0\n\
                        \"a,b\",1970-01-02,-1\n";
        assert_eq!(written, expected);
    }

    fn written(columns: &[(&str, ArrayRef)]) -> String {
        written_for(Dialect::Plain, columns)
    }

    fn written_for(dialect: Dialect, columns: &[(&str, ArrayRef)]) -> String {
        let batch = RecordBatch::try_from_iter(columns.to_vec()).unwrap();
        let mut out = Vec::new();
        header(&mut out, &batch.schema(), dialect).unwrap();
        rows(&mut out, &batch, dialect).unwrap();
        String::from_utf8(out).unwrap()
    }
}
