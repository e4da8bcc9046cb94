//! Reads a file of raw rows into a [`Draft`], or says everything that is wrong with it.
//!
//! The raw rows are seen here and nowhere else. Reading promises:
//!
//! - **All problems at once**, each with its line and column, and what to do.
//! - **No row is dropped in silence**: a value that the recipe does not know is a problem.
//! - **Nothing is too large to answer**: a file beyond the limits below is refused by name.
//! - **Nothing is guessed that has two readings**: `1,234`, or a first line that two delimiters cut
//!   alike; the recipe says it under `[file]`.
//!
//! Files are CSV as spreadsheets write it: comma, semicolon, tab or bar; UTF-8 with or without a
//! byte order mark, UTF-16 with one, else Windows-1252. Workbooks and whatever else is no such text
//! are named and refused. A first line `sep=;` names the delimiter, as Excel understands it.

mod bind;
mod cell;
mod decode;
pub(crate) mod number;
mod persons;
mod reduce;
pub(crate) mod table;
mod tally;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::profile::Profile;

use crate::draft::Draft;
use crate::problem::Collector;
use crate::problem::Problems;
use crate::recipe::Recipe;

pub(crate) use self::bind::column;
pub use self::reduce::reduce;
pub(crate) use self::reduce::reduce_to;

/// The most bytes of a file: [`ROWS_MAX`] rows of 640 bytes. Exports that were seen have 360 to 390.
pub const FILE_BYTES_MAX: usize = 128 << 20;

/// The most rows of a file: ten times the largest member.
pub const ROWS_MAX: usize = 200_000;

/// The most columns of a file.
pub const COLUMNS_MAX: usize = 500;

/// The most places of one draft, so that a recipe cannot ask for more than anyone would read.
pub const PLACES_MAX: usize = 200_000;

/// Reads `file` as `recipe` says.
///
/// # Errors
///
/// Fails with everything that is wrong with the file, or with the recipe for this catalogue and
/// profile.
pub fn read(
    file: &[u8],
    recipe: &Recipe,
    catalogue: &Catalogue,
    profile: &Profile,
) -> Result<Draft, Problems> {
    let mut problems = Collector::default();
    bind::check_codes(recipe, catalogue, profile, &mut problems);
    let Some(table) = table::read(file, &recipe.file, &mut problems) else {
        return problems.finish(Draft::default());
    };
    let bound = bind::bind(recipe, catalogue, &table, &mut problems);
    if !bound.names_columns() && !table.is_named() {
        problems.push(bind::nameless(table.header_line));
    }
    if !problems.is_empty() {
        return problems.finish(Draft::default());
    }
    let draft = tally::tally(&bound, (&table, &recipe.file), (catalogue, profile), &mut problems);
    problems.finish(draft)
}
