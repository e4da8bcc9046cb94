//! Payloads that are missing without a reason.

use super::*;

#[test]
fn a_missing_payload_is_asked_for_once_when_logs_are_level() {
    let mut talk = Talk::open(heads(&[(CAROL, 5)]), CREDIT_BYTES);
    assert!(talk.hear(Frame::Hello(hello(&heads(&[(CAROL, 5)])))).is_empty());
    let actions = talk.tell(Event::Holes(holes(&[2, 3, 5])));
    assert_eq!(wants(&actions), [(CAROL, 2, 3)], "side by side, in one question");
    let stored = talk.entries(&[2, 3], true);
    assert!(matches!(&stored[..], [Action::Store(_, it)] if it.len() == 2), "{stored:?}");
    let actions = talk.stored(5, Outcome::Held);
    assert_eq!(wants(&actions), [(CAROL, 5, 5)], "what was of no use is not asked for again");
    let _stored = talk.entries(&[5], true);
    assert_eq!(wants(&talk.stored(5, Outcome::Kept)), []);
    assert_eq!(wants(&talk.tell(Event::Holes(holes(&[2, 3])))), []);
}

#[test]
fn nothing_is_asked_for_that_the_peer_does_not_hold_yet() {
    let mut talk = Talk::open(heads(&[(CAROL, 5)]), CREDIT_BYTES);
    let _told = talk.differ(hello(&heads(&[(CAROL, 3)])));
    let _live = talk.announce(&[(CAROL, 3)]);
    assert_eq!(wants(&talk.tell(Event::Holes(holes(&[3, 4])))), [(CAROL, 3, 3)]);
}

#[test]
fn a_peer_without_the_payload_is_still_asked_for_more_of_the_log() {
    let mut talk = Talk::open(heads(&[(CAROL, 5)]), CREDIT_BYTES);
    assert!(talk.hear(Frame::Hello(hello(&heads(&[(CAROL, 5)])))).is_empty());
    let _asked = talk.tell(Event::Holes(holes(&[2])));
    assert_eq!(wants(&talk.entries(&[], true)), []);
    assert_eq!(wants(&talk.announce(&[(CAROL, 6)])), [(CAROL, 6, 6)]);
}

fn holes(seqs: &[u64]) -> Holes {
    Holes::from([(member(CAROL), seqs.iter().copied().collect())])
}
