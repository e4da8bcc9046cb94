//! Turns a member's own files into signed entries.
//!
//! ```text
//!  file ──prepare──► gate::preview (read ► Draft ► pass ► Releasable) ──► Preview (exactly what peers see)
//!                                                          │
//!       ◄──commit── consent ──────────────────────────────►│
//!                                                          ▼
//!           header ► sign ► decode ► verify (the stranger's door) ► append, fsync ► Receipt
//! ```
//!
//! - **Nothing but what passed the gate becomes an entry**: `Sealable` holds a `Releasable`, a
//!   `ReleasablePractice` or a `ReleasableResponse`, which only the gate can make; a notice; or the end of tokens.
//! - **What was shown is what is signed**: a preview is kept and committed as it is; if something was
//!   published in between, it has to be prepared again; also by others, where it is not safe beside that (`others`).
//! - **All or nothing**: the entries of one preview are appended together.
//! - **One commit after the other, to its end**, whoever waits for it; the next begins when the disk has answered.
//! - **No place is signed twice**: while anybody says that our log has been longer than what we hold
//!   of it, nothing is signed; it is fetched back first.
//! - Raw rows and exact counts live only while a file is being prepared.

mod again;
mod communities;
mod error;
mod others;
mod preview;
mod seal;
mod take_back;
mod texts;
mod tokens;

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use flotilla_domain::chain::Link;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::policy::Strictness;
use flotilla_domain::roster::Roster;
use flotilla_gate::export::document;
use flotilla_gate::form::Form;
use flotilla_gate::history::History;
use flotilla_gate::pass::Releasable;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;
use flotilla_gate::shelf::Shelf;
use flotilla_text::Texts;
use tokio::sync::watch;
use tracing::warn;

use crate::clock::Clock;
use crate::entropy;
use crate::held::Held;
use crate::identity::Signer;
use crate::identity::Speaker;
use crate::identity::Standing;
use crate::judge::Judge;
use crate::ledger::AppendError;
use crate::ledger::Claim;
use crate::ledger::Ledger;

pub use crate::publish::communities::Asked;
pub use crate::publish::communities::Communities;
pub use crate::publish::error::Blocked;
pub use crate::publish::error::PublishError;
use crate::publish::others::Others;
pub use crate::publish::preview::Already;
pub use crate::publish::preview::Preview;
pub use crate::publish::preview::PreviewId;
pub use crate::publish::seal::SealError;
use crate::publish::seal::Sealable;
pub use crate::publish::take_back::TakeBack;
pub use crate::publish::take_back::TakeBackError;
pub use crate::publish::tokens::IssueError;
pub use crate::publish::tokens::Issued;
pub use crate::publish::tokens::Terms;

/// The most previews that wait for consent at once; the oldest is forgotten first.
const PREVIEWS_MAX: usize = 8;

/// Publishes for one member.
// `Debug` is written by hand below: the rounding secret must not be printed.
pub struct Publisher {
    rosters: watch::Receiver<Arc<Roster>>,
    signer: Arc<Signer>,
    secret: RoundingSecret,
    clock: Clock,
    ledger: Ledger,
    judge: Arc<Judge>,
    strictness: Strictness,
    held: Held,
    waiting: Mutex<Vec<Prepared>>,
    /// Entries are numbered one commit after the other.
    turn: tokio::sync::Mutex<()>,
}

/// What was published.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// The entries, in order.
    pub entries: Vec<EntryId>,
    /// The place of the last of them.
    pub seq: u64,
    /// How many observations they hold.
    pub observations: usize,
    /// How many of those are withheld.
    pub withheld: usize,
    /// The state of the log after them.
    pub snapshot: SnapshotId,
    /// When the last of them was made.
    pub created_ms: i64,
    /// How many organisations will keep a copy.
    pub members: usize,
    /// Of whose figures they are made up.
    pub coverage: Coverage,
}

/// What counts of our log.
struct Published {
    /// How many entries it has.
    after_seq: u64,
    history: History,
    shelf: Shelf,
}

/// A preview that waits for consent.
struct Prepared {
    id: PreviewId,
    /// How many entries the member's log had when it was prepared.
    after_seq: u64,
    contents: Vec<Sealable>,
    /// Who says of us what is not so, as the person said.
    disowned: Vec<String>,
}

impl Publisher {
    /// Assembles a publisher; only `app` calls this.
    pub fn new(parts: Parts) -> Self {
        let Parts { rosters, signer, secret, clock, ledger, judge, strictness, held } = parts;
        let (waiting, turn) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { rosters, signer, secret, clock, ledger, judge, strictness, held, waiting, turn }
    }

    /// Reads a table through the gate and shows what would be published, with what
    /// communities are to be asked, where that is meant. Signs nothing.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with the file or the recipe, or if the log cannot be read.
    pub async fn prepare_metrics(
        self: &Arc<Self>,
        file: Vec<u8>,
        recipe: String,
        asked: Asked,
    ) -> Result<Preview, PublishError> {
        let published = self.published().await?;
        let covers = Form::parse(&recipe).is_ok_and(|form| form.covers());
        let others = self.others(covers, &asked.disowned).await?;
        // The gate works for as long as a large file takes; other tasks must not wait for it.
        let this = Arc::clone(self);
        let work = move || this.pass_metrics(&file, &recipe, &asked, (published, others));
        let passed = tokio::task::spawn_blocking(work).await.map_err(PublishError::Work)?;
        let (mut preview, same) = passed?;
        if let Some(entry) = same {
            preview.already = self.said(entry).await?.map(|(_, already)| already);
        }
        Ok(preview)
    }

    fn pass_metrics(
        &self,
        file: &[u8],
        recipe: &str,
        asked: &Asked,
        (published, others): (Published, Others),
    ) -> Result<(Preview, Option<EntryId>), PublishError> {
        let Published { after_seq, history, .. } = published;
        let roster = self.roster();
        let member = self.speaker().map_err(PublishError::Blocked)?.member();
        let author = communities::Author { roster: &roster, member };
        let plain = self.rules(&roster)?;
        let scopes = asked.communities.scopes(&author).map_err(PublishError::Problems)?;
        let rules = plain.clone().granting(scopes);
        let form = Form::parse(recipe).map_err(PublishError::Problems)?;
        let secret = &self.secret;
        let prepared = flotilla_gate::preview::prepare_as(file, &form, &rules, secret, &history);
        let prepared = prepared.map_err(PublishError::Problems)?;
        others.hear(&history, prepared.releasables.iter().map(Releasable::release))?;
        let document = asked.words.map(Texts::new).map(|texts| {
            let who = (&rules, self.handle(&roster));
            document::of_preview(who, &history, &prepared.preview, &|it| texts.say(it))
        });
        let document = document.unwrap_or_default();
        let flotilla_gate::preview::Prepared { releasables, preview: table } = prepared;
        let same = table.is_unchanged().then(|| table.published_in(&history)).flatten();
        let mut preview = Preview::of_metrics(self.new_id()?, table, document, &roster);
        let communities = &asked.communities;
        if communities.is_question() {
            let request = communities.request(&author, &releasables);
            preview.request = request.map_err(PublishError::Problems)?;
            preview.entries = 0;
            return Ok((preview, same));
        }
        let releases = communities.attach(&author, releasables, (&plain, &history));
        let releases = releases.map_err(PublishError::Problems)?.into_iter();
        let contents = releases.map(Sealable::Release).collect();
        let disowned = asked.disowned.clone();
        self.keep(Prepared { id: preview.id, after_seq, contents, disowned });
        Ok((preview, same))
    }

    /// Signs and publishes what a preview showed.
    ///
    /// # Errors
    ///
    /// Fails if the preview is no longer valid, others told meanwhile what makes it unsafe, or the entries
    /// cannot be made durable; then nothing is published.
    pub async fn commit(self: &Arc<Self>, id: PreviewId) -> Result<Receipt, PublishError> {
        // Whoever waits for us may go away at any moment; the turn must last until the disk has
        // answered, or the next commit would number its entries as if ours were not on their way.
        let this = Arc::clone(self);
        let work = tokio::spawn(async move { this.commit_in_turn(id).await });
        work.await.map_err(PublishError::Work)?
    }

    async fn commit_in_turn(&self, id: PreviewId) -> Result<Receipt, PublishError> {
        let _turn = self.turn.lock().await;
        let prepared = self.take(id).ok_or(PublishError::Stale)?;
        let speaker = self.speaker().map_err(PublishError::Blocked)?;
        let head = self.own_head().map_err(PublishError::Blocked)?;
        if head.map_or(0, |link| link.seq) != prepared.after_seq || prepared.contents.is_empty() {
            return Err(PublishError::Stale);
        }
        self.hear_again(&prepared).await?;
        self.seal(&speaker, head, &prepared.contents).await
    }

    /// Signs `contents` after `head` and makes them durable; whoever calls this holds the turn.
    async fn seal(
        &self,
        speaker: &Speaker,
        head: Option<Link>,
        contents: &[Sealable],
    ) -> Result<Receipt, PublishError> {
        self.keep_at_home(contents).await?;
        let roster = self.roster();
        let mut link = head;
        let mut entries = Vec::new();
        let mut created_ms = 0;
        for content in contents {
            created_ms = self.clock.now_ms();
            let salt = entropy::bytes().map_err(PublishError::Entropy)?;
            let author = seal::Author { roster: &roster, speaker };
            let entry = author.seal(content, link, created_ms, salt);
            let entry = entry.map_err(PublishError::Seal)?;
            link = Some(entry.link());
            entries.push(entry);
        }
        let ids: Vec<EntryId> = entries.iter().map(|entry| entry.id()).collect();
        self.ledger.extend(entries).await.map_err(|error| self.refused(error))?;
        let count = |of: fn(&Sealable) -> usize| contents.iter().map(of).sum();
        Ok(Receipt {
            entries: ids,
            seq: link.map_or(0, |link| link.seq),
            observations: count(Sealable::observations),
            withheld: count(Sealable::withheld),
            snapshot: self.ledger.snapshot_id(),
            created_ms,
            members: roster.len(),
            coverage: contents.iter().find_map(Sealable::coverage).unwrap_or_default(),
        })
    }

    /// Returns the member that this node publishes for, as far as the coalition knows.
    pub fn member(&self) -> Option<MemberId> {
        self.signer.member()
    }

    /// Returns what people call the member, as `roster` knows it.
    fn handle<'a>(&self, roster: &'a Roster) -> &'a str {
        let me = self.member().and_then(|it| roster.member(it));
        me.map(|it| it.handle()).unwrap_or_default()
    }

    /// Returns whether the log may grow.
    ///
    /// # Errors
    ///
    /// Fails with the reason why it may not.
    pub fn ready(&self) -> Result<(), Blocked> {
        self.own_head().map(|_| ())
    }

    fn roster(&self) -> Arc<Roster> {
        Arc::clone(&self.rosters.borrow())
    }

    fn rules<'a>(&self, roster: &'a Roster) -> Result<Rules<'a>, PublishError> {
        let me = self.speaker().map_err(PublishError::Blocked)?.member();
        let me = roster.member(me).ok_or(PublishError::Blocked(Blocked::NoMember))?;
        let policy = roster.policy();
        let parameters = policy.gate.tightened(&self.strictness);
        Ok(Rules::new(roster.catalogue(), policy, parameters, &me.document.profile))
    }

    async fn published(&self) -> Result<Published, PublishError> {
        let own_seq = || self.own_head().map(|head| head.map_or(0, |link| link.seq));
        let after_seq = own_seq().map_err(PublishError::Blocked)?;
        let me = self.speaker().map_err(PublishError::Blocked)?.member();
        let history = self.judge.history(me).await;
        // Reading may have come upon damage: then this says so, rather than the failure.
        let is_whole = own_seq().map_err(PublishError::Blocked)? == after_seq;
        let (history, shelf) = history.map_err(PublishError::History)?;
        let published = Published { after_seq, history, shelf };
        if is_whole { Ok(published) } else { Err(PublishError::Stale) }
    }

    /// Returns who signs, if anybody may.
    fn speaker(&self) -> Result<Speaker, Blocked> {
        self.signer.speaker().map_err(|standing| match standing {
            Standing::Member { .. } | Standing::Replaced { .. } => Blocked::KeyReplaced,
            Standing::Removed { .. } | Standing::Unknown => Blocked::NoMember,
        })
    }

    /// Returns where our log ends, if it may grow from there.
    fn own_head(&self) -> Result<Option<Link>, Blocked> {
        let me = self.speaker()?.member();
        let own = |heads: Heads| heads.get(&me).copied().unwrap_or_default();
        let (head, counted) = (own(self.ledger.heads()), own(self.ledger.counted()));
        // Also where the others have chosen a branch: until a cut settles it, somebody else may have our
        // key, and go on along the other.
        if head.forked_seq.is_some() || counted.forked_seq.is_some() {
            return Err(Blocked::Forked);
        }
        if head.lacks.is_some() || head.link != counted.link || !self.holds_own_cut(me) {
            return Err(Blocked::CatchingUp);
        }
        match self.ledger.claim_beyond(me) {
            Some(Claim { by, link }) => {
                warn!(peer = %by, seq = link.seq, "our own log has been longer");
                Err(Blocked::CatchingUp)
            }
            None => Ok(counted.link),
        }
    }

    /// Returns whether we hold the entry after which our epoch begins: the ledger may not have heard of
    /// the epoch yet.
    fn holds_own_cut(&self, me: MemberId) -> bool {
        let roster = self.roster();
        let epoch = roster.member(me).and_then(|it| it.document.epochs.last());
        let cut = epoch.and_then(|epoch| epoch.cut);
        cut.is_none_or(|(seq, id)| {
            let held = self.ledger.link_at(me, seq).unwrap_or_default();
            held.is_some_and(|link| link.id == id)
        })
    }

    /// Returns why entries were not appended: if they do not continue the log, the log has changed.
    fn refused(&self, error: AppendError) -> PublishError {
        match (error, self.own_head()) {
            (AppendError::Stale { .. }, Err(reason)) => PublishError::Blocked(reason),
            (AppendError::Stale { .. }, Ok(_)) => PublishError::Stale,
            (error, _) => PublishError::Append(error),
        }
    }

    fn new_id(&self) -> Result<PreviewId, PublishError> {
        entropy::bytes().map(PreviewId).map_err(PublishError::Entropy)
    }

    fn keep(&self, prepared: Prepared) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= PREVIEWS_MAX {
            waiting.remove(0);
        }
        waiting.push(prepared);
    }

    fn take(&self, id: PreviewId) -> Option<Prepared> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let at = waiting.iter().position(|prepared| prepared.id == id)?;
        Some(waiting.remove(at))
    }
}

/// What a publisher is made of.
pub struct Parts {
    /// Who belongs, and the rules.
    pub rosters: watch::Receiver<Arc<Roster>>,
    /// Signs entries.
    pub signer: Arc<Signer>,
    /// Keys the rounding.
    pub secret: RoundingSecret,
    /// Dates entries.
    pub clock: Clock,
    /// Keeps entries.
    pub ledger: Ledger,
    /// Knows what was published before.
    pub judge: Arc<Judge>,
    /// How much stricter than its coalition the member is.
    pub strictness: Strictness,
    /// Keeps what stays on this node.
    pub held: Held,
}

impl std::fmt::Debug for Publisher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Publisher")
            .field("member", &self.signer.member())
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts")
            .field("member", &self.signer.member())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
