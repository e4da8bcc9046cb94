//! Writes what made-up members publish about persons, one file each, for the attacker to try.
//!
//! `random_persons COUNT FOLDER [FIRST]`: whoever is served is in one or two programs, in one or more
//! quarters, in one region, and in any number of population groups, of which some are governed by a
//! community. Each member publishes the quarters, then the year with a breakdown by population and
//! gender. So the numbers of programs and quarters only cover the totals, those of populations do not
//! even that, and the thresholds differ from code to code. Everything goes through the gate.

mod made;

use std::collections::BTreeMap;
use std::process::ExitCode;

use flotilla_domain::policy::Policy;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::problem::Problems;
use flotilla_gate::rules::Rules;

use self::made::Dice;
use self::made::Member;

const REGIONS: [&str; 2] = ["CA-MB", "CA-ON"];

const PROGRAMS: [&str; 2] = ["GROUP", "ONE_SITE"];

const QUARTERS: [&str; 4] = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];

const GENDERS: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

/// Somebody who is served: sets are bits.
struct Person {
    region: usize,
    programs: usize,
    quarters: usize,
    gender: usize,
    populations: usize,
}

impl Person {
    /// Returns a person; somebody is in each of so many populations once in `rarity` times.
    fn any(dice: &mut Dice, populations: usize, rarity: usize) -> Self {
        let in_population = |dice: &mut Dice| usize::from(dice.roll(rarity) == 0);
        Self {
            region: dice.roll(REGIONS.len()),
            programs: [1, 1, 1, 2, 2, 3].get(dice.roll(6)).copied().unwrap_or(1),
            quarters: 1 + dice.roll(15),
            gender: [0, 0, 0, 1, 1, 1, 1, 2, 3].get(dice.roll(9)).copied().unwrap_or(0),
            populations: (0..populations).fold(0, |set, _| set << 1 | in_population(dice)),
        }
    }
}

fn main() -> ExitCode {
    made::write_all("persons", publications)
}

/// Returns everything that one member publishes.
fn publications(seed: u64, name: &str) -> Result<String, Problems> {
    let mut dice = Dice::of(seed);
    let catalogue = codebook::standard()?;
    let policy = Policy::DEFAULT;
    let profile = made::profile(&REGIONS, &PROGRAMS);
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let mut member = Member::new(rules, seed);
    let populations: Vec<String> = catalogue
        .list("population")
        .map_or_else(Vec::new, |list| list.leaves("_T").map(str::to_owned).collect());
    let (size, rarity) = (80 + dice.roll(500), 2 + dice.roll(6));
    let any = |_| Person::any(&mut dice, populations.len(), rarity);
    let people: Vec<Person> = (0..size).map(any).collect();
    let mut published: Vec<Release> = Vec::new();
    let quarters = QUARTERS.iter().zip(0..).map(|(name, quarter)| (*name, 1 << quarter));
    for (period, within) in quarters.chain([("2024", 15)]) {
        let served: Vec<&Person> = people.iter().filter(|it| it.quarters & within > 0).collect();
        let draft = table(&served, period, if within == 15 { &populations } else { &[] });
        published.extend(member.publish(draft)?.0);
    }
    Ok(Publication::new(&member.rules, name, &Told::first(&published)).to_json())
}

/// Returns the counts of persons by region and program, and by gender and population if those are named.
fn table(people: &[&Person], period: &str, populations: &[String]) -> Draft {
    let mut counts: BTreeMap<Place, u64> = BTreeMap::new();
    let Ok(period) = period.parse() else { return Draft::synthetic(counts) };
    for (region, name) in [(None, "CA"), (Some(0), "CA-MB"), (Some(1), "CA-ON")] {
        for (programs, program) in [(3, "_T"), (1, "GROUP"), (2, "ONE_SITE")] {
            let is_in = |it: &&&Person| {
                region.is_none_or(|region| region == it.region) && it.programs & programs > 0
            };
            let served: Vec<&&Person> = people.iter().filter(is_in).collect();
            let mut tell = |breakdown: Option<(&str, &str)>, count: usize| {
                let breakdown = breakdown.map(|(dimension, category)| Breakdown {
                    dimension: dimension.into(),
                    category: category.into(),
                });
                let place = Place {
                    indicator: "YOUTH_SERVED".into(),
                    period,
                    region: name.into(),
                    program_type: program.into(),
                    breakdown,
                };
                counts.insert(place, u64::try_from(count).unwrap_or(0));
            };
            tell(None, served.len());
            if populations.is_empty() {
                continue;
            }
            for (gender, code) in GENDERS.iter().enumerate() {
                let count = served.iter().filter(|it| it.gender == gender).count();
                tell(Some(("gender", code)), count);
            }
            for (bit, code) in populations.iter().enumerate() {
                let count = served.iter().filter(|it| it.populations >> bit & 1 == 1).count();
                tell(Some(("population", code)), count);
            }
        }
    }
    Draft::synthetic(counts)
}
