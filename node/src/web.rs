//! The second listener: pages and downloads for researchers and browsers. Read only.
//!
//! Decodes a request, asks `query`, encodes the answer; decides nothing. It promises:
//!
//! - **Named filters, strictly**: a filter that is not a column, or a code that is in no list, is
//!   refused with the nearest match, never passed over in silence.
//! - **Complete answers**: CSV and JSON hold all rows, streamed.
//! - **Every answer names its snapshot and its coverage**, in headers and, for JSON, in the body.
//! - **No cookies, no state, no writes**; any origin may read, where the coalition's policy lets
//!   everybody.

mod access;
mod answer;
mod door;
mod entry;
mod filters;
mod page;
mod problem;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Path;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use flotilla_text::Language;

use crate::query::Reader;
use crate::query::TableName;
use crate::web::answer::Format;

pub use crate::web::door::Door;
pub use crate::web::door::Visitor;

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct Web {
    reader: Reader,
}

/// Returns the routes of the second listener.
pub fn routes(reader: Reader) -> Router {
    Router::new()
        .route("/", get(front))
        .route("/v1/observations.csv", get(observations_csv))
        .route("/v1/observations.json", get(observations_json))
        .route("/v1/practices.json", get(practices_json))
        .route("/v1/responses.json", get(responses_json))
        .route("/entries/{id}", get(entry_page))
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .fallback(missing)
        .layer(middleware::from_fn_with_state(reader.clone(), access::admit))
        .with_state(Web { reader })
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

async fn observations_csv(web: State<Web>, query: RawQuery, headers: HeaderMap) -> Response {
    table(&web, TableName::Observations, Format::Csv, query, &headers).await
}

async fn observations_json(web: State<Web>, query: RawQuery, headers: HeaderMap) -> Response {
    table(&web, TableName::Observations, Format::Json, query, &headers).await
}

async fn practices_json(web: State<Web>, query: RawQuery, headers: HeaderMap) -> Response {
    table(&web, TableName::Practices, Format::Json, query, &headers).await
}

async fn responses_json(web: State<Web>, query: RawQuery, headers: HeaderMap) -> Response {
    table(&web, TableName::Responses, Format::Json, query, &headers).await
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

async fn table(
    web: &Web,
    table: TableName,
    format: Format,
    RawQuery(query): RawQuery,
    headers: &HeaderMap,
) -> Response {
    let language = language(headers);
    let filters = match filters::parse(&web.reader, table, query.as_deref().unwrap_or_default()) {
        Ok(filters) => filters,
        Err(mistakes) => return problem::bad_request(&mistakes, language),
    };
    match web.reader.read(table, &filters).await {
        Ok(rows) => answer::stream(rows, table, format),
        Err(error) => problem::failed(&error, language),
    }
}

/// Returns the language the reader asks for.
fn language(headers: &HeaderMap) -> Language {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::negotiate(accept.unwrap_or_default())
}

/// Parts of a query string, by name, in order of appearance.
type Parameters = BTreeMap<String, Vec<String>>;
