//! The latest head statement of each node, one small file each.
//!
//! They are worth little: a lost one comes again with the next sync, so a file that is damaged is
//! ignored. A file is replaced by renaming, so it is the old one or the new one. They are not in the
//! index because a statement of a large coalition is larger than the index takes well.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use flotilla_domain::heads::HeadStatement;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_wire::statement;
use tracing::warn;

use super::Recorded;
use super::error::AppendError;
use super::files::Files;
use super::files::PARTIAL;
use super::store::Store;
use crate::disk;

/// Reads what is sound, and warns of what is not.
pub(super) fn load(
    files: &Files,
    roster: &Roster,
) -> io::Result<BTreeMap<MemberId, Verified<HeadStatement>>> {
    let mut statements = BTreeMap::new();
    for item in fs::read_dir(files.statements())? {
        let path = item?.path();
        match read(&path, roster) {
            Some(statement) => {
                statements.insert(statement.value().member, statement);
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
    let age = |it: &Verified<HeadStatement>| (it.value().epoch, it.value().counter);
    let member = statement.value().member;
    let is_known = |held: &Verified<HeadStatement>| age(held) >= age(&statement);
    if store.with(|state| state.statements.get(&member).is_some_and(is_known)) {
        return Ok(Recorded::AlreadyKnown);
    }
    let bytes = statement::to_bytes(statement.signed());
    store.files.replace(&store.statement_path(member), &bytes).map_err(|error| {
        warn!(member = %member, error = %error, "head statement cannot be written");
        if disk::is_full(&error) { AppendError::DiskFull } else { AppendError::Write }
    })?;
    store.publish(|state| {
        state.statements.insert(member, statement);
    });
    Ok(Recorded::New)
}

fn read(path: &Path, roster: &Roster) -> Option<Verified<HeadStatement>> {
    let member = Hash::parse(path.file_name()?.to_str()?)?;
    let statement = statement::from_bytes(&fs::read(path).ok()?).ok()?;
    let statement = statement.verify(roster).ok()?;
    (statement.value().member == MemberId(member)).then_some(statement)
}
