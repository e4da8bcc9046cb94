//! The names of files: which table, and how it is written.

use flotilla_answer::csv::Dialect;
use flotilla_answer::file::Format;

use crate::query::TableName;
use crate::web::totals;

/// How the name of a file ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    /// Text, one line for each row.
    Csv,
    /// Pages of objects.
    Json,
    /// Columns, compressed.
    Parquet,
    /// A workbook.
    Xlsx,
}

impl End {
    /// Every end.
    pub(crate) const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::Parquet, Self::Xlsx];

    /// Returns the letters after the point.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
        }
    }

    /// Returns the media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Returns whether such a file is worth compressing: the others are compressed in themselves.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Json)
    }

    /// Returns how a whole table is written so; `None` for JSON, which comes in pages.
    pub(crate) fn format(self, dialect: Dialect) -> Option<Format> {
        match self {
            Self::Csv => Some(Format::Csv(dialect)),
            Self::Json => None,
            Self::Parquet => Some(Format::Parquet),
            Self::Xlsx => Some(Format::Xlsx),
        }
    }
}

/// Returns the end of the name of a file of totals.
pub(crate) fn totals(file: &str) -> Option<End> {
    let end = file.strip_prefix(totals::NAME)?.strip_prefix('.')?;
    End::ALL.into_iter().find(|it| it.name() == end)
}

/// Returns the table and the end that the name of a file asks for.
pub(crate) fn named(file: &str) -> Option<(TableName, End)> {
    let (name, end) = file.split_once('.')?;
    let table = TableName::ALL.into_iter().find(|it| it.name() == name)?;
    let end = End::ALL.into_iter().find(|it| it.name() == end)?;
    Some((table, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_file_of_every_end_and_nothing_else_is_one() {
        for table in TableName::ALL {
            for end in End::ALL {
                let file = format!("{}.{}", table.name(), end.name());
                assert_eq!(named(&file), Some((table, end)));
            }
        }
        assert_eq!(totals("totals.csv"), Some(End::Csv));
        assert!(totals("totals").is_none() && totals("totals.csv.gz").is_none());
        for strange in ["observations", "observations.", "observations.csv.gz", "x.csv"] {
            assert_eq!(named(strange), None, "{strange}");
        }
    }
}
