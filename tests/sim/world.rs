//! The network between nodes in memory: ordered streams that break, and everything that goes wrong.
//!
//! A session is an ordered stream: a lost frame is a broken session. Frames of different sessions
//! overtake each other at will. A repeated frame is a fault of the transport that a session must
//! survive, be it by closing.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use flotilla_domain::chain::Link;
use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::session::Session;
use flotilla_domain::session::claims::SessionId;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::StatementIndex;
use flotilla_domain::session::step::Action;
use flotilla_domain::session::step::Closed;
use flotilla_domain::session::step::Event;
use flotilla_domain::session::step::Stored;
use flotilla_domain::signed::Received;
use flotilla_wire::sample::random::Random;

use crate::node;
use crate::node::Node;
use crate::terms::Decree;

/// One direction of a connection: from one node to another, by their places.
pub(crate) type Way = (usize, usize);

/// Nodes, connections and what is under way.
#[derive(Debug)]
pub(crate) struct World {
    /// The nodes.
    pub(crate) nodes: Vec<Node>,
    /// Why sessions were closed by the machine itself.
    pub(crate) closed: Vec<Closed>,
    /// How many frames were delivered.
    pub(crate) frames: usize,
    /// How often each entry was delivered to each node.
    pub(crate) deliveries: usize,
    /// Nodes that publish nothing.
    pub(crate) silent: BTreeSet<usize>,
    /// Everything that was published, in order.
    pub(crate) published: Vec<(usize, EntryId)>,
    random: Random,
    now_ms: u64,
    next_session: u64,
    /// Ends of sessions: the first of a pair is the node, the second its peer.
    ends: BTreeMap<Way, Session>,
    /// Frames under way.
    wires: BTreeMap<Way, VecDeque<Frame>>,
    cut: BTreeSet<Way>,
    /// Connections over which a frame came twice.
    tainted: BTreeSet<Way>,
    /// Which statements the peer was sent.
    told: BTreeMap<Way, StatementIndex>,
}

impl World {
    /// Makes `count` nodes that know nothing of each other.
    pub(crate) fn new(count: usize, random: Random) -> Self {
        let everyone: Vec<MemberId> = (0..count).map(member).collect();
        let node = |it: usize| Node::new(member(it), everyone.clone());
        Self {
            nodes: (0..count).map(node).collect(),
            closed: Vec::new(),
            frames: 0,
            deliveries: 0,
            silent: BTreeSet::new(),
            published: Vec::new(),
            random,
            now_ms: 0,
            next_session: 0,
            ends: BTreeMap::new(),
            wires: BTreeMap::new(),
            cut: BTreeSet::new(),
            tainted: BTreeSet::new(),
            told: BTreeMap::new(),
        }
    }

    /// Lets one thing happen.
    pub(crate) fn happen(&mut self) {
        let count = self.nodes.len();
        let (a, b) = (self.random.below(count), self.random.below(count));
        match self.random.below(40) {
            0..=1 => self.break_up((a, b)),
            2 => self.restart(a),
            3 => drop(self.cut.insert((a.min(b), a.max(b)))),
            4 => drop(self.cut.remove(&(a.min(b), a.max(b)))),
            5 => self.tick(),
            6..=9 => self.connect(a, b),
            10..=12 => self.publish(a),
            13 => drop(self.state(a)),
            _ => self.deliver(),
        }
    }

    /// Connects two nodes, if they are not and nothing keeps them apart.
    pub(crate) fn connect(&mut self, a: usize, b: usize) {
        let apart = a == b || self.cut.contains(&(a.min(b), a.max(b)));
        if apart || self.ends.contains_key(&(a, b)) {
            return;
        }
        for (me, peer) in [(a, b), (b, a)] {
            self.next_session += 1;
            let id = SessionId(self.next_session);
            let view = self.nodes[me].view();
            let (session, hello) = Session::open(view, member(peer), id, self.now_ms);
            self.ends.insert((me, peer), session);
            self.wires.insert((me, peer), VecDeque::from([hello]));
        }
    }

    /// Ends a session on both sides; what was under way is lost.
    pub(crate) fn break_up(&mut self, (a, b): Way) {
        for (me, peer) in [(a, b), (b, a)] {
            if let Some(mut session) = self.ends.remove(&(me, peer)) {
                session.end(&mut self.nodes[me].claims);
            }
            self.wires.remove(&(me, peer));
            self.told.remove(&(me, peer));
        }
    }

    /// Restarts a node: what it holds stays, everything else is gone.
    pub(crate) fn restart(&mut self, node: usize) {
        for peer in 0..self.nodes.len() {
            self.break_up((node, peer));
        }
    }

    /// Has a node append an entry to its own log, if that may grow.
    pub(crate) fn publish(&mut self, node: usize) {
        let own = member(node);
        let head = self.nodes[node].heads().get(&own).copied().unwrap_or_default();
        if self.silent.contains(&node) || head.forked_seq.is_some() {
            return;
        }
        let decree = self.nodes[node].decree(own);
        let entry = node::entry_in((own, decree.epoch()), head.link, 0);
        self.published.push((node, node::id(&entry)));
        self.plant(node, own, vec![entry]);
    }

    /// Has a node decide something about a member, and tell it.
    pub(crate) fn decide(&mut self, node: usize, decree: Decree) {
        self.nodes[node].decide(decree);
        self.governed(node, None);
        self.grown(node);
    }

    /// Puts another node, with what it holds, in the place of one.
    pub(crate) fn replace(&mut self, place: usize, node: Node) {
        self.restart(place);
        self.nodes[place] = node;
    }

    /// Has a node say what it holds; returns whether that is news.
    pub(crate) fn state(&mut self, node: usize) -> bool {
        let is_news = self.nodes[node].state();
        if is_news {
            self.grown(node);
        }
        self.spread(node);
        is_news
    }

    /// Has all nodes state what they hold, and lets that settle, until nobody has anything to say.
    /// Returns whether that came to an end.
    pub(crate) fn settle_witnesses(&mut self) -> bool {
        for _ in 0..20 {
            let mut is_news = false;
            for node in 0..self.nodes.len() {
                is_news |= self.state(node);
            }
            if !self.settle() {
                return false;
            }
            if !is_news {
                return true;
            }
        }
        false
    }

    /// Puts entries of any author into a node, as if they had come from outside.
    pub(crate) fn plant(&mut self, node: usize, author: MemberId, entries: Vec<Received<Entry>>) {
        for entry in entries {
            let _outcome = self.nodes[node].store(author, vec![entry]);
        }
        self.grown(node);
    }

    /// Takes away what keeps two nodes apart.
    pub(crate) fn heal_between(&mut self, a: usize, b: usize) {
        self.cut.remove(&(a.min(b), a.max(b)));
    }

    /// Takes away everything that keeps nodes apart, and connections that were not sound.
    pub(crate) fn heal(&mut self) {
        self.cut.clear();
        for way in std::mem::take(&mut self.tainted) {
            self.break_up(way);
        }
        self.closed.clear();
    }

    /// Delivers everything, and lets time pass, until nothing happens any more. Returns whether that
    /// came to an end.
    pub(crate) fn settle(&mut self) -> bool {
        let mut quiet = 0;
        for _ in 0..200_000 {
            if self.wires.values().any(|wire| !wire.is_empty()) {
                quiet = 0;
                self.deliver_one();
            } else if quiet > 3 {
                return true;
            } else {
                quiet += 1;
                self.tick();
            }
        }
        false
    }

    /// Returns whether both ends of every session think so, and nothing is claimed any more.
    pub(crate) fn is_in_sync(&self) -> bool {
        self.ends.values().all(Session::is_in_sync)
            && self.nodes.iter().all(|node| node.claims.is_empty())
    }

    fn tick(&mut self) {
        self.now_ms += 5_000;
        let ways: Vec<Way> = self.ends.keys().copied().collect();
        for way in ways {
            self.step(way, Event::Tick);
        }
    }

    fn deliver(&mut self) {
        for _ in 0..4 {
            self.deliver_one();
        }
    }

    /// Delivers the oldest frame of any one wire, now and then twice.
    fn deliver_one(&mut self) {
        let busy = self.wires.iter().filter(|(_, wire)| !wire.is_empty());
        let busy: Vec<Way> = busy.map(|(way, _)| *way).collect();
        if busy.is_empty() {
            return;
        }
        let (from, to) = busy[self.random.below(busy.len())];
        let Some(frame) = self.wires.get_mut(&(from, to)).and_then(VecDeque::pop_front) else {
            return;
        };
        self.frames += 1;
        if let Frame::Entries(stretch) = &frame {
            self.deliveries += stretch.entries.len();
        }
        if !self.cut.is_empty() && self.random.once_in(200) {
            self.tainted.insert((to, from));
            self.step((to, from), Event::Arrived(frame.clone().into()));
        }
        self.step((to, from), Event::Arrived(frame.into()));
    }

    /// Sends the statements that peers do not have yet.
    fn spread(&mut self, node: usize) {
        let ways: Vec<Way> = self.ends.keys().copied().filter(|(me, _)| *me == node).collect();
        for way in ways {
            let told = self.told.entry(way).or_default();
            let newer = self.nodes[node].newer(told);
            *told = self.nodes[node].statement_index();
            if !newer.is_empty() {
                self.send(way, Frame::HeadStatements(newer));
            }
        }
    }

    /// Tells all sessions of a node but one what was decided.
    fn governed(&mut self, node: usize, but: Option<usize>) {
        let governed = self.nodes[node].governed();
        let ways = self.ends.keys().copied();
        let ways: Vec<Way> = ways.filter(|(me, peer)| *me == node && Some(*peer) != but).collect();
        for way in ways {
            self.step(way, Event::Governed(governed.clone()));
        }
    }

    fn grown(&mut self, node: usize) {
        let heads = self.nodes[node].heads();
        let ways: Vec<Way> = self.ends.keys().copied().filter(|(me, _)| *me == node).collect();
        for way in ways {
            self.step(way, Event::Grown(heads.clone()));
        }
    }

    /// Tells a session of an event and does what it says, until nothing is left to do.
    fn step(&mut self, way: Way, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let claims = &mut self.nodes[way.0].claims;
            let Some(session) = self.ends.get_mut(&way) else { return };
            for action in session.step(event, self.now_ms, claims) {
                events.extend(self.act(way, action));
            }
        }
    }

    fn act(&mut self, way: Way, action: Action) -> Option<Event> {
        let (me, _) = way;
        match action {
            Action::Answer(_) => self.send(way, Frame::Governance(Vec::new(), true)),
            Action::Learn(_, last) => {
                // What the peer knows, as if it had been in the frames.
                let decrees = self.nodes[way.1].decrees().clone();
                let (learned, is_news) = self.nodes[me].learn(&decrees, last);
                self.step(way, Event::Learned(learned));
                if is_news {
                    self.governed(me, Some(way.1));
                    self.grown(me);
                }
                None
            }
            Action::Close(reason) => {
                self.closed.push(reason);
                self.break_up(way);
                None
            }
            Action::Estrange(_) => panic!("everybody is a member of everybody's coalition"),
            Action::Hear(..) | Action::Show(_) => panic!("nobody holds anything at home"),
            Action::Load { wanted, bytes_max: _ } => {
                let count = 1 + self.random.below(4);
                Some(Event::Loaded(self.nodes[me].read(wanted.member, wanted.from, count)))
            }
            Action::Record(proofs) => {
                self.nodes[me].record(proofs);
                self.grown(me);
                None
            }
            Action::Send(frame) => self.send(way, frame),
            Action::SendForks(members) => {
                let proofs = self.nodes[me].proofs(&members);
                self.send(way, Frame::ForkProofs(proofs))
            }
            Action::SendStatements(index) => {
                self.told.insert(way, index);
                self.spread(me);
                None
            }
            Action::StoreStatements(statements) => {
                let said = statements.iter().map(|it| it.claim().clone()).collect();
                if self.nodes[me].hear(said) {
                    self.grown(me);
                    self.spread(me);
                }
                None
            }
            Action::Store(author, entries) => {
                let outcome = self.nodes[me].store(author, entries);
                let head = self.nodes[me].heads().get(&author).copied();
                self.step(way, Event::Stored(Stored { member: author, head, outcome }));
                self.grown(me);
                None
            }
        }
    }

    fn send(&mut self, way: Way, frame: Frame) -> Option<Event> {
        if let Some(wire) = self.wires.get_mut(&way) {
            wire.push_back(frame);
        }
        None
    }
}

/// Returns the member that runs the node at `place`.
pub(crate) fn member(place: usize) -> MemberId {
    MemberId(Hash::of([b"member".as_slice(), &place.to_be_bytes()]))
}

/// Returns a history of `author`: `length` entries that part from branch 0 after `shared`.
pub(crate) fn history(
    author: MemberId,
    shared: u64,
    length: u64,
    branch: u8,
) -> Vec<Received<Entry>> {
    let mut entries: Vec<Received<Entry>> = Vec::new();
    let mut prev: Option<Link> = None;
    for seq in 1..=length {
        let entry = node::entry_in((author, 1), prev, if seq > shared { branch } else { 0 });
        prev = Some(node::link(&entry));
        entries.push(entry);
    }
    entries
}
