//! What follows from the figures of several members, as far as this node has judged them.
//!
//! A verdict depends on one log. Whether figures that cover others leave too few of them depends on all
//! logs, so it is no verdict, but a doubt, and what a publisher is refused before it consents (ADR 33).
//!
//! - **Compared once**: what a member told is spelled out when its history has changed, and all of them are
//!   compared when one has; whoever asks meanwhile is told what was found.
//! - **Verdicts do not wait for it**: nothing is compared while dockets are locked, or on a task's thread.

use std::collections::BTreeMap;
use std::sync::Arc;

use flotilla_domain::coalition::State;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;
use flotilla_gate::union;
use flotilla_gate::union::Organisation;
use flotilla_gate::union::Voice;
use tokio::sync::Mutex;
use tokio::task;

use super::Docket;
use super::Judge;
use super::JudgeError;

/// The most doubts about figures of several members that are told of one of them.
const DOUBTS_MAX: usize = 10;

/// What was found when members were compared for the last time.
#[derive(Debug, Default)]
pub(super) struct Comparisons {
    last: Mutex<Option<Found>>,
    #[cfg(test)]
    count: std::sync::atomic::AtomicUsize,
}

/// What was found, and in what.
#[derive(Debug)]
struct Found {
    voices: Vec<Arc<Voice>>,
    state: Arc<State>,
    compared: Arc<union::Compared>,
}

impl Judge {
    /// Returns what everybody but `member` has told; nothing where nobody tells of others and neither does
    /// what is to be published (`covers`). A log that cannot be judged yet tells nothing.
    ///
    /// # Errors
    ///
    /// Fails if a log cannot be read.
    pub async fn voices(&self, member: MemberId, covers: bool) -> Result<Vec<Voice>, JudgeError> {
        let others: Vec<(MemberId, Organisation)> = {
            let state = &self.minutes.borrow().state;
            let everyone = state.roster().everyone().filter(|it| it.id != member);
            everyone.map(|it| (it.id, organisation(it))).collect()
        };
        let mut is_covered = covers;
        for (other, _) in &others {
            is_covered |= self.heard(*other, |it| it.history.covers()).await?.unwrap_or(false);
        }
        let mut voices = Vec::new();
        for (other, who) in others.into_iter().filter(|_| is_covered) {
            let voice = self.heard(other, |it| it.voice(&who)).await?;
            voices.extend(voice.map(Arc::unwrap_or_clone));
        }
        Ok(voices)
    }

    /// Returns what is unlikely in all that counts of `member`, and what follows from it beside what others
    /// published; of what was judged so far.
    pub async fn doubts(&self, member: MemberId) -> Vec<Message> {
        let state = Arc::clone(&self.minutes.borrow().state);
        let own = {
            let dockets = self.dockets.lock().await;
            dockets.get(&member).map(|it| (it.history.doubts(), it.history.covers()))
        };
        let (mut doubts, covers) = own.unwrap_or_default();
        let who = state.roster().member(member).map(organisation);
        if let (Some(compared), Some(who)) = (self.compared(state).await, who) {
            doubts.extend(compared.doubts((&who, covers), DOUBTS_MAX));
        }
        doubts
    }

    /// Returns what follows from what was judged so far; none where nobody tells of others.
    async fn compared(&self, state: Arc<State>) -> Option<Arc<union::Compared>> {
        let voices = spoken(&mut *self.dockets.lock().await, &state);
        let mut last = self.comparisons.last.lock().await;
        if voices.is_empty() {
            *last = None;
            return None;
        }
        if let Some(found) = last.as_ref().filter(|it| it.is_of(&voices, &state)) {
            return Some(Arc::clone(&found.compared));
        }
        #[cfg(test)]
        self.comparisons.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (told, decided) = (voices.clone(), Arc::clone(&state));
        let work = move || {
            let told = told.iter().map(AsRef::as_ref);
            union::compare(told, decided.roster().catalogue())
        };
        // It ends without an outcome only where the node is stopping.
        let compared = Arc::new(task::spawn_blocking(work).await.ok()?);
        *last = Some(Found { voices, state, compared: Arc::clone(&compared) });
        Some(compared)
    }

    /// Returns how often members were compared.
    #[cfg(test)]
    pub(crate) fn comparisons(&self) -> usize {
        self.comparisons.count.load(std::sync::atomic::Ordering::Relaxed)
    }

    async fn heard<T>(
        &self,
        member: MemberId,
        of: impl FnOnce(&mut Docket) -> T,
    ) -> Result<Option<T>, JudgeError> {
        match self.look(member, of).await {
            Ok(heard) => Ok(Some(heard)),
            Err(JudgeError::Undecided) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Docket {
    /// Returns what its member has told, spelled out if something changed.
    fn voice(&mut self, who: &Organisation) -> Arc<Voice> {
        if let Some(voice) = self.voice.as_ref().filter(|it| it.who() == who) {
            return Arc::clone(voice);
        }
        let voice = Arc::new(Voice::of(who.clone(), &self.history));
        self.voice = Some(Arc::clone(&voice));
        voice
    }
}

impl Found {
    /// Returns whether it was found in the very same.
    fn is_of(&self, voices: &[Arc<Voice>], state: &Arc<State>) -> bool {
        let is_same = |(one, other): (&Arc<Voice>, &Arc<Voice>)| Arc::ptr_eq(one, other);
        Arc::ptr_eq(&self.state, state)
            && self.voices.len() == voices.len()
            && self.voices.iter().zip(voices).all(is_same)
    }
}

/// Returns what everybody has told, as far as it was judged; nothing where nobody tells of others.
fn spoken(dockets: &mut BTreeMap<MemberId, Docket>, state: &State) -> Vec<Arc<Voice>> {
    if !dockets.values().any(|it| it.history.covers()) {
        return Vec::new();
    }
    let voice = |(id, docket): (&MemberId, &mut Docket)| {
        let member = state.roster().member(*id)?;
        Some(docket.voice(&organisation(member)))
    };
    dockets.iter_mut().filter_map(voice).collect()
}

/// Returns what a member is called.
pub(crate) fn organisation(member: &Member) -> Organisation {
    Organisation::new(member.handle(), &member.document.name)
}
