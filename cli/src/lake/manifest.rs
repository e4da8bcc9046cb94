//! What an export holds: `manifest.json` beside its files.
//!
//! ```json
//! {"format": 1, "snapshot": "5f…", "schema": "1c…", "files": [
//!   {"path": "observations/member=alice/year=2025/part-0.parquet", "rows": 320, "bytes": 9120,
//!    "sha256": "e3…", "basis": "77…"}]}
//! ```
//!
//! `schema` changes when a column of any table does. `basis` names what the rows of a file follow from: where
//! it is the same again, so is the file.

use std::fs;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

/// The one format of manifests.
pub(crate) const FORMAT: u32 = 1;

/// The name of the manifest of an export.
pub(crate) const NAME: &str = "manifest.json";

/// The most bytes of a manifest: some 250 for each of a quarter of a million files.
const BYTES_MAX: u64 = 64 << 20;

/// What an export holds.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// How this is written.
    pub(crate) format: u32,
    /// The snapshot that all rows are of, in hexadecimal digits.
    pub(crate) snapshot: String,
    /// Names the columns of all tables.
    pub(crate) schema: String,
    /// Ordered by path.
    pub(crate) files: Vec<Written>,
}

/// One file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// Where it is, from the folder of the manifest on.
    pub(crate) path: String,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    /// The hash of its bytes, in hexadecimal digits.
    pub(crate) sha256: String,
    /// Names what its rows follow from.
    pub(crate) basis: String,
}

impl Manifest {
    /// Reads the manifest in `folder`; `None` if there is none that is whole and of this format.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let mut text = String::new();
        let file = File::open(folder.join(NAME)).ok()?;
        file.take(BYTES_MAX).read_to_string(&mut text).ok()?;
        let manifest: Self = serde_json::from_str(&text).ok()?;
        (manifest.format == FORMAT).then_some(manifest)
    }

    /// Writes it into `folder`.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it.
    pub(crate) fn write(&self, folder: &Path) -> std::io::Result<()> {
        let path = folder.join(NAME);
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(&path, text)?;
        File::open(&path)?.sync_all()
    }

    /// Returns how many rows there are in all files.
    pub(crate) fn rows(&self) -> u64 {
        self.files.iter().map(|it| it.rows).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_back_and_another_format_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = Written {
            path: "members/part-0.parquet".to_owned(),
            rows: 3,
            bytes: 900,
            sha256: "e3".to_owned(),
            basis: "77".to_owned(),
        };
        let manifest = Manifest {
            format: FORMAT,
            snapshot: "5f".to_owned(),
            schema: "1c".to_owned(),
            files: vec![file],
        };
        manifest.write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()), Some(manifest.clone()));
        Manifest { format: FORMAT + 1, ..manifest }.write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()), None);
    }
}
