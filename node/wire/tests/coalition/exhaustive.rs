//! Three members and small heights, without dice: every subset, and every order.

use flotilla_domain::coalition::Pins;
use flotilla_domain::coalition::State;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::governance::Action;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;

use crate::made::Made;
use crate::model::Model;
use crate::story::ALICE;
use crate::story::BOB;
use crate::story::CAROL;
use crate::story::Change;
use crate::story::Story;
use crate::view;

#[test]
fn every_subset_of_two_contradicting_branches_and_their_votes() {
    let mut story = Story::new();
    let (member, document) = (Story::member(CAROL), DocumentId(Story::member(CAROL).0));
    let order = Action::EraseOrder { member, entries: vec![EntryId(Hash::from_bytes([1; 32]))] };
    let removal = Action::Remove { member, document, cut: None };
    let start = (story.genesis(), 1);
    let first = story.decide(start, order.clone(), &[ALICE, BOB, CAROL]);
    let _second = story.decide(start, removal, &[ALICE, BOB]);
    let _third = story.decide((first, 2), order, &[ALICE, CAROL]);
    assert_eq!(story.objects.len(), 10);
    for subset in 0..1_u32 << story.objects.len() {
        let chosen =
            |(place, made): (usize, &Made)| (subset >> place & 1 == 1).then(|| made.clone());
        let chosen: Vec<Made> = story.objects.iter().enumerate().filter_map(chosen).collect();
        let pins = Pins::new();
        let expected = Model::new(&story.sample, &chosen).view(&pins);
        assert_eq!(view::of(&story.heard(&chosen)), expected, "subset {subset:b}");
    }
}

#[test]
fn every_order_of_a_theft_and_its_undoing() {
    let mut story = Story::new();
    let first = DocumentId(Story::member(BOB).0);
    let good = story.write((BOB, 1, 0), None, 1);
    let thief = Change { kind: DocumentKind::Update, key: 0, epoch: Some((3, None)) };
    story.document(BOB, first, thief);
    story.write((BOB, 2, 3), None, 1);
    let sheet = Change { kind: DocumentKind::Rotate, key: 1, epoch: Some((1, good[0])) };
    story.document(BOB, first, sheet);
    story.write((BOB, 2, 1), good[0], 1);
    in_every_order(&story);
}

#[test]
fn every_order_of_a_cut_and_of_what_lies_on_both_sides_of_it() {
    let mut story = Story::new();
    let first = DocumentId(Story::member(BOB).0);
    let log = story.write((BOB, 1, 0), None, 4);
    let cut = Change { kind: DocumentKind::Update, key: 0, epoch: Some((1, log[1])) };
    story.document(BOB, first, cut);
    story.write((BOB, 2, 1), log[1], 1);
    in_every_order(&story);
}

#[test]
fn every_order_of_a_fork_and_of_its_witnesses() {
    let mut story = Story::new();
    let ours = story.write((BOB, 1, 0), None, 2);
    let _theirs = story.write((BOB, 1, 0), ours[0], 1);
    let _later = story.write((BOB, 1, 0), ours[1], 1);
    story.witness(ALICE, BOB, ours[1]);
    story.witness(CAROL, BOB, ours[1]);
    in_every_order(&story);
}

#[test]
fn every_order_of_a_fork_and_of_the_cut_that_settles_it() {
    let mut story = Story::new();
    let first = DocumentId(Story::member(BOB).0);
    let ours = story.write((BOB, 1, 0), None, 3);
    let _theirs = story.write((BOB, 1, 0), ours[0], 1);
    let cut = Change { kind: DocumentKind::Update, key: 0, epoch: Some((1, ours[2])) };
    story.document(BOB, first, cut);
    in_every_order(&story);
}

/// Found by seed 55415: a cut may name an entry of the very epoch that it begins. That entry is void,
/// and yet tells which of those before it are kept.
#[test]
fn every_order_of_a_fork_and_of_a_cut_that_names_its_own_epoch() {
    let mut story = Story::new();
    let first = DocumentId(Story::member(BOB).0);
    let ours = story.write((BOB, 1, 0), None, 1);
    let _theirs = story.write((BOB, 1, 0), None, 1);
    let own = story.write((BOB, 2, 1), ours[0], 1);
    let cut = Change { kind: DocumentKind::Update, key: 0, epoch: Some((1, own[0])) };
    story.document(BOB, first, cut);
    in_every_order(&story);
}

/// Tells a story in every order, and compares after every step.
fn in_every_order(story: &Story) {
    let mut objects = story.objects.clone();
    let places = objects.len();
    permute(&mut objects, places, &mut |objects| {
        let mut state = State::founded(story.sample.founded());
        for step in 0..objects.len() {
            let _outcome = state.insert(objects[step].object.clone());
            let expected = Model::new(&story.sample, &objects[..=step]).view(&Pins::new());
            assert_eq!(view::of(&state), expected);
        }
    });
}

/// Calls `visit` with every order of `items` (Heap's algorithm).
fn permute(items: &mut Vec<Made>, count: usize, visit: &mut impl FnMut(&[Made])) {
    if count <= 1 {
        visit(items);
        return;
    }
    for place in 0..count {
        permute(items, count - 1, visit);
        let other = if count.is_multiple_of(2) { place } else { 0 };
        items.swap(other, count - 1);
    }
}
