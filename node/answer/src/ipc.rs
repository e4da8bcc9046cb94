//! Arrow streams: how an answer travels from the node to the tool.
//!
//! The reader takes the pieces as the network brings them. It never sets memory aside for more bytes
//! than have come, and a stream that is cut short is an error, never an answer that is quietly too
//! short.

use std::fmt;
use std::io::Write;

use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamDecoder;
use arrow::ipc::writer::StreamWriter;

use crate::FormatError;

/// How a stream ends: a mark, and a message of no bytes.
const END: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// Writes an Arrow stream, batch after batch.
pub struct IpcWriter<W: Write> {
    inner: StreamWriter<W>,
}

/// Reads an Arrow stream from the pieces in which it arrives.
#[derive(Debug, Default)]
pub struct IpcReader {
    decoder: StreamDecoder,
    /// The last bytes that came.
    last: Vec<u8>,
}

impl<W: Write> IpcWriter<W> {
    /// Starts a stream with its schema.
    ///
    /// # Errors
    ///
    /// Fails if the output does not take it.
    pub fn new(out: W, schema: &Schema) -> Result<Self, FormatError> {
        Ok(Self { inner: StreamWriter::try_new(out, schema).map_err(FormatError::Value)? })
    }

    /// Writes `batch`.
    ///
    /// # Errors
    ///
    /// Fails if the batch has another schema, or the output does not take more.
    pub fn rows(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        self.inner.write(batch).map_err(FormatError::Value)
    }

    /// Returns the output, to take what was written so far.
    pub fn out(&mut self) -> &mut W {
        self.inner.get_mut()
    }

    /// Marks the end of the stream and returns the output.
    ///
    /// # Errors
    ///
    /// Fails if the output does not take more.
    pub fn finish(self) -> Result<W, FormatError> {
        self.inner.into_inner().map_err(FormatError::Value)
    }
}

impl IpcReader {
    /// Returns a reader at the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece, and returns the batches that are now whole.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not an Arrow stream.
    pub fn push(&mut self, piece: Vec<u8>) -> Result<Vec<RecordBatch>, FormatError> {
        let known = piece.len().saturating_sub(END.len());
        self.last.extend(piece.get(known..).unwrap_or_default());
        self.last.drain(..self.last.len().saturating_sub(END.len()));
        let mut batches = Vec::new();
        let mut buffer = Buffer::from_vec(piece);
        while let Some(batch) = self.decoder.decode(&mut buffer).map_err(FormatError::Malformed)? {
            batches.push(batch);
        }
        Ok(batches)
    }

    /// Returns the columns, once they have arrived.
    pub fn schema(&self) -> Option<SchemaRef> {
        self.decoder.schema()
    }

    /// Says that nothing more comes.
    ///
    /// # Errors
    ///
    /// Fails if the stream has not come to its end.
    pub fn finish(mut self) -> Result<(), FormatError> {
        if self.last != END {
            let reason = "the stream has no end".to_owned();
            return Err(FormatError::Malformed(ArrowError::IpcError(reason)));
        }
        self.decoder.finish().map_err(FormatError::Malformed)
    }
}

impl<W: Write> fmt::Debug for IpcWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IpcWriter").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::ArrayRef;
    use arrow::array::Int64Array;

    use super::*;

    #[test]
    fn a_stream_reads_back_as_itself_in_whatever_pieces_it_comes() {
        let batch = batch();
        for size in [1, 7, 64, 10_000] {
            let mut reader = IpcReader::new();
            let whole = written(&batch);
            let pieces = whole.chunks(size).map(|piece| reader.push(piece.to_vec()).unwrap());
            assert_eq!(pieces.collect::<Vec<_>>().concat(), [batch.clone(), batch.clone()]);
            assert_eq!(reader.schema(), Some(batch.schema()));
            reader.finish().unwrap();
        }
    }

    #[test]
    fn a_stream_that_is_cut_anywhere_is_refused() {
        let whole = written(&batch());
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "cut to {length}");
        }
        assert!(read(&whole).is_ok());
    }

    #[test]
    fn whatever_is_not_a_stream_is_refused_without_setting_memory_aside() {
        assert!(read(b"region,value\nCA-ON,15\n").is_err());
        assert!(read(&[0xff; 64]).is_err());
        assert!(read(&[END, END].concat()).is_err());
    }

    fn read(bytes: &[u8]) -> Result<Vec<RecordBatch>, FormatError> {
        let mut reader = IpcReader::new();
        let batches = reader.push(bytes.to_vec())?;
        reader.finish()?;
        Ok(batches)
    }

    fn batch() -> RecordBatch {
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None]));
        RecordBatch::try_from_iter_with_nullable([("value", numbers, true)]).unwrap()
    }

    fn written(batch: &RecordBatch) -> Vec<u8> {
        let mut writer = IpcWriter::new(Vec::new(), &batch.schema()).unwrap();
        writer.rows(batch).unwrap();
        writer.rows(batch).unwrap();
        writer.finish().unwrap()
    }
}
