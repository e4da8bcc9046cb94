//! Everything a person reads, in English and French.
//!
//! The texts are Fluent files under `locales/`, one per subject and language, built into the
//! program. [`Texts::say`] turns a [`flotilla_domain::message::Message`] into a sentence:
//!
//! ```
//! use flotilla_domain::message::Message;
//! use flotilla_text::Language;
//! use flotilla_text::Texts;
//!
//! let texts = Texts::new(Language::French);
//! let held = Message::new("node-held-by").number("held", 1204).number("members", 3000);
//! assert_eq!(texts.say(&held), "Conservé par 1\u{202f}204 membres sur 3\u{202f}000.");
//! ```
//!
//! - **Never a panic, never an empty line**: a text that is missing shows as its name, marked.
//! - **Both languages or none**: tests fail where a text, or a gap in one, is in one language only,
//!   and where the source code names a text that nobody wrote.
//! - **Typography is not left to luck**: French files are written with plain spaces, and
//!   [`typography`] makes the ones that must not break.

pub mod date;
pub mod language;
pub mod number;
pub mod texts;
pub mod typography;

mod sources;

pub use crate::language::Language;
pub use crate::texts::Texts;

#[cfg(test)]
mod tests;
