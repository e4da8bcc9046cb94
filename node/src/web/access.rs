//! Who may read over the network, as the coalition's policy says.
//!
//! It promises: **where the policy asks for a token, a stranger is shown no figure**, by no route of
//! this listener. Tokens are not made yet, so then only a member's own tool reads, over the local
//! socket of its node.

use axum::Router;
use axum::extract::Request;
use axum::extract::State;
use axum::http::header;
use axum::middleware;
use axum::middleware::Next;
use axum::response::Response;
use flotilla_domain::policy::Access;
use flotilla_text::Texts;
use tonic::Status;

use crate::query::Reader;
use crate::web::language;
use crate::web::problem;

/// What tells only how the node is, and is told to everybody.
const HEALTH: [&str; 2] = ["/livez", "/readyz"];

/// Returns `router`, open to those who may read.
pub fn guarded(router: Router, reader: Reader) -> Router {
    router.layer(middleware::from_fn_with_state(reader, admit))
}

async fn admit(State(reader): State<Reader>, request: Request, next: Next) -> Response {
    let is_open = match reader.roster().policy().access {
        Access::Public => true,
        Access::Token => HEALTH.contains(&request.uri().path()),
    };
    if is_open {
        return next.run(request).await;
    }
    let language = language(request.headers());
    let kind = request.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|it| it.as_bytes().starts_with(b"application/grpc")) {
        let told = Texts::new(language).text("node-web-token-detail");
        return Status::permission_denied(told).into_http();
    }
    problem::token_needed(language)
}
