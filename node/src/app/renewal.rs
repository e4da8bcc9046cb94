//! What a node that runs cannot take on as it is: another node key, another catalogue.
//!
//! TLS is set up with one key, and the tables are shaped by one catalogue. When the coalition has
//! decided on another, the node stops in good order and is built anew in the same process: a second
//! without service, and nobody has to do anything.

use std::sync::Arc;

use flotilla_config::settings::Settings;
use flotilla_domain::roster::Roster;
use tokio::sync::watch;
use tracing::info;

use super::keys;

/// Ends when the node has to be built anew.
pub(super) async fn due(settings: Settings, mut rosters: watch::Receiver<Arc<Roster>>) {
    let catalogue = rosters.borrow_and_update().catalogue().version();
    loop {
        if rosters.changed().await.is_err() {
            // Nobody changes the roster any more: the node is stopping.
            std::future::pending::<()>().await;
        }
        let roster = Arc::clone(&rosters.borrow_and_update());
        if roster.catalogue().version() != catalogue {
            info!("another catalogue applies: the node is built anew");
            return;
        }
        if keys::has_successor(&settings, &roster) {
            info!("the coalition names the next node key: the node is built anew");
            return;
        }
    }
}
