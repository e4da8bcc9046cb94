//! The library of practices: what is found, shown and fed, and what is gone as soon as it is taken back.

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::wait;

/// Words that a reader may type, and how many of three records have them.
const TYPED: [(&str, usize); 6] = [
    ("WAITLISTS", 1),
    ("attente", 1),
    ("benevole", 1),
    ("\"(x OR title:^", 0),
    ("", 3),
    ("practice", 3),
];

#[test]
fn records_are_found_page_by_page_and_in_every_format() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_practices(&coalition);
    for (typed, count) in TYPED {
        let typed: String = typed.bytes().map(|it| format!("%{it:02x}")).collect();
        let page = alice.well(&format!("/v1/practices?q={typed}")).json();
        assert_eq!(page["found"], count, "{typed}: {page}");
        assert_eq!(page["practices"].as_array().unwrap().len(), count);
    }
    let page = alice.well("/v1/practices?q=waitlist&eepm=5&program_type=GROUP&lang=fr").json();
    let row = &page["practices"][0];
    assert_eq!((&row["rank"], &row["snippet_language"]), (&1.into(), &"fr".into()), "{row}");
    assert_eq!(page["facets"]["program_type"]["GROUP"], 1);
    let ids = |page: &serde_json::Value| -> Vec<String> {
        let rows = page["practices"].as_array().unwrap().iter();
        rows.map(|it| it["record_id"].as_str().unwrap().to_owned()).collect()
    };
    let whole = ids(&alice.well("/v1/practices.json?q=practice").json());
    let mut read = Vec::new();
    let mut next = Some("/v1/practices.json?q=practice&limit=1".to_owned());
    while let Some(path) = next {
        let page = alice.well(&path).json();
        read.extend(ids(&page));
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(read, whole);
    let csv = alice.well("/v1/practices.csv?q=practice");
    assert!(csv.text().lines().next().unwrap().contains(",rank,score,snippet,"), "{}", csv.text());
    let places: Vec<usize> = whole.iter().map(|it| csv.text().find(it.as_str()).unwrap()).collect();
    assert!(places.is_sorted(), "rows come by rank");
    assert!(alice.well("/v1/practices.xlsx?q=practice").body.starts_with(b"PK"));
    assert!(alice.well("/v1/practices.parquet?q=practice").body.starts_with(b"PAR1"));
    let long = format!("/v1/practices?q={}", "x".repeat(201));
    for (path, code) in [
        (long.as_str(), "FL-W109"),
        ("/v1/practices?eepm=7", "FL-W102"),
        ("/v1/practices?qq=x", "FL-W101"),
    ] {
        let page = alice.get(path);
        assert_eq!((page.status, &page.json()["errors"][0]["code"]), (400, &code.into()), "{path}");
    }
}

#[test]
fn a_reader_searches_and_reads_in_either_language() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_practices(&coalition);
    let list = alice.well("/practices?q=waitlist&lang=en");
    let text = list.text();
    assert!(
        text.contains("<mark>waitlist</mark>") && text.contains("<html lang=\"en\">"),
        "{text}"
    );
    let french = alice.well("/practices?q=practice&lang=fr");
    assert!(french.text().contains("pas encore traduite"), "{}", french.text());
    assert!(french.text().contains("lang=\"en\">A practice 2</a>"), "{}", french.text());
    let id = first(&alice, "waitlist");
    for (lang, title) in [("en", "A practice 1"), ("fr", "Bien attendre")] {
        let page = alice.well(&format!("/practices/{id}?lang={lang}"));
        let article = format!("<article lang=\"{lang}\"><h1>{title}</h1>");
        assert!(page.text().contains(&article), "{}", page.text());
        assert!(page.text().len() < 100_000);
    }
    let uuid = "/practices/5f0c1c9e-6c1d-4f0e-9d53-000000000001";
    assert_eq!(alice.get(uuid).headers["location"], format!("/practices/{id}?lang=en"));
    assert_eq!(alice.get("/practices/nowhere").status, 404);
}

#[test]
fn what_is_taken_back_is_gone_from_search_page_and_feed() {
    let coalition = Coalition::found(&["alice"]);
    let alice = with_practices(&coalition);
    let id = first(&alice, "waitlist");
    let feed = alice.well("/practices.atom?lang=fr");
    assert!(feed.headers["content-type"].starts_with("application/atom+xml"));
    assert!(feed.text().contains(&id) && feed.text().contains("<title>Bien attendre</title>"));
    coalition
        .run_as("alice", &["--yes", "entry", "withdraw", &id, "--reason", "in haste"])
        .well();
    wait::until("it is gone", || alice.well("/v1/practices?q=waitlist").json()["found"] == 0);
    assert!(!alice.well("/practices.atom").text().contains(&id));
    assert_eq!(alice.get(&format!("/practices/{id}")).status, 404);
    let sql = "SELECT record_id FROM search_practices('waitlist')";
    assert_eq!(alice.rows(sql), [""; 0]);
}

/// Publishes three records, one of them in both languages.
fn with_practices(coalition: &Coalition) -> Node {
    let alice = coalition.start("alice");
    let french = "\n[fr]\ntitle = \"Bien attendre\"\nsummary = \"La liste d’attente (waitlist).\"\n\
                  +++ fr\nPour les familles.\n+++ en";
    let first = fixtures::practice_with_body("A practice 1", 1, "For families on the waitlist.");
    let first = first.replacen("+++ en", french, 1);
    let second = fixtures::practice_with_body("A practice 2", 2, "Les bénévoles, in English.");
    for practice in [first, second, fixtures::practice("A practice 3", 3)] {
        alice.door().publish_practice(&practice).unwrap();
    }
    alice
}

/// Returns the id of the record that answers best.
fn first(node: &Node, words: &str) -> String {
    let page = node.well(&format!("/v1/practices?q={words}")).json();
    page["practices"][0]["record_id"].as_str().unwrap().to_owned()
}
