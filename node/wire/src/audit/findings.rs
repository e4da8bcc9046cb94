//! From what was taken in to what it proves: a function of the set of objects, asked entry by entry.
//!
//! What is worst about an entry is said first: a payload that is not the signed one, then what the
//! state says, then what its author or the coalition took back, then what is missing.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;

use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Log;
use flotilla_domain::coalition::Place;
use flotilla_domain::coalition::State;
use flotilla_domain::entry::Kind;
use flotilla_domain::erasure;
use flotilla_domain::erasure::Standing;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;

use crate::audit::Audit;
use crate::audit::Decision;
use crate::audit::Fault;
use crate::audit::Finding;
use crate::audit::Known;
use crate::audit::LogFinding;
use crate::audit::Payload;
use crate::audit::Verdict;
use crate::audit::VoidReason;
use crate::audit::decision;

/// What the author of an entry did to it, and by which notice; by author and entry.
type TakenBack = BTreeMap<(MemberId, EntryId), (Standing, EntryId)>;

/// What a bundle proves.
#[derive(Clone, Debug)]
pub struct Findings {
    audit: Audit,
    taken_back: TakenBack,
    ordered: BTreeSet<(MemberId, EntryId)>,
    /// The last valid notice of each log whose content is not there.
    unsettled: BTreeMap<MemberId, (u64, EntryId)>,
}

impl Findings {
    /// Draws the conclusions.
    pub(super) fn of(audit: Audit) -> Self {
        let roster = audit.state.roster();
        let orders = roster.everyone().map(|member| member.id);
        let orders = orders.flat_map(|id| roster.erased(id).map(move |entry| (id, entry)));
        let ordered = orders.collect();
        let mut findings =
            Self { taken_back: BTreeMap::new(), ordered, unsettled: BTreeMap::new(), audit };
        findings.taken_back = findings.notices();
        findings.unsettled = findings.missing_notices();
        findings
    }

    /// Returns the coalition as the bundle shows it.
    pub fn state(&self) -> &State {
        &self.audit.state
    }

    /// Returns what does not verify, in the order of the file; at most [`super::FAULTS_MAX`].
    pub fn faults(&self) -> &[Fault] {
        &self.audit.faults.listed
    }

    /// Returns how many objects do not verify.
    pub fn faults_total(&self) -> u64 {
        self.audit.faults.total
    }

    /// Returns the governance entries, lowest first.
    pub fn decisions(&self) -> Vec<Decision> {
        decision::decisions(&self.audit.state)
    }

    /// Returns what was found about an entry; `None` if the bundle has no genuine header of it.
    pub fn entry(&self, id: EntryId) -> Option<Finding> {
        let Known { header, .. } = self.audit.entries.get(&id)?;
        let log = self.log_of(header.member)?;
        let place = log.place(id)?;
        let stage = usize::try_from(header.gov_height).ok();
        let stage = stage.and_then(|height| self.audit.state.stages().get(height));
        Some(Finding {
            id,
            member: header.member,
            epoch: header.epoch,
            seq: header.seq,
            kind: header.kind,
            created_ms: header.created_ms,
            key: PublicKey::parse(&place.key)?,
            gov_height: header.gov_height,
            gov_known: stage.is_some_and(|stage| stage.id.0 == header.gov_id),
            verdict: self.verdict(id)?,
            acknowledged: self.acknowledged(log, header.member, place),
        })
    }

    /// Returns the entries whose headers are genuine, by author and place.
    pub fn entries(&self) -> Vec<EntryId> {
        let known = self.audit.entries.iter();
        let mut entries: Vec<_> =
            known.map(|(id, it)| (it.header.member, it.header.seq, *id)).collect();
        entries.sort_unstable();
        entries.into_iter().map(|(.., id)| id).collect()
    }

    /// Returns what was found about every log, and those of members without entries; by member id.
    pub fn logs(&self) -> Vec<LogFinding> {
        let seated = self.audit.state.roster().everyone().map(|member| member.id);
        let members: BTreeSet<MemberId> =
            seated.chain(self.audit.state.logs().map(|(member, _)| member)).collect();
        let mut logs: BTreeMap<MemberId, LogFinding> =
            members.into_iter().map(|id| (id, self.log_finding(id))).collect();
        for (id, known) in &self.audit.entries {
            if let (Some(log), Some(verdict)) =
                (logs.get_mut(&known.header.member), self.verdict(*id))
            {
                log.count(verdict);
                log.last_seq = log.last_seq.max(known.header.seq);
            }
        }
        for log in logs.values_mut() {
            log.known_seq = self.known_seq(log.member, log.last_seq);
        }
        logs.into_values().collect()
    }

    /// Returns the last place of the log of `member` that a head statement names beyond `last_seq`.
    pub fn known_seq(&self, member: MemberId, last_seq: u64) -> Option<u64> {
        let roster = self.audit.state.roster();
        let said = roster.everyone().filter_map(|it| self.audit.state.statement(it.id));
        let heads = said.filter_map(|it| it.value().heads.get(&member)?.link);
        heads.map(|link| link.seq).filter(|seq| *seq > last_seq).max()
    }

    fn log_finding(&self, member: MemberId) -> LogFinding {
        let empty = LogFinding::empty(member);
        let Some(log) = self.log_of(member) else { return empty };
        let head = log.head();
        let last = head.link.and_then(|link| log.place(link.id));
        LogFinding {
            forked_seq: head.forked_seq,
            contested: log.is_contested(),
            held_by: last.map_or(0, |place| self.acknowledged(log, member, place).len()),
            ..empty
        }
    }

    fn verdict(&self, id: EntryId) -> Option<Verdict> {
        let Known { header, payload } = self.audit.entries.get(&id)?;
        let log = self.log_of(header.member)?;
        if *payload == Payload::Differs {
            return Some(Verdict::Differs);
        }
        match log.state(id)? {
            EntryState::Pending => return Some(Verdict::Pending),
            EntryState::Quarantined => {
                return Some(Verdict::Quarantined { forked_seq: log.head().forked_seq });
            }
            EntryState::Void => {
                let reason = self.void_reason(header.member, log.place(id)?);
                return Some(Verdict::Void(reason));
            }
            EntryState::Valid => (),
        }
        let place = (header.member, id);
        if let Some(verdict) = self.withdrawal(place, header.kind) {
            return Some(verdict);
        }
        let later = self.unsettled.get(&header.member).filter(|(seq, _)| *seq > header.seq);
        let replaced = self.audit.replaced.get(&place).filter(|by| self.is_valid(**by));
        let replaced = replaced.copied().or_else(|| self.said_again(place, header.seq));
        Some(match (payload, later, replaced) {
            (Payload::Missing, ..) => Verdict::Hollow,
            (_, Some((_, by)), _) => Verdict::Unsettled { by: *by },
            (Payload::Unreadable, ..) => Verdict::Unreadable,
            (_, _, Some(by)) => Verdict::Superseded { by },
            _ => Verdict::Counts,
        })
    }

    /// Returns the response that takes the place of this one, if it is one: the next that says the same of
    /// the same record, and was not erased.
    fn said_again(&self, (member, id): (MemberId, EntryId), seq: u64) -> Option<EntryId> {
        let said = self.audit.responses.said.get(&id)?;
        let places = self.audit.responses.places.get(&(member, said.clone()))?;
        let is_there = |by: EntryId| {
            let taken = self.withdrawal((member, by), Kind::Response);
            self.is_valid(by) && !matches!(taken, Some(Verdict::Erased { .. }))
        };
        let mut later = places.range((Bound::Excluded((seq, id)), Bound::Unbounded));
        later.find(|(_, by)| is_there(*by)).map(|(_, by)| *by)
    }

    fn withdrawal(&self, place: (MemberId, EntryId), kind: Kind) -> Option<Verdict> {
        let ordered = self.ordered.contains(&place);
        if erasure::standing((place.1, kind), [], ordered) == Standing::Destroyed {
            return Some(Verdict::Erased { by: None });
        }
        let (standing, by) = *self.taken_back.get(&place)?;
        match standing {
            Standing::Shown => None,
            Standing::Hidden => Some(Verdict::Withdrawn { by }),
            Standing::Condemned | Standing::Destroyed => Some(Verdict::Erased { by: Some(by) }),
        }
    }

    /// Returns what the valid notices do, each to entries of their own author.
    fn notices(&self) -> TakenBack {
        let (state, mut taken_back) = (&self.audit.state, TakenBack::new());
        let coalition = state.roster().coalition();
        for (by, (member, notice)) in &self.audit.notices {
            let kind = self.audit.entries.get(by).map(|it| it.header.kind);
            let Some(kind) = kind.filter(|_| self.is_valid(*by)) else { continue };
            let keys = state.admin_keys(*member);
            let Some(effect) = notice.effect(kind, *member, &keys, coalition) else { continue };
            for target in notice.entries() {
                let Some(known) = self.audit.entries.get(target) else { continue };
                let standing = erasure::standing((*target, known.header.kind), [&effect], false);
                let held = taken_back.entry((*member, *target)).or_insert((standing, *by));
                *held = (*held).max((standing, *by));
            }
        }
        taken_back
    }

    fn missing_notices(&self) -> BTreeMap<MemberId, (u64, EntryId)> {
        let mut missing = BTreeMap::new();
        for (id, Known { header, payload }) in &self.audit.entries {
            let is_notice = matches!(header.kind, Kind::Erasure | Kind::Withdrawal);
            let is_there = *payload >= Payload::Unreadable;
            if is_notice && !is_there && self.is_valid(*id) {
                let last = missing.entry(header.member).or_insert((header.seq, *id));
                *last = (*last).max((header.seq, *id));
            }
        }
        missing
    }

    fn void_reason(&self, member: MemberId, place: &Place) -> VoidReason {
        let Some(seat) = self.audit.state.roster().member(member) else {
            return VoidReason::Parted;
        };
        let (epoch, seq) = (place.link.epoch, place.link.seq);
        let beyond = |cut: Option<(u64, EntryId)>| cut.is_none_or(|(last, _)| seq > last);
        let epochs = &seat.document.epochs;
        if seat.removed.is_some_and(|removal| beyond(removal.cut)) {
            return VoidReason::Departed;
        }
        let later = epochs.iter().find(|it| it.number > epoch && beyond(it.cut));
        if let Some(later) = later {
            return VoidReason::BeyondCut { epoch: later.number };
        }
        let key = epochs.iter().find(|it| it.number == epoch).map(|it| *it.node_key.as_bytes());
        if key == Some(place.key) { VoidReason::Parted } else { VoidReason::WrongKey }
    }

    /// Returns the other active members whose nodes say that they hold an entry.
    fn acknowledged(&self, log: &Log, author: MemberId, place: &Place) -> Vec<MemberId> {
        let others = self.audit.state.roster().members().map(|member| member.id);
        let holds = |member: &MemberId| {
            let said = self.audit.state.statement(*member)?;
            let head = said.value().heads.get(&author)?.link?;
            covers(log, head.id, place).then_some(())
        };
        others.filter(|it| *it != author && holds(it).is_some()).collect()
    }

    fn is_valid(&self, id: EntryId) -> bool {
        let known = self.audit.entries.get(&id);
        let log = known.and_then(|it| self.log_of(it.header.member));
        log.is_some_and(|log| log.state(id) == Some(EntryState::Valid))
    }

    fn log_of(&self, member: MemberId) -> Option<&Log> {
        self.audit.state.log(member)
    }
}

/// Returns whether `head` is the entry at `place` or follows it.
fn covers(log: &Log, head: EntryId, place: &Place) -> bool {
    let Some(mut at) = log.place(head) else { return false };
    let is_valid = |id| log.state(id) == Some(EntryState::Valid);
    if is_valid(head) && is_valid(place.link.id) {
        // What is valid is one chain.
        return at.link.seq >= place.link.seq;
    }
    while at.link.seq > place.link.seq {
        let Some(before) = at.prev.and_then(|id| log.place(id)) else { return false };
        if before.link.seq >= at.link.seq {
            return false;
        }
        at = before;
    }
    at.link.id == place.link.id
}
