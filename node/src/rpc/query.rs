//! What researchers ask over gRPC: SQL in, Arrow out, piece by piece; and what changes, as it does.

use std::error::Error;
use std::pin::Pin;

use flotilla_answer::ipc::IpcWriter;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::query_reply::Piece;
use flotilla_proto::v1::query_server;
use flotilla_proto::v1::query_server::QueryServer;
use flotilla_text::Language;
use flotilla_text::Texts;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Request;
use tonic::Response;
use tonic::Status;

use crate::blame::Blame;
use crate::query;
use crate::query::Answer;
use crate::query::QueryError;
use crate::query::Reader;
use crate::query::access::Doorkeeper;
use crate::rpc::follow;
use crate::rpc::follow::Follower;
use crate::rpc::follow::Room;
use crate::rpc::status;
use crate::rpc::visit::Guest;
use crate::rpc::visit::Leased;
use crate::rpc::visit::Visit;

/// The largest message: one question.
const MESSAGE_BYTES_MAX: usize = 256 << 10;

/// How many pieces wait for a slow reader before the query waits, too.
const PIECES_MAX: usize = 4;

/// Answers the `Query` service.
#[derive(Clone, Debug)]
pub struct QueryService {
    reader: Reader,
    /// Lets strangers in; nobody but the member's own tool comes where there is none.
    door: Option<Doorkeeper>,
    /// Room for those who follow.
    room: Room,
}

impl QueryService {
    /// Makes the service for the member's own tool.
    pub fn new(reader: Reader) -> Self {
        Self { reader, door: None, room: Room::new() }
    }

    /// Makes the service for anybody whom `door` lets in.
    pub fn for_strangers(door: Doorkeeper) -> Self {
        Self { reader: door.reader().clone(), door: Some(door), room: Room::new() }
    }

    /// Returns the service, ready to be served.
    pub fn into_server(self) -> QueryServer<Self> {
        QueryServer::new(self).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }
}

#[tonic::async_trait]
impl query_server::Query for QueryService {
    type QueryStream = Pin<Box<dyn Stream<Item = Result<v1::QueryReply, Status>> + Send>>;
    type FollowStream = ReceiverStream<Result<v1::FollowReply, Status>>;

    async fn query(
        &self,
        request: Request<v1::QueryRequest>,
    ) -> Result<Response<Self::QueryStream>, Status> {
        let texts =
            Texts::new(Language::parse(&request.get_ref().language).unwrap_or(Language::English));
        let visit = match &self.door {
            Some(door) => Some(Visit::enter(door, &request, &texts).await?),
            None => None,
        };
        let answer = self.reader.sql(&request.get_ref().sql).await;
        let answer = answer.map_err(|error| refusal(&error, &texts))?;
        if let Some(visit) = &visit {
            visit.may_read(answer.tables(), &texts)?;
        }
        let (pieces, stream) = mpsc::channel(PIECES_MAX);
        // Ends with its last piece, or when the reader hangs up and `send` fails.
        tokio::spawn(async move {
            if let Err(status) = send(answer, &pieces, &texts).await {
                let _hung_up = pieces.send(Err(status)).await;
            }
        });
        Ok(Response::new(Box::pin(Leased::new(ReceiverStream::new(stream), visit))))
    }

    async fn follow(
        &self,
        request: Request<v1::FollowRequest>,
    ) -> Result<Response<Self::FollowStream>, Status> {
        let guest = self.door.as_ref().map(|door| Guest::of(door, &request));
        let request = request.into_inner();
        let language = Language::parse(&request.language).unwrap_or(Language::English);
        let (texts, reader) = (Texts::new(language), self.reader.clone());
        if let Some(guest) = &guest {
            guest.may_read(&follow::FOLLOWED.into(), &texts).await?;
        }
        if !reader.is_caught_up() {
            // Half a state would be told as a whole one.
            return Err(Status::unavailable(texts.text("node-not-ready")));
        }
        let follower = Follower::admit((reader, guest), &self.room, request, &texts)?;
        let (replies, stream) = mpsc::channel(follow::REPLIES_MAX);
        // Ends when the reader hangs up or is too slow, and with the node.
        tokio::spawn(follower.run(replies, texts));
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}

type Pieces = mpsc::Sender<Result<v1::QueryReply, Status>>;

async fn send(mut answer: Answer, pieces: &Pieces, texts: &Texts) -> Result<(), Status> {
    let told = Message::new("view-internal");
    let broken = |error: &(dyn Error + 'static)| status::of(error, Blame::Us, &told, texts);
    let snapshot = answer.snapshot();
    let header = v1::AnswerHeader {
        snapshot_id: snapshot.id.0.as_bytes().to_vec(),
        members_reporting: snapshot.members_reporting,
        members: snapshot.members,
        warnings: answer.warnings().iter().map(|it| texts.say(it)).collect(),
    };
    piece(pieces, Piece::Header(header)).await?;
    let mut writer =
        IpcWriter::new(Vec::new(), &answer.schema()).map_err(|error| broken(&error))?;
    while let Some(rows) = answer.next().await {
        let rows = rows.map_err(|error| refusal(&error, texts))?;
        writer.rows(&rows).map_err(|error| broken(&error))?;
        piece(pieces, Piece::ArrowIpc(std::mem::take(writer.out()))).await?;
    }
    let rest = writer.finish().map_err(|error| broken(&error))?;
    piece(pieces, Piece::ArrowIpc(rest)).await
}

fn refusal(error: &QueryError, texts: &Texts) -> Status {
    status::of(error, query::blame(error), &error.message(), texts)
}

async fn piece(pieces: &Pieces, piece: Piece) -> Result<(), Status> {
    let reply = v1::QueryReply { piece: Some(piece) };
    pieces
        .send(Ok(reply))
        .await
        .map_err(|_| Status::cancelled("the reader hung up"))
}
