//! Suggests a recipe for a file that nobody has described yet.
//!
//! The suggestion is a whole recipe, with a comment at each guess. It promises:
//!
//! - **It runs on the file as it is**, or says why not: it is tried before it is handed out.
//! - **It uses no column that speaks of a person**, by its header or by what stands in it, but for
//!   what the figures are broken down by: region, program, gender, age.
//! - **Nothing uncertain is silent**: each guess stands below a comment, to be looked at.
//!
//! What it knows of headers and words is in `catalogue/synonyms.toml`. It never needs the network,
//! a node, or a clock: which years are over, it takes from the last date in the file.

mod coded;
mod column;
mod pick;
mod sensitive;
mod synonyms;
mod write;
mod years;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::message::Message;
use flotilla_domain::profile::Profile;

use crate::problem::Collector;
use crate::problem::Problems;
use crate::read::read;
use crate::read::table;
use crate::read::table::Held;
use crate::read::table::Table;
use crate::recipe::Hints;
use crate::recipe::Recipe;
use crate::recipe::Source;

use self::column::Column;
use self::pick::Picked;
use self::synonyms::Synonyms;

pub use self::sensitive::Kind;

/// A recipe for a file, and what was seen on the way.
#[derive(Debug)]
pub struct Suggestion {
    lines: Vec<Line>,
    kept: Vec<Kept>,
    problems: Option<Problems>,
}

/// A line of the recipe.
#[derive(Clone, Debug)]
pub enum Line {
    /// A comment.
    Note(Message),
    /// Part of the recipe.
    Text(String),
    /// A comment: the next lines are a guess.
    Unsure(Message),
}

/// Columns that are not used, because they speak of people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Kept {
    /// What they hold.
    pub kind: Kind,
    /// Their names.
    pub columns: Vec<String>,
}

/// Suggests a recipe for `file`.
///
/// # Errors
///
/// Fails if the file is no table, or has nothing that could be counted.
pub fn suggest(file: &[u8], catalogue: &Catalogue) -> Result<Suggestion, Problems> {
    let mut problems = Collector::default();
    let table = table::read(file, &Hints::default(), &mut problems);
    let Some(table) = problems.finish(table)?.map(Table::hold) else {
        return Err(pick::nothing_to_count().into());
    };
    let synonyms = Synonyms::new();
    let columns: Vec<Column> = (0..table.header.len()).map(|it| Column::of(&table, it)).collect();
    let Some(picked) = Picked::of(&columns, &table, (catalogue, &synonyms)) else {
        return Err(pick::nothing_to_count().into());
    };
    let kept = kept(&columns, &table, &synonyms, &picked);
    let lines = write::lines(&picked, catalogue);
    // The trial reads the file again: one copy of it at a time.
    drop(table);
    let mut suggestion = Suggestion { lines, kept, problems: None };
    suggestion.problems = suggestion.tried(file, catalogue).err();
    Ok(suggestion)
}

impl Suggestion {
    /// Returns the lines of the recipe.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Returns the columns that speak of people; none of them is used.
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// Returns what is wrong with the file under this recipe.
    pub fn problems(&self) -> Option<&Problems> {
        self.problems.as_ref()
    }

    /// Returns the recipe without its comments.
    pub fn recipe(&self) -> String {
        let text = |line: &Line| match line {
            Line::Text(text) => Some(format!("{text}\n")),
            Line::Note(_) | Line::Unsure(_) => None,
        };
        self.lines.iter().filter_map(text).collect()
    }

    /// Returns the recipe with its comments, in the words of `say`.
    pub fn text(&self, say: &dyn Fn(&Message) -> String) -> String {
        let unsure = |it: &Message| say(&Message::new("gate-suggest-unsure").word("what", say(it)));
        let comment = |text: String| format!("# {}\n", text.replace(char::is_control, " "));
        let line = |line: &Line| match line {
            Line::Note(message) => comment(say(message)),
            Line::Text(text) => format!("{text}\n"),
            Line::Unsure(message) => comment(unsure(message)),
        };
        self.lines.iter().map(line).collect()
    }

    fn tried(&self, file: &[u8], catalogue: &Catalogue) -> Result<(), Problems> {
        let recipe = Recipe::parse(&self.recipe())?;
        read(file, &recipe, catalogue, &profile(&recipe)).map(|_| ())
    }
}

/// Returns the profile of a member that serves what a recipe names, and nothing else.
fn profile(recipe: &Recipe) -> Profile {
    let codes = |source: &Source| {
        let mut codes: Vec<String> = match source {
            Source::Column(lookup) => lookup.codes().map(str::to_owned).collect(),
            Source::Constant(code) => vec![code.clone()],
        };
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let programs = recipe.program.as_ref().map(codes);
    Profile {
        regions: codes(&recipe.region),
        programs: programs.unwrap_or_default(),
        absent: Vec::new(),
    }
}

/// Finds the columns that speak of people and are not used.
fn kept(columns: &[Column], table: &Held, synonyms: &Synonyms, picked: &Picked<'_>) -> Vec<Kept> {
    let used = picked.used();
    let unused = || columns.iter().filter(|it| !used.contains(&it.index) && it.filled > 0);
    let kinds: Vec<(Kind, &Column)> = unused()
        .filter_map(|it| {
            let content = || sensitive::by_content(it, table);
            let birth = || picked.is_birth(it, table).then_some(Kind::Birth);
            let kind = sensitive::by_header(it, synonyms).or_else(content).or_else(birth)?;
            Some((kind, it))
        })
        .collect();
    let of_kind = |kind: Kind| {
        let columns = kinds.iter().filter(|(it, _)| *it == kind);
        let columns: Vec<String> = columns.map(|(_, it)| it.name.clone()).collect();
        (!columns.is_empty()).then_some(Kept { kind, columns })
    };
    Kind::TOLD.into_iter().filter_map(of_kind).collect()
}

#[cfg(test)]
mod tests;
