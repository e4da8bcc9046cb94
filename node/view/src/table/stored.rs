//! What is stored of a log: one narrow batch for each table.
//!
//! Every stored table begins with the same three columns: the place in the log ([`SEQ`]), the id of
//! the entry ([`ENTRY`]) and when it was made ([`CREATED`]). Rows stand in the order of the log, and
//! those of one entry in the order of its release. A column is made only when it is asked for.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::BinaryArray;
use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use arrow::array::RecordBatchOptions;
use arrow::array::StringArray;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use flotilla_domain::label::Label;
use flotilla_domain::practice::CodeChoice;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::account::Replication;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Release;
use flotilla_domain::response;

use crate::row::Content;
use crate::row::EntryState;
use crate::row::Row;
use crate::table::Logged;

/// The place in the log.
pub(crate) const SEQ: usize = 0;
/// The id of the entry.
pub(crate) const ENTRY: usize = 1;
/// When it was made.
pub(crate) const CREATED: usize = 2;

pub(crate) const VERSION: usize = 3;
pub(crate) const INDICATOR: usize = 4;
pub(crate) const PERIOD: usize = 5;
pub(crate) const REGION: usize = 6;
pub(crate) const PROGRAM_TYPE: usize = 7;
pub(crate) const DIMENSION: usize = 8;
pub(crate) const CATEGORY: usize = 9;
pub(crate) const VALUE: usize = 10;
pub(crate) const STATUS: usize = 11;

pub(crate) const EPOCH: usize = 3;
pub(crate) const KIND: usize = 4;
pub(crate) const STATE: usize = 5;
pub(crate) const REASONS: usize = 6;
pub(crate) const PAYLOAD_BYTES: usize = 7;
pub(crate) const OBSERVATIONS: usize = 8;
pub(crate) const HIDES: usize = 9;

/// The entry of the practice record that a response is about.
pub(crate) const ABOUT: usize = 3;

const FIGURE_TEXTS: [&str; 6] =
    ["indicator", "period", "region", "program_type", "dimension", "category"];

/// The texts of a record; those of [`DETAILS`] follow, in both languages.
const PRACTICE_TEXTS: [&str; 25] = [
    "id",
    "kind",
    "status",
    "languages",
    "title_en",
    "title_fr",
    "summary_en",
    "summary_fr",
    "body_en",
    "body_fr",
    "cost_band",
    "licence",
    "contact_role",
    "review_due",
    "codes",
    "references",
    "ratings",
    "benchmark",
    "cost_detail",
    "evidence_design",
    "evidence_size",
    "replication",
    "labels",
    "sharing",
    "community",
];

/// How a practice is done, in each language.
const DETAILS: [&str; 14] = [
    "goals_en",
    "goals_fr",
    "core_components_en",
    "core_components_fr",
    "dosage_en",
    "dosage_fr",
    "staffing_en",
    "staffing_fr",
    "training_en",
    "training_fr",
    "adaptation_notes_en",
    "adaptation_notes_fr",
    "evidence_en",
    "evidence_fr",
];

const RESPONSE_TEXTS: [&str; 6] =
    ["practice_id", "statement", "languages", "text_en", "text_fr", "results"];

/// Returns the columns that are stored of `table`.
pub(crate) fn schema(table: Logged) -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let number = |name: &str| Field::new(name, DataType::Int64, false);
    let mut fields =
        vec![number("seq"), Field::new("entry", DataType::Binary, false), number("created_ms")];
    match table {
        Logged::Entries => fields.extend([
            number("epoch"),
            text("kind"),
            text("state"),
            text("reasons"),
            number("payload_bytes"),
            number("observations"),
            text("hides"),
        ]),
        Logged::Observations => {
            fields.push(number("version"));
            fields.extend(FIGURE_TEXTS.map(text));
            fields.push(Field::new("value", DataType::Int64, true));
            fields.push(text("status"));
        }
        Logged::Practices => {
            fields.extend(PRACTICE_TEXTS.map(text));
            fields.extend(DETAILS.map(text));
            fields.extend(["version", "eepm_standard", "confirmed"].map(number));
        }
        Logged::Responses => {
            fields.push(Field::new("about", DataType::Binary, false));
            fields.extend(RESPONSE_TEXTS.map(text));
            fields.extend(["practice_version", "confirmed"].map(number));
        }
    }
    Arc::new(Schema::new(fields))
}

/// Returns the columns `wanted` of what `rows` say in `table`.
///
/// # Errors
///
/// Fails if `wanted` names a column that is not there: a bug.
pub(crate) fn batch(
    table: Logged,
    rows: &[Arc<Row>],
    wanted: &[usize],
) -> Result<RecordBatch, ArrowError> {
    let schema = Arc::new(schema(table).project(wanted)?);
    let (columns, count): (Vec<ArrayRef>, usize) = match table {
        Logged::Entries => {
            (wanted.iter().map(|index| entry_column(rows, *index)).collect(), rows.len())
        }
        Logged::Observations => {
            let figures: Vec<_> = figures(rows).collect();
            (wanted.iter().map(|index| figure_column(&figures, *index)).collect(), figures.len())
        }
        Logged::Practices => {
            let practices: Vec<_> = practices(rows).collect();
            let columns = wanted.iter().map(|index| practice_column(&practices, *index));
            (columns.collect(), practices.len())
        }
        Logged::Responses => {
            let responses: Vec<_> = responses(rows).collect();
            let columns = wanted.iter().map(|index| response_column(&responses, *index));
            (columns.collect(), responses.len())
        }
    };
    let options = RecordBatchOptions::new().with_row_count(Some(count));
    RecordBatch::try_new_with_options(schema, columns, &options)
}

type Figure<'a> = (&'a Row, &'a Release, &'a Observation);

fn figures(rows: &[Arc<Row>]) -> impl Iterator<Item = Figure<'_>> {
    let releases = rows.iter().filter_map(|row| match &row.content {
        Content::Release(release) if row.state == EntryState::Valid => Some((&**row, release)),
        _ => None,
    });
    releases
        .flat_map(|(row, release)| release.observations().iter().map(move |it| (row, release, it)))
}

fn practices(rows: &[Arc<Row>]) -> impl Iterator<Item = (&Row, &Fields)> {
    rows.iter().filter_map(|row| match &row.content {
        Content::Practice(practice) if row.state == EntryState::Valid => {
            Some((&**row, practice.fields()))
        }
        _ => None,
    })
}

fn responses(rows: &[Arc<Row>]) -> impl Iterator<Item = (&Row, &response::Fields)> {
    rows.iter().filter_map(|row| match &row.content {
        Content::Response { response, .. } if row.state == EntryState::Valid => {
            Some((&**row, response.fields()))
        }
        _ => None,
    })
}

fn figure_column(figures: &[Figure<'_>], index: usize) -> ArrayRef {
    let count = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
    let places = figures.iter().map(|(_, _, it)| &it.place);
    match index {
        VERSION => numbers(figures.iter().map(|(_, it, _)| length(&it.terms().replaces) + 1)),
        INDICATOR => texts(places.map(|it| &*it.indicator)),
        PERIOD => texts(places.map(|it| it.period.to_string())),
        REGION => texts(places.map(|it| &*it.region)),
        PROGRAM_TYPE => texts(places.map(|it| &*it.program_type)),
        DIMENSION => texts(places.map(|it| it.breakdown_codes().0)),
        CATEGORY => texts(places.map(|it| it.breakdown_codes().1)),
        VALUE => Arc::new(
            figures.iter().map(|it| it.2.figure.value().map(count)).collect::<Int64Array>(),
        ),
        STATUS => texts(figures.iter().map(|(_, _, it)| it.figure.status())),
        common => common_column(figures.iter().map(|(row, _, _)| *row), common),
    }
}

fn entry_column(rows: &[Arc<Row>], index: usize) -> ArrayRef {
    let figures = |row: &Arc<Row>| match &row.content {
        Content::Release(release) => length(release.observations()),
        Content::None
        | Content::Practice(_)
        | Content::Response { .. }
        | Content::Withdrawal(_) => 0,
    };
    match index {
        EPOCH => numbers(rows.iter().map(|row| i64::from(row.epoch))),
        KIND => texts(rows.iter().map(|row| row.kind)),
        STATE => texts(rows.iter().map(|row| row.state.name())),
        REASONS => texts(rows.iter().map(|row| row.reasons.as_str())),
        PAYLOAD_BYTES => numbers(rows.iter().map(|row| i64::from(row.payload_bytes))),
        OBSERVATIONS => numbers(rows.iter().map(figures)),
        HIDES => texts(rows.iter().map(|row| joined(row.hides(), " "))),
        common => common_column(rows.iter().map(|row| &**row), common),
    }
}

fn practice_column(practices: &[(&Row, &Fields)], index: usize) -> ArrayRef {
    let fields = practices.iter().map(|(_, fields)| *fields);
    let place = index.checked_sub(CREATED + 1);
    let name = place.and_then(|place| PRACTICE_TEXTS.iter().chain(&DETAILS).nth(place));
    let texts_len = PRACTICE_TEXTS.len() + DETAILS.len();
    match (name, place.map(|place| place.saturating_sub(texts_len))) {
        (Some(name), _) => texts(fields.map(|it| practice_text(it, name))),
        (None, Some(0)) => numbers(fields.map(|it| i64::from(it.version))),
        (None, Some(1)) => numbers(fields.map(|it| i64::from(it.eepm_standard))),
        (None, Some(_)) => numbers(fields.map(|it| length(&it.confirmed))),
        (None, None) => common_column(practices.iter().map(|(row, _)| *row), index),
    }
}

fn practice_text(fields: &Fields, name: &str) -> String {
    let text = |language: &str| fields.texts.iter().find(|it| it.language == language);
    let en = text("en");
    let fr = text("fr");
    match name {
        "id" => fields.id.clone(),
        "kind" => fields.kind.clone(),
        "status" => fields.status.clone(),
        "languages" => joined(fields.texts.iter().map(|it| &it.language), " "),
        "title_en" => en.map(|it| it.title.clone()).unwrap_or_default(),
        "title_fr" => fr.map(|it| it.title.clone()).unwrap_or_default(),
        "summary_en" => en.map(|it| it.summary.clone()).unwrap_or_default(),
        "summary_fr" => fr.map(|it| it.summary.clone()).unwrap_or_default(),
        "body_en" => en.map(|it| it.body.clone()).unwrap_or_default(),
        "body_fr" => fr.map(|it| it.body.clone()).unwrap_or_default(),
        "cost_band" => fields.cost_band.clone(),
        "licence" => fields.licence.clone(),
        "contact_role" => fields.contact_role.clone(),
        "review_due" => fields.review_due.clone(),
        "codes" => joined(fields.codes.iter().flat_map(choices), ";"),
        "references" => joined(&fields.references, "\n"),
        "labels" => joined(fields.labels.iter().map(Label::spelled), "\n"),
        "ratings" => {
            joined(fields.ratings.iter().map(|it| format!("{}={}", it.scheme, it.rating)), ";")
        }
        "sharing" => fields.sharing.clone(),
        "community" => fields.community.clone(),
        "benchmark" => fields.benchmark.clone(),
        "cost_detail" => fields.cost_detail.clone(),
        "evidence_design" => fields.evidence.design.clone(),
        "evidence_size" => fields.evidence.size.clone(),
        "replication" => replication(fields.replication),
        detail => {
            let (name, language) = detail.rsplit_once('_').unwrap_or_default();
            text(language).map_or_else(String::new, |it| it.details.get(name).to_owned())
        }
    }
}

/// Spells where else a practice was done as `sites=3;times=2;independent`; nothing where nobody says.
fn replication(it: Replication) -> String {
    let Replication { sites, times, independent } = it;
    let counted = [("sites", sites), ("times", times)].into_iter().filter(|(_, count)| *count > 0);
    let said = counted.map(|(name, count)| format!("{name}={count}"));
    joined(said.chain(independent.then(|| "independent".to_owned())), ";")
}

fn response_column(responses: &[(&Row, &response::Fields)], index: usize) -> ArrayRef {
    let fields = responses.iter().map(|(_, fields)| *fields);
    if index == ABOUT {
        return Arc::new(BinaryArray::from_iter_values(fields.map(|it| it.about.0.as_bytes())));
    }
    let place = index.checked_sub(ABOUT + 1);
    let name = place.and_then(|place| RESPONSE_TEXTS.get(place));
    match (name, place.map(|place| place.saturating_sub(RESPONSE_TEXTS.len()))) {
        (Some(name), _) => texts(fields.map(|it| response_text(it, name))),
        (None, Some(0)) => numbers(fields.map(|it| i64::from(it.version))),
        (None, Some(_)) => numbers(fields.map(|it| length(&it.confirmed))),
        (None, None) => common_column(responses.iter().map(|(row, _)| *row), index),
    }
}

fn response_text(fields: &response::Fields, name: &str) -> String {
    let text = |language: &str| {
        let text = fields.texts.iter().find(|it| it.language == language);
        text.map(|it| it.text.clone()).unwrap_or_default()
    };
    match name {
        "practice_id" => fields.practice.clone(),
        "statement" => fields.statement.word().to_owned(),
        "languages" => joined(fields.texts.iter().map(|it| &it.language), " "),
        "text_en" => text("en"),
        "text_fr" => text("fr"),
        "results" => joined(fields.results.iter().flat_map(figures_of), ";"),
        _ => String::new(),
    }
}

/// Spells where a result is to be read as `INDICATOR PERIOD REGION`, one by one.
fn figures_of(outcome: &response::Outcome) -> impl Iterator<Item = String> {
    let response::Outcome { period, region, indicators } = outcome;
    indicators.iter().map(move |indicator| format!("{indicator} {period} {region}"))
}

/// Spells the codes of one list as `list=CODE`, one by one.
fn choices(choice: &CodeChoice) -> impl Iterator<Item = String> {
    choice.codes.iter().map(|code| format!("{}={code}", choice.list))
}

fn common_column<'a>(rows: impl Iterator<Item = &'a Row>, index: usize) -> ArrayRef {
    match index {
        SEQ => numbers(rows.map(|row| i64::try_from(row.seq).unwrap_or(i64::MAX))),
        ENTRY => Arc::new(BinaryArray::from_iter_values(rows.map(|row| row.entry_id.0.as_bytes()))),
        _ => numbers(rows.map(|row| row.created_ms)),
    }
}

fn texts(values: impl Iterator<Item = impl AsRef<str>>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

fn numbers(values: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values))
}

fn length<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

fn joined(items: impl IntoIterator<Item = impl ToString>, by: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|it| it.to_string()).collect();
    items.join(by)
}
