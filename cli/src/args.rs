//! The command line, as types.
//!
//! No argument has its help text here: [`crate::help`] fills them in from the texts, in the language
//! asked for, and a test fails where one is missing. The doc comments are for readers of the code.

mod backup;
mod carry;
mod entry;
pub(crate) mod export;
pub(crate) mod inbox;
pub(crate) mod key;
pub(crate) mod log;
pub(crate) mod member;
pub(crate) mod names;
pub(crate) mod practice;
pub(crate) mod proposal;
mod publish;
pub(crate) mod reading;
pub(crate) mod recipe;
mod records;
pub(crate) mod register;
mod search;
pub(crate) mod shared;
mod take_back;
pub(crate) mod template;
pub(crate) mod token;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgAction;
use clap::FromArgMatches;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use flotilla_text::Language;
use flotilla_text::Texts;

use crate::args::export::Export;
use crate::args::inbox::Inbox;
use crate::args::key::Key;
use crate::args::key::Recovery;
use crate::args::key::SignDraft;
use crate::args::log::Log;
use crate::args::member::Member;
use crate::args::names::Names;
use crate::args::proposal::Access;
use crate::args::proposal::Proposal;
use crate::args::recipe::Recipe;
use crate::args::register::PrivacyRegister;
use crate::args::shared::From;
use crate::args::template::Template;
use crate::args::token::Token;
use crate::help;

pub(crate) use crate::args::backup::Backup;
pub(crate) use crate::args::backup::Restore;
pub(crate) use crate::args::carry::Bundle;
pub(crate) use crate::args::carry::BundleExport;
pub(crate) use crate::args::carry::BundleImport;
pub(crate) use crate::args::carry::Verify;
pub(crate) use crate::args::entry::Entry;
pub(crate) use crate::args::entry::EntryCosign;
pub(crate) use crate::args::entry::EntryExport;
pub(crate) use crate::args::entry::EntryList;
pub(crate) use crate::args::entry::EntryRetract;
pub(crate) use crate::args::entry::EntryShow;
pub(crate) use crate::args::entry::EntryVerify;
pub(crate) use crate::args::publish::Communities;
pub(crate) use crate::args::publish::Metrics;
pub(crate) use crate::args::publish::Practice;
pub(crate) use crate::args::publish::Publish;
pub(crate) use crate::args::reading::Cite;
pub(crate) use crate::args::reading::Follow;
pub(crate) use crate::args::records::Records;
pub(crate) use crate::args::search::Search;
pub(crate) use crate::args::take_back::EntryErase;
pub(crate) use crate::args::take_back::EntryWithdraw;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "flotilla", version, disable_version_flag = true, propagate_version = true)]
pub(crate) struct Args {
    /// Options of every command.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// Print the result as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language to talk in.
    #[arg(long, global = true, value_name = "en|fr", value_parser = ["en", "fr"])]
    pub(crate) lang: Option<String>,
    /// Answer yes to every question.
    #[arg(long, global = true)]
    pub(crate) yes: bool,
    /// Print the result and errors only.
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// The settings of the member.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The folder of the member.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Show the help.
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub(crate) help: Option<bool>,
    /// Show the version.
    #[arg(short = 'V', long, global = true, action = ArgAction::Version)]
    pub(crate) version: Option<bool>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write data and settings to one sealed file.
    Backup(Backup),
    /// Carry what is signed in a file.
    #[command(subcommand)]
    Bundle(Bundle),
    /// Tell how to cite an answer.
    Cite(Cite),
    /// Found or join a coalition.
    #[command(subcommand)]
    Coalition(Coalition),
    /// Look after entries of logs.
    #[command(subcommand)]
    Entry(Entry),
    /// Tell what a code means.
    Explain(Explain),
    /// Tell what counts and what ceases to, as it happens.
    Follow(Follow),
    /// Write the shared data as files for other engines.
    #[command(subcommand)]
    Export(Export),
    /// Report on tables that are dropped in a folder.
    Inbox(Inbox),
    /// Make the keys and settings of a member.
    Init(Init),
    /// Look after the keys of the member.
    #[command(subcommand)]
    Key(Key),
    /// Say who belongs.
    #[command(subcommand)]
    Member(Member),
    /// Tell what was made anonymous, when and how.
    PrivacyRegister(PrivacyRegister),
    /// Know the member's own names.
    #[command(subcommand)]
    Names(Names),
    /// Write practice records.
    #[command(subcommand)]
    Practice(practice::Practice),
    /// Decide together.
    #[command(subcommand)]
    Proposal(Proposal),
    /// Look after the own log.
    #[command(subcommand)]
    Log(Log),
    /// Publish to the coalition.
    #[command(subcommand)]
    Publish(Publish),
    /// Ask any node a question in SQL.
    Query(Query),
    /// Look after recipes.
    #[command(subcommand)]
    Recipe(Recipe),
    /// List what was published about a group.
    Records(Records),
    /// Take a backup out again.
    Restore(Restore),
    /// Look after the recovery sheet.
    #[command(subcommand)]
    Recovery(Recovery),
    /// Search practice records, at any node.
    Search(Search),
    /// Sign what was drafted elsewhere.
    Sign(SignDraft),
    /// Tell how the own node is doing.
    Status,
    /// Look after workbooks to be filled in.
    #[command(subcommand)]
    Template(Template),
    /// Say who may ask.
    #[command(subcommand)]
    Token(Token),
    /// Check a whole bundle; needs no node.
    Verify(Verify),
}

/// Found or join a coalition.
#[derive(Debug, Subcommand)]
pub(crate) enum Coalition {
    /// Draft a genesis from member files.
    Found(Found),
    /// Give the own node a genesis that all founders signed.
    Join(File),
    /// Show a genesis.
    Show(ShowCoalition),
    /// Add the own signature to a genesis.
    Sign(Sign),
}

/// `flotilla init`.
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// What people call the member.
    #[arg(long)]
    pub(crate) name: String,
    /// A short name for tables.
    #[arg(long)]
    pub(crate) handle: String,
    /// The lowest-level regions that it serves.
    #[arg(long, value_name = "CODE", num_args = 1.., required = true)]
    pub(crate) region: Vec<String>,
    /// The programs that it offers.
    #[arg(long, value_name = "CODE", num_args = 1.., required = true)]
    pub(crate) program: Vec<String>,
    /// What is not offered where, as REGION/PROGRAM.
    #[arg(long, value_name = "REGION/PROGRAM", num_args = 1..)]
    pub(crate) not_offered: Vec<String>,
    /// A role and a shared mailbox.
    #[arg(long, value_name = "ROLE")]
    pub(crate) contact: Option<String>,
    /// The file that holds the passphrase.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Where peers can dial the node, or `off`.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7401")]
    pub(crate) listen_peers: String,
    /// Where browsers reach the node, or `off`.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8401")]
    pub(crate) listen_web: String,
    /// The peers to dial.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) peer: Vec<String>,
}

/// `flotilla coalition found`.
#[derive(Debug, clap::Args)]
pub(crate) struct Found {
    /// What people call the coalition.
    #[arg(long)]
    pub(crate) name: String,
    /// The member files of the founders.
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(crate) founder: Vec<PathBuf>,
    /// Indicators and code lists beyond the standard ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogue: Option<PathBuf>,
    /// No smaller group is shown.
    #[arg(long, value_name = "COUNT")]
    pub(crate) threshold: Option<u32>,
    /// The share of members that must approve.
    #[arg(long, value_name = "51..67")]
    pub(crate) quorum_percent: Option<u32>,
    /// Who may query.
    #[arg(long, value_name = "public|token", value_enum)]
    pub(crate) access: Option<Access>,
    /// The genesis to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// `flotilla coalition sign`.
#[derive(Debug, clap::Args)]
pub(crate) struct Sign {
    /// The genesis.
    pub(crate) file: PathBuf,
    /// The file that holds the passphrase.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// A command on one file.
#[derive(Debug, clap::Args)]
pub(crate) struct File {
    /// The file.
    pub(crate) file: PathBuf,
}

/// `flotilla coalition show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowCoalition {
    /// A genesis.
    pub(crate) file: Option<PathBuf>,
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
}

/// `flotilla query`.
#[derive(Debug, clap::Args)]
pub(crate) struct Query {
    /// One `SELECT`.
    pub(crate) sql: String,
    /// The node to ask.
    #[arg(long, value_name = "URL")]
    pub(crate) node: Option<String>,
    /// The file that holds a token.
    #[arg(id = "shared-token-file", long = "token-file", value_name = "FILE", requires = "node")]
    pub(crate) token_file: Option<PathBuf>,
    /// How the answer looks.
    #[arg(long, value_name = "table|csv|json", value_enum)]
    pub(crate) format: Option<Format>,
}

/// How an answer looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// Comma-separated values.
    Csv,
    /// An array of objects.
    Json,
    /// Columns that line up.
    Table,
}

/// `flotilla explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// An indicator, a code list or a code.
    pub(crate) code: String,
}

/// Reads the command line; help and mistakes are in the language of `texts`.
pub(crate) fn parse(words: &[OsString], texts: &Texts) -> Result<Args, clap::Error> {
    let mut command = help::command(texts);
    let matches = command.try_get_matches_from_mut(words)?;
    Args::from_arg_matches(&matches)
}

/// Returns the language to talk in, before anything else is read: `--lang`, or the environment.
pub(crate) fn language(words: &[OsString]) -> Language {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let after = words.windows(2).find_map(|pair| match pair {
        [flag, value] if flag == "--lang" => Language::parse(value),
        _ => None,
    });
    let joined = || words.iter().find_map(|word| Language::parse(word.strip_prefix("--lang=")?));
    let values = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| env::var(name).unwrap_or_default());
    after
        .or_else(joined)
        .unwrap_or_else(|| Language::of_environment(values.iter().map(String::as_str)))
}
