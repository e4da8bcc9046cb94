//! A node under measurement: the real program, in a process of its own.
//!
//! The program is looked for beside this one, so build both: `cargo build --release`. What the node
//! says goes to a file in its home.

use std::thread;
use std::time::Duration;
use std::time::Instant;

use flotilla_proto::v1;
use flotilla_tests::harness;
use flotilla_tests::harness::door::Door;
use flotilla_tests::harness::wait;
use flotilla_tests::harness::web::Page;

use crate::coalition::Home;
use crate::usage::Usage;

/// How long anything may take before the bench gives up.
pub(crate) const DEADLINE: Duration = Duration::from_secs(120);

/// A running node, with one line to its own door that stays open.
#[derive(Debug)]
pub(crate) struct Node {
    process: harness::node::Node,
    door: Door,
}

impl Node {
    /// Starts the node of `home` and waits until it has caught up with its log.
    pub(crate) fn start(home: &Home) -> Self {
        let process = harness::node::Node::start(home.dir());
        wait::until("the read model has caught up", || process.get("/readyz").status == 200);
        let door = process.door();
        Self { process, door }
    }

    /// Returns where peers dial it.
    pub(crate) fn peers_address(&self) -> String {
        self.process.peers().expect("a port for peers").to_owned()
    }

    /// Asks the operating system what it used so far.
    pub(crate) fn usage(&self) -> Usage {
        Usage::of(self.process.pid())
    }

    /// Returns the id of the snapshot that its queries see.
    pub(crate) fn snapshot(&self) -> Vec<u8> {
        self.status().snapshot_id
    }

    /// Waits until its queries see the snapshot `id`, and returns the moment.
    pub(crate) fn wait_snapshot(&self, id: &[u8], pause: Duration) -> Instant {
        let deadline = Instant::now() + DEADLINE;
        while self.snapshot() != id {
            assert!(Instant::now() < deadline, "the nodes did not become equal");
            thread::sleep(pause);
        }
        Instant::now()
    }

    /// Returns whether it knows of a peer that holds the same.
    pub(crate) fn is_in_sync(&self) -> bool {
        self.status().peers.iter().any(|peer| peer.in_sync)
    }

    /// Returns its own door.
    pub(crate) fn door(&self) -> &Door {
        &self.door
    }

    /// Asks what a researcher would.
    pub(crate) fn get(&self, path: &str) -> Page {
        let page = self.process.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        page
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(self) {
        let ended = self.process.stop();
        assert!(ended.success(), "flotilla-node ended: {ended}");
    }

    fn status(&self) -> v1::StatusReply {
        self.door.status().expect("a status")
    }
}
