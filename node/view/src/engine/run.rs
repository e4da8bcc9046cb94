//! From the text of a query to rows that arrive.
//!
//! A query in SQL has a thread of its own, from its text to its last row. Planning and computing
//! recurse as deep as the query is nested, so the thread has a large stack; and however long an
//! operator computes without a pause, nobody else waits for it. The thread ends with the query, when
//! its answer is dropped, or when its deadline has passed, and gives up its place then.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::execute_stream;
use flotilla_domain::message::Message;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio::time::sleep_until;
use tokio::time::timeout_at;
use tokio_stream::StreamExt;

use crate::engine::check;
use crate::engine::guard;
use crate::engine::in_turn;
use crate::engine::prepared;
use crate::engine::prepared::Described;
use crate::engine::translate;
use crate::error::QueryError;
use crate::rollup::Fold;
use crate::rollup::Totals;
use crate::setting::QueryLimits;
use crate::table::TableName;
use crate::table::Tables;

/// What every thread is called that runs a query. A panic there ends the query and nothing else.
pub const QUERY_THREAD: &str = "query";

/// Room for a hundred nested expressions in a build without optimization.
const STACK_BYTES: usize = 64 << 20;

/// Batches that are computed ahead of the reader.
const AHEAD: usize = 2;

/// How much a query may take, and until when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) limits: QueryLimits,
    pub(crate) deadline: Instant,
}

/// A query, and what fills its gaps.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) sql: String,
    /// The bytes of an Arrow IPC stream of one row, with a column for each gap.
    pub(crate) values: Option<Vec<u8>>,
    /// By whose meaning it is looked at.
    pub(crate) tables: Arc<Tables>,
}

/// Rows that arrive.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) schema: SchemaRef,
    pub(crate) rows: Rows,
    /// What a reader of the answer should know.
    pub(crate) warnings: Vec<Message>,
    /// The tables that it reads.
    pub(crate) tables: BTreeSet<TableName>,
}

/// Batches, then `None`; if it closes before that, the query was cut off.
pub(crate) type Rows = mpsc::Receiver<Item>;

type Item = Result<Option<RecordBatch>, QueryError>;

type Told<T> = oneshot::Sender<Result<T, QueryError>>;

impl Budget {
    /// Returns the budget of a query that starts now.
    pub(crate) fn from_now(limits: QueryLimits) -> Self {
        // A deadline of centuries is as good as any.
        let deadline = limits.deadline.min(Duration::from_secs(60 * 60 * 24 * 365));
        Self { limits, deadline: Instant::now() + deadline }
    }

    /// Says that the time is up.
    pub(crate) fn exhausted(&self) -> QueryError {
        translate::too_slow(self.limits)
    }
}

/// Runs a query on a thread of its own, which holds `place` while it runs.
pub(crate) async fn query(
    session: SessionState,
    question: Question,
    budget: Budget,
    place: OwnedSemaphorePermit,
) -> Result<Running, QueryError> {
    let work = move |started| run(session, question, budget, started);
    on_a_thread(work, budget, place).await
}

/// Says what the query `sql` answers and asks for; on a thread too, for it plans the query.
pub(crate) async fn describe(
    session: SessionState,
    sql: String,
    budget: Budget,
    place: OwnedSemaphorePermit,
) -> Result<Described, QueryError> {
    let work = async move |told: Told<Described>| {
        let plan = timeout_at(budget.deadline, plan(&session, &sql, budget)).await;
        let plan = plan.unwrap_or_else(|_| Err(budget.exhausted()));
        // If it was dropped, nobody waits any more and telling is in vain.
        drop(told.send(plan.and_then(|plan| Described::of(&plan))));
    };
    on_a_thread(work, budget, place).await
}

/// Does `work` on a thread that holds `place`, and returns what it tells.
pub(crate) async fn on_a_thread<T: Send + 'static, F: Future<Output = ()>>(
    work: impl FnOnce(Told<T>) -> F + Send + 'static,
    budget: Budget,
    place: OwnedSemaphorePermit,
) -> Result<T, QueryError> {
    let runtime = Handle::current();
    let (told, telling) = oneshot::channel();
    let work = move || {
        runtime.block_on(work(told));
        drop(place);
    };
    let thread = thread::Builder::new().name(QUERY_THREAD.to_owned()).stack_size(STACK_BYTES);
    thread
        .spawn(work)
        .map_err(|source| QueryError::Internal { source: source.into() })?;
    let told = timeout_at(budget.deadline, telling).await;
    let told = told.map_err(|_| budget.exhausted())?;
    told.map_err(|source| QueryError::Internal { source: source.into() })?
}

/// Runs `plan`, which streams and needs no place.
pub(crate) async fn read(
    session: SessionState,
    plan: &LogicalPlan,
    budget: Budget,
) -> Result<Running, QueryError> {
    let rows = start(&session, plan, budget).await?;
    let (sender, running) = channel(&rows, Vec::new(), check::tables(plan)?);
    drop(tokio::spawn(pump(rows, sender, budget)));
    Ok(running)
}

/// Runs `plan` and adds its rows up, on a thread of its own, which holds `place` meanwhile.
pub(crate) async fn fold(
    session: SessionState,
    (plan, fold): (LogicalPlan, Fold),
    budget: Budget,
    place: OwnedSemaphorePermit,
) -> Result<Running, QueryError> {
    let work = async move |told: Told<Running>| {
        let totals = timeout_at(budget.deadline, totals(&session, (&plan, fold), budget)).await;
        let totals = totals.unwrap_or_else(|_| Err(budget.exhausted()));
        // If it was dropped, nobody waits any more and telling is in vain.
        drop(told.send(totals.map(running)));
    };
    on_a_thread(work, budget, place).await
}

async fn totals(
    session: &SessionState,
    (plan, mut fold): (&LogicalPlan, Fold),
    budget: Budget,
) -> Result<Totals, QueryError> {
    let mut rows = start(session, plan, budget).await?;
    while let Some(batch) = rows.next().await {
        fold.take(&batch.map_err(|error| translate::error(error, budget.limits))?)?;
    }
    fold.finish()
}

/// Returns rows that are all there.
fn running(Totals { rows, warnings }: Totals) -> Running {
    let (sender, receiver) = mpsc::channel(2);
    let schema = rows.schema();
    for item in [Some(rows), None] {
        // There is room for both.
        drop(sender.try_send(Ok(item)));
    }
    Running { schema, rows: receiver, warnings, tables: [TableName::Observations].into() }
}

async fn run(session: SessionState, question: Question, budget: Budget, started: Told<Running>) {
    let Question { sql, values, tables } = question;
    let rows = async {
        let values = values.map(prepared::values).transpose()?;
        let plan = plan(&session, &sql, budget).await?;
        let plan = prepared::filled(plan, values.as_ref())?;
        let warnings = guard::warnings(&plan, &tables);
        let read = check::tables(&plan)?;
        start(&session, &plan, budget).await.map(|rows| (rows, warnings, read))
    };
    let rows = timeout_at(budget.deadline, rows).await;
    // If the query was dropped, nobody waits any more and sending is in vain.
    match rows.unwrap_or_else(|_| Err(budget.exhausted())) {
        Err(error) => drop(started.send(Err(error))),
        Ok((rows, warnings, read)) => {
            let (sender, running) = channel(&rows, warnings, read);
            drop(started.send(Ok(running)));
            pump(rows, sender, budget).await;
        }
    }
}

fn channel(
    rows: &SendableRecordBatchStream,
    warnings: Vec<Message>,
    tables: BTreeSet<TableName>,
) -> (mpsc::Sender<Item>, Running) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    (sender, Running { schema: rows.schema(), rows: receiver, warnings, tables })
}

async fn plan(
    session: &SessionState,
    sql: &str,
    budget: Budget,
) -> Result<LogicalPlan, QueryError> {
    let statement = check::statement(&prepared::numbered(sql))?;
    let plan = session.statement_to_plan(statement).await;
    let plan = plan.map_err(|error| translate::error(error, budget.limits))?;
    let read_only = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    read_only.verify_plan(&plan).map_err(|_| check::not_a_query())?;
    check::plan(&plan)?;
    Ok(plan)
}

/// Starts what `plan` reads.
pub(crate) async fn start(
    session: &SessionState,
    plan: &LogicalPlan,
    budget: Budget,
) -> Result<SendableRecordBatchStream, QueryError> {
    let plan = session.create_physical_plan(plan).await;
    let plan = plan.map_err(|error| translate::error(error, budget.limits))?;
    let plan = in_turn::single(Arc::clone(&plan));
    execute_stream(plan, session.task_ctx()).map_err(|error| translate::error(error, budget.limits))
}

/// Says why a row did not come.
pub(crate) fn failed(error: DataFusionError, budget: Budget) -> QueryError {
    translate::error(error, budget.limits)
}

/// Hands over `rows` until they end, nobody wants them, or the time is up.
async fn pump(mut rows: SendableRecordBatchStream, sender: mpsc::Sender<Item>, budget: Budget) {
    let work = async {
        while let Some(batch) = rows.next().await {
            let batch = batch.map_err(|error| translate::error(error, budget.limits));
            let failed = batch.is_err();
            if sender.send(batch.map(Some)).await.is_err() || failed {
                return;
            }
        }
        // Nobody waits any more if the answer was dropped.
        drop(sender.send(Ok(None)).await);
    };
    tokio::select! {
        () = work => {}
        () = sender.closed() => {}
        () = sleep_until(budget.deadline) => {}
    }
}
