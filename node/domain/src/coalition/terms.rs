//! What documents, governance and head statements say about one log.

use crate::coalition::EntryState;
use crate::coalition::State;
use crate::coalition::log::Terms;
use crate::coalition::log::Witnesses;
use crate::governance::stage::Stage;
use crate::heads::HeadStatement;
use crate::id::EntryId;
use crate::id::MemberId;
use crate::roster::Member;
use crate::signed::Verified;

/// Who acknowledges which branch of the log of one author.
pub(super) struct Acknowledged<'a> {
    pub(super) state: &'a State,
    pub(super) author: MemberId,
}

impl State {
    /// Returns what the log of `member` is judged by.
    pub(super) fn terms(&self, member: MemberId) -> Terms {
        self.roster.member(member).map_or_else(Terms::default, Terms::of)
    }

    /// Returns the newest statement under a node key that is in force for `member`.
    pub fn statement(&self, member: MemberId) -> Option<&Verified<HeadStatement>> {
        let statements =
            self.statements.range((member, 0, [0; 32])..=(member, u32::MAX, [255; 32]));
        let mut in_force = statements.filter(|((_, epoch, key), _)| {
            let current = self.roster.node_key(member, *epoch);
            current.is_some_and(|current| current.as_bytes() == key)
        });
        in_force.next_back().map(|(_, statement)| statement)
    }

    /// Returns whether any statement names `entry` as the head of the log of `author`.
    pub(super) fn is_named(&self, author: MemberId, entry: EntryId) -> bool {
        let names = |statement: &Verified<HeadStatement>| {
            let head = statement.value().heads.get(&author);
            head.and_then(|head| head.link).is_some_and(|link| link.id == entry)
        };
        self.statements.values().any(names)
    }

    /// Returns the stage at `height` of the branch that counts, or the newest one before it.
    pub(super) fn stage_at(&self, height: u64) -> &Stage {
        let place = usize::try_from(height).unwrap_or(usize::MAX);
        self.minutes.chain().get(place).unwrap_or_else(|| self.stage())
    }
}

impl Terms {
    fn of(member: &Member) -> Self {
        let epochs = &member.document.epochs;
        Self {
            keys: epochs.iter().map(|epoch| (epoch.number, epoch.node_key)).collect(),
            unkeyed: if member.frozen { EntryState::Quarantined } else { EntryState::Void },
            cuts: epochs.iter().skip(1).map(|epoch| (epoch.number, epoch.cut)).collect(),
            end: member.removed.map(|removal| removal.cut),
            admitted_height: member.admitted_height,
        }
    }
}

impl Witnesses for Acknowledged<'_> {
    fn heads(&self, gov_height: u64) -> Vec<(MemberId, Option<EntryId>)> {
        let active = self.state.stage_at(gov_height).active();
        let others = active.filter(|member| *member != self.author);
        let head = |member| {
            let said = self.state.statement(member)?.value().heads.get(&self.author)?;
            said.link.map(|link| link.id)
        };
        others.map(|member| (member, head(member))).collect()
    }
}
