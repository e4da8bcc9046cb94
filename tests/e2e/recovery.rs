//! A member that lost every key comes back by a vote of the others, and what it published is still its
//! own.
//!
//! The fire takes the computers, the admin key and the sheet. What is left is what the others hold.

use std::fs;

use flotilla_config::settings::FILE_NAME;
use flotilla_config::settings::Settings;
use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::tool::Said;
use flotilla_tests::harness::wait;

use crate::people::all_agree;
use crate::people::all_show;
use crate::people::approve;
use crate::people::propose;
use crate::people::publish;

#[test]
fn who_lost_everything_is_given_new_keys_by_the_others_and_publishes_again() {
    let coalition = Coalition::found(&["alice", "bob", "carol"]);
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    publish(&carol, "Before the fire", 1);
    all_show(&[&alice, &bob], "carol", &["Before the fire"]);
    carol.kill();
    fs::remove_dir_all(coalition.dir("carol")).unwrap();
    let request = carol_asks(&coalition);
    let recovery = propose(&coalition, "alice", &["member", "recover", request]);
    assert_eq!(join(&coalition, "one-vote.flotilla").code, 5, "one vote of two is none");
    approve(&coalition, "bob", &recovery);
    wait::until("alice hears of the vote", || is_decided(&coalition, "alice", &recovery));
    join(&coalition, "two-votes.flotilla").well();
    dial(&coalition, &[&alice, &bob]);
    let carol = coalition.start("phoenix");
    wait::until("carol may speak again", || carol.publishes());
    publish(&carol, "After the fire", 2);
    all_show(&[&alice, &bob, &carol], "carol", &["After the fire", "Before the fire"]);
    assert_eq!(all_agree(&[&alice, &bob, &carol]).len(), 2);
    the_new_admin_key_votes(&coalition);
}

/// Carol makes new keys in a new folder, from what Alice exports; returns her request to the others.
fn carol_asks(coalition: &Coalition) -> &'static str {
    coalition
        .run_as("alice", &["bundle", "export", "all.flotilla", "--logs"])
        .well();
    let words = ["--yes", "key", "recover", "--lost", "--member", "carol", "--out"];
    let from = ["request.flotilla", "--bundle", "all.flotilla", "--passphrase-file", "passphrase"];
    coalition.run_as("phoenix", &[&words[..], &from].concat()).well();
    "request.flotilla"
}

/// Carol joins with what Alice knows now.
fn join(coalition: &Coalition, file: &str) -> Said {
    coalition.run_as("alice", &["bundle", "export", file]).well();
    coalition.run_as("phoenix", &["coalition", "join", file])
}

/// Says in the settings of Carol's new node whom to dial.
fn dial(coalition: &Coalition, others: &[&Node]) {
    let path = coalition.dir("phoenix").join(FILE_NAME);
    let settings = Settings::read(&path).unwrap();
    let dial = others.iter().map(|it| it.peers().unwrap().to_owned()).collect();
    let listen_web = Some("127.0.0.1:0".parse().unwrap());
    fs::write(path, Settings { dial, listen_web, ..settings }.to_toml()).unwrap();
}

/// A decision that needs two votes is made by Carol's new key and Alice's.
fn the_new_admin_key_votes(coalition: &Coalition) {
    let words = ["proposal", "policy", "--threshold", "20", "--reason", "small towns"];
    let policy = propose(coalition, "phoenix", &words);
    approve(coalition, "alice", &policy);
    for handle in ["alice", "bob", "phoenix"] {
        wait::until("the rules apply", || is_decided(coalition, handle, &policy));
    }
}

fn is_decided(coalition: &Coalition, handle: &str, proposal: &str) -> bool {
    let shown = coalition.run_as(handle, &["--json", "proposal", "show", proposal]);
    shown.code == 0 && shown.out.contains("\"certified\"")
}
