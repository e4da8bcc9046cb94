//! What became of a file: as JSON, and as sentences that are made from it.

use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_text::Texts;
use flotilla_wire::audit::Audited;
use flotilla_wire::audit::Findings;
use serde::Serialize;

use crate::commands::bundle::anchor::Anchor;
use crate::commands::entry::handle;
use crate::commands::verify::rows::Found;
use crate::commands::verify::rows::asked::Asked;
use crate::commands::verify::rows::differ;
use crate::commands::verify::rows::differ::Difference;
use crate::commands::verify::rows::download::Download;
use crate::commands::verify::rows::lines::Sheet;
use crate::commands::verify::rows::signed;
use crate::commands::verify::rows::signed::Signed;
use crate::table;

/// `flotilla verify FILE --proof PROOF`.
#[derive(Debug, Serialize)]
pub(super) struct Checked {
    pub(super) holds: bool,
    pub(super) form: &'static str,
    pub(super) sha256: String,
    /// Whether the file is the one that was cited; `null` without a citation.
    pub(super) is_cited: Option<bool>,
    pub(super) coalition_id: String,
    pub(super) coalition_name: String,
    pub(super) anchor: &'static str,
    /// The state of the data that the rows were made from.
    pub(super) snapshot_id: String,
    /// Whether that is the one which was cited; `null` without a citation.
    pub(super) is_cited_snapshot: Option<bool>,
    pub(super) rows: usize,
    pub(super) entries: usize,
    pub(super) members_reporting: usize,
    pub(super) rows_missing: usize,
    pub(super) rows_strange: usize,
    pub(super) rejected: u64,
    pub(super) difference: Option<Told>,
    /// Members of whom the proof lacks entries that others say they hold.
    pub(super) cut_short: Vec<String>,
}

/// The first difference.
#[derive(Debug, Default, Serialize)]
pub(super) struct Told {
    pub(super) kind: &'static str,
    pub(super) line: Option<usize>,
    pub(super) column: Option<String>,
    pub(super) found: Option<String>,
    pub(super) signed: Option<String>,
    pub(super) record_id: Option<String>,
    pub(super) member: Option<String>,
    pub(super) seq: Option<u64>,
    /// Whether the file has no row at all of the entry.
    pub(super) whole_entry: Option<bool>,
    /// How the entry stands in the proof, of which the row says that it is.
    pub(super) state: Option<&'static str>,
}

impl Checked {
    /// Says what was found.
    pub(super) fn of(
        file: &Download,
        asked: &Asked,
        (audited, anchor): (&Audited, Anchor),
        (signed, sheet, difference): (&Signed, &Sheet, Found),
    ) -> Self {
        let findings = &audited.findings;
        let roster = findings.state().roster();
        let is_cited = asked.sha256.map(|it| it == file.sha256 || it == file.unpacked_sha256);
        let (rows_missing, rows_strange) = differ::counted(file, sheet);
        let logs = findings.logs();
        let cut_short = logs.iter().filter(|log| log.known_seq.is_some());
        Self {
            holds: difference.is_none() && is_cited != Some(false) && findings.faults_total() == 0,
            form: file.form,
            sha256: file.sha256.to_string(),
            is_cited,
            coalition_id: roster.coalition().to_string(),
            coalition_name: roster.name().to_owned(),
            anchor: anchor.name(),
            snapshot_id: signed::last(&signed.snapshots),
            is_cited_snapshot: asked.snapshot.map(|it| signed.snapshots.contains(&it)),
            rows: file.lines.len().saturating_sub(1),
            entries: signed.releases.len(),
            members_reporting: signed.members,
            rows_missing,
            rows_strange,
            rejected: findings.faults_total(),
            difference: difference.map(|it| Told::of(it, findings)),
            cut_short: cut_short.map(|log| handle(findings, log.member)).collect(),
        }
    }

    /// Returns whether the file is what was signed.
    pub(super) fn holds(&self) -> bool {
        self.holds
    }
}

impl Told {
    fn of(difference: Difference, findings: &Findings) -> Self {
        let at = |kind, line| Self { kind, line: Some(line), ..Self::default() };
        match difference {
            Difference::Added { line, record } => at("added", line).from(record, findings),
            Difference::Cell { line, column, found, signed, record } => {
                let told = at("cell", line).from(Some(record), findings);
                Self { column: Some(column), found: Some(found), signed: Some(signed), ..told }
            }
            Difference::Columns => at("columns", 1),
            Difference::Form { line } => at("form", line),
            Difference::Missing { line, record, is_whole } => {
                let told = at("missing", line).from(Some(record), findings);
                Self { whole_entry: Some(is_whole), ..told }
            }
            Difference::Moved { line } => at("moved", line),
            Difference::Resaved => Self { kind: "resaved", ..Self::default() },
        }
    }

    fn from(self, record: Option<EntryId>, findings: &Findings) -> Self {
        let found = record.and_then(|id| findings.entry(id));
        Self {
            record_id: record.map(|id| id.to_string()),
            member: found.as_ref().map(|it| handle(findings, it.member)),
            seq: found.as_ref().map(|it| it.seq),
            state: found.map(|it| it.verdict.name()),
            ..self
        }
    }
}

/// Returns what was found, for a person: first the answer, then where the file is not what was signed.
pub(super) fn text(checked: &Checked, anchor: &Message, texts: &Texts) -> String {
    let answer = if checked.holds { "cli-verify-rows-holds" } else { "cli-verify-rows-not" };
    let answer = Message::new(answer)
        .word("name", table::shown(&checked.coalition_name))
        .number("rows", checked.rows)
        .number("entries", checked.entries)
        .number("members", checked.members_reporting);
    let mut lines = vec![texts.say(&answer)];
    lines.extend(checked.difference.as_ref().map(|it| texts.say(&where_not(it))));
    let mut note = |is_so: bool, message: Message| {
        if is_so {
            lines.push(texts.say(&message));
        }
    };
    let (missing, strange) = (checked.rows_missing, checked.rows_strange);
    let counts = Message::new("cli-verify-rows-counts");
    // Of a file that was saved anew, or is of another table, no row is as it was.
    let kind = checked.difference.as_ref().map_or("", |it| it.kind);
    let is_counted = missing + strange > 1 && !["columns", "form", "resaved"].contains(&kind);
    note(is_counted, counts.number("missing", missing).number("strange", strange));
    let faults = Message::new("cli-verify-rows-proof-spoiled");
    note(checked.rejected > 0, faults.number("rejected", checked.rejected));
    let another = checked.is_cited == Some(false);
    note(another, Message::new("cli-verify-rows-not-cited").word("sha256", &checked.sha256));
    note(checked.is_cited == Some(true), Message::new("cli-verify-rows-cited"));
    let snapshot = Message::new("cli-verify-rows-snapshot-differs");
    note(checked.is_cited_snapshot == Some(false), snapshot.word("proof", &checked.snapshot_id));
    note(checked.is_cited.is_none(), Message::new("cli-verify-rows-uncited"));
    let cut_short = Message::new("cli-verify-rows-cut-short");
    let members = table::shown(&checked.cut_short.join(", "));
    note(!checked.cut_short.is_empty(), cut_short.word("members", members));
    lines.push(texts.say(anchor));
    lines.join("\n") + "\n"
}

fn where_not(told: &Told) -> Message {
    let id = match (told.kind, told.state) {
        ("added", Some("withdrawn" | "erased")) => "cli-verify-rows-taken-back",
        ("added", Some("superseded")) => "cli-verify-rows-replaced",
        ("added", _) => "cli-verify-rows-added",
        ("cell", _) => "cli-verify-rows-cell",
        ("columns", _) => "cli-verify-rows-columns",
        ("form", _) => "cli-verify-rows-form",
        ("missing", _) if told.whole_entry == Some(true) => "cli-verify-rows-missing-entry",
        ("missing", _) => "cli-verify-rows-missing",
        ("moved", _) => "cli-verify-rows-moved",
        _ => "cli-verify-rows-resaved",
    };
    let word = |text: &Option<String>| table::shown(text.as_deref().unwrap_or("?"));
    Message::new(id)
        .number("line", told.line.unwrap_or(0))
        .word("column", word(&told.column))
        .word("found", word(&told.found))
        .word("signed", word(&told.signed))
        .word("record", word(&told.record_id))
        .word("member", word(&told.member))
        .number("seq", told.seq.unwrap_or(0))
}
