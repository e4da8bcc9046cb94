//! Rows as JSON, page by page: one object with the snapshot, the coverage, the rows under the name of the
//! table, and where the next page is.
//!
//! Pages follow each other by place in the logs ([`Cursor`]), and all of them are of the snapshot of the
//! first. A page is short by rows and by bytes, so it is made whole before it goes.

use std::io;

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_answer::TextColumn;
use flotilla_answer::file::Gzip;
use flotilla_answer::json::JsonWriter;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;

use crate::query::Snapshot;
use crate::query::TableName;
use crate::web::answer::Rows;
use crate::web::cursor::Cursor;
use crate::web::headers::Encoding;

/// A page ends when it is so long, however few rows it has: texts of practice records are long.
const PAGE_BYTES_MAX: usize = 4 << 20;

/// Rows that are written between two looks at the length.
const STEP_ROWS: usize = 64;

/// Which page is wanted, of what.
#[derive(Clone, Debug)]
pub(crate) struct Wanted<'a> {
    /// The table.
    pub(crate) table: TableName,
    /// The query string that asked.
    pub(crate) query: &'a str,
    /// The most rows.
    pub(crate) limit: usize,
    /// Where the page before ended.
    pub(crate) after: Option<Cursor>,
    /// How it is packed for the way.
    pub(crate) encoding: Encoding,
    /// What is said of all that was found, as members of the object; `None` where a table is read.
    pub(crate) found: Option<String>,
}

/// Where a page has come to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Position {
    /// The entry that the last row is from.
    entry: Option<EntryId>,
    /// How many rows of it were given; of tables that are not made from logs, how many in all.
    rows: u32,
}

/// Returns the page, of `rows` that begin where it begins and are one more than it may have.
///
/// # Errors
///
/// Fails if the query does.
pub(crate) async fn respond(
    mut rows: Rows,
    wanted: Wanted<'_>,
    mut headers: HeaderMap,
) -> io::Result<Response> {
    let snapshot = rows.answer.snapshot();
    let found = wanted.found.as_deref().unwrap_or_default();
    let mut body = opening(snapshot, wanted.table.name(), found).into_bytes();
    let (written, next) = take(&mut rows, &wanted).await?;
    body.extend(written);
    let next = next.map(|at| {
        let Position { entry, rows } = at;
        let question = question(wanted.table, wanted.query);
        let cursor = Cursor { snapshot: snapshot.id, entry, rows, question };
        address(wanted.table, wanted.query, &cursor)
    });
    if let Some(next) = &next
        && let Ok(link) = HeaderValue::try_from(format!("<{next}>; rel=\"next\""))
    {
        headers.insert(header::LINK, link);
    }
    let next = serde_json::to_string(&next).map_err(io::Error::other)?;
    body.extend(format!(",\"next\":{next}}}\n").into_bytes());
    if wanted.encoding == Encoding::Gzip {
        let mut gzip = Gzip::new();
        let first = gzip.push(&body)?;
        body = [first, gzip.finish()?].concat();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok((headers, body).into_response())
}

/// Names a question, whatever page of it is asked for and however long pages are.
pub(crate) fn question(table: TableName, query: &str) -> u32 {
    let mut same = others(query, &["cursor", "limit", "lang"]);
    same.sort();
    crc32c::crc32c(format!("{} {same:?}", table.name()).as_bytes())
}

/// Returns the rows of the page as an array, and where it ended if that is not the end.
async fn take(rows: &mut Rows, wanted: &Wanted<'_>) -> io::Result<(Vec<u8>, Option<Position>)> {
    let mut at = wanted
        .after
        .as_ref()
        .map_or_else(Position::default, |it| Position { entry: it.entry, rows: it.rows });
    let mut writer = JsonWriter::new(Vec::new());
    let (mut left, mut is_whole) = (wanted.limit, true);
    'page: while let Some(batch) = rows.next().await? {
        // What is found stands by rank, and is counted.
        let key = if wanted.found.is_some() { "" } else { key(wanted.table) };
        let ids = TextColumn::of(&batch, key);
        let mut from = 0;
        while from < batch.num_rows() {
            if left == 0 || writer.out().len() >= PAGE_BYTES_MAX {
                is_whole = false;
                break 'page;
            }
            let count = STEP_ROWS.min(left).min(batch.num_rows().saturating_sub(from));
            writer.rows(&batch.slice(from, count)).map_err(io::Error::other)?;
            for row in from..from.saturating_add(count) {
                at.pass(ids.as_ref().and_then(|it| it.text(row)));
            }
            (from, left) = (from.saturating_add(count), left.saturating_sub(count));
        }
    }
    let written = writer.finish().map_err(io::Error::other)?;
    Ok((written, (!is_whole).then_some(at)))
}

impl Position {
    /// Passes a row of the entry of this id.
    fn pass(&mut self, id: Option<&str>) {
        let entry = id.and_then(Hash::parse).map(EntryId);
        if entry == self.entry {
            self.rows = self.rows.saturating_add(1);
        } else {
            *self = Self { entry, rows: 1 };
        }
    }
}

/// Returns the column that says which entry a row is from.
fn key(table: TableName) -> &'static str {
    match table {
        TableName::Entries => "id",
        // Of those that are not made from logs, none.
        TableName::Indicators | TableName::Members => "",
        TableName::Observations
        | TableName::Practices
        | TableName::Responses
        | TableName::Revisions => "record_id",
    }
}

/// Returns how an object of JSON begins that holds the rows of `table` next, after what was `found`.
pub(crate) fn opening(snapshot: Snapshot, table: &str, found: &str) -> String {
    let Snapshot { id, members_reporting, members } = snapshot;
    format!(
        "{{\"snapshot_id\":\"{id}\",\"members_reporting\":{members_reporting},\
         \"members\":{members},{found}\"{table}\":"
    )
}

fn address(table: TableName, query: &str, cursor: &Cursor) -> String {
    let mut same = form_urlencoded::Serializer::new(String::new());
    same.extend_pairs(others(query, &["cursor"]));
    same.append_pair("cursor", &cursor.to_string());
    format!("/v1/{}.json?{}", table.name(), same.finish())
}

/// Returns the parameters of a query string but for some.
fn others(query: &str, without: &[&str]) -> Vec<(String, String)> {
    let all = form_urlencoded::parse(query.as_bytes()).into_owned();
    all.filter(|(name, _)| !without.contains(&name.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_the_rows_of_the_entry_that_it_is_in() {
        let [first, second] = ["first", "second"].map(|it| Hash::of([it.as_bytes()]).to_string());
        let mut at = Position { entry: Hash::parse(&first).map(EntryId), rows: 7 };
        at.pass(Some(&first));
        assert_eq!(at.rows, 8);
        at.pass(Some(&second));
        at.pass(Some(&second));
        assert_eq!(at, Position { entry: Hash::parse(&second).map(EntryId), rows: 2 });
    }

    #[test]
    fn the_next_page_is_the_same_question_and_another_question_is_not() {
        let table = TableName::Observations;
        let query = "region=CA-ON%2CCA-QC&limit=5&cursor=x";
        let id = Hash::of([b"snapshot".as_slice()]);
        let cursor = Cursor {
            snapshot: flotilla_domain::id::SnapshotId(id),
            entry: None,
            rows: 5,
            question: question(table, query),
        };
        let next = address(table, query, &cursor);
        let (path, query) = next.split_once('?').unwrap();
        assert_eq!(path, "/v1/observations.json");
        assert!(query.starts_with("region=CA-ON%2CCA-QC&limit=5&cursor="), "{query}");
        assert_eq!(question(table, query), cursor.question);
        assert_ne!(question(table, "region=CA-ON"), cursor.question);
        assert_ne!(question(TableName::Entries, query), cursor.question);
    }
}
