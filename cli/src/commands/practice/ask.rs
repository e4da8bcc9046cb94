//! `flotilla practice ask RECORD`: a record that is held at home, as its holder's node tells it now.
//!
//! - **The own node asks**, and checks what it is told against the card that every node carries.
//! - **Nothing of the answer is kept**: it is printed, and that is all.
//! - **Where nothing is told, the card is**: what there is, and whom to ask.

use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use serde::Serialize;

use crate::args::practice::Ask;
use crate::client;
use crate::commands::publish;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::table;

/// The most bytes of an answer: a record in one language, and what else it says.
const REPLY_BYTES_MAX: usize = 4 << 20;

/// `flotilla practice ask --json`.
#[derive(Debug, Serialize)]
struct Answered {
    record_id: String,
    member: String,
    title: String,
    community: String,
    contact: String,
    labels: Vec<String>,
    state: String,
    practice: String,
    fields: Vec<Field>,
}

/// Something that a record says beside its texts.
#[derive(Debug, Serialize)]
struct Field {
    name: String,
    value: String,
}

/// Asks the holder of a record.
pub(crate) fn ask(args: &Ask, context: &Context) -> Result<(), CommandError> {
    let id = publish::named_record(&args.record, context)?;
    let settings = context.settings()?;
    let language = context.ui.texts.language().code().to_owned();
    let request = v1::AskRequest { entry_id: id.as_bytes().to_vec(), language };
    let reply = client::wait(async {
        let node = AdminClient::new(client::own_node(&settings).await?);
        let reply = node.max_decoding_message_size(REPLY_BYTES_MAX).ask(request).await;
        Ok(reply.map_err(|status| client::refused(&status))?.into_inner())
    })?;
    let answered = Answered::of(id, reply);
    if context.ui.json {
        context.ui.print_json(&answered)?;
    } else {
        context.ui.print(&answered.text(context))?;
    }
    answered.conclude(context)
}

impl Answered {
    fn of(id: Hash, reply: v1::AskReply) -> Self {
        let v1::AskReply { member, title, community, contact, labels, state, practice, fields } =
            reply;
        let field = |it: v1::RecordField| Field { name: it.name, value: it.value };
        let fields = fields.into_iter().map(field).collect();
        let record_id = id.to_string();
        Self { record_id, member, title, community, contact, labels, state, practice, fields }
    }

    /// Returns what is told, or else the card.
    fn text(&self, context: &Context) -> String {
        let texts = &context.ui.texts;
        let mut text = match self.practice.is_empty() {
            true => format!("# {}\n", table::shown(&self.title)),
            false => format!("{}\n", table::shown_lines(self.practice.trim_end())),
        };
        for label in &self.labels {
            text.push_str(&format!("\n> {}\n", table::shown(label)));
        }
        for Field { name, value } in &self.fields {
            text.push_str(&format!("\n{}: {}\n", table::shown(name), table::shown_lines(value)));
        }
        let holder = match self.community.is_empty() {
            true => Message::new("cli-ask-holder"),
            false => {
                Message::new("cli-ask-community").word("community", table::shown(&self.community))
            }
        };
        let holder = holder
            .word("member", table::shown(&self.member))
            .word("contact", table::shown(&self.contact));
        format!("{text}\n{}\n", texts.say(&holder))
    }

    /// Says that what was told is not kept; or why nothing was told.
    fn conclude(&self, context: &Context) -> Result<(), CommandError> {
        let (exit, why) = match self.state.as_str() {
            state @ ("own" | "shown") => {
                let id = if state == "own" { "cli-ask-own" } else { "cli-ask-shown" };
                context.ui.tell(&Message::new(id));
                return Ok(());
            }
            "away" => (Exit::Network, "cli-ask-away"),
            "tampered" => (Exit::Verification, "cli-ask-tampered"),
            "unfit" => (Exit::Verification, "cli-ask-unfit"),
            _ => (Exit::NotPermitted, "cli-ask-unshown"),
        };
        let why = Message::new(why).word("member", table::shown(&self.member));
        let hint = Message::new("cli-hint-ask").word("contact", table::shown(&self.contact));
        Err(Failure::new(exit, why).hint(hint).into())
    }
}
