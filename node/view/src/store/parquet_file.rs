//! One Parquet file of one table: written whole, read column by column.

use std::fs;
use std::fs::File;
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::basic::ZstdLevel;
use parquet::errors::ParquetError;
use parquet::file::properties::EnabledStatistics;
use parquet::file::properties::WriterProperties;

use crate::apply::ApplyError;
use crate::store::narrow::Narrow;
use crate::table::Logged;
use crate::table::coded;
use crate::table::stored;

/// The rows that are read at a time.
pub(crate) const READ_ROWS: usize = 8_192;

/// Why a file of the read model was not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// It cannot be opened.
    #[error("cannot open a file of the read model")]
    Open(#[source] std::io::Error),
    /// It is not a Parquet file.
    #[error("a file of the read model is damaged")]
    Parquet(#[source] ParquetError),
    /// It has other columns, or a part of it is damaged.
    #[error("a file of the read model does not hold what it should")]
    Rows(#[source] ArrowError),
}

/// What is stored of a table in one file, batch by batch.
#[derive(Debug)]
pub(crate) struct StoredBatches(Option<ParquetRecordBatchReader>);

/// Writes `batches` to `path`, which is on disk afterwards, and returns its size.
pub(crate) fn write(
    path: &Path,
    table: Logged,
    batches: &[RecordBatch],
) -> Result<u64, ApplyError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| ApplyError {
        path: path.to_owned(),
        source,
    };
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).map_err(|it| failed(it.into()))?;
    }
    let file = File::create(path).map_err(|it| failed(it.into()))?;
    let writer = ArrowWriter::try_new(file, stored::schema(table), Some(properties()));
    let mut writer = writer.map_err(|it| failed(it.into()))?;
    for batch in batches {
        writer.write(batch).map_err(|it| failed(it.into()))?;
    }
    let file = writer.into_inner().map_err(|it| failed(it.into()))?;
    file.sync_all().map_err(|it| failed(it.into()))?;
    file.metadata().map(|it| it.len()).map_err(|it| failed(it.into()))
}

/// Reads the columns `wanted` of the file at `path`, which holds rows of `table`.
pub(crate) fn read(
    path: &Path,
    table: Logged,
    wanted: &[usize],
) -> Result<StoredBatches, ReadError> {
    let file = File::open(path).map_err(ReadError::Open)?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(ReadError::Parquet)?;
    if builder.schema().fields() != stored::schema(table).fields() {
        let reason = "the columns are not those of the table".to_owned();
        return Err(ReadError::Rows(ArrowError::SchemaError(reason)));
    }
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted.iter().copied());
    let builder = builder.with_projection(mask).with_batch_size(READ_ROWS);
    Ok(StoredBatches(Some(builder.build().map_err(ReadError::Parquet)?)))
}

/// What is known of a file before its rows are read.
#[derive(Clone, Debug)]
pub(crate) struct Known(ArrowReaderMetadata);

/// Reads what the end of the file at `path` says of it, which holds rows of `table`.
pub(crate) fn know(path: &Path, table: Logged) -> Result<Known, ReadError> {
    let file = File::open(path).map_err(ReadError::Open)?;
    // Columns that are not those of the table, as of a damaged file, are refused by the reader.
    let options = ArrowReaderOptions::new().with_schema(coded::schema(table));
    ArrowReaderMetadata::load(&file, options).map(Known).map_err(ReadError::Parquet)
}

/// Reads the columns `wanted` of the rows that pass `narrow` of the file at `path`, of which this is
/// `known`, as [`coded`] has them.
pub(crate) fn scan(
    path: &Path,
    known: Known,
    wanted: &[usize],
    narrow: &Narrow,
) -> Result<StoredBatches, ReadError> {
    let file = File::open(path).map_err(ReadError::Open)?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, known.0);
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted.iter().copied());
    let filter = narrow.filter(builder.parquet_schema());
    let mut builder = builder.with_projection(mask).with_batch_size(READ_ROWS);
    if let Some(filter) = filter {
        builder = builder.with_row_filter(filter);
    }
    Ok(StoredBatches(Some(builder.build().map_err(ReadError::Parquet)?)))
}

impl StoredBatches {
    /// Returns no batches.
    pub(crate) fn none() -> Self {
        Self(None)
    }
}

impl Iterator for StoredBatches {
    type Item = Result<RecordBatch, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.as_mut()?.next().map(|batch| batch.map_err(ReadError::Rows))
    }
}

/// Zstd at its fastest: the dictionaries do most of the work.
fn properties() -> WriterProperties {
    let level = ZstdLevel::try_new(1).unwrap_or_default();
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by("flotilla".to_owned())
        .build()
}
