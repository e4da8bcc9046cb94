//! What documents, governance and witnesses make of a log that was taken in before, or comes later.

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::Object;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::entry::Entry;
use flotilla_domain::id::DocumentId;
use flotilla_domain::signed::Received;

use super::scene::BOB;
use super::scene::Change;
use super::scene::Keeper;
use super::scene::OTHERS;
use super::scene::Pen;
use super::scene::STOLEN;
use crate::ledger::Appended;

#[tokio::test]
async fn junk_under_a_stolen_node_key_is_void_and_the_true_log_goes_on_after_the_cut() {
    let mut pen = Pen::new();
    let mut keeper = Keeper::new(&pen);
    let good = pen.write((1, 0), None, 5);
    let cut = pen.link(&good[4]);
    let junk = pen.write((1, 0), Some(cut), 6);
    keeper.entries(&[good, junk.clone()].concat()).await;
    assert_eq!(keeper.counted_seq(&pen), 11, "nobody knows yet");
    let document = cut_at(&mut pen, Some(cut));
    keeper.document(&document.1).await;
    assert_eq!((keeper.counted_seq(&pen), keeper.head(&pen).link), (5, Some(cut)));
    assert_eq!(keeper.ledger.void(pen.bob()).unwrap().len(), 6);
    let last = pen.link(&junk[5]);
    let more = pen.write((1, 0), Some(last), 1);
    assert_eq!(keeper.entries(&more).await, [false], "what a thief goes on writing is not kept");
    let later = pen.write((2, 1), Some(cut), 3);
    assert_eq!(keeper.entries(&later).await, [true; 3]);
    assert_eq!(keeper.counted_seq(&pen), 8);
    keeper.check(&pen, "after a theft").await;
    let keeper = keeper.reopen(false).await;
    assert_eq!(keeper.counted_seq(&pen), 8);
    keeper.check(&pen, "without its index").await;
}

#[tokio::test]
async fn what_others_hold_of_our_own_log_beyond_a_cut_is_kept_beside_it() {
    let mut pen = Pen::new();
    let (mut ours, mut others) = (Keeper::new(&pen), Keeper::new(&pen));
    let all = pen.write((1, 0), None, 9);
    let cut = pen.link(&all[4]);
    let later = pen.write((2, 1), Some(cut), 2);
    ours.entries(&all[..5]).await;
    others.entries(&all).await;
    let document = cut_at(&mut pen, Some(cut));
    for keeper in [&mut ours, &mut others] {
        keeper.document(&document.1).await;
        assert_eq!(keeper.entries(&later).await, [true; 2]);
    }
    let nothing = ours.ledger.read_cut_off(pen.bob(), (1, 6), usize::MAX).await.unwrap();
    assert!(nothing.is_empty());
    let some = others.ledger.read_cut_off(pen.bob(), (1, 6), 0).await.unwrap();
    assert_eq!(some.len(), 1, "at least one");
    let lost = others.ledger.read_cut_off(pen.bob(), (1, 6), usize::MAX).await.unwrap();
    let ids: Vec<_> = lost.iter().map(|entry| entry.id()).collect();
    assert_eq!(ids, all[5..].iter().map(|entry| pen.link(entry).id).collect::<Vec<_>>());
    let kept = ours.ledger.salvage(lost.clone()).await.unwrap();
    assert!(kept.iter().all(|it| matches!(it, Appended::New)), "{kept:?}");
    let held = ours.ledger.salvage(lost).await.unwrap();
    assert!(held.iter().all(|it| matches!(it, Appended::AlreadyHeld)), "{held:?}");
    for keep_index in [true, false] {
        ours = ours.reopen(keep_index).await;
        assert_eq!(ours.ledger.void(pen.bob()).unwrap().len(), 4);
        assert_eq!(ours.counted_seq(&pen), 7, "the log goes on after the cut");
        assert!(ours.ledger.forks().is_empty());
    }
}

#[tokio::test]
async fn what_a_stolen_admin_key_voided_counts_again_after_the_sheet_in_both_orders() {
    for sheet_first in [false, true] {
        let mut pen = Pen::new();
        let mut keeper = Keeper::new(&pen);
        let good = pen.write((1, 0), None, 4);
        keeper.entries(&good).await;
        let first = pen.first();
        let thief = Change { prev: first, kind: DocumentKind::Update, epoch: Some((STOLEN, None)) };
        let (_, stolen) = pen.document(thief);
        let sheet = Change { prev: first, kind: DocumentKind::Rotate, epoch: None };
        let (rotated, sheet) = pen.document(sheet);
        let junk = pen.write((2, STOLEN), None, 2);
        let documents = if sheet_first { [&sheet, &stolen] } else { [&stolen, &sheet] };
        keeper.document(documents[0]).await;
        assert_eq!(keeper.counted_seq(&pen), if sheet_first { 4 } else { 0 });
        keeper.entries(&junk).await;
        keeper.check(&pen, "between both").await;
        keeper.document(documents[1]).await;
        assert_eq!(keeper.counted_seq(&pen), 4, "nothing was forgotten");
        let epoch = Some((1, Some((4, pen.link(&good[3]).id))));
        let own = Change { prev: rotated, kind: DocumentKind::Update, epoch };
        let (_, own) = pen.document(own);
        keeper.document(&own).await;
        let later = pen.write((2, 1), Some(pen.link(&good[3])), 1);
        assert_eq!(keeper.entries(&later).await, [true], "under the same number as the thief's");
        assert_eq!(keeper.counted_seq(&pen), 5);
        for keep_index in [true, false] {
            keeper = keeper.reopen(keep_index).await;
            keeper.check(&pen, "after a restart").await;
        }
    }
}

#[tokio::test]
async fn a_cut_settles_a_fork_on_nodes_that_hold_either_branch() {
    for settled_for in [0, 1] {
        let mut pen = Pen::new();
        let branches = forked(&mut pen);
        let winner = &branches[settled_for];
        let cut = pen.link(&winner[4]);
        let (_, document) = cut_at(&mut pen, Some(cut));
        let later = pen.write((2, 1), Some(pen.link(&winner[4])), 2);
        for held in [0, 1] {
            let mut keeper = Keeper::new(&pen);
            keeper.entries(&branches[held]).await;
            keeper.proof(&branches[0][2], &branches[1][2]).await;
            assert_eq!((keeper.counted_seq(&pen), keeper.head(&pen).forked_seq), (2, Some(3)));
            keeper.document(&document).await;
            if held != settled_for {
                assert_eq!(keeper.head(&pen).lacks, Some((5, cut.id)), "it is looked for");
            }
            keeper.check(&pen, "before the other branch comes").await;
            keeper.entries(&[winner.clone(), later.clone()].concat()).await;
            assert_eq!(keeper.counted_seq(&pen), 7, "settled for {settled_for}, held {held}");
            assert_eq!(keeper.head(&pen).forked_seq, None);
            keeper.check(&pen, "after it").await;
            keeper.reopen(false).await.check(&pen, "after a restart").await;
        }
    }
}

#[tokio::test]
async fn a_majority_decides_and_who_held_the_other_branch_goes_over() {
    let mut pen = Pen::new();
    let branches = forked(&mut pen);
    let said = OTHERS.map(|person| {
        let place = usize::from(person == OTHERS[0]);
        pen.statement(person, Some(pen.link(&branches[place][2])))
    });
    let mut counted = Vec::new();
    for held in [0, 1] {
        let mut keeper = Keeper::new(&pen);
        keeper.entries(&branches[held]).await;
        keeper.proof(&branches[0][2], &branches[1][2]).await;
        keeper.statement(&said[0]).await;
        keeper.statement(&said[1]).await;
        assert_eq!(keeper.counted_seq(&pen), 2, "one against one of three");
        assert_eq!(keeper.head(&pen).forked_id, Some(pen.link(&branches[held][2]).id));
        keeper.statement(&said[2]).await;
        keeper.check(&pen, "decided").await;
        if held == 1 {
            let lacks = Some((3, pen.link(&branches[0][2]).id));
            assert_eq!((keeper.head(&pen).lacks, keeper.head(&pen).forked_id), (lacks, None));
        }
        keeper.entries(&branches[0]).await;
        assert_eq!(keeper.counted_seq(&pen), 5);
        assert_eq!(keeper.head(&pen).forked_id, Some(pen.link(&branches[0][2]).id), "and says so");
        keeper.check(&pen, "decided and held").await;
        let keeper = keeper.reopen(false).await;
        keeper.check(&pen, "after a restart").await;
        counted.push((keeper.ledger.counted(), keeper.ledger.snapshot_id()));
    }
    assert_eq!(counted[0], counted[1]);
}

#[tokio::test]
async fn without_a_majority_everything_from_the_fork_on_is_quarantined_the_same() {
    let mut pen = Pen::new();
    let branches = forked(&mut pen);
    let mut names = Vec::new();
    for held in [0, 1] {
        let mut keeper = Keeper::new(&pen);
        keeper.entries(&branches[held]).await;
        keeper.entries(&branches[1 - held]).await;
        assert_eq!(keeper.head(&pen).forked_id, Some(pen.link(&branches[held][2]).id));
        keeper.check(&pen, "undecided").await;
        let keeper = keeper.reopen(false).await;
        assert_eq!(keeper.head(&pen).forked_id, Some(pen.link(&branches[held][2]).id));
        names.push(keeper.ledger.snapshot_id());
    }
    assert_eq!(names[0], names[1]);
}

#[tokio::test]
async fn a_removal_ends_a_log_at_its_cut() {
    let mut pen = Pen::new();
    let mut keeper = Keeper::new(&pen);
    let log = pen.write((1, 0), None, 5);
    keeper.entries(&log).await;
    let cut = pen.link(&log[2]);
    let removal = pen.removal(pen.first(), Some((cut.seq, cut.id)));
    keeper.learn(removal).await;
    assert_eq!((keeper.counted_seq(&pen), keeper.head(&pen).link), (3, Some(cut)));
    let last = pen.link(&log[4]);
    let more = pen.write((1, 0), Some(last), 1);
    assert_eq!(keeper.entries(&more).await, [false]);
    keeper.check(&pen, "removed").await;
    keeper.reopen(false).await.check(&pen, "after a restart").await;
}

#[tokio::test]
async fn our_own_log_goes_on_after_our_own_cut_although_it_was_longer() {
    let mut pen = Pen::new();
    let mut keeper = Keeper::new(&pen);
    let log = pen.write((1, 0), None, 6);
    let verified = |keeper: &Keeper, entries: &[Received<Entry>]| {
        let verify = |it: &Received<Entry>| it.clone().verify(keeper.state.roster()).unwrap();
        entries.iter().map(verify).collect::<Vec<_>>()
    };
    let own = verified(&keeper, &log);
    keeper.ledger.extend(own).await.unwrap();
    keeper.entries(&log).await;
    let cut = pen.link(&log[3]);
    let (_, document) = cut_at(&mut pen, Some(cut));
    keeper.document(&document).await;
    assert_eq!(keeper.ledger.claim_beyond(pen.bob()), None, "what is void is no claim");
    let later = pen.write((2, 1), Some(cut), 2);
    keeper.ledger.extend(verified(&keeper, &later)).await.unwrap();
    keeper.entries(&later).await;
    assert_eq!(keeper.counted_seq(&pen), 6);
    let void: Vec<u64> = keeper.ledger.void(pen.bob()).unwrap().iter().map(|it| it.seq).collect();
    assert_eq!(void, [5, 6], "to be staged again");
    keeper.check(&pen, "extended").await;
}

#[tokio::test]
async fn limits_follow_the_policy() {
    use flotilla_domain::governance::Action;
    use flotilla_domain::policy::Policy;
    let mut pen = Pen::new();
    let mut keeper = Keeper::new(&pen);
    let policy = Policy { version: 2, member_entries_max: 2, ..Policy::DEFAULT };
    let entry = pen.sample.proposal(BOB, vec![Action::SetPolicy(policy)]);
    let votes = OTHERS.map(|person| Object::Vote(pen.sample.approval(person, &entry)));
    let log = pen.write((1, 0), None, 3);
    keeper.entries(&log[..2]).await;
    keeper
        .learn([Object::Governance(Box::new(entry))].into_iter().chain(votes))
        .await;
    let third = log[2].clone().verify(keeper.state.roster()).unwrap();
    let refused = keeper.ledger.append(vec![third]).await.unwrap_err();
    assert!(matches!(refused, super::AppendError::OverLimit { .. }));
}

/// Two branches of five entries that share the first two.
fn forked(pen: &mut Pen) -> [Vec<Received<Entry>>; 2] {
    let shared = pen.write((1, 0), None, 2);
    let last = pen.link(&shared[1]);
    [0, 1].map(|_| [shared.clone(), pen.write((1, 0), Some(last), 3)].concat())
}

/// A new epoch of Bob's own after `cut`.
fn cut_at(
    pen: &mut Pen,
    cut: Option<Link>,
) -> (DocumentId, Received<flotilla_domain::document::MemberDocument>) {
    let cut = cut.map(|link| (link.seq, link.id));
    let prev = pen.first();
    pen.document(Change { prev, kind: DocumentKind::Update, epoch: Some((1, cut)) })
}
