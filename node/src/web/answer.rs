//! A whole table as a file, streamed, with the headers that say what it is.
//!
//! Rows are sent as they are read, a few at a time, so a download takes as much memory as a slow reader
//! leaves waiting ([`PIECES_MAX`]) and no more. A reader that hangs up stops the query. An error after the
//! first byte breaks the connection off, so that nobody takes half an answer for a whole one.

use std::io;

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
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use crate::query::Answer;
use crate::web::headers::Encoding;

/// How many pieces wait for a slow reader before the query waits, too.
pub(crate) const PIECES_MAX: usize = 2;

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
type Pieces = mpsc::Sender<io::Result<Vec<u8>>>;

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

/// Returns a response that streams `rows`; it holds `place` until the last of them is sent.
pub(crate) fn respond(
    rows: Rows,
    look: Look,
    headers: HeaderMap,
    place: OwnedSemaphorePermit,
) -> Response {
    let (pieces, stream) = mpsc::channel(PIECES_MAX);
    // Ends with its last row, or when the reader hangs up and `send` fails.
    tokio::spawn(async move {
        if let Err(error) = send(rows, look, &pieces).await {
            let _hung_up = pieces.send(Err(error)).await;
        }
        drop(place);
    });
    let mut response = (headers, Body::from_stream(ReceiverStream::new(stream))).into_response();
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
    pieces.send(Ok(piece)).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
}
