//! A node for tests, and waiting for what it comes to. Nothing sleeps; everything has a deadline.

use std::sync::Arc;
use std::time::Duration;

use flotilla_domain::coalition::Object;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::CREDIT_BYTES;
use flotilla_domain::session::versions::PROTOCOL;
use flotilla_domain::session::versions::Versions;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::clock::Clock;
use crate::erasures;
use crate::erasures::Erasures;
use crate::held::Held;
use crate::identity::Signer;
use crate::identity::Tls;
use crate::judge::Judge;
use crate::ledger::Ledger;
use crate::ledger::LedgerConfig;
use crate::ledger::OpenLedgerError;
use crate::minutes::Minutes;
use crate::minutes::OpenMinutesError;
use crate::replicate::Dial;
use crate::replicate::Dialled;
use crate::replicate::Ended;
use crate::replicate::Origin;
use crate::replicate::Parts;
use crate::replicate::PeerStatus;
use crate::replicate::ReplicateConfig;
use crate::replicate::Replicator;
use crate::rpc::sync;
use crate::rpc::sync::PeerDialler;
use crate::shutdown::Drain;
use crate::shutdown::Drained;
use crate::shutdown::Shutdown;

pub(super) const ALICE: usize = 0;
pub(super) const BOB: usize = 1;
pub(super) const CAROL: usize = 2;

/// Long enough for a busy machine; a test that waits that long has failed.
pub(super) const DEADLINE: Duration = Duration::from_secs(30);

/// A node on loopback.
pub(super) struct Node {
    pub(super) ledger: Ledger,
    pub(super) held: Held,
    pub(super) minutes: Minutes,
    pub(super) replicator: Replicator,
    pub(super) roster: watch::Sender<Arc<Roster>>,
    pub(super) tls: Tls,
    index: usize,
    plan: Plan,
    address: Option<String>,
    drain: Drain,
    shutdown: Shutdown,
    dir: Arc<TempDir>,
}

/// How a node takes part.
#[derive(Clone, Copy)]
struct Plan {
    members: usize,
    /// The epoch of the node key.
    epoch: u32,
    protocol: Versions,
    listens: bool,
    states: bool,
}

/// What is left of a node when it has stopped.
pub(super) struct Stopped {
    index: usize,
    plan: Plan,
    dir: Arc<TempDir>,
}

impl Plan {
    const PLAIN: Self =
        Self { members: 3, epoch: 1, protocol: PROTOCOL, listens: true, states: true };
}

impl Stopped {
    /// Flips a bit in the middle of what the coalition decided.
    pub(super) fn damage_the_minute_book(&self) {
        let path = self.dir.path().join("governance/objects.seg");
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(path, bytes).unwrap();
    }

    /// Starts the node again, with what it had stored.
    pub(super) async fn restart(self) -> Node {
        Node::with(self.index, self.plan, Some(self.dir)).await
    }
}

impl Node {
    /// Starts a node of a coalition of three.
    pub(super) async fn start(index: usize) -> Self {
        Self::with(index, Plan::PLAIN, None).await
    }

    /// Starts a node that signs no statements.
    pub(super) async fn quiet(index: usize) -> Self {
        Self::with(index, Plan { states: false, ..Plan::PLAIN }, None).await
    }

    /// Starts a node that nobody can dial.
    pub(super) async fn outbound_only(index: usize) -> Self {
        Self::with(index, Plan { listens: false, ..Plan::PLAIN }, None).await
    }

    /// Starts a node that knows the first `members` only.
    pub(super) async fn with_members(index: usize, members: usize) -> Self {
        Self::with(index, Plan { members, ..Plan::PLAIN }, None).await
    }

    /// Starts a node with the key of another epoch, which its roster does not know yet.
    pub(super) async fn of_epoch(index: usize, epoch: u32) -> Self {
        Self::with(index, Plan { epoch, ..Plan::PLAIN }, None).await
    }

    /// Starts a node that speaks these versions of the protocol.
    pub(super) async fn speaking(index: usize, protocol: Versions) -> Self {
        Self::with(index, Plan { protocol, ..Plan::PLAIN }, None).await
    }

    async fn with(index: usize, plan: Plan, dir: Option<Arc<TempDir>>) -> Self {
        let sample = Sample::new(plan.members);
        let dir = dir.unwrap_or_else(|| Arc::new(tempfile::tempdir().unwrap()));
        let minutes = minutes(&dir, &sample).await;
        let ledger = open(&dir, minutes.follow()).await;
        let (roster, follow) = (minutes.changes(), minutes.follow());
        let key = Sample::node_key_of(index, plan.epoch);
        let signer = Signer::with_key(key, follow.clone());
        let tls = Tls::new(&signer, follow.clone()).unwrap();
        let signer = Arc::new(signer);
        let judge = Arc::new(Judge::new(&minutes, ledger.clone()));
        let held = Held::open(dir.path()).unwrap();
        let erasures = erasures::Parts {
            ledger: ledger.clone(),
            judge: Arc::clone(&judge),
            rosters: minutes.follow(),
            signer: Arc::clone(&signer),
            held: held.clone(),
            clock: Clock::system(),
        };
        let erasures = Erasures::open(dir.path(), erasures);
        let parts = Parts {
            ledger: ledger.clone(),
            erasures: erasures.clone(),
            judge,
            held: held.clone(),
            minutes: minutes.clone(),
            roster: follow,
            signer,
            clock: Clock::system(),
            random: |_| 0,
        };
        let config = ReplicateConfig {
            addresses: Vec::new(),
            credit_bytes: CREDIT_BYTES,
            software: "test".to_owned(),
            protocol: plan.protocol,
        };
        let replicator = Replicator::new(parts, config);
        let (shutdown, drain) = Shutdown::new();
        let mut address = None;
        if plan.listens {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            address = Some(listener.local_addr().unwrap().to_string());
            let (tls, replicator, drain) = (tls.clone(), replicator.clone(), drain.clone());
            tokio::spawn(async move { sync::serve(listener, tls, replicator, drain).await });
        }
        let until = drain.clone();
        tokio::spawn(erasures.run(until));
        if plan.states {
            let (replicator, drain) = (replicator.clone(), drain.clone());
            tokio::spawn(async move { replicator.keep_stating(drain).await });
        }
        Self {
            ledger,
            held,
            minutes,
            replicator,
            roster,
            tls,
            index,
            plan,
            address,
            drain,
            shutdown,
            dir,
        }
    }

    /// Has the node keep a session with `other`.
    pub(super) fn dial(&self, other: &Self) {
        let (replicator, drain) = (self.replicator.clone(), self.drain.clone());
        let (address, dialler) = (other.address(), PeerDialler::new(self.tls.clone()));
        tokio::spawn(async move { replicator.keep_dialling(address, dialler, drain).await });
    }

    /// Runs a session over a stream that was dialled.
    pub(super) fn run(&self, Dialled { peer, link }: Dialled) {
        let (replicator, drain) = (self.replicator.clone(), self.drain.clone());
        tokio::spawn(async move { replicator.run(peer, Origin::Dialled, link, drain).await });
    }

    /// Dials `other` once and waits for the end of the session.
    pub(super) async fn session_with(&self, other: &Self) -> Ended {
        let dialler = PeerDialler::new(self.tls.clone());
        let Dialled { peer, link } = dialler.dial(&other.address()).await.unwrap();
        let session = self.replicator.run(peer, Origin::Dialled, link, self.drain.clone());
        timeout(DEADLINE, session).await.unwrap()
    }

    /// Appends entries to the node's own log.
    pub(super) async fn publish(&self, count: u64) {
        let sample = Sample::new(self.plan.members);
        let head = self.ledger.heads().get(&self.member()).and_then(|head| head.link);
        let (mut seq, mut prev) = head.map_or((0, None), |link| (link.seq, Some(link.id)));
        let mut entries = Vec::new();
        for _ in 0..count {
            seq += 1;
            let payload = Payload::opaque(format!("entry {seq}").as_bytes());
            let entry = sample.entry(self.index, prev, seq, payload);
            prev = Some(entry.id());
            entries.push(entry);
        }
        let _appended = self.ledger.append(entries).await.unwrap();
    }

    /// Has the node learn what was decided.
    pub(super) fn learn(&self, objects: Vec<Object>) {
        let count = objects.len();
        assert_eq!(self.minutes.learn(objects).unwrap().held, count);
    }

    /// Waits until the node knows as many members.
    pub(super) async fn counts(&self, members: usize) {
        let mut roster = self.minutes.follow();
        let counted = roster.wait_for(|roster| roster.len() == members);
        assert!(timeout(DEADLINE, counted).await.is_ok());
    }

    /// Stops the node, and waits until all its tasks have ended.
    pub(super) async fn stop(self) -> Stopped {
        let Self { ledger, replicator, index, plan, drain, shutdown, dir, .. } = self;
        drop((drain, replicator));
        assert_eq!(shutdown.finish(DEADLINE).await, Drained::InTime);
        ledger.close().await;
        Stopped { index, plan, dir }
    }

    /// Waits until both sides know that they hold the same.
    pub(super) async fn in_sync_with(&self, other: &Self) {
        self.peer(other.member(), |peer| peer.is_some_and(|peer| peer.in_sync)).await;
    }

    /// Waits until there is no session with `other`.
    pub(super) async fn disconnected_from(&self, other: &Self) {
        self.peer(other.member(), |peer| peer.is_some_and(|it| it.connected.is_none()))
            .await;
    }

    /// Waits until the status of a peer is as it should be.
    pub(super) async fn peer(&self, member: MemberId, is: impl Fn(Option<&PeerStatus>) -> bool) {
        let mut changed = self.replicator.watch_peers();
        let wait = async {
            loop {
                let peers = self.replicator.peers();
                if is(peers.iter().find(|peer| peer.member == member)) {
                    return;
                }
                changed.changed().await.unwrap();
            }
        };
        let waited = timeout(DEADLINE, wait).await;
        assert!(waited.is_ok(), "{:?}", self.replicator.peers());
    }

    /// Returns how many bytes went over the network, both ways.
    pub(super) fn traffic(&self) -> u64 {
        self.tls.traffic().sent() + self.tls.traffic().received()
    }

    /// Returns whose node this is.
    pub(super) fn member(&self) -> MemberId {
        Sample::inception(self.index).0
    }

    /// Returns where the node listens.
    pub(super) fn address(&self) -> String {
        self.address.clone().unwrap()
    }
}

/// Opens the minute book; waits as for the ledger.
async fn minutes(dir: &TempDir, sample: &Sample) -> Minutes {
    let open = async {
        loop {
            match Minutes::open(dir.path(), sample.founded()) {
                Ok(minutes) => return minutes,
                Err(OpenMinutesError::InUse { .. }) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        }
    };
    timeout(DEADLINE, open).await.unwrap()
}

/// Opens a ledger; waits for the last task that still has a handle on the one before.
async fn open(dir: &TempDir, roster: watch::Receiver<Arc<Roster>>) -> Ledger {
    let open = async {
        loop {
            match Ledger::open(dir.path(), roster.clone(), LedgerConfig::DEFAULT) {
                Ok((ledger, _)) => return ledger,
                Err(OpenLedgerError::InUse { .. }) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        }
    };
    timeout(DEADLINE, open).await.unwrap()
}

/// Waits until all `nodes` hold the same.
pub(super) async fn equal(nodes: &[&Node]) {
    for node in nodes {
        let mut changed = node.ledger.watch();
        let wait = async {
            while nodes.iter().any(|it| it.ledger.snapshot_id() != node.ledger.snapshot_id()) {
                // Any of them may be the one that lags: look again when this one has changed, and
                // when a peer of it says that it has caught up.
                let mut peers = node.replicator.watch_peers();
                tokio::select! {
                    _ = changed.changed() => {}
                    _ = peers.changed() => {}
                }
            }
        };
        let waited = timeout(DEADLINE, wait).await;
        let heads: Vec<_> = nodes.iter().map(|it| it.ledger.heads()).collect();
        assert!(waited.is_ok(), "{heads:?}");
    }
}
