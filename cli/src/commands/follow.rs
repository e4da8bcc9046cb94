//! `flotilla follow`: entries of any node as they begin to count, and as they cease to.
//!
//! - **Where it left off is written down after what was told was printed**, and only then: a program that is
//!   killed is told again what it may not have printed, and never misses anything.
//! - **It ends when the node does**: with the code for the network, so that whatever started it does so again.

use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::query_client::QueryClient;
use flotilla_text::date;
use serde::Serialize;
use tempfile::NamedTempFile;
use tonic::Request;
use tonic::transport::Channel;

use crate::args::Follow;
use crate::client;
use crate::commands::query;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes;
use crate::table;

/// The most letters of where somebody left off: twice what a node takes.
const RESUME_BYTES_MAX: u64 = 512 << 10;

/// How many digits of an id a person is shown.
const SHORT: usize = 8;

/// One entry, as a line of JSON.
#[derive(Debug, Serialize)]
struct Told<'a> {
    entry_id: String,
    member: &'a str,
    seq: u64,
    kind: &'a str,
    created_at: String,
    state: &'a str,
}

/// Where it left off, as a line of JSON.
#[derive(Debug, Serialize)]
struct LeftOff {
    snapshot_id: String,
    is_current: bool,
    resume: String,
}

/// Follows, until the node or the reader ends it.
pub(crate) fn follow(args: &Follow, context: &Context) -> Result<(), CommandError> {
    let resume = match (&args.since, &args.state) {
        (Some(text), _) => unhex(text.trim())?,
        (None, Some(path)) => read(path)?,
        (None, None) => Vec::new(),
    };
    let request = v1::FollowRequest {
        resume,
        members: args.member.clone(),
        kinds: args.kind.clone(),
        language: context.ui.texts.language().code().to_owned(),
    };
    let whom = (args.node.as_deref(), args.token_file.as_deref());
    let request = query::bearing(request, whom, context)?;
    client::wait(async {
        let channel = client::of(args.node.as_deref(), context).await?;
        replies(channel, request, (args, context)).await
    })
}

async fn replies(
    channel: Channel,
    request: Request<v1::FollowRequest>,
    (args, context): (&Follow, &Context),
) -> Result<(), CommandError> {
    let mut node = QueryClient::new(channel).max_decoding_message_size(client::MESSAGE_BYTES_MAX);
    let replies = node.follow(request).await.map_err(|status| client::refused(&status))?;
    let mut replies = replies.into_inner();
    while let Some(reply) = replies.message().await.map_err(|status| client::refused(&status))? {
        tell(&reply, context)?;
        if let Some(path) = &args.state {
            write(path, &shapes::hex(&reply.resume)).map_err(|it| Failure::write(path, it))?;
        }
        if args.once && reply.is_current {
            return Ok(());
        }
    }
    Err(Failure::new(Exit::Network, Message::new("cli-follow-ended")).into())
}

/// Prints what a reply says.
fn tell(reply: &v1::FollowReply, context: &Context) -> Result<(), CommandError> {
    let mut text = String::new();
    for entry in &reply.entries {
        let v1::FollowedEntry { entry_id, member, seq, kind, created_ms, state } = entry;
        text.push_str(&match context.ui.json {
            true => line(&Told {
                entry_id: shapes::hex(entry_id),
                member,
                seq: *seq,
                kind,
                created_at: date::moment(*created_ms),
                state,
            })?,
            false => format!("{}\n", context.ui.texts.say(&sentence(entry))),
        });
    }
    if context.ui.json {
        text.push_str(&line(&LeftOff {
            snapshot_id: shapes::hex(&reply.snapshot_id),
            is_current: reply.is_current,
            resume: shapes::hex(&reply.resume),
        })?);
    }
    context.ui.print(&text)
}

fn sentence(entry: &v1::FollowedEntry) -> Message {
    let v1::FollowedEntry { entry_id, member, seq, kind, created_ms, state } = entry;
    let id = match state.as_str() {
        "counts" => "cli-follow-counts",
        "erased" => "cli-follow-erased",
        "log_replaced" => "cli-follow-replaced",
        "quarantined" => "cli-follow-quarantined",
        "superseded" => "cli-follow-superseded",
        "withdrawn" => "cli-follow-withdrawn",
        _ => "cli-follow-ceased",
    };
    let short: String = shapes::hex(entry_id).chars().take(SHORT).collect();
    Message::new(id)
        .word("time", date::minute(*created_ms))
        .word("member", table::shown(member))
        .word("kind", table::shown(kind))
        .number("seq", *seq)
        .word("entry", short)
}

fn line<T: Serialize>(value: &T) -> Result<String, CommandError> {
    let text = serde_json::to_string(value).map_err(|error| {
        Failure::new(Exit::Unexpected, Message::new("cli-cannot-print")).because(error)
    })?;
    Ok(text + "\n")
}

/// Reads where it left off; from the beginning where nothing was written yet.
fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    let unread = |error| CommandError::from(Failure::read(path, error));
    let mut text = String::new();
    match File::open(path) {
        Ok(file) => file.take(RESUME_BYTES_MAX).read_to_string(&mut text).map_err(unread)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unread(error)),
    };
    unhex(text.trim())
}

/// Writes where it left off, in one step.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let mut beside = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    beside.write_all(text.as_bytes())?;
    beside.write_all(b"\n")?;
    beside.as_file().sync_all()?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}

fn unhex(text: &str) -> Result<Vec<u8>, CommandError> {
    let strange = || {
        let failure = Failure::new(Exit::Usage, Message::new("cli-follow-not-resume"));
        CommandError::from(failure.hint(Message::new("cli-follow-begin-anew")))
    };
    let nibble = |digit: &u8| char::from(*digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
        _ => None,
    };
    pairs.map(byte).collect::<Option<Vec<u8>>>().ok_or_else(strange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_left_off_is_read_back_and_a_missing_file_is_the_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("left-off");
        assert_eq!(read(&path).unwrap(), Vec::<u8>::new());
        for bytes in [vec![1, 0xab, 0], vec![2]] {
            write(&path, &shapes::hex(&bytes)).unwrap();
            assert_eq!(read(&path).unwrap(), bytes);
        }
        std::fs::write(&path, "abc").unwrap();
        assert!(read(&path).is_err());
        std::fs::write(&path, "xy").unwrap();
        assert!(read(&path).is_err());
    }
}
