//! `flotilla privacy-register`: what this member made anonymous, when, and how.
//!
//! Québec's regulation on anonymization (O.C. 783-2024) asks for such a register. It promises:
//!
//! - **It is read from the signed log**, so it is kept by publishing and cannot fall behind. Everything
//!   in the log is verified first.
//! - **It has no value in it**, only what was published, by which rules, and who answers for it.
//! - **It opens in a spreadsheet** in either language: CSV with the signs that Excel expects, or XLSX.
//!   No cell becomes a formula.

mod record;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::release::Release;
use flotilla_domain::roster::Member;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::frame::Frame;
use flotilla_sheet::book;
use flotilla_sheet::book::Book;
use flotilla_sheet::book::Cell;
use flotilla_sheet::book::Look;
use flotilla_sheet::book::NewSheet;
use flotilla_sheet::delimited;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_wire::audit::Audited;
use flotilla_wire::audit::Finding;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;

use crate::args::register::PrivacyRegister;
use crate::clock;
use crate::commands::bundle;
use crate::commands::bundle::carried::Carried;
use crate::commands::register::record::Record;
use crate::commands::register::record::Told;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::new_files;

/// How wide the columns of the workbook are, in letters.
const WIDTH: u8 = 26;

/// Prints or writes the register.
pub(crate) fn register(args: &PrivacyRegister, context: &Context) -> Result<(), CommandError> {
    let settings = context.settings()?;
    let carried = match &args.bundle {
        Some(file) => Carried::at(file)?,
        None => Carried::from_node(&settings, true, context)?,
    };
    let audited = carried.audited(&carried.founded(context)?)?;
    let roster = audited.findings.state().roster();
    let me = bundle::member(roster, &settings.handle)?;
    let me = roster.member(me).ok_or_else(|| absent(&settings.handle))?;
    let texts = &context.ui.texts;
    let records = records(&carried, &audited, me)?;
    let purpose = args.purpose.clone().unwrap_or_else(|| {
        texts.say(&Message::new("cli-register-purpose").word("coalition", roster.name()))
    });
    let told: Vec<_> = records.iter().map(|it| it.told(&purpose, texts)).collect();
    match &args.out {
        Some(out) => write(out, &told, context)?,
        None if context.ui.json => context.ui.print_json(&told)?,
        None => context.ui.print_bytes(&csv(&told, texts))?,
    }
    let due = records.iter().filter(|it| it.is_due(clock::now_ms())).count();
    if due > 0 {
        context.ui.tell(&Message::new("cli-register-due").number("count", due));
    }
    Ok(())
}

/// Returns the own publications, oldest first, with what became of each.
fn records(carried: &Carried, audited: &Audited, me: &Member) -> Result<Vec<Record>, CommandError> {
    let mut releases = releases(carried, audited.findings.state().roster(), me)?;
    let ids = audited.findings.entries().into_iter();
    let own = ids.filter_map(|id| audited.findings.entry(id)).filter(|it| it.member == me.id);
    let own = own.filter(|it| it.kind == Kind::Release);
    let record = |found: Finding| Record::of(&found, releases.remove(&found.id), me);
    Ok(own.map(record).collect())
}

/// Returns what the own publications say, by their ids; not those whose content was destroyed.
fn releases(
    carried: &Carried,
    roster: &Roster,
    me: &Member,
) -> Result<BTreeMap<EntryId, Release>, CommandError> {
    let mut releases = BTreeMap::new();
    let mut reader = carried.open()?;
    while let Some(arrival) = reader.arrival().map_err(|error| carried.refused(error))? {
        let Frame::Entries(stretch) = arrival.frame else { continue };
        let own = stretch.entries.into_iter().filter(|it| it.claim().header.member == me.id);
        for entry in own.filter_map(|it| it.verify_on_record(roster).ok()) {
            let Entry { header, payload } = entry.value();
            let content = payload.bytes().map(|bytes| payload::unpack(header.kind, bytes));
            if let Some(Ok(Content::Release(release))) = content {
                releases.insert(entry.id(), release);
            }
        }
    }
    Ok(releases)
}

/// Writes the register as the end of the name of `path` says.
fn write(path: &Path, told: &[Told], context: &Context) -> Result<(), CommandError> {
    let texts = &context.ui.texts;
    let bytes = match path.extension().and_then(OsStr::to_str) {
        Some("csv") => csv(told, texts),
        Some("xlsx") => book::write(&workbook(told, texts)).map_err(|error| {
            let message = Message::new("cli-register-refused");
            Failure::new(Exit::Unexpected, message).because(error)
        })?,
        _ => {
            let message = Message::new("cli-register-kind").word("path", path.display());
            return Err(Failure::new(Exit::Usage, message).into());
        }
    };
    new_files::create(path, &bytes)?;
    let done = Message::new("cli-register-done").word("path", path.display());
    context.ui.done(&done.number("count", told.len()));
    Ok(())
}

fn csv(told: &[Told], texts: &Texts) -> Vec<u8> {
    let delimiter = match texts.language() {
        Language::English => b',',
        Language::French => b';',
    };
    delimited::write(&rows(told, texts), delimiter)
}

fn workbook(told: &[Told], texts: &Texts) -> Book {
    let rows = rows(told, texts);
    let looks = std::iter::once(Look::Head).chain(std::iter::repeat(Look::Plain));
    let mut cells = Vec::new();
    for ((row, values), look) in (0_u32..).zip(&rows).zip(looks) {
        cells.extend((0_u16..).zip(values).map(|(column, value)| Cell {
            at: (row, column),
            content: book::Content::Text(value.clone()),
            look,
        }));
    }
    let title = texts.text("cli-register-title");
    let sheet = NewSheet {
        name: book::name(&title),
        head: Some((1, 0, 0)),
        widths: vec![WIDTH; rows.first().map_or(0, Vec::len)],
        cells,
        ..NewSheet::default()
    };
    Book { title, sheets: vec![sheet] }
}

/// Returns the register with its head.
fn rows(told: &[Told], texts: &Texts) -> Vec<Vec<String>> {
    let head = Told::COLUMNS.map(|id| texts.text(id)).to_vec();
    std::iter::once(head).chain(told.iter().map(Told::cells)).collect()
}

fn absent(handle: &str) -> Failure {
    Failure::new(Exit::Invalid, Message::new("cli-register-absent").word("handle", handle))
}

#[cfg(test)]
mod tests;
