//! What stands in for documents and governance: decrees about one member each, of which the newest
//! counts.

use flotilla_domain::coalition::Terms;
use flotilla_domain::coalition::Witnesses;
use flotilla_domain::document::Cut;
use flotilla_domain::document::Epoch;
use flotilla_domain::governance::stage::Removal;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Member;
use flotilla_domain::session::register::Name;
use flotilla_wire::sample::Sample;

/// What is decided about one member.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Decree {
    /// About whom.
    pub(crate) member: MemberId,
    /// The newest counts.
    pub(crate) version: u32,
    /// The cut of each epoch but the first.
    pub(crate) cuts: Vec<Option<(u64, Hash)>>,
    /// The last entry that counts, if the member left.
    pub(crate) end: Option<Option<(u64, Hash)>>,
}

/// Which branch each witness says it follows.
pub(crate) struct Said(pub(crate) Vec<Option<EntryId>>);

impl Decree {
    /// Returns how a member begins.
    pub(crate) fn first(member: MemberId) -> Self {
        Self { member, version: 0, cuts: Vec::new(), end: None }
    }

    /// Returns the decree that begins an epoch after `cut`.
    pub(crate) fn cut(mut self, cut: Cut) -> Self {
        self.version += 1;
        self.cuts.push(cut.map(|(seq, id)| (seq, id.0)));
        self
    }

    /// Returns the decree that the member leaves.
    pub(crate) fn removed(mut self, cut: Cut) -> Self {
        self.version += 1;
        self.end = Some(cut.map(|(seq, id)| (seq, id.0)));
        self
    }

    /// Returns the newest epoch.
    pub(crate) fn epoch(&self) -> u32 {
        u32::try_from(self.cuts.len()).unwrap() + 1
    }

    /// Returns its name in a register.
    pub(crate) fn name(&self) -> Name {
        let hash = Hash::of([format!("{self:?}").as_bytes()]);
        hash.as_bytes()[..16].try_into().unwrap()
    }

    /// Returns what a log is judged by.
    pub(crate) fn terms(&self) -> Terms {
        let cut = |cut: Option<(u64, Hash)>| cut.map(|(seq, id)| (seq, EntryId(id)));
        let mut document = INCEPTION.with(Clone::clone);
        let first = document.epochs.remove(0);
        let others = self.cuts.iter().zip(2..).map(|(it, number)| Epoch {
            number,
            node_key: first.node_key,
            cut: cut(*it),
        });
        document.epochs = [first.clone()].into_iter().chain(others).collect();
        let removed = self.end.map(|end| Removal { height: 1, cut: cut(end) });
        Terms::of(Some(&Member {
            id: self.member,
            document,
            document_id: DocumentId(self.member.0),
            frozen: false,
            admitted_height: 0,
            removed,
        }))
    }
}

thread_local! {
    static INCEPTION: flotilla_domain::document::MemberDocument =
        Sample::inception(0).1.claim().clone();
}

/// Returns the key with which everything is signed here, in name.
pub(crate) fn key() -> [u8; 32] {
    INCEPTION.with(|it| *it.epochs[0].node_key.as_bytes())
}

impl Witnesses for Said {
    fn branches(&self, _gov_height: u64) -> Vec<Option<EntryId>> {
        self.0.clone()
    }
}
