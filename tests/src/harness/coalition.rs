//! Founding a coalition with the tool, as its founders would: keys, draft, signatures, joining.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::AtomicU16;
use std::sync::atomic::Ordering;

use tempfile::TempDir;

use super::fixtures;
use super::node::Node;
use super::tool;
use super::tool::Said;

/// The passphrase of every admin key.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// Where ports are looked for: below those that the system gives to outgoing connections, so that a
/// node finds its port free again when it comes back.
const PORTS: (u16, u16) = (12_000, 20_000);

/// How many ports this process has looked at.
static LOOKED_AT: AtomicU16 = AtomicU16::new(0);

/// A member as it takes its place among the others.
#[derive(Clone, Copy, Debug)]
pub struct Seat<'a> {
    /// Its handle.
    pub handle: &'a str,
    /// Whether others can dial it.
    pub listens: bool,
    /// Whom it dials: handles of seats before it.
    pub dials: &'a [&'a str],
}

/// A founded coalition; its folder goes with it.
#[derive(Debug)]
pub struct Coalition {
    folder: TempDir,
}

impl Coalition {
    /// Founds a coalition in which everybody listens and dials those before.
    ///
    /// # Panics
    ///
    /// Panics if the tool refuses.
    pub fn found(handles: &[&str]) -> Self {
        let seats: Vec<Seat<'_>> = handles
            .iter()
            .enumerate()
            .map(|(at, handle)| Seat { handle, listens: true, dials: handles.split_at(at).0 })
            .collect();
        Self::found_as(&seats)
    }

    /// Founds a coalition in which everybody has the given place.
    ///
    /// # Panics
    ///
    /// Panics if the tool refuses.
    pub fn found_as(seats: &[Seat<'_>]) -> Self {
        let coalition = Self { folder: tempfile::tempdir().unwrap() };
        write_passphrase(coalition.folder());
        let addresses: Vec<(&str, String)> = seats
            .iter()
            .map(|seat| (seat.handle, format!("127.0.0.1:{}", free_port())))
            .collect();
        for seat in seats {
            coalition.init(seat, &addresses);
        }
        let files: Vec<String> =
            seats.iter().map(|seat| format!("{}/member.flotilla", seat.handle)).collect();
        let mut found = vec!["coalition", "found", "--name", "The Test Coalition"];
        found.extend(["--out", "coalition.flotilla", "--founder"]);
        found.extend(files.iter().map(String::as_str));
        coalition.run(&found).well();
        for Seat { handle, .. } in seats {
            let sign = ["--dir", handle, "--yes", "coalition", "sign", "coalition.flotilla"];
            coalition
                .run(&[&sign[..], &["--passphrase-file", "passphrase"]].concat())
                .well();
        }
        for Seat { handle, .. } in seats {
            coalition
                .run(&["--dir", handle, "coalition", "join", "coalition.flotilla"])
                .well();
        }
        coalition
    }

    /// Returns the folder that holds the members' folders.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the folder of a member.
    pub fn dir(&self, handle: &str) -> PathBuf {
        self.folder().join(handle)
    }

    /// Runs the tool in the folder of the coalition.
    pub fn run(&self, words: &[&str]) -> Said {
        tool::flotilla(self.folder(), words)
    }

    /// Runs the tool for a member.
    pub fn run_as(&self, handle: &str, words: &[&str]) -> Said {
        self.run(&[&["--dir", handle][..], words].concat())
    }

    /// Starts the node of a member, and waits until it answers.
    pub fn start(&self, handle: &str) -> Node {
        Node::start(&self.dir(handle))
    }

    /// Starts a node and publishes the figures of [`fixtures::table`] for 2024, from 300 rows.
    ///
    /// # Panics
    ///
    /// Panics if it does not come up, or refuses them.
    pub fn start_with_figures(&self, handle: &str) -> Node {
        let node = self.start(handle);
        node.door()
            .publish_metrics(&fixtures::table(2024, 300), fixtures::RECIPE)
            .unwrap();
        node
    }

    fn init(&self, seat: &Seat<'_>, addresses: &[(&str, String)]) {
        let address_of = |handle: &str| {
            let found = addresses.iter().find(|(name, _)| *name == handle);
            found.map(|(_, address)| address.as_str()).expect("a seat of this coalition")
        };
        let name = format!("The house of {}", seat.handle);
        let mut words = vec!["--dir", seat.handle, "init", "--name", &name];
        words.extend(["--handle", seat.handle, "--region", "CA-ON", "CA-QC"]);
        words.extend(["--program", "GROUP", "ONE_SITE", "--passphrase-file", "passphrase"]);
        words.extend(["--contact", "Data team, data@example.org"]);
        words.extend(["--listen-web", "127.0.0.1:0", "--listen-peers"]);
        words.push(if seat.listens { address_of(seat.handle) } else { "off" });
        for peer in seat.dials {
            words.extend(["--peer", address_of(peer)]);
        }
        self.run(&words).well();
    }
}

/// Writes the passphrase to a file that only its owner can read.
pub fn write_passphrase(folder: &Path) {
    let path = folder.join("passphrase");
    fs::write(&path, format!("{PASSPHRASE}\n")).unwrap();
    #[cfg(unix)]
    {
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(&path, owner_only).unwrap();
    }
}

/// Returns a port that nobody listens on.
pub fn free_port() -> u16 {
    let (first, last) = PORTS;
    let width = last - first;
    // Another run of the suite, at the same time, begins elsewhere.
    let begin = u16::try_from(process::id() % u32::from(width)).unwrap_or_default();
    for _ in 0..width {
        let next = LOOKED_AT.fetch_add(1, Ordering::Relaxed);
        let port = first + (begin.wrapping_mul(7).wrapping_add(next)) % width;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free between {first} and {last}")
}
