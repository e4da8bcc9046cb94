//! Whether an entry counts, by what governance, documents and witnesses say.

use flotilla_domain::coalition::Progress;
use flotilla_domain::document::Cut;
use flotilla_domain::governance::Action;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::DocumentId;
use flotilla_domain::session::frame::Frame;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::Verdict;
use flotilla_wire::audit::VoidReason;
use flotilla_wire::audit::What;
use flotilla_wire::audit::Why;
use flotilla_wire::sample::Sample;

use crate::kit;
use crate::kit::ALICE;
use crate::kit::BOB;
use crate::kit::CAROL;
use crate::kit::Kit;

#[test]
fn an_entry_that_counts_is_told_with_its_author_key_and_witnesses() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one", "two"]);
    let heads = kit.findings().state().heads();
    kit.witness(BOB, heads);
    kit.witness(CAROL, Heads::new());
    let findings = kit.findings();
    let found = findings.entry(log[0].unwrap().1).unwrap();
    assert_eq!(found.verdict, Verdict::Counts);
    assert_eq!((found.member, found.epoch, found.seq), (kit.member(ALICE), 1, 1));
    assert_eq!(found.key, Sample::node_key(ALICE).public());
    assert_eq!((found.gov_height, found.gov_known), (0, true));
    assert_eq!(found.acknowledged, [kit.member(BOB)]);
    assert_eq!(findings.faults(), []);
}

#[test]
fn junk_after_a_cut_is_void_and_what_goes_on_from_it_counts() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one", "two"]);
    let junk = kit.tell(ALICE, log[1], &["junk", "more junk"]);
    kit.rotate(ALICE, &kit::new_key(), log[1]);
    let next = kit.signed((ALICE, 2), &kit::new_key(), log[1], kit::opaque("three"));
    let cut = kit.cut(&next);
    kit.send(ALICE, vec![next]);
    let findings = kit.findings();
    let void = Verdict::Void(VoidReason::BeyondCut { epoch: 2 });
    assert_eq!(verdicts(&findings, &log), [Verdict::Counts; 2]);
    assert_eq!(verdicts(&findings, &junk), [void; 2]);
    assert_eq!(verdicts(&findings, &[cut]), [Verdict::Counts]);
    let alice = findings.logs().into_iter().find(|it| it.member == kit.member(ALICE)).unwrap();
    assert_eq!((alice.valid, alice.void, alice.last_seq), (3, 2, 4));
}

#[test]
fn what_a_removed_member_signed_after_its_cut_is_void() {
    let mut kit = Kit::new();
    let log = kit.tell(CAROL, None, &["one", "two"]);
    let member = kit.member(CAROL);
    kit.decide(Action::Remove { member, document: DocumentId(member.0), cut: log[0] });
    let findings = kit.findings();
    let departed = Verdict::Void(VoidReason::Departed);
    assert_eq!(verdicts(&findings, &log), [Verdict::Counts, departed]);
    assert_eq!(findings.decisions()[0].progress, Progress::Certified);
    assert_eq!(findings.decisions()[0].votes.len(), 2);
}

#[test]
fn of_two_histories_none_counts_until_most_members_acknowledge_one() {
    let mut kit = Kit::new();
    let start = kit.tell(ALICE, None, &["one"]);
    let ours = kit.tell(ALICE, start[0], &["two"]);
    let mut heads = kit.findings().state().heads();
    let theirs = kit.tell(ALICE, start[0], &["another two"]);
    let followed = heads.get_mut(&kit.member(ALICE)).unwrap();
    followed.forked_seq = Some(2);
    followed.forked_id = ours[0].map(|(_, id)| id);
    let findings = kit.findings();
    let open = Verdict::Quarantined { forked_seq: Some(2) };
    assert_eq!(verdicts(&findings, &start), [Verdict::Counts]);
    assert_eq!(verdicts(&findings, &[ours[0], theirs[0]]), [open; 2]);
    kit.witness(BOB, heads.clone());
    kit.witness(CAROL, heads);
    let findings = kit.findings();
    let lost = Verdict::Quarantined { forked_seq: None };
    assert_eq!(verdicts(&findings, &[ours[0], theirs[0]]), [Verdict::Counts, lost]);
}

#[test]
fn a_proof_of_a_fork_is_enough_to_quarantine() {
    let mut kit = Kit::new();
    let ours = kit.tell(ALICE, None, &["one"]);
    let other = Sample::new(3).log(ALICE, 1, "other");
    let [one, two] = [&other[0], &Sample::new(3).log(ALICE, 1, "third")[0]]
        .map(|it| it.to_header().into_received());
    kit.frames.insert(0, Frame::ForkProofs(vec![(one.clone(), two)]));
    let quarantined = Verdict::Quarantined { forked_seq: Some(1) };
    assert_eq!(verdicts(&kit.findings(), &ours), [quarantined]);
    kit.frames.push(Frame::ForkProofs(vec![(one.clone(), one)]));
    assert!(matches!(kit.findings().faults()[0].what, What::ForkProof { seq: 1, .. }));
}

#[test]
fn an_entry_after_a_missing_one_is_pending() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one", "two", "three"]);
    kit.frames.remove(1);
    let findings = kit.findings();
    let found = verdicts(&findings, &[log[0], log[2]]);
    assert_eq!(found, [Verdict::Counts, Verdict::Pending]);
    assert!(findings.entry(log[1].unwrap().1).is_none());
}

#[test]
fn a_log_that_was_cut_short_is_given_away_by_its_witnesses() {
    let mut kit = Kit::new();
    kit.tell(ALICE, None, &["one", "two"]);
    let heads = kit.findings().state().heads();
    kit.frames.pop();
    kit.witness(BOB, heads);
    let alice = kit.findings().logs().into_iter().find(|it| it.member == kit.member(ALICE));
    let alice = alice.unwrap();
    assert_eq!((alice.last_seq, alice.known_seq), (1, Some(2)));
    assert_eq!(alice.held_by, 0, "who holds another entry may or may not hold this one");
}

#[test]
fn what_a_stranger_signed_does_not_verify_and_hides_nothing() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one"]);
    let forged = kit.signed((ALICE, 1), &kit::new_key(), log[0], kit::opaque("two"));
    kit.send(ALICE, vec![forged]);
    let said = HeadStatement {
        member: kit.member(BOB),
        epoch: 1,
        counter: 9,
        governance: (0, kit.coalition().0),
        heads: Heads::new(),
        addresses: Vec::new(),
        software: String::new(),
        destroyed: Vec::new(),
    };
    let said = kit::stated(&kit, &said, &kit::new_key());
    kit.frames.push(Frame::HeadStatements(vec![said]));
    let findings = kit.findings();
    assert_eq!(verdicts(&findings, &log), [Verdict::Counts]);
    let faults: Vec<_> = findings.faults().iter().map(|it| (it.frame, it.what, it.why)).collect();
    let entry = What::Entry { member: kit.member(ALICE), seq: 2 };
    let statement = What::Statement { member: kit.member(BOB) };
    assert_eq!(faults, [(2, entry, Why::Unknown), (3, statement, Why::Unknown)]);
}

#[test]
fn an_entry_in_the_log_of_another_is_a_fault() {
    let mut kit = Kit::new();
    let entry = kit.signed((ALICE, 1), &Sample::node_key(ALICE), None, kit::opaque("one"));
    kit.send(BOB, vec![entry]);
    let findings = kit.findings();
    assert_eq!((findings.entries().len(), findings.faults_total()), (0, 1));
}

/// Returns the verdicts on entries that the bundle has.
fn verdicts(findings: &Findings, entries: &[Cut]) -> Vec<Verdict> {
    entries
        .iter()
        .map(|cut| findings.entry(cut.unwrap().1).unwrap().verdict)
        .collect()
}
