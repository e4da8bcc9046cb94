//! Which files an export has, and what is asked for each.
//!
//! Figures and their history lie by member and year, `observations/member=…/year=…/`, the other tables in one
//! piece. What a folder says is not in its files, as the engines expect that read them.
//!
//! A figure follows from the log of its member and from what indicators mean, and from nothing else, so a hash
//! of both is the *basis* of its files: where it has not changed, nothing is asked and nothing written.

use std::collections::BTreeMap;

use flotilla_answer::RecordBatch;
use flotilla_answer::SchemaRef;
use flotilla_answer::csv;
use flotilla_answer::csv::Dialect;
use flotilla_domain::id::Hash;

/// The tables that lie by member and year.
pub(crate) const DIVIDED: [&str; 2] = ["observations", "revisions"];

/// The tables that lie in one piece.
pub(crate) const WHOLE: [&str; 5] = ["entries", "indicators", "members", "practices", "responses"];

/// The column that is in the name of a folder and not in its files.
const MEMBER: &str = "member";

/// What each log says of its entries, in the order of the logs.
pub(crate) const LOGS: &str = "SELECT member, seq, id, state, hides FROM entries";

/// Who belongs.
pub(crate) const ROSTER: &str = "SELECT * FROM members";

/// What indicators mean.
pub(crate) const MEANINGS: &str = "SELECT * FROM indicators";

/// One folder of files.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Part {
    /// Where it lies.
    pub(crate) folder: String,
    /// What is asked for it.
    pub(crate) sql: String,
    /// Names what its rows follow from; `None` if that is the rows themselves.
    pub(crate) basis: Option<String>,
}

/// Which members published figures of which years: of a school year or a fiscal year, that in which it begins.
pub(crate) fn years(table: &str) -> String {
    format!(
        "SELECT DISTINCT member, substr(CAST(period_start AS VARCHAR), 1, 4) AS year FROM {table} ORDER BY 1, 2"
    )
}

/// Asks for the columns of a table and none of its rows.
pub(crate) fn nothing_of(table: &str) -> String {
    format!("SELECT * FROM {table} LIMIT 0")
}

/// Returns a table that lies in one piece.
pub(crate) fn whole(table: &str) -> Part {
    Part { folder: table.to_owned(), sql: format!("SELECT * FROM {table}"), basis: None }
}

/// Returns the figures of one member and year; `None` if those are not spelled as such.
pub(crate) fn divided(
    table: &str,
    schema: &SchemaRef,
    (member, year): (&str, &str),
    basis: String,
) -> Option<Part> {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    let is_name = |text: &str| !text.is_empty() && text.chars().all(is_plain);
    let next = year.parse::<u32>().ok().filter(|_| year.len() == 4)? + 1;
    let columns = schema.fields().iter().map(|it| it.name().as_str());
    let columns: Vec<String> =
        columns.filter(|it| *it != MEMBER).map(|it| format!("\"{it}\"")).collect();
    let sql = format!(
        "SELECT {} FROM {table} WHERE member = '{member}' AND period_start >= DATE '{year}-01-01' \
         AND period_start < DATE '{next}-01-01'",
        columns.join(", ")
    );
    let folder = format!("{table}/member={member}/year={year}");
    is_name(member).then_some(Part { folder, sql, basis: Some(basis) })
}

/// Returns by member what its figures follow from, as [`LOGS`] and the hash of what indicators mean say.
pub(crate) fn bases(logs: &[RecordBatch], meanings: Hash) -> Option<BTreeMap<String, String>> {
    let mut lines: BTreeMap<String, Hash> = BTreeMap::new();
    for line in lines_of(logs)?.lines() {
        let member = line.split(',').next().unwrap_or_default();
        let before = lines.get(member).copied().unwrap_or(meanings);
        let after = Hash::of([before.as_bytes().as_slice(), line.as_bytes()]);
        lines.insert(member.to_owned(), after);
    }
    Some(lines.into_iter().map(|(member, hash)| (member, hash.to_string())).collect())
}

/// Returns a name for what `batches` say.
pub(crate) fn hash_of(batches: &[RecordBatch]) -> Option<Hash> {
    Some(Hash::of([lines_of(batches)?.as_bytes()]))
}

/// Returns the rows of two columns of texts.
pub(crate) fn pairs(batches: &[RecordBatch]) -> Option<Vec<(String, String)>> {
    let text = lines_of(batches)?;
    let pairs = text.lines().map(|line| line.split_once(','));
    pairs
        .map(|it| it.map(|(one, other)| (one.to_owned(), other.to_owned())))
        .collect()
}

fn lines_of(batches: &[RecordBatch]) -> Option<String> {
    let mut text = Vec::new();
    for batch in batches {
        csv::rows(&mut text, batch, Dialect::Plain).ok()?;
    }
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use flotilla_answer::of_texts;

    use super::*;

    #[test]
    fn what_a_folder_says_is_not_in_its_files() {
        let schema = texts(&[("indicator", "I"), ("member", "alice"), ("period", "2025")]).schema();
        let part = divided("revisions", &schema, ("alice", "2025"), "b".to_owned()).unwrap();
        assert_eq!(part.folder, "revisions/member=alice/year=2025");
        let expected = "SELECT \"indicator\", \"period\" FROM revisions WHERE member = 'alice' \
                        AND period_start >= DATE '2025-01-01' AND period_start < DATE '2026-01-01'";
        assert_eq!(part.sql, expected);
    }

    #[test]
    fn what_is_no_name_becomes_no_folder() {
        let schema = texts(&[("period", "2025")]).schema();
        for (member, year) in
            [("../x", "2025"), ("", "2025"), ("a'", "2025"), ("a", "x"), ("a", "25")]
        {
            assert_eq!(divided("revisions", &schema, (member, year), String::new()), None);
        }
    }

    #[test]
    fn a_basis_changes_with_its_own_log_and_with_what_indicators_mean() {
        let log = |alice: &str| {
            let rows = |member: &str, state: &str| texts(&[("member", member), ("state", state)]);
            vec![rows("alice", alice), rows("bob", "valid")]
        };
        let meanings = Hash::of([b"meanings".as_slice()]);
        let before = bases(&log("valid"), meanings).unwrap();
        let after = bases(&log("withdrawn"), meanings).unwrap();
        assert_ne!(before["alice"], after["alice"]);
        assert_eq!(before["bob"], after["bob"]);
        let others = bases(&log("valid"), Hash::of([b"other meanings".as_slice()])).unwrap();
        assert_ne!(before["bob"], others["bob"]);
    }

    fn texts(row: &[(&str, &str)]) -> RecordBatch {
        of_texts(row.iter().map(|(name, text)| (*name, vec![(*text).to_owned()])).collect())
            .unwrap()
    }
}
