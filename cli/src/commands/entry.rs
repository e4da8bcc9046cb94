//! `flotilla entry …`: entries one by one, as the own node holds them or as a file proves them.
//!
//! - **One judgement**: what the own node holds is audited in the same way as a file from a stranger.
//! - **`verify` needs no node and no network.** It ends with 0 only if the entry counts, with 4 if it
//!   or anything else in the file does not verify, and with 9 if it is genuine and does not count.

pub(crate) mod cosign;
pub(crate) mod retract;
mod told;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_wire::audit::Audited;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::Verdict;

use crate::args::EntryExport;
use crate::args::EntryList;
use crate::args::EntryShow;
use crate::args::EntryVerify;
use crate::commands::bundle;
use crate::commands::bundle::anchor::Anchor;
use crate::commands::bundle::carried::Carried;
use crate::commands::bundle::write;
use crate::commands::bundle::write::Order;
use crate::commands::entry::told::Told;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

pub(in crate::commands) use crate::commands::entry::told::handle;
pub(in crate::commands) use crate::commands::entry::told::kind_text;
pub(in crate::commands) use crate::commands::entry::told::state_text;

/// The fewest digits by which an entry may be named.
const DIGITS_MIN: usize = 8;

/// Lists the entries that the own node holds.
pub(crate) fn list(args: &EntryList, context: &Context) -> Result<(), CommandError> {
    let audited = own(context)?.1;
    let findings = &audited.findings;
    let roster = findings.state().roster();
    let only = args.member.as_deref().map(|handle| bundle::member(roster, handle));
    let only = only.transpose()?;
    let found = findings.entries().into_iter().filter_map(|id| findings.entry(id));
    let found: Vec<_> = found.filter(|it| only.is_none_or(|member| it.member == member)).collect();
    told::list(&found, findings, context)
}

/// Tells what the own node knows of an entry.
pub(crate) fn show(args: &EntryShow, context: &Context) -> Result<(), CommandError> {
    let audited = own(context)?.1;
    let id = named(&audited.findings, &args.id)?;
    Told::of(&audited, id, Anchor::Own)
        .ok_or_else(|| absent(&args.id))?
        .print(context)
}

/// Writes a file that proves one entry: what was decided, and the log of its author.
pub(crate) fn export(args: &EntryExport, context: &Context) -> Result<(), CommandError> {
    let (carried, audited) = own(context)?;
    let id = named(&audited.findings, &args.id)?;
    let found = audited.findings.entry(id).ok_or_else(|| absent(&args.id))?;
    let members = [found.member];
    let order = Order { path: &args.file, text: false, members: Some(&members), subject: Some(id) };
    write::write(&carried, &order, context)
}

/// Checks a file that proves an entry.
pub(crate) fn verify(args: &EntryVerify, context: &Context) -> Result<(), CommandError> {
    let carried = Carried::at(&args.file)?;
    let founded = carried.founded(context)?;
    let anchor = Anchor::of(founded.genesis().id(), args.coalition.as_deref(), context)?;
    let audited = carried.audited(&founded)?;
    let id = match (&args.id, audited.subject) {
        (Some(id), _) => named(&audited.findings, id)?,
        (None, Some(subject)) => subject,
        (None, None) => {
            let message = Message::new("cli-entry-which").word("path", args.file.display());
            let failure = Failure::new(Exit::Usage, message);
            return Err(failure.hint(Message::new("cli-entry-which-hint")).into());
        }
    };
    let told = Told::of(&audited, id, anchor).ok_or_else(|| absent(&id.to_string()))?;
    told.print(context)?;
    exit(&audited, id).map_or(Ok(()), |exit| Err(CommandError::Told(exit)))
}

/// Returns how the command ends; `None` if the entry counts.
fn exit(audited: &Audited, id: EntryId) -> Option<Exit> {
    let verdict = audited.findings.entry(id).map(|found| found.verdict);
    match verdict {
        _ if audited.findings.faults_total() > 0 => Some(Exit::Verification),
        None | Some(Verdict::Differs) => Some(Exit::Verification),
        Some(Verdict::Counts) => None,
        Some(_) => Some(Exit::Lapsed),
    }
}

/// Has the own node say all that it holds, and judges it.
fn own(context: &Context) -> Result<(Carried, Audited), CommandError> {
    let settings = context.settings()?;
    let carried = Carried::from_node(&settings, true, context)?;
    let audited = carried.audited(&carried.founded(context)?)?;
    Ok((carried, audited))
}

/// Returns the entry that is named by its id, or by the first digits of it.
fn named(findings: &Findings, text: &str) -> Result<EntryId, CommandError> {
    if let Some(id) = Hash::parse(text) {
        return Ok(EntryId(id));
    }
    let is_short = text.len() < DIGITS_MIN || !text.bytes().all(|it| it.is_ascii_hexdigit());
    if is_short {
        let message = Message::new("cli-entry-not-an-id").word("text", text);
        let message = message.number("digits", DIGITS_MIN);
        return Err(Failure::new(Exit::Usage, message).into());
    }
    let ids = findings.entries().into_iter();
    let found: Vec<_> = ids.filter(|id| id.to_string().starts_with(text)).collect();
    match found[..] {
        [only] => Ok(only),
        [] => Err(absent(text).into()),
        [..] => {
            let message = Message::new("cli-entry-ambiguous").word("text", text);
            Err(Failure::new(Exit::Usage, message).into())
        }
    }
}

fn absent(id: &str) -> Failure {
    Failure::new(Exit::Verification, Message::new("cli-entry-absent").word("id", id))
}
