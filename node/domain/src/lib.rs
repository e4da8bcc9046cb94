//! The rules of Flotilla, and nothing else.
//!
//! What a coalition agrees on is decided here, in functions of their arguments: no disk, no network,
//! no clock, no randomness. Nothing in this crate can fail for lack of a resource, so a simulation
//! can drive whole federations through it in one test.
//!
//! - Identity: [`id`], [`key`], [`preimage`], [`signed`].
//! - The coalition: [`policy`], [`catalogue`], [`document`], [`profile`], [`genesis`], [`roster`].
//! - How it governs itself, and what counts: [`governance`], [`coalition`].
//! - Logs: [`entry`], [`chain`], [`fork`], [`heads`], [`erasure`].
//! - Who speaks for a community, and consents: [`steward`], [`consent`], [`retraction`].
//! - How copies agree: [`session`].
//! - What is published: [`period`], [`release`], [`practice`], [`response`], [`label`]; and how it adds up:
//!   [`rollup`].
//! - Who may ask: [`scope`], [`token`].
//! - What people read: [`message`].

pub mod catalogue;
pub mod chain;
pub mod coalition;
pub mod consent;
pub mod coverage;
pub mod document;
pub mod entry;
pub mod erasure;
pub mod fork;
pub mod genesis;
pub mod governance;
pub mod heads;
pub mod id;
pub mod key;
pub mod label;
pub mod message;
pub mod period;
pub mod policy;
pub mod practice;
pub mod preimage;
pub mod profile;
pub mod release;
pub mod response;
pub mod retraction;
pub mod rollup;
pub mod roster;
pub mod scope;
pub mod session;
pub mod signed;
pub mod steward;
pub mod token;
