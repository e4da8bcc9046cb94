//! What was signed goes out: to the own node, or into a file that is carried by hand.
//!
//! Signed objects are never lost on the way: where the node does not take them, they are written to a
//! file beside the admin key, and the person is told how to bring them in.

use std::path::Path;
use std::path::PathBuf;

use flotilla_config::settings::Settings;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::message::Message;
use flotilla_domain::session::frame::Frame;
use flotilla_proto::v1;
use flotilla_wire::bundle;
use flotilla_wire::bundle::Head;

use crate::bundle_file;
use crate::context::Context;
use crate::draft::Decoded;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::own_node;

/// The name of a file for what the node did not take.
const UNSENT: &str = "unsent";

/// Gives what was signed to the own node, or writes it to a file; one of both is named.
pub(crate) fn hand_over(
    signed: Vec<Decoded>,
    genesis: &Gathering,
    (node, out): (Option<&Settings>, Option<&Path>),
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    let frames = frames(signed);
    let head = Head { coalition: genesis.id(), genesis: None };
    if let Some(path) = out {
        bundle_file::create(path, &head, frames)?;
        ui.done(&Message::new("cli-out-done").word("path", path.display()));
        ui.tell(&Message::new("cli-out-next").word("path", path.display()));
        return Ok(());
    }
    let Some(settings) = node else { return Ok(()) };
    let language = ui.texts.language().code();
    let reply = own_node::import(settings, pieces(&head, &frames), language);
    let refused = match reply {
        Ok(reply) if reply.rejected == 0 && reply.waiting == 0 => {
            ui.done(&Message::new("cli-handed-over"));
            return Ok(());
        }
        Ok(_) => Failure::new(Exit::Verification, Message::new("cli-node-doubts")).into(),
        Err(error) => error,
    };
    let path = free_path(&context.folder(), UNSENT, "flotilla");
    bundle_file::create(&path, &head, frames)?;
    ui.insist(&Message::new("cli-unsent").word("path", path.display()));
    Err(refused)
}

/// Returns a path in `folder` that is free: `name.ending`, `name-2.ending`, `name-3.ending`, …
pub(crate) fn free_path(folder: &Path, name: &str, ending: &str) -> PathBuf {
    let numbered = (2..).map(|number: u32| folder.join(format!("{name}-{number}.{ending}")));
    let mut paths = std::iter::once(folder.join(format!("{name}.{ending}"))).chain(numbered);
    paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

/// Returns the frames that hold what was signed, in an order in which each object can be checked.
pub(crate) fn frames(signed: Vec<Decoded>) -> Vec<Frame> {
    let (mut documents, mut entries, mut votes) = (Vec::new(), Vec::new(), Vec::new());
    for object in signed {
        match object {
            Decoded::Document(it) => documents.push(*it),
            Decoded::Governance(it) => entries.push(*it),
            Decoded::Vote(it) => votes.push(*it),
        }
    }
    let mut frames = Vec::new();
    if !documents.is_empty() {
        frames.push(Frame::Documents(documents));
    }
    if !entries.is_empty() {
        frames.push(Frame::Governance(entries, false));
    }
    if !votes.is_empty() {
        frames.push(Frame::Votes(votes));
    }
    frames
}

fn pieces(head: &Head, frames: &[Frame]) -> Vec<v1::BundlePiece> {
    let frames = frames.iter().cloned().map(bundle::frame_to_wire);
    std::iter::once(bundle::head_to_wire(head)).chain(frames).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let first = free_path(folder.path(), "recovery-sheet", "txt");
        assert_eq!(first, folder.path().join("recovery-sheet.txt"));
        std::fs::write(&first, "").unwrap();
        let second = free_path(folder.path(), "recovery-sheet", "txt");
        assert_eq!(second, folder.path().join("recovery-sheet-2.txt"));
    }
}
