//! Answers questions about the shared data.
//!
//! Two halves over one read model. The [`Materialiser`] follows the ledger: it judges new entries and
//! hands them to the view, member by member, in log order. The [`Reader`] answers from the view. It
//! promises:
//!
//! - **Every answer names its snapshot**: the digest of the heads it was computed from. Two nodes with
//!   equal snapshots answer alike.
//! - **A cut-off node still answers**, and says as of when.
//! - **The view may be thrown away**: what it lacks is read from the log again.

pub mod access;
mod as_of;
mod card;
mod feed;
mod follow;
mod labels;
mod revoked;
mod search;
mod standing;

use std::sync::Arc;
use std::time::Duration;

use flotilla_answer::Column;
use flotilla_answer::labels::Labels;
use flotilla_domain::coalition::State;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::roster::Member;
use flotilla_domain::roster::Roster;
use flotilla_domain::scope::Scope;
use flotilla_domain::scope::Scopes;
use flotilla_text::Language;
use flotilla_view::MemberRow;
use flotilla_view::QueryLimits;
use flotilla_view::Setting;
use tokio::sync::watch;

use crate::blame::Blame;
use crate::judge;
use crate::judge::Judge;
use crate::ledger::Ledger;
use crate::query::follow::Seen;

pub use flotilla_view::Answer;
pub use flotilla_view::CATALOG;
pub use flotilla_view::Described;
pub use flotilla_view::EntryState;
pub use flotilla_view::Filters;
pub use flotilla_view::Hit;
pub use flotilla_view::Look;
pub use flotilla_view::QUESTION_CHARS_MAX;
pub use flotilla_view::QueryError;
pub use flotilla_view::Question;
pub use flotilla_view::Reach;
pub use flotilla_view::Record;
pub use flotilla_view::RecordBatch;
pub use flotilla_view::Rollup;
pub use flotilla_view::SCHEMA;
pub use flotilla_view::SEARCH_FACETS;
pub use flotilla_view::Said;
pub use flotilla_view::SchemaRef;
pub use flotilla_view::SearchLanguage;
pub use flotilla_view::SearchText;
pub use flotilla_view::Searched;
pub use flotilla_view::Snapshot;
pub use flotilla_view::Snippet;
pub use flotilla_view::Standing as EntryStanding;
pub use flotilla_view::TableName;
pub use flotilla_view::View;
pub use flotilla_view::filter_of;

pub use crate::query::as_of::AsOfError;
pub use crate::query::card::Card;
pub use crate::query::feed::FATES_MAX;
pub use crate::query::feed::Fate;
pub use crate::query::feed::FeedError;
pub use crate::query::feed::InvalidTold;
pub use crate::query::feed::Piece;
pub use crate::query::feed::Told;
pub use crate::query::follow::FollowError;
pub use crate::query::follow::Materialiser;
pub use crate::query::follow::opened;
pub use crate::query::search::searched_in;
pub use crate::query::standing::Standing;

/// How long a publisher waits at most for the read model.
const SHOWN_WITHIN: Duration = Duration::from_secs(5);

/// Answers from the read model; how one entry stands, from the log itself.
#[derive(Clone, Debug)]
pub struct Reader {
    view: View,
    rosters: watch::Receiver<Arc<Roster>>,
    shown: watch::Receiver<Option<Seen>>,
    ledger: Ledger,
    judge: Arc<Judge>,
}

/// What became of waiting for another snapshot.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Moved {
    /// There is one.
    On,
    /// The node stops.
    Stopping,
}

impl Reader {
    /// Runs one SQL query, read only.
    ///
    /// # Errors
    ///
    /// Fails if it is no query, is not allowed, or needs more than it may have.
    pub async fn sql(&self, sql: &str) -> Result<Answer, QueryError> {
        self.view.query(sql, QueryLimits::DEFAULT).await
    }

    /// Runs one SQL query whose gaps the row in `values` fills, the bytes of an Arrow IPC stream.
    ///
    /// # Errors
    ///
    /// Fails as [`Reader::sql`] does, or if the values do not fit the gaps.
    pub async fn sql_with(&self, sql: &str, values: Vec<u8>) -> Result<Answer, QueryError> {
        self.view.query_with(sql, values, QueryLimits::DEFAULT).await
    }

    /// Says what a SQL query answers and what gaps it has, without running it.
    ///
    /// # Errors
    ///
    /// Fails if it is no query, or is not allowed.
    pub async fn describe(&self, sql: &str) -> Result<Described, QueryError> {
        self.view.describe(sql, QueryLimits::DEFAULT).await
    }

    /// Returns the rows of `table` that pass `filters`.
    ///
    /// # Errors
    ///
    /// Fails if a filter names no column, or the query needs more than it may have.
    pub async fn read(&self, table: TableName, filters: &Filters) -> Result<Answer, QueryError> {
        self.view.read(table, filters, QueryLimits::DEFAULT).await
    }

    /// Returns the rows of `table` that pass `filters`, for somebody who takes all of them and may be slow.
    ///
    /// # Errors
    ///
    /// Fails if a filter names no column.
    pub async fn download(
        &self,
        table: TableName,
        filters: &Filters,
    ) -> Result<Answer, QueryError> {
        self.view.read(table, filters, QueryLimits::DOWNLOAD).await
    }

    /// Returns totals over members.
    ///
    /// # Errors
    ///
    /// Fails if totals cannot be told apart so, or are made of too many figures.
    pub async fn roll_up(&self, rollup: &Rollup) -> Result<Answer, QueryError> {
        self.view.roll_up(rollup, QueryLimits::DEFAULT).await
    }

    /// Returns the columns by which totals may be told apart, in order.
    pub fn rollup_columns(&self) -> Vec<String> {
        self.view.rollup_columns()
    }

    /// Returns what the codes of an answer are called.
    pub fn labels(&self, answer: &Answer, language: Language) -> Labels {
        let roster = self.roster();
        Labels::new(&answer.schema(), |column| labels::names(column, &roster, language))
    }

    /// Returns the names of the columns of `table`, in order.
    pub fn columns(&self, table: TableName) -> Vec<String> {
        self.view
            .schema(table)
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    /// Returns the columns of `table`.
    pub fn schema(&self, table: TableName) -> SchemaRef {
        self.view.schema(table)
    }

    /// Returns the columns of `table`, and what they hold.
    pub fn described(&self, table: TableName) -> Vec<Column> {
        flotilla_answer::columns(&self.view.schema(table))
    }

    /// Returns whether the view has caught up with the log once.
    pub fn is_caught_up(&self) -> bool {
        self.shown.borrow().is_some()
    }

    /// Waits until queries see entry `seq` of the log of `member`, but no longer than
    /// five seconds: an entry that is durable is published, whether or not it can be read yet.
    pub async fn shows(&self, member: MemberId, seq: u64) {
        let mut shown = self.shown.clone();
        let reached = shown.wait_for(|seen| {
            let head = seen.as_ref().and_then(|seen| seen.heads.get(&member));
            head.and_then(|head| head.link).is_some_and(|link| link.seq >= seq)
        });
        let _late_or_stopping = tokio::time::timeout(SHOWN_WITHIN, reached).await;
    }

    /// Waits until queries follow what is decided now, but no longer than five seconds: what is decided
    /// counts, whether or not it can be read yet.
    pub async fn follows(&self) {
        let (decided, mut shown) = (self.roster(), self.shown.clone());
        let reached = shown
            .wait_for(|seen| seen.as_ref().is_some_and(|seen| Arc::ptr_eq(&seen.roster, &decided)));
        let _late_or_stopping = tokio::time::timeout(SHOWN_WITHIN, reached).await;
    }

    /// Waits until queries see another snapshot than `id`, or the node stops.
    pub async fn moved_on(&self, id: SnapshotId) {
        let mut shown = self.shown.clone();
        let moved = shown.wait_for(|_| self.view.snapshot().id != id);
        let _stopping = moved.await;
    }

    /// Waits until queries see another snapshot than `id`; says if the node stops instead.
    pub async fn moved(&self, id: SnapshotId) -> Moved {
        let mut shown = self.shown.clone();
        match shown.wait_for(|_| self.view.snapshot().id != id).await {
            Ok(_) => Moved::On,
            Err(_) => Moved::Stopping,
        }
    }

    /// Returns how far every log goes that queries see now.
    pub fn reach(&self) -> Reach {
        self.view.reach()
    }

    /// Returns what queries see now.
    pub fn snapshot(&self) -> Snapshot {
        self.view.snapshot()
    }

    /// Returns who belongs, and the catalogue.
    pub fn roster(&self) -> Arc<Roster> {
        Arc::clone(&self.rosters.borrow())
    }
}

/// Returns what somebody must be allowed to ask for who reads `tables`; figures at least, for there is no question
/// about nothing.
pub fn scopes<'a>(tables: impl IntoIterator<Item = &'a TableName>) -> Scopes {
    let of = |table: &TableName| match table {
        TableName::Practices | TableName::Responses => Scope::Records,
        TableName::Entries
        | TableName::Indicators
        | TableName::Members
        | TableName::Observations
        | TableName::Revisions => Scope::Aggregates,
    };
    let scopes: Scopes = tables.into_iter().map(of).collect();
    if scopes.is_empty() { scopes.with(Scope::Aggregates) } else { scopes }
}

/// Returns whether a panic on the thread of this name is of a query, and ends that query only: what a
/// stranger asks must not end the node, and a query only reads.
pub fn contains_panics(thread: &str) -> bool {
    thread == flotilla_view::QUERY_THREAD
}

/// Returns the settings of a view of what `state` says. What is in files was judged by it, and is of
/// no use once it says something else.
pub fn setting(state: &State) -> Setting<'_> {
    let roster = state.roster();
    Setting {
        catalogue: roster.catalogue(),
        coalition: roster.coalition(),
        rules: judge::basis(state),
        members: members(roster),
        limits: flotilla_view::Limits::DEFAULT,
    }
}

/// Returns everyone who belongs or ever did: what former members published before they left counts.
fn members(roster: &Roster) -> Vec<MemberRow> {
    let row = |member: &Member| MemberRow {
        id: member.id,
        handle: member.handle().to_owned(),
        name: member.document.name.clone(),
        is_active: member.is_active(),
        version: member.document.version,
        regions: member.document.profile.regions.clone(),
        programs: member.document.profile.programs.clone(),
    };
    roster.everyone().map(row).collect()
}

/// Returns who can do something about an error of the engine.
pub fn blame(error: &QueryError) -> Blame {
    match error.blame() {
        flotilla_view::Blame::Caller => Blame::Caller,
        flotilla_view::Blame::Us => Blame::Us,
        flotilla_view::Blame::Weather => Blame::Weather,
    }
}
