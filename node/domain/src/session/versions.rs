//! Which protocol versions two nodes have to speak, to talk about more than governance.
//!
//! Every node says the lowest and the highest version that it speaks; the policy of the coalition names
//! the lowest that members may speak. Promises:
//!
//! - **Who is too old gets no data and gives none**, whichever side notices first: an old form of the
//!   protocol, which members have voted to leave behind, is not spoken any more.
//! - **Governance flows all the same**, as with a stranger, so a vote to raise the lowest version
//!   reaches everybody, a node that is too old learns why, and a vote that lowers it again reaches it.
//! - **What is held stays, and counts**: which version a node speaks decides no verdict.
//!
//! Where no version is spoken by both, nothing can be said at all. So a release that begins to speak a
//! version must go on to speak the one before it, for as long as it shall reach nodes that need it.

use crate::id::CoalitionId;
use crate::session::step::Closed;

/// The lowest and the highest protocol version that somebody speaks, and everything between.
pub type Versions = (u32, u32);

/// The lowest and the highest protocol version that this code speaks.
pub const PROTOCOL: Versions = (1, 1);

/// Why two nodes exchange no data.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Mismatch {
    /// No version is spoken by both.
    #[error("the peer speaks protocol versions {} to {}, and this node {} to {}", theirs.0, theirs.1, ours.0, ours.1)]
    NoneInCommon {
        /// What we speak.
        ours: Versions,
        /// What the peer speaks.
        theirs: Versions,
    },
    /// The peer speaks none that the coalition allows.
    #[error(
        "the peer speaks protocol version {highest} at most, and the coalition asks for {wanted}: it has to be updated"
    )]
    PeerOutdated {
        /// The highest that it speaks.
        highest: u32,
        /// The lowest that is allowed.
        wanted: u32,
    },
    /// We speak none that the coalition allows.
    #[error(
        "update this node: it speaks protocol version {highest} at most, and the coalition asks for {wanted}"
    )]
    WeAreOutdated {
        /// The highest that we speak.
        highest: u32,
        /// The lowest that is allowed.
        wanted: u32,
    },
}

/// Returns whether a node that speaks `versions` is too old for a coalition that asks for `wanted`.
pub fn is_outdated(versions: Versions, wanted: u32) -> bool {
    versions.1 < wanted
}

/// Checks that two nodes may exchange data where the coalition asks for `wanted`.
///
/// # Errors
///
/// Fails with who of them is too old; that we are is said first, because we can do something about it.
pub fn may_exchange(ours: Versions, theirs: Versions, wanted: u32) -> Result<(), Mismatch> {
    if is_outdated(ours, wanted) {
        return Err(Mismatch::WeAreOutdated { highest: ours.1, wanted });
    }
    if is_outdated(theirs, wanted) {
        return Err(Mismatch::PeerOutdated { highest: theirs.1, wanted });
    }
    Ok(())
}

/// Checks that two nodes have a protocol version and a coalition in common, each ours and theirs.
pub(super) fn may_talk(
    (ours, theirs): (Versions, Versions),
    (our_coalition, their_coalition): (CoalitionId, CoalitionId),
) -> Result<(), Closed> {
    if ours.0.max(theirs.0) > ours.1.min(theirs.1) {
        return Err(Closed::Versions(Mismatch::NoneInCommon { ours, theirs }));
    }
    if our_coalition == their_coalition { Ok(()) } else { Err(Closed::OtherCoalition) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: (CoalitionId, CoalitionId) = (CoalitionId::NONE, CoalitionId::NONE);

    #[test]
    fn two_nodes_talk_in_a_version_that_both_speak() {
        for (ours, theirs, talk) in [
            ((1, 1), (1, 1), true),
            ((1, 1), (1, 9), true),
            ((2, 3), (3, 4), true),
            ((1, 1), (2, 9), false),
            ((2, 9), (1, 1), false),
            ((1, 3), (3, 1), false),
        ] {
            assert_eq!(may_talk((ours, theirs), ANY).is_ok(), talk, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn who_speaks_no_version_that_is_allowed_exchanges_no_data() {
        let (old, new) = ((1, 1), (1, 2));
        let peer = Mismatch::PeerOutdated { highest: 1, wanted: 2 };
        let we = Mismatch::WeAreOutdated { highest: 1, wanted: 2 };
        for (ours, theirs, wanted, expected) in [
            (old, old, 1, Ok(())),
            (old, new, 1, Ok(())),
            (new, new, 2, Ok(())),
            (new, (2, 3), 2, Ok(())),
            (new, old, 2, Err(peer)),
            (old, new, 2, Err(we)),
            (old, old, 2, Err(we)),
        ] {
            assert_eq!(may_exchange(ours, theirs, wanted), expected, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn both_sides_come_to_the_same_and_each_is_told_who_can_act() {
        let versions: Vec<Versions> =
            (1..4).flat_map(|low| (low..4).map(move |high| (low, high))).collect();
        for (ours, theirs) in versions.iter().flat_map(|a| versions.iter().map(|b| (*a, *b))) {
            for wanted in 1..5 {
                let here = may_exchange(ours, theirs, wanted);
                assert_eq!(here.is_ok(), may_exchange(theirs, ours, wanted).is_ok());
                let says_update =
                    here.is_err_and(|it| it.to_string().starts_with("update this node"));
                assert_eq!(says_update, is_outdated(ours, wanted));
            }
        }
    }
}
