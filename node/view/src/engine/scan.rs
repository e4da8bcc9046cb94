//! Reading logs: the source of every answer, always in one order and in equal batches.
//!
//! Members come by handle; of each, first the rows that are in files, then those in memory. That is
//! the order of its log wherever its rows happen to lie. Rows that no longer count are left out, and
//! then the rest is cut into batches of exactly [`BATCH_ROWS`], so that no operator above can tell
//! one layout from another.
//!
//! Filters that are used here leave out rows by what they say and whose they are ([`narrow`]): which those
//! are depends on the query and the roster, never on a file. So do the places where an answer begins and
//! ends.

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
use crate::engine::ahead;
use crate::engine::ahead::Give;
use crate::engine::narrow;
use crate::engine::parts;
use crate::engine::parts::Wholes;
use crate::row::Place;
use crate::setting::MemberRow;
use crate::state::MemberLog;
use crate::state::State;
use crate::store::narrow::Narrow;
use crate::store::parquet_file::ReadError;
use crate::table::Logged;
use crate::table::Tables;
use crate::table::Wide;
use crate::table::coded;
use crate::table::coded::Coded;
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
    /// What rows have to pass.
    narrow: Narrow,
    from: Option<Place>,
}

/// A log whose turn it is.
#[derive(Clone, Copy, Debug)]
struct Turn<'a> {
    /// The place of its member among all.
    place: u32,
    log: &'a MemberLog,
    /// The first place in the log that is wanted.
    first: u64,
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

    /// Returns whether `filter` can be asked of rows while they are read.
    fn is_test(&self, filter: &Expr) -> bool {
        self.table == Logged::Observations && narrow::is_test(filter, self.wide())
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
        let support = |filter: &&Expr| {
            if handles(filter).is_some() || self.is_test(filter) {
                TableProviderFilterPushDown::Inexact
            } else {
                TableProviderFilterPushDown::Unsupported
            }
        };
        Ok(filters.iter().map(support).collect())
    }

    async fn scan(
        &self,
        session: &dyn Session,
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
        let tests = filters.iter().filter(|it| self.is_test(it));
        let tests = tests.filter_map(|it| narrow::test(it, wide, session));
        let scan = Scan {
            table: self.table,
            tables: Arc::clone(&self.tables),
            state: Arc::clone(&self.state),
            is_history: self.is_history,
            projection: Projection::new(SchemaRef::clone(&schema), sources.collect()),
            wanted,
            narrow: Narrow::new(tests.collect()),
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
        let schema = self.chunk_schema()?;
        let mut chunks = BatchCoalescer::new(SchemaRef::clone(&schema), BATCH_ROWS);
        let mut enough = false;
        let read = |turn: &Turn<'_>, give: Give<'_, RecordBatch>| self.read(turn, &schema, give);
        ahead::in_order(&self.turns(), ahead::readers(), read, |batch| {
            chunks.push_batch(batch)?;
            while let Some(chunk) = chunks.next_completed_batch() {
                if take(self.show(&chunk)?).is_break() {
                    enough = true;
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        chunks.finish_buffered_batch()?;
        if let Some(chunk) = chunks.next_completed_batch().filter(|_| !enough) {
            // It was the last one in any case.
            let _ = take(self.show(&chunk)?);
        }
        Ok(())
    }

    /// Returns the logs that are wanted, in their order.
    fn turns(&self) -> Vec<Turn<'_>> {
        let members = (0_u32..).zip(self.state.members.iter());
        let turn = |(place, member): (u32, &MemberRow)| {
            let wanted = self.wanted.as_ref().is_none_or(|it| it.contains(&member.handle));
            let log = self.state.logs.get(&member.id).filter(|_| wanted)?;
            Some(Turn { place, log, first: self.first(&member.handle)? })
        };
        members.filter_map(turn).collect()
    }

    /// Gives the rows of one log, batch by batch, until nobody wants more.
    fn read(&self, turn: &Turn<'_>, schema: &SchemaRef, give: Give<'_, RecordBatch>) -> Result<()> {
        let Turn { place, log, first } = *turn;
        let wholes = self.wholes(log)?;
        for batch in self.stored(log, first) {
            let mut batch = self.counted(batch?, log, first)?;
            if self.projection.has_parts() {
                batch = wholes.beside(&batch, &self.projection.stored, &self.tables)?;
            }
            if batch.num_rows() > 0 && give(marked(&batch, place, schema)?).is_break() {
                break;
            }
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
            let test = narrow::of_indicators(self.tables.below_lines());
            let (projection, narrow) = (Projection::of_parts(), Narrow::new(vec![test]));
            let scan = Self { projection, narrow, ..self.clone() };
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
        let tail = self.tail(log, &columns).map_err(DataFusionError::from);
        let segments = log.segments.iter().filter(move |it| it.span.last_seq >= first);
        let files = segments.flat_map(move |segment| {
            let (first, rest) = match segment.scan(self.table, &columns, &self.narrow) {
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

    /// Returns the columns `wanted` of what is in memory of `log` and passes.
    fn tail(&self, log: &MemberLog, wanted: &[usize]) -> Result<RecordBatch, ArrowError> {
        let mut columns: Vec<usize> = wanted.iter().copied().chain(self.narrow.columns()).collect();
        columns.sort_unstable();
        columns.dedup();
        let batch = stored::batch(self.table, &log.tail, &columns)?;
        let rows = self.narrow.rows(coded::batch(self.table, &columns, &batch)?, &columns)?;
        let places = wanted.iter().filter_map(|it| columns.iter().position(|at| at == it));
        rows.project(&places.collect::<Vec<_>>())
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
            let entries = Coded::of(column(stored::ENTRY).ok_or_else(missing)?)?;
            let is_out = |id| if self.is_history { log.is_gone(id) } else { log.hides(id) };
            let ids = entries.bytes()?.iter();
            let ids = ids.map(|id| id.and_then(Hash::from_slice).map(EntryId));
            let counts: Vec<bool> = ids.map(|id| id.is_none_or(|id| !is_out(id))).collect();
            let counts = |key| counts.get(key).is_none_or(|it| *it);
            within
                .zip(entries.keys())
                .map(|(within, key)| Some(within && counts(key)))
                .collect()
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
        let mut stored = coded::schema(self.table).project(&self.projection.stored)?;
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
