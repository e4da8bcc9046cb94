//! How dear it is to keep two nodes equal.
//!
//! Two real nodes, each in its own process, over TLS on loopback, with a relay between them that
//! counts. A run begins when the relay opens, with both nodes up and ready, and ends when the
//! receiver's queries see what the sender's do: verified, durable and readable.

use std::time::Duration;
use std::time::Instant;

use flotilla_domain::entry::Entry;
use flotilla_domain::signed::Verified;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::coalition::Coalition;
use crate::coalition::Home;
use crate::figures;
use crate::figures::RELEASE_FIGURES;
use crate::latency;
use crate::limits;
use crate::node::DEADLINE;
use crate::node::Node;
use crate::noop;
use crate::relay::Relay;
use crate::store;
use crate::usage::disk_bytes;
use crate::usage::median;

/// The releases of the sender, 100,000 figures.
const RELEASES: usize = 100;

/// How long between two looks at the receiver, so that looking costs it next to nothing.
const PAUSE: Duration = Duration::from_millis(10);

/// A member whose node sends, with all that is sent.
struct Sender {
    coalition: Coalition,
    log: Vec<Verified<Entry>>,
    home: Home,
    _dir: TempDir,
}

/// What one run came to.
struct Run {
    wall_s: f64,
    receiver_cpu_s: f64,
    sender_cpu_s: f64,
    receiver_peak_rss_bytes: f64,
    sender_peak_rss_bytes: f64,
    wire_bytes: f64,
    disk: [f64; 4],
}

/// Measures, `runs` times each.
pub(crate) fn measure(runs: usize) -> Value {
    let sender = Sender::new();
    json!({
        "records": RELEASES * RELEASE_FIGURES,
        "raw_bytes": raw_bytes(&sender.home),
        "runs": runs,
        "full": sender.medians(0, runs),
        "incremental": sender.medians(RELEASES - 1, runs),
        "noop": noop::measure(runs),
        "publish": latency::measure(runs),
        "ingest": crate::ingest::measure(&sender.coalition, &sender.log, runs),
        "limits": limits::measure(runs),
    })
}

impl Sender {
    fn new() -> Self {
        let coalition = Coalition::new(2, RELEASES);
        let log = figures::log(&coalition, 0, RELEASES);
        let dir = tempfile::tempdir().expect("a scratch folder");
        let home = coalition.home(0, dir.path(), Vec::new());
        store::fill(&coalition, &home, std::slice::from_ref(&log));
        Self { coalition, log, home, _dir: dir }
    }

    /// Replicates to a node that has the first `held` releases, `runs` times.
    fn medians(&self, held: usize, runs: usize) -> Value {
        let done: Vec<Run> = (0..runs).map(|_| self.run(held)).collect();
        let middle = |of: fn(&Run) -> f64| median(done.iter().map(of));
        let records = ((RELEASES - held) * RELEASE_FIGURES) as f64;
        let (wall_s, wire_bytes) = (middle(|it| it.wall_s), middle(|it| it.wire_bytes));
        let disk_bytes = middle(|it| it.disk[0]);
        json!({
            "records": records,
            "wall_s": wall_s,
            "records_per_s": records / wall_s,
            "receiver_cpu_s": middle(|it| it.receiver_cpu_s),
            "sender_cpu_s": middle(|it| it.sender_cpu_s),
            "wire_bytes": wire_bytes,
            "wire_bytes_per_record": wire_bytes / records,
            "receiver_disk_bytes": disk_bytes,
            "receiver_disk_bytes_per_record": disk_bytes / (RELEASES * RELEASE_FIGURES) as f64,
            "receiver_disk": {
                "log": middle(|it| it.disk[1]),
                "index": middle(|it| it.disk[2]),
                "view": middle(|it| it.disk[3]),
            },
            "receiver_peak_rss_bytes": middle(|it| it.receiver_peak_rss_bytes),
            "sender_peak_rss_bytes": middle(|it| it.sender_peak_rss_bytes),
        })
    }

    fn run(&self, held: usize) -> Run {
        let sender = Node::start(&self.home);
        let wanted = sender.snapshot();
        let relay = Relay::start(&sender.peers_address()).expect("a port");
        let dir = tempfile::tempdir().expect("a scratch folder");
        let home = self.coalition.home(1, dir.path(), vec![relay.address()]);
        store::fill(&self.coalition, &home, &[self.log[..held].to_vec()]);
        let receiver = Node::start(&home);
        relay.wait_dialed(DEADLINE);
        let before = [receiver.usage(), sender.usage()];
        let began: Instant = relay.open();
        let wall = receiver.wait_snapshot(&wanted, PAUSE) - began;
        let after = [receiver.usage(), sender.usage()];
        assert_equal(&sender, &receiver);
        let wire_bytes = relay.passed().bytes as f64;
        receiver.stop();
        sender.stop();
        let data = &home.settings().data_dir;
        let folders = ["", "log", "index", "view"];
        Run {
            wall_s: wall.as_secs_f64(),
            receiver_cpu_s: after[0].cpu_since(&before[0]),
            sender_cpu_s: after[1].cpu_since(&before[1]),
            receiver_peak_rss_bytes: after[0].peak_rss_bytes as f64,
            sender_peak_rss_bytes: after[1].peak_rss_bytes as f64,
            wire_bytes,
            disk: folders.map(|folder| disk_bytes(&data.join(folder)) as f64),
        }
    }
}

/// Checks that researchers are told the same by both.
fn assert_equal(one: &Node, other: &Node) {
    let path = "/v1/observations.csv?period=2024-Q1&region=CA-ON&indicator=x_MEASURE_000";
    let [one, other] = [one, other].map(|node| node.get(path));
    let snapshots = [&one, &other].map(|page| page.headers.get("snapshot-id").cloned());
    assert!(snapshots[0].is_some() && snapshots[0] == snapshots[1], "one state: {snapshots:?}");
    assert_eq!(one.body, other.body, "both answer alike");
}

/// Returns how many bytes the figures take as rows of CSV with all columns, as `/v1` gives them.
fn raw_bytes(home: &Home) -> usize {
    let node = Node::start(home);
    let answer = node.get("/v1/observations.csv");
    node.stop();
    answer.body.len()
}
