//! `flotilla key …`: the keys of the member, shown, replaced and recovered.
//!
//! | Lost or stolen | Remedy |
//! |---|---|
//! | node key | `key rotate`, or `key revoke` with an earlier cut |
//! | admin key or its passphrase | `key recover`, with the words of the recovery sheet |
//! | everything | `key recover --lost`, and the votes of the others |

mod lost;
mod recover;
pub(crate) mod rotate;
mod show;
pub(crate) mod steward;

use flotilla_domain::message::Message;

use crate::args::key::Key;
use crate::args::key::Unlock;
use crate::context::Context;
use crate::desk;
use crate::failure::CommandError;
use crate::shapes::governance::Unlocked;

pub(crate) use self::recover::is_verified;
pub(crate) use self::recover::mark_verified;

/// Does what was asked.
pub(crate) fn run(command: Key, context: &Context) -> Result<(), CommandError> {
    match command {
        Key::Recover(args) if args.lost => lost::lost(args, context),
        Key::Recover(args) => recover::recover(args, context),
        Key::Revoke(args) => rotate::revoke(&args, context),
        Key::Rotate(args) => rotate::rotate(&args, context),
        Key::Show(from) => show::show(&from, context),
        Key::Steward(args) => steward::make(&args, context),
        Key::Unlock(args) => unlock(&args, context),
    }
}

/// Checks that the passphrase opens the admin key. Nothing stays open: a node needs no passphrase.
fn unlock(args: &Unlock, context: &Context) -> Result<(), CommandError> {
    let key = desk::open_key_with(args.passphrase_file.as_deref(), context)?;
    let fingerprint = key.public().fingerprint().to_string();
    context.ui.done(&Message::new("cli-unlock-done"));
    if context.ui.json {
        return context.ui.print_json(&Unlocked { fingerprint });
    }
    let line = Message::new("cli-particulars-admin-key").word("value", fingerprint);
    context.ui.print(&format!("{}\n", context.ui.texts.say(&line)))
}
