//! A whole table as a file, streamed, with the headers that say what it is.
//!
//! Rows are sent as they are read, a few at a time, so a download takes as much memory as a slow reader
//! leaves waiting ([`PIECES_MAX`]) and no more. A reader that hangs up stops the query. What comes to its
//! end before it is whole, by an error or because the reader was too slow, breaks the connection off, so
//! that nobody takes half an answer for a whole one.

use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::RecordBatch;
use flotilla_answer::SchemaRef;
use flotilla_answer::file::FileWriter;
use flotilla_answer::file::Format;
use flotilla_answer::file::Gzip;
use flotilla_answer::labels::Labels;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tracing::warn;

use crate::places::Network;
use crate::places::Place;
use crate::query::Answer;
use crate::telemetry::chain;
use crate::web::access::Placed;
use crate::web::headers::Encoding;

/// How many pieces wait for a slow reader before the query waits, too.
pub const PIECES_MAX: usize = 2;

/// How long a download may take: a million figures over a line of 2 Mbit a second.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// How soon a reader takes a piece: 250 kB a minute is 4 kB a second, and who is slower will not end.
const TAKEN_WITHIN: Duration = Duration::from_secs(60);

/// How many rows are written at once: some 250 kB of CSV.
const PIECE_ROWS: usize = 1_024;

/// Rows on their way, with labels if they were asked for.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The rows.
    pub(crate) answer: Answer,
    /// What their codes are called.
    pub(crate) labels: Option<Labels>,
}

/// How rows are to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// What the table is called.
    pub(crate) name: &'static str,
    /// How it is written.
    pub(crate) format: Format,
    /// How that is packed for the way.
    pub(crate) encoding: Encoding,
}

/// Who takes the pieces.
pub(crate) type Pieces = mpsc::Sender<io::Result<Vec<u8>>>;

impl Rows {
    /// Returns the columns.
    pub(crate) fn schema(&self) -> SchemaRef {
        self.labels.as_ref().map_or_else(|| self.answer.schema(), Labels::schema)
    }

    /// Returns the next rows, with their labels.
    ///
    /// # Errors
    ///
    /// Fails if the query does.
    pub(crate) async fn next(&mut self) -> io::Result<Option<RecordBatch>> {
        let Some(batch) = self.answer.next().await else { return Ok(None) };
        let batch = batch.map_err(io::Error::other)?;
        match &self.labels {
            Some(labels) => labels.label(&batch).map(Some).map_err(io::Error::other),
            None => Ok(Some(batch)),
        }
    }
}

/// Returns a body of what `work` sends, which holds `place` until then, but not for ever.
pub(crate) fn body<P, W>(place: P, work: impl FnOnce(Pieces) -> W) -> Body
where
    P: Send + 'static,
    W: Future<Output = io::Result<()>> + Send + 'static,
{
    let (pieces, stream) = mpsc::channel(PIECES_MAX);
    let (whole, mut is_whole) = oneshot::channel();
    let work = work(pieces.clone());
    tokio::spawn(async move {
        match timeout(LONGEST, work).await {
            Ok(Ok(())) => drop(whole.send(())),
            Ok(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Ok(Err(error)) => warn!(cause = %chain(&error), "a download was broken off"),
            Err(_) => warn!("a download took too long"),
        }
        // Not before: it is the end of the stream, at which the reader asks whether it is whole.
        drop((pieces, place));
    });
    let mut end = Some(io::Error::from(io::ErrorKind::ConnectionAborted));
    let broken = move || end.take().filter(|_| is_whole.try_recv().is_err()).map(Err);
    let broken = tokio_stream::iter(std::iter::from_fn(broken));
    Body::from_stream(ReceiverStream::new(stream).chain(broken))
}

/// Returns a response that streams `rows`; it holds `place` until the last of them is sent.
pub(crate) fn respond(
    rows: Rows,
    look: Look,
    headers: HeaderMap,
    place: Place<Network>,
) -> Response {
    let body = body(place, |pieces| async move { send(rows, look, &pieces).await });
    let mut response = (headers, body).into_response();
    response.extensions_mut().insert(Placed);
    if look.encoding == Encoding::Gzip {
        let gzip = HeaderValue::from_static("gzip");
        response.headers_mut().insert(header::CONTENT_ENCODING, gzip);
    }
    response
}

/// Writes `rows`, and gives away what is written, piece by piece.
pub(crate) async fn send(mut rows: Rows, look: Look, pieces: &Pieces) -> io::Result<()> {
    let mut gzip = (look.encoding == Encoding::Gzip).then(Gzip::new);
    let writer = FileWriter::new(look.format, look.name, rows.schema());
    let mut writer = writer.map_err(io::Error::other)?;
    while let Some(batch) = rows.next().await? {
        for from in (0..batch.num_rows()).step_by(PIECE_ROWS) {
            let count = PIECE_ROWS.min(batch.num_rows().saturating_sub(from));
            writer.rows(&batch.slice(from, count)).map_err(io::Error::other)?;
            push(pieces, writer.take(), gzip.as_mut()).await?;
        }
    }
    push(pieces, writer.finish().map_err(io::Error::other)?, gzip.as_mut()).await?;
    match gzip {
        Some(gzip) => push(pieces, gzip.finish()?, None).await,
        None => Ok(()),
    }
}

async fn push(pieces: &Pieces, piece: Vec<u8>, gzip: Option<&mut Gzip>) -> io::Result<()> {
    let piece = match gzip {
        Some(gzip) => gzip.push(&piece)?,
        None => piece,
    };
    if piece.is_empty() {
        return Ok(());
    }
    give(pieces, piece).await
}

/// Gives a piece away, if it is taken in time.
pub(crate) async fn give(pieces: &Pieces, piece: Vec<u8>) -> io::Result<()> {
    give_within(pieces, piece, TAKEN_WITHIN).await
}

async fn give_within(pieces: &Pieces, piece: Vec<u8>, most: Duration) -> io::Result<()> {
    let taken = timeout(most, pieces.send(Ok(piece))).await;
    // Who takes nothing is told by nobody that it was cut off: the connection breaks.
    taken.ok().and_then(Result::ok).ok_or_else(|| io::ErrorKind::BrokenPipe.into())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::to_bytes;
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn a_reader_that_takes_nothing_is_cut_off_and_gives_back_its_place() {
        let room = Arc::new(Semaphore::new(1));
        let place = Arc::clone(&room).acquire_owned().await.unwrap();
        let body = body(place, |pieces| async move {
            loop {
                give_within(&pieces, vec![b'x'; 10], Duration::from_millis(5)).await?;
            }
        });
        // Nobody has read, and the place is free.
        drop(room.acquire().await.unwrap());
        assert!(to_bytes(body, 1_000).await.is_err(), "and what is read later is no whole answer");
    }

    #[tokio::test]
    async fn half_an_answer_is_never_taken_for_a_whole_one() {
        let room = Arc::new(Semaphore::new(1));
        for (outcome, told) in [
            (Ok(()), Some("some rows")),
            (Err(io::Error::other("the disk")), None),
            (Err(io::ErrorKind::BrokenPipe.into()), None),
        ] {
            let place = Arc::clone(&room).acquire_owned().await.unwrap();
            let body = body(place, |pieces| async move {
                push(&pieces, b"some ".to_vec(), None).await?;
                push(&pieces, b"rows".to_vec(), None).await?;
                outcome
            });
            let read = to_bytes(body, 100).await.ok();
            assert_eq!(read.as_deref(), told.map(str::as_bytes));
        }
        // Everybody has given back the place.
        drop(room.acquire().await.unwrap());
    }
}
