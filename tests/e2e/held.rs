//! A record that its holder keeps at home: others have a card, are told the rest live, and keep nothing.
//!
//! A word is planted in everything that stays. Every byte that other members keep, tell and back up is
//! searched for it, what is compressed is unfolded first, and the same search finds it where it belongs.

use std::fs;
use std::path::Path;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::coalition::Seat;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;
use flotilla_tests::harness::web;
use serde_json::Value;

use crate::canaries::unfolded;
use crate::privacy::contains;
use crate::privacy::files;

/// Stands in everything that stays at home, and nowhere else.
const PLANTED: &str = "tidewrackhollow";

/// Stands on the card.
const TITLE: &str = "Waiting on the land";

/// Bob holds, and nobody can dial his node.
const SEATS: [Seat<'_>; 3] = [
    Seat { handle: "alice", listens: true, dials: &[] },
    Seat { handle: "bob", listens: false, dials: &["alice"] },
    Seat { handle: "carol", listens: true, dials: &["alice"] },
];

#[test]
fn what_is_held_at_home_is_told_live_and_kept_by_nobody_else() {
    let coalition = Coalition::found_as(&SEATS);
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|it| coalition.start(it));
    let entry = publish(&coalition);
    wait::until("all show the card", || {
        [&alice, &carol]
            .iter()
            .all(|it| it.held("bob") == 1 && it.snapshot() == bob.snapshot())
    });
    let told = ask(&coalition, "alice", &entry);
    assert_eq!(told["state"], "shown");
    assert!(told["practice"].as_str().unwrap().contains(PLANTED), "{told}");
    let fields: Vec<&str> = told["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["references", "cost_detail"]);
    let asked = coalition.run_as("bob", &["--json", "records", "--asked"]).well();
    let asked: Value = serde_json::from_str(&asked.out).unwrap();
    assert_eq!((&asked[0]["member"], &asked[0]["record_id"]), (&"alice".into(), &entry.into()));
    assert!(!bob.log().contains(PLANTED) && !alice.log().contains(PLANTED));
    let entry = asked[0]["record_id"].as_str().unwrap().to_owned();

    let card = "SELECT title_en, sharing, summary_en, body_en, cost_detail FROM practices";
    let rows = [&alice, &bob, &carol].map(|it| it.rows(card));
    assert_eq!(rows[0], [format!("{TITLE},hold_at_home,,,")]);
    assert!(rows.iter().all(|it| *it == rows[0]), "the holder answers as all do: {rows:?}");
    let mut said = pages(&alice, &entry);
    let page = String::from_utf8_lossy(&said[0]).into_owned();
    assert!(page.contains(TITLE) && page.contains("programs@example.org"), "{page}");

    let snapshot = alice.snapshot();
    assert_eq!(bob.stop().code(), Some(0));
    let away = coalition.run_as("alice", &["practice", "ask", &entry]);
    assert_eq!(away.code, 6);
    assert!(away.out.contains(TITLE) && away.out.contains("programs@example.org"), "{}", away.out);
    assert!(away.err.contains("not reachable now"), "{}", away.err);
    assert_eq!((alice.snapshot(), alice.rows(card)), (snapshot, rows[0].clone()));

    for (who, file) in [("alice", "alice.backup"), ("bob", "bob.backup")] {
        let words = ["backup", file, "--passphrase-file", "passphrase"];
        coalition.run_as(who, &words).well();
        let opened = format!("opened-{who}");
        let words = ["restore", file, "--passphrase-file", "passphrase"];
        coalition.run_as(&opened, &words).well();
    }
    coalition
        .run_as("alice", &["bundle", "export", "all.flotilla", "--logs"])
        .well();
    assert!([alice, carol].map(Node::stop).iter().all(|it| it.code() == Some(0)));
    let kept = |name: &str| kept(&coalition.folder().join(name));
    for others in ["alice", "carol", "opened-alice", "all.flotilla"] {
        said.extend(kept(others));
        assert!(kept(others).iter().any(|it| contains(it, TITLE)), "{others} has the card");
    }
    let found = said.iter().filter(|it| contains(it, PLANTED)).count();
    assert_eq!(found, 0, "somebody else has it");
    for own in ["bob", "opened-bob"] {
        assert!(kept(own).iter().any(|it| contains(it, PLANTED)), "{own} holds it");
    }
}

#[test]
fn what_is_not_as_it_was_signed_is_not_told_and_what_is_erased_is_gone_at_home() {
    let coalition = Coalition::found(&["alice", "bob"]);
    let [alice, bob] = ["alice", "bob"].map(|it| coalition.start(it));
    let entry = publish(&coalition);
    wait::until("alice shows the card", || alice.snapshot() == bob.snapshot());
    let words = ["publish", "practice", "held.md", "--dry-run", "--json"];
    let again = coalition.run_as("bob", &words).well();
    let again: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(
        (&again["unchanged"], &again["unchanged_entry"]),
        (&true.into(), &entry.clone().into())
    );
    let home = files(&coalition.dir("bob").join("data/held"));
    let home = home.iter().find(|it| it.extension().is_none()).unwrap();
    let sound = fs::read(home).unwrap();
    let mut tampered = sound.clone();
    *tampered.last_mut().unwrap() ^= 1;
    fs::write(home, tampered).unwrap();
    assert_eq!(ask(&coalition, "alice", &entry)["state"], "unshown");
    let warning = "what is held at home was not shown";
    wait::until("bob's operator is told", || bob.log().contains(warning));
    fs::write(home, &sound).unwrap();
    assert_eq!(ask(&coalition, "alice", &entry)["state"], "shown");
    let erase = ["--yes", "entry", "erase", &entry, "--reason", "for good", "--now"];
    let erase = [&erase[..], &["--passphrase-file", "passphrase"]].concat();
    coalition.run_as("bob", &erase).well();
    wait::until("it is gone at home", || !home.exists());
    wait::until("alice knows", || alice.held("bob") == 2 && alice.shows_all());
    assert_eq!(coalition.run_as("alice", &["practice", "ask", &entry]).code, 3);
    assert!(kept(&coalition.dir("bob")).iter().all(|it| !contains(it, PLANTED)));
}

/// Has Bob publish a record that he holds, and returns the entry of its card.
fn publish(coalition: &Coalition) -> String {
    let sentence = format!("What we do, the {PLANTED} way.");
    let held = format!(
        "version = 1\nsharing = \"hold_at_home\"\ncost_detail = \"{sentence}\"\n\
         references = [\"https://example.org/{PLANTED}\"]"
    );
    let record = fixtures::practice_with_body(TITLE, 1, &sentence)
        .replace("One thing that worked, in one sentence.", &sentence)
        .replace("version = 1", &held);
    fs::write(coalition.folder().join("held.md"), record).unwrap();
    let words = ["--yes", "--json", "publish", "practice", "held.md"];
    let receipt = coalition.run_as("bob", &words).well();
    let receipt: Value = serde_json::from_str(&receipt.out).unwrap();
    receipt["entry_ids"][0].as_str().unwrap().to_owned()
}

/// Asks for a record, and returns what is told.
fn ask(coalition: &Coalition, who: &str, entry: &str) -> Value {
    let said = coalition.run_as(who, &["--json", "practice", "ask", entry]);
    serde_json::from_str(&said.out).unwrap()
}

/// Returns what a stranger can read, unfolded; the page of the entry first.
fn pages(node: &Node, entry: &str) -> Vec<Vec<u8>> {
    let page = format!("/entries/{entry}");
    let paths = [page.as_str(), "/v1/practices.json", "/"];
    let pages = paths.map(|path| web::get(node.web(), path, &[]).body);
    assert!(contains(&pages[1], TITLE));
    pages.map(|it| unfolded(&it)).to_vec()
}

/// Returns what the files below a folder hold, unfolded.
fn kept(folder: &Path) -> Vec<Vec<u8>> {
    files(folder).iter().map(|it| unfolded(&fs::read(it).unwrap())).collect()
}
