//! `flotilla records --asked`: whom the own node has told what it holds at home.

use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_proto::v1::admin_client::AdminClient;
use flotilla_text::date;
use serde::Serialize;

use crate::client;
use crate::context::Context;
use crate::failure::CommandError;
use crate::table;
use crate::table::Table;

/// The most bytes of an answer: 10,000 rows.
const REPLY_BYTES_MAX: usize = 4 << 20;

/// One line of `flotilla records --asked`.
#[derive(Debug, Serialize)]
struct Row {
    asked_at: String,
    member: String,
    record_id: String,
}

/// Prints who was told what, oldest first.
pub(super) fn print(context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let language = context.ui.texts.language().code().to_owned();
    let reply = client::wait(async {
        let node = AdminClient::new(client::own_node(&settings).await?);
        let mut node = node.max_decoding_message_size(REPLY_BYTES_MAX);
        let reply = node.asked(v1::AskedRequest { language }).await;
        Ok(reply.map_err(|status| client::refused(&status))?.into_inner())
    })?;
    let rows: Vec<Row> = reply.rows.into_iter().map(Row::of).collect();
    let ui = &context.ui;
    if ui.json {
        return ui.print_json(&rows);
    }
    if rows.is_empty() {
        ui.tell(&Message::new("cli-records-asked-none"));
        return Ok(());
    }
    let columns = ["cli-records-column-asked", "cli-column-member", "cli-entry-column-entry"];
    let mut table = Table::new(columns.map(|id| ui.texts.text(id)).to_vec());
    for Row { asked_at, member, record_id } in rows {
        table.push(vec![asked_at, table::shown(&member), record_id]);
    }
    ui.print(&table.render())
}

impl Row {
    fn of(row: v1::AskedRow) -> Self {
        let v1::AskedRow { asked_ms, member, entry_id } = row;
        let record_id = Hash::from_slice(&entry_id).map(|it| it.to_string()).unwrap_or_default();
        Self { asked_at: date::minute(asked_ms), member, record_id }
    }
}
