//! The binaries of the workspace, and what the tool `flotilla` says.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

/// What a command said, and how it ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Returns the path of a binary of the workspace: it stands beside this test.
///
/// # Panics
///
/// Panics if it has not been built.
pub fn binary(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    let beside = test.ancestors().skip(1).map(|folder| folder.join(name));
    let found = beside.take(3).find(|path| path.is_file());
    found.unwrap_or_else(|| {
        panic!("{name} is not built. Run: cargo build -p flotilla-node -p flotilla-cli")
    })
}

/// Runs the tool in `folder`, without a terminal, in English unless `words` say otherwise.
///
/// # Panics
///
/// Panics if it cannot be run.
pub fn flotilla(folder: &Path, words: &[&str]) -> Said {
    let mut command = Command::new(binary("flotilla"));
    command.args(words).current_dir(folder).stdin(Stdio::null());
    for name in ["LANG", "LANGUAGE", "LC_MESSAGES", "FLOTILLA_CONFIG", "FLOTILLA_DIR"] {
        command.env_remove(name);
    }
    command.env("XDG_STATE_HOME", folder.join("state"));
    command.env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1").env("COLUMNS", "100");
    let output = command.output().expect("the tool can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the tool speaks UTF-8");
    Said {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl Said {
    /// Returns what it said if it did what was asked.
    ///
    /// # Panics
    ///
    /// Panics if it did not.
    pub fn well(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }
}
