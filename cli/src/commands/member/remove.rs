//! `flotilla member remove HANDLE`: proposes that a member leaves, and where its log ends.

use flotilla_domain::governance::Action;

use crate::args::member::Remove;
use crate::context::Context;
use crate::desk::Desk;
use crate::failure::CommandError;
use crate::logs::Cutting;
use crate::logs::Until;
use crate::propose;

/// Proposes to remove a member, and approves.
pub(super) fn remove(args: &Remove, context: &Context) -> Result<(), CommandError> {
    let until = Until::of(&args.cutting)?.unwrap_or(Until::Head);
    let mut desk = Desk::open(&args.proposing.signing, context)?;
    let member = desk.minutes.member(&args.handle)?;
    let cutting = match until {
        Until::After(0) => desk
            .minutes
            .log(member)
            .map_or_else(|_| Ok(Cutting::of_nothing()), |rows| Cutting::new(&rows, until))?,
        _ => Cutting::new(&desk.minutes.log(member)?, until)?,
    };
    let action =
        Action::Remove { member: member.id, document: member.document_id, cut: cutting.cut };
    cutting.told().iter().for_each(|message| context.ui.insist(message));
    propose::propose(&mut desk, vec![action], &args.proposing, &args.reason)
}
