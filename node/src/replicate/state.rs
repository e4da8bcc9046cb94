//! Stating what we hold: a signed head statement after the ledger or the minute book has changed, which
//! includes that our own key has become, or is no longer, the one that speaks for us.
//!
//! Statements are receipts for others, so they follow the data by a second or so and never hold it
//! up: at most one a second, and none when nothing changed, or while we speak for nobody.

use std::time::Duration;

use flotilla_domain::heads::HeadStatement;
use flotilla_domain::session::versions;
use flotilla_domain::session::versions::Mismatch;
use flotilla_wire::statement;
use tokio::time;
use tracing::error;
use tracing::info;
use tracing::warn;

use super::Replicator;
use crate::identity::Standing;
use crate::shutdown::Drain;

/// The shortest time between two statements.
const PAUSE: Duration = Duration::from_millis(800);

/// How long changes are gathered into one statement.
const GATHER: Duration = Duration::from_millis(200);

impl Replicator {
    /// Signs and stores a statement whenever the ledger or the minute book has changed, until the
    /// drain begins.
    pub async fn keep_stating(&self, mut drain: Drain) {
        let mut grown = self.0.parts.ledger.watch();
        let mut decided = self.0.parts.minutes.watch();
        let mut destroyed = self.0.parts.erasures.watch();
        let mut standing = self.0.parts.signer.standing();
        let mut wanted = 0;
        loop {
            grown.mark_unchanged();
            decided.mark_unchanged();
            destroyed.mark_unchanged();
            standing = self.note_standing(standing);
            wanted = self.note_wanted(wanted);
            self.state().await;
            let next = async {
                time::sleep(PAUSE).await;
                let is_open = tokio::select! {
                    changed = grown.changed() => changed.is_ok(),
                    changed = decided.changed() => changed.is_ok(),
                    changed = destroyed.changed() => changed.is_ok(),
                };
                time::sleep(GATHER).await;
                is_open
            };
            tokio::select! {
                () = drain.begun() => return,
                is_open = next => if !is_open { return },
            }
        }
    }

    /// Says so where we begin or cease to speak for our member.
    fn note_standing(&self, before: Standing) -> Standing {
        let now = self.0.parts.signer.standing();
        match now {
            _ if now == before => {}
            Standing::Member { member, .. } => info!(%member, "this node speaks for its member"),
            Standing::Removed { member } => warn!(%member, "the member of this node was removed"),
            Standing::Replaced { member } => warn!(%member, "the key of this node was replaced"),
            Standing::Unknown => warn!("the coalition does not know this node any more"),
        }
        now
    }

    /// Says so where the coalition begins to ask for a protocol version that we do not speak.
    fn note_wanted(&self, before: u32) -> u32 {
        let wanted = self.0.parts.roster.borrow().policy().protocol_version_min;
        let ours = self.0.config.protocol;
        if wanted != before && versions::is_outdated(ours, wanted) {
            let error = Mismatch::WeAreOutdated { highest: ours.1, wanted };
            error!(%error, "this node exchanges decisions, and no figures, until it is updated");
        }
        wanted
    }

    /// States what we hold, unless our last statement says the same or more of our own log.
    pub(super) async fn state(&self) {
        let parts = &self.0.parts;
        let Ok(speaker) = parts.signer.speaker() else { return };
        let (member, epoch) = (speaker.member(), speaker.epoch());
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
            heads: parts.ledger.heads().into_iter().map(|(it, head)| (it, head.stated())).collect(),
            addresses: self.0.config.addresses.clone(),
            software: self.0.config.software.clone(),
            destroyed: parts.erasures.destroyed(),
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
        let received = statement::receive(speaker.sign_statement(&statement));
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
