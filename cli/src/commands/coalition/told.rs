//! A genesis in sentences, as a table and as JSON.

use std::collections::BTreeSet;
use std::path::Path;

use flotilla_domain::document::MemberDocument;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::policy::Access;
use flotilla_domain::signed::Verified;
use flotilla_text::Texts;

use crate::context::Context;
use crate::failure::CommandError;
use crate::shapes;
use crate::table;
use crate::table::Table;

/// Returns what the founders agree on, one sentence each.
pub(super) fn sentences(gathering: &Gathering, texts: &Texts) -> Vec<String> {
    let policy = gathering.policy();
    let access = match policy.access {
        Access::Public => "cli-genesis-public",
        Access::Token { .. } => "cli-genesis-token",
    };
    let messages = [
        Message::new("cli-genesis-name").word("name", table::shown(gathering.name())),
        Message::new("cli-genesis-id").word("id", gathering.id()),
        Message::new("cli-genesis-founders").number("founders", gathering.founders().count()),
        Message::new("cli-genesis-gate")
            .number("threshold", policy.gate.threshold)
            .number("base", policy.gate.rounding_base)
            .number("slice", policy.gate.slice_base),
        Message::new(access),
        Message::new("cli-genesis-quorum").number("percent", policy.quorum_percent),
        Message::new("cli-genesis-catalogue")
            .number("indicators", gathering.catalogue().indicators().count())
            .number("lists", gathering.catalogue().lists().count()),
    ];
    messages.iter().map(|message| texts.say(message)).collect()
}

/// Prints the founders, and who of them signed.
pub(super) fn result(gathering: &Gathering, context: &Context) -> Result<(), CommandError> {
    if context.ui.json {
        return context.ui.print_json(&shape(gathering));
    }
    context.ui.print(&founders(gathering, &context.ui.texts))
}

/// Returns the founders as a table: their fingerprints, and who of them signed.
pub(super) fn founders(gathering: &Gathering, texts: &Texts) -> String {
    let columns =
        ["cli-column-handle", "cli-column-name", "cli-column-fingerprint", "cli-column-signed"];
    let mut table = Table::new(columns.map(|id| texts.text(id)).to_vec());
    let signed = signers(gathering);
    for founder in by_handle(gathering) {
        let MemberDocument { handle, name, admin_key, .. } = founder.value();
        let id = if signed.contains(&founder.member()) { "cli-yes" } else { "cli-not-yet" };
        let fingerprint = admin_key.fingerprint().to_string();
        table.push(vec![handle.clone(), name.clone(), fingerprint, texts.text(id)]);
    }
    table.render()
}

/// Returns what to do next with the genesis in `path`.
pub(super) fn next(gathering: &Gathering, path: &Path) -> Message {
    let missing = gathering.missing().count();
    let message = if missing == 0 {
        Message::new("cli-sign-next-join")
    } else {
        Message::new("cli-sign-next-send").number("missing", missing)
    };
    message.word("path", path.display())
}

/// Returns a genesis for programs.
pub(super) fn shape(gathering: &Gathering) -> shapes::Coalition {
    let signed = signers(gathering);
    let founder = |it: &Verified<MemberDocument>| shapes::Founder {
        handle: it.value().handle.clone(),
        name: it.value().name.clone(),
        member_id: it.member().to_string(),
        fingerprint: it.value().admin_key.fingerprint().to_string(),
        regions: it.value().profile.regions.clone(),
        signed: signed.contains(&it.member()),
    };
    shapes::Coalition {
        name: gathering.name().to_owned(),
        coalition_id: gathering.id().to_string(),
        founded: gathering.missing().next().is_none(),
        threshold: gathering.policy().gate.threshold,
        rounding_base: gathering.policy().gate.rounding_base,
        founders: by_handle(gathering).into_iter().map(founder).collect(),
    }
}

/// Returns the founders by handle; the genesis orders them by member id, which tells nobody anything.
fn by_handle(gathering: &Gathering) -> Vec<&Verified<MemberDocument>> {
    let mut founders: Vec<_> = gathering.founders().collect();
    founders.sort_by_key(|it| &it.value().handle);
    founders
}

fn signers(gathering: &Gathering) -> BTreeSet<MemberId> {
    gathering.signatures().map(|(member, _)| member).collect()
}
