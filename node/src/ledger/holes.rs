//! Payloads that are destroyed where they lie, and put back where they were missing.
//!
//! A hole has the length that the frame had with its payload, so nothing else in a segment moves. A
//! frame is rewritten in place, which no disk does in one step; so what is about to be rewritten is
//! written down first:
//!
//! - **A crash leaves the frame as it was, or a hole.** The next start makes holes of all that is on
//!   the list, before anything is read. A payload that was about to be put back is then fetched again.
//! - **Headers are never written over**: the chain verifies with its holes, and so does every frame.
//! - **No other copy stays**: what was set aside of the log is destroyed with the payload. It was
//!   damaged, and has been fetched again since.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;

use flotilla_domain::chain::Link;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Received;
use flotilla_wire::entry;
use tracing::error;
use tracing::info;
use tracing::warn;

use super::Ledger;
use super::error::AppendError;
use super::error::IndexError;
use super::error::ReadError;
use super::files::Files;
use super::files::Position;
use super::index::Index;
use super::index::Indexed;
use super::index::Mark;
use super::store::Store;
use super::writer::Command;
use crate::disk::Disk;
use crate::frame;

/// How many bytes of a file that goes are overwritten at once.
const WIPE_BYTES: usize = 64 << 10;

/// An entry that is held without its payload.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hole {
    /// Where it stands.
    pub link: Link,
    /// Whether it takes other entries back, and so was never to be destroyed.
    pub is_notice: bool,
}

/// A frame that is about to be rewritten: where it lies, and what shall be there.
#[derive(Debug)]
pub(super) struct Rewrite {
    pub(super) entry: Indexed,
    pub(super) mark: Mark,
    pub(super) content: Vec<u8>,
}

impl Ledger {
    /// Destroys the payloads of entries of `member` for good, as far as they are held, and every copy
    /// of them in files that were set aside. Returns how many were destroyed.
    ///
    /// # Errors
    ///
    /// Fails if the disk does; then the next start finishes what was begun.
    pub async fn destroy(&self, member: MemberId, ids: Vec<EntryId>) -> Result<usize, AppendError> {
        let asked = self.ask(|reply| Command::Destroy(member, ids, reply)).await;
        asked.unwrap_or(Err(AppendError::Closed))
    }

    /// Returns the entries of `member` that are held without their payloads.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn holes(&self, member: MemberId) -> Result<Vec<Hole>, ReadError> {
        let of = |mark, is_notice| {
            let links = self.store.index.marked(member, mark).map_err(ReadError::Index)?;
            Ok(links.into_iter().map(move |link| Hole { link, is_notice }))
        };
        Ok(of(Mark::Hole, false)?.chain(of(Mark::LostNotice, true)?).collect())
    }

    /// Returns the withdrawals and erasures of `member` on the branch that is followed, in order.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn notices(&self, member: MemberId) -> Result<Vec<Link>, ReadError> {
        let index = &self.store.index;
        let mut notices = index.marked(member, Mark::Notice).map_err(ReadError::Index)?;
        let mut broken = None;
        notices.retain(|link| match index.get(member, link.seq) {
            Ok(followed) => followed.is_some_and(|it| it.link().id == link.id),
            Err(error) => {
                broken = Some(error);
                false
            }
        });
        broken.map_or(Ok(notices), |error| Err(ReadError::Index(error)))
    }

    /// Returns whether an entry is held without its payload.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn is_hole(&self, id: EntryId) -> Result<bool, ReadError> {
        let known = self.store.index.find(id).map_err(ReadError::Index)?;
        Ok(known.is_some_and(|known| known.mark.is_hole()))
    }
}

/// Makes holes of entries of `member`.
pub(super) fn destroy(
    store: &Store,
    member: MemberId,
    ids: &[EntryId],
) -> Result<usize, AppendError> {
    if store.is_poisoned() {
        return Err(AppendError::Poisoned);
    }
    let mut rewrites = Vec::new();
    for id in ids {
        let known = store.index.find(*id).map_err(|error| broken_index(store, &error))?;
        let known = known.filter(|it| it.member == member && it.mark == Mark::Plain);
        let Some(known) = known else { continue };
        let content = store.files.read(member, known.position).unwrap_or_default();
        let header = content.and_then(|content| entry::header_from_bytes(&content).ok());
        let seq = known.link().seq;
        let header = header.ok_or(AppendError::Damaged { member, seq })?;
        rewrites.push(Rewrite {
            entry: known,
            mark: Mark::Hole,
            content: entry::hole_to_bytes(&header),
        });
    }
    let destroyed = rewrites.len();
    rewrite(store, &rewrites)?;
    remove_aside(&store.files, member).map_err(|error| failed(store, &error))?;
    if destroyed > 0 {
        info!(author = %member, payloads = destroyed, "payloads were destroyed");
        store.publish(|_| ());
    }
    Ok(destroyed)
}

/// Puts other bytes of the same length where entries lie.
pub(super) fn rewrite(store: &Store, rewrites: &[Rewrite]) -> Result<(), AppendError> {
    if rewrites.is_empty() {
        return Ok(());
    }
    let on_disk = || {
        write_list(&store.files, rewrites)?;
        rewrites.iter().try_for_each(|it| {
            replace(&store.files, it.entry.member, it.entry.position, &it.content)
        })
    };
    on_disk().map_err(|error| failed(store, &error))?;
    for Rewrite { entry, mark, .. } in rewrites {
        store.index.mark(entry, *mark).map_err(|error| broken_index(store, &error))?;
    }
    remove_list(&store.files).map_err(|error| failed(store, &error))
}

/// Makes holes of whatever was being rewritten when a process died.
pub(super) fn finish(files: &Files, index: &Index) -> io::Result<()> {
    let list = match fs::read_to_string(files.rewriting()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        list => list?,
    };
    for (member, position, id) in list.lines().filter_map(parse) {
        if let Some(header) = header_at(files, member, position)? {
            replace(files, member, position, &entry::hole_to_bytes(&header))?;
            let known = index.find(id).map_err(io::Error::other)?;
            if let Some(known) = known.filter(|it| it.position == position) {
                let mark = Mark::with(header.claim().kind, true);
                index.mark(&known, mark).map_err(io::Error::other)?;
            }
        } else {
            // It was set aside meanwhile.
            warn!(author = %member, "an entry is no longer where it was to be rewritten");
        }
        remove_aside(files, member)?;
    }
    remove_list(files)
}

/// Returns the header of the entry where a frame lies, whatever became of its payload.
fn header_at(
    files: &Files,
    member: MemberId,
    at: Position,
) -> io::Result<Option<Received<EntryHeader>>> {
    let path = files.segment(member, at.segment);
    if !path.exists() {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(at.offset.saturating_add(frame::PREFIX_BYTES)))?;
    let mut content = Vec::new();
    let bytes = at.bytes.saturating_sub(frame::PREFIX_BYTES);
    file.take(bytes).read_to_end(&mut content)?;
    let header = entry::header_from_bytes(&content).ok();
    Ok(header.filter(|it| frame::frame_bytes(&entry::hole_to_bytes(it)) == at.bytes))
}

fn replace(files: &Files, member: MemberId, at: Position, content: &[u8]) -> io::Result<()> {
    if frame::frame_bytes(content) != at.bytes {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    frame::push(&mut bytes, content);
    let mut file = File::options().write(true).open(files.segment(member, at.segment))?;
    file.seek(SeekFrom::Start(at.offset))?;
    files.disk().write(&mut file, &bytes)?;
    files.disk().sync(&file)
}

fn write_list(files: &Files, rewrites: &[Rewrite]) -> io::Result<()> {
    let line = |Rewrite { entry, .. }: &Rewrite| {
        let Position { segment, offset, bytes } = entry.position;
        format!("{} {segment} {offset} {bytes} {}\n", entry.member, entry.link().id)
    };
    let list: String = rewrites.iter().map(line).collect();
    files.replace(&files.rewriting(), list.as_bytes())?;
    files.disk().sync_dir(files.root())
}

fn remove_list(files: &Files) -> io::Result<()> {
    fs::remove_file(files.rewriting())?;
    files.disk().sync_dir(files.root())
}

fn parse(line: &str) -> Option<(MemberId, Position, EntryId)> {
    let words: Vec<&str> = line.split(' ').collect();
    let [member, segment, offset, bytes, id] = *words else { return None };
    let [segment, offset, bytes] = [segment, offset, bytes].map(str::parse);
    let position = Position { segment: segment.ok()?, offset: offset.ok()?, bytes: bytes.ok()? };
    Some((MemberId(Hash::parse(member)?), position, EntryId(Hash::parse(id)?)))
}

/// Destroys what was set aside of a log.
fn remove_aside(files: &Files, member: MemberId) -> io::Result<()> {
    for path in files.aside(member)? {
        warn!(path = %path.display(), "what was set aside of a log goes with a payload of it");
        wipe(files.disk(), &path)?;
    }
    Ok(())
}

fn wipe(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let mut file = File::options().write(true).open(path)?;
    let mut left = file.metadata()?.len();
    while left > 0 {
        let some = usize::try_from(left).unwrap_or(WIPE_BYTES).min(WIPE_BYTES);
        disk.write(&mut file, &vec![0; some])?;
        left = left.saturating_sub(frame::long(some));
    }
    disk.sync(&file)?;
    fs::remove_file(path)?;
    path.parent().map_or(Ok(()), |dir| disk.sync_dir(dir))
}

/// Stops everything: nobody knows what the disk holds now, and the next start puts it right.
fn failed(store: &Store, error: &io::Error) -> AppendError {
    error!(error = %error, "a payload could not be destroyed or put back");
    store.poison();
    AppendError::Poisoned
}

fn broken_index(store: &Store, error: &IndexError) -> AppendError {
    error!(error = %error, "index is broken and will be made again by the next start");
    store.poison();
    AppendError::Poisoned
}
