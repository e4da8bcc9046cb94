//! `flotilla records --about LIST:CODE`: all that any member ever published about a group; and `records --asked`.
//!
//! A community is to see what is said of it, whoever said it and whatever became of it. It promises:
//!
//! - **It is read from the signed logs**, withdrawn, replaced and void entries included, and everything in
//!   them is verified first; no table leaves anything out.
//! - **Each entry is named by its whole id**, so that `entry export` writes the very bytes of it.
//! - **A record that is held at home is listed like any other**, and said to be.
//! - **What nobody can know any more is counted**: entries whose contents were destroyed.

mod asked;
mod told;

use std::collections::BTreeMap;

use flotilla_domain::consent;
use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Practice;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Release;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::steward::GovernedCode;
use flotilla_wire::audit::Audited;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;

use crate::args::Records;
use crate::commands::bundle::carried::Carried;
use crate::commands::records::told::Row;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::table;

/// What an entry says about a group.
#[derive(Debug)]
pub(super) enum Said {
    /// Figures, in a release that may come with consents.
    Figures(Vec<Observation>, Box<Release>),
    /// A practice record.
    Practice(Box<Practice>),
}

/// What entries say about a group.
#[derive(Debug, Default)]
struct Found {
    said: BTreeMap<EntryId, Said>,
    /// How many entries have no contents any more.
    destroyed: usize,
}

/// Lists what was published about a group, or who asked for what is held at home.
pub(crate) fn records(args: &Records, context: &Context) -> Result<(), CommandError> {
    if args.asked {
        return asked::print(context);
    }
    let about = args.about.as_deref().unwrap_or_default();
    let code = GovernedCode::parse(about).ok_or_else(|| {
        let message = Message::new("cli-steward-code").word("word", table::shown(about));
        Failure::new(Exit::Usage, message)
    })?;
    let carried = match &args.bundle {
        Some(file) => Carried::at(file)?,
        None => Carried::from_node(&context.settings()?, true, context)?,
    };
    let audited = carried.audited(&carried.founded(context)?)?;
    let roster = audited.findings.state().roster();
    if !roster.catalogue().has(code.list(), code.code()) {
        let message = Message::new("cli-records-unknown").word("code", &code);
        return Err(Failure::new(Exit::Invalid, message).into());
    }
    let Found { said, destroyed } = said(&carried, roster, &code)?;
    let rows = rows(said, &audited);
    told::print(&rows, &code, context)?;
    if destroyed > 0 {
        context
            .ui
            .insist(&Message::new("cli-records-destroyed").number("count", destroyed));
    }
    Ok(())
}

/// Reads what entries say about a group.
fn said(carried: &Carried, roster: &Roster, code: &GovernedCode) -> Result<Found, CommandError> {
    let mut found = Found::default();
    let mut reader = carried.open()?;
    while let Some(arrival) = reader.arrival().map_err(|error| carried.refused(error))? {
        let Frame::Entries(stretch) = arrival.frame else { continue };
        let entries = stretch.entries.into_iter();
        for entry in entries.filter_map(|it| it.verify_on_record(roster).ok()) {
            let Entry { header, payload } = entry.value();
            let Some(bytes) = payload.bytes() else {
                let is_one = usize::from(!header.kind.is_notice());
                found.destroyed = found.destroyed.saturating_add(is_one);
                continue;
            };
            let content = payload::unpack(header.kind, bytes);
            let said = content.ok().and_then(|it| about(it, code));
            found.said.extend(said.map(|it| (entry.id(), it)));
        }
    }
    Ok(found)
}

/// Returns what a content says about a group.
fn about(content: Content, code: &GovernedCode) -> Option<Said> {
    match content {
        Content::Practice(practice) => {
            let mut chosen = practice.fields().codes.iter();
            let is_about = chosen.any(|it| {
                it.list == code.list() && it.codes.iter().any(|chosen| chosen == code.code())
            });
            is_about.then_some(Said::Practice(practice))
        }
        Content::Release(release) => {
            let is_about = |it: &&Observation| consent::codes_of(&it.place).any(|it| it == *code);
            let figures: Vec<_> = release.observations().iter().filter(is_about).cloned().collect();
            (!figures.is_empty()).then(|| Said::Figures(figures, Box::new(release)))
        }
        // A response names no group: it speaks of a record, which does.
        Content::Erasure(_) | Content::Opaque | Content::Response(_) | Content::Withdrawal(_) => {
            None
        }
    }
}

/// Returns the rows, by member and place.
fn rows(said: BTreeMap<EntryId, Said>, audited: &Audited) -> Vec<Row> {
    let findings = &audited.findings;
    let found = said.into_iter().filter_map(|(id, said)| Some((findings.entry(id)?, said)));
    let mut rows: Vec<Row> = found.map(|(found, said)| Row::of(&found, &said, findings)).collect();
    rows.sort_by(|a, b| (&a.member, a.seq, &a.entry_id).cmp(&(&b.member, b.seq, &b.entry_id)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_wire::sample::Sample;

    #[test]
    fn a_release_is_about_its_categories_its_regions_and_its_programs() {
        let release = Sample::release(24);
        let count = |code: &str| {
            let code = GovernedCode::parse(code).unwrap();
            match about(Content::Release(release.clone()), &code) {
                Some(Said::Figures(figures, _)) => figures.len(),
                Some(Said::Practice(_)) | None => 0,
            }
        };
        assert_eq!(count("gender:GIRLS"), 8);
        assert_eq!(count("region:CA-ON"), 12);
        assert_eq!(count("program_type:GROUP"), 12);
        assert_eq!(count("gender:NOBODY"), 0);
    }
}
