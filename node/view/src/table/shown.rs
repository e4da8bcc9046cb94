//! From what is stored to what is shown, for the columns that a query asks for.
//!
//! Every array is made afresh from its values, so that what a query gets does not depend on how its
//! rows happened to lie in files and memory: not even the size of a buffer does.

use std::sync::Arc;

use arrow::array::Array;
use arrow::array::ArrayRef;
use arrow::array::AsArray;
use arrow::array::Date32Array;
use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use arrow::array::RecordBatchOptions;
use arrow::array::StringArray;
use arrow::array::TimestampMillisecondArray;
use arrow::datatypes::DataType;
use arrow::datatypes::Date32Type;
use arrow::datatypes::Int64Type;
use arrow::datatypes::SchemaRef;
use arrow::datatypes::UInt32Type;
use arrow::error::ArrowError;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::period::Period;

use crate::engine::parts;
use crate::setting::MemberRow;
use crate::state::Hider;
use crate::state::State;
use crate::table::Source;
use crate::table::Tables;
use crate::table::stored;

/// The moments that can be printed: from year 0 to the end of year 9999.
const MOMENTS: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

/// What is said of a practice record that is not here.
const UNKNOWN: &str = "unknown";

/// How to show a table: the columns wanted, and the stored columns they are made from.
#[derive(Clone, Debug)]
pub(crate) struct Projection {
    pub(crate) schema: SchemaRef,
    sources: Vec<Source>,
    /// Stored columns, ascending.
    pub(crate) stored: Vec<usize>,
}

/// What the values of a row mean beyond the row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub(crate) tables: &'a Tables,
    pub(crate) state: &'a State,
}

impl Projection {
    /// Returns how to show the columns of `schema`, which come from `sources`.
    pub(crate) fn new(schema: SchemaRef, sources: Vec<Source>) -> Self {
        let mut stored: Vec<usize> = sources.iter().flat_map(Source::needs).copied().collect();
        // A row is there even if none of its columns is.
        stored.push(stored::SEQ);
        stored.sort_unstable();
        stored.dedup();
        Self { schema, sources, stored }
    }

    /// Returns how to take the stored columns that tell what rates are made of.
    pub(crate) fn of_parts() -> Self {
        let sources = vec![Source::Numerator];
        Self::new(SchemaRef::new(arrow::datatypes::Schema::empty()), sources)
    }

    /// Shows `chunk`: the stored columns, those of the parts of rates if they are wanted, then which
    /// member each row is of.
    ///
    /// # Errors
    ///
    /// Fails if the chunk has not these columns: a bug.
    pub(crate) fn show(
        &self,
        chunk: &RecordBatch,
        context: Context<'_>,
    ) -> Result<RecordBatch, ArrowError> {
        let columns = self.sources.iter().map(|source| self.column(source, chunk, context));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(chunk.num_rows()));
        RecordBatch::try_new_with_options(SchemaRef::clone(&self.schema), columns, &options)
    }

    fn column(
        &self,
        source: &Source,
        chunk: &RecordBatch,
        context: Context<'_>,
    ) -> Result<ArrayRef, ArrowError> {
        let stored = |index| self.stored_column(chunk, index);
        Ok(match source {
            Source::Bytes(index) => hex(stored(*index)?),
            Source::Category(list) => {
                categories(list, stored(stored::DIMENSION)?, stored(stored::CATEGORY)?)
            }
            Source::DefinitionVersion => {
                let codes = stored(stored::INDICATOR)?.as_string::<i32>();
                let versions = codes.iter().map(|code| context.tables.meaning(code?).1);
                Arc::new(versions.collect::<Int64Array>())
            }
            Source::Denominator => self.part_column(chunk, 1)?,
            Source::Handle => of_members(chunk, context, |member| member.handle.clone()),
            Source::Member => of_members(chunk, context, |member| member.id.to_string()),
            Source::Numerator => self.part_column(chunk, 0)?,
            Source::People => self.part_column(chunk, 2)?,
            Source::PeriodEnd => days(stored(stored::PERIOD)?, Period::last_day),
            Source::PeriodStart => days(stored(stored::PERIOD)?, Period::first_day),
            Source::PracticeMember(index) => practices(stored(*index)?, |entry| {
                let found = context.state.practice(entry);
                let by = found.and_then(|(id, _)| context.members().iter().find(|it| it.id == id));
                by.map(|member| member.handle.clone()).unwrap_or_default()
            }),
            Source::PracticeState(index) => practices(stored(*index)?, |entry| {
                let found = context.state.practice(entry);
                found.map_or(UNKNOWN, |(_, state)| state).to_owned()
            }),
            Source::Same(index) => fresh(stored(*index)?),
            Source::SupersededAt(index) => {
                let times = superseded(stored(*index)?, chunk, context, |it| it.created_ms);
                moments_of(times.into_iter())
            }
            Source::SupersededBy(index) => {
                let ids = superseded(stored(*index)?, chunk, context, |it| it.entry.to_string());
                let ids = ids.into_iter().map(Option::unwrap_or_default);
                Arc::new(StringArray::from_iter_values(ids))
            }
            Source::Time(index) => moments(stored(*index)?),
            Source::Unit => {
                let codes = stored(stored::INDICATOR)?.as_string::<i32>();
                let units = codes.iter().map(|code| context.tables.meaning(code.unwrap_or("")).0);
                Arc::new(StringArray::from_iter_values(units))
            }
        })
    }

    /// Returns whether parts of rates stand beside the stored columns of a chunk.
    pub(crate) fn has_parts(&self) -> bool {
        self.sources
            .iter()
            .any(|it| matches!(it, Source::Denominator | Source::Numerator | Source::People))
    }

    /// Returns one of the three columns that stand beside the stored ones.
    fn part_column(&self, chunk: &RecordBatch, index: usize) -> Result<ArrayRef, ArrowError> {
        let column = chunk.columns().get(self.stored.len() + index);
        let missing = || ArrowError::SchemaError("the parts of rates are missing".to_owned());
        column.map(fresh).ok_or_else(missing)
    }

    fn stored_column<'a>(
        &self,
        chunk: &'a RecordBatch,
        index: usize,
    ) -> Result<&'a ArrayRef, ArrowError> {
        let place = self.stored.iter().position(|it| *it == index);
        let column = place.and_then(|place| chunk.columns().get(place));
        column.ok_or_else(|| ArrowError::SchemaError(format!("stored column {index} is missing")))
    }
}

impl<'a> Context<'a> {
    fn members(&self) -> &'a [MemberRow] {
        &self.state.members
    }
}

impl Source {
    /// Returns the stored columns that it is made from.
    fn needs(&self) -> &[usize] {
        match self {
            Self::Bytes(index)
            | Self::PracticeMember(index)
            | Self::PracticeState(index)
            | Self::Same(index)
            | Self::SupersededAt(index)
            | Self::SupersededBy(index)
            | Self::Time(index) => std::slice::from_ref(index),
            Self::Category(_) => &[stored::DIMENSION, stored::CATEGORY],
            Self::DefinitionVersion | Self::Unit => &[stored::INDICATOR],
            Self::Denominator | Self::Numerator | Self::People => &parts::COLUMNS,
            Self::PeriodEnd | Self::PeriodStart => &[stored::PERIOD],
            Self::Handle | Self::Member => &[],
        }
    }
}

fn of_members(
    chunk: &RecordBatch,
    context: Context<'_>,
    text: impl Fn(&MemberRow) -> String,
) -> ArrayRef {
    let texts: Vec<String> = context.members().iter().map(text).collect();
    let places = chunk.columns().last().and_then(|it| it.as_primitive_opt::<UInt32Type>());
    let places = places.map_or(&[][..], |it| it.values());
    let member = |place: &u32| usize::try_from(*place).ok().and_then(|place| texts.get(place));
    Arc::new(StringArray::from_iter_values(places.iter().map(|it| member(it).map_or("", |it| it))))
}

fn categories(list: &str, dimensions: &ArrayRef, categories: &ArrayRef) -> ArrayRef {
    let pairs = dimensions.as_string::<i32>().iter().zip(categories.as_string::<i32>());
    let codes = pairs.map(|(dimension, category)| match category {
        Some(category) if dimension == Some(list) => category,
        _ => TOTAL,
    });
    Arc::new(StringArray::from_iter_values(codes))
}

/// Returns what `text` says of each entry of `entries`.
fn practices(entries: &ArrayRef, text: impl Fn(EntryId) -> String) -> ArrayRef {
    let ids = entries.as_binary::<i32>().iter();
    let texts = ids.map(|id| {
        let id = id.and_then(Hash::from_slice).map(EntryId);
        id.map_or_else(String::new, &text)
    });
    Arc::new(StringArray::from_iter_values(texts))
}

/// Reads each period once for each run of equal ones.
fn days(periods: &ArrayRef, day: impl Fn(Period) -> String) -> ArrayRef {
    let mut last: (Option<&str>, Option<i32>) = (None, None);
    let days = periods.as_string::<i32>().iter().map(|text| {
        if text != last.0 {
            let period = text.and_then(|text| text.parse::<Period>().ok());
            last = (text, period.and_then(|period| days_since_1970(&day(period))));
        }
        last.1
    });
    Arc::new(days.collect::<Date32Array>())
}

fn days_since_1970(day: &str) -> Option<i32> {
    use arrow::compute::kernels::cast_utils::Parser;
    Date32Type::parse(day)
}

fn hex(bytes: &ArrayRef) -> ArrayRef {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).map_or('0', |it| char::from(*it));
    let spell = |bytes: Option<&[u8]>| -> String {
        let bytes = bytes.unwrap_or_default();
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    };
    Arc::new(StringArray::from_iter_values(bytes.as_binary::<i32>().iter().map(spell)))
}

fn moments(times: &ArrayRef) -> ArrayRef {
    moments_of(times.as_primitive::<Int64Type>().values().iter().copied().map(Some))
}

fn moments_of(times: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    let times = times.map(|ms| Some(ms?.clamp(*MOMENTS.start(), *MOMENTS.end())));
    Arc::new(times.collect::<TimestampMillisecondArray>().with_timezone("+00:00"))
}

/// Returns what is said of what took the place of each entry; `None` where nothing did.
fn superseded<T>(
    entries: &ArrayRef,
    chunk: &RecordBatch,
    context: Context<'_>,
    say: impl Fn(Hider) -> T,
) -> Vec<Option<T>> {
    let places = chunk.columns().last().and_then(|it| it.as_primitive_opt::<UInt32Type>());
    let places = places.map_or(&[][..], |it| it.values());
    let said = entries.as_binary::<i32>().iter().zip(places).map(|(entry, place)| {
        let entry = entry.and_then(Hash::from_slice).map(EntryId)?;
        let member = context.members().get(usize::try_from(*place).ok()?)?;
        context.state.logs.get(&member.id)?.hider(entry).map(&say)
    });
    said.collect()
}

/// Returns an array of the same values that shares nothing with `column`.
fn fresh(column: &ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Int64 if column.null_count() == 0 => {
            let values = column.as_primitive::<Int64Type>().values().iter().copied();
            Arc::new(Int64Array::from_iter_values(values))
        }
        DataType::Int64 => {
            Arc::new(column.as_primitive::<Int64Type>().iter().collect::<Int64Array>())
        }
        _ => {
            let values = column.as_string::<i32>().iter().map(Option::unwrap_or_default);
            Arc::new(StringArray::from_iter_values(values))
        }
    }
}
