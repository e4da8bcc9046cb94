//! A ledger on a disk that fails when told to, and a log that is damaged.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;

use crate::disk::Disk;
use crate::ledger::Ledger;
use crate::ledger::LedgerConfig;
use crate::ledger::fixed;

pub(crate) use crate::disk::moody::Done;
pub(crate) use crate::disk::moody::MoodyDisk;
pub(crate) use crate::disk::moody::number;

impl MoodyDisk {
    /// Opens a ledger on this disk.
    pub(crate) fn ledger(
        self: &Arc<Self>,
        dir: &Path,
        roster: &Arc<Roster>,
        config: LedgerConfig,
    ) -> Ledger {
        let disk: Arc<dyn Disk> = self.clone();
        Ledger::open_on(dir, fixed(Arc::clone(roster)), config, disk).unwrap().0
    }
}

/// Flips a bit in the first frame of the log that `member` has in the ledger in `dir`.
pub(crate) fn flip_first(dir: &Path, member: MemberId) {
    let path = dir.join(format!("log/{member}/{:020}.seg", 1));
    let mut bytes = fs::read(&path).unwrap();
    bytes[50] ^= 1;
    fs::write(path, bytes).unwrap();
}
