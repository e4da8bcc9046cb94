//! Opening a ledger: lock, index, and what the index lacks.
//!
//! With an index that is whole this reads one frame per member, however long the logs are. Nothing
//! here needs a person: damage is set aside, and what is missing afterwards comes from peers.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use flotilla_domain::fork::ForkProof;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_wire::entry;
use tracing::warn;

use super::LedgerConfig;
use super::Opened;
use super::commit;
use super::error::OpenLedgerError;
use super::error::ReadError;
use super::files::Files;
use super::holes;
use super::index;
use super::scan::Ground;
use super::signed;
use super::standing::Court;
use super::statements;
use super::store::State;
use super::store::Store;
use crate::disk::Disk;
use crate::frame;
use crate::frame::Next;

/// The forks of each log, the earliest first, and the bytes of the file.
type Proofs = (BTreeMap<MemberId, Vec<ForkProof>>, u64);

/// Opens the ledger in `dir` on `disk`.
pub(super) fn open(
    dir: &Path,
    roster: Arc<Roster>,
    config: LedgerConfig,
    disk: Arc<dyn Disk>,
) -> Result<(Store, Opened), OpenLedgerError> {
    let files = Files::new(dir, disk);
    let in_dir = |source| OpenLedgerError::File { path: dir.to_owned(), source };
    for path in [files.log(), files.statements()] {
        fs::create_dir_all(path).map_err(in_dir)?;
    }
    files.disk().sync_dir(dir).map_err(in_dir)?;
    let lock = lock(dir)?;
    let opened = index::open(&files.index(), config.cache_bytes);
    let (index, is_new) = opened.map_err(OpenLedgerError::Index)?;

    holes::finish(&files, &index).map_err(in_dir)?;
    let mut opened = Opened::default();
    let statements = statements::load(&files, &roster).map_err(in_dir)?;
    let (forks, forks_bytes) = load_forks(&files, &roster, &mut opened).map_err(in_dir)?;
    let signed = signed::load(&files);
    let logs = BTreeMap::new();
    let mut state = State { roster, logs, forks, forks_bytes, signed, statements };
    let known = members(&files, &state).map_err(in_dir)?;
    for member in known {
        let unread = |error| unread(error, files.of_member(member));
        let ground = Ground { files: &files, index: &index, roster: &state.roster };
        let (mut log, found) = ground.catch_up(member).map_err(unread)?;
        let court = Court { index: &index, roster: &state.roster, state: &state };
        let judged = court.judge(member, court.proofs(member), &mut log);
        judged.map_err(OpenLedgerError::Index)?;
        opened.entries += log.entries;
        opened.damaged += found.damaged;
        opened.torn_bytes += found.torn_bytes;
        opened.index_rebuilt |= is_new && found.entries > 0;
        state.logs.insert(member, log);
    }
    Ok((Store::new(config, (files, lock), index, state), opened))
}

fn lock(dir: &Path) -> Result<File, OpenLedgerError> {
    let path = dir.join("ledger.lock");
    let file = File::options().write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(|source| OpenLedgerError::File { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenLedgerError::InUse { path: dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(OpenLedgerError::File { path, source }),
    }
}

/// Returns whose logs to read. A log of somebody we do not know is left alone, until a later roster
/// knows them.
fn members(files: &Files, state: &State) -> io::Result<Vec<MemberId>> {
    let roster = &state.roster;
    let mut members = files.members()?;
    members.retain(|member| {
        let is_known = roster.member(*member).is_some();
        if !is_known {
            warn!(member = %member, "log of a member that we do not know is left alone");
        }
        is_known
    });
    let has_no_files = |member: &MemberId| !files.of_member(*member).exists();
    // A fork may be proven before any entry has come.
    members.extend(roster.everyone().map(|member| member.id).filter(has_no_files));
    Ok(members)
}

/// Reads the proofs, and returns how long their file is.
fn load_forks(files: &Files, roster: &Roster, opened: &mut Opened) -> io::Result<Proofs> {
    let mut forks = BTreeMap::new();
    let path = files.forks();
    if !path.exists() {
        return Ok((forks, 0));
    }
    let file = File::open(&path)?;
    let length = file.metadata()?.len();
    let mut reader = BufReader::new(&file);
    let mut at = 0;
    loop {
        let left = length.saturating_sub(at);
        match frame::next(&mut reader, left)? {
            Next::End => return Ok((forks, at)),
            Next::Torn => opened.torn_bytes += left,
            Next::Damaged => opened.damaged += 1,
            Next::Frame(content) => {
                at += frame::frame_bytes(&content);
                match entry::fork_from_bytes(&content, roster) {
                    Ok(proof) => commit::keep_proof(&mut forks, proof),
                    Err(error) => warn!(error = %error, "proof of a fork does not verify"),
                }
                continue;
            }
        }
        warn!(bytes = left, path = %path.display(), "end of the proofs was set aside");
        files.set_aside(&path, at)?;
        return Ok((forks, at));
    }
}

fn unread(error: ReadError, path: PathBuf) -> OpenLedgerError {
    match error {
        ReadError::File(source) => OpenLedgerError::File { path, source },
        ReadError::Index(error) => OpenLedgerError::Index(error),
        // A scan returns neither.
        ReadError::Closed | ReadError::Damaged { .. } => {
            OpenLedgerError::File { path, source: io::ErrorKind::InvalidData.into() }
        }
    }
}
