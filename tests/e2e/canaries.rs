//! No identifier of an export leaves: not on the wire, nor in what is kept, told, shown or backed up.
//!
//! A coordinator goes through all that a year brings, with an export whose every row is full of names,
//! numbers and addresses of people who do not exist. Every byte that comes of it is searched for all of
//! them: what two nodes say to each other, their folders, logs and pages, what the tool prints, reports,
//! registers, and a backup that was opened. What is compressed is unfolded first.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::fs;
use std::io::Read;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::root;

use crate::privacy::contains;
use crate::privacy::files;
use crate::wiretap::Wiretap;

/// An export of a mentoring agency, made up.
const EXPORT: &str = "tests/fixtures/exports/toronto-mentors.csv";

/// Its columns that tell who somebody is.
const IDENTIFIERS: [&str; 18] = [
    "Match ID 18Char",
    "Little ID",
    "Little First Name",
    "Little Last Name",
    "Little Birthdate",
    "Little Status Number",
    "Little Health Card Number",
    "Little Mailing Street",
    "Little Postal Code",
    "Little Phone",
    "Little Email",
    "School",
    "Parent/Guardian Name",
    "Parent/Guardian Phone",
    "Big ID",
    "Big Name",
    "Big Birthdate",
    "Big SIN",
];

/// What is suggested of programs, and what is said instead: the members of a test have two.
const PROGRAMS: [(&str, &str); 2] = [
    (r#""Community-based" = "ONE_COMMUNITY""#, r#""Community-based" = "ONE_SITE""#),
    (r#""E-mentoring" = "OTHER""#, r#""E-mentoring" = "GROUP""#),
];

/// How often each row is repeated, so that groups are large enough to be shown.
const TIMES: usize = 6;

/// The shortest word that is searched for. Shorter ones are syllables of others.
const WORD_BYTES_MIN: usize = 5;

/// How zstd begins what it has compressed.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What a reader can fetch.
const PAGES: [&str; 10] = [
    "/",
    "/v1/observations.csv",
    "/v1/observations.json",
    "/v1/practices.json",
    "/v1/revisions.csv?labels=fr",
    "/v1/entries.json",
    "/v1/members.json",
    "/v1/dataset.parquet",
    "/datapackage.json",
    "/openapi.json",
];

/// What a member asks of its own tool, beside publishing.
const QUESTIONS: [&[&str]; 6] = [
    &["status"],
    &["--json", "entry", "list"],
    &["privacy-register"],
    &["query", "SELECT * FROM observations"],
    &["bundle", "export", "all.flotilla", "--logs"],
    &["backup", "alice.backup", "--passphrase-file", "passphrase"],
];

#[test]
fn no_identifier_of_an_export_leaves_by_any_way() {
    let canaries = Canaries::of(&fs::read_to_string(root().join(EXPORT)).unwrap());
    assert!(canaries.count > 1_000, "{} canaries", canaries.count);
    let coalition = Coalition::found(&["alice", "bob"]);
    let alice = coalition.start("alice");
    let tap = tapped(&coalition, &alice);
    let bob = coalition.start("bob");
    let mut said = year(&coalition);
    wait::until("bob shows it", || bob.held("alice") == 2 && bob.snapshot() == alice.snapshot());
    for node in [&alice, &bob] {
        said.extend(PAGES.map(|page| node.get(page).body));
    }
    assert!([alice, bob].map(Node::stop).iter().all(|status| status.code() == Some(0)));
    coalition
        .run_as("opened", &["restore", "alice.backup", "--passphrase-file", "passphrase"])
        .well();
    let wire = tap.said();
    assert!(contains(&unfolded(&wire), "Waiting well"), "the tap is on another line");
    said.push(wire);
    for folder in ["alice", "bob", "opened", "all.flotilla", "alice.backup", "report.html"] {
        let kept = files(&coalition.folder().join(folder));
        said.extend(kept.iter().map(|path| fs::read(path).unwrap()));
    }
    let said: Vec<Vec<u8>> = said.iter().map(|bytes| unfolded(bytes)).collect();
    let known = |word: &str, least| {
        let found = said.iter().filter(|it| contains(it, word)).count();
        assert!(found >= least, "{word} is in {found} places: the search would not find it");
    };
    // Both segments, the wire and the bundle, all compressed; and what is told and shown.
    known("MATCHES_NEW", 8);
    known("Waiting well", 8);
    let found: BTreeSet<&str> = said.iter().flat_map(|bytes| canaries.within(bytes)).collect();
    assert_eq!(found, BTreeSet::new());
}

/// Has Bob's node dial a tap instead of Alice's node.
fn tapped(coalition: &Coalition, alice: &Node) -> Wiretap {
    let address = alice.peers().unwrap();
    let tap = Wiretap::between(&coalition.dir("bob"), &coalition.dir("alice"), address);
    let settings = coalition.dir("bob").join("flotilla.toml");
    let text = fs::read_to_string(&settings).unwrap();
    assert!(text.contains(address));
    fs::write(settings, text.replace(address, tap.address())).unwrap();
    tap
}

/// Goes through a coordinator's year, and returns all that the tool says.
fn year(coalition: &Coalition) -> Vec<Vec<u8>> {
    let folder = coalition.folder();
    let export = fs::read_to_string(root().join(EXPORT)).unwrap();
    let (head, rows) = export.split_once('\n').unwrap();
    fs::write(folder.join("export.csv"), format!("{head}\n{}", rows.repeat(TIMES))).unwrap();
    fs::write(folder.join("waiting.md"), fixtures::practice("Waiting well", 1)).unwrap();
    let suggested = coalition.run_as("alice", &["recipe", "suggest", "export.csv"]).well();
    let recipe = PROGRAMS
        .iter()
        .fold(suggested.out.clone(), |it, (old, new)| it.replace(old, new));
    fs::write(folder.join("recipe.toml"), &recipe).unwrap();
    // A second file has a mistake in every row, in a column that is used.
    fs::create_dir(folder.join("box")).unwrap();
    fs::copy(folder.join("recipe.toml"), folder.join("box/recipe.toml")).unwrap();
    let mistaken = export.replace("Boy/Man", "a boy").replace("Girl/Woman", "a girl");
    fs::write(folder.join("box/mistaken.csv"), mistaken).unwrap();
    let mut said = vec![suggested];
    let publish = ["publish", "metrics", "export.csv", "--recipe", "recipe.toml"];
    for more in [&["--dry-run", "--json"][..], &["--report", "report.html", "--yes"]] {
        said.push(coalition.run_as("alice", &[&publish, more].concat()).well());
    }
    said.push(
        coalition
            .run_as("alice", &["--yes", "publish", "practice", "waiting.md"])
            .well(),
    );
    said.push(coalition.run_as("alice", &["inbox", "box", "--once"]).well());
    said.extend(QUESTIONS.map(|words| coalition.run_as("alice", words).well()));
    let report = fs::read(folder.join("box/mistaken.csv.report.html")).unwrap();
    assert!(contains(&report, "a boy"), "the report names the mistake");
    let told = said.into_iter().flat_map(|it| [it.out.into_bytes(), it.err.into_bytes()]);
    told.chain([report]).collect()
}

/// Words that must not be found, by their first bytes.
#[derive(Debug)]
struct Canaries {
    count: usize,
    words: HashMap<Vec<u8>, Vec<String>>,
}

impl Canaries {
    /// Takes every word that stands in a column of identifiers.
    fn of(export: &str) -> Self {
        let mut rows = export.lines().map(|line| line.split(',').collect::<Vec<&str>>());
        let names = rows.next().unwrap();
        let columns = IDENTIFIERS.map(|name| names.iter().position(|it| *it == name).unwrap());
        let cells = rows.flat_map(|row| columns.map(|at| row[at].to_owned()));
        let all: BTreeSet<String> = cells.filter(|it| it.len() >= WORD_BYTES_MIN).collect();
        let (count, mut words) = (all.len(), HashMap::<Vec<u8>, Vec<String>>::new());
        for word in all {
            let start = word.as_bytes()[..WORD_BYTES_MIN].to_vec();
            words.entry(start).or_default().push(word);
        }
        Self { count, words }
    }

    /// Returns which of them stand in `bytes`.
    fn within(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let places = bytes.windows(WORD_BYTES_MIN).enumerate();
        let here = places.filter_map(|(at, start)| Some((at, self.words.get(start)?)));
        let found = here.flat_map(|(at, words)| {
            words.iter().filter(move |word| bytes[at..].starts_with(word.as_bytes()))
        });
        found.map(String::as_str).collect()
    }
}

/// Returns `bytes`, and everything in them that zstd has compressed.
pub(crate) fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    let starts = bytes.windows(ZSTD.len()).enumerate().filter(|(_, it)| *it == ZSTD);
    for (at, _) in starts {
        let Ok(decoder) = zstd::stream::read::Decoder::new(&bytes[at..]) else { continue };
        // What is cut off is searched as far as it goes.
        let _read = decoder.single_frame().read_to_end(&mut all);
    }
    all
}

#[test]
fn a_canary_is_found_in_the_clear_and_where_it_is_compressed() {
    let canaries = Canaries::of(&fs::read_to_string(root().join(EXPORT)).unwrap());
    let word = "zoe.ouellet29@example.org";
    let text = "nothing, and then ".repeat(100) + word;
    for bytes in [text.clone().into_bytes(), zstd::encode_all(text.as_bytes(), 3).unwrap()] {
        assert!(canaries.within(&unfolded(&bytes)).contains(word));
    }
}
