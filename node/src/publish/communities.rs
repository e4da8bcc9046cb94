//! What communities are asked to consent to, and what they consented to.
//!
//! ```text
//!  ask    ──► as if they had consented ──► the governed figures, to be sent to their stewards
//!  given  ──► what they signed for     ──► releases with their consents, judged as by receivers
//! ```
//!
//! - **Asking publishes nothing**: what would be told is shown to whoever asks, and to the steward.
//! - **What is published is what was consented to**: the same file, rounded by the same key beside the
//!   same history, is the same figures; anything else is refused, and has to be asked for again.

use std::collections::BTreeSet;

use flotilla_domain::consent;
use flotilla_domain::consent::Consent;
use flotilla_domain::consent::Scope;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::practice::Practice;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Received;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::Steward;
use flotilla_gate::history::History;
use flotilla_gate::pass;
use flotilla_gate::pass::Releasable;
use flotilla_gate::problem::Problem;
use flotilla_gate::problem::Problems;
use flotilla_gate::rules::Rules;
use flotilla_text::Language;
use flotilla_wire::consent::REQUESTED_MAX;
use flotilla_wire::consent::Request;
use flotilla_wire::consent::Requested;

/// The first and the last year of the calendar: a question is about all that the file says.
const CALENDAR: [&str; 2] = ["1000", "9998"];

/// What is asked about a table beside what it holds.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The form for an outside attacker, in these words.
    pub words: Option<Language>,
    /// What communities are asked, or have consented to.
    pub communities: Communities,
    /// The members whose figures are not made up of ours, although they say so.
    pub disowned: Vec<String>,
}

/// What is asked of communities, or was given by them.
#[derive(Clone, Debug, Default)]
pub struct Communities {
    /// Whose stewards are asked, by short name; nothing is published then.
    pub ask: Vec<String>,
    /// What is agreed, as both sides name it.
    pub agreement: String,
    /// What they signed.
    pub consents: Vec<Received<Consent>>,
}

/// Who publishes, where.
pub(super) struct Author<'a> {
    pub(super) roster: &'a Roster,
    pub(super) member: MemberId,
}

impl Communities {
    /// Returns whether nothing is to be published, only asked.
    pub(super) fn is_question(&self) -> bool {
        !self.ask.is_empty()
    }

    /// Returns what the gate takes for consented to.
    pub(super) fn scopes(&self, author: &Author<'_>) -> Result<Vec<Scope>, Problems> {
        if self.is_question() {
            return self.ask.iter().map(|handle| hoped_for(author.roster, handle)).collect();
        }
        let mut scopes = Vec::new();
        for given in &self.consents {
            let steward = steward(author.roster, &given.claim().steward)?;
            let Consent { steward_key, member, scope, .. } = given.claim();
            let is_ours = *member == author.member
                && *steward_key == steward.key
                && scope.codes.is_subset(&steward.codes);
            let coalition = author.roster.coalition();
            if author.roster.retracted(author.member).any(|it| it == given.id(coalition)) {
                return Err(refused("FL-E263", "node-e263-what", &steward.handle));
            }
            let verified = given.clone().verify(coalition);
            if !is_ours || verified.is_err() {
                return Err(refused("FL-E261", "node-e261-what", &steward.handle));
            }
            scopes.push(scope.clone());
        }
        Ok(scopes)
    }

    /// Returns what the stewards are to be sent; none if the file says nothing of theirs.
    pub(super) fn request(
        &self,
        author: &Author<'_>,
        releases: &[Releasable],
    ) -> Result<Option<Request>, Problems> {
        let mut requested = Vec::new();
        for handle in &self.ask {
            let steward = steward(author.roster, handle)?;
            let asked = releases.iter().map(Releasable::release);
            requested.extend(asked.filter_map(|it| self.requested(author.member, steward, it)));
        }
        requested.truncate(REQUESTED_MAX);
        let roster = author.roster;
        let handle = roster.member(author.member).map(|it| it.handle().to_owned());
        Ok((!requested.is_empty()).then(|| Request {
            coalition: roster.coalition(),
            name: roster.name().to_owned(),
            member: handle.unwrap_or_default(),
            requested,
        }))
    }

    /// Returns `releases` with their consents, once more through the gate as receivers judge them.
    pub(super) fn attach(
        &self,
        author: &Author<'_>,
        releases: Vec<Releasable>,
        (rules, history): (&Rules<'_>, &History),
    ) -> Result<Vec<Releasable>, Problems> {
        if self.consents.is_empty() {
            return Ok(releases);
        }
        let mut history = history.clone();
        let who = (author.roster.coalition(), author.member);
        let mut attached = Vec::new();
        for releasable in &releases {
            let release = self.with_consents(releasable.release())?;
            let granted = consent::granted(&release, who, author.roster.steward_book())
                .map_err(|_| mismatch())?;
            let rules = rules.clone().granting(granted.into_values());
            attached.push(pass::again(release, &rules, &mut history).map_err(|_| mismatch())?);
        }
        Ok(attached)
    }

    /// Returns a release with those consents that are for its very figures.
    fn with_consents(&self, release: &Release) -> Result<Release, Problems> {
        let observations = release.observations();
        let is_for = |it: &&Received<Consent>| {
            let Consent { scope, content, .. } = it.claim();
            let concerns = observations.iter().any(|it| scope.covers(&it.place));
            concerns && scope.content(observations) == *content
        };
        let consents = self.consents.iter().filter(is_for).cloned().collect();
        let terms = Terms { consents, ..release.terms().clone() };
        Release::new(terms, observations.to_vec()).map_err(|_| mismatch())
    }

    fn requested(
        &self,
        member: MemberId,
        steward: &Steward,
        release: &Release,
    ) -> Option<Requested> {
        let observations = release.observations();
        let scope = Scope::of(observations, &steward.codes)?;
        let figures = observations.iter().filter(|it| scope.covers(&it.place)).cloned();
        let terms = Terms { note: String::new(), ..release.terms().clone() };
        let figures = Release::new(terms, figures.collect()).ok()?;
        let consent = Consent {
            steward: steward.handle.clone(),
            steward_key: steward.key,
            member,
            content: scope.content(observations),
            scope,
            agreement: self.agreement.clone(),
        };
        Requested::new(consent, figures)
    }
}

/// Returns whom to talk to about what is kept here, or that nobody is named yet.
pub(super) fn whom_to_ask(roster: &Roster, code: &GovernedCode) -> Message {
    match roster.stewards().find(|it| it.codes.contains(code)) {
        Some(steward) => Message::new("node-steward-ask")
            .word("code", code)
            .word("contact", &steward.contact)
            .word("handle", &steward.handle),
        None => Message::new("node-steward-none").word("code", code),
    }
}

/// Refuses labels that are not the word of the community that they name, and a community that nobody
/// speaks for.
pub(super) fn check_practice(practice: &Practice, roster: &Roster) -> Result<(), Problems> {
    let stewards = roster.steward_book();
    if !practice.is_sealed(roster.coalition(), stewards) {
        return Err(refused("FL-E253", "node-e253-what", ""));
    }
    match practice.has_steward(stewards) {
        true => Ok(()),
        false => Err(refused("FL-E262", "node-e262-what", &practice.fields().community)),
    }
}

/// Returns a scope as wide as a steward could consent to.
fn hoped_for(roster: &Roster, handle: &str) -> Result<Scope, Problems> {
    let steward = steward(roster, handle)?;
    let catalogue = roster.catalogue();
    let indicators = catalogue.indicators().chain(catalogue.own_parts());
    let [first, last] = CALENDAR.map(|year| year.parse::<Period>());
    let (Ok(first), Ok(last)) = (first, last) else { return Err(mismatch()) };
    Ok(Scope {
        codes: steward.codes.clone(),
        indicators: indicators.map(|it| it.code.clone()).collect::<BTreeSet<_>>(),
        first,
        last,
    })
}

fn steward<'a>(roster: &'a Roster, handle: &str) -> Result<&'a Steward, Problems> {
    roster
        .steward_book()
        .get(handle)
        .ok_or_else(|| refused("FL-E262", "node-e262-what", handle))
}

/// The figures are not those that were consented to.
fn mismatch() -> Problems {
    refused("FL-E260", "node-e260-what", "")
}

fn refused(code: &'static str, what: &'static str, handle: &str) -> Problems {
    let remedy = match code {
        "FL-E253" => "node-e253-remedy",
        "FL-E260" => "node-e260-remedy",
        "FL-E261" => "node-e261-remedy",
        "FL-E263" => "node-e263-remedy",
        _ => "node-e262-remedy",
    };
    let place = match code {
        "FL-E253" => Message::new("gate-place-key").word("path", "labels"),
        _ => Message::new("node-place-consent"),
    };
    let what = Message::new(what);
    let what = what.word("handle", handle);
    Problem { code, place, what, remedy: Message::new(remedy) }.into()
}
