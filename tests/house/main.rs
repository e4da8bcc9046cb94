//! The rules of the house, kept by tests: floors, ownership of crates, headers, lengths, words.
//!
//! They read text rather than syntax, which is enough because the style spells every dependency as
//! `crate::module::…` and `rustfmt` keeps it on one line.

mod floors;
mod manifests;
mod sources;
