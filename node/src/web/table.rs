//! A table as a file or as a page: what is asked is read, looked up as of when it is meant, and answered.
//!
//! ```text
//! query string ─► Asked ─► known already? 304 ─► as of when, from which place ─► rows ─► file or page
//! ```

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_text::Language;

use crate::query::Answer;
use crate::query::EntryState;
use crate::query::Reach;
use crate::query::Snapshot;
use crate::query::TableName;
use crate::query::access::Pass;
use crate::web::Web;
use crate::web::answer;
use crate::web::answer::Look;
use crate::web::answer::Rows;
use crate::web::filters;
use crate::web::filters::AsOf;
use crate::web::filters::Asked;
use crate::web::filters::Fault;
use crate::web::filters::Mistake;
use crate::web::format;
use crate::web::format::End;
use crate::web::headers;
use crate::web::headers::Encoding;
use crate::web::pages;
use crate::web::pages::Wanted;
use crate::web::parameters;
use crate::web::problem;
use crate::web::search;

/// A request for a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The name of the file.
    pub(crate) file: &'a str,
    /// The query string.
    pub(crate) query: &'a str,
    /// What the reader says of itself.
    pub(crate) headers: &'a HeaderMap,
    /// In which language mistakes are told.
    pub(crate) language: Language,
}

/// Why there are no rows: what the reader is told instead.
pub(crate) type Refusal = Box<Response>;

/// Answers a request for a table.
pub(crate) async fn serve(inside: (&Web, &Pass), request: Request<'_>) -> Response {
    match served(inside, request).await {
        Ok(response) => response,
        Err(refusal) => *refusal,
    }
}

async fn served((web, pass): (&Web, &Pass), request: Request<'_>) -> Result<Response, Refusal> {
    let Request { file, query, language, .. } = request;
    let no_file = || Box::new(problem::no_file(file, language));
    let (table, end) = format::named(file).ok_or_else(no_file)?;
    let known = parameters::of(&web.reader, table, end);
    let mut asked = filters::parse(&web.reader, &known, query)
        .map_err(|mistakes| problem::bad_request(&mistakes, language))?;
    let encoding =
        if end.is_text() { headers::encoding(request.headers) } else { Encoding::Identity };
    let named = |snapshot| name(&request, snapshot, encoding);
    let shown = web.reader.snapshot();
    let tag = named(shown);
    if headers::has(request.headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    placed(web, (table, end, query), &mut asked, language).await?;
    if search::is_asked(table, &asked) {
        return search::served((web, pass), (request, end), asked, (encoding, shown)).await;
    }
    // The data may have grown since; what is of the past depends on what is known now.
    let is_past = asked.filters.until.is_some();
    let tag = |answer: &Answer| named(if is_past { shown } else { answer.snapshot() });
    let rows = |answer: Answer| {
        let labels = asked.labels.map(|it| web.reader.labels(&answer, it));
        Rows { labels, answer }
    };
    let Some(format) = end.format(asked.dialect) else {
        let answer = web.reader.read(table, &asked.filters).await;
        let answer = answer.map_err(|error| problem::failed(&error, language))?;
        let headers = described(web, &answer, end, tag(&answer));
        let wanted = Wanted {
            table,
            query,
            limit: asked.limit,
            after: asked.cursor.clone(),
            encoding,
            found: None,
        };
        let page = pages::respond(rows(answer), wanted, headers).await;
        return page.map_err(|error| Box::new(problem::broken(&error, language)));
    };
    let place = web.door.downloading(pass);
    let place = place.map_err(|refusal| problem::refused(&refusal, language))?;
    let answer = web.reader.download(table, &asked.filters).await;
    let answer = answer.map_err(|error| problem::failed(&error, language))?;
    let headers = described(web, &answer, end, tag(&answer));
    let look = Look { name: table.name(), format, encoding };
    Ok(answer::respond(rows(answer), look, headers, place))
}

/// Returns the name of the bytes of an answer of `snapshot`.
pub(crate) fn name(request: &Request<'_>, snapshot: Snapshot, encoding: Encoding) -> String {
    let Request { file, query, .. } = request;
    headers::tag(snapshot, &format!("{file}?{query}"), encoding)
}

/// Returns the headers of an answer in a file of this end.
pub(crate) fn described(web: &Web, answer: &Answer, end: End, tag: String) -> HeaderMap {
    let mut headers =
        headers::of_snapshot(answer.snapshot(), answer.latest_ms(), web.clock.now_ms());
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(end.media_type()));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers
}

/// Says as of when rows are wanted, and of a page also from where on and how many.
pub(crate) async fn placed(
    web: &Web,
    (table, end, query): (TableName, End, &str),
    asked: &mut Asked,
    language: Language,
) -> Result<(), Refusal> {
    if let Some(as_of) = asked.as_of {
        asked.filters.until = Some(remembered(web, as_of, language).await?);
    }
    if end != End::Json {
        return Ok(());
    }
    // One row more tells whether there is another page.
    asked.filters.limit = Some(asked.limit.saturating_add(1));
    let Some(cursor) = &asked.cursor else { return Ok(()) };
    if cursor.question != pages::question(table, query) {
        return Err(mistaken("cursor", Fault::NotCursor, language));
    }
    let forgotten = || mistaken("cursor", Fault::Unremembered, language);
    let is_search = search::is_asked(table, asked);
    if cursor.entry.is_none() && !is_search && cursor.snapshot != web.reader.snapshot().id {
        // Members and indicators are those of now.
        return Err(forgotten());
    }
    let reach = web.reader.still_at(cursor.snapshot);
    asked.filters.until = Some(reach.ok_or_else(forgotten)?);
    asked.filters.offset = usize::try_from(cursor.rows).unwrap_or(usize::MAX);
    if let Some(entry) = cursor.entry {
        let place = web.reader.place(entry).await;
        let place = place.map_err(|error| problem::broken(&error, language))?;
        // Where its rows were taken back since, nobody can tell how many of them were given.
        let place =
            place.filter(|(_, state)| table == TableName::Entries || *state == EntryState::Valid);
        asked.filters.from = Some(place.ok_or_else(forgotten)?.0);
    }
    Ok(())
}

/// Returns how far every log goes that is looked at; refuses if nobody remembers.
pub(crate) async fn remembered(
    web: &Web,
    as_of: AsOf,
    language: Language,
) -> Result<Arc<Reach>, Refusal> {
    let reach = reached(web, as_of, language).await?;
    reach.ok_or_else(|| mistaken("as_of", Fault::Unremembered, language))
}

/// Returns how far every log goes that is looked at; `None` if nobody remembers.
async fn reached(
    web: &Web,
    as_of: AsOf,
    language: Language,
) -> Result<Option<Arc<Reach>>, Refusal> {
    match as_of {
        AsOf::Moment(ms) => {
            // Nobody closes the room, so there is a turn for everybody.
            let turn = Arc::clone(&web.pasts).acquire_owned().await;
            let reach = web.reader.at_moment(ms, turn).await;
            Ok(Some(reach.map_err(|error| problem::broken(&error, language))?))
        }
        AsOf::Snapshot(id) => Ok(web.reader.at_snapshot(id)),
    }
}

fn mistaken(parameter: &str, fault: Fault, language: Language) -> Refusal {
    let mistake = Mistake { parameter: parameter.to_owned(), fault, nearest: String::new() };
    problem::bad_request(&[mistake], language).into()
}
