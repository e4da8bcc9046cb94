//! What a numerator is a part of, and of how many a mean is, beside it in its row.
//!
//! Rates are not published; their parts are, as figures of their own. So that nobody has to know which
//! figure belongs to which, the row of a numerator shows both: its own number and that of the
//! denominator at the same place, which may be of an earlier period or in another release of the same
//! member. Both are shown or neither is, so that sums of the two columns make a quotient. A mean has
//! beside it the number of those it is of, where that is shown.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::Array;
use arrow::array::ArrayRef;
use arrow::array::AsArray;
use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Int64Type;
use arrow::datatypes::Schema;
use arrow::error::ArrowError;
use flotilla_domain::period::Period;

use crate::table::Fraction;
use crate::table::Tables;
use crate::table::coded::Texts;
use crate::table::stored;

/// The stored columns that say which figure a row is, and its number.
pub(crate) const COLUMNS: [usize; 7] = [
    stored::INDICATOR,
    stored::PERIOD,
    stored::REGION,
    stored::PROGRAM_TYPE,
    stored::DIMENSION,
    stored::CATEGORY,
    stored::VALUE,
];

/// The shown numbers of one member that stand below some line, by what they count.
#[derive(Debug, Default)]
pub(crate) struct Wholes(HashMap<String, i64>);

/// The columns of a batch that say which figure a row is.
struct Columns<'a> {
    texts: [Texts<'a>; 6],
    values: &'a Int64Array,
}

impl Wholes {
    /// Adds what a batch with the stored columns `stored` shows.
    ///
    /// # Errors
    ///
    /// Fails if the batch has not these columns: a bug.
    pub(crate) fn add(
        &mut self,
        batch: &RecordBatch,
        stored: &[usize],
        tables: &Tables,
    ) -> Result<(), ArrowError> {
        let columns = Columns::of(batch, stored)?;
        for row in 0..batch.num_rows() {
            let [indicator, period, ..] = columns.row(row);
            if let Some(value) = columns.value(row)
                && tables.is_below_a_line(indicator)
            {
                self.0.insert(columns.key(row, (indicator, period)), value);
            }
        }
        Ok(())
    }

    /// Returns a batch with three more columns: what stands above the line, and below it, and how many a
    /// mean is of.
    ///
    /// # Errors
    ///
    /// Fails if the batch has not these columns: a bug.
    pub(crate) fn beside(
        &self,
        batch: &RecordBatch,
        stored: &[usize],
        tables: &Tables,
    ) -> Result<RecordBatch, ArrowError> {
        let columns = Columns::of(batch, stored)?;
        let [indicators, ..] = columns.texts;
        let fractions = indicators.by_key(|code| tables.fraction(code));
        let means = indicators.by_key(|code| tables.people(code));
        let pair = |(row, key): (usize, usize)| {
            let fraction = (*fractions.get(key)?)?;
            let [_, period, ..] = columns.row(row);
            let value = columns.value(row)?;
            let Fraction { other, is_added, months_earlier } = fraction;
            let period: Period = period.parse().ok()?;
            let period = period.earlier(*months_earlier)?.to_string();
            let other = *self.0.get(&columns.key(row, (other, &period)))?;
            Some((value, if *is_added { value.saturating_add(other) } else { other }))
        };
        let rows = || indicators.keys().enumerate();
        let pairs: Vec<Option<(i64, i64)>> = rows().map(pair).collect();
        let of = |(row, key): (usize, usize)| {
            let people = (*means.get(key)?)?;
            let [_, period, ..] = columns.row(row);
            columns.value(row)?;
            self.0.get(&columns.key(row, (people, period))).copied()
        };
        let people: Int64Array = rows().map(of).collect();
        let above: Int64Array = pairs.iter().map(|it| it.map(|(above, _)| above)).collect();
        let below: Int64Array = pairs.iter().map(|it| it.map(|(_, below)| below)).collect();
        let mut all = batch.columns().to_vec();
        let added: [ArrayRef; 3] = [Arc::new(above), Arc::new(below), Arc::new(people)];
        all.extend(added);
        RecordBatch::try_new(Arc::new(schema(batch.schema_ref())), all)
    }
}

/// Returns the columns of a batch beside which the parts stand.
pub(crate) fn schema(schema: &Schema) -> Schema {
    let mut fields = schema.fields().to_vec();
    let number = |name| Arc::new(Field::new(name, DataType::Int64, true));
    fields.extend(["numerator", "denominator", "n"].map(number));
    Schema::new(fields)
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch, stored: &[usize]) -> Result<Self, ArrowError> {
        let column = |wanted: usize| {
            let place = stored.iter().position(|it| *it == wanted);
            let column = place.and_then(|place| batch.columns().get(place));
            column.ok_or_else(|| ArrowError::SchemaError(format!("column {wanted} is missing")))
        };
        let [a, b, c, d, e, f, value] = COLUMNS;
        let text = |wanted| Texts::of(column(wanted)?);
        Ok(Self {
            texts: [text(a)?, text(b)?, text(c)?, text(d)?, text(e)?, text(f)?],
            values: column(value)?.as_primitive::<Int64Type>(),
        })
    }

    fn row(&self, row: usize) -> [&'a str; 6] {
        self.texts.map(|column| column.text(row))
    }

    fn value(&self, row: usize) -> Option<i64> {
        self.values.is_valid(row).then(|| self.values.value(row))
    }

    /// Names the figure of another indicator and period at the place of a row.
    fn key(&self, row: usize, (indicator, period): (&str, &str)) -> String {
        let [_, _, place @ ..] = self.row(row);
        format!("{indicator} {period} {}", place.join(" "))
    }
}
