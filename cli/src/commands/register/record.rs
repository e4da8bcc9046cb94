//! One line of the register: one publication, the rules that it was made by, and what became of it.

use std::collections::BTreeSet;

use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::message::Message;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Release;
use flotilla_domain::roster::Member;
use flotilla_gate::preview::covered;
use flotilla_text::Texts;
use flotilla_text::date;
use flotilla_wire::audit::Finding;
use serde::Serialize;

/// When the risk is looked at again: after a year.
const REASSESSED_AFTER_MS: i64 = 365 * 24 * 60 * 60 * 1_000;

/// One publication.
#[derive(Clone, Debug)]
pub(super) struct Record {
    entry_id: String,
    created_ms: i64,
    state: &'static str,
    /// What it says; nothing if that was destroyed.
    said: Option<Said>,
    supervisor: String,
}

/// What a publication says, without a value.
#[derive(Clone, Debug)]
struct Said {
    indicators: BTreeSet<String>,
    periods: BTreeSet<String>,
    figures: usize,
    hidden: usize,
    gate: GateParameters,
    policy_version: u32,
    coverage: Coverage,
}

/// A line of the register, in words.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    entry_id: String,
    published_on: String,
    state: &'static str,
    #[serde(skip)]
    state_text: String,
    indicators: String,
    periods: String,
    figures: usize,
    hidden: usize,
    purpose: String,
    policy_version: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    covers: Vec<String>,
    techniques: String,
    individualization: String,
    correlation: String,
    inference: String,
    supervisor: String,
    reassess_on: String,
}

impl Record {
    /// Returns the line of a publication that says `release`, if that is still there.
    pub(super) fn of(found: &Finding, release: Option<Release>, author: &Member) -> Self {
        Self {
            entry_id: found.id.to_string(),
            created_ms: found.created_ms,
            state: found.verdict.name(),
            said: release.map(|it| Said::of(&it)),
            supervisor: author.document.contact_role.clone(),
        }
    }

    /// Returns whether the risk has to be looked at again at `now_ms`.
    pub(super) fn is_due(&self, now_ms: i64) -> bool {
        self.state == "counts" && self.reassess_ms() <= now_ms
    }

    /// Returns the line in words, for the purpose that is given.
    pub(super) fn told(&self, purpose: &str, texts: &Texts) -> Told {
        let said = self.said.as_ref();
        let joined = |names: &BTreeSet<String>| Vec::from_iter(names.clone()).join(" ");
        let text = |id: &'static str| {
            said.map_or_else(String::new, |it| texts.say(&it.parameters(Message::new(id))))
        };
        let coverage = said.map(|it| it.coverage.clone()).unwrap_or_default();
        // Whose figures these are is part of how they became nobody's.
        let covered = covered(&coverage).map(|it| texts.say(&it));
        let techniques = [covered, Some(text("cli-register-techniques"))];
        let techniques = techniques.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Told {
            entry_id: self.entry_id.clone(),
            published_on: date::day(self.created_ms),
            state: self.state,
            state_text: texts.text(state_text(self.state)),
            indicators: said.map(|it| joined(&it.indicators)).unwrap_or_default(),
            periods: said.map(|it| joined(&it.periods)).unwrap_or_default(),
            figures: said.map_or(0, |it| it.figures),
            hidden: said.map_or(0, |it| it.hidden),
            purpose: purpose.to_owned(),
            policy_version: said.map(|it| it.policy_version),
            covers: coverage.units().to_vec(),
            techniques,
            individualization: text("cli-register-individualization"),
            correlation: text("cli-register-correlation"),
            inference: text("cli-register-inference"),
            supervisor: self.supervisor.clone(),
            reassess_on: date::day(self.reassess_ms()),
        }
    }

    fn reassess_ms(&self) -> i64 {
        self.created_ms.saturating_add(REASSESSED_AFTER_MS)
    }
}

impl Said {
    fn of(release: &Release) -> Self {
        let told = release.observations();
        let terms = release.terms();
        Self {
            indicators: told.iter().map(|it| it.place.indicator.to_string()).collect(),
            periods: told.iter().map(|it| it.place.period.to_string()).collect(),
            figures: told.len(),
            hidden: told.iter().filter(|it| it.figure == Figure::Withheld).count(),
            gate: terms.gate,
            policy_version: terms.policy_version,
            coverage: terms.coverage.clone(),
        }
    }

    /// Gives a text the parameters that it may name.
    fn parameters(&self, message: Message) -> Message {
        let gate = &self.gate;
        message
            .number("threshold", gate.threshold)
            .number("identity", gate.threshold_of(Sensitivity::Identity))
            .number("community", gate.threshold_of(Sensitivity::Community))
            .number("slice", gate.slice_base)
            .number("base", gate.rounding_base)
            .number("candidates", gate.candidates)
    }
}

impl Told {
    /// The heads of the columns.
    pub(super) const COLUMNS: [&'static str; 15] = [
        "cli-register-published",
        "cli-register-state",
        "cli-register-indicators",
        "cli-register-periods",
        "cli-register-figures",
        "cli-register-hidden",
        "cli-register-for",
        "cli-register-policy",
        "cli-register-how",
        "cli-register-alone",
        "cli-register-linked",
        "cli-register-inferred",
        "cli-register-supervisor",
        "cli-register-reassess",
        "cli-register-entry",
    ];

    /// Returns the cells under them.
    pub(super) fn cells(&self) -> Vec<String> {
        let (figures, hidden) = (self.figures.to_string(), self.hidden.to_string());
        let policy = self.policy_version.map(|it| it.to_string()).unwrap_or_default();
        let cells = [
            &self.published_on,
            &self.state_text,
            &self.indicators,
            &self.periods,
            &figures,
            &hidden,
            &self.purpose,
            &policy,
            &self.techniques,
            &self.individualization,
            &self.correlation,
            &self.inference,
            &self.supervisor,
            &self.reassess_on,
            &self.entry_id,
        ];
        cells.map(String::clone).to_vec()
    }
}

/// Returns the text for what became of a publication.
fn state_text(state: &str) -> &'static str {
    match state {
        "counts" => "cli-register-counts",
        "erased" => "cli-register-erased",
        "superseded" => "cli-register-superseded",
        "withdrawn" => "cli-register-withdrawn",
        _ => "cli-register-not-counted",
    }
}
