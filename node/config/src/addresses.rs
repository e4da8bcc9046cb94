//! Where a node can be reached just now: `run/addresses.json` in its data directory.
//!
//! The node writes it when its sockets are bound (a configured port 0 becomes a real one here); the
//! tool reads it. It is written beside its place and renamed, so that nobody reads half of it.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

/// The addresses of a running node.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Addresses {
    /// Where peers can dial it; absent where it only dials out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peers: Option<String>,
    /// Where researchers and browsers reach it; absent where it serves none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web: Option<String>,
}

impl Addresses {
    /// Reads the addresses from `path`.
    ///
    /// # Errors
    ///
    /// Fails if there is no such file, or it holds something else.
    pub fn read(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&fs::read(path)?)?)
    }

    /// Writes the addresses to `path`, replacing what was there in one step.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension("json.new");
        fs::write(&beside, serde_json::to_vec(self)?)?;
        fs::rename(&beside, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("addresses.json");
        let addresses = Addresses { peers: None, web: Some("127.0.0.1:8401".to_owned()) };
        addresses.write(&path).unwrap();
        assert_eq!(Addresses::read(&path).unwrap(), addresses);
        assert_eq!(fs::read_to_string(&path).unwrap(), r#"{"web":"127.0.0.1:8401"}"#);
    }

    #[test]
    fn half_a_file_is_not_addresses() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("addresses.json");
        fs::write(&path, r#"{"web":"127.0"#).unwrap();
        assert!(Addresses::read(&path).is_err());
    }
}
