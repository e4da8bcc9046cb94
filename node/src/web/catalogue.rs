//! What may be counted, and the words for it: the catalogue whole, and each of its code lists.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::FormatError;
use flotilla_answer::RecordBatch;
use flotilla_answer::csv::Dialect;
use flotilla_answer::file::FileWriter;
use flotilla_answer::file::Format;
use flotilla_answer::of_texts;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Label;
use flotilla_domain::catalogue::TOTAL;
use flotilla_text::Language;
use flotilla_text::Texts;
use serde::Serialize;

use crate::query::Reader;
use crate::web::format::End;
use crate::web::problem;

/// The list of everything that is counted, parts of rates included.
pub(crate) const INDICATOR: &str = "indicator";

#[derive(Debug, Serialize)]
struct Whole<'a> {
    version: u32,
    indicators: Vec<Indicator<'a>>,
    lists: BTreeMap<&'a str, List<'a>>,
}

#[derive(Debug, Serialize)]
struct Indicator<'a> {
    code: &'a str,
    title: Said<'a>,
    definition: Said<'a>,
    kind: &'a str,
    unit: &'a str,
    breakdowns: &'a [String],
    definition_version: u32,
}

#[derive(Debug, Serialize)]
struct List<'a> {
    title: Said<'a>,
    /// Whether somebody may have several of the codes, so that they do not add up.
    overlapping: bool,
    codes: BTreeMap<&'a str, Code<'a>>,
}

#[derive(Debug, Serialize)]
struct Code<'a> {
    label: Said<'a>,
    parent: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Said<'a> {
    en: &'a str,
    fr: &'a str,
}

/// Returns the whole catalogue as JSON.
pub(crate) fn whole(reader: &Reader) -> Response {
    let roster = reader.roster();
    Json(shape(roster.catalogue())).into_response()
}

/// Returns a code list as a file: `region.csv` or `region.json`.
pub(crate) fn codes(reader: &Reader, file: &str, language: Language) -> Response {
    let roster = reader.roster();
    let catalogue = roster.catalogue();
    match file.split_once('.') {
        Some((name, "csv")) if is_list(catalogue, name) => csv_of(catalogue, name, language),
        Some((name, "json")) if let Some(list) = catalogue.list(name) => {
            Json(list_shape(list)).into_response()
        }
        _ => {
            let lists = lists(catalogue).collect::<Vec<_>>();
            problem::no_list(file, &lists, language)
        }
    }
}

/// Returns the names of the lists of codes that are there as CSV: those of the catalogue, and the
/// indicators.
pub(crate) fn lists(catalogue: &Catalogue) -> impl Iterator<Item = &str> {
    catalogue.lists().map(|it| it.name.as_str()).chain([INDICATOR])
}

fn is_list(catalogue: &Catalogue, name: &str) -> bool {
    lists(catalogue).any(|it| it == name)
}

fn csv_of(catalogue: &Catalogue, name: &str, language: Language) -> Response {
    match rows(catalogue, name).and_then(|rows| written(&rows)) {
        Ok(text) => ([(header::CONTENT_TYPE, End::Csv.media_type())], text).into_response(),
        Err(error) => problem::broken(&error, language),
    }
}

/// Returns the codes of a list, the total among them: whatever stands in the column is in its list.
fn rows(catalogue: &Catalogue, name: &str) -> Result<RecordBatch, FormatError> {
    let mut columns: [Vec<String>; 4] = Default::default();
    let mut add = |cells: [&str; 4]| {
        for (column, cell) in columns.iter_mut().zip(cells) {
            column.push(cell.to_owned());
        }
    };
    match catalogue.list(name) {
        Some(list) => {
            let [en, fr] = [Language::English, Language::French]
                .map(|language| Texts::new(language).text("node-label-total"));
            add([TOTAL, &en, &fr, ""]);
            for (code, it) in &list.codes {
                let parent = it.parent.as_deref().unwrap_or_default();
                add([code, &it.label.en, &it.label.fr, parent]);
            }
        }
        None => {
            for it in catalogue.indicators().chain(catalogue.own_parts()) {
                add([&it.code, &it.title.en, &it.title.fr, ""]);
            }
        }
    }
    let [codes, en, fr, parents] = columns;
    of_texts(vec![("code", codes), ("label_en", en), ("label_fr", fr), ("parent", parents)])
}

fn written(rows: &RecordBatch) -> Result<Vec<u8>, FormatError> {
    let mut writer = FileWriter::new(Format::Csv(Dialect::Plain), "codes", rows.schema())?;
    writer.rows(rows)?;
    writer.finish()
}

fn shape(catalogue: &Catalogue) -> Whole<'_> {
    let indicators = catalogue.indicators().map(|it| Indicator {
        code: &it.code,
        title: said(&it.title),
        definition: said(&it.definition),
        kind: it.kind.name(),
        unit: &it.unit,
        breakdowns: &it.breakdowns,
        definition_version: it.definition_version,
    });
    let lists = catalogue.lists().map(|it| (it.name.as_str(), list_shape(it)));
    Whole { version: catalogue.version(), indicators: indicators.collect(), lists: lists.collect() }
}

fn list_shape(list: &CodeList) -> List<'_> {
    let codes = list.codes.iter().map(|(code, it)| {
        (code.as_str(), Code { label: said(&it.label), parent: it.parent.as_deref() })
    });
    List { title: said(&list.title), overlapping: list.overlapping, codes: codes.collect() }
}

fn said(label: &Label) -> Said<'_> {
    Said { en: &label.en, fr: &label.fr }
}
