//! A file without what the recipe does not need.
//!
//! Exports hold names, addresses and numbers of cases beside the few columns that are counted. Before
//! a file leaves the tool, every cell of a column that the recipe does not name is emptied, and what only
//! tells persons apart becomes a number: 1 for the first of them, 2 for the next. What is left reads
//! exactly like the file: the same columns, the same lines, the same problems.

use std::collections::BTreeSet;
use std::collections::HashMap;

use csv::QuoteStyle;
use csv::WriterBuilder;

use super::table;
use super::table::Table;
use crate::problem::Collector;
use crate::problem::Problems;
use crate::recipe::Hints;
use crate::recipe::Recipe;

/// What stands in a row of which the recipe needs nothing: it is a row even so.
const SOMETHING: &str = ".";

/// What becomes of the cells of a column.
#[derive(Debug)]
enum Column {
    Emptied,
    Kept,
    /// Each gets the number of its first like.
    Numbered(HashMap<String, usize>),
}

/// Returns `file` with the columns that `recipe` names, as UTF-8.
///
/// # Errors
///
/// Fails if the file is no table; what is wrong with its rows, [`super::read()`] tells of the result.
pub fn reduce(file: &[u8], recipe: &Recipe) -> Result<Vec<u8>, Problems> {
    let mut problems = Collector::default();
    let Some(table) = table::read(file, &recipe.file, &mut problems) else {
        problems.finish(())?;
        return Ok(Vec::new());
    };
    let (named, persons) = (recipe.columns(), recipe.persons());
    let columns = table.header.iter().map(|it| match it.as_str() {
        name if persons.contains(name) => Column::Numbered(HashMap::new()),
        name if named.contains(name) => Column::Kept,
        _ => Column::Emptied,
    });
    let columns = columns.collect();
    Ok(written(&table, columns, recipe.file.delimiter.unwrap_or(b',')))
}

/// Returns `file` with these columns only, as UTF-8.
pub(crate) fn reduce_to(
    file: &[u8],
    hints: &Hints,
    named: &BTreeSet<&str>,
) -> Result<Vec<u8>, Problems> {
    let mut problems = Collector::default();
    let Some(table) = table::read(file, hints, &mut problems) else {
        problems.finish(())?;
        return Ok(Vec::new());
    };
    let is_named = |it: &String| named.contains(it.as_str());
    let columns = table.header.iter().map(is_named);
    let columns = columns.map(|kept| if kept { Column::Kept } else { Column::Emptied }).collect();
    Ok(written(&table, columns, hints.delimiter.unwrap_or(b',')))
}

impl Column {
    /// Returns what is left of a cell.
    fn reduced(&mut self, cell: &str) -> String {
        match self {
            Self::Kept => cell.replace(|it: char| it.is_control(), " "),
            Self::Numbered(known) if !cell.is_empty() => {
                let next = known.len() + 1;
                known.entry(cell.to_owned()).or_insert(next).to_string()
            }
            Self::Emptied | Self::Numbered(_) => String::new(),
        }
    }
}

fn written(table: &Table<'_>, mut columns: Vec<Column>, delimiter: u8) -> Vec<u8> {
    let mut text = Vec::new();
    if table.header_line > 1 {
        text.extend_from_slice(&[b's', b'e', b'p', b'=', delimiter, b'\n']);
    }
    let header = table.header.iter().map(String::as_str);
    push(&mut text, header, (delimiter, QuoteStyle::Always));
    let mut line = count(&text) + 1;
    for row in table.rows() {
        let mut beyond = Column::Emptied;
        let mut reduced =
            |index: usize| columns.get_mut(index).unwrap_or(&mut beyond).reduced(row.cell(index));
        let mut cells: Vec<String> = (0..row.width()).map(&mut reduced).collect();
        if cells.iter().all(String::is_empty) {
            let is_emptied =
                |index: &usize| matches!(columns.get(*index), None | Some(Column::Emptied));
            let unwanted = cells.iter_mut().enumerate().find(|(index, _)| is_emptied(index));
            unwanted.into_iter().for_each(|(_, cell)| SOMETHING.clone_into(cell));
        }
        (line..row.line).for_each(|_| text.push(b'\n'));
        line = line.max(row.line) + 1;
        push(&mut text, cells.iter().map(String::as_str), (delimiter, QuoteStyle::Necessary));
    }
    text
}

/// Adds a line. Nothing can go wrong where it is written to memory.
fn push<'a>(
    text: &mut Vec<u8>,
    cells: impl Iterator<Item = &'a str>,
    (delimiter, style): (u8, QuoteStyle),
) {
    let mut writer = WriterBuilder::new().delimiter(delimiter).quote_style(style).from_writer(text);
    writer
        .write_record(cells)
        .and_then(|()| Ok(writer.flush()?))
        .unwrap_or_default();
}

/// Counts the lines of a text.
fn count(text: &[u8]) -> u64 {
    text.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_recipe_does_not_name_is_gone_and_all_else_stays_in_place() {
        for (file, expected) in [
            ("name,sex\nAnna,F\n", "\"name\",\"sex\"\n,F\n"),
            ("sep=;\nname;sex\r\n\r\nAnna;\"F,\nM\"\n", "sep=,\n\"name\",\"sex\"\n\n,\"F, M\"\n"),
            ("name\tsex\nAnna\t\nEva\n", "\"name\",\"sex\"\n.,\n.\n"),
            (
                "sex|\"na\nme\"|age\nF|\"A\nB\"|3|4\nM|x|y\n",
                "\"sex\",\"na\nme\",\"age\"\nF,,,\n\nM,,\n",
            ),
        ] {
            let reduced = reduce(file.as_bytes(), &recipe("")).unwrap();
            assert_eq!(String::from_utf8(reduced).unwrap(), expected, "{file:?}");
        }
        let said = recipe("[file]\ndelimiter = ';'");
        let reduced = reduce(b"name;sex\n\xC9mile;M\n", &said).unwrap();
        assert_eq!(reduced, b"\"name\";\"sex\"\n;M\n");
    }

    #[test]
    fn what_tells_persons_apart_becomes_a_number() {
        let recipe = recipe("person = 'case'");
        let file = b"case,sex\nL-77,F\n,F\nL-12,M\nL-77,M\n";
        let reduced = reduce(file, &recipe).unwrap();
        assert_eq!(reduced, b"\"case\",\"sex\"\n1,F\n,F\n2,M\n1,M\n");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(reduce(b"%PDF-1.7", &recipe("")).is_err());
    }

    fn recipe(more: &str) -> Recipe {
        let text = "region = { code = 'CA-ON' }\ndimension.gender = { column = 'sex', map = { F = 'GIRLS' } }\n\
            [[metric]]\nindicator = 'MATCHES_NEW'\nperiod = { code = '2025' }\ndimensions = ['gender']\n";
        Recipe::parse(&format!("{text}{more}")).unwrap()
    }
}
