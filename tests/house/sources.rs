//! What every source file owes its reader: a header, a bearable length, and no unfinished business.

use std::fs;
use std::path::Path;

use flotilla_tests::root;

/// The most lines of a file, its tests included.
const LINES_MAX: usize = 500;

/// The packages of the workspace.
const PACKAGES: [&str; 4] = ["proto", "node", "cli", "tests"];

/// One file of Rust.
pub(crate) struct Source {
    /// Its path from the root of the workspace.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl Source {
    /// Returns the name of the top-level module it belongs to.
    pub(crate) fn module(&self, base: &str) -> String {
        let inner = self.path.trim_start_matches(base).trim_start_matches('/');
        inner.split(['/', '.']).next().unwrap_or_default().to_owned()
    }

    /// Returns whether the whole file is a test, or helps one.
    pub(crate) fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.ends_with("tests.rs")
            || self.path.contains("/tests/")
    }

    /// Returns the text without comments and without the tests at its end.
    pub(crate) fn code(&self) -> String {
        let code = self.text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Returns every Rust file below `folder`, in order.
pub(crate) fn under(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Returns every Rust file of the workspace.
pub(crate) fn all() -> impl Iterator<Item = Source> {
    PACKAGES.into_iter().flat_map(under)
}

#[test]
fn every_file_says_what_it_promises() {
    let headless = all().filter(|it| !it.text.starts_with("//!")).map(|it| it.path);
    assert_eq!(headless.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn no_file_is_too_long_to_read() {
    let long = all().filter(|it| it.text.lines().count() > LINES_MAX).map(|it| it.path);
    assert_eq!(long.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn nothing_is_left_unfinished_or_skipped() {
    let words =
        [["TO", "DO"], ["FIX", "ME"], ["#[ig", "nore"], ["todo", "!("]].map(|it| it.concat());
    let guilty = all().filter(|it| words.iter().any(|word| it.text.contains(word)));
    assert_eq!(guilty.map(|it| it.path).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn no_import_hides_what_it_brings() {
    let hidden = |it: &Source| {
        let imports = it.text.lines().filter(|line| line.trim_start().starts_with("use "));
        imports.into_iter().any(|line| {
            line.contains("::{")
                || line.contains("::*;")
                    && !line.contains("super::*")
                    && !line.contains("prelude::*")
        })
    };
    let guilty = all().filter(hidden).map(|it| it.path);
    assert_eq!(guilty.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_message_of_the_contract_is_explained() {
    let folder = root().join("proto/proto/flotilla/v1");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut before = "";
        for line in text.lines() {
            let trimmed = line.trim();
            let item = trimmed.ends_with('{') || trimmed.contains(" = ") && trimmed.ends_with(';');
            let named = item && !trimmed.starts_with("syntax") && !trimmed.starts_with("//");
            assert!(!named || before.starts_with("//"), "{}: {trimmed}", path.display());
            before = trimmed;
        }
    }
}

fn walk(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") {
                walk(&path, found);
            }
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push(Source { path, text });
        }
    }
}
