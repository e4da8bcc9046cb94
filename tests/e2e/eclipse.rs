//! A node that is cut off from the others, by accident or by whoever runs the network between them: it
//! answers and publishes as ever, and says that nobody confirms it and whom it does not reach.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

use crate::people::all_agree;
use crate::people::publish;

#[test]
fn a_node_that_is_cut_off_says_whom_it_does_not_reach_and_that_nobody_confirms_its_log() {
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    publish(&carol, "Heard by all", 1);
    wait::until("all confirm it", || held_by(&carol) == 3);
    wait::until("it reaches both", || unreached(&coalition) == 0);
    alice.kill();
    bob.kill();
    publish(&carol, "Heard by nobody", 2);
    wait::until("only carol confirms it", || held_by(&carol) == 1);
    wait::until("it says so", || unreached(&coalition) == 2);
    assert_eq!(carol.rows("SELECT count(*) AS n FROM practices"), ["2"], "and it answers");
    let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
    wait::until("all confirm it again", || held_by(&carol) == 3);
    wait::until("it reaches both again", || unreached(&coalition) == 0);
    assert_eq!(all_agree(&[&alice, &bob, &carol]).len(), 2);
}

/// Returns how many members say that they hold the whole of Carol's log.
fn held_by(carol: &Node) -> u32 {
    let logs = carol.status().logs;
    logs.iter().find(|log| log.member == "carol").map_or(0, |log| log.held_by)
}

/// Returns how many peers Carol is told that her node does not reach.
fn unreached(coalition: &Coalition) -> usize {
    coalition
        .run_as("carol", &["status"])
        .well()
        .out
        .matches("not connected")
        .count()
}
