//! The files of a member that the daemon and the tool both read.
//!
//! - [`settings`]: `flotilla.toml`, what the member decided.
//! - [`addresses`]: `run/addresses.json`, where its node can be reached just now.
//! - [`armor`]: keys and public objects as text that survives an e-mail.
//! - [`public_file`]: member documents and geneses.
//! - [`secret_file`]: secret files, refused where others could read or replace them.
//!
//! What is wrong with a file is told as a [`flotilla_domain::message::Message`], so that the daemon
//! and the tool say it alike, in either language.

pub mod addresses;
pub mod armor;
pub mod public_file;
pub mod secret_file;
pub mod settings;
