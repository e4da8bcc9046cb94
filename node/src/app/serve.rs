//! Starts every part of a node, each as a task of its own.

use std::error::Error;

use tokio::task::JoinSet;
use tokio_stream::wrappers::UnixListenerStream;
use tonic::service::Routes;
use tonic::transport::Server;
use tracing::Instrument;
use tracing::info_span;

use crate::app::App;
use crate::erasures::Erasures;
use crate::identity::Tls;
use crate::query::access::Doorkeeper;
use crate::replicate::Replicator;
use crate::rpc;
use crate::rpc::flight::Flight;
use crate::rpc::query::QueryService;
use crate::rpc::sync::PeerDialler;
use crate::shutdown::Drain;
use crate::web;

/// How a part ended.
pub(super) type Ended = Result<(), Box<dyn Error + Send + Sync>>;

/// Starts everything.
pub(super) fn spawn(app: App, drain: Drain) -> JoinSet<Ended> {
    let App {
        rosters: _,
        ledger: _,
        minutes: _,
        materialiser,
        reader,
        erasures,
        replicator,
        tls,
        publish,
        admin,
        peers,
        web,
        local,
        addresses: _,
        settings,
        clock,
    } = app;
    let mut parts = JoinSet::new();

    let following = materialiser.run(drain.clone());
    let following = async move { following.await.map_err(boxed) };
    parts.spawn(following.instrument(info_span!("materialise")));

    erasing(erasures, &drain, &mut parts);
    stating(&replicator, &drain, &mut parts);
    if let Some(listener) = peers {
        let serving = rpc::sync::serve(listener, tls.clone(), replicator.clone(), drain.clone());
        let serving = async move { serving.await.map_err(boxed) };
        parts.spawn(serving.instrument(info_span!("peers")));
    }
    for address in settings.dial {
        dialling(address, &replicator, &tls, &drain, &mut parts);
    }

    if let Some(listener) = web {
        let keeper = Doorkeeper::new(reader.clone(), clock.clone());
        let strangers = QueryService::for_strangers(keeper.clone()).into_server();
        let flight = Flight::new(keeper.clone()).into_server();
        let routes = rpc::reflected(Routes::new(strangers).add_service(flight));
        let routes = routes.into_axum_router().reset_fallback();
        let router = routes.merge(web::routes(keeper, clock, settings.data_dir));
        let router = web::served(router);
        let mut drain = drain.clone();
        let stop = async move { drain.begun().await };
        let serving = axum::serve(web::Door::new(listener), router).with_graceful_shutdown(stop);
        let serving = async move { serving.await.map_err(boxed) };
        parts.spawn(serving.instrument(info_span!("web")));
    }

    let mut drain = drain;
    let query = QueryService::new(reader).into_server();
    let serving = Server::builder()
        .add_service(publish.into_server())
        .add_service(admin.into_server())
        .add_service(query)
        .serve_with_incoming_shutdown(UnixListenerStream::new(local), async move {
            drain.begun().await;
        });
    let serving = async move { serving.await.map_err(boxed) };
    parts.spawn(serving.instrument(info_span!("local")));
    parts
}

/// Destroys what is to be destroyed.
fn erasing(erasures: Erasures, drain: &Drain, parts: &mut JoinSet<Ended>) {
    let until = drain.clone();
    let erasing = async move {
        erasures.run(until).await;
        Ok(())
    };
    parts.spawn(erasing.instrument(info_span!("erase")));
}

/// Says to others what we hold, whenever it changes.
fn stating(replicator: &Replicator, drain: &Drain, parts: &mut JoinSet<Ended>) {
    let (replicator, until) = (replicator.clone(), drain.clone());
    let stating = async move {
        replicator.keep_stating(until).await;
        Ok(())
    };
    parts.spawn(stating.instrument(info_span!("state")));
}

/// Keeps a session with whoever answers at `address`.
fn dialling(
    address: String,
    replicator: &Replicator,
    tls: &Tls,
    drain: &Drain,
    parts: &mut JoinSet<Ended>,
) {
    let (replicator, dialler) = (replicator.clone(), PeerDialler::new(tls.clone()));
    let until = drain.clone();
    let span = info_span!("dial", peer = %address);
    let dialling = async move {
        replicator.keep_dialling(address, dialler, until).await;
        Ok(())
    };
    parts.spawn(dialling.instrument(span));
}

fn boxed(error: impl Error + Send + Sync + 'static) -> Box<dyn Error + Send + Sync> {
    Box::new(error)
}
