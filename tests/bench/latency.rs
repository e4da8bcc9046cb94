//! How long after its author consents a release can be queried on another node.
//!
//! From the call to `Commit` on one node until the queries of its peer see the snapshot that the
//! receipt names: signed, durable, sent, verified, durable again, judged and readable.

use std::time::Duration;
use std::time::Instant;

use flotilla_proto::v1::description::Content;
use flotilla_tests::harness::wait;
use serde_json::Value;
use serde_json::json;

use crate::coalition;
use crate::coalition::Coalition;
use crate::node::Node;
use crate::usage::median;

/// How long between two looks at the peer.
const PAUSE: Duration = Duration::from_millis(1);

/// The people in the file.
const PEOPLE: usize = 60;

/// Measures, `runs` times.
pub(crate) fn measure(runs: usize) -> Value {
    let coalition = Coalition::new(2, runs);
    let dir = tempfile::tempdir().expect("a scratch folder");
    let author = Node::start(&coalition.home(0, &dir.path().join("0"), Vec::new()));
    let dial = vec![author.peers_address()];
    let peer = Node::start(&coalition.home(1, &dir.path().join("1"), dial));
    wait::until("the nodes meet", || peer.is_in_sync());
    let mut committed = Vec::new();
    let mut queryable = Vec::new();
    for run in 0..runs {
        let (recipe, file) = people(run);
        let preview = author.door().prepare(Content::MetricsRecipe(recipe), file.as_bytes());
        let preview = preview.expect("a preview");
        assert!(preview.problems.is_empty(), "{:?}", preview.problems);
        let began = Instant::now();
        let receipt = author.door().commit(&preview).expect("a receipt");
        committed.push(began.elapsed().as_secs_f64() * 1e3);
        let seen = peer.wait_snapshot(&receipt.snapshot_id, PAUSE);
        queryable.push((seen - began).as_secs_f64() * 1e3);
    }
    peer.stop();
    author.stop();
    json!({ "committed_ms": median(committed), "queryable_on_peer_ms": median(queryable) })
}

/// Returns a recipe, and a file of made-up people.
fn people(run: usize) -> (String, String) {
    let recipe = format!(
        "[region]\ncode = \"CA-ON\"\n[program]\ncode = \"GROUP\"\n\
         [[metric]]\nindicator = \"{}\"\nperiod = {{ code = \"2025-Q1\" }}\n",
        coalition::indicator(run)
    );
    let rows: String = (0..PEOPLE).map(|it| format!("{it}\n")).collect();
    (recipe, format!("person\n{rows}"))
}
