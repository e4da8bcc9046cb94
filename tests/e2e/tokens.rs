//! Tokens between real nodes: issued at one, taken at another, ended at the first.

use std::fs;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::door;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::LOG;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::harness::web;
use flotilla_tests::harness::web::Page;
use serde_json::Value;
use tonic::Code;

#[test]
fn a_token_of_one_member_is_taken_by_the_node_of_another_until_it_is_ended() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let (alice, bob) = (coalition.start("alice"), coalition.start("bob"));
    alice
        .door()
        .publish_metrics(&fixtures::table(2024, 300), fixtures::RECIPE)
        .unwrap();
    by_token(&coalition, &[&alice, &bob]);
    let issued = issue(&coalition, &["--scope", "aggregates", "--out", "token.txt"]);
    let token = fs::read_to_string(coalition.folder().join("token.txt")).unwrap();
    let token = token.trim();
    assert!(issued["token"].is_null(), "it went to the file");
    wait::until("bob shows it", || get(&bob, "/v1/observations.csv", token).status == 200);
    assert_eq!(get(&bob, "/v1/observations.csv", token).status, 200);
    let narrow = get(&bob, "/v1/practices.csv", token);
    assert_eq!(narrow.status, 403, "{}", narrow.text());
    assert!(narrow.text().contains("records") && narrow.text().contains("alice"));
    let missing = bob.get("/v1/observations.csv");
    assert_eq!((missing.status, missing.headers["www-authenticate"].as_str()), (401, "Bearer"));
    assert_sql(&coalition, &bob);
    let id = issued["token_id"].as_str().unwrap();
    coalition.run_as("alice", &["--yes", "token", "revoke", id]).well();
    wait::until("bob has heard", || get(&bob, "/v1/observations.csv", token).status == 401);
    let ended = get(&bob, "/v1/observations.csv", token);
    assert!(ended.text().contains("alice has ended your token"), "{}", ended.text());
    for member in ["alice", "bob"] {
        let log = fs::read_to_string(coalition.dir(member).join(LOG)).unwrap();
        assert!(!log.contains("flotilla-token-1-"), "no log holds a token");
    }
}

#[test]
fn a_token_ends_with_the_key_that_signed_it() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let (alice, bob) = (coalition.start("alice"), coalition.start("bob"));
    by_token(&coalition, &[&alice, &bob]);
    let token = issue(&coalition, &["--scope", "aggregates"]);
    let token = token["token"].as_str().unwrap();
    wait::until("bob takes it", || get(&bob, "/v1/members.csv", token).status == 200);
    let rotate = ["--yes", "key", "rotate", "--passphrase-file", "passphrase"];
    coalition.run_as("alice", &rotate).well();
    wait::until("bob knows", || get(&bob, "/v1/members.csv", token).status == 401);
    let ended = get(&bob, "/v1/members.csv", token);
    assert!(ended.text().contains("alice has replaced the key"), "{}", ended.text());
}

/// Who may read figures may not read records by way of a statement.
fn assert_sql(coalition: &Coalition, bob: &Node) {
    let asked = |sql: &str| {
        let words = ["query", "--node", bob.web(), "--token-file", "token.txt", sql];
        coalition.run(&words)
    };
    asked("SELECT count(*) AS n FROM observations").well();
    for sql in [
        "SELECT title_en FROM practices",
        "SELECT count(*) AS n FROM members WHERE EXISTS (SELECT 1 FROM practices)",
    ] {
        let refused = asked(sql);
        assert!(refused.code != 0 && refused.err.contains("records"), "{}", refused.err);
    }
    let refused = door::ask(bob.web(), "SELECT 1").unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    assert!(refused.message().contains("data@example.org"), "{}", refused.message());
}

/// Has the coalition ask for tokens.
fn by_token(coalition: &Coalition, nodes: &[&Node]) {
    let vote = ["proposal", "policy", "--access", "token", "--passphrase-file", "passphrase"];
    let proposed = coalition.run_as("alice", &[&["--yes", "--json"], &vote[..]].concat()).well();
    let proposed: Value = serde_json::from_str(&proposed.out).unwrap();
    let id = proposed["proposal_id"].as_str().unwrap().to_owned();
    let approve = ["--yes", "proposal", "approve", &id, "--passphrase-file", "passphrase"];
    wait::until("bob approves", || coalition.run_as("bob", &approve).code == 0);
    for node in nodes {
        wait::until("the rules apply", || node.get("/v1/observations.csv").status == 401);
    }
}

fn issue(coalition: &Coalition, words: &[&str]) -> Value {
    let words = [&["--json", "token", "issue"], words].concat();
    let said = coalition.run_as("alice", &words).well();
    serde_json::from_str(&said.out).unwrap()
}

fn get(node: &Node, path: &str, token: &str) -> Page {
    web::get(node.web(), path, &[("authorization", &format!("Bearer {token}"))])
}
