//! Two servers with one node key: a disk that was copied, or a member that signs two histories on
//! purpose. From outside both look the same, and every node judges them alike.
//!
//! - **A majority** that acknowledged one branch before the other showed up makes that one count.
//! - **Without a majority** nothing counts from where the histories part on: quarantined, not deleted.
//! - **The member's own servers stop publishing** as soon as they see both, and `log settle` ends it:
//!   one branch goes on under a new key, what the other said is published again.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::coalition::Seat;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

use crate::people;
use crate::people::all_agree;
use crate::people::all_show;
use crate::people::in_state;
use crate::people::publish;
use crate::people::sign;

#[test]
fn the_branch_that_most_acknowledged_first_counts_on_every_node() {
    let coalition = found(&["alice", "bob", "carol"]);
    let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
    let mallory = begin(&coalition, &[&alice, &bob]);
    let first = publish(&mallory, "One history", 2);
    wait::until("two of three others acknowledge it", || acknowledged(&alice, 3));
    [alice, bob, mallory].into_iter().for_each(Node::kill);
    // Carol was away; the second server tells her, and nobody else, another history.
    let carol = coalition.start("carol");
    people::copy_server(&coalition, "before", "second", &[&carol]);
    let second = coalition.start("second");
    let other = publish(&second, "Another history", 3);
    all_show(&[&carol], "mallory", &["Another history", "Shared"]);
    let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
    let nodes = [&alice, &bob, &carol];
    all_show(&nodes, "mallory", &["One history", "Shared"]);
    assert_eq!(all_agree(&nodes).len(), 2);
    for node in nodes {
        wait::until("all know of the other branch", || is_forked(node));
        assert!(in_state(node, "mallory", "valid").contains(&first));
        assert!(!in_state(node, "mallory", "valid").contains(&other));
    }
    is_silent(&second);
}

#[test]
fn without_a_majority_both_branches_are_quarantined_until_the_member_settles_it() {
    let coalition = found(&["alice", "bob"]);
    let alice = coalition.start("alice");
    let mallory = begin(&coalition, &[&alice]);
    let first = publish(&mallory, "One history", 2);
    wait::until("one of two others acknowledges it", || acknowledged(&alice, 2));
    alice.kill();
    let bob = coalition.start("bob");
    people::copy_server(&coalition, "before", "second", &[&bob]);
    let second = coalition.start("second");
    let other = publish(&second, "Another history", 3);
    all_show(&[&bob], "mallory", &["Another history", "Shared"]);
    let alice = coalition.start("alice");
    all_show(&[&alice, &bob], "mallory", &["Shared"]);
    assert_eq!(all_agree(&[&alice, &bob]).len(), 1);
    for (node, own) in [(&alice, &first), (&bob, &other)] {
        wait::until("both know of both", || is_forked(node));
        assert!(in_state(node, "mallory", "quarantined").contains(own), "kept, and not shown");
        assert_eq!(in_state(node, "mallory", "valid").len(), 1);
    }
    is_silent(&mallory);
    is_silent(&second);
    // The member has both disks: what only the second one holds is carried to the first.
    let words = ["bundle", "export", "second.flotilla", "--logs", "--member", "mallory"];
    coalition.run_as("second", &words).well();
    second.kill();
    let words = ["bundle", "import", "second.flotilla"];
    coalition.run_as("mallory", &words).well();
    wait::until("the first server shows both", || {
        in_state(&mallory, "mallory", "quarantined").len() == 2
    });
    settle(&coalition, &[&alice, &bob, &mallory]);
}

/// A coalition of Mallory and others, who all dial Alice.
fn found(others: &[&str]) -> Coalition {
    let dials = |handle| if handle == "alice" { &[][..] } else { &["alice"][..] };
    let seat = |handle| Seat { handle, listens: true, dials: dials(handle) };
    let others = others.iter().map(|handle| seat(handle));
    Coalition::found_as(&others.chain([seat("mallory")]).collect::<Vec<_>>())
}

/// Mallory publishes what both histories share, and then the disk of the server is copied.
fn begin(coalition: &Coalition, others: &[&Node]) -> Node {
    let mallory = coalition.start("mallory");
    publish(&mallory, "Shared", 1);
    all_show(others, "mallory", &["Shared"]);
    assert_eq!(mallory.stop().code(), Some(0));
    people::copy_server(coalition, "mallory", "before", &[]);
    coalition.start("mallory")
}

/// Mallory keeps the branch of the first server, and publishes again what the second one said.
fn settle(coalition: &Coalition, nodes: &[&Node]) {
    sign(coalition, "mallory", &["log", "settle"]);
    let whole = ["Another history", "One history", "Shared"];
    all_show(nodes, "mallory", &whole);
    assert_eq!(all_agree(nodes).len(), 3);
    for node in nodes {
        let log = node.status().logs.into_iter().find(|it| it.member == "mallory").unwrap();
        assert_eq!((log.forked_seq, log.quarantined), (0, 0));
    }
    let mallory = nodes.last().unwrap();
    wait::until("mallory may publish", || mallory.publishes());
    publish(mallory, "One history again", 4);
    all_show(nodes, "mallory", &[&whole[..2], &["One history again"], &whole[2..]].concat());
}

/// Returns whether so many members, its author among them, say that they hold Mallory's log.
fn acknowledged(node: &Node, by: u32) -> bool {
    let logs = node.status().logs;
    logs.iter()
        .any(|it| it.member == "mallory" && it.entries == 2 && it.held_by == by)
}

fn is_forked(node: &Node) -> bool {
    let logs = node.status().logs;
    logs.iter().any(|it| it.member == "mallory" && it.forked_seq == 2)
}

/// Waits until a server sees that its log has two histories; it publishes nothing then.
fn is_silent(node: &Node) {
    wait::until("publishing stops", || node.status().publishing == "forked");
    let refused = node.door().publish_practice(&fixtures::practice("A third one", 9));
    assert!(refused.is_err(), "{refused:?}");
}
