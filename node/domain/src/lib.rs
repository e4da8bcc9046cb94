//! The rules of Flotilla, and nothing else.
//!
//! What a coalition agrees on is decided here, in functions of their arguments: no disk, no network,
//! no clock, no randomness. Nothing in this crate can fail for lack of a resource, so a simulation
//! can drive whole federations through it in one test.
//!
//! - What is published: [`period`], [`release`], [`practice`].
//! - What people read: [`message`].

pub mod catalogue;
pub mod id;
pub mod message;
pub mod period;
pub mod policy;
pub mod practice;
pub mod profile;
pub mod release;
