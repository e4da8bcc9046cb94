//! Programs that are not offered in some region: nobody is there, and everybody knows it.

use flotilla_domain::profile::Absence;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Release;
use flotilla_gate::export::Publication;
use flotilla_gate::export::Told;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::pass;
use flotilla_gate::problem::Problems;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::draft;
use crate::fixture::figure;
use crate::fixture::place;
use crate::fixture::terms;

const ACCEPTED: [&str; 0] = [];

#[test]
fn what_is_not_offered_is_told_as_not_applicable() {
    for secret in 0..60 {
        let passed = published(&YEAR, secret).unwrap();
        let absent = figure(&passed, "MATCHES_NEW 2024 CA-ON GROUP");
        assert_eq!(absent, Some(Figure::NotApplicable));
        let (all, only) = ("MATCHES_NEW 2024 CA-ON _T", "MATCHES_NEW 2024 CA-ON ONE_SITE");
        assert_eq!(figure(&passed, all), figure(&passed, only), "{secret}: they are one group");
    }
}

#[test]
fn receivers_take_it_where_the_profile_says_so_and_nowhere_else() {
    let table = |group: Figure| {
        let figures = [
            ("MATCHES_NEW 2024 CA-ON GROUP", group),
            ("MATCHES_NEW 2024 CA _T", Figure::Count(60)),
            ("MATCHES_NEW 2024 CA-ON _T", Figure::Count(40)),
            ("MATCHES_NEW 2024 CA GROUP", Figure::Withheld),
        ];
        let figures = figures.map(|(at, figure)| Observation { place: place(at), figure });
        let mut figures = figures.to_vec();
        figures.sort();
        Release::new(terms(), figures).unwrap()
    };
    let judge =
        |member: &Member, group| broken(&History::new().check(&member.rules(), &table(group)));
    let (carol, alice) = (carol(), Member::alice());
    assert_eq!(judge(&carol, Figure::NotApplicable), ACCEPTED);
    assert_eq!(judge(&alice, Figure::NotApplicable), ["I2"], "it is offered");
    assert_eq!(judge(&carol, Figure::Withheld), ["I2"], "nobody is hidden there");
    assert_eq!(judge(&carol, Figure::Count(15)), ["I2"]);
    assert_eq!(judge(&alice, Figure::Withheld), ACCEPTED);
}

#[test]
fn a_breakdown_of_nobody_is_refused() {
    let genders = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];
    let parts = genders.map(|it| format!("MATCHES_NEW 2024 CA-ON GROUP gender={it}"));
    let observations =
        parts.map(|it| Observation { place: place(&it), figure: Figure::NotApplicable });
    let release = Release::new(terms(), observations.to_vec()).unwrap();
    let verdict = History::new().check(&carol().rules(), &release);
    assert_eq!(verdict.reasons()[0].invariant, "I2");
}

#[test]
fn that_nobody_is_there_narrows_whom_it_tells_of() {
    // All of Ontario is on site, so what is hidden in groups is all in Quebec.
    let judge = |member: &Member, quebec: u64| {
        let told = [
            ("MATCHES_NEW 2024 CA _T", Figure::Count(60)),
            ("MATCHES_NEW 2024 CA-ON _T", Figure::Count(40)),
            ("MATCHES_NEW 2024 CA-QC _T", Figure::Count(20)),
            ("MATCHES_NEW 2024 CA GROUP", Figure::Count(15)),
            ("MATCHES_NEW 2024 CA ONE_SITE", Figure::Count(45)),
            ("MATCHES_NEW 2024 CA-QC GROUP", Figure::Withheld),
            ("MATCHES_NEW 2024 CA-QC ONE_SITE", Figure::Count(quebec)),
        ];
        let told = told.map(|(at, figure)| Observation { place: place(at), figure });
        let mut told = told.to_vec();
        told.sort();
        let release = Release::new(terms(), told).unwrap();
        broken(&History::new().check(&member.rules(), &release))
    };
    assert_eq!(judge(&Member::alice(), 10), ACCEPTED, "2 to 14 of Quebec");
    assert_eq!(judge(&carol(), 10), ["I6"], "11 to 14 of Quebec");
}

#[test]
fn somebody_who_is_counted_where_nothing_is_offered_is_a_problem() {
    let mut lines = YEAR.map(str::to_owned);
    lines[2] = "MATCHES_NEW 2024 CA-ON GROUP 3".to_owned();
    let refused = published(&lines.each_ref().map(String::as_str), 1).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E148"]);
}

#[test]
fn an_attacker_is_told_that_nobody_is_there() {
    let passed = published(&YEAR, 3).unwrap();
    let releases = passed.releasables.iter().map(|it| it.release());
    let json = Publication::new(&carol().rules(), "carol", &Told::first(releases)).to_json();
    assert!(!json.contains("CA-ON GROUP"), "{json}");
    let link = r#"{"parts":[{"id":"MATCHES_NEW 2024 CA-ON _T"}],"total":{"id":"MATCHES_NEW 2024 CA-ON ONE_SITE"}}"#;
    let other = r#"{"parts":[{"id":"MATCHES_NEW 2024 CA-ON ONE_SITE"}],"total":{"id":"MATCHES_NEW 2024 CA-ON _T"}}"#;
    assert!(json.contains(link) || json.contains(other), "{json}");
}

/// A member like Alice, but without groups in Ontario.
fn carol() -> Member {
    let mut carol = Member::alice();
    carol.profile.absent =
        vec![Absence { region: "CA-ON".to_owned(), program: "GROUP".to_owned() }];
    carol
}

fn published(lines: &[&str], secret: u8) -> Result<Passed, Problems> {
    let secret = RoundingSecret::new([secret; 32]);
    pass(draft(lines), &carol().rules(), &secret, &History::new())
}

const YEAR: [&str; 9] = [
    "MATCHES_NEW 2024 CA _T 72",
    "MATCHES_NEW 2024 CA-ON _T 41",
    "MATCHES_NEW 2024 CA-ON GROUP 0",
    "MATCHES_NEW 2024 CA-ON ONE_SITE 41",
    "MATCHES_NEW 2024 CA-QC _T 31",
    "MATCHES_NEW 2024 CA-QC GROUP 14",
    "MATCHES_NEW 2024 CA-QC ONE_SITE 17",
    "MATCHES_NEW 2024 CA GROUP 14",
    "MATCHES_NEW 2024 CA ONE_SITE 58",
];
