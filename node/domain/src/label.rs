//! Labels and notices: what a community asks of whoever reads a practice record.
//!
//! The types are those of Local Contexts (localcontexts.org): Traditional Knowledge and Biocultural Labels,
//! which communities own, and Notices, which anybody may set where a community's interest is felt.
//! The icons and texts of Local Contexts are its own: a label carries the community's own words.
//! Promises:
//!
//! - **A Label is its community's**: it is signed by the steward of the community for this record, and
//!   counts by the key that speaks for the community where the entry stands.
//! - **A Notice claims nothing**: it has no signature, and no type of a Label.
//! - **What is not for everybody does not leave**: some types say that only certain people may know. Until a
//!   coalition has circles of such people, a record with one of them is not published at all.

use crate::document::is_handle;
use crate::id::CoalitionId;
use crate::key::PublicKey;
use crate::key::Signature;
use crate::key::SigningKey;
use crate::preimage;
use crate::preimage::Tag;
use crate::steward::Stewards;

/// The one scheme that is known.
pub const SCHEME: &str = "local_contexts";

/// The most characters of what a community says.
pub const TEXT_CHARS_MAX: usize = 500;

/// The most characters of the name of a label and of the id of its project.
const NAME_CHARS_MAX: usize = 100;

/// What begins the text that is signed.
const CONTENT: &str = "flotilla label/1";

const LABELS: [&str; 30] = [
    "bc_clan",
    "bc_collaboration",
    "bc_commercialization",
    "bc_consent_non_verified",
    "bc_consent_verified",
    "bc_multiple_community",
    "bc_non_commercial",
    "bc_outreach",
    "bc_provenance",
    "bc_research",
    "tk_attribution",
    "tk_clan",
    "tk_commercial",
    "tk_community_use_only",
    "tk_community_voice",
    "tk_creative",
    "tk_culturally_sensitive",
    "tk_family",
    "tk_men_general",
    "tk_men_restricted",
    "tk_multiple_community",
    "tk_non_commercial",
    "tk_non_verified",
    "tk_open_to_collaboration",
    "tk_outreach",
    "tk_seasonal",
    "tk_secret_sacred",
    "tk_verified",
    "tk_women_general",
    "tk_women_restricted",
];

const NOTICES: [&str; 4] = [
    "notice_attribution_incomplete",
    "notice_biocultural",
    "notice_open_to_collaborate",
    "notice_traditional_knowledge",
];

/// Those that only certain people may know, or only at times.
const RESTRICTED: [&str; 5] = [
    "tk_community_use_only",
    "tk_men_restricted",
    "tk_seasonal",
    "tk_secret_sacred",
    "tk_women_restricted",
];

/// A Label or a Notice.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Label {
    /// [`SCHEME`].
    pub scheme: String,
    /// The type, such as `tk_attribution` or `notice_biocultural`.
    pub kind: String,
    /// The short name of the community; a Notice may leave it out.
    pub community: String,
    /// The language of the name and the text, as a BCP 47 tag.
    pub language: String,
    /// What the community calls it.
    pub name: String,
    /// What the community says.
    pub text: String,
    /// The id of the project in the Local Contexts Hub, or empty.
    pub hub_project: String,
    /// The steward's word; of a Label only.
    pub seal: Option<Seal>,
}

/// The word of a steward.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Seal {
    /// The key by which the community speaks.
    pub key: PublicKey,
    /// Its signature.
    pub signature: Signature,
}

impl Label {
    /// Returns whether anybody may set it.
    pub fn is_notice(&self) -> bool {
        NOTICES.contains(&self.kind.as_str())
    }

    /// Returns whether it says that not everybody may know.
    pub fn is_restricted(&self) -> bool {
        RESTRICTED.contains(&self.kind.as_str())
    }

    /// Returns whether it has the shape of a Label or a Notice; whether a Label is genuine is for
    /// [`Label::is_sealed`].
    pub fn is_sound(&self) -> bool {
        let Self { scheme, kind, community, language, name, text, hub_project, seal } = self;
        let is_line =
            |it: &str, max: usize| it.chars().count() <= max && !it.chars().any(char::is_control);
        let is_label = LABELS.contains(&kind.as_str()) && is_handle(community) && seal.is_some();
        let is_notice =
            self.is_notice() && (community.is_empty() || is_handle(community)) && seal.is_none();
        scheme == SCHEME
            && (is_label || is_notice)
            && is_line(language, 35)
            && is_line(name, NAME_CHARS_MAX)
            && is_line(text, TEXT_CHARS_MAX)
            && is_line(hub_project, NAME_CHARS_MAX)
    }

    /// Returns it on one line, as every copy shows it: type, community, name and text.
    pub fn spelled(&self) -> String {
        let Self { kind, community, name, text, .. } = self;
        let words = [kind, community, name, text].into_iter().filter(|it| !it.is_empty());
        words.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }

    /// Returns by what labels of a record are ordered.
    pub fn order(&self) -> (&str, &str, &str) {
        (&self.kind, &self.community, &self.language)
    }

    /// Returns the same label with the word of a steward, for the record of this id.
    #[must_use]
    pub fn sealed(self, record: &str, coalition: CoalitionId, key: &SigningKey) -> Self {
        let public = key.public();
        let bytes = preimage::preimage(Tag::Label, coalition, &self.body(record, &public));
        Self { seal: Some(Seal { key: public, signature: key.sign(&bytes) }), ..self }
    }

    /// Returns whether a Label is its community's word about the record of this id; true of a Notice.
    pub fn is_sealed(&self, record: &str, coalition: CoalitionId, stewards: &Stewards) -> bool {
        let Some(Seal { key, signature }) = &self.seal else { return self.is_notice() };
        let speaks = stewards.get(&self.community).is_some_and(|it| it.key == *key);
        let bytes = preimage::preimage(Tag::Label, coalition, &self.body(record, key));
        speaks && key.verifies(&bytes, signature)
    }

    /// Returns what is signed: one line for each field, none of which holds a line break.
    fn body(&self, record: &str, key: &PublicKey) -> Vec<u8> {
        let Self { scheme, kind, community, language, name, text, hub_project, seal: _ } = self;
        let lines = [CONTENT, record, scheme, kind, community, language, name, text, hub_project];
        let mut body = lines.join("\n").into_bytes();
        body.push(b'\n');
        body.extend(key.as_bytes());
        body
    }
}

/// Returns whether a type is one of a Label or a Notice.
pub fn is_known(kind: &str) -> bool {
    LABELS.contains(&kind) || NOTICES.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Hash;
    use crate::steward::GovernedCode;
    use crate::steward::Steward;
    use zeroize::Zeroizing;

    const RECORD: &str = "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11";

    #[test]
    fn a_label_is_the_word_of_its_community_about_one_record() {
        let sealed = label("tk_attribution").sealed(RECORD, coalition(1), &key(7));
        let is_sealed = |label: &Label, record: &str, at: u8, steward: u8| {
            label.is_sealed(record, coalition(at), &stewards(steward))
        };
        assert!(sealed.is_sound() && is_sealed(&sealed, RECORD, 1, 7));
        assert!(!is_sealed(&sealed, "another", 1, 7), "of another record");
        assert!(!is_sealed(&sealed, RECORD, 2, 7), "in another coalition");
        assert!(!is_sealed(&sealed, RECORD, 1, 8), "by another key");
        let changes: [fn(&mut Label); 3] = [
            |it| it.kind = "tk_verified".to_owned(),
            |it| it.text = "Nobody asks anything.".to_owned(),
            |it| it.name.clear(),
        ];
        for change in changes {
            let mut changed = sealed.clone();
            change(&mut changed);
            assert!(!is_sealed(&changed, RECORD, 1, 7), "{changed:?}");
        }
    }

    #[test]
    fn a_notice_needs_no_seal_and_a_label_cannot_do_without() {
        assert!(!label("tk_attribution").is_sound());
        let notice = Label { community: String::new(), ..label("notice_biocultural") };
        assert!(notice.is_sound());
        assert!(notice.is_sealed(RECORD, coalition(1), &Stewards::new()));
        assert!(
            !notice.sealed(RECORD, coalition(1), &key(7)).is_sound(),
            "a notice claims nothing"
        );
        assert!(!label("of_my_own").sealed(RECORD, coalition(1), &key(7)).is_sound());
    }

    #[test]
    fn every_restricted_type_is_one_of_a_label() {
        assert!(RESTRICTED.iter().all(|it| LABELS.contains(it)));
        assert!(label("tk_seasonal").is_restricted() && !label("tk_family").is_restricted());
    }

    fn label(kind: &str) -> Label {
        Label {
            scheme: SCHEME.to_owned(),
            kind: kind.to_owned(),
            community: "north".to_owned(),
            language: "en".to_owned(),
            name: "Attribution".to_owned(),
            text: "Name the Elders' council when you use this.".to_owned(),
            hub_project: String::new(),
            seal: None,
        }
    }

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&Zeroizing::new([seed; 32]))
    }

    fn coalition(byte: u8) -> CoalitionId {
        CoalitionId(Hash::from_bytes([byte; 32]))
    }

    fn stewards(seed: u8) -> Stewards {
        let name = |tag: &str| (tag.to_owned(), "North".to_owned());
        let steward = Steward {
            handle: "north".to_owned(),
            names: [name("en"), name("fr")].into(),
            contact: "Data office".to_owned(),
            codes: [GovernedCode::parse("population:INUIT").unwrap()].into(),
            key: key(seed).public(),
        };
        Stewards::from([("north".to_owned(), steward)])
    }
}
