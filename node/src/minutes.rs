//! The minute book: what the coalition has decided, in memory and on disk.
//!
//! ```text
//! <data>/governance/objects.seg    frames: the exact signed objects, and pins; see `record`
//! ```
//!
//! - **Durable, then counted.** An object changes what this node believes after `fdatasync` only.
//! - **One door.** What peers, people and the file bring goes through [`State::insert`].
//! - **Only what is held is written.** What cannot be checked yet waits in memory, and comes again.
//! - **A torn tail is set aside** when the book is opened; peers send again what was in it.
//! - **Damage costs only what it hit**: what is sound behind it is held, and peers, who see in our
//!   register what we lack, send the rest. Until then the coalition is what the other objects say.
//! - **What is final stays**: a governance entry with two certified successors is pinned, and the pin is
//!   as durable as what it pins. Whatever members certify later, this node never leaves that branch.
//! - **A disk that does not sync closes the book**: nothing is learned any more, and
//!   [`Minutes::poisoned`] tells the app to stop the process.
//!
//! Whoever needs the roster follows [`Minutes::follow`]; sessions follow [`Minutes::watch`].

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Outcome;
use flotilla_domain::coalition::State;
use flotilla_domain::genesis::Founded;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::frame::Rejected;
use flotilla_domain::session::register::Register;
use flotilla_domain::session::step::Governed;
use tokio::sync::watch;

use self::book::Book;
use crate::disk::Disk;
use crate::disk::RealDisk;

mod book;
mod record;

/// The minute book. Clones are handles on the same one.
#[derive(Clone, Debug)]
pub struct Minutes(Arc<Shared>);

/// What the book says at one moment.
#[derive(Clone, Debug)]
pub struct Minute {
    /// Changes whenever something was learned.
    pub version: u64,
    /// What the objects add up to.
    pub state: Arc<State>,
    /// Which objects they are, and the governance height.
    pub governed: Governed,
}

/// What became of objects that were to be learned.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[must_use]
pub struct Learnt {
    /// The version before, and now.
    pub versions: (u64, u64),
    /// How many of them are held now and were not before.
    pub held: usize,
    /// How many others, which had waited, are held because of them.
    pub freed: usize,
    /// How many cannot be checked yet.
    pub waiting: usize,
    /// What was wrong for ever.
    pub rejected: Rejected,
}

/// Why the book does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenMinutesError {
    /// A file or folder cannot be used.
    #[error("cannot use {}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Another process has it open.
    #[error("{} is in use by another process", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
}

/// Why nothing was learned.
#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    /// The disk did not confirm what was written, now or earlier.
    #[error("the disk does not confirm what is written")]
    Unconfirmed,
    /// The bytes could not be written; what was written of them was cut off again.
    #[error("the minute book cannot be written")]
    Write(#[source] std::io::Error),
}

#[derive(Debug)]
struct Shared {
    book: Mutex<Book>,
    minute: watch::Sender<Minute>,
    changes: watch::Sender<Arc<Roster>>,
    poisoned: watch::Sender<bool>,
}

impl Minutes {
    /// Opens the book in the data directory `data`, or begins one; blocks while it is read.
    ///
    /// # Errors
    ///
    /// Fails if another process has it open, or the file cannot be used.
    pub fn open(data: &Path, founded: &Founded) -> Result<Self, OpenMinutesError> {
        Self::open_on(data, founded, Arc::new(RealDisk))
    }

    fn open_on(
        data: &Path,
        founded: &Founded,
        disk: Arc<dyn Disk>,
    ) -> Result<Self, OpenMinutesError> {
        let (book, state) = Book::open(data, State::founded(founded), disk)?;
        let (changes, _) = watch::channel(Arc::clone(state.roster()));
        let (minute, _) = watch::channel(Minute::of(state, 0));
        let (poisoned, _) = watch::channel(false);
        Ok(Self(Arc::new(Shared { book: Mutex::new(book), minute, changes, poisoned })))
    }

    /// Takes in `objects`, and returns when those that are held now are durable; blocks.
    ///
    /// # Errors
    ///
    /// Fails if the disk does; then nothing of it counts.
    pub fn learn(&self, objects: Vec<Object>) -> Result<Learnt, LearnError> {
        // A panic aborts the process, so the lock is never poisoned.
        let mut book = self.0.book.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.minute();
        let mut state = State::clone(&before.state);
        let mut learnt = Learnt::default();
        objects.into_iter().for_each(|object| learnt.take(&mut state, object));
        state.pin_final();
        let written = book.write(&state);
        if book.is_closed() {
            self.0.poisoned.send_replace(true);
        }
        let written = written?;
        learnt.freed = written.saturating_sub(learnt.held);
        let is_news = written > 0;
        let version = before.version.wrapping_add(u64::from(is_news));
        learnt.versions = (before.version, version);
        let roster = Arc::clone(state.roster());
        self.0.minute.send_if_modified(|minute| {
            match is_news {
                true => *minute = Minute::of(state, version),
                false => minute.state = Arc::new(state),
            }
            is_news
        });
        // After the minute: whoever wakes for a roster looks up what was decided with it, and once.
        if is_news {
            self.0.changes.send_replace(roster);
        }
        Ok(learnt)
    }

    /// Waits until the disk has failed to confirm a write; never returns while all is well.
    pub async fn poisoned(&self) {
        let mut poisoned = self.0.poisoned.subscribe();
        // The sender lives as long as we do, so there is no other way to end.
        let _seen = poisoned.wait_for(|is_poisoned| *is_poisoned).await.is_ok();
    }

    /// Returns what the book says now.
    pub fn minute(&self) -> Minute {
        self.0.minute.borrow().clone()
    }

    /// Returns what the book says, and is told whenever something is learned.
    pub fn watch(&self) -> watch::Receiver<Minute> {
        self.0.minute.subscribe()
    }

    /// Returns who belongs, and is told when that changes.
    pub fn follow(&self) -> watch::Receiver<Arc<Roster>> {
        self.0.changes.subscribe()
    }

    /// Returns the way to change the roster without a decision.
    #[cfg(test)]
    pub(crate) fn changes(&self) -> watch::Sender<Arc<Roster>> {
        self.0.changes.clone()
    }
}

impl Minute {
    fn of(state: State, version: u64) -> Self {
        let stage = state.stage();
        let governance = (stage.height, stage.id.0);
        let protocol_min = state.roster().policy().protocol_version_min;
        let governed = Governed { register: Register::of(&state), governance, protocol_min };
        Self { version, state: Arc::new(state), governed }
    }
}

impl Learnt {
    fn take(&mut self, state: &mut State, object: Object) {
        let bytes = match &object {
            Object::Document(it) => it.signed().body.len(),
            Object::Governance(it) => it.signed().body.len(),
            Object::Retraction(it) => it.signed().body.len(),
            Object::Vote(it) => it.signed().body.len(),
            // Logs are the ledger's.
            Object::Header(_) | Object::Statement(_) => return,
        };
        match state.insert(object) {
            Outcome::AlreadyHeld => {}
            Outcome::Full | Outcome::Waiting => self.waiting = self.waiting.saturating_add(1),
            Outcome::Held => self.held = self.held.saturating_add(1),
            Outcome::Rejected(_) => {
                let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
                self.rejected.add(Rejected { objects: 1, bytes });
            }
        }
    }
}

#[cfg(test)]
mod tests;
