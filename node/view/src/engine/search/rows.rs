//! The rows of what was found: those of the table `practices`, best first, and why each was found.
//!
//! They are read chunk by chunk, so a file of all that was found takes the memory of one chunk.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::AsArray;
use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::array::UInt64Array;
use arrow::compute::concat_batches;
use arrow::compute::take_record_batch;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use datafusion::execution::session_state::SessionState;
use flotilla_search::Hit;
use flotilla_search::Language;
use tokio::sync::mpsc;
use tokio::time::timeout_at;
use tokio_stream::StreamExt;

use crate::engine::filters::Filters;
use crate::engine::names;
use crate::engine::run;
use crate::engine::run::Budget;
use crate::engine::run::Running;
use crate::engine::search::Searched;
use crate::engine::search::records::Said;
use crate::error::QueryError;
use crate::table::TableName;
use crate::table::Tables;

/// How many rows are read at once: with the longest texts, some tens of megabytes.
const CHUNK_ROWS: usize = 128;

/// Chunks that are read ahead of the reader.
const AHEAD: usize = 1;

/// The column that says which entry a row is from.
const RECORD: &str = "record_id";

/// What was found, with its rank counted from 1.
type Ranked = (usize, Hit);

/// Returns the columns of what is found: those of the table, and why a row is there.
pub(crate) fn schema(tables: &Tables) -> SchemaRef {
    let table = tables.schema(TableName::Practices);
    let own = own_fields().into_iter().chain(said_fields()).map(Arc::new);
    Arc::new(Schema::new(table.fields().iter().cloned().chain(own).collect::<Vec<_>>()))
}

/// The columns that say why a row is there.
pub(crate) fn own_fields() -> [Field; 4] {
    [
        Field::new("rank", DataType::Int64, false),
        Field::new("score", DataType::Int64, false),
        Field::new("snippet", DataType::Utf8, false),
        Field::new("snippet_language", DataType::Utf8, false),
    ]
}

/// The columns that say how many others said what.
fn said_fields() -> [Field; 4] {
    ["adapted", "adopted", "endorsement", "question"]
        .map(|name| Field::new(name, DataType::Int64, false))
}

/// Reads the rows of what was found, of these ranks.
pub(crate) fn read(
    session: SessionState,
    tables: Arc<Tables>,
    searched: Searched,
    ranks: Range<usize>,
    budget: Budget,
) -> Running {
    let schema = schema(&tables);
    let (sender, rows) = mpsc::channel(AHEAD);
    let chunk_schema = SchemaRef::clone(&schema);
    // Ends when it is read, when nobody reads, or when the time is up.
    drop(tokio::spawn(async move {
        let wanted = ranks.end.saturating_sub(ranks.start);
        let hits = searched.found().hits.iter().copied().enumerate().skip(ranks.start).take(wanted);
        let hits: Vec<Ranked> = hits.map(|(place, hit)| (place.saturating_add(1), hit)).collect();
        for hits in hits.chunks(CHUNK_ROWS) {
            let rows = chunk((&session, &tables), &searched, hits, &chunk_schema, budget);
            let rows = timeout_at(budget.deadline, rows).await;
            let rows = rows.unwrap_or_else(|_| Err(budget.exhausted()));
            let has_failed = rows.is_err();
            if sender.send(rows.map(Some)).await.is_err() || has_failed {
                return;
            }
        }
        // Nobody waits any more if the answer was dropped.
        drop(sender.send(Ok(None)).await);
    }));
    let tables = [TableName::Practices, TableName::Responses].into();
    Running { schema, rows, warnings: Vec::new(), tables }
}

async fn chunk(
    (session, tables): (&SessionState, &Arc<Tables>),
    searched: &Searched,
    hits: &[Ranked],
    schema: &SchemaRef,
    budget: Budget,
) -> Result<RecordBatch, QueryError> {
    let ids = hits.iter().filter_map(|(_, hit)| Some(searched.record(*hit)?.id.clone()));
    let filters =
        Filters { any_of: [(RECORD.to_owned(), ids.collect())].into(), ..Filters::default() };
    let table = names::table(tables, &searched.state, TableName::Practices, None)?;
    let plan = filters.plan(TableName::Practices.name(), table)?;
    let mut rows = run::start(session, &plan, budget).await?;
    let mut batches = Vec::new();
    while let Some(batch) = rows.next().await {
        batches.push(batch.map_err(|error| run::failed(error, budget))?);
    }
    let table = tables.schema(TableName::Practices);
    concat_batches(&table, &batches)
        .and_then(|rows| ranked(&rows, searched, hits, schema))
        .map_err(|source| QueryError::Internal { source: source.into() })
}

/// Returns the rows in the order of `hits`, and why each is there.
fn ranked(
    rows: &RecordBatch,
    searched: &Searched,
    hits: &[Ranked],
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let missing = || ArrowError::SchemaError("ids are missing".to_owned());
    let ids = rows.column_by_name(RECORD).and_then(|it| it.as_string_opt::<i32>());
    let ids = ids.ok_or_else(missing)?.iter().flatten();
    let places: BTreeMap<&str, u64> = ids.zip(0_u64..).collect();
    let place = |(rank, hit): &Ranked| {
        let place = places.get(searched.record(*hit)?.id.as_str())?;
        Some((*place, (*rank, *hit)))
    };
    let (places, hits): (Vec<u64>, Vec<Ranked>) = hits.iter().filter_map(place).unzip();
    let rows = take_record_batch(rows, &UInt64Array::from(places))?;
    let mut columns = rows.columns().to_vec();
    columns.extend(own_columns(searched, &hits));
    let said: Vec<Said> = hits.iter().map(|(_, hit)| searched.said(*hit)).collect();
    let counts = |count: fn(&Said) -> u32| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(said.iter().map(|it| i64::from(count(it)))))
    };
    columns.extend([
        counts(|it| it.adapted),
        counts(|it| it.adopted),
        counts(|it| it.endorsement),
        counts(|it| it.question),
    ]);
    RecordBatch::try_new(SchemaRef::clone(schema), columns)
}

/// Returns the columns that say why rows are there.
pub(crate) fn own_columns(searched: &Searched, hits: &[Ranked]) -> [ArrayRef; 4] {
    let number = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    let ranks = hits.iter().map(|(rank, _)| i64::try_from(*rank).unwrap_or(i64::MAX));
    let scores = hits.iter().map(|(_, hit)| number(hit.score));
    let snippets: Vec<_> = hits.iter().map(|(_, hit)| searched.snippet(*hit)).collect();
    let languages = snippets.iter().map(|it| it.language.map_or("", Language::code));
    [
        Arc::new(Int64Array::from_iter_values(ranks)),
        Arc::new(Int64Array::from_iter_values(scores)),
        Arc::new(StringArray::from_iter_values(snippets.iter().map(|it| &it.text))),
        Arc::new(StringArray::from_iter_values(languages)),
    ]
}
