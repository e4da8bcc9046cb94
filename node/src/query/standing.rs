//! How one entry stands: whether what it says counts, and why not.

use std::collections::BTreeSet;

use flotilla_domain::consent;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::id::ConsentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::practice::Practice;
use flotilla_domain::release::Release;
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
    /// The card, if it is one that counts: what it stands for is with its author.
    pub card: Option<Box<Practice>>,
    /// Of whose figures it is made up, if it counts; its author's alone if that is empty.
    pub coverage: Coverage,
}

impl Reader {
    /// Returns the bytes of the entry `id` as its author signed them, if it counts: what was taken back, by
    /// its author or by a community, or never counted is shown to nobody.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read, or refers to a decision that is not known yet.
    pub async fn record(&self, id: EntryId) -> Result<Option<Vec<u8>>, JudgeError> {
        let Some(found) = self.judge.find(id).await? else { return Ok(None) };
        let member = found.entry.value().header.member;
        let is_shown = match found.counting() {
            None => false,
            _ if self.view.is_gone(member, id) => false,
            // Signed bytes cannot be shown in part.
            Some(Content::Release(release)) => !self.is_retracted(member, release),
            Some(_) => true,
        };
        Ok(is_shown.then(|| flotilla_wire::entry::to_bytes(&found.entry)))
    }

    /// Returns whether a community took back its consent to some of a release.
    fn is_retracted(&self, member: MemberId, release: &Release) -> bool {
        let roster = self.roster();
        let retracted: BTreeSet<ConsentId> = roster.retracted(member).collect();
        consent::taken_back(release, roster.coalition(), &retracted).next().is_some()
    }

    /// Returns how the entry `id` stands; `None` if this node does not hold it.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read, or refers to a decision that is not known yet.
    pub async fn standing(&self, id: EntryId) -> Result<Option<Standing>, JudgeError> {
        let Some(found) = self.judge.find(id).await? else { return Ok(None) };
        let header = found.entry.value().header.clone();
        let card = match found.counting() {
            Some(Content::Practice(practice)) if practice.fields().held.is_some() => {
                Some(practice.clone())
            }
            _ => None,
        };
        let coverage = match found.counting() {
            Some(Content::Release(release)) => release.terms().coverage.clone(),
            _ => Coverage::default(),
        };
        let (state, reasons) = match found.judged {
            Some(judged) => (state(judged.taken, &judged.reasons), judged.reasons),
            None => (EntryState::Quarantined, Vec::new()),
        };
        Ok(Some(Standing { header, state, reasons, card, coverage }))
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
