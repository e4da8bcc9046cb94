//! A node whose minute book was damaged while it was down.

use super::versions::decided;
use super::versions::rule;
use super::*;

#[tokio::test]
async fn a_damaged_minute_book_is_made_whole_by_a_peer() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    let genesis = Sample::new(3).roster().governance_head();
    let objects = decided(&rule(genesis, 1));
    alice.learn(objects.clone());
    bob.learn(objects);
    let stopped = bob.stop().await;
    stopped.damage_the_minute_book();
    let bob = stopped.restart().await;
    assert_eq!(bob.minutes.minute().governed.register.names().count(), 2);
    bob.dial(&alice);
    bob.in_sync_with(&alice).await;
    let register = |node: &Node| node.minutes.minute().governed.register;
    assert_eq!(register(&bob), register(&alice));
    let restarted = bob.stop().await.restart().await;
    assert_eq!(register(&restarted), register(&alice), "and it stays whole");
}
