//! Ten exports, each in its own dialect, are understood without a hand's turn.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;

use super::*;
use crate::codebook;

/// The organisations, and how many rows their files have at least.
const ORGANISATIONS: [&str; 10] = [
    "atlantic-youth",
    "calgary-area-mentoring",
    "lower-mainland-youth",
    "mentorat-montreal",
    "national-ementoring",
    "northern-community-circle",
    "northern-ontario",
    "ottawa-valley",
    "prairie-mentors",
    "toronto-mentors",
];

type Counts = BTreeMap<String, u64>;

#[test]
fn every_dialect_gets_a_recipe_that_runs_and_counts_right() {
    let truth: BTreeMap<String, Counts> =
        serde_json::from_slice(&fs::read(folder().join("counts.json")).unwrap()).unwrap();
    let catalogue = codebook::standard().unwrap();
    for organisation in ORGANISATIONS {
        let file = fs::read(folder().join(format!("{organisation}.csv"))).unwrap();
        let suggestion = suggest(&file, &catalogue).unwrap();
        assert!(suggestion.problems().is_none(), "{organisation}: {:?}", suggestion.problems());
        let recipe = Recipe::parse(&suggestion.recipe()).unwrap();
        let draft = read(&file, &recipe, &catalogue, &profile(&recipe)).unwrap();
        let counted: Counts = draft
            .counts()
            .filter(|(place, count)| *count > 0 && &*place.region != "CA")
            .map(|(place, count)| (crate::check::spell(place), count))
            .filter(|(place, _)| !place.contains("closure_reason"))
            .collect();
        assert!(counted.len() > 40, "{organisation}: {counted:?}");
        let truth = &truth[organisation];
        let differ = |place: &&String| counted.get(*place) != truth.get(*place);
        let wrong: BTreeSet<&String> = counted.keys().chain(truth.keys()).filter(differ).collect();
        assert!(wrong.is_empty(), "{organisation}: {wrong:?}");
    }
}

#[test]
fn only_what_is_uncertain_is_called_so() {
    let catalogue = codebook::standard().unwrap();
    for organisation in ORGANISATIONS {
        let file = fs::read(folder().join(format!("{organisation}.csv"))).unwrap();
        let suggestion = suggest(&file, &catalogue).unwrap();
        let unsure = suggestion.lines().iter().filter_map(|line| match line {
            Line::Unsure(message) => Some(message.id()),
            Line::Note(_) | Line::Text(_) => None,
        });
        let unexpected: Vec<&str> = unsure
            .filter(|id| {
                let year = id.contains("-year-");
                !year && !["gate-suggest-consent-none", "gate-suggest-word-guess"].contains(id)
            })
            .collect();
        assert_eq!(unexpected, [""; 0], "{organisation}");
    }
}

#[test]
fn columns_that_speak_of_people_are_named_and_not_used() {
    let catalogue = codebook::standard().unwrap();
    for organisation in ORGANISATIONS {
        let file = fs::read(folder().join(format!("{organisation}.csv"))).unwrap();
        let suggestion = suggest(&file, &catalogue).unwrap();
        let kinds: Vec<&str> = suggestion.kept().iter().map(|it| it.kind.word()).collect();
        for kind in ["birth", "case", "email", "health", "name", "phone", "postal", "school"] {
            assert!(kinds.contains(&kind), "{kind} of {organisation}: {:?}", suggestion.kept());
        }
        let columns: usize = suggestion.kept().iter().map(|it| it.columns.len()).sum();
        assert!(columns >= 24, "{organisation}: {:?}", suggestion.kept());
        let recipe = suggestion.recipe();
        for kept in suggestion.kept().iter().flat_map(|it| &it.columns) {
            assert!(!recipe.contains(&format!("\"{kept}\"")), "{kept} in {recipe}");
        }
    }
}

#[test]
fn people_are_found_by_what_stands_in_a_column_without_a_telling_name() {
    let mut file = String::from("start,a,b,c,d,e,f\n");
    for row in 0..60 {
        let (day, who) = (row % 28 + 1, ["Anna Bird", "Émile Roy", "Zoe Li"][row % 3]);
        let name = format!("{who}-{}", ["Ash", "Elm", "Oak", "Fir", "Yew", "Bay", "Box"][row % 7]);
        file += &format!(
            "2024-{:02}-{day:02},{name},K1A 0B{},anna{row}@example.org,416-555-01{row:02},X{:07},2001-02-{day:02}\n",
            row % 12 + 1,
            row % 10,
            row * 7919,
        );
    }
    let suggestion = suggest(file.as_bytes(), &codebook::standard().unwrap()).unwrap();
    let found = |kind: Kind| {
        let kept = suggestion.kept().iter().find(|it| it.kind == kind);
        kept.map(|it| it.columns.join(" ")).unwrap_or_default()
    };
    assert_eq!(found(Kind::Name), "a");
    assert_eq!(found(Kind::Postal), "b");
    assert_eq!(found(Kind::Email), "c");
    assert_eq!(found(Kind::Phone), "d");
    assert_eq!(found(Kind::Case), "e");
    assert_eq!(found(Kind::Birth), "f");
}

#[test]
fn guesses_are_said() {
    let file = "Start date,End date,Program,Sex,Status,Consent\n\
        03/04/2023,,Chess,F,Active,yes\n05/06/2024,01/02/2025,Group,M,Pending,no\n\
        07/08/2024,03/03/2025,Group,M,Closed,Yes\n";
    let suggestion = suggest(file.as_bytes(), &codebook::standard().unwrap()).unwrap();
    let unsure: Vec<&str> = suggestion
        .lines()
        .iter()
        .filter_map(|line| match line {
            Line::Unsure(message) => Some(message.id()),
            Line::Note(_) | Line::Text(_) => None,
        })
        .collect();
    for id in [
        "gate-suggest-date-order",
        "gate-suggest-region-none",
        "gate-suggest-stage",
        "gate-suggest-word-unknown",
        "gate-suggest-year-open",
    ] {
        assert!(unsure.contains(&id), "{id} in {unsure:?}");
    }
    let recipe = suggestion.recipe();
    assert!(recipe.contains("equals = [\"Yes\"]") && recipe.contains("\"Chess\" = \"OTHER\""));
    assert!(suggestion.problems().is_none(), "{:?} {recipe}", suggestion.problems());
    assert!(!suggestion.text(&|it| format!("{}\n[x]", it.id())).contains("\n[x]"));
}

#[test]
fn a_file_without_matches_gets_no_recipe() {
    let catalogue = codebook::standard().unwrap();
    let code = |file: &[u8]| suggest(file, &catalogue).unwrap_err().iter().next().unwrap().code;
    assert_eq!(code(b"name,shoes\nAnna,40\n"), "FL-E182");
    assert_eq!(code(b"\x50\x4B\x03\x04"), "FL-E127");
    assert_eq!(code(b""), "FL-E123");
}

fn folder() -> PathBuf {
    PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../tests/fixtures/exports")
}
