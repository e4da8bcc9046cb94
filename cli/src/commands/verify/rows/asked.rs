//! Which rows a file is said to hold: by its citation, or by the address that it came from.
//!
//! The part after `/v1/` is read as a node reads it: filters are columns, lists by comma, a range of periods
//! by `..`. What would change rows in a way that this tool does not know is refused, never passed over.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use flotilla_answer::csv::Dialect;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_text::date;
use serde::Deserialize;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// The most bytes of a citation: a query string of 16 KiB stands in it four times at most.
const CITATION_BYTES_MAX: u64 = 256 << 10;

/// The milliseconds of a day, less one.
const DAY_MS_LAST: i64 = 24 * 60 * 60 * 1_000 - 1;

/// The one table that can be made again from entries, and what it is called as a whole.
const TABLES: [&str; 2] = ["observations", "dataset"];

/// What a file is said to hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// By column, the values of which a row has one.
    pub(super) any_of: BTreeMap<String, Vec<String>>,
    /// Only periods that lie within these.
    pub(super) periods: Option<(Period, Period)>,
    /// As of when; all that the proof holds if `None`.
    pub(super) as_of: Option<AsOf>,
    /// For whom CSV was written, where that is said.
    pub(super) dialect: Option<Dialect>,
    /// The coalition that was cited.
    pub(super) coalition: Option<CoalitionId>,
    /// The hash that was cited.
    pub(super) sha256: Option<Hash>,
    /// The snapshot that was cited.
    pub(super) snapshot: Option<SnapshotId>,
}

/// A state of the data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum AsOf {
    /// Up to this moment, in milliseconds since 1970.
    Moment(i64),
    /// The snapshot of this id, which the proof must be of.
    Snapshot(SnapshotId),
}

/// A citation as nodes write it in JSON, as far as it matters here.
#[derive(Debug, Deserialize)]
struct Citation {
    coalition_id: String,
    snapshot_id: String,
    sha256: String,
    question: String,
}

impl Asked {
    /// Reads a citation or an address; where neither is given, the whole table is meant.
    pub(super) fn of(citation: Option<&Path>, url: Option<&str>) -> Result<Self, CommandError> {
        match (citation, url) {
            (Some(path), _) => Self::cited(path),
            (None, Some(url)) => Self::at(url),
            (None, None) => Ok(Self::default()),
        }
    }

    fn cited(path: &Path) -> Result<Self, CommandError> {
        let strange = || {
            let message = Message::new("cli-verify-rows-not-a-citation");
            Failure::new(Exit::Invalid, message.word("path", path.display()))
                .hint(Message::new("cli-verify-rows-cite"))
        };
        let mut text = Vec::new();
        let file = File::open(path).map_err(|error| Failure::read(path, error))?;
        file.take(CITATION_BYTES_MAX)
            .read_to_end(&mut text)
            .map_err(|error| Failure::read(path, error))?;
        let citation: Citation =
            serde_json::from_slice(&text).map_err(|error| strange().because(error))?;
        let hash = |text: &str| Hash::parse(text).ok_or_else(strange);
        Ok(Self {
            coalition: Some(CoalitionId(hash(&citation.coalition_id)?)),
            sha256: Some(hash(&citation.sha256)?),
            snapshot: Some(SnapshotId(hash(&citation.snapshot_id)?)),
            ..Self::at(&citation.question)?
        })
    }

    /// Reads an address, or what of it follows `/v1/`.
    fn at(url: &str) -> Result<Self, CommandError> {
        let question = url.rsplit_once("/v1/").map_or(url, |(_, question)| question);
        let (file, query) = question.split_once('?').unwrap_or((question, ""));
        let table = file.split('.').next().unwrap_or_default();
        if !TABLES.contains(&table) {
            let message = Message::new("cli-verify-rows-other-table").word("file", file);
            return Err(Failure::new(Exit::Invalid, message).into());
        }
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            asked.take(&name, &value)?;
        }
        Ok(asked)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), CommandError> {
        let strange = || {
            let message = Message::new("cli-verify-rows-not-known").word("name", name);
            CommandError::from(Failure::new(Exit::Invalid, message.word("value", value)))
        };
        match name {
            "lang" => {}
            "as_of" => self.as_of = Some(as_of(value).ok_or_else(strange)?),
            "dialect" => {
                let known = Dialect::NAMED.into_iter().find(|(word, _)| *word == value);
                self.dialect = Some(known.ok_or_else(strange)?.1);
            }
            // Labels are words of a catalogue and a language, and may change; figures are what is signed.
            "cursor" | "labels" | "limit" => return Err(strange()),
            "period" => match value.split_once("..") {
                Some((from, until)) => {
                    let period = |text: &str| text.parse().map_err(|_| strange());
                    self.periods = Some((period(from)?, period(until)?));
                }
                None => self.filter(name, value),
            },
            column => self.filter(column, value),
        }
        Ok(())
    }

    fn filter(&mut self, column: &str, value: &str) {
        let values = value.split(',').map(str::to_owned);
        self.any_of.entry(column.to_owned()).or_default().extend(values);
    }
}

/// Reads a day, of which all is meant, a moment, or the id of a snapshot.
fn as_of(text: &str) -> Option<AsOf> {
    let day = || date::parse_day(text).map(|ms| ms.saturating_add(DAY_MS_LAST));
    let moment = day().or_else(|| date::parse_moment(text)).map(AsOf::Moment);
    moment.or_else(|| Hash::parse(text).map(|id| AsOf::Snapshot(SnapshotId(id))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_a_node_reads_it() {
        let url = "https://data.node.ca/v1/observations.csv?region=CA-ON,CA-QC&region=CA&\
                   period=2024..2025-Q4&as_of=2026-03-31&dialect=excel-fr&lang=fr";
        let asked = Asked::at(url).unwrap();
        assert_eq!(asked.any_of["region"], ["CA-ON", "CA-QC", "CA"]);
        let periods = asked.periods.map(|(from, until)| format!("{from}..{until}"));
        assert_eq!(periods.as_deref(), Some("2024..2025-Q4"));
        assert_eq!(asked.as_of, as_of("2026-03-31T23:59:59.999Z"));
        assert_eq!(asked.dialect, Some(Dialect::ExcelFr));
        assert_eq!(Asked::at("dataset.csv.gz").unwrap().any_of.len(), 0);
    }

    #[test]
    fn what_would_be_other_rows_is_refused() {
        for strange in [
            "practices.csv",
            "observations.csv?labels=fr",
            "observations.csv?limit=5",
            "observations.csv?as_of=yesterday",
            "observations.csv?period=2024..soon",
            "observations.csv?dialect=excel",
        ] {
            assert!(Asked::at(strange).is_err(), "{strange}");
        }
    }
}
