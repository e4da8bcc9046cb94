//! The way to a node: the own one over its local socket, any other over the network.
//!
//! A command waits for one answer, so there is one thread and one connection. What a node refuses
//! becomes a [`Failure`] here, by the code of the refusal; its sentence is already in the language
//! that was asked for.

use std::pin::Pin;
use std::time::Duration;

use flotilla_config::settings::Settings;
use flotilla_domain::message::Message;
use tonic::Code;
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::Body as _;
use tonic::codegen::Service;
use tonic::codegen::http;
use tonic::transport::Channel;
use tonic::transport::Endpoint;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::table;

/// How long to wait for a connection.
const CONNECT_MAX: Duration = Duration::from_secs(10);

/// The most bytes of one message of a node.
pub(crate) const MESSAGE_BYTES_MAX: usize = 16 << 20;

/// The most bytes of a page: a citation has four times its address, which is at most 16 KiB.
const PAGE_BYTES_MAX: usize = 256 << 10;

/// A page of a node, as browsers get it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The status code.
    pub(crate) status: u16,
    /// What it says.
    pub(crate) body: Vec<u8>,
}

/// Waits for `work`.
pub(crate) fn wait<T>(
    work: impl Future<Output = Result<T, CommandError>>,
) -> Result<T, CommandError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new(Exit::Unexpected, Message::new("cli-no-runtime")).because(error)
    })?;
    runtime.block_on(work)
}

/// Connects to the member's own node, over its local socket.
pub(crate) async fn own_node(settings: &Settings) -> Result<Channel, CommandError> {
    let socket = settings.socket();
    let unreachable = |error: tonic::transport::Error| {
        let message = Message::new("cli-own-node-unreachable").word("socket", socket.display());
        Failure::new(Exit::Network, message)
            .because(error)
            .hint(Message::new("cli-hint-start-node"))
    };
    let endpoint =
        Endpoint::from_shared(format!("unix:{}", socket.display())).map_err(unreachable)?;
    Ok(endpoint.connect_timeout(CONNECT_MAX).connect().await.map_err(unreachable)?)
}

/// Connects to the node at `url`, which may leave out `http://`.
pub(crate) async fn any_node(url: &str) -> Result<Channel, CommandError> {
    if url.starts_with("https://") {
        return Err(Failure::new(Exit::Usage, Message::new("cli-no-https")).into());
    }
    let full = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let endpoint = Endpoint::from_shared(full).map_err(|error| {
        let message = Message::new("cli-not-a-url").word("url", url);
        Failure::new(Exit::Usage, message).because(error)
    })?;
    let connected = endpoint.connect_timeout(CONNECT_MAX).connect().await;
    Ok(connected.map_err(|error| {
        let message = Message::new("cli-node-unreachable").word("url", url);
        Failure::new(Exit::Network, message).because(error)
    })?)
}

/// Fetches a page from the listener for researchers, which speaks HTTP beside gRPC.
pub(crate) async fn page(mut node: Channel, path: &str) -> Result<Page, CommandError> {
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| {
        Failure::new(Exit::Network, Message::new("cli-page-broken")).because(error)
    };
    let request = http::Request::get(path).body(Body::empty());
    let request = request.map_err(|error| broken(error.into()))?;
    let ready = std::future::poll_fn(|context| node.poll_ready(context)).await;
    ready.map_err(|error| broken(error.into()))?;
    let response = node.call(request).await.map_err(|error| broken(error.into()))?;
    let status = response.status().as_u16();
    let (mut body, mut pieces) = (Vec::new(), response.into_body());
    let mut next =
        async || std::future::poll_fn(|context| Pin::new(&mut pieces).poll_frame(context)).await;
    while let Some(frame) = next().await {
        let frame = frame.map_err(|error| broken(error.into()))?;
        body.extend(frame.data_ref().into_iter().flatten());
        if body.len() > PAGE_BYTES_MAX {
            return Err(Failure::new(Exit::Invalid, Message::new("cli-answer-too-large")).into());
        }
    }
    Ok(Page { status, body })
}

/// Opens a connection to the node at an address, or to the own one.
pub(crate) async fn of(url: Option<&str>, context: &Context) -> Result<Channel, CommandError> {
    match url {
        Some(url) => any_node(url).await,
        None => own_node(&context.settings()?).await,
    }
}

/// Returns whether the node at `url` is on this computer, so that nobody else sees what is sent to it.
pub(crate) fn is_here(url: &str) -> bool {
    let after = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = after.split(['/', '?', '#']).next().unwrap_or_default();
    let address = place.parse::<std::net::SocketAddr>().map(|it| it.ip().is_loopback());
    let host = place.rsplit_once(':').map_or(place, |(host, _)| host);
    address.unwrap_or(host == "localhost" || host == "127.0.0.1")
}

/// Says that a node refused, and how the command ends because of it.
pub(crate) fn refused(status: &Status) -> Failure {
    let exit = exit_of(status.code());
    let text = status.message();
    if text.is_empty() {
        let code = format!("{:?}", status.code());
        return Failure::new(exit, Message::new("cli-node-refused-silently").word("code", code));
    }
    Failure::new(exit, Message::new("cli-node-refused").word("text", table::shown(text)))
}

fn exit_of(code: Code) -> Exit {
    match code {
        Code::InvalidArgument | Code::OutOfRange | Code::FailedPrecondition | Code::NotFound => {
            Exit::Invalid
        }
        Code::PermissionDenied | Code::Unauthenticated => Exit::NotPermitted,
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled | Code::ResourceExhausted => {
            Exit::Network
        }
        Code::AlreadyExists | Code::Aborted => Exit::Conflict,
        Code::DataLoss => Exit::Verification,
        Code::Ok | Code::Unknown | Code::Internal | Code::Unimplemented => Exit::Unexpected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_the_sentence_of_the_node() {
        let failure = refused(&Status::invalid_argument("there is no column `regions`"));
        assert_eq!(failure.exit(), Exit::Invalid);
        let texts = flotilla_text::Texts::new(flotilla_text::Language::English);
        assert!(texts.say(failure.message()).contains("there is no column `regions`"));
    }

    #[test]
    fn only_this_computer_is_here() {
        for here in ["localhost:8401", "http://127.0.0.1:8401/x", "[::1]:8401", "127.0.0.1"] {
            assert!(is_here(here), "{here}");
        }
        for away in ["node.example.org:8401", "http://localhost.example.org", "10.0.0.7:8401", ""] {
            assert!(!is_here(away), "{away}");
        }
    }

    #[test]
    fn what_may_heal_is_told_apart_from_what_is_wrong() {
        assert_eq!(exit_of(Code::Unavailable), Exit::Network);
        assert_eq!(exit_of(Code::PermissionDenied), Exit::NotPermitted);
        assert_eq!(exit_of(Code::Internal), Exit::Unexpected);
    }
}
