//! Questions to a person, on a terminal only.
//!
//! - Where there is no terminal, nothing is assumed: the command fails and names the flag to use.
//! - A passphrase never comes from the command line or the environment, where others could read it:
//!   only from the terminal, or from a file that nobody else can read.

use std::fmt;
use std::io;
use std::io::IsTerminal;
use std::path::Path;

use flotilla_config::secret_file;
use flotilla_domain::message::Message;
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::ui::Ui;

/// The fewest characters of a new passphrase.
const PASSPHRASE_CHARS_MIN: usize = 10;

/// What opens an admin key; wiped when dropped, and never shown.
pub(crate) struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Wraps what was typed or read.
    pub(crate) fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// Returns the bytes, for the derivation of the key.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(secret)")
    }
}

/// Returns a new passphrase: from `file`, or typed twice.
pub(crate) fn new_passphrase(ui: &Ui, file: Option<&Path>) -> Result<Passphrase, CommandError> {
    let passphrase = match file {
        Some(file) => from_file(file)?,
        None => {
            ui.insist(&Message::new("cli-passphrase-why"));
            let first = typed(ui, "cli-passphrase-new")?;
            let second = typed(ui, "cli-passphrase-again")?;
            if first.as_bytes() != second.as_bytes() {
                return Err(refused("cli-passphrases-differ"));
            }
            first
        }
    };
    if passphrase.0.chars().count() < PASSPHRASE_CHARS_MIN {
        let message =
            Message::new("cli-passphrase-short").number("characters", PASSPHRASE_CHARS_MIN);
        return Err(Failure::new(Exit::Usage, message).into());
    }
    Ok(passphrase)
}

/// Returns the passphrase of a key that there is: from `file`, or typed.
pub(crate) fn passphrase(ui: &Ui, file: Option<&Path>) -> Result<Passphrase, CommandError> {
    file.map_or_else(|| typed(ui, "cli-passphrase"), from_file)
}

/// Asks for consent to what was shown, and fails unless it is given.
pub(crate) fn consent(ui: &Ui, question: &Message) -> Result<(), CommandError> {
    if ui.yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Usage, Message::new("cli-no-terminal"))
            .hint(Message::new("cli-hint-yes"))
            .into());
    }
    ui.ask(&ui.texts.say(question));
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    if read.is_ok() && is_yes(&answer) { Ok(()) } else { Err(refused("cli-not-done")) }
}

fn from_file(file: &Path) -> Result<Passphrase, CommandError> {
    let text = secret_file::read(file)?;
    Ok(Passphrase::new(text.lines().next().unwrap_or_default()))
}

fn typed(ui: &Ui, prompt: &str) -> Result<Passphrase, CommandError> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Usage, Message::new("cli-no-terminal"))
            .hint(Message::new("cli-hint-passphrase-file"))
            .into());
    }
    let typed = rpassword::prompt_password(format!("{} ", ui.texts.text(prompt)));
    let typed = typed.map_err(|error| {
        Failure::new(Exit::Unexpected, Message::new("cli-cannot-ask")).because(error)
    })?;
    Ok(Passphrase(Zeroizing::new(typed)))
}

fn refused(id: &'static str) -> CommandError {
    Failure::new(Exit::Usage, Message::new(id)).into()
}

/// Returns whether `answer` is a yes in either language.
fn is_yes(answer: &str) -> bool {
    ["y", "yes", "o", "oui"].contains(&answer.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        for yes in ["y", "Yes\n", "o", " OUI "] {
            assert!(is_yes(yes), "{yes}");
        }
        for no in ["", "\n", "n", "non", "ye", "yes please"] {
            assert!(!is_yes(no), "{no}");
        }
    }

    #[test]
    fn a_passphrase_does_not_show() {
        assert_eq!(format!("{:?}", Passphrase::new("hunter2")), "Passphrase(secret)");
    }
}
