//! Coalitions of real processes: the very binaries that members install, on this computer.
//!
//! ```no_run
//! use flotilla_tests::harness::coalition::Coalition;
//! use flotilla_tests::harness::fixtures;
//! use flotilla_tests::harness::wait;
//!
//! let coalition = Coalition::found(&["alice", "bob"]);
//! let (alice, bob) = (coalition.start("alice"), coalition.start("bob"));
//! alice.door().publish_practice(&fixtures::practice("Waiting well", 1)).unwrap();
//! wait::until("bob holds it", || bob.held("alice") == 1);
//! ```
//!
//! - **As a person would**: members, keys and the genesis are made by the tool `flotilla`.
//! - **Nothing is left behind**: folders are temporary, and a node ends with the value that stands
//!   for it. Only processes that were started here are ended.
//! - **A failure tells its story**: when a test panics, the log of each node is printed.
//! - **Waiting is for an event, with a deadline**: [`wait`] is the only place that pauses.

pub mod coalition;
pub mod dice;
pub mod door;
pub mod fixtures;
pub mod node;
pub mod tool;
pub mod wait;
pub mod web;
