//! Destroys what is held at home, with the cards that name it.
//!
//! - **A card of somebody else destroys nothing here**, whatever it names: anybody can name a hash.
//! - **What a card named is destroyed though nobody knew whose node this is**: it is noted, and done as soon as
//!   the coalition knows ([`Held::settle`]).
//! - **What no card names does not stay for ever**: a crash between a payload and its card leaves it here. It
//!   waits as long as what is condemned, from when this node knows its log whole, and is looked at once more
//!   before it goes; so a card that was fetched back, or that a cut left behind, still has what it stands for.
//!
//! [`Held::settle`]: crate::held::Held::settle

use std::collections::BTreeSet;

use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;

use super::EraseError;
use super::Erasures;
use super::Parts;
use crate::identity::Standing;

impl Erasures {
    /// Does what was noted while nobody knew whose node this is.
    pub(super) async fn settle_at_home(&self) -> Result<(), EraseError> {
        let Parts { held, signer, .. } = &self.0.parts;
        match signer.member() {
            Some(me) => held.settle(me).await.map_err(EraseError::Held),
            None => Ok(()),
        }
    }

    /// Destroys what the cards among our own `doomed` entries stand for, before the cards: a card that is
    /// gone could not tell any more. Where it is not known whose node this is, it is noted.
    pub(super) async fn destroy_at_home(
        &self,
        member: MemberId,
        doomed: &[EntryId],
    ) -> Result<(), EraseError> {
        let Parts { ledger, held, signer, .. } = &self.0.parts;
        let owner = signer.member();
        if owner.is_some_and(|it| it != member) {
            return Ok(());
        }
        for id in doomed {
            let entry = ledger.entry(*id).await.map_err(EraseError::Read)?;
            let Some(named) = entry.as_ref().and_then(named) else { continue };
            let done = match owner {
                Some(_) => held.destroy(named).await,
                None => held.condemn(member, named).await,
            };
            done.map_err(EraseError::Held)?;
        }
        Ok(())
    }

    /// Returns the payloads that lay here when the node started and that no card of `member` names, if this
    /// is its node and has its whole log.
    pub(super) async fn unnamed(&self, member: MemberId) -> Result<BTreeSet<Hash>, EraseError> {
        if !self.is_current(member) {
            return Ok(BTreeSet::new());
        }
        let known = self.state().unnamed.clone();
        if let Some(unnamed) = known {
            return Ok(unnamed);
        }
        let found = self.0.parts.held.found().clone();
        let unnamed = self.without_named(member, found).await?;
        self.state().unnamed.clone_from(&unnamed);
        Ok(unnamed.unwrap_or_default())
    }

    /// Destroys those of the payloads that no card names that are due, unless one does by now.
    pub(super) async fn destroy_unnamed(
        &self,
        member: MemberId,
        unnamed: &BTreeSet<Hash>,
        due: &BTreeSet<EntryId>,
    ) -> Result<(), EraseError> {
        let due: BTreeSet<Hash> =
            unnamed.iter().filter(|it| due.contains(&EntryId(**it))).copied().collect();
        if due.is_empty() {
            return Ok(());
        }
        // Where the log is not whole any more, they wait until it is.
        let Some(still) = self.without_named(member, due.clone()).await? else { return Ok(()) };
        for hash in &still {
            self.0.parts.held.destroy(*hash).await.map_err(EraseError::Held)?;
        }
        if let Some(unnamed) = &mut self.state().unnamed {
            unnamed.retain(|it| !due.contains(it));
        }
        Ok(())
    }

    /// Returns whether this node speaks for `member`.
    fn is_current(&self, member: MemberId) -> bool {
        let standing = self.0.parts.signer.standing();
        matches!(standing, Standing::Member { member: it, .. } if it == member)
    }

    /// Returns those of `hashes` that no entry of `member` names which is held here, on whatever branch, void
    /// ones included; nothing if its log is not whole here, so that another may be.
    async fn without_named(
        &self,
        member: MemberId,
        mut hashes: BTreeSet<Hash>,
    ) -> Result<Option<BTreeSet<Hash>>, EraseError> {
        let ledger = &self.0.parts.ledger;
        if hashes.is_empty() {
            return Ok(Some(hashes));
        }
        let head = ledger.heads().get(&member).copied().unwrap_or_default();
        let is_open = head.lacks.is_some() || head.forked_seq.is_some();
        if is_open || ledger.claim_beyond(member).is_some() {
            return Ok(None);
        }
        for (link, _) in ledger.fates(member).map_err(EraseError::Read)? {
            let is_hole = ledger.is_hole(link.id).map_err(EraseError::Read)?;
            if is_hole && !self.is_destroyed(link.id) {
                return Ok(None);
            }
            let entry = ledger.entry(link.id).await.map_err(EraseError::Read)?;
            if let Some(named) = entry.as_ref().and_then(named) {
                hashes.remove(&named);
            }
        }
        Ok(Some(hashes))
    }
}

/// Returns what an entry names that is held at home, if it is a card.
fn named(entry: &Verified<Entry>) -> Option<Hash> {
    let Entry { header, payload } = entry.value();
    match payload::unpack(header.kind, payload.bytes()?).ok()? {
        Content::Practice(practice) => practice.fields().held.map(|it| it.hash),
        _ => None,
    }
}
