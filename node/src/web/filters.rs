//! A query string, checked word by word against columns and code lists.
//!
//! `?indicator=MATCHES_NEW,MATCHES_ACTIVE&period=2024-Q1..2025-Q4&member=bbbs-toronto`: filter names
//! are column names, lists by comma, ranges of periods by `..`. Everything that is wrong is reported
//! at once, with the nearest word that would be right.

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::period::Period;
use flotilla_domain::roster::Member;

use crate::query::Filters;
use crate::query::Reader;
use crate::query::TableName;
use crate::web::Parameters;

/// The most bytes of a query string.
const QUERY_BYTES_MAX: usize = 16 << 10;

/// How like a word must be to be offered instead, from 0 to 1.
const LIKENESS_MIN: f64 = 0.75;

/// Columns of observations that are measured, not chosen from: they are no filters.
const MEASURED: [&str; 11] = [
    "denominator",
    "definition_version",
    "n",
    "numerator",
    "period_end",
    "period_start",
    "published_at",
    "record_id",
    "signer",
    "value",
    "version",
];

/// Columns of practice records that one chooses from.
const PRACTICE_FILTERS: [&str; 7] =
    ["cost_band", "eepm_standard", "id", "kind", "licence", "member", "status"];

/// Columns of responses that one chooses from.
const RESPONSE_FILTERS: [&str; 6] =
    ["member", "practice_id", "practice_member", "practice_record", "practice_state", "statement"];

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
    /// The value is in no list.
    UnknownCode(String),
    /// There is no such filter, but these.
    UnknownFilter(Vec<String>),
    /// The value is not a period or a range of two.
    NotPeriod(String),
    /// The query string is too long or not text.
    Unreadable,
}

/// Reads the query string of a request for `table`.
pub(crate) fn parse(
    reader: &Reader,
    table: TableName,
    query: &str,
) -> Result<Filters, Vec<Mistake>> {
    let columns = filterable(reader, table);
    let parameters = decode(query).ok_or_else(|| {
        vec![Mistake { parameter: String::new(), fault: Fault::Unreadable, nearest: String::new() }]
    })?;
    let mut filters = Filters::default();
    let mut mistakes = Vec::new();
    for (name, values) in parameters {
        if !columns.contains(&name) {
            let nearest = nearest(&name, columns.iter().map(String::as_str));
            let fault = Fault::UnknownFilter(columns.clone());
            mistakes.push(Mistake { parameter: name, fault, nearest });
        } else if name == "period" && table == TableName::Observations {
            match periods(&values) {
                Ok(Some(range)) => filters.periods = Some(range),
                Ok(None) => drop(filters.any_of.insert(name, values)),
                Err(mistake) => mistakes.push(mistake),
            }
        } else {
            mistakes.extend(unknown_codes(reader, &name, &values));
            filters.any_of.insert(name, values);
        }
    }
    if mistakes.is_empty() { Ok(filters) } else { Err(mistakes) }
}

fn filterable(reader: &Reader, table: TableName) -> Vec<String> {
    let mut columns = reader.columns(table);
    columns.retain(|column| !MEASURED.contains(&column.as_str()) || column == "version");
    let chosen: &[&str] = match table {
        TableName::Practices => &PRACTICE_FILTERS,
        TableName::Responses => &RESPONSE_FILTERS,
        _ => return columns,
    };
    columns.retain(|column| chosen.contains(&column.as_str()));
    columns
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
    let known: Vec<&str> = match (column, catalogue.list(column)) {
        ("indicator", _) => catalogue.indicators().map(|it| it.code.as_str()).collect(),
        ("member", _) => roster.everyone().map(Member::handle).collect(),
        (_, Some(list)) => list.codes.keys().map(String::as_str).chain([TOTAL]).collect(),
        (_, None) => return Vec::new(),
    };
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
    fn the_nearest_word_is_offered_and_a_far_one_is_not() {
        let known = ["region", "program_type", "CA-ON"];
        assert_eq!(nearest("regions", known.into_iter()), "region");
        assert_eq!(nearest("ON", known.into_iter()), "CA-ON");
        assert_eq!(nearest("zzzz", known.into_iter()), "");
        assert_eq!(nearest("value", ["closure_reason", "gender"].into_iter()), "");
        assert_eq!(nearest("limit", ["indicator", "title_en"].into_iter()), "");
    }
}
