//! `flotilla publish practice`: what only the author of a record can tell is asked first.
//!
//! - The member's own names are looked for here: their hashes never leave this computer, not even to the
//!   own node.
//! - On a terminal each question is put by itself; the answer is signed with the record.
//! - Without one, `--confirm` quotes what is not personal; `--yes` does not answer for it, for it would
//!   say so of things that nobody has read.
//! - A quotation holds for these words, wherever in the record they stand, and for no others.

use std::collections::BTreeSet;

use flotilla_domain::message::Message;
use flotilla_gate::practice;
use flotilla_gate::problem::Problems;
use flotilla_proto::v1;
use flotilla_proto::v1::description::Content;

use super::Decision;
use super::decide;
use super::description;
use super::pieces;
use super::prepare;
use super::refused;
use super::told;
use crate::args::Practice;
use crate::context::Context;
use crate::failure::CommandError;
use crate::own_names;
use crate::prompt;
use crate::shapes;
use crate::table;
use crate::table_file;

/// Publishes a practice record.
pub(crate) fn practice(args: &Practice, context: &Context) -> Result<(), CommandError> {
    let file = table_file::bytes(&args.file)?;
    if let Some(problems) = own_names(&file, context)? {
        return refused(&problems, None, None, context);
    }
    let mut confirmed = args.confirm.clone();
    let Some(preview) = attempt((args, &file), &confirmed, context)? else { return Ok(()) };
    confirmed.extend(ask(&preview, context)?);
    attempt((args, &file), &confirmed, context)?;
    Ok(())
}

/// Returns where a record has names of the member's own files, which the node does not know and must
/// not learn.
fn own_names(file: &[u8], context: &Context) -> Result<Option<Problems>, CommandError> {
    let Some(names) = own_names::read(context)? else { return Ok(None) };
    Ok(practice::own_names(&String::from_utf8_lossy(file), &names).err())
}

/// Shows a record to the own node; returns what it comes to if its author is to be asked.
fn attempt(
    (args, file): (&Practice, &[u8]),
    confirmed: &[String],
    context: &Context,
) -> Result<Option<shapes::Preview>, CommandError> {
    let description = description(Content::Practice(true), &args.file, context);
    let description = v1::Description { confirmed: confirmed.to_vec(), ..description };
    let mut asking = None;
    prepare(pieces(description, file), context, |preview| {
        let is_open = preview.questions.iter().any(|it| !it.confirmed);
        if !is_open || args.dry_run || !prompt::is_possible() {
            return decide(preview, args.dry_run, None, context);
        }
        asking = Some(shapes::Preview::from(preview));
        Ok(Decision::Stop)
    })?;
    Ok(asking)
}

/// Puts each question by itself, and returns the words that are confirmed: all of them.
fn ask(preview: &shapes::Preview, context: &Context) -> Result<Vec<String>, CommandError> {
    let ui = &context.ui;
    ui.tell_text(&told::preview(preview, &ui.texts));
    let mut confirmed = BTreeSet::new();
    for question in preview.open() {
        if !confirmed.contains(&question.excerpt) {
            let excerpt = table::shown(&question.excerpt);
            prompt::confirm(ui, &Message::new("cli-confirm-ask").word("excerpt", excerpt))?;
            confirmed.insert(question.excerpt.clone());
        }
    }
    Ok(confirmed.into_iter().collect())
}
