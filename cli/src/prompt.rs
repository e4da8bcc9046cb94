//! Questions to a person, on a terminal only.
//!
//! - Where there is no terminal, nothing is assumed: the command fails and names the flag to use.
//! - A passphrase never comes from the command line or the environment, where others could read it:
//!   only from the terminal, from a file that nobody else can read, or from a systemd credential. So
//!   do the words of a recovery sheet.

use std::env;
use std::fmt;
use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;

use flotilla_config::secret_file;
use flotilla_domain::message::Message;
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::recovery;
use crate::ui::Ui;

/// The fewest characters of a new passphrase.
const PASSPHRASE_CHARS_MIN: usize = 10;

/// The name of the systemd credential that holds the passphrase.
const CREDENTIAL: &str = "flotilla-passphrase";

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

/// Where a passphrase comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Origin {
    /// A file that only its owner can read.
    File(PathBuf),
    /// A person.
    Terminal,
}

/// Returns a new passphrase: from `file`, from a credential, or typed twice.
pub(crate) fn new_passphrase(ui: &Ui, file: Option<&Path>) -> Result<Passphrase, CommandError> {
    let passphrase = match origin(file, credentials().as_deref()) {
        Origin::File(file) => from_file(&file)?,
        Origin::Terminal => {
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

/// Returns the passphrase of a key that there is: from `file`, from a credential, or typed.
pub(crate) fn passphrase(ui: &Ui, file: Option<&Path>) -> Result<Passphrase, CommandError> {
    match origin(file, credentials().as_deref()) {
        Origin::File(file) => from_file(&file),
        Origin::Terminal => typed(ui, "cli-passphrase"),
    }
}

/// Returns the key that the words of a recovery sheet stand for: from `file`, or typed.
pub(crate) fn sheet_words(
    ui: &Ui,
    file: Option<&Path>,
) -> Result<Zeroizing<[u8; 32]>, CommandError> {
    let words = match file {
        Some(file) => secret_file::read(file)?,
        None => {
            ui.insist(&Message::new("cli-words-how"));
            typed_line(ui, "cli-words", "cli-hint-words-file")?
        }
    };
    Ok(recovery::seed_of(&words).ok_or_else(|| {
        Failure::new(Exit::Invalid, Message::new("cli-words-wrong"))
            .hint(Message::new("cli-hint-words-wrong"))
    })?)
}

/// Asks for consent to what was shown, and fails unless it is given.
pub(crate) fn consent(ui: &Ui, question: &Message) -> Result<(), CommandError> {
    if ui.yes {
        return Ok(());
    }
    if !is_possible() {
        return Err(Failure::new(Exit::Usage, Message::new("cli-no-terminal"))
            .hint(Message::new("cli-hint-yes"))
            .into());
    }
    confirm(ui, question)
}

/// Returns whether there is a terminal to ask on.
pub(crate) fn is_possible() -> bool {
    io::stdin().is_terminal()
}

/// Has a person say yes on the terminal, whatever was said beforehand, and fails on anything else.
pub(crate) fn confirm(ui: &Ui, question: &Message) -> Result<(), CommandError> {
    ui.ask(&ui.texts.say(question));
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    if read.is_ok() && is_yes(&answer) { Ok(()) } else { Err(refused("cli-not-done")) }
}

fn from_file(file: &Path) -> Result<Passphrase, CommandError> {
    let text = secret_file::read(file)?;
    Ok(Passphrase::new(text.lines().next().unwrap_or_default()))
}

/// Returns the folder of the credentials that systemd gave to this unit.
fn credentials() -> Option<PathBuf> {
    env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from)
}

/// Chooses: the file that was named, a credential if there is one, else a person.
fn origin(file: Option<&Path>, credentials: Option<&Path>) -> Origin {
    let credential = credentials.map(|folder| folder.join(CREDENTIAL)).filter(|it| it.exists());
    let named = file.map(Path::to_owned).or(credential);
    named.map_or(Origin::Terminal, Origin::File)
}

fn typed(ui: &Ui, prompt: &str) -> Result<Passphrase, CommandError> {
    typed_line(ui, prompt, "cli-hint-passphrase-file").map(Passphrase)
}

/// Has a secret typed, without showing it.
fn typed_line(
    ui: &Ui,
    prompt: &str,
    hint: &'static str,
) -> Result<Zeroizing<String>, CommandError> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Usage, Message::new("cli-no-terminal"))
            .hint(Message::new(hint))
            .into());
    }
    let typed = rpassword::prompt_password(format!("{} ", ui.texts.text(prompt)));
    let typed = typed.map_err(|error| {
        Failure::new(Exit::Unexpected, Message::new("cli-cannot-ask")).because(error)
    })?;
    Ok(Zeroizing::new(typed))
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
    fn a_passphrase_comes_from_a_file_a_credential_or_a_person() {
        let folder = tempfile::tempdir().unwrap();
        let credential = folder.path().join(CREDENTIAL);
        let named = Path::new("passphrase");
        assert_eq!(origin(None, None), Origin::Terminal);
        assert_eq!(origin(None, Some(folder.path())), Origin::Terminal, "there is none yet");
        std::fs::write(&credential, "words").unwrap();
        assert_eq!(origin(None, Some(folder.path())), Origin::File(credential));
        assert_eq!(origin(Some(named), Some(folder.path())), Origin::File(named.to_owned()));
    }

    #[test]
    fn a_passphrase_does_not_show() {
        assert_eq!(format!("{:?}", Passphrase::new("hunter2")), "Passphrase(secret)");
    }
}
