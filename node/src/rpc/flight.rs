//! Arrow Flight SQL on the researchers' listener, for the drivers of ADBC, JDBC and ODBC.
//!
//! The format: <https://arrow.apache.org/docs/format/FlightSql.html>. It promises:
//!
//! - **Read only, by the same engine** as every other way to ask, under the same limits.
//! - **No state**: a statement travels with its client, as a `Statement`; closing one does nothing.
//! - **Every answer names its snapshot and its coverage**, in the metadata of its schema.
//! - **Nothing of a stranger's Arrow is read here**: what fills the gaps of a statement is handed on as bytes.

mod catalog;
mod statement;

use std::collections::BTreeSet;
use std::time::Duration;

use arrow_flight::FlightDescriptor;
use arrow_flight::FlightEndpoint;
use arrow_flight::FlightInfo;
use arrow_flight::Ticket;
use arrow_flight::encode::FlightDataEncoderBuilder;
use arrow_flight::error::FlightError;
use arrow_flight::flight_service_server::FlightService;
use arrow_flight::flight_service_server::FlightServiceServer;
use arrow_flight::sql::ActionClosePreparedStatementRequest;
use arrow_flight::sql::ActionCreatePreparedStatementRequest;
use arrow_flight::sql::ActionCreatePreparedStatementResult;
use arrow_flight::sql::CommandGetCatalogs;
use arrow_flight::sql::CommandGetDbSchemas;
use arrow_flight::sql::CommandGetSqlInfo;
use arrow_flight::sql::CommandGetTableTypes;
use arrow_flight::sql::CommandGetTables;
use arrow_flight::sql::CommandGetXdbcTypeInfo;
use arrow_flight::sql::CommandPreparedStatementQuery;
use arrow_flight::sql::CommandPreparedStatementUpdate;
use arrow_flight::sql::CommandStatementQuery;
use arrow_flight::sql::CommandStatementUpdate;
use arrow_flight::sql::DoPutPreparedStatementResult;
use arrow_flight::sql::ProstMessageExt;
use arrow_flight::sql::SqlInfo;
use arrow_flight::sql::TicketStatementQuery;
use arrow_flight::sql::server::FlightSqlService;
use arrow_flight::sql::server::PeekableFlightDataStream;
use flotilla_text::Language;
use flotilla_text::Texts;
use prost::Message as _;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tonic::Request;
use tonic::Response;
use tonic::Status;

use self::statement::Statement;
use crate::query;
use crate::query::Answer;
use crate::query::QueryError;
use crate::query::Reader;
use crate::query::RecordBatch;
use crate::query::SchemaRef;
use crate::query::access::Doorkeeper;
use crate::rpc::status;
use crate::rpc::visit::Leased;
use crate::rpc::visit::Visit;

/// The largest message: one statement with what fills its gaps.
const MESSAGE_BYTES_MAX: usize = 256 << 10;

/// The largest message that is sent; clients refuse more than 4 MiB unless they are told otherwise.
const PIECE_BYTES_MAX: usize = 1 << 20;

/// How long a client may take to send what fills gaps: it has a place meanwhile.
const SENDING_MAX: Duration = Duration::from_secs(10);

/// By which header a client may say which language its reader reads.
const LANGUAGE: &str = "accept-language";

/// Answers drivers, whoever they come from, as far as they may ask.
#[derive(Clone, Debug)]
pub struct Flight {
    reader: Reader,
    door: Doorkeeper,
}

type Info = Result<Response<FlightInfo>, Status>;
/// Rows about what there is, which are made for whoever was let in.
type Made = Result<RecordBatch, FlightError>;
type Rows = Result<Response<<Flight as FlightService>::DoGetStream>, Status>;

impl Flight {
    /// Makes the service.
    pub fn new(door: Doorkeeper) -> Self {
        Self { reader: door.reader().clone(), door }
    }

    /// Returns the service, ready to be served.
    pub fn into_server(self) -> FlightServiceServer<Self> {
        FlightServiceServer::new(self).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    /// Returns the texts for whoever sent `request`, with a place for them, if they may ask at all.
    async fn admit<T>(&self, request: &Request<T>) -> Result<(Texts, Visit), Status> {
        let language = request.metadata().get(LANGUAGE).and_then(|it| it.to_str().ok());
        let texts = Texts::new(Language::negotiate(language.unwrap_or_default()));
        let visit = Visit::enter(&self.door, request, &texts).await?;
        visit.may_read(&BTreeSet::new(), &texts)?;
        Ok((texts, visit))
    }

    /// Says that nothing can be changed here.
    async fn read_only<T>(&self, request: &Request<T>) -> Status {
        match self.admit(request).await {
            Ok((texts, _)) => Status::invalid_argument(texts.text("view-not-a-query")),
            Err(status) => status,
        }
    }

    /// Tells where the rows of a statement are, and what columns they have.
    async fn promise(
        &self,
        (statement, ticket): (Statement, impl ProstMessageExt),
        request: Request<FlightDescriptor>,
    ) -> Info {
        let (texts, _visit) = self.admit(&request).await?;
        let described = self.reader.describe(&statement.sql).await;
        let described = described.map_err(|error| refusal(&error, &texts))?;
        info(&described.columns, &ticket, request)
    }

    /// Returns the rows of a statement.
    async fn answer(&self, statement: Statement, request: &Request<Ticket>) -> Rows {
        let (texts, visit) = self.admit(request).await?;
        let Statement { sql, values } = statement;
        let answer = match values.is_empty() {
            true => self.reader.sql(&sql).await,
            false => self.reader.sql_with(&sql, values).await,
        };
        let answer = answer.map_err(|error| refusal(&error, &texts))?;
        visit.may_read(answer.tables(), &texts)?;
        let schema = told(&answer, &texts);
        let rows = answer.map(move |rows| {
            rows.map_err(|error| FlightError::Tonic(Box::new(refusal(&error, &texts))))
        });
        Ok(Response::new(encoded(schema, rows, visit)))
    }

    /// Tells where the rows of a table of the contract are.
    async fn listed(
        &self,
        (rows, ticket): (impl FnOnce() -> Made, impl ProstMessageExt),
        request: Request<FlightDescriptor>,
    ) -> Info {
        let _may_ask = self.admit(&request).await?;
        info(&rows()?.schema(), &ticket, request)
    }

    /// Returns the rows of a table of the contract.
    async fn list(&self, rows: impl FnOnce() -> Made, request: &Request<Ticket>) -> Rows {
        let (_, visit) = self.admit(request).await?;
        let rows = rows()?;
        let schema = rows.schema();
        Ok(Response::new(encoded(schema, tokio_stream::once(Ok(rows)), visit)))
    }
}

#[tonic::async_trait]
impl FlightSqlService for Flight {
    type FlightService = Self;

    async fn get_flight_info_statement(
        &self,
        query: CommandStatementQuery,
        request: Request<FlightDescriptor>,
    ) -> Info {
        let statement = Statement { sql: query.query, values: Vec::new() };
        let ticket = TicketStatementQuery { statement_handle: statement.encode().into() };
        self.promise((statement, ticket), request).await
    }

    async fn get_flight_info_prepared_statement(
        &self,
        query: CommandPreparedStatementQuery,
        request: Request<FlightDescriptor>,
    ) -> Info {
        let statement = Statement::decode(&query.prepared_statement_handle)?;
        self.promise((statement, query), request).await
    }

    async fn do_get_statement(
        &self,
        ticket: TicketStatementQuery,
        request: Request<Ticket>,
    ) -> Rows {
        self.answer(Statement::decode(&ticket.statement_handle)?, &request).await
    }

    async fn do_get_prepared_statement(
        &self,
        query: CommandPreparedStatementQuery,
        request: Request<Ticket>,
    ) -> Rows {
        self.answer(Statement::decode(&query.prepared_statement_handle)?, &request)
            .await
    }

    async fn do_action_create_prepared_statement(
        &self,
        query: ActionCreatePreparedStatementRequest,
        request: Request<arrow_flight::Action>,
    ) -> Result<ActionCreatePreparedStatementResult, Status> {
        let (texts, _visit) = self.admit(&request).await?;
        let described = self.reader.describe(&query.query).await;
        let described = described.map_err(|error| refusal(&error, &texts))?;
        let statement = Statement { sql: query.query, values: Vec::new() };
        Ok(ActionCreatePreparedStatementResult {
            prepared_statement_handle: statement.encode().into(),
            dataset_schema: statement::schema(&described.columns)?,
            parameter_schema: statement::schema(&described.gaps)?,
        })
    }

    async fn do_put_prepared_statement_query(
        &self,
        query: CommandPreparedStatementQuery,
        request: Request<PeekableFlightDataStream>,
    ) -> Result<DoPutPreparedStatementResult, Status> {
        let (texts, _visit) = self.admit(&request).await?;
        let statement = Statement::decode(&query.prepared_statement_handle)?;
        let filled = timeout(SENDING_MAX, statement.filled(request.into_inner(), &texts)).await;
        let late = |_| Status::deadline_exceeded(texts.text("node-flight-slow"));
        let statement = filled.map_err(late)??;
        let handle = Some(statement.encode().into());
        Ok(DoPutPreparedStatementResult { prepared_statement_handle: handle })
    }

    async fn do_put_statement_update(
        &self,
        _: CommandStatementUpdate,
        request: Request<PeekableFlightDataStream>,
    ) -> Result<i64, Status> {
        Err(self.read_only(&request).await)
    }

    async fn do_put_prepared_statement_update(
        &self,
        _: CommandPreparedStatementUpdate,
        request: Request<PeekableFlightDataStream>,
    ) -> Result<i64, Status> {
        Err(self.read_only(&request).await)
    }

    async fn do_action_close_prepared_statement(
        &self,
        _: ActionClosePreparedStatementRequest,
        _: Request<arrow_flight::Action>,
    ) -> Result<(), Status> {
        Ok(())
    }

    async fn get_flight_info_catalogs(
        &self,
        query: CommandGetCatalogs,
        request: Request<FlightDescriptor>,
    ) -> Info {
        self.listed((|| catalog::catalogs(query), query), request).await
    }

    async fn do_get_catalogs(&self, query: CommandGetCatalogs, request: Request<Ticket>) -> Rows {
        self.list(|| catalog::catalogs(query), &request).await
    }

    async fn get_flight_info_schemas(
        &self,
        query: CommandGetDbSchemas,
        request: Request<FlightDescriptor>,
    ) -> Info {
        let asked = query.clone();
        self.listed((|| catalog::schemas(asked), query), request).await
    }

    async fn do_get_schemas(&self, query: CommandGetDbSchemas, request: Request<Ticket>) -> Rows {
        self.list(|| catalog::schemas(query), &request).await
    }

    async fn get_flight_info_tables(
        &self,
        query: CommandGetTables,
        request: Request<FlightDescriptor>,
    ) -> Info {
        let asked = query.clone();
        self.listed((|| catalog::tables(asked, &self.reader), query), request).await
    }

    async fn do_get_tables(&self, query: CommandGetTables, request: Request<Ticket>) -> Rows {
        self.list(|| catalog::tables(query, &self.reader), &request).await
    }

    async fn get_flight_info_table_types(
        &self,
        query: CommandGetTableTypes,
        request: Request<FlightDescriptor>,
    ) -> Info {
        self.listed((|| catalog::table_types(query), query), request).await
    }

    async fn do_get_table_types(
        &self,
        query: CommandGetTableTypes,
        request: Request<Ticket>,
    ) -> Rows {
        self.list(|| catalog::table_types(query), &request).await
    }

    async fn get_flight_info_sql_info(
        &self,
        query: CommandGetSqlInfo,
        request: Request<FlightDescriptor>,
    ) -> Info {
        let asked = query.clone();
        self.listed((|| catalog::server(asked), query), request).await
    }

    async fn do_get_sql_info(&self, query: CommandGetSqlInfo, request: Request<Ticket>) -> Rows {
        self.list(|| catalog::server(query), &request).await
    }

    async fn get_flight_info_xdbc_type_info(
        &self,
        query: CommandGetXdbcTypeInfo,
        request: Request<FlightDescriptor>,
    ) -> Info {
        self.listed((|| catalog::types(query), query), request).await
    }

    async fn do_get_xdbc_type_info(
        &self,
        query: CommandGetXdbcTypeInfo,
        request: Request<Ticket>,
    ) -> Rows {
        self.list(|| catalog::types(query), &request).await
    }

    // What the server is, is always the same.
    async fn register_sql_info(&self, _: i32, _: &SqlInfo) {}
}

/// Returns where the rows that `ticket` stands for are: at this node.
fn info(
    schema: &SchemaRef,
    ticket: &impl ProstMessageExt,
    request: Request<FlightDescriptor>,
) -> Info {
    let ticket = Ticket::new(ticket.as_any().encode_to_vec());
    let info = FlightInfo::new().try_with_schema(schema).map_err(FlightError::from)?;
    let endpoint = FlightEndpoint::new().with_ticket(ticket);
    Ok(Response::new(info.with_endpoint(endpoint).with_descriptor(request.into_inner())))
}

/// Returns the columns of an answer, with what it was computed from and what a reader should know.
fn told(answer: &Answer, texts: &Texts) -> SchemaRef {
    let (snapshot, schema) = (answer.snapshot(), answer.schema());
    let warnings: Vec<String> = answer.warnings().iter().map(|it| texts.say(it)).collect();
    let told = [
        ("flotilla.snapshot_id", snapshot.id.to_string()),
        ("flotilla.members_reporting", snapshot.members_reporting.to_string()),
        ("flotilla.members", snapshot.members.to_string()),
        ("flotilla.warnings", warnings.join("\n")),
    ];
    let told = told.map(|(name, value)| (name.to_owned(), value));
    SchemaRef::new(schema.as_ref().clone().with_metadata(told.into()))
}

fn encoded(
    schema: SchemaRef,
    rows: impl StreamExt<Item = Result<RecordBatch, FlightError>> + Send + 'static,
    visit: Visit,
) -> <Flight as FlightService>::DoGetStream {
    let encoder = FlightDataEncoderBuilder::new()
        .with_schema(schema)
        .with_max_flight_data_size(PIECE_BYTES_MAX);
    let pieces = encoder.build(rows).map(|piece| piece.map_err(Status::from));
    Box::pin(Leased::new(Box::pin(pieces), Some(visit)))
}

fn refusal(error: &QueryError, texts: &Texts) -> Status {
    status::of(error, query::blame(error), &error.message(), texts)
}
