//! A real disk that fails when told to, counts, and remembers what it was asked: for tests of whatever
//! keeps something.

use std::fs::File;
use std::io;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use super::Disk;
use super::RealDisk;

/// A real disk that fails when told to.
#[derive(Debug)]
pub(crate) struct MoodyDisk {
    /// How much may still be written.
    pub(crate) bytes_left: AtomicU64,
    /// What it says is free.
    pub(crate) free_percent: AtomicU64,
    /// Whether it confirms nothing.
    pub(crate) sync_fails: AtomicBool,
    /// How often it was asked to confirm.
    pub(crate) syncs: AtomicU64,
    /// While it is shut, no sync ends.
    is_shut: Mutex<bool>,
    opened: Condvar,
    done: Mutex<Vec<Done>>,
}

/// Something that a disk was asked to do. Files are told apart by their number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Done {
    Sync(u64),
    SyncDir(PathBuf),
    Write(u64),
}

impl MoodyDisk {
    /// Returns a disk in a good mood.
    pub(crate) fn new() -> Self {
        Self {
            bytes_left: AtomicU64::new(u64::MAX),
            free_percent: AtomicU64::new(100),
            sync_fails: AtomicBool::new(false),
            syncs: AtomicU64::new(0),
            is_shut: Mutex::new(false),
            opened: Condvar::new(),
            done: Mutex::default(),
        }
    }

    /// Shuts or opens it.
    pub(crate) fn shut(&self, is_shut: bool) {
        *self.is_shut.lock().unwrap() = is_shut;
        self.opened.notify_all();
    }

    /// Waits until it was asked to confirm something for the `count`th time.
    pub(crate) async fn asked_to_sync(&self, count: u64) {
        while self.syncs.load(Ordering::SeqCst) < count {
            tokio::task::yield_now().await;
        }
    }

    /// Returns what it did since it was last asked this.
    pub(crate) fn take_done(&self) -> Vec<Done> {
        std::mem::take(&mut self.done.lock().unwrap())
    }

    fn wait(&self) -> io::Result<()> {
        self.syncs.fetch_add(1, Ordering::SeqCst);
        let shut = self.is_shut.lock().unwrap();
        drop(self.opened.wait_while(shut, |is_shut| *is_shut).unwrap());
        let fails = self.sync_fails.load(Ordering::SeqCst);
        if fails { Err(io::Error::other("no answer")) } else { Ok(()) }
    }

    fn note(&self, done: Done) {
        self.done.lock().unwrap().push(done);
    }
}

/// Returns the number by which [`Done`] names the file at `path`.
pub(crate) fn number(path: &Path) -> u64 {
    std::fs::metadata(path).unwrap().ino()
}

impl Disk for MoodyDisk {
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let left = self.bytes_left.load(Ordering::SeqCst);
        let fits = usize::try_from(left).unwrap().min(bytes.len());
        file.write_all(&bytes[..fits])?;
        self.note(Done::Write(file.metadata()?.ino()));
        let written = u64::try_from(fits).unwrap();
        self.bytes_left.fetch_sub(written, Ordering::SeqCst);
        if fits < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.wait()?;
        self.note(Done::Sync(file.metadata()?.ino()));
        RealDisk.sync(file)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.note(Done::SyncDir(dir.to_owned()));
        RealDisk.sync_dir(dir)
    }

    fn free_percent(&self, dir: &Path) -> io::Result<u64> {
        RealDisk.free_percent(dir)?;
        Ok(self.free_percent.load(Ordering::SeqCst))
    }
}
