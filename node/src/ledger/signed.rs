//! How far our own log has ever reached.
//!
//! ```text
//! <dir>/signed = frame( member || epoch u32 BE || seq u64 BE || id )
//! ```
//!
//! A damaged log goes back and is fetched again. While ours is back, nothing may be signed: the places
//! are taken by entries that others may hold, and a second one would be a fork for ever. Our own head
//! statement follows the log by a second, so it cannot tell alone; this file can. It is written when an
//! entry of ours is durable and before that is acknowledged, and it never goes back.
//!
//! A cut of our own takes places back: what was signed there in an older epoch is void, and the place
//! is free again.
//!
//! That it cannot be written is only warned of: the log itself is sound then.

use std::fs;
use std::io;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::Terms;
use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;
use tracing::warn;

use super::Claim;
use super::Ledger;
use super::files::Files;
use super::store::State;
use super::store::Store;
use crate::frame;
use crate::frame::Next;

/// Whose log has reached what.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Signed {
    pub(super) member: MemberId,
    pub(super) link: Link,
}

impl Signed {
    /// Returns how far a log reaches that ends in `entry`.
    pub(super) fn of(entry: &Verified<Entry>) -> Self {
        Self { member: entry.value().header.member, link: entry.link() }
    }
}

/// Writes down how far our own log reaches now.
pub(super) fn keep(store: &Store, signed: Signed) {
    if let Err(error) = write(&store.files, signed) {
        warn!(error = %error, seq = signed.link.seq, "how far our own log reaches is not kept");
    }
}

/// Reads how far our own log has reached, if that is known.
pub(super) fn load(files: &Files) -> Option<Signed> {
    let bytes = fs::read(files.signed()).ok()?;
    let signed = parse(&bytes);
    if signed.is_none() {
        warn!(path = %files.signed().display(), "file is not sound and is ignored");
    }
    signed
}

/// Returns the first claim to an entry of `member` that this log lacks, its own node's before others'.
pub(super) fn claim_beyond(ledger: &Ledger, member: MemberId) -> Option<Claim> {
    let mut claims = ledger.store.with(|state| claims(state, member));
    claims.sort_by_key(|claim| claim.by != member);
    claims.retain(|claim| !is_void(ledger, member, claim.link));
    claims
        .into_iter()
        .find(|claim| !ledger.contains(claim.link.id).unwrap_or_default())
}

/// Returns whether a document says that an entry does not count, which we do not hold: then its place
/// is free. An epoch that we know nothing of may come with a document that is on its way.
fn is_void(ledger: &Ledger, member: MemberId, link: Link) -> bool {
    let roster = ledger.store.roster();
    let known = !roster.node_keys(member, link.epoch).is_empty();
    let out_of_force = known && roster.node_key(member, link.epoch).is_none();
    let terms = Terms::of(roster.member(member));
    let is_followed = |(seq, id): (u64, EntryId)| {
        let held = ledger.link_at(member, seq).unwrap_or_default();
        held.is_some_and(|held| held.id == id)
    };
    let mut cuts = terms.cuts().filter(|(below, _)| link.epoch < *below);
    // What a cut keeps is held where the entry is held that it names.
    let passed = cuts.any(|(_, cut)| cut.is_some_and(|it| link.seq <= it.0 && is_followed(it)));
    out_of_force || passed || terms.ends_before(link)
}

fn claims(state: &State, member: MemberId) -> Vec<Claim> {
    let signed = state.signed.filter(|signed| signed.member == member);
    let signed = signed.map(|signed| Claim { by: member, link: signed.link });
    let stated = state.spoken().filter_map(|statement| {
        let statement = statement.value();
        let link = statement.heads.get(&member)?.link?;
        Some(Claim { by: statement.member, link })
    });
    signed.into_iter().chain(stated).collect()
}

fn write(files: &Files, signed: Signed) -> io::Result<()> {
    let Signed { member, link: Link { epoch, seq, id } } = signed;
    let (epoch, seq) = (epoch.to_be_bytes(), seq.to_be_bytes());
    let content = [member.0.as_bytes().as_slice(), &epoch, &seq, id.0.as_bytes()].concat();
    let mut bytes = Vec::new();
    frame::push(&mut bytes, &content);
    files.replace(&files.signed(), &bytes)?;
    files.disk().sync_dir(files.root())
}

fn parse(mut bytes: &[u8]) -> Option<Signed> {
    let left = frame::long(bytes.len());
    let Ok(Next::Frame(content)) = frame::next(&mut bytes, left) else {
        return None;
    };
    let (member, rest) = content.split_at_checked(32)?;
    let (epoch, rest) = rest.split_first_chunk()?;
    let (seq, id) = rest.split_first_chunk()?;
    let (epoch, seq) = (u32::from_be_bytes(*epoch), u64::from_be_bytes(*seq));
    let link = Link { epoch, seq, id: EntryId(Hash::from_slice(id)?) };
    Some(Signed { member: MemberId(Hash::from_slice(member)?), link })
}
