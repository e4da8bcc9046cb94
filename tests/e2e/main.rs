//! Whole coalitions of real processes: what members, researchers and strangers get to see.
//!
//! These tests need the binaries: `cargo test --workspace` builds them; for this package alone, run
//! `cargo build -p flotilla-node -p flotilla-cli` first.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, its helpers too"
)]

mod canaries;
mod citing;
mod clones;
mod crash;
mod described;
mod disk;
mod downloads;
mod eclipse;
mod erasure;
mod faces;
mod federation;
mod flight;
mod following;
mod held;
mod library;
mod people;
mod privacy;
mod reading;
mod recovery;
mod restart;
mod restore;
mod roster;
mod strangers;
mod theft;
mod tls;
mod tokens;
mod trial;
mod unfriendly;
mod wiretap;
