//! DuckDB, from PyPI, asked the same questions over a Parquet file.
//!
//! The script `duckdb.py` goes to the interpreter by its standard input, so this program needs no files
//! beside it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use serde_json::json;

const SCRIPT: &str = include_str!("duckdb.py");

/// The files that are asked, and where there is room for others.
#[derive(Debug)]
pub(crate) struct Files<'a> {
    pub(crate) observations: &'a Path,
    pub(crate) indicators: &'a Path,
    pub(crate) scratch: &'a Path,
}

/// How long one answer took, in seconds, and what it was.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) cold_s: f64,
    pub(crate) warm_s: Vec<f64>,
    pub(crate) cpu_s: Vec<f64>,
    pub(crate) told: String,
}

/// Returns the version of the DuckDB of `python`; ends the program with a sentence if there is none.
pub(crate) fn version(python: &str) -> String {
    let words = ["-c", "import duckdb; print(duckdb.__version__)"];
    let asked = Command::new(python).args(words).output();
    let told = asked.ok().filter(|it| it.status.success());
    let told = told.and_then(|it| String::from_utf8(it.stdout).ok());
    told.map_or_else(
        || {
            eprintln!(
                "{python} has no DuckDB: python3 -m venv V && V/bin/pip install duckdb, then \
                 --python V/bin/python"
            );
            std::process::exit(69)
        },
        |it| it.trim().to_owned(),
    )
}

/// Asks all `questions`, and has all `exports` written, by name.
pub(crate) fn ask(
    python: &str,
    (runs, threads): (usize, usize),
    questions: &[(&str, String)],
    exports: &[&str],
    files: &Files<'_>,
) -> BTreeMap<String, Asked> {
    let order = json!({
        "runs": runs,
        "threads": threads,
        "observations": files.observations,
        "indicators": files.indicators,
        "scratch": files.scratch,
        "questions": questions,
        "exports": exports,
    });
    let mut process = Command::new(python)
        .args(["-", &order.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("an interpreter");
    let mut input = process.stdin.take().expect("a pipe");
    input.write_all(SCRIPT.as_bytes()).expect("a reader");
    drop(input);
    let output = process.wait_with_output().expect("an end");
    assert!(output.status.success(), "duckdb.py: {}", output.status);
    let told: BTreeMap<String, Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    told.into_iter().map(|(name, it)| (name, asked(&it))).collect()
}

fn asked(told: &Value) -> Asked {
    let numbers = |name: &str| -> Vec<f64> {
        let all = told[name].as_array().expect("numbers").iter();
        all.filter_map(Value::as_f64).collect()
    };
    Asked {
        cold_s: told["cold_s"].as_f64().expect("a number"),
        warm_s: numbers("warm_s"),
        cpu_s: numbers("cpu_s"),
        told: told["told"].as_str().expect("a text").to_owned(),
    }
}
