//! The rules of an exchange with a stranger, by name. Alice is we; Mallory is a stranger.

use super::*;
use crate::governance::Choice;
use crate::governance::VOTE_BYTES_MAX;
use crate::governance::Vote;
use crate::heads::Heads;
use crate::heads::Wanted;
use crate::id::GovernanceId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::id::SnapshotId;
use crate::key::PublicKey;
use crate::key::Signature;
use crate::key::SigningKey;
use crate::session::CutOff;
use crate::session::Holes;
use crate::session::REJECTED_OBJECTS_MAX;
use crate::session::Session;
use crate::session::View;
use crate::session::claims::Claims;
use crate::session::claims::SessionId;
use crate::session::frame::Announce;
use crate::session::frame::Hello;
use crate::session::frame::StatementIndex;
use crate::session::frame::Stretch;
use crate::session::step;
use crate::session::versions::Mismatch;
use crate::signed::Received;
use crate::signed::Signed;

#[test]
fn both_sides_tell_what_they_know_and_finish() {
    let (mut alice, first) = Exchange::dialed(OURS, Register::default(), 0);
    let mut mallory = Exchange::accepted(OURS, Register::default(), 0);
    let said = mallory.hear(first);
    let [Action::Send(introduction), Action::Send(register)] = &said[..] else {
        panic!("{said:?}");
    };
    let asked = alice.hear(introduction.clone());
    assert!(matches!(&asked[..], [Action::Send(Frame::Register(_))]), "{asked:?}");
    assert!(matches!(alice.hear(register.clone())[..], [Action::Answer(_)]));
    assert!(alice.hear(Frame::Votes(vec![vote()])).is_empty(), "nothing is learned half-way");
    let learning = alice.hear(Frame::Governance(Vec::new(), true));
    assert!(matches!(&learning[..], [Action::Learn(it)] if it.len() == 1), "{learning:?}");
    assert!(!alice.is_complete());
    let done = alice.step(Event::Learned(Rejected::default()), 0);
    assert!(matches!(done[..], [Action::Finish]) && alice.is_complete());
}

#[test]
fn who_was_dialed_says_nothing_before_the_coalition_is_named() {
    let theirs = CoalitionId(Hash::from_bytes([8; 32]));
    let other = Frame::Introduction(Introduction { protocol: PROTOCOL, coalition: theirs });
    let closed = accepted().hear(other);
    assert!(matches!(closed[..], [Action::Close(Closed::OtherCoalition)]), "{closed:?}");
    let unasked = accepted().hear(Frame::Register(Register::default()));
    assert!(is_broken(&unasked), "{unasked:?}");
    let late = Introduction { protocol: (2, 9), coalition: OURS };
    let closed = accepted().hear(Frame::Introduction(late));
    assert!(matches!(closed[..], [Action::Close(Closed::Versions(_))]));
}

#[test]
fn a_peer_that_knows_us_greets_as_a_member_does() {
    let mut alice = accepted();
    let said = alice.hear(Frame::Hello(hello()));
    let both = matches!(
        said[..],
        [Action::Send(Frame::Introduction(_)), Action::Send(Frame::Register(_))]
    );
    assert!(both, "{said:?}");
    assert!(is_broken(&alice.hear(Frame::Hello(hello()))), "once");
}

#[test]
fn a_session_with_whom_does_not_know_us_goes_on_as_an_exchange() {
    let why = Estrangement::Unknown;
    let (mut alice, said) = Exchange::estranged(OURS, Register::default(), why, 0);
    assert!(matches!(said[..], [Action::Send(Frame::Register(_))]), "{said:?}");
    assert!(matches!(alice.hear(Frame::Register(Register::default()))[..], [Action::Answer(_)]));
}

#[test]
fn a_session_ends_when_the_peer_introduces_itself() {
    let view = View {
        coalition: OURS,
        protocol: PROTOCOL,
        protocol_min: 1,
        member: MemberId(Hash::from_bytes([1; 32])),
        governance: (0, OURS.0),
        register: Register::default(),
        heads: Heads::new(),
        holes: Holes::new(),
        cut_off: CutOff::new(),
        statements: StatementIndex::new(),
        credit_bytes: 0,
        software: String::new(),
    };
    let (mut session, _) = Session::open(view, hello().member, SessionId(1), 0);
    let introduction = Introduction { protocol: PROTOCOL, coalition: OURS };
    let arrival = || step::Event::Arrived(Frame::Introduction(introduction).into());
    let claims = &mut Claims::default();
    let actions = session.step(arrival(), 0, claims);
    assert!(matches!(actions[..], [step::Action::Estrange(_)]), "{actions:?}");
    assert!(session.step(arrival(), 0, claims).is_empty(), "it is over");
}

#[test]
fn what_a_session_says_is_passed_over_while_a_member_does_not_know_that_it_is_too_old() {
    let why = Estrangement::Outdated(Mismatch::PeerOutdated { highest: 1, wanted: 2 });
    let (mut alice, _) = Exchange::estranged(OURS, Register::default(), why, 0);
    let announce = || Frame::Announce(Announce { heads: Heads::new(), statements: None });
    for frame in [announce(), Frame::Credit(1), Frame::HeadStatements(Vec::new())] {
        assert!(alice.hear(frame).is_empty());
    }
    assert!(matches!(alice.hear(Frame::Register(Register::default()))[..], [Action::Answer(_)]));
    let learning = alice.hear(Frame::Governance(Vec::new(), true));
    assert!(matches!(learning[..], [Action::Learn(_)]), "{learning:?}");
    assert!(is_broken(&alice.hear(Frame::Register(Register::default()))), "once");
}

#[test]
fn nothing_but_governance_is_taken() {
    let member = MemberId(Hash::from_bytes([1; 32]));
    let stretch = Stretch { member, entries: Vec::new(), last: true, not_held: None };
    let frames = [
        Frame::Announce(Announce { heads: Heads::new(), statements: None }),
        Frame::Credit(1),
        Frame::Entries(stretch),
        Frame::ForkProofs(Vec::new()),
        Frame::HeadStatements(Vec::new()),
        Frame::Want(Wanted { member, epoch: 1, from: 1, until: 1 }),
    ];
    for frame in frames {
        let mut alice = greeted();
        let closed = alice.hear(frame.clone());
        assert!(is_broken(&closed), "{frame:?}: {closed:?}");
        assert!(alice.hear(Frame::Register(Register::default())).is_empty(), "it is over");
    }
}

#[test]
fn a_stranger_asks_once_and_tells_once() {
    let mut alice = greeted();
    let _answer = alice.hear(Frame::Register(Register::default()));
    assert!(is_broken(&alice.hear(Frame::Register(Register::default()))));
    let mut alice = greeted();
    let _learn = alice.hear(Frame::Governance(Vec::new(), true));
    assert!(is_broken(&alice.hear(Frame::Governance(Vec::new(), true))));
}

#[test]
fn a_stranger_brings_no_more_than_an_answer_may_hold() {
    let mut alice = greeted();
    let votes = Frame::Votes(vec![vote()]);
    let closed = (0..100_000_u64).find(|_| is_broken(&alice.hear(votes.clone())));
    let taken = closed.unwrap() * (u64::try_from(VOTE_BYTES_MAX).unwrap() + 96);
    assert!((u64::try_from(ANSWER_BYTES_MAX).unwrap()..TAKEN_BYTES_MAX).contains(&taken));
}

#[test]
fn a_stranger_may_not_ask_for_what_is_held_at_home() {
    let entry = crate::id::EntryId(Hash::from_bytes([7; 32]));
    for frame in [Frame::Ask(entry), Frame::Told(entry, Vec::new())] {
        assert!(is_broken(&greeted().hear(frame.clone())), "{frame:?}");
        assert!(is_broken(&accepted().hear(frame)));
    }
}

#[test]
fn bad_objects_close_an_exchange_too() {
    let bad = Rejected { objects: REJECTED_OBJECTS_MAX, bytes: 0 };
    let mut alice = greeted();
    let _learn = alice.hear(Frame::Governance(Vec::new(), true));
    let closed = alice.step(Event::Learned(bad), 0);
    assert!(matches!(closed[..], [Action::Close(Closed::Rejected { .. })]), "{closed:?}");
    let arrival = Arrival { frame: Frame::Votes(Vec::new()), malformed: bad };
    let closed = greeted().step(Event::Arrived(arrival), 0);
    assert!(matches!(closed[..], [Action::Close(Closed::Rejected { .. })]), "{closed:?}");
}

#[test]
fn a_slow_stranger_is_hung_up_on_whatever_it_does() {
    for mut alice in [accepted(), greeted()] {
        assert!(alice.step(Event::Tick, EXCHANGE_MS_MAX - 1).is_empty());
        let closed = alice.step(Event::Tick, EXCHANGE_MS_MAX);
        assert!(matches!(closed[..], [Action::Close(Closed::Stalled)]), "{closed:?}");
    }
    let arrival = Event::Arrived(Frame::Votes(Vec::new()).into());
    let closed = greeted().step(arrival, EXCHANGE_MS_MAX);
    assert!(matches!(closed[..], [Action::Close(Closed::Stalled)]), "{closed:?}");
}

const OURS: CoalitionId = CoalitionId::NONE;

impl Exchange {
    fn hear(&mut self, frame: Frame) -> Vec<Action> {
        self.step(Event::Arrived(frame.into()), 0)
    }
}

fn accepted() -> Exchange {
    Exchange::accepted(OURS, Register::default(), 0)
}

fn greeted() -> Exchange {
    let mut exchange = accepted();
    let introduction = Introduction { protocol: PROTOCOL, coalition: OURS };
    assert_eq!(exchange.hear(Frame::Introduction(introduction)).len(), 2);
    exchange
}

fn is_broken(actions: &[Action]) -> bool {
    matches!(actions, [Action::Close(Closed::BrokenRule { .. })])
}

fn hello() -> Hello {
    Hello {
        protocol: PROTOCOL,
        coalition: OURS,
        member: MemberId(Hash::from_bytes([2; 32])),
        digest: SnapshotId(Hash::from_bytes([3; 32])),
        governance: (0, OURS.0),
        credit_bytes: 0,
        software: String::new(),
        heard: (0, 0),
    }
}

/// Returns a vote as large as they come.
fn vote() -> Received<Vote> {
    let vote = Vote {
        member: MemberId(Hash::from_bytes([2; 32])),
        admin_key: key(),
        entry: GovernanceId(Hash::from_bytes([4; 32])),
        choice: Choice::Approve,
    };
    let signed = Signed { body: vec![0; VOTE_BYTES_MAX], signature: Signature([0; 64]) };
    Received::new(vote, signed)
}

fn key() -> PublicKey {
    SigningKey::from_seed(&zeroize::Zeroizing::new([5; 32])).public()
}
