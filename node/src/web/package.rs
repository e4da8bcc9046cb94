//! `datapackage.json`: what the tables are and what their columns hold, for programs that read Frictionless
//! Data Packages (<https://specs.frictionlessdata.io>).
//!
//! It is made from the tables themselves, so it cannot say otherwise. Columns of codes name the list that
//! their codes are in; the total is in every list.

use axum::Json;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::Column;
use flotilla_answer::Kind;
use flotilla_domain::catalogue::Catalogue;
use flotilla_text::Language;
use flotilla_text::date;
use serde_json::Value;
use serde_json::json;

use crate::query::Reader;
use crate::query::TableName;
use crate::web::catalogue;
use crate::web::catalogue::INDICATOR;
use crate::web::format::End;

/// The most letters of a package's name that are of the coalition's.
const NAME_CHARS_MAX: usize = 64;

/// Returns the description of all tables.
pub(crate) fn describe(reader: &Reader, language: Language) -> Response {
    let roster = reader.roster();
    let catalogue = roster.catalogue();
    let reach = reader.reach();
    let tables = TableName::ALL.map(|table| {
        let columns = reader.described(table);
        resource(table.name(), &format!("v1/{}.csv", table.name()), &columns, |column| {
            reference(catalogue, table, column)
        })
    });
    let lists = catalogue::lists(catalogue).map(|list| {
        let texts = ["code", "label_en", "label_fr", "parent"].map(text);
        resource(&resource_of(list), &format!("v1/codes/{list}.csv"), &texts, |_| None)
    });
    let resources: Vec<Value> = tables.into_iter().chain(lists).collect();
    Json(json!({
        "profile": "tabular-data-package",
        "name": slug(roster.name()),
        "id": roster.coalition().0.to_string(),
        "title": roster.name(),
        "version": reach.snapshot.id.to_string(),
        "created": date::moment(reach.latest_ms),
        "languages": [language.code()],
        "resources": resources,
    }))
    .into_response()
}

/// Returns the description of one table, whose columns may refer to others.
fn resource(
    name: &str,
    path: &str,
    columns: &[Column],
    reference: impl Fn(&str) -> Option<(String, &'static str)>,
) -> Value {
    let fields: Vec<Value> = columns.iter().map(field).collect();
    let keys = columns.iter().filter_map(|column| {
        let (resource, field) = reference(&column.name)?;
        let reference = json!({ "resource": resource, "fields": field });
        Some(json!({ "fields": column.name, "reference": reference }))
    });
    let keys: Vec<Value> = keys.collect();
    let mut schema = json!({ "fields": fields, "missingValues": [""] });
    if let Some(schema) = schema.as_object_mut().filter(|_| !keys.is_empty()) {
        schema.insert("foreignKeys".to_owned(), keys.into());
    }
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": End::Csv.name(),
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "header": true },
        "schema": schema,
    })
}

fn field(column: &Column) -> Value {
    let name = column.name.as_str();
    match column.kind {
        Kind::Day => json!({ "name": name, "type": "date" }),
        Kind::Integer => json!({ "name": name, "type": "integer" }),
        // With or without a fraction of a second.
        Kind::Moment => json!({ "name": name, "type": "datetime", "format": "any" }),
        Kind::Text => json!({ "name": name, "type": "string" }),
    }
}

/// Returns the table and the column of it in which the values of a column are found.
fn reference(
    catalogue: &Catalogue,
    table: TableName,
    column: &str,
) -> Option<(String, &'static str)> {
    match (table, column) {
        (TableName::Members | TableName::Indicators, _) => None,
        (_, "member") => Some((TableName::Members.name().to_owned(), "handle")),
        (TableName::Observations | TableName::Revisions, INDICATOR) => {
            Some((resource_of(INDICATOR), "code"))
        }
        (TableName::Observations | TableName::Revisions, list) => {
            // A list that is called as another column is has one that says so.
            let list = list.strip_prefix("list_").unwrap_or(list);
            let is_measured = list == "status" && column == "status";
            let list = catalogue.list(list).filter(|_| !is_measured)?;
            Some((resource_of(&list.name), "code"))
        }
        _ => None,
    }
}

/// Returns what the resource of a list of codes is called.
fn resource_of(list: &str) -> String {
    format!("codes-{list}")
}

fn text(name: &str) -> Column {
    Column { name: name.to_owned(), kind: Kind::Text, is_nullable: false }
}

/// Returns a name as packages have them: small letters, digits and hyphens.
fn slug(name: &str) -> String {
    let letters = name.to_lowercase().chars().take(NAME_CHARS_MAX).collect::<String>();
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    if slug.is_empty() { "flotilla".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_package_has_small_letters_digits_and_hyphens() {
        assert_eq!(slug("The Test Coalition, 2026"), "the-test-coalition-2026");
        assert_eq!(slug("Réseau – mentorat"), "r-seau-mentorat");
        assert_eq!(slug("«»"), "flotilla");
    }
}
