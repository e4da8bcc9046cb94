//! What answers cost: a node that holds 1,000,000 records is asked over its own second listener.
//!
//! The first question of a kind pays for planning and for pages that are not in memory yet, so each
//! is asked once before it is measured.

use std::time::Instant;

use flotilla_tests::harness::door;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::figures::RELEASE_FIGURES;
use crate::node::Node;
use crate::open;
use crate::usage::median;

/// What is asked, each a kind of its own: by SQL, or by the path of a page.
const QUESTIONS: [(&str, &str); 5] = [
    ("count", "SELECT count(*) AS n FROM observations"),
    (
        "group",
        "SELECT region, period, sum(value) AS total FROM observations \
         WHERE gender = '_T' GROUP BY region, period ORDER BY region, period",
    ),
    (
        "top",
        "SELECT indicator, max(value) AS most FROM observations GROUP BY indicator \
         ORDER BY most DESC, indicator LIMIT 10",
    ),
    ("page", "/v1/observations.csv?indicator=x_MEASURE_007&region=CA-ON"),
    ("whole", "/v1/observations.csv"),
];

/// Measures, `runs` times each.
pub(crate) fn measure(runs: usize) -> Value {
    let large = open::large();
    let node = Node::start(&large.home);
    let asked = QUESTIONS.iter().map(|(name, question)| {
        let _first = ask(&node, question);
        let answers: Vec<_> = (0..runs).map(|_| ask(&node, question)).collect();
        let told = json!({
            "bytes": answers[0].bytes,
            "cpu_s": median(answers.iter().map(|it| it.cpu_s)),
            "wall_s": median(answers.iter().map(|it| it.wall_s)),
        });
        ((*name).to_owned(), told)
    });
    let mut told: Map<String, Value> = asked.collect();
    told.insert("records".to_owned(), json!(open::RELEASES_ALL * RELEASE_FIGURES));
    told.insert("runs".to_owned(), json!(runs));
    node.stop();
    Value::Object(told)
}

/// What one answer cost the node.
struct Answer {
    bytes: usize,
    cpu_s: f64,
    wall_s: f64,
}

fn ask(node: &Node, question: &str) -> Answer {
    let (before, began) = (node.usage(), Instant::now());
    let bytes = if question.starts_with('/') {
        node.get(question).body.len()
    } else {
        door::ask(node.web(), question).expect("an answer").len()
    };
    let wall_s = began.elapsed().as_secs_f64();
    Answer { bytes, cpu_s: node.usage().cpu_since(&before), wall_s }
}
