//! Bundles over the local socket: what this node holds, piece by piece, and what was carried to it.

use std::error::Error;
use std::sync::Arc;

use flotilla_domain::message::Message;
use flotilla_domain::session::frame::Frame;
use flotilla_proto::v1;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_wire::bundle;
use flotilla_wire::bundle::Head;
use flotilla_wire::bundle::Piece;
use tokio::sync::mpsc;
use tonic::Status;
use tonic::Streaming;

use crate::blame::Blame;
use crate::ledger::ReadError;
use crate::replicate::TakeInError;
use crate::replicate::TakenIn;
use crate::rpc::admin::AdminParts;
use crate::rpc::status;

/// How many pieces wait for a slow reader before the node waits, too.
pub(super) const PIECES_MAX: usize = 4;

/// Where pieces go.
pub(super) type Pieces = mpsc::Sender<Result<v1::BundlePiece, Status>>;

/// Sends all that this node holds: what was decided, and logs if they are wanted. Ends early when
/// whoever asked has hung up.
pub(super) async fn export(parts: Arc<AdminParts>, request: v1::ExportRequest, pieces: Pieces) {
    let v1::ExportRequest { logs, language } = request;
    if let Err(status) = try_export(&parts, logs, (&pieces, &texts(&language))).await {
        let _hung_up = pieces.send(Err(status)).await;
    }
}

/// Takes in a bundle, and returns the words for the wire.
pub(super) async fn import(
    parts: &AdminParts,
    mut requests: Streaming<v1::ImportRequest>,
) -> Result<v1::ImportReply, Status> {
    let coalition = parts.rosters.borrow().coalition();
    let mut taken = TakenIn::default();
    let mut is_ours = false;
    let mut texts = texts("");
    while let Some(v1::ImportRequest { piece, language }) = requests.message().await? {
        texts = Language::parse(&language).map_or(texts, Texts::new);
        let piece = bundle::from_wire(piece.unwrap_or_default());
        let refused = |error| refused(&error, Blame::Caller, "node-bundle-malformed", &texts);
        match piece.map_err(refused)? {
            Some(Piece::Head(head)) if head.coalition == coalition => is_ours = true,
            Some(Piece::Frame(arrival)) if is_ours => {
                let more = parts.replicator.take_in(arrival).await;
                taken.add(more.map_err(|error| kept_out(&error, &texts))?);
            }
            Some(_) => {
                let told = Message::new("node-bundle-another");
                return Err(Status::failed_precondition(texts.say(&told)));
            }
            None => (),
        }
    }
    // Whoever has just brought a decision reads what follows from it.
    parts.reader.follows().await;
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let TakenIn { learned, waiting, entries, statements, rejected } = taken;
    Ok(v1::ImportReply {
        learned: count(learned),
        waiting: count(waiting),
        entries: count(entries),
        statements: count(statements),
        rejected,
        gov_height: parts.rosters.borrow().governance_head().0,
    })
}

async fn try_export(
    parts: &AdminParts,
    logs: bool,
    (pieces, texts): (&Pieces, &Texts),
) -> Result<(), Status> {
    let coalition = parts.rosters.borrow().coalition();
    let head = Head { coalition, genesis: Some(parts.genesis.clone()) };
    send(pieces, bundle::head_to_wire(&head)).await?;
    for frame in parts.replicator.decided() {
        send(pieces, bundle::frame_to_wire(frame)).await?;
    }
    if !logs {
        return Ok(());
    }
    for frame in parts.replicator.said() {
        send(pieces, bundle::frame_to_wire(frame)).await?;
    }
    for member in parts.ledger.heads().into_keys() {
        let mut from_seq = 1;
        loop {
            let stretch = parts.replicator.stretch(member, from_seq).await;
            let Some(stretch) = stretch.map_err(|error| unread(&error, texts))? else { break };
            let sent = u64::try_from(stretch.entries.len()).unwrap_or(u64::MAX);
            from_seq = from_seq.saturating_add(sent);
            send(pieces, bundle::frame_to_wire(Frame::Entries(stretch))).await?;
        }
    }
    Ok(())
}

async fn send(pieces: &Pieces, piece: v1::BundlePiece) -> Result<(), Status> {
    pieces
        .send(Ok(piece))
        .await
        .map_err(|_| Status::cancelled("the reader hung up"))
}

fn unread(error: &ReadError, texts: &Texts) -> Status {
    refused(error, error.blame(), "node-bundle-unread", texts)
}

fn kept_out(error: &TakeInError, texts: &Texts) -> Status {
    let blame = match error {
        TakeInError::Keep(_) => Blame::Us,
        TakeInError::Stopping => Blame::Weather,
    };
    refused(error, blame, "node-bundle-not-kept", texts)
}

fn refused(
    error: &(dyn Error + 'static),
    blame: Blame,
    told: &'static str,
    texts: &Texts,
) -> Status {
    status::of(error, blame, &Message::new(told), texts)
}

fn texts(language: &str) -> Texts {
    Texts::new(Language::parse(language).unwrap_or(Language::English))
}
