//! A server burns again and again, and comes back from a backup of any age: no log is forked, and
//! nothing that another node held is lost.
//!
//! Each loop publishes, burns the server, restores it from a backup that chance chose among all that
//! were ever made, and announces the new node key as a person would, at once. Some entries are signed
//! so shortly before the fire that nobody else may hold them: they count everywhere or nowhere.
//!
//! `FLOTILLA_LOOPS=100` runs as many loops as that, [`LOOPS`] run otherwise; chance is drawn from [`SEED`].

use std::env;
use std::fs;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_wire::sample::random::Random;

use crate::people::all_agree;
use crate::people::all_show;
use crate::people::in_state;
use crate::people::publish;
use crate::people::sign;
use crate::people::titles;

/// Where chance comes from.
const SEED: u64 = 0xBAC4_0FF5;

/// How often the server burns, unless the environment says otherwise.
const LOOPS: u32 = 20;

/// What a fire takes; the admin key is elsewhere.
const BURNT: [&str; 3] = ["data", "keys", "flotilla.toml"];

#[test]
fn a_hundred_restores_fork_nothing_and_lose_nothing() {
    let loops = env::var("FLOTILLA_LOOPS").ok().and_then(|it| it.parse().ok()).unwrap_or(LOOPS);
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let peers = ["alice", "bob"].map(|handle| coalition.start(handle));
    let carol = coalition.start("carol");
    let mut ordeal = Ordeal::new(&coalition, &peers);
    let carol = (0..loops).fold(carol, |carol, _| ordeal.endure(carol));
    ordeal.survive(&carol);
}

#[test]
fn no_document_is_signed_after_one_that_was_followed_already() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
    let old = ["bundle", "export", "old.flotilla", "--logs"];
    coalition.run_as("bob", &old).well();
    sign(&coalition, "bob", &["key", "rotate"]);
    wait::until("bob takes his new key", || bob.publishes());
    wait::until("alice knows it", || {
        alice.rows("SELECT version FROM members WHERE handle = 'bob'") == ["2"]
    });
    let backup = ["backup", "bob.backup", "--passphrase-file", "passphrase"];
    coalition.run_as("bob", &backup).well();
    let restore = ["restore", "bob.backup", "--passphrase-file", "passphrase"];
    coalition.run_as("anew", &restore).well();
    let key = coalition.dir("bob").join("admin.key");
    fs::copy(key, coalition.dir("anew").join("admin.key")).unwrap();
    // What the member knows of itself is older than what the others know.
    let asked = format!("http://{}", alice.web());
    let words = ["--yes", "key", "rotate", "--restored", "--ask", &asked, "--out", "x.flotilla"];
    let secret = ["--bundle", "old.flotilla", "--passphrase-file", "passphrase"];
    let said = coalition.run_as("anew", &[&words[..], &secret].concat());
    assert_eq!(said.code, 8, "{said:?}");
    assert!(said.err.contains("at version 2 elsewhere, and here only at 1"), "{}", said.err);
    assert!(!coalition.folder().join("x.flotilla").exists(), "nothing was signed");
}

#[test]
fn what_turns_up_after_a_restore_is_void_and_no_fork_and_can_be_published_again() {
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    publish(&carol, "Early", 1);
    all_show(&[&alice, &bob], "carol", &["Early"]);
    let backup = ["backup", "early.backup", "--passphrase-file", "passphrase"];
    coalition.run_as("carol", &backup).well();
    assert_eq!(bob.stop().code(), Some(0));
    let late = publish(&carol, "Late", 2);
    all_show(&[&alice], "carol", &["Early", "Late"]);
    // The only node that holds the second entry cannot be asked.
    carol.kill();
    assert_eq!(alice.stop().code(), Some(0));
    let bob = coalition.start("bob");
    let carol = restore(&coalition, "early.backup", &[&bob]);
    publish(&carol, "Since", 3);
    all_show(&[&bob, &carol], "carol", &["Early", "Since"]);
    let alice = coalition.start("alice");
    let nodes = [&alice, &bob, &carol];
    all_show(&nodes, "carol", &["Early", "Since"]);
    assert_eq!(in_state(&alice, "carol", "void"), [late], "kept, and not shown");
    nodes.iter().for_each(|node| assert_sound(node));
    publish(&carol, "Late", 2);
    all_show(&nodes, "carol", &["Early", "Late", "Since"]);
    assert_eq!(all_agree(&nodes).len(), 3);
}

/// What Carol goes through.
struct Ordeal<'a> {
    coalition: &'a Coalition,
    peers: &'a [Node],
    random: Random,
    backups: Vec<String>,
    /// Titles that another node acknowledged.
    published: Vec<String>,
    /// Titles that perhaps nobody else held when the server burnt.
    rash: Vec<String>,
}

impl<'a> Ordeal<'a> {
    fn new(coalition: &'a Coalition, peers: &'a [Node]) -> Self {
        let (backups, published, rash) = (Vec::new(), Vec::new(), Vec::new());
        Self { coalition, peers, random: Random::new(SEED), backups, published, rash }
    }

    /// Publishes, burns the server and brings it back.
    fn endure(&mut self, carol: Node) -> Node {
        if self.backups.is_empty() || self.random.once_in(4) {
            self.back_up();
        }
        for _ in 0..=self.random.below(2) {
            let title = self.publish(&carol);
            self.published.push(title);
        }
        self.wait_for_a_peer(&carol);
        if self.random.once_in(4) {
            self.back_up();
        }
        if self.random.once_in(3) {
            let title = self.publish(&carol);
            self.rash.push(title);
        }
        carol.kill();
        let carol = self.restore();
        self.peers.iter().chain([&carol]).for_each(assert_sound);
        carol
    }

    /// Waits until everybody shows the same, and compares it with what was published.
    fn survive(self, carol: &Node) {
        let nodes: Vec<&Node> = self.peers.iter().chain([carol]).collect();
        all_agree(&nodes);
        let shown = titles(carol, "carol");
        for title in &self.published {
            assert!(shown.contains(title), "{title} was acknowledged (seed {SEED:#x})");
        }
        let known = |title| self.published.contains(title) || self.rash.contains(title);
        assert!(shown.iter().all(known), "and nothing else is shown: {shown:?}");
        let mut once = shown.clone();
        once.dedup();
        assert_eq!(once, shown, "nothing counts twice");
    }

    fn publish(&self, carol: &Node) -> String {
        let number = self.published.len() + self.rash.len() + 1;
        let title = format!("Practice {number:04}");
        publish(carol, &title, u32::try_from(number).unwrap());
        title
    }

    /// Waits until one of the peers, chosen by chance, holds all that Carol holds.
    fn wait_for_a_peer(&mut self, carol: &Node) {
        let held = carol.held("carol");
        let peer = &self.peers[self.random.below(self.peers.len())];
        wait::until("a peer holds it", || peer.held("carol") >= held);
    }

    fn back_up(&mut self) {
        let file = format!("carol-{}.backup", self.backups.len());
        let words = ["backup", &file, "--passphrase-file", "passphrase"];
        self.coalition.run_as("carol", &words).well();
        self.backups.push(file);
    }

    /// Carol's server comes back from a backup of any age, and one or more peers are asked.
    fn restore(&mut self) -> Node {
        let file = &self.backups[self.random.below(self.backups.len())];
        let asked: Vec<&Node> =
            self.peers.iter().take(1 + self.random.below(self.peers.len())).collect();
        restore(self.coalition, file, &asked)
    }
}

/// Carol's server burns, and is made anew from a backup; its new key is announced at once.
fn restore(coalition: &Coalition, file: &str, asked: &[&Node]) -> Node {
    for name in BURNT {
        let path = coalition.dir("carol").join(name);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
    }
    let words = ["restore", file, "--passphrase-file", "passphrase"];
    coalition.run_as("carol", &words).well();
    let carol = coalition.start("carol");
    let asked: Vec<String> = asked.iter().map(|it| format!("http://{}", it.web())).collect();
    let mut words = vec!["key", "rotate", "--restored"];
    asked.iter().for_each(|url| words.extend(["--ask", url]));
    sign(coalition, "carol", &words);
    wait::until("carol is let in", || carol.publishes());
    carol
}

/// No log has two histories on this node.
fn assert_sound(node: &Node) {
    let logs = node.status().logs;
    assert!(logs.iter().all(|it| it.forked_seq == 0 && it.quarantined == 0), "{logs:?}");
}
