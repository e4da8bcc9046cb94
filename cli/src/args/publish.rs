//! `flotilla publish …`.

use std::path::Path;
use std::path::PathBuf;

use clap::Subcommand;

use crate::args::shared::From;

/// Publish to the coalition.
#[derive(Debug, Subcommand)]
pub(crate) enum Publish {
    /// Publish a table of figures.
    Metrics(Box<Metrics>),
    /// Publish a practice record.
    Practice(Practice),
}

/// `flotilla publish metrics`.
#[derive(Debug, clap::Args)]
pub(crate) struct Metrics {
    /// The table.
    pub(crate) file: PathBuf,
    /// The tables of the others who report together.
    #[arg(value_name = "FILE", requires = "together")]
    pub(crate) others: Vec<PathBuf>,
    /// Whose each table is.
    #[arg(long, value_name = "FILE")]
    pub(crate) together: Option<PathBuf>,
    /// Whose figures are not made up of ours, although they say so.
    #[arg(long, value_name = "HANDLE")]
    pub(crate) disown: Vec<String>,
    /// How to read it; a template that was filled in needs none.
    #[arg(long, value_name = "FILE")]
    pub(crate) recipe: Option<PathBuf>,
    /// Where what is wrong, or what would be published, is written as a page.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Show what would be published, and stop.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Which communities are asked, or have consented.
    #[command(flatten)]
    pub(crate) communities: Communities,
    /// What is different where no node is asked.
    #[command(flatten)]
    pub(crate) trial: Trial,
}

/// What is asked of communities, or was given by them.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Communities {
    /// Whose stewards are asked.
    #[arg(
        long,
        value_name = "HANDLE",
        requires = "request",
        conflicts_with_all = ["dry_run", "consent"]
    )]
    pub(crate) ask_steward: Vec<String>,
    /// Where the request is written.
    #[arg(long, value_name = "FILE", requires = "ask_steward")]
    pub(crate) request: Option<PathBuf>,
    /// What was agreed.
    #[arg(long, value_name = "TEXT", requires = "ask_steward")]
    pub(crate) agreement: Option<String>,
    /// What communities answered.
    #[arg(long, value_name = "FILE")]
    pub(crate) consent: Vec<PathBuf>,
}

/// What a dry run without a node goes by.
#[derive(Debug, clap::Args)]
pub(crate) struct Trial {
    /// What earlier dry runs printed, in the order of publication.
    #[arg(long, value_name = "FILE", requires = "dry_run")]
    pub(crate) history: Vec<PathBuf>,
    /// The name of the member in what is printed.
    #[arg(long, value_name = "NAME", requires = "dry_run")]
    pub(crate) member: Option<String>,
    /// The file of 32 bytes by which figures are rounded.
    #[arg(long, value_name = "FILE", requires = "dry_run")]
    pub(crate) rounding_key: Option<PathBuf>,
    /// Indicators and code lists beyond the standard ones.
    #[arg(long, value_name = "FILE", requires = "dry_run")]
    pub(crate) catalogue: Option<PathBuf>,
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
}

/// `flotilla publish practice`.
#[derive(Debug, clap::Args)]
pub(crate) struct Practice {
    /// The record, in Markdown.
    pub(crate) file: PathBuf,
    /// What is not personal, as quoted in a question.
    #[arg(long, value_name = "QUOTE")]
    pub(crate) confirm: Vec<String>,
    /// Show what would be published, and stop.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

impl Metrics {
    /// Asks what would be published of `file`, and for a report on it.
    pub(crate) fn dry_run(file: PathBuf, recipe: Option<PathBuf>, report: Option<PathBuf>) -> Self {
        let trial = Trial {
            history: Vec::new(),
            member: None,
            rounding_key: None,
            catalogue: None,
            from: From { bundle: Vec::new() },
        };
        let communities = Communities::default();
        let (others, together, disown) = (Vec::new(), None, Vec::new());
        Self { file, others, together, disown, recipe, report, dry_run: true, communities, trial }
    }

    /// Returns the tables, in the order in which they were named.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(&self.file).chain(&self.others).map(PathBuf::as_path)
    }
}

impl Trial {
    /// Returns whether anything of it was asked for, so that the own node is not the one to ask.
    pub(crate) fn is_asked_for(&self) -> bool {
        let Self { history, member, rounding_key, catalogue, from } = self;
        !history.is_empty()
            || member.is_some()
            || rounding_key.is_some()
            || catalogue.is_some()
            || !from.bundle.is_empty()
    }
}
