//! Says what of the log may be shown.
//!
//! The log keeps whatever its author signed; the gate decides whether it counts. A verdict depends on
//! the rules and on what the same member published before, on nothing else, so it is the same on
//! every node. This module remembers, for each member, the history that the next verdict needs:
//!
//! - **In order, each entry once**: histories grow along the log; who asks for a later entry makes the
//!   judge read the ones before it from the ledger first.
//! - **Lazily**: nothing is read when a node starts; a member's history is built when its first new
//!   entry arrives.
//! - **Quarantined entries leave no trace** in the history.

use std::collections::BTreeMap;
use std::sync::Arc;

use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_gate::check::Reason;
use flotilla_gate::check::Verdict;
use flotilla_gate::history::History;
use flotilla_gate::rules::Rules;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use tokio::sync::Mutex;

use crate::ledger::Ledger;
use crate::ledger::ReadError;

/// How many bytes of a log are read at once while a history is built.
const READ_BYTES: usize = 4 << 20;

/// Remembers what every verdict needs.
#[derive(Debug)]
pub struct Judge {
    roster: Arc<Roster>,
    ledger: Ledger,
    dockets: Mutex<BTreeMap<MemberId, Docket>>,
}

/// An entry, unpacked and judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What the payload holds.
    pub content: Content,
    /// Why it does not count; none if it does.
    pub reasons: Vec<Reason>,
}

/// What the verdicts on one member's entries need.
#[derive(Debug, Default)]
struct Docket {
    /// How many entries have been judged: the place of the last one.
    judged_seq: u64,
    /// What counts of them.
    history: History,
    /// Why some of them do not count, by place.
    quarantined: BTreeMap<u64, Vec<Reason>>,
}

impl Judge {
    /// Makes a judge over what `ledger` holds.
    pub fn new(roster: Arc<Roster>, ledger: Ledger) -> Self {
        Self { roster, ledger, dockets: Mutex::default() }
    }

    /// Unpacks and judges an entry of the ledger.
    ///
    /// # Errors
    ///
    /// Fails if entries before it are needed and cannot be read.
    pub async fn judge(&self, entry: &Verified<Entry>) -> Result<Judged, ReadError> {
        let header = &entry.value().header;
        let mut dockets = self.dockets.lock().await;
        let docket = dockets.entry(header.member).or_default();
        self.catch_up(docket, header.member, header.seq.saturating_sub(1)).await?;
        if header.seq > docket.judged_seq {
            return Ok(self.next(docket, entry));
        }
        let content = unpack(entry).unwrap_or(Content::Opaque);
        let reasons = docket.quarantined.get(&header.seq).cloned().unwrap_or_default();
        Ok(Judged { content, reasons })
    }

    /// Returns what counts of all that `member` has published.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read.
    pub async fn history(&self, member: MemberId) -> Result<History, ReadError> {
        let head = self.ledger.heads().get(&member).and_then(|head| head.link);
        let mut dockets = self.dockets.lock().await;
        let docket = dockets.entry(member).or_default();
        self.catch_up(docket, member, head.map_or(0, |link| link.seq)).await?;
        Ok(docket.history.clone())
    }

    /// Returns how many entries of `member` are quarantined, of those judged so far.
    pub async fn quarantined(&self, member: MemberId) -> u64 {
        let dockets = self.dockets.lock().await;
        let count = dockets.get(&member).map_or(0, |docket| docket.quarantined.len());
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Forgets what was judged of a log that lost entries: a fork was found, or damage.
    pub async fn forget(&self, member: MemberId) {
        self.dockets.lock().await.remove(&member);
    }

    /// Judges the entries up to `seq` that were not judged yet.
    async fn catch_up(
        &self,
        docket: &mut Docket,
        member: MemberId,
        seq: u64,
    ) -> Result<(), ReadError> {
        while docket.judged_seq < seq {
            let entries = self.ledger.read(member, docket.judged_seq + 1, READ_BYTES).await?;
            if entries.is_empty() {
                // The log went back meanwhile: nothing can be judged without what came before it.
                return Err(ReadError::Damaged { member, seq: docket.judged_seq + 1 });
            }
            for entry in entries.iter().filter(|it| it.value().header.seq <= seq) {
                let _judged = self.next(docket, entry);
            }
        }
        Ok(())
    }

    /// Judges the next entry.
    fn next(&self, docket: &mut Docket, entry: &Verified<Entry>) -> Judged {
        let EntryHeader { member, seq, .. } = entry.value().header;
        let (content, reasons) = match (unpack(entry), self.roster.member(member)) {
            (Ok(content), Some(author)) => {
                let reasons = self.reasons(docket, author, &content);
                (content, reasons)
            }
            (Ok(content), None) => (content, vec![reason("I1", "node-reason-stranger")]),
            (Err(_), _) => (Content::Opaque, vec![reason("I2", "node-reason-malformed")]),
        };
        docket.judged_seq = seq;
        if !reasons.is_empty() {
            docket.quarantined.insert(seq, reasons.clone());
        }
        Judged { content, reasons }
    }

    fn reasons(&self, docket: &mut Docket, author: &Member, content: &Content) -> Vec<Reason> {
        let (catalogue, policy) = (self.roster.catalogue(), self.roster.policy());
        let rules = Rules::new(catalogue, policy, policy.gate, &author.document.profile);
        let verdict = match content {
            // Not acted on yet: they are kept and forwarded, and hide nothing so far.
            Content::Erasure(_) | Content::Opaque | Content::Withdrawal(_) => Verdict::Accept,
            Content::Practice(practice) => flotilla_gate::practice::check(practice, catalogue),
            Content::Release(release) => docket.history.accept(&rules, release),
        };
        verdict.reasons().to_vec()
    }
}

fn unpack(entry: &Verified<Entry>) -> Result<Content, flotilla_wire::DecodeError> {
    let Entry { header, payload } = entry.value();
    payload::unpack(header.kind, payload)
}

fn reason(invariant: &'static str, text: &'static str) -> Reason {
    Reason { invariant, text: Message::new(text) }
}
