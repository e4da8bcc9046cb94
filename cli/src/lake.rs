//! A folder of Parquet files that other engines read: the shared data at one snapshot, and then at the next.
//!
//! ```text
//! DIR/current -> generations/7
//! DIR/generations/7/manifest.json
//! DIR/generations/7/observations/member=alice/year=2025/part-0.parquet …
//! DIR/generations/7/members/part-0.parquet …
//! ```
//!
//! It promises:
//!
//! - **One step.** A generation is written beside the one before; then `current` points at it. Who is killed
//!   before leaves the former one whole, and what it began is taken away by the next.
//! - **What has not changed is not written.** Its file is in both generations, as one file with two names.
//! - **A reader has time.** A generation goes when there are two that are younger.

pub(crate) mod manifest;
pub(crate) mod plan;

use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;

use flotilla_answer::RecordBatch;
use flotilla_answer::SchemaRef;
use flotilla_answer::parquet::ParquetWriter;
use flotilla_domain::id::Hash;

use crate::lake::manifest::Manifest;
use crate::lake::manifest::Written;

/// A file of so many bytes is long enough: the rest of a folder is another.
const FILE_BYTES: usize = 128 << 20;

/// The rows that are written at once.
const PIECE_ROWS: usize = 65_536;

const CURRENT: &str = "current";
const GENERATIONS: &str = "generations";
const LOCK: &str = "lock";

/// A folder of generations, which nobody else writes meanwhile.
#[derive(Debug)]
pub(crate) struct Lake {
    dir: PathBuf,
    _lock: File,
}

/// A generation that is being written.
#[derive(Debug)]
pub(crate) struct Generation {
    number: u64,
    dir: PathBuf,
    /// The one before, and where it is.
    before: Option<(PathBuf, Manifest)>,
    files: Vec<Written>,
    reused: usize,
}

/// A generation that is written.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Done {
    pub(crate) number: u64,
    pub(crate) files: usize,
    /// How many of the files were there before.
    pub(crate) reused: usize,
    pub(crate) rows: u64,
}

impl Lake {
    /// Opens the folder `dir`, which is made if it is not there; `None` if somebody else writes it now.
    ///
    /// # Errors
    ///
    /// Fails if the folder cannot be read or written.
    pub(crate) fn open(dir: &Path) -> io::Result<Option<Self>> {
        fs::create_dir_all(dir.join(GENERATIONS))?;
        let lock = File::create(dir.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { dir: dir.to_owned(), _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Returns what `current` holds, if it holds anything that is whole.
    pub(crate) fn current(&self) -> Option<(PathBuf, Manifest)> {
        let folder = fs::canonicalize(self.dir.join(CURRENT)).ok()?;
        let manifest = Manifest::read(&folder)?;
        Some((folder, manifest))
    }

    /// Begins the next generation, and takes away what nobody needs any more.
    ///
    /// # Errors
    ///
    /// Fails if the folder cannot be read or written.
    pub(crate) fn begin(&self) -> io::Result<Generation> {
        let before = self.current();
        // The link counts, even where its manifest is none that we read: it stays until the next is there.
        let linked = fs::read_link(self.dir.join(CURRENT)).ok();
        let number = linked.as_deref().and_then(number_of).unwrap_or(0) + 1;
        self.sweep(number)?;
        let dir = self.dir.join(GENERATIONS).join(number.to_string());
        fs::create_dir(&dir)?;
        Ok(Generation { number, dir, before, files: Vec::new(), reused: 0 })
    }

    /// Has `current` point at `generation`, in one step.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it; the former generation is current even so.
    pub(crate) fn finish(
        &self,
        generation: Generation,
        snapshot: String,
        schema: String,
    ) -> io::Result<Done> {
        let Generation { number, dir, mut files, reused, before: _ } = generation;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = Manifest { format: manifest::FORMAT, snapshot, schema, files };
        manifest.write(&dir)?;
        let next = self.dir.join(format!("{CURRENT}.next"));
        match fs::remove_file(&next) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => (),
        }
        symlink(Path::new(GENERATIONS).join(number.to_string()), &next)?;
        fs::rename(&next, self.dir.join(CURRENT))?;
        File::open(&self.dir)?.sync_all()?;
        self.sweep(number + 1)?;
        Ok(Done { number, files: manifest.files.len(), reused, rows: manifest.rows() })
    }
}

impl Lake {
    /// Takes away every generation but the two before `next`.
    fn sweep(&self, next: u64) -> io::Result<()> {
        for entry in fs::read_dir(self.dir.join(GENERATIONS))? {
            let folder = entry?.path();
            let is_kept = |number: u64| number < next && next <= number.saturating_add(2);
            if number_of(&folder).is_some_and(|number| !is_kept(number)) {
                fs::remove_dir_all(&folder)?;
            }
        }
        Ok(())
    }
}

impl Generation {
    /// Takes over the files of `folder` if they were made of the same `basis`, and says whether it did.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take a second name for a file.
    pub(crate) fn reuse(&mut self, folder: &str, basis: &str) -> io::Result<bool> {
        let Some((dir, before)) = &self.before else { return Ok(false) };
        let inside = format!("{folder}/part-");
        let same = |it: &&Written| it.path.starts_with(&inside) && it.basis == basis;
        let files: Vec<Written> = before.files.iter().filter(same).cloned().collect();
        if files.is_empty() {
            return Ok(false);
        }
        fs::create_dir_all(self.dir.join(folder))?;
        for file in &files {
            fs::hard_link(dir.join(&file.path), self.dir.join(&file.path))?;
        }
        self.reused += files.len();
        self.files.extend(files);
        Ok(true)
    }

    /// Writes rows into `folder`, in as many files as they need: one at least.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take them.
    pub(crate) fn write(
        &mut self,
        folder: &str,
        basis: &str,
        (schema, batches): (&SchemaRef, &[RecordBatch]),
    ) -> io::Result<()> {
        fs::create_dir_all(self.dir.join(folder))?;
        let mut part = Part::begin(&self.dir, folder, 0, schema)?;
        for batch in batches {
            for from in (0..batch.num_rows()).step_by(PIECE_ROWS) {
                if part.bytes >= FILE_BYTES {
                    let next = Part::begin(&self.dir, folder, part.number + 1, schema)?;
                    self.files.push(std::mem::replace(&mut part, next).end(basis)?);
                }
                let rows = PIECE_ROWS.min(batch.num_rows() - from);
                part.rows(&batch.slice(from, rows))?;
            }
        }
        self.files.push(part.end(basis)?);
        Ok(())
    }
}

/// A file that is being written.
struct Part {
    number: usize,
    path: String,
    file: File,
    writer: ParquetWriter,
    rows: u64,
    bytes: usize,
}

impl Part {
    fn begin(dir: &Path, folder: &str, number: usize, schema: &SchemaRef) -> io::Result<Self> {
        let path = format!("{folder}/part-{number}.parquet");
        let file = File::options().read(true).write(true).create_new(true).open(dir.join(&path))?;
        let writer = ParquetWriter::new(SchemaRef::clone(schema)).map_err(io::Error::other)?;
        Ok(Self { number, path, file, writer, rows: 0, bytes: 0 })
    }

    fn rows(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.writer.rows(batch).map_err(io::Error::other)?;
        let piece = self.writer.take();
        self.bytes += piece.len();
        self.rows += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
        self.file.write_all(&piece)
    }

    fn end(mut self, basis: &str) -> io::Result<Written> {
        let rest = self.writer.finish().map_err(io::Error::other)?;
        self.file.write_all(&rest)?;
        self.file.sync_all()?;
        // Read back: what is told is what is on the disk.
        let bytes = read_again(&mut self.file)?;
        Ok(Written {
            path: self.path,
            rows: self.rows,
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            sha256: Hash::of([bytes.as_slice()]).to_string(),
            basis: basis.to_owned(),
        })
    }
}

fn read_again(file: &mut File) -> io::Result<Vec<u8>> {
    use io::Read;
    use io::Seek;
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn number_of(folder: &Path) -> Option<u64> {
    folder.file_name()?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use flotilla_answer::of_texts;

    use super::*;

    #[test]
    fn what_has_not_changed_is_the_same_file() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path()).unwrap().unwrap();
        assert_eq!(export(&lake, "one", "first"), Done { number: 1, files: 2, reused: 0, rows: 4 });
        let inode = |name: &str| fs::metadata(dir.path().join("current").join(name)).unwrap().ino();
        let (same, other) = ("o/member=a/part-0.parquet", "o/member=b/part-0.parquet");
        let before = (inode(same), inode(other));
        assert_eq!(
            export(&lake, "one", "second"),
            Done { number: 2, files: 2, reused: 1, rows: 4 }
        );
        assert_eq!(inode(same), before.0);
        assert_ne!(inode(other), before.1);
    }

    #[test]
    fn who_is_killed_leaves_the_former_one_whole() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path()).unwrap().unwrap();
        export(&lake, "one", "first");
        let (folder, manifest) = lake.current().unwrap();
        let mut begun = lake.begin().unwrap();
        begun.write("o/member=a", "another", (&rows().schema(), &[rows()])).unwrap();
        drop((begun, lake));

        let lake = Lake::open(dir.path()).unwrap().unwrap();
        assert_eq!(lake.current(), Some((folder.clone(), manifest.clone())));
        for file in &manifest.files {
            let bytes = fs::read(folder.join(&file.path)).unwrap();
            assert_eq!(Hash::of([bytes.as_slice()]).to_string(), file.sha256);
        }
        export(&lake, "one", "second");
        let generations = fs::read_dir(dir.path().join(GENERATIONS)).unwrap().count();
        assert_eq!(generations, 2, "what was begun is gone, and the one before is there");
        export(&lake, "one", "third");
        assert!(!folder.exists(), "it goes when there are two that are younger");
    }

    #[test]
    fn a_folder_has_one_writer() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path()).unwrap();
        assert!(lake.is_some());
        assert!(Lake::open(dir.path()).unwrap().is_none());
        drop(lake);
        assert!(Lake::open(dir.path()).unwrap().is_some());
    }

    /// Two folders of two rows each, of which the second has another basis each time.
    fn export(lake: &Lake, same: &str, changed: &str) -> Done {
        let mut generation = lake.begin().unwrap();
        for (folder, basis) in [("o/member=a", same), ("o/member=b", changed)] {
            if !generation.reuse(folder, basis).unwrap() {
                generation.write(folder, basis, (&rows().schema(), &[rows()])).unwrap();
            }
        }
        lake.finish(generation, "snapshot".to_owned(), "schema".to_owned()).unwrap()
    }

    fn rows() -> RecordBatch {
        of_texts(vec![("indicator", vec!["I00".to_owned(), "I01".to_owned()])]).unwrap()
    }
}
