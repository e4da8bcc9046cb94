//! What the own node is asked for and given, over its local socket: decisions, a log, a bundle.

use std::time::Duration;

use flotilla_config::settings::Settings;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use flotilla_proto::v1::query_client::QueryClient;
use flotilla_proto::v1::query_reply;
use flotilla_text::Language;
use flotilla_text::date;
use flotilla_wire::bundle;
use flotilla_wire::bundle::PIECE_BYTES_MAX;
use flotilla_wire::bundle::Piece;
use serde_json::Value;
use tonic::transport::Channel;

use crate::answer;
use crate::args::Format;
use crate::client;
use crate::commands::coalition;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::logs;
use crate::logs::Row;
use crate::minutes::Minutes;
use crate::minutes::Source;

/// An entry that a node knows of.
#[derive(Debug)]
pub(crate) struct Known {
    /// Where it stands.
    pub(crate) row: Row,
    /// Whether it is on the branch that the node follows.
    pub(crate) followed: bool,
    /// Whether the node holds it, and not only the proof that it was signed.
    pub(crate) held: bool,
}

/// How long to wait before the own node is asked again.
const PAUSE: Duration = Duration::from_millis(200);

/// The most bytes of a log in rows: 200,000 of them.
const LOG_BYTES_MAX: usize = 32 << 20;

/// Returns what was decided, as the own node holds it and this tool verified it.
pub(crate) fn minutes(settings: &Settings) -> Result<Minutes, CommandError> {
    let genesis = coalition::own(settings)?;
    let mut minutes = Minutes::begin(genesis, Source::Node(Box::new(settings.clone())))?;
    client::wait(async {
        let channel = client::own_node(settings).await?;
        let mut node = AdminClient::new(channel).max_decoding_message_size(PIECE_BYTES_MAX);
        let request = v1::ExportRequest { logs: false, language: String::new() };
        let pieces = node.export(request).await.map_err(|status| client::refused(&status))?;
        let mut pieces = pieces.into_inner();
        while let Some(piece) = pieces.message().await.map_err(|it| client::refused(&it))? {
            match bundle::from_wire(piece).map_err(malformed)? {
                Some(Piece::Frame(arrival)) => minutes.take(arrival),
                Some(Piece::Head(head)) if head.coalition != minutes.coalition() => {
                    let message = Message::new("cli-bundle-another");
                    return Err(Failure::new(Exit::Conflict, message).into());
                }
                Some(Piece::Head(_)) | None => (),
            }
        }
        Ok(())
    })?;
    Ok(minutes)
}

/// Returns how the own node is doing, told in `language`.
pub(crate) fn status(
    settings: &Settings,
    language: Language,
) -> Result<v1::StatusReply, CommandError> {
    let request = v1::StatusRequest { language: language.code().to_owned() };
    client::wait(async {
        let mut node = AdminClient::new(client::own_node(settings).await?);
        let reply = node.status(request).await;
        Ok(reply.map_err(|status| client::refused(&status))?.into_inner())
    })
}

/// Returns the log of the member `handle` as the own node holds it, oldest first.
pub(crate) fn log(settings: &Settings, handle: &str) -> Result<Vec<Row>, CommandError> {
    let held = known(settings, handle)?.into_iter().filter(|it| it.held);
    Ok(logs::ordered(held.map(|it| it.row).collect()))
}

/// Returns the entries of a log that the own node knows of.
pub(crate) fn known(settings: &Settings, handle: &str) -> Result<Vec<Known>, CommandError> {
    let request = v1::LogRequest { member: handle.to_owned(), language: String::new() };
    let reply = client::wait(async {
        let node = AdminClient::new(client::own_node(settings).await?);
        let mut node = node.max_decoding_message_size(LOG_BYTES_MAX);
        let reply = node.log(request).await;
        Ok(reply.map_err(|status| client::refused(&status))?.into_inner())
    })?;
    reply.rows.iter().map(|wire| row_of(wire).ok_or_else(unread)).collect()
}

/// Returns the log of the member `handle` as any node shows it to researchers, oldest first, and the
/// version of the member's document that it knows.
pub(crate) fn log_elsewhere(url: &str, handle: &str) -> Result<(Vec<Row>, u64), CommandError> {
    client::wait(async {
        let channel = client::any_node(url).await?;
        // A handle is made of letters, digits and hyphens.
        let sql = format!("SELECT version FROM members WHERE handle = '{handle}'");
        let known = shown(channel.clone(), sql).await?;
        let version = known.first().and_then(|row| row.get("version")?.as_u64());
        let columns = "epoch, seq, id, created_at, state";
        let sql = format!("SELECT {columns} FROM entries WHERE member = '{handle}'");
        let rows = shown(channel, sql).await?;
        let rows = rows.iter().map(|value| row(value).ok_or_else(unread));
        Ok((logs::ordered(rows.collect::<Result<_, _>>()?), version.unwrap_or_default()))
    })
}

/// Waits until the own node answers and something is so, looking at most `tries` times; says whether it
/// came to that. With a new key a node stops and starts, and does not answer meanwhile.
pub(crate) fn wait_until(
    settings: &Settings,
    tries: u32,
    is_so: impl Fn(&v1::StatusReply) -> bool,
) -> Result<bool, CommandError> {
    client::wait(async {
        for _ in 0..tries {
            if let Ok(channel) = client::own_node(settings).await {
                let status = AdminClient::new(channel).status(v1::StatusRequest::default()).await;
                if status.is_ok_and(|status| is_so(status.get_ref())) {
                    return Ok(true);
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(false)
    })
}

/// Waits a moment before the own node is asked again.
pub(crate) fn pause() -> Result<(), CommandError> {
    client::wait(async {
        tokio::time::sleep(PAUSE).await;
        Ok(())
    })
}

/// Gives pieces of a bundle to the own node.
pub(crate) fn import(
    settings: &Settings,
    pieces: Vec<v1::BundlePiece>,
    language: &str,
) -> Result<v1::ImportReply, CommandError> {
    let language = language.to_owned();
    let request = move |piece| v1::ImportRequest { piece: Some(piece), language: language.clone() };
    client::wait(async {
        let mut node = AdminClient::new(client::own_node(settings).await?);
        let requests = tokio_stream::iter(pieces.into_iter().map(request));
        let reply = node.import(requests).await;
        Ok(reply.map_err(|status| client::refused(&status))?.into_inner())
    })
}

/// Asks a node as a researcher does, and returns the rows of the answer.
async fn shown(channel: Channel, sql: String) -> Result<Vec<Value>, CommandError> {
    let mut node = QueryClient::new(channel).max_decoding_message_size(client::MESSAGE_BYTES_MAX);
    let request = v1::QueryRequest { sql, language: String::new() };
    let reply = node.query(request).await.map_err(|status| client::refused(&status))?;
    let (mut pieces, mut arrow_ipc) = (reply.into_inner(), Vec::new());
    while let Some(piece) = pieces.message().await.map_err(|status| client::refused(&status))? {
        if let Some(query_reply::Piece::ArrowIpc(bytes)) = piece.piece {
            arrow_ipc.extend_from_slice(&bytes);
        }
    }
    let text = answer::write(arrow_ipc, Format::Json).map_err(malformed)?;
    serde_json::from_slice(&text).map_err(malformed)
}

fn row_of(wire: &v1::LogRow) -> Option<Known> {
    let v1::LogRow { epoch, seq, id, created_ms, state, followed, held } = wire;
    let row = Row {
        epoch: *epoch,
        seq: *seq,
        id: EntryId(Hash::from_slice(id)?),
        created_ms: *created_ms,
        state: logs::state(state),
    };
    Some(Known { row, followed: *followed, held: *held })
}

fn row(value: &Value) -> Option<Row> {
    let number = |name| value.get(name)?.as_u64();
    let text = |name| value.get(name)?.as_str();
    Some(Row {
        epoch: u32::try_from(number("epoch")?).ok()?,
        seq: number("seq")?,
        id: EntryId(Hash::parse(text("id")?)?),
        created_ms: date::parse_moment(text("created_at")?)?,
        state: logs::state(text("state")?),
    })
}

fn malformed(error: impl std::error::Error + Send + Sync + 'static) -> CommandError {
    Failure::new(Exit::Unexpected, Message::new("cli-answer-malformed"))
        .because(error)
        .into()
}

fn unread() -> CommandError {
    Failure::new(Exit::Unexpected, Message::new("cli-answer-malformed")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::coalition::EntryState;

    #[test]
    fn a_row_is_read_as_a_node_writes_it() {
        let id = "ab".repeat(32);
        let text = format!(
            "{{\"epoch\":1,\"seq\":7,\"id\":\"{id}\",\
             \"created_at\":\"1970-01-02T00:00:00Z\",\"state\":\"valid\"}}"
        );
        let row = row(&serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!((row.seq, row.created_ms, row.state), (7, 86_400_000, EntryState::Valid));
        assert!(super::row(&serde_json::from_str("{\"seq\":7}").unwrap()).is_none());
    }
}
