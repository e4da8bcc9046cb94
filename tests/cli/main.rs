//! What a user types and sees: every command in `docs/transcripts` is run and its answer compared.
//!
//! `FLOTILLA_TRANSCRIPTS=write cargo test --workspace` writes the answers down anew;
//! read the difference before you keep it. `docs/transcripts/README.md` explains the format.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, its helpers too"
)]

mod session;
mod transcript;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;

use flotilla_tests::root;

use crate::session::Session;
use crate::transcript::Transcript;

/// Every transcript, by file name.
const TRANSCRIPTS: [&str; 26] = [
    "by-hand.en.md",
    "by-hand.fr.md",
    "citing.en.md",
    "citing.fr.md",
    "coordinating.en.md",
    "coordinating.fr.md",
    "communities.en.md",
    "communities.fr.md",
    "erasing.en.md",
    "erasing.fr.md",
    "founding.en.md",
    "founding.fr.md",
    "keys.en.md",
    "keys.fr.md",
    "members.en.md",
    "members.fr.md",
    "pooling.en.md",
    "pooling.fr.md",
    "publishing.en.md",
    "publishing.fr.md",
    "responding.en.md",
    "responding.fr.md",
    "restoring.en.md",
    "restoring.fr.md",
    "searching.en.md",
    "searching.fr.md",
];

#[test]
fn founding_goes_as_told_in_english() {
    replay("founding.en.md");
}

#[test]
fn founding_goes_as_told_in_french() {
    replay("founding.fr.md");
}

#[test]
fn citing_goes_as_told_in_english() {
    replay("citing.en.md");
}

#[test]
fn citing_goes_as_told_in_french() {
    replay("citing.fr.md");
}

#[test]
fn consenting_goes_as_told_in_english() {
    replay("communities.en.md");
}

#[test]
fn consenting_goes_as_told_in_french() {
    replay("communities.fr.md");
}

#[test]
fn searching_goes_as_told_in_english() {
    replay("searching.en.md");
}

#[test]
fn searching_goes_as_told_in_french() {
    replay("searching.fr.md");
}

#[test]
fn pooling_goes_as_told_in_english() {
    replay("pooling.en.md");
}

#[test]
fn pooling_goes_as_told_in_french() {
    replay("pooling.fr.md");
}

#[test]
fn publishing_goes_as_told_in_english() {
    replay("publishing.en.md");
}

#[test]
fn publishing_goes_as_told_in_french() {
    replay("publishing.fr.md");
}

#[test]
fn responding_goes_as_told_in_english() {
    replay("responding.en.md");
}

#[test]
fn responding_goes_as_told_in_french() {
    replay("responding.fr.md");
}

#[test]
fn replacing_keys_goes_as_told_in_english() {
    replay("keys.en.md");
}

#[test]
fn replacing_keys_goes_as_told_in_french() {
    replay("keys.fr.md");
}

#[test]
fn admitting_and_removing_goes_as_told_in_english() {
    replay("members.en.md");
}

#[test]
fn admitting_and_removing_goes_as_told_in_french() {
    replay("members.fr.md");
}

#[test]
fn deciding_by_hand_goes_as_told_in_english() {
    replay("by-hand.en.md");
}

#[test]
fn deciding_by_hand_goes_as_told_in_french() {
    replay("by-hand.fr.md");
}

#[test]
fn taking_back_and_proving_goes_as_told_in_english() {
    replay("erasing.en.md");
}

#[test]
fn taking_back_and_proving_goes_as_told_in_french() {
    replay("erasing.fr.md");
}

#[test]
fn coming_back_goes_as_told_in_english() {
    replay("restoring.en.md");
}

#[test]
fn coming_back_goes_as_told_in_french() {
    replay("restoring.fr.md");
}

#[test]
fn a_year_of_a_coordinator_goes_as_told_in_english() {
    replay("coordinating.en.md");
}

#[test]
fn a_year_of_a_coordinator_goes_as_told_in_french() {
    replay("coordinating.fr.md");
}

#[test]
fn no_transcript_is_forgotten() {
    let entries = fs::read_dir(folder()).unwrap();
    let found = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: BTreeSet<String> = found.filter(|name| name != "README.md").collect();
    assert_eq!(found, TRANSCRIPTS.map(str::to_owned).into());
}

/// Runs every command of a transcript, and compares or writes down what it says.
fn replay(name: &str) {
    let path = folder().join(name);
    let transcript = Transcript::parse(&fs::read_to_string(&path).unwrap());
    let writes = env::var_os("FLOTILLA_TRANSCRIPTS").is_some_and(|it| it == "write");
    let mut page = Page { path, transcript, writes };
    let mut session = Session::begin(name);
    for step in page.transcript.steps() {
        let said = session.run(step);
        if writes {
            step.rewrite(&said);
        } else {
            step.compare(&said, name);
        }
    }
}

/// A transcript and its file; what was said is written down at the end, even where a command failed.
struct Page {
    path: PathBuf,
    transcript: Transcript,
    writes: bool,
}

impl Drop for Page {
    fn drop(&mut self) {
        if self.writes {
            fs::write(&self.path, self.transcript.to_string()).unwrap();
        }
    }
}

fn folder() -> PathBuf {
    root().join("docs/transcripts")
}
