//! A hundred blows: a node is killed at random moments while it publishes and receives.
//!
//! What must hold after each blow: the node opens without a person, and every acknowledged entry is
//! there. At the end: nothing is there twice, no place is empty, and both nodes hold the same.
//!
//! The moments are drawn from [`SEED`]; the outcome still depends on the computer, which is the point.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::coalition::Seat;
use flotilla_tests::harness::dice::Dice;
use flotilla_tests::harness::door::Door;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::hex;

use crate::federation::assert_all_alike;

/// Where the moments come from.
const SEED: u64 = 0xF107_111A;

/// Blows to a node that publishes and receives.
const BLOWS: u32 = 80;

/// Blows to a node that has nobody to fetch a lost entry from.
const BLOWS_ALONE: u32 = 40;

/// One blow in so many falls while the node is still starting.
const WHILE_STARTING: u64 = 5;

/// Of the others, one in so many falls whether or not the node has acknowledged anything yet.
const AT_ONCE: u64 = 4;

/// Entries that the peer publishes between two blows, so that there is something to receive.
const ENTRIES_OF_PEER: u32 = 3;

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_a_hundred_blows() {
    let coalition = Coalition::found_as(&[
        Seat { handle: "alice", listens: true, dials: &[] },
        Seat { handle: "bob", listens: false, dials: &["alice"] },
    ]);
    let alice = coalition.start("alice");
    let mut ordeal = Ordeal::new(&coalition);
    for blow in 1..=BLOWS {
        for entry in 0..ENTRIES_OF_PEER {
            let number = 1_000_000 + blow * ENTRIES_OF_PEER + entry;
            alice
                .door()
                .publish_practice(&fixtures::practice("From the first", number))
                .unwrap();
        }
        ordeal.endure();
    }
    let bob = ordeal.survive();
    let published = bob.held("bob") + u64::from(BLOWS * ENTRIES_OF_PEER);
    assert_all_alike(&[alice, bob], published);
}

#[test]
fn a_node_alone_loses_nothing_by_blows() {
    let coalition = Coalition::found(&["bob"]);
    let mut ordeal = Ordeal::new(&coalition);
    for _ in 0..BLOWS_ALONE {
        ordeal.endure();
    }
    ordeal.survive();
}

/// What bob goes through, and what was acknowledged to him.
struct Ordeal<'a> {
    coalition: &'a Coalition,
    dice: Dice,
    /// Place and id of every acknowledged entry.
    acknowledged: Vec<(u64, String)>,
    attempts: u32,
}

impl<'a> Ordeal<'a> {
    fn new(coalition: &'a Coalition) -> Self {
        Self { coalition, dice: Dice::of(SEED), acknowledged: Vec::new(), attempts: 0 }
    }

    /// Starts the node, lets it work for a random while, and kills it.
    fn endure(&mut self) {
        if self.dice.roll(WHILE_STARTING) == 0 {
            let moment = Duration::from_millis(self.dice.roll(300));
            Node::kill_while_starting(&self.coalition.dir("bob"), moment);
            return;
        }
        let bob = self.start();
        let door = bob.door();
        let moment = Duration::from_millis(20 + self.dice.roll(280));
        let is_at_once = self.dice.roll(AT_ONCE) == 0;
        let first = self.attempts;
        let (heard, hearing) = mpsc::channel();
        let (attempts, acknowledged) = thread::scope(|scope| {
            let publishing = scope.spawn(|| publish_until_killed(&door, first, &{ heard }));
            if !is_at_once {
                // It ends without a word only if nothing was acknowledged, which is found in the end.
                let _word = hearing.recv();
            }
            wait::let_pass(moment);
            bob.kill();
            publishing.join().unwrap()
        });
        self.attempts += attempts;
        self.acknowledged.extend(acknowledged);
    }

    /// Starts the node a last time and looks at every entry.
    fn survive(self) -> Node {
        let bob = self.start();
        let held = bob.held("bob");
        wait::until("bob shows what he holds", || entries(&bob).len() == count(held));
        let entries = entries(&bob);
        let places: Vec<u64> = entries.iter().map(|(seq, _)| *seq).collect();
        assert_eq!(places, (1..=held).collect::<Vec<_>>(), "no place is empty or taken twice");
        let ids: BTreeSet<&String> = entries.iter().map(|(_, id)| id).collect();
        assert_eq!(ids.len(), entries.len(), "no entry is there twice");
        for entry in &self.acknowledged {
            assert!(entries.contains(entry), "{entry:?} was acknowledged (seed {SEED:#x})");
        }
        assert!(self.acknowledged.len() > 20, "only {} were", self.acknowledged.len());
        bob
    }

    fn start(&self) -> Node {
        let bob = self.coalition.start("bob");
        let last = self.acknowledged.last().map_or(0, |(seq, _)| *seq);
        let log = bob.status().logs.into_iter().find(|log| log.member == "bob").unwrap();
        assert!(log.entries >= last, "{} of {last} are left (seed {SEED:#x})", log.entries);
        assert_eq!((log.forked_seq, log.quarantined), (0, 0));
        bob
    }
}

/// The place and the id of an entry that was acknowledged.
type Acknowledged = (u64, String);

/// Publishes one record after the other, and says so to whoever listens; returns how many were tried, and
/// the acknowledged ones.
fn publish_until_killed(
    door: &Door,
    first: u32,
    heard: &mpsc::Sender<()>,
) -> (u32, Vec<Acknowledged>) {
    let mut acknowledged = Vec::new();
    for attempt in 1.. {
        let practice = fixtures::practice("From the second", first + attempt);
        let Ok(receipt) = door.publish_practice(&practice) else {
            return (attempt, acknowledged);
        };
        let id = hex(&receipt.entry_ids[0]);
        acknowledged.push((receipt.seq, id));
        // Nobody listens after the first.
        let _listening = heard.send(());
    }
    (0, acknowledged)
}

/// Returns place and id of every entry of bob that readers are shown.
fn entries(node: &Node) -> Vec<(u64, String)> {
    let rows = node.rows("SELECT seq, id FROM entries WHERE member = 'bob' ORDER BY seq");
    let entry = |row: &String| {
        let (seq, id) = row.split_once(',')?;
        Some((seq.parse().ok()?, id.to_owned()))
    };
    rows.iter().map(|row| entry(row).expect("a place and an id")).collect()
}

fn count(held: u64) -> usize {
    usize::try_from(held).unwrap()
}
