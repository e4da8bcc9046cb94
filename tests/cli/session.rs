//! One person at one shell, in a folder of its own, with nodes that run beside it.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use flotilla_tests::harness::coalition;
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

/// The rows of the export: as many of each kind as rounding leaves alone, so that answers repeat.
const ROWS: u32 = 300;

/// A person at a shell.
pub(crate) struct Session {
    // Ends before its folder goes.
    nodes: Vec<Node>,
    folder: TempDir,
    locale: &'static str,
    code: i32,
}

impl Session {
    /// Begins in a new folder; the language is that of the transcript's name.
    pub(crate) fn begin(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        coalition::write_passphrase(folder.path());
        let table = fixtures::table(2025, ROWS);
        fs::write(folder.path().join("matches.csv"), table).unwrap();
        let locale = if name.ends_with(".fr.md") { "fr_CA.UTF-8" } else { "C.UTF-8" };
        Self { nodes: Vec::new(), folder, locale, code: 0 }
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
        shell.env("LC_ALL", self.locale).env("NO_COLOR", "1").env("COLUMNS", "100");
        let tool = tool::binary("flotilla");
        let path = env::var_os("PATH").unwrap_or_default();
        let mut folders = vec![tool.parent().unwrap_or(Path::new("")).to_owned()];
        folders.extend(env::split_paths(&path));
        shell.env("PATH", env::join_paths(folders).unwrap());
        let output = shell.output().unwrap();
        self.code = output.status.code().unwrap_or(-1);
        for node in &self.nodes {
            wait::until("the node shows what it holds", || {
                node.shown_in_all() == node.held_in_all()
            });
        }
        String::from_utf8(output.stdout).unwrap()
    }
}

/// Returns the member whose node a command starts.
fn node_of(command: &str) -> Option<&str> {
    let (before, after) = START;
    command.strip_prefix(before)?.strip_suffix(after)
}
