//! Peers that are too old for the coalition, or we are.

use super::*;

#[test]
fn who_is_too_old_gets_governance_and_no_data() {
    let (peer_is, we_are) = (1, 2);
    for (ours, theirs, wanted, mismatch) in [
        ((1, 2), (1, 1), 2, Mismatch::PeerOutdated { highest: peer_is, wanted: 2 }),
        ((1, 2), (1, 3), 3, Mismatch::WeAreOutdated { highest: we_are, wanted: 3 }),
    ] {
        let mut talk = Talk::open(heads(&[(CAROL, 5)]), CREDIT_BYTES);
        (talk.session.view.protocol, talk.session.view.protocol_min) = (ours, wanted);
        let actions = talk.hear(Frame::Hello(Hello { protocol: theirs, ..hello(&Heads::new()) }));
        let Action::Estrange(Estrangement::Outdated(found)) = actions[0] else {
            panic!("{actions:?}");
        };
        assert_eq!((found, actions.len()), (mismatch, 1));
        assert!(talk.want(CAROL, 1, 5).is_empty(), "it is over");
    }
}

#[test]
fn a_vote_that_makes_one_of_us_too_old_ends_the_session_with_the_reason() {
    let raised = || Governed { protocol_min: 2, ..governed(&[[1; 16]]) };
    let mut talk = Talk::live(CREDIT_BYTES);
    let told = talk.tell(Event::Governed(raised()));
    let we_are = Mismatch::WeAreOutdated { highest: 1, wanted: 2 };
    assert!(matches!(told[..], [Action::Close(Closed::Versions(it))] if it == we_are), "{told:?}");
    let mut talk = Talk::live(CREDIT_BYTES);
    talk.session.view.protocol = (1, 2);
    let rejected = Rejected::default();
    let learned = Learned { governed: raised(), heads: Heads::new(), rejected, last: true };
    let told = talk.tell(Event::Learned(learned));
    let peer_is = Mismatch::PeerOutdated { highest: 1, wanted: 2 };
    assert!(matches!(told[..], [Action::Close(Closed::Versions(it))] if it == peer_is), "{told:?}");
}

#[test]
fn a_vote_before_the_greeting_is_heeded_when_it_comes() {
    let mut talk = Talk::open(Heads::new(), CREDIT_BYTES);
    let raised = Governed { protocol_min: 2, ..governed(&[]) };
    assert!(talk.tell(Event::Governed(raised)).is_empty());
    let actions = talk.hear(Frame::Hello(hello(&Heads::new())));
    assert!(matches!(actions[..], [Action::Estrange(_)]), "{actions:?}");
}
