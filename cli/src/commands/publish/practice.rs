//! `flotilla publish practice`: what only the author of a record can tell is asked first.
//!
//! - The member's own names are looked for here: their hashes never leave this computer, not even to the
//!   own node.
//! - On a terminal each question is put by itself; the answer is signed with the record.
//! - Without one, `--confirm` quotes what is not personal; `--yes` does not answer for it, for it would
//!   say so of things that nobody has read.
//! - A quotation holds for these words, wherever in the record they stand, and for no others.

use std::collections::BTreeSet;
use std::path::Path;

use flotilla_domain::message::Message;
use flotilla_gate::names::Names;
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
use crate::shapes::SourceFile;
use crate::table;
use crate::table_file;

/// Looks in a file for names of the member's own.
type OwnNames = fn(&str, &Names) -> Result<(), Problems>;

/// A text that is to be published.
#[derive(Debug)]
pub(super) struct Offer<'a> {
    /// What it is.
    pub(super) content: Content,
    /// The file that people know it by.
    pub(super) path: &'a Path,
    /// What the gate reads.
    pub(super) file: &'a [u8],
    /// The file as it was read, if there is one.
    pub(super) source: Option<SourceFile>,
    /// Whether it is only shown.
    pub(super) dry_run: bool,
}

/// Publishes a practice record.
pub(crate) fn practice(args: &Practice, context: &Context) -> Result<(), CommandError> {
    let file = table_file::bytes(&args.file)?;
    let (content, path) = (Content::Practice(true), args.file.as_path());
    let source = Some(SourceFile::of(path, &file));
    let offer = Offer { content, path, file: &file, source, dry_run: args.dry_run };
    publish(&offer, (&args.confirm, practice::own_names), context)
}

/// Publishes a text that `own_names` finds nobody of the member's own in.
pub(super) fn publish(
    offer: &Offer<'_>,
    (confirm, own_names): (&[String], OwnNames),
    context: &Context,
) -> Result<(), CommandError> {
    if let Some(names) = own_names::read(context)?
        && let Err(problems) = own_names(&String::from_utf8_lossy(offer.file), &names)
    {
        // The node does not know them, and must not learn them.
        return refused(&problems, None, None, context);
    }
    let mut confirmed = confirm.to_vec();
    let Some(preview) = attempt(offer, &confirmed, context)? else { return Ok(()) };
    confirmed.extend(ask(&preview, context)?);
    attempt(offer, &confirmed, context)?;
    Ok(())
}

/// Shows a text to the own node; returns what it comes to if its author is to be asked.
fn attempt(
    offer: &Offer<'_>,
    confirmed: &[String],
    context: &Context,
) -> Result<Option<shapes::Preview>, CommandError> {
    let description = description(offer.content.clone(), offer.path, context);
    let description = v1::Description { confirmed: confirmed.to_vec(), ..description };
    let mut asking = None;
    let pieces = pieces(description, offer.file);
    prepare((pieces, offer.source.clone()), context, |preview| {
        let is_open = preview.questions.iter().any(|it| !it.confirmed);
        if !is_open || offer.dry_run || !prompt::is_possible() {
            return decide(preview, offer.dry_run, None, context);
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
