//! Texts that are read as the few that there are, and for each row which of them it has.
//!
//! Figures repeat the same few codes millions of times. Files hold each once, and are read that way, so what
//! is asked of a code is asked once for each code and not for each row. Nobody outside this crate sees it:
//! how many codes stand in a file depends on the file, and what is shown may not.

use std::sync::Arc;

use arrow::array::Array;
use arrow::array::ArrayRef;
use arrow::array::AsArray;
use arrow::array::BinaryArray;
use arrow::array::BooleanArray;
use arrow::array::DictionaryArray;
use arrow::array::RecordBatch;
use arrow::array::RecordBatchOptions;
use arrow::array::StringArray;
use arrow::buffer::BooleanBuffer;
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Int32Type;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use crate::table::Logged;
use crate::table::stored;

/// For each row a key, and for each key a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coded<'a> {
    keys: &'a [i32],
    values: &'a ArrayRef,
}

/// For each row a key, and for each key a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts<'a> {
    coded: Coded<'a>,
    texts: &'a StringArray,
}

impl<'a> Coded<'a> {
    /// Returns what `column` holds.
    ///
    /// # Errors
    ///
    /// Fails if it is not coded: a bug.
    pub(crate) fn of(column: &'a ArrayRef) -> Result<Self, ArrowError> {
        let coded: Option<&DictionaryArray<Int32Type>> = column.as_dictionary_opt();
        let coded = coded.filter(|it| it.null_count() == 0).ok_or_else(not_coded)?;
        Ok(Self { keys: coded.keys().values(), values: coded.values() })
    }

    /// Returns the values by key. Some may be in no row.
    pub(crate) fn values(&self) -> &'a ArrayRef {
        self.values
    }

    /// Returns the key of each row.
    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = usize> + use<'a> {
        // A key without a value, which no reader makes, is one that nothing is found by.
        self.keys.iter().map(|key| usize::try_from(*key).unwrap_or(usize::MAX))
    }

    /// Returns the values as bytes.
    ///
    /// # Errors
    ///
    /// Fails if they are something else: a bug.
    pub(crate) fn bytes(&self) -> Result<&'a BinaryArray, ArrowError> {
        self.values.as_binary_opt::<i32>().ok_or_else(not_coded)
    }

    /// Returns which rows have a key that `passes` names.
    pub(crate) fn rows(&self, passes: &[bool]) -> BooleanArray {
        let passes = |key: &i32| {
            usize::try_from(*key).ok().and_then(|key| passes.get(key)).is_some_and(|it| *it)
        };
        self.keys.iter().map(passes).collect::<BooleanBuffer>().into()
    }
}

impl<'a> Texts<'a> {
    /// Returns what `column` holds.
    ///
    /// # Errors
    ///
    /// Fails if it holds no coded texts: a bug.
    pub(crate) fn of(column: &'a ArrayRef) -> Result<Self, ArrowError> {
        let coded = Coded::of(column)?;
        let texts = coded.values.as_string_opt::<i32>().ok_or_else(not_coded)?;
        Ok(Self { coded, texts })
    }

    /// Returns the text of a row.
    pub(crate) fn text(&self, row: usize) -> &'a str {
        let key = self.coded.keys.get(row).and_then(|key| usize::try_from(*key).ok());
        self.of_key(key.unwrap_or(usize::MAX))
    }

    /// Returns the key of each row.
    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = usize> + use<'a> {
        self.coded.keys()
    }

    /// Returns what `say` makes of each text, by key.
    pub(crate) fn by_key<T>(&self, say: impl Fn(&'a str) -> T) -> Vec<T> {
        (0..self.texts.len()).map(|key| say(self.of_key(key))).collect()
    }

    /// Returns the text of each row.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let texts = *self;
        self.keys().map(move |key| texts.of_key(key))
    }

    fn of_key(&self, key: usize) -> &'a str {
        if key < self.texts.len() { self.texts.value(key) } else { "" }
    }
}

/// Returns the columns of `table` as they are read: what repeats is coded.
pub(crate) fn schema(table: Logged) -> SchemaRef {
    let plain = stored::schema(table);
    let repeats = |index: usize| match table {
        Logged::Entries => false,
        Logged::Observations => true,
        Logged::Practices | Logged::Responses => index == stored::ENTRY,
    };
    let fields = plain.fields().iter().enumerate().map(|(index, field)| match field.data_type() {
        kind @ (DataType::Utf8 | DataType::Binary) if repeats(index) => {
            Arc::new(Field::new_dictionary(field.name(), DataType::Int32, kind.clone(), false))
        }
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Returns `batch`, which has the columns `wanted` of `table`, as it is read from files.
///
/// # Errors
///
/// Fails if it has other columns: a bug.
pub(crate) fn batch(
    table: Logged,
    wanted: &[usize],
    batch: &RecordBatch,
) -> Result<RecordBatch, ArrowError> {
    let schema = Arc::new(schema(table).project(wanted)?);
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type()));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema, columns, &options)
}

fn not_coded() -> ArrowError {
    ArrowError::SchemaError("a column is not coded as it should be".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_text_and_every_text_is_asked_once() {
        let plain: ArrayRef = Arc::new(StringArray::from(vec!["a", "b", "a", "a"]));
        let kind = DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
        let column = cast(&plain, &kind).unwrap();
        let texts = Texts::of(&column).unwrap();
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "b", "a", "a"]);
        assert_eq!(texts.by_key(str::to_owned), ["a", "b"]);
        assert_eq!((texts.text(1), texts.text(9)), ("b", ""));
        let rows = Coded::of(&column).unwrap().rows(&[false, true]);
        assert_eq!(rows, BooleanArray::from(vec![false, true, false, false]));
        assert!(Texts::of(&plain).is_err());
    }
}
