//! Clients that take what they can: each gets a clear end, and whoever asks from elsewhere is answered meanwhile.

use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpStream;
use std::time::Duration;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::door;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::harness::web;
use tonic::Code;

/// Where the unfriendly ones come from: another network than everybody else of these tests.
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// How many connections one network may have.
const CONNECTIONS: usize = 32;

/// Between two questions of somebody friendly, who asks all the time and not too fast.
const NOW_AND_THEN: Duration = Duration::from_millis(50);

#[test]
fn a_thousand_connections_leave_room_for_others() {
    let coalition = Coalition::found(&["alice"]);
    let alice = published(&coalition);
    let mut open: Vec<TcpStream> = Vec::new();
    for number in 0..1_000 {
        open.extend(connect(&alice));
        // Files of this process are few, too: those that were hung up on are let go.
        if number % 100 == 99 {
            open.retain_mut(is_open);
            assert_friendly(&alice);
        }
    }
    // Those that found no place are hung up on; the others wait in silence, and are not answered.
    wait::until("the rest is refused", || {
        open.retain_mut(is_open);
        open.len() <= CONNECTIONS
    });
    assert!(!open.is_empty(), "some are let in");
    assert_friendly(&alice);
    drop(open);
    wait::until("the places are free again", || connect(&alice).is_some_and(|it| asks(it) == 200));
}

#[test]
fn requests_that_are_sent_byte_by_byte_leave_room_for_others() {
    let coalition = Coalition::found(&["alice"]);
    let alice = published(&coalition);
    let mut slow: Vec<TcpStream> = (0..CONNECTIONS).filter_map(|_| connect(&alice)).collect();
    for byte in b"GET /v1/observations.csv HT" {
        for stream in &mut slow {
            // One that was hung up on cannot be written to.
            drop(stream.write_all(&[*byte]));
        }
        assert_friendly(&alice);
    }
}

#[test]
fn questions_that_are_too_much_are_refused_and_explained() {
    let coalition = Coalition::found(&["alice"]);
    let alice = published(&coalition);
    let deep = format!("SELECT {}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let chain = format!("SELECT {}", vec!["1"; 4_000].join("+"));
    let joins = format!("SELECT 1 FROM {}", vec!["observations"; 100].join(" CROSS JOIN "));
    let long = format!("SELECT '{}'", "x".repeat(70 << 10));
    for (sql, what) in [(deep, "deep"), (chain, "chain"), (joins, "joins"), (long, "long")] {
        let refused = door::ask(alice.web(), &sql).unwrap_err();
        assert_eq!(refused.code(), Code::FailedPrecondition, "{what}: {}", refused.message());
        assert!(!refused.message().is_empty(), "{what}");
        assert_friendly(&alice);
    }
    let giant = format!("SELECT '{}'", "x".repeat(300 << 10));
    let refused = door::ask(alice.web(), &giant).unwrap_err();
    assert!(matches!(refused.code(), Code::OutOfRange | Code::ResourceExhausted), "{refused:?}");
    let address = format!("/v1/observations.csv?region={}", "x".repeat(70 << 10));
    let refused = alice.get(&address).status;
    assert!((400..500).contains(&refused), "{refused}");
    assert_friendly(&alice);
}

#[test]
fn a_cartesian_product_ends_at_its_deadline_and_others_are_answered_meanwhile() {
    let coalition = Coalition::found(&["alice"]);
    let alice = published(&coalition);
    let web = alice.web().to_owned();
    let product = "SELECT count(*) FROM information_schema.columns a \
        CROSS JOIN information_schema.columns b CROSS JOIN information_schema.columns c \
        CROSS JOIN information_schema.columns d CROSS JOIN information_schema.columns e \
        WHERE a.column_name || b.column_name < c.column_name || d.column_name || e.column_name";
    let asking = std::thread::spawn(move || door::ask(&web, product));
    while !asking.is_finished() {
        assert_friendly(&alice);
        wait::let_pass(NOW_AND_THEN);
    }
    let refused = asking.join().unwrap().unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition, "{}", refused.message());
    assert_friendly(&alice);
}

fn published(coalition: &Coalition) -> Node {
    let alice = coalition.start("alice");
    let table = fixtures::table(2024, 300);
    alice.door().publish_metrics(&table, fixtures::RECIPE).unwrap();
    alice
}

/// Asks as everybody may.
fn assert_friendly(alice: &Node) {
    let page = alice.get("/v1/observations.json?limit=1");
    assert_eq!(page.status, 200, "{}", page.text());
}

fn connect(alice: &Node) -> Option<TcpStream> {
    web::connect(ELSEWHERE, alice.web())
}

/// Returns whether nobody has hung up.
fn is_open(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let read = stream.read(&mut [0; 1]);
    matches!(read, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}

/// Asks over a connection, and returns the status of the answer; 0 if there is none.
fn asks(mut stream: TcpStream) -> u16 {
    let mut first = [0; 12];
    let asked = stream.write_all(b"GET /v1/members.json HTTP/1.1\r\nhost: x\r\n\r\n");
    match asked.and_then(|()| stream.read_exact(&mut first)) {
        Ok(()) => status(&first),
        Err(_) => 0,
    }
}

fn status(first: &[u8]) -> u16 {
    std::str::from_utf8(first).unwrap()[9..12].parse().unwrap()
}
