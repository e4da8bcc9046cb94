//! What was withdrawn, erased or corrected, and payloads that are not what was signed.

use flotilla_domain::document::Cut;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Consent;
use flotilla_domain::governance::Action;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_domain::response::Fields;
use flotilla_domain::response::Response;
use flotilla_domain::response::Statement;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::signed::Received;
use flotilla_wire::audit::Verdict;
use flotilla_wire::audit::What;
use flotilla_wire::audit::Why;
use flotilla_wire::entry;
use flotilla_wire::payload;
use flotilla_wire::sample::Sample;

use crate::kit;
use crate::kit::ALICE;
use crate::kit::BOB;
use crate::kit::Kit;

#[test]
fn a_withdrawn_entry_no_longer_counts_and_the_withdrawal_does() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one", "two"]);
    let by = kit.write(ALICE, log[1], kit::notice(Kind::Withdrawal, &log[..1], None));
    assert_eq!(verdict(&kit, log[0]), Verdict::Withdrawn { by: by.unwrap().1 });
    assert_eq!(verdict(&kit, log[1]), Verdict::Counts);
    assert_eq!(verdict(&kit, by), Verdict::Counts);
}

#[test]
fn nobody_takes_back_what_another_signed() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one"]);
    kit.write(BOB, None, kit::notice(Kind::Withdrawal, &log, None));
    assert_eq!(verdict(&kit, log[0]), Verdict::Counts);
}

#[test]
fn a_withdrawal_beyond_a_cut_takes_nothing_back() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one"]);
    kit.write(ALICE, log[0], kit::notice(Kind::Withdrawal, &log, None));
    kit.rotate(ALICE, &kit::new_key(), log[0]);
    assert_eq!(verdict(&kit, log[0]), Verdict::Counts);
}

#[test]
fn an_erased_entry_needs_no_payload_and_outweighs_its_withdrawal() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one"]);
    let hidden = kit.write(ALICE, log[0], kit::notice(Kind::Withdrawal, &log, None));
    let consent = Consent::new(
        kit.member(ALICE),
        &kit::ids(&log),
        kit.coalition(),
        &Sample::admin_key(ALICE),
    );
    let by = kit.write(ALICE, hidden, kit::notice(Kind::Erasure, &log, Some(consent)));
    let erased = Verdict::Erased { by: Some(by.unwrap().1) };
    assert_eq!(verdict(&kit, log[0]), erased);
    strip(&mut kit, 0);
    assert_eq!(verdict(&kit, log[0]), erased);
}

#[test]
fn the_coalition_may_order_an_entry_erased() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one"]);
    let member = kit.member(ALICE);
    kit.decide(Action::EraseOrder { member, entries: kit::ids(&log) });
    strip(&mut kit, 0);
    assert_eq!(verdict(&kit, log[0]), Verdict::Erased { by: None });
}

#[test]
fn a_correction_takes_the_place_of_what_it_names() {
    let mut kit = Kit::new();
    let sample = Sample::release(4);
    let first = payload::pack_release(&sample, [1; 16]).unwrap();
    let first = kit.write(ALICE, None, (Kind::Release, first));
    let terms = Terms { replaces: kit::ids(&[first]), ..sample.terms().clone() };
    let corrected = Release::new(terms, sample.observations().to_vec()).unwrap();
    let second = payload::pack_release(&corrected, [1; 16]).unwrap();
    let second = kit.write(ALICE, first, (Kind::Release, second));
    assert_eq!(verdict(&kit, first), Verdict::Superseded { by: second.unwrap().1 });
    assert_eq!(verdict(&kit, second), Verdict::Counts);
}

#[test]
fn another_payload_beside_a_genuine_header_does_not_verify() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one", "two"]);
    replace(&mut kit, 0, b"0123456789abcdefsomething else");
    let findings = kit.findings();
    assert_eq!(verdict(&kit, log[0]), Verdict::Differs);
    assert_eq!(verdict(&kit, log[1]), Verdict::Counts);
    let what = What::Entry { member: kit.member(ALICE), seq: 1 };
    assert_eq!((findings.faults()[0].what, findings.faults()[0].why), (what, Why::Payload));
}

#[test]
fn a_payload_that_was_left_out_is_not_taken_for_an_erased_one() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one"]);
    strip(&mut kit, 0);
    assert_eq!(verdict(&kit, log[0]), Verdict::Hollow);
}

#[test]
fn who_hides_what_a_withdrawal_says_hides_nothing_by_it() {
    let mut kit = Kit::new();
    let log = kit.tell(ALICE, None, &["one"]);
    let by = kit.write(ALICE, log[0], kit::notice(Kind::Withdrawal, &log, None));
    strip(&mut kit, 1);
    assert_eq!(verdict(&kit, log[0]), Verdict::Unsettled { by: by.unwrap().1 });
}

#[test]
fn a_payload_that_is_not_what_its_kind_should_be_says_nothing() {
    let mut kit = Kit::new();
    let entry = kit.write(ALICE, None, (Kind::Release, vec![7; 40]));
    assert_eq!(verdict(&kit, entry), Verdict::Unreadable);
}

#[test]
fn of_responses_that_say_the_same_of_one_record_the_last_counts() {
    let mut kit = Kit::new();
    let say = |statement, version: u8| {
        let about = EntryId(Hash::of([[version].as_slice()]));
        let practice = "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".to_owned();
        let (texts, results, confirmed) = (vec![], vec![], vec![]);
        let version = u32::from(version);
        let fields = Fields { about, practice, version, statement, texts, results, confirmed };
        let response = Response::new(fields).unwrap();
        (Kind::Response, payload::pack_response(&response, [1; 16]).unwrap())
    };
    let first = kit.write(ALICE, None, say(Statement::Adopted, 1));
    let other = kit.write(ALICE, first, say(Statement::Endorsement, 1));
    let again = kit.write(ALICE, other, say(Statement::Adopted, 2));
    let elsewhere = kit.write(BOB, None, say(Statement::Adopted, 1));
    let by = again.unwrap().1;
    assert_eq!(verdict(&kit, first), Verdict::Superseded { by });
    for entry in [other, again, elsewhere] {
        assert_eq!(verdict(&kit, entry), Verdict::Counts);
    }
    let last = kit.write(ALICE, again, kit::notice(Kind::Erasure, &[again], None));
    assert_eq!(verdict(&kit, again), Verdict::Erased { by: Some(last.unwrap().1) });
    assert_eq!(verdict(&kit, first), Verdict::Counts, "as where the other is no longer held");
}

/// Leaves out the payload of the only entry in a frame.
fn strip(kit: &mut Kit, frame: usize) {
    replace(kit, frame, b"");
}

fn replace(kit: &mut Kit, frame: usize, payload: &[u8]) {
    let Frame::Entries(stretch) = &mut kit.frames[frame] else { panic!("no entries") };
    let signed = stretch.entries[0].signed().clone();
    let replaced: Received<Entry> = entry::receive(signed, payload.to_vec()).unwrap();
    stretch.entries[0] = replaced;
}

fn verdict(kit: &Kit, cut: Cut) -> Verdict {
    kit.findings().entry(cut.unwrap().1).unwrap().verdict
}
