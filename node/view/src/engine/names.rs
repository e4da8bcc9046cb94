//! The names a query can use: the tables of one state, and the tables that describe them.
//!
//! Names stand in a fixed order, and nothing can be registered. `information_schema` holds `tables`
//! and `columns`, made from the same shapes as the tables themselves.

use std::sync::Arc;

use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::CatalogProvider;
use datafusion::catalog::CatalogProviderList;
use datafusion::catalog::SchemaProvider;
use datafusion::catalog::TableProvider;
use datafusion::common::DataFusionError;
use datafusion::datasource::MemTable;

use crate::engine::scan::LogTable;
use crate::error::QueryError;
use crate::row::Place;
use crate::state::State;
use crate::table::Logged;
use crate::table::TableName;
use crate::table::Tables;
use crate::table::fixed;

/// The name of the one catalog.
pub const CATALOG: &str = "flotilla";

/// The name of the schema of the tables.
pub const SCHEMA: &str = "public";

/// The name of the schema of the tables that describe them.
pub(crate) const INFORMATION: &str = "information_schema";

/// All names.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    tables: Arc<Tables>,
    state: Arc<State>,
}

/// The names of one schema.
#[derive(Debug)]
struct SchemaNames {
    names: Names,
    information: bool,
}

impl Names {
    /// Returns the names of the tables of `state`.
    pub(crate) fn new(tables: Arc<Tables>, state: Arc<State>) -> Self {
        Self { tables, state }
    }
}

impl CatalogProviderList for Names {
    fn register_catalog(
        &self,
        _: String,
        _: Arc<dyn CatalogProvider>,
    ) -> Option<Arc<dyn CatalogProvider>> {
        None
    }

    fn catalog_names(&self) -> Vec<String> {
        vec![CATALOG.to_owned()]
    }

    fn catalog(&self, name: &str) -> Option<Arc<dyn CatalogProvider>> {
        if name != CATALOG {
            return None;
        }
        Some(Arc::new(self.clone()))
    }
}

impl CatalogProvider for Names {
    fn schema_names(&self) -> Vec<String> {
        vec![INFORMATION.to_owned(), SCHEMA.to_owned()]
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        if name != INFORMATION && name != SCHEMA {
            return None;
        }
        Some(Arc::new(SchemaNames { names: self.clone(), information: name == INFORMATION }))
    }
}

#[async_trait]
impl SchemaProvider for SchemaNames {
    fn table_names(&self) -> Vec<String> {
        if self.information {
            return vec!["columns".to_owned(), "tables".to_owned()];
        }
        TableName::ALL.map(|table| table.name().to_owned()).into()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        let Names { tables, state } = &self.names;
        if self.information {
            return match name {
                "columns" => in_memory(columns(tables)).map(Some),
                "tables" => in_memory(all_tables()).map(Some),
                _ => Ok(None),
            };
        }
        let found = TableName::ALL.into_iter().find(|table| table.name() == name);
        found.map(|found| provider(tables, state, found, None)).transpose()
    }

    fn table_exist(&self, name: &str) -> bool {
        self.table_names().iter().any(|it| it == name)
    }
}

/// Returns the rows of `table` in `state`, those of logs from `from` on.
pub(crate) fn table(
    tables: &Arc<Tables>,
    state: &Arc<State>,
    table: TableName,
    from: Option<Place>,
) -> Result<Arc<dyn TableProvider>, QueryError> {
    provider(tables, state, table, from)
        .map_err(|source| QueryError::Internal { source: source.into() })
}

fn provider(
    tables: &Arc<Tables>,
    state: &Arc<State>,
    table: TableName,
    from: Option<Place>,
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let logged = match table {
        TableName::Entries => Logged::Entries,
        TableName::Observations => Logged::Observations,
        TableName::Practices => Logged::Practices,
        TableName::Responses => Logged::Responses,
        TableName::Revisions => {
            let table = LogTable::history(Arc::clone(tables), Arc::clone(state));
            return Ok(Arc::new(table.from(from)));
        }
        TableName::Indicators => return in_memory(tables.indicators().clone()),
        TableName::Members => return in_memory(fixed::members(&state.members)),
    };
    let table = LogTable::new(logged, Arc::clone(tables), Arc::clone(state));
    Ok(Arc::new(table.from(from)))
}

fn in_memory(batch: RecordBatch) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    Ok(Arc::new(MemTable::try_new(batch.schema(), vec![vec![batch]])?))
}

fn all_tables() -> RecordBatch {
    let texts = |text: fn(TableName) -> &'static str| {
        fixed::texts(TableName::ALL.iter().map(|table| text(*table).to_owned()))
    };
    fixed::table(vec![
        ("table_catalog", texts(|_| CATALOG)),
        ("table_schema", texts(|_| SCHEMA)),
        ("table_name", texts(TableName::name)),
        ("table_type", texts(|_| "BASE TABLE")),
    ])
}

fn columns(tables: &Tables) -> RecordBatch {
    let mut names = Vec::new();
    let mut places = Vec::new();
    for table in TableName::ALL {
        for (place, field) in (1..).zip(tables.schema(table).fields()) {
            names.push(
                [table.name(), if field.is_nullable() { "YES" } else { "NO" }].map(str::to_owned),
            );
            places.push((place, field.name().clone(), fixed::type_name(field.data_type())));
        }
    }
    let constant = |text: &str| fixed::texts(names.iter().map(|_| text.to_owned()));
    fixed::table(vec![
        ("table_catalog", constant(CATALOG)),
        ("table_schema", constant(SCHEMA)),
        ("table_name", fixed::texts(names.iter().map(|[table, _]| table.clone()))),
        ("column_name", fixed::texts(places.iter().map(|(_, name, _)| name.clone()))),
        (
            "ordinal_position",
            Arc::new(Int64Array::from_iter_values(places.iter().map(|(place, _, _)| *place))),
        ),
        ("is_nullable", fixed::texts(names.iter().map(|[_, nullable]| nullable.clone()))),
        ("data_type", fixed::texts(places.iter().map(|(_, _, kind)| (*kind).to_owned()))),
    ])
}
