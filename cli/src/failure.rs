//! Why a command did not do what was asked, in three parts: what failed, why, what to do next.
//!
//! ```text
//! error: Cannot reach your node.
//! caused by: connection refused
//! hint: Start it with: flotilla-node --config flotilla.toml
//! ```
//!
//! Whoever makes a [`Failure`] says what failed in a text of both languages, and keeps the error of
//! the library as its source; [`crate::ui`] prints it, once.

use std::error::Error;
use std::io;
use std::path::Path;

use flotilla_config::public_file::PublicFileError;
use flotilla_config::secret_file::SecretFileError;
use flotilla_config::settings::SettingsError;
use flotilla_domain::message::Message;

use crate::exit::Exit;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum CommandError {
    /// Whoever read our output has gone; there is nobody left to tell.
    BrokenPipe,
    /// It failed.
    Failed(Box<Failure>),
    /// The result says what there is to say; what is left is how the command ends.
    Told(Exit),
}

/// What failed, why, and what to do next.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: Message,
    details: Vec<Message>,
    hints: Vec<Message>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// Says what failed.
    pub(crate) fn new(exit: Exit, message: Message) -> Self {
        Self { exit, message, details: Vec::new(), hints: Vec::new(), source: None }
    }

    /// Says what failed while writing to `path`.
    pub(crate) fn write(path: &Path, error: io::Error) -> Self {
        let message = Message::new("config-cannot-write").word("path", path.display());
        Self::new(Exit::CannotWrite, message).system(error)
    }

    /// Says what failed while reading from `path`.
    pub(crate) fn read(path: &Path, error: io::Error) -> Self {
        let message = Message::new("config-cannot-read").word("path", path.display());
        Self::new(Exit::Invalid, message).system(error)
    }

    /// Keeps the error of a library as the cause.
    pub(crate) fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Keeps what the system said as the cause: in words of ours where we have some.
    pub(crate) fn system(self, error: io::Error) -> Self {
        match cause(&error) {
            Some(id) => self.detail(Message::new(id)),
            None => self.because(error),
        }
    }

    /// Adds a cause that has a text.
    pub(crate) fn detail(mut self, detail: Message) -> Self {
        self.details.push(detail);
        self
    }

    /// Says what to do next.
    pub(crate) fn hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }

    /// Returns how the command ends.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// Returns what failed.
    pub(crate) fn message(&self) -> &Message {
        &self.message
    }

    /// Returns the causes that have texts.
    pub(crate) fn details(&self) -> &[Message] {
        &self.details
    }

    /// Returns what to do next.
    pub(crate) fn hints(&self) -> &[Message] {
        &self.hints
    }

    /// Returns the causes below, the nearest first.
    pub(crate) fn causes(&self) -> Vec<String> {
        let mut causes: Vec<String> = Vec::new();
        let mut next: Option<&dyn Error> = match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        };
        while let Some(error) = next {
            // Some libraries repeat their source in their own text.
            let text = error.to_string();
            if !causes.last().is_some_and(|last| last.ends_with(&text)) {
                causes.push(text);
            }
            next = error.source();
        }
        causes
    }
}

impl From<Failure> for CommandError {
    fn from(failure: Failure) -> Self {
        Self::Failed(Box::new(failure))
    }
}

impl From<SettingsError> for CommandError {
    fn from(error: SettingsError) -> Self {
        let message = error.message();
        match error {
            SettingsError::Invalid { mistakes, .. } => {
                let failure = Failure::new(Exit::Usage, message);
                let details = mistakes.iter().map(|mistake| mistake.message());
                details.fold(failure, Failure::detail).into()
            }
            SettingsError::Read { source, .. } => Failure::new(Exit::Usage, message)
                .system(source)
                .hint(Message::new("cli-hint-no-settings"))
                .into(),
        }
    }
}

impl From<SecretFileError> for CommandError {
    fn from(error: SecretFileError) -> Self {
        let message = error.message();
        match error {
            SecretFileError::Exists { .. } => Failure::new(Exit::Conflict, message),
            SecretFileError::FolderTooWide { .. } | SecretFileError::TooWide { .. } => {
                Failure::new(Exit::NotPermitted, message)
            }
            SecretFileError::Malformed { source, .. } => {
                Failure::new(Exit::Invalid, message).detail(source.message())
            }
            SecretFileError::Read { source, .. } => {
                Failure::new(Exit::Invalid, message).system(source)
            }
            SecretFileError::Write { source, .. } => {
                Failure::new(Exit::CannotWrite, message).system(source)
            }
        }
        .into()
    }
}

impl From<PublicFileError> for CommandError {
    fn from(error: PublicFileError) -> Self {
        let message = error.message();
        match error {
            PublicFileError::Malformed { source, .. } => {
                Failure::new(Exit::Invalid, message).detail(source.message())
            }
            PublicFileError::Read { source, .. } => {
                Failure::new(Exit::Invalid, message).system(source)
            }
        }
        .into()
    }
}

/// Returns our words for what the system said, where it is something that people meet.
fn cause(error: &io::Error) -> Option<&'static str> {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Some("cli-system-exists"),
        io::ErrorKind::InvalidData => Some("cli-system-not-utf8"),
        io::ErrorKind::IsADirectory => Some("cli-system-folder"),
        io::ErrorKind::NotADirectory => Some("cli-system-not-a-folder"),
        io::ErrorKind::NotFound => Some("cli-system-not-found"),
        io::ErrorKind::PermissionDenied => Some("cli-system-denied"),
        io::ErrorKind::ReadOnlyFilesystem => Some("cli-system-read-only"),
        io::ErrorKind::StorageFull => Some("cli-system-full"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_in_our_words() {
        let error = io::Error::from(io::ErrorKind::NotFound);
        let failure = Failure::read(Path::new("matches.csv"), error);
        assert_eq!(failure.details(), [Message::new("cli-system-not-found")]);
        assert!(failure.causes().is_empty(), "not twice");
    }

    #[test]
    fn what_we_have_no_words_for_is_told_as_it_came() {
        let failure = Failure::read(Path::new("matches.csv"), io::Error::other("odd"));
        assert_eq!(failure.causes(), ["odd"]);
    }
}
