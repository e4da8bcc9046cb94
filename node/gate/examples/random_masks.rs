//! Writes what made-up members publish of tables that others have masked, and of tables that several report
//! together, one file each, for the attacker to try.
//!
//! `random_masks COUNT FOLDER [FIRST]`: half of the members are offices that publish tables in which every
//! count from 1 to 4 is masked, often with the smallest number beside it, and sometimes others; the other
//! half are trusted by three to six organisations, whose tables they add up, of which some are masked, too.
//! Half of the offices count persons. Each publishes quarters first, then the year with a breakdown, then
//! the year after. All of it is read as a table with one row for each count. Who is refused is named on
//! standard error.

mod made;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::ExitCode;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::policy::Policy;
use flotilla_gate::codebook;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::form::Form;
use flotilla_gate::problem::Problems;
use flotilla_gate::rules::Rules;
use flotilla_gate::together;

use self::made::Dice;
use self::made::Member;

const REGIONS: [&str; 3] = ["CA-MB", "CA-ON", "CA-QC"];

const PROGRAMS: [&str; 2] = ["GROUP", "ONE_SITE"];

const GENDERS: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

/// Stands for everybody, in each column.
const ALL: &str = "_T";

const FORM: &str = r#"
[counts]
column = "count"
masked = ["x", "<5"]
indicator = { code = "INDICATOR" }
period = { column = "period" }
region = { column = "region", map = { _T = "CA" } }
program = { column = "program" }
dimension.gender = { column = "gender" }
"#;

/// What is counted: a quarter, a region, a program and a gender; or more of them.
type Cell = [&'static str; 4];

/// Counts by cell.
type Counts = BTreeMap<Cell, u64>;

fn main() -> ExitCode {
    let Ok(catalogue) = codebook::standard() else { return ExitCode::FAILURE };
    made::write_all("masks", |seed, name| publications(seed, name, &catalogue))
}

/// Returns everything that one member publishes.
fn publications(seed: u64, name: &str, catalogue: &Catalogue) -> Result<String, Problems> {
    let mut dice = Dice::of(seed);
    let is_pool = seed.is_multiple_of(2);
    let organisations = if is_pool { 3 + dice.roll(4) } else { 1 };
    let owners: Vec<String> = (0..organisations).map(|it| format!("unit {it}")).collect();
    // Persons are not added up, so nobody reports them together.
    let is_of_persons = !is_pool && seed % 4 == 1;
    let indicator = if is_of_persons { "YOUTH_SERVED" } else { "MATCHES_NEW" };
    let form = FORM.replace("INDICATOR", indicator);
    let form = match is_pool {
        true => together::recipe(&form, owners.iter().map(String::as_str)),
        false => form,
    };
    let form = Form::parse(&form)?;
    let profile = made::profile(&REGIONS, &PROGRAMS);
    let policy = Policy::DEFAULT;
    let mut member = Member::new(Rules::new(catalogue, &policy, policy.gate, &profile), seed);
    let mut published = Vec::new();
    for year in [2024, 2025] {
        let most = if is_pool { 30 } else { 60 };
        let counts: Vec<Counts> = (0..organisations).map(|_| counts(&mut dice, most)).collect();
        for quarters in [true, false] {
            let mut tables = Vec::new();
            for counts in &counts {
                tables.push(table(&mut dice, counts, (year, quarters), !is_pool).into_bytes());
            }
            let file = if is_pool { together::join(&tables) } else { tables.concat() };
            // Where one number is nearly all of one organisation nothing is told of it.
            match member.publish_table(&file, &form) {
                Ok(releases) => published.extend(releases),
                Err(problems) if is_pool => made::tell_refused(seed, &problems),
                Err(problems) => return Err(problems),
            }
        }
    }
    Ok(Publication::new(&member.rules, name, &Told::first(&published)).to_json())
}

/// Returns how many there are of everything, and of all of them together.
fn counts(dice: &mut Dice, most: usize) -> Counts {
    let mut counts = Counts::new();
    for quarter in ["Q1", "Q2", "Q3", "Q4"] {
        for region in REGIONS {
            for program in PROGRAMS {
                for gender in GENDERS {
                    let most = if gender == "BOYS" || gender == "GIRLS" { most } else { 4 };
                    let count = u64::try_from(dice.skewed(most)).unwrap_or(0);
                    for bits in 0..16_u8 {
                        let part = |at: u8, code| if bits >> at & 1 == 1 { ALL } else { code };
                        let cell =
                            [part(0, quarter), part(1, region), part(2, program), part(3, gender)];
                        *counts.entry(cell).or_default() += count;
                    }
                }
            }
        }
    }
    counts
}

/// Returns the quarters without a breakdown, or the year with one, where some counts are masked.
fn table(dice: &mut Dice, counts: &Counts, (year, quarters): (u32, bool), masks: bool) -> String {
    let is_in = |[quarter, _, _, gender]: &Cell| {
        if quarters { *quarter != ALL && *gender == ALL } else { *quarter == ALL }
    };
    let cells: Vec<(&Cell, u64)> = counts
        .iter()
        .filter(|(cell, _)| is_in(cell))
        .map(|(cell, count)| (cell, *count))
        .collect();
    let mut text = String::from("period,region,program,gender,count\n");
    let mut before_is_masked = false;
    for (cell, count) in cells {
        let [quarter, region, program, gender] = cell;
        let period = if quarters { format!("{year}-{quarter}") } else { year.to_string() };
        let is_small = (1..5).contains(&count);
        let is_masked = masks && (is_small || before_is_masked && dice.roll(2) == 0)
            || dice.roll(if count < 5 { 20 } else { 200 }) == 0;
        before_is_masked = is_small;
        let count = match is_masked {
            true if count < 5 => "<5".to_owned(),
            true => "x".to_owned(),
            false => count.to_string(),
        };
        // Writing to a text cannot fail.
        let _written = writeln!(text, "{period},{region},{program},{gender},{count}");
    }
    text
}
