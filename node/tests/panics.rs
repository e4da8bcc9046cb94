//! What a panic does to the daemon. Each test runs itself again, as the process that panics.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise, its helpers too")]
#![allow(clippy::panic, reason = "panics are what is tested")]

use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::process::Output;
use std::thread;

use flotilla_node::app;
use flotilla_node::telemetry;
use flotilla_node::telemetry::Style;

/// Says that this process is to panic.
const TO_PANIC: &str = "FLOTILLA_TEST_TO_PANIC";

/// The number of the signal by which a process ends itself.
const SIGABRT: i32 = 6;

#[test]
fn a_panic_on_any_thread_ends_the_process_and_says_why() {
    if is_to_panic() {
        panic_on("replicate", "the roof is on fire");
        return;
    }
    let ended = panicking("a_panic_on_any_thread_ends_the_process_and_says_why");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.signal(), Some(SIGABRT), "{said}");
    assert!(said.contains("the roof is on fire"), "{said}");
    assert!(said.contains(concat!(r#""version":""#, env!("CARGO_PKG_VERSION"))), "{said}");
}

#[test]
fn a_panic_of_the_index_or_of_a_query_is_told_and_ends_there() {
    if is_to_panic() {
        for thread in ["ledger-index", "log flusher", "sled-io-3", "query"] {
            panic_on(thread, "only a spark");
        }
        return;
    }
    let ended = panicking("a_panic_of_the_index_or_of_a_query_is_told_and_ends_there");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("only a spark").count(), 4, "{said}");
}

fn is_to_panic() -> bool {
    std::env::var_os(TO_PANIC).is_some()
}

/// Panics on a thread of this name, in a process that is set up as the daemon is.
fn panic_on(name: &str, cause: &'static str) {
    // Only the first call in a process sets it up.
    let _again = telemetry::start(Style::Json, None);
    telemetry::abort_on_panic(app::contains_panics);
    let panicking = thread::Builder::new().name(name.to_owned()).spawn(move || panic!("{cause}"));
    let _panicked = panicking.unwrap().join();
}

/// Runs one test of this file as the process that panics.
fn panicking(test: &str) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(TO_PANIC, "1")
        .output()
        .unwrap()
}
