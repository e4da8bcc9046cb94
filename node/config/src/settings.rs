//! What a member decided about its node: `flotilla.toml`.
//!
//! ```toml
//! handle = "alice"
//! data_dir = "data"
//! node_key = "keys/node.key"
//! rounding_key = "keys/rounding.key"
//!
//! [listen]
//! peers = "127.0.0.1:7401"   # or "off"
//! web = "127.0.0.1:8401"     # or "off"
//!
//! [sync]
//! peers = []                 # addresses to dial
//! ```
//!
//! - **All mistakes at once**, each with its key; an unknown key is a mistake, with the nearest name.
//! - **Relative paths** are relative to the file, wherever the reader was started.
//! - **No secrets**: keys are named by their files.

mod reader;

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::message::Message;
use flotilla_domain::policy::Strictness;

use crate::addresses::Addresses;

/// The name of the file, where nothing else is said.
pub const FILE_NAME: &str = "flotilla.toml";

/// The settings of one node.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Settings {
    /// The handle of the member: lower-case letters, digits and hyphens.
    pub handle: String,
    /// Where the node keeps its log and its index.
    pub data_dir: PathBuf,
    /// The file of the node key.
    pub node_key: PathBuf,
    /// The file of the rounding key.
    pub rounding_key: PathBuf,
    /// Where peers can dial the node; `None` where it only dials out.
    pub listen_peers: Option<SocketAddr>,
    /// Where researchers and browsers reach it; `None` where it serves none.
    pub listen_web: Option<SocketAddr>,
    /// The addresses of peers to dial, each a host and a port.
    pub dial: Vec<String>,
    /// How much stricter than its coalition the member is with its own figures.
    pub strictness: Strictness,
}

/// One thing that is wrong with the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mistake {
    /// The key, such as `listen.peers`; for a syntax error, the line.
    pub key: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    /// It is required, and not there.
    Missing,
    /// It is not an address and a port, nor `off`.
    NotAddress,
    /// It is not a list of `host:port`.
    NotDialable,
    /// It is not a whole number of people.
    NotCount,
    /// It is not made of lower-case letters, digits and hyphens.
    NotHandle,
    /// It is not a table.
    NotTable,
    /// It is not a text, or an empty one.
    NotText,
    /// The file is not TOML from here on.
    Syntax,
    /// There is no such key.
    Unknown {
        /// The nearest key that there is.
        nearest: String,
    },
}

/// Why settings were not read.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file was read, and is wrong.
    #[error("{path} has {} mistakes", mistakes.len())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong with it; at least one.
        mistakes: Vec<Mistake>,
    },
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Settings {
    /// Reads the settings from `path`.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read, or with everything that is wrong with it.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let cannot = |source| SettingsError::Read { path: path.to_owned(), source };
        let text = fs::read_to_string(path).map_err(cannot)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let invalid = |mistakes| SettingsError::Invalid { path: path.to_owned(), mistakes };
        Self::parse(&text, folder).map_err(invalid)
    }

    /// Reads the settings from `text`, whose paths are relative to `folder`.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong with it.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, Vec<Mistake>> {
        reader::read(text, folder)
    }

    /// Returns the settings as a file that [`Settings::parse`] reads back, with paths as they are.
    pub fn to_toml(&self) -> String {
        let text = |path: &Path| toml::Value::from(path.display().to_string());
        let listen = |at: Option<SocketAddr>| at.map_or("off".to_owned(), |at| at.to_string());
        format!(
            "handle = {}\ndata_dir = {}\nnode_key = {}\nrounding_key = {}\n\n\
             [listen]\npeers = \"{}\"\nweb = \"{}\"\n\n[sync]\npeers = {}\n{}",
            toml::Value::from(self.handle.as_str()),
            text(&self.data_dir),
            text(&self.node_key),
            text(&self.rounding_key),
            listen(self.listen_peers),
            listen(self.listen_web),
            toml::Value::from(self.dial.clone()),
            self.strictness_to_toml(),
        )
    }

    fn strictness_to_toml(&self) -> String {
        if self.strictness == Strictness::default() {
            return String::new();
        }
        let Strictness { threshold, slice_base, classes } = self.strictness;
        let lines = [
            ("threshold", threshold),
            ("slice_base", slice_base),
            ("identity_threshold", classes.identity_threshold),
            ("identity_slice_base", classes.identity_slice_base),
            ("community_threshold", classes.community_threshold),
            ("community_slice_base", classes.community_slice_base),
        ];
        let asked = lines.iter().filter(|(_, count)| *count > 0);
        let lines: String = asked.map(|(key, count)| format!("{key} = {count}\n")).collect();
        format!("\n[gate]\n{lines}")
    }

    /// Returns the local socket of the node.
    pub fn socket(&self) -> PathBuf {
        self.data_dir.join("run").join("flotilla.sock")
    }

    /// Returns the file in which the running node says where it is.
    pub fn addresses_file(&self) -> PathBuf {
        self.data_dir.join("run").join("addresses.json")
    }

    /// Returns the file of the genesis of the node's coalition.
    pub fn genesis(&self) -> PathBuf {
        self.data_dir.join("genesis")
    }

    /// Returns where the node can be reached: as it says itself, or else as configured.
    pub fn addresses(&self) -> Addresses {
        Addresses::read(&self.addresses_file()).unwrap_or_else(|_| Addresses {
            peers: self.listen_peers.map(|at| at.to_string()),
            web: self.listen_web.map(|at| at.to_string()),
        })
    }
}

impl Mistake {
    /// Returns what people are told.
    pub fn message(&self) -> Message {
        let id = match &self.fault {
            Fault::Missing => "config-key-missing",
            Fault::NotAddress => "config-key-not-address",
            Fault::NotCount => "config-key-not-count",
            Fault::NotDialable => "config-key-not-dialable",
            Fault::NotHandle => "config-key-not-handle",
            Fault::NotTable => "config-key-not-table",
            Fault::NotText => "config-key-not-text",
            Fault::Syntax => "config-syntax",
            Fault::Unknown { nearest } => {
                let message = Message::new("config-key-unknown").word("key", &self.key);
                return message.word("nearest", nearest);
            }
        };
        Message::new(id).word("key", &self.key)
    }
}

impl SettingsError {
    /// Returns what people are told first; the mistakes follow, each with its own message.
    pub fn message(&self) -> Message {
        match self {
            Self::Invalid { path, mistakes } => Message::new("config-invalid")
                .word("path", path.display())
                .number("mistakes", mistakes.len()),
            Self::Read { path, .. } => {
                Message::new("config-cannot-read").word("path", path.display())
            }
        }
    }
}
