//! The second half of the reference model: documents and log entries, one by one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::DocumentState;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::document::Cut;
use flotilla_domain::governance::stage::Stage;
use flotilla_domain::heads::Head;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;

use crate::model::Model;
use crate::view::View;

/// What one log is judged by.
struct Court<'a> {
    model: &'a Model,
    stages: &'a [&'a Stage],
    author: MemberId,
    /// The epochs in force: key, and cut of what came before.
    epochs: BTreeMap<u32, (PublicKey, Cut)>,
    end: Option<Cut>,
    unkeyed: EntryState,
    admitted_height: u64,
}

impl Model {
    /// Says of every document what became of it.
    pub(crate) fn document_states(&self, stage: &Stage) -> BTreeMap<DocumentId, DocumentState> {
        let state = |id: &DocumentId| {
            let member = self.documents[id].0;
            let Some(seat) = stage.seats.get(&member) else { return DocumentState::Pending };
            let (newest, frozen, branches) = self.in_force(seat.anchor);
            let left = seat.removed.is_some();
            let newest = if left { seat.anchor } else { newest };
            if self.lineage(newest).contains(id) {
                return DocumentState::Valid;
            }
            let contested = frozen && !left && branches.iter().any(|branch| branch.contains(id));
            if contested { DocumentState::Quarantined } else { DocumentState::Void }
        };
        // The state lists what travels alone, and all of those that have a seat.
        let listed = |id: &&DocumentId| {
            let (member, value) = &self.documents[id];
            let travels = value.prev.is_some() && self.lineage(**id).len() > 1;
            travels || stage.seats.contains_key(member)
        };
        self.documents.keys().filter(listed).map(|id| (*id, state(id))).collect()
    }

    /// Says of every entry what became of it, and how far every log is valid.
    pub(crate) fn judge_logs(&self, stages: &[&Stage], view: &mut View) {
        let authors: BTreeSet<MemberId> = self.headers.values().map(|it| it.0.member).collect();
        for author in authors {
            let court = Court::new(self, stages, author);
            let own = self.headers.iter().filter(|(_, (header, _))| header.member == author);
            let states: BTreeMap<EntryId, EntryState> =
                own.map(|(id, _)| (*id, court.state(*id))).collect();
            let valid = states.iter().filter(|(_, state)| **state == EntryState::Valid);
            let head = valid.map(|(id, _)| court.link(*id)).max_by_key(|link| link.seq);
            let forked_seq = court.undecided(head.map(|link| link.id));
            if head.is_some() || forked_seq.is_some() {
                view.heads.insert(author, Head { link: head, forked_seq, ..Head::default() });
            }
            view.entries.extend(states);
        }
    }

    /// Returns the branch of the log of `author` that the node of `witness` says it follows, by its newest
    /// statement under a key in force.
    fn acknowledged(&self, witness: MemberId, author: MemberId, now: &Stage) -> Option<EntryId> {
        let seat = now.seats.get(&witness)?;
        let document = match seat.removed {
            None => self.in_force(seat.anchor).0,
            Some(_) => seat.anchor,
        };
        let epochs = &self.documents[&document].1.epochs;
        let in_force = |number: u32, key: &PublicKey| {
            epochs.iter().any(|it| it.number == number && it.node_key == *key)
        };
        let own = self
            .statements
            .iter()
            .filter(|(_, (it, key))| it.member == witness && in_force(it.epoch, key));
        let newest =
            own.max_by_key(|(id, (it, _))| (it.epoch, it.counter, std::cmp::Reverse(**id)));
        let (_, (statement, _)): (&Hash, _) = newest?;
        statement.heads.get(&author)?.forked_id
    }
}

impl<'a> Court<'a> {
    fn new(model: &'a Model, stages: &'a [&'a Stage], author: MemberId) -> Self {
        let mut court = Self {
            model,
            stages,
            author,
            epochs: BTreeMap::new(),
            end: None,
            unkeyed: EntryState::Pending,
            admitted_height: 0,
        };
        let Some(seat) = stages.last().unwrap().seats.get(&author) else { return court };
        let (newest, frozen, _) = model.in_force(seat.anchor);
        let left = seat.removed.is_some();
        let document = if left { seat.anchor } else { newest };
        let epochs = &model.documents[&document].1.epochs;
        court.epochs = epochs.iter().map(|it| (it.number, (it.node_key, it.cut))).collect();
        court.end = seat.removed.map(|removal| removal.cut);
        court.unkeyed = if frozen && !left { EntryState::Quarantined } else { EntryState::Void };
        court.admitted_height = seat.admitted_height;
        court
    }

    fn state(&self, id: EntryId) -> EntryState {
        let (header, _) = &self.model.headers[&id];
        let before = match header.prev {
            None => EntryState::Valid,
            Some(prev) if self.holds(prev) => self.state(prev),
            Some(_) => EntryState::Pending,
        };
        let own = self.own(id);
        if before == EntryState::Void || own == Some(EntryState::Void) {
            return EntryState::Void;
        }
        if before == EntryState::Pending || own == Some(EntryState::Pending) {
            return EntryState::Pending;
        }
        if before == EntryState::Quarantined || own == Some(EntryState::Quarantined) {
            return EntryState::Quarantined;
        }
        match self.chosen(header.prev) {
            Some(chosen) if chosen == id => EntryState::Valid,
            _ => EntryState::Quarantined,
        }
    }

    /// Returns what an entry is on its own account, unless it may be valid.
    fn own(&self, id: EntryId) -> Option<EntryState> {
        let (header, key) = &self.model.headers[&id];
        let link = self.link(id);
        let before = header.prev.filter(|prev| self.holds(*prev)).map(|prev| self.link(prev));
        if header.prev.is_none() || before.is_some() {
            let (seq, epoch) = before.map_or((0, 1), |it| (it.seq, it.epoch));
            let cut: Cut = before.map(|it| (it.seq, it.id));
            let begins =
                self.epochs.get(&link.epoch).is_some_and(|it| link.epoch > 1 && it.1 == cut);
            let stays = link.epoch == epoch;
            if link.seq != seq + 1 || !(stays || link.epoch > epoch && begins) {
                return Some(EntryState::Void);
            }
        }
        let cuts = self.epochs.iter().filter(|(number, _)| **number > 1 && link.epoch < **number);
        let cuts = cuts.map(|(_, (_, cut))| *cut).chain(self.end);
        for cut in cuts {
            if self.is_cut_off(link, cut) {
                return Some(EntryState::Void);
            }
        }
        let in_force = self.epochs.get(&link.epoch).is_some_and(|it| it.0 == *key);
        (!in_force).then_some(self.unkeyed)
    }

    /// Returns whether what is held shows that a cut excludes an entry.
    fn is_cut_off(&self, link: Link, cut: Cut) -> bool {
        let Some((mut seq, mut id)) = cut else { return true };
        if link.seq > seq {
            return true;
        }
        while seq > link.seq {
            match self.model.headers.get(&id) {
                Some((header, _)) if header.member == self.author && header.seq == seq => {
                    let Some(prev) = header.prev else { return false };
                    (seq, id) = (seq - 1, prev);
                }
                _ => return false,
            }
        }
        id != link.id
    }

    /// Returns which of the entries after `parent` counts.
    fn chosen(&self, parent: Option<EntryId>) -> Option<EntryId> {
        let live = self.live(parent);
        if let [only] = live[..] {
            return Some(only);
        }
        let height = match parent {
            Some(id) => self.model.headers[&id].0.gov_height,
            None => self.admitted_height,
        };
        let place = usize::try_from(height).unwrap().min(self.stages.len() - 1);
        let witnesses: Vec<MemberId> =
            self.stages[place].active().filter(|it| *it != self.author).collect();
        let now = self.stages.last().unwrap();
        live.into_iter().find(|branch| {
            let says =
                |it: &&MemberId| self.model.acknowledged(**it, self.author, now) == Some(*branch);
            2 * witnesses.iter().filter(says).count() > witnesses.len()
        })
    }

    /// Returns the entries after `parent` that may be valid.
    fn live(&self, parent: Option<EntryId>) -> Vec<EntryId> {
        let own = self.model.headers.iter().filter(|(_, (it, _))| it.member == self.author);
        let after = own.filter(|(_, (it, _))| it.prev == parent).map(|(id, _)| *id);
        after.filter(|id| self.own(*id).is_none()).collect()
    }

    /// Returns the place after the last valid entry, if the log forks there undecided.
    fn undecided(&self, head: Option<EntryId>) -> Option<u64> {
        let live = self.live(head);
        (live.len() > 1 && self.chosen(head).is_none()).then(|| self.link(live[0]).seq)
    }

    fn holds(&self, id: EntryId) -> bool {
        self.model.headers.get(&id).is_some_and(|(it, _)| it.member == self.author)
    }

    fn link(&self, id: EntryId) -> Link {
        let header = &self.model.headers[&id].0;
        Link { epoch: header.epoch, seq: header.seq, id }
    }
}
