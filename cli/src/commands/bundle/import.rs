//! Bundles on their way to the own node, and what became of them.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use flotilla_config::settings::Settings;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use flotilla_text::Texts;
use flotilla_wire::bundle;
use flotilla_wire::bundle::ReadBundleError;
use flotilla_wire::bundle::Reader;
use serde::Serialize;

use crate::client;
use crate::commands::bundle::carried::Carried;
use crate::commands::bundle::carried::Input;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;

/// `flotilla bundle import`.
#[derive(Debug, Serialize)]
struct Imported {
    files: Vec<File>,
    gov_height: u64,
}

/// What became of one file.
#[derive(Debug, Serialize)]
struct File {
    file: String,
    learned: u64,
    waiting: u64,
    entries: u64,
    statements: u64,
    rejected: u64,
}

/// The requests that bring a bundle: its head, then its pieces as they stand.
struct Requests {
    head: Option<v1::BundlePiece>,
    reader: Reader<Input>,
    language: String,
    torn: Arc<AtomicBool>,
}

/// Gives files to the own node, one after the other.
pub(super) fn import(paths: &[PathBuf], context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let mut imported = Imported { files: Vec::new(), gov_height: 0 };
    for path in paths {
        let carried = Carried::at(path)?;
        check(&carried)?;
        let reply = send(&carried, &settings, context)?;
        imported.gov_height = reply.gov_height;
        let file = File::of(path, &reply);
        for sentence in file.told(&context.ui.texts) {
            context.ui.insist_text(&sentence);
        }
        imported.files.push(file);
    }
    if context.ui.json {
        context.ui.print_json(&imported)?;
    }
    exit(&imported.files).map_or(Ok(()), |exit| Err(CommandError::Told(exit)))
}

/// Reads a bundle to its end: nothing of a damaged one is given to the node.
fn check(carried: &Carried) -> Result<(), CommandError> {
    let mut reader = carried.open()?;
    while reader.arrival().map_err(|error| carried.refused(error))?.is_some() {}
    Ok(())
}

fn send(
    carried: &Carried,
    settings: &Settings,
    context: &Context,
) -> Result<v1::ImportReply, CommandError> {
    let torn = Arc::new(AtomicBool::new(false));
    let reader = carried.open()?;
    let requests = Requests {
        head: Some(bundle::head_to_wire(reader.head())),
        reader,
        language: context.ui.texts.language().code().to_owned(),
        torn: Arc::clone(&torn),
    };
    let reply = client::wait(async {
        let mut node = AdminClient::new(client::own_node(settings).await?);
        let reply = node.import(tokio_stream::iter(requests)).await;
        Ok(reply.map_err(|status| client::refused(&status))?.into_inner())
    })?;
    if torn.load(Ordering::Relaxed) {
        let error = std::io::ErrorKind::UnexpectedEof.into();
        return Err(carried.refused(ReadBundleError::Read(error)).into());
    }
    Ok(reply)
}

/// Returns how the command ends because of what became of the files; `None` if all is well.
fn exit(files: &[File]) -> Option<Exit> {
    let taken = files.iter().any(|it| it.learned + it.entries + it.statements > 0);
    let rejected = files.iter().any(|it| it.rejected > 0);
    let waiting = files.iter().any(|it| it.waiting > 0);
    match (rejected, waiting, taken) {
        (true, _, false) => Some(Exit::Verification),
        (true, _, true) | (_, true, _) => Some(Exit::Partial),
        (false, false, _) => None,
    }
}

impl Iterator for Requests {
    type Item = v1::ImportRequest;

    fn next(&mut self) -> Option<v1::ImportRequest> {
        let piece = match self.head.take() {
            Some(head) => head,
            None => match self.reader.piece() {
                Ok(piece) => piece?,
                Err(_) => {
                    self.torn.store(true, Ordering::Relaxed);
                    return None;
                }
            },
        };
        Some(v1::ImportRequest { piece: Some(piece), language: self.language.clone() })
    }
}

impl File {
    fn of(path: &Path, reply: &v1::ImportReply) -> Self {
        let v1::ImportReply { learned, waiting, entries, statements, rejected, gov_height: _ } =
            *reply;
        let file = path.display().to_string();
        Self { file, learned, waiting, entries, statements, rejected }
    }

    /// Returns what became of it, and what to do about it.
    fn told(&self, texts: &Texts) -> Vec<String> {
        let Self { file, learned, waiting, entries, statements, rejected } = self;
        let nothing = learned + entries + statements == 0;
        let news = if nothing {
            Message::new("cli-bundle-nothing-new").word("path", file)
        } else {
            Message::new("cli-bundle-imported")
                .word("path", file)
                .number("learned", *learned)
                .number("entries", *entries)
                .number("statements", *statements)
        };
        let waits = Message::new("cli-bundle-waiting").number("waiting", *waiting);
        let refused = Message::new("cli-bundle-rejected").number("rejected", *rejected);
        let wrong = [(waiting, waits), (rejected, refused.word("path", file))];
        let wrong = wrong.into_iter().filter(|(count, _)| **count > 0).map(|(_, it)| it);
        [news].into_iter().chain(wrong).map(|message| texts.say(&message)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_which_nothing_verifies_ends_otherwise_than_one_with_a_bad_object() {
        let file = |learned, waiting, rejected| File {
            file: "a.bundle".to_owned(),
            learned,
            waiting,
            entries: 0,
            statements: 0,
            rejected,
        };
        assert_eq!(exit(&[file(0, 0, 0)]), None, "nothing new is no failure");
        assert_eq!(exit(&[file(3, 0, 0)]), None);
        assert_eq!(exit(&[file(0, 0, 1)]), Some(Exit::Verification));
        assert_eq!(exit(&[file(3, 0, 1)]), Some(Exit::Partial));
        assert_eq!(exit(&[file(0, 1, 0)]), Some(Exit::Partial));
    }
}
