//! What a recipe says of the file itself, under `[file]`.
//!
//! All of it may be left out: it is found out from the file, and where the file leaves two answers
//! a problem asks for the line that is needed here. `first_column` is for the tool, which reads
//! workbooks and hands on one sheet of them as lines of text.

use crate::fields;
use crate::fields::Section;
use crate::problem::Collector;
use crate::read::number::Decimal;
use crate::read::table::DELIMITERS;

/// The most letters of a sheet's name; a spreadsheet program allows 31.
const SHEET_CHARS_MAX: usize = 100;

/// What is known of a file before it is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    /// How fractions are written.
    pub(crate) decimal: Option<Decimal>,
    /// What stands between two cells.
    pub(crate) delimiter: Option<u8>,
    /// How bytes become letters, where they are neither UTF-8 nor UTF-16 by their own mark.
    pub(crate) encoding: Option<Encoding>,
    /// Which sheet of a workbook it is; problems then name cells as the workbook does.
    pub(crate) sheet: Option<Sheet>,
}

/// How bytes become letters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Encoding {
    /// What Macintosh computers wrote for a long time.
    Macintosh,
    Utf8,
    Windows1252,
}

/// A sheet of a workbook.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Which column of the sheet the first cell of each row comes from; A is 1.
    pub(crate) first_column: usize,
}

impl Hints {
    /// Reads the section `file`.
    pub(crate) fn read(section: Section<'_>, problems: &mut Collector) -> Self {
        let hints = Self {
            decimal: decimal(&section, problems),
            delimiter: delimiter(&section, problems),
            encoding: encoding(&section, problems),
            sheet: sheet(&section, problems),
        };
        section.finish(problems);
        hints
    }
}

impl Sheet {
    /// Returns how the workbook calls the column at `index`: A, B, … Z, AA, AB, …
    pub(crate) fn letters(&self, index: usize) -> String {
        let mut letters = Vec::new();
        let mut number = self.first_column.saturating_add(index);
        while number > 0 {
            let digit = u32::try_from((number - 1) % 26).unwrap_or_default();
            letters.extend(char::from_u32(u32::from('A') + digit));
            number = (number - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

fn decimal(section: &Section<'_>, problems: &mut Collector) -> Option<Decimal> {
    match section.text("decimal", problems)? {
        "," => Some(Decimal::Comma),
        "." => Some(Decimal::Point),
        _ => wrong(section, "decimal", problems),
    }
}

fn delimiter(section: &Section<'_>, problems: &mut Collector) -> Option<u8> {
    match section.text("delimiter", problems)?.as_bytes() {
        [one] if DELIMITERS.contains(one) => Some(*one),
        _ => wrong(section, "delimiter", problems),
    }
}

fn encoding(section: &Section<'_>, problems: &mut Collector) -> Option<Encoding> {
    match section.text("encoding", problems)? {
        "macintosh" => Some(Encoding::Macintosh),
        "utf-8" => Some(Encoding::Utf8),
        "windows-1252" => Some(Encoding::Windows1252),
        _ => wrong(section, "encoding", problems),
    }
}

fn sheet(section: &Section<'_>, problems: &mut Collector) -> Option<Sheet> {
    let first = section.number("first_column", problems).unwrap_or(1);
    let name = section.text("sheet", problems)?;
    if name.is_empty() || name.chars().count() > SHEET_CHARS_MAX {
        return wrong(section, "sheet", problems);
    }
    let first_column = usize::try_from(first).ok().filter(|it| (1..=1 << 20).contains(it));
    match first_column {
        Some(first_column) => Some(Sheet { name: name.to_owned(), first_column }),
        None => wrong(section, "first_column", problems),
    }
}

fn wrong<T>(section: &Section<'_>, key: &str, problems: &mut Collector) -> Option<T> {
    let expected = if key == "first_column" { "number" } else { key };
    problems.push(fields::wrong(&section.path(key), expected));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_in_a_workbook() {
        let letters =
            |index, first_column| Sheet { name: String::new(), first_column }.letters(index);
        assert_eq!(
            ["A", "C", "Z"],
            [letters(0, 1), letters(0, 3), letters(25, 1)].each_ref().map(String::as_str)
        );
        assert_eq!(
            ["AA", "AZ", "BA"],
            [26, 51, 52].map(|it| letters(it, 1)).each_ref().map(String::as_str)
        );
        assert_eq!(
            ["ZZ", "AAA"],
            [701, 702].map(|it| letters(it, 1)).each_ref().map(String::as_str)
        );
    }

    #[test]
    fn what_cannot_be_a_hint_is_refused() {
        let hints = |text: &str| {
            let mut problems = Collector::default();
            let table = fields::parse(text, &mut problems).unwrap();
            let hints = Hints::read(Section::new("file", &table), &mut problems);
            problems.finish(hints)
        };
        let all = "decimal = ','\ndelimiter = \"\\t\"\nencoding = 'macintosh'\nsheet = 'Ages'";
        let read = hints(all).unwrap();
        assert_eq!((read.decimal, read.delimiter), (Some(Decimal::Comma), Some(b'\t')));
        for text in ["decimal = ';'", "delimiter = 'x'", "encoding = 'utf-7'", "sheet = ''"] {
            let refused = hints(text).unwrap_err();
            assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E104"], "{text}");
        }
        assert!(hints("sheet = 'a'\nfirst_column = 0").is_err());
    }
}
