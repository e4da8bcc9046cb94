//! A node comes back: after a stop, after a blow, and after losing what can be made again.

use std::fs;
use std::process::Command;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::tool;
use flotilla_tests::harness::wait;

#[test]
fn a_node_that_is_asked_to_end_does_so_and_loses_nothing() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
    publish(&alice);
    wait::until("bob holds it", || bob.held("alice") == 2);
    let before = shown(&alice);
    assert_eq!(alice.stop().code(), Some(0));
    let alice = coalition.start("alice");
    wait::until("alice shows it again", || shown(&alice) == before);
    let third = alice
        .door()
        .publish_practice(&fixtures::practice("After the pause", 2))
        .unwrap();
    assert_eq!(third.seq, 3);
    wait::until("bob holds it", || bob.held("alice") == 3);
}

#[test]
fn a_node_without_peers_keeps_everything_through_a_blow() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    publish(&alice);
    wait::until("alice shows it", || alice.get("/v1/practices.json").text().contains("The first"));
    let before = shown(&alice);
    alice.kill();
    let alice = coalition.start("alice");
    wait::until("alice shows it again", || shown(&alice) == before);
}

#[test]
fn what_can_be_made_again_is_made_again_without_a_person() {
    for lost in [&["index"][..], &["view"], &["index", "view"]] {
        let coalition = Coalition::found(&["alice", "bob"]);
        let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
        publish(&alice);
        wait::until("bob shows it", || {
            bob.snapshot() == alice.snapshot() && bob.held("alice") == 2
        });
        let before = shown(&bob);
        assert_eq!(bob.stop().code(), Some(0));
        for folder in lost {
            fs::remove_dir_all(coalition.dir("bob").join("data").join(folder)).unwrap();
        }
        alice.kill();
        let bob = coalition.start("bob");
        wait::until("bob shows it again, from its own log", || shown(&bob) == before);
    }
}

#[test]
fn two_processes_never_share_one_folder() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    publish(&alice);
    let second = Command::new(tool::binary("flotilla-node"))
        .arg("--config")
        .arg(coalition.dir("alice").join("flotilla.toml"))
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("did not start"), "{said}");
    assert_eq!(alice.held_in_all(), 2);
    assert_eq!(alice.get("/readyz").status, 200);
    alice.door().publish_practice(&fixtures::practice("Still mine", 2)).unwrap();
}

/// What a reader gets to see: the name of the state, the figures and the records.
fn shown(node: &Node) -> (String, Vec<u8>, Vec<u8>) {
    let [figures, records] =
        ["/v1/observations.csv", "/v1/practices.json"].map(|path| node.get(path).body);
    (node.snapshot(), figures, records)
}

fn publish(node: &Node) {
    node.door()
        .publish_metrics(&fixtures::table(2024, 300), fixtures::RECIPE)
        .unwrap();
    node.door().publish_practice(&fixtures::practice("The first", 1)).unwrap();
}
