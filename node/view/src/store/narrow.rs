//! Which rows of a table are wanted at all, said so that a reader of files can pass over the others.
//!
//! A [`Test`] looks at one or two coded columns. Rows that fail one are wanted by nobody, wherever they lie,
//! so what is left is the same however rows are spread over files and memory. A file is read column by
//! column: what the first test leaves out is not even unpacked of the columns that follow.

use std::fmt;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::BooleanArray;
use arrow::array::RecordBatch;
use arrow::compute::filter_record_batch;
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ArrowPredicate;
use parquet::arrow::arrow_reader::ArrowPredicateFn;
use parquet::arrow::arrow_reader::RowFilter;
use parquet::schema::types::SchemaDescriptor;

/// Says of each row whether it passes; the columns are those of the test, in order.
type Passes = dyn Fn(&[ArrayRef]) -> Result<BooleanArray, ArrowError> + Send + Sync;

/// What rows have to pass.
#[derive(Clone)]
pub(crate) struct Test {
    /// Stored columns, ascending.
    columns: Vec<usize>,
    passes: Arc<Passes>,
}

/// What rows have to pass, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrow(Vec<Test>);

impl Test {
    /// Returns a test of the stored columns `columns`, which stand in ascending order.
    pub(crate) fn new(
        columns: Vec<usize>,
        passes: impl Fn(&[ArrayRef]) -> Result<BooleanArray, ArrowError> + Send + Sync + 'static,
    ) -> Self {
        Self { columns, passes: Arc::new(passes) }
    }
}

impl fmt::Debug for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Test").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl Narrow {
    /// Returns `tests`, those first whose columns come first: codes that repeat in long runs do.
    pub(crate) fn new(mut tests: Vec<Test>) -> Self {
        tests.sort_by(|a, b| a.columns.cmp(&b.columns));
        Self(tests)
    }

    /// Returns the columns that are looked at, in any order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(|test| test.columns.iter().copied())
    }

    /// Returns the same for a reader of files with these columns; `None` if every row passes.
    pub(super) fn filter(&self, schema: &SchemaDescriptor) -> Option<RowFilter> {
        if self.0.is_empty() {
            return None;
        }
        let predicate = |test: &Test| -> Box<dyn ArrowPredicate> {
            let mask = ProjectionMask::roots(schema, test.columns.iter().copied());
            let passes = Arc::clone(&test.passes);
            Box::new(ArrowPredicateFn::new(mask, move |batch| passes(batch.columns())))
        };
        Some(RowFilter::new(self.0.iter().map(predicate).collect()))
    }

    /// Returns the rows of `batch` that pass; it has the stored columns `stored`, in order.
    ///
    /// # Errors
    ///
    /// Fails if a column is missing: a bug.
    pub(crate) fn rows(
        &self,
        batch: RecordBatch,
        stored: &[usize],
    ) -> Result<RecordBatch, ArrowError> {
        let mut rows = batch;
        for test in &self.0 {
            let places = test.columns.iter().filter_map(|it| stored.iter().position(|at| at == it));
            let columns = rows.project(&places.collect::<Vec<_>>())?;
            rows = filter_record_batch(&rows, &(test.passes)(columns.columns())?)?;
        }
        Ok(rows)
    }
}
