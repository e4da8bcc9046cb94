//! A table with one row for each count, as statistical offices publish them, as lines.
//!
//! Nothing is judged here but what a line cannot say: a period that is none, and a row about two breakdowns
//! at once. Everything else is told by [`super::read`] of the lines, each thing with its cell.

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;

use super::Line;
use super::problem;
use super::way::Code;
use super::way::Columns;
use crate::fold::fold;
use crate::problem::Collector;
use crate::problem::quote;
use crate::read;
use crate::read::table;
use crate::read::table::Row;
use crate::read::table::Table;
use crate::recipe::Hints;
use crate::recipe::read_period;

/// What a table is called that is no sheet of a workbook.
const TABLE: &str = "table";

/// Where codes stand in the rows of one table.
struct Places<'a> {
    columns: &'a Columns,
    header: &'a [String],
    sheet: &'a str,
}

/// Returns the rows of a table as lines; nothing only if a problem was noted.
pub(super) fn lines(
    file: &[u8],
    (columns, hints): (&Columns, &Hints),
    problems: &mut Collector,
) -> Option<Vec<Line>> {
    let table = table::read(file, hints, problems)?;
    let sheet = hints.sheet.as_deref().unwrap_or(TABLE);
    let missing = columns.names().filter(|it| read::column(it, &table, problems).is_none());
    if missing.count() > 0 {
        return None;
    }
    let places = Places { columns, header: &table.header, sheet };
    Some(places.lines(&table, problems))
}

impl Places<'_> {
    fn lines(&self, table: &Table<'_>, problems: &mut Collector) -> Vec<Line> {
        table.rows().filter_map(|row| self.line(&row, problems)).collect()
    }

    fn line(&self, row: &Row, problems: &mut Collector) -> Option<Line> {
        let Columns { count, indicator, period, region, program, dimensions } = self.columns;
        let (count, column) = self.cell(row, count);
        let mut line = Line {
            sheet: self.sheet.to_owned(),
            row: u32::try_from(row.line).unwrap_or(u32::MAX),
            column,
            indicator: self.code(row, indicator),
            region: self.code(row, region),
            program_type: (TOTAL.to_owned(), column),
            count: count.to_owned(),
            ..Line::default()
        };
        if let Some(program) = program {
            line.program_type = self.code(row, program);
        }
        let (said, at) = self.code(row, period);
        match read_period(&said) {
            Some(period) => line.period = period.to_string(),
            None => {
                let what = Message::new("gate-e217-what").word("value", quote(&said));
                problems.push(problem("FL-E217", line.at(at).message(), what));
                return None;
            }
        }
        for (dimension, code) in dimensions {
            let (category, at) = self.code(row, code);
            if category == TOTAL {
                continue;
            }
            if !line.breakdown.is_empty() {
                let what = Message::new("gate-e218-what");
                problems.push(problem("FL-E218", line.at(at).message(), what));
                return None;
            }
            line.breakdown = format!("{dimension}={category}");
        }
        Some(line)
    }

    /// Returns a code, and the column where it stands.
    fn code(&self, row: &Row, code: &Code) -> (String, usize) {
        match code {
            Code::Constant(code) => (code.clone(), 0),
            Code::Column(name, map) => {
                let (cell, column) = self.cell(row, name);
                let word = fold(cell);
                let mapped = map.iter().find(|(it, _)| *it == word).map(|(_, code)| code);
                (mapped.map_or_else(|| cell.to_owned(), Clone::clone), column)
            }
        }
    }

    fn cell<'r>(&self, row: &'r Row, name: &str) -> (&'r str, usize) {
        let column = self.header.iter().position(|it| it == name).unwrap_or(usize::MAX);
        (row.cell(column), column)
    }
}
