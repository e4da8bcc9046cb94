//! What is to be destroyed as soon as it is known whose node this is.
//!
//! ```text
//! condemned      a line break, then the member and the hash of a payload; again and again
//! ```
//!
//! A node whose key and handle the coalition does not know cannot tell its own cards from those of others, and
//! anybody can name a hash. So it notes whose card named what, and its owner's word is done when there is one.
//! Only payloads that lie here are noted, once for each member that named them, which bounds the file.

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::secret_file;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use crate::disk::Disk;
use crate::disk::RealDisk;

/// The file.
#[derive(Debug)]
pub(super) struct Condemned {
    dir: PathBuf,
    path: PathBuf,
}

impl Condemned {
    /// Names the file in `dir`; it need not be there.
    pub(super) fn in_dir(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), path: dir.join("condemned") }
    }

    /// Adds a line, durably; nothing if it is there.
    pub(super) fn push(&mut self, member: MemberId, hash: Hash) -> io::Result<()> {
        if self.rows()?.contains(&(member, hash)) {
            return Ok(());
        }
        let is_new = !self.path.try_exists()?;
        let mut file = match is_new {
            true => secret_file::owner_only().open(&self.path)?,
            false => File::options().append(true).open(&self.path)?,
        };
        RealDisk.write(&mut file, format!("\n{} {hash}", member.0).as_bytes())?;
        RealDisk.sync(&file)?;
        if is_new { RealDisk.sync_dir(&self.dir) } else { Ok(()) }
    }

    /// Returns what is noted; a line that a crash cut off is none.
    pub(super) fn rows(&self) -> io::Result<BTreeSet<(MemberId, Hash)>> {
        let text = match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            text => text?,
        };
        let text = String::from_utf8_lossy(&text);
        let row = |line: &str| {
            let (member, hash) = line.split_once(' ')?;
            Some((MemberId(Hash::parse(member)?), Hash::parse(hash)?))
        };
        Ok(text.lines().filter_map(row).collect())
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.and_then(|()| RealDisk.sync_dir(&self.dir)),
        }
    }
}
