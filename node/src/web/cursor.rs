//! Where a page of JSON goes on: the last row that was given, by the entry it is from.
//!
//! A cursor names a place in a log, not a number of rows, so going on costs what is left and not what was
//! read. It names the snapshot, too: pages of one answer are of one state, however the data grow
//! meanwhile.

use std::fmt;
use std::str::FromStr;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::SnapshotId;

/// Where a page goes on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Cursor {
    /// The state of the data that the pages are of.
    pub(crate) snapshot: SnapshotId,
    /// The entry that the last row is from; `None` where the table is not made from logs.
    pub(crate) entry: Option<EntryId>,
    /// How many rows of this entry were given, or how many rows in all.
    pub(crate) rows: u32,
    /// A digest of the question, so that the pages of one are not taken for those of another.
    pub(crate) question: u32,
}

/// A text that is no cursor.
#[derive(Debug, thiserror::Error)]
#[error("a cursor is copied from the page before, and not made up")]
pub(crate) struct InvalidCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { snapshot, entry, rows, question } = self;
        let entry = entry.map(|it| it.to_string()).unwrap_or_default();
        write!(f, "{snapshot}.{entry}.{rows}.{question:08x}")
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(InvalidCursor);
        let (snapshot, entry, rows, question) = (next()?, next()?, next()?, next()?);
        let hash = |text: &str| Hash::parse(text).ok_or(InvalidCursor);
        let cursor = Self {
            snapshot: SnapshotId(hash(snapshot)?),
            entry: if entry.is_empty() { None } else { Some(EntryId(hash(entry)?)) },
            rows: rows.parse().map_err(|_| InvalidCursor)?,
            question: u32::from_str_radix(question, 16).map_err(|_| InvalidCursor)?,
        };
        // One spelling, so that a page has one address.
        if cursor.to_string() == text { Ok(cursor) } else { Err(InvalidCursor) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_as_itself_and_nothing_else_is_one() {
        for entry in [None, Some(EntryId(Hash::of([b"entry".as_slice()])))] {
            let snapshot = SnapshotId(Hash::of([b"snapshot".as_slice()]));
            let cursor = Cursor { snapshot, entry, rows: 12, question: 0xab };
            let text = cursor.to_string();
            assert_eq!(text.parse::<Cursor>().unwrap(), cursor);
            for strange in [
                text.to_uppercase(),
                format!("{text}.1"),
                text.replace(".12.", ".012."),
                text.replace(".12.", ".-1."),
                text.get(1..).unwrap().to_owned(),
                String::new(),
            ] {
                assert!(strange.parse::<Cursor>().is_err(), "{strange}");
            }
        }
    }
}
