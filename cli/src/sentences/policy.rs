//! Rules in sentences: what changes, from what to what.

use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::message::Message;
use flotilla_domain::policy::Access;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::Policy;

use crate::sentences::Teller;

impl Teller<'_> {
    /// Returns how a policy differs from the one in force, and what people should know about it.
    pub(crate) fn policy(&self, policy: &Policy) -> Vec<String> {
        let version = Message::new("cli-told-policy").number("version", policy.version);
        let mut told = vec![self.say(version)];
        let current = self.state.map(|state| state.stage().policy.as_ref());
        let rules = self.rules(policy);
        match current {
            None => told.extend(rules.iter().map(|(rule, value)| {
                self.say(Message::new("cli-rule-is").word("rule", rule).word("value", value))
            })),
            Some(current) => {
                let before = self.rules(current);
                let changed = before.iter().zip(&rules).filter(|(old, new)| old != new);
                told.extend(changed.map(|((rule, old), (_, new))| {
                    let change = Message::new("cli-rule-change").word("rule", rule);
                    self.say(change.word("before", old).word("after", new))
                }));
                told.extend(self.warnings(&current.gate, &policy.gate));
            }
        }
        told
    }

    /// Returns every rule with its value, always in the same order.
    pub(crate) fn rules(&self, policy: &Policy) -> Vec<(String, String)> {
        let Policy {
            version: _,
            gate,
            quorum_percent,
            access,
            protocol_version_min,
            member_bytes_max,
            member_entries_max,
        } = policy;
        let number = |number: u64| {
            let number = i64::try_from(number).unwrap_or(i64::MAX);
            self.texts.language().number(number)
        };
        let GateParameters { rounding_base, threshold, slice_base, candidates, .. } = gate;
        let least = |class| number(u64::from(gate.threshold_of(class)));
        let base = |class| number(u64::from(gate.slice_base_of(class)));
        let access = match access {
            Access::Public => Message::new("cli-access-public"),
            Access::Token { public } if public.is_empty() => Message::new("cli-access-token"),
            Access::Token { public } => Message::new("cli-access-part").word("scopes", public),
        };
        let rules = [
            ("cli-rule-threshold", number(u64::from(*threshold))),
            ("cli-rule-rounding-base", number(u64::from(*rounding_base))),
            ("cli-rule-slice-base", number(u64::from(*slice_base))),
            ("cli-rule-candidates", number(u64::from(*candidates))),
            ("cli-rule-identity-threshold", least(Sensitivity::Identity)),
            ("cli-rule-identity-slice-base", base(Sensitivity::Identity)),
            ("cli-rule-community-threshold", least(Sensitivity::Community)),
            ("cli-rule-community-slice-base", base(Sensitivity::Community)),
            ("cli-rule-quorum-percent", number(u64::from(*quorum_percent))),
            ("cli-rule-access", self.say(access)),
            ("cli-rule-protocol-version-min", number(u64::from(*protocol_version_min))),
            ("cli-rule-member-bytes-max", number(*member_bytes_max)),
            ("cli-rule-member-entries-max", number(*member_entries_max)),
        ];
        rules.into_iter().map(|(rule, value)| (self.texts.text(rule), value)).collect()
    }

    /// Returns what cannot be undone about a change of the gate.
    fn warnings(&self, old: &GateParameters, new: &GateParameters) -> Vec<String> {
        let id = match () {
            () if old == new => return Vec::new(),
            () if new.at_least_as_strict_as(old) => "cli-told-stricter",
            () if new.rounding_base == old.rounding_base => "cli-told-looser",
            () => "cli-told-rebased",
        };
        vec![self.texts.text(id)]
    }
}
