//! Answers that are cited, and files that are checked years later, with no node: against what was signed.

use std::fs;
use std::fs::File;
use std::path::Path;

use flotilla_answer::file::FileWriter;
use flotilla_answer::file::Format;
use flotilla_answer::parquet;
use flotilla_domain::id::Hash;
use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::harness::web;
use serde_json::Value;

/// What a file may be changed into, by what is told of it.
type Tampering = (&'static str, fn(&str) -> String);

/// Every kind of change, of a file in which nothing else was changed.
const TAMPERED: [Tampering; 8] = [
    ("cell", |csv| replaced(csv, 3, ",CA-ON,", ",CA-NS,")),
    ("missing", |csv| without(csv, 2)),
    ("missing", |csv| without(csv, csv.lines().count() - 1)),
    ("moved", |csv| swapped(csv, 2, 3)),
    ("added", |csv| format!("{csv}{}\n", csv.lines().last().unwrap())),
    ("columns", |csv| csv.replacen("region,", "province,", 1)),
    ("resaved", |csv| format!("\u{feff}{}", csv.replace('\n', "\r\n"))),
    ("resaved", |csv| csv.replace(',', ";")),
];

#[test]
fn a_citation_is_the_same_on_every_node_and_goes_on_to_give_the_same_rows() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let (alice, bob) = (with_figures(&coalition), coalition.start("bob"));
    wait::until("both hold the same", || alice.snapshot() == bob.snapshot());
    let cited = |node: &Node| json(node, "/v1/cite/observations.csv?region=CA-ON&cite=json");
    let (first, second) = (cited(&alice), cited(&bob));
    for name in ["question", "sha256", "snapshot_id", "date", "members", "members_reporting"] {
        assert_eq!(first[name], second[name], "{name}");
    }
    assert_eq!(first["url"], format!("http://{}/v1/{}", alice.web(), text(&first, "question")));
    assert_eq!(first["snapshot_id"], alice.snapshot());
    let path = format!("/v1/{}", text(&first, "question"));
    alice
        .door()
        .publish_metrics(&fixtures::table(2023, 300), fixtures::RECIPE)
        .unwrap();
    wait::until("both hold more", || alice.snapshot() == bob.snapshot());
    assert_ne!(cited(&alice)["sha256"], first["sha256"]);
    for node in [&alice, &bob] {
        let page = node.get(&path);
        assert_eq!(Hash::of([page.body.as_slice()]).to_string(), text(&first, "sha256"));
        assert_eq!(page.headers["snapshot-id"], text(&first, "snapshot_id"));
        // To cite what was cited is to cite the same.
        let again = json(node, &format!("/v1/cite/{}&cite=json", text(&first, "question")));
        for name in ["question", "sha256", "snapshot_id", "date"] {
            assert_eq!(again[name], first[name], "{name}");
        }
    }
}

#[test]
fn the_tool_cites_in_every_form_what_the_page_shows() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_figures(&coalition);
    let cited = json(&alice, "/v1/cite/observations.csv?region=CA-ON&cite=json");
    let by_tool = |words: &[&str]| {
        coalition
            .run_as("alice", &[&["cite", "--where", "region=CA-ON"], words].concat())
            .well()
            .out
    };
    for (form, begins) in
        [("text", "Coalition"), ("bibtex", "@misc{"), ("csl", "[{"), ("ris", "TY  - DATA")]
    {
        let told = by_tool(&["--as", form]);
        assert!(told.contains(text(&cited, "sha256")), "{told}");
        let path = format!("/v1/cite/observations.csv?region=CA-ON&cite={form}");
        assert_eq!(told, alice.get(&path).text());
        assert!(form == "text" || told.starts_with(begins), "{told}");
    }
    let whole: Value = serde_json::from_str(&by_tool(&["--json"])).unwrap();
    assert_eq!(whole["sha256"], cited["sha256"]);
    let page = web::get(alice.web(), "/v1/cite/observations.csv", &[("accept-language", "fr")]);
    assert!(page.text().contains("Citer ces chiffres"), "{}", page.text());
    assert!(page.headers["content-type"].starts_with("text/html"));
    for (strange, status) in [
        ("/v1/cite/observations.json", 404),
        ("/v1/cite/observations.csv?cite=word", 400),
        ("/v1/cite/observations.csv?regions=x", 400),
    ] {
        assert_eq!(alice.get(strange).status, status, "{strange}");
    }
    let refused = coalition.run_as("alice", &["cite", "--where", "regions=x"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("region"), "{}", refused.err);
}

#[test]
fn what_was_downloaded_holds_in_every_form_without_a_node() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let (alice, bob) = (with_figures(&coalition), coalition.start("bob"));
    bob.door()
        .publish_metrics(&fixtures::table(2023, 300), fixtures::RECIPE)
        .unwrap();
    wait::until("both hold the same", || alice.snapshot() == bob.snapshot());
    let folder = coalition.folder();
    export(&coalition);
    let questions = [
        ("all.csv", "observations.csv"),
        ("all.parquet", "observations.parquet"),
        ("dataset.csv.gz", "dataset.csv.gz"),
        ("dataset.parquet", "dataset.parquet"),
        ("part.csv", "observations.csv?region=CA-ON,CA-QC&period=2024-Q1..2024-Q2&member=alice"),
        ("fr.csv", "observations.csv?dialect=excel-fr&gender=GIRLS"),
        ("past.csv", "observations.csv?as_of=2001-01-01"),
    ];
    for (file, question) in questions {
        fs::write(folder.join(file), bob.get(&format!("/v1/{question}")).body).unwrap();
    }
    drop((alice, bob));
    for (file, question) in questions {
        let told = verify(&coalition, file, &["--url", question]);
        assert_eq!((told.0, &told.1["holds"]), (0, &Value::Bool(true)), "{file}: {}", told.1);
    }
    let other = verify(&coalition, "part.csv", &[]);
    assert_eq!((other.0, text(&other.1["difference"], "kind")), (4, "missing"), "{}", other.1);
}

#[test]
fn every_change_of_a_file_is_found_and_named() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_figures(&coalition);
    let folder = coalition.folder();
    export(&coalition);
    let csv = alice.get("/v1/observations.csv").text().to_owned();
    for (kind, tamper) in TAMPERED {
        let tampered = tamper(&csv);
        assert_ne!(tampered, csv, "{kind}");
        fs::write(folder.join("tampered.csv"), tampered).unwrap();
        let (code, told) = verify(&coalition, "tampered.csv", &[]);
        assert_eq!((code, text(&told["difference"], "kind")), (4, kind), "{told}");
    }
    let parquet = folder.join("tampered.parquet");
    fs::write(&parquet, alice.get("/v1/observations.parquet").body).unwrap();
    assert_eq!(verify(&coalition, "tampered.parquet", &[]).0, 0);
    fs::write(&parquet, without_first_row(&parquet)).unwrap();
    let (code, told) = verify(&coalition, "tampered.parquet", &[]);
    assert_eq!((code, text(&told["difference"], "kind")), (4, "missing"), "{told}");
    let words = ["verify", "tampered.csv", "--proof", "proof.bundle"];
    fs::write(folder.join("tampered.csv"), (TAMPERED[0].1)(&csv)).unwrap();
    let said = coalition.run(&words);
    assert!(said.out.contains("alice") && said.out.contains("region"), "{}", said.out);
    assert!(said.out.contains("CA-NS") && said.out.contains("CA-ON"), "{}", said.out);
}

#[test]
fn a_citation_tells_another_file_another_snapshot_and_another_coalition() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_figures(&coalition);
    let folder = coalition.folder();
    let save = |name: &str, path: &str| {
        fs::write(folder.join(name), alice.get(path).body).unwrap();
    };
    save("old.csv", "/v1/observations.csv");
    save("old.json", "/v1/cite/observations.csv?cite=json");
    save("other.json", "/v1/cite/observations.csv?region=CA-ON&cite=json");
    export(&coalition);
    let cited = |citation: &str| verify(&coalition, "old.csv", &["--citation", citation]);
    let (code, told) = cited("old.json");
    assert_eq!(code, 0, "{told}");
    assert_eq!((&told["is_cited"], &told["is_cited_snapshot"]), (&true.into(), &true.into()));
    assert_eq!(cited("other.json").0, 4);
    alice
        .door()
        .publish_metrics(&fixtures::table(2023, 300), fixtures::RECIPE)
        .unwrap();
    fs::remove_file(folder.join("proof.bundle")).unwrap();
    export(&coalition);
    assert_eq!(verify(&coalition, "old.csv", &[]).0, 4, "it is of another state");
    let (code, told) = cited("old.json");
    assert_eq!((code, &told["is_cited_snapshot"]), (0, &true.into()), "{told}");
    let elsewhere = Coalition::found(&["mallory"]);
    let mallory = with_figures(&elsewhere);
    fs::write(elsewhere.folder().join("old.csv"), mallory.get("/v1/observations.csv").body)
        .unwrap();
    export(&elsewhere);
    fs::copy(elsewhere.folder().join("proof.bundle"), folder.join("other.bundle")).unwrap();
    let words = ["verify", "old.csv", "--proof", "other.bundle", "--citation", "old.json"];
    let refused = coalition.run(&words);
    assert_eq!(refused.code, 4, "{}", refused.err);
}

#[test]
fn what_was_taken_back_since_is_told_as_such() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_figures(&coalition);
    let folder = coalition.folder();
    fs::write(folder.join("old.csv"), alice.get("/v1/observations.csv").body).unwrap();
    let id = json(&alice, "/v1/entries.json")["entries"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    coalition
        .run_as("alice", &["--yes", "entry", "withdraw", &id, "--reason", "in haste"])
        .well();
    wait::until("it is withdrawn", || {
        alice.get("/v1/observations.csv").text().lines().count() == 1
    });
    export(&coalition);
    let (code, told) = verify(&coalition, "old.csv", &[]);
    assert_eq!(code, 4, "{told}");
    assert_eq!(text(&told["difference"], "state"), "withdrawn");
    let said = coalition.run(&["--lang", "fr", "verify", "old.csv", "--proof", "proof.bundle"]);
    assert!(said.out.contains("reprise"), "{}", said.out);
}

#[test]
fn what_is_no_table_is_refused_and_a_quarantined_entry_can_be_left_out() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_figures(&coalition);
    let folder = coalition.folder();
    export(&coalition);
    fs::write(folder.join("a.xlsx"), alice.get("/v1/observations.xlsx").body).unwrap();
    fs::write(folder.join("a.csv.gz"), [0x1f, 0x8b, 1, 2, 3]).unwrap();
    fs::write(folder.join("a.parquet"), b"PAR1 nothing PAR1").unwrap();
    fs::write(folder.join("a.csv"), alice.get("/v1/observations.csv?labels=en").body).unwrap();
    for file in ["a.xlsx", "a.csv.gz", "a.parquet"] {
        let refused = coalition.run(&["verify", file, "--proof", "proof.bundle"]);
        assert_eq!(refused.code, 3, "{file}: {}", refused.err);
    }
    for question in ["observations.csv?labels=en", "practices.csv", "observations.csv?x=1"] {
        let words = ["verify", "a.csv", "--proof", "proof.bundle", "--url", question];
        assert_eq!(coalition.run(&words).code, 3, "{question}");
    }
    let header = alice.get("/v1/observations.csv?as_of=2001-01-01").body;
    fs::write(folder.join("none.csv"), header).unwrap();
    let (code, told) = verify(&coalition, "none.csv", &[]);
    assert_eq!((code, text(&told["difference"], "kind")), (4, "missing"), "{told}");
    let entry = text(&told["difference"], "record_id").to_owned();
    assert_eq!(verify(&coalition, "none.csv", &["--without", &entry]).0, 0);
}

fn with_figures(coalition: &Coalition) -> Node {
    let node = coalition.start(if coalition.dir("mallory").exists() { "mallory" } else { "alice" });
    node.door()
        .publish_metrics(&fixtures::table(2024, 300), fixtures::RECIPE)
        .unwrap();
    node
}

/// Writes all that a node holds to `proof.bundle`.
fn export(coalition: &Coalition) {
    let whose = if coalition.dir("mallory").exists() { "mallory" } else { "alice" };
    let path = coalition.folder().join("proof.bundle");
    coalition
        .run_as(whose, &["bundle", "export", path.to_str().unwrap(), "--logs"])
        .well();
}

/// Checks a file, and returns the exit code and what was told.
fn verify(coalition: &Coalition, file: &str, more: &[&str]) -> (i32, Value) {
    let words = ["--json", "verify", file, "--proof", "proof.bundle"];
    let said = coalition.run(&[&words, more].concat());
    let told = serde_json::from_str(&said.out);
    (said.code, told.unwrap_or_else(|_| panic!("{file} {more:?}: {}", said.err)))
}

fn json(node: &Node, path: &str) -> Value {
    let page = node.get(path);
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    page.json()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

/// Replaces something in a line that has it, the first from `from` on.
fn replaced(csv: &str, from: usize, old: &str, new: &str) -> String {
    let place = csv.lines().skip(from).position(|line| line.contains(old)).unwrap() + from;
    let line = csv.lines().nth(place).unwrap();
    csv.replacen(line, &line.replacen(old, new, 1), 1)
}

fn without(csv: &str, place: usize) -> String {
    let kept = csv.split_inclusive('\n').enumerate().filter(|(line, _)| *line != place);
    kept.map(|(_, line)| line).collect()
}

fn swapped(csv: &str, one: usize, other: usize) -> String {
    let mut lines: Vec<&str> = csv.split_inclusive('\n').collect();
    lines.swap(one, other);
    lines.concat()
}

/// Returns a Parquet file without its first row, as another program would write it.
fn without_first_row(path: &Path) -> Vec<u8> {
    let batches: Vec<_> = parquet::read(File::open(path).unwrap()).unwrap().collect();
    let first = batches[0].as_ref().unwrap();
    let mut writer = FileWriter::new(Format::Parquet, "observations", first.schema()).unwrap();
    writer.rows(&first.slice(1, first.num_rows() - 1)).unwrap();
    writer.finish().unwrap()
}
