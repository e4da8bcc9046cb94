//! A disk that is full: publishing says so, nothing acknowledged is lost, and room heals it.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;

/// The largest file, in blocks of 512 bytes: a start needs some room, forty records need more.
const BLOCKS: u32 = 2_048;

/// How many records certainly do not fit.
const RECORDS: u32 = 60;

/// The bytes of a record's body, just under what a body may have.
const BODY_BYTES: usize = 60 << 10;

#[test]
fn a_full_disk_refuses_loudly_and_loses_nothing() {
    let coalition = Coalition::found(&["alice"]);
    let mut alice = Node::start_on_small_disk(&coalition.dir("alice"), BLOCKS);
    let mut acknowledged = 0;
    let refused = (1..=RECORDS).find_map(|number| match publish(&alice, number) {
        Ok(receipt) => {
            acknowledged = receipt.seq;
            None
        }
        Err(refused) => Some(refused),
    });
    let refused = refused.expect("a record that does not fit");
    assert!(acknowledged > 0, "some records fit: {refused:?}");
    assert!(alice.log().to_lowercase().contains("too large"), "the log names the cause");
    if alice.is_running() {
        assert_eq!(refused.code(), tonic::Code::Unavailable, "{refused:?}");
        assert!(refused.message().contains("could not be written"), "{refused:?}");
        assert!(publish(&alice, RECORDS + 1).is_err(), "it does not forget that the disk is full");
    }
    alice.kill();
    let alice = coalition.start("alice");
    assert!((acknowledged..=acknowledged + 1).contains(&alice.held("alice")));
    let next = publish(&alice, RECORDS + 2).unwrap();
    assert_eq!(next.seq, alice.held("alice"));
}

fn publish(node: &Node, number: u32) -> Result<flotilla_proto::v1::Receipt, tonic::Status> {
    let body = fixtures::babble(u64::from(number), BODY_BYTES);
    node.door()
        .publish_practice(&fixtures::practice_with_body("Large", number, &body))
}
