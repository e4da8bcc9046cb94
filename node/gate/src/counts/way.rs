//! How counts are written down: what stands under `[counts]` in the place of a recipe.
//!
//! ```toml
//! [counts]
//! version = 1
//! masked = ["x", "<5", "*"]              # may be left out: what the source writes for a number it does not tell
//! covers = ["alice", "Centre Bob"]       # may be left out: of whose figures these are made up
//!
//! column = "number"                      # of a table with one row for each count: where the counts stand
//! indicator = { code = "MATCHES_NEW" }   # or: { column = "measure", map = { New = "MATCHES_NEW" } }
//! period = { column = "year" }
//! region = { column = "province", map = { Ontario = "CA-ON", Canada = "CA" } }
//! program = { code = "GROUP" }           # may be left out: totals only
//! dimension.gender = { column = "sex", map = { All = "_T", F = "GIRLS" } }
//! ```
//!
//! Without `column` the file is what [`super::read`] takes of a template. A word that a `map` does not
//! have stands for itself. A mark is a mark because the recipe says so, and never a number.

use std::collections::BTreeSet;

use flotilla_domain::coverage::Coverage;
use flotilla_domain::message::Message;

use crate::fields;
use crate::fields::Section;
use crate::fold::fold;
use crate::problem::Collector;
use crate::read::number;
use crate::read::number::Reading;
use crate::recipe::Hints;
use crate::screen;
use crate::union::distinct;

/// The most marks of one source; those that were seen have three.
const MARKS_MAX: usize = 20;

/// The most dimensions of one table.
const DIMENSIONS_MAX: usize = 20;

/// How counts are written down.
#[derive(Clone, Debug, Default)]
pub struct Way {
    pub(super) hints: Hints,
    /// What stands for a number that is not told, as [`spelled`].
    masked: BTreeSet<String>,
    /// Of whose figures they are made up.
    pub(super) coverage: Coverage,
    /// Where the codes of a table stand.
    pub(super) table: Option<Columns>,
}

/// Where the codes of a table with one row for each count stand.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) count: String,
    pub(super) indicator: Code,
    pub(super) period: Code,
    pub(super) region: Code,
    pub(super) program: Option<Code>,
    /// By dimension.
    pub(super) dimensions: Vec<(String, Code)>,
}

/// Where one code stands.
#[derive(Clone, Debug)]
pub(super) enum Code {
    /// In this column, by these words, which are folded; others stand for themselves.
    Column(String, Vec<(String, String)>),
    /// It is always this one.
    Constant(String),
}

impl Way {
    /// Reads the section `counts`; nothing only if a problem was noted.
    pub(crate) fn read(
        section: Section<'_>,
        hints: Option<Section<'_>>,
        problems: &mut Collector,
    ) -> Option<Self> {
        let hints = hints.map(|it| Hints::read(it, problems)).unwrap_or_default();
        if section.number("version", problems).is_some_and(|it| it != 1) {
            problems.push(fields::wrong(&section.path("version"), "range"));
        }
        let masked = marks(&section, problems);
        let coverage = coverage(&section, problems)?;
        let table = match section.has("column") {
            true => Some(Columns::read(&section, problems)?),
            false => None,
        };
        section.finish(problems);
        Some(Self { hints, masked, coverage, table })
    }

    /// Returns the columns that it names; nothing if it is for the lines of a template.
    pub(crate) fn columns(&self) -> Option<BTreeSet<&str>> {
        self.table.as_ref().map(|it| it.names().collect())
    }

    /// Returns what is known of the file.
    pub(crate) fn hints(&self) -> &Hints {
        &self.hints
    }

    /// Returns of whose figures the counts are made up.
    pub(crate) fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Returns whether a cell stands for a number that the source does not tell.
    pub(super) fn masks(&self, typed: &str) -> bool {
        !self.masked.is_empty() && self.masked.contains(&spelled(typed))
    }
}

impl Columns {
    /// Returns the names of the columns, as the header has them.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let Self { count, indicator, period, region, program, dimensions } = self;
        let codes = [Some(indicator), Some(period), Some(region), program.as_ref()];
        let codes = codes.into_iter().flatten().chain(dimensions.iter().map(|(_, code)| code));
        let columns = codes.filter_map(|code| match code {
            Code::Column(name, _) => Some(name.as_str()),
            Code::Constant(_) => None,
        });
        columns.chain([count.as_str()])
    }

    fn read(section: &Section<'_>, problems: &mut Collector) -> Option<Self> {
        let count = section.required("column", problems).map(str::to_owned);
        let mut code = |key, required| {
            let found = section.section(key, problems);
            if found.is_none() && required {
                problems.push(fields::missing(&section.path(key)));
            }
            found.and_then(|it| code(it, problems))
        };
        let indicator = code("indicator", true);
        let period = code("period", true);
        let region = code("region", true);
        let program = code("program", false);
        let mut dimensions = Vec::new();
        for (name, section) in section.named("dimension", problems) {
            let code = self::code(section, problems);
            dimensions.extend(code.map(|it| (name.to_owned(), it)));
        }
        if dimensions.len() > DIMENSIONS_MAX {
            problems.push(fields::wrong(&section.path("dimension"), "range"));
        }
        Some(Self {
            count: count?,
            indicator: indicator?,
            period: period?,
            region: region?,
            program,
            dimensions,
        })
    }
}

/// Returns the most that a source says a masked number can be: 4 of `<5`, nothing of `x`.
pub(super) fn most(mark: &str) -> Option<u64> {
    let mark = spelled(mark);
    let at_most = |it: &str| it.parse::<u64>().ok();
    let below = |it: &str| at_most(it)?.checked_sub(1);
    let inclusive = ["<=", "≤"].iter().find_map(|it| mark.strip_prefix(it));
    let exclusive = ["<", "lessthan", "fewerthan", "under", "moinsde"];
    let exclusive = || exclusive.iter().find_map(|it| mark.strip_prefix(it));
    match inclusive {
        Some(rest) => at_most(rest),
        None => exclusive().and_then(below),
    }
}

/// Returns a mark as marks are compared: without case, accents and blanks.
fn spelled(mark: &str) -> String {
    fold(mark).replace(' ', "")
}

fn marks(section: &Section<'_>, problems: &mut Collector) -> BTreeSet<String> {
    let marks: BTreeSet<String> =
        section.texts("masked", problems).into_iter().map(spelled).collect();
    // A number that is told is never read as one that is not, nor is an empty cell.
    let is_mark = |it: &String| !it.is_empty() && number::read(it, None) == Reading::None;
    if marks.len() > MARKS_MAX || !marks.iter().all(is_mark) {
        problems.push(fields::wrong(&section.path("masked"), "marks"));
    }
    marks
}

fn coverage(section: &Section<'_>, problems: &mut Collector) -> Option<Coverage> {
    let names = section.texts("covers", problems);
    if names.is_empty() {
        return Some(Coverage::default());
    }
    named(names, false, &section.path("covers"), problems)
}

/// Returns a coverage of these names, which are screened: they are signed, and everybody reads them.
pub(crate) fn named(
    names: Vec<&str>,
    together: bool,
    path: &str,
    problems: &mut Collector,
) -> Option<Coverage> {
    let count = names.len();
    let coverage = Coverage::new(names.into_iter().map(str::to_owned), together);
    // Two spellings of one organisation are not two of them.
    let coverage = coverage.ok().filter(|it| distinct(it) == count);
    if coverage.is_none() {
        problems.push(fields::wrong(path, "covers"));
    }
    for unit in coverage.iter().flat_map(Coverage::units) {
        for finding in screen::blocked(unit) {
            let problem = fields::wrong(path, "covers");
            let what = Message::new(finding.suspicion.text());
            problems.push(crate::problem::Problem { what, ..problem });
        }
    }
    coverage
}

/// Reads `{ code = … }` or `{ column, map }`.
fn code(section: Section<'_>, problems: &mut Collector) -> Option<Code> {
    if section.has("code") {
        let code = section.required("code", problems).map(str::to_owned);
        section.finish(problems);
        return code.map(Code::Constant);
    }
    let column = section.required("column", problems).map(str::to_owned);
    let mut map = Vec::new();
    if let Some(words) = section.section("map", problems) {
        for (word, code) in words.entries() {
            match code.as_str() {
                Some(code) => map.push((fold(word), code.to_owned())),
                None => problems.push(fields::wrong(&words.path(word), "text")),
            }
        }
    }
    section.finish(problems);
    column.map(|column| Code::Column(column, map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_how_much_it_hides_at_most_or_nothing() {
        for (mark, least) in [
            ("<5", Some(4)),
            ("< 10", Some(9)),
            ("≤ 5", Some(5)),
            ("<=4", Some(4)),
            ("Fewer than 10", Some(9)),
            ("moins de 5", Some(4)),
            ("<0", None),
            ("< many", None),
            ("x", None),
            ("..", None),
        ] {
            assert_eq!(most(mark), least, "{mark}");
        }
    }
}
