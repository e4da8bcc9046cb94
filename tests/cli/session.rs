//! One person at one shell, in a folder of its own, with nodes that run beside it.

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
use tempfile::TempDir;

use crate::transcript::Action;
use crate::transcript::Step;

/// How a node is started: in the background, as `flotilla-node --config FOLDER/flotilla.toml &`.
const START: (&str, &str) = ("flotilla-node --config ", "/flotilla.toml &");

/// The command that asks how the one before ended. Without it, a command must do what it was asked.
const ASK_CODE: &str = "echo $?";

/// What comes before the id of a proposal, in both languages; the last one told is `$PROPOSAL`.
const BEFORE_PROPOSAL: [&str; 2] = ["Proposal ", "Proposition "];

/// How often, and how long each time, to wait until all nodes know the same decisions. A node whose
/// key was replaced hears nothing until it takes the new one, and is not waited for longer.
const TRIES: (u32, Duration) = (20, Duration::from_millis(100));

/// The rows of the export: as many of each kind as rounding leaves alone, so that answers repeat.
const ROWS: u32 = 300;

/// A person at a shell.
pub(crate) struct Session {
    // Ends before its folder goes.
    nodes: Vec<Node>,
    members: Vec<String>,
    folder: TempDir,
    locale: &'static str,
    code: i32,
    port: String,
    proposal: String,
}

impl Session {
    /// Begins in a new folder; the language is that of the transcript's name.
    pub(crate) fn begin(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        coalition::write_passphrase(folder.path());
        let table = fixtures::table(2025, ROWS);
        fs::write(folder.path().join("matches.csv"), table).unwrap();
        let locale = if name.ends_with(".fr.md") { "fr_CA.UTF-8" } else { "C.UTF-8" };
        let port = free_port().to_string();
        let (nodes, members, proposal) = (Vec::new(), Vec::new(), String::new());
        Self { nodes, members, folder, locale, code: 0, port, proposal }
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
                match node_of(command) {
                    Some(member) => self.start(member),
                    None => self.shell(command),
                }
            }
        }
    }

    /// Starts a node in the background; it says nothing here.
    fn start(&mut self, member: &str) -> String {
        self.nodes.push(Node::start(&self.folder.path().join(member)));
        self.members.push(member.to_owned());
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
        shell.env("PORT", &self.port).env("PROPOSAL", &self.proposal);
        shell.env("LC_ALL", self.locale).env("NO_COLOR", "1").env("COLUMNS", "100");
        let tool = tool::binary("flotilla");
        let path = env::var_os("PATH").unwrap_or_default();
        let mut folders = vec![tool.parent().unwrap_or(Path::new("")).to_owned()];
        folders.extend(env::split_paths(&path));
        shell.env("PATH", env::join_paths(folders).unwrap());
        let output = shell.output().unwrap();
        self.code = output.status.code().unwrap_or(-1);
        for node in &self.nodes {
            wait::until("the node shows what it holds", || node.shows_all());
        }
        self.agree();
        let said = String::from_utf8(output.stdout).unwrap();
        if let Some(id) = said.lines().rev().find_map(proposal_in) {
            self.proposal = id.to_owned();
        }
        said
    }

    /// Waits until all nodes know the same decisions and documents, as long as is sensible.
    fn agree(&self) {
        let (tries, pause) = TRIES;
        for _ in 0..tries {
            let said = self.members.iter().map(|member| self.decided(member));
            let said: BTreeSet<String> = said.collect();
            if said.len() <= 1 {
                return;
            }
            wait::let_pass(pause);
        }
    }

    /// Returns what the node of a member knows of decisions and members.
    fn decided(&self, member: &str) -> String {
        let asked = [["coalition", "show"], ["member", "list"]];
        let said = asked.map(|words| {
            let all = [&["--dir", member, "--json"][..], &words].concat();
            tool::flotilla(self.folder.path(), &all).out
        });
        said.concat()
    }
}

/// Returns the member whose node a command starts.
fn node_of(command: &str) -> Option<&str> {
    let (before, after) = START;
    command.strip_prefix(before)?.strip_suffix(after)
}

/// Returns the id of the proposal that a line is about.
fn proposal_in(line: &str) -> Option<&str> {
    let rest = BEFORE_PROPOSAL.iter().find_map(|before| line.strip_prefix(before))?;
    rest.split([':', '\u{a0}', ' ']).next().filter(|id| id.len() == 8)
}
