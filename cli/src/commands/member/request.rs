//! `flotilla member request`: what a coalition needs to admit this member.
//!
//! The file that `init` made is the request; this shows it, and what to read by telephone.

use std::fs;
use std::path::Path;

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::message::Message;
use flotilla_domain::signed::Verified;
use flotilla_wire::document;

use crate::args::member::Request;
use crate::bundle_file;
use crate::commands::init::MEMBER_FILE;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::sentences::Teller;
use crate::shapes;

/// Shows the request of this member.
pub(super) fn request(args: &Request, context: &Context) -> Result<(), CommandError> {
    let ui = &context.ui;
    let own = context.folder().join(MEMBER_FILE);
    let document = inception(&own)?;
    if let Some(out) = &args.out {
        let text = fs::read_to_string(&own).map_err(|error| Failure::read(&own, error))?;
        bundle_file::create_text(out, &text)?;
        ui.done(&Message::new("cli-request-done").word("path", out.display()));
    }
    if ui.json {
        ui.print_json(&shapes::Member::of(document.member(), document.value()))?;
    } else {
        let teller = Teller { texts: &ui.texts, state: None };
        for line in teller.particulars(document.value()) {
            ui.print(&format!("{line}\n"))?;
        }
    }
    let path = args.out.as_ref().unwrap_or(&own);
    ui.tell(&Message::new("cli-request-next").word("path", path.display()));
    Ok(())
}

/// Reads and checks the inception in the member file `path`.
pub(crate) fn inception(path: &Path) -> Result<Verified<MemberDocument>, CommandError> {
    let bytes = public_file::read_armored(path, Kind::PublicMember)?;
    let refused = || {
        let message = Message::new("cli-member-refused").word("path", path.display());
        Failure::new(Exit::Verification, message)
    };
    let received = document::from_bytes(&bytes).map_err(|error| refused().because(error))?;
    Ok(received.verify_inception().map_err(|error| refused().because(error))?)
}
