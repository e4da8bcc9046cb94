//! What a recipe says of the file itself, under `[file]`.
//!
//! All of it may be left out: it is found out from the file, and where the file leaves two answers
//! a problem asks for the line that is needed here. The gate itself reads text; the tool reads
//! workbooks, and hands on one sheet as lines of which line N is row N, and cell 1 is column A.

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
    pub(crate) sheet: Option<String>,
}

/// How bytes become letters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Encoding {
    /// What Macintosh computers wrote for a long time.
    Macintosh,
    Utf8,
    Windows1252,
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

/// Returns how a workbook calls the column at `index`: A, B, … Z, AA, AB, …
pub(crate) fn letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut number = index.saturating_add(1);
    while number > 0 {
        let digit = u32::try_from((number - 1) % 26).unwrap_or_default();
        letters.extend(char::from_u32(u32::from('A') + digit));
        number = (number - 1) / 26;
    }
    letters.iter().rev().collect()
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

fn sheet(section: &Section<'_>, problems: &mut Collector) -> Option<String> {
    let name = section.text("sheet", problems)?;
    match (1..=SHEET_CHARS_MAX).contains(&name.chars().count()) {
        true => Some(name.to_owned()),
        false => wrong(section, "sheet", problems),
    }
}

fn wrong<T>(section: &Section<'_>, key: &str, problems: &mut Collector) -> Option<T> {
    problems.push(fields::wrong(&section.path(key), key));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_in_a_workbook() {
        let names = [0, 2, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(names, ["A", "C", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
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
    }
}
