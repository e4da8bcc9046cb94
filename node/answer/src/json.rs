//! JSON: one array of objects, keys in the order of the columns, missing values as `null`.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::json::WriterBuilder;
use arrow::json::writer::JsonArray;

use crate::FormatError;

/// Writes an array of objects, batch after batch; dropping it unfinished leaves the array open.
#[derive(Debug)]
pub struct JsonWriter<W: Write> {
    inner: arrow::json::Writer<W, JsonArray>,
}

impl<W: Write> JsonWriter<W> {
    /// Starts an array.
    pub fn new(out: W) -> Self {
        Self { inner: WriterBuilder::new().with_explicit_nulls(true).build(out) }
    }

    /// Writes the rows of `batch`.
    ///
    /// # Errors
    ///
    /// Fails if a value has no spelling, or the output does not take more.
    pub fn rows(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        self.inner.write(batch).map_err(FormatError::Value)
    }

    /// Returns the output, which holds what was written so far.
    pub fn out(&mut self) -> &mut W {
        self.inner.get_mut()
    }

    /// Closes the array and returns the output.
    ///
    /// # Errors
    ///
    /// Fails if the output does not take more.
    pub fn finish(mut self) -> Result<W, FormatError> {
        self.inner.finish().map_err(FormatError::Value)?;
        Ok(self.inner.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::ArrayRef;
    use arrow::array::Int64Array;
    use arrow::array::StringArray;

    use super::*;

    #[test]
    fn missing_values_are_told() {
        let columns: [(&str, ArrayRef); 2] = [
            ("region", Arc::new(StringArray::from(vec!["CA-QC", "=x"]))),
            ("value", Arc::new(Int64Array::from(vec![None, Some(-15)]))),
        ];
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.map(|(name, column)| (name, column, true)),
        );
        let mut writer = JsonWriter::new(Vec::new());
        writer.rows(&batch.unwrap()).unwrap();
        let written = String::from_utf8(writer.finish().unwrap()).unwrap();
        let expected = r#"[{"region":"CA-QC","value":null},{"region":"=x","value":-15}]"#;
        assert_eq!(written, expected);
    }

    #[test]
    fn an_answer_without_rows_is_an_empty_array() {
        assert_eq!(JsonWriter::new(Vec::new()).finish().unwrap(), b"[]");
    }
}
