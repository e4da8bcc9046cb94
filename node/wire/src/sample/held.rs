//! A practice record that is held at home, its payload, and its card.

use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::Text;
use flotilla_domain::practice::held::AtHome;
use flotilla_domain::practice::held::HOLD_AT_HOME;
use flotilla_domain::practice::held::Held;

use super::Sample;
use super::salt;
use crate::payload;

/// A record that is held at home.
#[derive(Clone, Debug)]
pub struct HeldSample {
    /// The whole record.
    pub home: AtHome,
    /// What its holder keeps.
    pub payload: Vec<u8>,
    /// The card, which names the payload.
    pub card: Practice,
}

impl HeldSample {
    /// Returns what the card names.
    #[expect(clippy::expect_used, reason = "every sample of a card names a payload")]
    pub fn named(&self) -> Held {
        self.card.fields().held.expect("a card")
    }
}

impl Sample {
    /// Makes a record with this body that its author holds.
    #[expect(clippy::expect_used, reason = "a sample is fixed: if it is unsound, its test fails")]
    pub fn held(body: &str) -> HeldSample {
        let text = Text {
            language: "en".to_owned(),
            title: "Waiting on the land".to_owned(),
            summary: "One thing that worked, in one sentence.".to_owned(),
            body: body.to_owned(),
            translation: "original".to_owned(),
            ..Text::default()
        };
        let fields = Fields {
            id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".to_owned(),
            version: 1,
            status: "published".to_owned(),
            kind: "practice".to_owned(),
            texts: vec![text],
            contact_role: "Program team, programs@example.org".to_owned(),
            licence: "CC-BY-4.0".to_owned(),
            sharing: HOLD_AT_HOME.to_owned(),
            ..Fields::default()
        };
        let home = AtHome::new(fields).expect("a sound record");
        let payload = payload::pack_at_home(&home, salt(body.as_bytes())).expect("it fits");
        let held = Held::of(&payload).expect("a payload");
        let card = home.card(held, Vec::new()).expect("a sound card");
        HeldSample { home, payload, card }
    }
}
