//! What was published about a group, as a table for a person and as JSON for a program.

use flotilla_domain::consent::Consent;
use flotilla_domain::message::Message;
use flotilla_domain::practice::held::HOLD_AT_HOME;
use flotilla_domain::release::Observation;
use flotilla_domain::roster::Roster;
use flotilla_domain::steward::GovernedCode;
use flotilla_text::Texts;
use flotilla_wire::audit::Finding;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::Verdict;
use serde::Serialize;

use super::Said;
use crate::commands::entry;
use crate::context::Context;
use crate::failure::CommandError;
use crate::shapes;
use crate::table;
use crate::table::Table;

/// One entry of `flotilla records`.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) entry_id: String,
    pub(super) member: String,
    pub(super) seq: u64,
    kind: &'static str,
    counts: bool,
    verdict: &'static str,
    shown: usize,
    withheld: usize,
    title: String,
    /// `replicate` or `hold_at_home`; empty for figures.
    sharing: String,
    consents: Vec<Given>,
    observations: Vec<shapes::Observation>,
}

/// One consent that came with an entry.
#[derive(Debug, Serialize)]
struct Given {
    consent_id: String,
    steward: String,
    agreement: String,
    first_period: String,
    last_period: String,
    taken_back: bool,
}

impl Row {
    /// Returns what was found about an entry.
    pub(super) fn of(found: &Finding, said: &Said, findings: &Findings) -> Self {
        let roster = findings.state().roster();
        let (figures, consents, title, sharing): (&[Observation], _, _, _) = match said {
            Said::Figures(figures, release) => {
                let consents = release.terms().consents.iter();
                let given = consents
                    .map(|it| Given::of(it.id(roster.coalition()), it.claim(), (roster, found)));
                (figures, given.collect(), String::new(), String::new())
            }
            Said::Practice(practice) => {
                let text = practice.fields().texts.first();
                let title = text.map_or_else(String::new, |it| it.title.clone());
                (&[], Vec::new(), title, practice.fields().sharing.clone())
            }
        };
        let shown = figures.iter().filter(|it| it.figure.count().is_some()).count();
        Self {
            entry_id: found.id.to_string(),
            member: entry::handle(findings, found.member),
            seq: found.seq,
            kind: found.kind.name(),
            counts: found.verdict == Verdict::Counts,
            verdict: found.verdict.name(),
            shown,
            withheld: figures.len().saturating_sub(shown),
            title,
            sharing,
            consents,
            observations: figures.iter().map(shapes::Observation::told).collect(),
        }
    }

    /// Returns the consents in a few words, or that it is held at home.
    fn note(&self, texts: &Texts) -> String {
        if self.sharing == HOLD_AT_HOME {
            return texts.text("cli-records-held");
        }
        let given = self.consents.iter().map(|it| {
            let id = match it.taken_back {
                true => "cli-records-taken-back",
                false => "cli-records-consent",
            };
            let message = Message::new(id).word("steward", table::shown(&it.steward));
            texts.say(&message.word("agreement", table::shown(&it.agreement)))
        });
        given.collect::<Vec<_>>().join("; ")
    }
}

impl Given {
    fn of(
        id: flotilla_domain::id::ConsentId,
        consent: &Consent,
        (roster, found): (&Roster, &Finding),
    ) -> Self {
        let Consent { steward, scope, agreement, .. } = consent;
        Self {
            consent_id: id.to_string(),
            steward: steward.clone(),
            agreement: agreement.clone(),
            first_period: scope.first.to_string(),
            last_period: scope.last.to_string(),
            taken_back: roster.retracted(found.member).any(|it| it == id),
        }
    }
}

/// Prints what was published.
pub(super) fn print(
    rows: &[Row],
    code: &GovernedCode,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    if ui.json {
        return ui.print_json(&rows);
    }
    if rows.is_empty() {
        ui.tell(&Message::new("cli-records-none").word("code", code));
        return Ok(());
    }
    let texts = &ui.texts;
    let columns = [
        "cli-column-member",
        "cli-entry-column-seq",
        "cli-entry-column-kind",
        "cli-column-state",
        "cli-records-column-shown",
        "cli-records-column-hidden",
        "cli-records-column-consent",
        "cli-entry-column-entry",
    ];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec()).right(&[1, 4, 5]);
    for row in rows {
        table.push(vec![
            row.member.clone(),
            row.seq.to_string(),
            texts.text(entry::kind_text(row.kind)),
            texts.text(entry::state_text(row.verdict)),
            row.shown.to_string(),
            row.withheld.to_string(),
            row.note(texts),
            row.entry_id.clone(),
        ]);
    }
    ui.print(&table.render())?;
    ui.tell(&Message::new("cli-records-next"));
    Ok(())
}
