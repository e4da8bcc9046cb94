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
    /// Returns what everybody but `member` has told. A log that cannot be judged yet tells nothing.
    ///
    /// # Errors
    ///
    /// Fails if a log cannot be read.
    pub async fn voices(&self, member: MemberId) -> Result<Vec<Voice>, JudgeError> {
        let roster_of = |state: &State| -> Vec<(MemberId, String)> {
            let everyone = state.roster().everyone().filter(|it| it.id != member);
            everyone.map(|it| (it.id, it.handle().to_owned())).collect()
        };
        let others = roster_of(&self.minutes.borrow().state);
        let mut voices = Vec::new();
        for (other, handle) in others {
            match self.history(other).await {
                Ok((history, _)) => voices.push(Voice::of(&handle, &history)),
                Err(JudgeError::Undecided) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(voices)
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
