//! Who is let in, and who is cut off; with real keys and sockets.

use std::io;

use flotilla_wire::sample::Sample;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::*;

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;

#[tokio::test]
async fn members_learn_who_is_at_the_other_end() {
    let (_change, roster) = watch::channel(Arc::clone(Sample::new(3).roster()));
    let (alice, bob) = (tls(ALICE, &roster), tls(BOB, &roster));
    let (accepted, connected) = shake(&alice, &bob).await;
    assert_eq!(accepted.unwrap().peer().member, Sample::new(3).member(BOB));
    assert_eq!(connected.unwrap().peer().member, Sample::new(3).member(ALICE));
}

#[tokio::test]
async fn a_stranger_is_refused_in_the_handshake() {
    let (_large, whole) = watch::channel(Arc::clone(Sample::new(3).roster()));
    let (_small, fewer) = watch::channel(Arc::clone(Sample::new(2).roster()));
    let (alice, carol) = (tls(ALICE, &fewer), tls(CAROL, &whole));
    let (accepted, _) = shake(&alice, &carol).await;
    assert!(matches!(accepted, Err(ConnectError::Handshake { .. })), "{accepted:?}");
    let (_, connected) = shake(&carol, &alice).await;
    assert!(matches!(connected, Err(ConnectError::Handshake { .. })), "{connected:?}");
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
fn a_key_that_is_in_no_roster_makes_no_signer() {
    let roster = Arc::clone(Sample::new(3).roster());
    let stranger = Signer::new(&Zeroizing::new([99; 32]), &roster);
    assert!(matches!(stranger, Err(SignerError::NotInRoster { .. })));
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
