//! Counts that people made themselves, cell by cell, as a filled template has them.
//!
//! ```text
//!  template ─collect→ one line for each cell ─read→ Draft ─pass→ …
//!  (workbook)         (text, as typed)             checked
//!  table    ──long──► the same
//! ```
//!
//! A line says where its cell is, what it counts, and what was typed, and nothing is judged before all
//! lines are there: [`read`] tells everything that is wrong at once, each thing with its sheet and its
//! cell. It promises:
//!
//! - **An empty cell is not reported, and 0 is a count.** Whatever else is no whole number is a problem;
//!   but where the recipe says that a mark stands for a number which the source does not tell, that number
//!   is unknown: it is no zero, and nothing is worked out from it or for it.
//! - **Whole tables only**: what is told of some regions, programs or categories is told of all of them,
//!   so that a place that is absent never looks like nobody.
//! - **Numbers add up**, or it says which do not.
//! - **A draft like any other**: wholes are added up from their parts, and it goes through the same gate.

mod balance;
mod cell;
mod codes;
mod long;
mod way;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use csv::WriterBuilder;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::message::Message;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Place;

use crate::draft::Draft;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::quote;
use crate::read::table;
use crate::read::table::Row;
use crate::recipe::Hints;
use crate::recipe::letters;
use crate::rules::Shape;

pub use self::way::Way;
pub(crate) use self::way::named;

/// What stands in the place of a recipe where the file is such lines.
pub const RECIPE: &str = "[counts]\nversion = 1\n";

/// The breakdown of a number that stands beside all columns that mean something.
pub(crate) const STRANGE: &str = "!";

/// The columns of a line.
const HEADER: [&str; 12] = [
    "sheet",
    "row",
    "column",
    "indicator",
    "indicator_column",
    "period",
    "region",
    "region_column",
    "program_type",
    "program_column",
    "breakdown",
    "count",
];

/// One cell for a count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) sheet: String,
    pub(crate) row: u32,
    /// Counted from 0, like the columns of the codes.
    pub(crate) column: usize,
    pub(crate) indicator: (String, usize),
    pub(crate) period: String,
    pub(crate) region: (String, usize),
    pub(crate) program_type: (String, usize),
    /// `gender=GIRLS`; empty for a total.
    pub(crate) breakdown: String,
    /// What was typed.
    pub(crate) count: String,
}

/// The columns of [`HEADER`], by their place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Field {
    Sheet,
    Row,
    Column,
    Indicator,
    IndicatorColumn,
    Period,
    Region,
    RegionColumn,
    Program,
    ProgramColumn,
    Breakdown,
    Count,
}

/// A cell that has a place.
#[derive(Clone, Debug)]
struct Told {
    said: Said,
    at: At,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Said {
    Count(u64),
    /// Somebody counted, and does not tell: at most so many, if the mark says so.
    Masked(Option<u64>),
    /// It is empty: not reported.
    Nothing,
    /// Something else, which was noted.
    Wrong,
}

/// Where a cell is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct At {
    sheet: String,
    cell: String,
}

/// All cells that have a place.
type Cells = BTreeMap<Place, Told>;

/// Writes lines as [`read`] takes them.
pub(crate) fn write(lines: &[Line]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    // Nothing can go wrong where it is written to memory.
    writer.write_record(HEADER).unwrap_or_default();
    for line in lines {
        let (row, column) = (line.row.to_string(), letters(line.column));
        let columns = [&line.indicator, &line.region, &line.program_type].map(|it| letters(it.1));
        let [indicator, region, program] = &columns;
        let record = [
            &line.sheet,
            &row,
            &column,
            &line.indicator.0,
            indicator,
            &line.period,
            &line.region.0,
            region,
            &line.program_type.0,
            program,
            &line.breakdown,
            &line.count,
        ];
        writer.write_record(record).unwrap_or_default();
    }
    writer.into_inner().unwrap_or_default()
}

/// Reads lines into a draft.
///
/// # Errors
///
/// Fails with everything that is wrong with them.
pub fn read(
    file: &[u8],
    way: &Way,
    catalogue: &Catalogue,
    profile: &Profile,
) -> Result<Draft, Problems> {
    let mut problems = Collector::default();
    let Some(rows) = rows(file, way, &mut problems) else {
        return problems.finish(Draft::default());
    };
    let shape = Shape::of(catalogue, profile);
    let mut cells = Cells::new();
    for row in &rows {
        if text(row, Field::Breakdown) == STRANGE {
            problems.push(strange(row));
            continue;
        }
        let tells_wholes = way.table.is_some();
        let shape = (&shape, tells_wholes);
        let Some(place) = codes::place(row, (catalogue, profile), shape, &mut problems) else {
            continue;
        };
        let told = Told { said: cell::read(row, way, &mut problems), at: at(row) };
        let before = cells.get(&place).filter(|it| it.said != Said::Nothing);
        match before {
            Some(before) if told.said != Said::Nothing => {
                problems.push(twice(&before.at, &told.at));
            }
            Some(_) => {}
            None => {
                cells.insert(place, told);
            }
        }
    }
    let balance::Whole { counts, masked } =
        balance::balance(&cells, (catalogue, &shape), &mut problems);
    if counts.is_empty() && masked.is_empty() && problems.is_empty() {
        problems.push(nothing());
    }
    let filled = cells.values().filter(|it| it.said != Said::Nothing);
    let filled = filled.map(|it| (&it.at.sheet, it.at.row())).collect::<BTreeSet<_>>().len();
    let draft = Draft::new(counts, filled, filled).with_masked(masked);
    problems.finish(draft.covering(way.coverage().clone()))
}

/// Returns the lowest-level regions and programs that the lines name: where somebody works who is no
/// member yet.
pub fn profile(file: &[u8], way: &Way, catalogue: &Catalogue) -> Profile {
    let rows = rows(file, way, &mut Collector::default()).unwrap_or_default();
    let leaves = |list: &str, field: Field| {
        let Some(list) = catalogue.list(list) else { return Vec::new() };
        let codes: BTreeSet<&str> = rows.iter().map(|row| text(row, field)).collect();
        let leaves = codes.into_iter().filter(|code| list.is_leaf(code));
        leaves.map(str::to_owned).collect()
    };
    Profile {
        regions: leaves(REGION, Field::Region),
        programs: leaves(PROGRAM_TYPE, Field::Program),
        absent: Vec::new(),
    }
}

/// Returns the lines of a file; nothing only if a problem was noted.
fn rows(file: &[u8], way: &Way, problems: &mut Collector) -> Option<Vec<Row>> {
    if let Some(columns) = &way.table {
        let lines = long::lines(file, (columns, &way.hints), problems)?;
        return Some(table::read(&write(&lines), &Hints::default(), problems)?.rows().collect());
    }
    let table = table::read(file, &Hints::default(), problems)?;
    if table.header.iter().eq(HEADER.iter()) {
        return Some(table.rows().collect());
    }
    let what = Message::new("gate-e200-what");
    let place = Message::new("gate-place-file");
    problems.push(problem("FL-E200", place, what));
    None
}

fn text(row: &Row, field: Field) -> &str {
    let fields = [
        Field::Sheet,
        Field::Row,
        Field::Column,
        Field::Indicator,
        Field::IndicatorColumn,
        Field::Period,
        Field::Region,
        Field::RegionColumn,
        Field::Program,
        Field::ProgramColumn,
        Field::Breakdown,
        Field::Count,
    ];
    let index = fields.iter().position(|it| *it == field);
    index.map_or("", |index| row.cell(index))
}

fn at(row: &Row) -> At {
    at_column(row, Field::Column)
}

/// Returns where the cell is whose column another cell names.
fn at_column(row: &Row, column: Field) -> At {
    let cell = format!("{}{}", text(row, column), text(row, Field::Row));
    At { sheet: quote(text(row, Field::Sheet)), cell }
}

impl Line {
    /// Returns where the cell in a column of this line is.
    fn at(&self, column: usize) -> At {
        At { sheet: quote(&self.sheet), cell: format!("{}{}", letters(column), self.row) }
    }
}

impl At {
    fn message(&self) -> Message {
        Message::new("gate-place-sheet-cell")
            .word("sheet", &self.sheet)
            .word("cell", &self.cell)
            .number("more", 0)
    }

    /// Returns it as one word.
    fn spelled(&self) -> String {
        format!("{}!{}", self.sheet, self.cell)
    }

    fn row(&self) -> &str {
        self.cell.trim_start_matches(|it: char| it.is_ascii_alphabetic())
    }
}

fn twice(before: &At, at: &At) -> Problem {
    let what = Message::new("gate-e209-what").word("cell", before.spelled());
    problem("FL-E209", at.message(), what)
}

fn strange(row: &Row) -> Problem {
    let what = Message::new("gate-e211-what").word("column", text(row, Field::Column));
    problem("FL-E211", at(row).message(), what)
}

fn nothing() -> Problem {
    problem("FL-E210", Message::new("gate-place-file"), Message::new("gate-e210-what"))
}

/// Returns a problem whose remedy has the name of its code.
pub(crate) fn problem(code: &'static str, place: Message, what: Message) -> Problem {
    let remedy = match code {
        "FL-E200" => "gate-e200-remedy",
        "FL-E201" => "gate-e201-remedy",
        "FL-E202" => "gate-e202-remedy",
        "FL-E203" => "gate-e203-remedy",
        "FL-E204" => "gate-e204-remedy",
        "FL-E205" => "gate-e205-remedy",
        "FL-E206" => "gate-e206-remedy",
        "FL-E208" => "gate-e208-remedy",
        "FL-E209" => "gate-e209-remedy",
        "FL-E210" => "gate-e210-remedy",
        "FL-E211" => "gate-e211-remedy",
        "FL-E212" => "gate-e212-remedy",
        "FL-E213" => "gate-e213-remedy",
        "FL-E214" => "gate-e214-remedy",
        "FL-E215" => "gate-e215-remedy",
        "FL-E217" => "gate-e217-remedy",
        "FL-E218" => "gate-e218-remedy",
        _ => "gate-e216-remedy",
    };
    Problem { code, place, what, remedy: Message::new(remedy) }
}

/// Returns a code that is shared.
fn shared(code: &str) -> Arc<str> {
    Arc::from(code)
}

#[cfg(test)]
mod tests;
