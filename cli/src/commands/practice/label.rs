//! `flotilla practice label FILE`: a community's Label, signed for one record.
//!
//! What is printed goes into the front matter of the record, as it is. The steward reads the record first: a
//! Label is the community's word about it. A type that says that not everybody may know is refused, since
//! such a record is not published at all.

use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::label::Label;
use flotilla_domain::label::SCHEME;
use flotilla_domain::message::Message;
use flotilla_gate::practice;
use flotilla_gate::practice::Author;
use flotilla_gate::recipe::quoted;
use serde::Serialize;

use crate::args::practice as args;
use crate::args::shared::From;
use crate::catalogue;
use crate::commands::key::steward;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::minutes::Minutes;
use crate::prompt;
use crate::shapes;
use crate::table;
use crate::table_file;

/// `flotilla practice label`.
#[derive(Debug, Serialize)]
struct Signed {
    record: String,
    scheme: String,
    r#type: String,
    community: String,
    language: String,
    name: String,
    text: String,
    hub_project: String,
    key: String,
    signature: String,
}

/// Tells what would be signed, and prints it signed.
pub(super) fn label(args: &args::Label, context: &Context) -> Result<(), CommandError> {
    let ui = &context.ui;
    let (record, title) = record(args, context)?;
    let coalition = coalition(args, context)?;
    let label = Label {
        scheme: SCHEME.to_owned(),
        kind: args.kind.clone(),
        community: args.community.clone(),
        language: args.language.clone(),
        name: args.name.clone(),
        text: args.text.clone(),
        hub_project: args.hub_project.clone(),
        seal: None,
    };
    let refused = |id| {
        let message = Message::new(id).word("kind", table::shown(&args.kind));
        CommandError::from(Failure::new(Exit::Invalid, message))
    };
    if label.is_restricted() {
        return Err(refused("cli-label-restricted"));
    }
    let told = Message::new("cli-label-told")
        .word("label", table::shown(&label.spelled()))
        .word("title", table::shown(&title));
    ui.insist(&told);
    prompt::consent(ui, &Message::new("cli-label-consent"))?;
    let key = steward::open(&args.key, args.passphrase_file.as_deref(), context)?;
    let label = label.sealed(&record, coalition, &key);
    if !label.is_sound() {
        return Err(refused("cli-label-unsound"));
    }
    let signed = shape(record, label);
    if ui.json {
        return ui.print_json(&signed);
    }
    ui.print(&block(&signed))?;
    ui.tell(&Message::new("cli-label-next").word("path", args.file.display()));
    Ok(())
}

/// Returns the id and the title of the record.
fn record(args: &args::Label, context: &Context) -> Result<(String, String), CommandError> {
    let texts = &context.ui.texts;
    let file = table_file::bytes(&args.file)?;
    let catalogue = catalogue::read(None, texts)?;
    let read = practice::read(&String::from_utf8_lossy(&file), &catalogue, Author::default());
    let record = match read {
        Ok(reading) => reading.practice().clone(),
        Err(problems) => {
            let message = Message::new("cli-practice-problems");
            let message = message.number("problems", problems.total());
            let failure = Failure::new(Exit::Invalid, message);
            let lines = problems.iter().map(|it| shapes::Problem::of(it, texts).line());
            return Err(lines.fold(failure, Failure::detail).into());
        }
    };
    let title = record.text(texts.language().code()).map(|it| it.title.clone());
    Ok((record.fields().id.clone(), title.unwrap_or_default()))
}

/// Returns the coalition that is named, or that of the own node.
fn coalition(args: &args::Label, context: &Context) -> Result<CoalitionId, CommandError> {
    match &args.coalition {
        Some(id) => Ok(Hash::parse(&id.to_lowercase())
            .map(CoalitionId)
            .ok_or_else(|| Failure::new(Exit::Usage, Message::new("cli-label-coalition")))?),
        None => Ok(Minutes::read(&From { bundle: Vec::new() }, context)?.coalition()),
    }
}

fn shape(record: String, label: Label) -> Signed {
    let Label { scheme, kind, community, language, name, text, hub_project, seal } = label;
    let hex = |bytes: &[u8]| shapes::hex(bytes);
    let (key, signature) =
        seal.map_or_else(Default::default, |it| (hex(it.key.as_bytes()), hex(&it.signature.0)));
    Signed {
        record,
        scheme,
        r#type: kind,
        community,
        language,
        name,
        text,
        hub_project,
        key,
        signature,
    }
}

/// Returns the lines for the front matter; none of the words has a line break.
fn block(signed: &Signed) -> String {
    let Signed { r#type, community, language, name, text, hub_project, key, signature, .. } =
        signed;
    let fields = [
        ("type", r#type),
        ("community", community),
        ("language", language),
        ("name", name),
        ("text", text),
        ("hub_project", hub_project),
        ("key", key),
        ("signature", signature),
    ];
    let lines = fields.iter().filter(|(_, value)| !value.is_empty());
    let lines = lines.map(|(name, value)| format!("{name} = {}\n", quoted(value)));
    format!("[[labels]]\n{}", lines.collect::<String>())
}
