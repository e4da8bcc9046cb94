//! What we signed ourselves and a cut excludes.

use super::*;

#[test]
fn what_a_cut_took_back_of_our_own_log_is_asked_for_once_of_each_epoch() {
    let same = heads(&[(ALICE, 5)]);
    let mut talk = Talk::open(same.clone(), CREDIT_BYTES);
    talk.session.view.cut_off = CutOff::from([(1, 4), (2, 6)]);
    let asked = talk.hear(Frame::Hello(hello(&same)));
    assert_eq!(wants(&asked), [(ALICE, 4, 1_027)]);
    assert!(!talk.session.is_in_sync(), "the answer may bring something");
    let nothing = |from| {
        let (member, entries, not_held) = (member(ALICE), Vec::new(), Some(from));
        Frame::Entries(Stretch { member, entries, last: true, not_held })
    };
    assert_eq!(wants(&talk.hear(nothing(4))), [(ALICE, 6, 1_029)]);
    assert_eq!(wants(&talk.hear(nothing(6))), []);
    assert!(talk.session.is_in_sync() && talk.tell(Event::Tick).is_empty());
    let more = talk.announce(&[(ALICE, 6)]);
    assert_eq!(wants(&more), [(ALICE, 6, 6)], "our own log is still fetched");
}

#[test]
fn two_peers_are_not_asked_at_the_same_time() {
    let mut talk = Talk::open(Heads::new(), CREDIT_BYTES);
    talk.session.view.cut_off = CutOff::from([(1, 4)]);
    assert!(talk.claims.take(member(ALICE), SessionId(2), 0));
    assert_eq!(wants(&talk.hear(Frame::Hello(hello(&Heads::new())))), []);
    talk.claims.release(member(ALICE), SessionId(2));
    assert_eq!(wants(&talk.tell(Event::Tick)), [(ALICE, 4, 1_027)]);
}
