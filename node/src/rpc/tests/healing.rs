//! A node whose minute book was damaged while it was down, and one that is back from an old backup.

use super::strangers::document;
use super::strangers::epochs;
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

#[tokio::test]
async fn a_restored_node_gets_back_what_only_a_peer_holds_beyond_its_cut() {
    let (alice, bob) = (Node::of_epoch(ALICE, 2).await, Node::start(BOB).await);
    let log = Sample::new(3).log(ALICE, 5, "before the disk died");
    let _backup = alice.ledger.append(log[..3].to_vec()).await.unwrap();
    let _all = bob.ledger.append(log.clone()).await.unwrap();
    alice.learn(vec![document(&epochs(ALICE, &[Some((3, log[2].id()))])[0])]);
    alice.dial(&bob);
    let mut grown = alice.ledger.watch();
    let back = async {
        while alice.ledger.void(alice.member()).unwrap().len() < 2 {
            grown.changed().await.unwrap();
        }
    };
    timeout(DEADLINE, back).await.unwrap();
    alice.in_sync_with(&bob).await;
    equal(&[&alice, &bob]).await;
    let void: Vec<_> = alice.ledger.void(alice.member()).unwrap().iter().map(|it| it.id).collect();
    assert_eq!(void, [log[3].id(), log[4].id()]);
    assert_eq!(alice.ledger.heads()[&alice.member()].link.map(|it| it.seq), Some(3));
    let carol = Node::start(CAROL).await;
    carol.learn(vec![document(&epochs(ALICE, &[Some((3, log[2].id()))])[0])]);
    carol.dial(&bob);
    equal(&[&bob, &carol]).await;
    assert!(
        carol.ledger.void(alice.member()).unwrap().is_empty(),
        "it is given to its author only"
    );
}
