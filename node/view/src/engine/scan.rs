//! Reading logs: the source of every answer, always in one order and in equal batches.
//!
//! Members come by handle; of each, first the rows that are in files, then those in memory. That is
//! the order of its log wherever its rows happen to lie. Rows that no longer count are left out, and
//! then the rest is cut into batches of exactly [`BATCH_ROWS`], so that no operator above can tell
//! one layout from another.
//!
//! The only filter that is used here is one that names members: which rows it leaves out depends on
//! the query and the roster, never on a file. So do the places where an answer begins and ends.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::array::BooleanArray;
use arrow::array::RecordBatch;
use arrow::array::UInt32Array;
use arrow::compute::BatchCoalescer;
use arrow::compute::filter_record_batch;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Int64Type;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::catalog::TableProvider;
use datafusion::common::DataFusionError;
use datafusion::common::Result;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::BinaryExpr;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::Operator;
use datafusion::logical_expr::TableProviderFilterPushDown;
use datafusion::logical_expr::TableType;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::PartitionStream;
use datafusion::physical_plan::streaming::StreamingTableExec;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;

use crate::engine::BATCH_ROWS;
use crate::engine::parts;
use crate::engine::parts::Wholes;
use crate::row::Place;
use crate::state::MemberLog;
use crate::state::State;
use crate::store::parquet_file::ReadError;
use crate::table::Logged;
use crate::table::Tables;
use crate::table::Wide;
use crate::table::shown::Context;
use crate::table::shown::Projection;
use crate::table::stored;

/// Batches that are read ahead.
const AHEAD: usize = 2;

/// A table that is made from logs.
#[derive(Debug)]
pub(crate) struct LogTable {
    table: Logged,
    tables: Arc<Tables>,
    state: Arc<State>,
    /// Whether rows are shown that no longer count.
    is_history: bool,
    /// Where it begins; with the first row if `None`.
    from: Option<Place>,
}

/// The rows of a table, for the columns and members that a query asks for.
#[derive(Clone, Debug)]
struct Scan {
    table: Logged,
    tables: Arc<Tables>,
    state: Arc<State>,
    is_history: bool,
    projection: Projection,
    /// Handles; `None` for all.
    wanted: Option<BTreeSet<String>>,
    from: Option<Place>,
}

impl LogTable {
    /// Returns `table` in `state`.
    pub(crate) fn new(table: Logged, tables: Arc<Tables>, state: Arc<State>) -> Self {
        Self { table, tables, state, is_history: false, from: None }
    }

    /// Returns the figures of `state` that count or did.
    pub(crate) fn history(tables: Arc<Tables>, state: Arc<State>) -> Self {
        Self { is_history: true, ..Self::new(Logged::Observations, tables, state) }
    }

    fn wide(&self) -> &Wide {
        if self.is_history { self.tables.revisions() } else { self.tables.wide(self.table) }
    }

    /// Returns the table from a place on.
    pub(crate) fn from(self, from: Option<Place>) -> Self {
        Self { from, ..self }
    }
}

#[async_trait]
impl TableProvider for LogTable {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.wide().schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        // Inexact: the engine checks the rows again.
        let support = |filter: &&Expr| match handles(filter) {
            Some(_) => TableProviderFilterPushDown::Inexact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(support).collect())
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let wide = self.wide();
        let all: Vec<usize> = (0..wide.sources.len()).collect();
        let places = projection.unwrap_or(&all);
        let schema = Arc::new(wide.schema.project(places)?);
        let sources = places.iter().filter_map(|place| wide.sources.get(*place).cloned());
        let wanted = filters.iter().filter_map(handles).reduce(|a, b| &a & &b);
        let scan = Scan {
            table: self.table,
            tables: Arc::clone(&self.tables),
            state: Arc::clone(&self.state),
            is_history: self.is_history,
            projection: Projection::new(SchemaRef::clone(&schema), sources.collect()),
            wanted,
            from: self.from.clone(),
        };
        let plan =
            StreamingTableExec::try_new(schema, vec![Arc::new(scan)], None, [], false, limit);
        Ok(Arc::new(plan?))
    }
}

impl PartitionStream for Scan {
    fn schema(&self) -> &SchemaRef {
        &self.projection.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let schema = SchemaRef::clone(&self.projection.schema);
        let mut stream = RecordBatchReceiverStream::builder(schema, AHEAD);
        let sender = stream.tx();
        let scan = self.clone();
        // Reads files. It stops when nobody receives any more.
        stream.spawn_blocking(move || {
            scan.run(|batch| match sender.blocking_send(Ok(batch)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            })
        });
        stream.build()
    }
}

impl Scan {
    /// Gives `take` the batches, until it has enough.
    fn run(&self, mut take: impl FnMut(RecordBatch) -> ControlFlow<()>) -> Result<()> {
        let mut chunks = BatchCoalescer::new(self.chunk_schema()?, BATCH_ROWS);
        for (place, member) in (0_u32..).zip(self.state.members.iter()) {
            let wanted = self.wanted.as_ref().is_none_or(|it| it.contains(&member.handle));
            let first = self.first(&member.handle);
            let (Some(log), Some(first)) =
                (self.state.logs.get(&member.id).filter(|_| wanted), first)
            else {
                continue;
            };
            let wholes = self.wholes(log)?;
            for batch in self.stored(log, first) {
                let mut batch = self.counted(batch?, log, first)?;
                if self.projection.has_parts() {
                    batch = wholes.beside(&batch, &self.projection.stored, &self.tables)?;
                }
                chunks.push_batch(marked(&batch, place, &chunks.schema())?)?;
                while let Some(chunk) = chunks.next_completed_batch() {
                    if take(self.show(&chunk)?).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        chunks.finish_buffered_batch()?;
        if let Some(chunk) = chunks.next_completed_batch() {
            // It was the last one in any case.
            let _ = take(self.show(&chunk)?);
        }
        Ok(())
    }

    /// Returns the first place in the log of a member that is wanted; `None` if none is.
    fn first(&self, handle: &str) -> Option<u64> {
        let Some(from) = &self.from else { return Some(0) };
        match handle.cmp(&from.member) {
            Ordering::Less => None,
            Ordering::Equal => Some(from.seq),
            Ordering::Greater => Some(0),
        }
    }

    /// Returns the figures of `log` by which others are divided, if those are wanted.
    fn wholes(&self, log: &MemberLog) -> Result<Wholes> {
        let mut wholes = Wholes::default();
        if self.projection.has_parts() {
            let scan = Self { projection: Projection::of_parts(), ..self.clone() };
            for batch in scan.stored(log, 0) {
                let batch = scan.counted(batch?, log, 0)?;
                wholes.add(&batch, &scan.projection.stored, &self.tables)?;
            }
        }
        Ok(wholes)
    }

    /// Returns what is stored of `log`: in files, then in memory. Files that end before the place `first`
    /// are passed over.
    fn stored<'a>(
        &'a self,
        log: &'a MemberLog,
        first: u64,
    ) -> impl Iterator<Item = Result<RecordBatch>> + 'a {
        let columns = self.columns(log);
        let tail = stored::batch(self.table, &log.tail, &columns).map_err(DataFusionError::from);
        let segments = log.segments.iter().filter(move |it| it.span.last_seq >= first);
        let files = segments.flat_map(move |segment| {
            let (first, rest) = match segment.read(self.table, &columns) {
                Ok(batches) => (None, Some(batches)),
                Err(error) => (Some(Err(error)), None),
            };
            let batches = first.into_iter().chain(rest.into_iter().flatten());
            batches.map(|batch| {
                batch.map_err(|error: ReadError| {
                    segment.condemn();
                    DataFusionError::External(error.into())
                })
            })
        });
        files.chain(std::iter::once(tail))
    }

    /// Returns the stored columns to read; the entry too if some rows no longer count.
    fn columns(&self, log: &MemberLog) -> Vec<usize> {
        let mut columns = self.projection.stored.clone();
        if self.may_hide(log) && !columns.contains(&stored::ENTRY) {
            columns.push(stored::ENTRY);
            columns.sort_unstable();
        }
        columns
    }

    fn may_hide(&self, log: &MemberLog) -> bool {
        self.table != Logged::Entries && !log.hidden.is_empty()
    }

    /// Returns the rows of `batch` that count and stand in the place `first` or later, with the columns
    /// that are wanted.
    fn counted(&self, batch: RecordBatch, log: &MemberLog, first: u64) -> Result<RecordBatch> {
        if !self.may_hide(log) && log.until.is_none() && first == 0 {
            return Ok(batch);
        }
        let columns = self.columns(log);
        let column = |wanted: usize| {
            let place = columns.iter().position(|index| *index == wanted);
            place.and_then(|place| batch.columns().get(place))
        };
        let missing = || ArrowError::SchemaError("places or ids are missing".to_owned());
        let places = column(stored::SEQ).and_then(|it| it.as_primitive_opt::<Int64Type>());
        let places = places.ok_or_else(missing)?.values().iter();
        let within = places.map(|seq| {
            let seq = u64::try_from(*seq).unwrap_or_default();
            seq >= first && log.is_within(seq)
        });
        let mask: BooleanArray = if self.may_hide(log) {
            let entries = column(stored::ENTRY).and_then(|it| it.as_binary_opt::<i32>());
            let ids = entries.ok_or_else(missing)?.iter();
            let ids = ids.map(|id| id.and_then(Hash::from_slice).map(EntryId));
            let is_out = |id| if self.is_history { log.is_gone(id) } else { log.hides(id) };
            let counts = |id: Option<EntryId>| id.is_none_or(|id| !is_out(id));
            within.zip(ids).map(|(within, id)| Some(within && counts(id))).collect()
        } else {
            within.map(Some).collect()
        };
        let wanted = self.projection.stored.iter();
        let places = wanted.filter_map(|index| columns.iter().position(|it| it == index));
        Ok(filter_record_batch(&batch.project(&places.collect::<Vec<_>>())?, &mask)?)
    }

    fn show(&self, chunk: &RecordBatch) -> Result<RecordBatch> {
        Ok(self
            .projection
            .show(chunk, Context { tables: &self.tables, state: &self.state })?)
    }

    /// Returns the stored columns, and which member a row is of.
    fn chunk_schema(&self) -> Result<SchemaRef> {
        let mut stored = stored::schema(self.table).project(&self.projection.stored)?;
        if self.projection.has_parts() {
            stored = parts::schema(&stored);
        }
        let mut fields = stored.fields().to_vec();
        fields.push(Arc::new(Field::new("member", DataType::UInt32, false)));
        Ok(Arc::new(Schema::new(fields)))
    }
}

fn marked(batch: &RecordBatch, place: u32, schema: &SchemaRef) -> Result<RecordBatch> {
    let mut columns = batch.columns().to_vec();
    columns.push(Arc::new(UInt32Array::from_value(place, batch.num_rows())));
    Ok(RecordBatch::try_new(SchemaRef::clone(schema), columns)?)
}

/// Returns the handles that `filter` lets pass, if it names them.
fn handles(filter: &Expr) -> Option<BTreeSet<String>> {
    let is_member = |expr: &Expr| matches!(expr, Expr::Column(column) if column.name == "member");
    let handle = |expr: &Expr| match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    };
    match filter {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) if is_member(left) => {
            handle(right).map(|it| [it].into())
        }
        Expr::InList(list) if !list.negated && is_member(&list.expr) => {
            list.list.iter().map(handle).collect()
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Or, right }) => {
            Some(&handles(left)? | &handles(right)?)
        }
        _ => None,
    }
}
