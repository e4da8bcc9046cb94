//! Thieves of a node key and of an admin key: what they signed is undone on every node alike, in
//! whatever order it is heard of, and what was published before them counts on.
//!
//! - **A node key** publishes junk. One document with a new epoch makes it void wherever it is heard,
//!   and the thief can publish no more.
//! - **An admin key** can do worse: give the member another node key, and make void what it published.
//!   The recovery sheet undoes that, whichever of the two is heard of first.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::coalition::Seat;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

use crate::people;
use crate::people::all_agree;
use crate::people::all_show;
use crate::people::publish;
use crate::people::sign;

/// What the owner published before the theft.
const GOOD: [&str; 2] = ["Closing well", "Waiting well"];

/// The same, and what the owner published after it.
const GOOD_AND_NEW: [&str; 3] = ["Back at work", "Closing well", "Waiting well"];

#[test]
fn junk_under_a_stolen_node_key_is_void_after_one_sync_and_the_owner_publishes_again() {
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    publish(&alice, GOOD[0], 1);
    publish(&alice, GOOD[1], 2);
    wait::until("everybody says so", || {
        alice.status().logs.iter().any(|it| it.member == "alice" && it.held_by == 3)
    });
    assert_eq!(alice.stop().code(), Some(0));
    people::copy_server(&coalition, "alice", "mallory", &[&bob]);
    let mallory = coalition.start("mallory");
    let junk = [3, 4, 5].map(|number| publish(&mallory, "JUNK", number));
    let with_junk = ["Closing well", "JUNK", "JUNK", "JUNK", "Waiting well"];
    all_show(&[&bob, &carol], "alice", &with_junk);
    mallory.kill();
    let alice = coalition.start("alice");
    wait::until("alice hears of it", || alice.held("alice") == 5 && alice.publishes());
    assert_eq!(carol.stop().code(), Some(0));
    sign(&coalition, "alice", &["key", "revoke", "--after", "2"]);
    all_show(&[&alice, &bob], "alice", &GOOD);
    let carol = coalition.start("carol");
    all_show(&[&carol], "alice", &GOOD);
    wait::until("alice takes her new key", || alice.publishes());
    publish(&alice, "Back at work", 6);
    all_show(&[&alice, &bob, &carol], "alice", &GOOD_AND_NEW);
    assert_eq!(all_agree(&[&alice, &bob, &carol]).len(), 3);
    for node in [&alice, &bob, &carol] {
        assert_eq!(people::in_state(node, "alice", "void"), junk, "kept as evidence");
    }
    the_thief_is_silenced(&coalition, &[&alice, &bob, &carol]);
}

#[test]
fn a_recovery_sheet_undoes_a_thief_of_the_admin_key_whichever_is_heard_of_first() {
    let seat = |handle| Seat { handle, listens: true, dials: &[] };
    let coalition = Coalition::found_as(&["alice", "bob", "carol"].map(seat));
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    publish(&alice, GOOD[0], 1);
    publish(&alice, GOOD[1], 2);
    carry(&coalition, "alice", "good.flotilla", &["bob", "carol"]);
    all_show(&[&alice, &bob, &carol], "alice", &GOOD);
    let stolen = plunder(&coalition, &alice);
    let sheet = alice_recovers(&coalition);
    // Bob hears the thief first; Carol and Alice hear of the sheet first.
    carry_file(&coalition, stolen, &["bob"]);
    all_show(&[&bob], "alice", &["JUNK"]);
    carry_file(&coalition, sheet, &["bob", "carol"]);
    all_show(&[&bob, &carol], "alice", &GOOD);
    carry_file(&coalition, stolen, &["carol", "alice"]);
    all_show(&[&alice, &bob, &carol], "alice", &GOOD);
    all_agree(&[&alice, &bob, &carol]);
    assert!(alice.publishes(), "her node has its key still");
    publish(&alice, "Back at work", 4);
    carry(&coalition, "alice", "more.flotilla", &["bob", "carol"]);
    all_show(&[&alice, &bob, &carol], "alice", &GOOD_AND_NEW);
    all_agree(&[&alice, &bob, &carol]);
    let documents = ["alice", "bob", "carol"].map(|handle| document(&coalition, handle));
    assert_eq!(documents[0], documents[1]);
    assert_eq!(documents[0], documents[2]);
}

/// Starts the thief's server again: it hears that its key counts no more, and reaches nobody.
fn the_thief_is_silenced(coalition: &Coalition, nodes: &[&Node]) {
    let before = all_agree(nodes);
    let mallory = coalition.start("mallory");
    wait::until("mallory hears of it", || mallory.status().publishing == "key-replaced");
    let refused = mallory.door().publish_practice(&fixtures::practice("JUNK", 9));
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(all_agree(nodes), before);
}

/// The thief has the files of Alice's admin, and the passphrase: it makes void what Alice published,
/// takes a node key of its own, and publishes. Returns the bundle that tells all of it.
fn plunder(coalition: &Coalition, alice: &Node) -> &'static str {
    assert!(alice.publishes());
    people::copy_server(coalition, "alice", "mallory", &[]);
    let key = coalition.dir("alice").join("admin.key");
    std::fs::copy(key, coalition.dir("mallory").join("admin.key")).unwrap();
    let mallory = coalition.start("mallory");
    sign(coalition, "mallory", &["key", "revoke", "--after", "0"]);
    wait::until("mallory has a key of its own", || mallory.publishes());
    publish(&mallory, "JUNK", 3);
    all_show(&[&mallory], "alice", &["JUNK"]);
    carry(coalition, "mallory", "stolen.flotilla", &[]);
    mallory.kill();
    "stolen.flotilla"
}

/// Alice makes the key on the recovery sheet her admin key. Returns the bundle that tells of it.
fn alice_recovers(coalition: &Coalition) -> &'static str {
    let words = ["key", "recover", "--words-file", "alice/recovery-sheet.txt"];
    sign(coalition, "alice", &words);
    carry(coalition, "alice", "sheet.flotilla", &[]);
    "sheet.flotilla"
}

/// Writes what the node of `from` holds to a file, and gives it to the nodes of others.
fn carry(coalition: &Coalition, from: &str, file: &str, to: &[&str]) {
    coalition.run_as(from, &["bundle", "export", file, "--logs"]).well();
    carry_file(coalition, file, to);
}

fn carry_file(coalition: &Coalition, file: &str, to: &[&str]) {
    for handle in to {
        coalition.run_as(handle, &["bundle", "import", file]);
    }
}

/// Returns what the node of a member knows of Alice: the keys in force, and since which version.
fn document(coalition: &Coalition, handle: &str) -> String {
    coalition.run_as(handle, &["--json", "member", "show", "alice"]).well().out
}
