//! `flotilla key rotate|revoke`: another node key, and up to where the old one counts.
//!
//! Both are one act, a new epoch with a cut; to revoke is to cut earlier.
//!
//! - The new key is written beside the old one, as `….next`, and replaces nothing. The node takes it
//!   when it sees that the coalition knows it.
//! - **One at a time**: two documents after the same one would freeze the member (ADR 5).

mod restored;

use std::path::Path;
use std::path::PathBuf;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::secret_file;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::key::SigningKey;
use flotilla_domain::message::Message;

use crate::args::key::Revoke;
use crate::args::key::Rotate;
use crate::args::shared::Signing;
use crate::context::Context;
use crate::desk::Desk;
use crate::desk::Spoken;
use crate::draft::Decoded;
use crate::draft::Unsigned;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::logs::Cutting;
use crate::logs::Until;
use crate::own_node;
use crate::prompt;
use crate::random;
use crate::shapes::governance::Unlocked;

/// How often to look whether the node has taken its new key; whoever types the next command should not
/// find it gone.
const TRIES: u32 = 25;

/// Replaces the node key; everything published so far counts.
pub(super) fn rotate(args: &Rotate, context: &Context) -> Result<(), CommandError> {
    if args.restored {
        return restored::announce(args, context);
    }
    replace(&args.signing, Until::Head, context)
}

/// Replaces a node key that was stolen; what was published since does not count.
pub(super) fn revoke(args: &Revoke, context: &Context) -> Result<(), CommandError> {
    let until = Until::of(&args.cutting)?.ok_or_else(|| {
        Failure::new(Exit::Usage, Message::new("cli-revoke-since-when"))
            .hint(Message::new("cli-hint-since"))
    })?;
    replace(&args.signing, until, context)
}

/// Returns where the next node key is written, beside the one at `path`.
pub(super) fn next_to(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".next");
    PathBuf::from(name)
}

/// Replaces the node key, and cuts the log where `until` says.
pub(crate) fn replace(
    signing: &Signing,
    until: Until,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    let file = next_to(&context.settings()?.node_key);
    let mut desk = Desk::open(signing, context)?;
    check(&desk, &file)?;
    let cutting = match until {
        Until::After(0) if desk.minutes.log(&desk.me).is_err() => Cutting::of_nothing(),
        _ => Cutting::new(&desk.minutes.log(&desk.me)?, until)?,
    };
    let seed = random::secret()?;
    let object = agreed(&desk, &cutting, &SigningKey::from_seed(&seed))?;
    desk.unlock()?;
    // Before anybody hears of the key: one that is known and lost would silence the node.
    secret_file::create(&file, &armor::encode(Kind::SecretNodeKey, seed.as_slice()))?;
    ui.done(&Message::new("cli-rotate-file").word("path", file.display()));
    let spoken = desk.speak_on(|_| vec![object.clone()])?;
    let fingerprint = SigningKey::from_seed(&seed).public().fingerprint().to_string();
    if ui.json {
        ui.print_json(&Unlocked { fingerprint })?;
    } else {
        let line = Message::new("cli-rotate-key").word("fingerprint", fingerprint);
        ui.print(&format!("{}\n", ui.texts.say(&line)))?;
    }
    if spoken == Spoken::Signed {
        ui.tell(&Message::new("cli-rotate-next"));
    }
    if spoken == Spoken::Signed && signing.out.is_none() {
        // What was asked is done; it may only take longer until it is seen.
        let _seen = own_node::wait_until(&context.settings()?, TRIES, |_| !file.exists());
    }
    Ok(())
}

/// Writes the document of a new epoch, tells what it says and what follows, and asks for consent.
fn agreed(
    desk: &Desk<'_>,
    cutting: &Cutting,
    node_key: &SigningKey,
) -> Result<Unsigned, CommandError> {
    let document = next_document(desk, cutting, node_key)?;
    let object = Unsigned::document(&document);
    let sentences = match object.shown() {
        Ok(decoded @ Decoded::Document(_)) => desk.teller().decoded(&decoded),
        _ => Vec::new(),
    };
    desk.insist(&sentences);
    let ui = &desk.context.ui;
    cutting.told().iter().for_each(|message| ui.insist(message));
    prompt::consent(ui, &Message::new("cli-rotate-consent"))?;
    Ok(object)
}

/// Refuses a second rotation while the first is under way, and one that could not count.
fn check(desk: &Desk<'_>, file: &Path) -> Result<(), CommandError> {
    if desk.me.frozen {
        return Err(Failure::new(Exit::Conflict, Message::new("cli-member-is-frozen"))
            .hint(Message::new("cli-hint-frozen"))
            .into());
    }
    if file.exists() {
        let message = Message::new("cli-rotate-under-way").word("path", file.display());
        let hint = Message::new("cli-hint-rotate-under-way").word("path", file.display());
        return Err(Failure::new(Exit::Conflict, message).hint(hint).into());
    }
    Ok(())
}

fn next_document(
    desk: &Desk<'_>,
    cutting: &Cutting,
    node_key: &SigningKey,
) -> Result<MemberDocument, CommandError> {
    let mut next = desk.me.document.clone();
    let number = desk.me.epoch().saturating_add(1);
    next.epochs
        .push(Epoch { number, node_key: node_key.public(), cut: cutting.cut });
    Ok(MemberDocument {
        kind: DocumentKind::Update,
        version: next.version.saturating_add(1),
        prev: Some(desk.me.document_id),
        member: Some(desk.me.id),
        nonce: random::public()?,
        ..next
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_key_stands_beside_the_one_it_replaces() {
        assert_eq!(next_to(Path::new("a/node.key")), Path::new("a/node.key.next"));
    }
}
