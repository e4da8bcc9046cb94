//! What was found about an entry: one sentence for a person, and what it rests on; JSON for a program.

use std::collections::BTreeSet;

use flotilla_domain::entry::Kind;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_text::Texts;
use flotilla_wire::audit::Audited;
use flotilla_wire::audit::Finding;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::Verdict;
use flotilla_wire::audit::VoidReason;
use serde::Serialize;

use crate::commands::bundle::anchor::Anchor;
use crate::context::Context;
use crate::failure::CommandError;
use crate::table;
use crate::table::Table;

/// How many digits of an id a list shows.
const SHORT: usize = 16;

/// `flotilla entry verify`, `flotilla entry show`.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    coalition_id: String,
    coalition_name: String,
    anchor: &'static str,
    gov_height: u64,
    #[serde(flatten)]
    entry: Row,
    member_name: String,
    member_id: String,
    fingerprint: String,
    created_ms: i64,
    author_gov_height: u64,
    author_gov_known: bool,
    log_last_seq: u64,
    log_known_seq: Option<u64>,
    /// How many could acknowledge it: the other members.
    other_members: usize,
    rejected: u64,
    skipped: u64,
    #[serde(skip)]
    said: Vec<Message>,
    #[serde(skip)]
    verdict: Verdict,
}

/// One entry of a list.
#[derive(Debug, Serialize)]
struct Row {
    entry_id: String,
    member: String,
    epoch: u32,
    seq: u64,
    kind: &'static str,
    counts: bool,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    void_reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forked_seq: Option<u64>,
    acknowledged: Vec<String>,
}

impl Told {
    /// Says what was found about an entry; `None` if the file has no genuine header of it.
    pub(super) fn of(audited: &Audited, id: EntryId, anchor: Anchor) -> Option<Self> {
        let findings = &audited.findings;
        let found = findings.entry(id)?;
        let roster = findings.state().roster();
        let log = findings.logs().into_iter().find(|log| log.member == found.member);
        let last_seq = log.as_ref().map_or(0, |log| log.last_seq);
        let known_seq = log.and_then(|log| log.known_seq);
        let name = roster.member(found.member).map_or("?", |it| it.document.name.as_str());
        let mut told = Self {
            coalition_id: roster.coalition().to_string(),
            coalition_name: roster.name().to_owned(),
            anchor: anchor.name(),
            gov_height: roster.governance_head().0,
            entry: Row::of(&found, findings),
            member_name: name.to_owned(),
            member_id: found.member.to_string(),
            fingerprint: found.key.fingerprint().to_string(),
            created_ms: found.created_ms,
            author_gov_height: found.gov_height,
            author_gov_known: found.gov_known,
            log_last_seq: last_seq,
            log_known_seq: known_seq,
            other_members: roster.members().filter(|it| it.id != found.member).count(),
            rejected: findings.faults_total(),
            skipped: audited.skipped,
            said: Vec::new(),
            verdict: found.verdict,
        };
        told.said = told.details(anchor.message(roster.coalition()));
        Some(told)
    }

    /// Prints it.
    pub(super) fn print(&self, context: &Context) -> Result<(), CommandError> {
        if context.ui.json {
            return context.ui.print_json(self);
        }
        let texts = &context.ui.texts;
        let mut text = texts.say(&self.sentence(texts)) + "\n";
        for message in &self.said {
            text.push_str(&format!("  {}\n", texts.say(message)));
        }
        context.ui.print(&text)
    }

    /// Returns the one sentence.
    fn sentence(&self, texts: &Texts) -> Message {
        let id = match self.verdict {
            _ if self.rejected > 0 => "cli-entry-spoiled",
            Verdict::Counts => "cli-entry-counts",
            Verdict::Differs => "cli-entry-differs",
            Verdict::Erased { by: Some(_) } => "cli-entry-erased",
            Verdict::Erased { by: None } => "cli-entry-erased-by-order",
            Verdict::Hollow => "cli-entry-hollow",
            Verdict::Pending => "cli-entry-pending",
            Verdict::Quarantined { forked_seq: Some(_) } => "cli-entry-forked",
            Verdict::Quarantined { forked_seq: None } => "cli-entry-quarantined",
            Verdict::Superseded { .. } => "cli-entry-superseded",
            Verdict::Unreadable => "cli-entry-unreadable",
            Verdict::Unsettled { .. } => "cli-entry-unsettled",
            Verdict::Void(VoidReason::BeyondCut { .. }) => "cli-entry-void-cut",
            Verdict::Void(VoidReason::Departed) => "cli-entry-void-departed",
            Verdict::Void(VoidReason::Parted) => "cli-entry-void-parted",
            Verdict::Void(VoidReason::WrongKey) => "cli-entry-void-key",
            Verdict::Withdrawn { .. } => "cli-entry-withdrawn",
        };
        Message::new(id)
            .word("name", table::shown(&self.member_name))
            .word("member", table::shown(&self.entry.member))
            .word("kind", texts.text(kind_text(self.entry.kind)))
            .number("seq", self.entry.seq)
            .number("rejected", self.rejected)
    }

    /// Returns what the sentence rests on.
    fn details(&self, anchor: Message) -> Vec<Message> {
        let mut said = vec![
            Message::new("cli-entry-detail-id").word("id", &self.entry.entry_id),
            Message::new("cli-entry-detail-key")
                .number("epoch", self.entry.epoch)
                .word("fingerprint", &self.fingerprint),
            Message::new("cli-entry-detail-roster")
                .word("name", table::shown(&self.coalition_name))
                .number("height", self.gov_height)
                .number("author", self.author_gov_height),
        ];
        if !self.author_gov_known {
            said.push(Message::new("cli-entry-detail-roster-unknown"));
        }
        if let Some(by) = &self.entry.by {
            said.push(Message::new("cli-entry-detail-by").word("id", by));
        }
        let others = self.entry.acknowledged.len();
        said.push(
            Message::new("cli-entry-detail-held")
                .number("others", others)
                .number("of", self.other_members)
                .word("members", self.entry.acknowledged.join(", ")),
        );
        if let Some(known) = self.log_known_seq {
            said.push(
                Message::new("cli-entry-detail-beyond")
                    .number("last", self.log_last_seq)
                    .number("known", known),
            );
        }
        if self.skipped > 0 {
            said.push(Message::new("cli-bundle-skipped").number("count", self.skipped));
        }
        said.push(anchor);
        said
    }
}

impl Row {
    fn of(found: &Finding, findings: &Findings) -> Self {
        let handle = |id: &MemberId| handle(findings, *id);
        let (void_reason, forked_seq) = match found.verdict {
            Verdict::Void(reason) => (Some(reason_name(reason)), None),
            Verdict::Quarantined { forked_seq } => (None, forked_seq),
            _ => (None, None),
        };
        // By name, so that two nodes say it alike.
        let acknowledged: BTreeSet<String> = found.acknowledged.iter().map(handle).collect();
        Self {
            entry_id: found.id.to_string(),
            member: handle(&found.member),
            epoch: found.epoch,
            seq: found.seq,
            kind: found.kind.name(),
            counts: found.verdict == Verdict::Counts,
            verdict: found.verdict.name(),
            void_reason,
            by: found.verdict.by().map(|id| id.to_string()),
            forked_seq,
            acknowledged: acknowledged.into_iter().collect(),
        }
    }
}

/// Prints entries, by member and place.
pub(super) fn list(
    found: &[Finding],
    findings: &Findings,
    context: &Context,
) -> Result<(), CommandError> {
    let mut rows: Vec<Row> = found.iter().map(|it| Row::of(it, findings)).collect();
    rows.sort_by(|a, b| (&a.member, a.seq, &a.entry_id).cmp(&(&b.member, b.seq, &b.entry_id)));
    if context.ui.json {
        return context.ui.print_json(&rows);
    }
    let texts = &context.ui.texts;
    let columns = [
        "cli-column-member",
        "cli-entry-column-seq",
        "cli-entry-column-entry",
        "cli-entry-column-kind",
        "cli-column-state",
        "cli-column-held-by",
    ];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec()).right(&[1, 5]);
    for row in rows {
        table.push(vec![
            row.member,
            row.seq.to_string(),
            row.entry_id.chars().take(SHORT).collect(),
            texts.text(kind_text(row.kind)),
            texts.text(state_text(row.verdict)),
            row.acknowledged.len().to_string(),
        ]);
    }
    context.ui.print(&table.render())
}

/// Returns what a member is called, or the first digits of its id.
pub(in crate::commands) fn handle(findings: &Findings, id: MemberId) -> String {
    let member = findings.state().roster().member(id);
    member.map_or_else(|| id.0.short(), |member| member.handle().to_owned())
}

/// Returns what a kind of entry is called.
pub(in crate::commands) fn kind_text(kind: &str) -> &'static str {
    let kinds = [
        (Kind::Erasure, "cli-entry-kind-erasure"),
        (Kind::Practice, "cli-entry-kind-practice"),
        (Kind::Release, "cli-entry-kind-release"),
        (Kind::Response, "cli-entry-kind-response"),
        (Kind::TokenRevocation, "cli-entry-kind-token-revocation"),
        (Kind::Withdrawal, "cli-entry-kind-withdrawal"),
    ];
    let known = kinds.into_iter().find(|(it, _)| it.name() == kind);
    known.map_or("cli-entry-kind-unknown", |(_, text)| text)
}

/// Returns how an entry stands, in a word or two.
pub(in crate::commands) fn state_text(verdict: &str) -> &'static str {
    match verdict {
        "counts" => "cli-entry-state-counts",
        "payload_differs" => "cli-entry-state-differs",
        "erased" => "cli-entry-state-erased",
        "payload_missing" => "cli-entry-state-hollow",
        "quarantined" => "cli-entry-state-quarantined",
        "superseded" => "cli-entry-state-superseded",
        "unreadable" => "cli-entry-state-unreadable",
        "void" => "cli-entry-state-void",
        "withdrawn" => "cli-entry-state-withdrawn",
        _ => "cli-entry-state-pending",
    }
}

fn reason_name(reason: VoidReason) -> &'static str {
    match reason {
        VoidReason::BeyondCut { .. } => "beyond_cut",
        VoidReason::Departed => "departed",
        VoidReason::Parted => "parted",
        VoidReason::WrongKey => "wrong_key",
    }
}
