//! The file of the minute book: appended to, and read once, at the start.

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use flotilla_domain::coalition::Outcome;
use flotilla_domain::coalition::Pins;
use flotilla_domain::coalition::State;
use flotilla_domain::session::register::Name;
use flotilla_domain::session::register::name;
use tracing::error;
use tracing::warn;

use super::LearnError;
use super::OpenMinutesError;
use super::record;
use super::record::Record;
use crate::disk;
use crate::disk::Disk;
use crate::frame;

/// The file, open and locked.
#[derive(Debug)]
pub(super) struct Book {
    file: File,
    /// Its length: what is beyond was never acknowledged.
    bytes: u64,
    /// What is in it.
    held: BTreeSet<Name>,
    /// The promises that are in it.
    pins: Pins,
    is_closed: bool,
    disk: Arc<dyn Disk>,
}

impl Book {
    /// Opens the file and inserts what it holds into `state`.
    pub(super) fn open(
        data: &Path,
        mut state: State,
        disk: Arc<dyn Disk>,
    ) -> Result<(Self, State), OpenMinutesError> {
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
        disk.sync_dir(&dir).and_then(|()| disk.sync_dir(data)).map_err(cannot)?;
        let (held, pins) = (BTreeSet::new(), Pins::new());
        let mut book = Self { file, bytes: 0, held, pins, is_closed: false, disk };
        book.replay(&path, &mut state).map_err(cannot)?;
        book.held = record::signed(&state).map(|(_, signed)| name(signed)).collect();
        book.pins = state.pins().clone();
        Ok((book, state))
    }

    /// Appends what `state` holds and the file does not; returns how many objects that are.
    pub(super) fn write(&mut self, state: &State) -> Result<usize, LearnError> {
        let mut frames = Vec::new();
        let news = record::write_news(state, (&self.held, &self.pins), &mut frames);
        if frames.is_empty() {
            return Ok(0);
        }
        if self.is_closed {
            return Err(LearnError::Unconfirmed);
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
        self.held.extend(&news);
        self.pins.clone_from(state.pins());
        Ok(news.len())
    }

    /// Returns whether nothing can be written any more.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Inserts what the file holds. What is damaged stays where it is, and is passed over; what was
    /// begun at the end and not finished is set aside.
    fn replay(&mut self, path: &Path, state: &mut State) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        let found = record::read(&bytes);
        for damaged in &found.damaged {
            error!(
                bytes = damaged.len(),
                path = %path.display(),
                "a part of the minute book is damaged; peers are asked for what was in it",
            );
        }
        if found.unknown > 0 {
            warn!(entries = found.unknown, "objects of another version in the minute book");
        }
        for record in found.records {
            match record {
                Record::Object(object) => {
                    let outcome = state.insert(*object);
                    if !matches!(outcome, Outcome::AlreadyHeld | Outcome::Held) {
                        warn!(
                            ?outcome,
                            "an object of the minute book does not count as things are"
                        );
                    }
                }
                Record::Pin(height, id) => state.pin(height, id),
            }
        }
        self.bytes = frame::long(found.end);
        let left = bytes.len().saturating_sub(found.end);
        if left > 0 {
            warn!(bytes = left, path = %path.display(), "end of the minute book set aside");
            disk::cut(&*self.disk, &self.file, path, self.bytes)?;
        }
        Ok(())
    }
}
