//! Taking back what was published: withdrawals, erasures, and how an entry stands after them.
//!
//! A *withdrawal* hides entries. An *erasure* has their payloads destroyed on every node: it hides at
//! once and destroys after a delay of local time, so that a stolen node key cannot delete a log; at
//! once if the admin key consents too, or if the coalition ordered it. Promises:
//!
//! - **[`standing`] is a function of the valid notices and of the orders**; the delay is for the node
//!   to count, from when it first held the notice. A notice that a cut makes void has no effect.
//! - **Only the author takes back, and never a notice**: erasing a withdrawal would make nodes that
//!   hold its payload differ from those that do not.
//! - **A consent names the member and every entry**, so it fits no other erasure.

use std::collections::BTreeSet;

use crate::entry::Kind;
use crate::id::CoalitionId;
use crate::id::EntryId;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::key::Signature;
use crate::key::SigningKey;
use crate::preimage;
use crate::preimage::Tag;

/// The most entries that one notice names.
pub const NOTICE_ENTRIES_MAX: usize = 256;

/// The most characters of the reason of a notice.
pub const NOTICE_REASON_CHARS_MAX: usize = 500;

/// How long a node waits before it destroys what an erasure without consent names.
pub const ERASURE_DELAY_MS: u64 = 14 * 24 * 60 * 60 * 1_000;

/// What the payload of a withdrawal or an erasure says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    entries: Vec<EntryId>,
    reason: String,
    consent: Option<Consent>,
}

/// The consent of the admin key to an erasure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Consent {
    /// The admin key.
    pub admin_key: PublicKey,
    /// Its signature over the member and the entries.
    pub signature: Signature,
}

/// A notice without its words: what it names, and which key consents.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reduced {
    kind: Kind,
    entries: BTreeSet<EntryId>,
    consenting: Option<PublicKey>,
}

/// A notice of a valid entry of the author's log, reduced to its effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Effect {
    entries: BTreeSet<EntryId>,
    standing: Standing,
}

/// How an entry stands; the later outweighs the earlier.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Standing {
    /// It may be shown.
    Shown,
    /// It is hidden.
    Hidden,
    /// It is hidden, and its payload is destroyed after [`ERASURE_DELAY_MS`].
    Condemned,
    /// Its payload is destroyed at once.
    Destroyed,
}

impl Notice {
    /// Returns a notice, or `None` if it names no entry, too many, or not in order, or its reason is
    /// too long.
    pub fn new(entries: Vec<EntryId>, reason: String, consent: Option<Consent>) -> Option<Self> {
        let sound = (1..=NOTICE_ENTRIES_MAX).contains(&entries.len())
            && entries.is_sorted_by(|a, b| a < b)
            && reason.chars().count() <= NOTICE_REASON_CHARS_MAX
            && !reason.chars().any(char::is_control);
        sound.then_some(Self { entries, reason, consent })
    }

    /// Returns the entries that it names, in order.
    pub fn entries(&self) -> &[EntryId] {
        &self.entries
    }

    /// Returns why, for people.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns the consent that came with it, unchecked.
    pub fn consent(&self) -> Option<&Consent> {
        self.consent.as_ref()
    }

    /// Returns what the notice does as a valid entry of this `kind` in the log of `member`, whose
    /// valid admin keys are `keys`.
    pub fn effect(
        &self,
        kind: Kind,
        member: MemberId,
        keys: &[PublicKey],
        coalition: CoalitionId,
    ) -> Option<Effect> {
        self.reduced(kind, member, coalition).map(|it| it.effect(keys))
    }

    /// Returns what the notice may do as a valid entry of this `kind` in the log of `member`, whoever
    /// holds the admin key.
    pub fn reduced(&self, kind: Kind, member: MemberId, coalition: CoalitionId) -> Option<Reduced> {
        let signs = |consent: &&Consent| {
            let message = consent_preimage(member, &self.entries, coalition);
            consent.admin_key.verifies(&message, &consent.signature)
        };
        let consenting = self.consent.as_ref().filter(signs).map(|it| it.admin_key);
        let entries = self.entries.iter().copied().collect();
        kind.is_notice().then_some(Reduced { kind, entries, consenting })
    }
}

impl Consent {
    /// Consents, with an admin key, to the erasure of `entries` of `member`; they must be ordered.
    pub fn new(
        member: MemberId,
        entries: &[EntryId],
        coalition: CoalitionId,
        key: &SigningKey,
    ) -> Self {
        let signature = key.sign(&consent_preimage(member, entries, coalition));
        Self { admin_key: key.public(), signature }
    }
}

impl Reduced {
    /// Forgets the entries that are of no matter.
    pub fn retain(&mut self, keep: impl Fn(&EntryId) -> bool) {
        self.entries.retain(keep);
    }

    /// Returns the entries that it names.
    pub fn entries(&self) -> &BTreeSet<EntryId> {
        &self.entries
    }

    /// Returns whether it has them destroyed, sooner or later.
    pub fn erases(&self) -> bool {
        self.kind == Kind::Erasure
    }

    /// Returns what it does while `keys` are the valid admin keys of its author.
    pub fn effect(&self, keys: &[PublicKey]) -> Effect {
        let standing = match (self.kind, self.consenting) {
            (Kind::Erasure, Some(key)) if keys.contains(&key) => Standing::Destroyed,
            (Kind::Erasure, _) => Standing::Condemned,
            _ => Standing::Hidden,
        };
        Effect { entries: self.entries.clone(), standing }
    }
}

impl Effect {
    /// Returns the entries that it names.
    pub fn entries(&self) -> &BTreeSet<EntryId> {
        &self.entries
    }

    /// Returns how they stand after it.
    pub fn standing(&self) -> Standing {
        self.standing
    }
}

/// Returns how the entry `id` of this `kind` stands, given what the valid notices of its author do
/// and whether the coalition `ordered` it erased.
pub fn standing<'a>(
    (id, kind): (EntryId, Kind),
    effects: impl IntoIterator<Item = &'a Effect>,
    ordered: bool,
) -> Standing {
    if kind.is_notice() {
        return Standing::Shown;
    }
    if ordered {
        return Standing::Destroyed;
    }
    let named = effects.into_iter().filter(|effect| effect.entries.contains(&id));
    named.map(|effect| effect.standing).max().unwrap_or(Standing::Shown)
}

/// Returns what a consent signs: the member, then the entries, 32 bytes each.
fn consent_preimage(member: MemberId, entries: &[EntryId], coalition: CoalitionId) -> Vec<u8> {
    let ids = entries.iter().map(|id| id.0.as_bytes().as_slice());
    let body: Vec<&[u8]> = [member.0.as_bytes().as_slice()].into_iter().chain(ids).collect();
    preimage::preimage(Tag::Erase, coalition, &body.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Hash;
    use zeroize::Zeroizing;

    const COALITION: CoalitionId = CoalitionId::NONE;

    #[test]
    fn a_withdrawal_hides_and_an_erasure_destroys_later() {
        assert_eq!(after(&[]), Standing::Shown);
        assert_eq!(after(&[effect(Kind::Withdrawal, None)]), Standing::Hidden);
        assert_eq!(after(&[effect(Kind::Erasure, None)]), Standing::Condemned);
    }

    #[test]
    fn an_erasure_destroys_at_once_only_with_the_consent_of_a_valid_admin_key() {
        let admin = key(1);
        let consent = Consent::new(member(1), &[entry(1)], COALITION, &admin);
        assert_eq!(after(&[effect(Kind::Erasure, Some(consent))]), Standing::Destroyed);
        for forged in [
            Consent::new(member(1), &[entry(1)], COALITION, &key(2)),
            Consent::new(member(2), &[entry(1)], COALITION, &admin),
            Consent::new(member(1), &[entry(2)], COALITION, &admin),
        ] {
            assert_eq!(after(&[effect(Kind::Erasure, Some(forged))]), Standing::Condemned);
        }
    }

    #[test]
    fn the_strongest_notice_counts_in_whatever_order() {
        let (mild, strong) = (effect(Kind::Withdrawal, None), effect(Kind::Erasure, None));
        assert_eq!(after(&[mild.clone(), strong.clone()]), after(&[strong, mild]));
    }

    #[test]
    fn an_order_destroys_at_once_but_a_notice_cannot_be_taken_back() {
        assert_eq!(standing((entry(1), Kind::Release), [], true), Standing::Destroyed);
        let erasure = effect(Kind::Erasure, None);
        assert_eq!(standing((entry(1), Kind::Withdrawal), [&erasure], true), Standing::Shown);
    }

    fn after(effects: &[Effect]) -> Standing {
        standing((entry(1), Kind::Release), effects, false)
    }

    fn effect(kind: Kind, consent: Option<Consent>) -> Effect {
        let notice = Notice::new(vec![entry(1)], String::new(), consent).unwrap();
        notice.effect(kind, member(1), &[key(1).public()], COALITION).unwrap()
    }

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&Zeroizing::new([seed; 32]))
    }

    fn entry(it: u8) -> EntryId {
        EntryId(Hash::from_bytes([it; 32]))
    }

    fn member(it: u8) -> MemberId {
        MemberId(Hash::from_bytes([it; 32]))
    }
}
