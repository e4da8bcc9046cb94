//! A member in Ontario and Quebec with two programs, and tables written in one line per figure.

use std::sync::LazyLock;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::coverage::Coverage;
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
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;

/// Read once: it is what most of a test would wait for.
static STANDARD: LazyLock<Catalogue> = LazyLock::new(|| codebook::standard().unwrap());

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
            catalogue: STANDARD.clone(),
            policy: Policy::DEFAULT,
            profile: Profile {
                regions: codes(["CA-ON", "CA-QC"]),
                programs: codes(["GROUP", "ONE_SITE"]),
                absent: vec![],
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
        consents: vec![],
        coverage: Coverage::default(),
    }
}

/// Returns exact counts, each a place and a number.
pub(crate) fn draft(counts: &[&str]) -> Draft {
    Draft::synthetic(counts.iter().map(|line| {
        let (at, count) = line.rsplit_once(' ').unwrap();
        (place(at), count.parse().unwrap())
    }))
}

/// Publishes exact counts as Alice with the rounding secret of this number.
pub(crate) fn publish(counts: &[&str], secret: u8, history: &History) -> Passed {
    let alice = Member::alice();
    pass(draft(counts), &alice.rules(), &RoundingSecret::new([secret; 32]), history).unwrap()
}

/// Returns what was told, in the order in which it was.
pub(crate) fn figures(passed: &Passed) -> Vec<Figure> {
    observations(passed).map(|it| it.figure).collect()
}

/// Returns everything that leaves, in the order in which it does.
pub(crate) fn observations(passed: &Passed) -> impl Iterator<Item = &Observation> {
    passed.releasables.iter().flat_map(|it| it.release().observations())
}

/// Returns what is told of a place, if anything.
pub(crate) fn figure(passed: &Passed, at: &str) -> Option<Figure> {
    let at = place(at);
    observations(passed).find(|it| it.place == at).map(|it| it.figure)
}

/// Has peers hear what Alice publishes, who have nothing to say against it.
pub(crate) fn hear(history: &mut History, passed: &Passed) {
    for releasable in &passed.releasables {
        let verdict = history.accept(&Member::alice().rules(), releasable.release());
        assert!(verdict.is_accept(), "{verdict:?}");
    }
}

/// Returns a release of which somebody changed one figure.
pub(crate) fn changed(release: &Release, at: &Place, figure: Figure) -> Release {
    let figures = release.observations().iter().cloned();
    let figures = figures.map(|it| if it.place == *at { Observation { figure, ..it } } else { it });
    Release::new(release.terms().clone(), figures.collect()).unwrap()
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
