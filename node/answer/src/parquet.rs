//! Parquet: columns, compressed, for everything that reads data frames; and read again, by the tool alone.
//!
//! - Equal batches are written as equal bytes: nothing of the moment or the machine is in the file.
//! - Written piece by piece: what was written so far can be taken away at any time.

use std::fs::File;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::basic::ZstdLevel;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::FormatError;
use crate::pieces::Pieces;

/// The rows that are compressed together: what a writer holds at a time.
const GROUP_ROWS: usize = 65_536;

/// The bytes at most of such a group: texts are longer than numbers.
const GROUP_BYTES: usize = 16 << 20;

/// Writes a file, batch after batch.
#[derive(Debug)]
pub struct ParquetWriter {
    inner: ArrowWriter<Pieces>,
    pieces: Pieces,
}

impl ParquetWriter {
    /// Begins a file with these columns.
    ///
    /// # Errors
    ///
    /// Fails if a column is of a kind that Parquet does not have.
    pub fn new(schema: SchemaRef) -> Result<Self, FormatError> {
        let level = ZstdLevel::try_new(3).unwrap_or_default();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            .set_created_by("flotilla".to_owned())
            .build();
        let options = ArrowWriterOptions::new().with_properties(properties);
        let pieces = Pieces::default();
        let inner = ArrowWriter::try_new_with_options(pieces.clone(), schema, options);
        Ok(Self { inner: inner.map_err(failed)?, pieces })
    }

    /// Writes the rows of `batch`.
    ///
    /// # Errors
    ///
    /// Fails if they are not of the columns.
    pub fn rows(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        self.inner.write(batch).map_err(failed)
    }

    /// Returns what was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        self.pieces.take()
    }

    /// Ends the file, and returns the rest of it.
    ///
    /// # Errors
    ///
    /// Fails if the rows that are held cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, FormatError> {
        let Self { inner, pieces } = self;
        inner.close().map_err(failed)?;
        Ok(pieces.take())
    }
}

/// Reads a file, batch after batch. Readers of Parquet can be made to panic and to take much memory, so this is
/// for whoever chose the file.
///
/// # Errors
///
/// Fails if it is not a Parquet file; a batch fails if it is damaged.
pub fn read(
    file: File,
) -> Result<impl Iterator<Item = Result<RecordBatch, FormatError>>, FormatError> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(failed)?;
    let batches = reader.build().map_err(failed)?;
    Ok(batches.map(|batch| batch.map_err(FormatError::Malformed)))
}

fn failed(error: ParquetError) -> FormatError {
    FormatError::Value(error.into())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::ArrayRef;
    use arrow::array::Int64Array;
    use arrow::array::StringArray;
    use arrow::array::TimestampMillisecondArray;

    use super::*;

    #[test]
    fn what_is_read_back_is_what_was_written_and_bytes_are_equal() {
        let batch = batch();
        let once = written(&batch);
        assert_eq!(once, written(&batch));
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, &once).unwrap();
        let read: Vec<_> = read(file).unwrap().map(Result::unwrap).collect();
        assert_eq!(arrow::compute::concat_batches(&batch.schema(), &read).unwrap(), double(&batch));
    }

    fn written(batch: &RecordBatch) -> Vec<u8> {
        let mut writer = ParquetWriter::new(batch.schema()).unwrap();
        writer.rows(batch).unwrap();
        let mut bytes = writer.take();
        writer.rows(batch).unwrap();
        bytes.extend(writer.finish().unwrap());
        bytes
    }

    fn double(batch: &RecordBatch) -> RecordBatch {
        arrow::compute::concat_batches(&batch.schema(), [batch, batch]).unwrap()
    }

    fn batch() -> RecordBatch {
        let times = TimestampMillisecondArray::from(vec![Some(1_774_958_400_000), None]);
        let columns: [(&str, ArrayRef); 3] = [
            ("region", Arc::new(StringArray::from(vec!["CA-QC", "CA-ON"]))),
            ("value", Arc::new(Int64Array::from(vec![Some(15), None]))),
            ("at", Arc::new(times.with_timezone("+00:00"))),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }
}
