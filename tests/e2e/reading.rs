//! Questions that cannot be answered: refused with the nearest word, in the reader's language.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::door;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::harness::web;
use flotilla_tests::harness::web::Page;
use flotilla_tests::hex;
use tonic::Code;

/// Requests with one mistake each, the nearest right word, and the code of the mistake.
const MISTAKES: [(&str, &str, &str); 5] = [
    ("/v1/observations.csv?regions=CA-ON", "region", "FL-W101"),
    ("/v1/observations.csv?region=ON", "CA-ON", "FL-W102"),
    ("/v1/observations.json?indicator=MATCHES_NWE", "MATCHES_NEW", "FL-W102"),
    ("/v1/observations.csv?period=2025Q3", "2025-Q3", "FL-W103"),
    ("/v1/observations.csv?member=alise", "alice", "FL-W102"),
];

/// Statements that a reader must not run.
const FORBIDDEN: [&str; 8] = [
    "CREATE TABLE t (a INT)",
    "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
    "COPY observations TO '/tmp/flotilla-stolen.csv'",
    "INSERT INTO observations SELECT * FROM observations",
    "DROP TABLE observations",
    "SET datafusion.execution.batch_size = 1",
    "SELECT * FROM '/etc/passwd'",
    "SELECT 1; SELECT 2",
];

#[test]
fn questions_that_make_no_sense_are_refused_and_explained() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    alice
        .door()
        .publish_metrics(&fixtures::table(2024, 300), fixtures::RECIPE)
        .unwrap();
    for (path, nearest, code) in MISTAKES {
        assert_refused(&web::get(alice.web(), path, &[]), nearest, code);
    }
    assert_all_mistakes_are_told_at_once(&alice);
    assert_french_readers_are_told_in_french(&alice);
    assert_statements_are_refused(&alice);
    assert_too_much_is_refused(&alice);
    assert_eq!(alice.get("/v1/observations.csv").status, 200, "and it still answers");
}

#[test]
fn what_was_just_published_is_found_by_the_next_question() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    for number in 1..=5 {
        let practice = fixtures::practice("A practice", number);
        let receipt = alice.door().publish_practice(&practice).unwrap();
        let seen = alice.status().snapshot_id;
        assert_eq!(seen, receipt.snapshot_id, "the next question sees entry {number}");
    }
}

#[test]
fn the_page_of_an_entry_says_whether_it_counts() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    let receipt = alice.door().publish_practice(&fixtures::practice("A practice", 1)).unwrap();
    let id = hex(&receipt.entry_ids[0]);
    let path = format!("/entries/{id}");
    let english = alice.get(&path);
    assert_eq!(english.status, 200, "{}", english.text());
    assert!(english.text().contains("<dd>counts</dd>"), "{}", english.text());
    let french = web::get(alice.web(), &path, &[("accept-language", "fr-CA")]);
    assert!(french.text().contains("<dd>compte</dd>"), "{}", french.text());
    coalition
        .run_as("alice", &["--yes", "entry", "withdraw", &id, "--reason", "in haste"])
        .well();
    wait::until("it is withdrawn", || alice.get(&path).text().contains("withdrawn by its author"));
    for nowhere in [format!("/entries/{}", "0".repeat(64)), "/entries/x".to_owned()] {
        assert_eq!(alice.get(&nowhere).status, 404);
    }
}

#[test]
fn a_coalition_by_token_shows_strangers_nothing_and_its_members_everything() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    assert_eq!(alice.get("/v1/observations.csv").status, 200);
    let vote = ["proposal", "policy", "--access", "token", "--passphrase-file", "passphrase"];
    coalition.run_as("alice", &[&["--yes"], &vote[..]].concat()).well();
    wait::until("the rules apply", || alice.get("/v1/observations.csv").status == 401);
    let record = format!("/v1/records/{}", "0".repeat(64));
    for path in [
        "/",
        "/v1/observations.json",
        "/v1/practices.json",
        "/v1/practices.xlsx",
        "/v1/revisions.parquet",
        "/v1/dataset.csv.gz",
        "/v1/dataset.parquet",
        "/v1/catalogue.json",
        "/v1/codes/region.csv",
        "/datapackage.json",
        "/openapi.json",
        record.as_str(),
        "/nowhere",
    ] {
        let page = alice.get(path);
        assert_eq!(page.status, 401, "{path}: {}", page.text());
    }
    assert_eq!(alice.get("/livez").status, 200);
    let refused = door::ask(alice.web(), "SELECT 1").unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    coalition.run_as("alice", &["query", "SELECT 1"]).well();
}

fn assert_refused(page: &Page, nearest: &str, code: &str) {
    assert_eq!(page.status, 400, "{}", page.text());
    assert_eq!(page.headers["content-type"], "application/problem+json");
    let problem = page.json();
    assert_eq!(problem["status"], 400);
    assert_eq!(problem["errors"][0]["code"], code);
    let fix = problem["errors"][0]["fix"].as_str().unwrap();
    assert!(fix.contains(nearest), "{fix}");
}

fn assert_all_mistakes_are_told_at_once(node: &Node) {
    let page = node.get("/v1/observations.csv?regions=CA-ON&period=soon&indicator=MATCHES_NWE");
    assert_eq!(page.json()["errors"].as_array().unwrap().len(), 3, "{}", page.text());
    assert_eq!(node.get("/v2/observations.csv").status, 404);
}

fn assert_french_readers_are_told_in_french(node: &Node) {
    let path = "/v1/observations.csv?regions=CA-ON";
    let english = web::get(node.web(), path, &[("accept-language", "en-CA")]).json();
    let french = web::get(node.web(), path, &[("accept-language", "fr-CA, en;q=0.5")]).json();
    for field in ["title", "detail"] {
        assert_ne!(english[field], french[field]);
    }
    assert_eq!(english["errors"][0]["code"], french["errors"][0]["code"]);
    assert!(french["errors"][0]["fix"].as_str().unwrap().contains("region"));
}

fn assert_statements_are_refused(node: &Node) {
    for sql in FORBIDDEN {
        let refused = node.ask(sql).unwrap_err();
        assert!(is_our_callers(refused.code()), "{sql}: {refused:?}");
        assert!(!refused.message().is_empty(), "{sql}");
    }
    let misspelled = node.ask("SELECT valeu FROM observations").unwrap_err();
    assert!(is_our_callers(misspelled.code()), "{misspelled:?}");
    assert!(misspelled.message().contains("value"), "{misspelled:?}");
}

fn assert_too_much_is_refused(node: &Node) {
    let long = format!("SELECT {} AS n", vec!["1"; 40_000].join("+"));
    assert!(node.ask(&long).is_err(), "a question of more than 64 KiB");
    let cross = "SELECT count(*) FROM observations a, observations b, observations c, \
                 observations d, observations e, observations f";
    assert!(node.ask(cross).is_err(), "a question that would take days");
    assert_eq!(
        node.get(&format!("/v1/observations.csv?region={}", "A".repeat(20_000))).status,
        400
    );
}

fn is_our_callers(code: Code) -> bool {
    matches!(code, Code::InvalidArgument | Code::FailedPrecondition | Code::PermissionDenied)
}
