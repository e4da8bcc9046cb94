//! Nothing unsafe leaves: what was in the raw rows, and what only the node may know, is nowhere else.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_proto::v1::description::Content;
use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::coalition::PASSPHRASE;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::fixtures::MARKER;
use flotilla_tests::harness::node::LOG;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

/// Everything that a reader can fetch.
const PAGES: [&str; 7] = [
    "/",
    "/v1/observations.csv",
    "/v1/observations.json",
    "/v1/practices.json",
    "/v1/revisions.csv",
    "/v1/entries.csv",
    "/v1/observations.csv?indicator=MATCHES_NEW",
];

#[test]
fn a_name_in_the_rows_is_in_no_file_no_log_and_no_answer() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let nodes = ["alice", "bob"].map(|handle| coalition.start(handle));
    let [alice, bob] = &nodes;
    let table = fixtures::table(2024, 300);
    assert!(table.contains(MARKER));
    let recipe = Content::MetricsRecipe(fixtures::RECIPE.to_owned());
    let preview = alice.door().prepare(recipe, table.as_bytes()).unwrap();
    assert!(!preview.observations.is_empty());
    assert!(!format!("{preview:?}").contains(MARKER), "the preview");
    alice.door().commit(&preview).unwrap();
    assert_mistakes_stay_here(alice);
    wait::until("bob shows it", || bob.held("alice") == 1 && bob.snapshot() == alice.snapshot());
    for node in &nodes {
        for page in PAGES {
            assert!(!contains(&node.get(page).body, MARKER), "{page}");
        }
        for sql in ["SELECT * FROM observations", "SELECT * FROM entries"] {
            assert!(!contains(&node.ask(sql).unwrap(), MARKER), "{sql}");
        }
    }
    assert!(nodes.map(Node::stop).iter().all(|status| status.code() == Some(0)));
    for handle in ["alice", "bob"] {
        assert_eq!(files_with(&coalition.dir(handle), MARKER.as_bytes()), [""; 0]);
    }
}

#[test]
fn a_secret_is_in_its_own_file_and_nowhere_else() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let nodes = ["alice", "bob"].map(|handle| coalition.start(handle));
    let [alice, bob] = &nodes;
    alice.door().publish_practice(&fixtures::practice("Waiting well", 1)).unwrap();
    wait::until("bob holds it", || bob.held("alice") == 1);
    assert!(nodes.map(Node::stop).iter().all(|status| status.code() == Some(0)));
    let dir = coalition.dir("alice");
    for (file, spelled) in secrets(&dir) {
        for secret in spelled {
            assert_eq!(files_with(&dir.join("data"), &secret), [""; 0], "{file}");
            assert_eq!(files_with(&coalition.dir("bob"), &secret), [""; 0], "{file}");
            assert!(!contains_bytes(&fs::read(dir.join(LOG)).unwrap(), &secret), "{file}");
        }
    }
    assert_eq!(files_with(&dir, PASSPHRASE.as_bytes()), [""; 0]);
}

/// A file with mistakes is answered with a list of them, which may quote cells; that list is for the
/// member alone, and must not reach the log.
fn assert_mistakes_stay_here(node: &Node) {
    let mistaken = fixtures::table(2025, 20).replace(",ON,", &format!(",{MARKER},"));
    let recipe = Content::MetricsRecipe(fixtures::RECIPE.to_owned());
    let preview = node.door().prepare(recipe, mistaken.as_bytes()).unwrap();
    assert!(!preview.problems.is_empty());
    assert!(!node.log().contains(MARKER));
}

/// What a secret is, and the spellings in which it could leak.
type Secret = (&'static str, Vec<Vec<u8>>);

/// Returns each secret of a member's folder as bytes, in hexadecimal and in base64.
fn secrets(dir: &Path) -> [Secret; 2] {
    let files =
        [("keys/node.key", Kind::SecretNodeKey), ("keys/rounding.key", Kind::SecretRoundingKey)];
    files.map(|(file, kind)| {
        let text = fs::read_to_string(dir.join(file)).unwrap();
        let bytes = armor::decode(kind, &text).unwrap().to_vec();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(text.contains(&hex), "the search would find it where it is");
        (file, vec![base64(&bytes).into_bytes(), hex.into_bytes(), bytes])
    })
}

/// Returns the letters of `bytes` in base64, without the last ones that padding changes.
fn base64(bytes: &[u8]) -> String {
    let letter = |bits: u32| match u8::try_from(bits & 63).unwrap() {
        it @ 0..26 => char::from(b'A' + it),
        it @ 26..52 => char::from(b'a' + it - 26),
        it @ 52..62 => char::from(b'0' + it - 52),
        62 => '+',
        _ => '/',
    };
    let group = |three: &[u8]| {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].map(|shift| letter(bits >> shift))
    };
    bytes.chunks_exact(3).flat_map(group).collect()
}

/// Returns the files below `folder` that contain `needle`.
fn files_with(folder: &Path, needle: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for path in files(folder) {
        if contains_bytes(&fs::read(&path).unwrap(), needle) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Returns the files below `folder`, or the file that it is.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(files(&entry.path()));
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found
}

/// Returns whether `needle` stands in `bytes`.
pub(crate) fn contains(bytes: &[u8], needle: &str) -> bool {
    contains_bytes(bytes, needle.as_bytes())
}

fn contains_bytes(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
