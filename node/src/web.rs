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
//!   everybody.

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
mod openapi;
mod package;
mod page;
mod pages;
mod parameters;
mod problem;
mod ranges;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use flotilla_text::Language;
use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::query::Reader;
use crate::web::dataset::Datasets;
use crate::web::dataset::Whole;

pub use crate::web::door::Door;
pub use crate::web::door::From;
pub use crate::web::door::Visitor;

/// The most downloads at a time, some ten megabytes of memory each; one network has room for 32
/// connections, so no one network takes all of them.
const DOWNLOADS_MAX: usize = 48;

/// The most looks at the past at a time; others wait for their turn.
const PASTS_MAX: usize = 2;

/// What the handlers share.
#[derive(Clone, Debug)]
struct Web {
    reader: Reader,
    clock: Clock,
    /// Room for downloads.
    downloads: Arc<Semaphore>,
    /// Room for looks at the past, which read what every log says of its entries.
    pasts: Arc<Semaphore>,
    datasets: Arc<Datasets>,
}

/// Returns the routes of the second listener, which keeps what it writes to disk in `dir`.
pub fn routes(reader: Reader, clock: Clock, dir: PathBuf) -> Router {
    let room = |places| Arc::new(Semaphore::new(places));
    let (downloads, pasts) = (room(DOWNLOADS_MAX), room(PASTS_MAX));
    let datasets = Arc::new(Datasets::new(dir));
    let web = Web { reader: reader.clone(), clock, downloads, pasts, datasets };
    Router::new()
        .route("/", get(front))
        .route("/v1/{file}", get(table_file))
        .route("/v1/catalogue.json", get(catalogue))
        .route("/v1/cite/{file}", get(citation))
        .route("/v1/codes/{file}", get(codes_file))
        .route("/v1/dataset.csv.gz", get(dataset_csv_gz))
        .route("/v1/dataset.parquet", get(dataset_parquet))
        .route("/v1/records/{id}", get(record))
        .route("/datapackage.json", get(package))
        .route("/openapi.json", get(openapi))
        .route("/entries/{id}", get(entry_page))
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .fallback(missing)
        .layer(middleware::from_fn(cors::open))
        .layer(middleware::from_fn_with_state(reader, access::admit))
        .with_state(web)
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
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    whole(&web, Whole::CsvGz, query, &headers).await
}

async fn dataset_parquet(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    whole(&web, Whole::Parquet, query, &headers).await
}

async fn whole(web: &Web, whole: Whole, query: Option<String>, headers: &HeaderMap) -> Response {
    let query = query.unwrap_or_default();
    let language = filters::language(&query).unwrap_or_else(|| language(headers));
    let known = parameters::of_documents();
    match filters::parse(&web.reader, &known, &query) {
        Ok(_) => dataset::serve(web, whole, headers, language).await,
        Err(mistakes) => problem::bad_request(&mistakes, language),
    }
}

async fn table_file(
    State(web): State<Web>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let language = filters::language(&query).unwrap_or_else(|| language(&headers));
    let request = table::Request { file: &file, query: &query, headers: &headers, language };
    table::serve(&web, request).await
}

async fn citation(
    State(web): State<Web>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let language = filters::language(&query).unwrap_or_else(|| language(&headers));
    let request = table::Request { file: &file, query: &query, headers: &headers, language };
    cite::serve(&web, request, &cite::base(&uri, &headers)).await
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
