//! Between the bytes that were signed and the values of the domain.
//!
//! The only place that encodes or decodes a signed body. It promises:
//!
//! - **A value never travels without its bytes**: decoding gives a `Received<T>`, which keeps the
//!   body exactly as it came. Nobody encodes a received body again.
//! - **Decoding decides nothing**: it checks shape, ranges and limits, and leaves signatures and rules
//!   to `flotilla-domain`.
//! - **A giant is refused before it is unpacked**: payloads are decompressed under a limit on size and
//!   ratio.
//! - **A new field breaks the build here**: messages are taken apart by name.

pub mod audit;
pub mod bundle;
pub mod catalogue;
pub mod consent;
pub mod document;
pub mod entry;
pub mod error;
pub mod frames;
pub mod genesis;
pub mod governance;
pub mod notice;
pub mod payload;
pub mod practice;
pub mod register;
pub mod release;
pub mod response;
pub mod retraction;
pub mod sample;
pub mod statement;
pub mod steward;
pub mod token;

pub use crate::error::DecodeError;
