//! A whole table as a file, written as its rows come, whatever the format.
//!
//! What was written so far can be taken away at any time, so a writer holds a few thousand rows and not
//! the table. A file that is not finished is not whole, and every reader of its format can tell.

use std::io;
use std::io::Read;
use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use flate2::Compression;
use flate2::GzBuilder;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use crate::FormatError;
use crate::csv;
use crate::csv::Dialect;
use crate::parquet::ParquetWriter;
use crate::xlsx::XlsxWriter;

/// How a table is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// Text, for programs or for Excel.
    Csv(Dialect),
    /// Columns, compressed.
    Parquet,
    /// A workbook.
    Xlsx,
}

/// Writes a table, batch after batch.
#[derive(Debug)]
pub struct FileWriter(Inner);

#[derive(Debug)]
enum Inner {
    Csv(Dialect, Vec<u8>),
    Parquet(Box<ParquetWriter>),
    Xlsx(Box<XlsxWriter>),
}

/// Compresses what is written, piece after piece, as `gzip` does.
#[derive(Debug)]
pub struct Gzip(GzEncoder<Vec<u8>>);

impl FileWriter {
    /// Begins a file of the table `name`, which has these columns.
    ///
    /// # Errors
    ///
    /// Fails if a column is of a kind that the format does not have.
    pub fn new(format: Format, name: &str, schema: SchemaRef) -> Result<Self, FormatError> {
        Ok(Self(match format {
            Format::Csv(dialect) => {
                let mut text = Vec::new();
                csv::header(&mut text, &schema, dialect)?;
                Inner::Csv(dialect, text)
            }
            Format::Parquet => Inner::Parquet(Box::new(ParquetWriter::new(schema)?)),
            Format::Xlsx => Inner::Xlsx(Box::new(XlsxWriter::new(name, schema)?)),
        }))
    }

    /// Writes the rows of `batch`.
    ///
    /// # Errors
    ///
    /// Fails if a value has no spelling, or the rows have other columns.
    pub fn rows(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        match &mut self.0 {
            Inner::Csv(dialect, text) => csv::rows(text, batch, *dialect),
            Inner::Parquet(writer) => writer.rows(batch),
            Inner::Xlsx(writer) => writer.rows(batch),
        }
    }

    /// Returns what was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.0 {
            Inner::Csv(_, text) => std::mem::take(text),
            Inner::Parquet(writer) => writer.take(),
            Inner::Xlsx(writer) => writer.take(),
        }
    }

    /// Ends the file, and returns the rest of it.
    ///
    /// # Errors
    ///
    /// Fails if what is held cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, FormatError> {
        match self.0 {
            Inner::Csv(_, text) => Ok(text),
            Inner::Parquet(writer) => writer.finish(),
            Inner::Xlsx(writer) => writer.finish(),
        }
    }
}

/// Unpacks what [`Gzip`] packed, of which at most `bytes_max` are taken.
///
/// # Errors
///
/// Fails if it is damaged, or unpacks to more.
pub fn unzipped(packed: &[u8], bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(packed)
        .take(bytes_max.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= bytes_max) {
        return Ok(bytes);
    }
    Err(io::ErrorKind::FileTooLarge.into())
}

impl Gzip {
    /// Begins a stream, which says of no moment and no machine.
    pub fn new() -> Self {
        Self(GzBuilder::new().write(Vec::new(), Compression::fast()))
    }

    /// Compresses `bytes`, and returns what is ready.
    ///
    /// # Errors
    ///
    /// Fails if the compressor does.
    pub fn push(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        self.0.write_all(bytes)?;
        Ok(std::mem::take(self.0.get_mut()))
    }

    /// Ends the stream, and returns the rest of it.
    ///
    /// # Errors
    ///
    /// Fails if the compressor does.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        self.0.finish()
    }
}

impl Default for Gzip {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::ArrayRef;
    use arrow::array::Int64Array;

    use super::*;

    #[test]
    fn pieces_that_are_taken_away_are_the_same_file_as_all_of_it_at_once() {
        for format in [Format::Csv(Dialect::Plain), Format::Parquet, Format::Xlsx] {
            let mut writer = writer(format);
            let mut pieces = Vec::new();
            for batch in batches() {
                writer.rows(&batch).unwrap();
                pieces.extend(writer.take());
            }
            pieces.extend(writer.finish().unwrap());
            assert_eq!(pieces, written(format), "{format:?}");
        }
    }

    #[test]
    fn what_is_compressed_in_pieces_is_unpacked_whole() {
        let text = written(Format::Csv(Dialect::Plain));
        let mut gzip = Gzip::new();
        let mut packed: Vec<u8> =
            text.chunks(1_000).flat_map(|piece| gzip.push(piece).unwrap()).collect();
        packed.extend(gzip.finish().unwrap());
        let length = u64::try_from(text.len()).unwrap();
        assert_eq!(unzipped(&packed, length).unwrap(), text);
        assert!(unzipped(&packed, length - 1).is_err() && unzipped(b"text", length).is_err());
        assert!(packed.len() < text.len());
        assert_eq!(packed.get(4..8), Some(&[0; 4][..]), "no time");
    }

    fn written(format: Format) -> Vec<u8> {
        let mut writer = writer(format);
        batches().iter().for_each(|batch| writer.rows(batch).unwrap());
        writer.finish().unwrap()
    }

    fn writer(format: Format) -> FileWriter {
        FileWriter::new(format, "numbers", batches()[0].schema()).unwrap()
    }

    fn batches() -> [RecordBatch; 2] {
        [0, 5_000].map(|from| {
            let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(from..from + 5_000));
            RecordBatch::try_from_iter([("n", numbers)]).unwrap()
        })
    }
}
