//! A file in the hands of somebody who has no node: what the tool says of it, and how it ends.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, its helpers too"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use flotilla_config::armor;
use flotilla_config::armor::Kind as Armor;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Notice;
use flotilla_domain::id::EntryId;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Stretch;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Verified;
use flotilla_wire::bundle::Head;
use flotilla_wire::bundle::Writer;
use flotilla_wire::entry;
use flotilla_wire::payload;
use flotilla_wire::sample::Payload;
use flotilla_wire::sample::Sample;
use serde_json::Value;
use tempfile::TempDir;

/// What the tool said.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A folder with files, where nobody is a member.
struct Desk(TempDir);

#[test]
fn an_entry_that_counts_is_proved_and_its_coalition_is_to_be_compared() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    let log = sample.log(0, 2, "a");
    desk.write("proof.flotilla", &bundle(&sample, &log, Some(log[0].id())));
    let said = desk.run(&["entry", "verify", "proof.flotilla"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{}", said.out);
    assert!(said.out.starts_with("It counts: The house of alice (alice) signed"), "{}", said.out);
    let coalition = sample.roster().coalition().to_string();
    assert!(said.out.contains("Compare this id"), "{}", said.out);
    assert!(said.out.contains(&coalition), "{}", said.out);
    let french = desk.run(&["--lang", "fr", "entry", "verify", "proof.flotilla"]);
    assert!(french.out.starts_with("Elle compte"), "{}", french.out);
}

#[test]
fn the_same_as_text_is_the_same_for_a_program() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    let log = sample.log(0, 2, "a");
    let bytes = bundle(&sample, &log, Some(log[1].id()));
    desk.write("proof.txt", armor::encode(Armor::PublicBundle, &bytes).as_bytes());
    let coalition = sample.roster().coalition().to_string();
    let said = desk.run(&["entry", "verify", "proof.txt", "--coalition", &coalition, "--json"]);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.code, Some(0));
    assert_eq!((&json["counts"], &json["verdict"]), (&Value::from(true), &Value::from("counts")));
    assert_eq!((&json["anchor"], &json["seq"]), (&Value::from("given"), &Value::from(2)));
    assert_eq!(json["entry_id"], log[1].id().to_string());
    let key = Sample::node_key(0).public().fingerprint().to_string();
    assert_eq!((&json["member"], &json["fingerprint"]), (&"alice".into(), &key.into()));
}

#[test]
fn another_coalition_than_the_one_named_is_refused() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    let log = sample.log(0, 1, "a");
    desk.write("proof.flotilla", &bundle(&sample, &log, Some(log[0].id())));
    let other = Sample::new(2).roster().coalition().to_string();
    for command in [["entry", "verify"].as_slice(), &["verify"]] {
        let said = desk.run(&[command, &["proof.flotilla", "--coalition", &other]].concat());
        assert_eq!((said.code, said.out.as_str()), (Some(4), ""), "{}", said.err);
    }
    let said = desk.run(&["verify", "proof.flotilla", "--coalition", "northern mentors"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
}

#[test]
fn what_was_withdrawn_is_genuine_and_does_not_count() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    let mut log = sample.log(0, 1, "a");
    let notice = Notice::new(vec![log[0].id()], "a mistake".to_owned(), None).unwrap();
    let notice = payload::pack_notice(Kind::Withdrawal, &notice, [1; 16]).unwrap();
    let notice = Payload::raw(Kind::Withdrawal, notice);
    log.push(sample.entry(0, Some(log[0].id()), 2, notice));
    desk.write("proof.flotilla", &bundle(&sample, &log, Some(log[0].id())));
    let said = desk.run(&["entry", "verify", "proof.flotilla"]);
    assert_eq!(said.code, Some(9), "{}", said.out);
    assert!(said.out.contains("later withdrew it"), "{}", said.out);
    assert_eq!(desk.run(&["verify", "proof.flotilla"]).code, Some(0), "all of it verifies");
}

#[test]
fn a_changed_content_does_not_verify() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    let log = sample.log(0, 1, "a");
    let signed = log[0].signed().clone();
    let changed = entry::receive(signed, b"0123456789abcdef another content".to_vec()).unwrap();
    desk.write("proof.flotilla", &carrying(&sample, vec![changed], Some(log[0].id())));
    let said = desk.run(&["entry", "verify", "proof.flotilla"]);
    assert_eq!(said.code, Some(4), "{}", said.out);
    assert!(said.out.starts_with("Do not rely on this file"), "{}", said.out);
    let said = desk.run(&["verify", "proof.flotilla"]);
    assert_eq!(said.code, Some(4));
    assert!(said.out.contains("entry 1 of alice"), "{}", said.out);
    let json = desk.run(&["verify", "proof.flotilla", "--json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["rejected"], 1);
    assert_eq!(json["faults"][0]["why"], "payload_differs");
}

#[test]
fn a_file_that_is_damaged_or_something_else_is_not_used() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    let log = sample.log(0, 1, "a");
    let bytes = bundle(&sample, &log, None);
    desk.write("torn.flotilla", &bytes[..bytes.len() - 7]);
    desk.write("letter.txt", b"Dear Alice,\n");
    for file in ["torn.flotilla", "letter.txt", "nowhere.flotilla"] {
        for command in ["verify", "bundle show", "entry verify"] {
            let words: Vec<&str> = command.split(' ').chain([file]).collect();
            let said = desk.run(&words);
            assert_eq!((said.code, said.out.as_str()), (Some(3), ""), "{words:?}: {}", said.err);
        }
    }
}

#[test]
fn an_entry_is_named_by_its_first_digits_where_the_file_names_none() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    let log = sample.log(0, 2, "a");
    desk.write("all.flotilla", &bundle(&sample, &log, None));
    let id = log[0].id().to_string();
    let verify =
        |id: &[&str]| desk.run(&[["entry", "verify", "all.flotilla"].as_slice(), id].concat());
    assert_eq!(verify(&[]).code, Some(2));
    assert_eq!(verify(&[&id[..8]]).code, Some(0));
    assert_eq!(verify(&[&id[..4]]).code, Some(2));
    assert_eq!(verify(&["ffffffffffff"]).code, Some(4));
    assert_eq!(verify(&[&"0".repeat(64)]).code, Some(4));
}

#[test]
fn what_is_in_a_file_is_told_without_checking_it() {
    let desk = Desk::new();
    let sample = Sample::new(3);
    desk.write("all.flotilla", &bundle(&sample, &sample.log(1, 2, "a"), None));
    let said = desk.run(&["bundle", "show", "all.flotilla", "--json"]);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["logs"][0]["member"], "bob");
    assert_eq!(json["logs"][0]["entries"], 2);
    let said = desk.run(&["bundle", "show", "all.flotilla"]);
    assert!(said.err.contains("flotilla verify"), "{}", said.err);
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path().join(name), bytes).unwrap();
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, words: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flotilla"));
        command.args(words).current_dir(self.path()).stdin(Stdio::null());
        command
            .env_remove("FLOTILLA_CONFIG")
            .env("LC_ALL", "C.UTF-8")
            .env("NO_COLOR", "1");
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

fn bundle(sample: &Sample, log: &[Verified<Entry>], about: Option<EntryId>) -> Vec<u8> {
    carrying(sample, log.iter().map(|it| it.clone().into_received()).collect(), about)
}

fn carrying(sample: &Sample, entries: Vec<Received<Entry>>, about: Option<EntryId>) -> Vec<u8> {
    let genesis = sample.founded().genesis().clone();
    let head = Head { coalition: genesis.id(), genesis: Some(genesis) };
    let mut writer = Writer::begin(Vec::new(), &head).unwrap();
    about.map_or(Ok(()), |id| writer.subject(id)).unwrap();
    let member = entries[0].claim().header.member;
    let stretch = Stretch { member, entries, last: false, not_held: None };
    writer.frame(Frame::Entries(stretch)).unwrap();
    writer.finish()
}
