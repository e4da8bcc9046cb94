//! A recipe, tied to the columns of a file and to a catalogue.

use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::DENOMINATOR;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::NUMERATOR;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::Scale;
use flotilla_domain::message::Message;
use flotilla_domain::profile::Profile;

use super::table::Table;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::nearest;
use crate::problem::no_code_remedy;
use crate::problem::quote;
use crate::recipe::Filter;
use crate::recipe::Lookup;
use crate::recipe::Metric;
use crate::recipe::Open;
use crate::recipe::Recipe;
use crate::recipe::Source;
use crate::recipe::When;
use crate::rules;

/// The most columns that a problem names.
const COLUMNS_LISTED_MAX: usize = 24;

/// A recipe whose columns are numbers.
#[derive(Debug)]
pub(super) struct Bound<'a> {
    pub(super) rows: Vec<(usize, &'a Filter)>,
    pub(super) region: Code<'a>,
    pub(super) program: Option<Code<'a>>,
    pub(super) metrics: Vec<BoundMetric<'a>>,
}

/// A metric whose columns are numbers.
#[derive(Debug)]
pub(super) struct BoundMetric<'a> {
    pub(super) metric: &'a Metric,
    pub(super) filters: Vec<(usize, &'a Filter)>,
    /// The counts it makes: one, or of a rate those of its parts that are its own.
    pub(super) counts: Vec<Count<'a>>,
    /// The columns of its dates: one, or from and until.
    pub(super) dates: Vec<usize>,
    pub(super) dimensions: Vec<(Arc<str>, Code<'a>)>,
    /// The column that tells persons apart, where each counts once.
    pub(super) person: Option<usize>,
    /// What is averaged.
    pub(super) mean: Option<Averaged>,
}

/// A column that is averaged, and between which values.
#[derive(Debug)]
pub(super) struct Averaged {
    pub(super) column: usize,
    pub(super) scale: Scale,
}

/// One count of a metric, and which of its rows count there.
#[derive(Debug)]
pub(super) struct Count<'a> {
    pub(super) indicator: Arc<str>,
    pub(super) filters: Vec<(usize, &'a Filter)>,
}

/// Where a code comes from.
#[derive(Debug)]
pub(super) enum Code<'a> {
    Constant(Arc<str>),
    Column(usize, &'a Lookup),
}

impl Bound<'_> {
    /// Returns whether the recipe looks at any column; one that does not counts every row.
    pub(super) fn names_columns(&self) -> bool {
        let is_column = |code: &Code<'_>| matches!(code, Code::Column(..));
        let of_metric = |it: &BoundMetric<'_>| {
            !it.filters.is_empty()
                || !it.metric.numerator.is_empty()
                || !it.dates.is_empty()
                || !it.dimensions.is_empty()
                || it.person.is_some()
                || it.mean.is_some()
        };
        !self.rows.is_empty()
            || is_column(&self.region)
            || self.program.as_ref().is_some_and(is_column)
            || self.metrics.iter().any(of_metric)
    }
}

/// A recipe counts every row of a file that does not look like a table.
pub(super) fn nameless(line: u64) -> Problem {
    Problem {
        code: "FL-E128",
        place: Message::new("gate-place-line").number("line", line),
        what: Message::new("gate-e128-what"),
        remedy: Message::new("gate-e128-remedy"),
    }
}

/// Notes which codes of a recipe the catalogue or the profile does not have, and what the gate
/// cannot protect.
pub(super) fn check_codes(
    recipe: &Recipe,
    catalogue: &Catalogue,
    profile: &Profile,
    problems: &mut Collector,
) {
    let list = |name| (name, catalogue.list(name));
    served(&recipe.region, list(REGION), &profile.regions, problems);
    if let Some(program) = &recipe.program {
        served(program, list(PROGRAM_TYPE), &profile.programs, problems);
    }
    for dimension in &recipe.dimensions {
        let Some(list) = catalogue.list(&dimension.list) else {
            let names = catalogue.lists().map(|it| it.name.as_str());
            problems.push(no_code("list", &dimension.list, nearest(&dimension.list, names)));
            continue;
        };
        if !rules::may_be_published(list) {
            problems.push(refused("FL-E132", "gate-e132-what", &dimension.list));
        }
        for code in dimension.lookup.codes().filter(|code| !list.is_leaf(code)) {
            let names = list.codes.keys().map(String::as_str);
            problems.push(no_code(&dimension.list, code, nearest(code, names)));
        }
    }
    recipe
        .metrics
        .iter()
        .for_each(|metric| check_metric(metric, catalogue, problems));
}

/// Finds the columns that a recipe names.
pub(super) fn bind<'a>(
    recipe: &'a Recipe,
    catalogue: &Catalogue,
    table: &Table<'_>,
    problems: &mut Collector,
) -> Bound<'a> {
    let rows = filters(&recipe.rows, table, problems);
    let region = code(&recipe.region, table, problems);
    let program = recipe.program.as_ref().map(|it| code(it, table, problems));
    let metrics = recipe.metrics.iter().map(|metric| {
        let dates = match &metric.when {
            When::Constant(_) => vec![],
            When::Dated { column, .. } => vec![column],
            When::Open { from, until, .. } => vec![from, until],
        };
        let dimensions = recipe.dimensions.iter();
        let wanted = dimensions.filter(|it| metric.dimensions.contains(&it.list));
        let dimensions = wanted.map(|it| {
            let column = place_of(&it.lookup.column, table, problems);
            (it.list.as_str().into(), Code::Column(column, &it.lookup))
        });
        let dimensions = dimensions.collect();
        BoundMetric {
            metric,
            filters: filters(&metric.filters, table, problems),
            counts: counts(metric, catalogue, table, problems),
            dates: dates.into_iter().map(|it| place_of(it, table, problems)).collect(),
            dimensions,
            person: metric.person.as_ref().map(|it| place_of(it, table, problems)),
            mean: averaged(metric, catalogue, table, problems),
        }
    });
    let metrics = metrics.collect();
    Bound { rows, region, program, metrics }
}

/// Returns what a metric counts: a rate is never counted itself, and a part that is another indicator is
/// counted by that one's own metric.
fn counts<'a>(
    metric: &'a Metric,
    catalogue: &Catalogue,
    table: &Table<'_>,
    problems: &mut Collector,
) -> Vec<Count<'a>> {
    let code = metric.indicator.as_str();
    let count = |indicator: &str, filters| Count { indicator: indicator.into(), filters };
    let indicator = catalogue.indicator(code);
    if let Some((mean, scale)) = indicator.and_then(|it| Some((it, it.scale.as_ref()?))) {
        // Whoever is averaged is counted here, unless another indicator counts them.
        let own = mean.owns(&scale.of).then(|| count(&scale.of, Vec::new()));
        return own.into_iter().collect();
    }
    let Some(parts) = indicator.and_then(|it| it.parts.as_ref()) else {
        return vec![count(code, Vec::new())];
    };
    let numerator = filters(&metric.numerator, table, problems);
    let all = [(parts.denominator.code(), Vec::new()), (&parts.numerator, numerator)];
    let own = all.into_iter().filter(|(part, _)| is_own(part, code));
    own.map(|(part, filters)| count(part, filters)).collect()
}

/// Returns the column that a metric averages.
fn averaged(
    metric: &Metric,
    catalogue: &Catalogue,
    table: &Table<'_>,
    problems: &mut Collector,
) -> Option<Averaged> {
    let scale = catalogue.indicator(&metric.indicator)?.scale.clone()?;
    Some(Averaged { column: place_of(metric.mean.as_ref()?, table, problems), scale })
}

/// Returns whether a part goes by the code of the quotient itself.
fn is_own(part: &str, ratio: &str) -> bool {
    part.strip_prefix(ratio).is_some_and(|it| it == NUMERATOR || it == DENOMINATOR)
}

/// Notes what is wrong with a metric of a rate; returns how what it counts combines.
fn check_ratio(
    metric: &Metric,
    indicator: &Indicator,
    problems: &mut Collector,
) -> Option<IndicatorKind> {
    let Some(parts) = &indicator.parts else {
        problems.push(refused("FL-E131", "gate-e131-what-ratio", &metric.indicator));
        return None;
    };
    let (numerator, denominator) = (parts.numerator.as_str(), parts.denominator.code());
    if ![numerator, denominator].iter().any(|it| is_own(it, &metric.indicator)) {
        let problem = refused("FL-E135", "gate-e135-what-parts", &metric.indicator);
        let what = problem.what.word("numerator", numerator).word("denominator", denominator);
        let remedy = Message::new("gate-e135-remedy-parts");
        problems.push(Problem { what, remedy, ..problem });
        return None;
    }
    if is_own(numerator, &metric.indicator) && metric.numerator.is_empty() {
        problems.push(refused("FL-E135", "gate-e135-what-none", &metric.indicator));
    }
    Some(parts.kind)
}

fn check_metric(metric: &Metric, catalogue: &Catalogue, problems: &mut Collector) {
    let Some(indicator) = catalogue.indicator(&metric.indicator) else {
        let names = catalogue.indicators().map(|it| it.code.as_str());
        problems.push(no_code("indicator", &metric.indicator, nearest(&metric.indicator, names)));
        return;
    };
    let is_mean = indicator.scale.is_some();
    if is_mean != metric.mean.is_some() {
        let what = if is_mean { "gate-e136-what-none" } else { "gate-e136-what-count" };
        problems.push(refused("FL-E136", what, &metric.indicator));
        return;
    }
    let kind = match indicator.kind {
        IndicatorKind::Mean if is_mean => IndicatorKind::Flow,
        IndicatorKind::Ratio => match check_ratio(metric, indicator, problems) {
            Some(kind) => kind,
            None => return,
        },
        kind => {
            if !metric.numerator.is_empty() {
                problems.push(refused("FL-E135", "gate-e135-what-count", &metric.indicator));
            }
            kind
        }
    };
    if let Some((code, what)) = ill_counted(metric, kind) {
        problems.push(refused(code, what, &metric.indicator));
    }
    let program = metric.by_program.then_some(PROGRAM_TYPE);
    let named = metric.dimensions.iter().map(String::as_str).chain(program);
    for name in named.filter(|name| !indicator.breakdowns.iter().any(|it| it == name)) {
        let problem = refused("FL-E134", "gate-e134-what", &metric.indicator);
        let what = problem.what.word("dimension", quote(name));
        problems.push(Problem { what, ..problem });
    }
}

/// Returns what is wrong with how a metric is counted, by how its counts combine.
fn ill_counted(metric: &Metric, kind: IndicatorKind) -> Option<(&'static str, &'static str)> {
    let is_dated = matches!(metric.when, When::Dated { .. });
    let open = match &metric.when {
        When::Open { when, .. } => Some(when),
        When::Constant(_) | When::Dated { .. } => None,
    };
    let counts_persons = kind == IndicatorKind::Unique;
    match kind {
        IndicatorKind::Mean | IndicatorKind::Ratio => {
            return Some(("FL-E131", "gate-e131-what-ratio"));
        }
        IndicatorKind::Flow | IndicatorKind::Stock | IndicatorKind::Unique => {}
    }
    if counts_persons != metric.person.is_some() {
        let what = if counts_persons { "gate-e137-what-unique" } else { "gate-e137-what-rows" };
        return Some(("FL-E137", what));
    }
    let what = match (kind, open) {
        (IndicatorKind::Flow, Some(_)) => "gate-e133-what-flow",
        (IndicatorKind::Stock, Some(Open::During(_))) => "gate-e133-what-days",
        (IndicatorKind::Stock, None) if is_dated => "gate-e133-what-stock",
        (IndicatorKind::Unique, Some(Open::At(_))) => "gate-e133-what-unique",
        _ => return None,
    };
    Some(("FL-E133", what))
}

/// Notes which codes the member does not serve. A code of the catalogue gets no suggestion: what is
/// near by spelling is another place.
fn served(
    source: &Source,
    (name, list): (&str, Option<&CodeList>),
    served: &[String],
    problems: &mut Collector,
) {
    let codes: Vec<&str> = match source {
        Source::Constant(code) => vec![code],
        Source::Column(lookup) => lookup.codes().collect(),
    };
    for code in codes {
        if served.iter().any(|it| it == code) {
            continue;
        }
        if list.is_some_and(|list| list.is_leaf(code)) {
            problems.push(not_served(name, code));
        } else if list.is_some_and(|list| list.codes.contains_key(code)) {
            problems.push(no_code(name, code, None));
        } else {
            let near = nearest(code, served.iter().map(String::as_str));
            problems.push(no_code(name, code, near));
        }
    }
}

fn code<'a>(source: &'a Source, table: &Table<'_>, problems: &mut Collector) -> Code<'a> {
    match source {
        Source::Constant(code) => Code::Constant(code.as_str().into()),
        Source::Column(lookup) => Code::Column(place_of(&lookup.column, table, problems), lookup),
    }
}

fn filters<'a>(
    filters: &'a [Filter],
    table: &Table<'_>,
    problems: &mut Collector,
) -> Vec<(usize, &'a Filter)> {
    filters.iter().map(|it| (place_of(&it.column, table, problems), it)).collect()
}

/// Returns the number of a column; that of none if it is not there, which is noted.
fn place_of(name: &str, table: &Table<'_>, problems: &mut Collector) -> usize {
    column(name, table, problems).unwrap_or(usize::MAX)
}

/// Returns the number of a column; nothing if it is not there, which is noted. That another has the same
/// name is noted as well.
pub(crate) fn column(name: &str, table: &Table<'_>, problems: &mut Collector) -> Option<usize> {
    let mut named = table.header.iter().enumerate().filter(|(_, it)| *it == name);
    if let Some((index, _)) = named.next() {
        if named.next().is_some() {
            let remedy = Message::new("gate-e126-remedy");
            problems.push_once(no_column(("FL-E126", "gate-e126-what"), name, table, remedy));
        }
        return Some(index);
    }
    let remedy = match nearest(name, table.header.iter().map(String::as_str)) {
        Some(near) => Message::new("gate-e125-remedy-nearest").word("nearest", quote(near)),
        None => Message::new("gate-e125-remedy").word("columns", columns(&table.header)),
    };
    problems.push_once(no_column(("FL-E125", "gate-e125-what"), name, table, remedy));
    None
}

/// Returns the names of the columns that are there, as many as can be read at a glance.
fn columns(header: &[String]) -> String {
    let names = header.iter().filter(|name| !name.is_empty());
    let mut listed: Vec<String> = names.take(COLUMNS_LISTED_MAX).map(|name| quote(name)).collect();
    if header.len() > COLUMNS_LISTED_MAX {
        listed.push("…".to_owned());
    }
    listed.join(", ")
}

fn no_column(
    (code, what): (&'static str, &'static str),
    name: &str,
    table: &Table<'_>,
    remedy: Message,
) -> Problem {
    let place = Message::new("gate-place-line").number("line", table.header_line);
    Problem { code, place, what: Message::new(what).word("column", quote(name)), remedy }
}

fn not_served(list: &str, code: &str) -> Problem {
    let what = Message::new("gate-e130-what-profile");
    Problem {
        code: "FL-E130",
        place: Message::new("gate-place-recipe"),
        what: what.word("code", quote(code)).word("list", list),
        remedy: Message::new("gate-e130-remedy-profile"),
    }
}

fn no_code(list: &str, code: &str, near: Option<&str>) -> Problem {
    let remedy = no_code_remedy(near, "gate-e130-remedy");
    Problem::no_code(Message::new("gate-place-recipe"), list, code, remedy)
}

fn refused(code: &'static str, what: &'static str, name: &str) -> Problem {
    let remedy = match code {
        "FL-E131" => "gate-e131-remedy",
        "FL-E132" => "gate-e132-remedy",
        "FL-E133" => "gate-e133-remedy",
        "FL-E134" => "gate-e134-remedy",
        "FL-E136" => "gate-e136-remedy",
        "FL-E137" => "gate-e137-remedy",
        _ => "gate-e135-remedy",
    };
    Problem {
        code,
        place: Message::new("gate-place-recipe"),
        what: Message::new(what).word("name", quote(name)),
        remedy: Message::new(remedy),
    }
}
