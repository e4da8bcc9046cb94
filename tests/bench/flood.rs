//! What a flood costs others: friendly questions are timed with nobody else about, and while somebody on another
//! network asks as fast as it can, by connections that it keeps for itself.
//!
//! It goes to one node that holds 1,000,000 records, on the machine that the flood comes from: so what is measured is
//! an upper bound of what a node alone on its machine would show.

use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Instant;

use flotilla_tests::harness::door;
use flotilla_tests::harness::web;
use serde_json::Value;
use serde_json::json;

use crate::node::Node;
use crate::open;
use crate::usage::median;

/// Where the flood comes from.
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// How many connections the flood keeps, as many as one network may have.
const CONNECTIONS: usize = 32;

/// How often a friendly question is asked in each run.
const QUESTIONS: usize = 20;

/// What is asked, by friend and flood alike.
const PAGE: &str = "/v1/observations.json?indicator=x_MEASURE_007&region=CA-ON&limit=100";
const SQL: &str = "SELECT region, sum(value) AS total FROM observations \
    WHERE indicator = 'x_MEASURE_007' AND gender = '_T' GROUP BY region ORDER BY region";

/// Measures, `runs` times each.
pub(crate) fn measure(runs: usize) -> Value {
    let large = open::large();
    let node = Node::start(&large.home);
    let asked = |question| median((0..runs * QUESTIONS).map(|_| ask(&node, question)));
    let _first = (ask(&node, PAGE), ask(&node, SQL));
    let quiet = [PAGE, SQL].map(asked);
    let flood = Flood::begin(node.web());
    let flooded = [PAGE, SQL].map(asked);
    let sent = flood.end();
    node.stop();
    json!({
        "page_s": {"quiet": quiet[0], "flooded": flooded[0], "ratio": flooded[0] / quiet[0]},
        "sql_s": {"quiet": quiet[1], "flooded": flooded[1], "ratio": flooded[1] / quiet[1]},
        "flood_requests": sent,
        "connections": CONNECTIONS,
        "runs": runs,
    })
}

/// Returns how long one answer takes.
fn ask(node: &Node, question: &str) -> f64 {
    let began = Instant::now();
    if question.starts_with('/') {
        node.get(question);
    } else {
        door::ask(node.web(), question).expect("an answer");
    }
    began.elapsed().as_secs_f64()
}

/// Somebody who asks as fast as it can, until it is told to end.
struct Flood {
    ends: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Flood {
    fn begin(web: &str) -> Self {
        let (ends, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let threads = (0..CONNECTIONS).map(|_| {
            let (web, ends, sent) = (web.to_owned(), Arc::clone(&ends), Arc::clone(&sent));
            thread::spawn(move || {
                while !ends.load(Ordering::Relaxed) {
                    ask_until_refused(&web, &ends, &sent);
                }
            })
        });
        let threads = threads.collect();
        Self { ends, sent, threads }
    }

    /// Ends, and returns how many requests were sent.
    fn end(self) -> u64 {
        self.ends.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().expect("a flood ends");
        }
        self.sent.load(Ordering::Relaxed)
    }
}

/// Asks over one connection, one request after the other, until somebody hangs up.
fn ask_until_refused(web: &str, ends: &AtomicBool, sent: &AtomicU64) {
    let Some(mut stream) = web::connect(ELSEWHERE, web) else { return };
    let request = format!("GET {PAGE} HTTP/1.1\r\nhost: {web}\r\n\r\n");
    let mut answer = vec![0; 64 << 10];
    while !ends.load(Ordering::Relaxed) {
        let asked = stream.write_all(request.as_bytes());
        if asked.is_err() || !matches!(stream.read(&mut answer), Ok(1..)) {
            return;
        }
        sent.fetch_add(1, Ordering::Relaxed);
    }
}
