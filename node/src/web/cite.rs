//! `/v1/cite/{file}`: how to name an answer in a paper, so that whoever reads it gets the same rows again.
//!
//! The address is that of the file with `cite/` in it, and takes the same parameters. It promises:
//!
//! - **The same citation of the same snapshot**, on every node and on every day: no line of it is read off
//!   a clock, and the hash is that of the bytes which the address in it gives.
//! - **An address that goes on to give these rows**: it has `as_of` as a moment wherever a moment leads to this
//!   snapshot, which is understood for ever (ADR 41), and else the id of the snapshot.
//!
//! The bytes are made to be hashed, so a citation costs what the download does, and takes a place among
//! them.

mod form;

use std::io;
use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::Uri;
use axum::http::header;
use axum::response::Response;
use flotilla_domain::id::Hash;
use flotilla_domain::id::Hasher;
use flotilla_text::date;
use tokio::sync::mpsc;

use crate::query::AsOfError;
use crate::query::Reach;
use crate::query::access::Pass;
use crate::web::Web;
use crate::web::answer;
use crate::web::answer::Look;
use crate::web::answer::PIECES_MAX;
use crate::web::answer::Rows;
use crate::web::cite::form::Citation;
use crate::web::filters;
use crate::web::format;
use crate::web::headers::Encoding;
use crate::web::parameters;
use crate::web::parameters::Kind;
use crate::web::parameters::Parameter;
use crate::web::problem;
use crate::web::table;
use crate::web::table::Refusal;
use crate::web::table::Request;

pub(crate) use crate::web::cite::form::Form;

/// Parameters that say how the citation looks, and nothing of the rows.
const LOOKS: [&str; 2] = ["cite", "lang"];

/// The letters of a host and its port; one with others is left out of addresses.
const HOST_MARKS: &str = ".:-[]";

/// Answers a request for the citation of a file, which is found under `base`.
pub(crate) async fn serve(inside: (&Web, &Pass), request: Request<'_>, base: &str) -> Response {
    match served(inside, request, base).await {
        Ok(response) => response,
        Err(refusal) => *refusal,
    }
}

async fn served(
    (web, pass): (&Web, &Pass),
    request: Request<'_>,
    base: &str,
) -> Result<Response, Refusal> {
    let Request { file, query, language, .. } = request;
    let no_file = || Box::new(problem::no_file(file, language));
    let (table, end) = format::named(file).ok_or_else(no_file)?;
    let known = parameters::of_citations(&web.reader, table, end);
    let mut asked = filters::parse(&web.reader, &known, query)
        .map_err(|mistakes| problem::bad_request(&mistakes, language))?;
    // A page of JSON is a part of an answer; the answer is what is cited.
    let format = end.format(asked.dialect).ok_or_else(no_file)?;
    let place = web.door.downloading(pass);
    let _place = place.map_err(|refusal| problem::refused(&refusal, language))?;
    let broken = |error: &(dyn std::error::Error + 'static)| problem::broken(error, language);
    table::placed(web, (table, end, query), &mut asked, language).await?;
    let reach = match &asked.filters.until {
        Some(reach) => Arc::clone(reach),
        None => Arc::new(web.reader.reach()),
    };
    let as_of = again(web, &known, &reach).await.map_err(|error| broken(&error))?;
    asked.filters.until = Some(Arc::clone(&reach));
    let answer = web.reader.download(table, &asked.filters).await;
    let answer = answer.map_err(|error| problem::failed(&error, language))?;
    let snapshot = answer.snapshot();
    let labels = asked.labels.map(|it| web.reader.labels(&answer, it));
    let look = Look { name: table.name(), format, encoding: Encoding::Identity };
    let hashed = hashed(Rows { answer, labels }, look).await;
    let (sha256, bytes) = hashed.map_err(|error| broken(&error))?;
    let roster = web.reader.roster();
    let question = question(file, query, as_of.as_deref());
    let citation = Citation {
        coalition: roster.name().to_owned(),
        coalition_id: roster.coalition(),
        table: table.name(),
        day: date::day(reach.latest_ms),
        snapshot,
        sha256,
        bytes,
        url: format!("{base}/v1/{question}"),
        question,
    };
    Ok(citation.respond(asked.cite, language))
}

/// Returns what stands for `as_of` in the address that gives these rows again; `None` where the table has
/// no past. A day that was asked for is not kept: while it lasts, more may come.
async fn again(web: &Web, known: &[Parameter], reach: &Reach) -> Result<Option<String>, AsOfError> {
    if !known.iter().any(|it| it.kind == Kind::AsOf) {
        return Ok(None);
    }
    // Nobody closes the room, so there is a turn for everybody.
    let turn = Arc::clone(&web.pasts).acquire_owned().await;
    let then = web.reader.at_moment(reach.latest_ms, turn).await?;
    // What its author dated ahead would lead to more with every day.
    let is_over = reach.latest_ms <= web.clock.now_ms();
    let is_same = is_over && then.snapshot.id == reach.snapshot.id;
    let id = || reach.snapshot.id.to_string();
    Ok(Some(if is_same { date::moment(reach.latest_ms) } else { id() }))
}

/// Returns the file and the parameters that its rows follow from, as the reader spelled them.
fn question(file: &str, query: &str, as_of: Option<&str>) -> String {
    let kept = parts(query).filter(|(name, _)| !LOOKS.contains(name) && *name != "as_of");
    let mut kept: Vec<String> = kept.map(|(_, part)| part.to_owned()).collect();
    kept.extend(as_of.map(|it| format!("as_of={it}")));
    if kept.is_empty() { file.to_owned() } else { format!("{file}?{}", kept.join("&")) }
}

/// Returns the parts of a query string that say something, each with its name.
fn parts(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.map(|part| (part.split('=').next().unwrap_or_default(), part))
}

/// Returns the hash of the file that rows make, and its length in bytes.
async fn hashed(rows: Rows, look: Look) -> io::Result<(Hash, u64)> {
    let (pieces, mut coming) = mpsc::channel(PIECES_MAX);
    let sending = async move { answer::send(rows, look, &pieces).await };
    let hashing = async {
        let (mut hasher, mut bytes) = (Hasher::default(), 0_u64);
        while let Some(piece) = coming.recv().await {
            let piece = piece?;
            hasher.push(&piece);
            bytes = bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        }
        Ok((hasher.finish(), bytes))
    };
    let ((), hashed) = tokio::try_join!(sending, hashing)?;
    Ok(hashed)
}

/// Returns what addresses of this node begin with, as the reader reached it: nothing where it does not say.
pub(crate) fn base(uri: &Uri, headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    // Over HTTP/2 the host is a part of the address.
    let host = uri.authority().map(|it| it.as_str()).or_else(|| text(header::HOST.as_str()));
    let is_mark = |it: char| it.is_ascii_alphanumeric() || HOST_MARKS.contains(it);
    let secure = text("x-forwarded-proto").is_some_and(|it| it == "https");
    let scheme = if secure { "https" } else { "http" };
    match host.filter(|it| !it.is_empty() && it.chars().all(is_mark)) {
        Some(host) => format!("{scheme}://{host}"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_kept_as_it_was_asked_and_how_it_looks_is_not() {
        let asked = "region=CA-ON,CA-QC&cite=ris&as_of=x&lang=fr&period=2024..2025&";
        let told = question("observations.csv", asked, Some("2026-03-31"));
        assert_eq!(told, "observations.csv?region=CA-ON,CA-QC&period=2024..2025&as_of=2026-03-31");
        assert_eq!(question("members.csv", "cite=json", None), "members.csv");
    }

    #[test]
    fn an_address_begins_with_the_host_that_was_asked_and_with_nothing_that_only_looks_like_one() {
        let uri: Uri = "/v1/cite/observations.csv".parse().unwrap();
        let mut headers = HeaderMap::new();
        assert_eq!(base(&uri, &headers), "");
        headers.insert(header::HOST, "data.node.ca:8401".parse().unwrap());
        assert_eq!(base(&uri, &headers), "http://data.node.ca:8401");
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        assert_eq!(base(&uri, &headers), "https://data.node.ca:8401");
        headers.insert(header::HOST, "a/<script>".parse().unwrap());
        assert_eq!(base(&uri, &headers), "");
    }
}
