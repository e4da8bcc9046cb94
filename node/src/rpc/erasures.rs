//! Deletion receipts: what is to be destroyed, or was, and whose nodes say that they did.

use std::collections::BTreeSet;

use flotilla_domain::id::EntryId;
use flotilla_domain::roster::Roster;
use flotilla_proto::v1;
use tracing::warn;

use crate::erasures::Erasure;
use crate::rpc::admin::AdminParts;
use crate::telemetry::chain;

/// The most erasures in one answer.
const ERASURES_MAX: usize = 10_000;

/// Who confirms what: a handle, and the entries.
type Confirmed = (String, BTreeSet<EntryId>);

/// Returns the erasures of `entries`, or all of them if there are none.
pub(super) async fn list(parts: &AdminParts, entries: &[Vec<u8>]) -> Vec<v1::ErasureStatus> {
    // Whoever has just published an erasure is told what became of it here.
    if let Err(cause) = parts.erasures.review().await {
        warn!(cause = %chain(&cause), "erasures wait");
    }
    let roster = parts.rosters.borrow().clone();
    let confirmed = confirmed(parts, &roster);
    let mut all = parts.erasures.all();
    let is_asked = |it: &Erasure| {
        entries.is_empty() || entries.iter().any(|id| id.as_slice() == it.id.0.as_bytes())
    };
    all.retain(is_asked);
    all.sort_by_key(|it| (it.member, it.id));
    all.truncate(ERASURES_MAX);
    all.iter().map(|it| status(it, &roster, &confirmed)).collect()
}

/// Returns what every active member confirms, ordered by handle.
fn confirmed(parts: &AdminParts, roster: &Roster) -> Vec<Confirmed> {
    let me = parts.publisher.member();
    let statements = parts.ledger.statements();
    let says = |member| {
        let said = statements.iter().map(|it| it.value()).find(|it| it.member == member);
        said.map(|it| it.destroyed.iter().copied().collect()).unwrap_or_default()
    };
    let mut confirmed: Vec<Confirmed> = Vec::new();
    for member in roster.members() {
        // What we have done ourselves we need not hear from us.
        let own = || parts.erasures.destroyed().into_iter().collect();
        let destroyed = if Some(member.id) == me { own() } else { says(member.id) };
        confirmed.push((member.handle().to_owned(), destroyed));
    }
    confirmed.sort_by(|a, b| a.0.cmp(&b.0));
    confirmed
}

fn status(erasure: &Erasure, roster: &Roster, confirmed: &[Confirmed]) -> v1::ErasureStatus {
    let handles = |done: bool| {
        let who = confirmed.iter().filter(move |(_, ids)| ids.contains(&erasure.id) == done);
        who.map(|(handle, _)| handle.clone()).collect()
    };
    let member = roster.member(erasure.member);
    v1::ErasureStatus {
        entry_id: erasure.id.0.as_bytes().to_vec(),
        member: member.map(|it| it.handle().to_owned()).unwrap_or_default(),
        state: if erasure.is_destroyed { "destroyed" } else { "condemned" }.to_owned(),
        left_ms: erasure.left_ms,
        confirmed: handles(true),
        missing: handles(false),
    }
}
