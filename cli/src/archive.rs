//! What a backup holds: the data and the settings of a member, without any key of its node.
//!
//! ```text
//! tar, compressed with zstd, in a vault:
//!   settings/flotilla.toml   settings/rounding.key   data/genesis…   data/governance/…   data/log/…   …
//! ```
//!
//! - **Never the node key, the admin key or the recovery sheet**: who has the backup cannot speak for
//!   the member. The rounding key is in it, because figures must be rounded alike again.
//! - **What can be made anew is left out**: the index, the read model, sockets and locks.
//! - **The node may run meanwhile**: files only grow, and each is read up to the length that it had.
//! - **What is taken out lands below the folder that was asked for**, whatever the archive says.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::secret_file;
use flotilla_config::settings;
use flotilla_config::settings::Settings;

/// The name of the settings in the archive.
const SETTINGS: &str = "settings/flotilla.toml";

/// The name of the rounding key in the archive.
const ROUNDING_KEY: &str = "settings/rounding.key";

/// What is in the data directory and is not backed up: it can be made anew, or belongs to a process; or to
/// this computer, should somebody keep the member's folder there.
const LEFT_OUT: [&str; 6] =
    ["index", "view", "run", "ledger.lock", "lost+found", crate::own_names::FILE_NAME];

/// How hard to compress: logs are compressed already.
const LEVEL: i32 = 3;

/// The most files of an archive; a log of 2 GiB has 32.
const FILES_MAX: usize = 1_000_000;

/// What an archive holds.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Contents {
    /// How many files.
    pub(crate) files: usize,
    /// Their bytes.
    pub(crate) bytes: u64,
}

/// Writes the archive of a member to `out`, and says what is in it.
pub(crate) fn write<W: Write>(settings: &Settings, out: W) -> io::Result<(W, Contents)> {
    let encoder = zstd::stream::write::Encoder::new(out, LEVEL)?;
    let mut archive = tar::Builder::new(encoder);
    let mut contents = Contents::default();
    let text = portable(settings).to_toml();
    let rounding = secret_file::read(&settings.rounding_key).map_err(io::Error::other)?;
    for (name, text) in [(SETTINGS, &text), (ROUNDING_KEY, &rounding)] {
        let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
        add(&mut archive, Path::new(name), (text.as_bytes(), bytes), &mut contents)?;
    }
    for path in files_below(&settings.data_dir)? {
        let Ok(below) = path.strip_prefix(&settings.data_dir) else { continue };
        let name = Path::new("data").join(below);
        let file = match File::open(&path) {
            Ok(file) => file,
            // A statement was replaced meanwhile; there is a newer one, and it comes again anyway.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let bytes = file.metadata()?.len();
        add(&mut archive, &name, (file, bytes), &mut contents)?;
    }
    let encoder = archive.into_inner()?;
    Ok((encoder.finish()?, contents))
}

/// Reads an archive to its end, and says what is in it.
pub(crate) fn check(input: impl Read) -> io::Result<Contents> {
    each(input, |_, file| io::copy(file, &mut io::sink()))
}

/// Takes an archive out into `folder`, which has none of its files; they are for their owner only.
pub(crate) fn extract(input: impl Read, folder: &Path) -> io::Result<Contents> {
    each(input, |name, content| {
        let path = folder.join(place(name)?);
        if let Some(parent) = path.parent() {
            secret_file::create_folder(parent)?;
        }
        let mut file = secret_file::owner_only().open(&path)?;
        let bytes = io::copy(content, &mut file)?;
        file.sync_all()?;
        Ok(bytes)
    })
}

/// Returns the settings with paths that are the same wherever the folder is.
pub(crate) fn portable(settings: &Settings) -> Settings {
    Settings {
        data_dir: PathBuf::from("data"),
        node_key: PathBuf::from("keys/node.key"),
        rounding_key: PathBuf::from("keys/rounding.key"),
        ..settings.clone()
    }
}

/// Calls `take` for each file of an archive; it returns how many bytes it read.
fn each(
    input: impl Read,
    mut take: impl FnMut(&Path, &mut dyn Read) -> io::Result<u64>,
) -> io::Result<Contents> {
    let decoder = zstd::stream::read::Decoder::new(input)?;
    let mut archive = tar::Archive::new(decoder);
    let mut contents = Contents::default();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let (name, size) = (entry.path()?.into_owned(), entry.size());
        let is_file = entry.header().entry_type() == tar::EntryType::Regular;
        if !is_file || contents.files >= FILES_MAX || take(&name, &mut entry)? != size {
            return Err(io::ErrorKind::InvalidData.into());
        }
        contents.files += 1;
        contents.bytes = contents.bytes.saturating_add(size);
    }
    // What follows the end of the archive is checked, too.
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    Ok(contents)
}

fn add<W: Write>(
    archive: &mut tar::Builder<W>,
    name: &Path,
    (content, bytes): (impl Read, u64),
    contents: &mut Contents,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    archive.append_data(&mut header, name, content.take(bytes))?;
    contents.files += 1;
    contents.bytes = contents.bytes.saturating_add(bytes);
    Ok(())
}

/// Returns the files of the data directory that are backed up, in order.
fn files_below(data: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![data.to_owned()];
    while let Some(folder) = open.pop() {
        for item in fs::read_dir(&folder)? {
            let item = item?;
            let name = item.file_name();
            let is_left_out = folder == data && LEFT_OUT.iter().any(|it| name == *it);
            let kind = item.file_type()?;
            match (is_left_out, kind.is_dir(), kind.is_file()) {
                (false, true, _) => open.push(item.path()),
                (false, _, true) => files.push(item.path()),
                _ => (),
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Returns where a file of an archive belongs, below the folder of the member.
fn place(name: &Path) -> io::Result<PathBuf> {
    let is_plain = name.components().all(|it| matches!(it, Component::Normal(_)));
    match name.to_str() {
        Some(SETTINGS) => Ok(PathBuf::from(settings::FILE_NAME)),
        Some(ROUNDING_KEY) => Ok(PathBuf::from("keys/rounding.key")),
        Some(_) if is_plain && name.starts_with("data") => Ok(name.to_owned()),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_taken_out_as_it_was_but_for_keys_and_what_can_be_made_anew() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let settings = member(from.path());
        let (archive, written) = write(&settings, Vec::new()).unwrap();
        assert_eq!(check(archive.as_slice()).unwrap(), written);
        let folder = to.path().join("new");
        assert_eq!(extract(archive.as_slice(), &folder).unwrap(), written);
        for (path, content) in [
            ("data/log/aa/1.seg", "entries"),
            ("data/governance/objects.seg", "votes"),
            ("keys/rounding.key", "rounding"),
        ] {
            assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), content);
        }
        for absent in ["keys/node.key", "admin.key", "data/index", "data/ledger.lock"] {
            assert!(!folder.join(absent).exists(), "{absent}");
        }
        let restored = Settings::read(&folder.join(settings::FILE_NAME)).unwrap();
        assert_eq!(restored.data_dir, folder.join("data"));
    }

    #[test]
    fn no_secret_of_the_node_is_in_an_archive() {
        let from = tempfile::tempdir().unwrap();
        let (archive, _) = write(&member(from.path()), Vec::new()).unwrap();
        let mut plain = Vec::new();
        zstd::stream::read::Decoder::new(archive.as_slice())
            .unwrap()
            .read_to_end(&mut plain)
            .unwrap();
        let plain = String::from_utf8_lossy(&plain);
        assert!(plain.contains("entries") && !plain.contains("secret of the node"));
        assert!(!plain.contains("secret of the admin"));
    }

    #[test]
    fn an_archive_cannot_write_elsewhere() {
        for name in ["../evil", "/etc/evil", "data/../../evil", "keys/node.key", "evil"] {
            assert!(place(Path::new(name)).is_err(), "{name}");
        }
        assert!(place(Path::new("data/log/1.seg")).is_ok());
    }

    #[test]
    fn an_archive_that_ends_too_soon_is_noticed() {
        let from = tempfile::tempdir().unwrap();
        let (archive, _) = write(&member(from.path()), Vec::new()).unwrap();
        assert!(check(&archive[..archive.len() / 2]).is_err());
    }

    fn member(folder: &Path) -> Settings {
        for (path, content) in [
            ("data/log/aa/1.seg", "entries"),
            ("data/governance/objects.seg", "votes"),
            ("data/index/db", "index"),
            ("data/ledger.lock", ""),
            ("keys/rounding.key", "rounding"),
            ("keys/node.key", "secret of the node"),
            ("admin.key", "secret of the admin"),
        ] {
            let path = folder.join(path);
            secret_file::create_folder(path.parent().unwrap()).unwrap();
            secret_file::owner_only()
                .open(&path)
                .unwrap()
                .write_all(content.as_bytes())
                .unwrap();
        }
        Settings {
            handle: "alice".to_owned(),
            data_dir: folder.join("data"),
            node_key: folder.join("keys/node.key"),
            rounding_key: folder.join("keys/rounding.key"),
            listen_peers: None,
            listen_web: None,
            dial: Vec::new(),
            strictness: flotilla_domain::policy::Strictness::default(),
        }
    }
}
