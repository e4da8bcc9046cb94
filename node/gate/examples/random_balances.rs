//! Writes what made-up members publish of matches that begin and end, for the attacker to try: one file
//! each in `first`, and where a correction followed, both editions in `corrected`.
//!
//! `random_balances COUNT FOLDER [FIRST]`: a member has matches in two regions and two programs, of which
//! some began and some ended in two years. It publishes how many there are at the end of each of three
//! years, and how many came and went in two, in some cases by quarter, in some without one of the three,
//! in one table or in several. Some offer one of the programs in one region only. Then closures become known that it had not heard of. Everything goes
//! through the gate.

mod made;

use std::collections::BTreeMap;
use std::process::ExitCode;

use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Absence;
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

const YEARS: [&str; 2] = ["2023", "2024"];

/// The most matches that a correction touches: an attacker with `--link delta:6` counts on it.
const CHANGES_MAX: usize = 6;

/// A match.
#[derive(Clone, Copy)]
struct Match {
    region: usize,
    program: usize,
    /// In which quarter it began and ended, of twelve; the first four are before the first year.
    began: usize,
    ended: Option<usize>,
}

/// What is counted.
#[derive(Clone, Copy)]
enum Counted {
    Active,
    Closed,
    New,
}

impl Match {
    fn one(dice: &mut Dice, percent: usize, all_offered: bool) -> Self {
        let region = usize::from(dice.roll(3) == 0);
        let is_second = dice.roll(4) == 0 || !all_offered && region == 1;
        let program = usize::from(is_second);
        let began = if dice.roll(100) < percent { dice.roll(4) } else { 4 + dice.roll(8) };
        let stays = dice.roll(3) > 0;
        let ended = if stays { None } else { Some((began + dice.roll(6)).min(11)) };
        Self { region, program, began, ended: ended.filter(|it| *it > 3) }
    }
}

impl Counted {
    const ALL: [Self; 3] = [Self::Active, Self::New, Self::Closed];

    fn indicator(self) -> &'static str {
        match self {
            Self::Active => "MATCHES_ACTIVE",
            Self::Closed => "MATCHES_CLOSED",
            Self::New => "MATCHES_NEW",
        }
    }

    /// Returns whether a match counts in the quarters from one to another.
    fn has(self, it: &Match, (first, last): (usize, usize)) -> bool {
        let is_in = |quarter: usize| first <= quarter && quarter <= last;
        match self {
            Self::Active => it.began <= last && it.ended.is_none_or(|end| end > last),
            Self::Closed => it.ended.is_some_and(is_in),
            Self::New => is_in(it.began),
        }
    }
}

fn main() -> ExitCode {
    made::write_editions("balances", publications)
}

/// Returns everything that one member publishes, and then its correction, if there is one.
fn publications(seed: u64) -> Result<Vec<String>, Problems> {
    let mut dice = Dice::of(seed);
    let catalogue = codebook::standard()?;
    let policy = Policy::DEFAULT;
    let all_offered = dice.roll(3) > 0;
    let mut profile = made::profile(&REGIONS, &PROGRAMS);
    if !all_offered {
        let (region, program) = ("CA-ON".to_owned(), "GROUP".to_owned());
        profile.absent = vec![Absence { region, program }];
    }
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let mut member = Member::new(rules, seed);
    let mut publish = |drafts: Vec<Draft>| -> Result<(String, usize), Problems> {
        let (mut published, mut corrected) = (Vec::<Release>::new(), 0);
        for draft in drafts {
            let (releases, changed) = member.publish(draft)?;
            published.extend(releases);
            corrected += changed;
        }
        let told = Told::first(&published);
        Ok((Publication::new(&member.rules, "balances", &told).to_json(), corrected))
    };
    let percent = [3, 20, 60, 90].get(dice.roll(4)).copied().unwrap_or(50);
    let size = 40 + dice.roll(250);
    let mut matches: Vec<Match> =
        (0..size).map(|_| Match::one(&mut dice, percent, all_offered)).collect();
    let left_out = dice.roll(6);
    let counted: Vec<Counted> = Counted::ALL
        .into_iter()
        .enumerate()
        .filter(|(at, _)| *at != left_out)
        .map(|it| it.1)
        .collect();
    let by_quarter = dice.roll(3) == 0;
    let apart = dice.roll(3);
    let (first, _) = publish(drafts(&matches, &counted, by_quarter, apart))?;
    for _ in 0..dice.roll(CHANGES_MAX + 1) {
        let at = dice.roll(matches.len());
        if let Some(it) = matches.get_mut(at).filter(|it| it.ended.is_none()) {
            it.ended = Some(it.began.max(4) + dice.roll(12 - it.began.max(4)));
        }
    }
    let (second, corrected) = publish(drafts(&matches, &counted, false, 0))?;
    Ok(if corrected > 0 { vec![first, second] } else { vec![first] })
}

/// Returns what a member publishes: all in one table, one for each year, or one for each indicator.
fn drafts(matches: &[Match], counted: &[Counted], by_quarter: bool, apart: usize) -> Vec<Draft> {
    let mut tables: Vec<BTreeMap<Place, u64>> = Vec::new();
    if by_quarter {
        let mut table = BTreeMap::new();
        for (year, at) in YEARS.iter().zip([4, 8]) {
            let year: Option<Period> = year.parse().ok();
            let quarters = year.map_or_else(Vec::new, |it| it.parts(Grain::Quarter));
            for (quarter, at) in quarters.into_iter().zip(at..) {
                counted
                    .iter()
                    .for_each(|it| count(&mut table, (*it, quarter), matches, (at, at)));
            }
        }
        tables.push(table);
    }
    let mut years = vec![("2022", (0, 3), vec![Counted::Active])];
    years.extend(YEARS.iter().zip([(4, 7), (8, 11)]).map(|(it, at)| (*it, at, counted.to_vec())));
    let mut table = BTreeMap::new();
    for (year, at, counted) in years {
        let Ok(period) = year.parse() else { continue };
        for it in counted {
            count(&mut table, (it, period), matches, at);
            if apart == 2 {
                tables.push(std::mem::take(&mut table));
            }
        }
        if apart == 1 {
            tables.push(std::mem::take(&mut table));
        }
    }
    tables.push(table);
    tables.into_iter().filter(|it| !it.is_empty()).map(Draft::synthetic).collect()
}

/// Adds the counts of a period, by region and program.
fn count(
    counts: &mut BTreeMap<Place, u64>,
    (counted, period): (Counted, Period),
    matches: &[Match],
    quarters: (usize, usize),
) {
    for (region, name) in [(None, "CA"), (Some(0), "CA-MB"), (Some(1), "CA-ON")] {
        for (program, code) in [(None, "_T"), (Some(0), PROGRAMS[0]), (Some(1), PROGRAMS[1])] {
            let is_in = |it: &&Match| {
                region.is_none_or(|region| region == it.region)
                    && program.is_none_or(|program| program == it.program)
                    && counted.has(it, quarters)
            };
            let place = Place {
                indicator: counted.indicator().into(),
                period,
                region: name.into(),
                program_type: code.into(),
                breakdown: None,
            };
            let count = matches.iter().filter(is_in).count();
            counts.insert(place, u64::try_from(count).unwrap_or(0));
        }
    }
}
