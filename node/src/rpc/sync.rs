//! The service `Sync` between peers, and how we dial it.
//!
//! Both ends pump frames between a gRPC stream and the [`Link`] of a session, or of an exchange with a
//! stranger. A frame that is malformed as a whole ends the stream.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Frame;
use flotilla_proto::v1;
use flotilla_proto::v1::sync_client::SyncClient;
use flotilla_proto::v1::sync_server;
use flotilla_proto::v1::sync_server::SyncServer;
use flotilla_wire::frames;
use flotilla_wire::frames::FRAME_BYTES_MAX;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Request;
use tonic::Response;
use tonic::Status;
use tonic::Streaming;
use tonic::transport::Channel;
use tonic::transport::Endpoint;
use tonic::transport::Server;
use tracing::debug;
use tracing::warn;

use super::listener;
use super::listener::Guest;
use crate::identity::PeerStream;
use crate::identity::Tls;
use crate::replicate::ARRIVALS_WAITING_MAX;
use crate::replicate::Dial;
use crate::replicate::DialError;
use crate::replicate::Dialled;
use crate::replicate::Link;
use crate::replicate::Origin;
use crate::replicate::Outbox;
use crate::replicate::Replicator;
use crate::replicate::outbox;
use crate::shutdown::Drain;

/// How often a silent connection is asked whether it is alive.
const KEEPALIVE: Duration = Duration::from_secs(20);

/// How long it may take to answer that.
const KEEPALIVE_ANSWER: Duration = Duration::from_secs(10);

/// How much of a stream may be under way, so that a distant peer is served at full speed.
const WINDOW_BYTES: u32 = 2 << 20;

/// The connections that are ready and wait to be served.
const READY_MAX: usize = 16;

/// The service on the listener of peers.
#[derive(Debug)]
struct Service {
    replicator: Replicator,
    drain: Drain,
}

/// Dials peers over TLS.
#[derive(Clone, Debug)]
pub struct PeerDialler {
    tls: Tls,
}

/// Serves peers on `listener` until the drain begins.
///
/// # Errors
///
/// Fails if the server cannot go on.
pub async fn serve(
    listener: TcpListener,
    tls: Tls,
    replicator: Replicator,
    drain: Drain,
) -> Result<(), tonic::transport::Error> {
    let (ready, connections) = mpsc::channel(READY_MAX);
    let clock = replicator.clock().clone();
    let accepting = tokio::spawn(listener::accept(listener, (tls, clock), ready, drain.clone()));
    let service = SyncServer::new(Service { replicator, drain: drain.clone() })
        .max_decoding_message_size(FRAME_BYTES_MAX);
    let mut begun = drain;
    let served = Server::builder()
        .http2_keepalive_interval(Some(KEEPALIVE))
        .http2_keepalive_timeout(Some(KEEPALIVE_ANSWER))
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_concurrent_streams(4)
        .add_service(service)
        .serve_with_incoming_shutdown(ReceiverStream::new(connections), async move {
            begun.begun().await;
        })
        .await;
    accepting.abort();
    served
}

impl PeerDialler {
    /// Makes a dialler that shows our key.
    pub fn new(tls: Tls) -> Self {
        Self { tls }
    }
}

impl Dial for PeerDialler {
    async fn dial(&self, address: &str) -> Result<Dialled, DialError> {
        let stream = self.tls.connect(address).await.map_err(DialError::Connect)?;
        let peer = stream.peer();
        let channel = over(stream).await.map_err(|error| DialError::HungUp(error.into()))?;
        let (outgoing, posted) = outbox();
        let frames = posted.map(frames::to_wire);
        let mut client = SyncClient::new(channel).max_decoding_message_size(FRAME_BYTES_MAX);
        let answer = client.sync(frames).await;
        // Who has no place for us says so after the handshake: then this is the first to fail.
        let answer = answer.map_err(|status| DialError::HungUp(status.into()))?;
        Ok(Dialled { peer, link: linked(outgoing, answer.into_inner()) })
    }
}

#[tonic::async_trait]
impl sync_server::Sync for Service {
    type SyncStream = Pin<Box<dyn Stream<Item = Result<v1::SyncFrame, Status>> + Send>>;

    async fn sync(
        &self,
        request: Request<Streaming<v1::SyncFrame>>,
    ) -> Result<Response<Self::SyncStream>, Status> {
        let guest = request.extensions().get::<Guest>();
        let guest = guest.ok_or_else(|| Status::unauthenticated("no key was shown"))?;
        let peer =
            guest.asks().ok_or_else(|| Status::resource_exhausted("one stream is enough"))?;
        let (outgoing, posted) = outbox();
        let link = linked(outgoing, request.into_inner());
        let (replicator, drain) = (self.replicator.clone(), self.drain.clone());
        tokio::spawn(async move { replicator.run(peer, Origin::Accepted, link, drain).await });
        let frames = posted.map(|frame: Frame| Ok(frames::to_wire(frame)));
        Ok(Response::new(Box::pin(frames)))
    }
}

/// Opens a gRPC channel over a connection that exists.
pub(super) async fn over(stream: PeerStream) -> Result<Channel, tonic::transport::Error> {
    let mut once = Some(TokioIo::new(stream));
    let connector = tower::service_fn(move |_uri| {
        let stream = once.take().ok_or_else(|| io::Error::from(io::ErrorKind::NotConnected));
        async move { stream }
    });
    Endpoint::from_static("http://peer")
        .http2_keep_alive_interval(KEEPALIVE)
        .keep_alive_timeout(KEEPALIVE_ANSWER)
        .keep_alive_while_idle(true)
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .connect_with_connector(connector)
        .await
}

/// Makes the link of a session; a task carries what arrives.
fn linked(outgoing: Outbox, stream: Streaming<v1::SyncFrame>) -> Link {
    let (arrivals, incoming) = mpsc::channel(ARRIVALS_WAITING_MAX);
    tokio::spawn(carry(stream, arrivals));
    Link { incoming, outgoing }
}

/// Carries frames from the stream to the session, until either ends.
async fn carry(mut stream: Streaming<v1::SyncFrame>, arrivals: mpsc::Sender<Arrival>) {
    loop {
        let next = tokio::select! {
            () = arrivals.closed() => return,
            next = stream.message() => next,
        };
        let frame = match next {
            Ok(Some(frame)) => frame,
            Ok(None) => return,
            Err(status) => {
                debug!(error = status.message(), "the stream of a peer broke");
                return;
            }
        };
        match frames::from_wire(frame) {
            Ok(Some(arrival)) => {
                if arrivals.send(arrival).await.is_err() {
                    return;
                }
            }
            Ok(None) => debug!("a frame of a later version is ignored"),
            Err(error) => {
                warn!(%error, "a peer sent a malformed frame");
                return;
            }
        }
    }
}
