//! The wire contract of Flotilla: `proto/flotilla/v1/*.proto`, and the code generated from it.
//!
//! Nothing here is written by hand. What a message means, who may sign it and what its limits are
//! is decided in `flotilla-domain`; `flotilla-wire` converts between the two.

/// Version 1 of the contract.
#[allow(
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated; the comments are in the .proto files"
)]
pub mod v1 {
    tonic::include_proto!("flotilla.v1");
}

/// The encoded descriptor set of the contract, for gRPC reflection.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/flotilla.v1.bin"));
