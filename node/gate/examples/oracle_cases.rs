//! Publishes tables of which the truth is known, one file for each way, for the attacker to try.
//!
//! `oracle_cases CASES FOLDER`: each case is a table of two dimensions from the literature. One
//! becomes regions and the other a code list of a made-up coalition, and then the other way round;
//! the counts are taken as they are, and several times larger, because most of the tables are too
//! small to be shown at all; and each is rounded by several secrets. What the attacker reads also
//! says what is true, so he can tell whether he was misled.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::history::History;
use flotilla_gate::pass;
use flotilla_gate::pass::Releasable;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;
use serde_json::Value;
use serde_json::json;

/// How many times larger the counts are.
const FACTORS: [u64; 4] = [1, 2, 5, 20];

/// How many secrets each is rounded by.
const SECRETS: u8 = 3;

/// What a table is called that has no other name.
const TOTAL: &str = "Total";

/// Why it ended early.
type Failure = Box<dyn Error>;

/// The true counts of a table, by the codes of its two dimensions.
type Table = BTreeMap<(String, String), u64>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<PathBuf> = env::args().skip(1).map(PathBuf::from).collect();
    let [cases, folder] = arguments.as_slice() else {
        return Err("usage: oracle_cases CASES FOLDER".into());
    };
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(cases)? {
        let path = entry?.path();
        let case: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let table = table(&case).ok_or(format!("{name}: there is no truth in it"))?;
        let turned: Table = table.iter().map(|((a, b), n)| ((b.clone(), a.clone()), *n)).collect();
        for (way, table) in [("", &table), ("-turned", &turned)] {
            for (factor, secret) in
                FACTORS.iter().flat_map(|it| (0..SECRETS).map(move |s| (*it, s)))
            {
                let member = format!("{name}{way}-x{factor}-{secret}");
                let table = table.iter().map(|(at, count)| (at.clone(), count * factor)).collect();
                publish(&table, secret, (&member, folder))?;
            }
        }
    }
    Ok(())
}

/// Reads the true counts of the cells that are no totals.
fn table(case: &Value) -> Option<Table> {
    let publication = case.get("publications")?.get(0)?;
    let dimensions: Vec<&String> = publication.get("dims")?.as_object()?.keys().collect();
    // As the case spells a cell, and not as a map orders its dimensions.
    let names = |id: &str| id.split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned()));
    let mut table = Table::new();
    for cell in publication.get("cells")?.as_array()? {
        let at = cell.get("at")?;
        let is_total = dimensions.iter().any(|it| at.get(*it).is_some_and(|code| code == TOTAL));
        if !is_total {
            let id = cell.get("id")?.as_str()?;
            let truth = cell.get("true").or_else(|| case.get("truth")?.get(id))?;
            table.insert(names(id)?, truth.as_u64()?);
        }
    }
    (!table.is_empty()).then_some(table)
}

/// Publishes a table, and writes what an attacker reads of it, and what is true.
fn publish(table: &Table, secret: u8, (member, folder): (&str, &Path)) -> Result<(), Failure> {
    let rows: BTreeSet<&String> = table.keys().map(|(row, _)| row).collect();
    let columns: BTreeSet<&String> = table.keys().map(|(_, column)| column).collect();
    let catalogue = codebook::with_additions(&additions(rows.len(), columns.len()));
    let catalogue = catalogue.map_err(|problems| format!("{member}: {problems:?}"))?;
    let regions = (0..rows.len()).map(|index| format!("XX-{index}")).collect();
    let profile = Profile { regions, ..Profile::default() };
    let policy = Policy::DEFAULT;
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let mut counts: BTreeMap<String, (Place, u64)> = BTreeMap::new();
    for ((row, column), count) in table {
        let region = rows.iter().position(|it| *it == row).map(|it| format!("XX-{it}"));
        let category = columns.iter().position(|it| *it == column).map(|it| format!("C{it}"));
        for region in [region.as_deref(), Some("XX")].into_iter().flatten() {
            for category in [category.as_deref(), None] {
                let (name, place) = place(region, category)?;
                counts.entry(name).or_insert((place, 0)).1 += count;
            }
        }
    }
    let secret = RoundingSecret::new([secret; 32]);
    let draft = Draft::synthetic(counts.values().cloned());
    let passed = pass::pass(draft, &rules, &secret, &History::new());
    let passed = passed.map_err(|problems| format!("{member}: {problems:?}"))?;
    let releases: Vec<&Release> = passed.releasables.iter().map(Releasable::release).collect();
    let publication = Publication::new(&rules, member, &Told::first(releases));
    let mut read: Value = serde_json::from_str(&publication.to_json())?;
    for cell in read.get_mut("cells").and_then(Value::as_array_mut).into_iter().flatten() {
        let id = cell.get("id").and_then(Value::as_str).unwrap_or_default();
        let truth = counts.get(id).map(|(_, count)| *count).ok_or("a place of nobody")?;
        if let Some(cell) = cell.as_object_mut() {
            cell.insert("true".to_owned(), json!(truth));
        }
    }
    fs::write(folder.join(format!("{member}.json")), read.to_string())?;
    Ok(())
}

/// Returns a place, and how the attacker names it.
fn place(region: &str, category: Option<&str>) -> Result<(String, Place), Failure> {
    let breakdown =
        category.map(|category| Breakdown { dimension: "side".into(), category: category.into() });
    let side = category.map_or_else(String::new, |it| format!(" side={it}"));
    let place = Place {
        indicator: "x_case".into(),
        period: "2024".parse()?,
        region: region.into(),
        program_type: "_T".into(),
        breakdown,
    };
    Ok((format!("x_case 2024 {region} _T{side}"), place))
}

/// Returns the catalogue of a coalition of so many regions, with a code list of so many codes.
fn additions(regions: usize, codes: usize) -> String {
    let mut text = String::from(ADDITIONS);
    // Writing to a text cannot fail.
    for index in 0..regions {
        let line = r#"{ en = "Region", fr = "Région", parent = "XX" }"#;
        let _written = writeln!(text, "XX-{index} = {line}");
    }
    text.push_str("[list.side]\ntitle = { en = \"Side\", fr = \"Côté\" }\n[list.side.codes]\n");
    for index in 0..codes {
        let _written = writeln!(text, r#"C{index} = {{ en = "Code", fr = "Code" }}"#);
    }
    text
}

const ADDITIONS: &str = r#"
[indicator.x_case]
title = { en = "Case", fr = "Cas" }
kind = "flow"
unit = "persons"
breakdowns = ["side", "region"]
direction = "neutral"
definition.en = "What somebody wrote about."
definition.fr = "Ce dont quelqu’un a écrit."
[list.region]
title = { en = "Region", fr = "Région" }
[list.region.codes]
XX = { en = "Everywhere", fr = "Partout" }
"#;
