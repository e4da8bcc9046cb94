//! What is signed, decided or voted on, in sentences.
//!
//! - **Sentences come from the decoded bytes**, never from what a command meant to write.
//! - **Names are told where they are known**; without decisions at hand, the first digits of an id.
//! - What strangers wrote cannot move the cursor: it goes through [`table::shown`].

mod document;
mod policy;
pub(crate) mod steward;

use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::State;
use flotilla_domain::coalition::Tally;
use flotilla_domain::document::Cut;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::governance::advice::Advice;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;
use flotilla_text::Texts;

pub(crate) use self::document::to_compare;

use crate::draft::Decoded;
use crate::table;

/// Tells in one language, with the names that `state` knows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Teller<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) state: Option<&'a State>,
}

impl Teller<'_> {
    /// Returns what an object says that is about to be signed, one sentence each.
    pub(crate) fn decoded(&self, decoded: &Decoded) -> Vec<String> {
        match decoded {
            Decoded::Document(it) => self.document(it.claim()),
            Decoded::Governance(it) => self.entry(it.claim()),
            Decoded::Vote(it) => self.vote(it.claim()),
        }
    }

    /// Returns what a governance entry would change, and why.
    pub(crate) fn entry(&self, entry: &GovEntry) -> Vec<String> {
        let height = Message::new("cli-told-entry")
            .number("height", entry.height)
            .word("member", self.name(entry.proposer));
        let mut told = vec![self.texts.say(&height)];
        told.extend(entry.actions.iter().flat_map(|action| self.action(action)));
        if !entry.reason.is_empty() {
            let reason = Message::new("cli-told-reason");
            told.push(self.say(reason.word("reason", table::shown_lines(&entry.reason))));
        }
        told
    }

    /// Returns what one action would change.
    pub(crate) fn action(&self, action: &Action) -> Vec<String> {
        match action {
            Action::Admit { document } => self.admission(document.claim()),
            Action::Confirm { member, document } => {
                vec![self.say(self.confirmation(*member, *document))]
            }
            Action::EraseOrder { member, entries } => self.erasure(*member, entries),
            Action::Recover { member, document, cut } => {
                let keys = Message::new("cli-told-recover").word("member", self.name(*member));
                let keys = keys.word("fingerprint", document.claim().admin_key.fingerprint());
                vec![self.say(keys), self.end(*member, *cut)]
            }
            Action::Remove { member, document: _, cut } => {
                let remove = Message::new("cli-told-remove").word("member", self.name(*member));
                vec![self.say(remove), self.end(*member, *cut)]
            }
            Action::SetCatalogue(catalogue) => {
                let told = Message::new("cli-told-catalogue")
                    .number("version", catalogue.version())
                    .number("indicators", catalogue.indicators().count())
                    .number("lists", catalogue.lists().count());
                vec![self.say(told)]
            }
            Action::SetPolicy(policy) => self.policy(policy),
            Action::RemoveSteward { handle } => self.steward_gone(handle),
            Action::SetSteward(steward) => self.steward(steward),
        }
    }

    /// Returns what a vote says, after what is voted on, where that is known.
    pub(crate) fn vote(&self, vote: &Vote) -> Vec<String> {
        let id = match vote.choice {
            Choice::Approve => "cli-told-approve",
            Choice::Reject => "cli-told-reject",
        };
        let entry = self.state.and_then(|state| state.entry(vote.entry));
        let mut sentences = entry.map_or_else(Vec::new, |entry| self.entry(entry.value()));
        let told = Message::new(id).word("member", self.name(vote.member));
        sentences.push(self.say(told.word("id", vote.entry.0.short())));
        sentences
    }

    /// Returns the actions of an entry in a few words, for a table.
    pub(crate) fn headline(&self, entry: &GovEntry) -> String {
        let headlines = entry.actions.iter().map(|action| {
            let (id, member) = match action {
                Action::Admit { document } => {
                    ("cli-head-admit", table::shown(&document.claim().handle))
                }
                Action::Confirm { member, .. } => ("cli-head-confirm", self.name(*member)),
                Action::EraseOrder { member, .. } => ("cli-head-erase", self.name(*member)),
                Action::Recover { member, .. } => ("cli-head-recover", self.name(*member)),
                Action::Remove { member, .. } => ("cli-head-remove", self.name(*member)),
                Action::SetCatalogue(_) => return self.texts.text("cli-head-catalogue"),
                Action::SetPolicy(_) => return self.texts.text("cli-head-policy"),
                Action::RemoveSteward { handle } => ("cli-head-steward-gone", table::shown(handle)),
                Action::SetSteward(it) => ("cli-head-steward", table::shown(&it.handle)),
            };
            self.say(Message::new(id).word("member", member))
        });
        headlines.collect::<Vec<_>>().join(", ")
    }

    /// Returns how far an entry has come.
    pub(crate) fn progress(&self, progress: &Progress) -> String {
        match progress {
            Progress::Aside => self.texts.text("cli-progress-aside"),
            Progress::Certified => self.texts.text("cli-progress-certified"),
            Progress::Missing(_) => self.texts.text("cli-progress-missing"),
            Progress::Open(tally) => self.tally(tally),
            Progress::Void(rule) => self.say(Message::new("cli-progress-void").word("rule", rule)),
        }
    }

    /// Returns how many approvals an entry needs and has.
    pub(crate) fn tally(&self, tally: &Tally) -> String {
        let Tally { approve, reject, silent, needed } = tally;
        let told = Message::new("cli-progress-open")
            .number("needed", *needed)
            .number("voters", approve.len() + reject.len() + silent.len())
            .number("approvals", approve.len());
        self.say(told)
    }

    /// Returns what to say about a proposal before it is made.
    pub(crate) fn advice(&self, advice: &Advice) -> Message {
        match advice {
            Advice::Breaks(rule) => Message::new("cli-advice-breaks").word("rule", rule),
            Advice::CannotPass { needed, may_vote } => Message::new("cli-advice-cannot-pass")
                .number("needed", *needed)
                .number("voters", *may_vote),
            Advice::LastAdmin { member } => {
                Message::new("cli-advice-last-admin").word("member", self.name(*member))
            }
            Advice::LosesQuorum { needed, reachable } => Message::new("cli-advice-loses-quorum")
                .number("needed", *needed)
                .number("reachable", *reachable),
            Advice::Missing(document) => {
                Message::new("cli-advice-missing").word("id", document.0.short())
            }
            Advice::NobodyLeft => Message::new("cli-advice-nobody-left"),
            Advice::NoRemovals { members } => {
                Message::new("cli-advice-no-removals").number("members", *members)
            }
        }
    }

    /// Returns the short name of a member, or the first digits of its id.
    pub(crate) fn name(&self, member: MemberId) -> String {
        let known = self.state.and_then(|state| state.roster().member(member));
        known.map_or_else(|| member.0.short(), |it| table::shown(it.handle()))
    }

    /// Returns who joins, so that it can be compared with what was heard.
    fn admission(&self, document: &MemberDocument) -> Vec<String> {
        let mut told =
            vec![self.say(Message::new("cli-told-admit").word("name", shown(&document.name)))];
        told.extend(self.particulars(document));
        told
    }

    fn confirmation(&self, member: MemberId, id: DocumentId) -> Message {
        let known = self.state.and_then(|state| state.document(id));
        match known {
            Some(document) => Message::new("cli-told-confirm")
                .number("version", document.value().version)
                .word("member", self.name(member))
                .word("fingerprint", document.value().admin_key.fingerprint()),
            None => Message::new("cli-told-confirm-unknown")
                .word("member", self.name(member))
                .word("id", id.0.short()),
        }
    }

    fn erasure(&self, member: MemberId, entries: &[EntryId]) -> Vec<String> {
        let told = Message::new("cli-told-erase").word("member", self.name(member));
        let mut told = vec![self.say(told.number("entries", entries.len()))];
        told.extend(entries.iter().map(|id| format!("  {id}")));
        told
    }

    /// Returns where a log ends.
    fn end(&self, member: MemberId, cut: Cut) -> String {
        let told = match cut {
            Some((seq, _)) => Message::new("cli-told-end").number("seq", seq),
            None => Message::new("cli-told-end-none"),
        };
        self.say(told.word("member", self.name(member)))
    }

    #[expect(clippy::needless_pass_by_value, reason = "every message is made to be said once")]
    fn say(&self, message: Message) -> String {
        self.texts.say(&message)
    }
}

/// Returns what somebody else wrote, safe to show.
fn shown(text: &str) -> String {
    table::shown(text)
}

#[cfg(test)]
mod tests;
