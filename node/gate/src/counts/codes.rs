//! What a line counts: its codes, each of which must be one that may be published.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;

use super::Field;
use super::at_column;
use super::problem;
use super::shared;
use super::text;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::nearest;
use crate::problem::no_code_remedy;
use crate::problem::quote;
use crate::read::table::Row;
use crate::rules::Shape;

/// Returns the place of a line. An empty cell counts nothing, so its codes are not looked at twice.
pub(super) fn place(
    row: &Row,
    (catalogue, profile): (&Catalogue, &Profile),
    (shape, tells_wholes): (&Shape, bool),
    problems: &mut Collector,
) -> Option<Place> {
    let wholes = shape.regions.iter().filter(|(code, it)| it.canonical == **code && tells_wholes);
    let wholes = wholes.map(|(code, _)| &**code).collect();
    let mut check = Check { row, is_filled: !text(row, Field::Count).is_empty(), wholes, problems };
    let indicator = check.indicator(catalogue);
    let served = |list, codes| (list, catalogue.list(list), codes);
    let region = check
        .served(served(REGION, profile.regions.as_slice()), (Field::Region, Field::RegionColumn));
    let program = match text(row, Field::Program) {
        TOTAL => Some(TOTAL),
        _ => check.served(
            served(PROGRAM_TYPE, profile.programs.as_slice()),
            (Field::Program, Field::ProgramColumn),
        ),
    };
    let period = text(row, Field::Period).parse();
    if period.is_err() {
        let place = Message::new("gate-place-file");
        check
            .problems
            .push_once(problem("FL-E200", place, Message::new("gate-e200-what")));
    }
    let (indicator, region, program, period) = (indicator?, region?, program?, period.ok()?);
    if program != TOTAL {
        check.breaks_down(indicator, PROGRAM_TYPE)?;
    }
    let breakdown = check.breakdown(indicator, (catalogue, shape))?;
    Some(Place {
        indicator: shared(&indicator.code),
        period,
        region: shared(region),
        program_type: shared(program),
        breakdown,
    })
}

/// A line that is looked at.
struct Check<'a, 'b> {
    row: &'a Row,
    is_filled: bool,
    /// The regions that stand for others, if they may be told of.
    wholes: Vec<&'b str>,
    problems: &'b mut Collector,
}

impl<'a> Check<'a, '_> {
    fn indicator<'c>(&mut self, catalogue: &'c Catalogue) -> Option<&'c Indicator> {
        let code = text(self.row, Field::Indicator);
        let place = Field::IndicatorColumn;
        if code.is_empty() {
            return self.lacks("gate-e214-what-indicator", place);
        }
        let Some(indicator) = catalogue.indicator(code) else {
            let near = nearest(code, catalogue.indicators().map(|it| it.code.as_str()));
            return self.object(place, no_code("indicator", code, near));
        };
        let what = match (indicator.kind, &indicator.parts) {
            (IndicatorKind::Flow | IndicatorKind::Stock | IndicatorKind::Unique, _) => {
                return Some(indicator);
            }
            (IndicatorKind::Ratio, Some(parts)) => Message::new("gate-e131-what-parts")
                .word("numerator", &parts.numerator)
                .word("denominator", parts.denominator.code()),
            (IndicatorKind::Mean | IndicatorKind::Ratio, _) => Message::new("gate-e131-what-ratio"),
        };
        let what = what.word("name", quote(code));
        self.object(place, ("FL-E131", what, Message::new("gate-e131-remedy")))
    }

    /// Returns a region or a program, if it is one of the member's.
    fn served(
        &mut self,
        (name, list, served): (&str, Option<&CodeList>, &[String]),
        (field, column): (Field, Field),
    ) -> Option<&'a str> {
        let code = text(self.row, field);
        if code.is_empty() {
            let what = match field {
                Field::Region => "gate-e214-what-region",
                _ => "gate-e214-what-program",
            };
            return self.lacks(what, column);
        }
        if served.iter().any(|it| it == code) || name == REGION && self.wholes.contains(&code) {
            return Some(code);
        }
        if list.is_some_and(|list| list.is_leaf(code)) {
            let what = Message::new("gate-e130-what-profile").word("code", quote(code));
            let remedy = Message::new("gate-e130-remedy-profile");
            return self.object(column, ("FL-E130", what.word("list", name), remedy));
        }
        let near = nearest(code, served.iter().map(String::as_str));
        self.object(column, no_code(name, code, near))
    }

    fn breaks_down(&mut self, indicator: &Indicator, dimension: &str) -> Option<()> {
        if indicator.breakdowns.iter().any(|it| it == dimension) {
            return Some(());
        }
        let what = Message::new("gate-e134-what").word("name", &indicator.code);
        let what = what.word("dimension", quote(dimension));
        self.object(Field::Column, ("FL-E134", what, Message::new("gate-e134-remedy")))
    }

    /// Returns the breakdown of a line, or that it has none.
    fn breakdown(
        &mut self,
        indicator: &Indicator,
        (catalogue, shape): (&Catalogue, &Shape),
    ) -> Option<Option<Breakdown>> {
        let spelled = text(self.row, Field::Breakdown);
        if spelled.is_empty() {
            return Some(None);
        }
        let (dimension, category) = spelled.split_once('=').unwrap_or((spelled, ""));
        self.breaks_down(indicator, dimension)?;
        let codes = shape.dimensions.get(dimension);
        let is_leaf = codes.is_some_and(|it| it.iter().any(|code| **code == *category));
        if is_leaf {
            let breakdown = Breakdown { dimension: shared(dimension), category: shared(category) };
            return Some(Some(breakdown));
        }
        let names = catalogue.list(dimension).into_iter().flat_map(|it| it.codes.keys());
        let near = nearest(category, names.map(String::as_str));
        self.object(Field::Column, no_code(dimension, category, near))
    }

    /// A number that stands behind no code.
    fn lacks<T>(&mut self, what: &'static str, column: Field) -> Option<T> {
        if self.is_filled {
            let place = at_column(self.row, column).message();
            self.problems.push_once(problem("FL-E214", place, Message::new(what)));
        }
        None
    }

    fn object<T>(
        &mut self,
        column: Field,
        (code, what, remedy): (&'static str, Message, Message),
    ) -> Option<T> {
        if self.is_filled {
            let place = at_column(self.row, column).message();
            self.problems.push_once(Problem { code, place, what, remedy });
        }
        None
    }
}

/// What was typed fills the gap `value`: it may be anything.
fn no_code(list: &str, code: &str, near: Option<&str>) -> (&'static str, Message, Message) {
    let what = Message::new("gate-e130-what-cell")
        .word("value", quote(code))
        .word("list", list);
    ("FL-E130", what, no_code_remedy(near, "gate-e130-remedy-cell"))
}
