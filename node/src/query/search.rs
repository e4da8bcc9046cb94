//! Searching practice records, and one record as its author wrote it.

use std::ops::Range;
use std::sync::Arc;

use flotilla_answer::labels::Names;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::id::EntryId;
use flotilla_domain::practice::Practice;
use flotilla_text::Language;
use flotilla_view::Answer;
use flotilla_view::QueryError;
use flotilla_view::QueryLimits;
use flotilla_view::Question;
use flotilla_view::Reach;
use flotilla_view::SearchLanguage;
use flotilla_view::Searched;
use flotilla_wire::payload::Content;

use crate::judge::JudgeError;
use crate::query::Reader;
use crate::query::labels;

impl Reader {
    /// Searches the practice records that count, as far as `until` says.
    ///
    /// # Errors
    ///
    /// Fails if it takes too long, or the read model is damaged.
    pub async fn search(
        &self,
        question: Question,
        until: Option<Arc<Reach>>,
    ) -> Result<Searched, QueryError> {
        self.view.search(question, until, QueryLimits::DEFAULT).await
    }

    /// Returns the rows of what was found, of these ranks counted from 0, best first.
    ///
    /// # Errors
    ///
    /// Fails if the engine does.
    pub fn found(&self, searched: &Searched, ranks: Range<usize>) -> Result<Answer, QueryError> {
        self.view.found(searched, ranks, QueryLimits::DOWNLOAD)
    }

    /// Returns the practice record of the entry `id` and what its author signed of it, if it counts and is no
    /// card of one that is held at home.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read, or refers to a decision that is not known yet.
    pub async fn practice(
        &self,
        id: EntryId,
    ) -> Result<Option<(EntryHeader, Box<Practice>)>, JudgeError> {
        let Some(found) = self.judge.find(id).await? else { return Ok(None) };
        let header = found.entry.value().header.clone();
        let practice = match found.counting() {
            Some(Content::Practice(practice)) if !self.view.is_gone(header.member, id) => practice,
            _ => return Ok(None),
        };
        let is_card = practice.fields().held.is_some();
        Ok((!is_card).then(|| (header, practice.clone())))
    }

    /// Returns what the codes of a column are called, if it holds codes.
    pub fn names(&self, column: &str, language: Language) -> Option<Names> {
        labels::names(column, &self.roster(), language)
    }
}

/// Returns a language of readers as searches know it.
pub fn searched_in(language: Language) -> SearchLanguage {
    match language {
        Language::English => SearchLanguage::English,
        Language::French => SearchLanguage::French,
    }
}
