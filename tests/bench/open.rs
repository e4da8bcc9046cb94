//! How long a node takes to open a large ledger: 1,000,000 records in batches of 1,000.

use std::time::Instant;

use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::coalition::Coalition;
use crate::coalition::Home;
use crate::figures;
use crate::figures::RELEASE_FIGURES;
use crate::node::Node;
use crate::store;
use crate::usage::median;

/// The members, each with a log.
const MEMBERS: usize = 10;

/// The releases of each.
const RELEASES: usize = 100;

/// The releases of all.
pub(crate) const RELEASES_ALL: usize = MEMBERS * RELEASES;

/// The home of a node that holds them all.
pub(crate) struct Large {
    pub(crate) home: Home,
    _dir: TempDir,
}

/// Makes it.
pub(crate) fn large() -> Large {
    let coalition = Coalition::new(MEMBERS, RELEASES);
    let dir = tempfile::tempdir().expect("a scratch folder");
    let home = coalition.home(0, dir.path(), Vec::new());
    let logs: Vec<_> = (0..MEMBERS).map(|it| figures::log(&coalition, it, RELEASES)).collect();
    store::fill(&coalition, &home, &logs);
    Large { home, _dir: dir }
}

/// Measures, `runs` times.
pub(crate) fn measure(runs: usize) -> Value {
    let large = large();
    let start = || {
        let began = Instant::now();
        let node = Node::start(&large.home);
        let (wall, usage) = (began.elapsed().as_secs_f64(), node.usage());
        node.stop();
        (wall, usage)
    };
    let (first_s, first) = start();
    let intact: Vec<_> = (0..runs).map(|_| start()).collect();
    json!({
        "records": RELEASES_ALL * RELEASE_FIGURES,
        "runs": runs,
        "cpu_s": median(intact.iter().map(|(_, usage)| usage.cpu_s)),
        "wall_s": median(intact.iter().map(|(wall, _)| *wall)),
        "peak_rss_bytes": median(intact.iter().map(|(_, usage)| usage.peak_rss_bytes as f64)),
        "without_read_model": { "cpu_s": first.cpu_s, "wall_s": first_s },
    })
}
