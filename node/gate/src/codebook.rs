//! Reads a catalogue written in TOML: what is counted, and by which codes.
//!
//! The standard catalogue of mentoring is part of this crate. A coalition adds what is its own:
//! local indicators, whose codes begin with `x_`, local code lists, and regions. It cannot change
//! what the standard says, so a code means the same everywhere.
//!
//! ```
//! let catalogue = flotilla_gate::codebook::standard().expect("is part of the crate, and tested");
//! assert_eq!(catalogue.indicators().count(), 28);
//! ```

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use flotilla_domain::catalogue::Balance;
use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Code;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::DENOMINATOR;
use flotilla_domain::catalogue::Denominator;
use flotilla_domain::catalogue::Direction;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::InvalidCatalogue;
use flotilla_domain::catalogue::Label;
use flotilla_domain::catalogue::NUMERATOR;
use flotilla_domain::catalogue::PEOPLE;
use flotilla_domain::catalogue::Parts;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::SCALE_MAX;
use flotilla_domain::catalogue::Scale;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::message::Message;
use toml::Value;

use crate::fields;
use crate::fields::Section;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;

/// The standard catalogue of mentoring.
const STANDARD: &str = include_str!("../catalogue/mentoring.toml");

/// What the codes of local indicators begin with.
const LOCAL_PREFIX: &str = "x_";

/// Stands for a part that is the quotient's own.
const OWN: &str = "own";

/// What a file says, before it is a catalogue.
#[derive(Debug, Default)]
struct Contents {
    version: u32,
    indicators: BTreeMap<String, Indicator>,
    lists: BTreeMap<String, CodeList>,
}

/// Returns the standard catalogue of mentoring.
///
/// # Errors
///
/// Fails if the file in this crate is not a catalogue, which a test rules out.
pub fn standard() -> Result<Catalogue, Problems> {
    parse(STANDARD)
}

/// Returns the standard catalogue together with what a coalition adds.
///
/// # Errors
///
/// Fails with everything that is wrong with `additions`, each by its path.
pub fn with_additions(additions: &str) -> Result<Catalogue, Problems> {
    let mut parts = read(STANDARD)?;
    let added = read(additions)?;
    let mut problems = Collector::default();
    for (code, indicator) in added.indicators {
        if !code.starts_with(LOCAL_PREFIX) {
            problems.push(not_local(&format!("indicator.{code}")));
        }
        parts.indicators.insert(code, indicator);
    }
    for (name, list) in added.lists {
        match parts.lists.get_mut(&name) {
            None => {
                parts.lists.insert(name, list);
            }
            Some(known) if name == REGION => add_codes(known, list, &mut problems),
            Some(_) => problems.push(not_local(&format!("list.{name}"))),
        }
    }
    problems.finish(())?;
    parts.version = parts.version.max(added.version);
    parts.catalogue()
}

/// Reads a whole catalogue.
///
/// # Errors
///
/// Fails with everything that is wrong with it, each by its path.
pub fn parse(text: &str) -> Result<Catalogue, Problems> {
    read(text)?.catalogue()
}

impl Contents {
    fn catalogue(self) -> Result<Catalogue, Problems> {
        let indicators = self.indicators.into_values().collect();
        let lists = self.lists.into_values().collect();
        Catalogue::new(self.version, indicators, lists).map_err(|error| invalid(&error))
    }
}

fn read(text: &str) -> Result<Contents, Problems> {
    let mut problems = Collector::default();
    let Some(table) = fields::parse(text, &mut problems) else {
        return problems.finish(Contents::default());
    };
    let file = Section::new("", &table);
    let version = file.number("version", &mut problems).unwrap_or(1);
    let mut parts =
        Contents { version: u32::try_from(version).unwrap_or(1), ..Contents::default() };
    for (name, section) in file.named("list", &mut problems) {
        parts.lists.insert(name.to_owned(), list(name, &section, &mut problems));
        section.finish(&mut problems);
    }
    for (code, section) in file.named("indicator", &mut problems) {
        if let Some(indicator) = indicator(code, &section, &mut problems) {
            parts.indicators.insert(code.to_owned(), indicator);
        }
        section.finish(&mut problems);
    }
    file.finish(&mut problems);
    problems.finish(parts)
}

fn list(name: &str, section: &Section<'_>, problems: &mut Collector) -> CodeList {
    let of_list = sensitivity(section, problems).unwrap_or(Sensitivity::General);
    let codes = section.named("codes", problems).into_iter().map(|(code, section)| {
        let label = label_of(&section, problems);
        let parent = section.text("parent", problems).map(str::to_owned);
        let sensitivity = sensitivity(&section, problems);
        section.finish(problems);
        (code.to_owned(), Code { label, parent, sensitivity })
    });
    let codes = codes.collect();
    CodeList {
        name: name.to_owned(),
        title: label("title", section, problems),
        overlapping: section.flag("overlapping", problems),
        sensitivity: of_list,
        codes,
    }
}

fn sensitivity(section: &Section<'_>, problems: &mut Collector) -> Option<Sensitivity> {
    match section.text("sensitivity", problems)? {
        "general" => Some(Sensitivity::General),
        "community" => Some(Sensitivity::Community),
        "identity" => Some(Sensitivity::Identity),
        _ => {
            problems.push(fields::wrong(&section.path("sensitivity"), "sensitivity"));
            Some(Sensitivity::Community)
        }
    }
}

fn indicator(code: &str, section: &Section<'_>, problems: &mut Collector) -> Option<Indicator> {
    let kind = match section.required("kind", problems) {
        Some("flow") => Some(IndicatorKind::Flow),
        Some("mean") => Some(IndicatorKind::Mean),
        Some("ratio") => Some(IndicatorKind::Ratio),
        Some("stock") => Some(IndicatorKind::Stock),
        Some("unique") => Some(IndicatorKind::Unique),
        _ => None,
    };
    let direction = match section.text("direction", problems) {
        Some("down") => Some(Direction::Down),
        None | Some("neutral") => Some(Direction::Neutral),
        Some("up") => Some(Direction::Up),
        Some(_) => None,
    };
    if kind.is_none() {
        problems.push(fields::wrong(&section.path("kind"), "kind"));
    }
    if direction.is_none() {
        problems.push(fields::wrong(&section.path("direction"), "direction"));
    }
    let mut breakdowns: Vec<String> =
        section.texts("breakdowns", problems).into_iter().map(str::to_owned).collect();
    breakdowns.sort_unstable();
    let title = label("title", section, problems);
    let definition = label("definition", section, problems);
    let unit = section.required("unit", problems).unwrap_or_default().to_owned();
    let version = section.number("definition_version", problems).unwrap_or(1);
    Some(Indicator {
        code: code.to_owned(),
        title,
        definition,
        kind: kind?,
        unit,
        breakdowns,
        definition_version: u32::try_from(version).unwrap_or(0),
        direction: direction?,
        parts: parts(code, section, problems),
        balance: balance(section, problems),
        scale: scale(code, section, problems),
    })
}

/// Reads of whom a mean is: `mean_of`, `low` and `high`. `own` is its own.
fn scale(code: &str, section: &Section<'_>, problems: &mut Collector) -> Option<Scale> {
    let ends = ["low", "high"].map(|key| {
        let number = section.number(key, problems)?;
        let end = u32::try_from(number).ok().filter(|it| *it <= SCALE_MAX);
        if end.is_none() {
            problems.push(fields::wrong(&section.path(key), "range"));
        }
        end
    });
    let of = match section.text("mean_of", problems)? {
        OWN => format!("{code}{PEOPLE}"),
        of => of.to_owned(),
    };
    let unit = section.text("part_unit", problems).unwrap_or_default().to_owned();
    match ends {
        [Some(low), Some(high)] => Some(Scale { low, high, of, unit }),
        [low, _] => {
            let lacking = if low.is_some() { "high" } else { "low" };
            problems.push(fields::missing(&section.path(lacking)));
            None
        }
    }
}

/// Reads by what a stock changes: `came` and `went`.
fn balance(section: &Section<'_>, problems: &mut Collector) -> Option<Balance> {
    let came = section.text("came", problems).map(str::to_owned);
    let went = section.text("went", problems).map(str::to_owned);
    match (came, went) {
        (None, None) => None,
        (Some(came), Some(went)) => Some(Balance { came, went }),
        (came, _) => {
            let lacking = if came.is_some() { "went" } else { "came" };
            problems.push(fields::missing(&section.path(lacking)));
            None
        }
    }
}

/// Reads what a quotient is made of: `numerator`, and `denominator` or `others`. `own` is its own.
fn parts(code: &str, section: &Section<'_>, problems: &mut Collector) -> Option<Parts> {
    let own = |code: &str, word: &str, suffix| match word {
        OWN => format!("{code}{suffix}"),
        _ => word.to_owned(),
    };
    let is_whole = section.text("share_of", problems);
    let unrelated = section.text("denominator", problems);
    let others = section.text("others", problems);
    let numerator = section.text("numerator", problems);
    let unit = section.text("part_unit", problems).unwrap_or_default().to_owned();
    let is_sensitive = section.flag("sensitive", problems);
    let months_earlier = section.number("months_earlier", problems).unwrap_or(0);
    let months_earlier = u32::try_from(months_earlier).unwrap_or(u32::MAX);
    let kind = match section.text("part_kind", problems) {
        None | Some("flow") => IndicatorKind::Flow,
        Some("stock") => IndicatorKind::Stock,
        Some("unique") => IndicatorKind::Unique,
        Some(_) => {
            problems.push(fields::wrong(&section.path("part_kind"), "kind"));
            IndicatorKind::Flow
        }
    };
    let denominator = match (is_whole, unrelated, others) {
        (None, None, None) => None,
        (Some(whole), None, None) => Some(Denominator::Whole(own(code, whole, DENOMINATOR))),
        (None, Some(it), None) => Some(Denominator::Unrelated(own(code, it, DENOMINATOR))),
        (None, None, Some(others)) => Some(Denominator::Sum(others.to_owned())),
        _ => {
            problems.push(fields::wrong(&section.path("denominator"), "once"));
            None
        }
    };
    if numerator.is_some() != denominator.is_some() && problems.is_empty() {
        let lacking = if numerator.is_some() { "denominator" } else { "numerator" };
        problems.push(fields::missing(&section.path(lacking)));
    }
    let (numerator, denominator) = (own(code, numerator?, NUMERATOR), denominator?);
    Some(Parts { numerator, denominator, months_earlier, kind, unit, is_sensitive })
}

/// Reads `{ en = "…", fr = "…" }` under `key`.
fn label(key: &'static str, section: &Section<'_>, problems: &mut Collector) -> Label {
    if !section.get(key).is_some_and(Value::is_table) {
        problems.push(fields::missing(&section.path(key)));
        return Label::default();
    }
    let Some(section) = section.section(key, problems) else { return Label::default() };
    let label = label_of(&section, problems);
    section.finish(problems);
    label
}

fn label_of(section: &Section<'_>, problems: &mut Collector) -> Label {
    let mut text = |key| section.required(key, problems).unwrap_or_default().to_owned();
    Label { en: text("en"), fr: text("fr") }
}

fn add_codes(known: &mut CodeList, added: CodeList, problems: &mut Collector) {
    for (name, code) in added.codes {
        match known.codes.entry(name) {
            Entry::Occupied(known_code) => {
                let path = format!("list.{REGION}.codes.{}", known_code.key());
                problems.push(not_local(&path));
            }
            Entry::Vacant(place) => {
                place.insert(code);
            }
        }
    }
}

fn not_local(path: &str) -> Problem {
    Problem {
        code: "FL-E110",
        place: Message::new("gate-place-key").word("path", path),
        what: Message::new("gate-e110-what"),
        remedy: Message::new("gate-e110-remedy"),
    }
}

fn invalid(error: &InvalidCatalogue) -> Problems {
    let (path, remedy) = match error {
        InvalidCatalogue::Malformed { path } => (path, "gate-e111-remedy-malformed"),
        InvalidCatalogue::Order { path } => (path, "gate-e111-remedy-twice"),
        InvalidCatalogue::TooMany { path } => (path, "gate-e111-remedy-many"),
        InvalidCatalogue::Unknown { path } => (path, "gate-e111-remedy-unknown"),
    };
    let place = Message::new("gate-place-key").word("path", path);
    let remedy = Message::new(remedy);
    Problem { code: "FL-E111", place, what: Message::new("gate-e111-what"), remedy }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_catalogue_is_whole() {
        let catalogue = standard().unwrap();
        assert_eq!(catalogue.indicators().count(), 28);
        assert_eq!(catalogue.list(REGION).unwrap().leaves("CA").count(), 13);
        assert!(catalogue.list("population").unwrap().overlapping);
        assert!(catalogue.list("age_group").unwrap().is_leaf("15_17"));
        assert_eq!(catalogue.balances().count(), 1);
    }

    #[test]
    fn a_coalition_adds_what_is_its_own() {
        let catalogue = with_additions(ADDITIONS).unwrap();
        assert_eq!(catalogue.indicator("x_pupils").unwrap().kind, IndicatorKind::Stock);
        assert!(catalogue.has(REGION, "HR:3595") && catalogue.has("address", "URBAN"));
    }

    #[test]
    fn nobody_changes_the_standard() {
        let refused = |text: &str| with_additions(text).unwrap_err().iter().next().unwrap().code;
        assert_eq!(refused(&ADDITIONS.replace("x_pupils", "MATCHES_NEW")), "FL-E110");
        assert_eq!(refused(&ADDITIONS.replace("list.address", "list.gender")), "FL-E110");
        assert_eq!(refused(&ADDITIONS.replace("HR:3595", "CA-QC")), "FL-E110");
    }

    #[test]
    fn what_is_wrong_is_named_by_its_path() {
        let text = ADDITIONS.replace("kind = \"stock\"", "kind = \"heap\"\nkinds = 1");
        let refused = with_additions(&text).unwrap_err();
        let places: Vec<_> = refused.iter().map(|it| format!("{:?}", it.place.args())).collect();
        assert_eq!(places.len(), 2);
        assert!(places[0].contains("indicator.x_pupils.kind"));
        assert!(places[1].contains("indicator.x_pupils.kinds"));
    }

    const ADDITIONS: &str = r#"
        [list.address]
        title = { en = "Address", fr = "Adresse" }
        [list.address.codes]
        URBAN = { en = "Town", fr = "Ville" }
        [list.region]
        title = { en = "Region", fr = "Région" }
        [list.region.codes]
        "HR:3595" = { en = "Toronto", fr = "Toronto", parent = "CA-ON" }
        [indicator.x_pupils]
        title = { en = "Pupils", fr = "Élèves" }
        definition = { en = "Enrolled", fr = "Inscrits" }
        kind = "stock"
        unit = "persons"
        breakdowns = ["address"]
    "#;
}
