//! The rules of a session, by name. Alice is we; Bob is the peer; Carol's log is talked about.

use super::*;
use crate::chain::Link;
use crate::entry::Entry;
use crate::entry::EntryHeader;
use crate::entry::Kind;
use crate::entry::PAYLOAD_BYTES_MAX;
use crate::entry::Payload;
use crate::id::EntryId;
use crate::id::Hash;
use crate::key::Signature;
use crate::session::frame::ENTRY_COST_MAX;
use crate::session::frame::StatementIndex;
use crate::session::frame::Stretch;
use crate::session::frame::cost;
use crate::session::register::Name;
use crate::session::register::REGISTER_MAX;
use crate::session::versions::PROTOCOL;
use crate::signed::Received;
use crate::signed::Signed;

mod cut_off;
mod forks;
mod holes;
mod register;
mod versions;

const ALICE: u8 = 1;
const BOB: u8 = 2;
const CAROL: u8 = 3;

#[test]
fn equal_copies_say_nothing_after_the_greeting() {
    let mut talk = Talk::open(heads(&[(CAROL, 5)]), CREDIT_BYTES);
    assert!(talk.hear(Frame::Hello(hello(&heads(&[(CAROL, 5)])))).is_empty());
    assert!(talk.session.is_in_sync() && talk.tell(Event::Tick).is_empty());
}

#[test]
fn copies_that_differ_are_compared_and_the_smallest_gap_is_asked_for_first() {
    let mut talk = Talk::open(heads(&[(CAROL, 5)]), CREDIT_BYTES);
    let actions = talk.differ(hello(&Heads::new()));
    assert!(matches!(&actions[..], [Action::Send(Frame::Announce(it))] if it.heads.len() == 1));
    let actions = talk.announce(&[(7, 3), (CAROL, 6), (8, 2)]);
    assert_eq!(wants(&actions), [(CAROL, 6, 6), (8, 1, 2), (7, 1, 3)]);
}

#[test]
fn what_grows_is_announced_once() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let actions = talk.tell(Event::Grown(heads(&[(ALICE, 1)])));
    assert!(matches!(&actions[..], [Action::Send(Frame::Announce(it))] if it.heads.len() == 1));
    assert!(talk.tell(Event::Grown(heads(&[(ALICE, 1)]))).is_empty());
}

#[test]
fn a_fork_is_proven_before_the_head_that_it_explains() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let mut forked = heads(&[(CAROL, 4)]);
    forked.values_mut().for_each(|head| head.forked_seq = Some(5));
    let actions = talk.tell(Event::Grown(forked));
    let in_order = matches!(&actions[..], [Action::SendForks(_), Action::Send(_)]);
    assert!(in_order, "{actions:?}");
}

#[test]
fn at_most_eight_questions_are_open() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let many: Vec<(u8, u64)> = (10..30).map(|member| (member, 1)).collect();
    assert_eq!(wants(&talk.announce(&many)).len(), WANTS_MAX);
    let mut talk = Talk::without_credit();
    for member in 10..18 {
        assert!(talk.want(member, 1, 1).is_empty());
    }
    assert!(is_broken(&talk.want(18, 1, 1)));
}

#[test]
fn questions_are_answered_in_order_once_there_is_credit() {
    let mut talk = Talk::without_credit();
    assert!(talk.want(CAROL, 1, 2).is_empty() && talk.want(BOB, 1, 1).is_empty());
    let load = talk.hear(Frame::Credit(ENTRY_COST_MAX + 1_000));
    assert!(matches!(load[..], [Action::Load { wanted, .. }] if wanted.member == member(CAROL)));
    let sent = talk.tell(Event::Loaded(vec![entry(1), entry(2)]));
    let in_order = matches!(&sent[..], [Action::Send(Frame::Entries(it)), Action::Load { wanted, .. }]
        if it.last && it.entries.len() == 2 && wanted.member == member(BOB));
    assert!(in_order, "{sent:?}");
}

#[test]
fn two_sessions_do_not_fetch_the_same_log() {
    let mut first = Talk::live(CREDIT_BYTES);
    let mut second = Talk::live(CREDIT_BYTES);
    assert_eq!(wants(&first.announce(&[(CAROL, 2)])).len(), 1);
    second.claims = std::mem::take(&mut first.claims);
    second.session.me = SessionId(2);
    second.session.fetching = Fetching::new(SessionId(2), CREDIT_BYTES);
    assert!(wants(&second.announce(&[(CAROL, 2)])).is_empty());
    first.session.end(&mut second.claims);
    assert_eq!(wants(&second.tell(Event::Tick)).len(), 1);
}

#[test]
fn an_answer_is_stored_and_the_next_part_follows() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let _wants = talk.announce(&[(CAROL, 3)]);
    assert!(matches!(talk.entries(&[1, 2], false)[..], [Action::Store(..)]));
    assert!(talk.stored(2, Outcome::Kept).is_empty(), "nothing is told to whom we fetch from");
    assert!(matches!(talk.entries(&[3], true)[..], [Action::Store(..)]));
    let told = talk.stored(3, Outcome::Kept);
    assert!(matches!(&told[..], [Action::Send(Frame::Announce(_))]), "{told:?}");
    assert!(talk.session.is_in_sync());
}

#[test]
fn entries_that_do_not_continue_the_answer_close_the_session() {
    for wrong in [&[2_u64][..], &[1, 3], &[1, 2, 3, 4]] {
        let mut talk = Talk::live(CREDIT_BYTES);
        let _wants = talk.announce(&[(CAROL, 3)]);
        assert!(is_broken(&talk.entries(wrong, false)), "{wrong:?}");
    }
    assert!(is_broken(&Talk::live(CREDIT_BYTES).entries(&[1], true)), "nothing was asked");
}

#[test]
fn more_than_the_credit_closes_the_session() {
    let one = cost(&entry(1));
    let mut talk = Talk::live(2 * one);
    let _wants = talk.announce(&[(CAROL, 9)]);
    assert!(matches!(talk.entries(&[1, 2], false)[..], [Action::Store(..)]));
    let granted = talk.stored(2, Outcome::Kept);
    let all_again = matches!(&granted[..], [Action::Send(Frame::Credit(it))] if *it == 2 * one);
    assert!(all_again, "{granted:?}");
    let closed = talk.entries(&[3, 4, 5], false);
    assert!(matches!(closed[..], [Action::Close(Closed::OverCredit)]));
}

#[test]
fn says_where_it_does_not_hold_what_is_wanted() {
    let mut talk = Talk::live(CREDIT_BYTES);
    assert!(matches!(talk.want(CAROL, 4, 9)[..], [Action::Load { .. }]));
    let sent = talk.tell(Event::Loaded(Vec::new()));
    let not_held = matches!(&sent[..], [Action::Send(Frame::Entries(it))]
        if it.last && it.not_held == Some(4));
    assert!(not_held, "{sent:?}");
}

#[test]
fn what_the_peer_does_not_hold_is_not_asked_for_again_until_it_is_announced() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let _wants = talk.announce(&[(CAROL, 3)]);
    assert!(talk.entries(&[], true).is_empty());
    assert!(talk.tell(Event::Tick).is_empty());
    assert_eq!(wants(&talk.announce(&[(CAROL, 4)])).len(), 1);
}

#[test]
fn the_place_where_histories_part_is_searched_by_halves() {
    let mut talk = Talk::open(heads(&[(CAROL, 64)]), CREDIT_BYTES);
    let _announce = talk.differ(hello(&Heads::new()));
    let _wants = talk.announce(&[(CAROL, 65)]);
    let _store = talk.entries(&[65], true);
    let mut asked = Vec::new();
    let mut actions = talk.stored(64, Outcome::Diverged { seq: 64 });
    // The histories share their first 40 entries.
    while let [(_, seq, _)] = wants(&actions)[..] {
        asked.push(seq);
        let _store = talk.entries(&[seq], true);
        let outcome = match seq {
            41 => Outcome::Forked,
            0..=40 => Outcome::Kept,
            _ => Outcome::Diverged { seq: seq - 1 },
        };
        actions = talk.stored(if seq == 41 { 40 } else { 64 }, outcome);
        if seq == 41 {
            break;
        }
    }
    assert_eq!(asked.last(), Some(&41));
    assert!(asked.len() <= 7, "{asked:?}");
}

#[test]
fn bad_objects_close_the_session_of_whoever_sent_them() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let bad = Rejected { objects: 19, bytes: 100 };
    assert!(talk.tell(Event::Refused(bad)).is_empty());
    let closed = talk.tell(Event::Refused(Rejected { objects: 1, bytes: 1 }));
    assert!(matches!(closed[..], [Action::Close(Closed::Rejected { objects: 20, .. })]));
    let big = Rejected { objects: 1, bytes: REJECTED_BYTES_MAX };
    let closed = Talk::live(CREDIT_BYTES).tell(Event::Refused(big));
    assert!(matches!(closed[..], [Action::Close(Closed::Rejected { .. })]));
}

#[test]
fn a_peer_without_progress_is_hung_up_on() {
    let mut talk = Talk::open(Heads::new(), CREDIT_BYTES);
    talk.now_ms = HELLO_MS;
    assert!(matches!(talk.tell(Event::Tick)[..], [Action::Close(Closed::Stalled)]));
    let mut talk = Talk::live(CREDIT_BYTES);
    talk.now_ms = PROGRESS_MS * 9;
    assert!(talk.tell(Event::Tick).is_empty(), "who owes nothing may be silent for ever");
    let _wants = talk.announce(&[(CAROL, 3)]);
    talk.now_ms += PROGRESS_MS;
    assert!(matches!(talk.tell(Event::Tick)[..], [Action::Close(Closed::Stalled)]));
}

#[test]
fn an_answer_that_says_nothing_and_goes_on_closes_the_session() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let _wants = talk.announce(&[(CAROL, 3)]);
    assert!(is_broken(&talk.entries(&[], false)));
}

#[test]
fn only_what_is_kept_is_progress() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let _wants = talk.announce(&[(CAROL, 9)]);
    let _store = talk.entries(&[1], false);
    talk.now_ms = PROGRESS_MS - 1;
    assert!(talk.stored(1, Outcome::Kept).is_empty());
    talk.now_ms += PROGRESS_MS - 1;
    let _store = talk.entries(&[2], false);
    let _void = talk.stored(1, Outcome::Void);
    let _dropped = talk.entries(&[3], false);
    talk.now_ms += 1;
    assert!(matches!(talk.tell(Event::Tick)[..], [Action::Close(Closed::Stalled)]));
}

#[test]
fn a_log_that_a_peer_serves_badly_is_fetched_from_others_at_once() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let _wants = talk.announce(&[(CAROL, 9)]);
    let _store = talk.entries(&[1], false);
    let _void = talk.stored(0, Outcome::Void);
    assert!(talk.claims.take(member(CAROL), SessionId(2), talk.now_ms));
    assert!(talk.entries(&[2, 3, 4, 5, 6, 7, 8, 9], false).is_empty());
    assert!(is_broken(&talk.entries(&[9], false)), "more than was asked for");
}

#[test]
fn a_generous_peer_is_sent_no_more_than_we_would_take_ourselves() {
    let mut talk = Talk::without_credit();
    assert!(talk.hear(Frame::Credit(u64::MAX)).is_empty());
    for seq in 0..WANTS_MAX {
        let _load = talk.want(CAROL, u64::try_from(seq).unwrap() + 1, u64::MAX);
    }
    let mut sent = 0;
    for seq in 1.. {
        let actions = talk.tell(Event::Loaded(vec![heavy(seq)]));
        sent += 1;
        if !actions.iter().any(|action| matches!(action, Action::Load { .. })) {
            break;
        }
    }
    assert!(sent * cost(&heavy(1)) <= CREDIT_BYTES, "{sent} frames");
}

#[test]
fn what_was_not_asked_for_is_rationed() {
    let mut talk = Talk::live(CREDIT_BYTES);
    let many: Vec<(u8, u64)> = (10..=255).map(|member| (member, 1)).collect();
    let closed = (0..10_000).find(|_| is_broken(&talk.announce(&many)));
    assert!(closed.is_some_and(|frames| frames > 1_000), "{closed:?}");
    let mut talk = Talk::live(CREDIT_BYTES);
    for second in 0..40 {
        talk.now_ms = second * 1_000;
        for _ in 0..40 {
            assert!(!is_broken(&talk.announce(&many)), "in second {second}");
        }
    }
}

#[test]
fn a_greeting_says_which_statement_of_the_peer_is_held() {
    let mut view = Talk::open(Heads::new(), CREDIT_BYTES).session.view;
    view.statements = StatementIndex::from([(member(BOB), (1, 7)), (member(CAROL), (1, 9))]);
    let (_, greeting) = Session::open(view, member(BOB), SessionId(1), 0);
    assert!(matches!(greeting, Frame::Hello(Hello { heard: (1, 7), .. })), "{greeting:?}");
}

#[test]
fn a_greeting_comes_first_and_once() {
    let mut talk = Talk::open(Heads::new(), CREDIT_BYTES);
    assert!(is_broken(&talk.hear(Frame::Credit(1))));
    let mut talk = Talk::live(CREDIT_BYTES);
    assert!(is_broken(&talk.hear(Frame::Hello(hello(&Heads::new())))));
}

#[test]
fn only_a_member_of_the_coalition_under_its_own_name_is_talked_to() {
    let good = hello(&Heads::new());
    let cases = [
        (Hello { protocol: (2, 9), ..good.clone() }, "speaks protocol versions 2 to 9"),
        (Hello { coalition: CoalitionId(Hash::from_bytes([8; 32])), ..good.clone() }, "coalition"),
        (Hello { member: member(CAROL), ..good }, "another member"),
    ];
    for (hello, why) in cases {
        match &Talk::open(Heads::new(), CREDIT_BYTES).hear(Frame::Hello(hello))[..] {
            [Action::Close(reason)] => assert!(reason.to_string().contains(why), "{reason}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_closed_session_does_nothing_any_more() {
    let mut talk = Talk::live(CREDIT_BYTES);
    assert!(is_broken(&talk.entries(&[1], true)));
    assert!(talk.announce(&[(CAROL, 3)]).is_empty());
}

/// A session of Alice with Bob, and what surrounds it.
struct Talk {
    session: Session,
    claims: Claims,
    now_ms: u64,
}

impl Talk {
    fn open(heads: Heads, credit_bytes: u64) -> Self {
        let view = View {
            coalition: CoalitionId::NONE,
            protocol: PROTOCOL,
            protocol_min: 1,
            member: member(ALICE),
            governance: (0, CoalitionId::NONE.0),
            register: Register::default(),
            heads,
            holes: Holes::new(),
            cut_off: CutOff::new(),
            statements: StatementIndex::new(),
            credit_bytes,
            software: String::new(),
        };
        let (session, _) = Session::open(view, member(BOB), SessionId(1), 0);
        Self { session, claims: Claims::default(), now_ms: 0 }
    }

    /// Two empty copies that have greeted each other.
    fn live(credit_bytes: u64) -> Self {
        let mut talk = Self::open(Heads::new(), credit_bytes);
        assert!(talk.hear(Frame::Hello(hello(&Heads::new()))).is_empty());
        talk
    }

    /// Two empty copies, of which the peer lets us send nothing.
    fn without_credit() -> Self {
        let mut talk = Self::open(Heads::new(), CREDIT_BYTES);
        let greeting = Hello { credit_bytes: 0, ..hello(&Heads::new()) };
        assert!(talk.hear(Frame::Hello(greeting)).is_empty());
        talk
    }

    fn want(&mut self, member: u8, from: u64, until: u64) -> Vec<Action> {
        self.hear(Frame::Want(Wanted { member: self::member(member), epoch: 1, from, until }))
    }

    fn tell(&mut self, event: Event) -> Vec<Action> {
        self.session.step(event, self.now_ms, &mut self.claims)
    }

    fn hear(&mut self, frame: Frame) -> Vec<Action> {
        self.tell(Event::Arrived(frame.into()))
    }

    /// The peer greets with another digest, and has nothing to tell of governance.
    fn differ(&mut self, hello: Hello) -> Vec<Action> {
        let asked = self.hear(Frame::Hello(hello));
        assert!(matches!(asked[..], [Action::Send(Frame::Register(_))]), "{asked:?}");
        let answered = self.hear(Frame::Register(Register::default()));
        assert!(matches!(answered[..], [Action::Answer(_)]), "{answered:?}");
        let learning = self.hear(Frame::Governance(Vec::new(), true));
        assert!(matches!(learning[..], [Action::Learn(_, true)]), "{learning:?}");
        let heads = self.session.view.heads.clone();
        self.learn(heads)
    }

    fn learn(&mut self, heads: Heads) -> Vec<Action> {
        let governed = governed(&[]);
        let rejected = Rejected::default();
        self.tell(Event::Learned(Learned { governed, heads, rejected, last: true }))
    }

    fn announce(&mut self, list: &[(u8, u64)]) -> Vec<Action> {
        self.hear(Frame::Announce(Announce { heads: heads(list), statements: None }))
    }

    fn entries(&mut self, seqs: &[u64], last: bool) -> Vec<Action> {
        let entries = seqs.iter().map(|seq| entry(*seq)).collect();
        let member = member(CAROL);
        self.hear(Frame::Entries(Stretch { member, entries, last, not_held: None }))
    }

    fn stored(&mut self, seq: u64, outcome: Outcome) -> Vec<Action> {
        let mut head = heads(&[(CAROL, seq)]).remove(&member(CAROL));
        if let (Outcome::Forked, Some(head)) = (outcome, head.as_mut()) {
            head.forked_seq = Some(seq + 1);
        }
        self.tell(Event::Stored(Stored { member: member(CAROL), head, outcome }))
    }
}

fn wants(actions: &[Action]) -> Vec<(u8, u64, u64)> {
    let want = |action: &Action| match action {
        Action::Send(Frame::Want(it)) => Some((it.member.0.as_bytes()[0], it.from, it.until)),
        _ => None,
    };
    actions.iter().filter_map(want).collect()
}

fn is_broken(actions: &[Action]) -> bool {
    matches!(actions, [Action::Close(Closed::BrokenRule { .. })])
}

fn hello(heads: &Heads) -> Hello {
    let governance = (0, CoalitionId::NONE.0);
    Hello {
        protocol: PROTOCOL,
        coalition: CoalitionId::NONE,
        member: member(BOB),
        digest: heads::digest(CoalitionId::NONE, governance, heads),
        governance,
        credit_bytes: CREDIT_BYTES,
        software: String::new(),
        heard: (0, 0),
    }
}

fn heads(list: &[(u8, u64)]) -> Heads {
    let head = |seq: u64| {
        let id = EntryId(Hash::of([seq.to_be_bytes().as_slice()]));
        Head { link: Some(Link { epoch: 1, seq, id }), ..Head::default() }
    };
    list.iter().map(|(it, seq)| (member(*it), head(*seq))).collect()
}

fn entry(seq: u64) -> Received<Entry> {
    entry_of(seq, 16)
}

/// An entry as large as they come.
fn heavy(seq: u64) -> Received<Entry> {
    entry_of(seq, PAYLOAD_BYTES_MAX)
}

fn entry_of(seq: u64, payload_bytes: usize) -> Received<Entry> {
    let header = EntryHeader {
        member: member(CAROL),
        epoch: 1,
        seq,
        prev: None,
        created_ms: 0,
        kind: Kind::Release,
        payload_hash: Hash::from_bytes([0; 32]),
        payload_bytes: 16,
        gov_height: 0,
        gov_id: Hash::from_bytes([0; 32]),
    };
    let signed = Signed { body: vec![0; 200], signature: Signature([0; 64]) };
    Received::new(Entry { header, payload: Payload::Held(vec![0; payload_bytes]) }, signed)
}

fn governed(names: &[Name]) -> Governed {
    let register = Register::new(names).unwrap();
    Governed { register, governance: (0, CoalitionId::NONE.0), protocol_min: 1 }
}

fn named(number: u32) -> Name {
    let mut name = [0; 16];
    name[..4].copy_from_slice(&number.to_be_bytes());
    name
}

fn member(it: u8) -> MemberId {
    MemberId(Hash::from_bytes([it; 32]))
}
