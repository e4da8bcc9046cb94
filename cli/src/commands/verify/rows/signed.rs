//! The releases of a proof that count, as far as a question looks: what the rows of a table are made from.
//!
//! - **Nothing counts but what the audit found genuine**: signatures, chains, cuts and forks are its, and so
//!   is what authors took back.
//! - **What took the place of another counts from its own place on** (ADR 41), and what it had replaced
//!   stays away where it was itself taken back.
//! - **What only the rules of the gate quarantine is named by a person**: the tool does not judge figures.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::consent;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::heads;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::message::Message;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::release::Release;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::signed::Received;
use flotilla_wire::audit::Audited;
use flotilla_wire::audit::Finding;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::Verdict;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;

use crate::commands::bundle::carried::Carried;
use crate::commands::verify::rows::LeftOut;
use crate::commands::verify::rows::asked::AsOf;
use crate::commands::verify::rows::asked::Asked;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// What a proof says of figures.
#[derive(Debug)]
pub(super) struct Signed {
    /// The releases that count, members by handle, each in the order of its log.
    pub(super) releases: Vec<Told>,
    /// The names that this state of the data has had, one for each governance height; the latest last.
    pub(super) snapshots: Vec<SnapshotId>,
    /// How many members have entries in it.
    pub(super) members: usize,
}

/// A release, and where it stands.
#[derive(Debug)]
pub(super) struct Told {
    /// Its author.
    pub(super) member: MemberId,
    /// What people call its author.
    pub(super) handle: String,
    /// Its place in the log.
    pub(super) seq: u64,
    /// The entry.
    pub(super) id: EntryId,
    /// When its author says it was made, in milliseconds since 1970.
    pub(super) created_ms: i64,
    /// What it says.
    pub(super) release: Release,
}

/// Releases, each with what was found about it.
type Releases = Vec<(Told, Verdict)>;

/// Since which place entries no longer count.
type Hidden = BTreeMap<(MemberId, EntryId), u64>;

impl Signed {
    /// Takes the releases out of a proof that was audited.
    pub(super) fn of(
        carried: &Carried,
        audited: &Audited,
        (asked, left_out): (&Asked, &LeftOut),
    ) -> Result<Self, CommandError> {
        let findings = &audited.findings;
        let found: Vec<Finding> =
            findings.entries().into_iter().filter_map(|id| findings.entry(id)).collect();
        let heads = heads(findings, &found, asked);
        let snapshots = names(findings, &heads);
        if let Some(AsOf::Snapshot(id)) = asked.as_of
            && !snapshots.contains(&id)
        {
            let message = Message::new("cli-verify-rows-other-snapshot").word("asked", id);
            let message = message.word("proof", last(&snapshots));
            let failure = Failure::new(Exit::Verification, message);
            return Err(failure.hint(Message::new("cli-verify-rows-other-snapshot-hint")).into());
        }
        let mut all = releases(carried, &found, findings)?;
        let hidden = hidden(&all, left_out);
        let is_shown = |told: &Told, verdict: Verdict| {
            let reached = heads.get(&told.member).and_then(|it| it.link).map_or(0, |it| it.seq);
            let replaced = hidden.get(&(told.member, told.id)).is_some_and(|it| *it <= reached);
            told.seq <= reached
                && !replaced
                && !left_out.contains(&told.id)
                && matches!(verdict, Verdict::Counts | Verdict::Superseded { .. })
        };
        all.retain(|(told, verdict)| is_shown(told, *verdict));
        let mut releases: Vec<Told> = all.into_iter().map(|(told, _)| told).collect();
        releases.sort_by(|a, b| (&a.handle, a.member, a.seq).cmp(&(&b.handle, b.member, b.seq)));
        Ok(Self { releases, snapshots, members: heads.len() })
    }
}

/// Returns how far each log is looked at: at most up to the first entry that says it was made later.
fn heads(findings: &Findings, found: &[Finding], asked: &Asked) -> Heads {
    let (mut heads, mut ended) = (Heads::new(), BTreeSet::new());
    let is_valid = |it: &&Finding| {
        let log = findings.state().log(it.member);
        log.and_then(|log| log.state(it.id)) == Some(EntryState::Valid)
    };
    for entry in found.iter().filter(is_valid) {
        let is_later = matches!(asked.as_of, Some(AsOf::Moment(ms)) if entry.created_ms > ms);
        if is_later || ended.contains(&entry.member) {
            ended.insert(entry.member);
            continue;
        }
        let link = Link { epoch: entry.epoch, seq: entry.seq, id: entry.id };
        heads.insert(entry.member, Head { link: Some(link), ..Head::default() });
    }
    heads
}

/// Returns what these heads are called at each governance height.
fn names(findings: &Findings, heads: &Heads) -> Vec<SnapshotId> {
    let coalition = findings.state().roster().coalition();
    let heights = (0_u64..).zip(findings.state().stages());
    let names =
        heights.map(|(height, stage)| heads::digest(coalition, (height, stage.id.0), heads));
    names.collect()
}

/// Returns the last name, which is that of today.
pub(super) fn last(names: &[SnapshotId]) -> String {
    names.last().map(ToString::to_string).unwrap_or_default()
}

/// Reads the content of the releases, each with what was found about it.
fn releases(
    carried: &Carried,
    found: &[Finding],
    findings: &Findings,
) -> Result<Releases, CommandError> {
    let found = found.iter().filter(|it| it.kind == Kind::Release).map(|it| (it.id, it));
    let mut found: BTreeMap<EntryId, &Finding> = found.collect();
    let coalition = findings.state().roster().coalition();
    let mut releases = Vec::new();
    let mut reader = carried.open()?;
    while let Some(arrival) = reader.arrival().map_err(|error| carried.refused(error))? {
        let Frame::Entries(stretch) = arrival.frame else { continue };
        for entry in &stretch.entries {
            let id = EntryId(preimage::id(Tag::Entry, coalition, &entry.signed().body));
            let told = found.get(&id).and_then(|finding| told(finding, entry, findings));
            if let Some((told, verdict)) = told {
                found.remove(&id);
                releases.push((told, verdict));
            }
        }
    }
    Ok(releases)
}

/// Returns what an entry says, where it says it as it was signed. What differs or is not there has a verdict of
/// its own.
fn told(
    finding: &Finding,
    entry: &Received<Entry>,
    findings: &Findings,
) -> Option<(Told, Verdict)> {
    let Entry { header, payload } = entry.claim();
    let bytes = payload.bytes().filter(|bytes| Hash::of([*bytes]) == header.payload_hash)?;
    let Ok(Content::Release(release)) = payload::unpack(finding.kind, bytes) else { return None };
    let roster = findings.state().roster();
    let member = roster.member(finding.member)?;
    let retracted = roster.retracted(member.id).collect();
    let told = Told {
        member: member.id,
        handle: member.handle().to_owned(),
        seq: finding.seq,
        id: finding.id,
        created_ms: finding.created_ms,
        release: consent::hidden(release, roster.coalition(), &retracted),
    };
    Some((told, finding.verdict))
}

/// Returns since which place each entry no longer counts: at once, where what replaced it was taken back.
fn hidden(releases: &[(Told, Verdict)], left_out: &LeftOut) -> Hidden {
    let mut hidden = Hidden::new();
    for (told, verdict) in releases {
        let since = match verdict {
            Verdict::Counts | Verdict::Superseded { .. } => told.seq,
            Verdict::Withdrawn { .. } => 0,
            _ => continue,
        };
        if left_out.contains(&told.id) {
            continue;
        }
        for old in &told.release.terms().replaces {
            let first = hidden.entry((told.member, *old)).or_insert(since);
            *first = since.min(*first);
        }
    }
    hidden
}
