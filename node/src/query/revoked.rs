//! Which tokens their issuers have ended, as their logs say.
//!
//! A revocation is an entry like any other, so it reaches every node as figures do, and is found by the read model.
//! It promises:
//!
//! - **Whatever became of the entry, the token has ended**: withdrawn, replaced or quarantined, its author signed
//!   it. It is about who may ask, and no figure depends on it.
//! - **Only what was signed in the epoch of the token is kept**: with its key a token ends anyway.
//! - **Little memory**: who ends more tokens than [`TOKENS_MAX`] in one epoch has lost control of them, and none of
//!   them is taken until it replaces its key.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_answer::TextColumn;
use flotilla_domain::entry::Kind;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::id::TokenId;
use flotilla_view::Filters;
use flotilla_view::QueryError;
use flotilla_view::TableName;
use flotilla_wire::payload;
use tokio::sync::Mutex;
use tokio_stream::StreamExt;

use crate::ledger::ReadError;
use crate::query::Reader;

/// The most tokens that a member ends in one epoch: half a megabyte of ids.
const TOKENS_MAX: usize = 16_384;

/// The most entries by which a member ends tokens, in all epochs.
const ENTRIES_MAX: usize = 4_096;

/// What is known of each issuer that was asked about.
#[derive(Debug, Default)]
pub(super) struct Revoked(Mutex<BTreeMap<MemberId, Known>>);

/// Why nobody knows whether a token has ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum RevokedError {
    /// The log could not be read.
    #[error("the log could not be read")]
    Log(#[source] ReadError),
    /// The read model could not be asked.
    #[error("the read model could not be read")]
    View(#[source] QueryError),
}

/// What one member has ended.
#[derive(Debug, Default)]
struct Known {
    /// As of when, and for which epoch.
    of: Option<(SnapshotId, u32)>,
    read: BTreeSet<EntryId>,
    tokens: BTreeSet<TokenId>,
    too_many: bool,
}

impl Revoked {
    /// Returns whether the member ended `token`, which it issued in `epoch`, in all that `reader` shows.
    pub(super) async fn has(
        &self,
        reader: &Reader,
        (member, epoch): (MemberId, u32),
        token: TokenId,
    ) -> Result<bool, RevokedError> {
        let mut issuers = self.0.lock().await;
        let known = issuers.entry(member).or_default();
        let now = reader.snapshot().id;
        if known.of != Some((now, epoch)) {
            if known.of.is_none_or(|(_, before)| before != epoch) {
                *known = Known::default();
            }
            known.learn(reader, member, epoch).await?;
            known.of = Some((now, epoch));
        }
        Ok(known.too_many || known.tokens.contains(&token))
    }
}

impl Known {
    /// Reads the entries that were not read yet.
    async fn learn(
        &mut self,
        reader: &Reader,
        member: MemberId,
        epoch: u32,
    ) -> Result<(), RevokedError> {
        let ids = listed(reader, member).await?;
        self.too_many |= ids.len() > ENTRIES_MAX;
        for id in ids {
            if self.too_many || self.read.contains(&id) {
                continue;
            }
            let Some(entry) = reader.ledger.entry(id).await.map_err(RevokedError::Log)? else {
                continue;
            };
            if entry.value().header.epoch == epoch
                && let Some(bytes) = entry.value().payload.bytes()
                && let Ok(revocation) = payload::unpack_revocation(bytes)
            {
                self.tokens.extend(revocation.tokens());
                self.too_many |= self.tokens.len() > TOKENS_MAX;
            }
            // Not before: who hangs up meanwhile must not have anybody pass over it.
            self.read.insert(id);
        }
        Ok(())
    }
}

/// Returns the entries by which a member ends tokens, one more than there may be at most.
async fn listed(reader: &Reader, member: MemberId) -> Result<Vec<EntryId>, RevokedError> {
    let roster = reader.roster();
    let handle = roster.member(member).map_or_else(String::new, |it| it.handle().to_owned());
    let any_of = [
        ("kind".to_owned(), vec![Kind::TokenRevocation.name().to_owned()]),
        ("member".to_owned(), vec![handle]),
    ];
    let limit = Some(ENTRIES_MAX.saturating_add(1));
    let filters = Filters { any_of: any_of.into(), limit, ..Filters::default() };
    let answer = reader.read(TableName::Entries, &filters).await;
    let mut answer = answer.map_err(RevokedError::View)?;
    let mut ids = Vec::new();
    while let Some(rows) = answer.next().await {
        let rows = rows.map_err(RevokedError::View)?;
        let column = TextColumn::of(&rows, "id");
        let texts = (0..rows.num_rows()).filter_map(|row| column.as_ref()?.text(row));
        ids.extend(texts.filter_map(Hash::parse).map(EntryId));
    }
    Ok(ids)
}
