//! Genesis files: read with every check, and written in one step.

use std::fs;
use std::io::Write;
use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_config::settings::Settings;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::message::Message;
use flotilla_wire::genesis;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::table;

/// Reads and checks the genesis in `path`.
pub(super) fn read(path: &Path) -> Result<Gathering, CommandError> {
    let bytes = public_file::read_armored(path, Kind::PublicGenesis)?;
    Ok(genesis::from_bytes(&bytes).map_err(|error| {
        let message = Message::new("cli-genesis-refused").word("path", path.display());
        Failure::new(Exit::Verification, message).because(error)
    })?)
}

/// Writes a genesis to a new file.
pub(super) fn create(path: &Path, gathering: &Gathering) -> Result<(), CommandError> {
    if path.exists() {
        let message = Message::new("config-file-exists").word("path", path.display());
        return Err(Failure::new(Exit::Conflict, message).into());
    }
    replace(path, gathering)
}

/// Writes a genesis in place of the one that was read from `path`.
pub(super) fn replace(path: &Path, gathering: &Gathering) -> Result<(), CommandError> {
    let text = armor::encode(Kind::PublicGenesis, &genesis::to_bytes(gathering));
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let write = || {
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        beside.write_all(text.as_bytes())?;
        beside.as_file().sync_all()?;
        beside.persist(path).map_err(|error| error.error)
    };
    write().map(|_| ()).map_err(|error| Failure::write(path, error).into())
}

/// Puts the genesis where the node looks for it; the same one twice changes nothing.
pub(super) fn install(settings: &Settings, gathering: &Gathering) -> Result<(), CommandError> {
    let path = settings.genesis();
    if path.exists() {
        let held = read(&path)?;
        if held.id() == gathering.id() {
            return Ok(());
        }
        let message = Message::new("cli-join-another").word("name", table::shown(held.name()));
        return Err(Failure::new(Exit::Conflict, message).into());
    }
    fs::create_dir_all(&settings.data_dir)
        .map_err(|error| Failure::write(&settings.data_dir, error))?;
    replace(&path, gathering)
}
