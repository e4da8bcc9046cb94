//! The gate from outside: what receivers object to, what attackers try, what publishers get.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

mod absences;
mod attacks;
mod balances;
mod classes;
mod communities;
mod exports;
mod fixture;
mod invariants;
mod leaks;
mod linked;
mod masks;
mod means;
mod overlaps;
mod pools;
mod properties;
mod rates;
mod reading;
mod revisions;
mod schools;
mod stocks;
mod texts;
