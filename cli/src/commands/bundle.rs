//! `flotilla bundle …`: what is signed, carried in a file on a stick or in an e-mail.
//!
//! - A file is written in one step, and never over another one unasked.
//! - A file is read to its end before anything of it is given to the node: one that is damaged
//!   changes nothing.
//! - The node verifies every object as if a peer had sent it; what became of them is told.

pub(super) mod anchor;
pub(super) mod carried;
mod contents;
mod import;
pub(super) mod write;

use std::path::Path;

use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Roster;
use flotilla_wire::audit::Audit;

use crate::args::BundleExport;
use crate::args::BundleImport;
use crate::commands::bundle::carried::Carried;
use crate::commands::bundle::contents::Contents;
use crate::commands::bundle::write::Order;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// Writes what the own node holds to a file.
pub(crate) fn export(args: &BundleExport, context: &Context) -> Result<(), CommandError> {
    let BundleExport { file, logs, member, text } = args;
    let settings = context.settings()?;
    let carried = Carried::from_node(&settings, *logs || !member.is_empty(), context)?;
    let members = match member[..] {
        [] => None,
        [..] => Some(named(&carried, member, context)?),
    };
    let order = Order { path: file, text: *text, members: members.as_deref(), subject: None };
    write::write(&carried, &order, context)
}

/// Gives the own node what others carried to it.
pub(crate) fn import(args: &BundleImport, context: &Context) -> Result<(), CommandError> {
    import::import(&args.file, context)
}

/// Tells what is in a file, and checks nothing.
pub(crate) fn show(path: &Path, context: &Context) -> Result<(), CommandError> {
    let contents = Contents::of(&Carried::at(path)?)?;
    if context.ui.json {
        return context.ui.print_json(&contents);
    }
    context.ui.print(&contents.told(&context.ui.texts))?;
    context
        .ui
        .tell(&Message::new("cli-bundle-unchecked").word("path", path.display()));
    Ok(())
}

/// Returns the member, active or not, that is called `handle`; an active one first.
pub(super) fn member(roster: &Roster, handle: &str) -> Result<MemberId, CommandError> {
    let active = roster.member_by_handle(handle);
    let found = active.or_else(|| roster.everyone().find(|member| member.handle() == handle));
    Ok(found.map(|member| member.id).ok_or_else(|| {
        Failure::new(Exit::Usage, Message::new("cli-bundle-no-member").word("handle", handle))
    })?)
}

fn named(
    carried: &Carried,
    handles: &[String],
    context: &Context,
) -> Result<Vec<MemberId>, CommandError> {
    let mut audit = Audit::new(&carried.founded(context)?);
    let mut reader = carried.open()?;
    while let Some(arrival) = reader.arrival().map_err(|error| carried.refused(error))? {
        audit.learn(arrival).map_err(|error| {
            let message = Message::new("cli-bundle-damaged").word("path", "");
            Failure::new(Exit::Invalid, message).because(error)
        })?;
    }
    let findings = audit.finish();
    handles.iter().map(|handle| member(findings.state().roster(), handle)).collect()
}
