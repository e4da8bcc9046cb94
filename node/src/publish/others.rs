//! What others have told of the same people, before anybody consents.
//!
//! Figures that cover others, and what those publish themselves, can be subtracted from each other. Whoever
//! comes later is refused, because nothing that is out can be taken back from its readers (ADR 33).

use flotilla_domain::catalogue::Catalogue;
use flotilla_gate::history::History;
use flotilla_gate::pass::Releasable;
use flotilla_gate::union;
use flotilla_gate::union::Voice;

use super::PublishError;
use super::Publisher;

/// What the others have told.
pub(super) struct Others {
    voices: Vec<Voice>,
    catalogue: Catalogue,
}

impl Publisher {
    /// Returns what the others have told, as far as this node can judge it.
    pub(super) async fn others(&self) -> Result<Others, PublishError> {
        let me = self.speaker().map_err(PublishError::Blocked)?.member();
        let voices = self.judge.voices(me).await.map_err(PublishError::History)?;
        Ok(Others { voices, catalogue: self.roster().catalogue().clone() })
    }
}

impl Others {
    /// Objects to what the member `name`, who has told `history`, would tell beside them.
    pub(super) fn hear(
        &self,
        name: &str,
        history: &History,
        releasables: &[Releasable],
    ) -> Result<(), PublishError> {
        let releases = releasables.iter().map(Releasable::release);
        let refused =
            union::refuse_beside((name, history), releases, (&self.voices, &self.catalogue));
        refused.map_err(PublishError::Problems)
    }
}
