//! What is carried by hand: all that this node holds, as frames; and frames taken in without a session.
//!
//! A file is a peer that says everything at once and hears nothing. What it says goes through the same
//! doors as in a session: decisions through the minute book, entries and proofs through verification
//! into the ledger. What does not verify is counted, and hides nothing else.

use flotilla_domain::coalition::Object;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::id::MemberId;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Contradiction;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Stretch;
use flotilla_domain::session::register::Register;
use flotilla_domain::session::step::Outcome;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Verified;
use tokio::task;

use super::Replicator;
use super::apply;
use super::run::LedgerError;
use crate::ledger::AppendError;
use crate::ledger::Appended;
use crate::ledger::ReadError;
use crate::ledger::Recorded;

/// How many bytes of entries one frame holds, unless it holds a single one.
const STRETCH_BYTES: usize = 1 << 20;

/// What became of the objects of one frame or more.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct TakenIn {
    /// Governance entries, documents and votes that are held now and were not before.
    pub learned: usize,
    /// Those that cannot be checked yet.
    pub waiting: usize,
    /// Log entries that are held now and were not before.
    pub entries: usize,
    /// Statements and proofs that say something new.
    pub statements: usize,
    /// Objects that do not verify, or break a rule.
    pub rejected: u64,
}

/// Why a frame was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    /// The minute book or the ledger could not do its part.
    #[error("what was carried cannot be kept")]
    Keep(#[source] LedgerError),
    /// The node is stopping.
    #[error("this node is stopping")]
    Stopping,
}

impl Replicator {
    /// Returns all that was decided, in an order in which each object can be checked.
    pub fn decided(&self) -> Vec<Frame> {
        Register::default().answer(&self.0.parts.minutes.minute().state)
    }

    /// Returns what nodes say they hold, and the proofs of forks.
    pub fn said(&self) -> Vec<Frame> {
        let ledger = &self.0.parts.ledger;
        let proofs: Vec<Contradiction> = ledger.forks().iter().map(apply::unchecked).collect();
        let proofs = proofs.chunks(apply::PROOFS_MAX).map(|some| Frame::ForkProofs(some.to_vec()));
        let statements = apply::newer_statements(&self.0, &mut Default::default());
        proofs.chain(statements).collect()
    }

    /// Returns the next entries of a log from `from_seq` on; `None` at its end.
    ///
    /// # Errors
    ///
    /// Fails if the log is damaged there, or cannot be read.
    pub async fn stretch(
        &self,
        member: MemberId,
        from_seq: u64,
    ) -> Result<Option<Stretch>, ReadError> {
        let entries = self.0.parts.ledger.read(member, from_seq, STRETCH_BYTES).await?;
        let entries: Vec<_> = entries.into_iter().map(Verified::into_received).collect();
        let stretch = Stretch { member, entries, last: false, not_held: None };
        Ok((!stretch.entries.is_empty()).then_some(stretch))
    }

    /// Takes in what a file says, and returns when what is new is durable.
    ///
    /// # Errors
    ///
    /// Fails if the disk does; what was taken in before stays.
    pub async fn take_in(&self, arrival: Arrival) -> Result<TakenIn, TakeInError> {
        let Arrival { frame, malformed } = arrival;
        let mut taken = match frame {
            Frame::Documents(it) => {
                self.learn(it.into_iter().map(|it| Object::Document(Box::new(it)))).await?
            }
            Frame::Governance(it, _) => {
                self.learn(it.into_iter().map(|it| Object::Governance(Box::new(it)))).await?
            }
            Frame::Retractions(it) => self.learn(it.into_iter().map(Object::Retraction)).await?,
            Frame::Votes(it) => self.learn(it.into_iter().map(Object::Vote)).await?,
            Frame::Entries(stretch) => self.append(stretch).await?,
            Frame::ForkProofs(proofs) => self.record(proofs).await?,
            Frame::HeadStatements(statements) => self.hear(statements).await?,
            // A bundle holds none of them.
            Frame::Announce(_)
            | Frame::Ask(_)
            | Frame::Credit(_)
            | Frame::Hello(_)
            | Frame::Introduction(_)
            | Frame::Register(_)
            | Frame::Told(..)
            | Frame::Want(_) => TakenIn::default(),
        };
        taken.rejected = taken.rejected.saturating_add(malformed.objects);
        Ok(taken)
    }

    async fn learn(&self, objects: impl Iterator<Item = Object>) -> Result<TakenIn, TakeInError> {
        let (minutes, objects) = (self.0.parts.minutes.clone(), objects.collect());
        let learned = task::spawn_blocking(move || minutes.learn(objects)).await;
        // A panic aborts the process; else the task was cancelled, because the node is stopping.
        let learned = learned.map_err(|_| TakeInError::Stopping)?;
        let learned = learned.map_err(|error| TakeInError::Keep(LedgerError::Learn(error)))?;
        Ok(TakenIn {
            learned: learned.held.saturating_add(learned.freed),
            waiting: learned.waiting,
            rejected: learned.rejected.objects,
            ..TakenIn::default()
        })
    }

    async fn append(&self, stretch: Stretch) -> Result<TakenIn, TakeInError> {
        let roster = self.0.parts.roster.borrow().clone();
        let work = move || apply::verify(stretch.entries, &roster);
        let checked = task::spawn_blocking(work).await;
        let (verified, bad) = checked.map_err(|_| TakeInError::Stopping)?;
        let verified = apply::without_destroyed(verified, &self.0.parts.erasures);
        let appended = self.0.parts.ledger.append(verified).await.map_err(keep)?;
        let new = appended.iter().filter(|it| matches!(it, Appended::New));
        Ok(TakenIn {
            entries: new.count(),
            rejected: match bad {
                Some(Outcome::Rejected(rejected)) => rejected.objects,
                _ => 0,
            },
            ..TakenIn::default()
        })
    }

    async fn record(&self, proofs: Vec<Contradiction>) -> Result<TakenIn, TakeInError> {
        let roster = self.0.parts.roster.borrow().clone();
        let mut taken = TakenIn::default();
        for (one, other) in proofs {
            let Ok(proof) = ForkProof::new(one, other, &roster) else {
                taken.rejected += 1;
                continue;
            };
            let recorded = self.0.parts.ledger.record_fork(proof).await.map_err(keep)?;
            taken.statements += usize::from(recorded == Recorded::New);
        }
        Ok(taken)
    }

    async fn hear(
        &self,
        statements: Vec<Received<flotilla_domain::heads::HeadStatement>>,
    ) -> Result<TakenIn, TakeInError> {
        let roster = self.0.parts.roster.borrow().clone();
        let mut taken = TakenIn::default();
        for statement in statements {
            let Ok(statement) = statement.verify(&roster) else {
                taken.rejected += 1;
                continue;
            };
            let recorded = self.0.parts.ledger.put_statement(statement).await.map_err(keep)?;
            taken.statements += usize::from(recorded == Recorded::New);
        }
        if taken.statements > 0 {
            self.0.note_statement();
        }
        Ok(taken)
    }
}

impl TakenIn {
    /// Adds what became of other objects.
    pub fn add(&mut self, other: Self) {
        let Self { learned, waiting, entries, statements, rejected } = other;
        self.learned = self.learned.saturating_add(learned);
        self.waiting = self.waiting.saturating_add(waiting);
        self.entries = self.entries.saturating_add(entries);
        self.statements = self.statements.saturating_add(statements);
        self.rejected = self.rejected.saturating_add(rejected);
    }
}

fn keep(error: AppendError) -> TakeInError {
    TakeInError::Keep(LedgerError::Append(error))
}
