//! A member in Ontario and Quebec with two programs, and tables written in one line per figure.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_gate::check::Verdict;
use flotilla_gate::codebook;
use flotilla_gate::draft::Draft;
use flotilla_gate::history::History;
use flotilla_gate::rules::Rules;

/// What rules borrow from.
pub(crate) struct Member {
    pub(crate) catalogue: Catalogue,
    pub(crate) policy: Policy,
    pub(crate) profile: Profile,
}

impl Member {
    pub(crate) fn alice() -> Self {
        let codes = |codes: [&str; 2]| codes.map(str::to_owned).to_vec();
        Self {
            catalogue: codebook::standard().unwrap(),
            policy: Policy::DEFAULT,
            profile: Profile {
                regions: codes(["CA-ON", "CA-QC"]),
                programs: codes(["GROUP", "ONE_SITE"]),
            },
        }
    }

    pub(crate) fn rules(&self) -> Rules<'_> {
        Rules::new(&self.catalogue, &self.policy, self.policy.gate, &self.profile)
    }
}

/// Reads a place: `MATCHES_NEW 2024 CA-ON _T gender=GIRLS`.
pub(crate) fn place(text: &str) -> Place {
    let words: Vec<&str> = text.split(' ').collect();
    let breakdown = words.get(4).map(|word| {
        let (dimension, category) = word.split_once('=').unwrap();
        Breakdown { dimension: dimension.into(), category: category.into() }
    });
    Place {
        indicator: words[0].into(),
        period: words[1].parse().unwrap(),
        region: words[2].into(),
        program_type: words[3].into(),
        breakdown,
    }
}

/// Returns a release of figures, each a place and a number, or `x` for a withheld one.
pub(crate) fn release(figures: &[&str]) -> Release {
    let observation = |line: &&str| {
        let (at, figure) = line.rsplit_once(' ').unwrap();
        let figure = figure.parse().map_or(Figure::Withheld, Figure::Count);
        Observation { place: place(at), figure }
    };
    let mut observations: Vec<_> = figures.iter().map(observation).collect();
    observations.sort();
    Release::new(terms(), observations).unwrap()
}

pub(crate) fn terms() -> Terms {
    Terms {
        policy_version: 1,
        gate: Policy::DEFAULT.gate,
        catalogue_version: 1,
        replaces: vec![],
        note: String::new(),
    }
}

/// Returns exact counts, each a place and a number.
pub(crate) fn draft(counts: &[&str]) -> Draft {
    Draft::synthetic(counts.iter().map(|line| {
        let (at, count) = line.rsplit_once(' ').unwrap();
        (place(at), count.parse().unwrap())
    }))
}

/// Returns what Alice's peers say to releases, one after the other: the invariants broken, or
/// nothing.
pub(crate) fn judge(releases: &[Release]) -> Vec<&'static str> {
    let alice = Member::alice();
    let mut history = History::new();
    let mut last = vec![];
    for release in releases {
        last = broken(&history.accept(&alice.rules(), release));
    }
    last
}

/// Returns the invariants that a verdict names, each once.
pub(crate) fn broken(verdict: &Verdict) -> Vec<&'static str> {
    let mut invariants: Vec<_> = verdict.reasons().iter().map(|it| it.invariant).collect();
    invariants.dedup();
    invariants
}
