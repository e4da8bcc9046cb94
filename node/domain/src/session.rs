//! How two copies agree: one sync session, as a function of what happened to it.
//!
//! ```text
//!          we                                peer
//!  Hello ------------------------------------->
//!        <------------------------------------- Hello
//!            equal digests: nothing else is sent until something changes
//!  Register ---------------------------------->
//!        <-------------------------- Register
//!  Governance, Documents, Votes, Governance(last) ->
//!        <- Governance, Documents, Votes, Governance(last)
//!            each side learns, and may have another roster now
//!  ForkProofs, Announce(all heads) ----------->
//!        <------------- ForkProofs, Announce(all heads), HeadStatements
//!  Want (smallest gap first) ----------------->
//!        <------------- Entries, Entries, Entries(last)
//!  Credit ------------------------------------>
//!        <------------- Announce(what grew)             and so on: the live tail
//! ```
//!
//! Both sides run the same machine; who dialled is irrelevant. A [`Session`] does no I/O: it is told
//! of an [`Event`] and says which [`Action`]s follow. The replicator performs them in order and
//! reports back; the simulation does the same in memory. Promises:
//!
//! - **Only answers to questions are taken**, in order, within the credit that was granted; anything
//!   else closes the session with a named reason.
//! - **Bad objects count against the peer**, never against their author.
//! - **Memory is bounded**: by the credit of both sides, by the number of open questions, and by the
//!   number of members, since whoever drives the session drops heads of others.
//! - **A payload that is missing without a reason is asked for once, from every peer**: whoever says
//!   that it was destroyed is simply not believed.
//! - **What we signed ourselves and a cut excludes is asked for once, of every peer**, so that a person
//!   can publish it again; nobody else is given it.
//! - **What was not asked for is rationed**, and an answer that says nothing is no answer.
//!
//! Every log is fetched by one session at a time; see [`claims`]. With whom is no member, or does not
//! know that we are, governance is exchanged and nothing else; see [`stranger`]. So it is where one of
//! both is too old for the coalition; see [`versions`].

mod budget;
pub mod claims;
mod fetch;
pub mod frame;
pub mod register;
mod serve;
pub mod step;
pub mod stranger;
pub mod versions;
mod view;

use std::collections::BTreeSet;

use crate::coalition::Object;
use crate::heads;
use crate::heads::Head;
use crate::heads::Heads;
use crate::heads::Wanted;
use crate::id::CoalitionId;
use crate::id::MemberId;
use crate::id::SnapshotId;
use crate::session::budget::Budget;
use crate::session::budget::bear;
use crate::session::claims::Claims;
use crate::session::claims::SessionId;
pub use crate::session::fetch::CutOff;
use crate::session::fetch::Fetching;
pub use crate::session::fetch::Holes;
use crate::session::frame::Announce;
use crate::session::frame::Arrival;
use crate::session::frame::Frame;
use crate::session::frame::Hello;
use crate::session::frame::Introduction;
use crate::session::frame::Rejected;
use crate::session::register::Register;
use crate::session::serve::Serving;
use crate::session::step::Action;
use crate::session::step::Closed;
use crate::session::step::Estrangement;
use crate::session::step::Event;
use crate::session::step::Governed;
use crate::session::step::Learned;
use crate::session::step::Outcome;
use crate::session::step::Stored;
use crate::session::versions::Mismatch;
use crate::session::versions::Versions;
use crate::session::versions::may_exchange;
use crate::session::versions::may_talk;
pub use crate::session::view::View;

/// What a peer may send unless more is granted, so that no peer fills our memory.
pub const CREDIT_BYTES: u64 = 16 << 20;

/// What one frame of entries costs at most, unless it holds a single one.
pub const FRAME_COST_MAX: u64 = 1 << 20;

/// The most questions that are open at once, in either direction.
pub const WANTS_MAX: usize = 8;

/// A peer that has not greeted by then is hung up on.
pub const HELLO_MS: u64 = 10_000;

/// A question without any answer for so long ends the session.
pub const PROGRESS_MS: u64 = 300_000;

/// So many rejected objects close a session; 20 are more than any honest relay will ever send.
pub const REJECTED_OBJECTS_MAX: u64 = 20;

/// So many bytes of rejected objects close a session.
pub const REJECTED_BYTES_MAX: u64 = 1 << 20;

/// One exchange with one peer.
#[derive(Debug)]
pub struct Session {
    me: SessionId,
    peer: MemberId,
    /// What the peer speaks, once it has greeted.
    theirs: Option<Versions>,
    view: View,
    phase: Phase,
    fetching: Fetching,
    serving: Serving,
    announced: Heads,
    /// The digest in our greeting: the peer compares with that one, whatever we learned since.
    greeting: SnapshotId,
    /// What the peer announced before we had learned what it told us of governance.
    early: Option<Announce>,
    rejected: Rejected,
    budget: Budget,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Phase {
    Closed,
    Greeting {
        since_ms: u64,
    },
    /// Governance is level; the peer has not yet said how far it holds logs.
    Comparing,
    Live,
    /// Hellos differed; we have not yet learned what the peer knows of governance.
    Registering {
        since_ms: u64,
    },
}

impl Session {
    /// Starts a session with `peer`, whose key was checked, and returns the greeting to send.
    pub fn open(view: View, peer: MemberId, me: SessionId, now_ms: u64) -> (Self, Frame) {
        let hello = Hello {
            protocol: view.protocol,
            coalition: view.coalition,
            member: view.member,
            digest: view.digest(&view.heads),
            governance: view.governance,
            credit_bytes: view.credit_bytes,
            software: view.software.clone(),
            heard: view.statements.get(&peer).copied().unwrap_or_default(),
        };
        let session = Self {
            greeting: hello.digest,
            me,
            peer,
            theirs: None,
            phase: Phase::Greeting { since_ms: now_ms },
            fetching: Fetching::new(me, view.credit_bytes),
            serving: Serving::default(),
            announced: view.heads.clone(),
            early: None,
            rejected: Rejected::default(),
            budget: Budget::new(now_ms),
            view,
        };
        (session, Frame::Hello(hello))
    }

    /// Takes note of `event` and says what follows from it.
    #[must_use]
    pub fn step(&mut self, event: Event, now_ms: u64, claims: &mut Claims) -> Vec<Action> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        match self.react(event, now_ms, claims) {
            Ok(mut actions) => {
                self.go_on(now_ms, claims, &mut actions);
                actions
            }
            Err(reason) => {
                self.end(claims);
                vec![Action::Close(reason)]
            }
        }
    }

    /// Ends the session, for whatever reason; its claims go to others.
    pub fn end(&mut self, claims: &mut Claims) {
        self.phase = Phase::Closed;
        claims.release_all(self.me);
    }

    /// Returns whether the peer has greeted.
    pub fn has_greeted(&self) -> bool {
        !matches!(self.phase, Phase::Greeting { .. })
    }

    /// Returns whether neither side lacks anything that it would ask the other for, as far as they told
    /// each other. Of a log that forked each may hold another branch, and have asked in vain.
    pub fn is_in_sync(&self) -> bool {
        let (ours, theirs) = (&self.view.heads, self.fetching.theirs());
        let is_split = |wanted: &Wanted| ours.get(&wanted.member).is_some_and(is_forked);
        let in_vain =
            |wanted: &Wanted| is_split(wanted) && self.fetching.has_refused(wanted.member);
        self.phase == Phase::Live
            && self.fetching.is_idle()
            && self.serving.is_idle()
            && heads::missing(ours, theirs).iter().all(in_vain)
            && heads::missing(theirs, ours).iter().all(is_split)
    }

    fn react(
        &mut self,
        event: Event,
        now_ms: u64,
        claims: &mut Claims,
    ) -> Result<Vec<Action>, Closed> {
        match event {
            Event::Arrived(Arrival { frame, malformed }) => {
                self.reject(malformed)?;
                self.arrived(frame, malformed.objects > 0, now_ms, claims)
            }
            Event::Governed(governed) => {
                self.govern(governed)?;
                let told = self.has_greeted();
                let register = Frame::Register(self.view.register.clone());
                Ok(told.then_some(Action::Send(register)).into_iter().collect())
            }
            Event::Grown(heads) => {
                self.hold(heads);
                Ok(Vec::new())
            }
            Event::Holes(holes) => {
                self.view.holes = holes;
                Ok(Vec::new())
            }
            Event::Learned(learned) => self.learned(learned),
            Event::Loaded(entries) => {
                Ok(self.serving.loaded(entries).map(Action::Send).into_iter().collect())
            }
            Event::Refused(rejected) => self.reject(rejected).map(|()| Vec::new()),
            Event::Stored(stored) => self.stored(stored, now_ms, claims).map(|()| Vec::new()),
            Event::Tick => self.tick(now_ms).map(|()| Vec::new()),
        }
    }

    fn arrived(
        &mut self,
        frame: Frame,
        damaged: bool,
        now_ms: u64,
        claims: &mut Claims,
    ) -> Result<Vec<Action>, Closed> {
        let greets = matches!(frame, Frame::Hello(_) | Frame::Introduction(_));
        if self.has_greeted() == greets {
            return Err(Closed::BrokenRule { rule: "a session begins with one greeting" });
        }
        if !self.budget.allows(&frame, now_ms) {
            return Err(Closed::BrokenRule { rule: "what was not asked for is rationed" });
        }
        match frame {
            Frame::Announce(announce) if matches!(self.phase, Phase::Registering { .. }) => {
                let early = self.early.get_or_insert_default();
                early.heads.extend(announce.heads);
                early.statements = early.statements.take().or(announce.statements);
                Ok(Vec::new())
            }
            Frame::Announce(announce) => Ok(self.heard(announce)),
            Frame::Ask(entry) => Ok(vec![Action::Show(entry)]),
            Frame::Credit(bytes) => {
                self.serving.grant(bytes);
                Ok(Vec::new())
            }
            Frame::Documents(documents) => {
                Ok(learn(documents.into_iter().map(|it| Object::Document(Box::new(it))), false))
            }
            Frame::Entries(stretch) => {
                let member = stretch.member;
                let entries = self.fetching.arrived(stretch, damaged, claims)?;
                Ok(entries.map(|it| Action::Store(member, it)).into_iter().collect())
            }
            Frame::ForkProofs(proofs) => Ok(vec![Action::Record(proofs)]),
            Frame::Governance(entries, last) => {
                Ok(learn(entries.into_iter().map(|it| Object::Governance(Box::new(it))), last))
            }
            Frame::HeadStatements(statements) => Ok(vec![Action::StoreStatements(statements)]),
            Frame::Hello(hello) => self.greeted(&hello, now_ms),
            Frame::Introduction(introduction) => self.introduced(introduction),
            Frame::Register(register) => Ok(self.answer(register)),
            Frame::Retractions(it) => Ok(learn(it.into_iter().map(Object::Retraction), false)),
            Frame::Told(entry, payload) => Ok(vec![Action::Hear(entry, payload)]),
            Frame::Votes(votes) => Ok(learn(votes.into_iter().map(Object::Vote), false)),
            Frame::Want(wanted) if wanted.from == 0 || wanted.from > wanted.until => {
                Err(Closed::BrokenRule { rule: "a stretch begins at 1 or later and is not empty" })
            }
            Frame::Want(wanted) if self.serving.enqueue(wanted) => Ok(Vec::new()),
            Frame::Want(_) => Err(Closed::BrokenRule { rule: "at most 8 questions are open" }),
        }
    }

    /// Compares the greetings. Both sides compare the same two digests, so both go the same way.
    fn greeted(&mut self, hello: &Hello, now_ms: u64) -> Result<Vec<Action>, Closed> {
        self.may_talk(hello.protocol, hello.coalition)?;
        if hello.member != self.peer {
            return Err(Closed::OtherMember);
        }
        self.theirs = Some(hello.protocol);
        if let Err(mismatch) = self.may_exchange() {
            return Ok(self.estrange(Estrangement::Outdated(mismatch)));
        }
        self.serving.grant(hello.credit_bytes);
        if hello.digest == self.greeting {
            self.fetching.learn(self.announced.clone());
            self.phase = Phase::Live;
            let has_news = self.view.digest(&self.announced) != self.greeting;
            let register = || Action::Send(Frame::Register(self.view.register.clone()));
            return Ok(has_news.then(register).into_iter().collect());
        }
        self.phase = Phase::Registering { since_ms: now_ms };
        Ok(vec![Action::Send(Frame::Register(self.view.register.clone()))])
    }

    /// The peer does not know us as a member: this is no session any more.
    fn introduced(&mut self, introduction: Introduction) -> Result<Vec<Action>, Closed> {
        self.may_talk(introduction.protocol, introduction.coalition)?;
        Ok(self.estrange(Estrangement::Unknown))
    }

    fn estrange(&mut self, why: Estrangement) -> Vec<Action> {
        self.phase = Phase::Closed;
        vec![Action::Estrange(why)]
    }

    fn may_talk(&self, theirs: Versions, coalition: CoalitionId) -> Result<(), Closed> {
        may_talk((self.view.protocol, theirs), (self.view.coalition, coalition))
    }

    /// Returns whether both sides speak what the coalition asks for, as far as they have said.
    fn may_exchange(&self) -> Result<(), Mismatch> {
        let theirs = self.theirs.unwrap_or(self.view.protocol);
        may_exchange(self.view.protocol, theirs, self.view.protocol_min)
    }

    /// Answers a register; in a session that is live, asks for what it lists and we lack.
    fn answer(&self, register: Register) -> Vec<Action> {
        let level = !matches!(self.phase, Phase::Registering { .. });
        let ask = level && !self.view.register.contains_all(&register);
        let asked = ask.then(|| Action::Send(Frame::Register(self.view.register.clone())));
        [Action::Answer(register)].into_iter().chain(asked).collect()
    }

    /// Takes note of what was learned; once that is all, goes on to compare logs.
    fn learned(&mut self, learned: Learned) -> Result<Vec<Action>, Closed> {
        let Learned { governed, heads, rejected, last } = learned;
        self.govern(governed)?;
        self.hold(heads);
        self.reject(rejected)?;
        let compares = last && matches!(self.phase, Phase::Registering { .. });
        Ok(if compares { self.compare() } else { Vec::new() })
    }

    fn hold(&mut self, heads: Heads) {
        self.fetching.look_again(&self.view.heads, &heads);
        self.view.heads = heads;
    }

    /// Takes note of what was decided. That one of us is too old now ends the session; when both meet
    /// again, they exchange governance and nothing else.
    fn govern(&mut self, governed: Governed) -> Result<(), Closed> {
        let Governed { register, governance, protocol_min } = governed;
        if register != self.view.register {
            self.fetching.forgive();
        }
        self.view.register = register;
        self.view.governance = governance;
        self.view.protocol_min = protocol_min;
        let greeted = self.theirs.is_some();
        if greeted { self.may_exchange().map_err(Closed::Versions) } else { Ok(()) }
    }

    /// Says how far we hold logs, and which of them forked.
    fn compare(&mut self) -> Vec<Action> {
        self.phase = Phase::Comparing;
        self.announced = self.view.heads.clone();
        let heads = self.view.heads.clone();
        let forked: BTreeSet<MemberId> = forked(&heads).collect();
        let statements = Some(self.view.statements.clone());
        let mut actions = vec![Action::Send(Frame::Announce(Announce { heads, statements }))];
        if !forked.is_empty() {
            actions.insert(0, Action::SendForks(forked));
        }
        let early = self.early.take();
        actions.extend(early.into_iter().flat_map(|announce| self.heard(announce)));
        actions
    }

    fn heard(&mut self, announce: Announce) -> Vec<Action> {
        let Announce { heads, statements } = announce;
        self.fetching.learn(heads);
        let first = self.phase == Phase::Comparing;
        self.phase = Phase::Live;
        match statements.filter(|_| first) {
            Some(index) => vec![Action::SendStatements(index)],
            None => Vec::new(),
        }
    }

    fn stored(&mut self, stored: Stored, now_ms: u64, claims: &mut Claims) -> Result<(), Closed> {
        let Stored { member, head, outcome } = stored;
        match head {
            Some(head) => self.view.heads.insert(member, head),
            None => self.view.heads.remove(&member),
        };
        self.fetching.stored(member, outcome, now_ms, claims);
        match outcome {
            Outcome::Rejected(rejected) => self.reject(rejected),
            _ => Ok(()),
        }
    }

    fn tick(&self, now_ms: u64) -> Result<(), Closed> {
        let late = match self.phase {
            Phase::Greeting { since_ms } => now_ms.saturating_sub(since_ms) >= HELLO_MS,
            Phase::Registering { since_ms } => now_ms.saturating_sub(since_ms) >= PROGRESS_MS,
            _ => self.fetching.is_stalled(now_ms),
        };
        if late { Err(Closed::Stalled) } else { Ok(()) }
    }

    fn reject(&mut self, rejected: Rejected) -> Result<(), Closed> {
        self.rejected.add(rejected);
        bear(self.rejected)
    }

    /// Adds whatever can be done now: serve, ask, grant, tell.
    fn go_on(&mut self, now_ms: u64, claims: &mut Claims, actions: &mut Vec<Action>) {
        if !matches!(self.phase, Phase::Comparing | Phase::Live) {
            return;
        }
        let mut wants = self.fetching.plan(&self.view.heads, now_ms, claims);
        wants.extend(self.fetching.plan_holes(&self.view.holes, now_ms, claims));
        let (me, cut_off) = (self.view.member, &self.view.cut_off);
        wants.extend(self.fetching.plan_cut_off(me, cut_off, now_ms, claims));
        actions.extend(wants.into_iter().map(|it| Action::Send(Frame::Want(it))));
        let grant = self.fetching.grant();
        actions.extend(grant.map(|bytes| Action::Send(Frame::Credit(bytes))));
        self.tell(actions);
        let load = self.serving.next();
        actions.extend(load.map(|(wanted, bytes_max)| Action::Load { wanted, bytes_max }));
    }

    /// Announces logs that changed, except those that are being fetched from this very peer.
    fn tell(&mut self, actions: &mut Vec<Action>) {
        let is_news = |member: &MemberId, head: &Head| {
            self.announced.get(member) != Some(head) && !self.fetching.is_asking(*member)
        };
        let news = self.view.heads.iter().filter(|(member, head)| is_news(member, head));
        let heads: Heads = news.map(|(member, head)| (*member, *head)).collect();
        if heads.is_empty() {
            return;
        }
        let forks = |head: Option<&Head>| head.map(|head| (head.forked_seq, head.forks));
        let is_told =
            |member: &MemberId| forks(self.announced.get(member)) == forks(heads.get(member));
        let unproven: BTreeSet<MemberId> = forked(&heads).filter(|it| !is_told(it)).collect();
        if !unproven.is_empty() {
            actions.push(Action::SendForks(unproven));
        }
        self.announced.extend(heads.iter().map(|(member, head)| (*member, *head)));
        actions.push(Action::Send(Frame::Announce(Announce { heads, statements: None })));
    }
}

fn learn(objects: impl Iterator<Item = Object>, last: bool) -> Vec<Action> {
    vec![Action::Learn(objects.collect(), last)]
}

fn is_forked(head: &Head) -> bool {
    head.forked_seq.is_some() || head.forks != 0
}

fn forked(heads: &Heads) -> impl Iterator<Item = MemberId> {
    let forks = heads.iter().filter(|(_, head)| is_forked(head));
    forks.map(|(member, _)| *member)
}

#[cfg(test)]
mod tests;
