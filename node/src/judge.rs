//! Says what of the log may be shown.
//!
//! The log keeps whatever its author signed; the gate decides whether it counts. A verdict depends on
//! the rules of the governance height that the entry names, on its author's profile and on what the
//! same member published before, on nothing else, so it is the same on every node. This module
//! remembers, for each member, the history that the next verdict needs:
//!
//! - **In order, each entry once**: histories grow along the log; who asks for a later entry makes the
//!   judge read the ones before it from the ledger first.
//! - **Lazily**: nothing is read when a node starts; a member's history is built when its first new
//!   entry arrives.
//! - **Quarantined entries leave no trace** in the history, nor do those whose payloads are destroyed or
//!   will be: else a node that has them still would differ from one that never had. What was only
//!   withdrawn stays in it, because it is out.
//! - **Verdicts are of a log up to a place** ([`Outlook`]): what is taken back there is as if it had
//!   never been said, also for the entries before it.
//! - **Rules raised later hide nothing that is out**, and nobody goes back to older rules: heights do
//!   not fall along a log. An entry that names a height we have not reached waits.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::coalition::State;
use flotilla_domain::consent;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::governance::stage::Stage;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::ConsentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;
use flotilla_domain::signed::Verified;
use flotilla_gate::RULES_VERSION;
use flotilla_gate::check::Reason;
use flotilla_gate::check::Verdict;
use flotilla_gate::history::History;
use flotilla_gate::rules::Rules;
use flotilla_gate::shelf::Shelf;
use flotilla_gate::union::Voice;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use tokio::sync::Mutex;
use tokio::sync::watch;

use crate::judge::outlook::Notices;
use crate::judge::union::Comparisons;
use crate::ledger::Ledger;
use crate::ledger::ReadError;
use crate::minutes::Minute;
use crate::minutes::Minutes;

pub use crate::judge::found::Found;
pub use crate::judge::outlook::Outlook;
pub use crate::judge::outlook::Taken;
pub(crate) use crate::judge::union::organisation;

mod found;
mod outlook;
mod union;

/// How many bytes of a log are read at once while a history is built.
const READ_BYTES: usize = 4 << 20;

/// Remembers what every verdict needs.
#[derive(Debug)]
pub struct Judge {
    minutes: watch::Receiver<Minute>,
    ledger: Ledger,
    dockets: Mutex<BTreeMap<MemberId, Docket>>,
    notices: Notices,
    /// What the coalition had decided when verdicts were last looked over.
    reviewed: Mutex<Arc<State>>,
    comparisons: Comparisons,
}

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// Entries before it are needed and cannot be read.
    #[error("the log cannot be read")]
    Log(#[source] ReadError),
    /// The entry refers to a decision that this node does not know yet, or its payload is missing.
    #[error("the entry refers to something that is not known yet")]
    Undecided,
}

/// An entry, unpacked and judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What the payload holds.
    pub content: Content,
    /// Why it does not count; none if it does.
    pub reasons: Vec<Reason>,
    /// Whether it was taken back.
    pub taken: Taken,
    /// The earlier response whose place it takes, if it is one.
    pub replaces: Option<EntryId>,
}

/// What the verdicts on one member's entries need.
#[derive(Debug, Default)]
struct Docket {
    /// How many entries have been judged: the place of the last one.
    judged_seq: u64,
    /// The last one.
    judged: Option<EntryId>,
    /// What counts of their figures.
    history: History,
    /// What there is of their texts.
    shelf: Shelf,
    /// The responses whose place others take, by the places of those others.
    replaced: BTreeMap<u64, EntryId>,
    /// Why some of them do not count, by place.
    quarantined: BTreeMap<u64, Vec<Reason>>,
    /// The governance height that the last of them named.
    gov_height: u64,
    /// By which of them were judged.
    outlook: Outlook,
    /// What the history tells, spelled out; none since it changed.
    voice: Option<Arc<Voice>>,
}

impl Judge {
    /// Makes a judge over what `ledger` holds, by the rules that `minutes` tell.
    pub fn new(minutes: &Minutes, ledger: Ledger) -> Self {
        let reviewed = Mutex::new(minutes.minute().state);
        let (dockets, notices) = (Mutex::default(), Notices::default());
        let (minutes, comparisons) = (minutes.watch(), Comparisons::default());
        Self { minutes, ledger, dockets, notices, reviewed, comparisons }
    }

    /// Forgets verdicts that decisions made since the last review may have changed, and returns whose
    /// entries have to be judged again: of whoever has another profile, or entries that were ordered
    /// erased, or consents that were taken back, or of everybody where another branch of the governance log counts.
    pub async fn review(&self) -> BTreeSet<MemberId> {
        let state = Arc::clone(&self.minutes.borrow().state);
        let mut reviewed = self.reviewed.lock().await;
        let before = std::mem::replace(&mut *reviewed, Arc::clone(&state));
        let changed = changed(&before, &state);
        self.dockets.lock().await.retain(|member, _| !changed.contains(member));
        changed
    }

    /// Unpacks and judges an entry of the ledger, as `outlook` has its log.
    ///
    /// # Errors
    ///
    /// Fails if entries before it are needed and cannot be read, or the rules are not known yet.
    pub async fn judge(
        &self,
        entry: &Verified<Entry>,
        outlook: &Outlook,
    ) -> Result<Judged, JudgeError> {
        let header = &entry.value().header;
        let mut dockets = self.dockets.lock().await;
        let docket = dockets.entry(header.member).or_default();
        self.adopt(docket, outlook)?;
        let is_next = docket.judged_seq.checked_add(1) == Some(header.seq);
        if is_next && docket.judged != header.prev {
            // Another branch of the log counts now than when the history was built.
            *docket = Docket { outlook: outlook.clone(), ..Docket::default() };
        }
        self.catch_up(docket, header.member, header.seq.saturating_sub(1)).await?;
        if header.seq > docket.judged_seq {
            return self.next(docket, entry);
        }
        let taken = outlook.taken(entry.id(), header.kind);
        let content = unpack(entry).ok().filter(|_| taken != Taken::Erased);
        let content = content.map(|it| self.without_retracted(it, header.member));
        let reasons = docket.quarantined.get(&header.seq).cloned().unwrap_or_default();
        let replaces = docket.replaced.get(&header.seq).copied();
        Ok(Judged { content: content.unwrap_or(Content::Opaque), reasons, taken, replaces })
    }

    /// Returns what counts of all that `member` has published: of its figures, and of its texts.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read, or rules are not known yet.
    pub async fn history(&self, member: MemberId) -> Result<(History, Shelf), JudgeError> {
        self.look(member, |docket| (docket.history.clone(), docket.shelf.clone())).await
    }

    /// Returns what `of` makes of a docket when all that counts of its log is judged.
    async fn look<T>(
        &self,
        member: MemberId,
        of: impl FnOnce(&mut Docket) -> T,
    ) -> Result<T, JudgeError> {
        let head = self.ledger.counted().get(&member).and_then(|head| head.link);
        let seq = head.map_or(0, |link| link.seq);
        let outlook = self.outlook(member, seq).await?;
        if outlook.until_seq() < seq {
            return Err(JudgeError::Undecided);
        }
        let mut dockets = self.dockets.lock().await;
        let docket = dockets.entry(member).or_default();
        self.adopt(docket, &outlook)?;
        self.catch_up(docket, member, seq).await?;
        Ok(of(docket))
    }

    /// Returns how many entries of `member` are quarantined, of those judged so far.
    pub async fn quarantined(&self, member: MemberId) -> u64 {
        let dockets = self.dockets.lock().await;
        let count = dockets.get(&member).map_or(0, |docket| docket.quarantined.len());
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Returns the places of the last entries of `member` that are quarantined, `max` at most and the
    /// latest first, each with why; of those judged so far.
    pub async fn refused(&self, member: MemberId, max: usize) -> Vec<(u64, Vec<Reason>)> {
        let dockets = self.dockets.lock().await;
        let refused = dockets.get(&member).into_iter().flat_map(|it| it.quarantined.iter().rev());
        refused.take(max).map(|(seq, reasons)| (*seq, reasons.clone())).collect()
    }

    /// Forgets what was judged of a log that lost entries: a fork was found, or damage.
    pub async fn forget(&self, member: MemberId) {
        self.dockets.lock().await.remove(&member);
        self.notices.forget(member).await;
    }

    /// Has a docket go by `outlook`, from the first entry if that changes what was judged.
    fn adopt(&self, docket: &mut Docket, outlook: &Outlook) -> Result<(), JudgeError> {
        let changed = self.first_change(&docket.outlook, outlook, Outlook::erased)?;
        if changed.is_some_and(|seq| seq <= docket.judged_seq) {
            *docket = Docket::default();
        }
        docket.outlook = outlook.clone();
        Ok(())
    }

    /// Judges the entries up to `seq` that were not judged yet.
    async fn catch_up(
        &self,
        docket: &mut Docket,
        member: MemberId,
        seq: u64,
    ) -> Result<(), JudgeError> {
        while docket.judged_seq < seq {
            let entries = self.ledger.read(member, docket.judged_seq + 1, READ_BYTES).await;
            let entries = entries.map_err(JudgeError::Log)?;
            if entries.is_empty() {
                // The log went back meanwhile: nothing can be judged without what came before it.
                let seq = docket.judged_seq + 1;
                return Err(JudgeError::Log(ReadError::Damaged { member, seq }));
            }
            for entry in entries.iter().filter(|it| it.value().header.seq <= seq) {
                let _judged = self.next(docket, entry)?;
            }
        }
        Ok(())
    }

    /// Judges the next entry.
    fn next(&self, docket: &mut Docket, entry: &Verified<Entry>) -> Result<Judged, JudgeError> {
        let EntryHeader { member, seq, kind, gov_height, .. } = entry.value().header;
        let taken = docket.outlook.taken(entry.id(), kind);
        if entry.is_hole() && taken != Taken::Erased {
            return Err(JudgeError::Undecided);
        }
        let state = Arc::clone(&self.minutes.borrow().state);
        let place = usize::try_from(gov_height).unwrap_or(usize::MAX);
        let stage = state.stages().get(place).ok_or(JudgeError::Undecided)?;
        let (content, mut reasons) = match (unpack(entry), state.roster().member(member)) {
            _ if taken == Taken::Erased => (Content::Opaque, Vec::new()),
            (Ok(content), Some(author)) => {
                let author = (state.roster().coalition(), author);
                let reasons = reasons(docket, (entry.id(), author), stage, &content);
                (content, reasons)
            }
            (Ok(content), None) => (content, vec![reason("I1", "node-reason-stranger")]),
            (Err(_), _) => (Content::Opaque, vec![reason("I2", "node-reason-malformed")]),
        };
        // What takes entries back names no rules, and counts under any.
        let goes_by_rules = !kind.is_notice() && taken != Taken::Erased;
        if goes_by_rules && gov_height < docket.gov_height {
            reasons.push(reason("I1", "node-reason-older-rules"));
        }
        docket.voice = docket.voice.take().filter(|_| !matches!(content, Content::Release(_)));
        docket.gov_height = gov_height.max(docket.gov_height);
        docket.judged_seq = seq;
        docket.judged = Some(entry.id());
        if !reasons.is_empty() {
            docket.quarantined.insert(seq, reasons.clone());
        }
        let replaces = docket.shelve((entry.id(), kind), &content, reasons.is_empty());
        if let Some(replaced) = replaces {
            docket.replaced.insert(seq, replaced);
        }
        let content = self.without_retracted(content, member);
        Ok(Judged { content, reasons, taken, replaces })
    }

    /// Returns what an entry says less what communities took back their consent to. The verdict and
    /// the history know it still: it is out.
    fn without_retracted(&self, content: Content, member: MemberId) -> Content {
        let state = Arc::clone(&self.minutes.borrow().state);
        let retracted: BTreeSet<ConsentId> = state.roster().retracted(member).collect();
        match content {
            Content::Release(release) if !retracted.is_empty() => {
                Content::Release(consent::hidden(release, state.roster().coalition(), &retracted))
            }
            content => content,
        }
    }
}

impl Docket {
    /// Takes note of a text, as far as it counts; returns the response whose place it takes.
    fn shelve(
        &mut self,
        (id, kind): (EntryId, Kind),
        content: &Content,
        counts: bool,
    ) -> Option<EntryId> {
        match content {
            Content::Practice(practice) if counts => self.shelf.keep_practice(id, practice),
            Content::Response(it) if counts => return self.shelf.keep_response(id, it),
            _ if kind == Kind::Practice => self.shelf.note_practice(id),
            _ => {}
        }
        None
    }
}

/// Judges what an entry says by the rules of `stage`.
fn reasons(
    docket: &mut Docket,
    (id, (coalition, author)): (EntryId, (CoalitionId, &Member)),
    stage: &Stage,
    content: &Content,
) -> Vec<Reason> {
    let (catalogue, policy) = (&*stage.catalogue, &*stage.policy);
    let rules = Rules::new(catalogue, policy, policy.gate, &author.document.profile);
    let verdict = match content {
        // What they take back is for the outlook to say.
        Content::Erasure(_) | Content::Opaque | Content::Withdrawal(_) => Verdict::Accept,
        Content::Practice(practice) if !practice.is_sealed(coalition, &stage.stewards) => {
            Verdict::Quarantine(vec![reason("I10", "node-reason-label")])
        }
        Content::Practice(practice) if !practice.has_steward(&stage.stewards) => {
            Verdict::Quarantine(vec![reason("I10", "node-reason-community")])
        }
        Content::Practice(it) => flotilla_gate::practice::check(it, catalogue, &docket.shelf),
        Content::Response(response) => flotilla_gate::response::check(response, catalogue),
        Content::Release(release) => {
            match consent::granted(release, (coalition, author.id), &stage.stewards) {
                Ok(granted) => {
                    let rules = rules.granting(granted.into_values());
                    docket.history.accept_entry(&rules, release, id)
                }
                Err(_) => Verdict::Quarantine(vec![reason("I10", "node-reason-consent")]),
            }
        }
    };
    verdict.reasons().to_vec()
}

/// Names everything but the logs that verdicts depend on, this code's rules included: equal names, equal
/// verdicts.
pub fn basis(state: &State) -> Hash {
    let stages = state.stages().iter().map(|it| it.id.0.as_bytes().to_vec());
    let profiles = state.roster().everyone().map(|it| {
        let profile = &it.document.profile;
        format!("{} {profile:?}", it.id).into_bytes()
    });
    let orders = state.roster().everyone().flat_map(|it| state.roster().erased(it.id));
    let orders = orders.map(|id| id.0.as_bytes().to_vec());
    let retracted = state.roster().everyone().flat_map(|it| state.roster().retracted(it.id));
    let retracted = retracted.map(|id| id.0.as_bytes().to_vec());
    let orders = orders.chain(retracted);
    let version = std::iter::once(RULES_VERSION.to_be_bytes().to_vec());
    let parts: Vec<Vec<u8>> = version.chain(stages).chain(profiles).chain(orders).collect();
    Hash::of(parts.iter().map(Vec::as_slice))
}

/// Returns whose verdicts may differ between two states of what was decided.
fn changed(before: &State, after: &State) -> BTreeSet<MemberId> {
    let ids = |state: &State| state.stages().iter().map(|it| it.id).collect::<Vec<_>>();
    let goes_on = ids(after).starts_with(&ids(before));
    let profile = |state: &State, member| {
        let member = state.roster().member(member)?;
        Some(member.document.profile.clone())
    };
    let ordered = |state: &State, member| state.roster().erased(member).collect::<BTreeSet<_>>();
    let taken_back =
        |state: &State, member| state.roster().retracted(member).collect::<BTreeSet<_>>();
    let differs = |member| {
        profile(before, member) != profile(after, member)
            || ordered(before, member) != ordered(after, member)
            || taken_back(before, member) != taken_back(after, member)
    };
    let everyone = before.roster().everyone().chain(after.roster().everyone()).map(|it| it.id);
    everyone.filter(|member| !goes_on || differs(*member)).collect()
}

fn unpack(entry: &Verified<Entry>) -> Result<Content, flotilla_wire::DecodeError> {
    let Entry { header, payload } = entry.value();
    payload
        .bytes()
        .map_or(Ok(Content::Opaque), |bytes| payload::unpack(header.kind, bytes))
}

fn reason(invariant: &'static str, text: &'static str) -> Reason {
    Reason { invariant, text: Message::new(text) }
}

#[cfg(test)]
mod tests;
