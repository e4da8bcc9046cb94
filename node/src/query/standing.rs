//! How one entry stands: whether what it says counts, and why not.

use flotilla_domain::coverage::Coverage;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::id::EntryId;
use flotilla_gate::check::Reason;
use flotilla_view::EntryState;
use flotilla_wire::payload::Content;

use crate::judge::JudgeError;
use crate::judge::Taken;
use crate::query::Reader;

/// How an entry stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What its author signed of it.
    pub header: EntryHeader,
    /// Whether it counts.
    pub state: EntryState,
    /// Why the gate does not let it count; none if it does, or where its log forks before it.
    pub reasons: Vec<Reason>,
    /// Of whose figures it is made up, if it counts; its author's alone if that is empty.
    pub coverage: Coverage,
}

impl Reader {
    /// Returns how the entry `id` stands; `None` if this node does not hold it.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read, or refers to a decision that is not known yet.
    pub async fn standing(&self, id: EntryId) -> Result<Option<Standing>, JudgeError> {
        let Some(entry) = self.ledger.entry(id).await.map_err(JudgeError::Log)? else {
            return Ok(None);
        };
        let header = entry.value().header.clone();
        let (member, seq) = (header.member, header.seq);
        let here = self.ledger.link_at(member, seq).map_err(JudgeError::Log)?;
        let counted = self.ledger.counted().get(&member).and_then(|head| head.link);
        if here != Some(entry.link()) || counted.is_none_or(|link| link.seq < seq) {
            let state = EntryState::Quarantined;
            let (reasons, coverage) = (Vec::new(), Coverage::default());
            return Ok(Some(Standing { header, state, reasons, coverage }));
        }
        let counted = counted.map_or(seq, |link| link.seq);
        let outlook = self.judge.outlook(member, counted).await?;
        let judged = self.judge.judge(&entry, &outlook).await?;
        let state = state(judged.taken, &judged.reasons);
        let coverage = match &judged.content {
            Content::Release(release) if state == EntryState::Valid => {
                release.terms().coverage.clone()
            }
            _ => Coverage::default(),
        };
        Ok(Some(Standing { header, state, reasons: judged.reasons, coverage }))
    }
}

/// Returns whether an entry counts that was judged.
pub(super) fn state(taken: Taken, reasons: &[Reason]) -> EntryState {
    match taken {
        Taken::Erased => EntryState::Erased,
        _ if !reasons.is_empty() => EntryState::Quarantined,
        Taken::Withdrawn => EntryState::Withdrawn,
        Taken::No => EntryState::Valid,
    }
}
