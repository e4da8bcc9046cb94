//! The help, in the language asked for.
//!
//! The tree of commands is built without a word of help; [`command`] walks it and fills in each text
//! by its name: `help-publish-metrics` for a command, `help-publish-metrics-recipe` for an argument
//! of it, `help-global-json` for an option of all, `help-shared-bundle` for one of many commands. A
//! test fails where one is missing.

use clap::Arg;
use clap::Command;
use clap::CommandFactory;
use flotilla_text::Texts;

use crate::args::Args;

/// Returns the tree of commands with its help in the language of `texts`.
pub(crate) fn command(texts: &Texts) -> Command {
    dress(Args::command(), "help", texts)
}

fn dress(command: Command, path: &str, texts: &Texts) -> Command {
    let root = path == "help";
    let about = if root { "help-flotilla" } else { path };
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}",
        texts.text("help-heading-usage")
    );
    command
        .about(texts.text(about))
        .long_about(None)
        .help_template(template)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(texts.text("help-heading-commands"))
        .mut_args(|arg| dress_arg(arg, path, texts))
        .mut_subcommands(|child| {
            let path = format!("{path}-{}", child.get_name());
            dress(child, &path, texts)
        })
}

fn dress_arg(arg: Arg, path: &str, texts: &Texts) -> Arg {
    let heading =
        if arg.is_positional() { "help-heading-arguments" } else { "help-heading-options" };
    let id = arg_text(&arg, path);
    let takes_values = arg.get_action().takes_values();
    arg.help(texts.text(&id))
        .long_help(None)
        // The help says both itself, in its language.
        .hide_possible_values(takes_values)
        .hide_default_value(takes_values)
        .help_heading(texts.text(heading))
}

fn arg_text(arg: &Arg, path: &str) -> String {
    let id = arg.get_id().as_str();
    let owner = match () {
        () if arg.is_global_set() => "help-global",
        () if id.starts_with("shared-") => "help",
        () => path,
    };
    format!("{owner}-{}", id.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_text::Language;

    #[test]
    fn every_command_and_argument_has_a_text_in_both_languages() {
        for language in Language::ALL {
            let texts = Texts::new(language);
            let missing: Vec<String> = named(&Args::command(), "help")
                .into_iter()
                .filter(|id| !texts.has(id))
                .collect();
            assert!(missing.is_empty(), "no text in {}: {missing:?}", language.code());
        }
    }

    #[test]
    fn the_tree_of_commands_is_sound() {
        command(&Texts::new(Language::English)).debug_assert();
    }

    #[test]
    fn the_help_is_all_in_one_language() {
        let help = |language| {
            let mut command = command(&Texts::new(language));
            command.build();
            let found = command.find_subcommand_mut("publish").unwrap();
            found.find_subcommand_mut("metrics").unwrap().render_help().to_string()
        };
        let french = help(Language::French);
        for english in ["Usage", "Commands", "Print", "default", "possible values"] {
            assert!(!french.contains(english), "{english} in {french}");
        }
        assert!(help(Language::English).starts_with("Publish"));
    }

    #[test]
    fn a_command_is_found_by_typing_its_name() {
        let texts = Texts::new(Language::English);
        let words = ["flotilla", "publish", "metrics", "q3.csv", "--recipe", "r.toml", "--json"];
        let parsed = crate::args::parse(&words.map(Into::into), &texts).unwrap();
        assert!(parsed.global.json);
    }

    fn named(command: &Command, path: &str) -> Vec<String> {
        let about = if path == "help" { "help-flotilla" } else { path };
        let mut ids = vec![about.to_owned()];
        ids.extend(command.get_arguments().map(|arg| arg_text(arg, path)));
        for child in command.get_subcommands() {
            ids.extend(named(child, &format!("{path}-{}", child.get_name())));
        }
        ids
    }
}
