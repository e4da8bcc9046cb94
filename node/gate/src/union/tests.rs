//! Who is left of whom, when others publish their own.

use super::*;
use crate::codebook;

#[test]
fn who_is_left_alone_or_in_two_is_told() {
    let whole = covering("office", &["a", "b", "c", "d"], false, &["MATCHES_NEW 2024 CA-ON _T"]);
    let own = |name: &str| telling(name, &["MATCHES_NEW 2024 CA-ON _T"]);
    let found = |names: &[&str]| {
        let voices: Vec<Voice> = names.iter().map(|it| own(it)).chain([whole.clone()]).collect();
        of(&voices).iter().map(|it| it.apart.join(" ")).collect::<Vec<_>>()
    };
    assert!(found(&[]).is_empty());
    assert!(found(&["a"]).is_empty(), "three are left");
    assert_eq!(found(&["a", "b"]), ["a b"]);
    assert_eq!(found(&["c", "a", "b"]), ["a b c"]);
    assert!(found(&["a", "b", "c", "d"]).is_empty(), "nobody is left to be protected");
    assert!(found(&["e", "f", "g"]).is_empty(), "they are not covered");
}

#[test]
fn who_told_only_a_part_of_it_is_left_although_all_are_subtracted() {
    let at = "MATCHES_NEW 2024 CA-ON _T";
    let office = covering("office", &["a", "b", "c"], false, &[at]);
    let found = |places: &[&str]| {
        of(&[office.clone(), telling("a", places), telling("b", &[at]), telling("c", &[at])]).len()
    };
    assert_eq!(found(&[]), 1);
    assert_eq!(found(&["MATCHES_NEW 2024-Q1 CA-ON _T"]), 1, "what is left of the year is its own");
    assert_eq!(found(&["MATCHES_NEW 2024 CA-ON GROUP"]), 1);
    assert_eq!(found(&[at]), 0);
    let quarters = ["Q1", "Q2", "Q3", "Q4"].map(|it| format!("MATCHES_NEW 2024-{it} CA-ON _T"));
    let quarters: Vec<&str> = quarters.iter().map(String::as_str).collect();
    assert_eq!(found(&quarters), 0, "they are the year");
    assert_eq!(found(&quarters[1..]), 1);
}

#[test]
fn who_reports_together_tells_nothing_of_the_same_time_alone() {
    let units = ["a", "b", "c", "d", "e", "f"];
    let pool = covering("trusted", &units, true, &["MATCHES_NEW 2024 CA-ON _T"]);
    let found = |at: &str| of(&[pool.clone(), telling("a", &[at])]).len();
    assert_eq!(found("MATCHES_NEW 2024 CA-ON _T"), 1);
    assert_eq!(found("MATCHES_NEW 2024-Q3 CA-QC GROUP"), 1, "whatever the region");
    assert_eq!(found("MATCHES_NEW 2023 CA-ON _T"), 0);
    assert_eq!(found("MATCHES_CLOSED 2024 CA-ON _T"), 0);
}

#[test]
fn only_what_may_be_the_same_people_is_subtracted() {
    let whole = ["MATCHES_NEW 2024 CA-ON _T gender=GIRLS"];
    let office = covering("office", &["a", "b", "c"], false, &whole);
    let found = |at: &str| of(&[office.clone(), telling("a", &[at])]).len();
    for at in [
        "MATCHES_NEW 2024 CA-ON _T gender=GIRLS",
        "MATCHES_NEW 2024 CA _T gender=GIRLS",
        "MATCHES_NEW 2024-Q1 CA-ON GROUP gender=GIRLS",
    ] {
        assert_eq!(found(at), 1, "{at}");
    }
    for at in [
        "MATCHES_NEW 2024 CA-QC _T gender=GIRLS",
        "MATCHES_NEW 2024 CA-ON _T gender=BOYS",
        "MATCHES_NEW 2024 CA-ON _T",
        "MATCHES_NEW 2025 CA-ON _T gender=GIRLS",
    ] {
        assert_eq!(found(at), 0, "{at}");
    }
}

#[test]
fn figures_of_most_are_subtracted_from_those_of_all() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let all = covering("office", &["a", "b", "c", "d"], false, &at);
    let most = covering("trusted", &["a", "b", "c"], true, &at);
    let found = of(&[all.clone(), most.clone()]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].authors.join(" ").as_str(), found[0].apart.len()), ("office", 3));
    assert_eq!(of(&[most, all]), found, "whoever was first");
    let hidden = Voice::default().with(
        &Coverage::new(["a", "b", "c"].map(str::to_owned), true).unwrap(),
        [Observation { place: place(at[0]), figure: Figure::Withheld }].iter(),
    );
    assert!(hidden.covered.is_empty(), "what is hidden subtracts nothing");
}

#[test]
fn two_pools_of_one_time_share_nobody() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let pool = |name: &str, units: &[&str]| covering(name, units, true, &at);
    let one = pool("one", &["a", "b", "c"]);
    assert!(of(&[one.clone(), pool("two", &["d", "e", "f"])]).is_empty());
    for units in [&["c", "d", "e"][..], &["a", "b", "c"], &["a", "b", "c", "d"]] {
        assert_eq!(of(&[one.clone(), pool("two", units)]).len(), 2, "{units:?}");
    }
    let office = covering("office", &["a", "b", "c", "d", "e", "f"], false, &at);
    assert!(of(&[one.clone(), office]).is_empty(), "three are left of those of the office");
    let elsewhere = covering("one", &["a", "b", "c"], true, &["MATCHES_NEW 2024 CA-QC _T"]);
    assert!(of(&[elsewhere]).is_empty());
}

#[test]
fn what_would_take_too_long_is_given_up_and_said() {
    let told = |region: &str| -> Vec<String> {
        let place = |it| format!("MATCHES_NEW 2024 {region}{it} _T");
        (0..9).map(place).collect()
    };
    let (whole, own) = (told("CA-A"), told("CA-B"));
    let [whole, own] = [&whole, &own].map(|it| it.iter().map(String::as_str).collect::<Vec<_>>());
    let office = covering("office", &["a", "b", "c"], false, &whole);
    let (silent, loud) = (telling("a", &[]), telling("a", &own));
    let catalogue = codebook::standard().unwrap();
    let most = |most| Wanted { most, ..Wanted::default() };
    let voices = [office.clone(), loud.clone()];
    let looked = |it| Comparison::new(voices.iter(), &catalogue).overlaps(&most(it));
    assert!(looked(1_000).is_whole, "so few places take fewer comparisons");
    let compared = looked(50);
    let told = |voice: &Voice| {
        compared
            .doubts((&voice.who, voice.covers()), 9)
            .iter()
            .map(Message::id)
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&office), ["gate-union-unfinished"]);
    assert!(told(&loud).is_empty(), "of whoever covers others");
    let refuse = |most| refuse((silent.clone(), loud.clone()), most, (&voices[..1], &catalogue));
    assert!(refuse(most(1_000)).is_ok());
    let said = refuse(most(50)).unwrap_err();
    assert_eq!(said.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E289"]);
}

#[test]
fn what_was_not_asked_about_needs_no_comparison() {
    let places: Vec<String> =
        (0..3_000).map(|it| format!("MATCHES_NEW 2024 CA-ON _T gender=X{it}")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let pool = covering("trusted", &["a", "b", "c"], true, &places);
    let other: Vec<String> = places.iter().map(|it| it.replace("2024", "2023")).collect();
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    let catalogue = codebook::standard().unwrap();
    let compared = compare([pool, telling("a", &other)].iter(), &catalogue);
    assert!(compared.overlaps.is_empty() && compared.is_whole);
}

#[test]
fn whom_people_take_for_one_is_one_however_it_is_spelled() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let own = |name: &str| telling(name, &at);
    for spelled in ["Alice-Nord", "ALICE NORD", "Centre Alice-Nord", "centre  alice nord"] {
        let pool = covering("trusted", &[spelled, "b", "c"], true, &at);
        let found = of(&[pool, own("alice-nord")]);
        assert_eq!(found.len(), 1, "{spelled}");
        assert_eq!(found[0].apart, [spelled]);
        assert!(found[0].concerns(&organisation("alice-nord")));
    }
    let office = covering("office", &["Alice", "alice", "b", "c"], false, &at);
    assert_eq!(of(&[office, own("b")]).len(), 1, "two are left, whatever the spelling");
    let one = covering("one", &["Alice", "b", "c"], true, &at);
    let two = covering("two", &["alice", "e", "f"], true, &at);
    assert_eq!(of(&[one, two]).len(), 2, "two pools share somebody");
}

#[test]
fn sums_that_cross_each_other_give_nobody_away() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let sum = |name: &str, units: &str| {
        let units: Vec<String> = units.chars().map(String::from).collect();
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        covering(name, &units, false, &at)
    };
    let (one, two, three) = (sum("one", "abc"), sum("two", "cde"), sum("three", "abde"));
    assert!(of(&[one.clone(), two.clone()]).is_empty());
    let found = of(&[one.clone(), two.clone(), three.clone()]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].apart.join(" "), found[0].why), ("c".to_owned(), Why::Crossing));
    assert_eq!(found[0].authors, ["one", "three", "two"]);
    let silent = Voice { who: organisation("three"), ..Voice::default() };
    let said = refused((silent, three), &[one.clone(), two]).unwrap_err();
    assert_eq!(said.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E288"]);
    // What somebody tells of itself is known, and takes part in the sums of others.
    let (other, own) = (sum("two", "acdef"), telling("f", &at));
    let wide = sum("three", "bcdef");
    assert!(of(&[one.clone(), other.clone()]).is_empty());
    assert_eq!(of(&[other.clone(), wide.clone()])[0].apart, ["a", "b"], "their difference");
    assert!(refused((telling("f", &[]), own), &[one, other]).is_ok());
}

#[test]
fn who_adds_nothing_to_what_others_give_away_is_not_refused() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let others = [
        covering("one", &["a", "b", "c"], false, &at),
        covering("two", &["c", "d", "e"], false, &at),
        covering("three", &["a", "b", "d", "e"], false, &at),
    ];
    let silent = || Voice { who: organisation("four"), ..Voice::default() };
    for place in [at[0], "MATCHES_NEW 2024 CA _T"] {
        let joined = covering("four", &["e", "x", "y", "z"], false, &[place]);
        assert!(refused((silent(), joined), &others).is_ok(), "{place}");
    }
    let more = covering("four", &["c", "x", "y"], false, &at);
    let said = refused((silent(), more), &others).unwrap_err();
    assert_eq!(said.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E288"], "x and y are left");
}

#[test]
fn more_sums_than_can_be_looked_at_together_are_said() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let sum = |it: usize| {
        let units = [format!("a{it}"), format!("b{it}"), format!("a{}", it + 1)];
        covering(&format!("office{it}"), &units.each_ref().map(String::as_str), false, &at)
    };
    let is_whole = |sums: Vec<usize>| {
        let voices: Vec<Voice> = sums.into_iter().map(sum).collect();
        compare(voices.iter(), &codebook::standard().unwrap()).is_whole
    };
    let most = crossing::SUMS_MAX;
    assert!(is_whole((0..most).collect()) && !is_whole((0..=most).collect()));
    assert!(is_whole((0..=most).map(|it| it * 2).collect()), "those that share nobody");
    let disjoint: Vec<Voice> = (0..40).map(|it| sum(it * 2)).collect();
    let wanted = Wanted { most: 0, ..Wanted::default() };
    let catalogue = codebook::standard().unwrap();
    let compared = Comparison::new(disjoint.iter(), &catalogue).overlaps(&wanted);
    assert!(compared.is_whole, "and cost no comparison");
}

#[test]
fn the_later_publisher_is_refused_and_a_known_overlap_is_not_told_again() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let pool = covering("trusted", &["a", "b", "c"], true, &at);
    let (silent, loud) = (telling("a", &[]), telling("a", &at));
    let said = refused((silent.clone(), loud.clone()), std::slice::from_ref(&pool)).unwrap_err();
    assert_eq!(said.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E280"]);
    let none = Voice { who: organisation("trusted"), ..Voice::default() };
    assert!(refused((none, pool.clone()), std::slice::from_ref(&loud)).is_err());
    assert!(refused((loud.clone(), loud), &[pool]).is_ok());
    assert!(refused((silent.clone(), silent), &[]).is_ok());
}

#[test]
fn an_overlap_that_is_out_excuses_no_other() {
    let at = ["MATCHES_NEW 2024 CA-ON _T", "MATCHES_NEW 2024 CA-ON _T gender=GIRLS"];
    let office = covering("office", &["a", "b", "c"], false, &at);
    let (before, after) = (telling("a", &at[..1]), telling("a", &at));
    let others = [office];
    assert!(refused((before.clone(), before.clone()), &others).is_ok());
    assert!(refused((before, after), &others).is_err());
}

#[test]
fn what_others_left_of_each_other_keeps_nobody_from_publishing() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let (office, loud) = (covering("office", &["a", "b", "c"], false, &at), telling("a", &at));
    let silent = Voice { who: organisation("bob"), ..Voice::default() };
    let sum = covering("bob", &["c", "d", "e", "f"], false, &at);
    assert!(refused((silent, sum), &[office, loud]).is_ok());
}

#[test]
fn nobody_is_kept_from_publishing_by_figures_that_are_not_made_up_of_theirs() {
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let lie = covering("mallory", &["a", "b", "c"], true, &at);
    let voices = || (telling("a", &[]), telling("a", &at));
    let says = |disowned: &str| [lie.clone().without(&[disowned.to_owned()], &organisation("a"))];
    assert!(refused(voices(), &says("bob")).is_err());
    assert!(refused(voices(), &says("mallory")).is_ok());
    let of_others = [covering("mallory", &["d", "e", "f"], true, &at)];
    let [kept] = of_others.map(|it| it.without(&["mallory".to_owned()], &organisation("a")));
    assert_eq!(kept.covered.len(), 1, "what it says of others stays");
}

fn refused(voices: (Voice, Voice), others: &[Voice]) -> Result<(), Problems> {
    refuse(voices, Wanted::default(), (others, &codebook::standard().unwrap()))
}

fn of(voices: &[Voice]) -> Vec<Overlap> {
    summarized(compare(voices.iter(), &codebook::standard().unwrap()).overlaps)
}

fn organisation(handle: &str) -> Organisation {
    Organisation::new(handle, &format!("Centre {handle}"))
}

fn telling(name: &str, places: &[&str]) -> Voice {
    let voice = Voice { who: organisation(name), ..Voice::default() };
    voice.with(&Coverage::default(), places.iter().map(|it| count(it)).collect::<Vec<_>>().iter())
}

fn covering(name: &str, units: &[&str], together: bool, places: &[&str]) -> Voice {
    let coverage = Coverage::new(units.iter().map(|it| (*it).to_owned()), together).unwrap();
    let voice = Voice { who: organisation(name), ..Voice::default() };
    voice.with(&coverage, places.iter().map(|it| count(it)).collect::<Vec<_>>().iter())
}

fn count(text: &str) -> Observation {
    Observation { place: place(text), figure: Figure::Count(30) }
}

fn place(text: &str) -> Place {
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
