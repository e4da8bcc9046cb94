//! `publish metrics --ask-steward|--consent`: figures that a community governs.
//!
//! The request goes to the steward as a file, and the answer comes back as one; what it means is for the
//! own node to say, which compares it with the figures that it comes to itself.

use std::path::Path;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::message::Message;
use flotilla_proto::v1;

use super::told;
use crate::args::Communities;
use crate::bundle_file;
use crate::context::Context;
use crate::failure::CommandError;
use crate::new_files;
use crate::shapes;

/// Returns `description` with what is asked of communities, or was given by them.
pub(super) fn said(
    description: v1::Description,
    args: &Communities,
) -> Result<v1::Description, CommandError> {
    let Communities { ask_steward, request, agreement, consent } = args;
    new_files::refuse_to_replace(request.iter().map(AsRef::as_ref))?;
    let mut consents = Vec::new();
    for path in consent {
        consents.push(public_file::read_armored(path, Kind::PublicConsent)?);
    }
    Ok(v1::Description {
        ask_stewards: ask_steward.clone(),
        agreement: agreement.clone().unwrap_or_default(),
        consents,
        ..description
    })
}

/// Writes what stewards are to be sent, and shows what it is about.
pub(super) fn ask(
    preview: v1::Preview,
    path: &Path,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    let request = preview.consent_request.clone();
    let preview = shapes::Preview::from(preview);
    match ui.json {
        true => ui.print_json(&preview)?,
        false => ui.print(&told::preview(&preview, &ui.texts))?,
    }
    if request.is_empty() {
        ui.insist(&Message::new("cli-ask-nothing"));
        return Ok(());
    }
    bundle_file::create_text(path, &armor::encode(Kind::PublicRequest, &request))?;
    ui.done(&Message::new("cli-ask-done").word("path", path.display()));
    ui.tell(&Message::new("cli-ask-next").word("path", path.display()));
    Ok(())
}
