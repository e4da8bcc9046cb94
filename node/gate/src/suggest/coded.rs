//! A column whose words or numbers become codes.

use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::REGION;

use crate::read::table::Held;

use super::column::Column;
use super::synonyms::Meaning;
use super::synonyms::Synonyms;

/// What begins the codes of economic regions, which a coalition may add to its catalogue.
const ECONOMIC: &str = "ER:";

/// Codes for what is not known, the best first.
const UNKNOWN: [&str; 2] = ["UNK", "UNKNOWN"];

/// The code for everything that has no other.
const OTHER: &str = "OTHER";

/// A column whose words or numbers become codes.
#[derive(Debug)]
pub(super) struct Coded<'a> {
    pub(super) list: String,
    pub(super) column: &'a Column,
    pub(super) words: Vec<Word>,
    pub(super) bands: Vec<Band>,
    /// The code of an empty cell.
    pub(super) unknown: Option<String>,
}

/// A word and its code.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) word: String,
    pub(super) meaning: Meaning,
    /// Whether the synonyms know it; else its code is what is left.
    pub(super) is_known: bool,
}

/// Numbers that have one code.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Band {
    pub(super) code: String,
    pub(super) at_least: Option<u32>,
    pub(super) at_most: Option<u32>,
}

impl<'a> Coded<'a> {
    /// Finds a code of `list` for everything in a column; nothing if no word of it is known.
    pub(super) fn of(
        list: &CodeList,
        column: &'a Column,
        table: &Held,
        synonyms: &Synonyms,
    ) -> Option<Self> {
        let leaf = |codes: &[&str]| {
            let code = codes.iter().find(|code| list.is_leaf(code));
            code.map(|code| (*code).to_owned())
        };
        let not_known = leaf(&UNKNOWN);
        let is_empty = column.filled < table.rows.len();
        let unknown = not_known.clone().or_else(|| leaf(&[OTHER]).filter(|_| is_empty));
        let bands = if column.is_number { bands(list, not_known.as_deref()) } else { vec![] };
        if !bands.is_empty() {
            let list = list.name.clone();
            return Some(Self { list, column, words: vec![], bands, unknown });
        }
        let left = leaf(&[OTHER]).or(not_known);
        let mut words = Vec::new();
        for cell in column.categories.values() {
            let known = meaning(list, cell, synonyms);
            let is_known = known.is_some();
            let left = || Some(Meaning { code: left.clone()?, is_guess: true });
            words.push(Word { word: cell.clone(), meaning: known.or_else(left)?, is_known });
        }
        let is_any = words.iter().any(|it| it.is_known);
        is_any.then(|| Self { list: list.name.clone(), column, words, bands, unknown })
    }

    /// Returns whether every word is known.
    pub(super) fn is_whole(&self) -> bool {
        self.words.iter().all(|it| it.is_known)
    }

    /// Returns whether its codes are those of economic regions.
    pub(super) fn is_finest(&self) -> bool {
        self.words.iter().all(|it| it.meaning.code.starts_with(ECONOMIC))
    }

    /// Returns whether the column tells economic regions, of which only the province is used.
    pub(super) fn is_coarsened(&self) -> bool {
        let digits =
            |it: &Word| it.word.len() == 4 && it.word.bytes().all(|it| it.is_ascii_digit());
        self.list == REGION && self.words.iter().all(digits) && !self.is_finest()
    }
}

/// Returns the code of a cell; that of an economic region is its province where the catalogue has
/// nothing finer.
fn meaning(list: &CodeList, cell: &str, synonyms: &Synonyms) -> Option<Meaning> {
    let is_economic = list.name == REGION && cell.len() == 4 && cell.parse::<u16>().is_ok();
    let finest = format!("{ECONOMIC}{cell}");
    if is_economic && list.is_leaf(&finest) {
        return Some(Meaning { code: finest, is_guess: false });
    }
    let province = cell.get(..2).filter(|_| is_economic);
    synonyms.code(list, province.unwrap_or(cell))
}

/// Returns the bands of a list whose codes are like `06_09`, and what is outside of all.
fn bands(list: &CodeList, outside: Option<&str>) -> Vec<Band> {
    let ends = |code: &str| {
        let (least, most) = code.split_once('_')?;
        Some((least.parse::<u32>().ok()?, most.parse::<u32>().ok()?))
    };
    let leaves = list.codes.keys().filter(|code| list.is_leaf(code));
    let mut inside: Vec<(u32, u32, &String)> = leaves
        .filter_map(|code| ends(code).map(|(least, most)| (least, most, code)))
        .collect();
    inside.sort_unstable();
    let (Some((first, ..)), Some((_, last, _))) = (inside.first(), inside.last()) else {
        return vec![];
    };
    let (below, above) = (first.checked_sub(1), last.checked_add(1));
    let outer = |at_least, at_most| Some(Band { code: outside?.to_owned(), at_least, at_most });
    let mut bands: Vec<Band> = outer(None, below).into_iter().collect();
    bands.extend(inside.iter().map(|(least, most, code)| Band {
        code: (*code).clone(),
        at_least: Some(*least),
        at_most: Some(*most),
    }));
    bands.extend(outer(above, None));
    bands
}
