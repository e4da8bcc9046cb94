//! What is said of governance objects.

use super::*;

#[test]
fn a_register_is_ordered_and_bounded() {
    assert_eq!(Register::new(&[[2; 16], [1; 16]]), None);
    assert_eq!(Register::new(&[[1; 16], [1; 16]]), None);
    let names: Vec<Name> = (0_u32..).map(named).take(REGISTER_MAX + 1).collect();
    assert_eq!(Register::new(&names), None);
    assert!(Register::new(&names[1..]).is_some());
}

#[test]
fn governance_is_level_before_logs_are_compared() {
    let mut talk = Talk::open(heads(&[(CAROL, 5)]), CREDIT_BYTES);
    let _register = talk.hear(Frame::Hello(hello(&Heads::new())));
    assert!(talk.announce(&[(CAROL, 9)]).is_empty(), "nothing is fetched under an old roster");
    let _learn = talk.hear(Frame::Governance(Vec::new(), true));
    let actions = talk.learn(heads(&[(CAROL, 3)]));
    let announced = matches!(&actions[..], [Action::Send(Frame::Announce(it)), ..]
        if it.heads == heads(&[(CAROL, 3)]));
    assert!(announced, "a cut took back two entries: {actions:?}");
    assert_eq!(wants(&actions), [(CAROL, 4, 9)]);
}

#[test]
fn a_decision_is_told_to_everybody_and_asked_for_by_who_lacks_it() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let told = talk.tell(Event::Governed(governed(&[[1; 16]])));
    assert!(matches!(&told[..], [Action::Send(Frame::Register(it))] if it.names().count() == 1));
    let equal = talk.hear(Frame::Register(Register::new(&[[1; 16]]).unwrap()));
    assert!(matches!(equal[..], [Action::Answer(_)]), "{equal:?}");
    let newer = talk.hear(Frame::Register(Register::new(&[[1; 16], [2; 16]]).unwrap()));
    let asks = matches!(newer[..], [Action::Answer(_), Action::Send(Frame::Register(_))]);
    assert!(asks, "{newer:?}");
}
