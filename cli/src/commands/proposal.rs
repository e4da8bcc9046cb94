//! `flotilla proposal …`: what is voted on, and what else can be proposed than who belongs.

mod confirm;
mod erase;
mod list;
mod rules;
mod steward;

use flotilla_domain::governance::Choice;

use crate::args::proposal::Proposal;
use crate::args::proposal::Voting;
use crate::context::Context;
use crate::desk::Desk;
use crate::failure::CommandError;
use crate::proposals;
use crate::propose;

/// Does what was asked.
pub(crate) fn run(command: Proposal, context: &Context) -> Result<(), CommandError> {
    match command {
        Proposal::Approve(args) => vote(&args, Choice::Approve, context),
        Proposal::Catalogue(args) => rules::catalogue(&args, context),
        Proposal::Confirm(args) => confirm::confirm(&args, context),
        Proposal::Erase(args) => erase::erase(&args, context),
        Proposal::List(from) => list::list(&from, context),
        Proposal::Policy(args) => rules::policy(&args, context),
        Proposal::Reject(args) => vote(&args, Choice::Reject, context),
        Proposal::Show(args) => list::show(&args, context),
        Proposal::Steward(args) => steward::steward(&args, context),
    }
}

fn vote(args: &Voting, choice: Choice, context: &Context) -> Result<(), CommandError> {
    let mut desk = Desk::open(&args.signing, context)?;
    let id = proposals::find(&desk.minutes.state, &args.id)?;
    propose::vote(&mut desk, id, choice)
}
