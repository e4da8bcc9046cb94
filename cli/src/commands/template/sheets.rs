//! A plan in words: the sheets of a template.
//!
//! ```text
//!       A          B       C        D …             … beyond
//!  1    By gender · bbbs · 2025
//!  2    what to do
//!  3    Indicator  Region  Program  BOYS – Boys …   2024: BOYS – Boys …     seen
//!  4    flotilla:indicator …        flotilla:…      flotilla:before         hidden
//!  5    codes, with drop-downs      to be filled    published before, grey
//! ```

use std::collections::BTreeMap;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::message::Message;
use flotilla_domain::release::Figure;
use flotilla_gate::export::Figures;
use flotilla_gate::template;
use flotilla_gate::template::Base;
use flotilla_gate::template::Column;
use flotilla_gate::template::Grid;
use flotilla_gate::template::MARKER;
use flotilla_gate::template::Plan;
use flotilla_sheet::book;
use flotilla_sheet::book::Area;
use flotilla_sheet::book::Book;
use flotilla_sheet::book::Cell;
use flotilla_sheet::book::Choice;
use flotilla_sheet::book::Content;
use flotilla_sheet::book::Counts;
use flotilla_sheet::book::Look;
use flotilla_sheet::book::NewSheet;
use flotilla_text::Texts;

use super::codes::Codes;
use super::labels::Labels;

/// The rows with the names of the columns, with their keys, and the first to be filled in.
const NAMES: u32 = 2;
const KEYS: u32 = 3;
const FIRST: u32 = 4;

/// How many columns have codes.
const CODES: u16 = 3;

/// Rows below the last for which there are drop-downs too.
const ROWS_MORE: u32 = 50;

/// The lines of the read-me.
const HOW_TO: [&str; 8] = [
    "cli-template-how-fill",
    "cli-template-how-empty",
    "cli-template-how-small",
    "cli-template-how-sums",
    "cli-template-how-persons",
    "cli-template-how-rows",
    "cli-template-how-grey",
    "cli-template-how-publish",
];

/// A plan, and what it is told with.
pub(super) struct Sheets<'a> {
    pub(super) plan: &'a Plan,
    pub(super) catalogue: &'a Catalogue,
    /// What was published before.
    pub(super) before: &'a Figures,
    /// What people call the member; may be empty.
    pub(super) member: &'a str,
    pub(super) texts: &'a Texts,
}

impl Sheets<'_> {
    /// Returns the workbook.
    pub(super) fn book(&self) -> Book {
        let codes = Codes::new(self.plan, self.labels());
        let title = Message::new("cli-template-title").word("period", self.plan.period);
        let mut sheets = vec![self.read_me()];
        sheets.extend(self.plan.grids.iter().map(|grid| self.grid(grid, &codes)));
        sheets.push(codes.sheet());
        sheets.push(self.marker());
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for sheet in &mut sheets {
            let before = taken.entry(sheet.name.to_lowercase()).or_default();
            *before += 1;
            if *before > 1 {
                // Cut to the same letters.
                let name: String = sheet.name.chars().take(28).collect();
                sheet.name = format!("{name} {before}");
            }
        }
        Book { title: self.texts.say(&title), sheets }
    }

    fn labels(&self) -> Labels<'_> {
        Labels { catalogue: self.catalogue, texts: self.texts }
    }

    fn read_me(&self) -> NewSheet {
        let texts = self.texts;
        let title = Message::new("cli-template-title").word("period", self.plan.period);
        let mut lines = vec![(texts.say(&title), Look::Title)];
        if !self.member.is_empty() {
            let member = Message::new("cli-template-member").word("member", self.member);
            lines.push((texts.say(&member), Look::Plain));
        }
        lines.extend(HOW_TO.iter().map(|id| (texts.text(id), Look::Plain)));
        let mut cells: Vec<Cell> =
            (0..).zip(lines).map(|(row, (line, look))| text((row, 0), line, look)).collect();
        let mut row = u32::try_from(cells.len()).unwrap_or(u32::MAX).saturating_add(1);
        let names = ["cli-template-indicator", "cli-template-definition", "cli-template-when"];
        let names =
            (0_u16..).zip(names).map(|(at, id)| text((row, at), texts.text(id), Look::Head));
        cells.extend(names);
        for code in &self.plan.indicators {
            let Some(indicator) = self.catalogue.indicator(code) else { continue };
            row = row.saturating_add(1);
            let definition = self.labels().text(&indicator.definition).to_owned();
            let when = match indicator.kind {
                IndicatorKind::Stock => "cli-template-at-the-end",
                _ => "cli-template-during",
            };
            let when = Message::new(when).word("day", self.plan.period.last_day());
            let when = texts.say(&when.word("period", self.plan.period));
            let line = [self.labels().indicator(code), definition, when];
            let line = (0_u16..).zip(line).map(|(at, it)| text((row, at), it, Look::Plain));
            cells.extend(line);
        }
        let name = book::name(&texts.text("cli-template-sheet-read-me"));
        NewSheet { name, widths: vec![70, 70, 30], cells, ..NewSheet::default() }
    }

    fn grid(&self, grid: &Grid, codes: &Codes) -> NewSheet {
        let (name, columns, is_known) = (self.name(grid), grid.columns(), self.is_known(grid));
        let mut heading = vec![name.clone(), self.member.to_owned(), self.plan.period.to_string()];
        heading.retain(|it| !it.is_empty());
        let mut cells = vec![
            text((0, 0), heading.join(" · "), Look::Title),
            text((1, 0), self.texts.text("cli-template-hint"), Look::Line),
        ];
        for (at, (name, key)) in (0_u16..).zip(self.names(&columns, is_known)) {
            cells.push(text((NAMES, at), name, Look::Head));
            cells.push(text((KEYS, at), key, Look::Line));
        }
        for (row, base) in (FIRST..).zip(&grid.rows) {
            cells.extend(self.row(row, base, &columns, is_known));
        }
        let rows = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
        let last = FIRST.saturating_add(rows).saturating_add(ROWS_MORE);
        let down = |from: u16, to: u16| Area { first: (FIRST, from), last: (last, to) };
        let choice =
            |column: u16| Choice { area: down(column, column), from: codes.choices(column) };
        let width = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        let area = down(CODES, CODES.saturating_add(width).saturating_sub(1));
        let title = self.texts.text("cli-template-wrong");
        let told = (title, self.texts.text("cli-template-wrong-remedy"));
        let numbers = std::iter::repeat_n(14, columns.len().saturating_mul(2));
        NewSheet {
            name: book::name(&name),
            hidden_row: Some(KEYS),
            head: Some((FIRST, CODES, NAMES)),
            widths: [36, 24, 36].into_iter().chain(numbers).collect(),
            cells,
            choices: (0..CODES).map(choice).collect(),
            counts: Some(Counts { area, told }),
            ..NewSheet::default()
        }
    }

    /// Returns a row: its codes, the cells to be filled in, and what was published before.
    fn row(&self, row: u32, base: &Base, columns: &[Column], is_known: bool) -> Vec<Cell> {
        let labels = self.labels();
        let codes = [
            labels.indicator(&base.indicator),
            labels.code(REGION, &base.region),
            labels.code(PROGRAM_TYPE, &base.program_type),
        ];
        let codes = codes.into_iter().map(|it| (Content::Text(it), Look::Code));
        let blank = columns.iter().map(|_| (Content::Blank, Look::Count));
        let before = columns.iter().filter(|_| is_known);
        let before = before.map(|it| (self.published(base, it), Look::Before));
        let cells = (0_u16..).zip(codes.chain(blank).chain(before));
        cells
            .map(|(at, (content, look))| Cell { at: (row, at), content, look })
            .collect()
    }

    /// Returns the names and the keys of the columns.
    fn names(&self, columns: &[Column], is_known: bool) -> Vec<(String, String)> {
        let (texts, labels) = (self.texts, self.labels());
        let code = |id: &str, column: Column| (texts.text(id), column.key());
        let mut names = vec![
            code("cli-template-indicator", Column::Indicator),
            code("cli-template-region", Column::Region),
            code("cli-template-program", Column::Program),
        ];
        let name = |column: &Column| match column {
            Column::Part(list, code) => labels.code(list, code),
            _ => texts.text("cli-template-count"),
        };
        names.extend(columns.iter().map(|it| (name(it), it.key())));
        if let Some(before) = self.plan.period_before().filter(|_| is_known) {
            let title = |column: &Column| {
                let title = Message::new("cli-template-before").word("period", before);
                texts.say(&title.word("column", name(column)))
            };
            names.extend(columns.iter().map(|it| (title(it), Column::Before.key())));
        }
        names
    }

    /// Returns whether anything of a sheet was published for the period before.
    fn is_known(&self, grid: &Grid) -> bool {
        let columns = grid.columns();
        let is_known = |base: &Base| columns.iter().any(|it| self.figure(base, it).is_some());
        grid.rows.iter().any(is_known)
    }

    fn published(&self, base: &Base, column: &Column) -> Content {
        match self.figure(base, column) {
            Some(Figure::Count(count)) => {
                u32::try_from(count).map_or(Content::Blank, Content::Number)
            }
            Some(Figure::Withheld) => Content::Text(self.texts.text("cli-withheld")),
            Some(Figure::Mean(_) | Figure::NotApplicable) | None => Content::Blank,
        }
    }

    fn figure(&self, base: &Base, column: &Column) -> Option<Figure> {
        let place = base.place(self.plan.period_before()?, column);
        self.before.get(&place).copied()
    }

    /// Returns what a sheet is called: `Totals`, `By gender`.
    fn name(&self, grid: &Grid) -> String {
        let Some(list) = &grid.dimension else {
            return self.texts.text("cli-template-sheet-totals");
        };
        let title = self.labels().list(list).to_lowercase();
        self.texts.say(&Message::new("cli-template-sheet-by").word("list", title))
    }

    /// Returns the sheet by which a template is known.
    fn marker(&self) -> NewSheet {
        let marks = template::marks(self.plan, self.member, self.catalogue);
        let cells = (0..).zip(marks).flat_map(|(row, (name, says))| {
            [text((row, 0), name, Look::Line), text((row, 1), says, Look::Line)]
        });
        let cells = cells.collect();
        NewSheet { name: MARKER.to_owned(), is_hidden: true, cells, ..NewSheet::default() }
    }
}

fn text(at: (u32, u16), text: String, look: Look) -> Cell {
    Cell { at, content: Content::Text(text), look }
}
