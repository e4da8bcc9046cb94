//! What this node says over gRPC, and hears. Decodes, calls, encodes; decides nothing.
//!
//! - [`sync`] is the service between peers, on a listener of their own where only members get in;
//!   [`listener`] takes the connections.
//! - [`publish`] and [`admin`] are the member's own door, on a local socket.
//! - [`query`] is what researchers ask, on the second listener; [`flight`] is the same for drivers.

pub mod admin;
mod carry;
mod erasures;
pub mod flight;
mod follow;
mod held;
pub mod listener;
pub mod publish;
pub mod query;
mod status;
pub mod sync;
mod visit;

use flotilla_proto::DESCRIPTOR_SET;
use flotilla_proto::v1::query_server::SERVICE_NAME;
use tonic::service::Routes;
use tonic_reflection::server::Builder;

/// The largest question about what there is to ask: a name.
const REFLECTED_BYTES_MAX: usize = 4 << 10;

/// Adds what tells clients such as `grpcurl` what they may ask of [`query`], in both versions that are about.
pub fn reflected(mut routes: Routes) -> Routes {
    let described = || {
        let builder = Builder::configure().register_encoded_file_descriptor_set(DESCRIPTOR_SET);
        builder.with_service_name(SERVICE_NAME)
    };
    // Both can be built, or the contract could not have been compiled.
    if let (Ok(new), Ok(old)) = (described().build_v1(), described().build_v1alpha()) {
        let (new, old) = (
            new.max_decoding_message_size(REFLECTED_BYTES_MAX),
            old.max_decoding_message_size(REFLECTED_BYTES_MAX),
        );
        routes = routes.add_service(new).add_service(old);
    }
    routes
}

#[cfg(test)]
mod tests;
