//! `flotilla recovery verify`: are these the words of the sheet that counts?
//!
//! To be done once, soon after the sheet is printed: a sheet that was copied wrongly is found out
//! while the admin key is still there to replace it.

use flotilla_domain::id::Hash;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;

use crate::args::key::Recovery;
use crate::args::key::Verify;
use crate::commands::init::MEMBER_FILE;
use crate::commands::key;
use crate::commands::member;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::minutes::Minutes;
use crate::prompt;
use crate::shapes::governance::RecoveryVerified;

/// Does what was asked.
pub(crate) fn run(command: Recovery, context: &Context) -> Result<(), CommandError> {
    match command {
        Recovery::Verify(args) => verify(&args, context),
    }
}

fn verify(args: &Verify, context: &Context) -> Result<(), CommandError> {
    let ui = &context.ui;
    let committed = committed(args, context)?;
    let seed = prompt::sheet_words(ui, args.words_file.as_deref())?;
    let public = SigningKey::from_seed(&seed).public();
    let verified = public.hash() == committed;
    if ui.json {
        let fingerprint = public.fingerprint().to_string();
        ui.print_json(&RecoveryVerified { verified, fingerprint })?;
    }
    if !verified {
        return Err(Failure::new(Exit::Verification, Message::new("cli-not-the-sheet"))
            .hint(Message::new("cli-hint-not-the-sheet"))
            .into());
    }
    key::mark_verified(context, committed)?;
    ui.done(&Message::new("cli-sheet-verified").word("fingerprint", public.fingerprint()));
    Ok(())
}

/// Returns the hash of the next admin key: as the document in force says, or before there is a
/// coalition, the member file.
fn committed(args: &Verify, context: &Context) -> Result<Hash, CommandError> {
    let settings = context.settings()?;
    if args.from.bundle.is_empty() && !settings.genesis().exists() {
        let inception = member::inception(&context.folder().join(MEMBER_FILE))?;
        return Ok(inception.value().next_admin_key_hash);
    }
    let minutes = Minutes::read(&args.from, context)?;
    Ok(minutes.member(&settings.handle)?.document.next_admin_key_hash)
}
