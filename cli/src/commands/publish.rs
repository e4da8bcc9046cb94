//! `flotilla publish …`: a file to the own node, a preview back, consent, a receipt.
//!
//! - The preview is exactly what peers will receive; why a number is withheld is shown here only.
//! - Nothing is published that was not shown, and nothing without a yes: the node signs the preview
//!   by its name, not the file.
//! - All problems are listed at once.
//! - A dry run of a table needs no node: [`trial`] has the gate in this tool. Where the own node runs, it is
//!   asked, for it knows what was published.
//! - What a recipe does not need of a table never leaves this process.

mod communities;
mod input;
mod practice;
mod respond;
mod rounding;
mod told;
mod trial;

use std::path::Path;

use flotilla_domain::message::Message;
use flotilla_gate::export::document;
use flotilla_gate::problem::Problems;
use flotilla_proto::v1;
use flotilla_proto::v1::description::Content;
use flotilla_proto::v1::prepare_request::Piece;
use flotilla_proto::v1::publish_client::PublishClient;
use tonic::transport::Channel;

use self::input::Input;
use crate::args::Metrics;
use crate::client;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::prompt;
use crate::report::Report;
use crate::setting;
use crate::setting::Said;
use crate::setting::Setting;
use crate::shapes;
use crate::shapes::SourceFile;

pub(crate) use self::practice::practice;
pub(crate) use self::respond::named_record;
pub(crate) use self::respond::respond;
pub(crate) use self::told::question_line;

/// The bytes of one piece of a file.
const CHUNK_BYTES: usize = 64 << 10;

/// The most bytes of a preview: so many places with all their sums.
const PREVIEW_BYTES_MAX: usize = 256 << 20;

/// Publishes a table of figures, or tries it out.
pub(crate) fn metrics(args: &Metrics, context: &Context) -> Result<(), CommandError> {
    let report = report(args, context)?;
    let report = report.as_ref();
    let publication = args.dry_run && context.ui.json;
    let reading = || Progress::begin(&Message::new("cli-reading"), &context.ui);
    let input = reading().during(|| Input::read(args, context))?;
    let input = match input {
        Ok(input) => input,
        Err(problems) => {
            let handle = context.settings_if_any()?.map(|it| it.handle);
            let handle = args.trial.member.clone().or(handle).unwrap_or_default();
            let handle = publication.then_some(handle);
            return refused(&problems, handle.as_deref(), report, context);
        }
    };
    let is_given = !args.communities.consent.is_empty();
    if args.dry_run
        && !is_given
        && (args.trial.is_asked_for() || !setting::is_own_node_there(context)?)
    {
        return trial::metrics(args, &input, report, context);
    }
    // Only what is needed leaves this process.
    let bytes = match reading().during(|| input.reduced()) {
        Ok(bytes) => bytes,
        Err(problems) => {
            let handle = if publication { Some(context.settings()?.handle) } else { None };
            return refused(&problems, handle.as_deref(), report, context);
        }
    };
    let description = description(Content::MetricsRecipe(input.recipe), &args.file, context);
    let disowned = args.disown.clone();
    let description = v1::Description { publication, disowned, ..description };
    let description = communities::said(description, &args.communities)?;
    let pieces = pieces(description, &bytes);
    prepare((pieces, Some(input.source)), context, |preview| match &args.communities.request {
        Some(path) if preview.problems.is_empty() => {
            communities::ask(preview, path, context).map(|()| Decision::Stop)
        }
        _ => decide(preview, args.dry_run, report, context),
    })
}

/// Prepares the report that was asked for, with the names of codes that are known here.
fn report(args: &Metrics, context: &Context) -> Result<Option<Report>, CommandError> {
    let Some(path) = &args.report else { return Ok(None) };
    let said = Said {
        catalogue: args.trial.catalogue.as_deref(),
        member: None,
        from: &args.trial.from,
        asks_node: false,
    };
    let catalogue = Setting::read(said, context)?.catalogue;
    Ok(Some(Report::new(path, &args.file, catalogue)))
}

/// Publishes again what of the own log a cut left behind; nothing is read from a file.
pub(crate) fn again(context: &Context) -> Result<(), CommandError> {
    let description = description(Content::Again(true), Path::new(""), context);
    let piece = v1::PrepareRequest { piece: Some(Piece::Description(description)) };
    prepare((vec![piece], None), context, |preview| {
        if preview.entries == 0 && preview.notes.is_empty() && !context.ui.json {
            context.ui.tell(&Message::new("cli-again-nothing"));
            return Ok(Decision::Stop);
        }
        decide(preview, false, None, context)
    })
}

/// Shows what is wrong with a table, found before any of it was given to a node; to a script as the
/// document of `member`, if it asked for one.
fn refused(
    problems: &Problems,
    member: Option<&str>,
    report: Option<&Report>,
    context: &Context,
) -> Result<(), CommandError> {
    let texts = &context.ui.texts;
    let document = member.map(|it| document::of_problems(it, problems, &|text| texts.say(text)));
    let preview = shapes::Preview::of_problems(problems, texts);
    show(&preview, &document.unwrap_or_default(), report, context)
}

fn prepare(
    (pieces, source): (Vec<v1::PrepareRequest>, Option<SourceFile>),
    context: &Context,
    decide: impl FnOnce(v1::Preview) -> Result<Decision, CommandError>,
) -> Result<(), CommandError> {
    let settings = context.settings()?;
    client::wait(async {
        let node = PublishClient::new(client::own_node(&settings).await?);
        let mut node = node.max_decoding_message_size(PREVIEW_BYTES_MAX);
        let [sending, checking] = ["cli-sending", "cli-checking"].map(Message::new);
        let steps = Progress::begin_of(&sending, pieces.len(), &checking, &context.ui);
        let mut step = steps.counter();
        let pieces = pieces.into_iter().inspect(move |_| step());
        let preview = node.prepare(tokio_stream::iter(pieces)).await;
        drop(steps);
        let preview = preview.map_err(|status| client::refused(&status))?.into_inner();
        let id = preview.preview_id.clone();
        match decide(preview)? {
            Decision::Commit => {
                let language = context.ui.texts.language().code().to_owned();
                let request = v1::CommitRequest { preview_id: id, language };
                commit(&mut node, (request, source), context).await
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
    report: Option<&Report>,
    context: &Context,
) -> Result<Decision, CommandError> {
    let ui = &context.ui;
    let has_id = !preview.preview_id.is_empty();
    let (document, members) = (preview.publication.clone(), preview.members);
    let preview = shapes::Preview::from(preview);
    let publishable = has_id && !preview.unchanged && told::problems(&preview) == 0;
    if dry_run || !publishable {
        show(&preview, &document, report, context)?;
        return Ok(Decision::Stop);
    }
    // Before the question, so that it can be looked at first.
    if let Some(report) = report {
        report.write(&preview, context)?;
    }
    // What a script reads is one object: here the receipt.
    if ui.json {
        ui.tell_text(&told::summary(&preview, &ui.texts));
    } else {
        ui.print(&told::preview(&preview, &ui.texts))?;
    }
    prompt::consent(ui, &Message::new("cli-publish-consent").number("members", members))?;
    Ok(Decision::Commit)
}

/// Shows a preview of which nothing is published; for a script, `document` where there is one.
fn show(
    preview: &shapes::Preview,
    document: &str,
    report: Option<&Report>,
    context: &Context,
) -> Result<(), CommandError> {
    let ui = &context.ui;
    if let Some(report) = report {
        report.write(preview, context)?;
    }
    let problems = told::problems(preview);
    match (ui.json, document) {
        (false, _) => ui.print(&told::preview(preview, &ui.texts))?,
        (true, "") => ui.print_json(preview)?,
        (true, document) => {
            ui.print(document)?;
            let lines = told::problem_lines(preview, &ui.texts);
            lines.lines().for_each(|line| ui.insist_text(line));
        }
    }
    if problems > 0 {
        let message = Message::new("cli-publish-problems").number("problems", problems);
        return Err(Failure::new(Exit::Invalid, message).into());
    }
    if let Some(question) = preview.open().next() {
        let message = Message::new("cli-publish-open").number("questions", preview.open().count());
        let hint = Message::new("cli-hint-confirm").word("excerpt", &question.excerpt);
        return Err(Failure::new(Exit::Invalid, message).hint(hint).into());
    }
    if ui.json && !document.is_empty() {
        ui.tell_text(&told::summary(preview, &ui.texts));
    }
    ui.tell(&told::nothing(preview));
    Ok(())
}

async fn commit(
    node: &mut PublishClient<Channel>,
    (request, source): (v1::CommitRequest, Option<SourceFile>),
    context: &Context,
) -> Result<(), CommandError> {
    let receipt = node.commit(request).await;
    let receipt = receipt.map_err(|status| client::refused(&status))?.into_inner();
    if context.ui.json {
        return context.ui.print_json(&shapes::Receipt::of(receipt, source));
    }
    context.ui.print(&told::receipt(&receipt, source.as_ref(), &context.ui.texts))?;
    told::later(&receipt).iter().for_each(|it| context.ui.tell(it));
    Ok(())
}

/// Returns a file in pieces, the description first.
fn pieces(description: v1::Description, bytes: &[u8]) -> Vec<v1::PrepareRequest> {
    let piece = |piece| v1::PrepareRequest { piece: Some(piece) };
    let chunks = bytes.chunks(CHUNK_BYTES).map(|chunk| Piece::Chunk(chunk.to_vec()));
    [Piece::Description(description)].into_iter().chain(chunks).map(piece).collect()
}

fn description(content: Content, file: &Path, context: &Context) -> v1::Description {
    let language = context.ui.texts.language().code().to_owned();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    v1::Description {
        content: Some(content),
        file_name: name.unwrap_or_default(),
        language,
        publication: false,
        confirmed: Vec::new(),
        ..v1::Description::default()
    }
}
