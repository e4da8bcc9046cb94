//! `flotilla member admit FILE`: proposes that a member joins.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::governance::Action;
use flotilla_domain::message::Message;

use super::request;
use crate::args::member::OfFile;
use crate::context::Context;
use crate::desk::Desk;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::prompt;
use crate::propose;

/// Proposes to admit the member of a file, and approves.
pub(super) fn admit(args: &OfFile, context: &Context) -> Result<(), CommandError> {
    let document = request::inception(&args.file)?;
    let mut desk = Desk::open(&args.reasoned.proposing.signing, context)?;
    desk.insist(&desk.teller().particulars(document.value()));
    check(document.value(), &desk.minutes.state.stage().catalogue)?;
    prompt::consent(&context.ui, &Message::new("cli-heard-consent"))?;
    let action = Action::Admit { document: Box::new(document.into_received()) };
    let reason = &args.reasoned.reason;
    propose::propose(&mut desk, vec![action], &args.reasoned.proposing, reason)
}

/// Refuses a profile that could not publish: its codes must be lowest-level ones of the catalogue.
fn check(document: &MemberDocument, catalogue: &Catalogue) -> Result<(), CommandError> {
    let served = [(REGION, &document.profile.regions), (PROGRAM_TYPE, &document.profile.programs)];
    for (name, codes) in served {
        let is_leaf = |code: &String| catalogue.list(name).is_some_and(|list| list.is_leaf(code));
        if let Some(code) = codes.iter().find(|code| !is_leaf(code)) {
            let message = Message::new("cli-admit-code").word("code", code).word("list", name);
            let failure = Failure::new(Exit::Invalid, message);
            return Err(failure.hint(Message::new("cli-hint-admit-code")).into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_wire::sample::Sample;

    #[test]
    fn a_profile_that_the_catalogue_does_not_have_is_refused() {
        let catalogue = Sample::catalogue();
        let (_, document) = Sample::inception(0);
        let mut document = document.claim().clone();
        assert!(check(&document, &catalogue).is_ok());
        document.profile.regions = vec!["CA".to_owned()];
        assert!(check(&document, &catalogue).is_err(), "not of the lowest level");
        document.profile.regions = vec!["XX".to_owned()];
        assert!(check(&document, &catalogue).is_err());
    }
}
