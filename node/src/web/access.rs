//! Who may read over the network, as the coalition's policy says.
//!
//! It promises: **where the policy asks for a token, a stranger is shown no page and no figure**, but
//! only whether the node is well. Tokens are not made yet, so then only a member's own tool reads, over the local
//! socket of its node.

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use crate::query::Reader;
use crate::web::language;
use crate::web::problem;

/// What tells only how the node is, and is told to everybody.
const HEALTH: [&str; 2] = ["/livez", "/readyz"];

/// What caches are told: to keep an answer, and to ask before they show it.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// Passes a request on if its sender may read.
pub(crate) async fn admit(State(reader): State<Reader>, request: Request, next: Next) -> Response {
    let mut response = if reader.is_public() || HEALTH.contains(&request.uri().path()) {
        next.run(request).await
    } else {
        problem::token_needed(language(request.headers()))
    };
    // What was taken back must not live on in caches: they ask, and the tag of an answer makes it cheap.
    response.headers_mut().insert(header::CACHE_CONTROL, ASK_FIRST);
    response
}
