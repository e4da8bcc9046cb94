//! A command line that makes no sense, told in the language asked for.
//!
//! The parser knows what is wrong and what is near; the words are ours.

use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;
use flotilla_domain::message::Message;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::ui::Ui;

/// Tells what is wrong, or shows the help that was asked for.
pub(crate) fn report(error: &clap::Error, ui: &Ui) -> Exit {
    let text = || error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match ui.print(&text()) {
            Ok(()) | Err(CommandError::BrokenPipe) => Exit::Done,
            Err(CommandError::Told(exit)) => exit,
            Err(CommandError::Failed(failure)) => failure.exit(),
        },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ui.tell_text(text().trim_end());
            Exit::Usage
        }
        _ => {
            ui.fail(&failure(error));
            Exit::Usage
        }
    }
}

fn failure(error: &clap::Error) -> Failure {
    let argument = word(error, ContextKind::InvalidArg);
    let value = word(error, ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => {
            Message::new("cli-usage-unknown-argument").word("argument", argument)
        }
        ErrorKind::InvalidSubcommand => Message::new("cli-usage-unknown-command")
            .word("command", word(error, ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => {
            Message::new("cli-usage-missing-argument").word("argument", argument)
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Message::new("cli-usage-missing-value").word("argument", argument)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Message::new("cli-usage-invalid-value")
                .word("argument", argument)
                .word("value", value)
        }
        ErrorKind::ArgumentConflict => {
            Message::new("cli-usage-argument-twice").word("argument", argument)
        }
        _ => Message::new("cli-usage-other"),
    };
    let failure = Failure::new(Exit::Usage, message);
    hints(error).into_iter().fold(failure, Failure::hint)
}

fn hints(error: &clap::Error) -> Vec<Message> {
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand]
        .map(|kind| word(error, kind))
        .into_iter()
        .filter(|word| !word.is_empty())
        .map(|word| Message::new("cli-hint-did-you-mean").word("nearest", word));
    let allowed = Some(word(error, ContextKind::ValidValue))
        .filter(|word| !word.is_empty())
        .map(|word| Message::new("cli-hint-allowed").word("values", word));
    suggested.chain(allowed).chain([Message::new("cli-hint-help")]).collect()
}

fn word(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_text::Language;
    use flotilla_text::Texts;

    #[test]
    fn a_misspelled_word_is_told_with_its_nearest() {
        let french = told(&["flotilla", "publsh"], Language::French);
        assert!(french.contains("« publsh »".replace(' ', "\u{a0}").as_str()), "{french}");
        assert!(french.contains("publish"), "{french}");
        let english = told(&["flotilla", "status", "--jsn"], Language::English);
        assert!(english.contains("--jsn") && english.contains("--json"), "{english}");
    }

    #[test]
    fn what_is_missing_is_named() {
        let english = told(&["flotilla", "template", "write"], Language::English);
        assert!(english.contains("--period"), "{english}");
    }

    #[test]
    fn a_wrong_value_is_told_with_those_allowed() {
        let words = ["flotilla", "query", "SELECT 1", "--format", "xlsx"];
        let english = told(&words, Language::English);
        assert!(english.contains("xlsx") && english.contains("csv, json, table"), "{english}");
    }

    fn told(words: &[&str], language: Language) -> String {
        let texts = Texts::new(language);
        let words: Vec<_> = words.iter().map(Into::into).collect();
        let failure = failure(&crate::args::parse(&words, &texts).unwrap_err());
        let said = [failure.message()].into_iter().chain(failure.hints());
        said.map(|message| texts.say(message)).collect::<Vec<_>>().join("\n")
    }
}
