//! The engine: from a question to an [`answer::Answer`].
//!
//! Each query gets a session of its own, which knows the tables of one published state and nothing
//! else: no files, no settings, no clock, no chance, no second partition. So what it answers depends
//! on that state alone, and what it can do is read.
//!
//! Two nodes answer byte for byte alike if they run the same build on the same kind of processor;
//! functions such as `sin` and `exp` are the platform's.

pub(crate) mod ahead;
pub(crate) mod answer;
pub(crate) mod check;
pub(crate) mod filters;
pub(crate) mod functions;
pub(crate) mod guard;
pub(crate) mod in_turn;
pub(crate) mod names;
pub(crate) mod narrow;
pub(crate) mod parts;
pub(crate) mod prepared;
pub(crate) mod run;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod translate;

use std::sync::Arc;

use datafusion::catalog::TableFunction;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::disk_manager::DiskManagerBuilder;
use datafusion::execution::disk_manager::DiskManagerMode;
use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionState;
use datafusion::prelude::SessionConfig;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::timeout_at;

use crate::engine::answer::Answer;
use crate::engine::filters::Filters;
use crate::engine::names::Names;
use crate::engine::prepared::Described;
use crate::engine::run::Budget;
use crate::engine::run::Question;
use crate::engine::search::Library;
use crate::engine::search::function;
use crate::engine::search::function::SearchFunction;
use crate::error::QueryError;
use crate::rollup::Fold;
use crate::rollup::Rollup;
use crate::setting::QueryLimits;
use crate::state::State;
use crate::table::TableName;
use crate::table::Tables;

/// The rows of a batch, everywhere.
pub(crate) const BATCH_ROWS: usize = 8_192;

/// Makes sessions.
#[derive(Debug)]
pub(crate) struct Engine {
    tables: Arc<Tables>,
    /// What all sessions have in common.
    base: SessionState,
    places: Arc<Semaphore>,
    /// The index of what is published.
    pub(crate) library: Arc<Library>,
}

impl Engine {
    /// Returns an engine that runs at most `queries_max` queries at a time.
    pub(crate) fn new(tables: Arc<Tables>, queries_max: usize) -> Self {
        let base = functions::register(SessionStateBuilder::new().with_config(config()))
            .with_physical_optimizer_rule(Arc::new(in_turn::InTurnRule))
            .build();
        let places = Arc::new(Semaphore::new(queries_max.max(1)));
        Self { tables, base, places, library: Arc::default() }
    }

    /// Answers a query in SQL.
    pub(crate) async fn query(
        &self,
        state: Arc<State>,
        (sql, values): (&str, Option<Vec<u8>>),
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        let budget = Budget::from_now(limits);
        let place = self.place(budget).await?;
        let session = self.session(&state, limits)?;
        let question = Question { sql: sql.to_owned(), values, tables: Arc::clone(&self.tables) };
        let running = run::query(session, question, budget, place).await?;
        Ok(Answer::new(running, &state, budget))
    }

    /// Says what a query answers and asks for.
    pub(crate) async fn describe(
        &self,
        state: &Arc<State>,
        sql: &str,
        limits: QueryLimits,
    ) -> Result<Described, QueryError> {
        let budget = Budget::from_now(limits);
        let place = self.place(budget).await?;
        run::describe(self.session(state, limits)?, sql.to_owned(), budget, place).await
    }

    /// Waits for a place among the queries.
    async fn place(&self, budget: Budget) -> Result<OwnedSemaphorePermit, QueryError> {
        let place = timeout_at(budget.deadline, Arc::clone(&self.places).acquire_owned()).await;
        match place {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) | Err(_) => Err(QueryError::Busy),
        }
    }

    /// Returns the rows of `table` that pass `filters`.
    pub(crate) async fn read(
        &self,
        state: Arc<State>,
        table: TableName,
        filters: &Filters,
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        let budget = Budget::from_now(limits);
        let state = match &filters.until {
            Some(reach) => Arc::new(state.at(reach)),
            None => state,
        };
        let session = self.session(&state, limits)?;
        let source = names::table(&self.tables, &state, table, filters.from.clone())?;
        let plan = filters.plan(table.name(), source)?;
        let running = run::read(session, &plan, budget).await?;
        Ok(Answer::new(running, &state, budget))
    }

    /// Returns the totals that are wanted.
    pub(crate) async fn roll_up(
        &self,
        state: Arc<State>,
        rollup: &Rollup,
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        let budget = Budget::from_now(limits);
        let wanted = rollup.wanted(&self.tables)?;
        let state = match &rollup.filters.until {
            Some(reach) => Arc::new(state.at(reach)),
            None => state,
        };
        let place = self.place(budget).await?;
        let session = self.session(&state, limits)?;
        let source = names::table(&self.tables, &state, TableName::Observations, None)?;
        let plan = wanted.plan(source)?;
        let fold = Fold::new(Arc::clone(&self.tables), wanted);
        let running = run::fold(session, (plan, fold), budget, place).await?;
        Ok(Answer::new(running, &state, budget))
    }

    fn session(&self, state: &Arc<State>, limits: QueryLimits) -> Result<SessionState, QueryError> {
        let disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(GreedyMemoryPool::new(limits.memory_bytes_max)))
            .with_disk_manager_builder(disk)
            .build_arc()
            .map_err(|source| QueryError::Internal { source: source.into() })?;
        let names = Names::new(Arc::clone(&self.tables), Arc::clone(state));
        let search = SearchFunction {
            tables: Arc::clone(&self.tables),
            state: Arc::clone(state),
            library: Arc::clone(&self.library),
        };
        let search = TableFunction::new(function::NAME.to_owned(), Arc::new(search));
        Ok(SessionStateBuilder::new_from_existing(self.base.clone())
            .with_catalog_list(Arc::new(names))
            .with_table_function_list(vec![Arc::new(search)])
            .with_runtime_env(runtime)
            .build())
    }
}

/// One partition, whole batches, no plan that depends on how much memory a batch takes.
fn config() -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_target_partitions(1)
        .with_batch_size(BATCH_ROWS)
        .with_create_default_catalog_and_schema(false)
        .with_default_catalog_and_schema(names::CATALOG, names::SCHEMA)
        .with_information_schema(false);
    let options = config.options_mut();
    options.execution.enable_recursive_ctes = false;
    options.execution.sort_in_place_threshold_bytes = 0;
    options.optimizer.enable_round_robin_repartition = false;
    options.optimizer.enable_dynamic_filter_pushdown = false;
    options.sql_parser.map_string_types_to_utf8view = false;
    config
}
