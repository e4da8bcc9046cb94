//! One running node: started from its settings, ended by a signal.

use std::fs;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use flotilla_config::addresses::Addresses;
use flotilla_proto::v1;
use tonic::Status;

use super::door::Door;
use super::tool;
use super::tool::Said;
use super::wait;
use super::web;
use super::web::Page;
use crate::hex;

/// The file that gets what a node writes about itself.
pub const LOG: &str = "node.log";

/// Where a node says how it can be reached.
const ADDRESSES: &str = "data/run/addresses.json";

/// How much of a log is shown when a test fails.
const LOG_LINES_SHOWN: usize = 60;

/// A running node; dropping it ends it at once, as a power cut would.
#[derive(Debug)]
pub struct Node {
    dir: PathBuf,
    child: Child,
    addresses: Addresses,
}

impl Node {
    /// Starts the node whose settings are in `dir`, and waits until it answers.
    ///
    /// # Panics
    ///
    /// Panics if it ends instead, or does not answer in time.
    pub fn start(dir: &Path) -> Self {
        Self::spawn(dir, &mut command(dir)).answering()
    }

    /// Starts a node that can make no file larger than `blocks` of 512 bytes, as on a full disk.
    ///
    /// # Panics
    ///
    /// Panics if it ends instead, or does not answer in time.
    pub fn start_on_small_disk(dir: &Path, blocks: u32) -> Self {
        let mut command = Command::new("sh");
        // Without the trap the system would end the process where a full disk fails the write.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" --config \"$1\"");
        command.arg("-c").arg(script).arg(tool::binary("flotilla-node"));
        command.arg(dir.join("flotilla.toml"));
        Self::spawn(dir, &mut command).answering()
    }

    /// Starts the node whose settings are in `dir`, and kills it after `moment`, ready or not.
    pub fn kill_while_starting(dir: &Path, moment: Duration) {
        let node = Self::spawn(dir, &mut command(dir));
        wait::let_pass(moment);
        node.kill();
    }

    fn spawn(dir: &Path, command: &mut Command) -> Self {
        // What an earlier run announced is no longer so.
        fs::remove_file(dir.join(ADDRESSES)).unwrap_or_default();
        let log = File::options().create(true).append(true).open(dir.join(LOG)).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let child = command.spawn().expect("the node can be run");
        Self { dir: dir.to_owned(), child, addresses: Addresses::default() }
    }

    fn answering(mut self) -> Self {
        self.addresses = wait::until_some("the node answers", || {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "the node ended instead of starting: {ended:?}");
            let addresses = Addresses::read(&self.dir.join(ADDRESSES)).ok()?;
            Door::knock(&self.socket()).ok()?.status().ok()?;
            Some(addresses)
        });
        self
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(self) {
        drop(self);
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Panics
    ///
    /// Panics if it does not end in time.
    pub fn stop(mut self) -> ExitStatus {
        let kill = format!("kill -TERM {}", self.child.id());
        let asked = Command::new("sh").arg("-c").arg(kill).status().unwrap();
        assert!(asked.success(), "the node runs no more");
        wait::until_some("the node ends", || self.child.try_wait().unwrap())
    }

    /// Returns whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Opens the member's own door: publishing and looking after the node.
    ///
    /// # Panics
    ///
    /// Panics if nobody answers.
    pub fn door(&self) -> Door {
        Door::knock(&self.socket()).unwrap()
    }

    /// Returns how the node is doing.
    ///
    /// # Panics
    ///
    /// Panics if it does not say.
    pub fn status(&self) -> v1::StatusReply {
        self.door().status().unwrap()
    }

    /// Returns how many entries of a member it holds.
    pub fn held(&self, handle: &str) -> u64 {
        let logs = self.status().logs;
        logs.iter().find(|log| log.member == handle).map_or(0, |log| log.entries)
    }

    /// Returns whether it answers, and may publish; with a new key it stops and starts meanwhile.
    pub fn publishes(&self) -> bool {
        let status = Door::knock(&self.socket()).ok().and_then(|door| door.status().ok());
        status.is_some_and(|status| status.publishing == "ready")
    }

    /// Returns how many entries it holds, of all members.
    pub fn held_in_all(&self) -> u64 {
        self.status().logs.iter().map(|log| log.entries).sum()
    }

    /// Returns how many entries readers are shown, which may lag a moment behind what it holds.
    ///
    /// # Panics
    ///
    /// Panics if it does not answer.
    pub fn shown_in_all(&self) -> u64 {
        let rows = self.rows("SELECT count(*) AS entries FROM entries");
        rows.first().and_then(|count| count.parse().ok()).expect("a count")
    }

    /// Returns whether it answers, and shows all that may be shown of what it holds.
    pub fn shows_all(&self) -> bool {
        // A node that takes a new key has no door for a moment.
        let status = Door::knock(&self.socket()).ok().and_then(|door| door.status().ok());
        let Some(status) = status else { return false };
        let counted: u64 = status.logs.iter().map(|log| log.counted).sum();
        let shown = self.rows_if_any("SELECT count(*) AS entries FROM entries");
        shown.is_some_and(|rows| rows == [counted.to_string()])
    }

    /// Asks one question with the tool, and returns the rows of the answer as CSV.
    ///
    /// # Panics
    ///
    /// Panics if the node refuses.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        rows_of(&self.query(sql).well())
    }

    /// Asks one question as [`Node::rows`] does, unless the node is just taking a new key.
    pub fn rows_if_any(&self, sql: &str) -> Option<Vec<String>> {
        let said = self.query(sql);
        (said.code == 0).then(|| rows_of(&said))
    }

    /// Returns the name of the state that queries see, in hexadecimal.
    ///
    /// # Panics
    ///
    /// Panics if it does not say.
    pub fn snapshot(&self) -> String {
        let status = Door::knock(&self.socket()).unwrap().status().unwrap();
        hex(&status.snapshot_id)
    }

    /// Returns what the node holds and what of it counts, in words that every node that knows the
    /// same would use; or nothing while it does not answer.
    pub fn holdings(&self) -> Option<String> {
        let status = Door::knock(&self.socket()).ok()?.status().ok()?;
        let logs = status.logs.iter().map(|log| {
            let v1::LogStatus { member, entries, quarantined, forked_seq, counted, .. } = log;
            format!(" {member} {entries} {quarantined} {forked_seq} {counted}")
        });
        Some(hex(&status.snapshot_id) + &logs.collect::<String>())
    }

    /// Asks one question and returns the answer as an Arrow stream.
    ///
    /// # Errors
    ///
    /// Fails if the node refuses.
    pub fn ask(&self, sql: &str) -> Result<Vec<u8>, Status> {
        super::door::ask(self.web(), sql)
    }

    /// Fetches a page.
    pub fn get(&self, path: &str) -> Page {
        web::get(self.web(), path, &[])
    }

    /// Fetches `path` from the listener for researchers, where it is there.
    ///
    /// # Panics
    ///
    /// Panics if it is not.
    pub fn well(&self, path: &str) -> Page {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", String::from_utf8_lossy(&page.body));
        page
    }

    /// Returns where browsers reach it.
    pub fn web(&self) -> &str {
        self.addresses.web.as_deref().expect("every node of a test serves the web")
    }

    /// Returns where peers reach it, if they can.
    pub fn peers(&self) -> Option<&str> {
        self.addresses.peers.as_deref()
    }

    /// Returns the id of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Returns its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns what it has written about itself, in all its runs.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.dir.join(LOG)).unwrap()).into_owned()
    }

    fn query(&self, sql: &str) -> Said {
        tool::flotilla(&self.dir, &["--quiet", "query", "--format", "csv", sql])
    }

    fn socket(&self) -> PathBuf {
        self.dir.join("data/run/flotilla.sock")
    }
}

fn rows_of(said: &Said) -> Vec<String> {
    said.out.lines().skip(1).map(str::to_owned).collect()
}

fn command(dir: &Path) -> Command {
    let mut command = Command::new(tool::binary("flotilla-node"));
    command.arg("--config").arg(dir.join("flotilla.toml"));
    command
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        self.child.kill().unwrap_or_default();
        let _status = self.child.wait();
        if thread::panicking() {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            let shown = lines.split_at(lines.len().saturating_sub(LOG_LINES_SHOWN)).1.join("\n");
            eprintln!("── the log of {} ──\n{shown}", self.dir.display());
        }
    }
}
