//! Writes what made-up members publish and then correct, one file each, for the attacker to try.
//!
//! `random_corrections COUNT FOLDER [FIRST]`: each member publishes a year by region, program and
//! gender, then once more after up to six people came or left, with another year beside it. Everything
//! goes through the gate. The two editions stand in one file: `audit.py --link none` reads them as if
//! nothing tied them, `--link delta:6` as somebody who knows how few people can have changed. On
//! standard error stands how many members corrected something.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

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
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::pass;
use flotilla_gate::problem::Problems;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;

const REGIONS: [&str; 3] = ["CA-MB", "CA-ON", "CA-QC"];

const PROGRAMS: [&str; 2] = ["GROUP", "ONE_SITE"];

const GENDERS: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

/// The most people that come or leave.
const CHANGES_MAX: usize = 6;

/// A year, and the numbers of a region, a program and a gender among the lists above.
type Person = (u16, usize, usize, usize);

/// Numbers that look random and come from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let sides = u64::try_from(sides).unwrap_or(1).max(1);
        usize::try_from(self.0 % sides).unwrap_or(0)
    }

    fn person(&mut self, year: u16) -> Person {
        let skewed = [0, 0, 0, 0, 1, 1, 1, 1, 2, 3];
        let gender = skewed.get(self.roll(skewed.len())).copied().unwrap_or(0);
        let region = self.roll(REGIONS.len());
        (year, region.min(self.roll(REGIONS.len())), self.roll(PROGRAMS.len()), gender)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |index: usize| arguments.get(index).and_then(|it| it.parse::<u64>().ok());
    let (Some(count), Some(folder)) = (number(0), arguments.get(1).map(PathBuf::from)) else {
        return ExitCode::from(64);
    };
    let first = number(2).unwrap_or(0);
    let mut corrected = 0;
    for seed in first..first + count {
        let Ok((json, has_corrected)) = member(seed) else { return ExitCode::FAILURE };
        corrected += usize::from(has_corrected);
        let made = fs::create_dir_all(&folder);
        let file = folder.join(format!("correction-{seed:03}.json"));
        if made.and_then(|()| fs::write(file, json)).is_err() {
            return ExitCode::FAILURE;
        }
    }
    report(corrected, count);
    ExitCode::SUCCESS
}

#[expect(clippy::print_stderr, reason = "an example has no other output")]
fn report(corrected: usize, count: u64) {
    eprintln!("{corrected} of {count} members corrected something");
}

/// Returns everything that one member publishes, and whether it corrected something.
fn member(seed: u64) -> Result<(String, bool), Problems> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let catalogue = codebook::standard()?;
    let policy = Policy::DEFAULT;
    let codes = |codes: &[&str]| codes.iter().map(|it| (*it).to_owned()).collect();
    let profile = Profile { regions: codes(&REGIONS), programs: codes(&PROGRAMS) };
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let secret = RoundingSecret::new([u8::try_from(seed % 251).unwrap_or(0); 32]);
    let size = 60 + dice.roll(400);
    let mut people: Vec<Person> = (0..size).map(|_| dice.person(2024)).collect();
    let mut history = History::new();
    let mut publish = |people: &[Person]| -> Result<Passed, Problems> {
        let passed = pass(table(people), &rules, &secret, &history)?;
        for releasable in &passed.releasables {
            let verdict = history.accept(&rules, releasable.release());
            assert!(verdict.is_accept(), "what passes is accepted: {verdict:?}");
        }
        Ok(passed)
    };
    let before = publish(&people)?;
    for _ in 0..dice.roll(CHANGES_MAX + 1) {
        if dice.roll(2) == 0 {
            people.push(dice.person(2024));
        } else {
            people.swap_remove(dice.roll(people.len()));
        }
    }
    people.extend((0..size / 2).map(|_| dice.person(2025)));
    let after = publish(&people)?;
    let editions = [&before, &after].map(|passed| {
        let releases: Vec<Release> =
            passed.releasables.iter().map(|it| it.release().clone()).collect();
        Publication::new(&rules, "corrections", &Told::first(&releases)).to_json()
    });
    let json: Vec<String> = editions.into_iter().filter(|it| !it.is_empty()).collect();
    Ok((format!("{{\"publications\":[{}]}}\n", json.join(",\n")), after.corrected > 0))
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
