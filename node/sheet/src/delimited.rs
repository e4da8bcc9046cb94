//! Writes rows as CSV that Excel opens as it should: a mark of UTF-8 first, lines that end as on
//! Windows, and no cell that becomes a formula.

/// What Excel needs to read UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// How a cell begins that a spreadsheet may take for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Returns `rows` with `delimiter` between their cells.
pub fn write(rows: &[Vec<String>], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(MARK.to_vec());
    for row in rows {
        // Nothing can fail where all stays in memory.
        let _written = writer.write_record(row.iter().map(|it| plain(it)));
    }
    writer.into_inner().unwrap_or_default()
}

fn plain(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        let row = ["=1+1", "a;b", "x\ny", "é"].map(str::to_owned).to_vec();
        let text = String::from_utf8(write(&[row], b';')).unwrap();
        assert_eq!(text, "\u{feff}'=1+1;\"a;b\";\"x\ny\";é\r\n");
    }
}
