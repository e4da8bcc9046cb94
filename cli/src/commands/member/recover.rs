//! `flotilla member recover FILE`: proposes new keys for a member that lost all of its own.

use std::path::Path;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::governance::Action;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::message::Message;
use flotilla_domain::signed::Verified;
use flotilla_wire::document;

use crate::args::member::OfFile;
use crate::context::Context;
use crate::desk::Desk;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::logs::Cutting;
use crate::logs::Until;
use crate::prompt;
use crate::propose;

/// Proposes the new keys in a file, and approves.
pub(super) fn recover(args: &OfFile, context: &Context) -> Result<(), CommandError> {
    let mut desk = Desk::open(&args.reasoned.proposing.signing, context)?;
    let document = read(&args.file, desk.minutes.coalition())?;
    let member = document.member();
    let cut = document.value().epochs.last().and_then(|epoch| epoch.cut);
    desk.insist(&desk.teller().document(document.value()));
    let known = desk.minutes.state.roster().member(member);
    if let Some(known) = known
        && let Ok(rows) = desk.minutes.log(known)
    {
        let until = cut.map_or(Until::After(0), |(seq, _)| Until::After(seq));
        let cutting = Cutting::new(&rows, until)?;
        if cutting.cut != cut {
            return Err(refused(&args.file).into());
        }
        cutting.told().iter().for_each(|message| context.ui.insist(message));
    }
    prompt::consent(&context.ui, &Message::new("cli-heard-consent"))?;
    let document = Box::new(document.into_received());
    let action = Action::Recover { member, document, cut };
    let reason = &args.reasoned.reason;
    propose::propose(&mut desk, vec![action], &args.reasoned.proposing, reason)
}

fn read(path: &Path, coalition: CoalitionId) -> Result<Verified<MemberDocument>, CommandError> {
    let bytes = public_file::read_armored(path, Kind::PublicRecovery)?;
    let received = document::from_bytes(&bytes).map_err(|error| refused(path).because(error))?;
    let verified = received.verify(coalition).map_err(|error| refused(path).because(error))?;
    if verified.value().kind != DocumentKind::Recover {
        return Err(refused(path).into());
    }
    Ok(verified)
}

fn refused(path: &Path) -> Failure {
    let message = Message::new("cli-recovery-refused").word("path", path.display());
    Failure::new(Exit::Verification, message)
}
