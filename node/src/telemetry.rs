//! What the daemon says about itself while it runs.
//!
//! Text for people on a terminal, one JSON object a line otherwise; always to standard error, so that
//! standard output stays free for results. Promises:
//!
//! - **The message is a fixed phrase**; everything variable is a field, and fields have the names in
//!   [`FIELDS`], so a search that works today works next year.
//! - **A panic ends the process**, after its cause was told: a node in an unknown state must not sign.
//! - **Never told**: counts that were withheld, contents of uploads, SQL literals, keys, names of
//!   researchers.

use std::error::Error;
use std::io;
use std::io::IsTerminal;
use std::panic;
use std::process;
use std::thread;

use tracing::error;
use tracing::warn;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The names that a field may have, besides the spans' own `id` and `caller`.
pub const FIELDS: [&str; 13] = [
    "author",
    "bytes",
    "elapsed_ms",
    "entries",
    "error",
    "hash",
    "member",
    "path",
    "peer",
    "period",
    "request",
    "seq",
    "version",
];

/// What is told unless the operator asks for more.
const FILTER_DEFAULT: &str = "info";

/// How a line looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Style {
    /// One JSON object a line, for machines.
    Json,
    /// Colored text, for a person at a terminal.
    Text,
}

/// Why nothing can be told.
#[derive(Debug, thiserror::Error)]
pub enum StartTelemetryError {
    /// Somebody else in this process set up logging first.
    #[error("logging was set up before")]
    Again(#[source] tracing_subscriber::util::TryInitError),
    /// The filter is malformed.
    #[error("a log filter is written like `info` or `warn,flotilla_node=debug`")]
    Filter(#[source] tracing_subscriber::filter::ParseError),
}

impl Style {
    /// Returns the style that fits standard error.
    pub fn detect() -> Self {
        if io::stderr().is_terminal() { Self::Text } else { Self::Json }
    }
}

/// Starts telling, in `style`, what `filter` lets through; `None` is the default.
///
/// # Errors
///
/// Fails if the filter is malformed, or logging was set up before.
pub fn start(style: Style, filter: Option<&str>) -> Result<(), StartTelemetryError> {
    let filter = EnvFilter::try_new(filter.unwrap_or(FILTER_DEFAULT));
    let filter = filter.map_err(StartTelemetryError::Filter)?;
    let registry = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let started = match style {
        Style::Json => registry.with(lines.json().flatten_event(true)).try_init(),
        Style::Text => registry.with(lines.with_target(false)).try_init(),
    };
    started.map_err(StartTelemetryError::Again)
}

/// From now on has every panic told with its cause, and then end the process; but not one on a thread
/// whose name `is_contained` says yes to: whoever started that thread deals with it.
pub fn abort_on_panic(is_contained: fn(&str) -> bool) {
    panic::set_hook(Box::new(move |panic| {
        let contained = thread::current().name().is_some_and(is_contained);
        let version = env!("CARGO_PKG_VERSION");
        if contained {
            warn!(error = %panic, version, "a panic was contained");
        } else {
            error!(error = %panic, version, "a panic ends the process");
            process::abort();
        }
    }));
}

/// Returns an error and its causes in one line, for the operator.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_names_are_a_sorted_list() {
        assert!(FIELDS.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_malformed_filter_is_refused() {
        let refused = start(Style::Json, Some("flotilla_node=loud")).unwrap_err();
        assert!(matches!(refused, StartTelemetryError::Filter(_)));
    }
}
