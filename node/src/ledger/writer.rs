//! The one thread that changes a ledger.
//!
//! It takes what waits, up to [`GROUP_BYTES_MAX`], commits it together and answers. It never waits
//! for more: while the disk is busy with one group, the next one gathers by itself. It ends when it
//! is told to, or when the last handle is dropped, and then writes the index down; a poisoned ledger
//! leaves the index without the mark that all is well.
//!
//! It follows the roster, too: whenever that has changed, logs are judged by it before anything else is
//! done, so entries are never placed by an older roster than the one they were verified against.

use std::sync::Arc;

use flotilla_domain::entry::Entry;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_wire::entry;
use tokio::runtime;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::sync::watch;
use tracing::error;
use tracing::warn;

use super::Appended;
use super::Recorded;
use super::commit;
use super::error::AppendError;
use super::error::ReadError;
use super::group::Group;
use super::holes;
use super::index::Indexed;
use super::scan::Ground;
use super::standing;
use super::standing::Court;
use super::statements;
use super::store::Store;

/// The most payload bytes of calls that share one commit; one call may be larger.
const GROUP_BYTES_MAX: usize = 256 << 10;

/// The most calls that share one commit. Each may touch another segment, which is an open file.
const GROUP_CALLS_MAX: usize = 128;

/// The most calls that wait; whoever comes then waits to be let in.
pub(super) const QUEUE_MAX: usize = 1_024;

/// Where an answer goes. Whoever asked may have gone away; then nobody minds.
pub(super) type Reply<T> = oneshot::Sender<T>;

/// What the writer is asked.
#[derive(Debug)]
pub(super) enum Command {
    Append(Vec<Verified<Entry>>, Reply<Result<Vec<Appended>, AppendError>>),
    Close(Reply<()>),
    Destroy(MemberId, Vec<EntryId>, Reply<Result<usize, AppendError>>),
    Extend(Vec<Verified<Entry>>, Reply<Result<(), AppendError>>),
    Fork(Box<ForkProof>, Reply<Result<Recorded, AppendError>>),
    Heed(Reply<()>),
    Repair(Damage, Reply<Result<(), ReadError>>),
    Salvage(Vec<Verified<Entry>>, Reply<Result<Vec<Appended>, AppendError>>),
    State(Box<Verified<HeadStatement>>, Reply<Result<Recorded, AppendError>>),
}

/// An answer that waits for the group to be durable.
enum Answer {
    Appended(Result<Vec<Appended>, AppendError>, Reply<Result<Vec<Appended>, AppendError>>),
    Extended(Result<(), AppendError>, Reply<Result<(), AppendError>>),
    Recorded(Result<Recorded, AppendError>, Reply<Result<Recorded, AppendError>>),
}

/// Whose entry is damaged: its place, and its id, if the index knows it.
pub(super) type Damage = (MemberId, u64, Option<EntryId>);

/// What wakes the writer.
pub(super) struct Calls {
    /// What it is asked.
    pub(super) commands: mpsc::Receiver<Command>,
    /// Who belongs.
    pub(super) roster: watch::Receiver<Arc<Roster>>,
}

/// Serves until told to close, or until nobody is left to ask.
pub(super) fn run(store: Arc<Store>, mut calls: Calls) {
    let runtime = runtime::Builder::new_current_thread().build();
    let closing = match runtime {
        Ok(runtime) => serve(&store, &mut calls, &runtime),
        Err(error) => {
            error!(error = %error, "ledger cannot wait for anything");
            store.poison();
            None
        }
    };
    let Calls { mut commands, .. } = calls;
    // Whoever comes now is told that the ledger is closed.
    commands.close();
    if store.is_poisoned() {
        warn!("index is not closed in good order, the next start reads more");
    } else if let Err(error) = store.index.close() {
        warn!(error = %error, "index cannot be written down, the next start reads more");
    }
    drop(store);
    if let Some(reply) = closing {
        answer(reply, ());
    }
}

fn serve(store: &Store, calls: &mut Calls, runtime: &Runtime) -> Option<Reply<()>> {
    while let Some(first) = next(store, calls, runtime) {
        for command in gather(first, &mut calls.commands) {
            heed(store, &mut calls.roster);
            match command {
                Work::Close(reply) => return Some(reply),
                Work::Destroy(member, ids, reply) => {
                    let destroyed = holes::destroy(store, member, &ids);
                    heal(store, &destroyed);
                    answer(reply, destroyed);
                }
                Work::Group(calls) => append(store, calls),
                Work::Heed(reply) => answer(reply, ()),
                Work::Repair(damage, reply) => answer(reply, repair(store, damage)),
                Work::State(statement, reply) => answer(reply, statements::put(store, *statement)),
            }
        }
    }
    None
}

/// Waits for the next command, and heeds the roster meanwhile.
fn next(store: &Store, calls: &mut Calls, runtime: &Runtime) -> Option<Command> {
    let Calls { commands, roster } = calls;
    let mut is_followed = true;
    loop {
        let woken = runtime.block_on(async {
            tokio::select! {
                command = commands.recv() => Some(command),
                changed = roster.changed(), if is_followed => {
                    is_followed = changed.is_ok();
                    None
                }
            }
        });
        match woken {
            Some(command) => return command,
            None => heed(store, roster),
        }
    }
}

/// Judges logs by the newest roster, if that has changed.
fn heed(store: &Store, roster: &mut watch::Receiver<Arc<Roster>>) {
    let newest = Arc::clone(&roster.borrow_and_update());
    if !Arc::ptr_eq(&newest, &store.roster()) && !store.is_poisoned() {
        standing::adopt(store, newest);
    }
}

/// What is done at once: calls that share a commit, or one of the others.
enum Work {
    Close(Reply<()>),
    Destroy(MemberId, Vec<EntryId>, Reply<Result<usize, AppendError>>),
    Group(Vec<Call>),
    Heed(Reply<()>),
    Repair(Damage, Reply<Result<(), ReadError>>),
    State(Box<Verified<HeadStatement>>, Reply<Result<Recorded, AppendError>>),
}

/// A call that can share a commit.
enum Call {
    Append(Vec<Verified<Entry>>, Reply<Result<Vec<Appended>, AppendError>>),
    Extend(Vec<Verified<Entry>>, Reply<Result<(), AppendError>>),
    Fork(Box<ForkProof>, Reply<Result<Recorded, AppendError>>),
    Salvage(Vec<Verified<Entry>>, Reply<Result<Vec<Appended>, AppendError>>),
}

/// Takes `first` and what waits behind it, as long as it fits one group.
fn gather(first: Command, commands: &mut mpsc::Receiver<Command>) -> Vec<Work> {
    let mut work = Vec::new();
    let mut calls = Vec::new();
    let mut bytes = 0_usize;
    let mut next = Some(first);
    while let Some(command) = next {
        let other = match command {
            Command::Append(entries, reply) => {
                bytes = bytes.saturating_add(payload_bytes(&entries));
                calls.push(Call::Append(entries, reply));
                None
            }
            Command::Extend(entries, reply) => {
                bytes = bytes.saturating_add(payload_bytes(&entries));
                calls.push(Call::Extend(entries, reply));
                None
            }
            Command::Fork(proof, reply) => {
                calls.push(Call::Fork(proof, reply));
                None
            }
            Command::Salvage(entries, reply) => {
                bytes = bytes.saturating_add(payload_bytes(&entries));
                calls.push(Call::Salvage(entries, reply));
                None
            }
            Command::Close(reply) => Some(Work::Close(reply)),
            Command::Destroy(member, ids, reply) => Some(Work::Destroy(member, ids, reply)),
            Command::Heed(reply) => Some(Work::Heed(reply)),
            Command::Repair(damage, reply) => Some(Work::Repair(damage, reply)),
            Command::State(statement, reply) => Some(Work::State(statement, reply)),
        };
        let is_full = bytes >= GROUP_BYTES_MAX || calls.len() >= GROUP_CALLS_MAX || other.is_some();
        if let Some(other) = other {
            work.push(Work::Group(std::mem::take(&mut calls)));
            work.push(other);
        }
        next = if is_full { None } else { commands.try_recv().ok() };
    }
    work.push(Work::Group(calls));
    work
}

fn payload_bytes(entries: &[Verified<Entry>]) -> usize {
    entries.iter().map(|entry| entry.value().payload.len()).sum()
}

/// Commits `calls` together, and answers them.
fn append(store: &Store, calls: Vec<Call>) {
    if calls.is_empty() {
        return;
    }
    let mut group = Group::new(store);
    let mut answers = Vec::new();
    for call in calls {
        answers.push(match call {
            Call::Append(entries, reply) => {
                let outcomes = entries.iter().map(|entry| group.append(entry)).collect();
                Answer::Appended(outcomes, reply)
            }
            Call::Extend(entries, reply) => Answer::Extended(group.extend(&entries), reply),
            Call::Salvage(entries, reply) => {
                let outcomes = entries.iter().map(|entry| group.salvage(entry)).collect();
                Answer::Appended(outcomes, reply)
            }
            Call::Fork(proof, reply) => Answer::Recorded(Ok(group.record(*proof)), reply),
        });
    }
    let committed = commit::commit(group);
    for waiting in answers {
        match waiting {
            Answer::Appended(outcomes, reply) => {
                heal(store, &outcomes);
                answer(reply, committed.clone().and(outcomes));
            }
            Answer::Extended(outcome, reply) => {
                heal(store, &outcome);
                answer(reply, committed.clone().and(outcome));
            }
            Answer::Recorded(outcome, reply) => answer(reply, committed.clone().and(outcome)),
        }
    }
}

/// Has the damage healed that an append came upon, if it did.
fn heal<T>(store: &Store, outcome: &Result<T, AppendError>) {
    let Err(AppendError::Damaged { member, seq }) = *outcome else { return };
    // It stands in that place, on whatever branch; the followed one is as good a place to begin.
    let id = damaged_at(store, member, seq);
    if let Err(error) = repair(store, (member, seq, id)) {
        error!(member = %member, seq, error = %error, "damaged log cannot be read again");
    }
}

/// Returns the first entry in a place that is not sound where it lies.
fn damaged_at(store: &Store, member: MemberId, seq: u64) -> Option<EntryId> {
    let followed = store.index.get(member, seq).ok().flatten();
    let beside = store.index.side(member, Some(seq)).filter_map(Result::ok);
    let coalition = store.roster().coalition();
    let is_damaged = |entry: &Indexed| {
        let content = store.files.read(member, entry.position).unwrap_or_default();
        let received = content.and_then(|it| entry::from_bytes(&it).ok());
        received.and_then(|it| it.recheck(coalition, entry.link().id)).is_none()
    };
    followed.into_iter().chain(beside).find(is_damaged).map(|it| it.link().id)
}

/// Reads the log of `member` again, from the segment that holds the damage.
fn repair(store: &Store, (member, seq, id): Damage) -> Result<(), ReadError> {
    let is_gone = match id {
        Some(id) => store.index.find(id).map_err(ReadError::Index)?.is_none(),
        None => store.log(member).head.link.is_none_or(|head| head.seq < seq),
    };
    if is_gone {
        // Somebody else came upon the same damage, and it is set aside already.
        return Ok(());
    }
    let roster = store.roster();
    let ground = Ground { files: &store.files, index: &store.index, roster: &roster };
    let again = ground.read_again(member, id).and_then(|(mut log, _found)| {
        let judged = store.with(|state| {
            let court = Court { index: &store.index, roster: &roster, state };
            court.judge(member, court.proofs(member), &mut log)
        });
        judged.map_err(ReadError::Index).map(|()| log)
    });
    match again {
        Ok(log) => {
            store.publish(|state| {
                state.logs.insert(member, log);
            });
            Ok(())
        }
        Err(error) => {
            // The index has forgotten what memory still claims: only a new start can tell.
            store.poison();
            Err(error)
        }
    }
}

fn answer<T>(reply: Reply<T>, value: T) {
    drop(reply.send(value));
}
