//! What researchers ask of any node besides questions: `flotilla cite` and `flotilla follow`.

use std::path::PathBuf;

use clap::ValueEnum;

/// `flotilla cite`.
#[derive(Debug, clap::Args)]
pub(crate) struct Cite {
    /// The file that is cited, or its address.
    #[arg(value_name = "FILE|URL", default_value = "observations.csv")]
    pub(crate) file: String,
    /// Which rows of it.
    #[arg(long = "where", value_name = "NAME=VALUE", num_args = 1..)]
    pub(crate) filter: Vec<String>,
    /// As of when.
    #[arg(long, value_name = "DAY|MOMENT|SNAPSHOT")]
    pub(crate) as_of: Option<String>,
    /// The node to ask.
    #[arg(long, value_name = "URL")]
    pub(crate) node: Option<String>,
    /// How the citation is written.
    #[arg(long = "as", value_name = "text|bibtex|csl|ris", value_enum, conflicts_with = "json")]
    pub(crate) form: Option<CitationForm>,
}

/// How a citation is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum CitationForm {
    /// For LaTeX.
    Bibtex,
    /// For Zotero and others.
    Csl,
    /// For EndNote and others.
    Ris,
    /// One sentence.
    Text,
}

/// `flotilla follow`.
#[derive(Debug, clap::Args)]
pub(crate) struct Follow {
    /// Where it left off, as it said.
    #[arg(long, value_name = "RESUME", conflicts_with = "state")]
    pub(crate) since: Option<String>,
    /// The file in which it remembers where it left off.
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Tell what there is now, and end.
    #[arg(long)]
    pub(crate) once: bool,
    /// Tell of these members only.
    #[arg(long, value_name = "HANDLE", num_args = 1..)]
    pub(crate) member: Vec<String>,
    /// Tell of these kinds of entries only.
    #[arg(long, value_name = "KIND", num_args = 1..)]
    pub(crate) kind: Vec<String>,
    /// The node to ask.
    #[arg(long, value_name = "URL")]
    pub(crate) node: Option<String>,
    /// The file that holds a token.
    #[arg(id = "shared-token-file", long = "token-file", value_name = "FILE", requires = "node")]
    pub(crate) token_file: Option<PathBuf>,
}

impl CitationForm {
    /// Returns the word for it, as nodes know it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bibtex => "bibtex",
            Self::Csl => "csl",
            Self::Ris => "ris",
            Self::Text => "text",
        }
    }
}
