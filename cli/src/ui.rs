//! What the person or the script at the other end sees: the only place that prints.
//!
//! - Results go to standard output ([`Ui::print`], [`Ui::print_json`]), all talk to standard error.
//! - No color where standard error is not a terminal, or `NO_COLOR` is set.
//! - A reader that has gone is not a failure: [`CommandError::BrokenPipe`], and silence.

use std::env;
use std::io;
use std::io::IsTerminal;
use std::io::Write;

use flotilla_domain::message::Message;
use flotilla_text::Texts;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const PLAIN: &str = "\u{1b}[0m";

/// Where results and talk go, and in which language.
#[derive(Debug)]
pub(crate) struct Ui {
    pub(crate) texts: Texts,
    /// Results as JSON.
    pub(crate) json: bool,
    /// Yes to every question.
    pub(crate) yes: bool,
    quiet: bool,
    /// Neither results nor talk.
    silent: bool,
    color: bool,
}

impl Ui {
    /// Talks in the language of `texts`.
    pub(crate) fn new(texts: Texts, json: bool, yes: bool, quiet: bool) -> Self {
        let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let color = io::stderr().is_terminal() && !set("NO_COLOR");
        Self { texts, json, yes, quiet, silent: false, color }
    }

    /// Returns one that prints nothing and tells nothing.
    pub(crate) fn silent(&self) -> Self {
        let texts = Texts::new(self.texts.language());
        Self { texts, json: false, yes: false, quiet: true, silent: true, color: false }
    }

    /// Talks before anything is known but the language.
    pub(crate) fn plain(texts: Texts) -> Self {
        Self::new(texts, false, false, false)
    }

    /// Returns whether a person wants to see what goes on.
    pub(crate) fn is_talkative(&self) -> bool {
        !(self.quiet || self.silent || self.json)
    }

    /// Tells something on the way, unless quiet.
    pub(crate) fn tell(&self, message: &Message) {
        self.tell_text(&self.texts.say(message));
    }

    /// Tells a text that has a language already, unless quiet.
    pub(crate) fn tell_text(&self, text: &str) {
        if !self.quiet {
            self.talk(text);
        }
    }

    /// Tells that a step is done, with a check mark.
    pub(crate) fn done(&self, message: &Message) {
        let text = self.texts.say(message);
        self.tell_text(&format!("{} {text}", self.colored(GREEN, "✓")));
    }

    /// Tells what must be seen even by those who asked for quiet.
    pub(crate) fn insist(&self, message: &Message) {
        self.talk(&self.texts.say(message));
    }

    /// Tells a text that has a language already, and must be seen.
    pub(crate) fn insist_text(&self, text: &str) {
        self.talk(text);
    }

    /// Prints a result as it is; adds nothing.
    pub(crate) fn print(&self, text: &str) -> Result<(), CommandError> {
        self.print_bytes(text.as_bytes())
    }

    /// Prints the bytes of a result as they are.
    pub(crate) fn print_bytes(&self, bytes: &[u8]) -> Result<(), CommandError> {
        if self.silent {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(cannot_print)
    }

    /// Prints a result as JSON, on lines that a person can read too.
    pub(crate) fn print_json<T: Serialize>(&self, value: &T) -> Result<(), CommandError> {
        let text = serde_json::to_string_pretty(value).map_err(|error| {
            Failure::new(Exit::Unexpected, Message::new("cli-cannot-print")).because(error)
        })?;
        self.print(&format!("{text}\n"))
    }

    /// Tells why a command failed.
    pub(crate) fn fail(&self, failure: &Failure) {
        let label = |id, color| self.colored(color, &self.texts.text(id));
        let message = self.texts.say(failure.message());
        self.talk(&format!("{} {message}", label("cli-error", RED)));
        for detail in failure.details() {
            self.talk(&format!("  {}", self.texts.say(detail)));
        }
        for cause in failure.causes() {
            self.talk(&format!("{} {cause}", label("cli-caused-by", PLAIN)));
        }
        for hint in failure.hints() {
            self.talk(&format!("{} {}", label("cli-hint", GREEN), self.texts.say(hint)));
        }
    }

    /// Puts a question, without a line end.
    pub(crate) fn ask(&self, text: &str) {
        let mut err = io::stderr().lock();
        // Nobody is left to be told that nobody can be told.
        write!(err, "{text} ").and_then(|()| err.flush()).unwrap_or_default();
    }

    fn talk(&self, text: &str) {
        if self.silent {
            return;
        }
        // Nobody is left to be told that nobody can be told.
        writeln!(io::stderr().lock(), "{text}").unwrap_or_default();
    }

    fn colored(&self, color: &str, text: &str) -> String {
        if self.color { format!("{color}{text}{PLAIN}") } else { text.to_owned() }
    }
}

/// Says that the result could not be printed; whoever has gone away need not be told.
fn cannot_print(error: io::Error) -> CommandError {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return CommandError::BrokenPipe;
    }
    Failure::new(Exit::CannotWrite, Message::new("cli-cannot-print"))
        .because(error)
        .into()
}
