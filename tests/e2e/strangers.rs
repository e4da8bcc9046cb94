//! Whoever is no member gets nothing of the data, and harms nobody.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::wait;
use rustls::ClientConfig;
use rustls::ClientConnection;
use rustls::StreamOwned;
use rustls::pki_types::ServerName;

use crate::tls;

/// A key that belongs to nobody.
const STRANGER: [u8; 32] = *b"the key of no member, made up...";

/// How a client begins to speak HTTP/2.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

/// How a client says in HTTP/2 that it goes.
const GOODBYE: &[u8] = b"\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// How long a stranger waits for an answer.
const STRANGERS_PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn who_proves_no_key_is_told_nothing() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    assert_eq!(all_that_is_said(alice.peers().unwrap(), tls::without_key(), b""), Vec::<u8>::new());
    assert_eq!(alice.stop().code(), Some(0));
}

#[test]
fn a_key_of_no_member_is_told_nothing_unless_it_names_the_coalition() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    alice.door().publish_practice(&fixtures::practice("For members", 1)).unwrap();
    let said = all_that_is_said(alice.peers().unwrap(), tls::with_key(&STRANGER), GOODBYE);
    // Settings of HTTP/2, and that the connection ends.
    assert!((1..200).contains(&said.len()), "{} bytes", said.len());
    assert_eq!(alice.held_in_all(), 1);
    assert_eq!(alice.stop().code(), Some(0));
}

#[test]
fn noise_at_a_door_harms_nobody() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
    let noise = fixtures::babble(7, 100_000).into_bytes();
    let zeroes = vec![0; 100_000];
    let hello = [0x16, 3, 1, 0xff, 0xff, 1, 0, 0xff, 0xfb];
    let said: [&[u8]; 6] =
        [b"", PREFACE, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", &hello, &zeroes, &noise];
    for address in [alice.peers().unwrap(), alice.web()] {
        for bytes in said {
            shout(address, bytes);
        }
    }
    let receipt = alice.door().publish_practice(&fixtures::practice("In spite of it", 1));
    assert_eq!(receipt.unwrap().seq, 1);
    wait::until("bob holds it", || bob.held("alice") == 1);
    assert_eq!(alice.get("/readyz").status, 200);
    assert!(!alice.log().contains("panicked"), "a stranger made it panic");
}

/// Says `bytes` and hangs up; a door that hangs up first is a good one.
fn shout(address: &str, bytes: &[u8]) {
    let mut stream = TcpStream::connect(address).unwrap();
    let _hung_up = stream.write_all(bytes).and_then(|()| stream.flush());
}

/// Begins to speak as a peer does, then says `more`, and returns everything that the node says to it.
fn all_that_is_said(address: &str, config: ClientConfig, more: &[u8]) -> Vec<u8> {
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(STRANGERS_PATIENCE)).unwrap();
    let mut tls = StreamOwned::new(connection, stream);
    let mut said = Vec::new();
    let spoken = tls.write_all(PREFACE).and_then(|()| tls.write_all(more));
    let ended = spoken.and_then(|()| read_all(&mut tls, &mut said));
    let kind = ended.as_ref().err().map(io::Error::kind);
    assert_ne!(kind, Some(io::ErrorKind::WouldBlock), "the door stays open for a stranger");
    said
}

fn read_all(from: &mut impl Read, said: &mut Vec<u8>) -> io::Result<()> {
    from.read_to_end(said).map(|_| ())
}
