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

use std::path::Path;
use std::path::PathBuf;

/// Returns the root of the workspace.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}
