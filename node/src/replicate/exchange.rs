//! Meeting a stranger: performs what an exchange of governance decides, from greeting to end.
//!
//! - **Of our state it touches the minute book, and nothing else.** The link is all that it is given;
//!   the ledger is out of its reach.
//! - **A stranger is no peer**: it takes no seat, and leaves no status behind.

use std::collections::VecDeque;

use flotilla_domain::coalition::Object;
use flotilla_domain::key::Fingerprint;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Rejected;
use flotilla_domain::session::step::Estrangement;
use flotilla_domain::session::stranger::ANSWER_BYTES_MAX;
use flotilla_domain::session::stranger::Action;
use flotilla_domain::session::stranger::Event;
use flotilla_domain::session::stranger::Exchange;
use tokio::sync::mpsc;
use tokio::task;
use tokio::time;
use tokio::time::MissedTickBehavior;
use tracing::debug;
use tracing::info;
use tracing::warn;

use super::Ended;
use super::Exchanged;
use super::Link;
use super::NotPosted;
use super::Origin;
use super::Outbox;
use super::Replicator;
use super::Shared;
use super::run::LedgerError;
use super::run::TICK;
use crate::minutes::LearnError;
use crate::minutes::Minutes;
use crate::shutdown::Drain;

/// An exchange at work.
pub(super) struct Exchanging<'a> {
    shared: &'a Shared,
    exchange: Exchange,
    outgoing: &'a Outbox,
    exchanged: Exchanged,
    /// What is to be done first.
    begin: Vec<Action>,
}

impl Replicator {
    /// Exchanges governance with a stranger, until both have told what they know.
    pub(super) async fn meet(
        &self,
        stranger: Fingerprint,
        origin: Origin,
        link: Link,
        mut drain: Drain,
    ) -> Ended {
        debug!(peer = %stranger, "stranger connected");
        let Link { mut incoming, outgoing } = link;
        let exchanging = Exchanging::open(&self.0, origin, &outgoing);
        let ended = tokio::select! {
            () = drain.begun() => Ended::Stopping,
            ended = exchanging.work(&mut incoming) => ended,
        };
        match &ended {
            Ended::Exchanged(it) if it.is_news() => {
                info!(peer = %stranger, "governance exchanged with a stranger: {it}");
            }
            Ended::Closed(reason) => debug!(peer = %stranger, error = %reason, "stranger refused"),
            ended => debug!(peer = %stranger, "stranger disconnected: {ended}"),
        }
        ended
    }
}

impl<'a> Exchanging<'a> {
    fn open(shared: &'a Shared, origin: Origin, outgoing: &'a Outbox) -> Self {
        let minute = shared.parts.minutes.minute();
        let coalition = minute.state.roster().coalition();
        let (register, now_ms) = (minute.governed.register, shared.now_ms());
        let (exchange, begin) = match origin {
            Origin::Accepted => (Exchange::accepted(coalition, register, now_ms), Vec::new()),
            Origin::Dialled => {
                let (exchange, first) = Exchange::dialed(coalition, register, now_ms);
                (exchange, vec![Action::Send(first)])
            }
        };
        Self { shared, exchange, outgoing, exchanged: Exchanged::default(), begin }
    }

    /// Goes on where a session ended.
    pub(super) fn estranged(shared: &'a Shared, outgoing: &'a Outbox, why: Estrangement) -> Self {
        let minute = shared.parts.minutes.minute();
        let coalition = minute.state.roster().coalition();
        let register = minute.governed.register;
        let now_ms = shared.now_ms();
        let (exchange, begin) = Exchange::estranged(coalition, register, why, now_ms);
        let mismatch = match why {
            Estrangement::Outdated(mismatch) => Some(mismatch),
            Estrangement::Unknown => None,
        };
        let exchanged = Exchanged { mismatch, ..Exchanged::default() };
        Self { shared, exchange, outgoing, exchanged, begin }
    }

    /// Receives and dispatches, until both have told what they know.
    pub(super) async fn work(mut self, incoming: &mut mpsc::Receiver<Arrival>) -> Ended {
        let begin = std::mem::take(&mut self.begin);
        let mut worked = self.perform(begin).await.map(|_| ());
        let mut ticks = time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if let Err(ended) = worked {
                return ended;
            }
            worked = tokio::select! {
                arrival = incoming.recv() => match arrival {
                    Some(arrival) => self.happen(Event::Arrived(arrival)).await,
                    // The other side hangs up when it has told and learned everything.
                    None if self.exchange.is_complete() => return Ended::Exchanged(self.exchanged),
                    None => return Ended::Gone,
                },
                _ = ticks.tick() => self.happen(Event::Tick).await,
            };
        }
    }

    async fn happen(&mut self, event: Event) -> Result<(), Ended> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let actions = self.exchange.step(event, self.shared.now_ms());
            events.extend(self.perform(actions).await?);
        }
        Ok(())
    }

    async fn perform(&mut self, actions: Vec<Action>) -> Result<Vec<Event>, Ended> {
        let mut events = Vec::new();
        for action in actions {
            match action {
                Action::Answer(register) => {
                    let state = self.shared.parts.minutes.minute().state;
                    let (frames, told) = register.answer_within(&state, ANSWER_BYTES_MAX);
                    self.exchanged.told = told;
                    frames.into_iter().try_for_each(|frame| self.send(frame))?;
                }
                Action::Close(reason) => return Err(Ended::Closed(reason)),
                Action::Finish => self.outgoing.finish(),
                Action::Learn(objects) => events.push(self.learn(objects).await?),
                Action::Send(frame) => self.send(frame)?,
            }
        }
        Ok(events)
    }

    async fn learn(&mut self, objects: Vec<Object>) -> Result<Event, Ended> {
        if objects.is_empty() {
            return Ok(Event::Learned(Rejected::default()));
        }
        let minutes: Minutes = self.shared.parts.minutes.clone();
        let learned = task::spawn_blocking(move || minutes.learn(objects)).await;
        // A panic aborts the process; else the task was cancelled, because the node is stopping.
        match learned.map_err(|_| Ended::Stopping)? {
            Ok(learnt) => {
                self.exchanged.learned = learnt.held.saturating_add(learnt.freed);
                Ok(Event::Learned(learnt.rejected))
            }
            Err(error @ LearnError::Write(_)) => {
                // For want of room, most often; it comes again when both meet again.
                warn!(%error, "decisions of the coalition were not kept");
                Ok(Event::Learned(Rejected::default()))
            }
            Err(error) => Err(Ended::Ledger(LedgerError::Learn(error).into())),
        }
    }

    fn send(&self, frame: Frame) -> Result<(), Ended> {
        self.outgoing.send(frame).map_err(NotPosted::ended)
    }
}
