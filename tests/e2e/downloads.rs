//! What researchers take away: every table in every format, page by page, and as it once stood.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::harness::web;
use serde_json::Value;

/// Every table.
const TABLES: [&str; 7] =
    ["entries", "indicators", "members", "observations", "practices", "responses", "revisions"];

/// Addresses that ask for something that is not there, and what their answers name.
const STRANGE: [(&str, u16, &str); 8] = [
    ("/v1/observations.csv?dialect=excel_fr", 400, "excel-fr"),
    ("/v1/observations.xlsx?dialect=excel-fr", 400, "dialect"),
    ("/v1/observations.csv?limit=5", 400, "as_of"),
    ("/v1/observations.json?limit=0", 400, "10,000"),
    ("/v1/observations.json?cursor=5", 400, "next"),
    ("/v1/observations.csv?as_of=yesterday", 400, "2026-03-31"),
    ("/v1/observation.csv", 404, "observations"),
    ("/v1/entries.csv?state=withdraw", 400, "withdrawn"),
];

#[test]
fn every_table_is_there_in_every_format_with_the_same_rows() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    alice.door().publish_practice(&fixtures::practice("A practice", 1)).unwrap();
    for table in TABLES {
        let rows = pages(&alice, &format!("/v1/{table}.json"));
        let csv = alice.well(&format!("/v1/{table}.csv"));
        let expected = if table == "responses" { 0 } else { rows.len().max(1) };
        assert_eq!(rows.len(), expected, "{table}");
        let lines = csv.text().lines().count();
        assert!(lines > rows.len(), "{table}: {lines} lines, {} rows", rows.len());
        assert!(alice.well(&format!("/v1/{table}.xlsx")).body.starts_with(b"PK\x03\x04"));
        let parquet = alice.well(&format!("/v1/{table}.parquet")).body;
        assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"), "{table}");
    }
    let french = alice.well("/v1/observations.csv?labels=fr&dialect=excel-fr&region=CA-ON");
    assert!(french.text().starts_with("\u{feff}indicator;indicator_label;"), "{}", french.text());
    assert!(french.text().contains(";CA-ON;Ontario;"), "{}", french.text());
    let list = alice.well("/v1/codes/region.csv");
    assert!(list.text().starts_with("code,label_en,label_fr,parent\n_T,Total,Ensemble,\n"));
    let catalogue = alice.well("/v1/catalogue.json").json();
    assert_eq!(catalogue["lists"]["region"]["codes"]["CA-QC"]["label"]["fr"], "Québec");
}

#[test]
fn what_is_not_there_is_named_with_what_is() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    for (path, status, named) in STRANGE {
        for language in ["en", "fr"] {
            let page = web::get(alice.web(), path, &[("accept-language", language)]);
            assert_eq!(page.status, status, "{path}: {}", page.text());
            assert_eq!(page.headers["content-type"], "application/problem+json");
            let told = page.text().replace(['\u{a0}', '\u{202f}'], ",");
            assert!(told.contains(named), "{path}: {told}");
        }
    }
    let english = alice.get("/v1/observations.csv?regions=x").json();
    let french = alice.get("/v1/observations.csv?regions=x&lang=fr").json();
    assert_ne!(english["title"], french["title"]);
    assert_eq!(english["errors"][0]["code"], french["errors"][0]["code"]);
}

#[test]
fn an_answer_says_of_what_it_is_and_is_sent_once() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    let path = "/v1/observations.csv";
    let page = alice.well(path);
    assert_eq!(page.headers["snapshot-id"], alice.snapshot());
    assert_eq!(page.headers["data-coverage"], "1/1 members");
    assert_eq!(page.headers["access-control-allow-origin"], "*");
    for name in ["last-modified", "data-as-of"] {
        assert!(!page.headers[name].is_empty(), "{name}");
    }
    let tag = page.headers["etag"].as_str();
    let again = web::get(alice.web(), path, &[("if-none-match", tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.headers["etag"], tag);
    let packed = web::get(alice.web(), path, &[("accept-encoding", "gzip")]);
    assert_eq!(packed.headers["content-encoding"], "gzip");
    assert!(packed.body.starts_with(&[0x1f, 0x8b]) && packed.body.len() < page.body.len() / 2);
    assert_ne!(packed.headers["etag"], tag);
    alice
        .door()
        .publish_metrics(&fixtures::table(2023, 300), fixtures::RECIPE)
        .unwrap();
    assert_eq!(web::get(alice.web(), path, &[("if-none-match", tag)]).status, 200);
}

#[test]
fn pages_are_of_one_state_however_the_data_grow_meanwhile() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    let all = pages(&alice, "/v1/observations.json");
    assert!(all.len() > 20, "{}", all.len());
    let first = alice.well("/v1/observations.json?limit=7");
    let link = first.headers["link"].as_str();
    let next = first.json()["next"].as_str().unwrap().to_owned();
    assert_eq!(link, format!("<{next}>; rel=\"next\""));
    let receipt = alice
        .door()
        .publish_metrics(&fixtures::table(2023, 300), fixtures::RECIPE)
        .unwrap();
    let mut rows = first.json()["observations"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 7);
    rows.extend(pages(&alice, &next));
    assert_eq!(rows, all);
    assert!(pages(&alice, "/v1/observations.json").len() > all.len());
    let of_others = next.replace("limit=7", "limit=7&region=CA-ON");
    assert_eq!(alice.get(&of_others).json()["errors"][0]["code"], "FL-W105");
    assert!(receipt.entry_ids.len() == 1);
}

#[test]
fn pages_begin_anew_when_what_they_show_was_taken_back_meanwhile() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    let published = |practice: &str| {
        let receipt = alice.door().publish_practice(practice).unwrap();
        flotilla_tests::hex(&receipt.entry_ids[0])
    };
    let practice = fixtures::practice("A practice", 2);
    let first = published(&practice);
    published(&fixtures::practice("Another", 1));
    let page = alice.well("/v1/practices.json?limit=1").json();
    let next = page["next"].as_str().unwrap();
    assert_eq!(alice.get(next).status, 200);
    let later = format!("version = 2\nsupersedes = \"{first}\"");
    let second = published(&practice.replace("version = 1", &later));
    assert_eq!(alice.get(next).status, 200, "that is of another state");
    coalition
        .run_as("alice", &["--yes", "entry", "withdraw", &second, "--reason", "all of it"])
        .well();
    // What it replaced is gone, too, and nobody can tell how many rows of it were given.
    wait::until("the pages begin anew", || alice.get(next).status == 400);
}

#[test]
fn the_data_are_shown_as_they_stood_on_every_node_alike() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let (alice, bob) = (coalition.start_with_figures("alice"), coalition.start("bob"));
    let (snapshot, before) = (alice.snapshot(), alice.well("/v1/observations.csv").body);
    let stood = alice.well("/v1/observations.csv").headers["data-as-of"].clone();
    alice
        .door()
        .publish_metrics(&fixtures::table(2023, 300), fixtures::RECIPE)
        .unwrap();
    wait::until("both hold the same", || alice.snapshot() == bob.snapshot());
    let after = alice.well("/v1/observations.csv").body;
    assert_ne!(after, before);
    for node in [&alice, &bob] {
        let path = format!("/v1/observations.csv?as_of={stood}");
        let page = node.well(&path);
        assert!(page.body == before, "{path}");
        assert_eq!(page.headers["snapshot-id"], snapshot);
        // Who has asked by the moment knows it by its name from then on.
        let named = format!("/v1/observations.csv?as_of={snapshot}");
        assert!(node.well(&named).body == before, "{named}");
        let today = stood.split('T').next().unwrap();
        let path = format!("/v1/observations.csv?as_of={today}");
        assert!(node.well(&path).body == after, "all of that day");
        let empty = node.well("/v1/observations.csv?as_of=2001-01-01");
        assert_eq!(empty.text().lines().count(), 1);
    }
    let first = alice.well("/v1/entries.json?limit=1").json()["entries"][0]["id"].clone();
    let withdraw = ["--yes", "entry", "withdraw", first.as_str().unwrap(), "--reason", "in haste"];
    coalition.run_as("alice", &withdraw).well();
    wait::until("both have heard", || alice.snapshot() == bob.snapshot());
    for node in [&alice, &bob] {
        let page = node.well(&format!("/v1/observations.csv?as_of={stood}"));
        assert_eq!(page.text().lines().count(), 1, "what was taken back is shown of no day");
    }
    let strange = format!("/v1/observations.csv?as_of={}", "0".repeat(64));
    assert_eq!(alice.get(&strange).json()["errors"][0]["code"], "FL-W108");
}

#[test]
fn a_record_is_served_as_it_was_signed_until_it_is_taken_back() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start("alice");
    let receipt = alice.door().publish_practice(&fixtures::practice("A practice", 1)).unwrap();
    let id = flotilla_tests::hex(&receipt.entry_ids[0]);
    let path = format!("/v1/records/{id}");
    assert!(!alice.well(&path).body.is_empty());
    coalition
        .run_as("alice", &["--yes", "entry", "withdraw", &id, "--reason", "in haste"])
        .well();
    wait::until("it is withdrawn", || alice.get(&path).status == 404);
    let published = |practice: &str| {
        let receipt = alice.door().publish_practice(practice).unwrap();
        flotilla_tests::hex(&receipt.entry_ids[0])
    };
    let practice = fixtures::practice("Another practice", 2);
    let first = published(&practice);
    let next = format!("version = 2\nsupersedes = \"{first}\"");
    let second = published(&practice.replace("version = 1", &next));
    let path = format!("/v1/records/{first}");
    assert!(!alice.well(&path).body.is_empty(), "it was said, and corrected");
    coalition
        .run_as("alice", &["--yes", "entry", "withdraw", &second, "--reason", "all of it"])
        .well();
    wait::until("what it replaced is gone, too", || alice.get(&path).status == 404);
}

/// Returns the rows of a page and of all that follow.
fn pages(node: &Node, path: &str) -> Vec<Value> {
    let table = path.trim_start_matches("/v1/").split('.').next().unwrap().to_owned();
    let mut rows = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let page = node.well(&path).json();
        rows.extend(page[&table].as_array().unwrap().clone());
        next = page["next"].as_str().map(str::to_owned);
    }
    rows
}
