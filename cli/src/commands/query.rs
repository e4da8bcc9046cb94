//! `flotilla query`: one question in SQL to any node; the answer on standard output, what it was
//! computed from on standard error.
//!
//! Without `--node`, the own node is asked over its local socket, whoever else may read.

use std::io::IsTerminal;

use flotilla_answer::FormatError;
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

/// An answer as it came.
struct Answer {
    header: Option<v1::AnswerHeader>,
    arrow_ipc: Vec<u8>,
}

/// Asks, and prints the answer.
pub(crate) fn query(args: Query, context: &Context) -> Result<(), CommandError> {
    let Query { sql, node, token_file, format } = args;
    let token = token_file.as_deref().map(token::in_file).transpose()?;
    let language = context.ui.texts.language().code().to_owned();
    let question = v1::QueryRequest { sql, language };
    let answer = match node {
        Some(url) => {
            if token.is_some() && !client::is_here(&url) {
                context.ui.insist(&Message::new("cli-token-in-clear"));
            }
            let question = bearing(question, token.as_deref().map(String::as_str))?;
            client::wait(async { ask(client::any_node(&url).await?, question).await })
        }
        None => {
            let settings = context.settings()?;
            let question = Request::new(question);
            client::wait(async { ask(client::own_node(&settings).await?, question).await })
        }
    }?;
    let text = answer::write(answer.arrow_ipc, format.unwrap_or_else(|| usual(context)));
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
    let settings = context.settings()?;
    let language = context.ui.texts.language().code().to_owned();
    let question = Request::new(v1::QueryRequest { sql: sql.to_owned(), language });
    let answer = client::wait(async { ask(client::own_node(&settings).await?, question).await })?;
    let text = answer::write(answer.arrow_ipc, Format::Csv).map_err(malformed)?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.lines().skip(1).map(str::to_owned).collect())
}

/// An answer is not what answers are.
fn malformed(error: FormatError) -> Failure {
    Failure::new(Exit::Unexpected, Message::new("cli-answer-malformed")).because(error)
}

/// Returns a question that is asked by a token, if there is one.
fn bearing(
    question: v1::QueryRequest,
    token: Option<&str>,
) -> Result<Request<v1::QueryRequest>, CommandError> {
    let mut request = Request::new(question);
    if let Some(token) = token {
        let value = MetadataValue::try_from(format!("Bearer {token}"));
        let mut value = value.map_err(|error| {
            Failure::new(Exit::Invalid, Message::new("cli-token-unreadable")).because(error)
        })?;
        value.set_sensitive(true);
        request.metadata_mut().insert("authorization", value);
    }
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
fn usual(context: &Context) -> Format {
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
