//! What stays on this node although others know of it: payloads that cards name, and who was told them.
//!
//! ```text
//! <data>/held/<sha-256>     one payload; its name is its hash
//! <data>/held/asked.log     who was told what, and when (`asked`)
//! <data>/held/condemned     what is to be destroyed when it is known whose node this is (`condemned`)
//! ```
//!
//! - **Durable before its card is signed**: [`Held::keep`] returns when the disk has answered.
//! - **Told as it was signed, or not at all**: every read checks size and hash.
//! - **Nobody is told what the log does not say**: whoever answers calls [`Held::note`] first, which
//!   returns when the disk has answered.
//! - **Nothing half written stays**: what a crash left is overwritten and removed at the next start.
//! - **Nothing of it is in the ledger, in the read model or on the way to a peer** but as an answer. It is
//!   in backups of this node, with everything else below the data directory.

mod asked;
mod condemned;

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use flotilla_config::secret_file;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::practice::held::Held as Payload;
use tokio::task;

use crate::blame::Blame;
use crate::disk::Disk;
use crate::disk::RealDisk;
use crate::held::asked::AskedLog;
use crate::held::condemned::Condemned;

pub use crate::held::asked::Asked;
pub use crate::held::asked::ROWS_MAX;

/// How the name of a payload ends that is being written.
const UNFINISHED: &str = "new";

/// Keeps what stays on this node. Clones are handles on the same one.
#[derive(Clone, Debug)]
pub struct Held(Arc<Shared>);

/// Why something was not kept, read or noted.
#[derive(Debug, thiserror::Error)]
pub enum HeldError {
    /// The payload is another one than its card names.
    #[error("a payload that is held here is not the one that its card names")]
    Altered,
    /// It cannot be read.
    #[error("what is held here cannot be read")]
    Read(#[source] io::Error),
    /// The work ended without an outcome: the node is stopping.
    #[error("the work ended without an outcome")]
    Stopping(#[source] task::JoinError),
    /// It cannot be written.
    #[error("what is held here cannot be written")]
    Write(#[source] io::Error),
}

#[derive(Debug)]
struct Shared {
    dir: PathBuf,
    log: Mutex<AskedLog>,
    condemned: Mutex<Condemned>,
    /// The payloads that lay here when it was opened.
    found: BTreeSet<Hash>,
}

impl Held {
    /// Opens what is held below the data directory `data`, without what a crash left half written.
    ///
    /// # Errors
    ///
    /// Fails if the folder cannot be made, or not be cleared of that.
    pub fn open(data: &Path) -> io::Result<Self> {
        let dir = data.join("held");
        secret_file::create_folder(&dir)?;
        let found = found(&dir)?;
        let log = Mutex::new(AskedLog::in_dir(&dir));
        let condemned = Mutex::new(Condemned::in_dir(&dir));
        Ok(Self(Arc::new(Shared { dir, log, condemned, found })))
    }

    /// Returns the payloads that lay here already when this node started. Those that are kept while it runs
    /// are not among them: their cards may be on their way into the log.
    pub fn found(&self) -> &BTreeSet<Hash> {
        &self.0.found
    }

    /// Notes that a card of `member` was destroyed which named a payload: if this should be the node of that
    /// member, the payload goes with it. Nothing is noted of what does not lie here.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it.
    pub async fn condemn(&self, member: MemberId, hash: Hash) -> Result<(), HeldError> {
        self.work(move |it| it.condemn(member, hash).map_err(HeldError::Write)).await
    }

    /// Destroys what cards of `member` named that were destroyed before it was known that this is its node,
    /// and forgets what others named.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not do it.
    pub async fn settle(&self, member: MemberId) -> Result<(), HeldError> {
        self.work(move |it| it.settle(member).map_err(HeldError::Write)).await
    }

    /// Keeps a payload, and returns when that is durable.
    ///
    /// # Errors
    ///
    /// Fails if it is not what its card names, or the disk does not take it.
    pub async fn keep(&self, named: Payload, payload: Vec<u8>) -> Result<(), HeldError> {
        if Payload::of(&payload) != Some(named) {
            return Err(HeldError::Altered);
        }
        self.work(move |it| it.keep(named.hash, &payload).map_err(HeldError::Write))
            .await
    }

    /// Returns the payload that a card names; `None` if it is not held here.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read, or is not what the card names.
    pub async fn read(&self, named: Payload) -> Result<Option<Vec<u8>>, HeldError> {
        self.work(move |it| it.read(named)).await
    }

    /// Destroys a payload where it lies; nothing happens where there is none.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not do it.
    pub async fn destroy(&self, hash: Hash) -> Result<(), HeldError> {
        self.work(move |it| it.destroy(hash).map_err(HeldError::Write)).await
    }

    /// Writes down who is told what, and returns when that is durable.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it: then nobody is to be told.
    pub async fn note(&self, asked: Asked) -> Result<(), HeldError> {
        self.work(move |it| it.with_log(|log| log.push(&asked)).map_err(HeldError::Write))
            .await
    }

    /// Returns who was told what, oldest first; the last [`ROWS_MAX`] of them.
    ///
    /// # Errors
    ///
    /// Fails if the log cannot be read.
    pub async fn asked(&self) -> Result<Vec<Asked>, HeldError> {
        self.work(|it| it.with_log(|log| log.rows()).map_err(HeldError::Read)).await
    }

    /// Does something that waits for the disk, beside the tasks that serve others.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, HeldError> + Send + 'static,
    ) -> Result<T, HeldError> {
        let shared = Arc::clone(&self.0);
        task::spawn_blocking(move || work(&shared)).await.map_err(HeldError::Stopping)?
    }
}

impl Shared {
    fn place(&self, hash: Hash) -> PathBuf {
        self.dir.join(hash.to_string())
    }

    fn keep(&self, hash: Hash, payload: &[u8]) -> io::Result<()> {
        let place = self.place(hash);
        // What a crash left half written is written anew; its name is taken only when all is there.
        let beside = place.with_extension(UNFINISHED);
        remove(&beside)?;
        let mut file = secret_file::owner_only().open(&beside)?;
        RealDisk.write(&mut file, payload)?;
        RealDisk.sync(&file)?;
        fs::rename(&beside, &place)?;
        RealDisk.sync_dir(&self.dir)
    }

    fn read(&self, named: Payload) -> Result<Option<Vec<u8>>, HeldError> {
        let file = match File::open(self.place(named.hash)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(HeldError::Read)?,
        };
        let mut payload = Vec::new();
        let limit = u64::from(named.bytes).saturating_add(1);
        file.take(limit).read_to_end(&mut payload).map_err(HeldError::Read)?;
        match Payload::of(&payload) == Some(named) {
            true => Ok(Some(payload)),
            false => Err(HeldError::Altered),
        }
    }

    fn destroy(&self, hash: Hash) -> io::Result<()> {
        overwrite(&self.place(hash))?;
        RealDisk.sync_dir(&self.dir)
    }

    fn condemn(&self, member: MemberId, hash: Hash) -> io::Result<()> {
        match self.place(hash).try_exists()? {
            true => self.with_condemned(|it| it.push(member, hash)),
            false => Ok(()),
        }
    }

    fn settle(&self, member: MemberId) -> io::Result<()> {
        self.with_condemned(|condemned| {
            for (_, hash) in condemned.rows()?.into_iter().filter(|(it, _)| *it == member) {
                self.destroy(hash)?;
            }
            condemned.clear()
        })
    }

    fn with_condemned<T>(&self, act: impl FnOnce(&mut Condemned) -> T) -> T {
        act(&mut self.condemned.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn with_log<T>(&self, act: impl FnOnce(&mut AskedLog) -> T) -> T {
        // A panic aborts the process, so the lock is never poisoned.
        act(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl HeldError {
    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Stopping(_) => Blame::Weather,
            Self::Altered | Self::Read(_) | Self::Write(_) => Blame::Us,
        }
    }
}

/// Returns the payloads in a folder, and destroys what is not written to its end.
fn found(dir: &Path) -> io::Result<BTreeSet<Hash>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == UNFINISHED) {
            overwrite(&path)?;
        }
        let name = path.file_name().and_then(|it| it.to_str());
        found.extend(name.and_then(Hash::parse));
    }
    Ok(found)
}

/// Overwrites and removes a file that may not be there.
fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = match fs::OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    let bytes = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(bytes), &mut file)?;
    RealDisk.sync(&file)?;
    remove(path)
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use flotilla_domain::id::EntryId;

    use super::*;

    #[tokio::test]
    async fn a_payload_comes_back_as_it_was_kept_and_survives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let named = Payload::of(b"payload").unwrap();
        let held = Held::open(dir.path()).unwrap();
        assert_eq!(held.read(named).await.unwrap(), None);
        held.keep(named, b"payload".to_vec()).await.unwrap();
        held.keep(named, b"payload".to_vec()).await.unwrap();
        let again = Held::open(dir.path()).unwrap();
        assert_eq!(again.read(named).await.unwrap().as_deref(), Some(b"payload".as_slice()));
    }

    #[tokio::test]
    async fn another_payload_than_the_card_names_is_neither_kept_nor_told() {
        let dir = tempfile::tempdir().unwrap();
        let named = Payload::of(b"payload").unwrap();
        let held = Held::open(dir.path()).unwrap();
        let refused = held.keep(named, b"another".to_vec()).await;
        assert!(matches!(refused, Err(HeldError::Altered)), "{refused:?}");
        held.keep(named, b"payload".to_vec()).await.unwrap();
        let place = dir.path().join("held").join(named.hash.to_string());
        for tampered in [b"pay1oad".as_slice(), b"payload and more", b""] {
            fs::write(&place, tampered).unwrap();
            let read = held.read(named).await;
            assert!(matches!(read, Err(HeldError::Altered)), "{read:?}");
        }
    }

    #[tokio::test]
    async fn what_is_destroyed_is_gone_and_may_be_destroyed_again() {
        let dir = tempfile::tempdir().unwrap();
        let named = Payload::of(b"payload").unwrap();
        let held = Held::open(dir.path()).unwrap();
        held.keep(named, b"payload".to_vec()).await.unwrap();
        for _ in 0..2 {
            held.destroy(named.hash).await.unwrap();
            assert_eq!(held.read(named).await.unwrap(), None);
        }
    }

    #[tokio::test]
    async fn what_a_crash_left_half_written_is_gone_when_the_node_starts_again() {
        let dir = tempfile::tempdir().unwrap();
        let named = Payload::of(b"payload").unwrap();
        let held = Held::open(dir.path()).unwrap();
        assert!(held.found().is_empty());
        held.keep(named, b"payload".to_vec()).await.unwrap();
        assert!(held.found().is_empty(), "its card may be on its way");
        let folder = dir.path().join("held");
        let half = folder.join(Hash::of([b"other".as_slice()]).to_string());
        fs::write(half.with_extension(UNFINISHED), b"half a pay").unwrap();
        let again = Held::open(dir.path()).unwrap();
        assert!(!half.with_extension(UNFINISHED).exists());
        assert!(again.found().iter().eq([&named.hash]));
        assert!(again.read(named).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn what_is_condemned_goes_when_its_member_is_known_and_stays_if_it_is_another() {
        let [bob, mallory] = [b"bob".as_slice(), b"mallory"].map(|it| MemberId(Hash::of([it])));
        for (whose, stays) in [(bob, false), (mallory, true)] {
            let dir = tempfile::tempdir().unwrap();
            let named = Payload::of(b"payload").unwrap();
            let held = Held::open(dir.path()).unwrap();
            held.keep(named, b"payload".to_vec()).await.unwrap();
            held.condemn(bob, named.hash).await.unwrap();
            held.condemn(bob, Hash::of([b"not here".as_slice()])).await.unwrap();
            let again = Held::open(dir.path()).unwrap();
            again.settle(whose).await.unwrap();
            assert_eq!(again.read(named).await.unwrap().is_some(), stays);
            again.settle(bob).await.unwrap();
            assert_eq!(again.read(named).await.unwrap().is_some(), stays, "forgotten");
        }
    }

    #[tokio::test]
    async fn who_was_told_what_is_remembered_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let asked = |at_ms| Asked {
            at_ms,
            member: MemberId(Hash::of([b"bob".as_slice()])),
            entry: EntryId(Hash::of([b"entry".as_slice()])),
        };
        for at_ms in [7, 5] {
            Held::open(dir.path()).unwrap().note(asked(at_ms)).await.unwrap();
        }
        let held = Held::open(dir.path()).unwrap();
        assert_eq!(held.asked().await.unwrap(), [asked(7), asked(5)]);
    }
}
