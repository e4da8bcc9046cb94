//! What the coalition has decided, as this tool verified it itself.
//!
//! ```text
//!  own node (Export)  ─┐
//!  --bundle FILE …    ─┴─> genesis that all founders signed ─> State::insert, object by object
//! ```
//!
//! - **The node is not believed**: every object goes through [`State::insert`], and a genesis that is
//!   installed here already is the only one that is taken.
//! - **Works without network**: with files, nothing is connected to; the genesis that all founders
//!   signed is a bundle, too.
//! - What does not hold is left out, counted and told.

use std::collections::BTreeMap;
use std::path::PathBuf;

use flotilla_config::settings::Settings;
use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Outcome;
use flotilla_domain::coalition::State;
use flotilla_domain::genesis::Gathering;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::roster::Member;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::signed::Signed;
use flotilla_wire::bundle::Head;
use flotilla_wire::entry;

use crate::args::shared::From;
use crate::bundle_file;
use crate::bundle_file::Pieces;
use crate::commands::coalition;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::logs;
use crate::logs::Row;
use crate::own_node;
use crate::table;

/// What the coalition has decided.
#[derive(Debug)]
pub(crate) struct Minutes {
    /// What the founders signed.
    pub(crate) genesis: Gathering,
    /// What it all adds up to.
    pub(crate) state: State,
    /// Where it came from.
    pub(crate) source: Source,
    created: BTreeMap<EntryId, i64>,
    with_logs: bool,
    left_out: u64,
}

/// Where decisions came from.
#[derive(Debug)]
pub(crate) enum Source {
    /// Files, carried by hand.
    Files,
    /// The own node.
    Node(Box<Settings>),
}

impl Minutes {
    /// Reads what was decided: from the bundles that `from` names, or else from the own node.
    pub(crate) fn read(from: &From, context: &Context) -> Result<Self, CommandError> {
        let minutes = if from.bundle.is_empty() {
            own_node::minutes(&context.settings()?)?
        } else {
            Self::of_files(&from.bundle, context)?
        };
        if minutes.left_out > 0 {
            let message = Message::new("cli-bundle-left-out").number("objects", minutes.left_out);
            context.ui.insist(&message);
        }
        Ok(minutes)
    }

    /// Begins with a genesis, which all founders must have signed.
    pub(crate) fn begin(genesis: Gathering, source: Source) -> Result<Self, CommandError> {
        let founded = genesis.clone().into_founded().map_err(|_| {
            Failure::new(Exit::Verification, Message::new("cli-bundle-genesis-unsigned"))
        })?;
        let state = State::founded(&founded);
        let created = BTreeMap::new();
        Ok(Self { genesis, state, source, created, with_logs: false, left_out: 0 })
    }

    /// Takes in a frame, object by object.
    pub(crate) fn take(&mut self, arrival: Arrival) {
        let Arrival { frame, malformed } = arrival;
        self.left_out = self.left_out.saturating_add(malformed.objects);
        match frame {
            Frame::Documents(it) => {
                it.into_iter().for_each(|it| self.insert(Object::Document(Box::new(it))));
            }
            Frame::Entries(stretch) => {
                self.with_logs = true;
                let headers = stretch.entries.into_iter().map(|it| it.signed().clone());
                headers.for_each(|signed| self.header(signed));
            }
            Frame::ForkProofs(proofs) => {
                for (one, other) in proofs {
                    self.insert(Object::Header(one));
                    self.insert(Object::Header(other));
                }
            }
            Frame::Governance(it, _) => {
                it.into_iter().for_each(|it| self.insert(Object::Governance(Box::new(it))));
            }
            Frame::HeadStatements(it) => {
                self.with_logs = true;
                it.into_iter().for_each(|it| self.insert(Object::Statement(it)));
            }
            Frame::Retractions(it) => {
                it.into_iter().for_each(|it| self.insert(Object::Retraction(it)));
            }
            Frame::Votes(it) => it.into_iter().for_each(|it| self.insert(Object::Vote(it))),
            // No bundle holds them.
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

    /// Returns the coalition.
    pub(crate) fn coalition(&self) -> CoalitionId {
        self.genesis.id()
    }

    /// Returns a member by its short name: an active one, or else one that left.
    pub(crate) fn member(&self, handle: &str) -> Result<&Member, CommandError> {
        let roster = self.state.roster();
        let left = || roster.everyone().find(|member| member.handle() == handle);
        Ok(roster.member_by_handle(handle).or_else(left).ok_or_else(|| {
            let message = Message::new("cli-no-such-member").word("handle", table::shown(handle));
            Failure::new(Exit::Invalid, message).hint(Message::new("cli-hint-member-list"))
        })?)
    }

    /// Returns the log of `member`, oldest first.
    pub(crate) fn log(&self, member: &Member) -> Result<Vec<Row>, CommandError> {
        match &self.source {
            Source::Node(settings) => own_node::log(settings, member.handle()),
            Source::Files if self.with_logs => Ok(self.held_log(member.id)),
            Source::Files => Err(Failure::new(Exit::Invalid, Message::new("cli-no-logs"))
                .hint(Message::new("cli-hint-export-logs"))
                .into()),
        }
    }

    fn of_files(paths: &[PathBuf], context: &Context) -> Result<Self, CommandError> {
        let mut bundles: Vec<(&PathBuf, Pieces)> = Vec::new();
        let mut heads: Vec<Head> = Vec::new();
        for path in paths {
            if let Some(genesis) = coalition::genesis_in(path)? {
                heads.push(Head { coalition: genesis.id(), genesis: Some(genesis) });
                continue;
            }
            let pieces = bundle_file::open(path)?;
            heads.push(pieces.head().clone());
            bundles.push((path, pieces));
        }
        let installed = installed(context)?;
        let genesis = agreed(heads.iter(), installed)?;
        let mut minutes = Self::begin(genesis, Source::Files)?;
        for (path, pieces) in &mut bundles {
            while let Some(arrival) =
                pieces.arrival().map_err(|error| bundle_file::refused(path, error))?
            {
                minutes.take(arrival);
            }
        }
        Ok(minutes)
    }

    fn header(&mut self, signed: Signed) {
        let Ok(header) = entry::receive_header(signed) else {
            self.left_out = self.left_out.saturating_add(1);
            return;
        };
        let created_ms = header.claim().created_ms;
        let id = preimage::id(Tag::Entry, self.coalition(), &header.signed().body);
        self.created.insert(EntryId(id), created_ms);
        self.insert(Object::Header(header));
    }

    fn insert(&mut self, object: Object) {
        match self.state.insert(object) {
            Outcome::AlreadyHeld | Outcome::Held | Outcome::Waiting => (),
            Outcome::Full | Outcome::Rejected(_) => {
                self.left_out = self.left_out.saturating_add(1);
            }
        }
    }

    fn held_log(&self, member: MemberId) -> Vec<Row> {
        let states = self.state.log(member).into_iter().flat_map(|log| log.states());
        let rows = states.map(|(place, state)| Row {
            epoch: place.link.epoch,
            seq: place.link.seq,
            id: place.link.id,
            created_ms: self.created.get(&place.link.id).copied().unwrap_or_default(),
            state,
        });
        logs::ordered(rows.collect())
    }
}

/// Returns the genesis that is installed for the own node, if there is one.
fn installed(context: &Context) -> Result<Option<Gathering>, CommandError> {
    match context.settings() {
        Ok(settings) if settings.genesis().exists() => coalition::own(&settings).map(Some),
        Ok(_) | Err(_) => Ok(None),
    }
}

/// Returns the genesis that all bundles are about.
fn agreed<'a>(
    heads: impl Iterator<Item = &'a Head>,
    installed: Option<Gathering>,
) -> Result<Gathering, CommandError> {
    let heads: Vec<&Head> = heads.collect();
    let own = installed.as_ref().map(Gathering::id);
    let coalition = own.or_else(|| heads.first().map(|head| head.coalition));
    if heads.iter().any(|head| Some(head.coalition) != coalition) {
        let id = if own.is_some() { "cli-bundle-another" } else { "cli-bundles-differ" };
        return Err(Failure::new(Exit::Conflict, Message::new(id)).into());
    }
    let carried = || heads.iter().find_map(|head| head.genesis.clone());
    Ok(installed.or_else(carried).ok_or_else(|| {
        Failure::new(Exit::Invalid, Message::new("cli-bundle-no-genesis"))
            .hint(Message::new("cli-hint-bundle-genesis"))
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::session::register::Register;
    use flotilla_wire::sample::Sample;

    #[test]
    fn what_does_not_hold_is_left_out_and_counted() {
        let sample = Sample::new(3);
        let mut minutes = minutes(&sample);
        let entry = sample.proposal(0, Vec::new());
        minutes.take(arrival(Frame::Governance(vec![entry], false)));
        assert_eq!(minutes.left_out, 1, "an entry without actions breaks a rule");
        assert_eq!(minutes.state.entries().len(), 0);
    }

    #[test]
    fn a_log_is_read_from_files_only_where_it_came_along() {
        let sample = Sample::new(3);
        let mut minutes = minutes(&sample);
        let bob = minutes.member("bob").unwrap().clone();
        assert!(minutes.log(&bob).is_err());
        let entries = sample.log(1, 3, "a").into_iter().map(|it| it.into_received()).collect();
        let stretch = flotilla_domain::session::frame::Stretch {
            member: bob.id,
            entries,
            last: true,
            not_held: None,
        };
        minutes.take(arrival(Frame::Entries(stretch)));
        let rows = minutes.log(&bob).unwrap();
        assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(rows[0].created_ms, flotilla_wire::sample::CREATED_MS);
    }

    #[test]
    fn bundles_of_two_coalitions_do_not_mix() {
        let (one, other) = (Sample::new(3), Sample::new(2));
        let head = |sample: &Sample| Head {
            coalition: sample.roster().coalition(),
            genesis: Some(sample.founded().genesis().clone()),
        };
        assert!(agreed([head(&one), head(&other)].iter(), None).is_err());
        let own = Some(one.founded().genesis().clone());
        assert!(agreed([head(&other)].iter(), own.clone()).is_err());
        assert_eq!(agreed([head(&one)].iter(), own).unwrap().id(), one.roster().coalition());
        assert!(agreed([Head { genesis: None, ..head(&one) }].iter(), None).is_err());
    }

    #[test]
    fn an_empty_register_is_answered_with_frames_that_are_taken() {
        let sample = Sample::new(3);
        let mut minutes = minutes(&sample);
        let frames = Register::default().answer(&minutes.state);
        frames.into_iter().for_each(|frame| minutes.take(arrival(frame)));
        assert_eq!(minutes.left_out, 0);
    }

    fn minutes(sample: &Sample) -> Minutes {
        Minutes::begin(sample.founded().genesis().clone(), Source::Files).unwrap()
    }

    fn arrival(frame: Frame) -> Arrival {
        Arrival { frame, malformed: Default::default() }
    }
}
