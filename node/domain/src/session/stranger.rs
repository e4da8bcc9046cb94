//! What is exchanged with a stranger: governance, and nothing else.
//!
//! ```text
//!          who dialed                        who was dialed
//!  Introduction ------------------------------>  says nothing before the coalition is named
//!        <------------------------------------- Introduction, Register
//!  Register ---------------------------------->
//!        <- Governance, Documents, Votes, Governance(last)      each: at most 1 MiB, or one object
//!  Governance, Documents, Votes, Governance(last) ->
//!            each side learns, and finishes what it says; then both hang up
//! ```
//!
//! A stranger is whoever shows a key that our roster does not name: somebody from outside, a former
//! member, or a member whose roster, or ours, is old. The two sides need not agree: one may know the
//! other as a member and have begun a session with a `Hello`, which greets as well. Promises:
//!
//! - **Nothing else can be said or done**: an [`Exchange`] has its own events and actions. Logs, heads
//!   and statements have no place in them, and a frame of any other kind closes it; only of a member
//!   that is too old, and may not know it yet, such frames are passed over.
//! - **It ends**: one register and one answer from each side, in [`EXCHANGE_MS_MAX`].
//! - **It costs little**: what a stranger brings is taken in at once, when it is complete, so it costs
//!   one look at the minute book and one write, however small it is cut.
//! - **What does not fit follows**: an answer that was cut short brings at least one object that the
//!   other side can check, so the next exchange goes on behind it. See `register`.

use crate::coalition::Object;
use crate::id::CoalitionId;
use crate::session::budget::bear;
use crate::session::frame::Arrival;
use crate::session::frame::Frame;
use crate::session::frame::Introduction;
use crate::session::frame::Rejected;
use crate::session::frame::weight;
use crate::session::register::Register;
use crate::session::step::Closed;
use crate::session::step::Estrangement;
use crate::session::versions::PROTOCOL;
use crate::session::versions::may_talk;

/// An exchange takes at most so long, in all.
pub const EXCHANGE_MS_MAX: u64 = 30_000;

/// What is told a stranger at most, unless it is a single object: little enough for somebody who asks
/// over and over to get, and enough for a year of governance of most coalitions.
pub const ANSWER_BYTES_MAX: usize = 1 << 20;

/// What is taken from a stranger at most: an answer as large as ours may be, and the frames around it.
pub const TAKEN_BYTES_MAX: u64 = (1 << 20) + (256 << 10);

/// One exchange with a stranger.
#[derive(Debug)]
pub struct Exchange {
    coalition: CoalitionId,
    register: Register,
    since_ms: u64,
    phase: Phase,
    /// Whether we have said who we are.
    introduced: bool,
    /// Whether the other side is a member that may not know yet that this is no session.
    is_member: bool,
    answered: bool,
    taken_bytes: u64,
    /// What was brought so far.
    brought: Vec<Object>,
    rejected: Rejected,
}

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A frame came from the stranger.
    Arrived(Arrival),
    /// What became of an [`Action::Learn`]: what of it was wrong for ever.
    Learned(Rejected),
    /// Time passed.
    Tick,
}

/// Something to do, in this order.
#[derive(Debug)]
pub enum Action {
    /// Send the first [`ANSWER_BYTES_MAX`] of what this register lacks: [`Register::answer_within`].
    Answer(Register),
    /// End the exchange at once.
    Close(Closed),
    /// Say nothing more, and wait until the other side has nothing more to say either.
    Finish,
    /// Take in what was brought, make it durable, and answer with [`Event::Learned`].
    Learn(Vec<Object>),
    /// Send a frame.
    Send(Frame),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Phase {
    Closed,
    /// Both know what they lack.
    Exchanging,
    Greeting,
    /// What was brought is being learned.
    Learning,
    /// All that was brought is learned.
    Taught,
}

impl Exchange {
    /// Begins with a stranger that we dialed; returns what to say first.
    pub fn dialed(coalition: CoalitionId, register: Register, now_ms: u64) -> (Self, Frame) {
        let mut exchange = Self::accepted(coalition, register, now_ms);
        exchange.introduced = true;
        let introduction = Introduction { protocol: PROTOCOL, coalition };
        (exchange, Frame::Introduction(introduction))
    }

    /// Waits for a stranger that dialed us to speak.
    pub fn accepted(coalition: CoalitionId, register: Register, now_ms: u64) -> Self {
        Self {
            coalition,
            register,
            since_ms: now_ms,
            phase: Phase::Greeting,
            introduced: false,
            is_member: false,
            answered: false,
            taken_bytes: 0,
            brought: Vec::new(),
            rejected: Rejected::default(),
        }
    }

    /// Goes on where a session ended because the peer does not know us, or one of us is too old for data;
    /// we have greeted already.
    pub fn estranged(
        coalition: CoalitionId,
        register: Register,
        why: Estrangement,
        now_ms: u64,
    ) -> (Self, Vec<Action>) {
        let mut exchange = Self::accepted(coalition, register, now_ms);
        exchange.introduced = true;
        exchange.is_member = matches!(why, Estrangement::Outdated(_));
        let actions = exchange.compare();
        (exchange, actions)
    }

    /// Takes note of `event` and says what follows from it.
    #[must_use]
    pub fn step(&mut self, event: Event, now_ms: u64) -> Vec<Action> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        let late = now_ms.saturating_sub(self.since_ms) >= EXCHANGE_MS_MAX;
        let reacted = match event {
            _ if late => Err(Closed::Stalled),
            Event::Arrived(arrival) => self.arrived(arrival),
            Event::Learned(rejected) => self.learned(rejected),
            Event::Tick => Ok(Vec::new()),
        };
        reacted.unwrap_or_else(|reason| {
            self.phase = Phase::Closed;
            vec![Action::Close(reason)]
        })
    }

    /// Returns whether each side has told the other all that it had to tell.
    pub fn is_complete(&self) -> bool {
        self.phase == Phase::Taught && self.answered
    }

    fn arrived(&mut self, Arrival { frame, malformed }: Arrival) -> Result<Vec<Action>, Closed> {
        self.rejected.add(malformed);
        bear(self.rejected)?;
        match (self.phase, frame) {
            (Phase::Greeting, Frame::Hello(hello)) => self.greeted(hello.protocol, hello.coalition),
            (Phase::Greeting, Frame::Introduction(Introduction { protocol, coalition })) => {
                self.greeted(protocol, coalition)
            }
            (Phase::Greeting, _) => broken("a stranger says first which coalition it belongs to"),
            (_, Frame::Register(register)) if !self.answered => {
                self.answered = true;
                let answer = Action::Answer(register);
                Ok([answer].into_iter().chain(self.finish()).collect())
            }
            (
                Phase::Exchanging,
                frame @ (Frame::Documents(_)
                | Frame::Governance(..)
                | Frame::Retractions(_)
                | Frame::Votes(_)),
            ) => self.brought(frame),
            // It learns from our answer that it, or we, are too old; and says until then what sessions say.
            (_, frame) if self.is_member && !is_governance(&frame) => Ok(Vec::new()),
            _ => broken("with a stranger governance is exchanged, once, and nothing else"),
        }
    }

    fn greeted(
        &mut self,
        protocol: (u32, u32),
        coalition: CoalitionId,
    ) -> Result<Vec<Action>, Closed> {
        may_talk((PROTOCOL, protocol), (self.coalition, coalition))?;
        let introduction = Introduction { protocol: PROTOCOL, coalition: self.coalition };
        let introduction = Action::Send(Frame::Introduction(introduction));
        let introduction = (!self.introduced).then_some(introduction);
        self.introduced = true;
        Ok(introduction.into_iter().chain(self.compare()).collect())
    }

    fn compare(&mut self) -> Vec<Action> {
        self.phase = Phase::Exchanging;
        vec![Action::Send(Frame::Register(std::mem::take(&mut self.register)))]
    }

    /// Keeps what was brought until that was all.
    fn brought(&mut self, frame: Frame) -> Result<Vec<Action>, Closed> {
        self.taken_bytes = self.taken_bytes.saturating_add(weight(&frame));
        if self.taken_bytes > TAKEN_BYTES_MAX {
            return broken("a stranger brings at most 1 MiB, or a single object");
        }
        let mut is_last = false;
        match frame {
            Frame::Documents(documents) => {
                let documents = documents.into_iter().map(Box::new).map(Object::Document);
                self.brought.extend(documents);
            }
            Frame::Governance(entries, last) => {
                is_last = last;
                self.brought.extend(entries.into_iter().map(Box::new).map(Object::Governance));
            }
            Frame::Retractions(it) => self.brought.extend(it.into_iter().map(Object::Retraction)),
            Frame::Votes(votes) => self.brought.extend(votes.into_iter().map(Object::Vote)),
            _ => {}
        }
        if !is_last {
            return Ok(Vec::new());
        }
        self.phase = Phase::Learning;
        Ok(vec![Action::Learn(std::mem::take(&mut self.brought))])
    }

    fn learned(&mut self, rejected: Rejected) -> Result<Vec<Action>, Closed> {
        self.rejected.add(rejected);
        bear(self.rejected)?;
        self.phase = Phase::Taught;
        Ok(self.finish().into_iter().collect())
    }

    fn finish(&self) -> Option<Action> {
        self.is_complete().then_some(Action::Finish)
    }
}

fn is_governance(frame: &Frame) -> bool {
    let brings = matches!(frame, Frame::Documents(_) | Frame::Governance(..) | Frame::Votes(_));
    brings || matches!(frame, Frame::Register(_) | Frame::Retractions(_))
}

fn broken(rule: &'static str) -> Result<Vec<Action>, Closed> {
    Err(Closed::BrokenRule { rule })
}

#[cfg(test)]
mod tests;
