//! What this node says over gRPC, and hears. Decodes, calls, encodes; decides nothing.
//!
//! - [`sync`] is the service between peers, on a listener of their own where only members get in;
//!   [`listener`] takes the connections.
//! - [`publish`] and [`admin`] are the member's own door, on a local socket.
//! - [`query`] is what researchers ask, on the second listener.

pub mod admin;
mod carry;
mod erasures;
mod held;
pub mod listener;
pub mod publish;
pub mod query;
mod status;
pub mod sync;

#[cfg(test)]
mod tests;
