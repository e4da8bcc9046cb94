//! A peer whose key is good and whose intentions are not: the session ends, the ledger has nothing of
//! it, and the peer is named.

use flotilla_domain::chain::Link as ChainLink;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::Heads;
use flotilla_domain::heads::Wanted;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::session::CREDIT_BYTES;
use flotilla_domain::session::frame::Announce;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Hello;
use flotilla_domain::session::frame::Stretch;
use flotilla_domain::session::step::Closed;
use flotilla_domain::session::versions::PROTOCOL;
use flotilla_domain::signed::Received;
use flotilla_wire::entry;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use tokio::time::timeout;

use super::kit::ALICE;
use super::kit::CAROL;
use super::kit::DEADLINE;
use super::kit::Node;
use crate::replicate::Dial;
use crate::replicate::Ended;
use crate::replicate::Link;
use crate::rpc::sync::PeerDialler;

const MALLORY: usize = CAROL;

#[tokio::test]
async fn entries_that_nobody_signed_end_the_session_and_reach_no_ledger() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let mut link = greet(&alice, &mallory, hello()).await;
    let wanted = bait(&mut link, &alice).await;
    for _ in 0..20 {
        let garbage = Sample::new(3).log(1, 1, "garbage").remove(0).into_received();
        let mut signed = garbage.signed().clone();
        signed.signature.0[5] ^= 1;
        let forged =
            entry::receive(signed, garbage.claim().payload.bytes().unwrap().to_vec()).unwrap();
        answer(&link, vec![forged]);
        if link.outgoing.send(Frame::Announce(claim())).is_err() {
            break;
        }
        let asks_again = want(&mut link).await;
        assert!(asks_again.is_none_or(|again| again == wanted));
    }
    let closed = ended(&alice, &mallory).await;
    assert!(matches!(closed, Closed::Rejected { objects: 20, .. }), "{closed:?}");
    assert!(alice.ledger.heads().is_empty());
}

#[tokio::test]
async fn entries_that_were_not_asked_for_end_the_session() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let link = greet(&alice, &mallory, hello()).await;
    let sound = Sample::new(3).log(1, 1, "sound").remove(0).into_received();
    answer(&link, vec![sound]);
    assert!(matches!(ended(&alice, &mallory).await, Closed::BrokenRule { .. }));
    assert!(alice.ledger.heads().is_empty());
}

#[tokio::test]
async fn more_bytes_than_were_granted_end_the_session() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let mut link = greet(&alice, &mallory, hello()).await;
    let first = bait(&mut link, &alice).await;
    assert_eq!(first.from, 1);
    // Bigger than the credit of one frame only in sum: nothing is granted before it is stored.
    let entry = Sample::new(3).entry(1, None, 1, Payload::opaque(&vec![7; 1 << 20 >> 1]));
    let flood: Vec<Received<_>> = vec![entry.into_received(); 2];
    for _ in 0..40 {
        let entries = flood.clone();
        let stretch = Stretch { member: first.member, entries, last: false, not_held: None };
        if link.outgoing.send(Frame::Entries(stretch)).is_err() {
            break;
        }
    }
    let closed = ended(&alice, &mallory).await;
    assert!(matches!(closed, Closed::BrokenRule { .. } | Closed::OverCredit), "{closed:?}");
}

#[tokio::test]
async fn too_many_questions_end_the_session() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    alice.publish(1).await;
    // Without credit nothing is served, so the questions pile up.
    let link = greet(&alice, &mallory, Hello { credit_bytes: 0, ..hello() }).await;
    let wanted = Wanted { member: alice.member(), epoch: 1, from: 1, until: 1 };
    for _ in 0..9 {
        let _sent = link.outgoing.send(Frame::Want(wanted)).is_ok();
    }
    assert!(matches!(ended(&alice, &mallory).await, Closed::BrokenRule { .. }));
}

#[tokio::test]
async fn who_greets_as_somebody_else_is_hung_up_on() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let as_bob = Hello { member: Sample::new(3).member(1), ..hello() };
    let _link = greet(&alice, &mallory, as_bob).await;
    assert_eq!(ended(&alice, &mallory).await, Closed::OtherMember);
}

#[tokio::test]
async fn another_coalition_is_no_peer() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let coalition = Sample::new(4).roster().coalition();
    let _link = greet(&alice, &mallory, Hello { coalition, ..hello() }).await;
    assert_eq!(ended(&alice, &mallory).await, Closed::OtherCoalition);
}

#[tokio::test]
async fn what_is_said_of_strangers_is_not_remembered() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let digest = alice.ledger.snapshot_id();
    let greeting = Hello { digest, credit_bytes: CREDIT_BYTES, ..hello() };
    let mut link = greet(&alice, &mallory, greeting).await;
    let stranger = |number: u32| MemberId(Hash::of([number.to_be_bytes().as_slice()]));
    let head = claim().heads.into_values().next().unwrap();
    let heads = (0..5_000).map(|number| (stranger(number), head)).collect();
    link.outgoing
        .send(Frame::Announce(Announce { heads, statements: None }))
        .unwrap();
    // The answer to a question that was asked later shows that it was heard.
    let wanted = Wanted { member: alice.member(), epoch: 1, from: 1, until: 1 };
    link.outgoing.send(Frame::Want(wanted)).unwrap();
    let answered =
        async { while !matches!(link.incoming.recv().await.unwrap().frame, Frame::Entries(_)) {} };
    timeout(DEADLINE, answered).await.unwrap();
    alice.in_sync_with(&mallory).await;
}

/// Dials Alice as Mallory and sends a greeting.
pub(super) async fn greet(alice: &Node, mallory: &Node, hello: Hello) -> Link {
    let dialled = PeerDialler::new(mallory.tls.clone()).dial(&alice.address()).await.unwrap();
    dialled.link.outgoing.send(Frame::Hello(hello)).unwrap();
    dialled.link
}

/// Has no governance to tell of, announces entries that do not exist, and waits to be asked for them.
async fn bait(link: &mut Link, alice: &Node) -> Wanted {
    link.outgoing.send(Frame::Governance(Vec::new(), true)).unwrap();
    link.outgoing.send(Frame::Announce(claim())).unwrap();
    let wanted = want(link).await.unwrap();
    assert_ne!(wanted.member, alice.member());
    wanted
}

/// Waits for a question; `None` when the session has ended.
async fn want(link: &mut Link) -> Option<Wanted> {
    let wait = async {
        loop {
            match link.incoming.recv().await?.frame {
                Frame::Want(wanted) => return Some(wanted),
                _ => continue,
            }
        }
    };
    timeout(DEADLINE, wait).await.unwrap()
}

fn answer(link: &Link, entries: Vec<Received<flotilla_domain::entry::Entry>>) {
    let member = Sample::new(3).member(1);
    let stretch = Stretch { member, entries, last: true, not_held: None };
    link.outgoing.send(Frame::Entries(stretch)).unwrap();
}

/// Waits until Alice has closed the session, and says why she did.
pub(super) async fn ended(alice: &Node, mallory: &Node) -> Closed {
    alice.disconnected_from(mallory).await;
    let peers = alice.replicator.peers();
    let status = peers.iter().find(|peer| peer.member == mallory.member()).unwrap();
    match &status.last_end {
        Some(Ended::Closed(reason)) => reason.clone(),
        other => panic!("{other:?}"),
    }
}

/// Claims that Bob has signed one entry.
fn claim() -> Announce {
    let id = flotilla_domain::id::EntryId(Hash::from_bytes([9; 32]));
    let link = Some(ChainLink { epoch: 1, seq: 1, id });
    let bob = Sample::new(3).member(1);
    let heads = Heads::from([(bob, Head { link, ..Head::default() })]);
    Announce { heads, statements: None }
}

pub(super) fn hello() -> Hello {
    let sample = Sample::new(3);
    Hello {
        protocol: PROTOCOL,
        coalition: sample.roster().coalition(),
        member: sample.member(MALLORY),
        digest: SnapshotId(Hash::from_bytes([1; 32])),
        governance: sample.roster().governance_head(),
        credit_bytes: 1 << 20,
        software: "mallory".to_owned(),
        heard: (0, 0),
    }
}
