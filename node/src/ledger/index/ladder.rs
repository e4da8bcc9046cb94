//! How the index is opened, whatever state it is in: a ladder that ends in an empty one.
//!
//! 1. Open it; if it was not closed in good order, walk it.
//! 2. If sled reports an error: move its snapshots aside and try again. They only save time.
//! 3. If that fails too, or sled panicked (it does, on a truncated log): set the directory aside and
//!    begin an empty index, which is then filled from the files.
//!
//! Sled runs on a thread of its own (`ledger-index`), so that its panics end here. Its own threads may
//! outlive it for a moment and keep its file locked; that is waited for, because sled would report it
//! as an error like any other. Nobody else can hold that lock: the ledger has its own, taken before.

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::thread;

use tracing::warn;

use super::CLOSED;
use super::Index;
use super::VERSION;
use super::VERSION_KEY;
use crate::ledger::error::IndexError;

/// What the thread is called that opens the index.
const OPENER: &str = "ledger-index";

/// How the names of the threads begin on which sled may panic without harm: the one above, and its own,
/// whose work is missed by whoever waits for it.
const CONTAINED: [&str; 3] = [OPENER, "log flusher", "sled-io-"];

/// The beginning of the name of an index that was set aside; only the newest is kept.
const ASIDE: &str = "index-set-aside-";

/// How long sled may keep changes to itself, in milliseconds: what it loses is scanned again.
const FLUSH_MS: u64 = 1_000;

/// Opens the index in `dir`, or an empty one in its place; says whether it is new.
pub(in crate::ledger) fn open(dir: &Path, cache_bytes: u64) -> Result<(Index, bool), IndexError> {
    let is_new = !dir.exists();
    let error = match attempt(dir, cache_bytes) {
        Ok(index) => return Ok((index, is_new)),
        Err(error) => error,
    };
    warn!(error = %error, "index does not open");
    if matches!(error, IndexError::Sled(_)) && move_snapshots(dir).is_ok() {
        match attempt(dir, cache_bytes) {
            Ok(index) => return Ok((index, is_new)),
            Err(error) => warn!(error = %error, "index does not open without its snapshots"),
        }
    }
    set_aside(dir).map_err(|error| IndexError::Sled(sled::Error::Io(error)))?;
    attempt(dir, cache_bytes).map(|index| (index, true))
}

/// Returns whether a panic on the thread of this name ends there.
pub(in crate::ledger) fn contains_panics(thread: &str) -> bool {
    CONTAINED.iter().any(|name| thread.starts_with(name))
}

fn attempt(dir: &Path, cache_bytes: u64) -> Result<Index, IndexError> {
    let dir = dir.to_owned();
    let thread = thread::Builder::new().name(OPENER.to_owned());
    let running = thread.spawn(move || open_and_check(&dir, cache_bytes));
    let running = running.map_err(|error| IndexError::Sled(sled::Error::Io(error)))?;
    running.join().unwrap_or(Err(IndexError::Panicked))
}

fn open_and_check(dir: &Path, cache_bytes: u64) -> Result<Index, IndexError> {
    wait_until_free(&dir.join("db")).map_err(|error| IndexError::Sled(sled::Error::Io(error)))?;
    let config = sled::Config::new()
        .path(dir)
        .cache_capacity(cache_bytes)
        .flush_every_ms(Some(FLUSH_MS));
    let index = Index(config.open().map_err(IndexError::Sled)?);
    let is_empty = index.0.is_empty();
    if is_empty {
        index.0.insert(VERSION_KEY, VERSION).map_err(IndexError::Sled)?;
    }
    let version = index.0.get(VERSION_KEY).map_err(IndexError::Sled)?;
    if version.is_none_or(|it| it != VERSION) {
        return Err(IndexError::Value);
    }
    if index.0.remove(CLOSED).map_err(IndexError::Sled)?.is_none() {
        index.walk()?;
    }
    Ok(index)
}

/// Waits until the last thread of a sled that was closed in this process has let go of its file.
fn wait_until_free(file: &Path) -> io::Result<()> {
    match File::options().read(true).write(true).open(file) {
        Ok(file) => file.lock(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn move_snapshots(dir: &Path) -> io::Result<()> {
    for item in fs::read_dir(dir)? {
        let name = item?.file_name();
        if let Some(name) = name.to_str().filter(|name| name.starts_with("snap.")) {
            fs::rename(dir.join(name), dir.join(format!("set-aside-{name}")))?;
        }
    }
    Ok(())
}

/// Renames `dir` to the next free name, and removes those that were set aside before.
fn set_aside(dir: &Path) -> io::Result<()> {
    let Some(parent) = dir.parent() else {
        return Err(io::ErrorKind::NotFound.into());
    };
    let mut last = 0;
    for item in fs::read_dir(parent)? {
        let path: PathBuf = item?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number = name.and_then(|name| name.strip_prefix(ASIDE)?.parse::<u64>().ok());
        if let Some(number) = number {
            last = last.max(number);
            fs::remove_dir_all(path)?;
        }
    }
    fs::rename(dir, parent.join(format!("{ASIDE}{}", last + 1)))
}
