//! Figures by codes that mean something else by now, because a list was cut anew.
//!
//! A figure is told of the lowest codes of a list only, and of all of them together, so figures of programs and of
//! groups of programs are never beside each other (ADR 37). But a coalition may cut its own lists anew, and a later
//! catalogue those of all: then what was told by the old code is the sum of the new ones, and no sum of the history says so. Promises:
//!
//! - **One time, one cut**: what was told by codes that are none of the lowest any more is not told again of the same
//!   time by others. Figures of everybody, of regions and by other lists stay possible.
//!
//! It is asked of whoever publishes. Receivers go by the catalogue of each entry, and cannot tell.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::release::Place;

use crate::history::History;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::rules::Rules;

/// By indicator and list, the times of which something was told by codes that are none of the lowest now.
type Old = BTreeMap<(Arc<str>, Arc<str>), BTreeSet<Period>>;

/// Objects to figures of a time of which others were told by codes that mean something else now.
pub(crate) fn refuse<'a>(
    places: impl Iterator<Item = &'a Place>,
    rules: &Rules<'_>,
    history: &History,
) -> Result<(), Problems> {
    let mut old = Old::new();
    for place in history.told_places() {
        for (list, _) in codes(&place).filter(|(list, code)| !is_lowest(rules, list, code)) {
            old.entry((Arc::clone(&place.indicator), list))
                .or_default()
                .insert(place.period);
        }
    }
    if old.is_empty() {
        return Ok(());
    }
    let mut clashes = BTreeSet::new();
    for place in places {
        for (list, _) in codes(place) {
            let key = (Arc::clone(&place.indicator), list);
            let mut told = old.get(&key).into_iter().flatten();
            if told.any(|it| it.overlaps(place.period)) {
                clashes.insert((key, place.period));
            }
        }
    }
    let mut problems = Collector::default();
    for ((indicator, list), period) in clashes {
        let what = Message::new("gate-e290-what").word("indicator", indicator);
        let what = what.word("period", period).word("list", list);
        let (code, place) = ("FL-E290", Message::new("gate-place-draft"));
        problems.push(Problem { code, place, what, remedy: Message::new("gate-e290-remedy") });
    }
    problems.finish(())
}

/// Returns the code of each list by which a place is a part of something.
fn codes(place: &Place) -> impl Iterator<Item = (Arc<str>, Arc<str>)> {
    let program = (&*place.program_type != TOTAL)
        .then(|| (Arc::from(PROGRAM_TYPE), Arc::clone(&place.program_type)));
    let category = place.breakdown.as_ref();
    let category = category.map(|it| (Arc::clone(&it.dimension), Arc::clone(&it.category)));
    program.into_iter().chain(category)
}

fn is_lowest(rules: &Rules<'_>, list: &str, code: &str) -> bool {
    rules.catalogue().list(list).is_some_and(|it| it.is_leaf(code))
}

#[cfg(test)]
mod tests {
    use flotilla_domain::catalogue::Catalogue;
    use flotilla_domain::coverage::Coverage;
    use flotilla_domain::policy::Policy;
    use flotilla_domain::profile::Profile;
    use flotilla_domain::release::Breakdown;
    use flotilla_domain::release::Figure;
    use flotilla_domain::release::Observation;
    use flotilla_domain::release::Release;
    use flotilla_domain::release::Terms;

    use super::*;
    use crate::codebook;

    /// What a coalition adds: figures by clubs, of which it divides one later.
    const CLUBS: &str = r#"
        [list.club]
        title = { en = "Club", fr = "Club" }
        [list.club.codes]
        CHESS = { en = "Chess", fr = "Échecs" }
        SPORT = { en = "Sport", fr = "Sport" }
        [indicator.x_alice_players]
        title = { en = "Players", fr = "Joueuses et joueurs" }
        kind = "flow"
        unit = "matches"
        breakdowns = ["region", "program_type", "gender", "club"]
        direction = "up"
        definition.en = "Who plays."
        definition.fr = "Qui joue."
    "#;

    #[test]
    fn what_was_told_by_a_code_is_not_told_again_by_its_parts() {
        let history = told(&codebook::with_additions(CLUBS).unwrap());
        let divided = CLUBS.replace(
            "[indicator",
            r#"
            BALL = { en = "Ball", fr = "Ballon", parent = "SPORT" }
            TRACK = { en = "Track", fr = "Piste", parent = "SPORT" }
            [indicator"#,
        );
        let divided = codebook::with_additions(&divided).unwrap();
        for at in ["2024 _T club=BALL", "2024-Q3 _T club=CHESS", "2024 GROUP club=TRACK"] {
            assert_eq!(codes_of(at, &divided, &history), ["FL-E290"], "{at}");
        }
        for at in ["2024 _T", "2024 _T gender=BOYS", "2024 GROUP", "2025 _T club=BALL"] {
            assert_eq!(codes_of(at, &divided, &history), [""; 0], "{at}");
        }
    }

    #[test]
    fn what_was_told_by_parts_is_not_told_again_together() {
        let history = told(&codebook::with_additions(CLUBS).unwrap());
        let joined = CLUBS.replace("SPORT =", "GAMES =").replace("CHESS =", "QUIET =");
        let joined = codebook::with_additions(&joined).unwrap();
        assert_eq!(codes_of("2024 _T club=GAMES", &joined, &history), ["FL-E290"]);
        assert_eq!(codes_of("2025 _T club=GAMES", &joined, &history), [""; 0]);
    }

    #[test]
    fn lists_that_are_as_they_were_refuse_nothing() {
        let catalogue = codebook::with_additions(CLUBS).unwrap();
        assert_eq!(codes_of("2024 _T club=SPORT", &catalogue, &told(&catalogue)), [""; 0]);
    }

    #[test]
    fn programs_have_one_level_so_nothing_is_told_of_some_of_them_together() {
        let standard = codebook::standard().unwrap();
        let programs = standard.list(PROGRAM_TYPE).unwrap();
        assert!(programs.codes.len() > 1);
        assert!(programs.codes.keys().all(|code| programs.is_leaf(code)));
        let group = r#"
            [list.program_type]
            title = { en = "Program type", fr = "Type de programme" }
            [list.program_type.codes]
            SCHOOL_A = { en = "School A", fr = "École A", parent = "ONE_SITE" }
        "#;
        assert!(codebook::with_additions(group).is_err(), "no coalition adds a level");
    }

    fn codes_of(at: &str, catalogue: &Catalogue, history: &History) -> Vec<&'static str> {
        let (policy, profile) = (Policy::DEFAULT, profile());
        let rules = Rules::new(catalogue, &policy, policy.gate, &profile);
        let refused = refuse([place(at)].iter(), &rules, history).err();
        refused.iter().flat_map(Problems::iter).map(|it| it.code).collect()
    }

    fn profile() -> Profile {
        let programs = ["GROUP", "ONE_SITE"].map(str::to_owned).to_vec();
        Profile { regions: vec!["CA-ON".to_owned()], programs, absent: vec![] }
    }

    /// A history in which figures by club were told.
    fn told(catalogue: &Catalogue) -> History {
        let (policy, profile) = (Policy::DEFAULT, profile());
        let rules = Rules::new(catalogue, &policy, policy.gate, &profile);
        let figure = |(at, count)| Observation { place: place(at), figure: Figure::Count(count) };
        let figures =
            [("2024 _T", 100), ("2024 _T club=CHESS", 50), ("2024 _T club=SPORT", 50)].map(figure);
        let mut history = History::new();
        let terms = Terms {
            policy_version: 1,
            gate: policy.gate,
            catalogue_version: 1,
            replaces: Vec::new(),
            note: String::new(),
            consents: Vec::new(),
            coverage: Coverage::default(),
        };
        let release = Release::new(terms, figures.to_vec()).unwrap();
        let verdict = history.accept(&rules, &release);
        assert!(verdict.is_accept(), "{:?}", verdict.reasons());
        history
    }

    fn place(text: &str) -> Place {
        let words: Vec<&str> = text.split(' ').collect();
        let breakdown = words.get(2).and_then(|it| it.split_once('='));
        Place {
            indicator: "x_alice_players".into(),
            period: words[0].parse().unwrap(),
            region: "CA".into(),
            program_type: words[1].into(),
            breakdown: breakdown.map(|(dimension, category)| Breakdown {
                dimension: dimension.into(),
                category: category.into(),
            }),
        }
    }
}
