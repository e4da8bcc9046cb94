//! `flotilla-bench`: what the program costs, measured on the machine it runs on.
//!
//! ```text
//! cargo build --release && target/release/flotilla-bench replicate --json
//!
//! flotilla-bench replicate   two nodes made equal: from nothing, by one release, not at all
//! flotilla-bench open        a node opens 1,000,000 records
//! flotilla-bench download    what whole tables cost where 1,000,000 records are held
//! flotilla-bench query       what answers cost where 10,000,000 figures are held, beside DuckDB
//! flotilla-bench flood       what a flood from one network costs those who ask from another
//! flotilla-bench gate        200,000 rows to a release; a release judged beside ten years
//! flotilla-bench limits      what the machine can do at all
//!
//! --json       end with one line of JSON and nothing else
//! --runs N     the median of N runs (3)
//! --rows N     so many figures (10,000,000); for `query`
//! --python P   an interpreter that has DuckDB (python3); for `query`
//! ```
//!
//! It starts the program that is beside it, so both are built alike. Processor time, memory and disk
//! are what the operating system accounts. On a busy machine, trust processor time.

#![allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a bench reads the clock, and ends at the first thing that is not as it should be"
)]

mod coalition;
mod download;
mod duckdb;
mod figures;
mod flood;
mod gate;
mod growth;
mod ingest;
mod latency;
mod limits;
mod node;
mod noop;
mod open;
mod query;
mod relay;
mod replicate;
mod seeds;
mod store;
mod usage;

use std::env;
use std::process::ExitCode;

/// How often everything is measured, where nothing else is said.
const RUNS: usize = 3;

/// How many figures are asked, where nothing else is said.
const ROWS: usize = 10_000_000;

/// What was asked for.
struct Arguments {
    subject: String,
    json: bool,
    runs: usize,
    rows: usize,
    python: String,
}

fn main() -> ExitCode {
    let Some(arguments) = Arguments::parse(env::args().skip(1)) else { return usage() };
    let measured = match arguments.subject.as_str() {
        "download" => download::measure(),
        "flood" => flood::measure(arguments.runs),
        "gate" => gate::measure(arguments.runs),
        "limits" => limits::measure(arguments.runs),
        "open" => open::measure(arguments.runs),
        "query" => query::measure(arguments.runs, arguments.rows, &arguments.python),
        "replicate" => replicate::measure(arguments.runs),
        _ => return usage(),
    };
    if arguments.json {
        println!("{measured}");
    } else {
        println!("{measured:#}");
    }
    ExitCode::SUCCESS
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut parsed = Self {
            subject: words.next()?,
            json: false,
            runs: RUNS,
            rows: ROWS,
            python: "python3".to_owned(),
        };
        let counted = |word: String| word.parse().ok().filter(|count| *count > 0);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--json" => parsed.json = true,
                "--runs" => parsed.runs = counted(words.next()?)?,
                "--rows" => parsed.rows = counted(words.next()?)?,
                "--python" => parsed.python = words.next()?,
                _ => return None,
            }
        }
        Some(parsed)
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: flotilla-bench download|flood|gate|replicate|open|query|limits [--json] [--runs N] \
         [--rows N] [--python PATH]"
    );
    ExitCode::from(64)
}
