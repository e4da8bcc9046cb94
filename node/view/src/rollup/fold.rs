//! Figures, gathered by member and group, then added up.
//!
//! All figures that pass the filters are held at once, some 90 bytes each, and no more of them than
//! [`ROWS_MAX`]: whoever asks for more narrows the question.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::Array;
use arrow::array::AsArray;
use arrow::array::Int64Array;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::period::Span;
use flotilla_domain::rollup::Cell;
use flotilla_domain::rollup::Numbers;
use flotilla_domain::rollup::Scope;
use flotilla_domain::rollup::Told;
use flotilla_domain::rollup::Total;

use crate::error::QueryError;
use crate::rollup::INDICATOR;
use crate::rollup::MEMBER;
use crate::rollup::PERIOD;
use crate::rollup::PROGRAM;
use crate::rollup::REGION;
use crate::rollup::Times;
use crate::rollup::Wanted;
use crate::rollup::told;
use crate::rollup::told::Totals;
use crate::table::Tables;

/// The most figures that one answer is made of: some 45 MB while it is made.
const ROWS_MAX: usize = 500_000;

/// The most figures of one member about one group of people: more regions and periods than anybody has.
const CELLS_MAX: usize = 4_000;

/// How often figures are looked at for one answer, at most: some seconds of work.
const STEPS_MAX: usize = 100_000_000;

/// The most totals of one answer.
const TOTALS_MAX: usize = 100_000;

/// The columns of text that are read, besides that of a breakdown, which comes last.
const TEXTS: [&str; 6] = [INDICATOR, MEMBER, REGION, PERIOD, PROGRAM, "status"];

/// The columns of numbers that are read.
const NUMBERS: [&str; 4] = ["value", "numerator", "denominator", "n"];

/// How a figure is marked that is withheld.
const HIDDEN: &str = "x";

/// A code that many rows share.
type Code = Arc<str>;

/// Of whom figures are: an indicator, a program, a category, and the member that tells them.
type Group = [Code; 4];

/// What a total is told apart by: the indicator, then what is wanted, in the order of the columns.
pub(super) type Key = Vec<Code>;

/// Gathers figures and adds them up.
#[derive(Debug)]
pub(crate) struct Fold {
    tables: Arc<Tables>,
    wanted: Wanted,
    codes: BTreeSet<Code>,
    groups: BTreeMap<Group, Vec<Held>>,
    rows: usize,
}

/// One figure.
#[derive(Debug)]
struct Held {
    region: Code,
    period: Period,
    told: Told,
}

/// The columns of a batch, as [`TEXTS`] and [`NUMBERS`] name them.
struct Columns {
    texts: Vec<StringArray>,
    numbers: Vec<Int64Array>,
}

impl Fold {
    /// Begins without figures.
    pub(crate) fn new(tables: Arc<Tables>, wanted: Wanted) -> Self {
        let (codes, groups) = (BTreeSet::new(), BTreeMap::new());
        Self { tables, wanted, codes, groups, rows: 0 }
    }

    /// Returns the columns that are read.
    pub(crate) fn columns(dimension: Option<&str>) -> impl Iterator<Item = &str> {
        TEXTS.into_iter().chain(NUMBERS).chain(dimension)
    }

    /// Takes in some figures.
    ///
    /// # Errors
    ///
    /// Fails if there are more than fit.
    pub(crate) fn take(&mut self, batch: &RecordBatch) -> Result<(), QueryError> {
        let columns = Columns::of(batch, self.wanted.dimension.as_deref());
        let columns = columns.map_err(|source| QueryError::Internal { source: source.into() })?;
        self.rows = self.rows.saturating_add(batch.num_rows());
        let mut fits = self.rows <= ROWS_MAX;
        for row in 0..batch.num_rows() {
            fits &= self.take_row(&columns, row) <= CELLS_MAX;
        }
        if fits {
            return Ok(());
        }
        Err(too_much())
    }

    /// Takes in a figure, and returns how many there are of its member about this group.
    fn take_row(&mut self, columns: &Columns, row: usize) -> usize {
        let [indicator, member, region, period, program, status, category] =
            [0, 1, 2, 3, 4, 5, 6].map(|column| columns.text(column, row));
        let [value, above, below, people] = [0, 1, 2, 3].map(|column| columns.number(column, row));
        let told = match value {
            Some(value) => Told::Numbers(Numbers { value, parts: above.zip(below), people }),
            None if status == HIDDEN => Told::Hidden,
            None => return 0,
        };
        // What is told apart is told without the total of it, unless somebody asks for that.
        let dimension = self.wanted.dimension.as_deref();
        let is_beside = |column, code: &str| code == TOTAL && self.wanted.is_unnamed(column);
        let is_total =
            is_beside(PROGRAM, program) || dimension.is_some_and(|it| is_beside(it, category));
        let Some(period) = period.parse().ok().filter(|_| !is_total) else { return 0 };
        let group = [indicator, program, category, member].map(|it| shared(&mut self.codes, it));
        let region = shared(&mut self.codes, region);
        let held = self.groups.entry(group).or_default();
        held.push(Held { region, period, told });
        held.len()
    }

    /// Adds everything up.
    ///
    /// # Errors
    ///
    /// Fails if there are more totals than one answer may have.
    pub(crate) fn finish(self) -> Result<Totals, QueryError> {
        let kinds: BTreeMap<&str, IndicatorKind> = self.tables.kinds().collect();
        let regions = self.tables.list(REGION);
        let periods = self.periods();
        let (mut totals, mut steps) = (BTreeMap::<Key, Total>::new(), 0_usize);
        for (group, held) in &self.groups {
            let [indicator, ..] = group;
            let Some(kind) = kinds.get(&**indicator).copied() else { continue };
            let cells: Vec<Cell<'_>> = held.iter().map(Held::cell).collect();
            let times = self.times(held, &periods);
            for region in &self.regions(held, regions) {
                for (period, span) in &times {
                    steps = steps.saturating_add(cells.len());
                    let scope = Scope { region: region.as_deref(), span: *span };
                    if cells.iter().any(|it| scope.has(it, regions)) {
                        let key = self.key(group, region.as_ref(), *period);
                        totals.entry(key).or_default().add(kind, regions, &cells, scope);
                    }
                }
            }
            if totals.len() > TOTALS_MAX {
                let message = Message::new("view-too-many-rows").number("limit", TOTALS_MAX);
                return Err(QueryError::Exhausted { message });
            }
            if steps > STEPS_MAX {
                return Err(too_much());
            }
        }
        told::told(&totals, &self.wanted.by, (&self.tables, &kinds))
    }

    /// Returns the periods that totals may be of; none if they are of one span.
    fn periods(&self) -> BTreeSet<Period> {
        match &self.wanted.times {
            Times::Together(_) => BTreeSet::new(),
            Times::Each(Some(named)) => named.iter().copied().collect(),
            Times::Each(None) => self.groups.values().flatten().map(|it| it.period).collect(),
        }
    }

    /// Returns the spans of time that figures may belong to, and which of these periods each is.
    fn times(&self, held: &[Held], periods: &BTreeSet<Period>) -> Vec<(Option<Period>, Span)> {
        if let Times::Together(span) = &self.wanted.times {
            return vec![(None, *span)];
        }
        let told: BTreeSet<Period> = held.iter().map(|it| it.period).collect();
        let has = |whole: &&Period| told.iter().any(|it| whole.contains(*it));
        periods.iter().filter(has).map(|it| (Some(*it), Span::of(*it))).collect()
    }

    /// Returns the regions that figures may belong to; `None` is all of them.
    fn regions(&self, held: &[Held], list: Option<&CodeList>) -> Vec<Option<Code>> {
        if !self.wanted.is_apart(REGION) {
            return vec![None];
        }
        let told: BTreeSet<&Code> = held.iter().map(|it| &it.region).collect();
        let above = |code: &&Code| -> Vec<Code> {
            let above = list.into_iter().flat_map(|it| it.lineage(code)).map(Code::from);
            above.chain([Code::clone(code)]).collect()
        };
        let is_wanted = |code: &Code| match &self.wanted.regions {
            Some(named) => named.iter().any(|it| **it == **code),
            // A region that nobody tells of is not asked for.
            None => self.codes.contains(code),
        };
        let around: BTreeSet<Code> = told.iter().flat_map(above).filter(is_wanted).collect();
        around.into_iter().map(Some).collect()
    }

    fn key(&self, group: &Group, region: Option<&Code>, period: Option<Period>) -> Key {
        let [indicator, program, category, member] = group;
        let of = |column: &String| match column.as_str() {
            MEMBER => Code::clone(member),
            PERIOD => period.map(|it| it.to_string()).unwrap_or_default().into(),
            PROGRAM => Code::clone(program),
            REGION => region.map_or_else(|| "".into(), Code::clone),
            _ => Code::clone(category),
        };
        std::iter::once(Code::clone(indicator))
            .chain(self.wanted.by.iter().map(of))
            .collect()
    }
}

impl Held {
    fn cell(&self) -> Cell<'_> {
        Cell { region: &self.region, period: self.period, told: self.told }
    }
}

impl Columns {
    fn of(batch: &RecordBatch, dimension: Option<&str>) -> Result<Self, ArrowError> {
        let column = |name: &str, kind: &DataType| {
            let missing = || ArrowError::SchemaError(format!("the column {name} is missing"));
            cast(batch.column_by_name(name).ok_or_else(missing)?, kind)
        };
        let text = |name| Ok(column(name, &DataType::Utf8)?.as_string::<i32>().clone());
        let number = |name| Ok(column(name, &DataType::Int64)?.as_primitive::<Int64Type>().clone());
        let texts = TEXTS.into_iter().chain(dimension).map(text);
        let numbers = NUMBERS.into_iter().map(number);
        let numbers = numbers.collect::<Result<_, ArrowError>>()?;
        Ok(Self { texts: texts.collect::<Result<_, ArrowError>>()?, numbers })
    }

    /// Returns a text; of a breakdown that is not wanted, the total.
    fn text(&self, column: usize, row: usize) -> &str {
        self.texts.get(column).map_or(TOTAL, |it| it.value(row))
    }

    fn number(&self, column: usize, row: usize) -> Option<i64> {
        self.numbers.get(column).filter(|it| !it.is_null(row)).map(|it| it.value(row))
    }
}

fn too_much() -> QueryError {
    let message = Message::new("view-rollup-too-much").number("limit", ROWS_MAX);
    QueryError::Exhausted { message }
}

/// Returns a code that all who name it share.
fn shared(codes: &mut BTreeSet<Code>, code: &str) -> Code {
    if let Some(known) = codes.get(code) {
        return Code::clone(known);
    }
    let code = Code::from(code);
    codes.insert(Code::clone(&code));
    code
}
