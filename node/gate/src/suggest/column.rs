//! What can be seen of one column: how many values it has, and whether they are dates or numbers.

use std::collections::BTreeMap;
use std::collections::HashSet;

use crate::fold::fold;
use crate::read::number;
use crate::read::number::Reading;
use crate::read::table::Held;
use crate::recipe::DateFormat;
use crate::recipe::Day;

use super::synonyms::words;

/// The most values of a column whose values are categories.
pub(super) const CATEGORIES_MAX: usize = 40;

/// How many cells show what a column is like; dates and categories are looked for in all of them.
const SAMPLE_MAX: usize = 5_000;

/// How dates are written; the first that fits is taken.
const FORMATS: [&str; 9] = [
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "DD.MM.YYYY",
    "YYYY.MM.DD",
    "YYYYMMDD",
];

/// One column of a file.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) index: usize,
    pub(super) name: String,
    /// The name as plain words.
    pub(super) words: String,
    /// How many cells are not empty.
    pub(super) filled: usize,
    /// Each value as it is typed most often, by its folded form; none if they are too many.
    pub(super) categories: BTreeMap<String, String>,
    /// How many cells were looked at closely.
    pub(super) sampled: usize,
    /// How many of them differ.
    pub(super) distinct: usize,
    /// How the dates are written, if most cells are dates: every way that fits as many.
    pub(super) formats: Vec<&'static str>,
    /// Whether every cell is a whole number.
    pub(super) is_number: bool,
}

impl Column {
    /// Looks at the column at `index`.
    pub(super) fn of(table: &Held, index: usize) -> Self {
        let name = table.header.get(index).cloned().unwrap_or_default();
        let cells = || table.rows.iter().map(|row| row.cell(index)).filter(|it| !it.is_empty());
        let filled = cells().count();
        let sample: Vec<&str> = cells().take(SAMPLE_MAX).collect();
        let distinct: HashSet<&str> = sample.iter().copied().collect();
        let is_whole = |cell: &str| matches!(number::read(cell, None), Reading::Number(_));
        Self {
            index,
            words: words(&name),
            name,
            filled,
            categories: categories(cells()),
            sampled: sample.len(),
            distinct: distinct.len(),
            formats: formats(cells()),
            is_number: filled > 0
                && sample.iter().all(|cell| is_whole(cell))
                && cells().all(is_whole),
        }
    }

    /// Returns whether most cells are dates.
    pub(super) fn is_date(&self) -> bool {
        !self.formats.is_empty()
    }

    /// Returns whether its values are few enough to be categories.
    pub(super) fn is_categorical(&self) -> bool {
        !self.categories.is_empty()
    }

    /// Returns the first and the last day in it.
    pub(super) fn days(&self, table: &Held, format: &DateFormat) -> Option<(Day, Day)> {
        let days = || table.rows.iter().filter_map(|row| format.read(row.cell(self.index)));
        days().min().zip(days().max())
    }
}

fn categories<'a>(cells: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut typed: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in cells {
        *typed.entry(cell).or_default() += 1;
        // Each category may be typed in a few ways.
        if typed.len() > CATEGORIES_MAX * 4 {
            return BTreeMap::new();
        }
    }
    let mut often: Vec<(&str, usize)> = typed.into_iter().collect();
    often.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut categories = BTreeMap::new();
    for (cell, _) in often {
        categories.entry(fold(cell)).or_insert_with(|| cell.to_owned());
    }
    if categories.len() > CATEGORIES_MAX { BTreeMap::new() } else { categories }
}

/// Returns the ways of writing dates that fit most cells, if nine in ten fit.
fn formats<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Vec<&'static str> {
    let looks = |cell: &&str| {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        (8..=30).contains(&cell.len()) && digits >= 8
    };
    let first = cells.clone().take(50);
    if first.clone().filter(looks).count() * 2 <= first.count() {
        return Vec::new();
    }
    let count = |pattern: &&'static str| {
        let format = DateFormat::parse(pattern)?;
        let fits = cells.clone().filter(|cell| format.read_exactly(cell).is_some()).count();
        Some((*pattern, fits))
    };
    let fits: Vec<(&str, usize)> = FORMATS.iter().filter_map(count).collect();
    let best = fits.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if best * 10 < cells.count() * 9 {
        return Vec::new();
    }
    fits.into_iter().filter(|(_, count)| *count == best).map(|(it, _)| it).collect()
}
