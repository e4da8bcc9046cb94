//! One person at one shell, in a folder of its own, with nodes that run beside it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use flotilla_tests::harness::coalition;
use flotilla_tests::harness::coalition::free_port;
use flotilla_tests::harness::fixtures;
use flotilla_tests::harness::node::Node;
use flotilla_tests::harness::tool;
use flotilla_tests::harness::wait;
use flotilla_tests::root;
use serde_json::Value;
use tempfile::TempDir;

use crate::transcript::Action;
use crate::transcript::Step;

/// How a node is started: in the background, as `flotilla-node --config FOLDER/flotilla.toml &`.
const START: (&str, &str) = ("flotilla-node --config ", "/flotilla.toml &");

/// How a node is ended, as `pkill -f FOLDER/flotilla.toml`: that very node, and no other process.
const END: (&str, &str) = ("pkill -f ", "/flotilla.toml");

/// The command that asks how the one before ended. Without it, a command must do what it was asked.
const ASK_CODE: &str = "echo $?";

/// What comes before the id of a proposal, in both languages; the last one told is `$PROPOSAL`.
const BEFORE_PROPOSAL: [&str; 2] = ["Proposal ", "Proposition "];

/// How often, and how long each time, to wait until all nodes hold the same and know the same decisions
/// and receipts. One whose key was replaced or copied may never, and is not waited for longer.
const TRIES: (u32, Duration) = (50, Duration::from_millis(100));

/// The rows of the export: as many of each kind as rounding leaves alone, so that answers repeat.
const ROWS: u32 = 300;

/// Exports of agencies, in English and in French.
const EXPORTS: [&str; 2] = ["toronto-mentors.csv", "mentorat-montreal.csv"];

/// How often each row of an export stands there: all counts are then multiples of 20, which rounding
/// leaves alone.
const TIMES: usize = 20;

/// A person at a shell.
pub(crate) struct Session {
    // Ends before its folder goes.
    nodes: BTreeMap<String, Node>,
    folder: TempDir,
    locale: &'static str,
    code: i32,
    port: String,
    web: String,
    proposal: String,
}

impl Session {
    /// Begins in a new folder; the language is that of the transcript's name.
    pub(crate) fn begin(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        coalition::write_passphrase(folder.path());
        let table = fixtures::table(2025, ROWS);
        fs::write(folder.path().join("matches.csv"), table).unwrap();
        let is_french = name.ends_with(".fr.md");
        let [english, french] = EXPORTS;
        let export = if is_french { french } else { english };
        fs::write(folder.path().join("export.csv"), repeated(export)).unwrap();
        let locale = if is_french { "fr_CA.UTF-8" } else { "C.UTF-8" };
        let [port, web] = [free_port().to_string(), free_port().to_string()];
        let (nodes, proposal) = (BTreeMap::new(), String::new());
        Self { nodes, folder, locale, code: 0, port, web, proposal }
    }

    /// Does what a step says, and returns what it says.
    pub(crate) fn run(&mut self, step: &Step) -> String {
        match &step.action {
            Action::Write(file) => {
                let text = step.expected.join("\n") + "\n";
                fs::write(self.folder.path().join(file), &text).unwrap();
                text
            }
            Action::Run(command) if command == ASK_CODE => {
                let code = std::mem::take(&mut self.code);
                format!("{code}\n")
            }
            Action::Run(command) => {
                assert_eq!(self.code, 0, "the command before this failed: {command}");
                match (node_in(START, command), node_in(END, command)) {
                    (Some(member), _) => self.start(member),
                    (None, Some(member)) => self.end(member),
                    (None, None) => self.shell(command),
                }
            }
        }
    }

    /// Starts a node in the background; it says nothing here.
    fn start(&mut self, member: &str) -> String {
        self.nodes
            .insert(member.to_owned(), Node::start(&self.folder.path().join(member)));
        self.agree();
        String::new()
    }

    /// Ends a node; it says nothing here.
    fn end(&mut self, member: &str) -> String {
        let node = self.nodes.remove(member);
        assert!(node.expect("a node that was started").stop().success());
        // What it told only some of the others, they now tell each other.
        self.agree();
        String::new()
    }

    fn shell(&mut self, command: &str) -> String {
        let mut shell = Command::new("sh");
        // Both outputs into one, as on a terminal.
        shell.arg("-c").arg(format!("exec 2>&1\n{command}"));
        shell.current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["LANG", "LANGUAGE", "LC_MESSAGES", "FLOTILLA_CONFIG", "FLOTILLA_DIR"] {
            shell.env_remove(name);
        }
        // What the tool remembers for the user of this computer stays in this folder.
        shell.env("XDG_STATE_HOME", self.folder.path().join("state"));
        shell
            .env("PORT", &self.port)
            .env("WEB", &self.web)
            .env("PROPOSAL", &self.proposal);
        shell.env("LC_ALL", self.locale).env("NO_COLOR", "1").env("COLUMNS", "100");
        let tool = tool::binary("flotilla");
        let path = env::var_os("PATH").unwrap_or_default();
        let mut folders = vec![tool.parent().unwrap_or(Path::new("")).to_owned()];
        folders.extend(env::split_paths(&path));
        shell.env("PATH", env::join_paths(folders).unwrap());
        let output = shell.output().unwrap();
        self.code = output.status.code().unwrap_or(-1);
        for node in self.nodes.values() {
            wait::until("the node shows what it holds", || node.shows_all());
        }
        self.agree();
        let said = String::from_utf8(output.stdout).unwrap();
        if let Some(id) = said.lines().rev().find_map(proposal_in) {
            self.proposal = id.to_owned();
        }
        said
    }

    /// Waits until all nodes hold the same and know the same decisions and receipts, as long as is
    /// sensible.
    fn agree(&self) {
        let (tries, pause) = TRIES;
        for _ in 0..tries {
            let said = self.nodes.iter().map(|(member, node)| self.known(member, node));
            let said: BTreeSet<String> = said.collect();
            if said.len() <= 1 {
                return;
            }
            wait::let_pass(pause);
        }
    }

    /// Returns what the node of a member holds, and what it knows of decisions and members.
    fn known(&self, member: &str, node: &Node) -> String {
        let asked = [["coalition", "show"], ["member", "list"]];
        let ask = |words: &[&str]| {
            let all = [&["--dir", member, "--json"], words].concat();
            tool::flotilla(self.folder.path(), &all).out
        };
        let said = asked.map(|words| ask(&words)).concat();
        let receipts = receipts(&ask(&["entry", "erasures"]));
        node.holdings().unwrap_or_default() + &said + &receipts
    }
}

/// Returns who confirms which erasure. Every node knows its own deletions at once, and is told of
/// the others' a little later: once all nodes say the same, nothing is under way.
fn receipts(erasures: &str) -> String {
    let erasures: Value = serde_json::from_str(erasures).unwrap_or_default();
    let all = erasures.as_array().into_iter().flatten();
    all.map(|it| format!("{} {}", it["entry_id"], it["confirmed"])).collect()
}

/// Returns an export with each of its rows repeated.
fn repeated(export: &str) -> Vec<u8> {
    let export = fs::read(root().join("tests/fixtures/exports").join(export)).unwrap();
    let head = export.iter().position(|it| *it == b'\n').unwrap() + 1;
    let (head, rows) = export.split_at(head);
    [head, &rows.repeat(TIMES)].concat()
}

/// Returns the member whose node a command starts or ends.
fn node_in<'a>((before, after): (&str, &str), command: &'a str) -> Option<&'a str> {
    command.strip_prefix(before)?.strip_suffix(after)
}

/// Returns the id of the proposal that a line is about.
fn proposal_in(line: &str) -> Option<&str> {
    let rest = BEFORE_PROPOSAL.iter().find_map(|before| line.strip_prefix(before))?;
    rest.split([':', '\u{a0}', ' ']).next().filter(|id| id.len() == 8)
}
