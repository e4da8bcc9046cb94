//! Searching practice records: the index of a state, made when somebody searches it.
//!
//! ```text
//! state ─► rows of `practices` ─► index ─► what is found ─► rows in that order, chunk by chunk
//!                                   └────► search_practices('…') in SQL
//! ```
//!
//! It promises:
//!
//! - **What is found is what the table shows**, of one state: an index is made from the rows of the table `practices`.
//! - **An index goes with its records**: when another set of them counts, the one that is kept is dropped. Whoever
//!   searches meanwhile ends with what they began with, as readers of tables do.
//! - **Words of strangers stop nothing**: stemmers work on the thread of a query, where a panic ends that query.

pub(crate) mod function;
pub(crate) mod records;
pub(crate) mod rows;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use datafusion::catalog::Session;
use datafusion::common::Result;
use flotilla_domain::id::Hash;
use flotilla_search::Found;
use flotilla_search::Hit;
use flotilla_search::Index;
use flotilla_search::Question;
use flotilla_search::Record;
use flotilla_search::Snippet;
use tokio::sync::oneshot;
use tokio::time::timeout_at;

use crate::engine::Engine;
use crate::engine::answer::Answer;
use crate::engine::run;
use crate::engine::run::Budget;
use crate::engine::search::records::Said;
use crate::engine::search::records::Sayings;
use crate::engine::translate;
use crate::error::QueryError;
use crate::row::Reach;
use crate::row::Snapshot;
use crate::setting::QueryLimits;
use crate::state::State;
use crate::table::Tables;

/// The index of the state that is published, if somebody searched it.
#[derive(Debug, Default)]
pub(crate) struct Library {
    shelf: Mutex<Shelf>,
    /// Held while an index is made: one at a time, for it takes a core.
    making: tokio::sync::Mutex<()>,
}

/// What is kept.
#[derive(Debug, Default)]
struct Shelf {
    published: Option<Arc<State>>,
    /// Of which records it is, and the index.
    index: Option<(Hash, Arc<Index>)>,
}

/// What was found in one state.
#[derive(Clone)]
pub struct Searched {
    question: Arc<Question>,
    index: Arc<Index>,
    found: Arc<Found>,
    /// By member and practice, what others said of it.
    said: Arc<Sayings>,
    state: Arc<State>,
}

impl Library {
    /// Takes note of what is published, and drops an index of other records.
    pub(crate) fn follow(&self, state: &Arc<State>) {
        let mut shelf = lock(&self.shelf);
        let is_stale = shelf.index.as_ref().is_some_and(|(of, _)| *of != state.library());
        let gone = if is_stale { shelf.index.take() } else { None };
        let before = shelf.published.replace(Arc::clone(state));
        drop(shelf);
        // Takes a while, and may remove files: not while others wait.
        drop((gone, before));
    }

    /// Returns the index of `state`, made now if it is not the one that is kept.
    pub(crate) async fn index(
        &self,
        session: &dyn Session,
        tables: &Arc<Tables>,
        state: &Arc<State>,
    ) -> Result<Arc<Index>> {
        let of = state.library();
        if let Some(index) = self.kept(of) {
            return Ok(index);
        }
        let _making = self.making.lock().await;
        // Somebody else may have made it meanwhile.
        if let Some(index) = self.kept(of) {
            return Ok(index);
        }
        let index = Arc::new(records::index(session, tables, state).await?);
        let mut shelf = lock(&self.shelf);
        if shelf.published.as_ref().is_some_and(|it| it.library() == of) {
            shelf.index = Some((of, Arc::clone(&index)));
        }
        Ok(index)
    }

    fn kept(&self, of: Hash) -> Option<Arc<Index>> {
        let shelf = lock(&self.shelf);
        let kept = shelf.index.as_ref().filter(|it| it.0 == of);
        kept.map(|(_, index)| Arc::clone(index))
    }
}

impl Engine {
    /// Searches the practice records of `state`, as far as `until` says.
    pub(crate) async fn search(
        &self,
        state: Arc<State>,
        question: Question,
        until: Option<Arc<Reach>>,
        limits: QueryLimits,
    ) -> Result<Searched, QueryError> {
        let budget = Budget::from_now(limits);
        let place = self.place(budget).await?;
        let state = until.map_or_else(|| Arc::clone(&state), |reach| Arc::new(state.at(&reach)));
        let session = self.session(&state, limits)?;
        let (tables, library) = (Arc::clone(&self.tables), Arc::clone(&self.library));
        let work = move |told: oneshot::Sender<Result<Searched, QueryError>>| async move {
            let work = async {
                let index = library.index(&session, &tables, &state).await?;
                let said = records::said(&session, &tables, &state).await?;
                let found = Arc::new(index.ask(&question));
                let (question, said) = (Arc::new(question), Arc::new(said));
                Ok(Searched { question, index, found, said, state })
            };
            let searched = timeout_at(budget.deadline, work).await;
            let searched = searched.map(|it| it.map_err(|it| translate::error(it, limits)));
            // If it was dropped, nobody waits any more and telling is in vain.
            drop(told.send(searched.unwrap_or_else(|_| Err(budget.exhausted()))));
        };
        run::on_a_thread(work, budget, place).await
    }

    /// Returns the rows of what was found, of these ranks counted from 0, best first.
    pub(crate) fn found(
        &self,
        searched: &Searched,
        ranks: Range<usize>,
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        let budget = Budget::from_now(limits);
        let session = self.session(&searched.state, limits)?;
        let running =
            rows::read(session, Arc::clone(&self.tables), searched.clone(), ranks, budget);
        Ok(Answer::new(running, &searched.state, budget))
    }
}

impl Searched {
    /// Returns what was found: the best first, and how much of it has which code.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Returns a record that was found, as the index has it.
    pub fn record(&self, hit: Hit) -> Option<&Record> {
        self.index.record(hit.number)
    }

    /// Returns the part of a record that shows why it was found.
    pub fn snippet(&self, hit: Hit) -> Snippet {
        self.index.snippet(&self.question, hit.number)
    }

    /// Returns what other members said of a record that was found.
    pub fn said(&self, hit: Hit) -> Said {
        let said = self.record(hit).and_then(|it| {
            let practice = it.keys.get(records::ID)?.clone();
            self.said.get(&(it.member.clone(), practice))
        });
        said.copied().unwrap_or_default()
    }

    /// Returns the state of the shared data that was searched.
    pub fn snapshot(&self) -> Snapshot {
        self.state.snapshot
    }

    /// Returns when the latest entry of that state was made, as its author says, in milliseconds since 1970.
    pub fn latest_ms(&self) -> i64 {
        self.state.latest_ms
    }
}

#[cfg(test)]
impl Searched {
    /// Returns what was searched.
    pub(crate) fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index)
    }
}

impl fmt::Debug for Searched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Searched")
            .field("question", &self.question)
            .field("snapshot", &self.state.snapshot)
            .finish_non_exhaustive()
    }
}

/// Locks `mutex`. What it guards is replaced in single steps, so a panic leaves it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
