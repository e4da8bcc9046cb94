//! From bytes to cells: the encoding, the delimiter, the limits.

use encoding_rs::WINDOWS_1252;
use flotilla_domain::message::Message;

use super::COLUMNS_MAX;
use super::FILE_BYTES_MAX;
use super::ROWS_MAX;
use crate::problem::Collector;
use crate::problem::Problem;

/// What may stand between two cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A file as rows of cells.
#[derive(Debug)]
pub(super) struct Table {
    /// The names of the columns, as they stand in the first line.
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// Counted from 1, as editors do.
    pub(super) line: u64,
    cells: csv::StringRecord,
}

impl Row {
    /// Returns a cell without the space around it; empty if the row is short.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }
}

/// Reads a file; returns nothing only if a problem was noted.
pub(super) fn read(file: &[u8], problems: &mut Collector) -> Option<Table> {
    if file.len() > FILE_BYTES_MAX {
        problems.push(too_much("FL-E120", "gate-e120-what", FILE_BYTES_MAX >> 20));
        return None;
    }
    let text = decode(file);
    let delimiter = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|it| it.trim().to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    if header.iter().all(String::is_empty) {
        problems.push(Problem {
            code: "FL-E123",
            place: Message::new("gate-place-line").number("line", 1),
            what: Message::new("gate-e123-what"),
            remedy: Message::new("gate-e123-remedy"),
        });
        return None;
    }
    if header.len() > COLUMNS_MAX {
        problems.push(too_much("FL-E121", "gate-e121-what", COLUMNS_MAX));
        return None;
    }
    let rows = rows(&mut reader, header.len(), problems)?;
    Some(Table { header, rows })
}

fn rows(
    reader: &mut csv::Reader<&[u8]>,
    width: usize,
    problems: &mut Collector,
) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    for record in reader.records() {
        // Text that is UTF-8 and flexible in width has no other way to be wrong.
        let Ok(cells) = record else { continue };
        let line = cells.position().map_or(0, csv::Position::line);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
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
        if rows.len() == ROWS_MAX {
            problems.push(too_much("FL-E122", "gate-e122-what", ROWS_MAX));
            return None;
        }
        rows.push(Row { line, cells });
    }
    Some(rows)
}

/// Returns the text, whichever of the usual encodings it has.
fn decode(file: &[u8]) -> String {
    let bytes = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Returns the delimiter that cuts the first line into most cells, the comma among equals.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let line = text.bytes().take_while(|byte| {
        quoted ^= *byte == b'"';
        quoted || *byte != b'\n'
    });
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut inside = false;
    for byte in line {
        inside ^= byte == b'"';
        let hits = counts.iter_mut().zip(DELIMITERS).filter(|(_, it)| *it == byte && !inside);
        hits.for_each(|(count, _)| *count += 1);
    }
    let best = counts.iter().zip(DELIMITERS).rev().max_by_key(|(count, _)| **count);
    best.map_or(b',', |(_, delimiter)| delimiter)
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
        let windows = WINDOWS_1252.encode("name;città\nÀ;1\n").0.into_owned();
        assert_eq!(first(&windows), ["name", "città", "À", "1"]);
    }

    #[test]
    fn a_delimiter_inside_quotes_does_not_count() {
        assert_eq!(delimiter("\"a,b,c\";d\n"), b';');
    }

    #[test]
    fn a_row_that_is_too_short_is_reported_with_its_line() {
        let mut problems = Collector::default();
        read(b"a,b\n1,2\n3\n", &mut problems).unwrap();
        let problems = problems.finish(()).unwrap_err();
        let problem = problems.iter().next().unwrap();
        assert_eq!(problem.code, "FL-E124");
        assert!(format!("{:?}", problem.place.args()).contains("Number(3)"));
    }

    fn first(file: &[u8]) -> Vec<String> {
        let mut problems = Collector::default();
        let table = read(file, &mut problems).unwrap();
        problems.finish(()).unwrap();
        let row = &table.rows[0];
        let mut cells = table.header.clone();
        cells.extend((0..2).map(|column| row.cell(column).to_owned()));
        cells
    }
}
