//! `flotilla sign FILE`: signs what was drafted on another computer, after it was read.
//!
//! What is shown is decoded from the very bytes that are signed. Names of members are known where a
//! bundle is given; without one, the first digits of their ids are shown. No node is needed.

use std::path::Path;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::message::Message;
use flotilla_wire::bundle::Head;

use crate::args::Sign;
use crate::args::key::SignDraft;
use crate::bundle_file;
use crate::commands::coalition;
use crate::context::Context;
use crate::desk;
use crate::draft::Decoded;
use crate::draft::Draft;
use crate::draft::InvalidDraft;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::handover;
use crate::minutes::Minutes;
use crate::new_files;
use crate::prompt;
use crate::sentences::Teller;

/// Signs a draft, or a genesis.
pub(crate) fn sign(args: SignDraft, context: &Context) -> Result<(), CommandError> {
    let SignDraft { file, out, from, passphrase_file } = args;
    let line = bundle_file::first_line(&file)?.unwrap_or_default();
    if line.contains(Kind::PublicGenesis.first_line()) {
        return coalition::sign(&Sign { file, passphrase_file }, context);
    }
    let draft = read(&file)?;
    let out = out.ok_or_else(|| {
        Failure::new(Exit::Usage, Message::new("cli-sign-out-missing"))
            .hint(Message::new("cli-hint-out"))
    })?;
    if out.exists() {
        return Err(new_files::exists(&out));
    }
    let minutes = match from.bundle.is_empty() {
        true => None,
        false => Some(Minutes::read(&from, context)?),
    };
    if minutes.as_ref().is_some_and(|minutes| minutes.coalition() != draft.coalition) {
        return Err(Failure::new(Exit::Conflict, Message::new("cli-bundle-another")).into());
    }
    show(&draft, minutes.as_ref(), context).map_err(|error| refused(&file, error))?;
    prompt::consent(&context.ui, &Message::new("cli-sign-consent"))?;
    let key = desk::open_key_with(passphrase_file.as_deref(), context)?;
    if draft.key().map_err(|error| refused(&file, error))? != key.public() {
        let failure = Failure::new(Exit::NotPermitted, Message::new("cli-sign-other-key"));
        return Err(failure.hint(Message::new("cli-hint-sign-other-key")).into());
    }
    let signed = draft.sign(&key).map_err(|error| refused(&file, InvalidDraft::Decode(error)))?;
    let head = Head { coalition: draft.coalition, genesis: None };
    bundle_file::create(&out, &head, handover::frames(signed))?;
    context.ui.done(&Message::new("cli-out-done").word("path", out.display()));
    context.ui.tell(&Message::new("cli-out-next").word("path", out.display()));
    Ok(())
}

fn read(file: &Path) -> Result<Draft, CommandError> {
    let bytes = public_file::read_armored(file, Kind::PublicDraft)?;
    Ok(Draft::decode(&bytes).map_err(|error| refused(file, error))?)
}

/// Shows what is about to be signed, from the very bytes.
fn show(draft: &Draft, minutes: Option<&Minutes>, context: &Context) -> Result<(), InvalidDraft> {
    let ui = &context.ui;
    ui.insist(&Message::new("cli-sign-coalition").word("id", draft.coalition));
    let teller = Teller { texts: &ui.texts, state: minutes.map(|minutes| &minutes.state) };
    for object in &draft.objects {
        let decoded = object.shown().map_err(InvalidDraft::Decode)?;
        teller.decoded(&decoded).iter().for_each(|sentence| ui.insist_text(sentence));
    }
    if is_blind(draft, teller) {
        ui.insist(&Message::new("cli-sign-blind"));
    }
    Ok(())
}

/// Returns whether a draft is a vote on something that is not at hand.
fn is_blind(draft: &Draft, teller: Teller<'_>) -> bool {
    let decoded = draft.objects.iter().filter_map(|object| object.shown().ok());
    let decoded: Vec<Decoded> = decoded.collect();
    let comes_along = decoded.iter().any(|it| matches!(it, Decoded::Governance(_)));
    let known = |it: &Decoded| match it {
        Decoded::Vote(vote) => {
            teller.state.is_some_and(|it| it.entry(vote.claim().entry).is_some())
        }
        Decoded::Document(_) | Decoded::Governance(_) => true,
    };
    !comes_along && !decoded.iter().all(known)
}

fn refused(file: &Path, error: InvalidDraft) -> Failure {
    let message = Message::new("cli-draft-refused").word("path", file.display());
    Failure::new(Exit::Verification, message).because(error)
}
