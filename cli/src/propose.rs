//! Proposals: made once, approved by whoever makes them, and told with what they need.
//!
//! - **The same proposal is not made twice**: who proposes what is open already approves that.
//! - **Advice comes first**: what would never pass, or would end the coalition, is refused with the
//!   reason; what is merely costly is told.
//! - **Rotations are put on record along the way**: until then, the replaced key still votes (ADR 4).

use std::cell::Cell;
use std::collections::BTreeSet;

use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::State;
use flotilla_domain::coalition::Tally;
use flotilla_domain::governance::ACTIONS_MAX;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::message::Message;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_wire::governance;

use crate::args::shared::Proposing;
use crate::desk::Desk;
use crate::desk::Spoken;
use crate::draft::Decoded;
use crate::draft::Unsigned;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::proposals;

/// Proposes `actions` as the next decision, and approves them.
pub(crate) fn propose(
    desk: &mut Desk<'_>,
    actions: Vec<Action>,
    args: &Proposing,
    reason: &str,
) -> Result<(), CommandError> {
    if let Some(id) = open_alike(&desk.minutes.state, &actions, desk.me.document.admin_key) {
        let message = Message::new("cli-proposed-already").word("id", id.0.short());
        desk.context.ui.tell(&message);
        return vote(desk, id, Choice::Approve);
    }
    let state = &desk.minutes.state;
    let (height, prev) = (state.stage().height.saturating_add(1), state.stage().id);
    let actions = with_confirmations(state, actions);
    let (member, reason) = (desk.me.id, reason.trim().to_owned());
    let entry = |key: &PublicKey| GovEntry {
        height,
        prev,
        actions: actions.clone(),
        reason: reason.clone(),
        proposer: member,
        proposer_key: *key,
    };
    advise(desk, &entry(&desk.me.document.admin_key), &args.away)?;
    let rivals = desk.minutes.state.proposals().len();
    if rivals > 0 {
        desk.context
            .ui
            .insist(&Message::new("cli-propose-rivals").number("rivals", rivals));
    }
    let coalition = desk.minutes.coalition();
    // The id depends on the key that signs, which is known for sure only when it was opened.
    let proposed = Cell::new(prev);
    let write = |key: &PublicKey| {
        let unsigned = entry(key);
        let body = governance::encode(&unsigned);
        let id = GovernanceId(preimage::id(Tag::Governance, coalition, &body));
        proposed.set(id);
        vec![Unsigned::entry(&unsigned), approval(member, key, id, Choice::Approve)]
    };
    if desk.speak(&Message::new("cli-propose-consent"), write)? == Spoken::Drafted {
        return Ok(());
    }
    proposals::report(&desk.minutes.state, proposed.get(), desk.context)
}

/// Votes on a proposal.
pub(crate) fn vote(
    desk: &mut Desk<'_>,
    id: GovernanceId,
    choice: Choice,
) -> Result<(), CommandError> {
    let Some(progress) = desk.minutes.state.progress(id) else { return Ok(()) };
    let me = desk.me.id;
    match progress {
        Progress::Open(tally) if voted(&tally, me) == Some(choice) => {
            desk.context.ui.tell(&Message::new("cli-voted-already"));
            return proposals::report(&desk.minutes.state, id, desk.context);
        }
        Progress::Open(tally) if voted(&tally, me).is_none() && !tally.silent.contains(&me) => {
            return Err(refused("cli-may-not-vote", Exit::NotPermitted));
        }
        Progress::Open(_) | Progress::Missing(_) => (),
        Progress::Aside | Progress::Certified => {
            return Err(refused("cli-decided-already", Exit::Conflict));
        }
        Progress::Void(rule) => {
            let message = Message::new("cli-progress-void").word("rule", rule);
            return Err(Failure::new(Exit::Invalid, message).into());
        }
    }
    if choice == Choice::Approve {
        warn(desk, id);
    }
    let write = |key: &PublicKey| vec![approval(me, key, id, choice)];
    let question = match choice {
        Choice::Approve => Message::new("cli-approve-consent"),
        Choice::Reject => Message::new("cli-reject-consent"),
    };
    if desk.speak(&question, write)? == Spoken::Drafted {
        return Ok(());
    }
    proposals::report(&desk.minutes.state, id, desk.context)
}

/// Tells what to think of before a proposal is approved.
fn warn(desk: &Desk<'_>, id: GovernanceId) {
    let state = &desk.minutes.state;
    let Some(entry) = state.entry(id) else { return };
    let reachable = state.stage().active().collect();
    for advice in state.advise(&entry.clone().into_received(), &reachable) {
        desk.context.ui.insist(&desk.teller().advice(&advice));
    }
    let approved = |it: &flotilla_domain::coalition::Proposal<'_>| {
        let Progress::Open(tally) = &it.progress else { return false };
        it.entry.id() != id && tally.approve.contains(&desk.me.id)
    };
    if state.proposals().iter().any(approved) {
        desk.context.ui.insist(&Message::new("cli-vote-twice"));
    }
}

/// Refuses what should not be proposed, and tells what it would cost.
fn advise(desk: &Desk<'_>, entry: &GovEntry, away: &[String]) -> Result<(), CommandError> {
    let state = &desk.minutes.state;
    let mut reachable: BTreeSet<MemberId> = state.stage().active().collect();
    for handle in away {
        reachable.remove(&desk.minutes.member(handle)?.id);
    }
    let unsigned = Unsigned::entry(entry).shown();
    let Ok(Decoded::Governance(entry)) = unsigned else {
        return Err(refused("cli-would-not-count", Exit::Unexpected));
    };
    let advice = state.advise(&entry, &reachable);
    let (reasons, costs): (Vec<_>, Vec<_>) = advice.iter().partition(|it| it.refuses());
    let teller = desk.teller();
    if !reasons.is_empty() {
        let failure = Failure::new(Exit::Invalid, Message::new("cli-propose-refused"));
        let failure = reasons.iter().fold(failure, |it, advice| it.detail(teller.advice(advice)));
        return Err(failure.hint(Message::new("cli-hint-propose-other")).into());
    }
    costs.iter().for_each(|advice| desk.context.ui.insist(&teller.advice(advice)));
    Ok(())
}

/// Returns the open proposal that does what `actions` do, and at most confirms others besides.
fn open_alike(state: &State, actions: &[Action], key: PublicKey) -> Option<GovernanceId> {
    let wanted: BTreeSet<Vec<u8>> = actions.iter().map(|it| bytes(it, key)).collect();
    let alike = |entry: &GovEntry| {
        let held: BTreeSet<Vec<u8>> = entry.actions.iter().map(|it| bytes(it, key)).collect();
        let besides = entry.actions.iter().filter(|it| !wanted.contains(&bytes(it, key)));
        wanted.is_subset(&held)
            && besides.into_iter().all(|it| matches!(it, Action::Confirm { .. }))
    };
    let open = state.proposals();
    open.iter().find(|it| alike(it.entry.value())).map(|it| it.entry.id())
}

/// Returns the bytes of one action alone, to compare it with others.
fn bytes(action: &Action, key: PublicKey) -> Vec<u8> {
    let zeros = flotilla_domain::id::Hash::from_bytes([0; 32]);
    governance::encode(&GovEntry {
        height: 1,
        prev: GovernanceId(zeros),
        actions: vec![action.clone()],
        reason: String::new(),
        proposer: MemberId(zeros),
        proposer_key: key,
    })
}

/// Adds the confirmation of every rotation that is not on record yet, as far as there is room.
fn with_confirmations(state: &State, mut actions: Vec<Action>) -> Vec<Action> {
    let touched: BTreeSet<MemberId> = actions.iter().filter_map(subject).collect();
    let waiting = state.roster().members().filter(|it| !it.frozen && !touched.contains(&it.id));
    let rotated = waiting.filter(|it| {
        let anchor = state.stage().seats.get(&it.id).and_then(|seat| state.document(seat.anchor));
        anchor.is_some_and(|anchor| anchor.value().admin_key != it.document.admin_key)
    });
    let confirm = rotated.map(|it| Action::Confirm { member: it.id, document: it.document_id });
    let room = ACTIONS_MAX.saturating_sub(actions.len());
    actions.extend(confirm.take(room).collect::<Vec<_>>());
    actions
}

/// Returns the member that an action puts on record.
fn subject(action: &Action) -> Option<MemberId> {
    match action {
        Action::Confirm { member, .. }
        | Action::Recover { member, .. }
        | Action::Remove { member, .. } => Some(*member),
        Action::Admit { .. }
        | Action::EraseOrder { .. }
        | Action::RemoveSteward { .. }
        | Action::SetCatalogue(_)
        | Action::SetPolicy(_)
        | Action::SetSteward(_) => None,
    }
}

fn voted(tally: &Tally, member: MemberId) -> Option<Choice> {
    match () {
        () if tally.approve.contains(&member) => Some(Choice::Approve),
        () if tally.reject.contains(&member) => Some(Choice::Reject),
        () => None,
    }
}

fn approval(member: MemberId, key: &PublicKey, entry: GovernanceId, choice: Choice) -> Unsigned {
    Unsigned::vote(&Vote { member, admin_key: *key, entry, choice })
}

fn refused(id: &'static str, exit: Exit) -> CommandError {
    let hint = Message::new("cli-hint-proposal-list");
    Failure::new(exit, Message::new(id)).hint(hint).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::coalition::Object;
    use flotilla_domain::document::DocumentKind;
    use flotilla_domain::document::MemberDocument;
    use flotilla_domain::policy::Policy;
    use flotilla_domain::signed::Signed;
    use flotilla_wire::document;
    use flotilla_wire::sample::Sample;

    #[test]
    fn what_is_open_already_is_found_whoever_proposed_it() {
        let sample = Sample::new(3);
        let mut state = State::founded(sample.founded());
        let key = Sample::admin_key(1).public();
        assert_eq!(open_alike(&state, &[policy(2)], key), None);
        let entry = sample.proposal(0, vec![policy(2)]);
        let id = entry.id(sample.roster().coalition());
        let _held = state.insert(Object::Governance(Box::new(entry)));
        assert_eq!(open_alike(&state, &[policy(2)], key), Some(id));
        let other = Action::SetPolicy(Policy { quorum_percent: 60, version: 2, ..Policy::DEFAULT });
        assert_eq!(open_alike(&state, &[other], key), None);
    }

    #[test]
    fn a_proposal_that_does_more_is_another_one_unless_it_only_confirms() {
        let sample = Sample::new(3);
        let mut state = State::founded(sample.founded());
        let key = Sample::admin_key(1).public();
        let erase = Action::EraseOrder {
            member: sample.member(1),
            entries: vec![sample.log(1, 1, "a")[0].id()],
        };
        let entry = sample.proposal(0, vec![policy(2), erase.clone()]);
        let _held = state.insert(Object::Governance(Box::new(entry)));
        assert_eq!(open_alike(&state, &[policy(2)], key), None);
        assert!(open_alike(&state, &[erase, policy(2)], key).is_some());
    }

    #[test]
    fn a_rotation_is_put_on_record_with_the_next_decision() {
        let sample = Sample::new(3);
        let mut state = State::founded(sample.founded());
        assert_eq!(with_confirmations(&state, vec![policy(2)]).len(), 1);
        let rotated = rotation(&sample, &state, 2);
        let _held = state.insert(Object::Document(Box::new(rotated)));
        let actions = with_confirmations(&state, vec![policy(2)]);
        let [_, Action::Confirm { member, .. }] = &actions[..] else { panic!("{actions:?}") };
        assert_eq!(*member, sample.member(2));
    }

    fn policy(version: u32) -> Action {
        Action::SetPolicy(Policy { version, ..Policy::DEFAULT })
    }

    fn rotation(
        sample: &Sample,
        state: &State,
        index: usize,
    ) -> flotilla_domain::signed::Received<MemberDocument> {
        let member = state.roster().member(sample.member(index)).unwrap();
        let key = Sample::recovery_key(index);
        let next = MemberDocument {
            kind: DocumentKind::Rotate,
            version: 2,
            prev: Some(member.document_id),
            member: Some(member.id),
            admin_key: key.public(),
            next_admin_key_hash: Sample::admin_key(9).public().hash(),
            ..member.document.clone()
        };
        let body = document::encode(&next);
        let coalition = sample.roster().coalition();
        document::receive(Signed::new(Tag::Document, coalition, body, &key)).unwrap()
    }
}
