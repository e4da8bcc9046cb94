//! Practice records that stay on the node of whoever holds them.
//!
//! ```text
//!  AtHome   the whole record, on the holder's node only   ──card──►   Practice   what every node carries
//! ```
//!
//! - **A card says where, not what**: title, kind, codes, licence, contact, labels, and whose community it
//!   is. Everything else stays, the summary included; a card that says more is none.
//! - **Nobody is told two things**: the card names the hash of the payload at home, with its salt, so a
//!   reader who was answered can tell whether it is what its author signed.
//! - **A whole record of this kind is no [`Practice`]** of a log: only [`AtHome`] takes it.

use crate::entry::PAYLOAD_BYTES_MAX;
use crate::id::Hash;
use crate::practice::Confirmation;
use crate::practice::Fields;
use crate::practice::InvalidPractice;
use crate::practice::Practice;
use crate::practice::Text;

/// The sharing level of a record that every node carries.
pub const REPLICATE: &str = "replicate";

/// The sharing level of a record of which every node carries a card.
pub const HOLD_AT_HOME: &str = "hold_at_home";

/// What a card stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Held {
    /// SHA-256 of the payload at home, which begins with random salt.
    pub hash: Hash,
    /// How many bytes it has; 1 to [`PAYLOAD_BYTES_MAX`].
    pub bytes: u32,
}

/// A whole record that stays at home.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AtHome(Practice);

impl Held {
    /// Names a payload; `None` if it is empty or larger than any payload.
    pub fn of(payload: &[u8]) -> Option<Self> {
        let bytes = u32::try_from(payload.len()).ok()?;
        let held = Self { hash: Hash::of([payload]), bytes };
        held.is_sound().then_some(held)
    }

    fn is_sound(self) -> bool {
        let most = u32::try_from(PAYLOAD_BYTES_MAX).unwrap_or(u32::MAX);
        (1..=most).contains(&self.bytes)
    }
}

impl AtHome {
    /// Returns `fields` as a record that stays at home.
    ///
    /// # Errors
    ///
    /// Fails on the first field that is wrong, and where it is a card or is not to be held at home.
    pub fn new(fields: Fields) -> Result<Self, InvalidPractice> {
        let wrong = match () {
            () if fields.sharing != HOLD_AT_HOME => Some("sharing"),
            () if fields.held.is_some() => Some("held"),
            () => fields.invalid().first().copied(),
        };
        match wrong {
            Some(field) => Err(InvalidPractice { field }),
            None => Ok(Self(Practice { fields })),
        }
    }

    /// Returns the record.
    pub fn practice(&self) -> &Practice {
        &self.0
    }

    /// Returns the card that stands for it, with its author's word for what stands on the card.
    ///
    /// # Errors
    ///
    /// Fails if `held` names no payload, or a confirmation is none.
    pub fn card(
        &self,
        held: Held,
        confirmed: Vec<Confirmation>,
    ) -> Result<Practice, InvalidPractice> {
        Practice::new(self.0.fields.card(held, confirmed))
    }

    /// Returns whether this is the record that a card stands for, but for which entry it replaces:
    /// a card that is published again after a cut may replace none any more.
    pub fn is_behind(&self, card: &Practice) -> bool {
        let said = card.fields();
        let ours = said.held.map(|held| self.0.fields.card(held, said.confirmed.clone()));
        ours.is_some_and(|ours| Fields { replaces: said.replaces, ..ours } == *said)
    }
}

impl Fields {
    /// Returns what of it stands on a card.
    pub fn front(&self) -> Self {
        let title = |text: &Text| Text {
            language: text.language.clone(),
            title: text.title.clone(),
            translation: text.translation.clone(),
            ..Text::default()
        };
        Self {
            id: self.id.clone(),
            version: self.version,
            status: self.status.clone(),
            kind: self.kind.clone(),
            texts: self.texts.iter().map(title).collect(),
            eepm_standard: self.eepm_standard,
            codes: self.codes.clone(),
            contact_role: self.contact_role.clone(),
            licence: self.licence.clone(),
            sharing: self.sharing.clone(),
            replaces: self.replaces,
            labels: self.labels.clone(),
            community: self.community.clone(),
            ..Self::default()
        }
    }

    fn card(&self, held: Held, confirmed: Vec<Confirmation>) -> Self {
        Self { confirmed, held: Some(held), ..self.front() }
    }

    /// Returns whether it is a card: of a record that is held, and nothing that a card does not have.
    pub(super) fn is_card(&self) -> bool {
        let card = self.held.filter(|it| it.is_sound());
        let card = card.map(|held| self.card(held, self.confirmed.clone()));
        self.sharing == HOLD_AT_HOME && card.as_ref() == Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::Rating;
    use crate::practice::account::Details;

    #[test]
    fn a_card_says_where_and_not_what() {
        let home = AtHome::new(whole()).unwrap();
        let card = home.card(held(b"payload"), Vec::new()).unwrap();
        let said = format!("{card:?}");
        assert!(said.contains("Waiting well") && said.contains("north"), "{said}");
        assert!(!said.contains("zanzibar"), "{said}");
        assert!(home.is_behind(&card));
    }

    #[test]
    fn a_card_that_says_more_is_none() {
        let card = AtHome::new(whole()).unwrap().card(held(b"payload"), Vec::new()).unwrap();
        let more: [fn(&mut Fields); 8] = [
            |it| it.texts[0].summary = "zanzibar".into(),
            |it| it.texts[0].body = "zanzibar".into(),
            |it| it.texts[0].details.goals = "zanzibar".into(),
            |it| it.references = vec!["zanzibar".into()],
            |it| it.ratings = vec![Rating::default()],
            |it| it.cost_detail = "zanzibar".into(),
            |it| it.cost_band = "low".into(),
            |it| it.sharing = REPLICATE.into(),
        ];
        for change in more {
            let mut fields = card.fields().clone();
            change(&mut fields);
            assert_eq!(fields.invalid().last(), Some(&"held"), "{fields:?}");
        }
    }

    #[test]
    fn a_whole_record_that_is_to_be_held_is_no_record_of_a_log() {
        assert_eq!(Practice::new(whole()).unwrap_err().field, "held");
        let replicated = Fields { sharing: REPLICATE.into(), community: String::new(), ..whole() };
        assert_eq!(AtHome::new(replicated.clone()).unwrap_err().field, "sharing");
        assert!(Practice::new(replicated).is_ok());
        let card = whole().card(held(b"payload"), Vec::new());
        assert_eq!(AtHome::new(card).unwrap_err().field, "held");
    }

    #[test]
    fn another_record_is_not_behind_a_card() {
        let home = AtHome::new(whole()).unwrap();
        let card = home.card(held(b"payload"), Vec::new()).unwrap();
        let mut other = whole();
        other.texts[0].title = "Waiting badly".into();
        assert!(!AtHome::new(other).unwrap().is_behind(&card));
        let mut again = card.fields().clone();
        again.replaces = Some(crate::id::EntryId(Hash::of([b"entry".as_slice()])));
        assert!(home.is_behind(&Practice::new(again).unwrap()), "what it replaces may change");
    }

    #[test]
    fn a_card_stands_for_a_payload_of_some_bytes() {
        assert_eq!(Held::of(b""), None);
        assert_eq!(Held::of(&vec![0; PAYLOAD_BYTES_MAX + 1]), None);
        assert_eq!(Held::of(b"payload").map(|it| it.bytes), Some(7));
        let none = Held { bytes: 0, ..held(b"payload") };
        assert!(AtHome::new(whole()).unwrap().card(none, Vec::new()).is_err());
    }

    fn held(payload: &[u8]) -> Held {
        Held::of(payload).unwrap()
    }

    fn whole() -> Fields {
        let text = Text {
            language: "en".into(),
            title: "Waiting well".into(),
            summary: "A zanzibar summary.".into(),
            body: "A zanzibar body.".into(),
            translation: "original".into(),
            details: Details { goals: "zanzibar".into(), ..Details::default() },
        };
        Fields {
            id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".into(),
            version: 1,
            status: "published".into(),
            kind: "practice".into(),
            texts: vec![text],
            eepm_standard: 4,
            contact_role: "Program team, programs@example.org".into(),
            licence: "CC-BY-4.0".into(),
            sharing: HOLD_AT_HOME.into(),
            community: "north".into(),
            cost_detail: "zanzibar".into(),
            references: vec!["zanzibar".into()],
            ..Fields::default()
        }
    }
}
