//! Why a query was not answered, and who can do something about it.
//!
//! Messages speak of the caller's own query: names it used, places in its text. They never carry a
//! path, a plan or a value of the data; what the engine said is in the source, for the operator.
//! [`QueryError::message`] is for the caller, who may read French; `Display` is for the log.

use std::error::Error;
use std::fmt;

use flotilla_domain::message::Message;

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
    /// A value cannot be computed: a division by zero, a text that is no number.
    Compute {
        /// Why not.
        message: Message,
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It needs more memory or time than it may take.
    Exhausted {
        /// What ran out, with how much there was.
        message: Message,
    },
    /// The engine or the disk failed.
    Internal {
        /// What it said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It is a query, but not one that is answered here.
    Refused {
        /// Why not.
        message: Message,
    },
    /// It is not a query.
    Syntax {
        /// What the parser said.
        said: String,
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
    /// Returns what the caller is told.
    pub fn message(&self) -> Message {
        match self {
            Self::Busy => Message::new("view-busy"),
            Self::Compute { message, .. }
            | Self::Exhausted { message }
            | Self::Refused { message } => message.clone(),
            Self::Internal { .. } => Message::new("view-internal"),
            Self::Syntax { said, place } => match place {
                None => Message::new("view-syntax").word("said", said),
                Some((line, column)) => Message::new("view-syntax-at")
                    .word("said", said)
                    .number("line", *line)
                    .number("column", *column),
            },
            Self::Unknown { thing, name, nearest } => match nearest {
                None => Message::new(thing.unknown()).word("name", name),
                Some(nearest) => Message::new(thing.unknown_but_near())
                    .word("name", name)
                    .word("nearest", nearest),
            },
        }
    }

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
        write!(f, "a query was not answered: {}", self.message().id())
    }
}

impl Error for QueryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Compute { source, .. } | Self::Internal { source } => Some(&**source),
            Self::Busy
            | Self::Exhausted { .. }
            | Self::Refused { .. }
            | Self::Syntax { .. }
            | Self::Unknown { .. } => None,
        }
    }
}

impl Thing {
    fn unknown(self) -> &'static str {
        match self {
            Self::Column => "view-no-column",
            Self::Function => "view-no-function",
            Self::Table => "view-no-table",
        }
    }

    fn unknown_but_near(self) -> &'static str {
        match self {
            Self::Column => "view-no-column-but",
            Self::Function => "view-no-function-but",
            Self::Table => "view-no-table-but",
        }
    }
}
