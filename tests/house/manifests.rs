//! What the packages may depend on: few crates, each where it belongs, and none that is banned.

use std::fs;

use flotilla_tests::root;
use toml::Table;
use toml::Value;

/// The most direct dependencies of the rules.
const DOMAIN_MAX: usize = 4;

/// What the rules and the gate must not know.
const IMPURE: [&str; 9] =
    ["clap", "flotilla-proto", "getrandom", "prost", "rand", "rustls", "sled", "tokio", "tonic"];

/// Crates that only some packages may name: (crate, packages).
const KEPT: [(&str, &[&str]); 10] = [
    ("calamine", &["node/sheet"]),
    ("datafusion", &["node/view"]),
    ("flotilla-node", &["tests"]),
    // Readers of workbooks may stumble over a hostile one; the node must not.
    ("flotilla-sheet", &["cli"]),
    ("frostem", &["node/search"]),
    ("flotilla-proto", &["cli", "node", "node/wire", "tests"]),
    ("rust_xlsxwriter", &["node/sheet"]),
    ("rustls", &["node", "tests"]),
    ("sled", &["node", "tests"]),
    // It reads workbooks in one place and writes them in the other.
    ("zip", &["node/answer", "node/sheet"]),
];

#[test]
fn the_rules_are_pure_and_depend_on_little() {
    let domain = dependencies("node/domain");
    assert!(domain.len() <= DOMAIN_MAX, "{domain:?}");
    for package in ["node/domain", "node/gate"] {
        let impure: Vec<String> = dependencies(package)
            .into_iter()
            .filter(|it| IMPURE.contains(&it.as_str()))
            .collect();
        assert_eq!(impure, [""; 0], "{package}");
    }
}

#[test]
fn a_crate_that_is_kept_stays_where_it_is_kept() {
    for package in members() {
        for dependency in dependencies(&package) {
            let kept = KEPT.iter().find(|(krate, _)| *krate == dependency);
            let allowed = kept.is_none_or(|(_, packages)| packages.contains(&package.as_str()));
            assert!(allowed, "{package} must not depend on {dependency}");
        }
    }
}

#[test]
fn every_dependency_is_versioned_in_one_place() {
    for package in members() {
        let manifest = read(&format!("{package}/Cargo.toml"));
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in
                manifest.get(section).and_then(Value::as_table).into_iter().flatten()
            {
                let shared = value.get("workspace").and_then(Value::as_bool) == Some(true);
                assert!(shared, "{package}: {name} is not taken from the workspace");
            }
        }
    }
}

#[test]
fn nothing_that_is_banned_is_locked() {
    let deny = read("deny.toml");
    let denied = deny["bans"]["deny"].as_array().unwrap();
    let lock = read("Cargo.lock");
    for ban in denied {
        let (name, reason) = (ban["crate"].as_str().unwrap(), ban["reason"].as_str().unwrap());
        assert!(!reason.is_empty(), "{name} is banned without a reason");
        let locked = lock["package"].as_array().unwrap();
        assert!(locked.iter().all(|it| it["name"].as_str() != Some(name)), "{name}: {reason}");
    }
}

fn members() -> Vec<String> {
    let workspace = read("Cargo.toml");
    let members = workspace["workspace"]["members"].as_array().unwrap();
    members.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

fn dependencies(package: &str) -> Vec<String> {
    let manifest = read(&format!("{package}/Cargo.toml"));
    let table = manifest.get("dependencies").and_then(Value::as_table);
    table.map(|it| it.keys().cloned().collect()).unwrap_or_default()
}

fn read(path: &str) -> Table {
    fs::read_to_string(root().join(path)).unwrap().parse().unwrap()
}
