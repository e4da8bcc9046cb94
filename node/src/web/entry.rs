//! The page of one entry: who signed it and when, whether it counts, and why not.
//!
//! What an entry says is in the tables; here is only how it stands, so that nothing is shown of what
//! was quarantined, withdrawn or erased. Of a record that is held at home: whom to ask for it.

use axum::http::header;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_gate::preview::covered;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_text::date;
use tracing::error;

use crate::query::Card;
use crate::query::EntryState;
use crate::query::Reader;
use crate::query::Standing;
use crate::web::page;
use crate::web::problem;

/// Returns the page of the entry whose id is `digits`.
pub(crate) async fn entry(reader: &Reader, digits: &str, language: Language) -> Response {
    let Some(id) = Hash::parse(digits).map(EntryId) else {
        return problem::not_found(language);
    };
    match reader.standing(id).await {
        Ok(Some(standing)) => told(reader, id, &standing, language).into_response(),
        Ok(None) => problem::not_found(language),
        Err(error) => {
            error!(cause = ?error, "an entry could not be judged");
            problem::unavailable(language)
        }
    }
}

/// Returns the signed bytes of the entry whose id is `digits`, as logs keep them.
pub(crate) async fn record(reader: &Reader, digits: &str, language: Language) -> Response {
    let Some(id) = Hash::parse(digits).map(EntryId) else {
        return problem::not_found(language);
    };
    match reader.record(id).await {
        Ok(Some(bytes)) => {
            let kind = (header::CONTENT_TYPE, "application/octet-stream");
            ([kind], bytes).into_response()
        }
        Ok(None) => problem::not_found(language),
        Err(error) => {
            error!(cause = ?error, "an entry could not be judged");
            problem::unavailable(language)
        }
    }
}

fn told(reader: &Reader, id: EntryId, standing: &Standing, language: Language) -> Html<String> {
    let texts = Texts::new(language);
    let Standing { header, state, reasons, card, coverage } = standing;
    let roster = reader.roster();
    let author = roster.member(header.member);
    let title = Message::new("node-entry-title")
        .number("seq", header.seq)
        .word("member", author.map(|it| it.document.name.as_str()).unwrap_or_default());
    let title = page::escape(&texts.say(&title));
    let rows = [
        ("node-entry-kind", texts.text(kind(header.kind.name()))),
        ("node-entry-made", date::minute(header.created_ms)),
        ("node-entry-state", texts.text(word(*state))),
        ("node-entry-id", id.to_string()),
    ];
    let card = card.as_ref().and_then(|it| Card::of(it, &roster, language));
    let rows = rows.into_iter().chain(card.into_iter().flat_map(|it| held(it, id, &texts)));
    let rows = rows.map(|(name, value)| {
        format!("<dt>{}</dt><dd>{}</dd>", page::escape(&texts.text(name)), page::escape(&value))
    });
    let why: String = reasons
        .iter()
        .map(|reason| {
            let text = page::escape(&texts.say(&reason.text));
            format!("<li>{text} (<code>{}</code>)</li>", reason.invariant)
        })
        .collect();
    let why = if why.is_empty() { why } else { format!("<ul>{why}</ul>") };
    let covered = covered(coverage).map(|it| page::escape(&texts.say(&it)));
    let covered = covered.map_or_else(String::new, |it| format!("<p>{it}</p>"));
    let body = format!("<h1>{title}</h1><dl>{}</dl>{covered}{why}", rows.collect::<String>());
    page::whole(language, &title, &body)
}

/// Returns what a card says, and whom to ask. What it stands for is told to members by their own nodes, and
/// never here: a page is for everybody.
fn held(card: Card, id: EntryId, texts: &Texts) -> Vec<(&'static str, String)> {
    let Card { title, community, contact, labels } = card;
    let whose = match community.is_empty() {
        true => Message::new("node-entry-held-by-author"),
        false => Message::new("node-entry-held-by").word("community", community),
    };
    let ask = Message::new("node-entry-held-ask").word("contact", contact).word("id", id);
    let mut rows = vec![
        ("node-entry-held-title", title),
        ("node-entry-held", format!("{} {}", texts.say(&whose), texts.say(&ask))),
    ];
    rows.extend(labels.into_iter().map(|it| ("node-entry-held-label", it)));
    rows
}

/// Returns the text for a kind of entry.
fn kind(name: &str) -> &'static str {
    match name {
        "erasure" => "node-entry-kind-erasure",
        "practice" => "node-entry-kind-practice",
        "release" => "node-entry-kind-release",
        "response" => "node-entry-kind-response",
        "withdrawal" => "node-entry-kind-withdrawal",
        _ => "node-entry-kind-other",
    }
}

/// Returns the text for a state, which says what follows from it.
fn word(state: EntryState) -> &'static str {
    match state {
        EntryState::Erased => "node-entry-erased",
        EntryState::Quarantined => "node-entry-quarantined",
        EntryState::Valid => "node-entry-valid",
        EntryState::Withdrawn => "node-entry-withdrawn",
    }
}
