//! `flotilla proposal confirm HANDLE`: puts a member document on record.
//!
//! After that, older admin keys of the member vote no more, and where its documents parted, this one
//! counts (ADR 4 and 5).

use flotilla_domain::governance::Action;
use flotilla_domain::id::DocumentId;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;

use crate::args::proposal::Confirm;
use crate::context::Context;
use crate::desk::Desk;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::minutes::Minutes;
use crate::proposals;
use crate::propose;

/// Proposes to put a document on record, and approves.
pub(super) fn confirm(args: &Confirm, context: &Context) -> Result<(), CommandError> {
    let mut desk = Desk::open(&args.reasoned.proposing.signing, context)?;
    let member = desk.minutes.member(&args.handle)?.clone();
    let document = chosen(&desk.minutes, &member, args.document.as_deref())?;
    let anchor = desk.minutes.state.stage().seats.get(&member.id).map(|seat| seat.anchor);
    if anchor == Some(document) {
        let message = Message::new("cli-confirm-already").word("handle", member.handle());
        return Err(Failure::new(Exit::Conflict, message).into());
    }
    let actions = vec![Action::Confirm { member: member.id, document }];
    propose::propose(&mut desk, actions, &args.reasoned.proposing, &args.reasoned.reason)
}

/// Returns the document that is named, or the one in force where there is no doubt.
fn chosen(
    minutes: &Minutes,
    member: &Member,
    digits: Option<&str>,
) -> Result<DocumentId, CommandError> {
    let documents = minutes.state.documents_of(member.id);
    if let Some(digits) = digits {
        let ids = documents.iter().map(|it| (it.id(), it.id().to_string()));
        return proposals::one(ids, digits, "cli-no-such-document");
    }
    if !member.frozen {
        return Ok(member.document_id);
    }
    let message = Message::new("cli-confirm-which").word("handle", member.handle());
    let failure = Failure::new(Exit::Invalid, message);
    let listed = documents.iter().map(|it| {
        Message::new("cli-document-line")
            .word("id", it.id().0.short())
            .number("version", it.value().version)
            .word("fingerprint", it.value().admin_key.fingerprint())
    });
    let failure = listed.fold(failure, Failure::detail);
    Err(failure.hint(Message::new("cli-hint-confirm-which")).into())
}
