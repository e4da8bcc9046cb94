//! `flotilla verify`: everything in a bundle, or a table against a bundle, with no node and no network.
//!
//! It ends with 0 if all of it verifies, with 4 if anything does not, and with 7 if it verifies but
//! lacks what other parts of it refer to. Entries that are void or withdrawn are told, and no mistake.

mod rows;
mod shape;
mod told;

use crate::args::Verify;
use crate::commands::bundle::anchor::Anchor;
use crate::commands::bundle::carried::Carried;
use crate::commands::verify::shape::Verified;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;

/// Checks a whole bundle, or a table against its proof.
pub(crate) fn verify(args: &Verify, context: &Context) -> Result<(), CommandError> {
    match &args.proof {
        Some(proof) => rows::verify(args, proof, context),
        None => bundle(args, context),
    }
}

fn bundle(args: &Verify, context: &Context) -> Result<(), CommandError> {
    let carried = Carried::at(&args.file)?;
    let founded = carried.founded(context)?;
    let coalition = founded.genesis().id();
    let anchor = Anchor::of(coalition, args.coalition.as_deref(), context)?;
    let audited = carried.audited(&founded)?;
    let verified = Verified::of(&audited, anchor);
    if context.ui.json {
        context.ui.print_json(&verified)?;
    } else {
        let anchor = anchor.message(coalition);
        context.ui.print(&told::text(&verified, &anchor, &context.ui.texts))?;
    }
    match (verified.rejected, verified.lacks()) {
        (0, false) => Ok(()),
        (0, true) => Err(CommandError::Told(Exit::Partial)),
        _ => Err(CommandError::Told(Exit::Verification)),
    }
}
