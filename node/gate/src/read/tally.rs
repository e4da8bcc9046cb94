//! Counting rows.
//!
//! Each row that counts for a metric is added to its region and every larger one, to its program
//! and the total, and to one category of each dimension. Then every place that belongs to the table
//! and has no row gets a zero, so that what is absent looks like what is small.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;

use super::PLACES_MAX;
use super::bind::Averaged;
use super::bind::Bound;
use super::bind::BoundMetric;
use super::bind::Code;
use super::cell::Conventions;
use super::cell::Found;
use super::number::Reading;
use super::persons::Persons;
use super::table::Row;
use super::table::Table;
use crate::draft::Average;
use crate::draft::Draft;
use crate::draft::HUNDREDTHS;
use crate::fold::fold;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::nearest;
use crate::problem::quote;
use crate::recipe::Filter;
use crate::recipe::Hints;
use crate::recipe::Lookup;
use crate::recipe::Test;
use crate::recipe::When;
use crate::recipe::letters;
use crate::rules::Shape;

/// The fewest letters of a cell that may be a word mistyped.
const WORD_CHARS_MIN: usize = 3;

/// What stands between the words of a list in one cell.
const LIST_SIGNS: [char; 5] = [',', ';', '|', '/', '\n'];

/// Counts, and the table whose columns the problems name.
struct Tally<'a> {
    counts: BTreeMap<Place, u64>,
    persons: Persons,
    means: BTreeMap<Place, Average>,
    shape: Shape,
    table: &'a Table<'a>,
    hints: &'a Hints,
    conventions: Conventions,
    problems: &'a mut Collector,
}

/// Something that is wrong with a cell: its code, and the texts that say what, and what to do.
type Fault = (&'static str, &'static str, &'static str);

const NO_DATE: Fault = ("FL-E142", "gate-e142-what", "gate-e142-remedy");
const NO_PERSON: Fault = ("FL-E145", "gate-e145-what", "gate-e145-remedy");
const NO_NUMBER: Fault = ("FL-E141", "gate-e141-what", "gate-e141-remedy");

/// What one row is counted as.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) regions: Vec<Arc<str>>,
    pub(super) programs: Vec<Arc<str>>,
    pub(super) breakdowns: Vec<Breakdown>,
}

/// Counts the rows of a table.
pub(super) fn tally(
    bound: &Bound<'_>,
    (table, hints): (&Table<'_>, &Hints),
    (catalogue, profile): (&Catalogue, &Profile),
    problems: &mut Collector,
) -> Draft {
    let shape = Shape::of(catalogue, profile);
    let conventions = Conventions::of(bound, table, hints);
    let (counts, means) = (BTreeMap::new(), BTreeMap::new());
    let persons = Persons::default();
    let mut tally = Tally { counts, persons, means, shape, table, hints, conventions, problems };
    let mut counted = 0;
    let mut by_metric = vec![0; bound.metrics.len()];
    for row in table.rows() {
        counted += usize::from(tally.add_row(bound, &row, &mut by_metric));
    }
    // Where rows are wrong, that is why they do not count.
    if tally.problems.is_empty() {
        let empty = bound.metrics.iter().zip(&by_metric).filter(|(_, rows)| **rows == 0);
        empty.for_each(|(it, _)| tally.problems.push(no_row(&it.metric.indicator)));
    }
    tally.counts.extend(std::mem::take(&mut tally.persons).into_counts());
    for bound in &bound.metrics {
        tally.fill(bound);
    }
    if tally.counts.len() > PLACES_MAX {
        let what = Message::new("gate-e146-what").number("limit", PLACES_MAX);
        let remedy = Message::new("gate-e146-remedy");
        let place = Message::new("gate-place-recipe");
        tally.problems.push(Problem { code: "FL-E146", place, what, remedy });
    }
    Draft::new(tally.counts, table.length, counted).with_means(tally.means)
}

fn mean_place(indicator: &str, period: Period, whole: &Arc<str>) -> Place {
    let (indicator, region) = (indicator.into(), Arc::clone(whole));
    Place { indicator, period, region, program_type: TOTAL.into(), breakdown: None }
}

/// A figure that is hidden everywhere because nothing was counted tells readers something untrue.
fn no_row(indicator: &str) -> Problem {
    Problem {
        code: "FL-E147",
        place: Message::new("gate-place-metric").word("indicator", quote(indicator)),
        what: Message::new("gate-e147-what").word("indicator", quote(indicator)),
        remedy: Message::new("gate-e147-remedy"),
    }
}

impl Tally<'_> {
    /// Counts one row, also `by_metric`, and returns whether it counted for anything.
    fn add_row(&mut self, bound: &Bound<'_>, row: &Row, by_metric: &mut [usize]) -> bool {
        if !self.passes(&bound.rows, row) {
            return false;
        }
        let mut counted = false;
        for (at, (metric, rows)) in bound.metrics.iter().zip(by_metric).enumerate() {
            if !self.passes(&metric.filters, row) {
                continue;
            }
            let periods = self.periods(metric, row);
            if periods.is_empty() {
                continue;
            }
            let averaged = match &metric.mean {
                None => None,
                Some(mean) => match self.value(mean, row) {
                    None => continue,
                    value => value,
                },
            };
            if let Some(group) = self.group(bound, metric, row) {
                if let (Some(value), Some(whole)) = (averaged, group.regions.last()) {
                    self.average(&metric.metric.indicator, &periods, (whole, value));
                }
                let counts = metric.counts.iter().filter(|it| self.passes(&it.filters, row));
                let indicators: Vec<Arc<str>> =
                    counts.map(|it| Arc::clone(&it.indicator)).collect();
                let person = match metric.person.map(|it| self.person(row, it)) {
                    Some(None) => continue,
                    person => person.flatten(),
                };
                for period in &periods {
                    let seated = person.map(|it| self.persons.seated((at, *period, it), &group));
                    let group = seated.as_ref().unwrap_or(&group);
                    for indicator in &indicators {
                        self.count(indicator, *period, group, person);
                    }
                }
                let counts = averaged.is_some() || !indicators.is_empty();
                *rows += usize::from(counts);
                counted |= counts;
            }
        }
        counted
    }

    /// Returns what a row adds to a mean, in hundredths and within the scale; nothing if its cell is empty.
    fn value(&mut self, mean: &Averaged, row: &Row) -> Option<u64> {
        let (column, scale) = (mean.column, &mean.scale);
        let cell = row.cell(column);
        if cell.is_empty() {
            return None;
        }
        match self.conventions.hundredths(cell, column) {
            Reading::Ambiguous { whole, rest } => self.ask(row, column, (&whole, &rest)),
            Reading::None => self.object(row, column, NO_NUMBER),
            Reading::Number(number) => {
                let [low, high] = [scale.low, scale.high].map(|it| u64::from(it) * HUNDREDTHS);
                return Some(u64::try_from(number).unwrap_or(0).clamp(low, high));
            }
        }
        None
    }

    /// Adds a value to the means of these periods, of everything that the member does in a whole.
    fn average(&mut self, indicator: &str, periods: &[Period], (whole, value): (&Arc<str>, u64)) {
        for period in periods {
            let mean = self.means.entry(mean_place(indicator, *period, whole)).or_default();
            mean.sum = mean.sum.saturating_add(value);
            mean.count += 1;
        }
    }

    /// Returns what a row is counted as, unless some cell is not known.
    fn group(&mut self, bound: &Bound<'_>, metric: &BoundMetric<'_>, row: &Row) -> Option<Group> {
        let region = self.code(&bound.region, row);
        let program = bound.program.as_ref().filter(|_| metric.metric.by_program);
        let program = program.map(|it| self.code(it, row));
        let mut breakdowns = Vec::new();
        let mut is_known = true;
        for (dimension, code) in &metric.dimensions {
            let category = self.code(code, row);
            is_known &= category.is_some();
            let dimension = Arc::clone(dimension);
            breakdowns.extend(category.map(|category| Breakdown { dimension, category }));
        }
        let mut programs = vec![Arc::from(TOTAL)];
        if let Some(program) = program {
            programs.push(program?);
        }
        let regions = self.around(&region?);
        is_known.then_some(Group { regions, programs, breakdowns })
    }

    /// Returns whose row it is.
    fn person(&mut self, row: &Row, column: usize) -> Option<u32> {
        let cell = row.cell(column);
        if cell.is_empty() {
            self.object(row, column, NO_PERSON);
            return None;
        }
        Some(self.persons.number(cell))
    }

    fn count(&mut self, indicator: &Arc<str>, period: Period, group: &Group, person: Option<u32>) {
        for region in &group.regions {
            for program in &group.programs {
                let base = Place {
                    indicator: Arc::clone(indicator),
                    period,
                    region: Arc::clone(region),
                    program_type: Arc::clone(program),
                    breakdown: None,
                };
                for breakdown in &group.breakdowns {
                    let breakdown = Some(breakdown.clone());
                    self.add(Place { breakdown, ..base.clone() }, person);
                }
                self.add(base, person);
            }
        }
    }

    /// Counts a row, or the person whose row it is, at one place.
    fn add(&mut self, place: Place, person: Option<u32>) {
        match person {
            Some(person) => self.persons.count(place, person),
            None => *self.counts.entry(place).or_default() += 1,
        }
    }

    /// Gives a zero to every place of a metric's table that has no row.
    fn fill(&mut self, bound: &BoundMetric<'_>) {
        let metric = bound.metric;
        let is_counted = |place: &&Place| {
            bound.counts.iter().any(|it| it.indicator == place.indicator)
                || *place.indicator == *metric.indicator
        };
        let counted = self.counts.keys().chain(self.means.keys()).filter(is_counted);
        let mut periods: BTreeSet<Period> = counted.map(|place| place.period).collect();
        match &metric.when {
            When::Constant(period) => periods.extend([*period]),
            When::Dated { only, .. } => periods.extend(only),
            When::Open { when, .. } => periods.extend(when.periods()),
        }
        let mut programs: Vec<Arc<str>> = vec![TOTAL.into()];
        if metric.by_program {
            programs.extend(self.shape.programs.iter().cloned());
        }
        let regions = self.shape.regions.iter().filter(|(code, it)| it.canonical == **code);
        let regions: Vec<Arc<str>> = regions.map(|(code, _)| Arc::clone(code)).collect();
        let names = regions.iter().flat_map(|it| programs.iter().map(move |other| (it, other)));
        let names: Vec<_> = names.collect();
        for period in periods {
            // A mean of nobody is told as hidden, like one of few.
            for whole in self.shape.wholes().filter(|_| bound.mean.is_some()) {
                self.means.entry(mean_place(&metric.indicator, period, whole)).or_default();
            }
            for count in &bound.counts {
                for (region, program) in &names {
                    if self.counts.len() > PLACES_MAX {
                        return;
                    }
                    let base = Place {
                        indicator: Arc::clone(&count.indicator),
                        period,
                        region: Arc::clone(region),
                        program_type: Arc::clone(program),
                        breakdown: None,
                    };
                    self.fill_base(base, bound);
                }
            }
        }
    }

    fn fill_base(&mut self, base: Place, bound: &BoundMetric<'_>) {
        for (dimension, _) in &bound.dimensions {
            let categories = self.shape.dimensions.get(dimension).into_iter().flatten();
            for category in categories {
                let breakdown =
                    Breakdown { dimension: Arc::clone(dimension), category: Arc::clone(category) };
                let place = Place { breakdown: Some(breakdown), ..base.clone() };
                self.counts.entry(place).or_default();
            }
        }
        self.counts.entry(base).or_default();
    }

    /// Returns a region and those above it that are more than it.
    fn around(&self, region: &Arc<str>) -> Vec<Arc<str>> {
        let whole = |it: &Arc<str>| self.shape.regions.get(it)?.whole.clone();
        std::iter::successors(Some(Arc::clone(region)), whole).collect()
    }

    /// Returns the periods in which a row counts. Where its date is empty nothing has happened.
    fn periods(&mut self, bound: &BoundMetric<'_>, row: &Row) -> Vec<Period> {
        match (&bound.metric.when, bound.dates.as_slice()) {
            (When::Constant(period), _) => vec![*period],
            (_, [first, ..]) if row.cell(*first).is_empty() => vec![],
            (When::Dated { months, format, grains, only, .. }, [column]) => {
                let Some(day) = format.read(row.cell(*column)) else {
                    self.object(row, *column, NO_DATE);
                    return vec![];
                };
                let day = day.later(*months);
                let periods = grains.iter().filter_map(|grain| day.period(*grain));
                periods.filter(|it| only.is_empty() || only.contains(it)).collect()
            }
            (When::Open { format, when, .. }, [from, until]) => {
                let ends = !row.cell(*until).is_empty();
                let end = format.read(row.cell(*until));
                let Some(start) = format.read(row.cell(*from)) else {
                    self.object(row, *from, NO_DATE);
                    return vec![];
                };
                if ends && end.is_none() {
                    self.object(row, *until, NO_DATE);
                    return vec![];
                }
                let is_open = |it: &&Period| when.has(**it, (start, end));
                when.periods().iter().filter(is_open).copied().collect()
            }
            _ => vec![],
        }
    }

    fn passes(&mut self, filters: &[(usize, &Filter)], row: &Row) -> bool {
        filters.iter().all(|(column, filter)| {
            let cell = row.cell(*column);
            match &filter.test {
                Test::Empty => cell.is_empty(),
                Test::Includes(words) => {
                    let said: Vec<String> = cell.split(LIST_SIGNS).map(fold).collect();
                    words.iter().any(|word| said.contains(word))
                }
                Test::Equals(words) => {
                    let is = |cell: &str| words.iter().any(|word| word == cell);
                    is(cell) || is(&fold(cell))
                }
                Test::Within(_) if cell.is_empty() => false,
                Test::Within(range) => match self.conventions.number(cell, *column) {
                    Reading::Ambiguous { whole, rest } => {
                        self.ask(row, *column, (&whole, &rest));
                        false
                    }
                    Reading::None => {
                        self.object(row, *column, NO_NUMBER);
                        false
                    }
                    Reading::Number(number) => range.contains(number),
                },
            }
        })
    }

    fn code(&mut self, code: &Code<'_>, row: &Row) -> Option<Arc<str>> {
        let (column, lookup) = match code {
            Code::Constant(code) => return Some(Arc::clone(code)),
            Code::Column(column, lookup) => (*column, lookup),
        };
        match self.conventions.find(lookup, row.cell(column), column) {
            Found::Ambiguous { whole, rest } => self.ask(row, column, (&whole, &rest)),
            Found::Code(code) => return Some(Arc::from(code)),
            Found::Unknown => self.unknown(row, column, lookup),
        }
        None
    }

    /// Says that the recipe does not know a word, and which one may be meant.
    fn unknown(&mut self, row: &Row, column: usize, lookup: &Lookup) {
        let cell = row.cell(column);
        // Of words as short as these any other is near.
        let is_word = cell.chars().count() >= WORD_CHARS_MIN;
        let near = nearest(cell, lookup.map.iter().map(|(word, _)| word.as_str()));
        let remedy = match near.filter(|_| is_word) {
            Some(near) => Message::new("gate-e140-remedy-nearest").word("nearest", quote(near)),
            None => Message::new("gate-e140-remedy"),
        };
        self.problem(row, column, ("FL-E140", "gate-e140-what"), remedy);
    }

    /// Asks which of two numbers a cell is.
    fn ask(&mut self, row: &Row, column: usize, (whole, rest): (&str, &str)) {
        let value = quote(row.cell(column));
        let (sign, other) = if value.contains(',') { (',', '.') } else { ('.', ',') };
        let told = |id| Message::new(id).word("whole", whole).word("rest", rest);
        // One answer settles all cells of a column, so the first is enough.
        let problem = Problem {
            code: "FL-E180",
            place: self.place(row, column),
            what: told("gate-e180-what").word("value", value),
            remedy: told("gate-e180-remedy").word("sign", sign).word("other", other),
        };
        self.problems.push_row(row.line, format!("FL-E180 {column}"), problem);
    }

    fn object(&mut self, row: &Row, column: usize, (code, what, remedy): Fault) {
        self.problem(row, column, (code, what), Message::new(remedy));
    }

    fn problem(
        &mut self,
        row: &Row,
        column: usize,
        (code, what): (&'static str, &'static str),
        remedy: Message,
    ) {
        let value = quote(row.cell(column));
        let cause = format!("{code} {column} {value}");
        let problem = Problem {
            code,
            place: self.place(row, column),
            what: Message::new(what).word("value", value),
            remedy,
        };
        self.problems.push_row(row.line, cause, problem);
    }

    /// Returns where a cell is; the line is added when all rows are known that share its problem.
    fn place(&self, row: &Row, column: usize) -> Message {
        match &self.hints.sheet {
            Some(sheet) => Message::new("gate-place-sheet-cell")
                .word("sheet", quote(sheet))
                .word("cell", format!("{}{}", letters(column), row.line)),
            None => {
                let name = self.table.header.get(column).map_or("", String::as_str);
                Message::new("gate-place-cell").word("column", quote(name))
            }
        }
    }
}
