//! What looks unlikely in a table, and is asked before it is published: mistakes that no rule forbids.
//!
//! - **Nothing is refused**: whoever publishes knows better, reads the question, and consents or not.
//! - **No exact count is told**, only what peers would read anyway.
//! - **The worst first**, and not more than a person reads.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::message::Message;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use crate::draft::Draft;
use crate::history::History;
use crate::rules::Rules;

/// A number is asked about if it is so many times what it was a year before, or the other way round.
const TIMES_MIN: u64 = 3;

/// Smaller differences are no mistake that matters.
const DIFFERENCE_MIN: u64 = 30;

/// The most questions.
const ASKED_MAX: usize = 10;

/// What looks unlikely.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Question {
    /// A total is far from what it was a year before.
    Jump {
        /// What it counts.
        place: Place,
        /// What was published of the year before.
        before: u64,
        /// What would be published now.
        now: u64,
    },
    /// As many persons are counted in a year as in its quarters or months together, although whoever
    /// comes in two of them counts once.
    SumOfPersons {
        /// The total of the year.
        place: Place,
    },
    /// What is there at the end is not what was there before, and what came, less what went.
    Unbalanced {
        /// What is there.
        place: Place,
    },
}

/// Returns the years whose distinct persons are just the sum of their parts.
pub(crate) fn sums_of_persons(draft: &Draft, rules: &Rules<'_>) -> Vec<Question> {
    let counts: BTreeMap<&Place, u64> = draft.counts().collect();
    let is_persons = |place: &Place| {
        let indicator = rules.catalogue().indicator(&place.indicator);
        indicator.is_some_and(|it| it.kind == IndicatorKind::Unique)
    };
    let of =
        |place: &Place, period: Period| counts.get(&Place { period, ..place.clone() }).copied();
    let is_sum = |place: &Place, count: u64, grain: Grain| {
        let parts = place.period.parts(grain);
        let sum = parts.iter().map(|it| of(place, *it)).sum::<Option<u64>>();
        parts.len() > 1 && sum == Some(count)
    };
    let totals = counts
        .iter()
        .filter(|(place, count)| place.breakdown.is_none() && **count > 0 && is_persons(place));
    let found = totals.filter(|(place, count)| {
        [Grain::Quarter, Grain::Month]
            .into_iter()
            .any(|grain| is_sum(place, **count, grain))
    });
    found
        .map(|(place, _)| Question::SumOfPersons { place: (*place).clone() })
        .collect()
}

/// Returns the totals of stocks that are not what was there before, in the table or in `history`, and what
/// came, less what went.
pub(crate) fn unbalanced(draft: &Draft, rules: &Rules<'_>, history: &History) -> Vec<Question> {
    let catalogue = rules.catalogue();
    let is_stock = |it: &Place| {
        catalogue
            .indicator(&it.indicator)
            .is_some_and(|it| it.kind == IndicatorKind::Stock)
    };
    let totals = draft.counts().filter(|(place, _)| place.breakdown.is_none());
    let counts: BTreeMap<Place, u64> = totals
        .map(|(place, count)| {
            let period = if is_stock(place) { place.period.last_month() } else { place.period };
            (Place { period, ..place.clone() }, count)
        })
        .collect();
    let width = u64::from(rules.parameters().rounding_base.saturating_sub(1));
    let before = |at: &Place| {
        let published = || history.figure(at).and_then(Figure::count);
        let exact = counts.get(at).map(|count| (*count, *count));
        exact.or_else(|| published().map(|it| (it.saturating_sub(width), it.saturating_add(width))))
    };
    let mut found = Vec::new();
    for (stock, balance) in catalogue.balances() {
        let at = |indicator: &str, period: Period, place: &Place| Place {
            indicator: indicator.into(),
            period,
            ..place.clone()
        };
        for (place, came) in counts.iter().filter(|(it, _)| *it.indicator == *balance.came) {
            let last = at(&stock.code, place.period.last_month(), place);
            let after = counts.get(&last);
            let went = counts.get(&at(&balance.went, place.period, place));
            let first = place.period.months().next().and_then(|it| it.earlier(1));
            let before = first.and_then(|it| before(&at(&stock.code, it, place)));
            let (Some(after), Some(went), Some((low, high))) = (after, went, before) else {
                continue;
            };
            let expected = after.saturating_add(*went).checked_sub(*came);
            if !expected.is_some_and(|it| low <= it && it <= high) {
                let place = Place { period: place.period, ..last };
                found.push(Question::Unbalanced { place });
            }
        }
    }
    found.truncate(ASKED_MAX);
    found
}

/// Returns the new totals that are far from what was published of the year before, in `history` or in
/// the same table, farthest first.
pub(crate) fn jumps<'a>(
    new: impl Iterator<Item = (&'a Place, &'a Figure)>,
    history: &History,
) -> Vec<Question> {
    let totals = new.filter(|(place, _)| place.breakdown.is_none());
    let new: BTreeMap<&Place, u64> =
        totals.filter_map(|(place, figure)| Some((place, figure.count()?))).collect();
    let before = |place: &Place| {
        let period = place.period.earlier(12)?;
        let before = Place { period, ..place.clone() };
        let here = new.get(&before).copied();
        here.or_else(|| history.figure(&before).and_then(Figure::count))
    };
    let jump = |(place, now): (&&Place, &u64)| {
        let (before, now) = (before(place)?, *now);
        let (low, high) = (before.min(now), before.max(now));
        let is_far = low.saturating_mul(TIMES_MIN) <= high && high - low >= DIFFERENCE_MIN;
        is_far.then(|| Question::Jump { place: (**place).clone(), before, now })
    };
    let mut jumps: Vec<Question> = new.iter().filter_map(jump).collect();
    jumps.sort_by_key(|it| std::cmp::Reverse(it.difference()));
    jumps.truncate(ASKED_MAX);
    jumps
}

impl Question {
    /// Returns the question for the publisher.
    pub fn message(&self) -> Message {
        let about = |id, place: &Place| {
            Message::new(id)
                .word("indicator", &place.indicator)
                .word("period", place.period)
                .word("region", &place.region)
                .word("program", &place.program_type)
        };
        match self {
            Self::Jump { place, before, now } => {
                about("gate-question-jump", place).number("before", *before).number("now", *now)
            }
            Self::SumOfPersons { place } => about("gate-question-sum-of-persons", place),
            Self::Unbalanced { place } => about("gate-question-unbalanced", place),
        }
    }

    fn difference(&self) -> u64 {
        match self {
            Self::Jump { before, now, .. } => before.abs_diff(*now),
            Self::SumOfPersons { .. } | Self::Unbalanced { .. } => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use flotilla_domain::coverage::Coverage;
    use flotilla_domain::policy::Policy;
    use flotilla_domain::profile::Profile;
    use flotilla_domain::release::Observation;
    use flotilla_domain::release::Release;
    use flotilla_domain::release::Terms;

    use super::*;
    use crate::codebook;

    #[test]
    fn a_number_ten_times_that_of_the_year_before_is_asked_about() {
        let place = |text: &str| Place {
            indicator: "MATCHES_NEW".into(),
            period: text.parse().unwrap(),
            region: "CA-ON".into(),
            program_type: "_T".into(),
            breakdown: None,
        };
        let asked = |before: u64, now: u64| {
            let new = [("2024", before), ("2025", now)]
                .map(|(period, count)| (place(period), Figure::Count(count)));
            jumps(new.iter().map(|(place, figure)| (place, figure)), &History::new())
        };
        let jump = Question::Jump { place: place("2025"), before: 15, now: 120 };
        assert_eq!(asked(15, 120), [jump]);
        assert_eq!(asked(120, 15).len(), 1);
        assert_eq!(asked(10, 35), [], "few people more are no mistake");
        assert_eq!(asked(500, 700), [], "growth is no mistake");
    }

    #[test]
    fn persons_of_a_year_that_are_the_sum_of_its_quarters_are_asked_about() {
        let catalogue = codebook::standard().unwrap();
        let codes = |code: &str| vec![code.to_owned()];
        let profile = Profile { regions: codes("CA-ON"), programs: codes("GROUP"), absent: vec![] };
        let policy = Policy::DEFAULT;
        let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
        let place = |indicator: &str, period: &str| Place {
            indicator: indicator.into(),
            period: period.parse().unwrap(),
            region: "CA-ON".into(),
            program_type: "_T".into(),
            breakdown: None,
        };
        let asked = |indicator: &str, year: u64| {
            let quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"];
            let quarters = quarters.map(|it| (place(indicator, it), 30));
            let draft =
                Draft::synthetic(quarters.into_iter().chain([(place(indicator, "2025"), year)]));
            sums_of_persons(&draft, &rules)
        };
        let question = Question::SumOfPersons { place: place("YOUTH_SERVED", "2025") };
        assert_eq!(asked("YOUTH_SERVED", 120), [question]);
        assert_eq!(asked("YOUTH_SERVED", 100), []);
        assert_eq!(asked("MATCHES_NEW", 120), [], "matches do add up");
    }

    #[test]
    fn what_is_there_must_follow_from_what_was_there_came_and_went() {
        let catalogue = codebook::standard().unwrap();
        let codes = |code: &str| vec![code.to_owned()];
        let profile = Profile { regions: codes("CA-ON"), programs: codes("GROUP"), absent: vec![] };
        let policy = Policy::DEFAULT;
        let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
        let place = |indicator: &str, period: &str| Place {
            indicator: indicator.into(),
            period: period.parse().unwrap(),
            region: "CA-ON".into(),
            program_type: "_T".into(),
            breakdown: None,
        };
        let year = |after| {
            [
                (place("MATCHES_NEW", "2025"), 30),
                (place("MATCHES_CLOSED", "2025"), 10),
                (place("MATCHES_ACTIVE", "2025"), after),
            ]
        };
        let question = || Question::Unbalanced { place: place("MATCHES_ACTIVE", "2025") };
        let asked = |before: u64, after: u64| {
            let before = (place("MATCHES_ACTIVE", "2024-12"), before);
            let draft = Draft::synthetic(year(after).into_iter().chain([before]));
            unbalanced(&draft, &rules, &History::new())
        };
        assert_eq!((asked(60, 80), asked(60, 81)), (vec![], vec![question()]));
        assert_eq!(asked(0, 15), [question()], "fewer than came and stayed");
        let mut history = History::new();
        let told =
            Observation { place: place("MATCHES_ACTIVE", "2024"), figure: Figure::Count(60) };
        let terms = Terms {
            policy_version: 1,
            gate: policy.gate,
            catalogue_version: 1,
            replaces: vec![],
            consents: vec![],
            coverage: Coverage::default(),
            note: String::new(),
        };
        let release = Release::new(terms, vec![told]).unwrap();
        assert!(history.accept(&rules, &release).is_accept());
        let asked = |after| unbalanced(&Draft::synthetic(year(after)), &rules, &history);
        assert_eq!((asked(84), asked(85)), (vec![], vec![question()]), "60 means up to 64");
    }
}
