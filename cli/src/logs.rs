//! The entries of one log, and where to cut it.
//!
//! A cut names the last entry that counts; what an older key signed after it is void on every node,
//! whenever it arrives. Nothing is deleted by a cut. [`Cutting`] says what it would do, before it is
//! made: people decide this rarely, and under stress.

use flotilla_domain::coalition::EntryState;
use flotilla_domain::document::Cut;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_text::date;

use crate::args::shared;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// One entry of a log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Row {
    /// The epoch of the key that signed it.
    pub(crate) epoch: u32,
    /// Its place.
    pub(crate) seq: u64,
    /// Its id.
    pub(crate) id: EntryId,
    /// When its author says it was made.
    pub(crate) created_ms: i64,
    /// What became of it.
    pub(crate) state: EntryState,
}

/// Up to where a log shall count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Until {
    /// Up to this entry; 0 for none.
    After(u64),
    /// Up to this entry of one branch, by place and id.
    Entry(u64, EntryId),
    /// Up to its last valid entry.
    Head,
    /// Up to the first entry of this moment or later, without it.
    Since(i64),
}

/// A cut, and what follows from it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Cutting {
    /// The last entry that counts.
    pub(crate) cut: Cut,
    /// How many entries count afterwards.
    pub(crate) kept: usize,
    /// How many that count now, or might, are void afterwards.
    pub(crate) void: usize,
    /// The day of the last one that counts.
    pub(crate) last_day: Option<String>,
}

impl Until {
    /// Reads `--after` and `--since`; `None` where neither is given.
    pub(crate) fn of(args: &shared::Cutting) -> Result<Option<Self>, CommandError> {
        if let Some(seq) = args.after {
            return Ok(Some(Self::After(seq)));
        }
        let Some(text) = &args.since else { return Ok(None) };
        let day = date::parse_day(text).ok_or_else(|| {
            Failure::new(Exit::Usage, Message::new("cli-not-a-day").word("text", text))
        })?;
        Ok(Some(Self::Since(day)))
    }
}

impl Cutting {
    /// Cuts the log of `rows`, which are in order.
    pub(crate) fn new(rows: &[Row], until: Until) -> Result<Self, CommandError> {
        if let Until::Entry(seq, id) = until {
            return Ok(Self::on_branch(rows, (seq, id)));
        }
        let valid: Vec<&Row> = rows.iter().filter(|row| row.state == EntryState::Valid).collect();
        let kept = match until {
            Until::Entry(..) => 0,
            Until::After(seq) => valid.iter().take_while(|row| row.seq <= seq).count(),
            Until::Head => valid.len(),
            Until::Since(day) => valid.iter().take_while(|row| row.created_ms < day).count(),
        };
        let last = kept.checked_sub(1).and_then(|place| valid.get(place));
        if let Until::After(seq) = until
            && last.map_or(0, |row| row.seq) != seq
        {
            let message = Message::new("cli-no-such-entry").number("seq", seq);
            let message = message.number("last", valid.last().map_or(0, |row| row.seq));
            return Err(Failure::new(Exit::Invalid, message).into());
        }
        let cut = last.map(|row| (row.seq, row.id));
        let beyond = |row: &&Row| {
            let open = matches!(row.state, EntryState::Valid | EntryState::Quarantined);
            open && cut.is_none_or(|(seq, id)| row.seq >= seq && row.id != id)
        };
        Ok(Self {
            cut,
            kept,
            void: rows.iter().filter(beyond).count(),
            last_day: last.map(|row| date::day(row.created_ms)),
        })
    }

    /// Cuts a log with two histories after an entry of one of them: all up to its place are kept.
    fn on_branch(rows: &[Row], (last, id): (u64, EntryId)) -> Self {
        let open = |row: &&Row| matches!(row.state, EntryState::Valid | EntryState::Quarantined);
        let kept = usize::try_from(last).unwrap_or(usize::MAX);
        let made = rows.iter().find(|row| row.id == id).map(|row| date::day(row.created_ms));
        let held = rows.iter().filter(open).count();
        let void = held.saturating_sub(kept);
        Self { cut: Some((last, id)), kept, void, last_day: made }
    }

    /// Returns the cut of a log of which nothing is known: nothing in it counts.
    pub(crate) fn of_nothing() -> Self {
        Self { cut: None, kept: 0, void: 0, last_day: None }
    }

    /// Returns what follows from the cut, one sentence each.
    pub(crate) fn told(&self) -> Vec<Message> {
        let kept = match (&self.last_day, self.cut) {
            (Some(day), Some((seq, _))) => Message::new("cli-cut-keeps")
                .number("kept", self.kept)
                .number("seq", seq)
                .word("day", day),
            _ => Message::new("cli-cut-keeps-none"),
        };
        let void = Message::new("cli-cut-voids").number("void", self.void);
        vec![
            Message::new("cli-cut-everywhere"),
            kept,
            void,
            Message::new("cli-cut-deletes-nothing"),
        ]
    }
}

/// Returns the rows in order of their places.
pub(crate) fn ordered(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| (row.seq, row.state != EntryState::Valid, row.id));
    rows
}

/// Returns the state that a node names.
pub(crate) fn state(word: &str) -> EntryState {
    match word {
        "valid" => EntryState::Valid,
        "quarantined" => EntryState::Quarantined,
        "void" => EntryState::Void,
        _ => EntryState::Pending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::id::Hash;

    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

    #[test]
    fn a_cut_at_the_head_keeps_everything() {
        let cutting = Cutting::new(&log(), Until::Head).unwrap();
        assert_eq!((cutting.cut, cutting.kept, cutting.void), (Some((5, id(5))), 5, 0));
    }

    #[test]
    fn a_day_keeps_what_was_made_before_it() {
        let cutting = Cutting::new(&log(), Until::Since(3 * DAY_MS)).unwrap();
        assert_eq!((cutting.cut, cutting.kept, cutting.void), (Some((3, id(3))), 3, 2));
        assert_eq!(cutting.last_day.as_deref(), Some("1970-01-03"));
    }

    #[test]
    fn an_entry_that_claims_an_earlier_day_after_the_cut_does_not_count() {
        let mut rows = log();
        rows[4].created_ms = 0;
        let cutting = Cutting::new(&rows, Until::Since(3 * DAY_MS)).unwrap();
        assert_eq!((cutting.kept, cutting.void), (3, 2), "a thief may say any day");
    }

    #[test]
    fn an_entry_that_is_not_there_is_no_cut() {
        assert!(Cutting::new(&log(), Until::After(6)).is_err());
        assert!(Cutting::new(&[], Until::After(1)).is_err());
        let none = Cutting::new(&log(), Until::After(0)).unwrap();
        assert_eq!((none.cut, none.kept, none.void), (None, 0, 5));
    }

    #[test]
    fn the_other_branch_of_a_fork_is_void_with_the_rest() {
        let mut rows = log();
        let other = Row { id: id(99), state: EntryState::Quarantined, ..rows[3] };
        rows.push(other);
        let cutting = Cutting::new(&ordered(rows), Until::After(4)).unwrap();
        assert_eq!((cutting.kept, cutting.void), (4, 2), "entry 5, and the other entry 4");
    }

    fn log() -> Vec<Row> {
        let row = |seq: u64| Row {
            epoch: 1,
            seq,
            id: id(seq),
            created_ms: i64::try_from(seq - 1).unwrap() * DAY_MS,
            state: EntryState::Valid,
        };
        (1..=5).map(row).collect()
    }

    fn id(seq: u64) -> EntryId {
        EntryId(Hash::of([seq.to_be_bytes().as_slice()]))
    }
}
