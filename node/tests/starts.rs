//! What the daemon says and how it ends when it cannot start; what it does when it can is tried by
//! the suites of `flotilla-tests`.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise, its helpers too")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

/// Settings with a mistake in every line but one.
const MISTAKEN: &str = r#"handle = "Alice!"
data_dri = "data"
node_key = "keys/node.key"

[listen]
peers = "nowhere"
web = "off"

[sync]
peers = ["node"]
"#;

/// Settings without a mistake, of a member that has joined nothing.
const ALONE: &str = r#"handle = "alice"
data_dir = "data"
node_key = "keys/node.key"
rounding_key = "keys/rounding.key"

[listen]
peers = "off"
web = "off"
"#;

#[test]
fn every_mistake_in_the_settings_is_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let output = start(folder.path(), MISTAKEN, "C.UTF-8");
    assert_eq!(output.status.code(), Some(64));
    let said = String::from_utf8(output.stderr).unwrap();
    for word in ["handle", "data_dri", "data_dir", "rounding_key", "listen.peers", "sync.peers"] {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn mistakes_are_told_in_the_language_of_the_system() {
    let folder = tempfile::tempdir().unwrap();
    let [english, french] =
        ["en_CA.UTF-8", "fr_CA.UTF-8"].map(|locale| start(folder.path(), MISTAKEN, locale).stderr);
    assert_ne!(english, french);
    assert!(String::from_utf8(french).unwrap().contains("«\u{a0}data_dri\u{a0}»"));
}

#[test]
fn settings_that_are_not_there_are_asked_for() {
    let output = node(&["--config", "/nonexistent/flotilla.toml"]);
    assert_eq!(output.status.code(), Some(64));
    assert!(String::from_utf8(output.stderr).unwrap().contains("/nonexistent/flotilla.toml"));
}

#[test]
fn a_member_that_has_joined_nothing_has_nothing_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let output = start(folder.path(), ALONE, "C.UTF-8");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("genesis"), "{said}");
}

#[test]
fn the_version_is_told() {
    let output = node(&["--version"]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.trim(), concat!("flotilla-node ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_it_does_not_understand_is_refused() {
    for words in [&["--confg", "x"][..], &["--config"], &["run"], &["--config", "x", "y"]] {
        assert_eq!(node(words).status.code(), Some(2), "{words:?}");
    }
}

fn start(folder: &Path, settings: &str, locale: &str) -> Output {
    let path = folder.join("flotilla.toml");
    fs::write(&path, settings).unwrap();
    Command::new(env!("CARGO_BIN_EXE_flotilla-node"))
        .arg("--config")
        .arg(path)
        .env("LC_ALL", locale)
        .output()
        .unwrap()
}

fn node(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flotilla-node")).args(words).output().unwrap()
}
