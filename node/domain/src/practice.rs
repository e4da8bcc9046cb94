//! A practice record: what worked, and what did not, as a member describes it.
//!
//! A [`Practice`] holds what was signed; [`Practice::new`] is the one way in and checks shape and
//! size, not wording (the free-text screen is the gate's). Codes are checked against the coalition's
//! catalogue by whoever publishes or receives it.

pub mod account;
pub mod held;

use crate::document::is_handle;
use crate::id::CoalitionId;
use crate::id::EntryId;
use crate::label::Label;
use crate::practice::account::COUNT_MAX;
use crate::practice::account::Details;
use crate::practice::account::Evidence;
use crate::practice::account::Replication;
use crate::practice::held::HOLD_AT_HOME;
use crate::practice::held::Held;
use crate::practice::held::REPLICATE;
use crate::steward::Stewards;

/// The most bytes of one text of a record.
pub const BODY_BYTES_MAX: usize = 64 << 10;

/// The most characters of a title.
pub const TITLE_CHARS_MAX: usize = 200;

/// The most characters of a summary.
pub const SUMMARY_CHARS_MAX: usize = 600;

/// The most texts, references, ratings, code lists or codes of one record.
pub const LIST_MAX: usize = 64;

/// The most characters of what a practice costs, in words.
pub const COST_CHARS_MAX: usize = 500;

/// The most characters of what a confirmation quotes.
pub const EXCERPT_CHARS_MAX: usize = 200;

/// One practice record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Practice {
    fields: Fields,
}

/// What a practice record says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fields {
    /// A UUID, the same in every version of the record.
    pub id: String,
    /// Counted from 1.
    pub version: u32,
    /// `draft`, `published`, `superseded` or `withdrawn`.
    pub status: String,
    /// `program`, `practice` or `resource`.
    pub kind: String,
    /// The record in each of its languages, ordered by language.
    pub texts: Vec<Text>,
    /// The standard of the Elements of Effective Practice for Mentoring, 0 to 6.
    pub eepm_standard: u32,
    /// Codes it concerns, ordered by code list.
    pub codes: Vec<CodeChoice>,
    /// `very_low`, `low`, `moderate`, `high`, `very_high`, or empty.
    pub cost_band: String,
    /// DOIs, URLs or citations.
    pub references: Vec<String>,
    /// A role and a shared mailbox, never a person.
    pub contact_role: String,
    /// An SPDX or Creative Commons identifier.
    pub licence: String,
    /// [`REPLICATE`], or [`HOLD_AT_HOME`] where only a card of it leaves the node that holds it.
    pub sharing: String,
    /// The entry that it replaces.
    pub replaces: Option<EntryId>,
    /// A date `2027-01-31` on which it should be looked at again, or empty.
    pub review_due: String,
    /// Ratings side by side.
    pub ratings: Vec<Rating>,
    /// What its author says is not personal although it looks like it; ordered, without repeats.
    pub confirmed: Vec<Confirmation>,
    /// The benchmark of the standard, such as `4.2`, or empty.
    pub benchmark: String,
    /// What it costs, such as in dollars for a young person and a year, or empty.
    pub cost_detail: String,
    /// What its own members know of how well it works.
    pub evidence: Evidence,
    /// Where else it was done.
    pub replication: Replication,
    /// What communities ask of readers; ordered by type, community and language, without repeats.
    pub labels: Vec<Label>,
    /// The short name of the community whose steward is to be asked; of what is held at home, or empty.
    pub community: String,
    /// What a card stands for; `None` in a whole record.
    pub held: Option<Held>,
}

/// The author's word that something in the record is not personal.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Confirmation {
    /// What it looks like: the word of a suspicion, such as `small_number`.
    pub suspicion: String,
    /// What is meant, as it stands in the record.
    pub excerpt: String,
}

/// A practice in one language.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Text {
    /// A BCP 47 tag.
    pub language: String,
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// The body, in Markdown.
    pub body: String,
    /// `original`, `human`, `reviewed` or `machine`.
    pub translation: String,
    /// How it is done.
    pub details: Details,
}

/// Codes of one list.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CodeChoice {
    /// The list: `age_group`, `program_type`, …
    pub list: String,
    /// Its codes, ordered.
    pub codes: Vec<String>,
}

/// What one scheme says of a practice.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rating {
    /// The scheme, such as `nmrc`.
    pub scheme: String,
    /// Its verdict, in its own words.
    pub rating: String,
    /// The outcome domain it speaks of, or empty.
    pub outcome_domain: String,
    /// The date of the verdict, or empty.
    pub date: String,
    /// Where it is published, or empty.
    pub url: String,
    /// How many studies it rests on; 0 if it does not say.
    pub studies: u32,
    /// How many tests of outcomes; 0 if it does not say.
    pub tests: u32,
    /// Which organisation reviewed them, or empty.
    pub reviewer: String,
}

/// A field of a practice is missing, too long, or none of the words allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the field `{field}` is missing, too long, or not one of the words allowed")]
pub struct InvalidPractice {
    /// The name of the field.
    pub field: &'static str,
}

impl Practice {
    /// Returns `fields` as a practice record.
    ///
    /// # Errors
    ///
    /// Fails on the first field that is missing, too long, or not one of the words allowed; and on a
    /// whole record that is to be held at home, which is a [`held::AtHome`].
    pub fn new(fields: Fields) -> Result<Self, InvalidPractice> {
        let stays = fields.sharing == HOLD_AT_HOME && fields.held.is_none();
        match fields.invalid().first() {
            Some(field) => Err(InvalidPractice { field }),
            None if stays => Err(InvalidPractice { field: "held" }),
            None => Ok(Self { fields }),
        }
    }

    /// Returns what it says.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns whether every Label is the word of the community that it names.
    pub fn is_sealed(&self, coalition: CoalitionId, stewards: &Stewards) -> bool {
        let Fields { id, labels, .. } = &self.fields;
        labels.iter().all(|it| it.is_sealed(id, coalition, stewards))
    }

    /// Returns whether the community whose steward is to be asked has one, if any is named.
    pub fn has_steward(&self, stewards: &Stewards) -> bool {
        let community = &self.fields.community;
        community.is_empty() || stewards.contains_key(community)
    }

    /// Returns the text in `language`, or else the first one.
    pub fn text(&self, language: &str) -> Option<&Text> {
        let texts = &self.fields.texts;
        texts.iter().find(|text| text.language == language).or_else(|| texts.first())
    }
}

impl Fields {
    /// Returns the fields that are missing, too long, or not one of the words allowed; each once.
    pub fn invalid(&self) -> Vec<&'static str> {
        let mut invalid: Vec<_> = checks(self)
            .into_iter()
            .filter(|(_, valid)| !valid)
            .map(|(field, _)| field)
            .collect();
        let details = self.texts.iter().flat_map(|it| it.details.too_long());
        invalid.extend(details);
        invalid.dedup();
        invalid
    }

    /// Returns whether a community is named as one can be, of a record that is held at home.
    fn names_community(&self) -> bool {
        self.sharing == HOLD_AT_HOME && is_handle(&self.community)
    }
}

fn checks(fields: &Fields) -> Vec<(&'static str, bool)> {
    let short = |text: &String| text.len() <= 1_000;
    // A card has none, which `held` looks at.
    let is_card = fields.held.is_some();
    let mut summaries = fields.texts.iter().map(|it| &it.summary);
    vec![
        ("id", is_uuid(&fields.id)),
        ("version", fields.version >= 1),
        ("status", is_one_of(&fields.status, &["published"])),
        ("kind", is_one_of(&fields.kind, &["practice", "program", "resource"])),
        ("eepm_standard", fields.eepm_standard <= 6),
        ("cost_band", is_one_of(&fields.cost_band, &COST_BANDS)),
        ("references", within(&fields.references) && fields.references.iter().all(short)),
        ("contact_role", !fields.contact_role.is_empty() && short(&fields.contact_role)),
        ("licence", !fields.licence.is_empty() && fields.licence.len() <= 64),
        ("sharing", is_one_of(&fields.sharing, &[HOLD_AT_HOME, REPLICATE])),
        ("community", fields.community.is_empty() || fields.names_community()),
        ("held", fields.held.is_none() || fields.is_card()),
        ("review_due", fields.review_due.is_empty() || is_date(&fields.review_due)),
        ("texts", within(&fields.texts) && has_english_or_french(&fields.texts, |it| &it.language)),
        ("texts", fields.texts.is_sorted_by(|a, b| a.language < b.language)),
        ("title", fields.texts.iter().all(|it| chars_in(&it.title, TITLE_CHARS_MAX))),
        ("summary", is_card || summaries.all(|it| chars_in(it, SUMMARY_CHARS_MAX))),
        ("body", fields.texts.iter().all(|it| it.body.len() <= BODY_BYTES_MAX)),
        ("translation", fields.texts.iter().all(|it| is_one_of(&it.translation, &TRANSLATIONS))),
        ("codes", within(&fields.codes) && fields.codes.iter().all(is_ordered)),
        ("codes", fields.codes.is_sorted_by(|a, b| a.list < b.list)),
        ("ratings", within(&fields.ratings) && fields.ratings.iter().all(is_short)),
        ("confirmed", within(&fields.confirmed) && fields.confirmed.iter().all(is_confirmation)),
        ("confirmed", fields.confirmed.is_sorted_by(|a, b| a < b)),
        ("benchmark", is_benchmark(&fields.benchmark)),
        ("cost_detail", fields.cost_detail.chars().count() <= COST_CHARS_MAX),
        ("local_evidence", fields.evidence.is_valid()),
        ("replication", fields.replication.is_valid()),
        ("labels", within(&fields.labels) && fields.labels.iter().all(Label::is_sound)),
        ("labels", fields.labels.is_sorted_by(|a, b| a.order() < b.order())),
    ]
}

const COST_BANDS: [&str; 6] = ["", "high", "low", "moderate", "very_high", "very_low"];

const TRANSLATIONS: [&str; 4] = ["human", "machine", "original", "reviewed"];

fn within<T>(list: &[T]) -> bool {
    list.len() <= LIST_MAX
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.contains(&text)
}

fn chars_in(text: &str, max: usize) -> bool {
    !text.is_empty() && text.chars().count() <= max
}

fn is_ordered(choice: &CodeChoice) -> bool {
    within(&choice.codes) && choice.list.len() <= 64 && choice.codes.is_sorted_by(|a, b| a < b)
}

fn is_short(rating: &Rating) -> bool {
    let Rating { scheme, rating, outcome_domain, date, url, studies, tests, reviewer } = rating;
    let texts = [scheme, rating, outcome_domain, date, url, reviewer];
    texts.iter().all(|text| text.len() <= 500)
        && [studies, tests].iter().all(|it| **it <= COUNT_MAX)
}

/// Returns whether a confirmation has a word for what it is about, and quotes something.
pub(crate) fn is_confirmation(confirmation: &Confirmation) -> bool {
    let Confirmation { suspicion, excerpt } = confirmation;
    let is_word = |it: u8| it.is_ascii_lowercase() || it == b'_';
    (1..=32).contains(&suspicion.len())
        && suspicion.bytes().all(is_word)
        && chars_in(excerpt, EXCERPT_CHARS_MAX)
}

/// Returns whether one of `texts` is in a language of everybody's.
pub(crate) fn has_english_or_french<T>(texts: &[T], language: fn(&T) -> &String) -> bool {
    texts.iter().map(language).any(|it| it == "en" || it == "fr")
}

/// Returns whether `text` is a UUID in lower case: 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let digits = |it: &str| it.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    groups.iter().map(|it| it.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(|it| digits(it))
}

/// Returns whether `text` is empty, or numbers a benchmark: `4.2`, `E.3.1`.
fn is_benchmark(text: &str) -> bool {
    text.len() <= 16 && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'.')
}

/// Returns whether `text` has the shape `2027-01-31`.
fn is_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|it| it.len()).eq([4, 2, 2])
        && groups.iter().all(|it| it.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_record_is_accepted() {
        let practice = Practice::new(sample()).unwrap();
        assert_eq!(practice.text("fr").unwrap().title, "Waiting well");
    }

    #[test]
    fn each_field_is_named_when_it_is_wrong() {
        let wrong = |change: fn(&mut Fields)| {
            let mut fields = sample();
            change(&mut fields);
            Practice::new(fields).unwrap_err().field
        };
        assert_eq!(wrong(|it| it.id = "1".into()), "id");
        assert_eq!(wrong(|it| it.kind = "story".into()), "kind");
        assert_eq!(wrong(|it| it.sharing = "members_only".into()), "sharing");
        assert_eq!(wrong(|it| it.sharing = "hold_at_home".into()), "held");
        assert_eq!(wrong(|it| it.community = "north".into()), "community");
        assert_eq!(wrong(|it| it.texts.clear()), "texts");
        assert_eq!(wrong(|it| it.texts[0].title = "a".repeat(201)), "title");
        assert_eq!(wrong(|it| it.review_due = "soon".into()), "review_due");
        assert_eq!(wrong(|it| it.benchmark = "4, 2".into()), "benchmark");
        assert_eq!(wrong(|it| it.cost_detail = "1".repeat(501)), "cost_detail");
        assert_eq!(wrong(|it| it.evidence.design = "hearsay".into()), "local_evidence");
        assert_eq!(wrong(|it| it.replication.independent = true), "replication");
        assert_eq!(wrong(|it| it.texts[0].details.dosage = "a".repeat(2_001)), "dosage");
        let rating = Rating { studies: 10_001, ..Rating::default() };
        let ratings = Fields { ratings: vec![rating], ..sample() };
        assert_eq!(Practice::new(ratings).unwrap_err().field, "ratings");
        assert_eq!(wrong(|it| it.codes[0].codes = vec!["B".into(), "A".into()]), "codes");
        let confirmation = |suspicion: &str, excerpt: &str| Confirmation {
            suspicion: suspicion.into(),
            excerpt: excerpt.into(),
        };
        for (suspicion, excerpt) in
            [("Link", "a"), ("", "a"), ("link", ""), ("link", &"a".repeat(201))]
        {
            let mut fields = sample();
            fields.confirmed = vec![confirmation(suspicion, excerpt)];
            assert_eq!(
                Practice::new(fields).unwrap_err().field,
                "confirmed",
                "{suspicion} {excerpt}"
            );
        }
        let mut fields = sample();
        fields.confirmed = vec![confirmation("link", "a"); 2];
        assert_eq!(Practice::new(fields).unwrap_err().field, "confirmed", "twice");
    }

    fn sample() -> Fields {
        let text = Text {
            language: "en".into(),
            title: "Waiting well".into(),
            summary: "Group activities while young people wait for a match.".into(),
            body: "## What we did\n".into(),
            translation: "original".into(),
            details: Details::default(),
        };
        Fields {
            id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".into(),
            version: 1,
            status: "published".into(),
            kind: "practice".into(),
            texts: vec![text],
            eepm_standard: 4,
            codes: vec![CodeChoice { list: "program_type".into(), codes: vec!["GROUP".into()] }],
            contact_role: "Program team, programs@example.org".into(),
            licence: "CC-BY-4.0".into(),
            sharing: "replicate".into(),
            ..Fields::default()
        }
    }
}
