//! What a bundle proves, to somebody who has no node: who signed what, and whether it counts.
//!
//! An [`Audit`] takes the objects of a bundle in whatever order they stand, lets
//! [`flotilla_domain::coalition::State`] judge them as every node does, and ends in [`Findings`].
//!
//! - **Nothing is believed because it is in the file.** What does not verify is a [`Fault`], with its
//!   place in the file; it hides nothing else and takes part in nothing.
//! - **The order of a file decides nothing**: [`whole`] reads it twice, decisions first.
//! - **Payloads are checked and dropped**; headers are kept, some 600 bytes for each. [`ENTRIES_MAX`]
//!   and [`NAMED_MAX`] bound what is kept of entries, [`DECIDED_BYTES_MAX`] of all else.
//! - **A file can leave things out, and cannot hide that it cut a chain**: whoever withholds the
//!   newest entries of a log is given away by head statements only. Findings say how far they go.

mod decision;
mod fault;
mod finding;
mod findings;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Read;

use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Outcome;
use flotilla_domain::coalition::State;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::PAYLOAD_BYTES_MAX;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::erasure::Notice;
use flotilla_domain::genesis::Founded;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::response::Statement;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Contradiction;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::weight;
use flotilla_domain::signed::Received;

use crate::audit::fault::Faults;
use crate::bundle::ReadBundleError;
use crate::bundle::Reader;
use crate::entry;
use crate::payload;
use crate::payload::Content;

pub use crate::audit::decision::Ballot;
pub use crate::audit::decision::Decision;
pub use crate::audit::fault::FAULTS_MAX;
pub use crate::audit::fault::Fault;
pub use crate::audit::fault::What;
pub use crate::audit::fault::Why;
pub use crate::audit::finding::Finding;
pub use crate::audit::finding::LogFinding;
pub use crate::audit::finding::Verdict;
pub use crate::audit::finding::VoidReason;
pub use crate::audit::findings::Findings;

/// The most entries of one audit, all members together.
pub const ENTRIES_MAX: usize = 1 << 20;

/// The most entries that withdrawals, erasures and corrections of one audit name.
pub const NAMED_MAX: usize = 1 << 20;

/// The most bytes of governance entries, documents, votes and head statements of one audit.
pub const DECIDED_BYTES_MAX: u64 = 256 << 20;

/// Takes in the objects of a bundle.
#[derive(Clone, Debug)]
pub struct Audit {
    state: State,
    entries: BTreeMap<EntryId, Known>,
    notices: BTreeMap<EntryId, (MemberId, Notice)>,
    /// The entries that a correction replaces, with their author, and the correction.
    replaced: BTreeMap<(MemberId, EntryId), EntryId>,
    responses: Responses,
    named: usize,
    learned_bytes: u64,
    taken_bytes: u64,
    faults: Faults,
}

/// The responses that were read: of those that say the same of one record, the last counts.
#[derive(Clone, Debug, Default)]
struct Responses {
    said: BTreeMap<EntryId, Said>,
    places: BTreeMap<(MemberId, Said), Places>,
}

/// Entries by their places in a log.
type Places = BTreeSet<(u64, EntryId)>;

/// Of which practice record a response says what.
type Said = (String, Statement);

/// A bundle that was audited to its end.
#[derive(Clone, Debug)]
pub struct Audited {
    /// What it proves.
    pub findings: Findings,
    /// The entry that it says it was made to prove.
    pub subject: Option<EntryId>,
    /// Pieces of a later version, which were passed over.
    pub skipped: u64,
}

/// Why a bundle was not audited to its end.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The bundle cannot be read.
    #[error("the bundle cannot be read")]
    Read(#[source] ReadBundleError),
    /// It holds more than is looked at in one go.
    #[error("the bundle holds more than {ENTRIES_MAX} entries, or as much else")]
    TooMuch,
}

/// What is kept of an entry.
#[derive(Clone, Debug)]
struct Known {
    header: EntryHeader,
    payload: Payload,
}

/// How the payload of an entry stands to its header; of several copies the best counts.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Payload {
    /// It is not in the file.
    Missing,
    /// It is another one.
    Differs,
    /// It is the right one, but not what its kind should be.
    Unreadable,
    /// It is the right one.
    Matches,
}

/// Audits a whole bundle. `open` begins it anew.
///
/// # Errors
///
/// Fails if it cannot be read to its end, or holds too much.
pub fn whole<R: Read>(
    founded: &Founded,
    mut open: impl FnMut() -> Result<Reader<R>, ReadBundleError>,
) -> Result<Audited, AuditError> {
    let mut audit = Audit::new(founded);
    let mut reader = open().map_err(AuditError::Read)?;
    while let Some(arrival) = reader.arrival().map_err(AuditError::Read)? {
        audit.learn(arrival)?;
    }
    let mut reader = open().map_err(AuditError::Read)?;
    while let Some(arrival) = reader.arrival().map_err(AuditError::Read)? {
        audit.take(arrival)?;
    }
    let (subject, skipped) = (reader.subject(), reader.skipped());
    Ok(Audited { findings: audit.finish(), subject, skipped })
}

impl Audit {
    /// Begins with what the founders signed.
    pub fn new(founded: &Founded) -> Self {
        Self {
            state: State::founded(founded),
            entries: BTreeMap::new(),
            notices: BTreeMap::new(),
            replaced: BTreeMap::new(),
            responses: Responses::default(),
            named: 0,
            learned_bytes: 0,
            taken_bytes: 0,
            faults: Faults::default(),
        }
    }

    /// Learns what a frame says was decided, and passes over the rest. What cannot be checked yet is
    /// no fault here: all frames go through [`Audit::take`] afterwards.
    ///
    /// # Errors
    ///
    /// Fails if this is too much.
    pub fn learn(&mut self, arrival: Arrival) -> Result<(), AuditError> {
        let bytes = weight(&arrival.frame);
        let objects: Vec<Object> = match arrival.frame {
            Frame::Documents(it) => it.into_iter().map(document).collect(),
            Frame::Governance(it, _) => it.into_iter().map(governance).collect(),
            Frame::Retractions(it) => it.into_iter().map(Object::Retraction).collect(),
            Frame::Votes(it) => it.into_iter().map(Object::Vote).collect(),
            _ => return Ok(()),
        };
        self.learned_bytes = self.learned_bytes.saturating_add(bytes);
        if self.learned_bytes > DECIDED_BYTES_MAX {
            return Err(AuditError::TooMuch);
        }
        for object in objects {
            // An object may wait for one that comes later.
            let _outcome = self.state.insert(object);
        }
        Ok(())
    }

    /// Takes in a frame; what of it does not verify becomes a fault.
    ///
    /// # Errors
    ///
    /// Fails if this is too much.
    pub fn take(&mut self, arrival: Arrival) -> Result<(), AuditError> {
        let Arrival { frame, malformed } = arrival;
        self.faults.next_frame();
        if malformed.objects > 0 {
            let what = What::Unreadable { objects: malformed.objects };
            self.faults.push(what, Why::Unreadable);
        }
        if !matches!(frame, Frame::Entries(_)) {
            self.taken_bytes = self.taken_bytes.saturating_add(weight(&frame));
        }
        match frame {
            Frame::Documents(it) => it.into_iter().for_each(|it| self.insert(document(it))),
            Frame::Governance(it, _) => it.into_iter().for_each(|it| self.insert(governance(it))),
            Frame::Retractions(it) => {
                it.into_iter().for_each(|it| self.insert(Object::Retraction(it)));
            }
            Frame::Votes(it) => it.into_iter().for_each(|it| self.insert(Object::Vote(it))),
            Frame::HeadStatements(it) => {
                it.into_iter().for_each(|it| self.insert(Object::Statement(it)));
            }
            Frame::ForkProofs(it) => it.into_iter().for_each(|it| self.take_proof(it)),
            Frame::Entries(stretch) => {
                stretch.entries.iter().for_each(|it| self.take_entry(it, stretch.member));
            }
            // A bundle holds none of them.
            Frame::Announce(_)
            | Frame::Ask(_)
            | Frame::Credit(_)
            | Frame::Hello(_)
            | Frame::Introduction(_)
            | Frame::Register(_)
            | Frame::Told(..)
            | Frame::Want(_) => (),
        }
        let too_much = self.entries.len() > ENTRIES_MAX
            || self.named > NAMED_MAX
            || self.taken_bytes > DECIDED_BYTES_MAX;
        if too_much { Err(AuditError::TooMuch) } else { Ok(()) }
    }

    /// Returns what was found.
    pub fn finish(self) -> Findings {
        Findings::of(self)
    }

    fn coalition(&self) -> CoalitionId {
        self.state.roster().coalition()
    }

    fn insert(&mut self, object: Object) {
        let what = What::of(&object);
        let outcome = self.state.insert(object);
        if let Some(why) = Why::of(&outcome) {
            self.faults.push(what, why);
        }
    }

    fn take_proof(&mut self, (one, other): Contradiction) {
        let place = |it: &EntryHeader| (it.member, it.epoch, it.seq, it.prev);
        let what = What::ForkProof { member: one.claim().member, seq: one.claim().seq };
        let proves =
            place(one.claim()) == place(other.claim()) && one.signed().body != other.signed().body;
        if !proves {
            self.faults.push(what, Why::Broken("two entries claim one place"));
            return;
        }
        for header in [one, other] {
            if let Err(why) = self.take_header(header) {
                self.faults.push(what, why);
            }
        }
    }

    fn take_entry(&mut self, entry: &Received<Entry>, log: MemberId) {
        let Entry { header, payload } = entry.claim();
        let what = What::Entry { member: header.member, seq: header.seq };
        if header.member != log {
            return self.faults.push(what, Why::Broken("an entry stands in the log of its author"));
        }
        let Ok(received) = entry::receive_header(entry.signed().clone()) else {
            self.faults.push(what, Why::Unreadable);
            return;
        };
        let id = match self.take_header(received) {
            Ok(id) => id,
            Err(why) => return self.faults.push(what, why),
        };
        let bytes = payload.bytes().unwrap_or_default();
        let content = fits(header, bytes).then(|| payload::unpack(header.kind, bytes));
        let found = match (&content, payload.is_empty()) {
            (Some(Ok(_)), _) => Payload::Matches,
            (Some(Err(_)), _) => Payload::Unreadable,
            (None, true) => Payload::Missing,
            (None, false) => Payload::Differs,
        };
        if found == Payload::Differs {
            self.faults.push(what, Why::Payload);
        }
        if let Some(known) = self.entries.get_mut(&id) {
            known.payload = known.payload.max(found);
        }
        if let Some(Ok(content)) = content {
            self.keep_effect(id, header.member, content);
        }
    }

    /// Takes in a header, whether it comes with a payload or in a proof, and returns its id.
    fn take_header(&mut self, received: Received<EntryHeader>) -> Result<EntryId, Why> {
        let body = &received.signed().body;
        let id = EntryId(preimage::id(Tag::Entry, self.coalition(), body));
        let header = received.claim().clone();
        let outcome = self.state.insert(Object::Header(received));
        match outcome {
            Outcome::AlreadyHeld | Outcome::Held => {
                let known = Known { header, payload: Payload::Missing };
                self.entries.entry(id).or_insert(known);
                Ok(id)
            }
            other => Err(Why::of(&other).unwrap_or(Why::Unknown)),
        }
    }

    /// Keeps what an entry does to others, until it is known whether it counts.
    fn keep_effect(&mut self, id: EntryId, member: MemberId, content: Content) {
        let replaced: Vec<EntryId> = match content {
            Content::Erasure(notice) | Content::Withdrawal(notice) => {
                self.named = self.named.saturating_add(notice.entries().len());
                self.notices.insert(id, (member, notice));
                return;
            }
            Content::Opaque => return,
            Content::Practice(practice) => practice.fields().replaces.into_iter().collect(),
            Content::Release(release) => release.terms().replaces.clone(),
            Content::Response(response) => {
                let response = response.fields();
                let said = (response.practice.clone(), response.statement);
                self.named = self.named.saturating_add(1);
                self.responses.said.insert(id, said.clone());
                let seq = self.entries.get(&id).map_or(0, |it| it.header.seq);
                self.responses.places.entry((member, said)).or_default().insert((seq, id));
                return;
            }
        };
        self.named = self.named.saturating_add(replaced.len());
        for old in replaced {
            let newer = self.replaced.entry((member, old)).or_insert(id);
            // Of two corrections of one entry the same is named, whatever came first.
            *newer = id.min(*newer);
        }
    }
}

fn document(it: Received<flotilla_domain::document::MemberDocument>) -> Object {
    Object::Document(Box::new(it))
}

fn governance(it: Received<flotilla_domain::governance::GovEntry>) -> Object {
    Object::Governance(Box::new(it))
}

/// Returns whether a payload is the one that the header names.
fn fits(header: &EntryHeader, payload: &[u8]) -> bool {
    u32::try_from(payload.len()) == Ok(header.payload_bytes)
        && (SALT_BYTES..=PAYLOAD_BYTES_MAX).contains(&payload.len())
        && Hash::of([payload]) == header.payload_hash
}
