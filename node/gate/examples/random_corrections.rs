//! Writes what made-up members publish and then correct, one file each, for the attacker to try.
//!
//! `random_corrections COUNT FOLDER [FIRST]`: each member publishes a year by region, program and
//! gender, then once more after up to six people came or left, with another year beside it. Everything
//! goes through the gate. The two editions stand in one file: `audit.py --link none` reads them as if
//! nothing tied them, `--link delta:6` as somebody who knows how few people can have changed. On
//! standard error stands how many members corrected something.

mod made;

use std::collections::BTreeMap;
use std::process::ExitCode;

use flotilla_domain::policy::Policy;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::problem::Problems;
use flotilla_gate::rules::Rules;

use self::made::Dice;
use self::made::Member;
use self::made::Order;

const REGIONS: [&str; 3] = ["CA-MB", "CA-ON", "CA-QC"];

const PROGRAMS: [&str; 2] = ["GROUP", "ONE_SITE"];

const GENDERS: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

/// The most people that come or leave.
const CHANGES_MAX: usize = 6;

/// A year, and the numbers of a region, a program and a gender among the lists above.
struct Person(u16, usize, usize, usize);

impl Person {
    fn any(dice: &mut Dice, year: u16) -> Self {
        let skewed = [0, 0, 0, 0, 1, 1, 1, 1, 2, 3];
        let gender = skewed.get(dice.roll(skewed.len())).copied().unwrap_or(0);
        let region = dice.roll(REGIONS.len());
        let region = region.min(dice.roll(REGIONS.len()));
        Self(year, region, dice.roll(PROGRAMS.len()), gender)
    }
}

fn main() -> ExitCode {
    let Some(order) = Order::read() else { return ExitCode::from(64) };
    let mut corrected = 0;
    for seed in order.seeds() {
        let Ok((json, has_corrected)) = publications(seed) else { return ExitCode::FAILURE };
        corrected += usize::from(has_corrected);
        if order.write("", &format!("correction-{seed:03}"), &json).is_err() {
            return ExitCode::FAILURE;
        }
    }
    made::tell(&format!("{corrected} of {} members corrected something", order.count));
    ExitCode::SUCCESS
}

/// Returns everything that one member publishes, and whether it corrected something.
fn publications(seed: u64) -> Result<(String, bool), Problems> {
    let mut dice = Dice::of(seed);
    let catalogue = codebook::standard()?;
    let policy = Policy::DEFAULT;
    let profile = made::profile(&REGIONS, &PROGRAMS);
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let mut member = Member::new(rules, seed);
    let size = 60 + dice.roll(400);
    let mut people: Vec<Person> = (0..size).map(|_| Person::any(&mut dice, 2024)).collect();
    let (before, _) = member.publish(table(&people))?;
    for _ in 0..dice.roll(CHANGES_MAX + 1) {
        if dice.roll(2) == 0 {
            people.push(Person::any(&mut dice, 2024));
        } else {
            people.swap_remove(dice.roll(people.len()));
        }
    }
    people.extend((0..size / 2).map(|_| Person::any(&mut dice, 2025)));
    let (after, corrected) = member.publish(table(&people))?;
    let editions = [before, after].map(|releases| {
        Publication::new(&member.rules, "corrections", &Told::first(&releases)).to_json()
    });
    let json: Vec<String> = editions.into_iter().filter(|it| !it.is_empty()).collect();
    Ok((format!("{{\"publications\":[{}]}}\n", json.join(",\n")), corrected > 0))
}

/// Returns the counts by region and program, and by gender of each.
fn table(people: &[Person]) -> Draft {
    let mut counts: BTreeMap<Place, u64> = BTreeMap::new();
    let years: std::collections::BTreeSet<u16> = people.iter().map(|it| it.0).collect();
    for year in years {
        let Ok(period) = year.to_string().parse() else { continue };
        for region in [None, Some(0), Some(1), Some(2)] {
            for program in [None, Some(0), Some(1)] {
                for gender in [None, Some(0), Some(1), Some(2), Some(3)] {
                    let is_in = |it: &&Person| {
                        it.0 == year
                            && region.is_none_or(|region| region == it.1)
                            && program.is_none_or(|program| program == it.2)
                            && gender.is_none_or(|gender| gender == it.3)
                    };
                    let name = |names: &[&str], at: Option<usize>, all: &str| {
                        at.and_then(|at| names.get(at).copied()).unwrap_or(all).into()
                    };
                    let breakdown = gender.map(|_| Breakdown {
                        dimension: "gender".into(),
                        category: name(&GENDERS, gender, ""),
                    });
                    let place = Place {
                        indicator: "MATCHES_NEW".into(),
                        period,
                        region: name(&REGIONS, region, "CA"),
                        program_type: name(&PROGRAMS, program, "_T"),
                        breakdown,
                    };
                    let count = people.iter().filter(is_in).count();
                    counts.insert(place, u64::try_from(count).unwrap_or(0));
                }
            }
        }
    }
    Draft::synthetic(counts)
}
