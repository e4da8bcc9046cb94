//! What drivers ask about a server before anybody asks a question: its tables, types and abilities.

use arrow_flight::error::FlightError;
use arrow_flight::sql::CommandGetCatalogs;
use arrow_flight::sql::CommandGetDbSchemas;
use arrow_flight::sql::CommandGetSqlInfo;
use arrow_flight::sql::CommandGetTableTypes;
use arrow_flight::sql::CommandGetTables;
use arrow_flight::sql::CommandGetXdbcTypeInfo;
use arrow_flight::sql::Nullable;
use arrow_flight::sql::Searchable;
use arrow_flight::sql::SqlInfo;
use arrow_flight::sql::SqlSupportedTransaction;
use arrow_flight::sql::XdbcDataType;
use arrow_flight::sql::metadata::SqlInfoDataBuilder;
use arrow_flight::sql::metadata::XdbcTypeInfo;
use arrow_flight::sql::metadata::XdbcTypeInfoDataBuilder;

use crate::query::CATALOG;
use crate::query::Reader;
use crate::query::RecordBatch;
use crate::query::SCHEMA;
use crate::query::TableName;

/// The most bytes of a pattern of names; those of tables have up to 12.
const PATTERN_BYTES_MAX: usize = 128;

/// What the software is called.
const NAME: &str = "Flotilla";

/// The kind of every table.
const TABLE: &str = "BASE TABLE";

/// The types of columns, by their SQL names, in the order of their numbers as the contract wants.
const TYPES: [(&str, XdbcDataType); 6] = [
    ("BOOLEAN", XdbcDataType::XdbcBit),
    ("BIGINT", XdbcDataType::XdbcBigint),
    ("DOUBLE", XdbcDataType::XdbcDouble),
    ("VARCHAR", XdbcDataType::XdbcVarchar),
    ("DATE", XdbcDataType::XdbcDate),
    ("TIMESTAMP", XdbcDataType::XdbcTimestamp),
];

type Rows = Result<RecordBatch, FlightError>;

/// The one catalog.
pub(super) fn catalogs(query: CommandGetCatalogs) -> Rows {
    let mut rows = query.into_builder();
    rows.append(CATALOG);
    rows.build()
}

/// The one schema.
pub(super) fn schemas(query: CommandGetDbSchemas) -> Rows {
    short(query.db_schema_filter_pattern.as_deref())?;
    let mut rows = query.into_builder();
    rows.append(CATALOG, SCHEMA);
    rows.build()
}

/// The tables, with their columns if they are asked for.
pub(super) fn tables(query: CommandGetTables, reader: &Reader) -> Rows {
    short(query.db_schema_filter_pattern.as_deref())?;
    short(query.table_name_filter_pattern.as_deref())?;
    let mut rows = query.into_builder();
    for table in TableName::ALL {
        rows.append(CATALOG, SCHEMA, table.name(), TABLE, &reader.schema(table))?;
    }
    rows.build()
}

/// Refuses a pattern that is dear to look for.
fn short(pattern: Option<&str>) -> Result<(), FlightError> {
    match pattern {
        Some(it) if it.len() > PATTERN_BYTES_MAX => {
            Err(FlightError::DecodeError(format!("a pattern has up to {PATTERN_BYTES_MAX} bytes")))
        }
        _ => Ok(()),
    }
}

/// The kinds of tables.
pub(super) fn table_types(query: CommandGetTableTypes) -> Rows {
    let mut rows = query.into_builder();
    rows.append(TABLE);
    rows.build()
}

/// What the server is and can do.
pub(super) fn server(query: CommandGetSqlInfo) -> Rows {
    let mut info = SqlInfoDataBuilder::new();
    info.append(SqlInfo::FlightSqlServerName, NAME);
    info.append(SqlInfo::FlightSqlServerVersion, env!("CARGO_PKG_VERSION"));
    info.append(SqlInfo::FlightSqlServerReadOnly, true);
    info.append(SqlInfo::FlightSqlServerSql, true);
    info.append(SqlInfo::FlightSqlServerSubstrait, false);
    info.append(SqlInfo::FlightSqlServerTransaction, i32::from(SqlSupportedTransaction::None));
    info.append(SqlInfo::FlightSqlServerCancel, false);
    info.append(SqlInfo::FlightSqlServerBulkIngestion, false);
    info.append(SqlInfo::SqlIdentifierQuoteChar, "\"");
    query.into_builder(&info.build()?).build()
}

/// The types of columns.
pub(super) fn types(query: CommandGetXdbcTypeInfo) -> Rows {
    let mut types = XdbcTypeInfoDataBuilder::new();
    for (name, kind) in TYPES {
        let quote = matches!(kind, XdbcDataType::XdbcVarchar).then(|| "'".to_owned());
        types.append(XdbcTypeInfo {
            type_name: name.to_owned(),
            data_type: kind,
            sql_data_type: kind,
            literal_prefix: quote.clone(),
            literal_suffix: quote,
            nullable: Nullable::NullabilityNullable,
            case_sensitive: matches!(kind, XdbcDataType::XdbcVarchar),
            searchable: Searchable::Full,
            ..XdbcTypeInfo::default()
        });
    }
    query.into_builder(&types.build()?).build()
}
