//! What two implementations must agree on, after every step.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::coalition::DocumentState;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::State;
use flotilla_domain::governance::stage::Removal;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::ConsentId;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::MemberId;
use flotilla_domain::steward::Steward;

/// How a member stands: its document in force, whether it is frozen there, and how it left.
type Stand = (DocumentId, bool, Option<Removal>);

/// Everything that is decided.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct View {
    pub(crate) branch: Vec<GovernanceId>,
    pub(crate) policy_version: u32,
    pub(crate) catalogue_version: u32,
    pub(crate) erased: BTreeSet<(MemberId, EntryId)>,
    pub(crate) stewards: Vec<Steward>,
    pub(crate) retracted: BTreeSet<(MemberId, ConsentId)>,
    pub(crate) members: BTreeMap<MemberId, Stand>,
    pub(crate) progress: BTreeMap<GovernanceId, Option<Progress>>,
    pub(crate) documents: BTreeMap<DocumentId, DocumentState>,
    pub(crate) entries: BTreeMap<EntryId, EntryState>,
    pub(crate) heads: Heads,
}

/// Returns what `state` says.
pub(crate) fn of(state: &State) -> View {
    let roster = state.roster();
    let erased = |id| roster.erased(id).map(move |entry| (id, entry));
    let retracted = |id| roster.retracted(id).map(move |consent| (id, consent));
    let member =
        |it: &flotilla_domain::roster::Member| (it.id, (it.document_id, it.frozen, it.removed));
    let all = roster.everyone().flat_map(|it| state.documents_of(it.id));
    let documents = state.documents().into_iter().chain(all).map(|it| it.id());
    let entries = state.logs().flat_map(|(_, log)| log.states());
    View {
        branch: state.stages().iter().map(|stage| stage.id).collect(),
        policy_version: roster.policy().version,
        catalogue_version: roster.catalogue().version(),
        erased: roster.everyone().flat_map(|it| erased(it.id)).collect(),
        stewards: roster.stewards().cloned().collect(),
        retracted: roster.everyone().flat_map(|it| retracted(it.id)).collect(),
        members: roster.everyone().map(member).collect(),
        progress: state.entries().iter().map(|it| (it.id(), state.progress(it.id()))).collect(),
        documents: documents.map(|id| (id, state.document_state(id).unwrap())).collect(),
        entries: entries.map(|(place, state)| (place.link.id, state)).collect(),
        heads: state.heads(),
    }
}
