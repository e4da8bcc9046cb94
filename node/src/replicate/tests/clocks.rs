//! Clocks that are decades wrong, or jump: what nodes exchange does not depend on them.

use super::*;

const CAROL: usize = 2;

/// The first of January 2036, when clocks of 32 bits are about to overflow.
const IN_2036_MS: i64 = 2_082_758_400_000;

#[tokio::test]
async fn nodes_in_1970_and_in_2036_exchange_everything_and_believe_each_others_receipts() {
    let nodes = [ALICE, BOB, CAROL].map(Node::new);
    let [alice, bob, carol] = &nodes;
    let _meetings = [Meeting::of(alice, bob), Meeting::of(bob, carol)];
    let mut clocks = [0, IN_2036_MS, CREATED_MS];
    // Each clock is set back and forth once: a newer statement replaces an older one even so.
    for round in 1..=3 {
        for (index, node) in nodes.iter().enumerate() {
            node.helm.set_ms(clocks[index]);
            let log = node.sample.log(index, round, "a");
            node.append(log.into_iter().skip(usize::try_from(round).unwrap() - 1).collect())
                .await;
        }
        for node in &nodes {
            let same = || nodes.iter().all(|it| it.ledger.heads() == node.ledger.heads());
            let all = || node.ledger.heads().len() == 3 && same();
            wait_for_all(&nodes, all).await;
        }
        for node in &nodes {
            node.replicator.state().await;
        }
        let heads = alice.ledger.heads();
        assert!(heads.values().all(|head| head.link.is_some_and(|link| link.seq == round)));
        for (hearer, teller) in [(alice, carol), (carol, alice), (bob, alice), (bob, carol)] {
            let heard = || hearer.said_by(teller).as_ref() == Some(&heads);
            wait(hearer.replicator.watch_statements(), heard).await;
        }
        clocks.rotate_left(1);
    }
}

/// Waits until `is_so`, which may change whenever the ledger of any node does.
async fn wait_for_all(nodes: &[Node; 3], is_so: impl Fn() -> bool) {
    let [mut first, mut second, mut third] = nodes.each_ref().map(|it| it.ledger.watch());
    let wait = async {
        while !is_so() {
            tokio::select! {
                _ = first.changed() => {}
                _ = second.changed() => {}
                _ = third.changed() => {}
            }
        }
    };
    timeout(DEADLINE, wait).await.expect("it comes to pass in time");
}
