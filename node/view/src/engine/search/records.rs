//! Rows of tables as the index wants them: practice records, and how many others used them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::array::RecordBatch;
use arrow::datatypes::Int64Type;
use arrow::datatypes::TimestampMillisecondType;
use datafusion::catalog::Session;
use datafusion::catalog::TableProvider;
use datafusion::common::Result;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::execute_stream;
use flotilla_search::Builder;
use flotilla_search::Index;
use flotilla_search::Language;
use flotilla_search::Record;
use flotilla_search::Text;
use tokio_stream::StreamExt;

use crate::engine::scan::LogTable;
use crate::state::State;
use crate::table::Logged;
use crate::table::Tables;

/// The id of a practice, by which records can be chosen.
pub(crate) const ID: &str = "id";

/// What records can be chosen and counted by, besides the lists of the coalition.
pub const FACETS: [&str; 9] = [
    "cost_band",
    "eepm_standard",
    "evidence_design",
    "kind",
    "language",
    "licence",
    "member",
    "rating",
    "sharing",
];

/// Names that a list of the coalition cannot have as a filter, for they mean something else.
const TAKEN: [&str; 9] =
    ["as_of", "cursor", "dialect", "eepm", "labels", "lang", "limit", "q", "status"];

/// Columns whose value is a code.
const CODES: [&str; 6] = ["cost_band", "evidence_design", "kind", "licence", "member", "sharing"];

/// What the body of a text is made of, in each language.
const BODIES: [&str; 8] = [
    "body",
    "goals",
    "core_components",
    "dosage",
    "staffing",
    "training",
    "adaptation_notes",
    "evidence",
];

/// How many other members said what of a practice.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Said {
    /// Uses it with changes.
    pub adapted: u32,
    /// Uses it.
    pub adopted: u32,
    /// Stands by it.
    pub endorsement: u32,
    /// Asks about it.
    pub question: u32,
}

/// By member and practice, what others said of it.
pub(crate) type Sayings = BTreeMap<(String, String), Said>;

/// Where rows are read, in which shape and of which state.
type Source<'a> = (&'a dyn Session, &'a Arc<Tables>, &'a Arc<State>);

/// Returns the name of the filter for a code list: its own, unless that means something else.
pub fn filter_of(list: &str) -> String {
    let is_taken = list == ID || FACETS.contains(&list) || TAKEN.contains(&list);
    if is_taken { format!("list_{list}") } else { list.to_owned() }
}

/// Returns the index of the practice records that `state` shows.
pub(crate) async fn index(
    session: &dyn Session,
    tables: &Arc<Tables>,
    state: &Arc<State>,
) -> Result<Index> {
    let mut rows = scan(Logged::Practices, (session, tables, state)).await?;
    let mut builder = Builder::default();
    while let Some(batch) = rows.next().await {
        let batch = batch?;
        (0..batch.num_rows()).for_each(|row| builder.push(record(&batch, row)));
    }
    Ok(builder.finish())
}

/// Returns by member and practice how many others said what of it.
pub(crate) async fn said(
    session: &dyn Session,
    tables: &Arc<Tables>,
    state: &Arc<State>,
) -> Result<Sayings> {
    let mut said = Sayings::new();
    let mut rows = scan(Logged::Responses, (session, tables, state)).await?;
    while let Some(batch) = rows.next().await {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let text = |name| text(&batch, name, row);
            let (from, of) = (text("member"), text("practice_member"));
            // What is not here is of nobody, and nobody's word counts for their own.
            if of.is_empty() || from == of {
                continue;
            }
            let said = said.entry((of.to_owned(), text("practice_id").to_owned())).or_default();
            said.add(text("statement"));
        }
    }
    Ok(said)
}

impl Said {
    fn add(&mut self, statement: &str) {
        let count = match statement {
            "adapted" => &mut self.adapted,
            "adopted" => &mut self.adopted,
            "endorsement" => &mut self.endorsement,
            "question" => &mut self.question,
            _ => return,
        };
        *count = count.saturating_add(1);
    }
}

/// Reads a table as it is shown, as readers of it do.
async fn scan(
    table: Logged,
    (session, tables, state): Source<'_>,
) -> Result<SendableRecordBatchStream> {
    let table = LogTable::new(table, Arc::clone(tables), Arc::clone(state));
    let plan = table.scan(session, None, &[], None).await?;
    execute_stream(plan, session.task_ctx())
}

fn record(batch: &RecordBatch, row: usize) -> Record {
    let text = |name: &str| text(batch, name, row).to_owned();
    let published = batch.column_by_name("published_at");
    let published = published.and_then(|it| it.as_primitive_opt::<TimestampMillisecondType>());
    let standard = batch.column_by_name("eepm_standard");
    let standard = standard.and_then(|it| it.as_primitive_opt::<Int64Type>());
    let mut facets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |list: &str, code: &str| {
        if !code.is_empty() {
            facets.entry(list.to_owned()).or_default().push(code.to_owned());
        }
    };
    for column in CODES {
        add(column, &text(column));
    }
    if let Some(standard) = standard.and_then(|it| it.values().get(row)) {
        add("eepm_standard", &standard.to_string());
    }
    text("languages").split(' ').for_each(|it| add("language", it));
    text("ratings").split(';').for_each(|it| add("rating", it));
    for (list, code) in text("codes").split(';').filter_map(|it| it.split_once('=')) {
        add(&filter_of(list), code);
    }
    let keys = [ID, "labels", "status"].map(|name| (name.to_owned(), text(name)));
    let texts = Language::ALL.into_iter().filter_map(|language| {
        let part = |name: &str| text(&format!("{name}_{}", language.code()));
        let (title, summary) = (part("title"), part("summary"));
        let bodies = BODIES.map(part).into_iter().filter(|it| !it.is_empty());
        let body = bodies.collect::<Vec<_>>().join("\n\n");
        (!title.is_empty()).then_some((language, Text { title, summary, body }))
    });
    Record {
        id: text("record_id"),
        member: text("member"),
        published_ms: published.and_then(|it| it.values().get(row)).copied().unwrap_or_default(),
        facets,
        keys: keys.into(),
        texts: texts.collect(),
    }
}

fn text<'a>(batch: &'a RecordBatch, name: &str, row: usize) -> &'a str {
    let column = batch.column_by_name(name).filter(|_| row < batch.num_rows());
    column.and_then(|it| it.as_string_opt::<i32>()).map_or("", |it| it.value(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_filtered_by_its_name_unless_that_means_something_else() {
        assert_eq!(filter_of("age_group"), "age_group");
        for name in FACETS.iter().chain(&TAKEN).chain([&ID]) {
            assert_eq!(filter_of(name), format!("list_{name}"));
        }
    }
}
