//! Following: what counts and what ceases to, as it happens, to whoever keeps a connection open.
//!
//! It promises:
//!
//! - **Little memory for each**: one piece of at most a thousand entries waits, and who has not taken it
//!   after [`SLOW_MAX`] is cut off; nothing is lost to them, for they go on where they were.
//! - **Few at a time**, in all and from one network.
//! - **An end when the node stops**, or they may no longer read.
//! - **A sign of life** when nothing happens, so that neither side waits for one who is gone.

use std::collections::BTreeSet;
use std::time::Duration;

use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::message::Message;
use flotilla_proto::v1;
use flotilla_text::Texts;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio::time::timeout;
use tonic::Status;

use crate::blame::Blame;
use crate::places::Network;
use crate::places::Place;
use crate::places::Places;
use crate::query::EntryStanding;
use crate::query::FATES_MAX;
use crate::query::Fate;
use crate::query::Look;
use crate::query::Moved;
use crate::query::Piece;
use crate::query::Reach;
use crate::query::Reader;
use crate::query::TableName;
use crate::query::Told;
use crate::rpc::status;
use crate::rpc::visit::Guest;

/// The most who follow at a time: each reads a log when it grows.
const FOLLOWERS_MAX: usize = 64;

/// The most of one network: a few researchers of one university.
const FOLLOWERS_PER_NETWORK_MAX: usize = 8;

/// How long somebody may take for one piece.
const SLOW_MAX: Duration = Duration::from_secs(30);

/// How long nothing is said where nothing happens: half of what a silent connection is given.
const SILENCE_MAX: Duration = Duration::from_secs(40);

/// What they are told: how entries stand.
pub(super) const FOLLOWED: [TableName; 1] = [TableName::Entries];

/// The most members that one may be told of by name.
const MEMBERS_MAX: usize = 256;

/// The most kinds that one may be told of by name: there are seven.
const KINDS_MAX: usize = 16;

/// Where replies go. One waits, so that a reader who stops has few.
pub(super) type Replies = mpsc::Sender<Result<v1::FollowReply, Status>>;

/// How many replies wait for a slow reader.
pub(super) const REPLIES_MAX: usize = 1;

/// The room for those who follow.
#[derive(Clone, Debug)]
pub(super) struct Room(Places<Network>);

/// Somebody who follows.
#[derive(Debug)]
pub(super) struct Follower {
    pub(super) reader: Reader,
    /// Who they are, if it is not the member's own tool: they are told only as long as they may read.
    pub(super) guest: Option<Guest>,
    pub(super) told: Told,
    wanted: Wanted,
    /// Given back at the end; the member's own tool needs none.
    _place: Option<Place<Network>>,
}

/// Which entries somebody wants to be told of.
#[derive(Clone, Debug)]
struct Wanted {
    members: Vec<String>,
    kinds: Vec<String>,
}

/// A state of the logs as it was told.
struct Before {
    look: Look,
    reach: Reach,
    governance: u64,
}

impl Room {
    /// Makes room.
    pub(super) fn new() -> Self {
        Self(Places::new(FOLLOWERS_MAX, FOLLOWERS_PER_NETWORK_MAX))
    }
}

impl Follower {
    /// Takes somebody in: a guest, or the member's own tool.
    ///
    /// # Errors
    ///
    /// Fails with what they are told instead.
    pub(super) fn admit(
        (reader, guest): (Reader, Option<Guest>),
        room: &Room,
        request: v1::FollowRequest,
        texts: &Texts,
    ) -> Result<Self, Status> {
        let v1::FollowRequest { resume, members, kinds, language: _ } = request;
        if members.len() > MEMBERS_MAX || kinds.len() > KINDS_MAX {
            let told = Message::new("node-follow-too-many").number("members", MEMBERS_MAX);
            let told = told.number("kinds", KINDS_MAX);
            return Err(Status::invalid_argument(texts.say(&told)));
        }
        let full = || Status::resource_exhausted(texts.text("node-follow-full"));
        let place = match &guest {
            Some(guest) => Some(room.0.take(guest.network()).ok_or_else(full)?),
            None => None,
        };
        let roster = reader.roster();
        let everyone = roster.everyone().map(|member| member.id);
        let told = Told::parse(&resume, roster.coalition(), everyone)
            .map_err(|_| Status::invalid_argument(texts.text("node-follow-not-told")))?;
        let wanted = Wanted { members, kinds };
        Ok(Self { reader, guest, told, wanted, _place: place })
    }

    /// Tells what changes until the reader hangs up, is too slow, or the node stops.
    pub(super) async fn run(mut self, replies: Replies, texts: Texts) {
        // Whoever hung up is told no more.
        if let Err(Some(status)) = self.tell(&replies, &texts).await {
            let _hung_up = timeout(SLOW_MAX, replies.send(Err(status))).await;
        }
    }

    async fn tell(&mut self, replies: &Replies, texts: &Texts) -> Result<(), Option<Status>> {
        let mut before: Option<Before> = None;
        loop {
            if let Some(guest) = &self.guest {
                guest.may_read(&FOLLOWED.into(), texts).await.map_err(Some)?;
            }
            let governance = self.reader.roster().governance_head().0;
            let look = self.reader.look();
            let now = Before { reach: look.reach(), look, governance };
            if before.as_ref().is_none_or(|it| it.snapshot() != now.snapshot()) {
                self.catch_up(before.as_ref(), &now, (replies, texts)).await?;
            }
            self.reply(&now, Vec::new(), (None, replies)).await?;
            let moved = tokio::select! {
                moved = self.reader.moved(now.snapshot()) => moved,
                () = replies.closed() => return Ok(()),
                () = sleep(SILENCE_MAX) => Moved::On,
            };
            if moved == Moved::Stopping {
                return Ok(());
            }
            before = Some(now);
        }
    }

    /// Tells all that is new in a state of the logs.
    async fn catch_up(
        &mut self,
        before: Option<&Before>,
        now: &Before,
        (replies, texts): (&Replies, &Texts),
    ) -> Result<(), Option<Status>> {
        let mut entries = Vec::new();
        for (member, handle) in now.since(before, &self.told) {
            let changes = self.reader.changes(&now.look, member, self.told.taken()).await;
            let (told, pieces) = changes.map_err(|error| {
                let told = Message::new("view-internal");
                Some(status::of(&error, Blame::Us, &told, texts))
            })?;
            self.told = told;
            for Piece { fates, told } in pieces {
                entries.extend(self.wanted.of(&handle, &fates));
                let is_full = told.is_some() || entries.len() >= FATES_MAX;
                if is_full && !entries.is_empty() {
                    let resume = told.unwrap_or_else(|| self.told.to_bytes());
                    self.reply(now, std::mem::take(&mut entries), (Some(resume), replies)).await?;
                }
            }
        }
        if entries.is_empty() {
            return Ok(());
        }
        self.reply(now, entries, (Some(self.told.to_bytes()), replies)).await
    }

    /// Sends a reply; fails with what the reader is told who was too slow.
    async fn reply(
        &self,
        now: &Before,
        entries: Vec<v1::FollowedEntry>,
        (resume, replies): (Option<Vec<u8>>, &Replies),
    ) -> Result<(), Option<Status>> {
        let reply = v1::FollowReply {
            snapshot_id: now.snapshot().0.as_bytes().to_vec(),
            entries,
            is_current: resume.is_none(),
            resume: resume.unwrap_or_else(|| self.told.to_bytes()),
        };
        match timeout(SLOW_MAX, replies.send(Ok(reply))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(None),
        }
    }
}

impl Before {
    fn snapshot(&self) -> SnapshotId {
        self.reach.snapshot.id
    }

    /// Returns the logs that may not be as they were, with the handles of their authors.
    fn since(&self, before: Option<&Self>, told: &Told) -> Vec<(MemberId, String)> {
        let known: BTreeSet<MemberId> = told.members().collect();
        let members = self.look.members().filter(|(member, _)| {
            let is_there = self.reach.heads.contains_key(member) || known.contains(member);
            is_there && before.is_none_or(|before| before.is_other(self, *member))
        });
        members.map(|(member, handle)| (member, handle.to_owned())).collect()
    }

    /// Returns whether the log of `member` may be another one in `now`: it grew or was cut, or something else
    /// than growth happened, as when a decision takes entries back.
    fn is_other(&self, now: &Self, member: MemberId) -> bool {
        let (before, after) = (&self.reach, &now.reach);
        let taken_back = before.taken_back != after.taken_back;
        let decided = self.governance != now.governance;
        let is_same_length = before.heads == after.heads;
        let grew = before.heads.get(&member) != after.heads.get(&member);
        grew || taken_back || decided || is_same_length
    }
}

impl Wanted {
    /// Returns what is to be told of these fates.
    fn of(&self, handle: &str, fates: &[Fate]) -> Vec<v1::FollowedEntry> {
        if !self.members.is_empty() && !self.members.iter().any(|it| it == handle) {
            return Vec::new();
        }
        let entry = |it: &EntryStanding, state: &str| v1::FollowedEntry {
            entry_id: it.entry.0.as_bytes().to_vec(),
            member: handle.to_owned(),
            seq: it.seq,
            kind: it.kind.clone(),
            created_ms: it.created_ms,
            state: state.to_owned(),
        };
        let is_wanted =
            |kind: &str| self.kinds.is_empty() || self.kinds.iter().any(|it| it == kind);
        let told = fates.iter().filter_map(|fate| match fate {
            Fate::Ceased(it) => is_wanted(&it.kind).then(|| entry(it, it.state)),
            Fate::Counts(it) => is_wanted(&it.kind).then(|| entry(it, "counts")),
            Fate::Replaced => Some(v1::FollowedEntry {
                member: handle.to_owned(),
                state: "log_replaced".to_owned(),
                ..v1::FollowedEntry::default()
            }),
        });
        told.collect()
    }
}
