//! The whole dataset in one file, of which a reader may take parts.
//!
//! Query engines read the end of a Parquet file first and then the columns they want, so the file must be
//! there: it is written once for each snapshot, when somebody asks, to a nameless file on the disk.
//! Whoever asks meanwhile waits for the same file. It promises:
//!
//! - **Nothing outlives its snapshot**: when the data change, as when something is taken back, the file is
//!   gone with the last of those who are reading it.
//! - **Nothing is left behind** by a node that is killed: a file without a name is gone with its process.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::csv::Dialect;
use flotilla_answer::file::Format;
use flotilla_domain::id::SnapshotId;
use flotilla_text::Language;
use tokio::io::AsyncWriteExt;
use tokio::sync::Mutex;
use tokio::sync::mpsc;

use crate::places::Network;
use crate::places::Place;
use crate::query::Filters;
use crate::query::Snapshot;
use crate::query::TableName;
use crate::query::access::Pass;
use crate::web::Web;
use crate::web::access::Placed;
use crate::web::answer;
use crate::web::answer::Look;
use crate::web::answer::PIECES_MAX;
use crate::web::answer::Pieces;
use crate::web::answer::Rows;
use crate::web::format::End;
use crate::web::headers;
use crate::web::headers::Encoding;
use crate::web::problem;
use crate::web::ranges;
use crate::web::ranges::Part;
use crate::web::table;

/// How much of a file is read at once.
const PIECE_BYTES: u64 = 256 << 10;

/// Which of the files.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Whole {
    /// `dataset.csv.gz`.
    CsvGz,
    /// `dataset.parquet`.
    Parquet,
}

/// The files that were written last, at most one of each kind.
#[derive(Debug)]
pub(crate) struct Datasets {
    dir: PathBuf,
    csv_gz: Mutex<Option<Arc<Kept>>>,
    parquet: Mutex<Option<Arc<Kept>>>,
}

/// A file, and what is said with it.
#[derive(Debug)]
struct Kept {
    file: File,
    bytes: u64,
    tag: String,
    headers: HeaderMap,
}

impl Whole {
    /// Every one of them.
    pub(crate) const ALL: [Self; 2] = [Self::CsvGz, Self::Parquet];

    /// Returns the name of the file.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::CsvGz => "dataset.csv.gz",
            Self::Parquet => "dataset.parquet",
        }
    }

    /// Returns its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::CsvGz => "application/gzip",
            Self::Parquet => End::Parquet.media_type(),
        }
    }

    fn look(self) -> Look {
        let name = TableName::Observations.name();
        match self {
            Self::CsvGz => {
                Look { name, format: Format::Csv(Dialect::Plain), encoding: Encoding::Gzip }
            }
            Self::Parquet => Look { name, format: Format::Parquet, encoding: Encoding::Identity },
        }
    }
}

impl Datasets {
    /// Keeps its files on the disk of `dir`.
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self { dir, csv_gz: Mutex::default(), parquet: Mutex::default() }
    }

    fn place(&self, whole: Whole) -> &Mutex<Option<Arc<Kept>>> {
        match whole {
            Whole::CsvGz => &self.csv_gz,
            Whole::Parquet => &self.parquet,
        }
    }
}

/// Answers a request for the whole dataset, or for a part of it.
pub(crate) async fn serve(
    (web, pass): (&Web, &Pass),
    whole: Whole,
    headers: &HeaderMap,
    language: Language,
) -> Response {
    let tag = name(web.reader.snapshot(), whole);
    if headers::has(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let kept = match kept(web, whole).await {
        Ok(kept) => kept,
        Err(error) => return problem::broken(&error, language),
    };
    // Whoever waits for the file to be written takes no place from others.
    match web.door.downloading(pass) {
        Ok(place) => part(kept, headers, place),
        Err(refusal) => problem::refused(&refusal, language),
    }
}

/// Returns the name of the bytes of a file.
fn name(snapshot: Snapshot, whole: Whole) -> String {
    headers::tag(snapshot, whole.file(), Encoding::Identity)
}

/// Returns the file of the present snapshot, written now if it is not there.
async fn kept(web: &Web, whole: Whole) -> io::Result<Arc<Kept>> {
    let mut place = web.datasets.place(whole).lock().await;
    let tag = name(web.reader.snapshot(), whole);
    if let Some(kept) = place.as_ref().filter(|it| it.tag == tag) {
        return Ok(Arc::clone(kept));
    }
    // What was there is not needed any more, and the disk may be small.
    *place = None;
    let (kept, id) = written(web, whole).await?;
    let kept = Arc::new(kept);
    *place = Some(Arc::clone(&kept));
    let (reader, datasets) = (web.reader.clone(), Arc::clone(&web.datasets));
    let old = Arc::downgrade(&kept);
    // Ends with the snapshot.
    tokio::spawn(async move {
        reader.moved_on(id).await;
        let mut place = datasets.place(whole).lock().await;
        if place.as_ref().is_some_and(|it| std::ptr::eq(Arc::as_ptr(it), old.as_ptr())) {
            *place = None;
        }
    });
    Ok(kept)
}

/// Writes the file, and says of which snapshot it is.
async fn written(web: &Web, whole: Whole) -> io::Result<(Kept, SnapshotId)> {
    let file = tempfile::tempfile_in(&web.datasets.dir)?;
    let mut out = tokio::fs::File::from_std(file.try_clone()?);
    let all = Filters::default();
    let answer = web.reader.download(TableName::Observations, &all).await;
    let answer = answer.map_err(io::Error::other)?;
    let (id, tag) = (answer.snapshot().id, name(answer.snapshot(), whole));
    let mut said = table::described(web, &answer, End::Parquet, tag.clone());
    said.insert(header::CONTENT_TYPE, HeaderValue::from_static(whole.media_type()));
    said.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let (pieces, mut coming) = mpsc::channel(PIECES_MAX);
    let rows = Rows { answer, labels: None };
    let sending = async move { answer::send(rows, whole.look(), &pieces).await };
    let writing = async {
        let mut bytes = 0_u64;
        while let Some(piece) = coming.recv().await {
            let piece = piece?;
            out.write_all(&piece).await?;
            bytes = bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        }
        out.flush().await.map(|()| bytes)
    };
    let ((), bytes) = tokio::try_join!(sending, writing)?;
    Ok((Kept { file, bytes, tag, headers: said }, id))
}

/// Returns the part of a file that is asked for.
fn part(kept: Arc<Kept>, asked: &HeaderMap, place: Place<Network>) -> Response {
    let headers = kept.headers.clone();
    let (status, from, until) = match ranges::part(asked, kept.bytes, &kept.tag) {
        Part::Whole => (StatusCode::OK, 0, kept.bytes),
        Part::Range(from, until) => (StatusCode::PARTIAL_CONTENT, from, until),
        Part::Beyond => {
            let bytes = [(header::CONTENT_RANGE, format!("bytes */{}", kept.bytes))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, headers, bytes).into_response();
        }
    };
    let length = until.saturating_sub(from);
    let range = format!("bytes {from}-{}/{}", until.saturating_sub(1), kept.bytes);
    let body =
        answer::body(place, move |pieces| async move { copy(&kept, from, until, &pieces).await });
    let length = [(header::CONTENT_LENGTH, length.to_string())];
    let mut response = (status, headers, length, body).into_response();
    response.extensions_mut().insert(Placed);
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = HeaderValue::try_from(range)
    {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    response
}

/// Gives away a file from one place to another, until nobody takes it.
async fn copy(kept: &Arc<Kept>, from: u64, until: u64, pieces: &Pieces) -> io::Result<()> {
    let mut at = from;
    while at < until {
        let length = PIECE_BYTES.min(until.saturating_sub(at));
        let kept = Arc::clone(kept);
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; usize::try_from(length).unwrap_or_default()];
            kept.file.read_exact_at(&mut piece, at).map(|()| piece)
        });
        let piece = read.await.map_err(io::Error::other)??;
        answer::give(pieces, piece).await?;
        at = at.saturating_add(length);
    }
    Ok(())
}
