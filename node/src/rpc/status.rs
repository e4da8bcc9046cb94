//! How an error of the house becomes a gRPC status: the caller reads a sentence, the operator the
//! cause.
//!
//! The code follows from who can do something about it. Causes go to the log, with the same request
//! number that the caller gets.

use std::error::Error;

use flotilla_domain::message::Message;
use flotilla_text::Texts;
use tonic::Status;
use tracing::error;

use crate::blame::Blame;
use crate::telemetry::chain;

/// Returns the status for an error that `blame` can do something about; the caller reads `told`.
pub(crate) fn of(
    error: &(dyn Error + 'static),
    blame: Blame,
    told: &Message,
    texts: &Texts,
) -> Status {
    let told = texts.say(told);
    match blame {
        Blame::Caller => Status::failed_precondition(told),
        Blame::Weather => Status::unavailable(told),
        Blame::Us => {
            let request = number();
            error!(request, cause = %chain(error), "a request failed");
            let failure = Message::new("node-failure").word("request", request);
            Status::internal(format!("{told} {}", texts.say(&failure)))
        }
    }
}

/// Returns a number by which caller and operator can speak of the same failure.
fn number() -> u32 {
    crate::entropy::bytes().map_or(0, u32::from_be_bytes)
}
