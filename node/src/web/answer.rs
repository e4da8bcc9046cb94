//! Rows as CSV or JSON, streamed, with the headers that say what they are.
//!
//! A reader that hangs up stops the query. An error after the first row breaks the connection off, so
//! that nobody takes half an answer for a whole one.

use std::io;

use axum::body::Body;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::csv;
use flotilla_answer::json::JsonWriter;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use crate::query::Answer;
use crate::query::Snapshot;
use crate::query::TableName;

/// How many pieces wait for a slow reader before the query waits, too.
const PIECES_MAX: usize = 4;

/// How rows are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// UTF-8 without BOM, comma, dot decimal.
    Csv,
    /// One object: snapshot, coverage, and the rows under the name of the table.
    Json,
}

type Pieces = mpsc::Sender<io::Result<Vec<u8>>>;

/// Returns a response that streams `rows`.
pub(crate) fn stream(rows: Answer, table: TableName, format: Format) -> Response {
    let snapshot = rows.snapshot();
    let (pieces, stream) = mpsc::channel(PIECES_MAX);
    // Ends with its last row, or when the reader hangs up and `send` fails.
    tokio::spawn(async move {
        let sent = match format {
            Format::Csv => send_csv(rows, &pieces).await,
            Format::Json => send_json(rows, table, &pieces).await,
        };
        if let Err(error) = sent {
            let _hung_up = pieces.send(Err(error)).await;
        }
    });
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::Json => "application/json",
    };
    let body = Body::from_stream(ReceiverStream::new(stream));
    ([(header::CONTENT_TYPE, kind)], headers(snapshot), body).into_response()
}

/// Returns the headers that every answer carries.
fn headers(snapshot: Snapshot) -> [(HeaderName, HeaderValue); 4] {
    let Snapshot { id, members_reporting, members } = snapshot;
    let value =
        |text: String| HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""));
    [
        (HeaderName::from_static("snapshot-id"), value(id.to_string())),
        (
            HeaderName::from_static("data-coverage"),
            value(format!("{members_reporting}/{members} members")),
        ),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("snapshot-id, data-coverage"),
        ),
    ]
}

async fn send_csv(mut rows: Answer, pieces: &Pieces) -> io::Result<()> {
    let mut out = Vec::new();
    csv::header(&mut out, &rows.schema()).map_err(io::Error::other)?;
    while let Some(batch) = rows.next().await {
        csv::rows(&mut out, &batch.map_err(io::Error::other)?).map_err(io::Error::other)?;
        send(pieces, std::mem::take(&mut out)).await?;
    }
    send(pieces, out).await
}

async fn send_json(mut rows: Answer, table: TableName, pieces: &Pieces) -> io::Result<()> {
    let Snapshot { id, members_reporting, members } = rows.snapshot();
    let opening = format!(
        "{{\"snapshot_id\":\"{id}\",\"members_reporting\":{members_reporting},\
         \"members\":{members},\"{}\":",
        table.name()
    );
    send(pieces, opening.into_bytes()).await?;
    let mut writer = JsonWriter::new(Vec::new());
    while let Some(batch) = rows.next().await {
        writer.rows(&batch.map_err(io::Error::other)?).map_err(io::Error::other)?;
        send(pieces, std::mem::take(writer.out())).await?;
    }
    let mut rest = writer.finish().map_err(io::Error::other)?;
    rest.extend(b"}\n");
    send(pieces, rest).await
}

async fn send(pieces: &Pieces, bytes: Vec<u8>) -> io::Result<()> {
    pieces.send(Ok(bytes)).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
}
