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
    assert_eq!((found[0].author.as_str(), found[0].apart.len()), ("office", 3));
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
fn what_would_take_too_long_is_given_up() {
    let places: Vec<String> =
        (0..3_000).map(|it| format!("MATCHES_NEW 2024 CA-ON _T gender=X{it}")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let pool = covering("trusted", &["a", "b", "c"], true, &places);
    let other: Vec<String> = places.iter().map(|it| it.replace("2024", "2023")).collect();
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    assert!(of(&[pool, telling("a", &other)]).is_empty());
}

#[test]
fn the_later_publisher_is_refused_and_a_known_overlap_is_not_told_again() {
    let catalogue = codebook::standard().unwrap();
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let pool = covering("trusted", &["a", "b", "c"], true, &at);
    let (silent, loud) = (telling("a", &[]), telling("a", &at));
    let refused = refuse((silent.clone(), loud.clone()), std::slice::from_ref(&pool), &catalogue)
        .unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E280"]);
    let none = Voice { name: "trusted".to_owned(), ..Voice::default() };
    assert!(refuse((none, pool.clone()), std::slice::from_ref(&loud), &catalogue).is_err());
    assert!(refuse((loud.clone(), loud), &[pool], &catalogue).is_ok());
    assert!(refuse((silent.clone(), silent), &[], &catalogue).is_ok());
}

#[test]
fn an_overlap_that_is_out_excuses_no_other() {
    let catalogue = codebook::standard().unwrap();
    let at = ["MATCHES_NEW 2024 CA-ON _T", "MATCHES_NEW 2024 CA-ON _T gender=GIRLS"];
    let office = covering("office", &["a", "b", "c"], false, &at);
    let (before, after) = (telling("a", &at[..1]), telling("a", &at));
    let others = [office];
    assert!(refuse((before.clone(), before.clone()), &others, &catalogue).is_ok());
    assert!(refuse((before, after), &others, &catalogue).is_err());
}

#[test]
fn nobody_is_kept_from_publishing_by_figures_that_are_not_made_up_of_theirs() {
    let catalogue = codebook::standard().unwrap();
    let at = ["MATCHES_NEW 2024 CA-ON _T"];
    let lie = covering("mallory", &["a", "b", "c"], true, &at);
    let voices = || (telling("a", &[]), telling("a", &at));
    let says = |disowned: &str| [lie.clone().without(&[disowned.to_owned()], "a")];
    assert!(refuse(voices(), &says("bob"), &catalogue).is_err());
    assert!(refuse(voices(), &says("mallory"), &catalogue).is_ok());
    let of_others = [covering("mallory", &["d", "e", "f"], true, &at)];
    let [kept] = of_others.map(|it| it.without(&["mallory".to_owned()], "a"));
    assert_eq!(kept.covered.len(), 1, "what it says of others stays");
}

fn of(voices: &[Voice]) -> Vec<Overlap> {
    overlaps(voices, &codebook::standard().unwrap())
}

fn telling(name: &str, places: &[&str]) -> Voice {
    let voice = Voice { name: name.to_owned(), ..Voice::default() };
    voice.with(&Coverage::default(), places.iter().map(|it| count(it)).collect::<Vec<_>>().iter())
}

fn covering(name: &str, units: &[&str], together: bool, places: &[&str]) -> Voice {
    let coverage = Coverage::new(units.iter().map(|it| (*it).to_owned()), together).unwrap();
    let voice = Voice { name: name.to_owned(), ..Voice::default() };
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
