//! A relay that leaves payloads out, and says that they were destroyed.

use super::*;

const CAROL: usize = 2;

#[tokio::test]
async fn payloads_that_a_relay_left_out_are_fetched_from_others() {
    let [alice, bob, carol] = [ALICE, BOB, CAROL].map(Node::new);
    let log = alice.sample.log(ALICE, 3, "a");
    alice.append(log.clone()).await;
    bob.append(log.iter().map(Verified::<Entry>::to_hole).collect()).await;
    let (_shutdown, drain) = Shutdown::new();
    tokio::spawn(carol.erasures.clone().run(drain));
    let _relay = Meeting::of(&carol, &bob);
    wait(carol.ledger.watch(), || carol.ledger.heads() == bob.ledger.heads()).await;
    wait(carol.erasures.watch(), || carol.wanted() == 3).await;
    assert!(
        carol.is_connected_to(&bob),
        "whoever leaves something out is not believed, that is all"
    );
    let _author = Meeting::of(&carol, &alice);
    wait(carol.ledger.watch(), || carol.ledger.holes(alice.member()).unwrap().is_empty()).await;
    wait(carol.erasures.watch(), || carol.wanted() == 0).await;
    let read = carol.ledger.read(alice.member(), 1, usize::MAX).await.unwrap();
    assert!(read.iter().zip(&log).all(|(read, made)| read.value() == made.value()));
}

impl Node {
    /// Returns how many payloads are missing without a reason.
    fn wanted(&self) -> usize {
        self.erasures.wanted().values().map(std::collections::BTreeSet::len).sum()
    }

    fn is_connected_to(&self, other: &Self) -> bool {
        let peers = self.replicator.peers();
        peers.iter().any(|it| it.member == other.member() && it.connected.is_some())
    }
}
