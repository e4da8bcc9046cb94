//! A table for the terminal, drawn with plain ASCII so that it can be pasted into a mail.
//!
//! Control characters of a text are shown, never sent to the terminal: what another member wrote
//! must not move the cursor of the one who reads it.

use std::fmt::Write;

use arrow::array::Array;
use arrow::array::ArrayRef;
use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::datatypes::SchemaRef;
use arrow::util::display::ArrayFormatter;
use arrow::util::display::FormatOptions;

use crate::FormatError;

/// Returns `batches` drawn as one table; numbers stand to the right.
///
/// # Errors
///
/// Fails if a value has no spelling.
pub fn draw(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<String, FormatError> {
    let fields = schema.fields();
    let mut columns = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        let mut cells = vec![shown(field.name())];
        for batch in batches {
            if let Some(column) = batch.columns().get(index) {
                spell(column, &mut cells)?;
            }
        }
        let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
        columns.push(Column { cells, width, right: is_number(field.data_type()) });
    }
    Ok(lines(&columns))
}

struct Column {
    /// The title, then the values.
    cells: Vec<String>,
    width: usize,
    right: bool,
}

impl Column {
    fn push(&self, row: usize, out: &mut String) {
        let cell = self.cells.get(row).map_or("", String::as_str);
        let gap = self.width.saturating_sub(cell.chars().count());
        let (before, after) = if self.right { (gap, 0) } else { (0, gap) };
        out.extend(std::iter::repeat_n(' ', before));
        out.push_str(cell);
        out.extend(std::iter::repeat_n(' ', after));
    }
}

fn lines(columns: &[Column]) -> String {
    let rows = columns.first().map_or(0, |column| column.cells.len());
    let mut out = String::new();
    for row in 0..rows {
        let mut line = String::new();
        for (index, column) in columns.iter().enumerate() {
            line.push_str(if index > 0 { "  " } else { "" });
            column.push(row, &mut line);
        }
        out.push_str(line.trim_end());
        out.push('\n');
        if row == 0 {
            let rules: Vec<String> = columns.iter().map(|it| "-".repeat(it.width)).collect();
            out.push_str(&rules.join("  "));
            out.push('\n');
        }
    }
    out
}

fn spell(column: &ArrayRef, cells: &mut Vec<String>) -> Result<(), FormatError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column, &options).map_err(FormatError::Value)?;
    for row in 0..column.len() {
        let mut cell = String::new();
        formatter.value(row).write(&mut cell).map_err(FormatError::Value)?;
        cells.push(shown(&cell));
    }
    Ok(())
}

/// Returns `text` with its control characters spelled out.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "{}", c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

fn is_number(kind: &DataType) -> bool {
    kind.is_numeric()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::Int64Array;
    use arrow::array::StringArray;

    use super::*;

    #[test]
    fn numbers_stand_to_the_right_and_control_characters_are_shown() {
        let columns: [(&str, ArrayRef); 2] = [
            ("region", Arc::new(StringArray::from(vec!["Québec", "\u{1b}[2J"]))),
            ("value", Arc::new(Int64Array::from(vec![5, 15_000]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let drawn = draw(&batch.schema(), &[batch]).unwrap();
        let lines =
            ["region     value", "---------  -----", "Québec         5", "\\u{1b}[2J  15000"];
        assert_eq!(drawn.lines().collect::<Vec<_>>(), lines);
    }
}
