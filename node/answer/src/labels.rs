//! What codes are called, beside the codes: a column `region_label` after the column `region`.
//!
//! A code that nobody has named is its own label, so that no cell is empty where there is a code.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::AsArray;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;

use crate::FormatError;

/// What the name of a column of labels adds to that of its codes.
const SUFFIX: &str = "_label";

/// What the codes of one column are called.
pub type Names = BTreeMap<String, String>;

/// A table with labels.
#[derive(Debug)]
pub struct Labels {
    schema: SchemaRef,
    /// For each column without labels, what its codes are called, if it holds codes.
    columns: Vec<Option<Names>>,
}

impl Labels {
    /// Adds labels to a table with these columns; `names` says what the codes of a column are called,
    /// if it holds codes.
    pub fn new(schema: &Schema, names: impl Fn(&str) -> Option<Names>) -> Self {
        let (mut fields, mut columns) = (Vec::new(), Vec::new());
        for field in schema.fields() {
            let is_text = *field.data_type() == DataType::Utf8;
            let name = format!("{}{SUFFIX}", field.name());
            // A column that is called so already keeps its name to itself.
            let is_free = schema.field_with_name(&name).is_err();
            let named = (is_text && is_free).then(|| names(field.name())).flatten();
            fields.push(field.as_ref().clone());
            if named.is_some() {
                fields.push(Field::new(name, DataType::Utf8, field.is_nullable()));
            }
            columns.push(named);
        }
        Self { schema: Arc::new(Schema::new(fields)), columns }
    }

    /// Returns the columns with their labels.
    pub fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    /// Adds the labels to rows.
    ///
    /// # Errors
    ///
    /// Fails if the rows have other columns.
    pub fn label(&self, batch: &RecordBatch) -> Result<RecordBatch, FormatError> {
        let mut columns = Vec::new();
        for (column, names) in batch.columns().iter().zip(&self.columns) {
            columns.push(Arc::clone(column));
            if let (Some(names), Some(codes)) = (names, column.as_string_opt::<i32>()) {
                let label = |code| names.get(code).map_or(code, String::as_str);
                let labels: StringArray = codes.iter().map(|code| code.map(label)).collect();
                let labels: ArrayRef = Arc::new(labels);
                columns.push(labels);
            }
        }
        RecordBatch::try_new(self.schema(), columns).map_err(FormatError::Value)
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;

    use super::*;

    #[test]
    fn a_code_has_its_label_beside_it_and_a_number_has_none() {
        let codes: ArrayRef = Arc::new(StringArray::from(vec!["CA-QC", "X-1"]));
        let values: ArrayRef = Arc::new(Int64Array::from(vec![15, 20]));
        let batch = RecordBatch::try_from_iter([
            ("region", Arc::clone(&codes)),
            ("value", Arc::clone(&values)),
            ("period", codes),
        ]);
        let batch = batch.unwrap();
        let quebec = || Names::from([("CA-QC".to_owned(), "Québec".to_owned())]);
        let is_code = |name: &str| ["region", "value"].contains(&name).then(quebec);
        let labels = Labels::new(&batch.schema(), is_code);
        let names: Vec<&str> = labels.schema.fields().iter().map(|it| it.name().as_str()).collect();
        assert_eq!(names, ["region", "region_label", "value", "period"]);
        let labeled = labels.label(&batch).unwrap();
        let told: Vec<&str> = labeled.column(1).as_string::<i32>().iter().flatten().collect();
        assert_eq!(told, ["Québec", "X-1"]);
    }
}
