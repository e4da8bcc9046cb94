//! Who is let in to read pages and files, and how they are refused.
//!
//! It promises:
//!
//! - **Where the policy asks for a token, a stranger is shown no page and no figure without one**, but only
//!   whether the node is well. What is not listed here needs every right there is, so that what is added later is
//!   not shown by mistake.
//! - **An answer has a place until it is taken**, or given up ([`crate::places::Lease`]): a page that is whole
//!   before it goes waits in memory, so there are only so many of them.

use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use axum::body::BodyDataStream;
use axum::body::Bytes;
use axum::body::HttpBody;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::extract::State;
use axum::extract::connect_info::Connected;
use axum::http::HeaderValue;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use axum::serve::IncomingStream;
use flotilla_domain::scope::Scope;
use flotilla_domain::scope::Scopes;
use tokio_stream::Stream;

use crate::places::Lease;
use crate::places::Network;
use crate::places::Place;
use crate::query;
use crate::query::access::Doorkeeper;
use crate::query::access::Pass;
use crate::query::access::Refusal;
use crate::web::door::Door;
use crate::web::filters;
use crate::web::format;
use crate::web::language;
use crate::web::problem;

/// What tells only how the node is, and is told to everybody.
const HEALTH: [&str; 2] = ["/livez", "/readyz"];

/// What is about figures, tables aside.
const OF_FIGURES: [&str; 4] = ["/", "/datapackage.json", "/openapi.json", "/v1/catalogue.json"];

/// What is about practice records, tables aside.
const OF_PRACTICES: [&str; 3] = ["/practices", "/practices.atom", "/v1/practices"];

/// What caches are told: to keep an answer, and to ask before they show it.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// How long a page may be on its way: 4 MiB over a line of 1 Mbit a second, and some more.
const LONGEST: Duration = Duration::from_secs(60);

/// How much of a page is given away at once; the rest keeps its place.
const PIECE_BYTES: usize = 64 << 10;

/// Marks an answer that has a place of its own kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed;

/// A page on its way.
struct Waiting {
    body: BodyDataStream,
    rest: Bytes,
    _place: Place<Network>,
}

struct Pieces(Lease<Waiting>);

impl Connected<IncomingStream<'_, Door>> for Network {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self::from(stream.remote_addr().ip())
    }
}

/// Tells everything behind it which network a request came from.
pub(crate) async fn from_where(mut request: Request, next: Next) -> Response {
    let info = request.extensions().get::<ConnectInfo<Network>>();
    let network = info.map_or(Network::UNKNOWN, |ConnectInfo(network)| *network);
    request.extensions_mut().insert(network);
    next.run(request).await
}

/// Passes a request on if its sender may read.
pub(crate) async fn admit(
    State(door): State<Doorkeeper>,
    request: Request,
    next: Next,
) -> Response {
    let asked = filters::language(request.uri().query().unwrap_or_default());
    let language = asked.unwrap_or_else(|| language(request.headers()));
    let mut response = if HEALTH.contains(&request.uri().path()) {
        next.run(request).await
    } else {
        match answered(&door, request, next).await {
            Ok(response) => response,
            Err(refusal) => problem::refused(&refusal, language),
        }
    };
    // What was taken back must not live on in caches: they ask, and the tag of an answer makes it cheap.
    response.headers_mut().insert(header::CACHE_CONTROL, ASK_FIRST);
    response
}

async fn answered(
    door: &Doorkeeper,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let network = request.extensions().get::<Network>().copied().unwrap_or(Network::UNKNOWN);
    let token = request.headers().get(header::AUTHORIZATION);
    // What is no text is no token either.
    let token = token.map(|it| it.to_str().unwrap_or_default().to_owned());
    let pass = door.enter(network, token.as_deref()).await?;
    pass.allows(needed(request.uri().path()))?;
    let place = door.answering(&pass)?;
    request.extensions_mut().insert::<Pass>(pass);
    let response = next.run(request).await;
    let has_own = response.extensions().get::<Placed>().is_some();
    if has_own || response.body().is_end_stream() {
        return Ok(response);
    }
    Ok(held(response, place))
}

/// Returns what somebody must be allowed to ask for who is shown what is at `path`.
fn needed(path: &str) -> Scopes {
    let figures = Scopes::NONE.with(Scope::Aggregates);
    let records = Scopes::NONE.with(Scope::Records);
    let file = path.strip_prefix("/v1/").unwrap_or_default();
    // Who is told how to cite a file is told its digest.
    if let Some((table, _)) = format::named(file.strip_prefix("cite/").unwrap_or(file)) {
        return query::scopes([&table]);
    }
    if format::totals(file).is_some() {
        return figures;
    }
    match path {
        it if OF_PRACTICES.contains(&it) || it.starts_with("/practices/") => records,
        it if OF_FIGURES.contains(&it) || it.starts_with("/v1/codes/") => figures,
        it if it.starts_with("/v1/dataset.") => Scopes::NONE.with(Scope::Bulk),
        it if it.starts_with("/entries/") || it.starts_with("/v1/records/") => records,
        _ => figures.and(records),
    }
}

/// Has a response keep its place until it is taken.
fn held(response: Response, place: Place<Network>) -> Response {
    let length = response.body().size_hint().exact();
    let mut response = response.map(|body| {
        let waiting = Waiting { body: body.into_data_stream(), rest: Bytes::new(), _place: place };
        Body::from_stream(Pieces(Lease::new(waiting, LONGEST)))
    });
    if let Some(length) = length {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

impl Stream for Pieces {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.0.with(|waiting| waiting.poll(context));
        let late = || axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut));
        polled.unwrap_or_else(|| Poll::Ready(Some(Err(late()))))
    }
}

impl Waiting {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
        while self.rest.is_empty() {
            match Pin::new(&mut self.body).poll_next(context) {
                Poll::Ready(Some(Ok(bytes))) => self.rest = bytes,
                other => return other,
            }
        }
        let length = self.rest.len().min(PIECE_BYTES);
        // A copy: a piece that waits must not keep the whole page.
        Poll::Ready(Some(Ok(Bytes::copy_from_slice(&self.rest.split_to(length)))))
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::net::Ipv4Addr;

    use axum::body::to_bytes;
    use axum::response::IntoResponse;

    use super::*;
    use crate::places::Places;

    #[test]
    fn what_is_not_listed_needs_every_right() {
        let told = |path: &str| needed(path).to_string();
        assert_eq!(told("/v1/observations.csv"), "aggregates");
        assert_eq!(told("/v1/practices.json"), "records");
        assert_eq!(told("/v1/responses.csv"), "records");
        assert_eq!(told("/v1/records/00"), "records");
        assert_eq!(told("/v1/dataset.parquet"), "bulk");
        assert_eq!(told("/v1/totals.json"), "aggregates");
        assert_eq!(told("/v1/cite/observations.csv"), "aggregates");
        assert_eq!(told("/v1/cite/practices.csv"), "records");
        for practices in ["/practices", "/practices/00", "/practices.atom", "/v1/practices"] {
            assert_eq!(told(practices), "records", "{practices}");
        }
        for unlisted in ["/v1/%70ractices.csv", "/v2/x", "//v1/observations.csv", "/feed"] {
            assert_eq!(told(unlisted), "aggregates, records", "{unlisted}");
        }
    }

    #[tokio::test]
    async fn a_page_keeps_its_place_until_it_is_taken() {
        let places = Places::new(1, 1);
        let here = Network::from(IpAddr::from(Ipv4Addr::LOCALHOST));
        let page = vec![b'x'; 3 * PIECE_BYTES + 1];
        let response = held(page.clone().into_response(), places.take(here).unwrap());
        let length = response.headers()[header::CONTENT_LENGTH].to_str().unwrap().to_owned();
        assert_eq!(length, page.len().to_string());
        assert!(places.take(here).is_none(), "nobody has taken it");
        let read = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(read, page);
        assert!(places.take(here).is_some());
    }
}
