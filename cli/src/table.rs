//! Tables for people: columns that line up, and nothing that moves the cursor.
//!
//! Widths count characters, which is right for the scripts of both our languages. Tables for
//! programs are CSV or JSON.

/// Rows under a header; every row has as many cells as the header.
#[derive(Debug)]
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// Makes an empty table with columns of these names.
    pub(crate) fn new(header: Vec<String>) -> Self {
        Self { header, rows: Vec::new(), right: Vec::new() }
    }

    /// Sets the columns whose cells stand on the right, as numbers do; counted from 0.
    pub(crate) fn right(mut self, columns: &[usize]) -> Self {
        self.right = columns.to_vec();
        self
    }

    /// Adds a row; control characters of its cells are shown, not sent.
    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row.into_iter().map(|cell| shown(&cell)).collect());
    }

    /// Returns the lines of the table, each with its line end.
    pub(crate) fn render(&self) -> String {
        let lines = || std::iter::once(&self.header).chain(&self.rows);
        let width = |column: usize| {
            let cells = lines().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        lines().map(|row| self.line(row, &widths)).collect()
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let gap = if column > 0 { "  " } else { "" };
            line.push_str(gap);
            line.push_str(&if self.right.contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            });
        }
        format!("{}\n", line.trim_end())
    }
}

/// Returns `text` on one line, with control characters shown: what came from elsewhere must not move
/// the cursor of whoever reads it.
pub(crate) fn shown(text: &str) -> String {
    let show = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(show).collect()
}

/// Returns `text` with its line ends, and other control characters shown.
pub(crate) fn shown_lines(text: &str) -> String {
    text.lines().map(shown).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_lines_end_without_spaces() {
        let mut table = Table::new(vec!["région".into(), "nombre".into(), "".into()]).right(&[1]);
        table.push(vec!["CA-ON".into(), "1 204".into(), "".into()]);
        table.push(vec!["CA".into(), "5".into(), "masqué".into()]);
        assert_eq!(table.render(), "région  nombre\nCA-ON    1 204\nCA           5  masqué\n");
    }
}
