//! Stating what we hold: a signed head statement after the ledger has changed.
//!
//! Statements are receipts for others, so they follow the data by a second or so and never hold it
//! up: at most one a second, and none when nothing changed.

use std::time::Duration;

use flotilla_domain::heads::HeadStatement;
use flotilla_wire::statement;
use tokio::time;
use tracing::error;

use super::Replicator;
use crate::shutdown::Drain;

/// The shortest time between two statements.
const PAUSE: Duration = Duration::from_millis(800);

/// How long changes are gathered into one statement.
const GATHER: Duration = Duration::from_millis(200);

impl Replicator {
    /// Signs and stores a statement whenever the ledger has changed, until the drain begins.
    pub async fn keep_stating(&self, mut drain: Drain) {
        let mut changed = self.0.parts.ledger.watch();
        loop {
            changed.mark_unchanged();
            self.state().await;
            let next = async {
                time::sleep(PAUSE).await;
                let is_open = changed.changed().await.is_ok();
                time::sleep(GATHER).await;
                is_open
            };
            tokio::select! {
                () = drain.begun() => return,
                is_open = next => if !is_open { return },
            }
        }
    }

    /// States what we hold, unless our last statement says the same or more of our own log.
    pub(super) async fn state(&self) {
        let parts = &self.0.parts;
        let (member, epoch) = (parts.signer.member(), parts.signer.epoch());
        // Our heads must never be seen to go back: while our own log does, we say nothing new.
        if parts.ledger.claim_beyond(member).is_some_and(|claim| claim.by == member) {
            return;
        }
        let roster = parts.roster.borrow().clone();
        let mut statement = HeadStatement {
            member,
            epoch,
            counter: 0,
            governance: roster.governance_head(),
            heads: parts.ledger.heads(),
            addresses: self.0.config.addresses.clone(),
            software: self.0.config.software.clone(),
        };
        let said = parts.ledger.statements();
        if let Some(said) = said.iter().find(|said| said.value().member == member) {
            statement.counter = said.value().counter;
            if said.value() == &statement {
                return;
            }
        }
        statement.counter = parts.ledger.next_counter(member, epoch, parts.clock.now_ms());
        // Our own goes through the same door as everybody's.
        let received = statement::receive(parts.signer.sign_statement(&statement));
        let verified = received.ok().and_then(|received| received.verify(&roster).ok());
        let Some(verified) = verified else {
            error!("our own head statement does not verify: the node key is not the current one");
            return;
        };
        match parts.ledger.put_statement(verified).await {
            Ok(_) => self.0.note_statement(),
            Err(cause) => error!(error = %cause, "cannot keep our own head statement"),
        }
    }
}
