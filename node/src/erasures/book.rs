//! What a node remembers of erasures over a restart: how long each has waited, and which are done.
//!
//! ```text
//! flotilla-erasures 1
//! waits <member> <id> <milliseconds>
//! done <id>
//! end <SHA-256 of the lines before>
//! ```
//!
//! A file that is lost or damaged means that everything waits from the beginning; what is destroyed is
//! seen in the log. So nothing is destroyed early because of it. It is written when something begins
//! to wait or is destroyed, and else once an hour: what a crash loses is waited for again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use tracing::warn;

/// The first line.
const FIRST: &str = "flotilla-erasures 1";

/// How much time may pass before it is written down.
const SAVE_MS: u64 = 60 * 60 * 1_000;

/// How long what waits, and what is done.
#[derive(Debug)]
pub(super) struct Book {
    path: PathBuf,
    waits: BTreeMap<EntryId, (MemberId, u64)>,
    /// The latest last.
    done: Vec<EntryId>,
    is_done: BTreeSet<EntryId>,
    unsaved_ms: u64,
    is_changed: bool,
}

impl Book {
    /// Reads the book in `dir`; an empty one if there is none that is whole.
    pub(super) fn open(dir: &Path) -> Self {
        let path = dir.join("erasures");
        let (waits, done) = match fs::read_to_string(&path) {
            Ok(text) => parse(&text).unwrap_or_else(|| {
                warn!(path = %path.display(), "what waits to be destroyed waits from the beginning");
                Default::default()
            }),
            Err(_) => Default::default(),
        };
        let is_done = done.iter().copied().collect();
        Self { path, waits, done, is_done, unsaved_ms: 0, is_changed: false }
    }

    /// Lets time pass for all that wait.
    pub(super) fn wait(&mut self, passed_ms: u64) {
        self.waits.values_mut().for_each(|(_, ms)| *ms = ms.saturating_add(passed_ms));
        if !self.waits.is_empty() {
            self.unsaved_ms = self.unsaved_ms.saturating_add(passed_ms);
        }
    }

    /// Has exactly these entries of a log wait; those that are new begin now.
    pub(super) fn keep_waiting(&mut self, member: MemberId, ids: &BTreeSet<EntryId>) {
        let before = self.waits.len();
        self.waits.retain(|id, (owner, _)| *owner != member || ids.contains(id));
        self.is_changed |= self.waits.len() != before;
        for id in ids {
            if !self.waits.contains_key(id) {
                self.waits.insert(*id, (member, 0));
                self.is_changed = true;
            }
        }
    }

    /// Returns how long an entry has waited.
    pub(super) fn waited_ms(&self, id: EntryId) -> u64 {
        self.waits.get(&id).map_or(0, |(_, ms)| *ms)
    }

    /// Returns what is destroyed, the latest last.
    pub(super) fn destroyed(&self) -> &[EntryId] {
        &self.done
    }

    /// Returns whether an entry is destroyed.
    pub(super) fn is_destroyed(&self, id: EntryId) -> bool {
        self.is_done.contains(&id)
    }

    /// Takes note of all that is destroyed now; says whether that is news.
    pub(super) fn note(&mut self, destroyed: &[EntryId]) -> bool {
        let now: BTreeSet<EntryId> = destroyed.iter().copied().collect();
        let is_news = now != self.is_done;
        self.done.retain(|id| now.contains(id));
        self.done.extend(destroyed.iter().filter(|id| !self.is_done.contains(id)));
        self.is_done = now;
        self.is_changed |= is_news;
        is_news
    }

    /// Writes it down if there is something to remember.
    pub(super) fn save_if_due(&mut self) {
        if self.is_changed || self.unsaved_ms >= SAVE_MS {
            self.save();
        }
    }

    /// Writes it down.
    pub(super) fn save(&mut self) {
        if !self.is_changed && self.unsaved_ms == 0 {
            return;
        }
        match self.write() {
            Ok(()) => (self.is_changed, self.unsaved_ms) = (false, 0),
            // What waits then waits longer, which is no harm to the log.
            Err(error) => warn!(%error, path = %self.path.display(), "cannot be written"),
        }
    }

    fn write(&self) -> io::Result<()> {
        let partial = self.path.with_extension("partial");
        let mut file = File::create(&partial)?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()?;
        fs::rename(partial, &self.path)
    }

    fn text(&self) -> String {
        let mut text = format!("{FIRST}\n");
        for (id, (member, ms)) in &self.waits {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "waits {member} {id} {ms}");
        }
        for id in &self.done {
            let _ = writeln!(text, "done {id}");
        }
        let end = Hash::of([text.as_bytes()]);
        let _ = writeln!(text, "end {end}");
        text
    }
}

/// What a book says: what waits, and what is done.
type Said = (BTreeMap<EntryId, (MemberId, u64)>, Vec<EntryId>);

fn parse(text: &str) -> Option<Said> {
    let (body, end) = text.split_at_checked(text.trim_end().rfind('\n')? + 1)?;
    if end != format!("end {}\n", Hash::of([body.as_bytes()])) {
        return None;
    }
    let mut lines = body.lines();
    if lines.next()? != FIRST {
        return None;
    }
    let (mut waits, mut done) = (BTreeMap::new(), Vec::new());
    for line in lines {
        match *line.split(' ').collect::<Vec<_>>() {
            ["waits", member, id, ms] => {
                let member = MemberId(Hash::parse(member)?);
                waits.insert(EntryId(Hash::parse(id)?), (member, ms.parse().ok()?));
            }
            ["done", id] => done.push(EntryId(Hash::parse(id)?)),
            _ => return None,
        }
    }
    Some((waits, done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_remembers_what_waits_and_what_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let mut book = Book::open(dir.path());
        book.keep_waiting(MemberId(hash("bob")), &[id("a")].into());
        book.wait(70);
        assert!(book.note(&[id("b")]));
        book.save();
        let book = Book::open(dir.path());
        assert_eq!((book.waited_ms(id("a")), book.destroyed()), (70, [id("b")].as_slice()));
    }

    #[test]
    fn a_damaged_book_lets_everything_wait_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut book = Book::open(dir.path());
        book.keep_waiting(MemberId(hash("bob")), &[id("a")].into());
        book.wait(70);
        book.save();
        let path = dir.path().join("erasures");
        let text = fs::read_to_string(&path).unwrap().replace(" 70\n", " 90\n");
        fs::write(&path, text).unwrap();
        assert_eq!(Book::open(dir.path()).waited_ms(id("a")), 0);
    }

    #[test]
    fn who_stops_waiting_begins_again() {
        let dir = tempfile::tempdir().unwrap();
        let (mut book, bob) = (Book::open(dir.path()), MemberId(hash("bob")));
        book.keep_waiting(bob, &[id("a")].into());
        book.wait(70);
        book.keep_waiting(bob, &BTreeSet::new());
        book.keep_waiting(bob, &[id("a")].into());
        assert_eq!(book.waited_ms(id("a")), 0);
    }

    fn id(text: &str) -> EntryId {
        EntryId(hash(text))
    }

    fn hash(text: &str) -> Hash {
        Hash::of([text.as_bytes()])
    }
}
