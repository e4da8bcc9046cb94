//! What ledger and minute book ask of the disk, and the one seam where tests let the disk fail.
//!
//! Everything that must be durable goes through here: bytes, then [`Disk::sync`]; for a new file also
//! [`Disk::sync_dir`], because a file whose name is lost is lost.

use std::fmt;
use std::fs::File;
use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

#[cfg(test)]
pub(crate) mod moody;

/// What is asked of the disk.
pub(crate) trait Disk: fmt::Debug + Send + Sync {
    /// Writes all of `bytes` where `file` stands.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// Returns when the content of `file` is durable.
    fn sync(&self, file: &File) -> io::Result<()>;

    /// Returns when the names in `dir` are durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;

    /// Returns how much of the disk that holds `dir` is free, in percent, rounded down.
    fn free_percent(&self, dir: &Path) -> io::Result<u64>;
}

/// The disk of this machine.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }

    fn free_percent(&self, dir: &Path) -> io::Result<u64> {
        let space = rustix::fs::statvfs(dir)?;
        // What only root may use is not free for us.
        Ok(space.f_bavail.saturating_mul(100) / space.f_blocks.max(1))
    }
}

/// Moves what `file` at `path` holds from `offset` on to a file beside it, durably.
pub(crate) fn cut(disk: &dyn Disk, mut file: &File, path: &Path, offset: u64) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    let mut copy = File::create_new(free_name(path))?;
    io::copy(&mut file, &mut copy)?;
    disk.sync(&copy)?;
    file.set_len(offset)?;
    disk.sync(file)?;
    path.parent().map_or(Ok(()), |dir| disk.sync_dir(dir))
}

/// Returns a name beside `path` for what is set aside of it.
pub(crate) fn free_name(path: &Path) -> PathBuf {
    let name = |n: u64| PathBuf::from(format!("{}.set-aside-{n}", path.display()));
    (1..).map(name).find(|it| !it.exists()).unwrap_or_else(|| name(0))
}

/// Returns whether `error` says that there is no room left.
pub(crate) fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::FileTooLarge;
    use io::ErrorKind::QuotaExceeded;
    use io::ErrorKind::StorageFull;
    matches!(error.kind(), FileTooLarge | QuotaExceeded | StorageFull)
}
