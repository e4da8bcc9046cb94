//! Dry runs: what a file would come to, with a node and without one.

use std::fs;
use std::path::Path;

use flotilla_tests::harness::coalition::Coalition;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::fixtures::MARKER;
use flotilla_tests::harness::tool;
use flotilla_tests::harness::tool::Said;
use serde_json::Value;

/// What every run here begins with.
const DRY_RUN: [&str; 7] =
    ["publish", "metrics", "matches.csv", "--recipe", "recipe.toml", "--dry-run", "--json"];

#[test]
fn a_table_and_a_recipe_are_enough() {
    let folder = folder_with(&fixtures::table(2024, 300));
    let first = try_out(folder.path(), &[]).well();
    assert!(!cells(&first).is_empty() && before(&first) == 0);
    assert!(!first.out.contains(MARKER) && !first.err.contains(MARKER));
    assert_eq!(try_out(folder.path(), &[]).well().out, first.out, "the key was kept");
    assert_owners_only(&folder.path().join("state/flotilla/trial-rounding.key"));
    fs::write(folder.path().join("first.json"), &first.out).unwrap();
    let again = try_out(folder.path(), &["--history", "first.json"]).well();
    assert_eq!(told(&again), told(&first));
    assert_eq!(before(&again), told(&first).len());
    fs::write(folder.path().join("matches.csv"), fixtures::table(2025, 300)).unwrap();
    let next = try_out(folder.path(), &["--history", "first.json"]).well();
    assert_eq!((before(&next), document(&next)["scope"].clone()), (0, scope(&first)));
}

#[test]
fn what_is_wrong_is_printed_without_what_stands_in_the_file() {
    let table = fixtures::table(2024, 300).replacen("2024-06-15", "Quillon Vane", 1);
    let folder = folder_with(&table);
    let said = try_out(folder.path(), &["--quiet"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("Quillon Vane") && !said.out.contains("Quillon"), "{}", said.out);
    let problem = &document(&said)["flotilla"]["problems"][0];
    assert_eq!((problem["code"].as_str(), problem["line"].as_u64()), (Some("FL-E142"), Some(3)));
    for (history, code) in [("recipe.toml", 3), ("missing.json", 3)] {
        assert_eq!(try_out(folder.path(), &["--history", history]).code, code);
    }
    let without = [&DRY_RUN[..5], &["--history", "first.json"]].concat();
    assert_eq!(tool::flotilla(folder.path(), &without).code, 2, "only in a dry run");
}

#[test]
fn a_node_and_the_tool_alone_come_to_the_same() {
    let coalition = Coalition::found(&["alice"]);
    let folder = coalition.folder();
    fs::write(folder.join("matches.csv"), fixtures::table(2024, 300)).unwrap();
    fs::write(folder.join("recipe.toml"), fixtures::RECIPE).unwrap();
    let dir = ["--dir", "alice"];
    let node = coalition.start("alice");
    let asked = try_out(folder, &dir).well();
    assert_eq!(scope(&asked), "alice");
    node.door()
        .publish_metrics(&fixtures::table(2024, 300), fixtures::RECIPE)
        .unwrap();
    let published = try_out(folder, &dir).well();
    assert_eq!((told(&published), before(&published)), (told(&asked), told(&asked).len()));
    assert_eq!(node.stop().code(), Some(0));
    let alone = try_out(folder, &dir).well();
    assert_eq!(alone.out, asked.out, "by the same key, and with nothing published");
    assert!(alone.err.contains("Your node was not asked"), "{}", alone.err);
    fs::write(folder.join("first.json"), &asked.out).unwrap();
    let with_history = [&dir[..], &["--history", "first.json"]].concat();
    assert_eq!(try_out(folder, &with_history).well().out, published.out);
}

fn folder_with(table: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("matches.csv"), table).unwrap();
    fs::write(folder.path().join("recipe.toml"), fixtures::RECIPE).unwrap();
    folder
}

fn try_out(folder: &Path, more: &[&str]) -> Said {
    tool::flotilla(folder, &[&DRY_RUN[..], more].concat())
}

fn document(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap()
}

fn scope(said: &Said) -> Value {
    document(said)["scope"].clone()
}

fn cells(said: &Said) -> Vec<Value> {
    document(said)["cells"].as_array().unwrap().clone()
}

/// Returns the cells of which something is told.
fn told(said: &Said) -> Vec<(Value, Value)> {
    let told = cells(said).into_iter().filter(|it| it["s"] != "abs");
    told.map(|it| (it["id"].clone(), it["v"].clone())).collect()
}

fn before(said: &Said) -> usize {
    cells(said).iter().filter(|it| it["before"] == true).count()
}

#[cfg(unix)]
fn assert_owners_only(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(not(unix))]
fn assert_owners_only(path: &Path) {
    assert!(path.exists());
}
