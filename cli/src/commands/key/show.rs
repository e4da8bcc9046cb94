//! `flotilla key show`: by which keys this member speaks.

use flotilla_domain::message::Message;

use super::is_verified;
use crate::args::shared::From;
use crate::commands::member;
use crate::context::Context;
use crate::failure::CommandError;
use crate::minutes::Minutes;
use crate::shapes::governance::Keys;

/// Shows the keys of this member.
pub(super) fn show(from: &From, context: &Context) -> Result<(), CommandError> {
    let handle = context.settings()?.handle;
    let minutes = Minutes::read(from, context)?;
    let me = minutes.member(&handle)?;
    // A log that is not at hand tells nothing of keys that were revoked.
    let rows = minutes.log(me).unwrap_or_default();
    let document = &me.document;
    let verified = is_verified(context, document.next_admin_key_hash);
    let ui = &context.ui;
    if ui.json {
        return ui.print_json(&Keys {
            handle,
            member_id: me.id.to_string(),
            admin_fingerprint: document.admin_key.fingerprint().to_string(),
            next_admin_key_hash: document.next_admin_key_hash.to_string(),
            recovery_verified: verified,
            version: document.version,
            frozen: me.frozen,
            epochs: member::epoch_shapes(me, &rows),
        });
    }
    let sheet = if verified { "cli-key-sheet-verified" } else { "cli-key-sheet-unverified" };
    let frozen = me.frozen.then(|| Message::new("cli-member-is-frozen"));
    let lines = [
        Message::new("cli-key-admin").word("fingerprint", document.admin_key.fingerprint()),
        Message::new("cli-key-next").word("id", document.next_admin_key_hash.short()),
        Message::new(sheet),
    ];
    for line in lines.into_iter().chain(frozen) {
        ui.print(&format!("{}\n", ui.texts.say(&line)))?;
    }
    ui.print(&format!("\n{}", member::epochs(me, &rows, context)))
}
