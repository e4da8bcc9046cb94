//! CSV for R, Python and spreadsheets: UTF-8 without a mark, commas, a header row, `\n`.
//!
//! - A cell is quoted only where it must be, so numbers stay numbers for every reader.
//! - A *text* that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a leading `'`,
//!   because spreadsheets run such texts. Numbers and dates are never touched: `-5` stays `-5`.
//! - A missing value and an empty text are both an empty cell.

use std::io::Write;

use arrow::array::Array;
use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::datatypes::Schema;
use arrow::util::display::ArrayFormatter;
use arrow::util::display::FormatOptions;

use crate::FormatError;

/// Writes the header row.
///
/// # Errors
///
/// Fails if the output does not take it.
pub fn header(out: &mut impl Write, schema: &Schema) -> Result<(), FormatError> {
    let mut line = String::new();
    for (index, field) in schema.fields().iter().enumerate() {
        separate(&mut line, index);
        quote(&mut line, &defused(field.name()));
    }
    line.push('\n');
    out.write_all(line.as_bytes()).map_err(FormatError::Write)
}

/// Writes the rows of `batch`, without a header.
///
/// # Errors
///
/// Fails if a value has no spelling, or the output does not take more.
pub fn rows(out: &mut impl Write, batch: &RecordBatch) -> Result<(), FormatError> {
    let options = FormatOptions::default();
    let columns = batch.columns().iter().map(|column| {
        let formatter = ArrayFormatter::try_new(column, &options)?;
        Ok((formatter, is_text(column.data_type()), column))
    });
    let columns: Vec<_> = columns.collect::<Result<_, _>>().map_err(FormatError::Value)?;
    let mut line = String::new();
    let mut cell = String::new();
    for row in 0..batch.num_rows() {
        line.clear();
        for (index, (formatter, text, column)) in columns.iter().enumerate() {
            separate(&mut line, index);
            if column.is_null(row) {
                continue;
            }
            cell.clear();
            formatter.value(row).write(&mut cell).map_err(FormatError::Value)?;
            quote(&mut line, &if *text { defused(&cell) } else { cell.as_str().into() });
        }
        line.push('\n');
        out.write_all(line.as_bytes()).map_err(FormatError::Write)?;
    }
    Ok(())
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => is_text(value),
        kind => !(kind.is_numeric() || kind.is_temporal() || *kind == DataType::Boolean),
    }
}

/// Returns `text` so that no spreadsheet runs it.
fn defused(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{text}").into();
    }
    text.into()
}

fn separate(line: &mut String, index: usize) {
    if index > 0 {
        line.push(',');
    }
}

fn quote(line: &mut String, cell: &str) {
    if !cell.contains([',', '"', '\n', '\r']) {
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

    use arrow::array::ArrayRef;
    use arrow::array::Date32Array;
    use arrow::array::Int64Array;
    use arrow::array::StringArray;
    use arrow::array::TimestampMillisecondArray;

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

    fn written(columns: &[(&str, ArrayRef)]) -> String {
        let batch = RecordBatch::try_from_iter(columns.to_vec()).unwrap();
        let mut out = Vec::new();
        header(&mut out, &batch.schema()).unwrap();
        rows(&mut out, &batch).unwrap();
        String::from_utf8(out).unwrap()
    }
}
