//! The read model: what every member published, as tables, and the engine that answers questions.
//!
//! The log is the truth; a [`View`] is what a reader wants to see of it. It promises:
//!
//! - **It can be thrown away.** Nothing is durable here alone. A directory that is damaged, or was
//!   made under another schema, is emptied and built again from the log.
//! - **Same bytes, same answer.** Two views that were given the same entries answer every query
//!   byte for byte alike, however the entries were interleaved, batched or compacted.
//! - **A query cannot do harm.** It reads; it has a budget of memory and time; it sees no file, no
//!   clock and no chance.
//!
//! It is the only crate that knows DataFusion and Parquet, and it knows neither network nor keys.

mod apply;
mod engine;
mod error;
mod known;
mod rollup;
mod row;
mod setting;
mod standing;
mod state;
mod store;
mod table;
mod view;
mod writer;

pub use apply::ApplyError;
pub use arrow::array::RecordBatch;
pub use arrow::datatypes::SchemaRef;
pub use engine::answer::Answer;
pub use engine::filters::Filters;
pub use engine::names::CATALOG;
pub use engine::names::SCHEMA;
pub use engine::prepared::Described;
pub use engine::run::QUERY_THREAD;
pub use engine::search::Searched;
pub use engine::search::records::FACETS as SEARCH_FACETS;
pub use engine::search::records::Said;
pub use engine::search::records::filter_of;
pub use error::Blame;
pub use error::QueryError;
pub use error::Thing;
pub use flotilla_search::Found;
pub use flotilla_search::Hit;
pub use flotilla_search::InvalidQuestion;
pub use flotilla_search::Language as SearchLanguage;
pub use flotilla_search::QUESTION_CHARS_MAX;
pub use flotilla_search::Question;
pub use flotilla_search::Record;
pub use flotilla_search::Snippet;
pub use flotilla_search::Text as SearchText;
pub use rollup::Rollup;
pub use row::Content;
pub use row::EntryState;
pub use row::Place;
pub use row::Reach;
pub use row::Row;
pub use row::Snapshot;
pub use row::Watermark;
pub use setting::Limits;
pub use setting::MemberRow;
pub use setting::QueryLimits;
pub use setting::Setting;
pub use standing::Look;
pub use standing::Standing;
pub use table::TableName;
pub use view::OpenViewError;
pub use view::View;

#[cfg(test)]
mod tests;
