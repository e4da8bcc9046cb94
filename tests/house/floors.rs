//! The direction of dependencies inside `node`, and the crates that one module keeps to itself.
//!
//! A module may use the floors below its own: never one above, never a neighbor on the same floor.
//! Whoever reads it knows what it cannot depend on.
//!
//! ```text
//!   6   app                                   wires everything together
//!   5   rpc  web                              speaks to the outside
//!   4   publish  query  replicate             does the work, one verb each
//!   3   erasures                              destroys what is to be destroyed, when it is
//!   2   judge                                 says what of the log may be shown
//!   1   held  identity  ledger  minutes       holds keys and data
//!   0   blame  clock  disk  entropy  frame  places  shutdown  telemetry
//! ```

use crate::sources;

/// The floors of `node`, lowest first.
const FLOORS: [&[&str]; 7] = [
    &["blame", "clock", "disk", "entropy", "frame", "places", "shutdown", "telemetry"],
    &["held", "identity", "ledger", "minutes"],
    &["judge"],
    &["erasures"],
    &["publish", "query", "replicate"],
    &["rpc", "web"],
    &["app"],
];

/// Crates that one module of `node` keeps to itself, so that replacing one touches one folder.
const OWNED: [(&str, &str); 7] = [
    ("axum", "web"),
    ("flotilla_proto", "rpc"),
    ("flotilla_view", "query"),
    ("rustls", "identity"),
    ("sled", "ledger"),
    ("tokio_rustls", "identity"),
    ("tonic", "rpc"),
];

/// What `app` may name although another module owns it: it joins the parts.
const JOINED: [&str; 2] = ["axum", "tonic"];

#[test]
fn every_module_of_the_node_looks_down() {
    let mut found = Vec::new();
    for source in sources::under("node/src") {
        let module = source.module("node/src");
        if module != "lib" && module != "main" {
            let lines = violations(&module, &source.text);
            found.extend(lines.into_iter().map(|line| format!("{}: {line}", source.path)));
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn only_the_wire_pairs_a_value_with_its_bytes() {
    let call = ["Received::", "new("].concat();
    let makers = sources::all().filter(|it| !it.is_test() && it.code().contains(&call));
    let strangers: Vec<String> = makers
        .map(|it| it.path)
        .filter(|path| !path.starts_with("node/wire/"))
        .collect();
    assert_eq!(strangers, [""; 0]);
}

#[test]
fn only_the_clock_reads_the_time() {
    let calls = [["SystemTime::", "now("].concat(), ["Instant::", "now("].concat()];
    let readers = sources::all().filter(|it| !it.is_test());
    let readers = readers.filter(|it| calls.iter().any(|call| it.code().contains(call)));
    let readers: Vec<String> = readers.map(|it| it.path).collect();
    // The engine only measures how long a query runs.
    let clocks = ["cli/src/clock.rs", "node/src/clock.rs", "node/view/src/engine/"];
    let strangers = readers.iter().filter(|path| !clocks.iter().any(|it| path.starts_with(it)));
    assert_eq!(strangers.collect::<Vec<_>>(), [""; 0]);
}

/// Returns one line per dependency in `source` that `module` must not have.
fn violations(module: &str, source: &str) -> Vec<String> {
    let Some(floor) = floor_of(module) else {
        return vec![format!("{module} stands on no floor; add it to FLOORS")];
    };
    let mut found = Vec::new();
    for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for used in line.split("crate::").skip(1).map(leading_name) {
            match floor_of(used) {
                _ if used == module => (),
                Some(below) if below < floor => (),
                Some(_) => found.push(format!("{module} must not use {used}")),
                None if used.is_empty() => found.push(format!("{module} hides a grouped import")),
                None => found.push(format!("{module} uses {used}, which stands on no floor")),
            }
        }
        for (krate, owner) in OWNED {
            let joins = module == "app" && JOINED.contains(&krate);
            if owner != module && !joins && names_crate(line, krate) {
                found.push(format!("{module} must leave {krate} to {owner}"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Returns the identifier that `text` starts with.
fn leading_name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    end.map_or(text, |end| text.split_at(end).0)
}

fn names_crate(line: &str, krate: &str) -> bool {
    let path = format!("{krate}::");
    let in_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    line.match_indices(&path).any(|(at, _)| !line.split_at(at).0.ends_with(in_name))
}

#[test]
fn looking_down_is_allowed_and_up_or_sideways_is_not() {
    assert_eq!(violations("replicate", "use crate::ledger::Ledger;"), [""; 0]);
    assert_eq!(violations("query", "use crate::query::tail::Tail;"), [""; 0]);
    let up = violations("ledger", "fn f(_: crate::rpc::Server) {}");
    assert_eq!(up, ["ledger must not use rpc"]);
    let sideways = violations("publish", "use crate::query::Gate;\nuse crate::query::Plan;");
    assert_eq!(sideways, ["publish must not use query"]);
}

#[test]
fn a_grouped_import_cannot_hide_a_dependency() {
    assert_eq!(violations("query", "use crate::{rpc, ledger};"), ["query hides a grouped import"]);
}

#[test]
fn a_crate_with_an_owner_stays_with_it() {
    assert_eq!(violations("ledger", "use sled::Db;"), [""; 0]);
    assert_eq!(violations("query", "use sled::Db;"), ["query must leave sled to ledger"]);
    assert_eq!(violations("query", "use unsled::Db;\n// sled::Db"), [""; 0]);
}

#[test]
fn a_new_module_must_choose_a_floor() {
    assert_eq!(violations("utils", ""), ["utils stands on no floor; add it to FLOORS"]);
}
