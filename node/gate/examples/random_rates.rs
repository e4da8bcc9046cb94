//! Writes what made-up members publish of rates, for the attacker to try: one file each in `first`, and
//! where a correction followed, both editions in `corrected`.
//!
//! `random_rates COUNT FOLDER [FIRST]`: a member has matches that began in two years, in two regions and
//! two programs, and closes some of them. It publishes the new matches of both years, in some cases
//! by quarter; then, of the second year, who reached twelve months (a share of those who began in the
//! first), who was closed and closed early, and after how long on the mean, who waits and waits long, by
//! gender, and whose outcome improved, which is sensitive: persons in one program or in both. How large the
//! shares are differs from member to member, from hardly anybody to nearly everybody. Everything goes
//! through the gate.

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

const QUARTERS: [&str; 4] = ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"];

const GENDERS: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

/// The most records of a kind that a correction touches: an attacker with `--link delta:6` counts on it.
const CHANGES_MAX: usize = 6;

/// A match, and what became of it.
#[derive(Clone, Copy)]
struct Match {
    region: usize,
    /// Bits: somebody may be in both.
    programs: usize,
    gender: usize,
    /// In which quarter of two years it began.
    quarter: usize,
    /// Whether it is above the line, where it is below.
    is_above: bool,
}

/// What a member knows.
struct Records {
    begun: Vec<Match>,
    closed: Vec<Match>,
    waiting: Vec<Match>,
    asked: Vec<Match>,
}

/// Which matches count, and as what.
struct Counted<'a> {
    indicator: &'a str,
    period: &'a str,
    by_gender: bool,
}

impl Match {
    /// Returns some matches, of which about `percent` in a hundred are above the line.
    fn some(dice: &mut Dice, size: usize, persons: bool) -> Vec<Self> {
        let percent = [2, 10, 30, 60, 85, 95, 99].get(dice.roll(7)).copied().unwrap_or(50);
        let mut one = || Self {
            region: usize::from(dice.roll(3) == 0),
            programs: match (persons, dice.roll(5)) {
                (_, 0) => 2,
                (true, 1) => 3,
                _ => 1,
            },
            gender: [0, 0, 0, 1, 1, 1, 1, 2, 3].get(dice.roll(9)).copied().unwrap_or(0),
            quarter: dice.roll(8),
            is_above: dice.roll(100) < percent,
        };
        (0..size).map(|_| one()).collect()
    }
}

fn main() -> ExitCode {
    made::write_editions("rates", publications)
}

/// Returns everything that one member publishes, and then its correction, if there is one.
fn publications(seed: u64) -> Result<Vec<String>, Problems> {
    let mut dice = Dice::of(seed);
    let catalogue = codebook::standard()?;
    let policy = Policy::DEFAULT;
    let profile = made::profile(&REGIONS, &PROGRAMS);
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
        Ok((Publication::new(&member.rules, "rates", &told).to_json(), corrected))
    };
    let mut records = Records::of(&mut dice);
    let by_quarter = dice.roll(2) == 0;
    let (first, _) = publish(records.drafts(by_quarter, dice.roll(2) == 0))?;
    records.change(&mut dice);
    let (second, corrected) = publish(records.drafts(false, false))?;
    Ok(if corrected > 0 { vec![first, second] } else { vec![first] })
}

impl Records {
    fn of(dice: &mut Dice) -> Self {
        let mut some = |persons| {
            let size = 40 + dice.roll(300);
            Match::some(dice, size, persons)
        };
        Self { begun: some(false), closed: some(false), waiting: some(false), asked: some(true) }
    }

    /// Withdraws a few, and learns of a few.
    fn change(&mut self, dice: &mut Dice) {
        for matches in [&mut self.begun, &mut self.closed, &mut self.waiting, &mut self.asked] {
            for _ in 0..dice.roll(CHANGES_MAX + 1) {
                let at = dice.roll(matches.len());
                match (matches.get(at).copied(), dice.roll(3)) {
                    (Some(other), 0) => matches.push(other),
                    (Some(other), 1) => {
                        matches.swap_remove(at);
                        matches.push(Match { is_above: !other.is_above, ..other });
                    }
                    _ => _ = matches.swap_remove(at),
                }
            }
        }
    }

    /// Returns what a member publishes, one table after the other.
    fn drafts(&self, by_quarter: bool, apart: bool) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if by_quarter {
            let mut quarters = BTreeMap::new();
            for (name, quarter) in QUARTERS.iter().zip(0..) {
                let matches = self.begun.iter().filter(|it| it.quarter == quarter).copied();
                count(&mut quarters, &counted("MATCHES_NEW", name), matches);
            }
            drafts.push(Draft::synthetic(quarters));
        }
        let mut table = BTreeMap::new();
        let of = |first: bool| self.begun.iter().filter(move |it| (it.quarter < 4) == first);
        count(&mut table, &counted("MATCHES_NEW", "2023"), of(true).copied());
        count(&mut table, &counted("MATCHES_NEW", "2024"), of(false).copied());
        let reached = of(true).filter(|it| it.is_above).copied();
        count(&mut table, &counted("RETENTION_12M.num", "2024"), reached);
        let shares = [
            ("MATCHES_CLOSED", "EARLY_CLOSURE_RATE.num", &self.closed, false),
            ("WAITLIST_YOUTH", "WAIT_OVER_12M_RATE.num", &self.waiting, true),
            ("OUTCOME_IMPROVED_RATE.den", "OUTCOME_IMPROVED_RATE.num", &self.asked, true),
        ];
        for (whole, share, all, by_gender) in shares {
            let named = |indicator| Counted { indicator, period: "2024", by_gender };
            count(&mut table, &named(whole), all.iter().copied());
            if apart {
                drafts.push(Draft::synthetic(std::mem::take(&mut table)));
            }
            count(&mut table, &named(share), all.iter().filter(|it| it.is_above).copied());
        }
        let months = |it: &Match| if it.is_above { 3 } else { 9 * it.quarter + it.gender };
        let months: usize = self.closed.iter().map(months).sum();
        let (months, closed) = (u64::try_from(months).unwrap_or(0), self.closed.len());
        let draft = Draft::synthetic(table);
        let draft = match "2024".parse() {
            Err(_) => draft,
            Ok(period) => draft.with_synthetic_mean(
                Place {
                    indicator: "MATCH_LENGTH_CLOSED".into(),
                    period,
                    region: "CA".into(),
                    program_type: "_T".into(),
                    breakdown: None,
                },
                months,
                u64::try_from(closed).unwrap_or(0),
            ),
        };
        drafts.push(draft);
        drafts
    }
}

fn counted<'a>(indicator: &'a str, period: &'a str) -> Counted<'a> {
    Counted { indicator, period, by_gender: false }
}

/// Adds the counts of matches, by region and program.
fn count(
    counts: &mut BTreeMap<Place, u64>,
    counted: &Counted<'_>,
    matches: impl Iterator<Item = Match>,
) {
    let Ok(period) = counted.period.parse() else { return };
    let matches: Vec<Match> = matches.collect();
    for (region, name) in [(None, "CA"), (Some(0), "CA-MB"), (Some(1), "CA-ON")] {
        for (programs, program) in [(3, "_T"), (1, PROGRAMS[0]), (2, PROGRAMS[1])] {
            let is_in = |it: &&Match| {
                region.is_none_or(|region| region == it.region) && it.programs & programs > 0
            };
            let here: Vec<&Match> = matches.iter().filter(is_in).collect();
            let mut tell = |breakdown: Option<&str>, count: usize| {
                let breakdown = breakdown.map(|category| Breakdown {
                    dimension: "gender".into(),
                    category: category.into(),
                });
                let place = Place {
                    indicator: counted.indicator.into(),
                    period,
                    region: name.into(),
                    program_type: program.into(),
                    breakdown,
                };
                counts.insert(place, u64::try_from(count).unwrap_or(0));
            };
            tell(None, here.len());
            for (gender, code) in GENDERS.iter().enumerate().filter(|_| counted.by_gender) {
                tell(Some(code), here.iter().filter(|it| it.gender == gender).count());
            }
        }
    }
}
