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
use crate::table::coded::Coded;
use crate::table::coded::Texts;
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
            Source::Bytes(index) => hex(stored(*index)?)?,
            Source::Category(list) => {
                categories(list, stored(stored::DIMENSION)?, stored(stored::CATEGORY)?)?
            }
            Source::DefinitionVersion => {
                let codes = Texts::of(stored(stored::INDICATOR)?)?;
                let versions = codes.by_key(|code| context.tables.meaning(code).1);
                let version = |key: usize| versions.get(key).copied().flatten();
                Arc::new(codes.keys().map(version).collect::<Int64Array>())
            }
            Source::Denominator => self.part_column(chunk, 1)?,
            Source::Handle => of_members(chunk, context, |member| member.handle.clone()),
            Source::Member => of_members(chunk, context, |member| member.id.to_string()),
            Source::Numerator => self.part_column(chunk, 0)?,
            Source::People => self.part_column(chunk, 2)?,
            Source::PeriodEnd | Source::PeriodStart => {
                let periods = Coded::of(stored(stored::PERIOD)?)?;
                let days = days_of(source, periods.values());
                let days: &Date32Array = days.as_primitive();
                let day = |key| (key < days.len() && days.is_valid(key)).then(|| days.value(key));
                Arc::new(periods.keys().map(day).collect::<Date32Array>())
            }
            Source::PracticeMember(index) => practices(stored(*index)?, |entry| {
                let found = context.state.practice(entry);
                let by = found.and_then(|(id, _)| context.members().iter().find(|it| it.id == id));
                by.map(|member| member.handle.clone()).unwrap_or_default()
            }),
            Source::PracticeState(index) => practices(stored(*index)?, |entry| {
                let found = context.state.practice(entry);
                found.map_or(UNKNOWN, |(_, state)| state).to_owned()
            }),
            Source::Same(index) => fresh(stored(*index)?)?,
            Source::SupersededAt(index) => {
                let times = superseded(stored(*index)?, chunk, context, |it| it.created_ms)?;
                moments_of(times.into_iter())
            }
            Source::SupersededBy(index) => {
                let ids = superseded(stored(*index)?, chunk, context, |it| it.entry.to_string())?;
                let ids = ids.into_iter().map(Option::unwrap_or_default);
                Arc::new(StringArray::from_iter_values(ids))
            }
            Source::Time(index) => moments(stored(*index)?),
            Source::Unit => {
                let codes = Texts::of(stored(stored::INDICATOR)?)?;
                let units = codes.by_key(|code| context.tables.meaning(code).0);
                texts_by(&units, codes.keys())
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
        fresh(column.ok_or_else(missing)?)
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

fn categories(
    list: &str,
    dimensions: &ArrayRef,
    categories: &ArrayRef,
) -> Result<ArrayRef, ArrowError> {
    let (dimensions, categories) = (Texts::of(dimensions)?, Texts::of(categories)?);
    let is_list = dimensions.by_key(|dimension| dimension == list);
    let codes = categories.by_key(|code| code);
    let code = |(dimension, category): (usize, usize)| {
        let is_here = is_list.get(dimension).is_some_and(|it| *it);
        if is_here { codes.get(category).copied().unwrap_or_default() } else { TOTAL }
    };
    let codes = dimensions.keys().zip(categories.keys()).map(code);
    Ok(Arc::new(StringArray::from_iter_values(codes)))
}

/// Returns for each key the text that it has; nothing for a key without one.
fn texts_by<T: AsRef<str>>(texts: &[T], keys: impl Iterator<Item = usize>) -> ArrayRef {
    let text = |key| texts.get(key).map_or("", |it: &T| it.as_ref());
    Arc::new(StringArray::from_iter_values(keys.map(text)))
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

/// Returns the day that is shown of each of the texts `periods`; none of what is no period.
pub(crate) fn days_of(source: &Source, periods: &ArrayRef) -> ArrayRef {
    let day = |text: &str| {
        let period = text.parse::<Period>().ok()?;
        let is_start = matches!(source, Source::PeriodStart);
        days_since_1970(&if is_start { period.first_day() } else { period.last_day() })
    };
    let texts = periods.as_string_opt::<i32>();
    let days = texts.into_iter().flatten().map(|text| day(text?));
    Arc::new(days.collect::<Date32Array>())
}

fn days_since_1970(day: &str) -> Option<i32> {
    use arrow::compute::kernels::cast_utils::Parser;
    Date32Type::parse(day)
}

/// Spells bytes; where they repeat, each only once.
fn hex(bytes: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).map_or('0', |it| char::from(*it));
    let spell = |bytes: Option<&[u8]>| -> String {
        let bytes = bytes.unwrap_or_default();
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    };
    if let Some(bytes) = bytes.as_binary_opt::<i32>() {
        return Ok(Arc::new(StringArray::from_iter_values(bytes.iter().map(spell))));
    }
    let coded = Coded::of(bytes)?;
    let spelled: Vec<String> = coded.bytes()?.iter().map(spell).collect();
    Ok(texts_by(&spelled, coded.keys()))
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
) -> Result<Vec<Option<T>>, ArrowError> {
    let places = chunk.columns().last().and_then(|it| it.as_primitive_opt::<UInt32Type>());
    let places = places.map_or(&[][..], |it| it.values());
    let entries = Coded::of(entries)?;
    let ids = entries.bytes()?.iter();
    let ids: Vec<Option<EntryId>> =
        ids.map(|id| id.and_then(Hash::from_slice).map(EntryId)).collect();
    let said = entries.keys().zip(places).map(|(key, place)| {
        let entry = (*ids.get(key)?)?;
        let member = context.members().get(usize::try_from(*place).ok()?)?;
        context.state.logs.get(&member.id)?.hider(entry).map(&say)
    });
    Ok(said.collect())
}

/// Returns an array of the same values that shares nothing with `column`, and is of the plain kind.
fn fresh(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    Ok(match column.data_type() {
        DataType::Dictionary(_, _) => {
            Arc::new(StringArray::from_iter_values(Texts::of(column)?.iter()))
        }
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
    })
}
