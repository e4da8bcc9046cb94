//! From bytes to cells: the delimiter, the limits.
//!
//! Of a table only the text is held: whoever needs its rows reads them one after the other, as often as
//! that may be. A file of many rows then costs little more than its own size.

use std::borrow::Cow;
use std::collections::BTreeSet;

use flotilla_domain::message::Message;

use super::COLUMNS_MAX;
use super::FILE_BYTES_MAX;
use super::ROWS_MAX;
use super::decode::decode;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::recipe::Hints;

/// What may stand between two cells.
pub(crate) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many lines are compared where two delimiters are equally frequent in the first.
const LINES_COMPARED_MAX: usize = 50;

/// A file as rows of cells.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    /// The names of the columns, as they stand in the first line.
    pub(crate) header: Vec<String>,
    /// Where they stand: 1, or 2 below a line that names the delimiter.
    pub(crate) header_line: u64,
    /// How many rows it has.
    pub(crate) length: usize,
    text: Cow<'a, str>,
    /// Where the header begins.
    start: usize,
    delimiter: u8,
}

/// A table with all of its rows, for whoever looks at it column by column.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    /// Counted from 1, as editors do.
    pub(crate) line: u64,
    cells: csv::StringRecord,
}

/// The rows of a table, one after the other; those without a letter are none.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
}

/// Counts lines as editors do: the reader of the rows counts a row from the end of the one before,
/// which is a line too early where lines end in two bytes, or are empty.
#[derive(Debug)]
struct Lines<'a> {
    left: &'a [u8],
    /// How many bytes came before.
    byte: u64,
    line: u64,
}

impl Lines<'_> {
    /// Returns the line of the first cell at `byte` or behind it; bytes must not go back.
    fn at(&mut self, byte: u64) -> u64 {
        while let [first, left @ ..] = self.left {
            if self.byte >= byte && !matches!(first, b'\r' | b'\n') {
                break;
            }
            let ends = *first == b'\n' || *first == b'\r' && left.first() != Some(&b'\n');
            self.line += u64::from(ends);
            (self.left, self.byte) = (left, self.byte + 1);
        }
        self.line
    }
}

impl Table<'_> {
    /// Returns whether the first line looks like names: each is there, and there once.
    pub(crate) fn is_named(&self) -> bool {
        let names: BTreeSet<&String> = self.header.iter().collect();
        names.len() == self.header.len() && self.header.iter().all(|it| !it.is_empty())
    }

    /// Reads the rows, from the first.
    pub(crate) fn rows(&self) -> Rows<'_> {
        let text = self.text();
        let lines = Lines { left: text.as_bytes(), byte: 0, line: self.header_line };
        Rows { reader: reader(text, self.delimiter), lines }
    }

    /// Reads all rows and keeps them.
    pub(crate) fn hold(self) -> Held {
        let rows = self.rows().collect();
        Held { header: self.header, rows }
    }

    /// Returns the text from the header on.
    fn text(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let mut cells = csv::StringRecord::new();
            // Text that is UTF-8 and flexible in width has no way to be wrong.
            if !self.reader.read_record(&mut cells).unwrap_or(false) {
                return None;
            }
            let line = self.lines.at(cells.position().map_or(0, csv::Position::byte));
            if !cells.iter().all(|cell| cell.trim().is_empty()) {
                return Some(Row { line, cells });
            }
        }
    }
}

impl Row {
    /// Returns how many cells it has.
    pub(crate) fn width(&self) -> usize {
        self.cells.len()
    }

    /// Returns a cell without the space around it; empty if the row is short.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }
}

/// Reads a file; returns nothing only if a problem was noted.
pub(crate) fn read<'a>(
    file: &'a [u8],
    hints: &Hints,
    problems: &mut Collector,
) -> Option<Table<'a>> {
    if file.len() > FILE_BYTES_MAX {
        problems.push(too_much("FL-E120", "gate-e120-what", FILE_BYTES_MAX >> 20));
        return None;
    }
    let text = decode(file, hints.encoding, problems)?;
    let named = named_delimiter(&text);
    let header_line = if named.is_some() { 2 } else { 1 };
    let start = named.map_or(0, |(_, rest)| text.len().saturating_sub(rest.len()));
    let named = named.map(|(it, _)| it);
    let delimiter = hints.delimiter.or(named);
    let found = || delimiter_of(text.get(start..).unwrap_or_default());
    let delimiter = match delimiter.map_or_else(found, Ok) {
        Ok(delimiter) => delimiter,
        Err(tied) => {
            problems.push(tie(header_line, &tied));
            return None;
        }
    };
    let mut table = Table { header: Vec::new(), header_line, length: 0, text, start, delimiter };
    table.header = header(&table, problems)?;
    table.length = length(&table, problems)?;
    Some(table)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(true)
        .from_reader(text.as_bytes())
}

fn header(table: &Table<'_>, problems: &mut Collector) -> Option<Vec<String>> {
    let header: Vec<String> = match reader(table.text(), table.delimiter).headers() {
        Ok(header) => header.iter().map(|it| it.trim().to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    if header.iter().all(String::is_empty) {
        problems.push(Problem {
            code: "FL-E123",
            place: Message::new("gate-place-line").number("line", table.header_line),
            what: Message::new("gate-e123-what"),
            remedy: Message::new("gate-e123-remedy"),
        });
        return None;
    }
    if header.len() > COLUMNS_MAX {
        problems.push(too_much("FL-E121", "gate-e121-what", COLUMNS_MAX));
        return None;
    }
    Some(header)
}

/// Counts the rows, and notes those that have other columns than the header.
fn length(table: &Table<'_>, problems: &mut Collector) -> Option<usize> {
    let (mut length, width) = (0, table.header.len());
    for Row { line, cells } in table.rows() {
        if cells.len() != width {
            let what = Message::new("gate-e124-what").number("cells", cells.len());
            let problem = Problem {
                code: "FL-E124",
                place: Message::new("gate-place-row"),
                what: what.number("columns", width),
                remedy: Message::new("gate-e124-remedy"),
            };
            problems.push_row(line, format!("FL-E124 {}", cells.len()), problem);
        }
        if length == ROWS_MAX {
            problems.push(too_much("FL-E122", "gate-e122-what", ROWS_MAX));
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// Returns the delimiter that a first line `sep=;` names, as Excel writes and reads it, and the
/// text after that line.
fn named_delimiter(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let (key, name) = line.trim_end_matches('\r').trim_matches('"').split_at_checked(4)?;
    let delimiter = *name.as_bytes().first()?;
    let is_named = key.eq_ignore_ascii_case("sep=") && name.len() == 1;
    (is_named && DELIMITERS.contains(&delimiter)).then_some((delimiter, rest))
}

/// Returns the delimiter that cuts the first line into most cells. Among equals it is the one that
/// cuts each line alike; if that leaves several, they are the error.
fn delimiter_of(text: &str) -> Result<u8, Vec<u8>> {
    let counts =
        |line: &str| DELIMITERS.map(|it| unquoted(line).filter(|byte| *byte == it).count());
    let mut lines = lines(text).filter(|line| !line.trim().is_empty());
    let first = counts(lines.next().unwrap_or_default());
    let most = first.iter().copied().max().unwrap_or(0);
    let tied = |(index, count): (usize, &usize)| (*count == most).then_some(index);
    let mut tied: Vec<usize> = first.iter().enumerate().filter_map(tied).collect();
    if most == 0 {
        return Ok(b',');
    }
    for line in lines.take(LINES_COMPARED_MAX) {
        let counts = counts(line);
        let steady = |index: &usize| counts.get(*index) == Some(&most);
        if tied.len() > 1 && tied.iter().any(steady) {
            tied.retain(steady);
        }
    }
    let tied: Vec<u8> = tied.iter().filter_map(|it| DELIMITERS.get(*it).copied()).collect();
    match tied.as_slice() {
        [only] => Ok(*only),
        _ => Err(tied),
    }
}

/// Cuts a text into lines; a line end between quotation marks is none.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.split(move |letter| {
        inside ^= letter == '"';
        !inside && (letter == '\n' || letter == '\r')
    })
}

/// Returns the bytes of a line that are not between quotation marks.
fn unquoted(line: &str) -> impl Iterator<Item = u8> {
    let mut inside = false;
    line.bytes().filter(move |byte| {
        inside ^= *byte == b'"';
        !inside
    })
}

/// Two delimiters would cut the file alike.
fn tie(line: u64, tied: &[u8]) -> Problem {
    let name = |it: &u8| if *it == b'\t' { "\\t".to_owned() } else { char::from(*it).to_string() };
    let [first, second] = [0, 1].map(|index| tied.get(index).map(name).unwrap_or_default());
    Problem {
        code: "FL-E181",
        place: Message::new("gate-place-line").number("line", line),
        what: Message::new("gate-e181-what").word("first", &first).word("second", second),
        remedy: Message::new("gate-e181-remedy").word("first", first),
    }
}

fn too_much(code: &'static str, what: &'static str, limit: usize) -> Problem {
    Problem {
        code,
        place: Message::new("gate-place-file"),
        what: Message::new(what).number("limit", limit),
        remedy: Message::new("gate-e120-remedy"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_shape_is_read_alike() {
        for text in [
            "name,città\nÀ,1\n",
            "name;città\r\nÀ;1\r\n",
            "name\tcittà\nÀ\t1",
            "\"name\"|\"città\"\n\"À\"|\"1\"\n\n",
            "\u{feff}name,città\nÀ,1\n",
        ] {
            assert_eq!(first(text.as_bytes()), ["name", "città", "À", "1"], "{text:?}");
        }
        assert_eq!(first(b"name;citt\xE0\n\xC0;1\n"), ["name", "città", "À", "1"]);
    }

    #[test]
    fn a_delimiter_inside_quotes_does_not_count() {
        assert_eq!(delimiter_of("\"a,b,c\";d\n"), Ok(b';'));
        assert_eq!(delimiter_of("\"a\nb\";c\n"), Ok(b';'));
    }

    #[test]
    fn a_tie_between_delimiters_is_settled_by_the_rows_or_asked() {
        assert_eq!(delimiter_of("a,b;c\n1;2,5\n"), Err(vec![b',', b';']));
        assert_eq!(delimiter_of("name, first;age\nAnna;12\nBert;13\n"), Ok(b';'));
        assert_eq!(delimiter_of("alone\n1\n"), Ok(b','));
        let mut problems = Collector::default();
        assert!(read(b"a,b;c\n1;2,5\n", &Hints::default(), &mut problems).is_none());
        let asked = problems.finish(()).unwrap_err();
        assert_eq!(asked.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E181"]);
        let hints = Hints { delimiter: Some(b';'), ..Hints::default() };
        let table = read(b"a,b;c\n1;2,5\n", &hints, &mut Collector::default()).unwrap();
        assert_eq!(row(&table, 0).cell(1), "2,5");
    }

    #[test]
    fn a_first_line_may_name_the_delimiter() {
        for text in ["sep=;\na,x;b\n1,2;3\n4\n", "\u{feff}\"SEP=;\"\r\na,x;b\r\n1,2;3\r\n4\r\n"] {
            let mut problems = Collector::default();
            let table = read(text.as_bytes(), &Hints::default(), &mut problems).unwrap();
            assert_eq!(
                (table.header_line, &*table.header),
                (2, ["a,x", "b"].map(str::to_owned).as_slice())
            );
            assert_eq!((row(&table, 0).line, row(&table, 0).cell(0)), (3, "1,2"));
            let short = problems.finish(()).unwrap_err();
            let place = format!("{:?}", short.iter().next().unwrap().place.args());
            assert!(place.contains("Number(4)"), "{place}");
        }
        for text in ["sep=,\na\tb\n", "sep=|\na\n", "sep=\t\na\n"] {
            assert_eq!(named_delimiter(text).unwrap().0, text.as_bytes()[4], "{text:?}");
        }
        for text in ["sep=;", "separator\n", "sep=;;x\na\n", "sep=a\nb\n", "sep\n"] {
            assert_eq!(named_delimiter(text), None, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_as_editors_do() {
        for (text, line) in [
            ("a\r\n1\r\n2\r\n", 3),
            ("a\n1\n\n\n2\n", 5),
            ("a\r1\r2\r", 3),
            ("\"a\nb\"\n\"1\n1\"\n2\n", 5),
        ] {
            let table =
                read(text.as_bytes(), &Hints::default(), &mut Collector::default()).unwrap();
            assert_eq!((row(&table, 1).line, row(&table, 1).cell(0)), (line, "2"), "{text:?}");
        }
    }

    #[test]
    fn a_row_that_is_too_short_is_reported_with_its_line() {
        let mut problems = Collector::default();
        read(b"a,b\n1,2\n3\n", &Hints::default(), &mut problems).unwrap();
        let problems = problems.finish(()).unwrap_err();
        let problem = problems.iter().next().unwrap();
        assert_eq!(problem.code, "FL-E124");
        assert!(format!("{:?}", problem.place.args()).contains("Number(3)"));
    }

    fn first(file: &[u8]) -> Vec<String> {
        let mut problems = Collector::default();
        let table = read(file, &Hints::default(), &mut problems).unwrap();
        problems.finish(()).unwrap();
        let row = row(&table, 0);
        let mut cells = table.header.clone();
        cells.extend((0..2).map(|column| row.cell(column).to_owned()));
        cells
    }

    fn row(table: &Table<'_>, index: usize) -> Row {
        table.rows().nth(index).unwrap()
    }
}
