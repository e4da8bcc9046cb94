//! Totals over members, as a file: what is asked is read, added up by the rules of the catalogue, and told
//! with what a reader should know of it.
//!
//! `/v1/totals.csv?indicator=MATCHES_NEW&period=2024,2025&by=region`: filters as those of observations; `by`
//! names what totals are told apart by. There are few of them, so JSON has no pages.

use std::io;

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::file::Gzip;
use flotilla_answer::json::JsonWriter;
use flotilla_domain::message::Message;
use flotilla_text::Texts;
use serde_json::json;

use crate::query::Rollup;
use crate::query::access::Pass;
use crate::web::Web;
use crate::web::answer;
use crate::web::answer::Look;
use crate::web::answer::Rows;
use crate::web::filters;
use crate::web::format::End;
use crate::web::headers;
use crate::web::headers::Encoding;
use crate::web::pages;
use crate::web::parameters;
use crate::web::problem;
use crate::web::table;
use crate::web::table::Refusal;
use crate::web::table::Request;

/// What the rows are called.
pub(crate) const NAME: &str = "totals";

/// The header that names what a reader should know.
const WARNINGS: &str = "data-warnings";

/// Answers a request for totals in a file of this end.
pub(crate) async fn serve(inside: (&Web, &Pass), end: End, request: Request<'_>) -> Response {
    served(inside, end, request).await.unwrap_or_else(|refusal| *refusal)
}

async fn served(
    (web, pass): (&Web, &Pass),
    end: End,
    request: Request<'_>,
) -> Result<Response, Refusal> {
    let Request { file, query, language, .. } = request;
    let known = parameters::of_totals(&web.reader, end);
    let asked = filters::parse(&web.reader, &known, query)
        .map_err(|mistakes| problem::bad_request(&mistakes, language))?;
    let encoding =
        if end.is_text() { headers::encoding(request.headers) } else { Encoding::Identity };
    let shown = web.reader.snapshot();
    let named = |snapshot| headers::tag(snapshot, &format!("{file}?{query}"), encoding);
    let tag = named(shown);
    if headers::has(request.headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let mut rollup = Rollup { filters: asked.filters, by: asked.by.into_iter().collect() };
    if let Some(as_of) = asked.as_of {
        rollup.filters.until = Some(table::remembered(web, as_of, language).await?);
    }
    let answer = web.reader.roll_up(&rollup).await;
    let answer = answer.map_err(|error| problem::failed(&error, language))?;
    let is_past = rollup.filters.until.is_some();
    let tag = named(if is_past { shown } else { answer.snapshot() });
    let mut headers = table::described(web, &answer, end, tag);
    let warnings: Vec<Message> = answer.warnings().to_vec();
    let ids: Vec<&str> = warnings.iter().map(Message::id).collect();
    if let Ok(ids) = HeaderValue::try_from(ids.join(", ")) {
        headers.insert(WARNINGS, ids);
    }
    let labels = asked.labels.map(|it| web.reader.labels(&answer, it));
    let rows = Rows { labels, answer };
    let Some(format) = end.format(asked.dialect) else {
        let texts = Texts::new(language);
        let warnings = warnings.iter().map(|it| texts.say(it)).collect();
        let whole = whole(rows, warnings, (headers, encoding)).await;
        return whole.map_err(|error| Box::new(problem::broken(&error, language)));
    };
    let place = web.door.downloading(pass);
    let place = place.map_err(|refusal| problem::refused(&refusal, language))?;
    Ok(answer::respond(rows, Look { name: NAME, format, encoding }, headers, place))
}

/// Returns all totals as one object of JSON.
async fn whole(
    mut rows: Rows,
    warnings: Vec<String>,
    (mut headers, encoding): (HeaderMap, Encoding),
) -> io::Result<Response> {
    let mut body = pages::opening(rows.answer.snapshot(), NAME, "").into_bytes();
    let mut writer = JsonWriter::new(Vec::new());
    while let Some(batch) = rows.next().await? {
        writer.rows(&batch).map_err(io::Error::other)?;
    }
    body.extend(writer.finish().map_err(io::Error::other)?);
    body.extend(format!(",\"warnings\":{}}}\n", json!(warnings)).into_bytes());
    if encoding == Encoding::Gzip {
        let mut gzip = Gzip::new();
        let first = gzip.push(&body)?;
        body = [first, gzip.finish()?].concat();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok((headers, body).into_response())
}
