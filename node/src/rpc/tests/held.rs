//! What is held at home, asked over real connections: told to members as it was signed, or not at all.

use flotilla_domain::id::EntryId;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::step::Closed;
use flotilla_wire::sample::HeldSample;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use tokio::time::timeout;

use super::hostile::ended;
use super::hostile::greet;
use super::hostile::hello;
use super::kit::ALICE;
use super::kit::BOB;
use super::kit::CAROL;
use super::kit::DEADLINE;
use super::kit::Node;
use super::kit::equal;
use crate::replicate::AskError;
use crate::replicate::Link;

const MALLORY: usize = CAROL;

#[tokio::test]
async fn a_holder_that_nobody_can_dial_is_asked_over_a_connection_that_it_opened() {
    let (alice, carol) = (Node::start(ALICE).await, Node::outbound_only(CAROL).await);
    let record = Sample::held("What we do on the land.");
    let entry = carol.holds(CAROL, &record).await;
    carol.dial(&alice);
    equal(&[&alice, &carol]).await;
    assert_eq!(alice.replicator.ask(entry).await.unwrap(), record.home);
    let asked = carol.held.asked().await.unwrap();
    let who: Vec<_> = asked.iter().map(|it| (it.member, it.entry)).collect();
    assert_eq!(who, [(alice.member(), entry)]);
    assert_eq!(carol.replicator.ask(entry).await.unwrap(), record.home, "its own record");
    assert_eq!(carol.held.asked().await.unwrap().len(), 1, "of which nobody else was told");
    assert!(alice.held.read(record.named()).await.unwrap().is_none(), "nothing is kept");
    carol.stop().await;
    let away = alice.replicator.ask(entry).await;
    assert!(matches!(away, Err(AskError::Away)), "{away:?}");
}

#[tokio::test]
async fn a_holder_that_tells_something_else_than_was_signed_is_found_out() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let (told, signed) = (Sample::held("What I tell you."), Sample::held("What I signed."));
    let entry = alice.holds(MALLORY, &signed).await;
    let mut link = greet(&alice, &mallory, hello()).await;
    alice
        .peer(mallory.member(), |peer| peer.is_some_and(|it| it.software.is_some()))
        .await;
    for payload in [told.payload, b"nonsense".to_vec()] {
        let mallory_answers = async {
            assert_eq!(question(&mut link).await, entry);
            link.outgoing.send(Frame::Told(entry, payload)).unwrap();
        };
        let (answer, ()) = tokio::join!(alice.replicator.ask(entry), mallory_answers);
        assert!(matches!(answer, Err(AskError::Tampered)), "{answer:?}");
    }
    let mallory_answers = async {
        assert_eq!(question(&mut link).await, entry);
        link.outgoing.send(Frame::Told(entry, signed.payload)).unwrap();
    };
    let (answer, ()) = tokio::join!(alice.replicator.ask(entry), mallory_answers);
    assert_eq!(answer.unwrap(), signed.home, "and what was signed is shown");
}

#[tokio::test]
async fn what_no_receiver_has_screened_is_screened_by_whoever_asks() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let record = Sample::held("Call 416-555-0199.");
    let entry = alice.holds(MALLORY, &record).await;
    let mut link = greet(&alice, &mallory, hello()).await;
    alice
        .peer(mallory.member(), |peer| peer.is_some_and(|it| it.software.is_some()))
        .await;
    let mallory_answers = async {
        assert_eq!(question(&mut link).await, entry);
        link.outgoing.send(Frame::Told(entry, record.payload)).unwrap();
    };
    let (answer, ()) = tokio::join!(alice.replicator.ask(entry), mallory_answers);
    assert!(matches!(answer, Err(AskError::Unfit)), "{answer:?}");
}

#[tokio::test]
async fn what_was_not_asked_is_not_told() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let entry = alice.holds(MALLORY, &Sample::held("What I signed.")).await;
    let link = greet(&alice, &mallory, hello()).await;
    link.outgoing.send(Frame::Told(entry, Vec::new())).unwrap();
    let closed = ended(&alice, &mallory).await;
    assert_eq!(closed, Closed::BrokenRule { rule: "only what was asked is told" });
}

#[tokio::test]
async fn nobody_is_told_more_often_than_people_read_and_what_is_told_is_written_down() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let record = Sample::held("What we do on the land.");
    let entry = alice.holds(ALICE, &record).await;
    let mut link = greet(&alice, &mallory, hello()).await;
    for time in 0..40 {
        link.outgoing.send(Frame::Ask(entry)).unwrap();
        let payload = answer(&mut link, entry).await;
        let expected = if time < 16 { record.payload.as_slice() } else { &[] };
        assert_eq!(payload, expected, "{time}");
    }
    assert_eq!(alice.held.asked().await.unwrap().len(), 16);
}

#[tokio::test]
async fn what_is_not_a_card_of_ours_or_is_damaged_or_taken_back_is_not_told() {
    let (alice, mallory) = (Node::start(ALICE).await, Node::outbound_only(MALLORY).await);
    let record = Sample::held("What we do on the land.");
    alice.held.keep(record.named(), record.payload.clone()).await.unwrap();
    // Mallory signs a card that names what Alice holds.
    let theirs = alice.holds(MALLORY, &record).await;
    let unknown = EntryId(record.named().hash);
    let mut link = greet(&alice, &mallory, hello()).await;
    for entry in [theirs, unknown] {
        link.outgoing.send(Frame::Ask(entry)).unwrap();
        assert!(answer(&mut link, entry).await.is_empty());
    }
    let ours = alice.holds(ALICE, &record).await;
    link.outgoing.send(Frame::Ask(ours)).unwrap();
    assert!(!answer(&mut link, ours).await.is_empty());
    alice.withdraws(ours).await;
    link.outgoing.send(Frame::Ask(ours)).unwrap();
    assert!(answer(&mut link, ours).await.is_empty(), "taken back");
    assert_eq!(alice.held.asked().await.unwrap().len(), 1);
}

#[tokio::test]
async fn only_a_card_that_counts_is_asked_about() {
    let (alice, bob) = (Node::start(ALICE).await, Node::start(BOB).await);
    let entry = alice.holds(BOB, &Sample::held("What we do.")).await;
    let away = alice.replicator.ask(entry).await;
    assert!(matches!(away, Err(AskError::Away)), "{away:?}");
    bob.publish(1).await;
    let other = bob.ledger.heads()[&bob.member()].link.unwrap().id;
    let none = bob.replicator.ask(other).await;
    assert!(matches!(none, Err(AskError::NoCard)), "{none:?}");
}

impl Node {
    /// Has the node know of a card of the member `author`, and hold what it stands for if that is its own.
    async fn holds(&self, author: usize, record: &HeldSample) -> EntryId {
        let sample = Sample::new(3);
        let head = self.ledger.heads().get(&sample.member(author)).and_then(|head| head.link);
        let (prev, seq) = (head.map(|it| it.id), head.map_or(1, |it| it.seq + 1));
        if sample.member(author) == self.member() {
            self.held.keep(record.named(), record.payload.clone()).await.unwrap();
        }
        let entry = sample.entry(author, prev, seq, Payload::practice(&record.card));
        let id = entry.id();
        let _appended = self.ledger.append(vec![entry]).await.unwrap();
        id
    }

    /// Has the node take an entry of its own back.
    async fn withdraws(&self, entry: EntryId) {
        let notice =
            flotilla_domain::erasure::Notice::new(vec![entry], String::new(), None).unwrap();
        let payload = Payload::notice(flotilla_domain::entry::Kind::Withdrawal, &notice);
        let head = self.ledger.heads()[&self.member()].link.unwrap();
        let sample = Sample::new(3);
        let author = (0..3).find(|it| sample.member(*it) == self.member()).unwrap();
        let withdrawal = sample.entry(author, Some(head.id), head.seq + 1, payload);
        let _appended = self.ledger.append(vec![withdrawal]).await.unwrap();
    }
}

/// Waits until the node asks for a record.
async fn question(link: &mut Link) -> EntryId {
    let asked = async {
        loop {
            if let Frame::Ask(entry) = link.incoming.recv().await.unwrap().frame {
                return entry;
            }
        }
    };
    timeout(DEADLINE, asked).await.unwrap()
}

/// Waits until the node answers about a record.
async fn answer(link: &mut Link, about: EntryId) -> Vec<u8> {
    let told = async {
        loop {
            if let Frame::Told(entry, payload) = link.incoming.recv().await.unwrap().frame {
                assert_eq!(entry, about);
                return payload;
            }
        }
    };
    timeout(DEADLINE, told).await.unwrap()
}
