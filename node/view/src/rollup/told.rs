//! Totals as rows, with what a reader should know of them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::message::Message;
use flotilla_domain::rollup::Total;

use crate::error::QueryError;
use crate::rollup::INDICATOR;
use crate::rollup::MEMBER;
use crate::rollup::fold::Key;
use crate::table::Tables;

/// What is said of a total that is less than there is.
const LOWER: &str = "lower";

/// What is told of a total.
type Of<'a, T> = &'a dyn Fn(&Key, &Total) -> T;

/// The totals, and what a reader of them should know.
#[derive(Debug)]
pub(crate) struct Totals {
    pub(crate) rows: RecordBatch,
    pub(crate) warnings: Vec<Message>,
}

/// Returns totals as rows, ordered by key.
pub(super) fn told(
    totals: &BTreeMap<Key, Total>,
    by: &[String],
    (tables, kinds): (&Tables, &BTreeMap<&str, IndicatorKind>),
) -> Result<Totals, QueryError> {
    let kind = |key: &Key| {
        let code = key.first().map(|it| &**it).unwrap_or_default();
        kinds.get(code).copied().unwrap_or(IndicatorKind::Flow)
    };
    let meaning = |key: &Key| tables.meaning(key.first().map(|it| &**it).unwrap_or_default());
    let number = |of: Of<'_, Option<i64>>| -> ArrayRef {
        Arc::new(totals.iter().map(|(key, it)| of(key, it)).collect::<Int64Array>())
    };
    let text = |of: Of<'_, String>| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(totals.iter().map(|(key, it)| of(key, it))))
    };
    let count = |number: usize| i64::try_from(number).ok();
    let rate = |it: &Total, part: i64| it.per_mille().map(|_| part);
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for (index, name) in [INDICATOR].into_iter().chain(by.iter().map(String::as_str)).enumerate() {
        let code =
            |key: &Key, _: &Total| key.get(index).map(|it| it.to_string()).unwrap_or_default();
        columns.push((name, text(&code)));
    }
    columns.extend([
        ("value", number(&|key, it| it.value(kind(key)))),
        ("bound", text(&|_, it| if it.is_lower_bound { LOWER } else { "" }.to_owned())),
        ("unit", text(&|key, _| meaning(key).0.to_owned())),
        ("numerator", number(&|_, it| rate(it, it.numerator))),
        ("denominator", number(&|_, it| rate(it, it.denominator))),
        ("rate_per_mille", number(&|_, it| it.per_mille())),
        ("n", number(&|key, it| Some(it.people).filter(|_| kind(key) == IndicatorKind::Mean))),
        ("members", number(&|_, it| count(it.members))),
        ("members_hidden", number(&|_, it| count(it.hidden))),
        ("definition_version", number(&|key, _| meaning(key).1)),
    ]);
    let rows = batch(columns)?;
    Ok(Totals { rows, warnings: warnings(totals, by, &kind) })
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, QueryError> {
    let field = |(name, column): &(&str, ArrayRef)| {
        let is_text = *column.data_type() == DataType::Utf8;
        Field::new(*name, column.data_type().clone(), !is_text)
    };
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    RecordBatch::try_new(schema, columns)
        .map_err(|source| QueryError::Internal { source: source.into() })
}

/// Returns what a reader should know: that some totals are lower bounds, that persons of several members may
/// be the same, and that persons and stocks were not added up over time.
fn warnings(
    totals: &BTreeMap<Key, Total>,
    by: &[String],
    kind: &dyn Fn(&Key) -> IndicatorKind,
) -> Vec<Message> {
    let of = |wanted: IndicatorKind, is_it: &dyn Fn(&Total) -> bool| {
        let mut found = totals.iter().filter(|(key, it)| kind(key) == wanted && is_it(it));
        found.next().and_then(|(key, _)| key.first()).map(|it| it.to_string())
    };
    let named = |id: &'static str, code: Option<String>| {
        code.map(|code| Message::new(id).word("indicator", code))
    };
    let is_summed = |it: &Total| it.members > 1;
    let is_empty = |it: &Total| it.members == 0 && it.hidden == 0;
    let is_joint = !by.iter().any(|it| it == MEMBER);
    let joint = of(IndicatorKind::Unique, &is_summed).filter(|_| is_joint);
    let mut warnings: Vec<Message> = [
        named("view-rollup-persons", joint),
        named("view-warn-persons", of(IndicatorKind::Unique, &is_empty)),
        named("view-warn-stock", of(IndicatorKind::Stock, &is_empty)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let bounds: BTreeSet<bool> = totals.values().map(|it| it.is_lower_bound).collect();
    if bounds.contains(&true) {
        warnings.push(Message::new("view-rollup-lower"));
    }
    warnings
}
