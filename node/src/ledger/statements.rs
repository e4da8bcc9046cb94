//! The latest head statement under each node key, one small file each.
//!
//! Under each key, because a thief's key may have spoken of a later epoch, and be out of force again.
//! Those of keys that no document names any more are ignored; a member has a few of them at most,
//! since a key of its own needs a document.
//!
//! They are worth little: a lost one comes again with the next sync, so a file that is damaged is
//! ignored. A file is replaced by renaming, so it is the old one or the new one. They are not in the
//! index because a statement of a large coalition is larger than the index takes well.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use flotilla_domain::heads::HeadStatement;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_wire::statement;
use tracing::warn;

use super::Recorded;
use super::error::AppendError;
use super::files::Files;
use super::files::PARTIAL;
use super::standing;
use super::store::Speaker;
use super::store::Store;
use crate::disk;

/// Reads what is sound, and warns of what is not.
pub(super) fn load(
    files: &Files,
    roster: &Roster,
) -> io::Result<BTreeMap<Speaker, Verified<HeadStatement>>> {
    let mut statements = BTreeMap::new();
    for item in fs::read_dir(files.statements())? {
        let path = item?.path();
        match read(&path, roster) {
            Some((speaker, statement)) => {
                statements.insert(speaker, statement);
            }
            None if path.extension().is_some_and(|it| it == PARTIAL) => {}
            None => warn!(path = %path.display(), "head statement is not sound and is ignored"),
        }
    }
    Ok(statements)
}

/// Keeps `statement` if it is newer than what its node said before.
pub(super) fn put(
    store: &Store,
    statement: Verified<HeadStatement>,
) -> Result<Recorded, AppendError> {
    let roster = store.roster();
    let Some(speaker) = speaker(&statement, &roster) else { return Ok(Recorded::AlreadyKnown) };
    let is_known = |held: &Verified<HeadStatement>| !statement.is_newer_than(held);
    if store.with(|state| state.statements.get(&speaker).is_some_and(is_known)) {
        return Ok(Recorded::AlreadyKnown);
    }
    let member = statement.value().member;
    let bytes = statement::to_bytes(statement.signed());
    store.files.replace(&store.statement_path(speaker), &bytes).map_err(|error| {
        warn!(member = %member, error = %error, "head statement cannot be written");
        if disk::is_full(&error) { AppendError::DiskFull } else { AppendError::Write }
    })?;
    store.publish(|state| {
        state.statements.insert(speaker, statement);
    });
    standing::hear(store);
    Ok(Recorded::New)
}

fn read(path: &Path, roster: &Roster) -> Option<(Speaker, Verified<HeadStatement>)> {
    let name = path.file_name()?.to_str()?;
    let statement = statement::from_bytes(&fs::read(path).ok()?).ok()?;
    let statement = statement.verify_on_record(roster).ok()?;
    // An earlier version named the file after the member alone.
    let is_named = name.starts_with(&statement.value().member.to_string());
    Some((speaker(&statement, roster)?, statement)).filter(|_| is_named)
}

fn speaker(statement: &Verified<HeadStatement>, roster: &Roster) -> Option<Speaker> {
    let HeadStatement { member, epoch, .. } = *statement.value();
    Some((member, epoch, *statement.signer(roster)?.as_bytes()))
}
