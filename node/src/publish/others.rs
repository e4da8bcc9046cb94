//! What others have told of the same people, before anybody consents.
//!
//! Figures that cover others, and what those publish themselves, can be subtracted from each other. Whoever
//! comes later is refused, because nothing that is out can be taken back from its readers (ADR 33). Nobody can
//! be kept from publishing by a lie: a person may say whose figures are not made up of theirs.

use flotilla_domain::catalogue::Catalogue;
use flotilla_gate::form::Form;
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
    /// Returns what the others have told, as far as this node can judge it, beside which a table is to be
    /// published by `recipe`; but for what those who are `disowned` say of us.
    pub(super) async fn others(
        &self,
        recipe: &str,
        disowned: &[String],
    ) -> Result<Others, PublishError> {
        let me = self.speaker().map_err(PublishError::Blocked)?.member();
        let covers = Form::parse(recipe).is_ok_and(|form| form.covers());
        let voices = self.judge.voices(me, covers).await.map_err(PublishError::History)?;
        let roster = self.roster();
        let voices = voices.into_iter().map(|it| it.without(disowned, self.handle(&roster)));
        Ok(Others { voices: voices.collect(), catalogue: roster.catalogue().clone() })
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
