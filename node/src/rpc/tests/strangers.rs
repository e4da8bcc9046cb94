//! Whoever is no member, as far as one side knows: governance is exchanged, and nothing else.

use flotilla_domain::document::Cut;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::heads::Heads;
use flotilla_domain::heads::Wanted;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::session::frame::Announce;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Introduction;
use flotilla_domain::session::register::Register;
use flotilla_domain::session::versions::PROTOCOL;
use flotilla_domain::signed::Received;
use flotilla_proto::v1::sync_client::SyncClient;
use tokio::io::AsyncReadExt;
use tokio::net::TcpSocket;
use tokio_stream::StreamExt;
use tonic::Code;

use super::*;
use crate::identity::PeerStream;
use crate::identity::Signer;
use crate::identity::Standing;
use crate::identity::Tls;
use crate::replicate::Exchanged;
use crate::replicate::Link;
use crate::replicate::outbox;
use crate::rpc::listener::STRANGERS_MAX;
use crate::rpc::listener::STRANGERS_PER_NETWORK_MAX;
use crate::rpc::sync;
use flotilla_wire::frames;

/// Who is admitted later.
const DAVE: usize = 3;

/// Who is admitted, and removed again.
const ERIN: usize = 4;

const MALLORY: usize = 9;

#[tokio::test]
async fn a_node_that_was_away_for_a_year_rejoins_without_a_person() {
    let alice = Node::of_epoch(ALICE, 2).await;
    let bob = Node::of_epoch(BOB, 3).await;
    let carol = Node::outbound_only(CAROL).await;
    let log = Sample::new(3).log(ALICE, 5, "before she was away");
    let _appended = alice.ledger.append(log.clone()).await.unwrap();
    let year = year(log.last().map(|entry| (5, entry.id())));
    alice.learn(year.clone());
    bob.learn(year);
    bob.dial(&alice);
    carol.dial(&alice);
    carol.counts(4).await;
    carol.in_sync_with(&alice).await;
    bob.in_sync_with(&alice).await;
    equal(&[&alice, &bob, &carol]).await;
    assert_eq!(carol.ledger.heads().len(), 1);
    assert_eq!(register(&carol), register(&alice));
}

#[tokio::test]
async fn a_node_that_was_away_is_found_by_the_others() {
    let (alice, carol) = (Node::of_epoch(ALICE, 2).await, Node::start(CAROL).await);
    alice.learn(year(None));
    alice.dial(&carol);
    carol.counts(4).await;
    alice.in_sync_with(&carol).await;
}

#[tokio::test]
async fn more_governance_than_one_exchange_holds_is_learned_in_several() {
    let alice = Node::of_epoch(ALICE, 2).await;
    let carol = Node::outbound_only(CAROL).await;
    alice.learn(year(None));
    alice.learn((0..20).map(heavy).collect());
    let first = carol.session_with(&alice).await;
    let Ended::Exchanged(Exchanged { learned, .. }) = first else { panic!("{first:?}") };
    assert!(0 < learned && learned < 20, "{learned}");
    carol.dial(&alice);
    carol.in_sync_with(&alice).await;
    assert_eq!(register(&carol), register(&alice));
}

#[tokio::test]
async fn a_restored_member_brings_its_document_and_is_let_in() {
    let (alice, carol) = (Node::start(ALICE).await, Node::of_epoch(CAROL, 2).await);
    alice.publish(2).await;
    carol.learn(vec![document(&epochs(CAROL, &[None])[0])]);
    carol.dial(&alice);
    carol.in_sync_with(&alice).await;
    equal(&[&alice, &carol]).await;
}

#[tokio::test]
async fn a_member_that_was_just_admitted_learns_of_it_without_a_restart() {
    let (alice, dave) = (Node::start(ALICE).await, Node::outbound_only(DAVE).await);
    alice.publish(2).await;
    alice.learn(year(None).into_iter().take(3).collect());
    assert_eq!(dave.replicator.member(), None);
    dave.dial(&alice);
    dave.in_sync_with(&alice).await;
    assert_eq!(dave.replicator.member(), Some(dave.member()));
    assert_eq!(dave.ledger.heads(), alice.ledger.heads());
}

#[tokio::test]
async fn a_node_whose_key_was_replaced_falls_silent_and_says_so() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    bob.dial(&alice);
    alice.in_sync_with(&bob).await;
    alice.learn(vec![document(&epochs(ALICE, &[None])[0])]);
    timeout(Duration::from_secs(1), alice.disconnected_from(&bob)).await.unwrap();
    let signer = Signer::with_key(Sample::node_key(ALICE), alice.minutes.follow());
    assert_eq!(signer.standing(), Standing::Replaced { member: alice.member() });
}

#[tokio::test]
async fn a_statement_follows_every_decision() {
    let alice = Node::start(ALICE).await;
    let mut stated = alice.replicator.watch_statements();
    alice.learn(year(None).into_iter().take(3).collect());
    let said = async {
        while alice.ledger.statements().iter().all(|it| it.value().governance.0 != 1) {
            stated.changed().await.unwrap();
        }
    };
    timeout(DEADLINE, said).await.unwrap();
}

#[tokio::test]
async fn a_stranger_gets_governance_and_nothing_else() {
    let alice = Node::of_epoch(ALICE, 2).await;
    alice.learn(year(None));
    let mut link = introduced(&alice).await;
    let mut heard = hear(&mut link, 2).await;
    assert!(matches!(heard[..], [Frame::Introduction(_), Frame::Register(_)]), "{heard:?}");
    link.outgoing.send(Frame::Register(Register::default())).unwrap();
    link.outgoing.send(Frame::Governance(Vec::new(), true)).unwrap();
    heard = hear(&mut link, usize::MAX).await;
    let objects: usize = heard.iter().map(count).sum();
    assert_eq!(objects, year(None).len());
    assert!(matches!(heard.last(), Some(Frame::Governance(_, true))));
}

#[tokio::test]
async fn a_stranger_that_wants_more_than_governance_is_hung_up_on() {
    let alice = Node::start(ALICE).await;
    alice.publish(1).await;
    let wanted = Wanted { member: alice.member(), epoch: 1, from: 1, until: 1 };
    let announce = Announce { heads: Heads::new(), statements: None };
    for frame in [Frame::Want(wanted), Frame::Announce(announce), Frame::HeadStatements(Vec::new())]
    {
        let mut link = introduced(&alice).await;
        assert_eq!(hear(&mut link, 2).await.len(), 2);
        link.outgoing.send(frame).unwrap();
        assert!(hear(&mut link, usize::MAX).await.is_empty());
    }
}

#[tokio::test]
async fn a_stranger_that_does_not_name_our_coalition_is_told_nothing() {
    let alice = Node::start(ALICE).await;
    let mut link = connect(&alice).await;
    introduce(&link, Sample::new(4).roster().coalition());
    assert!(hear(&mut link, usize::MAX).await.is_empty());
    let mut link = connect(&alice).await;
    link.outgoing.send(Frame::Register(Register::default())).unwrap();
    assert!(hear(&mut link, usize::MAX).await.is_empty());
    // Nor are nodes of two coalitions of any use to each other.
    let other = Node::with_members(ALICE, 2).await;
    let ended = Node::of_epoch(BOB, 2).await.session_with(&other).await;
    assert!(matches!(ended, Ended::Gone), "{ended:?}");
}

#[tokio::test]
async fn a_former_member_is_a_stranger_and_gets_no_data() {
    let (alice, erin) = (Node::start(ALICE).await, Node::outbound_only(ERIN).await);
    alice.publish(3).await;
    alice.learn(year(None));
    erin.learn(year(None).into_iter().take(3).collect());
    let ended = erin.session_with(&alice).await;
    assert!(matches!(ended, Ended::Exchanged(Exchanged { told: 0, .. })), "{ended:?}");
    erin.counts(4).await;
    let ended = erin.session_with(&alice).await;
    assert!(matches!(ended, Ended::Exchanged(it) if !it.is_news()), "{ended:?}");
    assert!(erin.ledger.heads().is_empty());
}

#[tokio::test]
async fn a_stranger_has_one_stream_of_its_connection() {
    let alice = Node::start(ALICE).await;
    let stream = stranger(&alice).connect(alice.address()).await.unwrap();
    let mut client = SyncClient::new(sync::over(stream).await.unwrap());
    let [(_first, one), (_second, other)] = [outbox(), outbox()];
    let first = client.sync(one.map(frames::to_wire)).await;
    let second = client.sync(other.map(frames::to_wire)).await;
    assert!(first.is_ok(), "{first:?}");
    assert_eq!(second.unwrap_err().code(), Code::ResourceExhausted);
}

#[tokio::test]
async fn one_stranger_too_many_is_refused_while_the_others_and_all_members_are_served() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    alice.publish(1).await;
    let mut held = Vec::new();
    for network in 2..4 {
        for _ in 0..STRANGERS_PER_NETWORK_MAX {
            held.push(knock(&alice, network).await.unwrap());
        }
        assert!(knock(&alice, network).await.is_none(), "one network is not all");
    }
    assert_eq!(held.len(), STRANGERS_MAX);
    assert!(knock(&alice, 9).await.is_none());
    bob.dial(&alice);
    equal(&[&alice, &bob]).await;
    // Whoever goes makes room, as soon as it is noticed.
    drop(held);
    let let_in = async { while knock(&alice, 9).await.is_none() {} };
    timeout(DEADLINE, let_in).await.unwrap();
}

/// What a coalition of Alice, Bob and Carol decides in a year: Dave and Erin join, Erin leaves, and
/// the keys of Alice and Bob are replaced. The log of Alice goes on after `cut`.
fn year(cut: Cut) -> Vec<Object> {
    let sample = Sample::new(3);
    let coalition = sample.roster().coalition();
    let admit = |index| Action::Admit { document: Box::new(Sample::inception(index).1) };
    let joined = sample.proposal(ALICE, vec![admit(DAVE), admit(ERIN)]);
    let (member, inception) = Sample::inception(ERIN);
    let document = inception.id(coalition);
    let left = vec![Action::Remove { member, document, cut: None }];
    let left = sample.proposal_after((1, joined.id(coalition).0), BOB, left);
    let mut objects = Vec::new();
    for (entry, voters) in [(joined, &[ALICE, BOB][..]), (left, &[ALICE, BOB, DAVE])] {
        let votes = voters.iter().map(|index| Object::Vote(sample.approval(*index, &entry)));
        let votes: Vec<Object> = votes.collect();
        objects.push(Object::Governance(Box::new(entry)));
        objects.extend(votes);
    }
    let documents = [epochs(ALICE, &[cut]), epochs(BOB, &[None, None])].concat();
    objects.extend(documents.iter().map(self::document));
    objects
}

/// Returns a proposal of some 140 KB.
fn heavy(number: u32) -> Object {
    let sample = Sample::new(3);
    let name = |place: u32| EntryId(Hash::of([&number.to_be_bytes()[..], &place.to_be_bytes()]));
    let order = |action: u32| {
        let mut entries: Vec<EntryId> = (0..256).map(|it| name(256 * action + it)).collect();
        entries.sort_unstable();
        Action::EraseOrder { member: sample.member(CAROL), entries }
    };
    Object::Governance(Box::new(sample.proposal(ALICE, (0..16).map(order).collect())))
}

/// Returns the documents by which a member begins an epoch after each cut.
pub(super) fn epochs(index: usize, cuts: &[Cut]) -> Vec<Received<MemberDocument>> {
    let mut documents = vec![Sample::inception(index).1];
    for cut in cuts {
        let next = Sample::new(3).new_epoch(index, documents.last().unwrap(), *cut);
        documents.push(next);
    }
    documents.split_off(1)
}

pub(super) fn document(document: &Received<MemberDocument>) -> Object {
    Object::Document(Box::new(document.clone()))
}

fn register(node: &Node) -> Register {
    node.minutes.minute().governed.register
}

fn stranger(node: &Node) -> Tls {
    let roster = node.minutes.follow();
    Tls::new(&Signer::with_key(Sample::node_key(MALLORY), roster.clone()), roster).unwrap()
}

/// Dials a node as Mallory.
async fn connect(node: &Node) -> Link {
    PeerDialler::new(stranger(node)).dial(&node.address()).await.unwrap().link
}

/// Dials a node as Mallory and names its coalition.
async fn introduced(node: &Node) -> Link {
    let link = connect(node).await;
    introduce(&link, Sample::new(3).roster().coalition());
    link
}

fn introduce(link: &Link, coalition: CoalitionId) {
    let introduction = Introduction { protocol: PROTOCOL, coalition };
    link.outgoing.send(Frame::Introduction(introduction)).unwrap();
}

/// Returns the next `count` frames, or what comes before the other side hangs up.
async fn hear(link: &mut Link, count: usize) -> Vec<Frame> {
    let mut heard = Vec::new();
    while heard.len() < count {
        match timeout(DEADLINE, link.incoming.recv()).await.unwrap() {
            Some(arrival) => heard.push(arrival.frame),
            None => break,
        }
    }
    heard
}

/// Counts the objects of governance in a frame.
fn count(frame: &Frame) -> usize {
    match frame {
        Frame::Documents(it) => it.len(),
        Frame::Governance(it, _) => it.len(),
        Frame::Votes(it) => it.len(),
        other => panic!("{other:?}"),
    }
}

/// Shakes hands with a node as Mallory, from an address of a network of its own; `None` if the node
/// hangs up then. Who is served is greeted by HTTP/2.
async fn knock(node: &Node, network: u8) -> Option<PeerStream> {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, network], 0).into()).unwrap();
    let tcp = socket.connect(node.address().parse().unwrap()).await.unwrap();
    let mut stream = stranger(node).shake(tcp).await.unwrap();
    let greeted = timeout(DEADLINE, stream.read_u8()).await.unwrap();
    greeted.is_ok().then_some(stream)
}
