//! Lets the page of any other site read what its reader may read anyway: there are no cookies and no
//! logins that it could abuse, and a token is sent by nobody who was not given it.

use axum::extract::Request;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::web::headers::EXPOSED;

/// What is said with every answer.
const ANSWERED: [(HeaderName, &str); 2] =
    [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)];

/// What is said to a browser that asks first.
const ALLOWED: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, if-none-match, if-range, range"),
    (header::ACCESS_CONTROL_MAX_AGE, "86400"),
];

/// Answers a browser that asks whether it may ask, and marks every answer.
pub(crate) async fn open(request: Request, next: Next) -> Response {
    let mut response = if request.method() == Method::OPTIONS {
        (StatusCode::NO_CONTENT, ALLOWED).into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in ANSWERED {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
