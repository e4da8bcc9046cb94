//! What follows from the figures of several members, as far as this node has judged them.
//!
//! A verdict depends on one log. Whether figures that cover others leave too few of them depends on all
//! logs, so it is no verdict, but a doubt, and what a publisher is refused before it consents (ADR 33).

use std::collections::BTreeMap;

use flotilla_domain::coalition::State;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_gate::union;
use flotilla_gate::union::Voice;

use super::Docket;
use super::Judge;
use super::JudgeError;

/// The most doubts about figures of several members that are told of one of them.
const DOUBTS_MAX: usize = 10;

impl Judge {
    /// Returns what everybody but `member` has told; nothing where nobody tells of others and neither does
    /// what is to be published (`covers`). A log that cannot be judged yet tells nothing.
    ///
    /// # Errors
    ///
    /// Fails if a log cannot be read.
    pub async fn voices(&self, member: MemberId, covers: bool) -> Result<Vec<Voice>, JudgeError> {
        let others: Vec<(MemberId, String)> = {
            let state = &self.minutes.borrow().state;
            let everyone = state.roster().everyone().filter(|it| it.id != member);
            everyone.map(|it| (it.id, it.handle().to_owned())).collect()
        };
        let mut is_covered = covers;
        for (other, _) in &others {
            is_covered |= self.heard(*other, |it| it.history.covers()).await?.unwrap_or(false);
        }
        let mut voices = Vec::new();
        for (other, handle) in others.into_iter().filter(|_| is_covered) {
            let voice = self.heard(other, |it| Voice::of(&handle, &it.history)).await?;
            voices.extend(voice);
        }
        Ok(voices)
    }

    async fn heard<T>(
        &self,
        member: MemberId,
        of: impl FnOnce(&Docket) -> T,
    ) -> Result<Option<T>, JudgeError> {
        match self.look(member, of).await {
            Ok(heard) => Ok(Some(heard)),
            Err(JudgeError::Undecided) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Returns what follows from what was judged so far, as far as it concerns `member`.
pub(super) fn doubts(
    dockets: &BTreeMap<MemberId, Docket>,
    state: &State,
    member: MemberId,
) -> Vec<Message> {
    let Some(me) = state.roster().member(member) else { return Vec::new() };
    // Places are spelled out for this: where nobody covers anybody nothing is.
    if !dockets.values().any(|it| it.history.covers()) {
        return Vec::new();
    }
    let voice = |(id, docket): (&MemberId, &Docket)| {
        let handle = state.roster().member(*id)?.handle();
        Some(Voice::of(handle, &docket.history))
    };
    let voices: Vec<Voice> = dockets.iter().filter_map(voice).collect();
    let overlaps = union::overlaps_about(me.handle(), &voices, state.roster().catalogue());
    overlaps.iter().take(DOUBTS_MAX).map(union::Overlap::doubt).collect()
}
