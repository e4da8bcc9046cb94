//! The Flotilla daemon, as a library that `main.rs` and the tests start alike.
//!
//! Seven floors; a module uses the floors below its own, never one above and never a neighbor. A test
//! keeps this.
//!
//! ```text
//!  6  app                                             wires
//!  5  rpc  web                                        speaks
//!  4  publish  query  replicate                       works
//!  3  erasures                                        destroys
//!  2  judge                                           judges
//!  1  held  identity  ledger  minutes                 holds
//!  0  blame  clock  disk  entropy  frame  shutdown  telemetry      known to all
//! ```
//!
//! The rules that the daemon applies are in `flotilla-domain` and `flotilla-gate`, and the bytes in
//! `flotilla-wire`.

pub mod app;
pub mod blame;
pub mod clock;
mod disk;
pub mod entropy;
pub mod erasures;
mod frame;
pub mod held;
pub mod identity;
pub mod judge;
pub mod ledger;
pub mod minutes;
pub mod places;
pub mod publish;
pub mod query;
pub mod replicate;
pub mod rpc;
pub mod shutdown;
pub mod telemetry;
pub mod web;
