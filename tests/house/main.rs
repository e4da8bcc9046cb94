//! The rules of the house, kept by tests: floors, ownership of crates, headers, lengths, words.
//!
//! They read text rather than syntax, which is enough because the style spells every dependency as
//! `crate::module::…` and `rustfmt` keeps it on one line.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, its helpers too"
)]

mod disclosures;
mod floors;
mod manifests;
mod sources;
mod threats;
