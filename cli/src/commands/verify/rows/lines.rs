//! Releases as the lines of a file: the table `observations` once more, without a query engine.
//!
//! A node makes these rows with its read model; here they are made from the entries alone, on purpose by
//! other code: who compares the two believes neither. What a node adds to a figure, which is the two parts
//! of a rate and of how many a mean is, follows from other figures of the same member that are shown.

use std::collections::BTreeMap;

use flotilla_answer::csv;
use flotilla_answer::csv::Dialect;
use flotilla_answer::of_texts;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Denominator;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::release::Observation;
use flotilla_domain::roster::Roster;
use flotilla_text::date;

use crate::commands::verify::rows::asked::Asked;
use crate::commands::verify::rows::signed::Signed;
use crate::commands::verify::rows::signed::Told;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// The columns before those of breakdowns.
const FIRST: [&str; 7] =
    ["indicator", "member", "region", "period", "period_start", "period_end", "program_type"];

/// The breakdowns that every coalition has a column for.
const DIMENSIONS: [&str; 8] = [
    "age_group",
    "gender",
    "population",
    "delivery_mode",
    "setting",
    "closure_reason",
    "instrument",
    "outcome_domain",
];

/// The columns after those of breakdowns.
const MEASURED: [&str; 8] =
    ["value", "unit", "numerator", "denominator", "n", "status", "definition_version", "version"];

/// The columns that say where a row is from.
const PROVENANCE: [&str; 3] = ["published_at", "record_id", "signer"];

/// The moments that a table prints, in milliseconds: from year 0 to the end of year 9999.
const MOMENTS: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

/// The lines that a file should have.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The names of the columns.
    pub(super) columns: Vec<String>,
    /// The first line.
    pub(super) header: String,
    /// The others, in order, each with the entry that it is from.
    pub(super) rows: Vec<(String, EntryId)>,
}

/// The columns, and for each breakdown the list of its codes.
#[derive(Debug)]
struct Columns {
    names: Vec<String>,
    lists: Vec<String>,
}

/// The shown numbers of one member, by what they count and where.
type Numbers = BTreeMap<String, u64>;

impl Sheet {
    /// Makes the lines of what is asked for.
    pub(super) fn of(
        signed: &Signed,
        roster: &Roster,
        asked: &Asked,
        dialect: Dialect,
    ) -> Result<Self, CommandError> {
        let catalogue = roster.catalogue();
        let columns = Columns::of(catalogue);
        if let Some(strange) = asked.any_of.keys().find(|it| !columns.names.contains(it)) {
            let message = Message::new("cli-verify-rows-not-known").word("name", strange);
            return Err(Failure::new(Exit::Invalid, message.word("value", "")).into());
        }
        let numbers = numbers(signed);
        let mut sheet =
            Self { header: String::new(), columns: columns.names.clone(), rows: Vec::new() };
        sheet.header = written(&columns.names, &[], dialect)?.concat();
        for told in &signed.releases {
            let none = Numbers::new();
            let numbers = numbers.get(&told.member).unwrap_or(&none);
            let rows = told.release.observations().iter();
            let rows = rows.map(|it| columns.cells((told, it), catalogue, numbers));
            let rows: Vec<Vec<String>> = rows.filter(|row| columns.passes(row, asked)).collect();
            let lines = written(&columns.names, &rows, dialect)?;
            // The first line names the columns.
            sheet.rows.extend(lines.into_iter().skip(1).map(|line| (line, told.id)));
        }
        Ok(sheet)
    }
}

impl Columns {
    fn of(catalogue: &Catalogue) -> Self {
        let text = |it: &&str| (*it).to_owned();
        let mut names: Vec<String> = FIRST.iter().chain(&DIMENSIONS).map(text).collect();
        let mut lists: Vec<String> = DIMENSIONS.iter().map(text).collect();
        for list in catalogue.lists() {
            let name = list.name.as_str();
            if name != REGION && name != PROGRAM_TYPE && !DIMENSIONS.contains(&name) {
                let is_taken = names.iter().any(|it| it == name) || MEASURED.contains(&name);
                names.push(if is_taken { format!("list_{name}") } else { name.to_owned() });
                lists.push(name.to_owned());
            }
        }
        names.extend(MEASURED.iter().chain(&PROVENANCE).map(text));
        Self { names, lists }
    }

    /// Returns the cells of a figure.
    fn cells(
        &self,
        (told, it): (&Told, &Observation),
        catalogue: &Catalogue,
        numbers: &Numbers,
    ) -> Vec<String> {
        let place = &it.place;
        let mut cells = vec![
            place.indicator.to_string(),
            told.handle.clone(),
            place.region.to_string(),
            place.period.to_string(),
            place.period.first_day(),
            place.period.last_day(),
            place.program_type.to_string(),
        ];
        let (dimension, category) = place.breakdown_codes();
        let code = |list: &String| if list == dimension { category } else { TOTAL };
        cells.extend(self.lists.iter().map(|list| code(list).to_owned()));
        let (above, below) = parts(it, catalogue, numbers).unzip();
        let meaning = counted(catalogue, &place.indicator);
        let version = told.release.terms().replaces.len().saturating_add(1);
        let number = |it: Option<u64>| it.map(|it| it.to_string()).unwrap_or_default();
        cells.extend([
            number(it.figure.value()),
            meaning.map(|it| it.unit.clone()).unwrap_or_default(),
            number(above),
            number(below),
            number(people(it, catalogue, numbers)),
            it.figure.status().to_owned(),
            meaning.map(|it| it.definition_version.to_string()).unwrap_or_default(),
            version.to_string(),
            moment(told.created_ms),
            told.id.to_string(),
            told.member.to_string(),
        ]);
        cells
    }

    fn passes(&self, row: &[String], asked: &Asked) -> bool {
        let cell = |name: &str| {
            let place = self.names.iter().position(|it| it == name);
            place.and_then(|place| row.get(place)).map_or("", String::as_str)
        };
        let within = asked.periods.is_none_or(|(first, last)| {
            *cell("period_start") >= *first.first_day() && *cell("period_end") <= *last.last_day()
        });
        within
            && asked
                .any_of
                .iter()
                .all(|(name, values)| values.iter().any(|it| it == cell(name)))
    }
}

/// Returns the lines of rows, after one that names the columns.
fn written(
    names: &[String],
    rows: &[Vec<String>],
    dialect: Dialect,
) -> Result<Vec<String>, CommandError> {
    let failed = |error| {
        let message = Message::new("cli-answer-malformed");
        CommandError::from(Failure::new(Exit::Unexpected, message).because(error))
    };
    let column = |(place, name): (usize, &String)| {
        let cells = rows.iter().map(|row| row.get(place).cloned().unwrap_or_default());
        (name.clone(), cells.collect::<Vec<_>>())
    };
    let columns: Vec<(String, Vec<String>)> = names.iter().enumerate().map(column).collect();
    let columns = columns.iter().map(|(name, cells)| (name.as_str(), cells.clone())).collect();
    let batch = of_texts(columns).map_err(failed)?;
    let mut text = Vec::new();
    csv::header(&mut text, batch.schema_ref(), dialect).map_err(failed)?;
    csv::rows(&mut text, &batch, dialect).map_err(failed)?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.split_inclusive('\n').map(str::to_owned).collect())
}

/// Returns all numbers that are shown, by member.
fn numbers(signed: &Signed) -> BTreeMap<MemberId, Numbers> {
    let mut numbers: BTreeMap<MemberId, Numbers> = BTreeMap::new();
    for told in &signed.releases {
        let of_member = numbers.entry(told.member).or_default();
        for it in told.release.observations() {
            if let Some(value) = it.figure.value() {
                of_member.insert(key(it, &it.place.indicator, &it.place.period.to_string()), value);
            }
        }
    }
    numbers
}

/// Names the figure of an indicator and a period at the place of a figure.
fn key(it: &Observation, indicator: &str, period: &str) -> String {
    let (dimension, category) = it.place.breakdown_codes();
    let (region, program) = (&it.place.region, &it.place.program_type);
    format!("{indicator} {period} {region} {program} {dimension} {category}")
}

/// Returns what stands above and below the line, in the row of a numerator.
fn parts(it: &Observation, catalogue: &Catalogue, numbers: &Numbers) -> Option<(u64, u64)> {
    let value = it.figure.value()?;
    let mut parts = catalogue.indicators().filter_map(|it| it.parts.as_ref());
    let parts = parts.find(|parts| *parts.numerator == *it.place.indicator)?;
    let period = it.place.period.earlier(parts.months_earlier)?.to_string();
    let other = *numbers.get(&key(it, parts.denominator.code(), &period))?;
    let is_added = matches!(parts.denominator, Denominator::Sum(_));
    Some((value, if is_added { value.saturating_add(other) } else { other }))
}

/// Returns how many a mean is of.
fn people(it: &Observation, catalogue: &Catalogue, numbers: &Numbers) -> Option<u64> {
    it.figure.value()?;
    let scale = catalogue.indicator(&it.place.indicator)?.scale.as_ref()?;
    numbers.get(&key(it, &scale.of, &it.place.period.to_string())).copied()
}

/// Returns the indicator or the part of one that a code is of.
fn counted<'a>(catalogue: &'a Catalogue, code: &str) -> Option<&'a Indicator> {
    catalogue.indicators().chain(catalogue.own_parts()).find(|it| it.code == code)
}

/// Spells a moment as tables do: without a fraction where there is none.
fn moment(ms: i64) -> String {
    let text = date::moment(ms.clamp(*MOMENTS.start(), *MOMENTS.end()));
    text.replace(".000Z", "Z")
}
