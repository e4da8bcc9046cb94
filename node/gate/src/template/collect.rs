//! Gathers what was filled in: one line for each cell, as typed, and where it stands.
//!
//! Nothing is judged here but whether this is a template: what is wrong with the cells is told by
//! [`crate::counts::read`], all at once.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;

use super::Column;
use super::FORMAT;
use super::KEY;
use super::MARKER;
use crate::counts;
use crate::counts::Line;
use crate::counts::problem;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::quote;
use crate::read::ROWS_MAX;
use crate::read::number;
use crate::read::number::Reading;

/// One sheet of a workbook.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its rows that are not empty, counted from 0, with their cells from column A on.
    pub rows: &'a [(u32, Vec<String>)],
}

/// A template that was filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// For whom it was made; may be empty.
    pub member: String,
    /// Its counts, as [`counts::read`] takes them.
    pub counts: Vec<u8>,
}

/// The columns of a sheet that mean something.
#[derive(Debug, Default)]
struct Columns {
    indicator: Option<usize>,
    region: Option<usize>,
    program: Option<usize>,
    /// Those to be filled in: their place, and the breakdown, empty for a total.
    counts: Vec<(usize, String)>,
    before: Vec<usize>,
}

/// Reads a template that was filled in; `own` is the name of the member, if it has one.
///
/// # Errors
///
/// Fails if it is not a template of this version, was made for another member, or has lost the cells by
/// which it is understood.
pub fn collect(pages: &[Page<'_>], own: Option<&str>) -> Result<Filled, Problems> {
    let mut problems = Collector::default();
    let marks = pages.iter().find(|it| it.name == MARKER).map_or_else(BTreeMap::new, marks);
    let mark = |name: &str| marks.get(name).map(String::as_str).unwrap_or_default();
    let (format, member, period) = (mark("format"), mark("member"), mark("period"));
    if format != FORMAT.to_string() {
        let what = Message::new("gate-e213-what").word("version", quote(format));
        problems.push(problem("FL-E213", Message::new("gate-place-file"), what));
        return problems.finish(Filled { member: String::new(), counts: Vec::new() });
    }
    if let Some(own) = own.filter(|own| !member.is_empty() && *own != member) {
        let what = Message::new("gate-e212-what").word("member", quote(member)).word("own", own);
        problems.push(problem("FL-E212", Message::new("gate-place-file"), what));
    }
    let mut lines = Vec::new();
    for page in pages.iter().filter(|it| it.name != MARKER) {
        sheet(page, period, &mut lines, &mut problems);
    }
    if lines.len() > ROWS_MAX {
        let what = Message::new("gate-e215-what").number("cells", lines.len());
        let what = what.number("limit", ROWS_MAX);
        problems.push(problem("FL-E215", Message::new("gate-place-file"), what));
    }
    problems.finish(Filled { member: member.to_owned(), counts: counts::write(&lines) })
}

/// Reads the hidden sheet.
fn marks(page: &Page<'_>) -> BTreeMap<String, String> {
    let mark = |(_, cells): &(u32, Vec<String>)| {
        let name = cells.first()?.trim().strip_prefix(KEY)?.to_owned();
        Some((name, cells.get(1).map(|it| it.trim().to_owned()).unwrap_or_default()))
    };
    page.rows.iter().filter_map(mark).collect()
}

/// Adds the lines of a sheet that is to be filled in; others are for reading only.
fn sheet(page: &Page<'_>, period: &str, lines: &mut Vec<Line>, problems: &mut Collector) {
    let is_key = |(_, cells): &(u32, Vec<String>)| cells.iter().any(|it| it.starts_with(KEY));
    let Some(at) = page.rows.iter().position(is_key) else { return };
    let (_, from) = page.rows.split_at(at);
    let Some((keys, rows)) = from.split_first() else { return };
    let columns = Columns::of(&keys.1);
    let (Some(indicator), Some(region)) = (columns.indicator, columns.region) else {
        problems.push(damaged(page));
        return;
    };
    if columns.counts.is_empty() {
        problems.push(damaged(page));
        return;
    }
    for (row, cells) in rows {
        let code = |column: usize| (first_word(cells, column), column);
        let program = match columns.program.map(code) {
            Some((word, column)) if !word.is_empty() => (word, column),
            none => (TOTAL.to_owned(), none.map_or(indicator, |(_, column)| column)),
        };
        let row = row.saturating_add(1);
        for (column, breakdown) in &columns.counts {
            lines.push(Line {
                sheet: page.name.to_owned(),
                row,
                column: *column,
                indicator: code(indicator),
                period: period.to_owned(),
                region: code(region),
                program_type: program.clone(),
                breakdown: breakdown.clone(),
                count: cells.get(*column).map(|it| it.trim().to_owned()).unwrap_or_default(),
            });
        }
        strangers(page.name, (row, cells), &columns, lines);
    }
}

/// Adds the numbers beside the columns of a template: nobody would read them.
fn strangers(
    sheet: &str,
    (row, cells): (u32, &[String]),
    columns: &Columns,
    lines: &mut Vec<Line>,
) {
    let is_number = |it: &str| !it.is_empty() && number::read(it, None) != Reading::None;
    let strange = cells
        .iter()
        .enumerate()
        .filter(|(column, it)| !columns.is_known(*column) && is_number(it.trim()));
    lines.extend(strange.map(|(column, cell)| Line {
        sheet: sheet.to_owned(),
        row,
        column,
        breakdown: counts::STRANGE.to_owned(),
        count: cell.trim().to_owned(),
        ..Line::default()
    }));
}

fn damaged(page: &Page<'_>) -> Problem {
    let place = Message::new("gate-place-sheet").word("sheet", quote(page.name));
    problem("FL-E200", place, Message::new("gate-e200-what-sheet"))
}

impl Columns {
    fn of(keys: &[String]) -> Self {
        let mut columns = Self::default();
        for (index, key) in keys.iter().enumerate() {
            match Column::parse(key) {
                Some(Column::Before) => columns.before.push(index),
                Some(Column::Count) => columns.counts.push((index, String::new())),
                Some(Column::Indicator) => columns.indicator = Some(index),
                Some(Column::Part(list, code)) => {
                    columns.counts.push((index, format!("{list}={code}")));
                }
                Some(Column::Program) => columns.program = Some(index),
                Some(Column::Region) => columns.region = Some(index),
                None => {}
            }
        }
        columns
    }

    fn is_known(&self, column: usize) -> bool {
        let codes = [self.indicator, self.region, self.program];
        codes.contains(&Some(column))
            || self.before.contains(&column)
            || self.counts.iter().any(|(it, _)| *it == column)
    }
}

/// Returns the code in a cell: its first word.
fn first_word(cells: &[String], column: usize) -> String {
    let cell = cells.get(column).map(String::as_str).unwrap_or_default();
    cell.split_whitespace().next().unwrap_or_default().to_owned()
}
