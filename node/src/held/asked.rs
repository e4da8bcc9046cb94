//! The log of who was told what is held here.
//!
//! ```text
//! asked.log      a line break, then the time, the member and the entry; again and again
//! asked.1.log    what came before, once asked.log has reached its limit
//! ```
//!
//! Each line begins with its break, so that one that a crash cut off spoils no other. Two files bound
//! what members can have written here; how fast they can is for whoever answers to say.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::secret_file;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use crate::disk::Disk;
use crate::disk::RealDisk;

/// The most lines that are read back; more than a community looks through.
pub const ROWS_MAX: usize = 10_000;

/// The most bytes of one file: about 100,000 lines, which a member that asks as often as it is let needs
/// a month for.
const FILE_BYTES_MAX: u64 = 16 << 20;

/// Somebody was told something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Asked {
    /// When, in milliseconds since 1970; shown, never decided on.
    pub at_ms: i64,
    /// Who.
    pub member: MemberId,
    /// The entry of the card.
    pub entry: EntryId,
}

/// The two files.
#[derive(Debug)]
pub(super) struct AskedLog {
    dir: PathBuf,
    bytes_max: u64,
}

impl AskedLog {
    /// Names the files in `dir`; none need be there.
    pub(super) fn in_dir(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), bytes_max: FILE_BYTES_MAX }
    }

    /// Adds a line, durably.
    pub(super) fn push(&mut self, asked: &Asked) -> io::Result<()> {
        let [earlier, current] = self.places();
        let bytes = match fs::metadata(&current) {
            Ok(metadata) => Some(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if bytes.is_some_and(|bytes| bytes >= self.bytes_max) {
            fs::rename(&current, &earlier)?;
        }
        let is_new = bytes.is_none_or(|bytes| bytes >= self.bytes_max);
        let mut file = match is_new {
            true => secret_file::owner_only().open(&current)?,
            false => File::options().append(true).open(&current)?,
        };
        let Asked { at_ms, member, entry } = asked;
        RealDisk.write(&mut file, format!("\n{at_ms} {} {}", member.0, entry.0).as_bytes())?;
        RealDisk.sync(&file)?;
        if is_new { RealDisk.sync_dir(&self.dir) } else { Ok(()) }
    }

    /// Returns the last lines, oldest first.
    pub(super) fn rows(&self) -> io::Result<Vec<Asked>> {
        let mut rows = Vec::new();
        for place in self.places() {
            let file = match File::open(place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                file => file?,
            };
            let mut text = Vec::new();
            // A file may be one line longer than its limit.
            file.take(self.bytes_max.saturating_mul(2)).read_to_end(&mut text)?;
            let text = String::from_utf8_lossy(&text);
            rows.extend(text.lines().filter_map(row));
        }
        let first = rows.len().saturating_sub(ROWS_MAX);
        Ok(rows.split_off(first))
    }

    /// Returns the names of both files, the earlier one first.
    fn places(&self) -> [PathBuf; 2] {
        ["asked.1.log", "asked.log"].map(|name| self.dir.join(name))
    }
}

/// Reads a line; `None` if it was cut off.
fn row(line: &str) -> Option<Asked> {
    let mut words = line.split(' ');
    let at_ms = words.next()?.parse().ok()?;
    let member = MemberId(Hash::parse(words.next()?)?);
    let entry = EntryId(Hash::parse(words.next()?)?);
    words.next().is_none().then_some(Asked { at_ms, member, entry })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_a_crash_cut_off_spoils_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = AskedLog::in_dir(dir.path());
        log.push(&asked(1)).unwrap();
        log.push(&asked(2)).unwrap();
        let place = dir.path().join("asked.log");
        let whole = fs::read(&place).unwrap();
        fs::write(&place, &whole[..whole.len() - 3]).unwrap();
        log.push(&asked(3)).unwrap();
        assert_eq!(log.rows().unwrap(), [asked(1), asked(3)]);
    }

    #[test]
    fn two_files_bound_what_is_kept_and_the_latest_is_always_there() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = AskedLog { dir: dir.path().to_owned(), bytes_max: 500 };
        (1..=100).for_each(|at_ms| log.push(&asked(at_ms)).unwrap());
        let rows = log.rows().unwrap();
        assert_eq!(rows.last(), Some(&asked(100)));
        assert!((4..10).contains(&rows.len()), "{}", rows.len());
        assert!(rows.is_sorted_by_key(|it| it.at_ms));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    fn asked(at_ms: i64) -> Asked {
        let hash = Hash::of([b"somebody".as_slice()]);
        Asked { at_ms, member: MemberId(hash), entry: EntryId(hash) }
    }
}
