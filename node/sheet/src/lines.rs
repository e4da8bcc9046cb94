//! Cells become lines: line N is row N, and cell 1 is column A.

use csv::QuoteStyle;
use csv::WriterBuilder;

use crate::SheetError;

/// The most rows of a sheet: those of the largest table, and what stands above it.
const ROWS_MAX: usize = 200_100;

/// The most columns of a sheet.
const COLUMNS_MAX: u32 = 1_000;

/// The most bytes of all cells.
const TEXT_BYTES_MAX: usize = 128 << 20;

/// How many rows are looked at to find the names of the columns.
const HEAD_ROWS_MAX: usize = 50;

/// Rows as they come; each has at least one cell.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    rows: Vec<(u32, Vec<String>)>,
    bytes: usize,
}

impl Lines {
    /// Adds a cell; cells come row by row, and from left to right.
    pub(crate) fn push(
        &mut self,
        (row, column): (u32, u32),
        text: String,
    ) -> Result<(), SheetError> {
        self.bytes = self.bytes.saturating_add(text.len());
        if column >= COLUMNS_MAX || self.bytes > TEXT_BYTES_MAX {
            return Err(SheetError::TooMany);
        }
        match self.rows.last() {
            Some((last, _)) if *last == row => {}
            Some((last, _)) if *last > row => return Err(SheetError::Malformed),
            _ if self.rows.len() == ROWS_MAX => return Err(SheetError::TooMany),
            _ => self.rows.push((row, Vec::new())),
        }
        let column = usize::try_from(column).map_err(|_| SheetError::TooMany)?;
        let Some((_, cells)) = self.rows.last_mut() else { return Ok(()) };
        if column < cells.len() {
            return Err(SheetError::Malformed);
        }
        cells.resize(column, String::new());
        cells.push(text);
        Ok(())
    }

    /// Returns the rows as they are, counted from 0; each has at least one cell.
    pub(crate) fn into_rows(self) -> Vec<(u32, Vec<String>)> {
        self.rows
    }

    /// Returns the lines from the names of the columns on; nothing if there is no table.
    pub(crate) fn finish(self) -> Result<Option<Vec<u8>>, SheetError> {
        let filled = |cells: &[String]| cells.iter().filter(|it| !it.is_empty()).count();
        let head = self.rows.iter().take(HEAD_ROWS_MAX).map(|(_, cells)| filled(cells));
        let widest = head.clone().max().unwrap_or(0);
        // A title above the table fills fewer cells than half of its rows do.
        let Some(header) = head.clone().position(|it| it * 2 > widest).filter(|_| widest > 1)
        else {
            return Ok(None);
        };
        let rows = self.rows.get(header..).unwrap_or_default();
        if rows.len() < 2 {
            return Ok(None);
        }
        let width = rows.first().map_or(0, |(_, cells)| cells.len());
        let mut csv = Vec::with_capacity(self.bytes.saturating_mul(2));
        let mut line = 0;
        for (index, (row, cells)) in rows.iter().enumerate() {
            csv.extend((line..*row).map(|_| b'\n'));
            line = row.saturating_add(1);
            let style = if index == 0 { QuoteStyle::Always } else { QuoteStyle::Necessary };
            let mut writer = WriterBuilder::new().quote_style(style).from_writer(&mut csv);
            let empty = std::iter::repeat_n("", width.saturating_sub(cells.len()));
            let cells = cells.iter().map(String::as_str).chain(empty);
            writer.write_record(cells).map_err(|_| SheetError::Malformed)?;
            writer.flush().map_err(|_| SheetError::Malformed)?;
        }
        Ok(Some(csv))
    }
}
