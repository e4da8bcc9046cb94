//! Which functions a query may use.
//!
//! All that the engine has, but those whose answer depends on more than their arguments (the clock,
//! chance, the build, the kind of processor), and those that make a huge text of a small one.

use datafusion::execution::SessionStateBuilder;
use datafusion::execution::SessionStateDefaults;
use datafusion::logical_expr::Volatility;
use flotilla_domain::message::Message;

/// Functions that are not for queries although their volatility does not say so.
const WITHHELD: [(&str, Why); 12] = [
    ("approx_distinct", Why::Unsteady),
    ("array_repeat", Why::Huge),
    ("arrow_metadata", Why::Unsteady),
    ("current_date", Why::Unsteady),
    ("current_time", Why::Unsteady),
    ("current_timestamp", Why::Unsteady),
    ("lpad", Why::Huge),
    ("now", Why::Unsteady),
    ("random", Why::Unsteady),
    ("repeat", Why::Huge),
    ("rpad", Why::Huge),
    ("version", Why::Unsteady),
];

/// Other names of functions that are not for queries.
const WITHHELD_ALIASES: [(&str, Why); 2] = [("today", Why::Unsteady), ("uuid", Why::Unsteady)];

/// Why a function is not for queries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Why {
    Huge,
    Unsteady,
}

/// Gives `builder` the functions that queries may use, and no others.
pub(crate) fn register(builder: SessionStateBuilder) -> SessionStateBuilder {
    let mut scalars = SessionStateDefaults::default_scalar_functions();
    scalars.retain(|it| {
        it.signature().volatility == Volatility::Immutable && withheld(it.name()).is_none()
    });
    let mut aggregates = SessionStateDefaults::default_aggregate_functions();
    aggregates.retain(|it| withheld(it.name()).is_none());
    builder
        .with_scalar_functions(scalars)
        .with_aggregate_functions(aggregates)
        .with_window_functions(SessionStateDefaults::default_window_functions())
        .with_expr_planners(SessionStateDefaults::default_expr_planners())
}

/// Returns why the function `name` is not for queries, or `None` if it is, or does not exist.
pub(crate) fn withheld(name: &str) -> Option<Message> {
    let mut all = WITHHELD.iter().chain(&WITHHELD_ALIASES);
    let (name, why) = all.find(|(withheld, _)| *withheld == name)?;
    let message = match why {
        Why::Huge => Message::new("view-function-huge"),
        Why::Unsteady => Message::new("view-function-unsteady"),
    };
    Some(message.word("name", name))
}
