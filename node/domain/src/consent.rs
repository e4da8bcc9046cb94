//! A community's consent to figures about the groups that it governs.
//!
//! ```text
//!  Scope     which codes, indicators and periods
//!  Consent   a steward, an author, a scope, an agreement, and the hash of the very figures
//! ```
//!
//! A consent travels inside the release that it is for. It promises:
//!
//! - **A community consents to figures that it has seen**: what is told within the scope is part of
//!   what is signed, so no other number passes under the same signature.
//! - **It is for one author in one coalition**, by the key that spoke for the community when the
//!   coalition had come to the place that the entry names.
//! - **It covers periods, never days**: no clock decides whether it still holds. Figures of a later
//!   period need another consent.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use crate::catalogue::PROGRAM_TYPE;
use crate::catalogue::REGION;
use crate::catalogue::is_code;
use crate::id::CoalitionId;
use crate::id::ConsentId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::period::Period;
use crate::preimage;
use crate::preimage::Tag;
use crate::release::Figure;
use crate::release::Observation;
use crate::release::Place;
use crate::release::Release;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;
use crate::steward::CODES_MAX;
use crate::steward::GovernedCode;
use crate::steward::Stewards;

/// The most bytes of an encoded consent.
pub const CONSENT_BYTES_MAX: usize = 16 << 10;

/// The most consents that come with one release: one of each community that figures concern.
pub const CONSENTS_MAX: usize = 8;

/// The most indicators that one consent covers; a catalogue has fewer.
pub const INDICATORS_MAX: usize = 256;

/// The most characters of what is agreed.
pub const AGREEMENT_CHARS_MAX: usize = 200;

/// What begins the content of a consent, before it is hashed.
const CONTENT: &str = "flotilla content/1\n";

/// What a consent is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scope {
    /// Whom the figures are of; 1 to [`CODES_MAX`].
    pub codes: BTreeSet<GovernedCode>,
    /// What is counted; 1 to [`INDICATORS_MAX`].
    pub indicators: BTreeSet<String>,
    /// The first period that is covered.
    pub first: Period,
    /// The last one; what ends later needs another consent.
    pub last: Period,
}

/// A community's consent to figures.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Consent {
    /// The short name of the community.
    pub steward: String,
    /// The key by which it signs.
    pub steward_key: PublicKey,
    /// Who may publish the figures.
    pub member: MemberId,
    /// What they are about.
    pub scope: Scope,
    /// What was agreed, as both sides name it.
    pub agreement: String,
    /// The hash of the figures within the scope.
    pub content: Hash,
}

/// What the consents of a release allow.
pub type Granted = BTreeMap<ConsentId, Scope>;

/// Why a consent does not count.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoConsent {
    /// It is for other figures, another author or another coalition.
    #[error("a consent is for other figures or another author")]
    Other,
    /// Its signature or its shape is not sound.
    #[error("a consent is not sound")]
    Unsound(#[source] VerifyError),
    /// Its steward speaks for none such, or by another key.
    #[error("a consent is not of the steward of these groups")]
    WrongSteward,
}

impl Scope {
    /// Returns the narrowest scope that covers what `observations` say of `codes`; none if they say
    /// nothing of them.
    pub fn of(observations: &[Observation], codes: &BTreeSet<GovernedCode>) -> Option<Self> {
        let mut scope: Option<Self> = None;
        for Observation { place, .. } in observations {
            let concerned: BTreeSet<GovernedCode> =
                codes_of(place).filter(|it| codes.contains(it)).collect();
            if concerned.is_empty() {
                continue;
            }
            let scope = scope.get_or_insert_with(|| Self {
                codes: BTreeSet::new(),
                indicators: BTreeSet::new(),
                first: place.period,
                last: place.period,
            });
            scope.codes.extend(concerned);
            scope.indicators.insert(place.indicator.to_string());
            if starts(place.period) < starts(scope.first) {
                scope.first = place.period;
            }
            if place.period.last_month() > scope.last.last_month() {
                scope.last = place.period;
            }
        }
        scope
    }

    /// Returns whether what a place counts is within the scope.
    pub fn covers(&self, place: &Place) -> bool {
        let Self { codes, indicators, first, last } = self;
        let in_time = starts(*first) <= starts(place.period)
            && place.period.last_month() <= last.last_month();
        in_time
            && indicators.contains(&*place.indicator)
            && codes_of(place).any(|it| codes.contains(&it))
    }

    /// Returns the hash of what is told within the scope, withheld or not.
    pub fn content(&self, observations: &[Observation]) -> Hash {
        let mut text = CONTENT.to_owned();
        for Observation { place, figure } in observations.iter().filter(|it| self.covers(&it.place))
        {
            let Place { indicator, period, region, program_type, .. } = place;
            let (dimension, category) = place.breakdown_codes();
            let told = match figure {
                Figure::Count(count) => count.to_string(),
                Figure::Mean(mean) => format!("mean={mean}"),
                Figure::NotApplicable | Figure::Withheld => figure.status().to_owned(),
            };
            let line = format_args!(
                "{indicator} {period} {region} {program_type} {dimension} {category} {told}"
            );
            // Writing to a string cannot fail.
            writeln!(text, "{line}").unwrap_or_default();
        }
        Hash::of([text.as_bytes()])
    }
}

impl Consent {
    fn broken_rule(&self) -> Option<&'static str> {
        let Self { scope, agreement, .. } = self;
        let Scope { codes, indicators, first, last } = scope;
        let is_line = !agreement.chars().any(char::is_control);
        let rules = [
            ("a consent is for 1 to 64 codes", (1..=CODES_MAX).contains(&codes.len())),
            (
                "a consent is for 1 to 256 indicators",
                (1..=INDICATORS_MAX).contains(&indicators.len())
                    && indicators.iter().all(|code| is_code(code)),
            ),
            (
                "a consent ends after it begins",
                starts(*first) <= starts(*last) && first.last_month() <= last.last_month(),
            ),
            (
                "an agreement is named in at most 200 characters",
                is_line && agreement.chars().count() <= AGREEMENT_CHARS_MAX,
            ),
        ];
        rules.iter().find(|(_, holds)| !holds).map(|(rule, _)| *rule)
    }
}

impl Received<Consent> {
    /// Checks the consent against the key that it names.
    ///
    /// # Errors
    ///
    /// Fails if it is too large, breaks a rule, or the signature is not that key's.
    pub fn verify(self, coalition: CoalitionId) -> Result<Verified<Consent>, VerifyError> {
        if self.signed().body.len() > CONSENT_BYTES_MAX {
            return Err(VerifyError::BrokenRule { rule: "a consent has at most 16 KiB" });
        }
        if let Some(rule) = self.claim().broken_rule() {
            return Err(VerifyError::BrokenRule { rule });
        }
        let key = self.claim().steward_key;
        self.verify_with(Tag::Consent, coalition, &key)
    }

    /// Returns the id that the consent has, once it is verified.
    pub fn id(&self, coalition: CoalitionId) -> ConsentId {
        ConsentId(preimage::id(Tag::Consent, coalition, &self.signed().body))
    }
}

impl Verified<Consent> {
    /// Returns the id.
    pub fn id(&self) -> ConsentId {
        ConsentId(self.hash())
    }
}

/// Returns what the consents of a release by `member` allow, where these are the stewards.
///
/// # Errors
///
/// Fails at the first consent that is not what it claims to be: a release that comes with a false
/// one is not trusted with the rest.
pub fn granted(
    release: &Release,
    (coalition, member): (CoalitionId, MemberId),
    stewards: &Stewards,
) -> Result<Granted, NoConsent> {
    let mut scopes = Granted::new();
    for consent in &release.terms().consents {
        let consent = consent.clone().verify(coalition).map_err(NoConsent::Unsound)?;
        let Consent { steward, steward_key, scope, content, .. } = consent.value();
        let speaks = stewards
            .get(steward)
            .is_some_and(|it| it.key == *steward_key && scope.codes.is_subset(&it.codes));
        if !speaks {
            return Err(NoConsent::WrongSteward);
        }
        if consent.value().member != member || scope.content(release.observations()) != *content {
            return Err(NoConsent::Other);
        }
        scopes.insert(consent.id(), scope.clone());
    }
    Ok(scopes)
}

/// Returns the consents of a release that are among those that communities took back.
pub fn taken_back<'a>(
    release: &'a Release,
    coalition: CoalitionId,
    retracted: &'a BTreeSet<ConsentId>,
) -> impl Iterator<Item = &'a Received<Consent>> {
    let consents = release.terms().consents.iter();
    consents.filter(move |it| retracted.contains(&it.id(coalition)))
}

/// Returns a release with everything withheld that one of these consents covers, as tables show it after
/// the community took it back.
pub fn hidden(
    release: Release,
    coalition: CoalitionId,
    retracted: &BTreeSet<ConsentId>,
) -> Release {
    let gone = taken_back(&release, coalition, retracted);
    let gone: Vec<Scope> = gone.map(|it| it.claim().scope.clone()).collect();
    if gone.is_empty() {
        return release;
    }
    let is_gone = |it: &Observation| gone.iter().any(|scope| scope.covers(&it.place));
    let observations = release.observations().iter().map(|it| match is_gone(it) {
        true => Observation { place: it.place.clone(), figure: Figure::Withheld },
        false => it.clone(),
    });
    // The same places in the same order: it is a release as before.
    Release::new(release.terms().clone(), observations.collect()).unwrap_or(release)
}

/// Returns the codes by which a place may be governed: of its category, its region and its program.
pub fn codes_of(place: &Place) -> impl Iterator<Item = GovernedCode> + use<> {
    let breakdown = place.breakdown.as_ref();
    let category = breakdown.and_then(|it| GovernedCode::new(&it.dimension, &it.category));
    let region = GovernedCode::new(REGION, &place.region);
    let program = GovernedCode::new(PROGRAM_TYPE, &place.program_type);
    [category, region, program].into_iter().flatten()
}

/// Returns the first month of a period.
fn starts(period: Period) -> Option<Period> {
    period.months().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::TOTAL;
    use crate::release::Breakdown;

    #[test]
    fn a_scope_covers_whole_periods_of_its_own_groups_and_indicators() {
        let table = [cell("2024-Q2", "INUIT", 20), cell("2024-Q3", "INUIT", 25)];
        let scope = Scope::of(&table, &codes("population:INUIT")).unwrap();
        let covers = |period, category| scope.covers(&cell(period, category, 0).place);
        assert!(covers("2024-Q2", "INUIT") && covers("2024-08", "INUIT"));
        for (period, category) in
            [("2024-Q1", "INUIT"), ("2024-Q4", "INUIT"), ("2024", "INUIT"), ("2024-Q2", "METIS")]
        {
            assert!(!covers(period, category), "{period} {category}");
        }
        let mut other = cell("2024-Q2", "INUIT", 20).place;
        other.indicator = "MATCHES_CLOSED".into();
        assert!(!scope.covers(&other));
        assert_eq!(Scope::of(&table, &codes("population:METIS")), None);
    }

    #[test]
    fn the_content_is_every_figure_within_the_scope_and_no_other() {
        let table = |inuit, metis| [cell("2024", "INUIT", inuit), cell("2024", "METIS", metis)];
        let scope = Scope::of(&table(20, 30), &codes("population:INUIT")).unwrap();
        let content = |inuit, metis| scope.content(&table(inuit, metis));
        assert_eq!(content(20, 30), content(20, 35));
        assert_ne!(content(20, 30), content(25, 30));
        let mut hidden = table(20, 30);
        hidden[0].figure = Figure::Withheld;
        assert_ne!(scope.content(&hidden), content(20, 30));
        assert_ne!(scope.content(&hidden[1..]), scope.content(&hidden));
    }

    fn codes(text: &str) -> BTreeSet<GovernedCode> {
        BTreeSet::from([GovernedCode::parse(text).unwrap()])
    }

    fn cell(period: &str, category: &str, count: u64) -> Observation {
        let place = Place {
            indicator: "MATCHES_NEW".into(),
            period: period.parse().unwrap(),
            region: "CA-ON".into(),
            program_type: TOTAL.into(),
            breakdown: Some(Breakdown {
                dimension: "population".into(),
                category: category.into(),
            }),
        };
        Observation { place, figure: Figure::Count(count) }
    }
}
