//! Who belongs changes while nodes are away, and while they talk.
//!
//! - A node that was away for a year knows nobody's key any more, and nobody has to help it.
//! - A member that is removed is cut off at once, and what it wrote beyond the cut is shown no more.

use std::time::Duration;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

use crate::people::all_agree;
use crate::people::all_show;
use crate::people::approve;
use crate::people::in_state;
use crate::people::propose;
use crate::people::publish;
use crate::people::sign;

/// How soon a removed member must be cut off: a second is promised, a loaded computer takes longer.
const CUT_OFF_MAX: Duration = Duration::from_secs(5);

const ACTIVE: &str = "SELECT handle FROM members WHERE status = 'active' ORDER BY handle";

#[test]
fn a_node_that_was_away_for_a_year_catches_up_without_a_person() {
    let coalition = Coalition::found(&["alice", "bob", "carol", "dora"]);
    let [alice, bob, carol, dora] =
        ["alice", "bob", "carol", "dora"].map(|handle| coalition.start(handle));
    publish(&dora, "Before the year", 1);
    publish(&carol, "From the third", 2);
    wait::until("all hold it", || [&alice, &bob, &dora].iter().all(|it| it.held_in_all() == 2));
    assert_eq!(dora.stop().code(), Some(0));
    let erin = admit_erin(&coalition, &[&alice, &bob]);
    for (handle, node) in [("alice", &alice), ("bob", &bob), ("carol", &carol)] {
        sign(&coalition, handle, &["key", "rotate"]);
        wait::until("the new key is taken", || node.publishes());
    }
    remove(&coalition, "carol", &["alice", "bob", "erin"]);
    carol.kill();
    publish(&erin, "A newcomer", 3);
    publish(&alice, "Under a new key", 4);
    let dora = coalition.start("dora");
    let nodes = [&alice, &bob, &dora, &erin];
    wait::until("dora knows who belongs", || dora.rows(ACTIVE) == ["alice", "bob", "dora", "erin"]);
    all_show(&nodes, "erin", &["A newcomer"]);
    publish(&dora, "Back after a year", 5);
    all_show(&nodes, "dora", &["Back after a year", "Before the year"]);
    assert_eq!(all_agree(&nodes).len(), 5);
}

#[test]
fn a_removal_ends_open_sessions_at_once_and_what_lies_beyond_the_cut() {
    let coalition = Coalition::found(&["alice", "bob", "carol", "dora"]);
    let [alice, bob, carol, dora] =
        ["alice", "bob", "carol", "dora"].map(|handle| coalition.start(handle));
    publish(&dora, "A true one", 1);
    publish(&dora, "Another", 2);
    let beyond = publish(&dora, "Spam", 3);
    all_show(&[&alice, &bob, &carol], "dora", &["A true one", "Another", "Spam"]);
    let others = [&alice, &bob, &carol];
    assert!(others.iter().all(|node| is_connected(node, "dora")));
    let words = ["member", "remove", "dora", "--after", "2", "--reason", "spam"];
    let removal = propose(&coalition, "alice", &words);
    approve(&coalition, "bob", &removal);
    assert!(is_connected(&alice, "dora"), "two of three votes");
    approve(&coalition, "carol", &removal);
    wait::until_within(CUT_OFF_MAX, "nobody talks to dora any more", || {
        others.iter().all(|node| !is_connected(node, "dora"))
    });
    all_show(&[&alice, &bob, &carol], "dora", &["A true one", "Another"]);
    assert_eq!(all_agree(&[&alice, &bob, &carol]).len(), 2);
    assert_eq!(in_state(&alice, "dora", "void"), [beyond]);
    wait::until("dora learns of it", || dora.status().publishing == "no-member");
    assert!(dora.door().publish_practice(&fixtures::practice("Spam", 4)).is_err());
    publish(&bob, "Without her", 5);
    all_show(&[&alice, &carol], "bob", &["Without her"]);
    assert_eq!(dora.held("bob"), 0, "a former member gets no data");
}

/// Erin is admitted by a majority of four while Dora is away; returns her node.
fn admit_erin(coalition: &Coalition, dialled: &[&Node]) -> Node {
    let words = ["init", "--name", "The house of Erin", "--handle", "erin", "--region", "CA-BC"];
    let rest = ["--program", "GROUP", "--listen-web", "127.0.0.1:0", "--listen-peers", "off"];
    let mut words = [&words[..], &rest, &["--passphrase-file", "passphrase"]].concat();
    for node in dialled {
        words.extend(["--peer", node.peers().unwrap()]);
    }
    coalition.run_as("erin", &words).well();
    let admission = propose(coalition, "alice", &["member", "admit", "erin/member.flotilla"]);
    approve(coalition, "bob", &admission);
    approve(coalition, "carol", &admission);
    coalition.run_as("erin", &["coalition", "join", "coalition.flotilla"]).well();
    let erin = coalition.start("erin");
    wait::until("erin is let in", || erin.publishes());
    erin
}

/// Some propose and approve that a member is removed; all that it published stays.
fn remove(coalition: &Coalition, handle: &str, voters: &[&str]) {
    let (first, others) = voters.split_first().unwrap();
    let words = ["member", "remove", handle, "--after", "1", "--reason", "moved away"];
    let removal = propose(coalition, first, &words);
    others.iter().for_each(|voter| approve(coalition, voter, &removal));
}

fn is_connected(node: &Node, handle: &str) -> bool {
    node.status().peers.iter().any(|it| it.member == handle && it.connected)
}
