//! Changes what made-up members publish, asks a peer, and writes what the peer accepts.
//!
//! `random_mutants COUNT FOLDER [FIRST]`: each member publishes a year of a cube of regions, programs and
//! genders. Then one number is changed, or one hidden number shown, at every place in turn. What a
//! peer refuses is counted; of what it accepts some is written down, so that the attacker can tell
//! whether the peer was right to. Fails if a peer accepts everything.

mod made;

use std::collections::BTreeMap;
use std::error::Error;

use flotilla_domain::policy::Policy;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::history::History;
use flotilla_gate::pass;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;

use self::made::Dice;
use self::made::Order;

const REGIONS: [&str; 3] = ["CA-MB", "CA-ON", "CA-QC"];

const PROGRAMS: [&str; 2] = ["GROUP", "ONE_SITE"];

const GENDERS: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

/// The most mutants of one member that are written down.
const WRITTEN_MAX: usize = 3;

/// Why it ended early.
type Failure = Box<dyn Error>;

#[expect(clippy::print_stdout, reason = "an example says what came of it")]
fn main() -> Result<(), Failure> {
    let order = Order::read().ok_or("usage: random_mutants COUNT FOLDER [FIRST]")?;
    let (mut refused, mut accepted) = (0, 0);
    for seed in order.seeds() {
        let (no, yes) = member(seed, &order)?;
        refused += no;
        accepted += yes;
    }
    println!("mutants: {refused} refused, {accepted} accepted");
    if refused == 0 { Err("nothing was refused".into()) } else { Ok(()) }
}

/// Returns how many mutants of one member a peer refuses and accepts.
fn member(seed: u64, order: &Order) -> Result<(usize, usize), Failure> {
    let mut dice = Dice::of(seed);
    let catalogue = codebook::standard().map_err(|it| format!("{it:?}"))?;
    let policy = Policy::DEFAULT;
    let profile = made::profile(&REGIONS, &PROGRAMS);
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let mut secret = [0; 32];
    secret[..8].copy_from_slice(&seed.to_be_bytes());
    let draft = table(&mut dice)?;
    let passed = pass::pass(draft, &rules, &RoundingSecret::new(secret), &History::new());
    let passed = passed.map_err(|it| format!("{it:?}"))?;
    let (mut refused, mut accepted) = (0, 0);
    for releasable in &passed.releasables {
        for mutant in mutants(releasable.release(), &mut dice) {
            if !History::new().check(&rules, &mutant).is_accept() {
                refused += 1;
                continue;
            }
            accepted += 1;
            if accepted <= WRITTEN_MAX {
                let name = format!("mutant-{seed:04}-{accepted}");
                let told = Publication::new(&rules, &name, &Told::first([&mutant]));
                order.write("", &name, &told.to_json())?;
            }
        }
    }
    Ok((refused, accepted))
}

/// Returns a release with one figure changed, for each figure, in an order of chance.
fn mutants(release: &Release, dice: &mut Dice) -> Vec<Release> {
    let mut mutants: Vec<(u64, Release)> = Vec::new();
    for (index, observation) in release.observations().iter().enumerate() {
        let step = 5 * (1 + dice.below(4));
        let figure = match observation.figure.count() {
            Some(count) if dice.below(2) == 0 => count.saturating_sub(step).max(10),
            Some(count) => count + step,
            None => 5 + step,
        };
        let mut observations = release.observations().to_vec();
        if let Some(changed) = observations.get_mut(index) {
            changed.figure = Figure::Count(figure);
        }
        let mutant = Release::new(release.terms().clone(), observations);
        mutants.extend(mutant.ok().map(|it| (dice.below(u64::MAX), it)));
    }
    mutants.sort_by_key(|(turn, _)| *turn);
    mutants.into_iter().map(|(_, mutant)| mutant).collect()
}

/// Returns all margins of a cube of people.
fn table(dice: &mut Dice) -> Result<Draft, Failure> {
    let mut counts: BTreeMap<Place, u64> = BTreeMap::new();
    let usual = 4 + dice.below(40);
    for (region, program) in REGIONS.iter().flat_map(|it| PROGRAMS.map(|program| (*it, program))) {
        for gender in GENDERS {
            let count = if dice.below(4) == 0 { dice.below(6) } else { dice.below(usual) };
            for (region, program) in
                [(region, program), (region, "_T"), ("CA", program), ("CA", "_T")]
            {
                let base = Place {
                    indicator: "MATCHES_NEW".into(),
                    period: "2024".parse()?,
                    region: region.into(),
                    program_type: program.into(),
                    breakdown: None,
                };
                let breakdown = Breakdown { dimension: "gender".into(), category: gender.into() };
                let part = Place { breakdown: Some(breakdown), ..base.clone() };
                *counts.entry(base).or_default() += count;
                *counts.entry(part).or_default() += count;
            }
        }
    }
    Ok(Draft::synthetic(counts))
}
