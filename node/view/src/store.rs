//! The directory of a view: Parquet files by table and member, and a manifest that names them.
//!
//! ```text
//! manifest
//! entries/member=<id>/<first seq>-<last seq>-<number>.parquet
//! observations/member=<id>/...
//! practices/member=<id>/...
//! ```
//!
//! - A file counts only if the manifest names it, with its size. The manifest is replaced in one
//!   step, after the files it names are on disk.
//! - What the manifest does not name is removed when the directory is opened; a manifest that is
//!   damaged, or of another schema, names nothing.
//! - No file name is used twice, so a reader of an old state never meets a file of a new one.

pub(crate) mod manifest;
pub(crate) mod narrow;
pub(crate) mod parquet_file;
pub(crate) mod segment;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use tokio::sync::Semaphore;

use crate::apply::ApplyError;
use crate::store::manifest::Manifest;
use crate::store::segment::Segment;
use crate::store::segment::Span;
use crate::table::Logged;

/// The name of the manifest.
const MANIFEST: &str = "manifest";

/// Of how many files it is kept what their ends say, some 10 kB each: reading it again costs as much as
/// reading a small file.
const KNOWN_MAX: usize = 2_048;

/// The segments of each member, in the order of its log.
pub(crate) type Segments = BTreeMap<MemberId, Vec<Arc<Segment>>>;

/// The directory of a view.
#[derive(Debug)]
pub(crate) struct Store {
    dir: PathBuf,
    /// Names the schema, the catalogue and the coalition.
    fingerprint: Hash,
    /// The number of the next segment.
    next: u64,
    /// Room for what is known of files.
    room: Arc<Semaphore>,
}

impl Store {
    /// Opens `dir`, makes it if need be, and removes what no manifest of `fingerprint` names.
    pub(crate) fn open(dir: &Path, fingerprint: Hash) -> io::Result<(Self, Segments)> {
        fs::create_dir_all(dir)?;
        let room = Arc::new(Semaphore::new(KNOWN_MAX));
        let mut store = Self { dir: dir.to_owned(), fingerprint, next: 1, room };
        let segments = match Manifest::read(&store.manifest(), fingerprint) {
            Some(manifest) if manifest.spans.iter().all(|span| span.is_whole(dir)) => {
                store.next = manifest.next;
                by_member(dir, &manifest.spans, &store.room)
            }
            _ => Segments::new(),
        };
        store.sweep(&segments)?;
        Ok((store, segments))
    }

    /// Writes one segment: for each table, the rows that `span` covers.
    pub(crate) fn write(
        &mut self,
        mut span: Span,
        mut rows: impl FnMut(Logged) -> Result<Vec<RecordBatch>, ApplyError>,
    ) -> Result<Arc<Segment>, ApplyError> {
        span.number = self.next;
        self.next += 1;
        for table in Logged::ALL {
            let batches = rows(table)?;
            if batches.iter().all(|batch| batch.num_rows() == 0) {
                continue;
            }
            span.rows += batches
                .iter()
                .map(|batch| u64::try_from(batch.num_rows()).unwrap_or(0))
                .sum::<u64>();
            let path = span.path(&self.dir, table);
            let bytes = parquet_file::write(&path, table, &batches)?;
            span.bytes.insert(table, bytes);
        }
        Ok(Arc::new(Segment::new(self.dir.clone(), span, Arc::clone(&self.room))))
    }

    /// Makes `segments` what the directory holds.
    pub(crate) fn commit<'a>(
        &self,
        segments: impl Iterator<Item = &'a Arc<Segment>> + Clone,
    ) -> Result<(), ApplyError> {
        let path = self.manifest();
        if segments.clone().any(|segment| segment.is_damaged()) {
            let condemned = Self::condemn(&self.dir);
            return condemned.map_err(|source| ApplyError { path, source: source.into() });
        }
        let spans = segments.map(|segment| segment.span.clone()).collect();
        let manifest = Manifest { next: self.next, spans };
        let written = manifest.write(&path, self.fingerprint);
        written.map_err(|source| ApplyError { path, source: source.into() })
    }

    /// Has the directory emptied when it is opened next: a file of it is damaged.
    pub(crate) fn condemn(dir: &Path) -> io::Result<()> {
        match fs::remove_file(dir.join(MANIFEST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Returns the directory.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    fn manifest(&self) -> PathBuf {
        self.dir.join(MANIFEST)
    }

    /// Removes every file of ours that no segment names. Other files are not ours to remove.
    fn sweep(&self, segments: &Segments) -> io::Result<()> {
        let named = segments.values().flatten().flat_map(|segment| segment.paths());
        let named: std::collections::BTreeSet<PathBuf> = named.collect();
        for table in Logged::ALL {
            for member in listed(&self.dir.join(table.name()))? {
                for file in listed(&member)? {
                    if !named.contains(&file) {
                        fs::remove_file(&file)?;
                    }
                }
                // A directory that still holds something stays.
                drop(fs::remove_dir(&member));
            }
        }
        if segments.is_empty() && self.manifest().exists() {
            fs::remove_file(self.manifest())?;
        }
        Ok(())
    }
}

fn by_member(dir: &Path, spans: &[Span], room: &Arc<Semaphore>) -> Segments {
    let mut segments = Segments::new();
    for span in spans {
        let segment = Segment::new(dir.to_owned(), span.clone(), Arc::clone(room));
        segments.entry(span.member).or_default().push(Arc::new(segment));
    }
    segments
}

/// Returns what lies in the directory `path`; nothing if it is not there.
fn listed(path: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(path) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}
