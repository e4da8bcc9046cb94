//! `flotilla entry withdraw` and `flotilla entry erase`: taking back what was published.
//!
//! - **The consequence first**: what it hides, on how many nodes, when payloads are destroyed, and that
//!   copies which others have downloaded remain.
//! - **The admin key consents here**, to these very entries; the node never sees it.
//! - **Receipts are counted, not assumed**: who confirms, and who does not yet, by name.

use flotilla_config::armor::Kind;
use flotilla_config::public_file;
use flotilla_config::secret_file;
use flotilla_config::settings::Settings;
use flotilla_domain::erasure::Consent;
use flotilla_domain::erasure::ERASURE_DELAY_MS;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use flotilla_proto::v1::publish_client::PublishClient;
use flotilla_proto::v1::query_client::QueryClient;
use flotilla_proto::v1::query_reply::Piece;
use flotilla_wire::document;
use tonic::transport::Channel;

use crate::admin_key;
use crate::answer;
use crate::args::EntryErase;
use crate::args::EntryWithdraw;
use crate::args::Format;
use crate::client;
use crate::commands::coalition;
use crate::commands::init::MEMBER_FILE;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::prompt;
use crate::shapes;
use crate::table;

/// The fewest digits by which an entry may be named.
const DIGITS_MIN: usize = 8;

/// The milliseconds of a day.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// How many members are named that have not confirmed yet.
const NAMED_MAX: usize = 10;

/// Hides entries.
pub(crate) fn withdraw(args: &EntryWithdraw, context: &Context) -> Result<(), CommandError> {
    let EntryWithdraw { ids, reason } = args;
    let ask = |members, entries| {
        let message = Message::new("cli-withdraw-consent");
        message.number("members", members).number("entries", entries)
    };
    let order = Order { named: ids, reason, erase: false };
    take_back(&order, context, ask, |_, _| Ok(None))
}

/// Has the payloads of entries destroyed.
pub(crate) fn erase(args: &EntryErase, context: &Context) -> Result<(), CommandError> {
    let EntryErase { ids, reason, now, .. } = args;
    let id = if *now { "cli-erase-now-consent" } else { "cli-erase-consent" };
    let ask = |members, entries| {
        Message::new(id)
            .number("members", members)
            .number("entries", entries)
            .number("days", ERASURE_DELAY_MS / DAY_MS)
    };
    let consent = |settings: &Settings, ids: &[EntryId]| match now {
        true => countersign(args, settings, ids, context).map(Some),
        false => Ok(None),
    };
    take_back(&Order { named: ids, reason, erase: true }, context, ask, consent)
}

/// What is to be taken back, as it was typed.
struct Order<'a> {
    named: &'a [String],
    reason: &'a str,
    erase: bool,
}

fn take_back(
    order: &Order<'_>,
    context: &Context,
    ask: impl Fn(usize, usize) -> Message,
    consent: impl Fn(&Settings, &[EntryId]) -> Result<Option<Consent>, CommandError>,
) -> Result<(), CommandError> {
    let settings = context.settings()?;
    client::wait(async {
        let node = client::own_node(&settings).await?;
        let status = AdminClient::new(node.clone()).status(v1::StatusRequest::default()).await;
        let status = status.map_err(|status| client::refused(&status))?.into_inner();
        let listed = listed(&node, &status.member, context).await?;
        let mut ids = order
            .named
            .iter()
            .map(|text| find(text, &listed))
            .collect::<Result<Vec<EntryId>, CommandError>>()?;
        ids.sort_unstable();
        ids.dedup();
        prompt::consent(&context.ui, &ask(status.logs.len(), ids.len()))?;
        let consent = consent(&settings, &ids)?;
        let request = v1::TakeBackRequest {
            entries: ids.iter().map(|id| id.0.as_bytes().to_vec()).collect(),
            reason: order.reason.to_owned(),
            erase: order.erase,
            admin_key: consent.map_or_else(Vec::new, |it| it.admin_key.as_bytes().to_vec()),
            signature: consent.map_or_else(Vec::new, |it| it.signature.0.to_vec()),
            language: context.ui.texts.language().code().to_owned(),
        };
        let receipt = PublishClient::new(node.clone()).take_back(request).await;
        let receipt = receipt.map_err(|status| client::refused(&status))?.into_inner();
        let erasures = if order.erase { receipts(&node, &ids).await? } else { Vec::new() };
        tell(receipt, erasures, context)
    })
}

/// Tells of every erasure how many nodes confirm it, and who does not yet.
pub(crate) fn erasures(context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let erasures =
        client::wait(async { receipts(&client::own_node(&settings).await?, &[]).await })?;
    if context.ui.json {
        return context.ui.print_json(&shapes::erasures(erasures));
    }
    for line in erasures.iter().map(confirmations) {
        context.ui.print(&format!("{}\n", context.ui.texts.say(&line)))?;
    }
    if erasures.is_empty() {
        context.ui.tell(&Message::new("cli-erasures-none"));
    }
    Ok(())
}

fn tell(
    receipt: v1::Receipt,
    erasures: Vec<v1::ErasureStatus>,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    let lines: Vec<Message> = erasures.iter().map(confirmations).collect();
    if ui.json {
        return ui.print_json(&shapes::TakenBack::new(receipt, erasures));
    }
    let seq = receipt.seq;
    ui.done(&Message::new("cli-take-back-done").number("seq", seq));
    for id in &receipt.entry_ids {
        let line = Message::new("cli-receipt-entry").word("id", shapes::hex(id));
        ui.print(&format!("{}\n", ui.texts.say(&line)))?;
    }
    for line in lines {
        ui.print(&format!("{}\n", ui.texts.say(&line)))?;
    }
    Ok(())
}

/// Returns how far an erasure has come, in one sentence.
fn confirmations(erasure: &v1::ErasureStatus) -> Message {
    let all = erasure.confirmed.len().saturating_add(erasure.missing.len());
    let id: String = shapes::hex(&erasure.entry_id).chars().take(DIGITS_MIN).collect();
    let missing: Vec<String> =
        erasure.missing.iter().take(NAMED_MAX).map(|it| table::shown(it)).collect();
    let text = if missing.is_empty() { "cli-erased-by-all" } else { "cli-erased-by" };
    Message::new(text)
        .word("id", id)
        .number("confirmed", erasure.confirmed.len())
        .number("members", all)
        .word("missing", missing.join(", "))
        .number("more", erasure.missing.len().saturating_sub(NAMED_MAX))
}

async fn receipts(node: &Channel, ids: &[EntryId]) -> Result<Vec<v1::ErasureStatus>, CommandError> {
    let entries = ids.iter().map(|id| id.0.as_bytes().to_vec()).collect();
    let reply = AdminClient::new(node.clone()).erasures(v1::ErasuresRequest { entries }).await;
    Ok(reply.map_err(|status| client::refused(&status))?.into_inner().erasures)
}

/// Consents with the admin key to the erasure of `ids`.
fn countersign(
    args: &EntryErase,
    settings: &Settings,
    ids: &[EntryId],
    context: &Context,
) -> Result<Consent, CommandError> {
    let folder = context.folder();
    let coalition = coalition::own(settings)?.id();
    let path = folder.join(MEMBER_FILE);
    let bytes = public_file::read_armored(&path, Kind::PublicMember)?;
    let refused = || {
        let message = Message::new("cli-member-refused").word("path", path.display());
        Failure::new(Exit::Verification, message)
    };
    let received = document::from_bytes(&bytes).map_err(|error| refused().because(error))?;
    let document = received.verify_inception().map_err(|error| refused().because(error))?;
    let sealed = folder.join(admin_key::FILE_NAME);
    let sealed = secret_file::read_armored(&sealed, Kind::SecretAdminKey)?;
    for id in ids {
        context.ui.insist(&Message::new("cli-erase-names").word("id", id));
    }
    let passphrase = prompt::passphrase(&context.ui, args.passphrase_file.as_deref())?;
    let key = admin_key::open(&sealed, &passphrase).map_err(|error| {
        Failure::new(Exit::NotPermitted, Message::new("cli-key-stays-locked")).because(error)
    })?;
    Ok(Consent::new(document.member(), ids, coalition, &key))
}

/// Returns the ids of all entries of the own log, as the own node lists them.
async fn listed(
    node: &Channel,
    handle: &str,
    context: &Context,
) -> Result<Vec<EntryId>, CommandError> {
    // A handle has no quotes; if a node says otherwise, it is not asked.
    let is_handle = handle.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    if !is_handle {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT id FROM entries WHERE member = '{handle}'");
    let language = context.ui.texts.language().code().to_owned();
    let mut node =
        QueryClient::new(node.clone()).max_decoding_message_size(client::MESSAGE_BYTES_MAX);
    let reply = node.query(v1::QueryRequest { sql, language }).await;
    let mut pieces = reply.map_err(|status| client::refused(&status))?.into_inner();
    let mut arrow = Vec::new();
    while let Some(reply) = pieces.message().await.map_err(|status| client::refused(&status))? {
        if let Some(Piece::ArrowIpc(bytes)) = reply.piece {
            arrow.extend(bytes);
        }
    }
    let csv = answer::write(arrow, Format::Csv).map_err(|error| {
        Failure::new(Exit::Unexpected, Message::new("cli-answer-malformed")).because(error)
    })?;
    let csv = String::from_utf8_lossy(&csv).into_owned();
    Ok(csv.lines().filter_map(Hash::parse).map(EntryId).collect())
}

/// Returns the entry that is named by its id, or by the first digits of it.
fn find(text: &str, listed: &[EntryId]) -> Result<EntryId, CommandError> {
    if let Some(id) = Hash::parse(text) {
        return Ok(EntryId(id));
    }
    let failed = |exit, id| Failure::new(exit, Message::new(id).word("text", table::shown(text)));
    if text.len() < DIGITS_MIN || !text.bytes().all(|it| it.is_ascii_hexdigit()) {
        return Err(failed(Exit::Usage, "cli-take-back-not-an-id").into());
    }
    let start = text.to_lowercase();
    let found: Vec<_> = listed.iter().filter(|id| id.to_string().starts_with(&start)).collect();
    match found[..] {
        [only] => Ok(*only),
        [] => Err(failed(Exit::Invalid, "cli-take-back-absent").into()),
        [..] => Err(failed(Exit::Usage, "cli-take-back-ambiguous").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_text::Language;
    use flotilla_text::Texts;

    #[test]
    fn an_entry_is_named_by_its_first_digits_if_no_other_begins_so() {
        let listed = [[0xaa; 32], [0xab; 32]].map(|it| EntryId(Hash::from_bytes(it)));
        assert_eq!(find("AAAAAAAA", &listed).unwrap(), listed[0]);
        assert_eq!(find(&listed[1].to_string(), &[]).unwrap(), listed[1]);
        for wrong in ["aaaa", "not an id", "cccccccc"] {
            assert!(find(wrong, &listed).is_err(), "{wrong}");
        }
        assert!(find("aaaaaaaa", &[listed[0], listed[0]]).is_err());
    }

    #[test]
    fn who_has_not_confirmed_is_named() {
        let mut erasure = v1::ErasureStatus {
            entry_id: vec![0xab; 32],
            confirmed: vec!["alice".to_owned(), "bob".to_owned()],
            missing: vec!["carol".to_owned()],
            ..Default::default()
        };
        let texts = Texts::new(Language::English);
        let told = texts.say(&confirmations(&erasure));
        assert!(told.contains("2 of 3") && told.contains("carol"), "{told}");
        erasure.missing.clear();
        let told = texts.say(&confirmations(&erasure));
        assert!(told.contains("2 of 2"), "{told}");
    }
}
