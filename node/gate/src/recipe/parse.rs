//! From TOML to a recipe.

use flotilla_domain::message::Message;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use toml::Value;

use super::Band;
use super::DateFormat;
use super::Dimension;
use super::Filter;
use super::Hints;
use super::Lookup;
use super::Metric;
use super::Open;
use super::Range;
use super::Recipe;
use super::Source;
use super::Test;
use super::When;
use crate::fields;
use crate::fields::Section;
use crate::fold::fold;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::nearest;

const GRAINS: [(&str, Grain); 5] = [
    ("fiscal_year", Grain::FiscalYear),
    ("month", Grain::Month),
    ("quarter", Grain::Quarter),
    ("school_year", Grain::SchoolYear),
    ("year", Grain::Year),
];

/// The most months after a date: ten years.
const MONTHS_MAX: u32 = 120;

/// Reads a recipe.
pub(super) fn recipe(text: &str) -> Result<Recipe, Problems> {
    let mut problems = Collector::default();
    let Some(table) = fields::parse(text, &mut problems) else {
        return Err(problems.finish(()).err().unwrap_or_else(|| fields::missing("").into()));
    };
    let file = Section::new("", &table);
    let recipe = read(&file, &mut problems);
    file.finish(&mut problems);
    problems.finish(())?;
    recipe.ok_or_else(|| fields::missing("metric").into())
}

/// Returns nothing only if a problem was noted.
fn read(file: &Section<'_>, problems: &mut Collector) -> Option<Recipe> {
    let hints = file.section("file", problems).map(|it| Hints::read(it, problems));
    let mut rows = filters(file, "where", problems);
    if let Some(section) = file.section("consent", problems) {
        rows.extend(consent(section, problems));
    }
    let region = file.section("region", problems).map(|it| source(it, problems));
    let program = file.section("program", problems).map(|it| source(it, problems));
    let mut dimensions = Vec::new();
    for (list, section) in file.named("dimension", problems) {
        let lookup = lookup(section, problems);
        dimensions.extend(lookup.map(|lookup| Dimension { list: list.to_owned(), lookup }));
    }
    let names: Vec<&str> = dimensions.iter().map(|it| it.list.as_str()).collect();
    let mut metrics = Vec::new();
    let sections = file.sections("metric", problems);
    if sections.is_empty() && problems.is_empty() {
        problems.push(fields::missing("metric"));
    }
    for section in sections {
        let path = section.path("indicator");
        let Some(metric) = metric(section, &names, program.is_some(), problems) else { continue };
        if metrics.iter().any(|it: &Metric| it.indicator == metric.indicator) {
            problems.push(fields::wrong(&path, "once"));
        }
        metrics.push(metric);
    }
    if region.is_none() {
        problems.push(fields::missing("region"));
    }
    Some(Recipe {
        file: hints.unwrap_or_default(),
        rows,
        region: region??,
        program: program.flatten(),
        dimensions,
        metrics,
    })
}

fn metric(
    section: Section<'_>,
    dimensions: &[&str],
    has_programs: bool,
    problems: &mut Collector,
) -> Option<Metric> {
    let indicator = section.required("indicator", problems).map(str::to_owned);
    let when = match section.section("period", problems) {
        Some(period) => when(period, problems),
        None => {
            problems.push(fields::missing(&section.path("period")));
            None
        }
    };
    let names = section.texts("dimensions", problems);
    for name in names.iter().filter(|name| !dimensions.contains(name)) {
        let path = format!("{}.{name}", section.path("dimensions"));
        problems.push(fields::unknown(&path, nearest(name, dimensions.iter().copied())));
    }
    let by_program = section.flag("by_program", problems);
    if by_program && !has_programs {
        problems.push(fields::missing("program"));
    }
    let rows = filters(&section, "where", problems);
    let numerator = filters(&section, "numerator", problems);
    let person = section.text("person", problems).map(str::to_owned);
    let mean = section.text("mean", problems).map(str::to_owned);
    section.finish(problems);
    Some(Metric {
        indicator: indicator?,
        when: when?,
        filters: rows,
        numerator,
        mean,
        dimensions: names.into_iter().map(str::to_owned).collect(),
        by_program,
        person,
    })
}

/// Reads `{ code = … }`, `{ column, months, format, grains, only }`, or `{ from, until, format }` with
/// `at` or `during`.
fn when(section: Section<'_>, problems: &mut Collector) -> Option<When> {
    let when = if section.has("code") {
        periods(&section, "code", problems).first().copied().map(When::Constant)
    } else if section.has("from") {
        let from = section.required("from", problems);
        let until = section.required("until", problems);
        let format = format(&section, problems);
        let open = open(&section, problems);
        from.zip(until).zip(format).map(|((from, until), format)| When::Open {
            from: from.to_owned(),
            until: until.to_owned(),
            format,
            when: open,
        })
    } else {
        let column = section.required("column", problems);
        let months = section.number("months", problems).unwrap_or(0);
        let months = u32::try_from(months).ok().filter(|it| *it <= MONTHS_MAX);
        if months.is_none() {
            problems.push(fields::wrong(&section.path("months"), "range"));
        }
        let format = format(&section, problems);
        let only = periods(&section, "only", problems);
        let grains = grains(&section, problems);
        column.zip(format).map(|(column, format)| When::Dated {
            column: column.to_owned(),
            months: months.unwrap_or(0),
            format,
            grains,
            only,
        })
    };
    section.finish(problems);
    when
}

fn open(section: &Section<'_>, problems: &mut Collector) -> Open {
    let key = if section.has("during") { "during" } else { "at" };
    let periods = periods(section, key, problems);
    if periods.is_empty() {
        problems.push(fields::missing(&section.path(key)));
    }
    if key == "during" { Open::During(periods) } else { Open::At(periods) }
}

fn grains(section: &Section<'_>, problems: &mut Collector) -> Vec<Grain> {
    let words = section.texts("grains", problems);
    let known = |word: &str| GRAINS.iter().find(|(name, _)| *name == word).map(|(_, it)| *it);
    if words.is_empty() || words.iter().any(|word| known(word).is_none()) {
        problems.push(fields::wrong(&section.path("grains"), "grains"));
    }
    words.into_iter().filter_map(known).collect()
}

/// Reads one period or a list of them.
fn periods(section: &Section<'_>, key: &'static str, problems: &mut Collector) -> Vec<Period> {
    let words: Vec<&str> = match section.get(key) {
        Some(Value::String(word)) => vec![word],
        _ => section.texts(key, problems),
    };
    let mut periods = Vec::new();
    for word in words {
        match (read_period(word), probable_period(word)) {
            (Some(period), _) => periods.push(period),
            (None, Some(period)) => problems.push(misspelled(&section.path(key), period)),
            (None, None) => problems.push(fields::wrong(&section.path(key), "period")),
        }
    }
    periods
}

/// Reads a period; a quarter may also be written as in French, `2025-T3`.
pub(crate) fn read_period(word: &str) -> Option<Period> {
    let french = word.split_once("-T").map(|(year, quarter)| format!("{year}-Q{quarter}"));
    word.parse().ok().or_else(|| french?.parse().ok())
}

/// Returns the period that `word` was probably meant to be.
fn probable_period(word: &str) -> Option<Period> {
    let letters = word.chars().filter(|it| it.is_ascii_alphanumeric());
    let letters: String = letters.collect::<String>().to_ascii_uppercase();
    let (kind, digits): (String, String) = letters.chars().partition(char::is_ascii_alphabetic);
    // `Q3 2025` is 2025 and 3, as `2025Q3` is.
    let is_after = letters.starts_with(|it: char| it.is_ascii_digit());
    let at = if is_after { 4 } else { digits.len().checked_sub(4)? };
    let (first, second) = digits.split_at_checked(at)?;
    let (year, rest) = if is_after { (first, second) } else { (second, first) };
    let text = match (kind.as_str(), rest.len()) {
        ("Q" | "T", 1) => format!("{year}-Q{rest}"),
        ("", 1) => format!("{year}-0{rest}"),
        ("", 2) => format!("{year}-{rest}"),
        _ => return None,
    };
    text.parse().ok()
}

fn misspelled(path: &str, period: Period) -> Problem {
    let remedy = Message::new("gate-e104-remedy-period").word("nearest", period);
    Problem { remedy, ..fields::wrong(path, "period") }
}

fn format(section: &Section<'_>, problems: &mut Collector) -> Option<DateFormat> {
    let format = section.required("format", problems)?;
    let format = DateFormat::parse(format);
    if format.is_none() {
        problems.push(fields::wrong(&section.path("format"), "format"));
    }
    format
}

/// Reads `{ code = … }` or `{ column, map, bands, unknown }`.
fn source(section: Section<'_>, problems: &mut Collector) -> Option<Source> {
    if !section.has("code") {
        return lookup(section, problems).map(Source::Column);
    }
    let code = section.required("code", problems).map(str::to_owned);
    section.finish(problems);
    code.map(Source::Constant)
}

fn lookup(section: Section<'_>, problems: &mut Collector) -> Option<Lookup> {
    let column = section.required("column", problems).map(str::to_owned);
    let mut map = Vec::new();
    if let Some(words) = section.section("map", problems) {
        for (word, code) in words.entries() {
            match code.as_str() {
                Some(code) => map.push((word.to_owned(), code.to_owned())),
                None => problems.push(fields::wrong(&words.path(word), "text")),
            }
        }
    }
    let mut bands = Vec::new();
    for band in section.sections("bands", problems) {
        let code = band.required("code", problems).map(str::to_owned);
        let range = range(&band, problems);
        bands.extend(code.zip(range).map(|(code, range)| Band { code, range }));
        band.finish(problems);
    }
    if overlap(&bands) {
        problems.push(fields::wrong(&section.path("bands"), "bands"));
    }
    if map.is_empty() && bands.is_empty() {
        problems.push(fields::missing(&section.path("map")));
    }
    let unknown = section.text("unknown", problems).map(str::to_owned);
    section.finish(problems);
    map.sort_unstable();
    let folded = folded(&map);
    column.map(|column| Lookup { column, map, folded, bands, unknown })
}

/// Returns the folded words and their codes, without words that would have two.
fn folded(map: &[(String, String)]) -> Vec<(String, String)> {
    let mut folded: Vec<_> = map.iter().map(|(word, code)| (fold(word), code.clone())).collect();
    folded.sort_unstable();
    folded.dedup();
    let words: Vec<String> = folded.iter().map(|(word, _)| word.clone()).collect();
    let count = |word: &String| words.iter().filter(|it| *it == word).count();
    folded.retain(|(word, _)| count(word) == 1);
    folded
}

fn filters(section: &Section<'_>, key: &'static str, problems: &mut Collector) -> Vec<Filter> {
    let sections = section.sections(key, problems);
    sections.into_iter().filter_map(|it| filter(it, problems)).collect()
}

/// Reads a filter with `withdrawn`, which makes a second one: its column must be empty.
fn consent(section: Section<'_>, problems: &mut Collector) -> Vec<Filter> {
    let withdrawn = section.text("withdrawn", problems).map(str::to_owned);
    let withdrawn = withdrawn.map(|column| Filter { column, test: Test::Empty });
    filter(section, problems).into_iter().chain(withdrawn).collect()
}

/// Reads `{ column, equals = […] }`, `{ column, includes = […] }` or `{ column, at_least, at_most }`.
fn filter(section: Section<'_>, problems: &mut Collector) -> Option<Filter> {
    let column = section.required("column", problems).map(str::to_owned);
    let mut words = |key| section.texts(key, problems).into_iter().map(fold).collect();
    let test = if section.has("equals") {
        Some(Test::Equals(words("equals")))
    } else if section.has("includes") {
        Some(Test::Includes(words("includes")))
    } else {
        range(&section, problems).map(Test::Within)
    };
    section.finish(problems);
    column.zip(test).map(|(column, test)| Filter { column, test })
}

/// Returns whether a number is in two bands: which of them counts would depend on their order.
fn overlap(bands: &[Band]) -> bool {
    let mut ranges: Vec<Range> = bands.iter().map(|it| it.range).collect();
    ranges.sort_unstable_by_key(|it| it.at_least);
    let next = ranges.iter().skip(1);
    ranges.iter().zip(next).any(|(a, b)| b.at_least <= a.at_most)
}

fn range(section: &Section<'_>, problems: &mut Collector) -> Option<Range> {
    if !section.has("at_least") && !section.has("at_most") {
        problems.push(fields::missing(&section.path("at_least")));
        return None;
    }
    let at_least = section.number("at_least", problems).unwrap_or(i64::MIN);
    let at_most = section.number("at_most", problems).unwrap_or(i64::MAX);
    if at_least > at_most {
        problems.push(fields::wrong(&section.path("at_most"), "range"));
    }
    Some(Range { at_least, at_most })
}
