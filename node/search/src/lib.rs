//! Full text search of practice records, in English and French.
//!
//! Records go in ([`Builder`]), questions go in ([`Question`]), ranked records come out ([`Found`]). It promises:
//!
//! - **Same records, same answer**: order, scores and snippets follow from the records alone. Numbers are whole, so
//!   no processor rounds otherwise; ties go by id; there are no parts that come and go, as an index has that is
//!   written to.
//! - **Nothing is left of a record** that is not in an index: an index never changes, is in memory alone, and whoever
//!   wants one without a record builds another (ADR 42).
//! - **A question cannot be wrong**, only too long: there is no syntax. Accents and capitals mean nothing, and a word
//!   is looked for in both languages, by its stem in each.
//! - **No member crowds out another**: each has the same room ([`RECORDS_PER_MEMBER_MAX`], [`BODIES_PER_MEMBER_BYTES_MAX`]).
//!
//! It knows neither network nor logs, neither the clock nor the disk.

mod answer;
mod index;
mod question;
mod record;
mod score;
mod snippet;
mod words;

pub use crate::answer::Found;
pub use crate::answer::Hit;
pub use crate::index::BODIES_PER_MEMBER_BYTES_MAX;
pub use crate::index::Builder;
pub use crate::index::Index;
pub use crate::index::RECORDS_PER_MEMBER_MAX;
pub use crate::question::InvalidQuestion;
pub use crate::question::QUESTION_CHARS_MAX;
pub use crate::question::Question;
pub use crate::record::Record;
pub use crate::record::Text;
pub use crate::snippet::SNIPPET_CHARS;
pub use crate::snippet::Snippet;
pub use crate::words::Language;

#[cfg(test)]
mod tests;
