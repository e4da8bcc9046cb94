//! What others have told of the same people, before anybody consents, and once more when somebody has.
//!
//! Figures that cover others, and what those publish themselves, can be subtracted from each other. Whoever
//! comes later is refused, because nothing that is out can be taken back from its readers (ADR 33). Nobody can
//! be kept from publishing by a lie: a person may say whose figures are not made up of theirs.
//!
//! - **Asked of what is signed, when it is signed** (ADR 35): between a preview and its consent others publish,
//!   and rules may change. What would be refused now is not published.
//! - **Whatever the way there**: also of what a cut left behind.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::consent;
use flotilla_domain::id::MemberId;
use flotilla_domain::release::Release;
use flotilla_domain::roster::Roster;
use flotilla_gate::history::History;
use flotilla_gate::pass;
use flotilla_gate::pass::Releasable;
use flotilla_gate::rules::Rules;
use flotilla_gate::union;
use flotilla_gate::union::Organisation;
use flotilla_gate::union::Voice;
use tokio::task;

use super::Blocked;
use super::Prepared;
use super::PublishError;
use super::Publisher;
use super::Sealable;
use crate::judge;

/// What the others have told, and beside them who asks.
#[derive(Debug)]
pub(super) struct Others {
    who: Organisation,
    voices: Vec<Voice>,
    catalogue: Catalogue,
}

impl Publisher {
    /// Returns what the others have told, as far as this node can judge it, beside what we publish, which
    /// perhaps tells of others itself (`covers`); but for what those who are `disowned` say of us.
    pub(super) async fn others(
        &self,
        covers: bool,
        disowned: &[String],
    ) -> Result<Others, PublishError> {
        let me = self.speaker().map_err(PublishError::Blocked)?.member();
        let voices = self.judge.voices(me, covers).await.map_err(PublishError::History)?;
        let roster = self.roster();
        let who = roster.member(me).ok_or(PublishError::Blocked(Blocked::NoMember))?;
        let who = judge::organisation(who);
        let voices = voices.into_iter().map(|it| it.without(disowned, &who)).collect();
        Ok(Others { who, voices, catalogue: roster.catalogue().clone() })
    }

    /// Objects to what was prepared if it is no longer what may be published.
    pub(super) async fn hear_again(&self, prepared: &Prepared) -> Result<(), PublishError> {
        let releases = prepared.contents.iter().filter_map(|it| match it {
            Sealable::Release(releasable) => Some(releasable.clone()),
            _ => None,
        });
        let releases: Vec<Releasable> = releases.collect();
        if releases.is_empty() {
            return Ok(());
        }
        let covers = releases.iter().any(|it| !it.release().terms().coverage.is_empty());
        let others = self.others(covers, &prepared.disowned).await?;
        let history = self.published().await?.history;
        let roster = self.roster();
        let (rules, me) = (self.rules(&roster)?, self.speaker().map_err(PublishError::Blocked)?);
        let mut receiver = history.clone();
        for it in &releases {
            let release = it.release().clone();
            let again = passes_again(release, (&roster, me.member()), (&rules, &mut receiver));
            again.ok_or(PublishError::Stale)?;
        }
        // Looking for overlaps takes as long as there is much that members tell of each other.
        let work = move || others.hear(&history, releases.iter().map(Releasable::release));
        task::spawn_blocking(work).await.map_err(PublishError::Work)?
    }
}

impl Others {
    /// Objects to what we, who have told `history`, would tell beside them.
    pub(super) fn hear<'a>(
        &self,
        history: &History,
        releases: impl Iterator<Item = &'a Release>,
    ) -> Result<(), PublishError> {
        let beside = (&*self.voices, &self.catalogue);
        let refused = union::refuse_beside((&self.who, history), releases, beside);
        refused.map_err(PublishError::Problems)
    }

    /// Returns whether what was published once may be again beside them: nobody is left alone, and its figures
    /// go by the same name as those that are out.
    pub(super) fn bear(&self, history: &History, release: &Release) -> bool {
        let places = release.observations().iter().map(|it| &it.place);
        let mixed = union::refuse_mixed(&release.terms().coverage, places, history);
        mixed.is_ok() && self.hear(history, std::iter::once(release)).is_ok()
    }
}

/// Returns a release that receivers would accept from a member by these rules, after what they accepted
/// before, and has them accept it.
pub(super) fn passes_again(
    release: Release,
    (roster, member): (&Roster, MemberId),
    (rules, history): (&Rules<'_>, &mut History),
) -> Option<Releasable> {
    let who = (roster.coalition(), member);
    let granted = consent::granted(&release, who, roster.steward_book()).unwrap_or_default();
    let rules = rules.clone().granting(granted.into_values());
    pass::again(release, &rules, history).ok()
}
