//! What the protocol promises against thieves, liars and losses, one story each. Every story is told
//! in many orders, and every listener must come to the same.

use std::collections::BTreeSet;

use flotilla_domain::coalition::DocumentState;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Progress;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::advice::Advice;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_wire::sample::Sample;

use crate::keys;
use crate::made;
use crate::made::Made;
use crate::story::ALICE;
use crate::story::BOB;
use crate::story::CAROL;
use crate::story::Change;
use crate::story::DAVE;
use crate::story::Story;
use crate::story::fate;
use crate::story::fates;

/// The place of a node key that only a thief has.
const STOLEN: usize = 3;

#[test]
fn two_of_three_admit_a_fourth_and_one_alone_does_not() {
    let mut story = Story::new();
    let admit = || Action::Admit { document: Box::new(Sample::inception(DAVE).1) };
    let entry = story.decide((story.genesis(), 1), admit(), &[ALICE]);
    let state = story.told();
    assert!(matches!(state.progress(entry), Some(Progress::Open(tally)) if tally.needed == 2));
    assert_eq!(state.proposals().len(), 1);
    story.vote(entry, BOB, 0);
    let state = story.told();
    assert_eq!(state.progress(entry), Some(Progress::Certified));
    assert!(state.roster().member(Story::member(DAVE)).is_some());
    let key = keys::node_key(DAVE, 0).public;
    assert_eq!(state.roster().member_of_node_key(&key), Some(Story::member(DAVE)));
}

#[test]
fn a_stolen_node_key_writes_junk_that_is_void_everywhere_after_one_document() {
    let mut story = Story::new();
    let good = story.write((BOB, 1, 0), None, 3);
    let junk = story.write((BOB, 1, 0), good[2], 4);
    assert_eq!(fates(&story.told(), BOB, &junk), Some(EntryState::Valid), "nobody knows yet");
    let first = DocumentId(Story::member(BOB).0);
    story.document(BOB, first, epoch(DocumentKind::Update, 0, good[2]));
    let later = story.write((BOB, 2, 1), good[2], 2);
    let more_junk = story.write((BOB, 1, 0), junk[3], 1);
    let state = story.told();
    assert_eq!(fates(&state, BOB, &good), Some(EntryState::Valid), "what was acknowledged stays");
    assert_eq!(fates(&state, BOB, &later), Some(EntryState::Valid));
    assert_eq!(fates(&state, BOB, &[junk, more_junk].concat()), Some(EntryState::Void));
    let stolen = keys::node_key(BOB, 0).public;
    assert_eq!(state.roster().member_of_node_key(&stolen), None, "the thief cannot connect");
}

#[test]
fn a_stolen_admin_key_is_undone_by_the_recovery_sheet_in_every_order() {
    let mut story = Story::new();
    let good = story.write((BOB, 1, 0), None, 2);
    let first = DocumentId(Story::member(BOB).0);
    let thief = Change { kind: DocumentKind::Update, key: 0, epoch: Some((STOLEN, None)) };
    let stolen = story.document(BOB, first, thief);
    let stolen = story.document(BOB, stolen, epoch(DocumentKind::Update, 0, None));
    let junk = story.write((BOB, 2, STOLEN), None, 2);
    let state = story.told();
    assert_eq!(fates(&state, BOB, &good), Some(EntryState::Void), "the thief is in control");
    let sheet = story.document(BOB, first, epoch(DocumentKind::Rotate, 1, good[1]));
    let later = story.write((BOB, 2, 1), good[1], 1);
    let state = story.told();
    assert_eq!(state.document_state(stolen), Some(DocumentState::Void));
    assert_eq!(state.document_state(sheet), Some(DocumentState::Valid));
    assert_eq!(fates(&state, BOB, &[good, later].concat()), Some(EntryState::Valid));
    assert_eq!(fates(&state, BOB, &junk), Some(EntryState::Void));
}

#[test]
fn who_lost_everything_is_recovered_by_the_others() {
    let mut story = Story::new();
    let good = story.write((CAROL, 1, 0), None, 3);
    let first = DocumentId(Story::member(CAROL).0);
    let made = story.drafted(CAROL, first, epoch(DocumentKind::Recover, 2, good[1]));
    story.decide((story.genesis(), 1), recover(CAROL, &made, good[1]), &[ALICE, BOB]);
    let later = story.write((CAROL, 2, 1), good[1], 1);
    let state = story.told();
    assert_eq!(fates(&state, CAROL, &[good[0], good[1], later[0]]), Some(EntryState::Valid));
    assert_eq!(fate(&state, CAROL, good[2]), Some(EntryState::Void));
    let carol = state.roster().member(Story::member(CAROL)).unwrap();
    assert_eq!(carol.document.admin_key, keys::admin_key(CAROL, 2).public);
}

#[test]
fn two_histories_are_settled_by_more_than_half_of_the_others_or_not_at_all() {
    let mut story = Story::new();
    let shared = story.write((BOB, 1, 0), None, 1);
    let (ours, theirs) =
        (story.write((BOB, 1, 0), shared[0], 2), story.write((BOB, 1, 0), shared[0], 3));
    story.witness(ALICE, BOB, ours[0]);
    let state = story.told();
    assert_eq!(fate(&state, BOB, shared[0]), Some(EntryState::Valid));
    let both = [ours.clone(), theirs.clone()].concat();
    assert_eq!(
        fates(&state, BOB, &both),
        Some(EntryState::Quarantined),
        "one of two is no majority"
    );
    story.witness(BOB, BOB, theirs[0]);
    let alone = story.told();
    assert_eq!(fates(&alone, BOB, &both), Some(EntryState::Quarantined), "the author has no say");
    story.witness(CAROL, BOB, ours[0]);
    let state = story.told();
    assert_eq!(fates(&state, BOB, &ours), Some(EntryState::Valid));
    assert_eq!(fates(&state, BOB, &theirs), Some(EntryState::Quarantined));
}

#[test]
fn a_later_document_settles_a_fork_whatever_the_witnesses_say() {
    let mut story = Story::new();
    let (ours, theirs) = (story.write((BOB, 1, 0), None, 2), story.write((BOB, 1, 0), None, 2));
    story.witness(ALICE, BOB, theirs[0]);
    story.witness(CAROL, BOB, theirs[0]);
    let first = DocumentId(Story::member(BOB).0);
    story.document(BOB, first, epoch(DocumentKind::Update, 0, ours[1]));
    let state = story.told();
    assert_eq!(fates(&state, BOB, &ours), Some(EntryState::Valid));
    assert_eq!(fates(&state, BOB, &theirs), Some(EntryState::Void));
}

#[test]
fn a_removal_ends_a_log_and_its_subject_has_no_vote_on_it() {
    let mut story = Story::new();
    let good = story.write((CAROL, 1, 0), None, 3);
    let (member, document) = (Story::member(CAROL), DocumentId(Story::member(CAROL).0));
    let removal = Action::Remove { member, document, cut: good[1] };
    let entry = story.decide((story.genesis(), 1), removal, &[ALICE, CAROL]);
    assert!(
        matches!(story.told().progress(entry), Some(Progress::Open(tally)) if tally.approve.len() == 1)
    );
    story.vote(entry, BOB, 0);
    // Whoever left says what it likes: it counts no more.
    story.document(CAROL, document, epoch(DocumentKind::Update, 0, None));
    let state = story.told();
    assert_eq!(fates(&state, CAROL, &good[..2]), Some(EntryState::Valid), "old entries stay");
    assert_eq!(fate(&state, CAROL, good[2]), Some(EntryState::Void));
    let key = keys::node_key(CAROL, 0).public;
    assert_eq!(state.roster().member_of_node_key(&key), None);
    assert_eq!(state.roster().node_key(member, 1), Some(key), "old entries can still be verified");
    assert_eq!(state.roster().len(), 2);
}

#[test]
fn of_two_certified_entries_the_longer_branch_counts_then_a_removal_then_the_lower_id() {
    let mut story = Story::new();
    let (member, document) = (Story::member(CAROL), DocumentId(Story::member(CAROL).0));
    let order = |it: u8| {
        let entries = vec![EntryId(flotilla_domain::id::Hash::from_bytes([it; 32]))];
        Action::EraseOrder { member, entries }
    };
    let all = [ALICE, BOB, CAROL];
    let first = story.decide((story.genesis(), 1), order(1), &all);
    let second = story.decide((story.genesis(), 1), order(2), &all);
    assert_eq!(story.told().stage().id, first.min(second));
    let removal = Action::Remove { member, document, cut: None };
    let removal = story.decide((story.genesis(), 1), removal, &[ALICE, BOB]);
    assert_eq!(story.told().stage().id, removal);
    let longer = story.decide((first.max(second), 2), order(3), &all);
    assert_eq!(story.told().stage().id, longer);
    let mut pinned = story.told();
    pinned.pin(1, removal);
    assert_eq!(pinned.stage().id, removal, "a pin outweighs everything");
}

#[test]
fn a_vote_under_a_key_that_was_replaced_on_record_does_not_count() {
    let mut story = Story::new();
    let first = DocumentId(Story::member(BOB).0);
    let change = Change { kind: DocumentKind::Rotate, key: 1, epoch: None };
    let rotated = story.document(BOB, first, change);
    let confirm = Action::Confirm { member: Story::member(BOB), document: rotated };
    let confirmed = story.decide((story.genesis(), 1), confirm, &[ALICE, CAROL]);
    let admit = Action::Admit { document: Box::new(Sample::inception(DAVE).1) };
    let entry = story.decide((confirmed, 2), admit, &[ALICE, BOB]);
    assert!(matches!(story.told().progress(entry), Some(Progress::Open(_))), "a stolen old key");
    story.vote(entry, BOB, 1);
    assert_eq!(story.told().progress(entry), Some(Progress::Certified));
}

#[test]
fn documents_that_contradict_each_other_freeze_their_member_until_it_is_settled() {
    let mut story = Story::new();
    let first = DocumentId(Story::member(BOB).0);
    let change = Change { kind: DocumentKind::Rotate, key: 1, epoch: None };
    let (ours, theirs) = (story.document(BOB, first, change), story.document(BOB, first, change));
    let state = story.told();
    assert!(state.roster().member(Story::member(BOB)).unwrap().frozen);
    assert_eq!(state.document_state(ours), Some(DocumentState::Quarantined));
    let confirm = Action::Confirm { member: Story::member(BOB), document: ours };
    story.decide((story.genesis(), 1), confirm, &[ALICE, CAROL]);
    let state = story.told();
    assert!(!state.roster().member(Story::member(BOB)).unwrap().frozen);
    assert_eq!(state.document_state(theirs), Some(DocumentState::Void));
}

#[test]
fn what_a_rotation_left_behind_stays_void_when_later_updates_part() {
    let mut story = Story::new();
    let first = DocumentId(Story::member(BOB).0);
    let change = |kind, key| Change { kind, key, epoch: None };
    let stolen = story.document(BOB, first, change(DocumentKind::Update, 0));
    let sheet = story.document(BOB, first, change(DocumentKind::Rotate, 1));
    let parted = [0, 1].map(|_| story.document(BOB, sheet, change(DocumentKind::Update, 1)));
    let state = story.told();
    let bob = state.roster().member(Story::member(BOB)).unwrap();
    assert_eq!((bob.document_id, bob.frozen), (sheet, true));
    assert_eq!(state.document_state(stolen), Some(DocumentState::Void));
    assert!(
        parted
            .iter()
            .all(|it| state.document_state(*it) == Some(DocumentState::Quarantined))
    );
}

#[test]
fn a_node_that_was_away_for_a_year_catches_up_with_keys_it_has_never_seen() {
    let mut story = Story::new();
    let mut before = (story.genesis(), 1);
    let mut document = DocumentId(Story::member(BOB).0);
    let mut head = story.write((BOB, 1, 0), None, 2)[1];
    for year in 0..2 {
        document = story.document(
            BOB,
            document,
            Change { kind: DocumentKind::Rotate, key: 1 + year, epoch: Some((1 + year, head)) },
        );
        head = story.write((BOB, u32::try_from(2 + year).unwrap(), 1 + year), head, 2)[1];
        let confirm = Action::Confirm { member: Story::member(BOB), document };
        before = (story.decide(before, confirm, &[ALICE, CAROL]), before.1 + 1);
    }
    let state = story.told();
    assert_eq!(state.heads()[&Story::member(BOB)].link.unwrap().seq, 6);
    assert_eq!((state.stage().height, state.final_height()), (2, 0));
}

#[test]
fn a_long_log_is_taken_in_quickly_although_it_was_cut() {
    let mut story = Story::new();
    let log = story.write((BOB, 1, 0), None, 3_000);
    let first = DocumentId(Story::member(BOB).0);
    let document = story.drafted(BOB, first, epoch(DocumentKind::Update, 0, log[2_999]));
    story.objects.insert(0, document);
    let state = story.heard(&story.objects);
    assert_eq!(state.heads()[&Story::member(BOB)].link.unwrap().seq, 3_000);
}

#[test]
fn a_proposal_that_leaves_a_trap_is_refused_with_the_reason() {
    let story = Story::new();
    let state = story.told();
    let remove = |person| {
        let (member, document) = (Story::member(person), DocumentId(Story::member(person).0));
        Action::Remove { member, document, cut: None }
    };
    let advice = |persons: &[usize], reachable: &[usize]| {
        let mut story = Story::new();
        let actions = persons.iter().map(|person| remove(*person)).collect();
        let received = story.proposal(actions);
        let reachable: BTreeSet<_> = reachable.iter().map(|it| Story::member(*it)).collect();
        state.advise(&received, &reachable)
    };
    assert_eq!(advice(&[ALICE, BOB, CAROL], &[ALICE]), [Advice::NobodyLeft]);
    let two = advice(&[BOB, CAROL], &[ALICE, BOB, CAROL]);
    assert!(two.contains(&Advice::CannotPass { needed: 2, may_vote: 1 }), "{two:?}");
    let lost = advice(&[CAROL], &[ALICE]);
    assert!(lost.contains(&Advice::LosesQuorum { needed: 2, reachable: 1 }), "{lost:?}");
    let warned = advice(&[CAROL], &[ALICE, BOB]);
    assert_eq!(warned, [Advice::NoRemovals { members: 2 }]);
    assert!(!warned[0].refuses());
}

fn epoch(kind: DocumentKind, key: usize, cut: flotilla_domain::document::Cut) -> Change {
    Change { kind, key, epoch: Some((1, cut)) }
}

fn recover(person: usize, made: &Made, cut: flotilla_domain::document::Cut) -> Action {
    let document = Box::new(made::as_received(made));
    Action::Recover { member: Story::member(person), document, cut }
}
