//! A coalition that asks for a later protocol version, and a node that does not speak it yet.

use flotilla_domain::governance::GovEntry;
use flotilla_domain::id::Hash;
use flotilla_domain::policy::Policy;
use flotilla_domain::session::versions::Mismatch;
use flotilla_domain::signed::Received;

use super::*;

#[tokio::test]
async fn a_node_that_is_too_old_learns_of_it_and_gets_no_data_until_it_is_allowed_again() {
    let new = (1, 2);
    let (alice, bob) = (Node::speaking(ALICE, new).await, Node::start(BOB).await);
    let carol = Node::speaking(CAROL, new).await;
    alice.publish(2).await;
    bob.dial(&alice);
    carol.dial(&alice);
    equal(&[&alice, &bob, &carol]).await;

    let raised = rule((0, Sample::new(3).roster().coalition().0), 2);
    alice.learn(decided(&raised));
    alice.publish(1).await;
    let peer_is = Mismatch::PeerOutdated { highest: 1, wanted: 2 };
    alice
        .peer(bob.member(), |it| it.is_some_and(|it| it.mismatch() == Some(peer_is)))
        .await;
    let we_are = Mismatch::WeAreOutdated { highest: 1, wanted: 2 };
    bob.peer(alice.member(), |it| it.is_some_and(|it| it.mismatch() == Some(we_are)))
        .await;
    assert_eq!(bob.minutes.minute().governed.protocol_min, 2);
    equal(&[&alice, &carol]).await;
    assert_eq!(carol.ledger.heads()[&alice.member()].link.map(|it| it.seq), Some(3));
    let held = bob.ledger.read(alice.member(), 1, usize::MAX).await.unwrap();
    assert_eq!(held.len(), 2, "what it holds it still shows");

    let id = raised.id(Sample::new(3).roster().coalition());
    alice.learn(decided(&rule((1, id.0), 1)));
    bob.in_sync_with(&alice).await;
    equal(&[&alice, &bob, &carol]).await;
}

/// Returns a proposal of Alice that members speak at least this version.
pub(super) fn rule(after: (u64, Hash), protocol_version_min: u32) -> Received<GovEntry> {
    let version = u32::try_from(after.0).unwrap() + 2;
    let policy = Policy { version, protocol_version_min, ..Policy::DEFAULT };
    Sample::new(3).proposal_after(after, ALICE, vec![Action::SetPolicy(policy)])
}

/// Returns a proposal with the votes that certify it.
pub(super) fn decided(proposal: &Received<GovEntry>) -> Vec<Object> {
    let votes = [ALICE, BOB].map(|it| Object::Vote(Sample::new(3).approval(it, proposal)));
    [Object::Governance(Box::new(proposal.clone()))]
        .into_iter()
        .chain(votes)
        .collect()
}
