//! The doors of a node: the member's own one, a local socket, and the one for researchers.
//!
//! A test asks and waits, so each door has one thread of its own to wait on.

use std::path::Path;
use std::time::Duration;

use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use flotilla_proto::v1::description::Content;
use flotilla_proto::v1::prepare_request::Piece;
use flotilla_proto::v1::publish_client::PublishClient;
use flotilla_proto::v1::query_client::QueryClient;
use flotilla_proto::v1::query_reply;
use tokio::runtime::Runtime;
use tonic::Status;
use tonic::transport::Channel;
use tonic::transport::Endpoint;

use super::wait::PATIENCE;

/// How long a connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(5);

/// The most bytes of one message.
const MESSAGE_BYTES_MAX: usize = 64 << 20;

/// The bytes of one piece of a file.
const CHUNK_BYTES: usize = 64 << 10;

/// The member's own door.
#[derive(Debug)]
pub struct Door {
    runtime: Runtime,
    channel: Channel,
}

impl Door {
    /// Opens the door at `socket`.
    ///
    /// # Errors
    ///
    /// Fails if nobody answers.
    pub fn knock(socket: &Path) -> Result<Self, tonic::transport::Error> {
        let runtime = runtime();
        let endpoint = Endpoint::from_shared(format!("unix:{}", socket.display()))?;
        let endpoint = endpoint.connect_timeout(CONNECT_MAX).timeout(PATIENCE);
        let channel = runtime.block_on(endpoint.connect())?;
        Ok(Self { runtime, channel })
    }

    /// Returns how the node is doing.
    ///
    /// # Errors
    ///
    /// Fails if it does not say.
    pub fn status(&self) -> Result<v1::StatusReply, Status> {
        let mut client = AdminClient::new(self.channel.clone());
        let reply = self.runtime.block_on(client.status(v1::StatusRequest::default()));
        reply.map(tonic::Response::into_inner)
    }

    /// Returns what is to be destroyed, or was, and who confirms it.
    ///
    /// # Errors
    ///
    /// Fails if it does not say.
    pub fn erasures(&self) -> Result<v1::ErasuresReply, Status> {
        let mut client = AdminClient::new(self.channel.clone());
        let reply = self.runtime.block_on(client.erasures(v1::ErasuresRequest::default()));
        reply.map(tonic::Response::into_inner)
    }

    /// Returns every entry of a member's log that the node holds, whatever became of it.
    ///
    /// # Errors
    ///
    /// Fails if it does not say.
    pub fn log(&self, member: &str) -> Result<Vec<v1::LogRow>, Status> {
        let request = v1::LogRequest { member: member.to_owned(), language: "en".to_owned() };
        let mut client = AdminClient::new(self.channel.clone());
        let reply = self.runtime.block_on(client.log(request));
        reply.map(|reply| reply.into_inner().rows)
    }

    /// Hands over a file and returns what would be published.
    ///
    /// # Errors
    ///
    /// Fails if the node refuses.
    pub fn prepare(&self, content: Content, file: &[u8]) -> Result<v1::Preview, Status> {
        let description = v1::Description {
            content: Some(content),
            file_name: "fixture".to_owned(),
            language: "en".to_owned(),
            publication: false,
            confirmed: Vec::new(),
            ..v1::Description::default()
        };
        let chunks = file.chunks(CHUNK_BYTES).map(|chunk| Piece::Chunk(chunk.to_vec()));
        let pieces = [Piece::Description(description)].into_iter().chain(chunks);
        let requests: Vec<v1::PrepareRequest> =
            pieces.map(|piece| v1::PrepareRequest { piece: Some(piece) }).collect();
        let mut client =
            PublishClient::new(self.channel.clone()).max_decoding_message_size(MESSAGE_BYTES_MAX);
        let prepared = self.runtime.block_on(client.prepare(tokio_stream::iter(requests)));
        prepared.map(tonic::Response::into_inner)
    }

    /// Publishes what a preview showed.
    ///
    /// # Errors
    ///
    /// Fails if the node refuses.
    pub fn commit(&self, preview: &v1::Preview) -> Result<v1::Receipt, Status> {
        let preview_id = preview.preview_id.clone();
        let request = v1::CommitRequest { preview_id, language: "en".to_owned() };
        let mut client = PublishClient::new(self.channel.clone());
        self.runtime.block_on(client.commit(request)).map(tonic::Response::into_inner)
    }

    /// Publishes a practice record.
    ///
    /// # Errors
    ///
    /// Fails if the node refuses.
    pub fn publish_practice(&self, file: &str) -> Result<v1::Receipt, Status> {
        let preview = self.prepare(Content::Practice(true), file.as_bytes())?;
        self.commit(&faultless(preview))
    }

    /// Publishes a table.
    ///
    /// # Errors
    ///
    /// Fails if the node refuses.
    pub fn publish_metrics(&self, file: &str, recipe: &str) -> Result<v1::Receipt, Status> {
        let recipe = Content::MetricsRecipe(recipe.to_owned());
        let preview = self.prepare(recipe, file.as_bytes())?;
        self.commit(&faultless(preview))
    }
}

/// Asks the node whose web address is `web`, and returns the answer as an Arrow stream.
///
/// # Errors
///
/// Fails if the node refuses.
pub fn ask(web: &str, sql: &str) -> Result<Vec<u8>, Status> {
    runtime().block_on(async {
        let endpoint = Endpoint::from_shared(format!("http://{web}")).unwrap();
        let channel = endpoint.connect_timeout(CONNECT_MAX).timeout(PATIENCE).connect().await;
        let channel = channel.map_err(|error| Status::unavailable(error.to_string()))?;
        let mut client = QueryClient::new(channel).max_decoding_message_size(MESSAGE_BYTES_MAX);
        let request = v1::QueryRequest { sql: sql.to_owned(), language: "en".to_owned() };
        let mut pieces = client.query(request).await?.into_inner();
        let mut arrow = Vec::new();
        while let Some(v1::QueryReply { piece }) = pieces.message().await? {
            if let Some(query_reply::Piece::ArrowIpc(bytes)) = piece {
                arrow.extend(bytes);
            }
        }
        Ok(arrow)
    })
}

fn faultless(preview: v1::Preview) -> v1::Preview {
    assert_eq!(preview.problems, [], "a fixture has no problems");
    preview
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}
