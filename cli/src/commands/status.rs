//! `flotilla status`: how the own node is doing, what of the data it holds, and what is being voted on.
//!
//! What is pending is read from the objects that the node holds, and verified here, like everywhere
//! else: a node that is asked how it is doing need not be believed about votes.

use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_text::Texts;

use crate::commands::coalition::state;
use crate::context::Context;
use crate::failure::CommandError;
use crate::minutes::Minutes;
use crate::own_node;
use crate::proposals;
use crate::shapes;
use crate::table;
use crate::table::Table;

/// How many digits of an id a person is shown.
const SHORT: usize = 8;

/// Tells how the own node is doing.
pub(crate) fn status(context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let reply = own_node::status(&settings, context.ui.texts.language())?;
    let minutes = own_node::minutes(&settings)?;
    if context.ui.json {
        let pending = proposals::open(&minutes.state, context);
        return context.ui.print_json(&shapes::Status::new(reply, pending));
    }
    context.ui.print(&told(&reply, context))?;
    pending(&reply.member, &minutes, context)
}

/// Tells what is being voted on, and whether it waits for this member, whose handle is `member`.
fn pending(member: &str, minutes: &Minutes, context: &Context) -> Result<(), CommandError> {
    let open = proposals::open(&minutes.state, context);
    if open.is_empty() {
        return Ok(());
    }
    context.ui.print(&format!("\n{}", state::pending(minutes, context)))?;
    for proposal in open.iter().filter(|it| it.silent.iter().any(|handle| handle == member)) {
        let id: String = proposal.proposal_id.chars().take(SHORT).collect();
        context.ui.tell(&Message::new("cli-status-your-vote").word("id", id));
    }
    Ok(())
}

fn told(reply: &v1::StatusReply, context: &Context) -> String {
    let texts = &context.ui.texts;
    let publishing = match reply.publishing.as_str() {
        "ready" => Message::new("cli-status-publishing"),
        "catching-up" => Message::new("cli-status-publishing-catching-up"),
        "forked" => Message::new("cli-status-publishing-forked"),
        "key-replaced" => Message::new("cli-status-publishing-key-replaced"),
        reason => Message::new("cli-status-not-publishing").word("reason", table::shown(reason)),
    };
    let snapshot: String = shapes::hex(&reply.snapshot_id).chars().take(SHORT).collect();
    let head = [
        Message::new("cli-status-member")
            .word("member", table::shown(&reply.member))
            .word("coalition", table::shown(&reply.coalition_name))
            .word("software", table::shown(&reply.software)),
        Message::new("cli-status-snapshot").word("snapshot", snapshot),
        publishing,
        address("cli-status-web", "cli-status-no-web", &reply.web_address),
        address("cli-status-peers", "cli-status-no-peers", &reply.peers_address),
    ];
    let outdated = (reply.protocol_version < reply.protocol_version_min).then(|| {
        Message::new("cli-status-outdated")
            .number("spoken", reply.protocol_version)
            .number("wanted", reply.protocol_version_min)
    });
    let head = head.iter().chain(&outdated);
    let head: String = head.map(|message| format!("{}\n", texts.say(message))).collect();
    let why = refused(reply, texts) + &doubts(reply, texts);
    let told = format!("{head}\n{}{why}", logs(reply, context));
    if reply.peers.is_empty() { told } else { format!("{told}\n{}", peers(reply, context)) }
}

fn address(id: &'static str, absent: &'static str, address: &str) -> Message {
    if address.is_empty() {
        Message::new(absent)
    } else {
        Message::new(id).word("address", address)
    }
}

fn logs(reply: &v1::StatusReply, context: &Context) -> String {
    let texts = &context.ui.texts;
    let number = |number: u64| texts.language().number(i64::try_from(number).unwrap_or(i64::MAX));
    let columns = [
        "cli-column-member",
        "cli-column-entries",
        "cli-column-quarantined",
        "cli-column-held-by",
        "cli-column-state",
    ];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec()).right(&[1, 2, 3]);
    for log in &reply.logs {
        let state = match log.forked_seq {
            0 => String::new(),
            seq => texts.say(&Message::new("cli-status-forked").number("seq", seq)),
        };
        table.push(vec![
            log.member.clone(),
            number(log.entries),
            number(log.quarantined),
            number(log.held_by.into()),
            state,
        ]);
    }
    table.render()
}

/// Returns which entries the gate does not let count, and why.
fn refused(reply: &v1::StatusReply, texts: &Texts) -> String {
    let all = reply.logs.iter().flat_map(|log| log.refused.iter().map(move |it| (log, it)));
    let told = all.map(|(log, it)| {
        let id: String = shapes::hex(&it.entry_id).chars().take(SHORT).collect();
        let which = Message::new("cli-status-refused")
            .word("member", table::shown(&log.member))
            .number("seq", it.seq)
            .word("id", id);
        let why = it.reasons.iter().map(|it| format!("  {}\n", table::shown(it)));
        format!("\n{}\n{}", texts.say(&which), why.collect::<String>())
    });
    told.collect()
}

/// Returns what looks unlikely in what members published.
fn doubts(reply: &v1::StatusReply, texts: &Texts) -> String {
    let all = reply.logs.iter().filter(|log| !log.doubts.is_empty());
    let told = all.map(|log| {
        let which = Message::new("cli-status-doubts").word("member", table::shown(&log.member));
        let why = log.doubts.iter().map(|it| format!("  {}\n", table::shown(it)));
        format!("\n{}\n{}", texts.say(&which), why.collect::<String>())
    });
    told.collect()
}

fn peers(reply: &v1::StatusReply, context: &Context) -> String {
    let texts = &context.ui.texts;
    let columns = ["cli-column-peer", "cli-column-state", "cli-column-version"];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec());
    for peer in &reply.peers {
        let state = match (peer.connected, peer.in_sync) {
            (true, true) => "cli-peer-in-sync",
            (true, false) => "cli-peer-catching-up",
            (false, _) if peer.outdated => "cli-peer-outdated",
            (false, _) => "cli-peer-unreachable",
        };
        table.push(vec![peer.member.clone(), texts.text(state), peer.software.clone()]);
    }
    table.render()
}
