//! Taking back what was published, on real nodes: hidden, destroyed, confirmed, and found nowhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::coalition::Seat;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

/// What must be found nowhere. It hardly compresses, so that it would lie in files as it is, too.
const MARKER: &str = "Qz7Vx0Kp3Lw9Rt5Yb1Nc8Gd4Hf6Js2MaEuToIiXyPlWv";

/// How many bytes of a packed payload are enough to know it by.
const SAMPLE_BYTES: usize = 24;

const ALL: &str = "SELECT member, seq, id, kind, state FROM entries ORDER BY member, seq";

#[test]
fn an_erased_marker_is_found_in_no_file_of_any_node() {
    let dials: &[&str] = &["alice"];
    let seat = |handle, dials| Seat { handle, listens: true, dials };
    let seats = [seat("alice", &[]), seat("bob", dials), seat("carol", dials), seat("dave", dials)];
    let coalition = Coalition::found_as(&seats);
    let mut nodes = ["alice", "bob", "carol"].map(|handle| coalition.start(handle));
    let first = publish(&nodes[0], "To stay", 1, "Nothing to hide.");
    let second = publish(&nodes[0], "To go", 2, &format!("They said {MARKER}, every time."));
    wait::until("everybody shows it", || nodes.iter().all(|it| count(it, "practices") == 2));
    // A node that ends writes its read model to files; Carol's is there, too.
    let [alice, bob, carol] = nodes;
    assert_eq!(carol.stop().code(), Some(0));
    let view = found(&coalition.dir("carol").join("data/view"), &[MARKER.as_bytes().to_vec()]);
    assert_ne!(view, [""; 0]);
    let carol = coalition.start("carol");
    nodes = [alice, bob, carol];
    let packed = payload(&coalition.dir("alice"), 2);
    let traces = [packed, MARKER.as_bytes().to_vec()];
    for handle in ["alice", "bob", "carol"] {
        assert_ne!(found(&coalition.dir(handle).join("data"), &traces), [""; 0], "{handle}");
    }
    let words =
        ["--yes", "--json", "entry", "erase", &second[..12], "--reason", "a name was left in"];
    let now = ["--now", "--passphrase-file", "passphrase"];
    let said = coalition.run_as("alice", &[&words[..], &now].concat()).well();
    assert!(said.out.contains(&second), "{}", said.out);
    wait::until("everybody has destroyed it", || {
        let handles = ["alice", "bob", "carol"];
        handles
            .iter()
            .all(|it| found(&coalition.dir(it).join("data"), &traces).is_empty())
    });
    for node in &nodes {
        wait::until("the entry is listed as erased", || {
            node.rows(ALL).iter().any(|it| it.contains(&second) && it.ends_with(",erased"))
        });
        assert!(node.rows(ALL).iter().any(|it| it.contains(&first) && it.ends_with(",valid")));
        assert_eq!(count(node, "practices"), 1);
        wait::until("it hears what the others did", || confirmed(node, &second) == 3);
    }
    let [alice, bob, _carol] = nodes;
    // Dave comes late: he never sees what was destroyed, and answers like everybody.
    let dave = coalition.start("dave");
    wait::until("dave answers alike", || {
        dave.snapshot() == alice.snapshot() && dave.rows(ALL) == alice.rows(ALL)
    });
    assert_eq!(found(&coalition.dir("dave").join("data"), &traces), [""; 0]);
    wait::until("dave confirms, too", || confirmed(&alice, &second) == 4);
    // And Bob, when he has to make everything again.
    let before = bob.rows(ALL);
    assert_eq!(bob.stop().code(), Some(0));
    for folder in ["index", "view"] {
        fs::remove_dir_all(coalition.dir("bob").join("data").join(folder)).unwrap();
    }
    let bob = coalition.start("bob");
    wait::until("bob shows the same again", || bob.rows(ALL) == before);
    assert_eq!(found(&coalition.dir("bob").join("data"), &traces), [""; 0]);
}

#[test]
fn a_withdrawal_hides_at_once_and_keeps_what_was_said() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let [alice, bob] = ["alice", "bob"].map(|handle| coalition.start(handle));
    let id = publish(&alice, "To hide", 1, "In haste.");
    wait::until("bob shows it", || count(&bob, "practices") == 1);
    let words = ["--yes", "entry", "withdraw", &id, "--reason", "in haste"];
    coalition.run_as("alice", &words).well();
    for node in [&alice, &bob] {
        wait::until("it is hidden", || count(node, "practices") == 0);
        wait::until("it is listed", || {
            node.rows(ALL).iter().any(|it| it.contains(&id) && it.ends_with(",withdrawn"))
        });
    }
    let again = coalition.run_as("alice", &words);
    assert_ne!(again.code, 0, "nothing is withdrawn twice");
    let words = ["--yes", "entry", "erase", &id, "--reason", "for good"];
    let said = coalition.run_as("alice", &words).well();
    assert!(said.out.contains("0 of 2"), "{}", said.out);
    wait::until("it is condemned", || {
        bob.rows(ALL).iter().any(|it| it.contains(&id) && it.ends_with(",erased"))
    });
    assert_eq!(confirmed(&bob, &id), 0, "nobody destroys it before its time");
}

fn publish(node: &Node, title: &str, number: u32, body: &str) -> String {
    let practice = fixtures::practice_with_body(title, number, body);
    let receipt = node.door().publish_practice(&practice).unwrap();
    receipt.entry_ids[0].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn count(node: &Node, table: &str) -> u64 {
    let rows = node.rows(&format!("SELECT count(*) AS n FROM {table}"));
    rows[0].parse().unwrap()
}

/// Returns how many nodes confirm that they destroyed an entry, as a node has heard.
fn confirmed(node: &Node, id: &str) -> usize {
    let erasures = node.door().erasures().unwrap().erasures;
    let hex = |bytes: &[u8]| bytes.iter().map(|it| format!("{it:02x}")).collect::<String>();
    let erasure = erasures.iter().find(|it| hex(&it.entry_id) == id);
    erasure.map_or(0, |it| it.confirmed.len())
}

/// Returns a piece of the packed payload of the entry in a place of Alice's log, from her segment.
fn payload(home: &Path, place: usize) -> Vec<u8> {
    let log = home.join("data/log");
    let members = fs::read_dir(log).unwrap().map(|it| it.unwrap().path());
    let segment = members.filter(|it| it.is_dir()).map(|it| it.join(format!("{:020}.seg", 1)));
    let bytes = segment.map(|it| fs::read(it).unwrap()).find(|it| !it.is_empty()).unwrap();
    let mut rest = bytes.as_slice();
    for _ in 1..place {
        let length = u32::from_le_bytes(rest[..4].try_into().unwrap());
        rest = &rest[8 + usize::try_from(length).unwrap()..];
    }
    let length = usize::try_from(u32::from_le_bytes(rest[..4].try_into().unwrap())).unwrap();
    // The payload ends the frame.
    rest[8 + length - SAMPLE_BYTES..8 + length].to_vec()
}

/// Returns the files below `folder` that hold one of `traces`, as they are or unpacked.
fn found(folder: &Path, traces: &[Vec<u8>]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for file in files(folder) {
        // A file may go while we look: then nothing is in it.
        let Ok(bytes) = fs::read(&file) else { continue };
        let is_table = file.extension().is_some_and(|it| it == "parquet");
        let texts = if is_table { unpacked(&bytes) } else { Vec::new() };
        let holds = |trace: &Vec<u8>| {
            let within = |bytes: &[u8]| bytes.windows(trace.len()).any(|it| it == *trace);
            within(&bytes) || within(&texts)
        };
        if traces.iter().any(holds) {
            found.insert(file.display().to_string());
        }
    }
    found.into_iter().collect()
}

/// Returns what every zstd frame in `bytes` holds.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
    let begins = bytes.windows(4).enumerate().filter(|(_, it)| *it == MAGIC);
    let mut texts = Vec::new();
    for (at, _) in begins {
        let frame = zstd::stream::read::Decoder::with_buffer(&bytes[at..]).unwrap().single_frame();
        let mut frame = frame;
        // What is no frame is taken as far as it goes.
        let _end = std::io::Read::read_to_end(&mut frame, &mut texts);
    }
    texts
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(items) = fs::read_dir(folder) else { return Vec::new() };
    let paths = items.filter_map(Result::ok).map(|it| it.path());
    paths.flat_map(|it| if it.is_dir() { files(&it) } else { vec![it] }).collect()
}
