//! `flotilla verify FILE --proof PROOF`: a table that was downloaded, against what its authors signed.
//!
//! ```text
//! proof ─audit─► entries that count ─► the rows and the file that follow from them ─┐
//! FILE ─► its hash ─► the one that was cited?                       its lines ─────►┴─ equal? else where not
//! ```
//!
//! The rows are made again from the signed entries of the proof and compared line by line (ADR 45). So no
//! node is believed, nor the proof itself beyond its signatures: where trust begins is the id of the
//! coalition, as for every bundle. It ends with 0 if the file is what was signed, and with 4 if it is not.

mod asked;
mod differ;
mod download;
mod lines;
mod signed;
mod told;

use std::collections::BTreeSet;
use std::path::Path;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;

use crate::args::Verify;
use crate::commands::bundle::anchor::Anchor;
use crate::commands::bundle::carried::Carried;
use crate::commands::verify::rows::asked::Asked;
use crate::commands::verify::rows::differ::Difference;
use crate::commands::verify::rows::download::Download;
use crate::commands::verify::rows::lines::Sheet;
use crate::commands::verify::rows::signed::Signed;
use crate::commands::verify::rows::told::Checked;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// Checks a table against the bundle in `proof`.
pub(super) fn verify(args: &Verify, proof: &Path, context: &Context) -> Result<(), CommandError> {
    let asked = Asked::of(args.citation.as_deref(), args.url.as_deref())?;
    let file = Download::read(&args.file)?;
    let carried = Carried::at(proof)?;
    let founded = carried.founded(context)?;
    let coalition = founded.genesis().id();
    let anchor = Anchor::of(coalition, args.coalition.as_deref(), context)?;
    if let Some(cited) = asked.coalition.filter(|cited| *cited != coalition) {
        let message = Message::new("cli-verify-another").word("found", coalition);
        let message = message.word("expected", cited);
        let failure = Failure::new(Exit::Verification, message);
        return Err(failure.hint(Message::new("cli-verify-rows-other-proof")).into());
    }
    let audited = carried.audited(&founded)?;
    let left_out = args.without.iter().map(|text| entry_id(text)).collect::<Result<_, _>>()?;
    let signed = Signed::of(&carried, &audited, (&asked, &left_out))?;
    let dialect = asked.dialect.or(file.dialect).unwrap_or_default();
    let sheet = Sheet::of(&signed, audited.findings.state().roster(), &asked, dialect)?;
    let difference = differ::first(&file, &sheet, dialect);
    let checked = Checked::of(&file, &asked, (&audited, anchor), (&signed, &sheet, difference));
    if context.ui.json {
        context.ui.print_json(&checked)?;
    } else {
        let anchor = anchor.message(coalition);
        context.ui.print(&told::text(&checked, &anchor, &context.ui.texts))?;
    }
    if checked.holds() { Ok(()) } else { Err(CommandError::Told(Exit::Verification)) }
}

fn entry_id(text: &str) -> Result<EntryId, CommandError> {
    let unknown = || {
        let message = Message::new("cli-verify-rows-not-an-entry").word("text", text);
        CommandError::from(Failure::new(Exit::Usage, message))
    };
    Hash::parse(text).map(EntryId).ok_or_else(unknown)
}

/// The entries that a person says do not count.
type LeftOut = BTreeSet<EntryId>;

/// Where a file first is not what was signed.
type Found = Option<Difference>;
