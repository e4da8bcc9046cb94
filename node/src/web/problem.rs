//! What is wrong with a request, as `application/problem+json` (RFC 9457), in the reader's language.

use std::error::Error;

use axum::Json;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;
use serde::Serialize;
use tracing::error;

use crate::blame::Blame;
use crate::query;
use crate::query::QUESTION_CHARS_MAX;
use crate::query::QueryError;
use crate::query::TableName;
use crate::query::access;
use crate::query::access::Refusal;
use crate::query::access::Refused;
use crate::telemetry::chain;
use crate::web::filters::Fault;
use crate::web::filters::LIMIT_MAX;
use crate::web::filters::Mistake;
use crate::web::format::End;

/// After how many seconds to try again, as the text says.
const LATER_S: &str = "60";

/// A problem, as RFC 9457 spells it.
#[derive(Debug, Serialize)]
struct Problem {
    title: String,
    status: u16,
    detail: String,
    errors: Vec<Detail>,
}

/// One of the things that are wrong.
#[derive(Debug, Serialize)]
struct Detail {
    parameter: String,
    value: String,
    code: &'static str,
    message: String,
    fix: String,
}

/// Answers a request whose query string has mistakes.
pub(crate) fn bad_request(mistakes: &[Mistake], language: Language) -> Response {
    let texts = Texts::new(language);
    let errors: Vec<Detail> = mistakes.iter().map(|mistake| detail(mistake, &texts)).collect();
    let whole = errors.iter().map(|it| format!("{} {}", it.message, it.fix).trim().to_owned());
    let detail = whole.collect::<Vec<_>>().join(" ");
    respond(StatusCode::BAD_REQUEST, texts.text("node-web-bad-request"), detail, errors)
}

/// Answers a request for something that is not here.
pub(crate) fn not_found(language: Language) -> Response {
    let texts = Texts::new(language);
    let detail = texts.text("node-web-not-found-detail");
    respond(StatusCode::NOT_FOUND, texts.text("node-web-not-found"), detail, Vec::new())
}

/// Answers a request for a file that is not here.
pub(crate) fn no_file(file: &str, language: Language) -> Response {
    let texts = Texts::new(language);
    let listed = |names: Vec<&str>| names.join(", ");
    let detail = Message::new("node-web-no-file")
        .word("file", file)
        .word("tables", listed(TableName::ALL.map(TableName::name).into()))
        .word("ends", listed(End::ALL.map(End::name).into()));
    let detail = texts.say(&detail);
    respond(StatusCode::NOT_FOUND, texts.text("node-web-not-found"), detail, Vec::new())
}

/// Answers a request for a list of codes that is not here.
pub(crate) fn no_list(file: &str, lists: &[&str], language: Language) -> Response {
    let texts = Texts::new(language);
    let detail = Message::new("node-web-no-list")
        .word("file", file)
        .word("lists", lists.join(", "));
    let detail = texts.say(&detail);
    respond(StatusCode::NOT_FOUND, texts.text("node-web-not-found"), detail, Vec::new())
}

/// Answers a request at which we failed.
pub(crate) fn broken(cause: &(dyn Error + 'static), language: Language) -> Response {
    error!(cause = %chain(cause), "a page could not be answered");
    let texts = Texts::new(language);
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    respond(status, texts.text("node-web-failed"), texts.text("node-web-later"), Vec::new())
}

/// Answers a request that may succeed later.
pub(crate) fn unavailable(language: Language) -> Response {
    refused(&Refusal::Later, language)
}

/// Answers somebody who was not let in.
pub(crate) fn refused(refusal: &Refusal, language: Language) -> Response {
    let texts = Texts::new(language);
    let (status, title) = match refusal.kind() {
        Refused::Forbidden => (StatusCode::FORBIDDEN, "node-web-token"),
        Refused::Later => (StatusCode::SERVICE_UNAVAILABLE, "node-web-failed"),
        Refused::Often => (StatusCode::TOO_MANY_REQUESTS, "node-web-often"),
        Refused::Unproven => (StatusCode::UNAUTHORIZED, "node-web-token"),
    };
    let detail = texts.say(&refusal.message());
    let mut response = respond(status, texts.text(title), detail, Vec::new());
    let said = match refusal.kind() {
        Refused::Forbidden => return response,
        Refused::Later => (header::RETRY_AFTER, HeaderValue::from_static(LATER_S)),
        Refused::Often => (header::RETRY_AFTER, HeaderValue::from(access::RETRY_S)),
        Refused::Unproven => (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
    };
    response.headers_mut().insert(said.0, said.1);
    response
}

/// Answers a request that the engine did not.
pub(crate) fn failed(error: &QueryError, language: Language) -> Response {
    let texts = Texts::new(language);
    let status = match query::blame(error) {
        Blame::Caller => StatusCode::BAD_REQUEST,
        Blame::Weather => StatusCode::SERVICE_UNAVAILABLE,
        Blame::Us => {
            error!(cause = ?error, "a page could not be answered");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    respond(status, texts.text("node-web-failed"), texts.say(&error.message()), Vec::new())
}

fn detail(mistake: &Mistake, texts: &Texts) -> Detail {
    let Mistake { parameter, fault, nearest } = mistake;
    let about = |message: Message| texts.say(&message.word("parameter", parameter));
    let named = |id, value: &str| about(Message::new(id).word("value", value));
    let (code, message, value) = match fault {
        Fault::LongWords => {
            let message = Message::new("node-web-long-words").number("max", QUESTION_CHARS_MAX);
            ("FL-W109", about(message), "")
        }
        Fault::NotCursor => ("FL-W105", texts.text("node-web-not-cursor"), ""),
        Fault::NotLimit(value) => {
            let message = Message::new("node-web-not-limit").number("max", LIMIT_MAX);
            ("FL-W106", about(message.word("value", value)), value.as_str())
        }
        Fault::NotMoment(value) => ("FL-W107", named("node-web-not-moment", value), value.as_str()),
        Fault::NotPeriod(value) => ("FL-W103", named("node-web-not-period", value), value.as_str()),
        Fault::Unreadable => ("FL-W104", texts.text("node-web-unreadable"), ""),
        Fault::UnknownCode(value) => {
            ("FL-W102", named("node-web-unknown-code", value), value.as_str())
        }
        Fault::UnknownFilter(_) => ("FL-W101", about(Message::new("node-web-unknown-filter")), ""),
        Fault::Unremembered => ("FL-W108", texts.text("node-web-unremembered"), ""),
    };
    let fix = match (nearest.as_str(), fault) {
        ("", Fault::UnknownFilter(known)) => {
            texts.say(&Message::new("node-web-filters").word("filters", known.join(", ")))
        }
        ("", _) => String::new(),
        (nearest, _) => texts.say(&Message::new("node-web-did-you-mean").word("nearest", nearest)),
    };
    Detail { parameter: parameter.clone(), value: value.to_owned(), code, message, fix }
}

fn respond(status: StatusCode, title: String, detail: String, errors: Vec<Detail>) -> Response {
    let problem = Problem { title, status: status.as_u16(), detail, errors };
    let mut response = (status, Json(problem)).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
