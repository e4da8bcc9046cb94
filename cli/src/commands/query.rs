//! `flotilla query`: one question in SQL to any node; the answer on standard output, what it was
//! computed from on standard error.
//!
//! Without `--node`, the own node is asked over its local socket, whoever else may read.

use std::io::IsTerminal;
use std::path::Path;

use flotilla_answer::FormatError;
use flotilla_answer::ipc::IpcReader;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::query_client::QueryClient;
use flotilla_proto::v1::query_reply::Piece;
use tonic::Request;
use tonic::metadata::MetadataValue;
use tonic::transport::Channel;

use crate::answer;
use crate::args::Format;
use crate::args::Query;
use crate::client;
use crate::commands::export::Told;
use crate::commands::token;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes;

/// The most bytes of an answer. Whoever needs more wants the download, not an answer.
const ANSWER_BYTES_MAX: usize = 256 << 20;

/// How many digits of a snapshot id a person is shown.
const SHORT: usize = 8;

/// Which node is asked, the own one if `None`, and the file with a token for it.
pub(super) type Whom<'a> = (Option<&'a str>, Option<&'a Path>);

/// An answer as it came.
struct Answer {
    header: Option<v1::AnswerHeader>,
    arrow_ipc: Vec<u8>,
}

/// Asks, and prints the answer.
pub(crate) fn query(args: &Query, context: &Context) -> Result<(), CommandError> {
    let whom = (args.node.as_deref(), args.token_file.as_deref());
    let answer = answered(&args.sql, whom, context)?;
    let text = answer::write(answer.arrow_ipc, args.format.unwrap_or_else(|| usual(context)));
    let text = text.map_err(malformed)?;
    context.ui.print_bytes(&text)?;
    if let Some(header) = &answer.header {
        for warning in &header.warnings {
            context.ui.tell(&Message::new("cli-answer-warning").word("warning", warning));
        }
        context.ui.tell(&computed_from(header));
    }
    Ok(())
}

/// Asks the own node, and returns the rows of the answer as lines of CSV.
pub(crate) fn own_lines(sql: &str, context: &Context) -> Result<Vec<String>, CommandError> {
    let answer = answered(sql, (None, None), context)?;
    let text = answer::write(answer.arrow_ipc, Format::Csv).map_err(malformed)?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.lines().skip(1).map(str::to_owned).collect())
}

/// Asks a node, and returns the answer as it is.
pub(super) fn told(sql: &str, whom: Whom<'_>, context: &Context) -> Result<Told, CommandError> {
    let answer = answered(sql, whom, context)?;
    let mut reader = IpcReader::new();
    let batches = reader.push(answer.arrow_ipc).map_err(malformed)?;
    let schema = reader.schema();
    reader.finish().map_err(malformed)?;
    let unheard = || Failure::new(Exit::Unexpected, Message::new("cli-answer-malformed"));
    let (schema, header) = schema.zip(answer.header).ok_or_else(unheard)?;
    Ok(Told { snapshot: shapes::hex(&header.snapshot_id), schema, batches })
}

/// Asks a node.
fn answered(sql: &str, whom: Whom<'_>, context: &Context) -> Result<Answer, CommandError> {
    let language = context.ui.texts.language().code().to_owned();
    let question = v1::QueryRequest { sql: sql.to_owned(), language };
    let question = bearing(question, whom, context)?;
    client::wait(async { ask(client::of(whom.0, context).await?, question).await })
}

/// An answer is not what answers are.
fn malformed(error: FormatError) -> Failure {
    Failure::new(Exit::Unexpected, Message::new("cli-answer-malformed")).because(error)
}

/// Returns a request that is made by the token in a file, if one is named; says so where others could read it
/// on its way.
pub(super) fn bearing<T>(
    question: T,
    (node, token_file): Whom<'_>,
    context: &Context,
) -> Result<Request<T>, CommandError> {
    let mut request = Request::new(question);
    let Some(path) = token_file else { return Ok(request) };
    let token = token::in_file(path)?;
    if node.is_some_and(|url| !client::is_here(url)) {
        context.ui.insist(&Message::new("cli-token-in-clear"));
    }
    let value = MetadataValue::try_from(format!("Bearer {}", token.as_str()));
    let mut value = value.map_err(|error| {
        Failure::new(Exit::Invalid, Message::new("cli-token-unreadable")).because(error)
    })?;
    value.set_sensitive(true);
    request.metadata_mut().insert("authorization", value);
    Ok(request)
}

async fn ask(channel: Channel, request: Request<v1::QueryRequest>) -> Result<Answer, CommandError> {
    let mut node = QueryClient::new(channel).max_decoding_message_size(client::MESSAGE_BYTES_MAX);
    let reply = node.query(request).await.map_err(|status| client::refused(&status))?;
    let mut pieces = reply.into_inner();
    let mut answer = Answer { header: None, arrow_ipc: Vec::new() };
    while let Some(piece) = pieces.message().await.map_err(|status| client::refused(&status))? {
        match piece.piece {
            Some(Piece::Header(header)) => answer.header = Some(header),
            Some(Piece::ArrowIpc(bytes)) => answer.arrow_ipc.extend_from_slice(&bytes),
            None => {}
        }
        if answer.arrow_ipc.len() > ANSWER_BYTES_MAX {
            return Err(Failure::new(Exit::Invalid, Message::new("cli-answer-too-large")).into());
        }
    }
    Ok(answer)
}

/// Returns the format that suits whoever reads: a table for a person, CSV for a program.
pub(crate) fn usual(context: &Context) -> Format {
    match (context.ui.json, std::io::stdout().is_terminal()) {
        (true, _) => Format::Json,
        (false, true) => Format::Table,
        (false, false) => Format::Csv,
    }
}

fn computed_from(header: &v1::AnswerHeader) -> Message {
    let snapshot: String = shapes::hex(&header.snapshot_id).chars().take(SHORT).collect();
    Message::new("cli-answer-from")
        .word("snapshot", snapshot)
        .number("reporting", header.members_reporting)
        .number("members", header.members)
}
