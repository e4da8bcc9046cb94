//! Members publish, copies spread, and everybody answers alike.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::coalition::Seat;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

/// What every node serves byte for byte alike, beside CSV.
const PAGES: [&str; 7] = [
    "/v1/observations.json",
    "/v1/observations.xlsx",
    "/v1/dataset.parquet",
    "/v1/dataset.csv.gz",
    "/v1/revisions.csv?labels=fr",
    "/v1/practices.json",
    "/datapackage.json",
];

/// What researchers ask: of each kind of question one.
const QUESTIONS: [&str; 4] = [
    "SELECT * FROM observations",
    "SELECT member, indicator, period, sum(value) AS total FROM observations \
     WHERE gender <> '_T' GROUP BY member, indicator, period ORDER BY member, indicator, period",
    "SELECT * FROM entries ORDER BY member, seq",
    "SELECT * FROM practices",
];

#[test]
fn three_members_publish_and_answer_byte_for_byte_alike() {
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let nodes = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    let [alice, bob, carol] = &nodes;
    let receipt = alice.door().publish_metrics(&fixtures::table(2024, 400), fixtures::RECIPE);
    assert!(receipt.unwrap().observations > 0);
    bob.door()
        .publish_metrics(&fixtures::table(2025, 300), fixtures::RECIPE)
        .unwrap();
    for number in 1..=3 {
        carol
            .door()
            .publish_practice(&fixtures::practice("Waiting well", number))
            .unwrap();
    }
    assert_all_alike(&nodes, 5);
    let rows = alice.get("/v1/observations.csv?member=bob&period=2025-Q1");
    assert!(rows.text().lines().count() > 1, "{}", rows.text());
}

#[test]
fn a_node_that_was_killed_catches_up() {
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    alice
        .door()
        .publish_practice(&fixtures::practice("Before the blow", 1))
        .unwrap();
    wait::until("carol holds it", || carol.held("alice") == 1);
    carol.kill();
    alice
        .door()
        .publish_metrics(&fixtures::table(2024, 200), fixtures::RECIPE)
        .unwrap();
    bob.door()
        .publish_practice(&fixtures::practice("While she was away", 2))
        .unwrap();
    wait::until("the others go on", || bob.held("alice") == 2 && alice.held("bob") == 1);
    let carol = coalition.start("carol");
    assert_all_alike(&[alice, bob, carol], 3);
}

#[test]
fn a_member_that_only_dials_out_takes_full_part_and_relays() {
    // Alice and Carol never meet: all that they know of each other comes through Bob.
    let coalition = Coalition::found_as(&[
        Seat { handle: "alice", listens: true, dials: &[] },
        Seat { handle: "carol", listens: true, dials: &[] },
        Seat { handle: "bob", listens: false, dials: &["alice", "carol"] },
    ]);
    let nodes = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    let [alice, bob, carol] = &nodes;
    assert_eq!(bob.peers(), None);
    for (node, number) in [(alice, 1), (bob, 2), (carol, 3)] {
        node.door()
            .publish_practice(&fixtures::practice("Waiting well", number))
            .unwrap();
    }
    assert_all_alike(&nodes, 3);
    let everybody = |log: &flotilla_proto::v1::LogStatus| log.held_by == 3;
    wait::until("everybody knows that everybody holds everything", || {
        nodes.iter().all(|node| node.status().logs.iter().all(everybody))
    });
    let met = alice.status().peers;
    assert!(met.iter().all(|peer| peer.member != "carol" || !peer.connected), "{met:?}");
}

#[test]
fn nobody_needs_the_others_to_publish_or_to_answer() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let bob = coalition.start("bob");
    bob.door().publish_practice(&fixtures::practice("Alone", 1)).unwrap();
    wait::until("the page has it", || bob.get("/v1/practices.json").text().contains("Alone"));
    assert_eq!(bob.get("/readyz").status, 200);
}

/// Waits until all hold `entries` entries and see the same state, then compares every answer.
pub(crate) fn assert_all_alike(nodes: &[Node], entries: u64) {
    let (first, others) = nodes.split_first().unwrap();
    wait::until("everybody holds everything, and shows it", || {
        nodes
            .iter()
            .all(|node| node.held_in_all() == entries && node.shown_in_all() == entries)
    });
    let csv = first.get("/v1/observations.csv");
    assert_eq!(csv.status, 200);
    assert_eq!(csv.headers["snapshot-id"], first.snapshot());
    for other in others {
        assert_eq!(other.get("/v1/observations.csv").body, csv.body);
        for path in PAGES {
            assert!(other.get(path).body == first.get(path).body, "{path}");
        }
        for question in QUESTIONS {
            assert_eq!(other.ask(question).unwrap(), first.ask(question).unwrap(), "{question}");
        }
    }
}
