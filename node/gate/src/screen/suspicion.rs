//! What a text may look as if it held of a person, and what follows from it.
//!
//! - [`Level::Block`]: it cannot be published until it is taken out.
//! - [`Level::Ask`]: it may well be harmless, and only its author can tell. It is published with the
//!   author's word that it is not personal, which is signed with the record.

/// What looks as if it spoke of a person.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Suspicion {
    /// The address of a house.
    Address,
    /// A date of birth.
    BirthDate,
    /// The number of a case or match, as systems give them.
    CaseId,
    /// Ceremony and what is taught in it, which belong to a community.
    Ceremony,
    /// A story about young people of one small community.
    Community,
    /// An e-mail address.
    Email,
    /// A day, which with a story may tell who it was.
    FullDate,
    /// The number of a health card.
    HealthCard,
    /// Initials with an age.
    Initials,
    /// A link to something that may not be meant for everybody.
    Link,
    /// The name of a person.
    Name,
    /// The name of one of the member's own participants, guardians or mentors.
    OwnName,
    /// What may be the name of a person, or a word.
    PerhapsName,
    /// A telephone number.
    Phone,
    /// The first half of a postal code.
    PostalArea,
    /// A postal code.
    PostalCode,
    /// So few young people that somebody may know them.
    SmallNumber,
    /// A social insurance number.
    SocialInsurance,
    /// The number of a status or beneficiary card.
    StatusCard,
}

/// What follows from a suspicion.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// The author must say that it is not personal.
    Ask,
    /// It cannot be published.
    Block,
}

/// What there is to know of a suspicion: its number, its word, and the texts that tell it.
#[derive(Clone, Copy, Debug)]
struct Terms {
    code: &'static str,
    word: &'static str,
    what: &'static str,
    remedy: &'static str,
}

impl Suspicion {
    /// Every suspicion.
    pub const ALL: [Self; 19] = [
        Self::Address,
        Self::BirthDate,
        Self::CaseId,
        Self::Ceremony,
        Self::Community,
        Self::Email,
        Self::FullDate,
        Self::HealthCard,
        Self::Initials,
        Self::Link,
        Self::Name,
        Self::OwnName,
        Self::PerhapsName,
        Self::Phone,
        Self::PostalArea,
        Self::PostalCode,
        Self::SmallNumber,
        Self::SocialInsurance,
        Self::StatusCard,
    ];

    /// Returns what follows from it.
    pub fn level(self) -> Level {
        match self {
            Self::Ceremony
            | Self::Community
            | Self::FullDate
            | Self::Initials
            | Self::Link
            | Self::PerhapsName
            | Self::PostalArea
            | Self::SmallNumber => Level::Ask,
            Self::Address
            | Self::BirthDate
            | Self::CaseId
            | Self::Email
            | Self::HealthCard
            | Self::Name
            | Self::OwnName
            | Self::Phone
            | Self::PostalCode
            | Self::SocialInsurance
            | Self::StatusCard => Level::Block,
        }
    }

    /// Returns its number in the manual.
    pub fn code(self) -> &'static str {
        self.terms().code
    }

    /// Returns the word for it in signed records and in JSON.
    pub fn word(self) -> &'static str {
        self.terms().word
    }

    /// Returns the name of the text that says it.
    pub fn text(self) -> &'static str {
        self.terms().what
    }

    /// Returns the name of the text that says what to do.
    pub fn remedy(self) -> &'static str {
        self.terms().remedy
    }

    fn terms(self) -> Terms {
        let terms = |code, word, what| Terms { code, word, what, remedy: "gate-e160-remedy" };
        let asked = |code, word, what| Terms { code, word, what, remedy: "gate-ask-remedy" };
        match self {
            Self::Email => terms("FL-E160", "email", "gate-e160-what-email"),
            Self::Phone => terms("FL-E160", "phone", "gate-e160-what-phone"),
            Self::PostalCode => terms("FL-E160", "postal_code", "gate-e160-what-postal-code"),
            Self::SocialInsurance => {
                terms("FL-E160", "social_insurance", "gate-e160-what-social-insurance")
            }
            Self::BirthDate => terms("FL-E220", "birth_date", "gate-e220-what"),
            Self::HealthCard => terms("FL-E221", "health_card", "gate-e221-what"),
            Self::StatusCard => terms("FL-E222", "status_card", "gate-e222-what"),
            Self::Address => terms("FL-E223", "address", "gate-e223-what"),
            Self::Name => {
                Terms { remedy: "gate-e224-remedy", ..terms("FL-E224", "name", "gate-e224-what") }
            }
            Self::CaseId => terms("FL-E225", "case_id", "gate-e225-what"),
            Self::OwnName => Terms {
                remedy: "gate-e224-remedy",
                ..terms("FL-E226", "own_name", "gate-e226-what")
            },
            Self::PostalArea => asked("FL-E230", "postal_area", "gate-e230-what"),
            Self::FullDate => asked("FL-E231", "full_date", "gate-e231-what"),
            Self::PerhapsName => asked("FL-E232", "perhaps_name", "gate-e232-what"),
            Self::Initials => asked("FL-E233", "initials", "gate-e233-what"),
            Self::Link => asked("FL-E234", "link", "gate-e234-what"),
            Self::SmallNumber => asked("FL-E235", "small_number", "gate-e235-what"),
            Self::Community => Terms {
                remedy: "gate-e236-remedy",
                ..asked("FL-E236", "community", "gate-e236-what")
            },
            Self::Ceremony => Terms {
                remedy: "gate-e236-remedy",
                ..asked("FL-E237", "ceremony", "gate-e237-what")
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_suspicion_has_a_word_of_its_own() {
        let words: BTreeSet<_> = Suspicion::ALL.iter().map(|it| it.word()).collect();
        assert_eq!(words.len(), Suspicion::ALL.len());
        assert!(words.iter().all(|it| it.len() <= 32));
    }
}
