//! The tables that do not come from logs: who takes part, and what may be counted.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Direction;
use flotilla_domain::catalogue::Indicator;

use crate::setting::MemberRow;

/// Returns the columns of the table `members`.
pub(crate) fn members_schema() -> SchemaRef {
    members(&[]).schema()
}

/// Returns the table `members`; codes are separated by blanks.
pub(crate) fn members(members: &[MemberRow]) -> RecordBatch {
    let texts = |text: fn(&MemberRow) -> String| texts(members.iter().map(text));
    let versions = members.iter().map(|it| i64::try_from(it.version).unwrap_or(i64::MAX));
    table(vec![
        ("handle", texts(|it| it.handle.clone())),
        ("name", texts(|it| it.name.clone())),
        ("id", texts(|it| it.id.to_string())),
        ("status", texts(|it| if it.is_active { "active" } else { "former" }.to_owned())),
        ("regions", texts(|it| it.regions.join(" "))),
        ("programs", texts(|it| it.programs.join(" "))),
        ("version", Arc::new(Int64Array::from_iter_values(versions))),
    ])
}

/// Returns the table `indicators`.
pub(crate) fn indicators(catalogue: &Catalogue) -> RecordBatch {
    let texts = |text: fn(&Indicator) -> String| texts(catalogue.indicators().map(text));
    let versions = catalogue.indicators().map(|it| i64::from(it.definition_version));
    table(vec![
        ("code", texts(|it| it.code.clone())),
        ("title_en", texts(|it| it.title.en.clone())),
        ("title_fr", texts(|it| it.title.fr.clone())),
        ("definition_en", texts(|it| it.definition.en.clone())),
        ("definition_fr", texts(|it| it.definition.fr.clone())),
        ("kind", texts(|it| it.kind.name().to_owned())),
        ("unit", texts(|it| it.unit.clone())),
        ("breakdowns", texts(|it| it.breakdowns.join(" "))),
        ("definition_version", Arc::new(Int64Array::from_iter_values(versions))),
        ("direction", texts(|it| direction(it.direction).to_owned())),
    ])
}

/// Returns a table of `columns`, which hold no NULL.
pub(crate) fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let field =
        |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), false);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    // The columns are of one length, because each is made from the same rows.
    RecordBatch::try_new(SchemaRef::clone(&schema), columns)
        .unwrap_or_else(|_| RecordBatch::new_empty(schema))
}

/// Returns a column of texts.
pub(crate) fn texts(values: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

/// Returns the word for a kind of column, as in `information_schema`.
pub(crate) fn type_name(kind: &DataType) -> &'static str {
    match kind {
        DataType::Date32 => "date",
        DataType::Int64 => "bigint",
        DataType::Timestamp(_, _) => "timestamp with time zone",
        _ => "text",
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Down => "down",
        Direction::Neutral => "neutral",
        Direction::Up => "up",
    }
}
