//! What a card tells a reader: what there is, and whom to ask for it.

use flotilla_domain::label::Label;
use flotilla_domain::practice::Practice;
use flotilla_domain::roster::Roster;
use flotilla_text::Language;

/// What everybody may know of a record that is held at home.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Card {
    /// The title, in the language of the reader if there is one.
    pub title: String,
    /// What the community is called whose it is; empty if the card names none.
    pub community: String,
    /// Whom to ask: the steward of the community, or else the contact of the record.
    pub contact: String,
    /// What communities ask of readers, a sentence each.
    pub labels: Vec<String>,
}

impl Card {
    /// Returns what `practice` tells if it is a card; the steward is the one that `roster` knows now.
    pub fn of(practice: &Practice, roster: &Roster, language: Language) -> Option<Self> {
        let fields = practice.fields();
        fields.held?;
        let steward = roster.steward_book().get(&fields.community);
        let called = |it: &flotilla_domain::steward::Steward| {
            it.name(language == Language::French).to_owned()
        };
        Some(Self {
            title: practice.text(language.code()).map(|it| it.title.clone()).unwrap_or_default(),
            community: steward.map_or_else(|| fields.community.clone(), called),
            contact: steward.map_or(&fields.contact_role, |it| &it.contact).clone(),
            labels: fields.labels.iter().map(Label::spelled).collect(),
        })
    }
}
