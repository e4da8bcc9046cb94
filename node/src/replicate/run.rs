//! One connection, from greeting to end. A session with a member: receives, dispatches, and performs
//! what the state machine says. Who is none gets an exchange of governance.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Member;
use flotilla_domain::session::Session;
use flotilla_domain::session::View;
use flotilla_domain::session::frame::Announce;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::StatementIndex;
use flotilla_domain::session::step::Action;
use flotilla_domain::session::step::Closed;
use flotilla_domain::session::step::Estrangement;
use flotilla_domain::session::step::Event;
use flotilla_domain::session::step::Governed;
use flotilla_domain::session::versions::Mismatch;
use tokio::sync::mpsc;
use tokio::time;
use tokio::time::MissedTickBehavior;
use tracing::debug;
use tracing::info;
use tracing::warn;

use super::Link;
use super::NotPosted;
use super::Origin;
use super::Outbox;
use super::Replicator;
use super::Shared;
use super::apply;
use super::ask;
use super::ask::Waiting;
use super::declined::Declined;
use super::exchange::Exchanging;
use super::peers::PeerStatus;
use super::peers::Seat;
use crate::identity::Peer;
use crate::ledger::AppendError;
use crate::ledger::ReadError;
use crate::minutes::LearnError;
use crate::minutes::Minute;
use crate::shutdown::Drain;

/// How often a session looks at the clock.
pub(super) const TICK: Duration = Duration::from_secs(1);

/// How a session or an exchange ended.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Ended {
    /// The peer broke a rule or a limit.
    #[error("closed because of the peer")]
    Closed(#[source] Closed),
    /// The other side was a stranger to us, or we to it: governance was exchanged.
    #[error("governance was exchanged")]
    Exchanged(Exchanged),
    /// The peer hung up, or the network did.
    #[error("the connection ended")]
    Gone,
    /// Our ledger could not do its part.
    #[error("the ledger could not do its part")]
    Ledger(#[source] Arc<LedgerError>),
    /// The peer has our own key.
    #[error("this is our own address, or somebody has our key")]
    Ourselves,
    /// Another connection with the same peer is kept.
    #[error("another connection with the same peer is kept")]
    Replaced,
    /// Our own key is not the current one of our member any more.
    #[error("our own key was replaced")]
    Silenced,
    /// This node is stopping.
    #[error("this node is stopping")]
    Stopping,
}

/// What an exchange with a stranger brought.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Exchanged {
    /// How many objects we hold now and did not before.
    pub learned: usize,
    /// How many objects we told.
    pub told: usize,
    /// Why a member got no more than that.
    pub mismatch: Option<Mismatch>,
}

/// What the ledger could not do.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Write.
    #[error("cannot write to the ledger")]
    Append(#[source] AppendError),
    /// Learn what was decided.
    #[error("cannot write to the minute book")]
    Learn(#[source] LearnError),
    /// Read.
    #[error("cannot read from the ledger")]
    Read(#[source] ReadError),
}

/// A session at work.
pub(super) struct Running<'a> {
    pub(super) shared: &'a Shared,
    pub(super) peer: MemberId,
    /// Who we are.
    pub(super) me: MemberId,
    session: Session,
    seat: Seat,
    outgoing: Outbox,
    /// Which statements the peer has, as far as we know.
    told: StatementIndex,
    /// The logs that there was no room for.
    pub(super) declined: Declined,
    /// Up to which version of the minute book the session knows.
    pub(super) minute: u64,
    /// Why it goes on as an exchange.
    estranged: Option<Estrangement>,
    /// Who of us waits for what the peer holds at home.
    pub(super) waiting: Waiting,
}

impl Replicator {
    /// Runs a session with a peer whose key was proven, or an exchange of governance where one side
    /// is no member, until it ends. It ends by itself when the drain begins, and must not be dropped
    /// before.
    pub async fn run(&self, peer: Peer, origin: Origin, link: Link, drain: Drain) -> Ended {
        match (peer, self.0.parts.signer.speaker()) {
            (Peer::Stranger(key), _) if key == self.0.parts.signer.public() => Ended::Ourselves,
            (Peer::Stranger(key), _) => self.meet(key.fingerprint(), origin, link, drain).await,
            (Peer::Member(peer), Ok(us)) => {
                self.keep_session((us.member(), peer), origin, link, drain).await
            }
            (Peer::Member(peer), Err(_)) => {
                let roster = self.0.parts.roster.borrow().clone();
                let key = roster.member(peer).and_then(Member::current_node_key);
                // If it has none it was removed just now.
                let Some(key) = key else { return Ended::Gone };
                self.meet(key.fingerprint(), origin, link, drain).await
            }
        }
    }

    async fn keep_session(
        &self,
        (me, peer): (MemberId, MemberId),
        origin: Origin,
        link: Link,
        mut drain: Drain,
    ) -> Ended {
        let seat = match self.0.peers.admit(me, peer, origin) {
            Ok(seat) => seat,
            Err(ended) => {
                debug!(%peer, "not needed: {ended}");
                return ended;
            }
        };
        info!(%peer, "peer connected");
        let Link { mut incoming, outgoing } = link;
        let taken = Arc::clone(&seat.taken);
        let mut running = Running::open(&self.0, (me, peer), seat, outgoing);
        let ended = tokio::select! {
            () = drain.begun() => Ended::Stopping,
            () = taken.notified() => Ended::Replaced,
            ended = self.work(&mut running, &mut incoming) => ended,
        };
        self.0.with_claims(|claims| running.session.end(claims));
        self.0.peers.leave(&running.seat, &ended);
        match &ended {
            Ended::Closed(reason) => warn!(%peer, error = %reason, "session closed by us"),
            Ended::Exchanged(it) => it.log(peer),
            Ended::Ledger(cause) => warn!(%peer, error = ?cause, "session closed by us"),
            ended => info!(%peer, "peer disconnected: {ended}"),
        }
        ended
    }
}

impl Replicator {
    /// Works until the session ends or we may not speak any more; where the peer does not know us,
    /// until governance is exchanged, which may tell us that we may not.
    async fn work(
        &self,
        running: &mut Running<'_>,
        incoming: &mut mpsc::Receiver<Arrival>,
    ) -> Ended {
        let worked = tokio::select! {
            () = self.0.parts.signer.silenced(running.me) => Err(Ended::Silenced),
            worked = running.work(incoming) => worked,
        };
        match worked {
            Err(ended) => ended,
            Ok(why) => {
                let exchanging = Exchanging::estranged(&self.0, &running.outgoing, why);
                exchanging.work(incoming).await
            }
        }
    }
}

impl Exchanged {
    /// Returns whether either side has more than before.
    pub fn is_news(self) -> bool {
        self.learned > 0 || self.told > 0
    }

    /// Says of an exchange with a member why it was no session.
    fn log(&self, peer: MemberId) {
        match &self.mismatch {
            Some(mismatch) => warn!(%peer, error = %mismatch, "no data is exchanged: {self}"),
            None => info!(%peer, "the peer did not know our key: {self}"),
        }
    }
}

impl fmt::Display for Exchanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} objects learned, {} told", self.learned, self.told)
    }
}

impl<'a> Running<'a> {
    fn open(
        shared: &'a Shared,
        (me, peer): (MemberId, MemberId),
        seat: Seat,
        outgoing: Outbox,
    ) -> Self {
        let statements = apply::statement_index(&shared.parts.ledger);
        // Corrected by the greeting where it matters, and by the comparison where copies differ.
        let told = statements.clone();
        let Minute { version, state, governed } = shared.parts.minutes.minute();
        let Governed { register, governance, protocol_min } = governed;
        let view = View {
            coalition: state.roster().coalition(),
            protocol: shared.config.protocol,
            protocol_min,
            member: me,
            governance,
            register,
            heads: shared.parts.ledger.heads(),
            holes: shared.parts.erasures.wanted(),
            cut_off: state.roster().member(me).map(Member::cut_off).unwrap_or_default(),
            statements,
            credit_bytes: shared.config.credit_bytes,
            software: shared.config.software.clone(),
        };
        let (session, hello) = Session::open(view, peer, shared.next_session(), shared.now_ms());
        let declined = Declined::default();
        let minute = version;
        let running = Self {
            shared,
            peer,
            me,
            session,
            seat,
            outgoing,
            told,
            declined,
            minute,
            estranged: None,
            waiting: Waiting::default(),
        };
        // If the link is closed already, the first receive says so.
        let _sent = running.send(hello).is_ok();
        running
    }

    /// Receives and dispatches; every arm is one call.
    async fn work(
        &mut self,
        incoming: &mut mpsc::Receiver<Arrival>,
    ) -> Result<Estrangement, Ended> {
        let mut grown = self.shared.parts.ledger.watch();
        let mut stated = self.shared.stated.subscribe();
        let mut erasures = self.shared.parts.erasures.watch();
        let mut minutes = self.shared.parts.minutes.watch();
        let mut ticks = time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Whatever came between the greeting and now is looked at, too.
        grown.mark_changed();
        erasures.mark_changed();
        minutes.mark_changed();
        loop {
            let worked = tokio::select! {
                arrival = incoming.recv() => match arrival {
                    Some(arrival) => self.arrived(arrival).await,
                    None => return Err(Ended::Gone),
                },
                grown = grown.changed() => match grown {
                    Ok(()) => self.happen(Event::Grown(self.shared.parts.ledger.heads())).await,
                    Err(_) => return Err(Ended::Stopping),
                },
                Ok(()) = minutes.changed() => {
                    let minute = minutes.borrow_and_update().clone();
                    self.governed(minute).await
                }
                Ok(()) = erasures.changed() => {
                    let holes = self.shared.parts.erasures.wanted();
                    self.happen(Event::Holes(holes)).await
                }
                Ok(()) = stated.changed() => self.send_statements(),
                Some(question) = self.seat.questions.recv() => {
                    ask::put(self, question, self.session.has_greeted())
                }
                _ = ticks.tick() => self.tick().await,
            };
            worked?;
            if let Some(why) = self.estranged {
                return Ok(why);
            }
            self.note_sync();
        }
    }

    /// Tells the session what was decided, unless it was this peer that told us.
    async fn governed(&mut self, minute: Minute) -> Result<(), Ended> {
        if self.minute == minute.version {
            return Ok(());
        }
        self.minute = minute.version;
        self.happen(Event::Governed(minute.governed)).await
    }

    async fn arrived(&mut self, mut arrival: Arrival) -> Result<(), Ended> {
        if let Frame::Announce(announce) = &mut arrival.frame {
            self.keep_members(announce);
            self.declined.hear(&announce.heads);
        }
        let Frame::Hello(hello) = &arrival.frame else {
            return self.happen(Event::Arrived(arrival)).await;
        };
        let (software, heard) = (hello.software.clone(), hello.heard);
        self.shared.peers.update(&self.seat, |status| {
            status.software = Some(software);
            true
        });
        self.happen(Event::Arrived(arrival)).await?;
        if self.estranged.is_some() {
            return Ok(());
        }
        // What we said last may have been said while the peer was away.
        self.told.insert(self.me, heard);
        self.send_statements()
    }

    /// Leaves out what is said of strangers: there is no end of them, and nothing to fetch.
    fn keep_members(&self, announce: &mut Announce) {
        let roster = self.shared.parts.roster.borrow();
        announce.heads.retain(|member, _| roster.member(*member).is_some());
        if let Some(statements) = &mut announce.statements {
            statements.retain(|member, _| roster.member(*member).is_some());
        }
    }

    /// Looks at the clock; what was declined for want of room is asked for again after a while.
    async fn tick(&mut self) -> Result<(), Ended> {
        if let Some(heads) = self.declined.due(self.shared.now_ms()) {
            // As if the peer had announced these logs anew: that is what ends a refusal.
            let announce = Announce { heads, statements: None };
            self.happen(Event::Arrived(Frame::Announce(announce).into())).await?;
        }
        self.happen(Event::Tick).await
    }

    /// Tells the state machine what happened and does what it says, until nothing is left to do.
    async fn happen(&mut self, event: Event) -> Result<(), Ended> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let now_ms = self.shared.now_ms();
            let session = &mut self.session;
            let actions = self.shared.with_claims(|claims| session.step(event, now_ms, claims));
            for action in actions {
                events.extend(self.act(action).await?);
            }
        }
        Ok(())
    }

    async fn act(&mut self, action: Action) -> Result<Option<Event>, Ended> {
        match action {
            Action::Answer(register) => {
                let state = self.shared.parts.minutes.minute().state;
                register
                    .answer(&state)
                    .into_iter()
                    .try_for_each(|it| self.send(it))
                    .map(|()| None)
            }
            Action::Hear(entry, payload) => ask::hear(self, entry, &payload).map(|()| None),
            Action::Learn(objects, last) => apply::learn(self, objects, last).await,
            Action::Close(reason) => Err(Ended::Closed(reason)),
            Action::Estrange(why) => {
                self.estranged = Some(why);
                Ok(None)
            }
            Action::Load { wanted, bytes_max } => apply::load(self, wanted, bytes_max).await,
            Action::Record(proofs) => apply::record(self, proofs).await,
            Action::Send(frame) => self.send(frame).map(|()| None),
            Action::SendForks(members) => apply::send_forks(self, &members).map(|()| None),
            Action::SendStatements(index) => {
                self.told = index;
                self.send_statements().map(|()| None)
            }
            Action::Show(entry) => ask::show(self, entry).await.map(|()| None),
            Action::Store(member, entries) => apply::store(self, member, entries).await,
            Action::StoreStatements(statements) => apply::store_statements(self, statements).await,
        }
    }

    /// Queues a frame; a peer that lets frames pile up is not reading.
    pub(super) fn send(&self, frame: Frame) -> Result<(), Ended> {
        self.outgoing.send(frame).map_err(NotPosted::ended)
    }

    /// Takes note that the peer has a statement.
    pub(super) fn note_told(&mut self, member: MemberId, place: (u32, u64)) {
        let told = self.told.entry(member).or_insert(place);
        *told = place.max(*told);
    }

    /// Sends the statements that the peer does not have yet; none before it has greeted.
    fn send_statements(&mut self) -> Result<(), Ended> {
        if !self.session.has_greeted() {
            return Ok(());
        }
        for frame in apply::newer_statements(self.shared, &mut self.told) {
            self.send(frame)?;
        }
        Ok(())
    }

    fn note_sync(&self) {
        let in_sync = self.session.is_in_sync();
        let change = |status: &mut PeerStatus| {
            let changed = status.in_sync != in_sync;
            status.in_sync = in_sync;
            changed
        };
        self.shared.peers.update(&self.seat, change);
    }
}
