//! One entry of the ledger, wherever it is, and what became of it.

use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::signed::Verified;

use super::Judge;
use super::JudgeError;
use super::Judged;

/// An entry that this node holds.
#[derive(Clone, Debug)]
pub struct Found {
    /// The entry.
    pub entry: Verified<Entry>,
    /// The verdict; `None` where its log forks before it, or another branch counts.
    pub judged: Option<Judged>,
}

impl Judge {
    /// Returns the entry `id` and its verdict; `None` if this node does not hold it.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read, or refers to a decision that is not known yet.
    pub async fn find(&self, id: EntryId) -> Result<Option<Found>, JudgeError> {
        let Some(entry) = self.ledger.entry(id).await.map_err(JudgeError::Log)? else {
            return Ok(None);
        };
        let (member, seq) = (entry.value().header.member, entry.value().header.seq);
        let here = self.ledger.link_at(member, seq).map_err(JudgeError::Log)?;
        let counted = self.ledger.counted().get(&member).and_then(|head| head.link);
        if here != Some(entry.link()) || counted.is_none_or(|link| link.seq < seq) {
            return Ok(Some(Found { entry, judged: None }));
        }
        let counted = counted.map_or(seq, |link| link.seq);
        let outlook = self.outlook(member, counted).await?;
        let judged = self.judge(&entry, &outlook).await?;
        Ok(Some(Found { entry, judged: Some(judged) }))
    }
}

impl Found {
    /// Returns what it says, if it counts and was not taken back.
    pub fn counting(&self) -> Option<&flotilla_wire::payload::Content> {
        let judged = self.judged.as_ref()?;
        let counts = judged.reasons.is_empty() && judged.taken == super::Taken::No;
        counts.then_some(&judged.content)
    }
}
