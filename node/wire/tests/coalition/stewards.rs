//! Who speaks for a community, as the coalition decides it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::State;
use flotilla_domain::governance::Action;
use flotilla_domain::id::ConsentId;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::retraction::Retraction;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::Steward;

use crate::keys;
use crate::keys::Pair;
use crate::made;
use crate::story::ALICE;
use crate::story::BOB;
use crate::story::Story;

/// Returns a list as it is where communities govern the codes of `gender`.
pub(crate) fn governed(mut list: CodeList) -> CodeList {
    if list.name == "gender" {
        list.sensitivity = Sensitivity::Community;
    }
    list
}

/// Returns a steward with one of three keys.
pub(crate) fn steward(handle: &str, code: &str, key: usize) -> Steward {
    let name = |tag: &str| (tag.to_owned(), format!("{handle} in {tag}"));
    Steward {
        handle: handle.to_owned(),
        names: BTreeMap::from([name("cr"), name("en"), name("fr")]),
        contact: "Data office".to_owned(),
        codes: BTreeSet::from([GovernedCode::parse(code).unwrap()]),
        key: self::key(key).public,
    }
}

/// Returns one of the keys of stewards.
pub(crate) fn key(key: usize) -> &'static Pair {
    keys::admin_key(key, 3)
}

/// Returns what takes back one consent, which goes by a number.
pub(crate) fn retraction(
    handle: &str,
    (steward_key, member): (PublicKey, MemberId),
    consent: u8,
) -> Retraction {
    let consents = BTreeSet::from([ConsentId(Hash::from_bytes([consent; 32]))]);
    Retraction { steward: handle.to_owned(), steward_key, member, consents }
}

#[test]
fn a_community_is_spoken_for_by_whom_the_coalition_named_last() {
    let (mut story, catalogue) = begun();
    let first = decide(&mut story, (catalogue, 2), set("north", "gender:BOYS", 0));
    let moved = decide(&mut story, (first, 3), set("north", "gender:GIRLS", 1));
    let other = decide(&mut story, (moved, 4), set("south", "gender:BOYS", 0));
    let gone = Action::RemoveSteward { handle: "north".to_owned() };
    decide(&mut story, (other, 5), gone);
    let state = story.told();
    let at =
        |height: usize| -> Vec<&Steward> { state.stages()[height].stewards.values().collect() };
    assert_eq!(at(2), [&steward("north", "gender:BOYS", 0)]);
    assert_eq!(at(3), [&steward("north", "gender:GIRLS", 1)]);
    assert_eq!(at(4).len(), 2);
    let now: Vec<&Steward> = state.roster().stewards().collect();
    assert_eq!(now, [&steward("south", "gender:BOYS", 0)]);
    assert_eq!(state.stage().steward_keys.len(), 3, "what they consented to can still be checked");
}

#[test]
fn nobody_is_made_to_speak_for_what_is_another_s_or_is_nobody_s_to_govern() {
    let (mut story, catalogue) = begun();
    let north = decide(&mut story, (catalogue, 2), set("north", "gender:BOYS", 0));
    let refused = [
        set("south", "gender:BOYS", 1),
        set("south", "gender:GIRLS", 0),
        set("south", "program_type:GROUP", 1),
        set("south", "gender:NOBODY", 1),
        Action::RemoveSteward { handle: "south".to_owned() },
    ];
    for action in refused {
        let entry = decide(&mut story, (north, 3), action.clone());
        let progress = story.heard(&story.objects).progress(entry);
        assert!(matches!(progress, Some(Progress::Void(_))), "{action:?}: {progress:?}");
    }
}

#[test]
fn a_community_takes_back_with_every_key_that_ever_spoke_for_it() {
    let (mut story, catalogue) = begun();
    let first = decide(&mut story, (catalogue, 2), set("north", "gender:BOYS", 0));
    let second = decide(&mut story, (first, 3), set("north", "gender:BOYS", 1));
    let (bob, coalition) = (Story::member(BOB), story.coalition());
    let mut take_back = |handle, key: usize, consent| {
        let key = self::key(key);
        let retraction = retraction(handle, (key.public, bob), consent);
        story.objects.push(made::retraction(&retraction, coalition, key));
    };
    take_back("north", 0, 1);
    take_back("north", 1, 2);
    take_back("north", 2, 3);
    take_back("south", 0, 4);
    let consents = |numbers: &[u8]| {
        let ids = numbers.iter().map(|it| ConsentId(Hash::from_bytes([*it; 32])));
        ids.collect::<Vec<_>>()
    };
    let retracted = |story: &Story| story.told().roster().retracted(bob).collect::<Vec<_>>();
    assert_eq!(retracted(&story), consents(&[1, 2]), "nobody else's key counts");
    decide(&mut story, (second, 4), Action::RemoveSteward { handle: "north".to_owned() });
    assert_eq!(retracted(&story), consents(&[1, 2]), "and it stays so");
}

fn begun() -> (Story, GovernanceId) {
    let mut story = Story::new();
    let genesis = story.genesis();
    let current: State = story.told();
    let current = current.roster().catalogue();
    let indicators = current.indicators().cloned().collect();
    let lists = current.lists().cloned().map(governed).collect();
    let catalogue = Catalogue::new(current.version() + 1, indicators, lists).unwrap();
    let id = decide(&mut story, (genesis, 1), Action::SetCatalogue(Box::new(catalogue)));
    (story, id)
}

fn decide(story: &mut Story, at: (GovernanceId, u64), action: Action) -> GovernanceId {
    story.decide(at, action, &[ALICE, BOB])
}

fn set(handle: &str, code: &str, key: usize) -> Action {
    Action::SetSteward(Box::new(steward(handle, code, key)))
}
