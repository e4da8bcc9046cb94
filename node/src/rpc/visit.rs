//! Somebody who asks over the network, by gRPC: let in or refused, and cut off if they do not take their answer.
//!
//! A refusal has the code that drivers know: `UNAUTHENTICATED` where a token is missing or does not hold,
//! `PERMISSION_DENIED` where it does not go so far, `RESOURCE_EXHAUSTED` where it is too much at once.

use std::collections::BTreeSet;
use std::fmt;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use flotilla_text::Texts;
use tokio_stream::Stream;
use tonic::Request;
use tonic::Status;

use crate::places::Lease;
use crate::places::Network;
use crate::places::Place;
use crate::query;
use crate::query::TableName;
use crate::query::access::Doorkeeper;
use crate::query::access::Pass;
use crate::query::access::Refusal;
use crate::query::access::Refused;

/// The header by which a token is sent.
const AUTHORIZATION: &str = "authorization";

/// How long an answer may take on its way: six times as long as its query may run.
const LONGEST: Duration = Duration::from_secs(60);

/// Somebody who was let in, and has a place.
#[derive(Debug)]
pub(crate) struct Visit {
    pass: Pass,
    _place: Place<Network>,
}

/// Somebody who stays, and is looked at again now and then. Its `Debug` has no token.
pub(crate) struct Guest {
    door: Doorkeeper,
    network: Network,
    token: Option<String>,
}

/// An answer on its way, with the place of who asked.
#[derive(Debug)]
pub(crate) struct Leased<S>(Lease<(S, Option<Visit>)>);

impl Visit {
    /// Lets in whoever sent `request`.
    pub(crate) async fn enter<T>(
        door: &Doorkeeper,
        request: &Request<T>,
        texts: &Texts,
    ) -> Result<Self, Status> {
        let network = request.extensions().get::<Network>().copied().unwrap_or(Network::UNKNOWN);
        let token = request.metadata().get(AUTHORIZATION);
        // What is no text is no token either.
        let token = token.map(|it| it.to_str().unwrap_or_default());
        let refused = |refusal: Refusal| status(&refusal, texts);
        let pass = door.enter(network, token).await.map_err(refused)?;
        let place = door.answering(&pass).map_err(refused)?;
        Ok(Self { pass, _place: place })
    }

    /// Says whether they may be told what is in these tables.
    pub(crate) fn may_read(
        &self,
        tables: &BTreeSet<TableName>,
        texts: &Texts,
    ) -> Result<(), Status> {
        let allowed = self.pass.allows(query::scopes(tables));
        allowed.map_err(|refusal| status(&refusal, texts))
    }
}

impl Guest {
    /// Takes note of whoever sent `request`; nobody is let in yet.
    pub(crate) fn of<T>(door: &Doorkeeper, request: &Request<T>) -> Self {
        let network = request.extensions().get::<Network>().copied().unwrap_or(Network::UNKNOWN);
        let token = request.metadata().get(AUTHORIZATION);
        let token = token.map(|it| it.to_str().unwrap_or_default().to_owned());
        Self { door: door.clone(), network, token }
    }

    /// Returns the network that it comes from.
    pub(crate) fn network(&self) -> Network {
        self.network
    }

    /// Says whether it may be told now what is in these tables.
    pub(crate) async fn may_read(
        &self,
        tables: &BTreeSet<TableName>,
        texts: &Texts,
    ) -> Result<(), Status> {
        let refused = |refusal: Refusal| status(&refusal, texts);
        let pass = self.door.enter(self.network, self.token.as_deref()).await.map_err(refused)?;
        pass.allows(query::scopes(tables)).map_err(refused)
    }
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guest").field("network", &self.network).finish_non_exhaustive()
    }
}

impl<S: Send + 'static> Leased<S> {
    /// Gives `pieces` away for as long as an answer may take.
    pub(crate) fn new(pieces: S, visit: Option<Visit>) -> Self {
        Self(Lease::new((pieces, visit), LONGEST))
    }
}

impl<S, V> Stream for Leased<S>
where
    S: Stream<Item = Result<V, Status>> + Unpin,
{
    type Item = Result<V, Status>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.0.with(|(pieces, _)| Pin::new(pieces).poll_next(context));
        let cut_off = || {
            Poll::Ready(Some(Err(Status::deadline_exceeded("the answer was not taken in time"))))
        };
        polled.unwrap_or_else(cut_off)
    }
}

fn status(refusal: &Refusal, texts: &Texts) -> Status {
    let told = texts.say(&refusal.message());
    match refusal.kind() {
        Refused::Forbidden => Status::permission_denied(told),
        Refused::Later => Status::unavailable(told),
        Refused::Often => Status::resource_exhausted(told),
        Refused::Unproven => Status::unauthenticated(told),
    }
}
