//! A query string, checked word by word against columns and code lists.
//!
//! `?indicator=MATCHES_NEW,MATCHES_ACTIVE&period=2024-Q1..2025-Q4&member=bbbs-toronto`: filter names
//! are column names, lists by comma, ranges of periods by `..`. The others say how the answer looks; all
//! are listed in `parameters`. Everything that is wrong is reported at once, with the nearest word that
//! would be right.

use flotilla_answer::csv::Dialect;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::id::Hash;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::period::Period;
use flotilla_domain::roster::Member;
use flotilla_text::Language;
use flotilla_text::date;

use crate::query::Filters;
use crate::query::Question;
use crate::query::Reader;
use crate::web::Parameters;
use crate::web::cite::Form;
use crate::web::cursor::Cursor;
use crate::web::parameters::Kind;
use crate::web::parameters::Parameter;

/// The most bytes of a query string.
const QUERY_BYTES_MAX: usize = 16 << 10;

/// How like a word must be to be offered instead, from 0 to 1.
const LIKENESS_MIN: f64 = 0.75;

/// How many rows a page of JSON has where nothing is said.
pub(crate) const LIMIT: usize = 1_000;

/// The most rows of a page of JSON; whoever wants more takes a file, which is never cut.
pub(crate) const LIMIT_MAX: usize = 10_000;

/// The languages of labels and of explanations.
pub(crate) const LANGUAGES: [(&str, Language); 2] =
    [("en", Language::English), ("fr", Language::French)];

/// The milliseconds of a day, less one.
const DAY_MS_LAST: i64 = 24 * 60 * 60 * 1_000 - 1;

/// One thing that is wrong with a query string.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Mistake {
    /// The parameter.
    pub(crate) parameter: String,
    /// What is wrong with it.
    pub(crate) fault: Fault,
    /// The nearest word that would be right; empty if none is near.
    pub(crate) nearest: String,
}

/// What is wrong with a parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// The words to look for are too many.
    LongWords,
    /// The value is not a cursor of these pages.
    NotCursor,
    /// The value is not a number of rows that a page may have.
    NotLimit(String),
    /// The value is not a day, a moment or the id of a snapshot.
    NotMoment(String),
    /// The data have changed since, and nobody remembers how they stood.
    Unremembered,
    /// The value is in no list.
    UnknownCode(String),
    /// There is no such filter, but these.
    UnknownFilter(Vec<String>),
    /// The value is not a period or a range of two.
    NotPeriod(String),
    /// The query string is too long or not text.
    Unreadable,
}

/// What a query string asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// Which rows.
    pub(crate) filters: Filters,
    /// In which language codes are to be explained.
    pub(crate) labels: Option<Language>,
    /// For whom CSV is written.
    pub(crate) dialect: Dialect,
    /// Which state of the data is looked at; the present one if `None`.
    pub(crate) as_of: Option<AsOf>,
    /// By what totals are told apart.
    pub(crate) by: Vec<String>,
    /// How a citation is written.
    pub(crate) cite: Form,
    /// The most rows of a page.
    pub(crate) limit: usize,
    /// Where the page goes on; it is the first if `None`.
    pub(crate) cursor: Option<Cursor>,
    /// What practice records are searched for; `None` where nobody says.
    pub(crate) words: Option<Question>,
}

/// A state of the data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AsOf {
    /// What every log said up to this moment, in milliseconds since 1970.
    Moment(i64),
    /// What was shown under this name.
    Snapshot(SnapshotId),
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            filters: Filters::default(),
            labels: None,
            dialect: Dialect::Plain,
            as_of: None,
            by: Vec::new(),
            cite: Form::default(),
            limit: LIMIT,
            cursor: None,
            words: None,
        }
    }
}

/// Reads a query string, of which these parameters are known.
pub(crate) fn parse(
    reader: &Reader,
    known: &[Parameter],
    query: &str,
) -> Result<Asked, Vec<Mistake>> {
    let given = decode(query).ok_or_else(|| {
        vec![Mistake { parameter: String::new(), fault: Fault::Unreadable, nearest: String::new() }]
    })?;
    let mut asked = Asked::default();
    let mut mistakes = Vec::new();
    for (name, values) in given {
        match known.iter().find(|it| it.name == name) {
            Some(parameter) => {
                mistakes.extend(asked.take(parameter, values, reader));
            }
            None => mistakes.push(unknown_filter(name, known)),
        }
    }
    if mistakes.is_empty() { Ok(asked) } else { Err(mistakes) }
}

/// Returns the language in which a query string asks for explanations.
pub(crate) fn language(query: &str) -> Option<Language> {
    let given = decode(query)?;
    let value = given.get("lang").and_then(|values| values.last());
    LANGUAGES
        .into_iter()
        .find(|(word, _)| value.is_some_and(|it| it == word))
        .map(|(_, it)| it)
}

impl Asked {
    /// Takes the values of one parameter, and returns what is wrong with them.
    fn take(
        &mut self,
        parameter: &Parameter,
        values: Vec<String>,
        reader: &Reader,
    ) -> Vec<Mistake> {
        let Parameter { name, kind, words } = parameter;
        let last = values.last().map(String::as_str).unwrap_or_default();
        let wrong = |fault, nearest: &str| {
            vec![Mistake { parameter: name.clone(), fault, nearest: nearest.to_owned() }]
        };
        match kind {
            Kind::AsOf => match as_of(last) {
                Some(moment) => self.as_of = Some(moment),
                None => return wrong(Fault::NotMoment(last.to_owned()), ""),
            },
            Kind::By => {
                let columns = reader.rollup_columns();
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                let mistakes = unlisted(name, &values, &columns);
                self.by = values;
                return mistakes;
            }
            Kind::Cite => match option(name, last, &Form::NAMED) {
                Ok(form) => self.cite = form,
                Err(mistake) => return vec![mistake],
            },
            Kind::Column => {
                let mistakes = if words.is_empty() {
                    unknown_codes(reader, name, &values)
                } else {
                    unlisted(name, &values, words)
                };
                self.filters.any_of.insert(name.clone(), values);
                return mistakes;
            }
            Kind::Cursor => match last.parse() {
                Ok(cursor) => self.cursor = Some(cursor),
                Err(_) => return wrong(Fault::NotCursor, ""),
            },
            Kind::Dialect => match option(name, last, &Dialect::NAMED) {
                Ok(dialect) => self.dialect = dialect,
                Err(mistake) => return vec![mistake],
            },
            Kind::Labels => match option(name, last, &LANGUAGES) {
                Ok(language) => self.labels = Some(language),
                Err(mistake) => return vec![mistake],
            },
            // Mistakes are told in it; of a right answer it changes nothing.
            Kind::Language => return option(name, last, &LANGUAGES).err().into_iter().collect(),
            Kind::Limit => match last.parse() {
                Ok(limit) if (1..=LIMIT_MAX).contains(&limit) => self.limit = limit,
                _ => return wrong(Fault::NotLimit(last.to_owned()), ""),
            },
            Kind::Period => match periods(&values) {
                Ok(Some(range)) => self.filters.periods = Some(range),
                Ok(None) => drop(self.filters.any_of.insert(name.clone(), values)),
                Err(mistake) => return vec![mistake],
            },
            // Commas are between words here.
            Kind::Words => match Question::parse(&values.join(",")) {
                Ok(question) => self.words = Some(question),
                Err(_) => return wrong(Fault::LongWords, ""),
            },
        }
        Vec::new()
    }
}

fn unknown_filter(name: String, known: &[Parameter]) -> Mistake {
    let names: Vec<String> = known.iter().map(|it| it.name.clone()).collect();
    let nearest = nearest(&name, names.iter().map(String::as_str));
    Mistake { parameter: name, fault: Fault::UnknownFilter(names), nearest }
}

/// Reads the value of an option that is one of a few words.
fn option<T: Copy>(name: &str, value: &str, known: &[(&str, T)]) -> Result<T, Mistake> {
    let found = known.iter().find(|(word, _)| *word == value);
    found.map(|(_, it)| *it).ok_or_else(|| Mistake {
        parameter: name.to_owned(),
        fault: Fault::UnknownCode(value.to_owned()),
        nearest: nearest(value, known.iter().map(|(word, _)| *word)),
    })
}

/// Reads a day, of which all is meant, a moment, or the id of a snapshot.
fn as_of(text: &str) -> Option<AsOf> {
    let day = || date::parse_day(text).map(|ms| ms.saturating_add(DAY_MS_LAST));
    let moment = day().or_else(|| date::parse_moment(text)).map(AsOf::Moment);
    moment.or_else(|| Hash::parse(text).map(|id| AsOf::Snapshot(SnapshotId(id))))
}

/// The first and the last period of a range.
type Range = (Period, Period);

/// Reads one range `2024-Q1..2025-Q4`; `None` if there are only single periods.
fn periods(values: &[String]) -> Result<Option<Range>, Mistake> {
    let mistake = |value: &str| Mistake {
        parameter: "period".to_owned(),
        fault: Fault::NotPeriod(value.to_owned()),
        nearest: suggested(value),
    };
    let parse = |whole: &str, text: &str| text.parse().map_err(|_| mistake(whole));
    if let [value] = values
        && let Some((from, until)) = value.split_once("..")
    {
        let (from, until): Range = (parse(value, from)?, parse(value, until)?);
        if from.first_day() > until.last_day() {
            return Err(Mistake { nearest: format!("{until}..{from}"), ..mistake(value) });
        }
        return Ok(Some((from, until)));
    }
    for value in values {
        let _period: Period = parse(value, value)?;
    }
    Ok(None)
}

/// Returns the right spelling of a period that is spelled in another usual way.
fn suggested(value: &str) -> String {
    let upper = value.trim().to_uppercase().replace('T', "Q").replace(' ', "-");
    let dashed = match upper.split_once('Q') {
        Some((year, quarter)) => format!("{}-Q{quarter}", year.trim_end_matches('-')),
        None => upper,
    };
    dashed.parse::<Period>().map(|period| period.to_string()).unwrap_or_default()
}

fn unknown_codes(reader: &Reader, column: &str, values: &[String]) -> Vec<Mistake> {
    let roster = reader.roster();
    let catalogue = roster.catalogue();
    let code = |it: &'_ Indicator| it.code.clone();
    let known: Vec<String> = match (column, catalogue.list(column)) {
        ("code", _) => catalogue.indicators().map(code).collect(),
        // The parts of rates are figures, too.
        ("indicator", _) => catalogue.indicators().chain(catalogue.own_parts()).map(code).collect(),
        ("handle" | "member" | "practice_member", _) => {
            roster.everyone().map(|it: &Member| it.handle().to_owned()).collect()
        }
        (_, Some(list)) => list.codes.keys().cloned().chain([TOTAL.to_owned()]).collect(),
        (_, None) => return Vec::new(),
    };
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    unlisted(column, values, &known)
}

/// Returns the values that are not among the known ones, each with the nearest of them.
fn unlisted(column: &str, values: &[String], known: &[&str]) -> Vec<Mistake> {
    let strange = values.iter().filter(|value| !known.contains(&value.as_str()));
    let mistake = |value: &String| Mistake {
        parameter: column.to_owned(),
        fault: Fault::UnknownCode(value.clone()),
        nearest: nearest(value, known.iter().copied()),
    };
    strange.map(mistake).collect()
}

/// Returns the word of `known` that comes nearest, or none if they are all far.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let likeness = |candidate: &str| {
        let (a, b) = (word.to_lowercase(), candidate.to_lowercase());
        // A code is often given without its prefix: `ON` for `CA-ON`.
        if b.ends_with(&format!("-{a}")) { 1.0 } else { strsim::jaro_winkler(&a, &b) }
    };
    let best = known.map(|it| (likeness(it), it)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness > LIKENESS_MIN)
        .map(|(_, it)| it.to_owned())
        .unwrap_or_default()
}

/// Splits a query string into parameters; values are lists by comma.
fn decode(query: &str) -> Option<Parameters> {
    if query.len() > QUERY_BYTES_MAX {
        return None;
    }
    let mut parameters = Parameters::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let values = value.split(',').map(str::to_owned);
        parameters.entry(name.into_owned()).or_default().extend(values);
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_by_comma_and_repeated_parameters_add_up() {
        let parameters = decode("region=CA-ON,CA-QC&region=CA&period=2025%2DQ1").unwrap();
        assert_eq!(parameters["region"], ["CA-ON", "CA-QC", "CA"]);
        assert_eq!(parameters["period"], ["2025-Q1"]);
        assert_eq!(decode(&"a".repeat(QUERY_BYTES_MAX + 1)), None);
    }

    #[test]
    fn a_range_has_two_ends_and_a_list_has_none() {
        let text = |values: &[&str]| values.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let range = periods(&text(&["2024-Q1..2025-Q4"])).unwrap().unwrap();
        assert_eq!(
            (range.0.to_string(), range.1.to_string()),
            ("2024-Q1".into(), "2025-Q4".into())
        );
        assert_eq!(periods(&text(&["2024", "2025"])).unwrap(), None);
        assert!(periods(&text(&["2024.."])).is_err());
        let backwards = periods(&text(&["2025..2024"])).unwrap_err();
        assert_eq!(backwards.nearest, "2024..2025");
    }

    #[test]
    fn a_period_in_another_spelling_is_put_right() {
        for (wrong, right) in
            [("2025Q3", "2025-Q3"), ("2025-T3", "2025-Q3"), ("2025 q3", "2025-Q3")]
        {
            assert_eq!(suggested(wrong), right);
        }
        assert_eq!(suggested("soon"), "");
    }

    #[test]
    fn a_day_is_meant_to_its_end_and_a_moment_as_it_is() {
        assert_eq!(as_of("1970-01-01"), Some(AsOf::Moment(86_399_999)));
        assert_eq!(as_of("1970-01-01T00:00:01Z"), Some(AsOf::Moment(1_000)));
        let id = Hash::of([b"snapshot".as_slice()]);
        assert_eq!(as_of(&id.to_string()), Some(AsOf::Snapshot(SnapshotId(id))));
        for strange in ["", "yesterday", "2026-13-01", "2026"] {
            assert_eq!(as_of(strange), None, "{strange}");
        }
    }

    #[test]
    fn an_option_is_one_of_its_words_and_the_nearest_is_offered() {
        assert_eq!(option("labels", "fr", &LANGUAGES), Ok(Language::French));
        let mistake = option("dialect", "excel_fr", &Dialect::NAMED).unwrap_err();
        assert_eq!(mistake.nearest, "excel-fr");
        assert_eq!(language("region=x&lang=fr"), Some(Language::French));
        assert_eq!(language("lang=de"), None);
    }

    #[test]
    fn the_nearest_word_is_offered_and_a_far_one_is_not() {
        let known = ["region", "program_type", "CA-ON"];
        assert_eq!(nearest("regions", known.into_iter()), "region");
        assert_eq!(nearest("ON", known.into_iter()), "CA-ON");
        assert_eq!(nearest("zzzz", known.into_iter()), "");
        assert_eq!(nearest("value", ["closure_reason", "gender"].into_iter()), "");
        assert_eq!(nearest("limit", ["indicator", "title_en"].into_iter()), "");
    }
}
