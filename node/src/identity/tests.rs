//! Who is let in, and who is cut off; with real keys and sockets.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::State;
use flotilla_domain::governance::Action;
use flotilla_domain::roster::Roster;
use flotilla_wire::sample::Sample;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::*;

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;

#[tokio::test]
async fn members_learn_who_is_at_the_other_end() {
    let (_change, roster) = watch::channel(Arc::clone(Sample::new(3).roster()));
    let (alice, bob) = (tls(ALICE, &roster), tls(BOB, &roster));
    let (accepted, connected) = shake(&alice, &bob).await;
    assert_eq!(accepted.unwrap().peer(), Peer::Member(Sample::new(3).member(BOB)));
    assert_eq!(connected.unwrap().peer(), Peer::Member(Sample::new(3).member(ALICE)));
}

#[tokio::test]
async fn who_is_no_member_is_told_apart_on_both_sides() {
    let (_large, whole) = watch::channel(Arc::clone(Sample::new(3).roster()));
    let (_small, fewer) = watch::channel(Arc::clone(Sample::new(2).roster()));
    let (alice, carol) = (tls(ALICE, &fewer), tls(CAROL, &whole));
    let stranger = Peer::Stranger(Sample::node_key(CAROL).public());
    let (accepted, connected) = shake(&alice, &carol).await;
    assert_eq!(accepted.unwrap().peer(), stranger);
    assert_eq!(connected.unwrap().peer(), Peer::Member(Sample::new(3).member(ALICE)));
    let (_, connected) = shake(&carol, &alice).await;
    assert_eq!(connected.unwrap().peer(), stranger);
}

#[tokio::test]
async fn a_stranger_that_stays_is_cut_off() {
    let (alice, mallory) = strangers();
    let (accepted, _mallorys) = shake(&alice.with_patience(Duration::ZERO), &mallory).await;
    let cut = accepted.unwrap().read_u8().await.unwrap_err();
    assert_eq!(cut.kind(), io::ErrorKind::ConnectionAborted);
}

#[tokio::test]
async fn a_stranger_that_says_too_much_is_cut_off() {
    let (alice, mallory) = strangers();
    let (accepted, mallorys) = shake(&alice, &mallory).await;
    let (mut accepted, mut mallorys) = (accepted.unwrap(), mallorys.unwrap());
    let flood =
        tokio::spawn(async move { while mallorys.write_all(&[7; 1 << 16]).await.is_ok() {} });
    let mut read = Vec::new();
    let cut = accepted.read_to_end(&mut read).await.unwrap_err();
    assert_eq!(cut.kind(), io::ErrorKind::ConnectionAborted);
    let read = u64::try_from(read.len()).unwrap();
    assert!((STRANGER_BYTES_MAX..STRANGER_BYTES_MAX + (1 << 20)).contains(&read), "{read}");
    drop(accepted);
    flood.await.unwrap();
}

#[tokio::test]
async fn a_removed_member_is_cut_off_while_others_stay() {
    let (change, roster) = watch::channel(Arc::clone(Sample::new(3).roster()));
    let (_stays, theirs) = watch::channel(Arc::clone(Sample::new(3).roster()));
    let alice = tls(ALICE, &roster);
    let (bob, carol) = (tls(BOB, &theirs), tls(CAROL, &theirs));
    let (with_bob, bobs) = shake(&alice, &bob).await;
    let (with_carol, _carols) = shake(&alice, &carol).await;
    let (mut with_bob, mut with_carol) = (with_bob.unwrap(), with_carol.unwrap());
    change.send_replace(Arc::clone(Sample::new(2).roster()));
    let cut = with_carol.read_u8().await.unwrap_err();
    assert_eq!(cut.kind(), io::ErrorKind::ConnectionAborted);
    let mut bobs = bobs.unwrap();
    bobs.write_u8(7).await.unwrap();
    bobs.flush().await.unwrap();
    assert_eq!(with_bob.read_u8().await.unwrap(), 7);
}

#[test]
fn a_node_speaks_from_the_moment_the_coalition_knows_its_key_and_no_longer_than_that() {
    let sample = Sample::new(3);
    let (change, roster) = watch::channel(Arc::clone(Sample::new(2).roster()));
    let key = || Sample::node_key(CAROL);
    let signer = Signer::with_key(key(), roster);
    assert_eq!((signer.standing(), signer.member()), (Standing::Unknown, None));
    change.send_replace(Arc::clone(sample.roster()));
    let member = sample.member(CAROL);
    assert_eq!(signer.standing(), Standing::Member { member, epoch: 1 });
    assert_eq!(signer.speaker().unwrap().member(), member);

    let mut state = State::founded(sample.founded());
    let rotated = sample.new_epoch(CAROL, &Sample::inception(CAROL).1, None);
    let _held = state.insert(Object::Document(Box::new(rotated)));
    change.send_replace(Arc::clone(state.roster()));
    assert_eq!(signer.speaker().unwrap_err(), Standing::Replaced { member });
}

#[tokio::test]
async fn who_waits_to_be_let_in_is_told_then_and_not_before() {
    let (change, roster) = watch::channel(Arc::clone(Sample::new(2).roster()));
    let signer = Signer::with_key(Sample::node_key(CAROL), roster);
    let mut waits = std::pin::pin!(signer.restated(Standing::Unknown));
    for decided in [1, 2] {
        change.send_replace(Arc::clone(Sample::new(decided).roster()));
        tokio::select! {
            biased;
            () = &mut waits => panic!("nobody let it in"),
            () = tokio::task::yield_now() => {}
        }
    }
    change.send_replace(Arc::clone(Sample::new(3).roster()));
    waits.await;
}

#[test]
fn a_node_that_was_restored_knows_whose_it_is_before_its_key_is_known() {
    let sample = Sample::new(3);
    let roster = watch::channel(Arc::clone(sample.roster())).1;
    let signer =
        |handle: &str| Signer::new(&Zeroizing::new([99; 32]), handle.to_owned(), roster.clone());
    assert_eq!(
        signer("bob").speaker().unwrap_err(),
        Standing::Replaced { member: sample.member(BOB) }
    );
    assert_eq!(signer("mallory").speaker().unwrap_err(), Standing::Unknown);
}

#[test]
fn a_removed_member_has_no_say() {
    let sample = Sample::new(3);
    let member = sample.member(CAROL);
    let document = sample.roster().member(member).unwrap().document_id;
    let entry = sample.proposal(ALICE, vec![Action::Remove { member, document, cut: None }]);
    let mut state = State::founded(sample.founded());
    for index in [ALICE, BOB] {
        let _held = state.insert(Object::Vote(sample.approval(index, &entry)));
    }
    let _held = state.insert(Object::Governance(Box::new(entry)));
    let roster = watch::channel(Arc::clone(state.roster())).1;
    let signer = Signer::with_key(Sample::node_key(CAROL), roster);
    assert_eq!(signer.speaker().unwrap_err(), Standing::Removed { member });
}

fn strangers() -> (Tls, Tls) {
    let roster = watch::channel(Arc::clone(Sample::new(2).roster())).1;
    (tls(ALICE, &roster), tls(CAROL, &roster))
}

async fn shake(
    server: &Tls,
    client: &Tls,
) -> (Result<PeerStream, ConnectError>, Result<PeerStream, ConnectError>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let accept = async {
        let (tcp, _) = listener.accept().await.unwrap();
        server.accept(tcp).await
    };
    tokio::join!(accept, client.connect(address))
}

fn tls(member: usize, roster: &watch::Receiver<Arc<Roster>>) -> Tls {
    Tls::new(&Signer::of_sample(&Sample::new(3), member), roster.clone()).unwrap()
}
