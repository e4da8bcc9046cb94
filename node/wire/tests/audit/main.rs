//! What a bundle proves to somebody who has no node: every way in which an entry may count or not,
//! whatever the order of the file, and whatever byte of it was changed.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, its helpers too"
)]

mod flips;
mod kit;
mod orders;
mod taken_back;
mod verdicts;
