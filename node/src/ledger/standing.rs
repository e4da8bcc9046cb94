//! What counts of a log, and which branch of it is followed: the verdict of `flotilla_domain` on what
//! the index lists.
//!
//! - **Plain logs cost nothing**: one branch, one epoch, and a member that has not left.
//! - **Others are judged as a whole** when documents, governance, proofs or witnesses may have changed
//!   the verdict, and not because they grew. It takes the memory of a few hundred bytes an entry
//!   meanwhile, and about a second for the longest log that a policy allows by default.
//! - **Nothing moves on disk**, whatever is followed; the index moves keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use flotilla_domain::coalition::Followed;
use flotilla_domain::coalition::Log;
use flotilla_domain::coalition::Others;
use flotilla_domain::coalition::Terms;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::heads;
use flotilla_domain::heads::Head;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use tracing::error;
use tracing::info;

use super::error::IndexError;
use super::error::ReadError;
use super::files::Position;
use super::index::Branch;
use super::index::Index;
use super::index::Indexed;
use super::scan::Ground;
use super::store::MemberLog;
use super::store::State;
use super::store::Store;

/// Where the entries of a log lie.
type Positions = BTreeMap<EntryId, Position>;

/// Logs as they stand after they were judged.
type Judged = BTreeMap<MemberId, MemberLog>;

/// What logs are judged by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Court<'a> {
    pub(super) index: &'a Index,
    pub(super) roster: &'a Roster,
    /// Has the proofs and the statements.
    pub(super) state: &'a State,
}

impl Court<'_> {
    /// Judges the log of `member`, has the index follow what is to be followed, and takes note in `log`.
    pub(super) fn judge(
        &self,
        member: MemberId,
        proofs: &[ForkProof],
        log: &mut MemberLog,
    ) -> Result<(), IndexError> {
        if let Some(head) = self.plain(member, proofs, log)? {
            (log.head, log.counted, log.fork) = (head, head, None);
            return Ok(());
        }
        let terms = Terms::of(self.roster.member(member));
        let (judged, positions) = self.judged(member, &terms, proofs)?;
        let followed = judged.follow(&terms, |id| positions.get(&id).copied());
        self.follow(member, &followed)?;
        (log.head, log.counted) = (followed.head, followed.counted);
        let provable = proofs.iter().filter(|proof| is_provable(proof, self.roster));
        let forks = provable.map(|it| (it.epoch(), it.seq(), it.before()));
        log.head.forks = heads::forks_name(forks);
        log.fork = judged.fork().cloned();
        Ok(())
    }

    /// Returns the log as it is judged, and where each of its entries lies.
    pub(super) fn judged(
        &self,
        member: MemberId,
        terms: &Terms,
        proofs: &[ForkProof],
    ) -> Result<(Log, Positions), IndexError> {
        let mut log = Log::default();
        let mut positions = BTreeMap::new();
        for entry in self.index.entries(member) {
            let entry = entry?;
            positions.insert(entry.link().id, entry.position);
            log.add(entry.place);
        }
        for header in proofs.iter().flat_map(ForkProof::headers) {
            header.place(self.roster).into_iter().for_each(|place| log.add(place));
        }
        let said = |witness| self.said(witness, member);
        log.judge(terms, &Others { roster: self.roster, author: member, said });
        Ok((log, positions))
    }

    /// Returns what the newest statement of `witness` says of the log of `author`.
    pub(super) fn said(&self, witness: MemberId, author: MemberId) -> Option<Head> {
        self.state.statement(self.roster, witness)?.value().heads.get(&author).copied()
    }

    /// Returns the head of a log of which every entry counts, as far as a look at its end tells.
    fn plain(
        &self,
        member: MemberId,
        proofs: &[ForkProof],
        log: &MemberLog,
    ) -> Result<Option<Head>, IndexError> {
        let last = self.index.last(member)?;
        let is_alone = last.map_or(0, |it| it.link().seq) == log.entries && proofs.is_empty();
        let one_key = self.roster.node_keys(member, 1).len() == 1;
        let first_epoch = last.is_none_or(|it| it.link().epoch == 1);
        let plain = Terms::of(self.roster.member(member)).is_plain();
        let head = Head { link: last.map(|it| it.link()), ..Head::default() };
        Ok((is_alone && one_key && first_epoch && plain).then_some(head))
    }

    /// Has the index follow what is to be followed.
    fn follow(&self, member: MemberId, followed: &Followed) -> Result<(), IndexError> {
        let last_seq = self.index.last(member)?.map_or(0, |it| it.link().seq);
        let mut shared = 0;
        for link in &followed.links {
            let held = self.index.get(member, link.seq)?;
            if held.is_none_or(|it| it.link().id != link.id) {
                break;
            }
            shared = link.seq;
        }
        let mut leaving: Vec<Indexed> = Vec::new();
        for seq in (shared.saturating_add(1)..=last_seq).rev() {
            leaving.extend(self.index.get(member, seq)?);
        }
        if !leaving.is_empty() {
            info!(author = %member, seq = shared, entries = leaving.len(), "log goes back");
        }
        self.index.shift(&leaving)?;
        let mut joining: Vec<Indexed> = Vec::new();
        for link in followed.links.iter().filter(|link| link.seq > shared) {
            joining.extend(self.index.find(link.id)?.filter(|it| it.branch == Branch::Side));
        }
        self.index.shift(&joining)
    }
}

impl<'a> Court<'a> {
    /// Returns the proofs that `member` signed two histories.
    pub(super) fn proofs(&self, member: MemberId) -> &'a [ForkProof] {
        self.state.forks.get(&member).map_or(&[], Vec::as_slice)
    }

    /// Judges some logs again.
    fn judge_all(&self, members: impl Iterator<Item = MemberId>) -> Result<Judged, IndexError> {
        let judge = |member: MemberId| {
            let mut log = self.state.logs.get(&member).cloned().unwrap_or_default();
            self.judge(member, self.proofs(member), &mut log).map(|()| (member, log))
        };
        members.map(judge).collect()
    }

    /// Returns whether witnesses choose another branch of a log now.
    fn wavers(&self, author: MemberId, log: &MemberLog) -> bool {
        let said = |witness| self.said(witness, author);
        let others = Others { roster: self.roster, author, said };
        log.fork.as_ref().is_some_and(|fork| fork.acknowledged(&others) != fork.chosen)
    }
}

/// Returns whether a proof convinces those who have this roster: its keys are in force.
pub(super) fn is_provable(proof: &ForkProof, roster: &Roster) -> bool {
    let in_force = roster.node_key(proof.member(), proof.epoch());
    proof.headers().iter().all(|header| {
        let place = header.place(roster);
        in_force.is_some_and(|key| place.is_some_and(|place| place.key == *key.as_bytes()))
    })
}

/// Judges logs again by a new roster: those whose terms changed, and those that a fork leaves open.
pub(super) fn adopt(store: &Store, roster: Arc<Roster>) {
    let judged = store.with(|state| {
        let terms = |roster: &Roster, member| Terms::of(roster.member(member));
        let changed = |member| terms(&state.roster, member) != terms(&roster, member);
        let concerned = state.logs.iter();
        let concerned = concerned.filter(|(id, log)| changed(**id) || log.fork.is_some());
        let court = Court { index: &store.index, roster: &roster, state };
        let mut logs = court.judge_all(concerned.map(|(id, _)| *id)).map_err(ReadError::Index)?;
        let joined = roster.everyone().map(|it| it.id).filter(|it| !state.logs.contains_key(it));
        for member in joined.filter(|it| store.files.of_member(*it).exists()) {
            // It was left alone as long as nobody knew whose it is.
            let ground = Ground { files: &store.files, index: &store.index, roster: &roster };
            let (mut log, _found) = ground.catch_up(member)?;
            court.judge(member, court.proofs(member), &mut log).map_err(ReadError::Index)?;
            logs.insert(member, log);
        }
        Ok::<_, ReadError>(logs)
    });
    match judged {
        Ok(logs) => store.publish(|state| {
            state.roster = roster;
            state.logs.extend(logs);
        }),
        Err(error) => {
            error!(error = %error, "logs cannot be judged by a new roster");
            store.poison();
        }
    }
}

/// Judges the logs again of which witnesses choose another branch now.
pub(super) fn hear(store: &Store) {
    let judged = store.with(|state| {
        let court = Court { index: &store.index, roster: &state.roster, state };
        let concerned = state.logs.iter().filter(|(id, log)| court.wavers(**id, log));
        court.judge_all(concerned.map(|(id, _)| *id))
    });
    match judged {
        Ok(logs) if logs.is_empty() => {}
        Ok(logs) => store.publish(|state| state.logs.extend(logs)),
        Err(error) => {
            error!(error = %error, "logs cannot be judged by what witnesses say");
            store.poison();
        }
    }
}
