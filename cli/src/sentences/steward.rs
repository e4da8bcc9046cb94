//! Who speaks for a community, in sentences.

use flotilla_domain::message::Message;
use flotilla_domain::steward::GovernedCode;
use flotilla_domain::steward::Steward;
use flotilla_text::Language;

use crate::sentences::Teller;
use crate::sentences::shown;

impl Teller<'_> {
    /// Returns who is to speak for a community, about what, and who did until now.
    pub(crate) fn steward(&self, steward: &Steward) -> Vec<String> {
        let name = steward.name(self.texts.language() == Language::French);
        let told = Message::new("cli-told-steward")
            .word("name", shown(name))
            .word("handle", shown(&steward.handle))
            .word("codes", codes(steward));
        let names = steward.names.iter();
        let names = names.map(|(tag, name)| format!("{} ({})", shown(name), shown(tag)));
        let names = names.collect::<Vec<_>>().join(", ");
        let mut sentences = vec![
            self.say(told),
            self.say(
                Message::new("cli-told-steward-key").word("fingerprint", fingerprint(steward)),
            ),
            self.say(Message::new("cli-told-steward-names").word("names", names)),
            self.say(
                Message::new("cli-told-steward-contact").word("contact", shown(&steward.contact)),
            ),
        ];
        let before = self.state.and_then(|it| it.stage().stewards.get(&steward.handle));
        if let Some(before) = before.filter(|it| *it != steward) {
            let told = Message::new("cli-told-steward-before")
                .word("codes", codes(before))
                .word("fingerprint", fingerprint(before));
            sentences.push(self.say(told));
        }
        sentences
    }

    /// Returns what it means that nobody speaks for a community any more.
    pub(crate) fn steward_gone(&self, handle: &str) -> Vec<String> {
        vec![self.say(Message::new("cli-told-steward-gone").word("handle", shown(handle)))]
    }
}

/// Returns what a steward speaks for, on one line.
pub(crate) fn codes(steward: &Steward) -> String {
    steward.codes.iter().map(GovernedCode::to_string).collect::<Vec<_>>().join(", ")
}

fn fingerprint(steward: &Steward) -> String {
    steward.key.fingerprint().to_string()
}
