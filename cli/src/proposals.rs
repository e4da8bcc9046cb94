//! Proposals as people and programs see them, and how one is named by its first digits.

use std::collections::BTreeSet;

use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::State;
use flotilla_domain::coalition::Tally;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::sentences::Teller;
use crate::shapes::governance;
use crate::table;

/// The fewest digits of an id that name something.
const DIGITS_MIN: usize = 4;

/// Returns the governance entry whose id begins with `digits`.
pub(crate) fn find(state: &State, digits: &str) -> Result<GovernanceId, CommandError> {
    let ids = state.entries().into_iter().map(|entry| entry.id());
    one(ids.map(|id| (id, id.to_string())), digits, "cli-no-such-proposal")
}

/// Returns what the one id that begins with `digits` names.
pub(crate) fn one<T>(
    named: impl Iterator<Item = (T, String)>,
    digits: &str,
    unknown: &'static str,
) -> Result<T, CommandError> {
    let wanted = digits.to_lowercase();
    let mut found = named.filter(|(_, id)| id.starts_with(&wanted)).map(|(it, _)| it);
    let told = |id| Message::new(id).word("id", table::shown(digits));
    let refused = |id| CommandError::from(Failure::new(Exit::Invalid, told(id)));
    if wanted.len() < DIGITS_MIN {
        return Err(refused("cli-id-too-short"));
    }
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(refused("cli-id-ambiguous")),
        (None, _) => {
            let hint = Message::new("cli-hint-proposal-list");
            Err(Failure::new(Exit::Invalid, told(unknown)).hint(hint).into())
        }
    }
}

/// Prints how far a governance entry has come.
pub(crate) fn report(
    state: &State,
    id: GovernanceId,
    context: &Context,
) -> Result<(), CommandError> {
    if context.ui.json {
        return context.ui.print_json(&shape(state, id, context));
    }
    let teller = Teller { texts: &context.ui.texts, state: Some(state) };
    let Some(progress) = state.progress(id) else { return Ok(()) };
    let line = Message::new("cli-proposal-line")
        .word("id", id.0.short())
        .word("progress", teller.progress(&progress));
    context.ui.print(&format!("{}\n", context.ui.texts.say(&line)))?;
    if matches!(progress, Progress::Open(_)) {
        context.ui.tell(&Message::new("cli-proposal-next").word("id", id.0.short()));
    }
    Ok(())
}

/// Returns a governance entry for programs.
pub(crate) fn shape(state: &State, id: GovernanceId, context: &Context) -> governance::Proposal {
    let teller = Teller { texts: &context.ui.texts, state: Some(state) };
    let entry = state.entry(id).map(|entry| entry.value());
    let progress = state.progress(id);
    let tally = match &progress {
        Some(Progress::Open(tally)) => tally.clone(),
        _ => Tally::default(),
    };
    let names = |members: &BTreeSet<MemberId>| {
        let mut names: Vec<String> = members.iter().map(|it| teller.name(*it)).collect();
        names.sort();
        names
    };
    let word = match progress {
        Some(Progress::Aside) => "aside",
        Some(Progress::Certified) => "certified",
        Some(Progress::Open(_)) => "open",
        Some(Progress::Void(_)) => "void",
        Some(Progress::Missing(_)) | None => "missing",
    };
    governance::Proposal {
        proposal_id: id.to_string(),
        height: entry.map_or(0, |it| it.height),
        proposer: entry.map(|it| teller.name(it.proposer)).unwrap_or_default(),
        actions: entry.into_iter().flat_map(|it| &it.actions).map(governance::kind).collect(),
        reason: entry.map(|it| it.reason.clone()).unwrap_or_default(),
        state: word,
        needed: tally.needed,
        voters: tally.approve.len() + tally.reject.len() + tally.silent.len(),
        approve: names(&tally.approve),
        reject: names(&tally.reject),
        silent: names(&tally.silent),
    }
}

/// Returns what is being voted on, for programs.
pub(crate) fn open(state: &State, context: &Context) -> Vec<governance::Proposal> {
    state
        .proposals()
        .iter()
        .map(|it| shape(state, it.entry.id(), context))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_named_by_digits_that_no_other_begins_with() {
        let ids = || ["abcd11", "abcd22", "ffff00"].into_iter().map(|id| (id, id.to_owned()));
        assert_eq!(one(ids(), "ABCD1", "cli-no-such-proposal").unwrap(), "abcd11");
        for wrong in ["abcd", "abc", "", "eeee"] {
            assert!(one(ids(), wrong, "cli-no-such-proposal").is_err(), "{wrong}");
        }
    }
}
