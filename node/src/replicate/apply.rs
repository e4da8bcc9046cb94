//! Does what a session decided: verifies, stores, reads and sends.
//!
//! Verification costs 44 µs an entry, so it runs beside the tasks that serve others. What does not
//! verify is counted against the peer and never reaches the ledger. What finds no room is declined and
//! the session goes on; only a ledger that cannot be trusted any more ends it.

use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::coalition::Object;
use flotilla_domain::entry::Entry;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Wanted;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::frame::Contradiction;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Rejected;
use flotilla_domain::session::frame::StatementIndex;
use flotilla_domain::session::frame::cost;
use flotilla_domain::session::step::Event;
use flotilla_domain::session::step::Learned;
use flotilla_domain::session::step::Outcome;
use flotilla_domain::session::step::Stored;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Verified;
use flotilla_domain::signed::VerifyError;
use tokio::task;
use tracing::debug;
use tracing::error;
use tracing::warn;

use super::Ended;
use super::Shared;
use super::run::LedgerError;
use super::run::Running;
use crate::erasures::Erasures;
use crate::ledger::AppendError;
use crate::ledger::Appended;
use crate::ledger::Ledger;
use crate::ledger::ReadError;
use crate::ledger::Recorded;
use crate::minutes::LearnError;
use crate::minutes::Learnt;

/// The most proofs in one frame.
pub(super) const PROOFS_MAX: usize = 64;

/// The most bytes of statements in one frame, unless it holds a single one.
const STATEMENT_FRAME_BYTES: usize = 256 << 10;

/// The most bytes of statements that are sent at once; what is left out follows with later changes.
const STATEMENTS_BYTES_MAX: usize = 8 << 20;

/// Reads a stretch for the peer.
pub(super) async fn load(
    running: &mut Running<'_>,
    wanted: Wanted,
    bytes_max: u64,
) -> Result<Option<Event>, Ended> {
    let bytes_max = usize::try_from(bytes_max).unwrap_or(usize::MAX);
    let ledger = &running.shared.parts.ledger;
    let Wanted { member, epoch, from, .. } = wanted;
    let read = match is_cut_off(running, &wanted) {
        true => {
            // The document with the cut may have come a moment ago.
            ledger.heed().await;
            ledger.read_cut_off(member, (epoch, from), bytes_max).await
        }
        false => ledger.read(member, from, bytes_max).await,
    };
    let entries = match read {
        Ok(entries) => entries,
        // It is set aside by now; the peer learns that we do not hold it.
        Err(ReadError::Damaged { .. }) => Vec::new(),
        Err(error) => return Err(failed(LedgerError::Read(error))),
    };
    let entries = entries.into_iter().map(Verified::into_received).collect();
    Ok(Some(Event::Loaded(entries)))
}

/// Returns whether a peer asks for what it signed itself, and a cut excludes. Nobody else is given that.
fn is_cut_off(running: &Running<'_>, wanted: &Wanted) -> bool {
    let roster = running.shared.parts.roster.borrow();
    let member = roster.member(wanted.member).filter(|it| it.id == running.peer);
    let end = member.and_then(|it| it.cut_off().get(&wanted.epoch).copied());
    end.is_some_and(|end| wanted.from >= end)
}

/// Verifies entries of one log and appends those before the first bad one.
pub(super) async fn store(
    running: &mut Running<'_>,
    member: MemberId,
    entries: Vec<Received<Entry>>,
) -> Result<Option<Event>, Ended> {
    let roster = running.shared.parts.roster.borrow().clone();
    let checked = task::spawn_blocking(move || verify(entries, &roster)).await;
    // A panic aborts the process; else the task was cancelled, because the node is stopping.
    let (verified, bad) = checked.map_err(|_| Ended::Stopping)?;
    let verified = without_destroyed(verified, &running.shared.parts.erasures);
    let ledger = &running.shared.parts.ledger;
    // What we signed ourselves is kept although a cut excludes it: a person may publish it again.
    let appended = match member == running.me {
        true => ledger.salvage(verified).await,
        false => ledger.append(verified).await,
    };
    let kept = match appended {
        Ok(appended) => outcome(&appended),
        Err(AppendError::OverLimit { member }) => {
            warn!(author = %member, "the log of a member has reached its limit");
            Outcome::Void
        }
        Err(error) if is_for_want_of_room(&error) => {
            warn!(author = %member, %error, "entries of a member were not kept");
            running.declined.decline(member, running.shared.now_ms());
            Outcome::Void
        }
        Err(error) => return Err(failed(LedgerError::Append(error))),
    };
    let outcome = match (kept, bad) {
        (Outcome::Held | Outcome::Kept, Some(bad)) => bad,
        (kept, _) => kept,
    };
    if let Outcome::Rejected(_) = outcome {
        warn!(peer = %running.peer, author = %member, "the peer sent entries that do not verify");
    }
    let head = ledger.heads().get(&member).copied();
    Ok(Some(Event::Stored(Stored { member, head, outcome })))
}

/// Takes in what the coalition decided; what counts of it is durable then.
pub(super) async fn learn(
    running: &mut Running<'_>,
    objects: Vec<Object>,
    last: bool,
) -> Result<Option<Event>, Ended> {
    let minutes = running.shared.parts.minutes.clone();
    let learning = minutes.clone();
    let learned = task::spawn_blocking(move || learning.learn(objects)).await;
    // A panic aborts the process; else the task was cancelled, because the node is stopping.
    let learned = learned.map_err(|_| Ended::Stopping)?;
    let learned = match learned {
        Ok(learned) => learned,
        Err(error @ LearnError::Write(_)) => {
            // For want of room, most often; data goes on, and the next session brings it again.
            warn!(peer = %running.peer, %error, "decisions of the coalition were not kept");
            Learnt { versions: (running.minute, running.minute), ..Learnt::default() }
        }
        Err(error) => return Err(failed(LedgerError::Learn(error))),
    };
    let (before, after) = learned.versions;
    // What others brought meanwhile, or what had waited here, is news to this peer.
    if running.minute == before && learned.freed == 0 {
        running.minute = after;
    }
    let governed = minutes.minute().governed;
    // What was decided may have taken entries back, or given some.
    running.shared.parts.ledger.heed().await;
    let heads = running.shared.parts.ledger.heads();
    let rejected = learned.rejected;
    Ok(Some(Event::Learned(Learned { governed, heads, rejected, last })))
}

/// Verifies proofs of forks and puts them on record.
pub(super) async fn record(
    running: &mut Running<'_>,
    proofs: Vec<Contradiction>,
) -> Result<Option<Event>, Ended> {
    let roster = running.shared.parts.roster.borrow().clone();
    let mut rejected = Rejected::default();
    let mut has_news = false;
    for (one, other) in proofs {
        let bytes = one.signed().body.len().saturating_add(other.signed().body.len());
        let Ok(proof) = ForkProof::new(one, other, &roster) else {
            rejected.add(object(bytes));
            continue;
        };
        let (author, seq) = (proof.member(), proof.seq());
        let recorded = running.shared.parts.ledger.record_fork(proof).await;
        if is_news(recorded)? {
            has_news = true;
            error!(%author, seq, "a member signed two histories");
        }
    }
    if rejected.objects > 0 {
        return Ok(Some(Event::Refused(rejected)));
    }
    // The heads that follow are looked at with this in mind.
    Ok(has_news.then(|| Event::Grown(running.shared.parts.ledger.heads())))
}

/// Verifies statements and keeps those that are newer than what their nodes said before.
pub(super) async fn store_statements(
    running: &mut Running<'_>,
    statements: Vec<Received<HeadStatement>>,
) -> Result<Option<Event>, Ended> {
    let roster = running.shared.parts.roster.borrow().clone();
    let mut rejected = Rejected::default();
    let mut has_news = false;
    for statement in statements {
        let bytes = statement.signed().body.len();
        let Ok(verified) = statement.verify(&roster) else {
            rejected.add(object(bytes));
            continue;
        };
        running.note_told(verified.value().member, place(&verified));
        let recorded = running.shared.parts.ledger.put_statement(verified).await;
        has_news |= is_news(recorded)?;
    }
    if has_news {
        running.shared.note_statement();
    }
    Ok((rejected.objects > 0).then_some(Event::Refused(rejected)))
}

/// Sends the proofs that `members` forked.
pub(super) fn send_forks(running: &Running<'_>, members: &BTreeSet<MemberId>) -> Result<(), Ended> {
    let mut forks = running.shared.parts.ledger.forks();
    forks.retain(|proof| members.contains(&proof.member()));
    for some in forks.chunks(PROOFS_MAX) {
        running.send(Frame::ForkProofs(some.iter().map(unchecked).collect()))?;
    }
    Ok(())
}

/// Returns a proof as a peer gets it, who checks it for itself.
pub(super) fn unchecked(proof: &ForkProof) -> Contradiction {
    let [first, second] = proof.headers();
    (first.clone().into_received(), second.clone().into_received())
}

/// Returns frames with the statements that are newer than `told`, our own first, and takes note.
pub(super) fn newer_statements(shared: &Shared, told: &mut StatementIndex) -> Vec<Frame> {
    let me = shared.parts.signer.member();
    let mut newer = shared.parts.ledger.statements();
    newer.retain(|it| told.get(&it.value().member).is_none_or(|told| *told < place(it)));
    newer.sort_by_key(|it| (Some(it.value().member) != me, it.value().member));
    let mut frames: Vec<Vec<Received<HeadStatement>>> = Vec::new();
    let (mut total, mut in_frame) = (0_usize, usize::MAX);
    for statement in newer {
        let bytes = statement.signed().body.len();
        total = total.saturating_add(bytes);
        in_frame = in_frame.saturating_add(bytes);
        if total > STATEMENTS_BYTES_MAX {
            debug!(bytes = total, "some statements are left for later");
            break;
        }
        told.insert(statement.value().member, place(&statement));
        let received = statement.into_received();
        match frames.last_mut().filter(|_| in_frame <= STATEMENT_FRAME_BYTES) {
            Some(frame) => frame.push(received),
            None => {
                frames.push(vec![received]);
                in_frame = bytes;
            }
        }
    }
    frames.into_iter().map(Frame::HeadStatements).collect()
}

/// Returns which statements `ledger` holds.
pub(super) fn statement_index(ledger: &Ledger) -> StatementIndex {
    ledger.statements().iter().map(|it| (it.value().member, place(it))).collect()
}

/// Returns the entries before the first that does not verify, and what that one counts for: nothing, if
/// the document is on its way that names its key.
pub(super) fn verify(
    entries: Vec<Received<Entry>>,
    roster: &Roster,
) -> (Vec<Verified<Entry>>, Option<Outcome>) {
    let mut verified = Vec::with_capacity(entries.len());
    for entry in entries {
        let bytes = cost(&entry);
        match entry.verify(roster) {
            Ok(entry) => verified.push(entry),
            Err(VerifyError::UnknownAuthor { .. }) => return (verified, Some(Outcome::Void)),
            Err(_) => {
                return (verified, Some(Outcome::Rejected(Rejected { objects: 1, bytes })));
            }
        }
    }
    (verified, None)
}

/// Makes holes of what is destroyed here, whoever brings it again.
pub(super) fn without_destroyed(
    entries: Vec<Verified<Entry>>,
    erasures: &Erasures,
) -> Vec<Verified<Entry>> {
    let kept = |entry: Verified<Entry>| match erasures.is_destroyed(entry.id()) {
        true => entry.to_hole(),
        false => entry,
    };
    entries.into_iter().map(kept).collect()
}

/// Returns how the first entry that was not simply kept fared.
fn outcome(appended: &[Appended]) -> Outcome {
    let unusual = appended.iter().find_map(|it| match it {
        Appended::AlreadyHeld | Appended::New => None,
        Appended::Diverged { seq } => Some(Outcome::Diverged { seq: *seq }),
        Appended::Fork(_) => Some(Outcome::Forked),
        Appended::Gap { .. } | Appended::Void => Some(Outcome::Void),
    });
    let news = appended.iter().any(|it| matches!(it, Appended::New));
    unusual.unwrap_or(if news { Outcome::Kept } else { Outcome::Held })
}

/// Returns whether something is on record now that was not; what found no room comes again.
fn is_news(recorded: Result<Recorded, AppendError>) -> Result<bool, Ended> {
    match recorded {
        Ok(recorded) => Ok(recorded == Recorded::New),
        Err(error) if is_for_want_of_room(&error) => {
            warn!(%error, "a statement or a proof was not kept");
            Ok(false)
        }
        Err(error) => Err(failed(LedgerError::Append(error))),
    }
}

/// Returns whether the disk only lacks room, and is sound as far as we know.
fn is_for_want_of_room(error: &AppendError) -> bool {
    matches!(error, AppendError::DiskFull | AppendError::Write)
}

fn place(statement: &Verified<HeadStatement>) -> (u32, u64) {
    (statement.value().epoch, statement.value().counter)
}

fn object(bytes: usize) -> Rejected {
    Rejected { objects: 1, bytes: u64::try_from(bytes).unwrap_or(u64::MAX) }
}

fn failed(error: LedgerError) -> Ended {
    Ended::Ledger(Arc::new(error))
}
