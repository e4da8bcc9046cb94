//! An answer: rows that arrive in batches, and the snapshot they are of.
//!
//! The query runs a little ahead of its reader, and stops for good when its deadline has passed or
//! the answer is dropped. An answer that was cut off says so; it never just ends. Columns are of the plain kinds that every client reads: texts are `Utf8`, whatever
//! the engine used inside.

use std::collections::BTreeSet;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use arrow::array::RecordBatch;
use arrow::array::RecordBatchOptions;
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use flotilla_domain::message::Message;
use tokio::time::Instant;
use tokio::time::Sleep;
use tokio::time::sleep_until;
use tokio_stream::Stream;
use tokio_stream::StreamExt;

use crate::engine::run::Budget;
use crate::engine::run::Rows;
use crate::engine::run::Running;
use crate::error::QueryError;
use crate::row::Snapshot;
use crate::state::State;
use crate::table::TableName;

/// The answer to a query: a stream of record batches.
pub struct Answer {
    snapshot: Snapshot,
    latest_ms: i64,
    schema: SchemaRef,
    warnings: Vec<Message>,
    tables: BTreeSet<TableName>,
    budget: Budget,
    deadline: Pin<Box<Sleep>>,
    /// `None` once it has ended.
    rows: Option<Rows>,
}

impl Answer {
    pub(crate) fn new(running: Running, state: &State, budget: Budget) -> Self {
        let State { snapshot, latest_ms, .. } = *state;
        let schema = plain_schema(&running.schema);
        let deadline = Box::pin(sleep_until(budget.deadline));
        let Running { rows, warnings, tables, .. } = running;
        let rows = Some(rows);
        Self { snapshot, latest_ms, schema, warnings, tables, budget, deadline, rows }
    }

    /// Returns the state of the shared data that was asked.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot
    }

    /// Returns when the latest entry of that state was made, as its author says, in milliseconds since
    /// 1970; 0 if there is none.
    pub fn latest_ms(&self) -> i64 {
        self.latest_ms
    }

    /// Returns the columns.
    pub fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    /// Returns what a reader should know, such as that a sum adds totals and their parts.
    pub fn warnings(&self) -> &[Message] {
        &self.warnings
    }

    /// Returns the tables that the query reads, also where it has no row of them to show.
    pub fn tables(&self) -> &BTreeSet<TableName> {
        &self.tables
    }

    /// Returns all rows, at most `rows_max`.
    ///
    /// # Errors
    ///
    /// Fails if the query does, or there are more rows.
    pub async fn collect(mut self, rows_max: usize) -> Result<Vec<RecordBatch>, QueryError> {
        let mut batches = Vec::new();
        let mut rows = 0;
        while let Some(batch) = self.next().await {
            let batch = batch?;
            rows += batch.num_rows();
            if rows > rows_max {
                let message = Message::new("view-too-many-rows").number("limit", rows_max);
                return Err(QueryError::Exhausted { message });
            }
            batches.push(batch);
        }
        Ok(batches)
    }

    /// Says why it was cut off.
    fn cut_off(&self) -> QueryError {
        if Instant::now() >= self.budget.deadline {
            return self.budget.exhausted();
        }
        QueryError::Internal { source: "the query ended without an end".into() }
    }
}

impl Stream for Answer {
    type Item = Result<RecordBatch, QueryError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let this = &mut *self;
            let Some(rows) = &mut this.rows else { return Poll::Ready(None) };
            if this.deadline.as_mut().poll(context).is_ready() {
                this.rows = None;
                return Poll::Ready(Some(Err(this.budget.exhausted())));
            }
            let item = match ready!(rows.poll_recv(context)) {
                Some(Ok(Some(batch))) if batch.num_rows() == 0 => continue,
                Some(Ok(Some(batch))) => Some(plain(&this.schema, &batch)),
                Some(Ok(None)) => None,
                Some(Err(error)) => Some(Err(error)),
                None => Some(Err(this.cut_off())),
            };
            if !matches!(item, Some(Ok(_))) {
                this.rows = None;
            }
            return Poll::Ready(item);
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("snapshot", &self.snapshot)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

/// Returns the columns as they are told: of the plain kinds that every client reads.
pub(crate) fn plain_schema(schema: &SchemaRef) -> SchemaRef {
    let plain = |field: &Arc<Field>| {
        Field::new(field.name(), plain_kind(field.data_type()), field.is_nullable())
    };
    Arc::new(Schema::new(schema.fields().iter().map(plain).collect::<Vec<_>>()))
}

fn plain_kind(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
        DataType::BinaryView | DataType::LargeBinary => DataType::Binary,
        DataType::Dictionary(_, value) => plain_kind(value),
        other => other.clone(),
    }
}

fn plain(schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, QueryError> {
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type()));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    columns
        .collect::<Result<Vec<_>, _>>()
        .and_then(|columns| {
            RecordBatch::try_new_with_options(SchemaRef::clone(schema), columns, &options)
        })
        .map_err(|source| QueryError::Internal { source: source.into() })
}
