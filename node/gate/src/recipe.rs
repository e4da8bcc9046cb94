//! A recipe: which columns of a file become which figures.
//!
//! A recipe is a TOML file that a coordinator writes once. Each row of the export is one person or
//! one match; the recipe says where its period, region, program and categories stand, and which
//! rows count for which indicator:
//!
//! ```toml
//! [region]
//! column = "province"                    # or: code = "CA-ON"
//! map = { ON = "CA-ON", QC = "CA-QC" }
//!
//! [program]                              # may be left out: totals only
//! code = "GROUP"
//!
//! [consent]                              # may be left out: rows without it are not counted
//! column = "consent"
//! includes = ["program statistics"]      # a list in a cell; or equals = ["yes"] for a whole cell
//! withdrawn = "consent withdrawn"        # a column: whatever stands there takes the consent back
//! equals = ["yes"]
//!
//! [dimension.age_group]
//! column = "age"
//! bands = [{ code = "12_14", at_least = 12, at_most = 14 }]
//! unknown = "UNK"                        # what an empty cell means
//!
//! [[metric]]
//! indicator = "MATCHES_NEW"
//! period = { column = "start", format = "YYYY-MM-DD", grains = ["quarter", "year"] }
//! where = [{ column = "status", equals = ["open", "closed"] }]
//! dimensions = ["age_group"]
//!
//! [[metric]]                             # persons, each once, however many rows they have
//! indicator = "YOUTH_SERVED"
//! person = "case number"                 # tells them apart; it never leaves the computer
//! period = { from = "start", until = "end", format = "YYYY-MM-DD", during = ["2025"] }
//!
//! [[metric]]                             # a rate: its parts are published
//! indicator = "RETENTION_12M"
//! period = { column = "start", months = 12, format = "YYYY-MM-DD", grains = ["year"] }
//! numerator = [{ column = "length", at_least = 12 }]   # which of these rows are above the line
//!
//! [[metric]]                             # a mean: of everybody together, and how many they are
//! indicator = "WAIT_DAYS"
//! period = { column = "start", format = "YYYY-MM-DD", grains = ["year"] }
//! mean = "days_waited"                   # what is averaged; who has none does not count
//!
//! [file]                                 # may be left out: what is unclear is asked for
//! decimal = ","                          # or ".": how fractions are written
//! delimiter = ";"                        # what stands between two cells
//! encoding = "windows-1252"              # or "utf-8", "macintosh"
//! sheet = "Data"                         # which sheet of a workbook
//! ```
//!
//! Words in a `map` and in `equals` match a cell however it is typed: without case, accents, or
//! doubled spaces. An empty date means that nothing happened, so the row does not count there.
//!
//! Unknown keys are errors, with the nearest known key. A value that the recipe does not know is an
//! error too: nobody is dropped in silence. Where the codes must exist is the catalogue, which
//! [`crate::read::read`] brings.

mod date;
mod hints;
mod parse;
mod served;

use std::collections::BTreeSet;

use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;

use crate::problem::Problems;

pub(crate) use self::date::DateFormat;
pub(crate) use self::date::Day;
pub(crate) use self::hints::Encoding;
pub(crate) use self::hints::Hints;
pub(crate) use self::hints::letters;
pub(crate) use self::parse::read_period;

/// Which columns of a file become which figures.
#[derive(Clone, Debug)]
pub struct Recipe {
    pub(crate) file: Hints,
    pub(crate) rows: Vec<Filter>,
    pub(crate) region: Source,
    pub(crate) program: Option<Source>,
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) metrics: Vec<Metric>,
}

/// How rows become the figures of one indicator.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    pub(crate) indicator: String,
    pub(crate) when: When,
    pub(crate) filters: Vec<Filter>,
    /// Which of the rows are above the line, if it is a rate.
    pub(crate) numerator: Vec<Filter>,
    /// The column of what is averaged, if it is a mean.
    pub(crate) mean: Option<String>,
    /// Names of code lists.
    pub(crate) dimensions: Vec<String>,
    /// Whether the figures are told for each program too.
    pub(crate) by_program: bool,
    /// The column that tells persons apart, where each of them counts once.
    pub(crate) person: Option<String>,
}

/// In which periods a row counts.
#[derive(Clone, Debug)]
pub(crate) enum When {
    /// In this one.
    Constant(Period),
    /// In those that contain a date, or the day so many months after it.
    Dated {
        column: String,
        /// How long after the date.
        months: u32,
        format: DateFormat,
        grains: Vec<Grain>,
        only: Vec<Period>,
    },
    /// In those in which something is open.
    Open { from: String, until: String, format: DateFormat, when: Open },
}

/// When something must be open to count.
#[derive(Clone, Debug)]
pub(crate) enum Open {
    /// On the last day of these.
    At(Vec<Period>),
    /// On any day of these.
    During(Vec<Period>),
}

/// Where a code comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// Every row has this one.
    Constant(String),
    /// A column has words or numbers that stand for codes.
    Column(Lookup),
}

/// How the cells of a column become codes.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    pub(crate) column: String,
    /// Words and their codes, ordered by word.
    pub(crate) map: Vec<(String, String)>,
    /// The same without case and accents, where that leaves no doubt; ordered by word.
    pub(crate) folded: Vec<(String, String)>,
    pub(crate) bands: Vec<Band>,
    /// The code of an empty cell.
    pub(crate) unknown: Option<String>,
}

/// Numbers that have one code.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    pub(crate) code: String,
    pub(crate) range: Range,
}

/// A code list by which rows are broken down.
#[derive(Clone, Debug)]
pub(crate) struct Dimension {
    pub(crate) list: String,
    pub(crate) lookup: Lookup,
}

/// Which rows count.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) column: String,
    pub(crate) test: Test,
}

/// What a cell must be.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// Empty.
    Empty,
    /// One of these words, which are folded.
    Equals(Vec<String>),
    /// A list that has one of these words, which are folded.
    Includes(Vec<String>),
    /// A number in this range.
    Within(Range),
}

/// Numbers from one to another, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) at_least: i64,
    pub(crate) at_most: i64,
}

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        parse::recipe(text)
    }

    /// Returns which sheet of a workbook it is about, if it says so.
    pub fn sheet(&self) -> Option<&str> {
        self.file.sheet.as_deref()
    }

    /// Returns the columns of which it only asks whose rows are whose.
    pub(crate) fn persons(&self) -> BTreeSet<&str> {
        let read = self.read_columns();
        let persons = self.metrics.iter().filter_map(|it| it.person.as_deref());
        persons.filter(|it| !read.contains(it)).collect()
    }

    /// Returns the columns that it looks at; what stands in others is nothing to it.
    pub fn columns(&self) -> BTreeSet<&str> {
        let persons = self.metrics.iter().filter_map(|it| it.person.as_deref());
        self.read_columns().into_iter().chain(persons).collect()
    }

    fn read_columns(&self) -> BTreeSet<&str> {
        let mut columns: BTreeSet<&str> = self.rows.iter().map(|it| it.column.as_str()).collect();
        for source in [Some(&self.region), self.program.as_ref()].into_iter().flatten() {
            if let Source::Column(lookup) = source {
                columns.insert(&lookup.column);
            }
        }
        columns.extend(self.dimensions.iter().map(|it| it.lookup.column.as_str()));
        for metric in &self.metrics {
            let filters = metric.filters.iter().chain(&metric.numerator);
            columns.extend(filters.map(|it| it.column.as_str()));
            columns.extend(metric.mean.as_deref());
            match &metric.when {
                When::Constant(_) => {}
                When::Dated { column, .. } => columns.extend([column.as_str()]),
                When::Open { from, until, .. } => columns.extend([from.as_str(), until]),
            }
        }
        columns
    }

    /// Returns the indicators it makes, in its order.
    pub fn indicators(&self) -> impl Iterator<Item = &str> {
        self.metrics.iter().map(|metric| metric.indicator.as_str())
    }
}

impl Open {
    /// Returns the periods.
    pub(crate) fn periods(&self) -> &[Period] {
        match self {
            Self::At(periods) | Self::During(periods) => periods,
        }
    }

    /// Returns whether something counts in `period` that began one day, and ended another or goes on.
    pub(crate) fn has(&self, period: Period, (start, end): (Day, Option<Day>)) -> bool {
        let Some((first, last)) = Day::first_of(period).zip(Day::last_of(period)) else {
            return false;
        };
        let ends_after = match self {
            Self::At(_) => end.is_none_or(|end| last < end),
            Self::During(_) => end.is_none_or(|end| first <= end),
        };
        start <= last && ends_after
    }
}

impl Lookup {
    /// Returns the codes that it can lead to.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        let words = self.map.iter().map(|(_, code)| code);
        let bands = self.bands.iter().map(|band| &band.code);
        words.chain(bands).chain(&self.unknown).map(String::as_str)
    }
}

impl Range {
    /// Returns whether `number` is in the range.
    pub(crate) fn contains(self, number: i64) -> bool {
        (self.at_least..=self.at_most).contains(&number)
    }
}

/// Returns a text between quotation marks, as TOML writes keys and values.
pub fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => written.extend(['\\', letter]),
            it if it.is_control() => written.push_str(&format!("\\u{:04X}", u32::from(it))),
            it => written.push(it),
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_recipe_is_read() {
        let recipe = Recipe::parse(RECIPE).unwrap();
        assert_eq!(recipe.indicators().collect::<Vec<_>>(), ["MATCHES_NEW"]);
        assert!(matches!(&recipe.metrics[0].when, When::Dated { grains, .. } if grains.len() == 2));
        assert_eq!(recipe.rows.len(), 1);
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_nearest() {
        let refused = Recipe::parse(&RECIPE.replace("dimensions =", "dimension =")).unwrap_err();
        let problem = refused.iter().next().unwrap();
        assert_eq!(problem.code, "FL-E102");
        assert!(format!("{:?}", problem.remedy.args()).contains("dimensions"));
    }

    #[test]
    fn what_stands_in_a_file_cannot_end_a_text() {
        for text in ["plain", "a \"b\" \\ c", "line\nend\t\u{1b}", "é’", "a = [1] # no"] {
            let table: toml::Table =
                format!("{} = {}", quoted(text), quoted(text)).parse().unwrap();
            assert_eq!(table[text].as_str(), Some(text));
        }
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let codes = |text: String| {
            let problems = Recipe::parse(&text).unwrap_err();
            problems.iter().map(|it| it.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(RECIPE.replace("[\"gender\"]", "[\"shoes\"]")), ["FL-E102"]);
        assert_eq!(codes(RECIPE.replace("\"quarter\"", "\"week\"")), ["FL-E104"]);
        assert_eq!(codes(RECIPE.replace("YYYY-MM-DD", "soon")), ["FL-E104"]);
        assert_eq!(codes(RECIPE.replace("equals", "at_least")), ["FL-E104", "FL-E104"]);
    }

    #[test]
    fn a_quarter_may_be_written_as_in_french_and_other_spellings_get_a_suggestion() {
        let only = |period: &str| {
            let only = format!("grains = [\"quarter\", \"year\"], only = [\"{period}\"]");
            Recipe::parse(&RECIPE.replace("grains = [\"quarter\", \"year\"]", &only))
        };
        let recipe = only("2025-T3").unwrap();
        let quarter: Period = "2025-Q3".parse().unwrap();
        let When::Dated { only: periods, .. } = &recipe.metrics[0].when else { panic!("dated") };
        assert_eq!(periods, &[quarter]);
        for (word, period) in [
            ("2025Q3", "2025-Q3"),
            ("2025-q3", "2025-Q3"),
            ("T3 2025", "2025-Q3"),
            ("2025T3", "2025-Q3"),
            ("2025-7", "2025-07"),
            ("2025/07", "2025-07"),
        ] {
            let refused = only(word).unwrap_err();
            let remedy = &refused.iter().next().unwrap().remedy;
            let nearest = format!(r#"[("nearest", Word("{period}"))]"#);
            assert_eq!(format!("{:?}", remedy.args()), nearest, "{word}");
        }
        for word in ["2025-Q5", "soon", "20", "Q", "ÉTÉ 2025", "2025-13"] {
            let refused = only(word).unwrap_err();
            let remedy = refused.iter().next().unwrap().remedy.args().to_vec();
            assert_eq!(format!("{remedy:?}"), r#"[("expected", Word("period"))]"#, "{word}");
        }
    }

    #[test]
    fn bands_that_overlap_or_hold_nothing_are_refused() {
        let with = |bands: &str| {
            let age = format!("[dimension.age_group]\ncolumn = \"age\"\nbands = [{bands}]\n");
            let refused = Recipe::parse(&RECIPE.replace("[[metric]]", &format!("{age}[[metric]]")));
            refused
                .err()
                .map(|it| it.iter().map(|it| format!("{it:?}")).collect::<String>())
        };
        let young = "{ code = \"12_14\", at_least = 12, at_most = 14 }";
        assert_eq!(with(&format!("{young}, {{ code = \"15_17\", at_least = 15 }}")), None);
        let told = with(&format!("{young}, {{ code = \"15_17\", at_least = 14 }}")).unwrap();
        assert!(told.contains("FL-E104") && told.contains("dimension.age_group.bands"), "{told}");
        let told = with("{ code = \"12_14\", at_least = 14, at_most = 12 }").unwrap();
        assert!(told.contains("FL-E104") && told.contains("bands[1].at_most"), "{told}");
        let upside_down = "equals = [\"open\"]";
        let where_ = RECIPE.replace(upside_down, "at_least = 5, at_most = 4");
        assert!(Recipe::parse(&where_).is_err());
    }

    const RECIPE: &str = r#"
        region = { code = "CA-ON" }
        consent = { column = "consent", equals = ["yes"] }
        [dimension.gender]
        column = "sex"
        map = { F = "GIRLS", M = "BOYS" }
        [[metric]]
        indicator = "MATCHES_NEW"
        period = { column = "start", format = "YYYY-MM-DD", grains = ["quarter", "year"] }
        where = [{ column = "status", equals = ["open"] }]
        dimensions = ["gender"]
    "#;
}
