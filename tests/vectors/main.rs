//! Bytes that must never change: whoever verified a signature yesterday must verify it tomorrow.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, its helpers too"
)]

mod ed25519;
mod trust;
mod trust_made;
mod v1;
