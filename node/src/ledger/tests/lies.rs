//! Members that lie in their head statements: what that can do to a log of another, and what it cannot.
//!
//! - **It changes nothing that counts**: a branch that nobody has signed is no branch, and one member
//!   is no majority.
//! - **It can hold up the log's own author**, who cannot tell a lie from entries that were lost with a
//!   disk, and is told who says so. A cut ends that; whoever lies again is removed.

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::Object;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::governance::Action;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;

use super::scene::BOB;
use super::scene::Change;
use super::scene::Keeper;
use super::scene::OTHERS;
use super::scene::Pen;

/// Who lies about Bob's log.
const MALLORY: usize = OTHERS[2];

#[tokio::test]
async fn a_lie_about_a_log_changes_nothing_that_counts() {
    let mut pen = Pen::new();
    let mut keeper = Keeper::new(&pen);
    let log = pen.write((1, 0), None, 4);
    keeper.entries(&log).await;
    let sound = (keeper.ledger.snapshot_id(), keeper.counted_seq(&pen));
    for lie in [invented(1, 2), invented(1, 99), invented(7, u64::MAX)] {
        let said = pen.statement(MALLORY, Some(lie));
        keeper.statement(&said).await;
        assert_eq!((keeper.ledger.snapshot_id(), keeper.counted_seq(&pen)), sound, "{lie:?}");
        assert_eq!(keeper.head(&pen).forked_seq, None);
        keeper.check(&pen, "after a lie").await;
    }
}

#[tokio::test]
async fn a_liar_holds_up_our_log_until_it_is_cut_and_the_liar_removed() {
    let mut pen = Pen::new();
    let mut keeper = Keeper::new(&pen);
    let log = pen.write((1, 0), None, 4);
    keeper.entries(&log).await;
    let cut = pen.link(&log[3]);
    let mut last = pen.first();
    for epoch in 1..=2 {
        let lie = pen.statement(MALLORY, Some(invented(epoch, 99)));
        keeper.statement(&lie).await;
        let claim = keeper.ledger.claim_beyond(pen.bob()).expect("nothing is signed meanwhile");
        assert_eq!(claim.by, pen.sample.member(MALLORY), "and the liar is named");
        if epoch == 2 {
            keeper.learn(mallory_leaves(&pen)).await;
        }
        let key = usize::try_from(epoch).unwrap();
        let next = Some((key, Some((cut.seq, cut.id))));
        let change = Change { prev: last, kind: DocumentKind::Update, epoch: next };
        let (id, document) = pen.document(change);
        keeper.document(&document).await;
        assert_eq!(keeper.ledger.claim_beyond(pen.bob()), None, "after epoch {epoch}");
        last = id;
    }
    assert_eq!(keeper.counted_seq(&pen), 4);
    let more = pen.write((3, 2), Some(cut), 1);
    assert_eq!(keeper.entries(&more).await, [true], "and the log goes on");
    keeper.check(&pen, "after all lies").await;
}

/// A place in Bob's log that nobody has signed.
fn invented(epoch: u32, seq: u64) -> Link {
    Link { epoch, seq, id: EntryId(Hash::of([b"invented".as_slice(), &seq.to_be_bytes()])) }
}

/// All others decide that Mallory leaves.
fn mallory_leaves(pen: &Pen) -> Vec<Object> {
    let member = pen.sample.member(MALLORY);
    let document = DocumentId(member.0);
    let entry = pen.sample.proposal(BOB, vec![Action::Remove { member, document, cut: None }]);
    let voters = [BOB, OTHERS[0], OTHERS[1]];
    let votes = voters.map(|person| Object::Vote(pen.sample.approval(person, &entry)));
    [Object::Governance(Box::new(entry))].into_iter().chain(votes).collect()
}
