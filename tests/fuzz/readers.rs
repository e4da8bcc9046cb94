//! Every reader of what comes from outside, as a function of bytes.
//!
//! None may panic, whatever the bytes. What one accepts it must also be able to say: the value is
//! encoded, read once more, and the same. `main.rs` tries mutants of good input in every test run;
//! `guided` hands the same functions to libFuzzer.

mod objects;
mod tables;
mod texts;

/// A reader.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// Reads some bytes.
    pub(crate) read: fn(&[u8]),
}

/// All readers, by name.
pub(crate) const READERS: [Reader; 23] = [
    Reader { name: "armor", read: texts::armor },
    Reader { name: "bundle", read: objects::bundle },
    Reader { name: "catalogue", read: texts::catalogue },
    Reader { name: "consent", read: objects::consent },
    Reader { name: "counts", read: tables::counts },
    Reader { name: "document", read: objects::document },
    Reader { name: "entry", read: objects::entry },
    Reader { name: "frame", read: objects::frame },
    Reader { name: "genesis", read: objects::genesis },
    Reader { name: "governance", read: objects::governance },
    Reader { name: "history", read: texts::history },
    Reader { name: "names", read: texts::names },
    Reader { name: "payload", read: objects::payload },
    Reader { name: "practice", read: texts::practice },
    Reader { name: "recipe", read: texts::recipe },
    Reader { name: "retraction", read: objects::retraction },
    Reader { name: "settings", read: texts::settings },
    Reader { name: "statement", read: objects::statement },
    Reader { name: "suggest", read: tables::suggest },
    Reader { name: "table", read: tables::table },
    Reader { name: "together", read: tables::together },
    Reader { name: "vote", read: objects::vote },
    Reader { name: "workbook", read: tables::workbook },
];

/// Returns whether a table is one for the recipe that is used here.
#[cfg(test)]
pub(crate) fn is_read(table: &[u8]) -> bool {
    tables::draft(table).is_ok()
}
