//! What is in a bundle, counted, and nothing of it checked.

use std::collections::BTreeMap;

use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Frame;
use flotilla_text::Texts;
use serde::Serialize;

use crate::commands::bundle::carried::Carried;
use crate::failure::CommandError;
use crate::table;
use crate::table::Table;

/// `flotilla bundle show`.
#[derive(Debug, Serialize)]
pub(super) struct Contents {
    coalition_id: String,
    coalition_name: Option<String>,
    entry_id: Option<String>,
    governance_entries: usize,
    documents: usize,
    votes: usize,
    retractions: usize,
    fork_proofs: usize,
    statements: usize,
    logs: Vec<Stretch>,
    unreadable: u64,
    skipped: u64,
}

/// The entries of one member.
#[derive(Debug, Serialize)]
struct Stretch {
    member: String,
    member_id: String,
    entries: usize,
    bytes: usize,
}

impl Contents {
    /// Counts what is in a bundle.
    pub(super) fn of(carried: &Carried) -> Result<Self, CommandError> {
        let mut reader = carried.open()?;
        let head = reader.head().clone();
        let mut contents = Self {
            coalition_id: head.coalition.to_string(),
            coalition_name: head.genesis.as_ref().map(|it| it.name().to_owned()),
            entry_id: None,
            governance_entries: 0,
            documents: 0,
            votes: 0,
            retractions: 0,
            fork_proofs: 0,
            statements: 0,
            logs: Vec::new(),
            unreadable: 0,
            skipped: 0,
        };
        let founders = head.genesis.iter().flat_map(|it| it.founders());
        let mut handles: BTreeMap<MemberId, String> =
            founders.map(|it| (it.member(), it.value().handle.clone())).collect();
        let mut logs: BTreeMap<MemberId, (usize, usize)> = BTreeMap::new();
        while let Some(arrival) = reader.arrival().map_err(|error| carried.refused(error))? {
            contents.count(&arrival, &mut handles, &mut logs);
        }
        contents.entry_id = reader.subject().map(|id| id.to_string());
        contents.skipped = reader.skipped();
        let stretch = |(id, (entries, bytes)): (MemberId, (usize, usize))| Stretch {
            member: handles.get(&id).cloned().unwrap_or_else(|| id.0.short()),
            member_id: id.to_string(),
            entries,
            bytes,
        };
        contents.logs = logs.into_iter().map(stretch).collect();
        contents.logs.sort_by(|a, b| a.member.cmp(&b.member));
        Ok(contents)
    }

    /// Returns it for a person.
    pub(super) fn told(&self, texts: &Texts) -> String {
        let name = self.coalition_name.as_deref().unwrap_or("?");
        let mut lines = vec![
            Message::new("cli-bundle-of")
                .word("name", table::shown(name))
                .word("id", &self.coalition_id),
        ];
        let about = self.entry_id.iter();
        lines.extend(about.map(|id| Message::new("cli-bundle-about").word("id", id)));
        lines.push(
            Message::new("cli-bundle-decisions")
                .number("entries", self.governance_entries)
                .number("documents", self.documents)
                .number("votes", self.votes),
        );
        lines.extend(
            (self.retractions > 0)
                .then(|| Message::new("cli-bundle-retractions").number("count", self.retractions)),
        );
        lines.push(
            Message::new("cli-bundle-said")
                .number("statements", self.statements)
                .number("proofs", self.fork_proofs),
        );
        for (id, count) in
            [("cli-bundle-unreadable", self.unreadable), ("cli-bundle-skipped", self.skipped)]
        {
            lines.extend((count > 0).then(|| Message::new(id).number("count", count)));
        }
        let mut text: String = lines.iter().map(|line| texts.say(line) + "\n").collect();
        let columns = ["cli-column-member", "cli-column-entries", "cli-bundle-column-kibibytes"];
        let header = columns.map(|id| texts.text(id)).to_vec();
        let mut table = Table::new(header).right(&[1, 2]);
        for Stretch { member, entries, bytes, .. } in &self.logs {
            let kibibytes = bytes.div_ceil(1024).to_string();
            table.push(vec![member.clone(), entries.to_string(), kibibytes]);
        }
        if !self.logs.is_empty() {
            text.push_str(&table.render());
        }
        text
    }

    fn count(
        &mut self,
        arrival: &Arrival,
        handles: &mut BTreeMap<MemberId, String>,
        logs: &mut BTreeMap<MemberId, (usize, usize)>,
    ) {
        self.unreadable = self.unreadable.saturating_add(arrival.malformed.objects);
        match &arrival.frame {
            Frame::Documents(it) => self.documents += it.len(),
            Frame::ForkProofs(it) => self.fork_proofs += it.len(),
            Frame::HeadStatements(it) => self.statements += it.len(),
            Frame::Retractions(it) => self.retractions += it.len(),
            Frame::Votes(it) => self.votes += it.len(),
            Frame::Governance(it, _) => {
                self.governance_entries += it.len();
                let coalition = flotilla_domain::id::CoalitionId::NONE;
                for document in it.iter().flat_map(|entry| entry.claim().documents()) {
                    let claim = document.claim();
                    let id = claim.member.unwrap_or(MemberId(document.id(coalition).0));
                    handles.entry(id).or_insert_with(|| claim.handle.clone());
                }
            }
            Frame::Entries(stretch) => {
                let (entries, bytes) = logs.entry(stretch.member).or_default();
                *entries += stretch.entries.len();
                *bytes += stretch.entries.iter().map(|it| it.claim().payload.len()).sum::<usize>();
            }
            // A bundle holds none of them.
            Frame::Announce(_)
            | Frame::Ask(_)
            | Frame::Credit(_)
            | Frame::Hello(_)
            | Frame::Introduction(_)
            | Frame::Register(_)
            | Frame::Told(..)
            | Frame::Want(_) => (),
        }
    }
}
