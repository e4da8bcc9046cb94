//! The texts of one language, ready to be said.
//!
//! [`Texts`] may be shared between threads. A text that is missing shows as its name in `⟦ ⟧`, and a
//! gap that nobody filled as its `{$name}`: ugly, but never a panic and never silence.

use std::fmt;

use flotilla_domain::message::Arg;
use flotilla_domain::message::Message;
use fluent_bundle::FluentArgs;
use fluent_bundle::FluentResource;
use fluent_bundle::FluentValue;
use fluent_bundle::concurrent::FluentBundle;

use crate::language::Language;
use crate::sources;
use crate::typography;

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Reads the texts of `language`.
    pub fn new(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // The marks that isolate an inserted word would end up in files and terminals.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::English => |value, _| format_number(Language::English, value),
            Language::French => |value, _| format_number(Language::French, value),
        }));
        for (_, source) in sources::files(language) {
            bundle.add_resource_overriding(parse(language, source));
        }
        Self { language, bundle }
    }

    /// Returns the language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns whether there is a text `id`.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.get_message(id).is_some_and(|message| message.value().is_some())
    }

    /// Returns the text that `message` names, its gaps filled.
    pub fn say(&self, message: &Message) -> String {
        let mut args = FluentArgs::with_capacity(message.args().len());
        for (name, arg) in message.args() {
            match arg {
                Arg::Number(number) => args.set(*name, *number),
                Arg::Word(word) => args.set(*name, word.as_str()),
            }
        }
        self.format(message.id(), Some(&args))
    }

    /// Returns the text `id`, which has no gaps.
    pub fn text(&self, id: &str) -> String {
        self.format(id, None)
    }

    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let message = self.bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return format!("⟦{id}⟧");
        };
        // What could not be filled shows in the text itself.
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// Returns what can be read of `source`; a test sees to it that this is all of it.
fn parse(language: Language, source: &str) -> FluentResource {
    let source = match language {
        Language::English => source.to_owned(),
        Language::French => typography::no_break(source),
    };
    FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource)
}

fn format_number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(language.punctuate(&number.as_string())),
        _ => None,
    }
}
