//! The privacy gate: what may leave a member, and how everyone can check it.
//!
//! The gate turns raw rows into figures that are rounded, withheld where few people stand behind
//! them, and checked together with everything the member published before, so that no withheld
//! number can be worked out. Whoever receives a release runs the same check on the release alone.
//!
//! ```text
//!  file + recipe ─read→ Draft ─pass→ Releasable ─sign→ … ─receive→ Release ─accept→ History
//!                       exact        rounded                       what peers see
//! ```
//!
//! - Publisher: [`recipe`], [`read`], [`draft`], [`round`], [`pass`], in one go [`preview`]; for
//!   texts [`practice`] and [`response`]; for counts that people made themselves [`template`] and [`counts`];
//!   for several organisations at once [`together`].
//! - Receiver: [`history`], [`shelf`], [`check`]; across members, [`union`].
//! - Both: [`codebook`], [`rules`], [`problem`], [`screen`]; and [`export`] for an outside
//!   attacker.
//!
//! Everything here is a function of its arguments: no disk, no network, no clock, no randomness;
//! and whole numbers only, so every node comes to the same verdict.

/// The version of the rules in this code: raised whenever a verdict may differ from that of older code,
/// so that whoever stored verdicts judges again.
pub const RULES_VERSION: u32 = 5;

pub mod advice;
mod asked;
pub mod check;
pub mod codebook;
pub mod counts;
pub mod draft;
pub mod export;
mod fenced;
mod fields;
mod fold;
pub mod form;
pub mod history;
mod mean;
pub mod names;
pub mod pass;
mod percent;
pub mod practice;
pub mod preview;
pub mod problem;
pub mod questions;
pub mod read;
pub mod recipe;
mod recoded;
pub mod response;
pub mod round;
pub mod rules;
pub mod screen;
pub mod shelf;
pub mod suggest;
pub mod template;
pub mod together;
pub mod union;
