//! Logs that forked, and what two nodes ask each other of them.

use super::*;

#[test]
fn of_an_undecided_fork_only_the_branch_that_both_follow_is_asked_for() {
    let ours = forked(8, b'a');
    for (branch, asked) in [(b'a', vec![(CAROL, 9, 12)]), (b'b', vec![])] {
        let mut talk = Talk::open(ours.clone(), CREDIT_BYTES);
        let _announce = talk.differ(hello(&Heads::new()));
        assert_eq!(wants(&talk.tell_heads(forked(12, branch))), asked);
        assert!(branch == b'a' || talk.session.is_in_sync(), "each may keep its branch");
    }
}

#[test]
fn the_branch_that_is_looked_for_is_asked_for_from_the_fork_on() {
    let mut ours = forked(4, b'a');
    let sought = id(b'b');
    ours.values_mut().for_each(|head| {
        (head.forked_id, head.lacks) = (None, Some((5, sought)));
    });
    for (branch, asked) in [(b'a', vec![]), (b'b', vec![(CAROL, 5, 12)])] {
        let mut talk = Talk::open(ours.clone(), CREDIT_BYTES);
        let _announce = talk.differ(hello(&Heads::new()));
        assert_eq!(wants(&talk.tell_heads(forked(12, branch))), asked);
    }
}

#[test]
fn what_a_cut_names_is_looked_for_at_those_who_know_of_no_fork_any_more() {
    let mut ours = forked(8, b'a');
    ours.values_mut().for_each(|head| head.lacks = Some((7, id(b'c'))));
    let mut talk = Talk::open(ours, CREDIT_BYTES);
    let _announce = talk.differ(hello(&Heads::new()));
    assert_eq!(wants(&talk.announce(&[(CAROL, 6)])), [], "not far enough");
    assert_eq!(wants(&talk.announce(&[(CAROL, 9)])), [(CAROL, 5, 9)]);
}

#[test]
fn a_proof_whose_history_is_unknown_has_the_place_before_it_compared() {
    let mut ours = heads(&[(CAROL, 8)]);
    ours.values_mut().for_each(|head| head.lacks = Some((6, id(b'x'))));
    let mut talk = Talk::open(ours, CREDIT_BYTES);
    let _announce = talk.differ(hello(&Heads::new()));
    assert_eq!(wants(&talk.announce(&[(CAROL, 7)])), [(CAROL, 6, 6)]);
}

#[test]
fn an_answer_without_news_is_not_asked_for_again_until_something_changes() {
    let mut talk = Talk::live(CREDIT_BYTES);
    assert_eq!(wants(&talk.announce(&[(CAROL, 3)])), [(CAROL, 1, 3)]);
    let _store = talk.entries(&[1, 2, 3], true);
    assert_eq!(wants(&talk.stored(1, Outcome::Held)), [], "they are beside what we follow");
    assert_eq!(wants(&talk.tell(Event::Tick)), []);
    let mut heads = heads(&[(CAROL, 1)]);
    heads.values_mut().for_each(|head| head.forked_seq = Some(9));
    assert_eq!(wants(&talk.tell(Event::Grown(heads))).len(), 1, "we look for something else");
}

#[test]
fn a_search_that_an_announcement_ends_is_begun_anew() {
    let mut talk = Talk::open(heads(&[(CAROL, 64)]), CREDIT_BYTES);
    let _announce = talk.differ(hello(&Heads::new()));
    let _wants = talk.announce(&[(CAROL, 65)]);
    let _store = talk.entries(&[65], true);
    let asked = wants(&talk.stored(64, Outcome::Diverged { seq: 64 }));
    assert_eq!(asked, [(CAROL, 32, 32)]);
    assert!(talk.announce(&[(CAROL, 66)]).is_empty(), "a question is open");
    let _store = talk.entries(&[32], true);
    assert_eq!(wants(&talk.stored(64, Outcome::Held)), [(CAROL, 65, 66)]);
}

#[test]
fn what_is_announced_while_governance_is_compared_adds_up() {
    let mut talk = Talk::open(Heads::new(), CREDIT_BYTES);
    let _register = talk.hear(Frame::Hello(hello(&heads(&[(CAROL, 5)]))));
    assert!(talk.announce(&[(CAROL, 5)]).is_empty());
    assert!(talk.announce(&[(8, 2)]).is_empty());
    let _learn = talk.hear(Frame::Governance(Vec::new(), true));
    assert_eq!(wants(&talk.learn(Heads::new())).len(), 2);
}

#[test]
fn greetings_are_compared_as_they_were_sent() {
    let mut talk = Talk::open(Heads::new(), CREDIT_BYTES);
    assert!(talk.tell(Event::Governed(governed(&[[1; 16]]))).is_empty());
    let told = talk.hear(Frame::Hello(hello(&Heads::new())));
    let only_register = matches!(&told[..], [Action::Send(Frame::Register(_))]);
    assert!(only_register, "the peer found them equal, and is told the news: {told:?}");
    assert!(talk.session.is_in_sync());
}

#[test]
fn a_second_fork_is_proven_although_the_first_one_is_known() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let mut heads = forked(8, b'a');
    heads.values_mut().for_each(|head| head.forks = 1);
    let _first = talk.tell(Event::Grown(heads.clone()));
    heads.values_mut().for_each(|head| head.forks = 2);
    let second = talk.tell(Event::Grown(heads));
    assert!(matches!(&second[..], [Action::SendForks(_), Action::Send(_)]), "{second:?}");
}

impl Talk {
    fn tell_heads(&mut self, heads: Heads) -> Vec<Action> {
        self.hear(Frame::Announce(Announce { heads, statements: None }))
    }
}

/// Carol's log up to `seq`, with a fork at 5 of which `branch` is followed.
fn forked(seq: u64, branch: u8) -> Heads {
    let mut heads = heads(&[(CAROL, seq)]);
    let (forked_seq, forked_id) = (Some(5), Some(id(branch)));
    heads
        .values_mut()
        .for_each(|head| *head = Head { forked_seq, forked_id, ..*head });
    heads
}

fn id(name: u8) -> EntryId {
    EntryId(Hash::from_bytes([name; 32]))
}
