//! What was found in a bundle, for a person: the answer, the decisions, a line for every member, and
//! everything that does not verify.

use flotilla_domain::message::Message;
use flotilla_text::Texts;

use crate::commands::verify::shape::Fault;
use crate::commands::verify::shape::GovernanceEntry;
use crate::commands::verify::shape::Log;
use crate::commands::verify::shape::Verified;
use crate::table;
use crate::table::Table;

/// Returns what was found.
pub(super) fn text(verified: &Verified, anchor: &Message, texts: &Texts) -> String {
    let mut lines = vec![texts.say(&answer(verified)), texts.say(anchor)];
    let height = Message::new("cli-verify-governance").number("height", verified.gov_height);
    lines.push(texts.say(&height));
    lines.extend(verified.governance.iter().map(|it| decision(it, texts)));
    let mut text = lines.join("\n") + "\n" + &logs(&verified.logs, texts);
    for log in &verified.logs {
        for message in notes(log) {
            text.push_str(&(texts.say(&message) + "\n"));
        }
    }
    if verified.skipped > 0 {
        let skipped = Message::new("cli-bundle-skipped").number("count", verified.skipped);
        text.push_str(&(texts.say(&skipped) + "\n"));
    }
    for found in &verified.faults {
        text.push_str(&(fault(found, texts) + "\n"));
    }
    text
}

fn answer(verified: &Verified) -> Message {
    let id = match (verified.rejected, verified.lacks()) {
        (0, false) => "cli-verify-holds",
        (0, true) => "cli-verify-lacks",
        _ => "cli-verify-spoiled",
    };
    Message::new(id)
        .word("name", table::shown(&verified.coalition_name))
        .number("rejected", verified.rejected)
}

fn decision(entry: &GovernanceEntry, texts: &Texts) -> String {
    let state = match entry.state {
        "aside" => "cli-verify-state-aside",
        "certified" => "cli-verify-state-certified",
        "missing" => "cli-verify-state-missing",
        "open" => "cli-verify-state-open",
        _ => "cli-verify-state-void",
    };
    let actions: Vec<String> =
        entry.actions.iter().map(|action| texts.text(action_text(action))).collect();
    let message = Message::new("cli-verify-decision")
        .number("height", entry.height)
        .word("actions", actions.join(", "))
        .word("state", texts.text(state))
        .number("approvals", entry.approve.len())
        .word("members", table::shown(&entry.approve.join(", ")));
    format!("  {}", texts.say(&message))
}

fn action_text(action: &str) -> &'static str {
    match action {
        "admit" => "cli-verify-action-admit",
        "confirm" => "cli-verify-action-confirm",
        "erase_order" => "cli-verify-action-erase-order",
        "recover" => "cli-verify-action-recover",
        "remove" => "cli-verify-action-remove",
        "set_catalogue" => "cli-verify-action-set-catalogue",
        _ => "cli-verify-action-set-policy",
    }
}

fn logs(logs: &[Log], texts: &Texts) -> String {
    let columns = [
        "cli-column-member",
        "cli-verify-column-valid",
        "cli-verify-column-taken-back",
        "cli-verify-column-superseded",
        "cli-column-quarantined",
        "cli-verify-column-void",
        "cli-verify-column-pending",
        "cli-column-held-by",
    ];
    let header = columns.map(|id| texts.text(id)).to_vec();
    let mut table = Table::new(header).right(&[1, 2, 3, 4, 5, 6, 7]);
    for log in logs {
        let numbers = [
            log.valid,
            log.withdrawn + log.erased,
            log.superseded,
            log.quarantined,
            log.void,
            log.pending + log.hollow,
            log.held_by,
        ];
        let numbers = numbers.map(|number| number.to_string());
        table.push([log.member.clone()].into_iter().chain(numbers).collect());
    }
    table.render()
}

/// Returns what a person should know of a log besides its numbers.
fn notes(log: &Log) -> Vec<Message> {
    let member = |id| Message::new(id).word("member", table::shown(&log.member));
    let forked = log.forked_seq.map(|seq| member("cli-verify-forked").number("seq", seq));
    let settled = log.contested && log.forked_seq.is_none();
    let settled = settled.then(|| member("cli-verify-fork-settled"));
    let beyond = log.known_seq.map(|known| {
        member("cli-verify-beyond").number("last", log.last_seq).number("known", known)
    });
    let left = (!log.active).then(|| member("cli-verify-left"));
    [forked, settled, beyond, left].into_iter().flatten().collect()
}

fn fault(fault: &Fault, texts: &Texts) -> String {
    let what = match fault.what {
        "document" => "cli-verify-what-document",
        "entry" => "cli-verify-what-entry",
        "fork_proof" => "cli-verify-what-fork-proof",
        "governance_entry" => "cli-verify-what-governance",
        "statement" => "cli-verify-what-statement",
        "vote" => "cli-verify-what-vote",
        _ => "cli-verify-what-unreadable",
    };
    let why = match fault.why {
        "bad_signature" => "cli-verify-why-forged",
        "broken_rule" => "cli-verify-why-broken",
        "payload_differs" => "cli-verify-why-payload",
        "unknown_key" => "cli-verify-why-unknown",
        _ => "cli-verify-why-unreadable",
    };
    let what = Message::new(what)
        .word("member", table::shown(fault.member.as_deref().unwrap_or("?")))
        .number("place", fault.place.unwrap_or(0));
    let why = Message::new(why).word("rule", fault.rule.unwrap_or_default());
    let message = Message::new("cli-verify-fault")
        .number("frame", fault.frame)
        .word("what", texts.say(&what))
        .word("why", texts.say(&why));
    texts.say(&message)
}
