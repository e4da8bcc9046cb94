//! What people do when something goes wrong: they sign, vote, publish, copy disks and carry files.
//!
//! Every decision is a command that a person would type, in the folder of the coalition. Nothing is
//! reached behind the tool's back; only disks are copied by hand, as thieves and careless people do.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::settings::FILE_NAME;
use flotilla_config::settings::Settings;
use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::tool::Said;
use flotilla_tests::harness::wait;
use serde_json::Value;

/// What every node must answer alike.
pub(crate) const EVERYTHING: &str =
    "SELECT member, epoch, seq, id, state FROM entries ORDER BY member, seq, id";

/// What a disk holds that belongs to one process, or can be made again.
const OF_ONE_PROCESS: [&str; 4] = ["index", "view", "run", "ledger.lock"];

/// Runs a command that the admin key of a member signs.
pub(crate) fn sign(coalition: &Coalition, handle: &str, words: &[&str]) -> Said {
    let secret = ["--passphrase-file", "passphrase"];
    coalition.run_as(handle, &[&["--yes"], words, &secret].concat()).well()
}

/// Proposes something, and returns the id of the proposal.
pub(crate) fn propose(coalition: &Coalition, handle: &str, words: &[&str]) -> String {
    let said = sign(coalition, handle, &[&["--json"], words].concat());
    let told: Value = serde_json::from_str(&said.out).unwrap();
    told["proposal_id"].as_str().unwrap().to_owned()
}

/// Approves a proposal, as soon as the own node knows it.
pub(crate) fn approve(coalition: &Coalition, handle: &str, proposal: &str) {
    wait::until("the proposal arrives", || {
        coalition.run_as(handle, &["proposal", "show", proposal]).code == 0
    });
    sign(coalition, handle, &["proposal", "approve", proposal]);
}

/// Publishes a practice, and returns the id of the entry.
pub(crate) fn publish(node: &Node, title: &str, number: u32) -> String {
    let receipt = node.door().publish_practice(&fixtures::practice(title, number)).unwrap();
    hex(&receipt.entry_ids[0])
}

/// Returns the titles of the practices of a member that a node shows, in order; none while it is taking
/// a new key.
pub(crate) fn titles(node: &Node, handle: &str) -> Vec<String> {
    let sql = format!("SELECT title_en FROM practices WHERE member = '{handle}' ORDER BY title_en");
    node.rows_if_any(&sql).unwrap_or_default()
}

/// Waits until each node shows these practices of a member and no others.
pub(crate) fn all_show(nodes: &[&Node], handle: &str, expected: &[&str]) {
    for node in nodes {
        wait::until(&format!("{} shows {expected:?}", node.dir().display()), || {
            titles(node, handle) == expected
        });
    }
}

/// Waits until all nodes list the same entries in the same state, and returns the list.
pub(crate) fn all_agree(nodes: &[&Node]) -> Vec<String> {
    let (first, others) = nodes.split_first().unwrap();
    wait::until("all nodes list the same", || {
        let listed = first.rows(EVERYTHING);
        others
            .iter()
            .all(|it| it.rows(EVERYTHING) == listed && it.snapshot() == first.snapshot())
    });
    first.rows(EVERYTHING)
}

/// Returns the ids of the entries of a log that a node holds in some state, ordered by place.
pub(crate) fn in_state(node: &Node, handle: &str, state: &str) -> Vec<String> {
    let rows = node.door().log(handle).unwrap();
    rows.iter().filter(|it| it.state == state).map(|it| hex(&it.id)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Copies the disk of a member's server to another folder: a thief's, or that of a second server. It
/// dials `dials`, and nobody can dial it.
pub(crate) fn copy_server(coalition: &Coalition, of: &str, to: &str, dials: &[&Node]) {
    let (from, to) = (coalition.dir(of), coalition.dir(to));
    for folder in ["keys", "data"] {
        copy_folder(&from.join(folder), &to.join(folder));
    }
    let settings = Settings::read(&from.join(FILE_NAME)).unwrap();
    let copied = Settings {
        data_dir: PathBuf::from("data"),
        node_key: PathBuf::from("keys/node.key"),
        rounding_key: PathBuf::from("keys/rounding.key"),
        listen_peers: None,
        dial: dials.iter().map(|it| it.peers().unwrap().to_owned()).collect(),
        ..settings
    };
    fs::write(to.join(FILE_NAME), copied.to_toml()).unwrap();
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name();
        if OF_ONE_PROCESS.iter().any(|it| name == **it) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to.join(name));
        } else {
            fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}
