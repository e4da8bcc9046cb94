//! The sheet of codes: one column for each list, from which the drop-downs take what can be chosen.

use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_gate::template::Plan;
use flotilla_sheet::book;
use flotilla_sheet::book::Area;
use flotilla_sheet::book::Cell;
use flotilla_sheet::book::Content;
use flotilla_sheet::book::Look;
use flotilla_sheet::book::NewSheet;

use super::labels::Labels;

/// What can be chosen.
#[derive(Debug)]
pub(super) struct Codes {
    sheet: String,
    /// Each with the name of its column.
    columns: Vec<(String, Vec<String>)>,
}

impl Codes {
    /// Lists indicators, regions, programs and the categories of each breakdown.
    pub(super) fn new(plan: &Plan, labels: Labels<'_>) -> Self {
        let texts = labels.texts;
        let all = |list: &str, codes: &[String]| -> Vec<String> {
            codes.iter().map(|it| labels.code(list, it)).collect()
        };
        let indicators = plan.indicators.iter().map(|it| labels.indicator(it)).collect();
        let total = std::iter::once(TOTAL.to_owned());
        let programs: Vec<String> = total.chain(plan.programs.iter().cloned()).collect();
        let mut columns = vec![
            (texts.text("cli-template-indicator"), indicators),
            (texts.text("cli-template-region"), all(REGION, &plan.regions)),
            (texts.text("cli-template-program"), all(PROGRAM_TYPE, &programs)),
        ];
        for grid in &plan.grids {
            let Some(list) = &grid.dimension else { continue };
            columns.push((labels.list(list), all(list, &grid.categories)));
        }
        Self { sheet: book::name(&texts.text("cli-template-sheet-codes")), columns }
    }

    /// Returns where the choices of the first, second or third column stand.
    pub(super) fn choices(&self, column: u16) -> (String, Area) {
        let codes = self.columns.get(usize::from(column)).map_or(0, |(_, codes)| codes.len());
        let last = u32::try_from(codes.max(1)).unwrap_or(u32::MAX);
        (self.sheet.clone(), Area { first: (1, column), last: (last, column) })
    }

    /// Returns the sheet.
    pub(super) fn sheet(&self) -> NewSheet {
        let mut cells = Vec::new();
        for (column, (title, codes)) in (0_u16..).zip(&self.columns) {
            let cell = |row, text: &str, look| Cell {
                at: (row, column),
                content: Content::Text(text.to_owned()),
                look,
            };
            cells.push(cell(0, title, Look::Head));
            cells.extend((1..).zip(codes).map(|(row, code)| cell(row, code, Look::Plain)));
        }
        NewSheet {
            name: self.sheet.clone(),
            head: Some((1, 0, 0)),
            widths: vec![38; self.columns.len()],
            cells,
            ..NewSheet::default()
        }
    }
}
