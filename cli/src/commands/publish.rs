//! `flotilla publish …`: a file to the own node, a preview back, consent, a receipt.
//!
//! - The preview is exactly what peers will receive; why a number is withheld is shown here only.
//! - Nothing is published that was not shown, and nothing without a yes: the node signs the preview
//!   by its name, not the file.
//! - All problems are listed at once.
//! - What a recipe does not need of a table never leaves this process.

mod told;

use std::fs;
use std::path::Path;

use flotilla_domain::message::Message;
use flotilla_gate::read::reduce;
use flotilla_gate::recipe::Recipe;
use flotilla_proto::v1;
use flotilla_proto::v1::description::Content;
use flotilla_proto::v1::prepare_request::Piece;
use flotilla_proto::v1::publish_client::PublishClient;
use tonic::transport::Channel;

use crate::args::Metrics;
use crate::args::Practice;
use crate::client;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::prompt;
use crate::shapes;
use crate::table_file;
use crate::table_file::TableFile;

/// The bytes of one piece of a file.
const CHUNK_BYTES: usize = 64 << 10;

/// Publishes a table of figures.
pub(crate) fn metrics(args: &Metrics, context: &Context) -> Result<(), CommandError> {
    let recipe = fs::read_to_string(&args.recipe);
    let recipe = recipe.map_err(|error| Failure::read(&args.recipe, error))?;
    let parsed = Recipe::parse(&recipe);
    let sheet = parsed.as_ref().ok().and_then(Recipe::sheet);
    let file = TableFile::read(&args.file, sheet)?;
    let recipe = file.recipe(&recipe);
    // Only what the recipe needs leaves this process.
    let needed = parsed.and_then(|parsed| reduce(file.text(), &parsed));
    let bytes = match needed {
        Ok(bytes) => bytes,
        Err(problems) => {
            let preview = told::refused(&problems, &context.ui.texts);
            return decide(preview, args.dry_run, context).map(|_| ());
        }
    };
    let description = description(Content::MetricsRecipe(recipe), &args.file, context);
    prepare(pieces(description, &bytes), args.dry_run, context)
}

/// Publishes a practice record.
pub(crate) fn practice(args: &Practice, context: &Context) -> Result<(), CommandError> {
    let description = description(Content::Practice(true), &args.file, context);
    prepare(pieces(description, &table_file::bytes(&args.file)?), args.dry_run, context)
}

/// Publishes again what of the own log a cut left behind; nothing is read from a file.
pub(crate) fn again(context: &Context) -> Result<(), CommandError> {
    let description = description(Content::Again(true), Path::new(""), context);
    let piece = v1::PrepareRequest { piece: Some(Piece::Description(description)) };
    prepare(vec![piece], false, context)
}

fn prepare(
    pieces: Vec<v1::PrepareRequest>,
    dry_run: bool,
    context: &Context,
) -> Result<(), CommandError> {
    let settings = context.settings()?;
    client::wait(async {
        let node = PublishClient::new(client::own_node(&settings).await?);
        let mut node = node.max_decoding_message_size(client::MESSAGE_BYTES_MAX);
        let preview = node.prepare(tokio_stream::iter(pieces)).await;
        let preview = preview.map_err(|status| client::refused(&status))?.into_inner();
        let id = preview.preview_id.clone();
        match decide(preview, dry_run, context)? {
            Decision::Commit => {
                let language = context.ui.texts.language().code().to_owned();
                commit(&mut node, v1::CommitRequest { preview_id: id, language }, context).await
            }
            Decision::Stop => Ok(()),
        }
    })
}

/// What follows from a preview.
enum Decision {
    /// Publish it.
    Commit,
    /// There is nothing to publish, or nothing was meant to be.
    Stop,
}

fn decide(
    preview: v1::Preview,
    dry_run: bool,
    context: &Context,
) -> Result<Decision, CommandError> {
    let ui = &context.ui;
    let problems = told::problems(&preview);
    let publishable = !preview.preview_id.is_empty() && !preview.unchanged && problems == 0;
    let last = if preview.unchanged {
        Message::new("cli-publish-unchanged")
    } else if dry_run || !publishable {
        Message::new("cli-publish-nothing")
    } else {
        Message::new("cli-publish-consent").number("members", preview.members)
    };
    // What a script reads is one object: the preview where nothing is published, else the receipt.
    if ui.json && (dry_run || !publishable) {
        ui.print_json(&shapes::Preview::from(preview))?;
    } else if ui.json {
        ui.tell_text(&told::summary(&preview, &ui.texts));
    } else {
        ui.print(&told::preview(&preview, &ui.texts))?;
    }
    if problems > 0 {
        let message = Message::new("cli-publish-problems").number("problems", problems);
        return Err(Failure::new(Exit::Invalid, message).into());
    }
    if dry_run || !publishable {
        ui.tell(&last);
        return Ok(Decision::Stop);
    }
    prompt::consent(ui, &last)?;
    Ok(Decision::Commit)
}

async fn commit(
    node: &mut PublishClient<Channel>,
    request: v1::CommitRequest,
    context: &Context,
) -> Result<(), CommandError> {
    let receipt = node.commit(request).await;
    let receipt = receipt.map_err(|status| client::refused(&status))?.into_inner();
    if context.ui.json {
        return context.ui.print_json(&shapes::Receipt::from(receipt));
    }
    context.ui.print(&told::receipt(&receipt, &context.ui.texts))
}

/// Returns a file in pieces, the description first.
fn pieces(description: v1::Description, bytes: &[u8]) -> Vec<v1::PrepareRequest> {
    let piece = |piece| v1::PrepareRequest { piece: Some(piece) };
    let chunks = bytes.chunks(CHUNK_BYTES).map(|chunk| Piece::Chunk(chunk.to_vec()));
    [Piece::Description(description)].into_iter().chain(chunks).map(piece).collect()
}

fn description(content: Content, file: &Path, context: &Context) -> v1::Description {
    let language = context.ui.texts.language().code().to_owned();
    let file_name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    v1::Description { content: Some(content), file_name: file_name.unwrap_or_default(), language }
}
