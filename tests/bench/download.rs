//! What whole tables cost: a node that holds 1,000,000 records sends all of them, once in each format.
//!
//! Each format has a node of its own, because a process does not give back the memory it ever held. One
//! that was only asked for a single row says what a node takes before anybody downloads anything.

use std::time::Instant;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::figures::RELEASE_FIGURES;
use crate::node::Node;
use crate::open;

/// What is asked for, and by what name it is told.
const FILES: [(&str, &str); 6] = [
    ("one", "/v1/observations.json?limit=1"),
    ("csv", "/v1/observations.csv"),
    ("xlsx", "/v1/observations.xlsx"),
    ("parquet", "/v1/observations.parquet"),
    ("dataset_parquet", "/v1/dataset.parquet"),
    ("dataset_csv_gz", "/v1/dataset.csv.gz"),
];

/// Measures, once each.
pub(crate) fn measure() -> Value {
    let large = open::large();
    let mut told: Map<String, Value> = FILES
        .iter()
        .map(|(name, path)| {
            let node = Node::start(&large.home);
            let (before, began) = (node.usage(), Instant::now());
            let bytes = node.get(path).body.len();
            let wall_s = began.elapsed().as_secs_f64();
            let after = node.usage();
            node.stop();
            let told = json!({
                "bytes": bytes,
                "cpu_s": after.cpu_since(&before),
                "wall_s": wall_s,
                "peak_rss_bytes": after.peak_rss_bytes,
            });
            ((*name).to_owned(), told)
        })
        .collect();
    told.insert("records".to_owned(), json!(open::RELEASES_ALL * RELEASE_FIGURES));
    Value::Object(told)
}
