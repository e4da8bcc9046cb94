//! Writes what made-up members publish, one file each, for the attacker to try.
//!
//! `random_cubes COUNT FOLDER [FIRST]`: each member has its own regions, programs and people, drawn
//! from its number, and publishes quarters first, then the year with breakdowns, then another year;
//! and how many matches are open on the last day of each, which 2024-Q4 and 2024 tell twice.
//! Everything goes through the gate as a real file would. A member whose file the gate refuses is
//! named on standard error. One member in twenty is large: what the attacker needs for one of those is
//! enough for many small ones, and small ones hide more.

mod made;

use std::fmt::Write;
use std::process::ExitCode;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Release;
use flotilla_gate::codebook;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::problem::Problems;
use flotilla_gate::read;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::rules::Rules;

use self::made::Dice;
use self::made::Member;

/// Regions of two depths, so that there are sums of sums.
const ADDITIONS: &str = r#"
[list.region]
title = { en = "Region", fr = "Région" }
[list.region.codes]
"SGC:3520" = { en = "Toronto", fr = "Toronto", parent = "CA-ON" }
"SGC:3506" = { en = "Ottawa", fr = "Ottawa", parent = "CA-ON" }
"#;

const REGIONS: [&str; 4] = ["CA-MB", "CA-QC", "SGC:3506", "SGC:3520"];

const PROGRAMS: [&str; 2] = ["GROUP", "ONE_SITE"];

/// One member in so many is large.
const LARGE_EVERY: u64 = 20;

const DIMENSIONS: [&str; 3] = ["\"gender\"", "\"age_group\"", "\"age_group\", \"gender\""];

fn main() -> ExitCode {
    let Ok(catalogue) = codebook::with_additions(ADDITIONS) else { return ExitCode::FAILURE };
    made::write_all("cube", |seed, name| publications(seed, name, &catalogue))
}

/// Returns everything that one member publishes.
fn publications(seed: u64, name: &str, catalogue: &Catalogue) -> Result<String, Problems> {
    let mut dice = Dice::of(seed);
    let profile = profile(&mut dice);
    let most = if seed.is_multiple_of(LARGE_EVERY) { 1_200 } else { 320 };
    let size = 60 + dice.skewed(most);
    let file = people(&mut dice, &profile, size);
    let policy = Policy::DEFAULT;
    let rules = Rules::new(catalogue, &policy, policy.gate, &profile);
    let mut member = Member::new(rules, seed);
    let mut published: Vec<Release> = Vec::new();
    let yearly = DIMENSIONS.get(dice.roll(DIMENSIONS.len())).copied().unwrap_or_default();
    let quarterly = if dice.roll(2) == 0 { yearly } else { "" };
    let releases = [
        ("quarter", "\"2024-Q1\"", "\"2024-03\", \"2024-Q1\"", ""),
        ("quarter", "\"2024-Q2\", \"2024-Q3\"", "\"2024-06\"", quarterly),
        ("quarter", "\"2024-Q4\"", "\"2024-12\", \"2024-Q4\"", quarterly),
        ("year", "\"2024\"", "\"2024\"", yearly),
        ("year", "\"2025\"", "\"2025\"", yearly),
    ];
    for (grain, only, at, dimensions) in releases {
        let recipe = Recipe::parse(&recipe((grain, only, at), dimensions, &profile))?;
        let draft = read::read(file.as_bytes(), &recipe, catalogue, &profile)?;
        published.extend(member.publish(draft)?.0);
    }
    Ok(Publication::new(&member.rules, name, &Told::first(&published)).to_json())
}

fn profile(dice: &mut Dice) -> Profile {
    let mut some = |all: &[&str]| {
        let mut chosen: Vec<String> =
            all.iter().filter(|_| dice.roll(3) > 0).map(|it| (*it).to_owned()).collect();
        if chosen.is_empty() {
            chosen.extend(all.first().map(|it| (*it).to_owned()));
        }
        chosen
    };
    Profile { regions: some(&REGIONS), programs: some(&PROGRAMS), absent: Vec::new() }
}

/// Returns an export: one row for each match.
fn people(dice: &mut Dice, profile: &Profile, size: usize) -> String {
    let mut file = String::from("start,end,region,program,sex,age\n");
    for _ in 0..size {
        let year = 2024 + dice.roll(2);
        let month = 1 + dice.roll(12);
        let any = |dice: &mut Dice, codes: &[String]| {
            codes.get(dice.skewed(codes.len())).cloned().unwrap_or_default()
        };
        let region = any(dice, &profile.regions);
        let program = any(dice, &profile.programs);
        let sex = ["F", "M", "F", "M", "M", "X"].get(dice.roll(6)).copied().unwrap_or("F");
        let age = 6 + dice.skewed(20);
        let last = month + dice.skewed(24);
        let end = format!("{}-{:02}-28", year + last / 12, last % 12 + 1);
        let row = format!("{year}-{month:02}-15,{end},{region},{program},{sex},{age}");
        // Writing to a text cannot fail.
        let _written = writeln!(file, "{row}");
    }
    file
}

fn recipe((grain, only, at): (&str, &str, &str), dimensions: &str, profile: &Profile) -> String {
    let map = |codes: &[String]| {
        let words: Vec<String> = codes.iter().map(|it| format!("\"{it}\" = \"{it}\"")).collect();
        words.join(", ")
    };
    format!(
        r#"
[region]
column = "region"
map = {{ {regions} }}
[program]
column = "program"
map = {{ {programs} }}
[dimension.gender]
column = "sex"
map = {{ F = "GIRLS", M = "BOYS", X = "NON_BINARY" }}
[dimension.age_group]
column = "age"
bands = [
    {{ code = "06_09", at_least = 6, at_most = 9 }},
    {{ code = "10_11", at_least = 10, at_most = 11 }},
    {{ code = "12_14", at_least = 12, at_most = 14 }},
    {{ code = "15_17", at_least = 15, at_most = 17 }},
    {{ code = "18_24", at_least = 18, at_most = 24 }},
    {{ code = "25_30", at_least = 25, at_most = 30 }},
]
[[metric]]
indicator = "MATCHES_NEW"
period = {{ column = "start", format = "YYYY-MM-DD", grains = ["{grain}"], only = [{only}] }}
dimensions = [{dimensions}]
by_program = true
[[metric]]
indicator = "MATCHES_ACTIVE"
period = {{ from = "start", until = "end", format = "YYYY-MM-DD", at = [{at}] }}
dimensions = [{dimensions}]
by_program = true
"#,
        regions = map(&profile.regions),
        programs = map(&profile.programs),
    )
}
