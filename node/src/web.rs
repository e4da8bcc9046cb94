//! The second listener: pages and downloads for researchers and browsers. Read only.
//!
//! Decodes a request, asks `query`, encodes the answer; decides nothing. It promises:
//!
//! - **Named filters, strictly**: a filter that is not a column, or a code that is in no list, is
//!   refused with the nearest match, never passed over in silence.
//! - **Complete answers**: a file holds all rows, or there is no file.
//! - **Every answer names its snapshot and its coverage**, in headers and, for JSON, in the body.
//! - **Little memory**: what is long is streamed, to so many readers at a time.
//! - **No cookies, no state, no writes**; any origin may read, where the coalition's policy lets
//!   everybody, or its reader has a token.

mod access;
mod answer;
mod catalogue;
mod cite;
mod cors;
mod cursor;
mod dataset;
mod door;
mod entry;
mod filters;
mod format;
mod headers;
mod library;
mod openapi;
mod package;
mod page;
mod pages;
mod parameters;
mod problem;
mod ranges;
mod search;
mod table;
mod totals;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::Path;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use flotilla_answer::file::Format;
use flotilla_text::Language;
use tokio::sync::Semaphore;
use tokio::sync::mpsc;

use crate::clock::Clock;
use crate::places::Network;
use crate::query::Answer;
use crate::query::Reader;
use crate::query::TableName;
use crate::query::access::Doorkeeper;
use crate::query::access::Pass;
use crate::web::dataset::Datasets;
use crate::web::dataset::Whole;

pub use crate::web::answer::PIECES_MAX;
pub use crate::web::door::Door;
pub use crate::web::door::Visitor;

/// The most looks at the past at a time, until they are over, whoever waits for them; others wait for their turn.
const PASTS_MAX: usize = 2;

/// What the handlers share.
#[derive(Clone, Debug)]
struct Web {
    reader: Reader,
    clock: Clock,
    /// Gives places to downloads.
    door: Doorkeeper,
    /// Room for looks at the past, which read what every log says of its entries.
    pasts: Arc<Semaphore>,
    datasets: Arc<Datasets>,
}

/// Returns the routes of the second listener, which keeps what it writes to disk in `dir`.
pub fn routes(door: Doorkeeper, clock: Clock, dir: PathBuf) -> Router {
    let pasts = Arc::new(Semaphore::new(PASTS_MAX));
    let datasets = Arc::new(Datasets::new(dir));
    let web = Web { reader: door.reader().clone(), clock, door: door.clone(), pasts, datasets };
    Router::new()
        .route("/", get(front))
        .route("/v1/{file}", get(table_file))
        .route("/v1/practices", get(practices))
        .route("/v1/catalogue.json", get(catalogue))
        .route("/v1/cite/{file}", get(citation))
        .route("/v1/codes/{file}", get(codes_file))
        .route("/v1/dataset.csv.gz", get(dataset_csv_gz))
        .route("/v1/dataset.parquet", get(dataset_parquet))
        .route("/v1/records/{id}", get(record))
        .route("/datapackage.json", get(package))
        .route("/openapi.json", get(openapi))
        .route("/entries/{id}", get(entry_page))
        .route("/practices", get(library_page))
        .route("/practices/{id}", get(practice_page))
        .route("/practices.atom", get(feed))
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .fallback(missing)
        .layer(middleware::from_fn_with_state(door, access::admit))
        .layer(middleware::from_fn(cors::open))
        .with_state(web)
}

/// Writes the rows of `answer`, which are of `table`, as a download sends them, to whoever takes the pieces.
///
/// # Errors
///
/// Fails if the query does, or nobody takes the pieces any more.
pub async fn write(
    answer: Answer,
    table: TableName,
    format: Format,
    pieces: &mpsc::Sender<io::Result<Vec<u8>>>,
) -> io::Result<()> {
    let rows = answer::Rows { answer, labels: None };
    let look = answer::Look { name: table.name(), format, encoding: headers::Encoding::Identity };
    answer::send(rows, look, pieces).await
}

/// Returns what serves `router` to whoever comes through the door, and tells it where they come from.
pub fn served(router: Router) -> IntoMakeServiceWithConnectInfo<Router, Network> {
    router
        .layer(middleware::from_fn(access::from_where))
        .into_make_service_with_connect_info()
}

async fn front(State(web): State<Web>, headers: HeaderMap) -> Response {
    page::front(&web.reader, language(&headers)).into_response()
}

async fn entry_page(
    State(web): State<Web>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    entry::entry(&web.reader, &id, language(&headers)).await
}

async fn library_page(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let language = filters::language(&query).unwrap_or_else(|| language(&headers));
    let request = table::Request { file: "", query: &query, headers: &headers, language };
    library::list(&web, request).await
}

async fn practice_page(
    State(web): State<Web>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let language = filters::language(&query.unwrap_or_default());
    library::one::page(&web, &id, language.unwrap_or_else(|| self::language(&headers))).await
}

async fn feed(State(web): State<Web>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = query.unwrap_or_default();
    let language = filters::language(&query).unwrap_or_else(|| language(&headers));
    let known = parameters::of_documents();
    match filters::parse(&web.reader, &known, &query) {
        Ok(_) => library::feed::serve(&web, &headers, language).await,
        Err(mistakes) => problem::bad_request(&mistakes, language),
    }
}

async fn record(State(web): State<Web>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    entry::record(&web.reader, &id, language(&headers)).await
}

async fn catalogue(State(web): State<Web>) -> Response {
    catalogue::whole(&web.reader)
}

async fn codes_file(
    State(web): State<Web>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    catalogue::codes(&web.reader, &file, language(&headers))
}

async fn package(State(web): State<Web>, headers: HeaderMap) -> Response {
    package::describe(&web.reader, language(&headers))
}

async fn openapi(State(web): State<Web>, headers: HeaderMap) -> Response {
    openapi::describe(&web.reader, language(&headers))
}

async fn dataset_csv_gz(
    State(web): State<Web>,
    Extension(pass): Extension<Pass>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    whole((&web, &pass), Whole::CsvGz, query, &headers).await
}

async fn dataset_parquet(
    State(web): State<Web>,
    Extension(pass): Extension<Pass>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    whole((&web, &pass), Whole::Parquet, query, &headers).await
}

async fn whole(
    (web, pass): (&Web, &Pass),
    whole: Whole,
    query: Option<String>,
    headers: &HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let language = filters::language(&query).unwrap_or_else(|| language(headers));
    let known = parameters::of_documents();
    match filters::parse(&web.reader, &known, &query) {
        Ok(_) => dataset::serve((web, pass), whole, headers, language).await,
        Err(mistakes) => problem::bad_request(&mistakes, language),
    }
}

async fn table_file(
    State(web): State<Web>,
    Extension(pass): Extension<Pass>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let language = filters::language(&query).unwrap_or_else(|| language(&headers));
    let request = table::Request { file: &file, query: &query, headers: &headers, language };
    match format::totals(&file) {
        Some(end) => totals::serve((&web, &pass), end, request).await,
        None => table::serve((&web, &pass), request).await,
    }
}

async fn practices(
    State(web): State<Web>,
    Extension(pass): Extension<Pass>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = search::worded(&query.unwrap_or_default());
    let language = filters::language(&query).unwrap_or_else(|| language(&headers));
    let request = table::Request { file: search::FILE, query: &query, headers: &headers, language };
    table::serve((&web, &pass), request).await
}

async fn citation(
    State(web): State<Web>,
    Extension(pass): Extension<Pass>,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let query = uri.query().unwrap_or_default();
    let language = filters::language(query).unwrap_or_else(|| language(&headers));
    let request = table::Request { file: &file, query, headers: &headers, language };
    cite::serve((&web, &pass), request, &cite::base(&uri, &headers)).await
}

async fn readyz(State(web): State<Web>) -> (StatusCode, &'static str) {
    if web.reader.is_caught_up() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the read model is catching up with the log\n")
    }
}

async fn missing(headers: HeaderMap) -> Response {
    problem::not_found(language(&headers))
}

/// Returns the language the reader asks for.
fn language(headers: &HeaderMap) -> Language {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::negotiate(accept.unwrap_or_default())
}

/// Parts of a query string, by name, in order of appearance.
type Parameters = BTreeMap<String, Vec<String>>;
