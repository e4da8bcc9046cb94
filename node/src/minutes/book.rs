//! The file of the minute book: appended to, and read once, at the start.

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Outcome;
use flotilla_domain::coalition::State;
use flotilla_domain::session::register::Name;
use flotilla_domain::session::register::name;
use flotilla_domain::signed::Signed;
use flotilla_wire::document;
use flotilla_wire::governance;
use tracing::error;
use tracing::warn;

use super::LearnError;
use super::OpenMinutesError;
use crate::disk;
use crate::disk::Disk;
use crate::disk::RealDisk;
use crate::frame;
use crate::frame::Next;

/// What a frame begins with that holds a document.
const DOCUMENT: u8 = 1;

/// What a frame begins with that holds a governance entry.
const ENTRY: u8 = 2;

/// What a frame begins with that holds a vote.
const VOTE: u8 = 3;

/// The file, open and locked.
#[derive(Debug)]
pub(super) struct Book {
    file: File,
    /// Its length: what is beyond was never acknowledged.
    bytes: u64,
    /// What is in it.
    held: BTreeSet<Name>,
    is_closed: bool,
    disk: Arc<dyn Disk>,
}

impl Book {
    /// Opens the file and inserts what it holds into `state`.
    pub(super) fn open(data: &Path, mut state: State) -> Result<(Self, State), OpenMinutesError> {
        let dir = data.join("governance");
        let path = dir.join("objects.seg");
        let cannot = |source| OpenMinutesError::File { path: path.clone(), source };
        fs::create_dir_all(&dir).map_err(cannot)?;
        let file = File::options().read(true).append(true).create(true).open(&path);
        let file = file.map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenMinutesError::InUse { path }),
            Err(TryLockError::Error(source)) => return Err(cannot(source)),
        }
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        disk.sync_dir(&dir).and_then(|()| disk.sync_dir(data)).map_err(cannot)?;
        let mut book = Self { file, bytes: 0, held: BTreeSet::new(), is_closed: false, disk };
        book.replay(&path, &mut state).map_err(cannot)?;
        book.held = signed(&state).map(|(_, signed)| name(signed)).collect();
        Ok((book, state))
    }

    /// Appends what `state` holds and the file does not; returns how many objects that are.
    pub(super) fn write(&mut self, state: &State) -> Result<usize, LearnError> {
        let named = signed(state).map(|(kind, signed)| (name(signed), kind, signed));
        let news: Vec<_> = named.filter(|(name, ..)| !self.held.contains(name)).collect();
        if news.is_empty() {
            return Ok(0);
        }
        if self.is_closed {
            return Err(LearnError::Unconfirmed);
        }
        let mut frames = Vec::new();
        for (_, kind, signed) in &news {
            let mut content = vec![*kind];
            content.extend(governance::to_bytes(signed));
            frame::push(&mut frames, &content);
        }
        if let Err(source) = self.disk.write(&mut self.file, &frames) {
            // If that fails too, the file ends with what nobody was told of; nothing may follow it.
            self.is_closed = self.file.set_len(self.bytes).is_err();
            return Err(LearnError::Write(source));
        }
        if let Err(cause) = self.disk.sync(&self.file) {
            self.is_closed = true;
            error!(error = %cause, "the minute book is not durable and takes in nothing more");
            return Err(LearnError::Unconfirmed);
        }
        self.bytes = self.bytes.saturating_add(frame::long(frames.len()));
        self.held.extend(news.iter().map(|(name, ..)| *name));
        Ok(news.len())
    }

    /// Inserts what the file holds; sets aside what is torn or damaged, and what follows it.
    fn replay(&mut self, path: &Path, state: &mut State) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let mut reader = BufReader::new(&self.file);
        loop {
            let left = length.saturating_sub(self.bytes);
            match frame::next(&mut reader, left)? {
                Next::End => return Ok(()),
                Next::Frame(content) => {
                    self.bytes = self.bytes.saturating_add(frame::frame_bytes(&content));
                    let outcome = decode(&content).map(|object| state.insert(object));
                    if !matches!(outcome, Some(Outcome::AlreadyHeld | Outcome::Held)) {
                        warn!(?outcome, "an object of the minute book is not held any more");
                    }
                }
                Next::Damaged | Next::Torn => {
                    warn!(bytes = left, path = %path.display(), "end of the minute book set aside");
                    return disk::cut(&*self.disk, &self.file, path, self.bytes);
                }
            }
        }
    }
}

/// Returns all that `state` holds of governance, in an order in which each can be checked.
fn signed(state: &State) -> impl Iterator<Item = (u8, &Signed)> {
    let entries = state.entries().into_iter().map(|it| (ENTRY, it.signed()));
    let documents = state.documents().into_iter().map(|it| (DOCUMENT, it.signed()));
    let votes = state.all_votes().map(|it| (VOTE, it.signed()));
    entries.chain(documents).chain(votes)
}

fn decode(content: &[u8]) -> Option<Object> {
    let (kind, bytes) = content.split_first()?;
    match *kind {
        DOCUMENT => Some(Object::Document(Box::new(document::from_bytes(bytes).ok()?))),
        ENTRY => Some(Object::Governance(Box::new(governance::from_bytes(bytes).ok()?))),
        VOTE => Some(Object::Vote(governance::vote_from_bytes(bytes).ok()?)),
        _ => None,
    }
}
