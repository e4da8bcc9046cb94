//! A community's consent to figures, and the files by which it is asked for: `flotilla.v1.Consent`.
//!
//! A request carries the very bytes that will be signed, and beside them the figures. Whoever reads it
//! checks that both say the same ([`Request::from_bytes`]), so nobody signs for other figures than those
//! that are shown.

use flotilla_domain::consent::CONSENT_BYTES_MAX;
use flotilla_domain::consent::Consent;
use flotilla_domain::consent::INDICATORS_MAX;
use flotilla_domain::consent::Scope;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::Signature;
use flotilla_domain::key::SigningKey;
use flotilla_domain::preimage::SUITE;
use flotilla_domain::preimage::Tag;
use flotilla_domain::release::Release;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_domain::steward::GovernedCode;
use flotilla_proto::v1;
use prost::Message;

use crate::document;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;
use crate::release;
use crate::steward;

/// The most consents that are asked for, or given, at once.
pub const REQUESTED_MAX: usize = 64;

/// The most bytes of a request or an answer.
pub const REQUEST_BYTES_MAX: usize = 1 << 20;

/// What a member asks communities to consent to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// The coalition.
    pub coalition: CoalitionId,
    /// What people call it.
    pub name: String,
    /// The short name of the member that asks.
    pub member: String,
    /// What is asked; 1 to [`REQUESTED_MAX`].
    pub requested: Vec<Requested>,
}

/// One consent that is asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Requested {
    body: Vec<u8>,
    consent: Consent,
    figures: Release,
}

/// What a community answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The coalition.
    pub coalition: CoalitionId,
    /// What was signed; 1 to [`REQUESTED_MAX`].
    pub consents: Vec<Received<Consent>>,
}

/// Encodes a consent that is about to be signed.
pub fn encode(consent: &Consent) -> Vec<u8> {
    let Consent { steward, steward_key, member, scope, agreement, content } = consent;
    let Scope { codes, indicators, first, last } = scope;
    v1::Consent {
        suite: SUITE,
        steward: steward.clone(),
        steward_key: steward_key.as_bytes().to_vec(),
        member_id: member.0.as_bytes().to_vec(),
        codes: codes.iter().map(GovernedCode::to_string).collect(),
        indicators: indicators.iter().cloned().collect(),
        first_period: first.to_string(),
        last_period: last.to_string(),
        agreement: agreement.clone(),
        content: content.as_bytes().to_vec(),
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed consent.
///
/// # Errors
///
/// Fails if the bytes are not one, or more than a consent may have.
pub fn receive(signed: Signed) -> Result<Received<Consent>, DecodeError> {
    let consent = decode(&signed.body)?;
    Ok(Received::new(consent, signed))
}

/// Converts a signed consent that came from a peer.
pub(crate) fn from_wire(wire: v1::Signed) -> Result<Received<Consent>, DecodeError> {
    receive(document::signed_from_wire(wire)?)
}

impl Answer {
    /// Encodes the answer for a file: `flotilla.v1.Consents`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { coalition, consents } = self;
        let consents = consents.iter().map(|it| document::signed_to_wire(it.signed())).collect();
        let coalition_id = coalition.0.as_bytes().to_vec();
        v1::Consents { consents, coalition_id }.encode_to_vec()
    }

    /// Decodes an answer from a file.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not one, or hold none or too many.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let malformed = |_| DecodeError::Encoding { what: "answer to a request" };
        within(bytes)?;
        let v1::Consents { consents, coalition_id } =
            v1::Consents::decode(bytes).map_err(malformed)?;
        if !(1..=REQUESTED_MAX).contains(&consents.len()) {
            return Err(DecodeError::TooLarge { max: REQUESTED_MAX });
        }
        Ok(Self {
            coalition: CoalitionId(error::hash(&coalition_id, "coalition_id")?),
            consents: consents.into_iter().map(from_wire).collect::<Result<_, _>>()?,
        })
    }
}

impl Request {
    /// Encodes the request for a file: `flotilla.v1.ConsentRequest`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { coalition, name, member, requested } = self;
        let requested =
            requested
                .iter()
                .map(|Requested { body, consent: _, figures }| v1::RequestedConsent {
                    body: body.clone(),
                    figures: Some(release::to_wire(figures)),
                });
        v1::ConsentRequest {
            coalition_id: coalition.0.as_bytes().to_vec(),
            coalition: name.clone(),
            member: member.clone(),
            requested: requested.collect(),
        }
        .encode_to_vec()
    }

    /// Decodes a request from a file.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not one, or ask to sign for other figures than they show.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let malformed = |_| DecodeError::Encoding { what: "request for consent" };
        within(bytes)?;
        let wire = v1::ConsentRequest::decode(bytes).map_err(malformed)?;
        let v1::ConsentRequest { coalition_id, coalition, member, requested } = wire;
        if !(1..=REQUESTED_MAX).contains(&requested.len()) {
            return Err(DecodeError::TooLarge { max: REQUESTED_MAX });
        }
        Ok(Self {
            coalition: CoalitionId(error::hash(&coalition_id, "coalition_id")?),
            name: coalition,
            member,
            requested: requested.into_iter().map(requested_from_wire).collect::<Result<_, _>>()?,
        })
    }
}

impl Requested {
    /// Asks for `consent` to `figures`, or returns `None` if they are not what it is about.
    pub fn new(consent: Consent, figures: Release) -> Option<Self> {
        Self::of(encode(&consent), consent, figures)
    }

    /// Returns what is asked.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// Returns the figures.
    pub fn figures(&self) -> &Release {
        &self.figures
    }

    /// Returns the consent without a signature, as it would be checked.
    pub fn unsigned(&self) -> Received<Consent> {
        let signed = Signed { body: self.body.clone(), signature: Signature([0; 64]) };
        Received::new(self.consent.clone(), signed)
    }

    /// Signs the very bytes that were shown.
    pub fn sign(&self, coalition: CoalitionId, key: &SigningKey) -> Received<Consent> {
        let signed = Signed::new(Tag::Consent, coalition, self.body.clone(), key);
        Received::new(self.consent.clone(), signed)
    }

    fn of(body: Vec<u8>, consent: Consent, figures: Release) -> Option<Self> {
        let Consent { scope, content, .. } = &consent;
        let observations = figures.observations();
        let is_all = observations.iter().all(|it| scope.covers(&it.place));
        let is_same = is_all && scope.content(observations) == *content;
        is_same.then_some(Self { body, consent, figures })
    }
}

fn requested_from_wire(wire: v1::RequestedConsent) -> Result<Requested, DecodeError> {
    let v1::RequestedConsent { body, figures } = wire;
    let consent = decode(&body)?;
    let figures = release::from_wire(figures.ok_or_else(|| field("figures"))?)?;
    Requested::of(body, consent, figures).ok_or_else(|| field("content"))
}

fn decode(body: &[u8]) -> Result<Consent, DecodeError> {
    if body.len() > CONSENT_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: CONSENT_BYTES_MAX });
    }
    let wire = v1::Consent::decode(body).map_err(|_| DecodeError::Encoding { what: "consent" })?;
    let v1::Consent {
        suite,
        steward,
        steward_key,
        member_id,
        codes,
        indicators,
        first_period,
        last_period,
        agreement,
        content,
    } = wire;
    error::suite(suite)?;
    if indicators.len() > INDICATORS_MAX || !indicators.is_sorted_by(|a, b| a < b) {
        return Err(field("indicators"));
    }
    let scope = Scope {
        codes: steward::governed_codes(&codes)?,
        indicators: indicators.into_iter().collect(),
        first: first_period.parse().map_err(|_| field("first_period"))?,
        last: last_period.parse().map_err(|_| field("last_period"))?,
    };
    Ok(Consent {
        steward,
        steward_key: error::key(&steward_key, "steward_key")?,
        member: MemberId(error::hash(&member_id, "member_id")?),
        scope,
        agreement,
        content: error::hash(&content, "content")?,
    })
}

fn within(bytes: &[u8]) -> Result<(), DecodeError> {
    let max = REQUEST_BYTES_MAX;
    if bytes.len() > max { Err(DecodeError::TooLarge { max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use flotilla_domain::consent;
    use flotilla_domain::consent::NoConsent;
    use flotilla_domain::release::Figure;
    use flotilla_domain::release::Terms;
    use flotilla_domain::steward::Steward;
    use flotilla_domain::steward::Stewards;

    use super::*;
    use crate::sample::Sample;

    #[test]
    fn a_request_reads_back_as_itself_and_says_what_it_shows() {
        let sample = Sample::new(2);
        let request = request(&sample);
        assert_eq!(Request::from_bytes(&request.to_bytes()).unwrap(), request);
        let mut wire = v1::ConsentRequest::decode(request.to_bytes().as_slice()).unwrap();
        let figures = wire.requested[0].figures.as_mut().unwrap();
        figures.value[0] += 1;
        let refused = Request::from_bytes(&wire.encode_to_vec()).unwrap_err();
        assert_eq!(refused, field("content"), "other figures than what is signed");
    }

    #[test]
    fn a_release_with_its_consent_reads_back_and_counts() {
        let sample = Sample::new(2);
        let release = consented(&sample, &Sample::admin_key(8));
        let read = release::decode(&release::encode(&release)).unwrap();
        assert_eq!(read, release);
        let granted = granted(&sample, &read, 0).unwrap();
        assert!(granted.values().eq([&request(&sample).requested[0].consent.scope]));
        let coalition = sample.roster().coalition();
        let answer = Answer { coalition, consents: release.terms().consents.clone() };
        assert_eq!(Answer::from_bytes(&answer.to_bytes()).unwrap(), answer);
    }

    #[test]
    fn a_consent_of_another_key_for_another_author_or_of_other_figures_does_not_count() {
        let sample = Sample::new(2);
        let release = consented(&sample, &Sample::admin_key(8));
        assert_eq!(granted(&sample, &release, 1), Err(NoConsent::Other), "another author");
        let mut observations = release.observations().to_vec();
        let scope = &release.terms().consents[0].claim().scope;
        let told = observations.iter_mut().find(|it| scope.covers(&it.place)).unwrap();
        told.figure = Figure::Count(1_000);
        let other = Release::new(release.terms().clone(), observations).unwrap();
        assert_eq!(granted(&sample, &other, 0), Err(NoConsent::Other), "other figures");
        let forged = consented(&sample, &Sample::admin_key(9));
        assert!(matches!(granted(&sample, &forged, 0), Err(NoConsent::Unsound(_))));
        let stewards = Stewards::new();
        let who = (sample.roster().coalition(), sample.member(0));
        assert_eq!(consent::granted(&release, who, &stewards), Err(NoConsent::WrongSteward));
    }

    fn granted(
        sample: &Sample,
        release: &Release,
        author: usize,
    ) -> Result<consent::Granted, NoConsent> {
        let steward = Steward {
            handle: "north".to_owned(),
            names: [("en", "North"), ("fr", "Nord")]
                .map(|(tag, name)| (tag.to_owned(), name.to_owned()))
                .into(),
            contact: "Data office".to_owned(),
            codes: codes(),
            key: Sample::admin_key(8).public(),
        };
        let stewards = Stewards::from([("north".to_owned(), steward)]);
        consent::granted(release, (sample.roster().coalition(), sample.member(author)), &stewards)
    }

    fn consented(sample: &Sample, key: &SigningKey) -> Release {
        let consent = request(sample).requested[0].sign(sample.roster().coalition(), key);
        let table = Sample::release(24);
        let terms = Terms { consents: vec![consent], ..table.terms().clone() };
        Release::new(terms, table.observations().to_vec()).unwrap()
    }

    fn request(sample: &Sample) -> Request {
        let table = Sample::release(24);
        let scope = Scope::of(table.observations(), &codes()).unwrap();
        let covered = table.observations().iter().filter(|it| scope.covers(&it.place));
        let figures = Release::new(table.terms().clone(), covered.cloned().collect()).unwrap();
        let consent = Consent {
            steward: "north".to_owned(),
            steward_key: Sample::admin_key(8).public(),
            member: sample.member(0),
            content: scope.content(table.observations()),
            scope,
            agreement: "MOU 2026-4".to_owned(),
        };
        Request {
            coalition: sample.roster().coalition(),
            name: sample.roster().name().to_owned(),
            member: "alice".to_owned(),
            requested: vec![Requested::new(consent, figures).unwrap()],
        }
    }

    fn codes() -> BTreeSet<GovernedCode> {
        [GovernedCode::parse("gender:GIRLS").unwrap()].into()
    }
}
