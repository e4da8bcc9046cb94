//! The parameters that a table takes, in one list: what is read from a query string is what `openapi.json`
//! describes, for both are made from it.

use crate::query::Reader;
use crate::query::TableName;
use crate::query::filter_of;
use crate::web::format::End;

/// Columns of observations that are measured, not chosen from: they are no filters.
const MEASURED: [&str; 13] = [
    "denominator",
    "definition_version",
    "n",
    "numerator",
    "period_end",
    "period_start",
    "published_at",
    "record_id",
    "signer",
    "superseded_at",
    "superseded_by",
    "value",
    "version",
];

/// How entries may stand.
const STATES: [&str; 4] = ["erased", "quarantined", "valid", "withdrawn"];

/// Why there may be no number: there is one, it is not applicable, or it is withheld.
const STATUSES: [&str; 3] = ["", "...", "x"];

/// What responses may say.
const STATEMENTS: [&str; 4] = ["adapted", "adopted", "endorsement", "question"];

/// The standards of the Elements of Effective Practice, and 0 for planning.
const STANDARDS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// The languages in which practice records are found.
const FOUND_IN: [&str; 2] = ["en", "fr"];

/// What practice records can be chosen by that is no column of theirs, besides the lists of codes.
const CHOSEN: [&str; 5] = ["eepm", "evidence_design", "language", "rating", "sharing"];

/// One parameter of a query string.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Parameter {
    /// What it is called.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) kind: Kind,
    /// The words that a column may hold, where they are few and no code list has them; else empty.
    pub(crate) words: &'static [&'static str],
}

/// What a parameter is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Which state of the data is looked at.
    AsOf,
    /// The columns by which totals are told apart.
    By,
    /// How a citation is written.
    Cite,
    /// Values of the column of this name; the row has one of them.
    Column,
    /// Where a page goes on.
    Cursor,
    /// For whom CSV is written.
    Dialect,
    /// In which language codes are explained in columns of their own.
    Labels,
    /// In which language mistakes are explained.
    Language,
    /// The most rows of a page.
    Limit,
    /// Periods, or a range of them.
    Period,
    /// Words that a practice record has.
    Words,
}

impl Kind {
    /// Returns the text that says what it is for.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::AsOf => "node-parameter-as-of",
            Self::By => "node-parameter-by",
            Self::Cite => "node-parameter-cite",
            Self::Column => "node-parameter-column",
            Self::Cursor => "node-parameter-cursor",
            Self::Dialect => "node-parameter-dialect",
            Self::Labels => "node-parameter-labels",
            Self::Language => "node-parameter-lang",
            Self::Limit => "node-parameter-limit",
            Self::Period => "node-parameter-period",
            Self::Words => "node-parameter-q",
        }
    }
}

/// Returns the parameters of what is one document.
pub(crate) fn of_documents() -> Vec<Parameter> {
    vec![own("lang", Kind::Language)]
}

/// Returns the parameters of the citation of such a file.
pub(crate) fn of_citations(reader: &Reader, table: TableName, end: End) -> Vec<Parameter> {
    let mut parameters = of(reader, table, end);
    parameters.push(own("cite", Kind::Cite));
    parameters
}

/// Returns the parameters of `table` in a file of this end: filters first, in the order of the columns.
pub(crate) fn of(reader: &Reader, table: TableName, end: End) -> Vec<Parameter> {
    let kind = |column: &str| match (table, column) {
        (TableName::Observations | TableName::Revisions, "period") => Kind::Period,
        _ => Kind::Column,
    };
    let columns = filterable(reader, table).into_iter();
    let filters =
        columns.map(|name| Parameter { kind: kind(&name), words: words(table, &name), name });
    let mut parameters: Vec<Parameter> = filters.collect();
    if table == TableName::Practices {
        parameters.extend(of_search(reader));
    }
    parameters.push(own("labels", Kind::Labels));
    if is_logged(table) {
        parameters.push(own("as_of", Kind::AsOf));
    }
    match end {
        End::Csv => parameters.push(own("dialect", Kind::Dialect)),
        End::Json => {
            parameters.extend([own("limit", Kind::Limit), own("cursor", Kind::Cursor)]);
        }
        End::Parquet | End::Xlsx => {}
    }
    parameters.push(own("lang", Kind::Language));
    parameters
}

/// Returns the parameters of totals in a file of this end.
pub(crate) fn of_totals(reader: &Reader, end: End) -> Vec<Parameter> {
    let mut parameters = of(reader, TableName::Observations, end);
    // There are no pages, and what is hidden is told in each total.
    parameters.retain(|it| it.name != "status" && !matches!(it.kind, Kind::Cursor | Kind::Limit));
    parameters.push(own("by", Kind::By));
    parameters
}

/// Returns what practice records are found by that is no column of theirs.
fn of_search(reader: &Reader) -> Vec<Parameter> {
    let chosen = CHOSEN.map(|name| Parameter {
        words: words(TableName::Practices, name),
        ..own(name, Kind::Column)
    });
    let roster = reader.roster();
    let lists = roster.catalogue().lists().map(|it| own(&filter_of(&it.name), Kind::Column));
    chosen.into_iter().chain(lists).chain([own("q", Kind::Words)]).collect()
}

fn own(name: &str, kind: Kind) -> Parameter {
    Parameter { name: name.to_owned(), kind, words: &[] }
}

/// Returns the words that a column may hold.
fn words(table: TableName, column: &str) -> &'static [&'static str] {
    match (table, column) {
        (TableName::Entries, "state") => &STATES,
        (TableName::Observations | TableName::Revisions, "status") => &STATUSES,
        (TableName::Practices, "eepm") => &STANDARDS,
        (TableName::Practices, "language") => &FOUND_IN,
        (TableName::Responses, "statement") => &STATEMENTS,
        _ => &[],
    }
}

/// Returns whether a table is made from logs, so that it can be looked at as it was.
fn is_logged(table: TableName) -> bool {
    match table {
        TableName::Entries
        | TableName::Observations
        | TableName::Practices
        | TableName::Responses
        | TableName::Revisions => true,
        TableName::Indicators | TableName::Members => false,
    }
}

fn filterable(reader: &Reader, table: TableName) -> Vec<String> {
    let chosen: &[&str] = match table {
        TableName::Entries => &["member", "id", "kind", "state"],
        TableName::Indicators => &["code", "kind", "unit"],
        TableName::Members => &["handle", "status"],
        TableName::Observations | TableName::Revisions => {
            let mut columns = reader.columns(table);
            columns.retain(|column| !MEASURED.contains(&column.as_str()));
            return columns;
        }
        TableName::Practices => {
            &["member", "id", "kind", "status", "cost_band", "licence", "eepm_standard"]
        }
        TableName::Responses => &[
            "member",
            "practice_record",
            "practice_member",
            "practice_state",
            "practice_id",
            "statement",
        ],
    };
    chosen.iter().map(|name| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use flotilla_domain::release::Figure;
    use flotilla_domain::response::Statement;

    use super::*;
    use crate::query::EntryState;

    #[test]
    fn the_words_are_those_that_the_tables_hold() {
        let states =
            [EntryState::Erased, EntryState::Quarantined, EntryState::Valid, EntryState::Withdrawn];
        assert_eq!(states.map(EntryState::name), STATES);
        let figures = [Figure::Count(5), Figure::NotApplicable, Figure::Withheld];
        assert_eq!(figures.map(Figure::status), STATUSES);
        let statements =
            [Statement::Adapted, Statement::Adopted, Statement::Endorsement, Statement::Question];
        assert_eq!(statements.map(Statement::word), STATEMENTS);
    }
}
