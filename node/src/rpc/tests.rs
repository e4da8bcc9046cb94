//! Nodes that speak to each other: real TLS and gRPC on loopback, real keys, a ledger each.

mod healing;
mod held;
mod hostile;
mod kit;
mod strangers;
mod versions;

use std::time::Duration;

use flotilla_domain::coalition::Object;
use flotilla_domain::governance::Action;
use flotilla_wire::sample::Sample;
use tokio::time::timeout;

use self::kit::ALICE;
use self::kit::BOB;
use self::kit::CAROL;
use self::kit::DEADLINE;
use self::kit::Node;
use self::kit::equal;
use crate::replicate::Dial;
use crate::replicate::Ended;
use crate::rpc::sync::PeerDialler;

#[tokio::test]
async fn two_nodes_end_with_the_same_logs() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    alice.publish(30).await;
    bob.publish(7).await;
    alice.dial(&bob);
    equal(&[&alice, &bob]).await;
    assert_eq!(alice.ledger.heads().len(), 2);
    alice.in_sync_with(&bob).await;
    bob.in_sync_with(&alice).await;
}

#[tokio::test]
async fn entries_reach_members_that_never_meet_their_author() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    let carol = Node::start(CAROL).await;
    alice.dial(&bob);
    bob.dial(&carol);
    alice.publish(5).await;
    equal(&[&alice, &bob, &carol]).await;
    carol.publish(1).await;
    equal(&[&alice, &bob, &carol]).await;
    assert!(alice.replicator.peers().iter().all(|peer| peer.member != carol.member()));
}

#[tokio::test]
async fn a_node_that_only_dials_out_takes_full_part() {
    let (alice, bob) = (Node::start(ALICE).await, Node::outbound_only(BOB).await);
    bob.publish(3).await;
    bob.dial(&alice);
    equal(&[&alice, &bob]).await;
    alice.publish(3).await;
    equal(&[&alice, &bob]).await;
    assert_eq!(bob.ledger.heads().len(), 2);
}

#[tokio::test]
async fn a_new_entry_reaches_a_connected_peer_without_waiting() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    alice.dial(&bob);
    alice.publish(1).await;
    equal(&[&alice, &bob]).await;
    alice.in_sync_with(&bob).await;
    // The clock ticks once a second; a poll could not be that quick ten times in a row.
    timeout(Duration::from_secs(8), async {
        for _ in 0..10 {
            alice.publish(1).await;
            equal(&[&alice, &bob]).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn both_dial_and_one_session_is_left() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    alice.dial(&bob);
    bob.dial(&alice);
    alice.publish(4).await;
    equal(&[&alice, &bob]).await;
    alice.in_sync_with(&bob).await;
    bob.in_sync_with(&alice).await;
}

#[tokio::test]
async fn statements_of_all_reach_all() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    let carol = Node::start(CAROL).await;
    alice.dial(&bob);
    bob.dial(&carol);
    alice.publish(2).await;
    let heads = alice.ledger.heads();
    let mut stated = alice.replicator.watch_statements();
    let all_say_so = async {
        loop {
            let said = alice.ledger.statements();
            if said.len() == 3 && said.iter().all(|it| it.value().heads == heads) {
                return;
            }
            stated.changed().await.unwrap();
        }
    };
    timeout(DEADLINE, all_say_so).await.unwrap();
}

#[tokio::test]
async fn a_removed_member_is_cut_off_within_a_second() {
    let (alice, carol) = (Node::start(ALICE).await, Node::start(CAROL).await);
    carol.dial(&alice);
    alice.publish(1).await;
    equal(&[&alice, &carol]).await;
    alice.in_sync_with(&carol).await;
    alice.roster.send_replace(Sample::new(2).roster().clone());
    timeout(Duration::from_secs(1), alice.disconnected_from(&carol)).await.unwrap();
    alice.publish(1).await;
    let ended = carol.session_with(&alice).await;
    assert!(matches!(ended, Ended::Exchanged(_)), "{ended:?}");
    assert_ne!(carol.ledger.snapshot_id(), alice.ledger.snapshot_id());
}

#[tokio::test]
async fn a_node_does_not_talk_to_itself() {
    let alice = Node::start(ALICE).await;
    let ended = alice.session_with(&alice).await;
    assert!(matches!(ended, Ended::Ourselves), "{ended:?}");
}

#[tokio::test]
async fn equal_copies_cost_two_greetings() {
    let (alice, bob) = (Node::start(ALICE).await, Node::quiet(BOB).await);
    alice.publish(20).await;
    alice.dial(&bob);
    equal(&[&alice, &bob]).await;
    alice.in_sync_with(&bob).await;
    // The first session keeps the old address, which nobody listens on any more.
    let bob = bob.stop().await.restart().await;
    alice.disconnected_from(&bob).await;
    let again = PeerDialler::new(alice.tls.clone());
    let before = alice.traffic();
    let dialled = again.dial(&bob.address()).await.unwrap();
    let handshake = alice.traffic() - before;
    alice.run(dialled);
    alice.in_sync_with(&bob).await;
    bob.in_sync_with(&alice).await;
    let whole = alice.traffic() - before;
    assert!(whole < 3_000 && handshake < 2_500, "{whole} bytes, {handshake} to begin with");
}

#[tokio::test]
async fn a_node_that_restarts_goes_on_where_it_stopped() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    alice.publish(300).await;
    bob.dial(&alice);
    equal(&[&alice, &bob]).await;
    let first = bob.tls.traffic().received();
    let bob = bob.stop().await;
    alice.publish(10).await;
    let bob = bob.restart().await;
    bob.dial(&alice);
    equal(&[&alice, &bob]).await;
    let second = bob.tls.traffic().received();
    assert!(second * 4 < first, "{second} bytes after {first}");
}

#[tokio::test]
async fn a_member_that_is_admitted_at_one_node_is_admitted_at_all() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    let carol = Node::start(CAROL).await;
    alice.dial(&bob);
    bob.dial(&carol);
    let sample = Sample::new(3);
    let document = Box::new(Sample::inception(3).1);
    let entry = sample.proposal(ALICE, vec![Action::Admit { document }]);
    let votes = [ALICE, BOB].map(|index| Object::Vote(sample.approval(index, &entry)));
    let entry = Object::Governance(Box::new(entry));
    let learnt = alice.minutes.learn([entry].into_iter().chain(votes).collect()).unwrap();
    assert_eq!(learnt.held, 3);
    for node in [&alice, &bob, &carol] {
        let mut roster = node.minutes.follow();
        let admitted = roster.wait_for(|roster| roster.len() == 4);
        assert!(timeout(DEADLINE, admitted).await.is_ok());
    }
}

#[tokio::test]
async fn a_member_that_the_others_remove_is_cut_off_within_a_second() {
    let (alice, carol) = (Node::start(ALICE).await, Node::start(CAROL).await);
    carol.dial(&alice);
    alice.in_sync_with(&carol).await;
    let sample = Sample::new(3);
    let member = carol.member();
    let document = sample.roster().member(member).unwrap().document_id;
    let entry = sample.proposal(ALICE, vec![Action::Remove { member, document, cut: None }]);
    let votes = [ALICE, BOB].map(|index| Object::Vote(sample.approval(index, &entry)));
    let entry = Object::Governance(Box::new(entry));
    let learnt = alice.minutes.learn([entry].into_iter().chain(votes).collect()).unwrap();
    assert_eq!(learnt.held, 3);
    timeout(Duration::from_secs(1), alice.disconnected_from(&carol)).await.unwrap();
}
