//! `search_practices('waitlist', 'eepm=4', 'lang=fr')`: searching as a table in SQL.
//!
//! ```sql
//! SELECT s.rank, p.title_en, s.snippet FROM search_practices('waitlist') s
//! JOIN practices p ON p.record_id = s.record_id ORDER BY s.rank
//! ```
//!
//! What is asked stands in the text of the query, so the answer depends on that and the state alone.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::catalog::TableFunctionArgs;
use datafusion::catalog::TableFunctionImpl;
use datafusion::catalog::TableProvider;
use datafusion::common::DataFusionError;
use datafusion::common::Result;
use datafusion::datasource::MemTable;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::TableType;
use datafusion::physical_plan::ExecutionPlan;
use flotilla_domain::message::Message;
use flotilla_search::Hit;
use flotilla_search::InvalidQuestion;
use flotilla_search::Language;
use flotilla_search::QUESTION_CHARS_MAX;
use flotilla_search::Question;

use crate::engine::search::Library;
use crate::engine::search::Searched;
use crate::engine::search::records::FACETS;
use crate::engine::search::records::ID;
use crate::engine::search::records::filter_of;
use crate::engine::search::rows;
use crate::engine::translate;
use crate::state::State;
use crate::table::Tables;

/// What it is called in SQL.
pub(crate) const NAME: &str = "search_practices";

/// The most filters, each named once.
const FILTERS_MAX: usize = 32;

/// Makes tables of what is found in one state.
#[derive(Clone)]
pub(crate) struct SearchFunction {
    pub(crate) tables: Arc<Tables>,
    pub(crate) state: Arc<State>,
    pub(crate) library: Arc<Library>,
}

/// What is found, once somebody reads it.
#[derive(Debug)]
struct SearchTable {
    function: SearchFunction,
    question: Question,
    schema: SchemaRef,
}

/// Why a search cannot be answered, in words for whoever asks.
#[derive(Debug, thiserror::Error)]
#[error("the search is none")]
pub(crate) struct NoSearch(pub(crate) Message);

impl fmt::Debug for SearchFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchFunction").finish_non_exhaustive()
    }
}

impl TableFunctionImpl for SearchFunction {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let texts = args.exprs().iter().map(literal).collect::<Option<Vec<_>>>();
        let Some([words, filters @ ..]) = texts.as_deref() else {
            return Err(none(Message::new("view-search-texts").word("name", NAME)));
        };
        let question = question(words, filters, &self.tables).map_err(none)?;
        let schema = schema();
        Ok(Arc::new(SearchTable { function: self.clone(), question, schema }))
    }
}

#[async_trait]
impl TableProvider for SearchTable {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let SearchFunction { tables, state, library } = &self.function;
        let index = library.index(session, tables, state).await?;
        let found = index.ask(&self.question);
        let searched = Searched {
            question: Arc::new(self.question.clone()),
            index,
            found: Arc::new(found),
            said: Arc::default(),
            state: Arc::clone(state),
        };
        let rows = rows_of(&searched, &self.schema)?;
        let table = MemTable::try_new(self.schema(), vec![vec![rows]])?;
        table.scan(session, projection, filters, limit).await
    }
}

/// Returns what is found, all of it, best first.
fn rows_of(searched: &Searched, schema: &SchemaRef) -> Result<RecordBatch> {
    let hits: Vec<(usize, Hit)> = (1..).zip(searched.found().hits.iter().copied()).collect();
    let records = || hits.iter().filter_map(|(_, hit)| searched.record(*hit));
    let ids: ArrayRef = Arc::new(StringArray::from_iter_values(records().map(|it| &it.id)));
    let members: ArrayRef = Arc::new(StringArray::from_iter_values(records().map(|it| &it.member)));
    let own = rows::own_columns(searched, &hits);
    let columns = [ids, members].into_iter().chain(own).collect();
    Ok(RecordBatch::try_new(SchemaRef::clone(schema), columns)?)
}

fn schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let fields = [text("record_id"), text("member")].into_iter().chain(rows::own_fields());
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Returns the text that an argument is, if it is one.
fn literal(argument: &Expr) -> Option<String> {
    match argument {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    }
}

/// Returns the question that words and filters such as `population=BLACK,NEWCOMER` ask.
fn question(words: &str, filters: &[String], tables: &Tables) -> Result<Question, Message> {
    let too_long =
        |InvalidQuestion| Message::new("view-search-too-long").number("limit", QUESTION_CHARS_MAX);
    let mut question = Question::parse(words).map_err(too_long)?;
    if filters.len() > FILTERS_MAX {
        return Err(Message::new("view-search-texts").word("name", NAME));
    }
    let mut known: BTreeMap<String, String> = FACETS
        .iter()
        .chain([&ID])
        .map(|it| ((*it).to_owned(), (*it).to_owned()))
        .collect();
    known.extend(tables.lists().map(|it| (filter_of(it), filter_of(it))));
    known.insert("eepm".to_owned(), "eepm_standard".to_owned());
    for filter in filters {
        let (name, values) = filter.split_once('=').unwrap_or((filter, ""));
        if name == "lang" {
            question.language = Language::ALL.into_iter().find(|it| it.code() == values);
            if question.language.is_none() {
                let message = Message::new("view-search-filter").word("name", filter);
                return Err(message.word("nearest", "lang=en"));
            }
            continue;
        }
        let Some(name) = known.get(name) else {
            let names = known.keys().cloned();
            let nearest = translate::nearest(name, names).unwrap_or_else(|| "eepm".to_owned());
            return Err(Message::new("view-search-filter")
                .word("name", name)
                .word("nearest", nearest));
        };
        question
            .only
            .insert(name.clone(), values.split(',').map(str::to_owned).collect());
    }
    Ok(question)
}

fn none(message: Message) -> DataFusionError {
    DataFusionError::External(NoSearch(message).into())
}
