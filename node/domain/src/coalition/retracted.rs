//! What communities took back, and of whom it counts.
//!
//! A retraction is held once any certified entry has named its key as that of its community; it counts
//! where the branch that counts has. Both only ever turn from no to yes along a branch.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::coalition::Outcome;
use crate::coalition::State;
use crate::governance::stage::Stage;
use crate::id::ConsentId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::retraction::Retraction;
use crate::signed::Received;
use crate::signed::Verified;

/// Retractions by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Retractions(BTreeMap<Hash, Verified<Retraction>>);

impl Retractions {
    /// Returns what counts at `stage`.
    pub(super) fn at(&self, stage: &Stage) -> BTreeSet<(MemberId, ConsentId)> {
        let counting = self.0.values().map(Verified::value).filter(|it| is_named(stage, it));
        counting
            .flat_map(|it| it.consents.iter().map(|consent| (it.member, *consent)))
            .collect()
    }

    fn hold(&mut self, retraction: Verified<Retraction>) -> bool {
        // Signed twice it means the same; the lower signature is kept, so that copies agree to the byte.
        let lower = self
            .0
            .get(&retraction.id())
            .is_none_or(|held| retraction.signed().signature.0 < held.signed().signature.0);
        if lower {
            self.0.insert(retraction.id(), retraction);
        }
        lower
    }
}

impl State {
    /// Returns all retractions that are held, ordered by id.
    pub fn retractions(&self) -> impl Iterator<Item = &Verified<Retraction>> {
        self.retractions.0.values()
    }

    /// Returns whether any certified entry names the key as that of the community.
    pub(super) fn is_of_a_steward(&self, retraction: &Retraction) -> bool {
        self.minutes.certified().any(|stage| is_named(stage, retraction))
    }

    pub(super) fn take_retraction(&mut self, retraction: Received<Retraction>) -> Outcome {
        let retraction = match retraction.verify(self.coalition) {
            Ok(retraction) => retraction,
            Err(error) => return Outcome::Rejected(error),
        };
        if !self.retractions.hold(retraction) {
            return Outcome::AlreadyHeld;
        }
        self.reconsider();
        Outcome::Held
    }
}

fn is_named(stage: &Stage, retraction: &Retraction) -> bool {
    let Retraction { steward, steward_key, .. } = retraction;
    stage.steward_keys.contains(&(steward.clone(), *steward_key.as_bytes()))
}
