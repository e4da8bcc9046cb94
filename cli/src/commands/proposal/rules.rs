//! `flotilla proposal policy|catalogue`: other rules for all, by vote.
//!
//! Only what is named changes. That a looser gate cannot be taken back is told with the change.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::governance::Action;
use flotilla_domain::message::Message;
use flotilla_domain::policy;
use flotilla_domain::policy::ClassParameters;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::Policy;
use flotilla_domain::scope::Scopes;
use flotilla_domain::session::versions::PROTOCOL;

use crate::args::proposal as args;
use crate::args::proposal::Access;
use crate::catalogue;
use crate::context::Context;
use crate::desk::Desk;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::propose;

/// Proposes other rules, and approves.
pub(super) fn policy(args: &args::Policy, context: &Context) -> Result<(), CommandError> {
    let mut desk = Desk::open(&args.reasoned.proposing.signing, context)?;
    let policy = changed(&desk.minutes.state.stage().policy, args)?;
    let reason = &args.reasoned.reason;
    let actions = vec![Action::SetPolicy(policy)];
    propose::propose(&mut desk, actions, &args.reasoned.proposing, reason)
}

/// Proposes another catalogue, and approves.
pub(super) fn catalogue(args: &args::Catalogue, context: &Context) -> Result<(), CommandError> {
    let mut desk = Desk::open(&args.reasoned.proposing.signing, context)?;
    let current = &desk.minutes.state.stage().catalogue;
    let next = next(current, &catalogue::read(Some(&args.file), &context.ui.texts)?)?;
    let gone = gone(current, &next);
    if !gone.is_empty() {
        context
            .ui
            .insist(&Message::new("cli-catalogue-gone").word("codes", gone.join(", ")));
    }
    let reason = &args.reasoned.reason;
    let actions = vec![Action::SetCatalogue(Box::new(next))];
    propose::propose(&mut desk, actions, &args.reasoned.proposing, reason)
}

fn classes(current: ClassParameters, args: &args::Policy) -> ClassParameters {
    let or = |asked: Option<u32>, current| asked.unwrap_or(current);
    ClassParameters {
        identity_threshold: or(args.identity_threshold, current.identity_threshold),
        identity_slice_base: or(args.identity_slice_base, current.identity_slice_base),
        community_threshold: or(args.community_threshold, current.community_threshold),
        community_slice_base: or(args.community_slice_base, current.community_slice_base),
    }
}

/// Returns who may query: where scopes are named, everybody may query those, and bearers of a token the rest.
fn access(current: policy::Access, args: &args::Policy) -> policy::Access {
    let public: Scopes = args.public.iter().map(|it| it.rule()).collect();
    match (args.access, public.is_empty()) {
        (None, true) => current,
        (Some(access), true) => access.rule(),
        (None | Some(Access::Token), false) => policy::Access::opening(public),
        // Everybody, and some only by token: this has no meaning, and is refused as unsound.
        (Some(Access::Public), false) => policy::Access::Token { public: Scopes::ALL },
    }
}

/// Returns the next version of a policy, with what was asked for changed.
fn changed(current: &Policy, args: &args::Policy) -> Result<Policy, CommandError> {
    let gate = current.gate;
    let threshold = args.threshold.unwrap_or(gate.threshold);
    let wanted = Policy {
        version: current.version.saturating_add(1),
        gate: GateParameters {
            rounding_base: args.rounding_base.unwrap_or(gate.rounding_base),
            threshold,
            // No breakdown is shown of a group that is itself too small to be shown.
            slice_base: args.slice_base.unwrap_or(gate.slice_base.max(threshold)),
            candidates: args.candidates.unwrap_or(gate.candidates),
            classes: classes(gate.classes, args),
        },
        quorum_percent: args.quorum_percent.unwrap_or(current.quorum_percent),
        access: access(current.access, args),
        protocol_version_min: args.protocol_version_min.unwrap_or(current.protocol_version_min),
        member_bytes_max: args.member_bytes_max.unwrap_or(current.member_bytes_max),
        member_entries_max: args.member_entries_max.unwrap_or(current.member_entries_max),
    };
    let refused = |id| Failure::new(Exit::Invalid, Message::new(id));
    if wanted == (Policy { version: wanted.version, ..current.clone() }) {
        return Err(refused("cli-policy-unchanged").into());
    }
    if wanted.protocol_version_min > PROTOCOL.1 {
        return Err(refused("cli-policy-protocol").into());
    }
    if !wanted.is_sound() {
        return Err(refused("cli-policy-unsound").hint(Message::new("cli-hint-policy")).into());
    }
    Ok(wanted)
}

/// Returns `wanted` as the version after `current`.
fn next(current: &Catalogue, wanted: &Catalogue) -> Result<Catalogue, CommandError> {
    let version = current.version().saturating_add(1);
    let parts = |catalogue: &Catalogue, version| {
        let indicators = catalogue.indicators().cloned().collect();
        Catalogue::new(version, indicators, catalogue.lists().cloned().collect())
    };
    let unsound = |error| {
        CommandError::from(
            Failure::new(Exit::Invalid, Message::new("cli-catalogue-refused")).because(error),
        )
    };
    let next = parts(wanted, version).map_err(unsound)?;
    if next == parts(current, version).map_err(unsound)? {
        return Err(Failure::new(Exit::Invalid, Message::new("cli-catalogue-unchanged")).into());
    }
    Ok(next)
}

/// Returns the codes of indicators and the names of lists that are no longer there.
fn gone(current: &Catalogue, next: &Catalogue) -> Vec<String> {
    let indicators = current.indicators().map(|it| &it.code);
    let indicators = indicators.filter(|code| next.indicator(code).is_none());
    let lists = current.lists().map(|it| &it.name).filter(|name| next.list(name).is_none());
    indicators.chain(lists).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use flotilla_wire::sample::Sample;

    #[derive(Debug, Parser)]
    struct Words {
        #[command(flatten)]
        policy: args::Policy,
    }

    #[test]
    fn only_what_is_named_changes() {
        let next = changed(&Policy::DEFAULT, &words(&["--quorum-percent", "67"])).unwrap();
        let expected = Policy { version: 2, quorum_percent: 67, ..Policy::DEFAULT };
        assert_eq!(next, expected);
    }

    #[test]
    fn what_is_public_is_public_and_the_rest_needs_a_token() {
        let access = |of: &[&str]| changed(&Policy::DEFAULT, &words(of)).unwrap().access;
        assert_eq!(access(&["--access", "token"]), policy::Access::TOKEN);
        let public = Scopes::NONE.with(flotilla_domain::scope::Scope::Aggregates);
        let expected = policy::Access::Token { public };
        assert_eq!(access(&["--public", "aggregates"]), expected);
        assert_eq!(access(&["--access", "token", "--public", "aggregates"]), expected);
    }

    #[test]
    fn a_higher_threshold_takes_the_base_of_breakdowns_along() {
        let next = changed(&Policy::DEFAULT, &words(&["--threshold", "50"])).unwrap();
        assert_eq!((next.gate.threshold, next.gate.slice_base), (50, 50));
    }

    #[test]
    fn nothing_and_nonsense_are_no_proposals() {
        for wrong in [
            &[][..],
            &["--threshold", "10"],
            &["--threshold", "7"],
            &["--quorum-percent", "50"],
            &["--protocol-version-min", "9"],
            &["--access", "public", "--public", "aggregates"],
            &["--public", "bulk"],
            &["--public", "aggregates", "--public", "records", "--public", "bulk"],
        ] {
            assert!(changed(&Policy::DEFAULT, &words(wrong)).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_catalogue_gets_the_next_version_and_must_differ() {
        let current = Sample::catalogue();
        assert!(next(&current, &current).is_err());
        let fewer: Vec<_> = current.indicators().skip(1).cloned().collect();
        let lists: Vec<_> = current.lists().cloned().collect();
        let fewer = Catalogue::new(1, fewer, lists).unwrap();
        let next = next(&current, &fewer).unwrap();
        assert_eq!(next.version(), current.version() + 1);
        assert_eq!(gone(&current, &next).len(), 1);
    }

    fn words(words: &[&str]) -> args::Policy {
        Words::parse_from([&["policy"][..], words].concat()).policy
    }
}
