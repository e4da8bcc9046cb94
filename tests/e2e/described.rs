//! What a node says of itself to programs, held against what it does.

use std::collections::BTreeSet;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::web;
use serde_json::Value;

#[test]
fn what_is_described_is_there_and_takes_exactly_what_it_says() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    let described = alice.well("/openapi.json").json();
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.len() > 30, "{}", paths.len());
    for (path, item) in paths {
        let path = path.replace("{list}", "gender").replace("{id}", &record(&alice));
        let answers = item["get"]["responses"]["200"]["content"].as_object().unwrap();
        let page = alice.well(&path);
        let kind = page.headers["content-type"].split(';').next().unwrap();
        assert!(answers.contains_key(kind), "{path}: {kind}");
        let known = item["get"]["parameters"].as_array().unwrap();
        let known: BTreeSet<&str> = known
            .iter()
            .filter(|it| it["in"] == "query")
            .map(|it| it["name"].as_str().unwrap())
            .collect();
        if !known.is_empty() {
            let refused = alice.get(&format!("{path}?zzzzzz=1"));
            assert_eq!(refused.status, 400, "{path}");
            let fix = refused.json()["errors"][0]["fix"].as_str().unwrap().to_owned();
            let listed = fix.split_once(": ").unwrap().1.trim_end_matches('.');
            assert_eq!(listed.split(", ").collect::<BTreeSet<_>>(), known, "{path}");
        }
    }
    let french = web::get(alice.web(), "/openapi.json", &[("accept-language", "fr")]);
    let parameter = "/paths/~1v1~1observations.csv/get/parameters/0/description";
    assert_ne!(french.json().pointer(parameter), described.pointer(parameter));
}

#[test]
fn the_package_describes_every_table_as_it_is_and_every_code_is_in_its_list() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    let package = alice.well("/datapackage.json").json();
    assert_eq!(package["name"], "the-test-coalition");
    let resources = package["resources"].as_array().unwrap();
    let rows = |resource: &Value| {
        let page = alice.well(&format!("/{}", resource["path"].as_str().unwrap()));
        let text = page.text().to_owned();
        let mut lines =
            text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        (lines.next().unwrap(), lines.collect::<Vec<_>>())
    };
    let mut keys = 0;
    for resource in resources {
        let (columns, used) = rows(resource);
        let fields = resource["schema"]["fields"].as_array().unwrap();
        assert!(fields.iter().map(|it| it["name"].as_str().unwrap()).eq(&columns));
        // The words of practices and catalogues hold commas; codes stand in tables of figures.
        let described = resource["schema"]["foreignKeys"].as_array();
        for key in described.filter(|_| resource["name"] == "observations").into_iter().flatten() {
            let of = &key["reference"]["resource"];
            let list = resources.iter().find(|it| it["name"] == *of).unwrap();
            let (known_columns, known) = rows(list);
            let place = |columns: &[String], name: &Value| {
                columns.iter().position(|it| it == name.as_str().unwrap()).unwrap()
            };
            let from = place(&columns, &key["fields"]);
            let to = place(&known_columns, &key["reference"]["fields"]);
            let known: BTreeSet<&String> = known.iter().map(|row| &row[to]).collect();
            assert!(used.iter().all(|row| known.contains(&row[from])), "{key}");
            keys += 1;
        }
    }
    assert!(keys >= 5, "member, indicator, region, program and gender at least: {keys}");
}

#[test]
fn the_whole_dataset_is_one_file_of_which_parts_may_be_taken() {
    let coalition = Coalition::found(&["alice"]);
    let alice = coalition.start_with_figures("alice");
    let path = "/v1/dataset.parquet";
    let whole = alice.well(path);
    assert_eq!(whole.headers["accept-ranges"], "bytes");
    assert_eq!(whole.headers["content-length"], whole.body.len().to_string());
    assert!(whole.body == alice.well("/v1/observations.parquet").body);
    let part = web::get(alice.web(), path, &[("range", "bytes=4-11")]);
    assert_eq!((part.status, part.body.as_slice()), (206, &whole.body[4..12]));
    assert_eq!(part.headers["content-range"], format!("bytes 4-11/{}", whole.body.len()));
    let tag = whole.headers["etag"].as_str();
    let beyond = format!("bytes={}-", whole.body.len());
    assert_eq!(web::get(alice.web(), path, &[("range", &beyond)]).status, 416);
    assert_eq!(web::get(alice.web(), path, &[("if-none-match", tag)]).status, 304);
    assert!(alice.well("/v1/dataset.csv.gz").body.starts_with(&[0x1f, 0x8b]));
    alice
        .door()
        .publish_metrics(&fixtures::table(2023, 300), fixtures::RECIPE)
        .unwrap();
    let late = [("range", "bytes=4-11"), ("if-range", tag)];
    let page = web::get(alice.web(), path, &late);
    assert_eq!(page.status, 200, "a part of what is there now fits nothing that was read before");
    assert!(page.body != whole.body);
    assert_eq!(alice.get("/v1/dataset.parquet?region=CA-ON").status, 400);
}

/// Returns the id of an entry that counts.
fn record(node: &Node) -> String {
    let page = node.well("/v1/entries.json?limit=1").json();
    page["entries"][0]["id"].as_str().unwrap().to_owned()
}
