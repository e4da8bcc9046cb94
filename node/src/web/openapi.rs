//! `openapi.json`: every address and what may be asked there, as OpenAPI 3.1.
//!
//! Parameters come from [`parameters`], by which requests are read, and columns from the tables, so it
//! cannot promise what is not there.

use axum::Json;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::Column;
use flotilla_answer::Kind as ColumnKind;
use flotilla_answer::csv::Dialect;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::query::QUESTION_CHARS_MAX;
use crate::query::Reader;
use crate::query::TableName;
use crate::web::catalogue;
use crate::web::cite::Form;
use crate::web::dataset::Whole;
use crate::web::filters::LANGUAGES;
use crate::web::filters::LIMIT;
use crate::web::filters::LIMIT_MAX;
use crate::web::format::End;
use crate::web::library::feed;
use crate::web::parameters;
use crate::web::parameters::Kind;
use crate::web::parameters::Parameter;
use crate::web::totals;

/// Documents that take no parameters: address, media type, and the text that says what each is.
const DOCUMENTS: [(&str, &str, &str); 5] = [
    ("/v1/catalogue.json", "application/json", "node-api-catalogue"),
    ("/datapackage.json", "application/json", "node-api-package"),
    ("/openapi.json", "application/json", "node-api-openapi"),
    ("/livez", "text/plain", "node-api-livez"),
    ("/readyz", "text/plain", "node-api-readyz"),
];

/// Returns the description of all addresses.
pub(crate) fn describe(reader: &Reader, language: Language) -> Response {
    let texts = Texts::new(language);
    let mut paths = Map::new();
    for table in TableName::ALL {
        for end in End::ALL {
            let path = format!("/v1/{}.{}", table.name(), end.name());
            paths.insert(path, table_path(reader, (table, end), &texts));
            if end != End::Json {
                let path = format!("/v1/cite/{}.{}", table.name(), end.name());
                let known = parameters::of_citations(reader, table, end);
                let about = (&*texts.text("node-api-cite"), "text/html");
                paths.insert(path, get(reader, about, &known, &texts));
            }
        }
    }
    for end in End::ALL {
        let known = parameters::of_totals(reader, end);
        let about = (&*texts.text("node-api-totals"), end.media_type());
        paths.insert(
            format!("/v1/{}.{}", totals::NAME, end.name()),
            get(reader, about, &known, &texts),
        );
    }
    for whole in Whole::ALL {
        let known = parameters::of_documents();
        let told =
            get(reader, (&texts.text("node-api-dataset"), whole.media_type()), &known, &texts);
        paths.insert(format!("/v1/{}", whole.file()), told);
    }
    for (path, media_type, text) in DOCUMENTS {
        paths.insert(path.to_owned(), get(reader, (&texts.text(text), media_type), &[], &texts));
    }
    let known = parameters::of(reader, TableName::Practices, End::Json);
    let search =
        get(reader, (&texts.text("node-api-practices"), End::Json.media_type()), &known, &texts);
    paths.insert("/v1/practices".to_owned(), search);
    let known = parameters::of_documents();
    let feed = get(reader, (&texts.text("node-api-feed"), feed::MEDIA_TYPE), &known, &texts);
    paths.insert(feed::PATH.to_owned(), feed);
    paths.insert("/v1/codes/{list}.csv".to_owned(), codes_path(reader, &texts));
    paths.insert("/v1/records/{id}".to_owned(), record_path(reader, &texts));
    let title = reader.roster().name().to_owned();
    let info = json!({
        "title": title,
        "version": env!("CARGO_PKG_VERSION"),
        "description": texts.text("node-page-intro"),
    });
    let token = json!({ "token": { "type": "http", "scheme": "bearer" } });
    let schemas = json!({ "Problem": problem_schema() });
    let problem = json!({ "components": { "schemas": schemas, "securitySchemes": token } });
    // Where everybody may ask, no token is needed.
    let security = json!([{}, { "token": [] }]);
    let mut whole =
        json!({ "openapi": "3.1.0", "info": info, "security": security, "paths": paths });
    if let (Some(whole), Value::Object(problem)) = (whole.as_object_mut(), problem) {
        whole.extend(problem);
    }
    Json(whole).into_response()
}

fn table_path(reader: &Reader, (table, end): (TableName, End), texts: &Texts) -> Value {
    let summary = Message::new("node-api-table").word("table", table.name());
    let known = parameters::of(reader, table, end);
    let mut told = get(reader, (&texts.say(&summary), end.media_type()), &known, texts);
    if end == End::Json {
        let columns = reader.described(table);
        let content = told.pointer_mut("/get/responses/200/content/application~1json");
        if let Some(content) = content.and_then(Value::as_object_mut) {
            content.insert("schema".to_owned(), page_schema(table, &columns));
        }
    }
    told
}

fn codes_path(reader: &Reader, texts: &Texts) -> Value {
    let roster = reader.roster();
    let lists: Vec<&str> = catalogue::lists(roster.catalogue()).collect();
    let list = json!({ "type": "string", "enum": lists });
    let told = get(reader, (&texts.text("node-api-codes"), End::Csv.media_type()), &[], texts);
    with_place(told, "list", &list)
}

fn record_path(reader: &Reader, texts: &Texts) -> Value {
    let id = json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" });
    let told =
        get(reader, (&texts.text("node-api-record"), "application/octet-stream"), &[], texts);
    with_place(told, "id", &id)
}

/// Adds the part of the address that is chosen.
fn with_place(mut told: Value, name: &str, schema: &Value) -> Value {
    let place = json!({ "name": name, "in": "path", "required": true, "schema": schema });
    if let Some(known) = told.pointer_mut("/get/parameters").and_then(Value::as_array_mut) {
        known.push(place);
    }
    told
}

/// Returns what may be asked at an address, and what is answered.
fn get(
    reader: &Reader,
    (summary, media_type): (&str, &str),
    known: &[Parameter],
    texts: &Texts,
) -> Value {
    let known: Vec<Value> = known.iter().map(|it| parameter(reader, it, texts)).collect();
    let answer = texts.text("node-api-answer");
    let media_type = media_type.split(';').next().unwrap_or_default();
    let problem = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
    let problem = json!({
        "description": texts.text("node-web-bad-request"),
        "content": { "application/problem+json": problem },
    });
    json!({ "get": {
        "summary": summary,
        "parameters": known,
        "responses": {
            "200": { "description": answer, "content": { media_type: {} } },
            "default": problem,
        },
    } })
}

fn parameter(reader: &Reader, parameter: &Parameter, texts: &Texts) -> Value {
    let Parameter { name, kind, words: listed } = parameter;
    let about = Message::new(kind.text()).word("column", name).number("max", LIMIT_MAX);
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    let schema = match kind {
        Kind::By => {
            let columns = reader.rollup_columns();
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            json!({ "type": "array", "items": words(&columns) })
        }
        Kind::AsOf | Kind::Cursor => json!({ "type": "string" }),
        Kind::Words => json!({ "type": "string", "maxLength": QUESTION_CHARS_MAX }),
        Kind::Cite => words(&Form::NAMED.map(|(word, _)| word)),
        Kind::Column if !listed.is_empty() => {
            json!({ "type": "array", "items": words(listed) })
        }
        Kind::Column | Kind::Period => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Dialect => words(&Dialect::NAMED.map(|(word, _)| word)),
        Kind::Labels | Kind::Language => words(&LANGUAGES.map(|(word, _)| word)),
        Kind::Limit => {
            json!({ "type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT })
        }
    };
    // Lists are by comma.
    json!({
        "name": name,
        "in": "query",
        "description": texts.say(&about),
        "schema": schema,
        "style": "form",
        "explode": false,
    })
}

fn page_schema(table: TableName, columns: &[Column]) -> Value {
    let cells = columns.iter().map(|it| {
        let kind = if it.kind == ColumnKind::Integer { "integer" } else { "string" };
        let format = match it.kind {
            ColumnKind::Day => Some("date"),
            ColumnKind::Moment => Some("date-time"),
            ColumnKind::Integer | ColumnKind::Text => None,
        };
        let mut schema = match it.is_nullable {
            true => json!({ "type": [kind, "null"] }),
            false => json!({ "type": kind }),
        };
        if let (Some(format), Some(schema)) = (format, schema.as_object_mut()) {
            schema.insert("format".to_owned(), format.into());
        }
        (it.name.clone(), schema)
    });
    let cells: Map<String, Value> = cells.collect();
    json!({
        "type": "object",
        "required": ["snapshot_id", "members_reporting", "members", table.name(), "next"],
        "properties": {
            "snapshot_id": { "type": "string" },
            "members_reporting": { "type": "integer" },
            "members": { "type": "integer" },
            table.name(): { "type": "array", "items": { "type": "object", "properties": cells } },
            "next": { "type": ["string", "null"] },
        },
    })
}

/// Returns what a problem looks like (RFC 9457).
fn problem_schema() -> Value {
    let text = json!({ "type": "string" });
    let fields = ["parameter", "value", "code", "message", "fix"];
    let detail: Map<String, Value> =
        fields.iter().map(|it| ((*it).to_owned(), text.clone())).collect();
    json!({
        "type": "object",
        "required": ["title", "status", "detail", "errors"],
        "properties": {
            "title": text,
            "status": { "type": "integer" },
            "detail": text,
            "errors": {
                "type": "array",
                "items": { "type": "object", "required": fields, "properties": detail },
            },
        },
    })
}
