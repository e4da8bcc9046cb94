//! Why a query was not answered, and who can do something about it.
//!
//! Messages speak of the caller's own query: names it used, places in its text. They never carry a
//! path, a plan or a value of the data; what the engine said is in the source, for the operator.

use std::error::Error;
use std::fmt;

/// Who can do something about an error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Blame {
    /// Whoever asked: change the request.
    Caller,
    /// Whoever runs the node: a bug or a disk.
    Us,
    /// Nobody: ask again.
    Weather,
}

/// Why a query was not answered.
#[derive(Debug)]
pub enum QueryError {
    /// All places for queries were taken until the deadline.
    Busy,
    /// A value cannot be computed: a division by zero, a number out of range.
    Compute {
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It needs more memory or time than it may take.
    Exhausted {
        /// What ran out, with how much there was: `64 MiB of memory`.
        budget: String,
    },
    /// The engine or the disk failed.
    Internal {
        /// What it said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It is a query, but not one that is answered here.
    Refused {
        /// Why, as a clause: `the types do not fit`.
        reason: String,
    },
    /// It is not a query.
    Syntax {
        /// What is wrong, as a clause.
        reason: String,
        /// Line and column, counted from 1, where the parser tells.
        place: Option<(u64, u64)>,
    },
    /// It names something that does not exist.
    Unknown {
        /// What was looked for.
        thing: Thing,
        /// The name that was used.
        name: String,
        /// The name that comes nearest.
        nearest: Option<String>,
    },
}

/// What a name can stand for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Thing {
    /// A column of a table.
    Column,
    /// A function.
    Function,
    /// A table.
    Table,
}

impl QueryError {
    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Busy => Blame::Weather,
            Self::Internal { .. } => Blame::Us,
            Self::Compute { .. }
            | Self::Exhausted { .. }
            | Self::Refused { .. }
            | Self::Syntax { .. }
            | Self::Unknown { .. } => Blame::Caller,
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("too many queries are running; ask again in a moment"),
            Self::Compute { .. } => {
                f.write_str("a value cannot be computed: a division by zero, or out of range")
            }
            Self::Exhausted { budget } => write!(f, "the query needs more than {budget}"),
            Self::Internal { .. } => f.write_str("the query cannot be answered by this node"),
            Self::Refused { reason } => write!(f, "the query is not answered: {reason}"),
            Self::Syntax { reason, place: None } => write!(f, "this is not a query: {reason}"),
            Self::Syntax { reason, place: Some((line, column)) } => {
                write!(f, "this is not a query: {reason} (line {line}, column {column})")
            }
            Self::Unknown { thing, name, nearest: None } => {
                write!(f, "there is no {thing} `{name}`")
            }
            Self::Unknown { thing, name, nearest: Some(nearest) } => {
                write!(f, "there is no {thing} `{name}`; the nearest is `{nearest}`")
            }
        }
    }
}

impl Error for QueryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Compute { source } | Self::Internal { source } => Some(&**source),
            Self::Busy
            | Self::Exhausted { .. }
            | Self::Refused { .. }
            | Self::Syntax { .. }
            | Self::Unknown { .. } => None,
        }
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Column => "column",
            Self::Function => "function",
            Self::Table => "table",
        })
    }
}
