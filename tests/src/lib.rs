//! What the suites of the federation share.
//!
//! Each suite is a folder of this package: `house` (the rules of the house itself), `vectors` (bytes
//! that must never change), `sim` (whole federations in one seeded test), `e2e` (real processes) and
//! `cli` (what a user types and sees).

#[expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a harness panics where a test fails, waits on a real clock, and shows logs"
)]
pub mod harness;

use std::env;
use std::path::PathBuf;

/// Returns bytes in hexadecimal, as the tools print them.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the root of the workspace that is being tested.
///
/// Asked for when the test runs: cargo takes a target directory along from one checkout to the next
/// without building anew, and what was written into the program then would name the old one.
pub fn root() -> PathBuf {
    let tests = env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    tests.join("..")
}
