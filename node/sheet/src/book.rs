//! Writes a workbook: sheets of cells, lists to choose from, and cells for counts.
//!
//! What stands in it is for the caller to say; here are only the looks. It promises:
//!
//! - **One description is one file**, byte for byte: no time and no name of a person or a computer.
//! - **No text is a formula**, whatever it begins with.
//! - **It reads in print and without color**: what is for reading only is grey and slanted, what is to be
//!   filled in has a frame, and the names of the columns stand on every page.

use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DataValidationErrorStyle;
use rust_xlsxwriter::DataValidationRule;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

/// The most letters of the name of a sheet.
const NAME_CHARS_MAX: usize = 31;

/// The most letters of the heading, and of the text, that a spreadsheet shows where something else is
/// typed.
const TITLE_CHARS_MAX: usize = 32;
const TEXT_CHARS_MAX: usize = 255;

/// The largest count that a spreadsheet lets in.
const COUNT_MAX: i32 = 1_000_000_000;

/// A workbook.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// What the file calls itself.
    pub title: String,
    /// Its sheets, in order.
    pub sheets: Vec<NewSheet>,
}

/// A sheet; rows and columns are counted from 0.
#[derive(Clone, Debug, Default)]
pub struct NewSheet {
    /// What people call it; see [`name`].
    pub name: String,
    /// Whether it is there for programs only.
    pub is_hidden: bool,
    /// A row that is there for programs only.
    pub hidden_row: Option<u32>,
    /// How many rows and columns stay in sight, and the row that names the columns in print.
    pub head: Option<(u32, u16, u32)>,
    /// How wide the columns are, in letters.
    pub widths: Vec<u8>,
    /// What stands in it.
    pub cells: Vec<Cell>,
    /// Cells for which there is something to choose from.
    pub choices: Vec<Choice>,
    /// Cells for counts.
    pub counts: Option<Counts>,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its row and column.
    pub at: (u32, u16),
    /// What it says.
    pub content: Content,
    /// How it looks.
    pub look: Look,
}

/// What a cell says.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing yet.
    Blank,
    /// A number.
    Number(u32),
    /// A text.
    Text(String),
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Look {
    /// For reading only: something from before.
    Before,
    /// One of a list.
    Code,
    /// To be filled in.
    Count,
    /// The name of a column.
    Head,
    /// A text that goes on beyond its cell.
    Line,
    /// A text.
    Plain,
    /// The name of the sheet.
    Title,
}

/// Cells from one to another, both included.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// The row and column of the first.
    pub first: (u32, u16),
    /// The row and column of the last.
    pub last: (u32, u16),
}

/// What may be chosen in some cells.
#[derive(Clone, Debug)]
pub struct Choice {
    /// For which cells.
    pub area: Area,
    /// The sheet and the cells with what there is to choose from.
    pub from: (String, Area),
}

/// Cells that take counts only.
#[derive(Clone, Debug)]
pub struct Counts {
    /// Which.
    pub area: Area,
    /// What is said where something else is typed: a heading, and what to do.
    pub told: (String, String),
}

/// Why a workbook was not made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made")]
pub struct WriteError(#[source] XlsxError);

/// Returns a text as the name of a sheet: without signs that none may have, and not too long.
pub fn name(text: &str) -> String {
    let allowed = |it: &char| !it.is_control() && !"[]:*?/\\'".contains(*it);
    text.chars().filter(allowed).take(NAME_CHARS_MAX).collect()
}

/// Writes a workbook as XLSX.
///
/// # Errors
///
/// Fails if there are two sheets of one name, or cells beyond the last row or column.
pub fn write(book: &Book) -> Result<Vec<u8>, WriteError> {
    written(book).map_err(WriteError)
}

fn written(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Else it would be the hour of writing.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(&book.title).set_creation_datetime(&made);
    workbook.set_properties(&properties);
    for sheet in &book.sheets {
        fill(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, sheet: &NewSheet) -> Result<(), XlsxError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_hidden(sheet.is_hidden);
    worksheet.set_landscape();
    worksheet.set_print_fit_to_pages(1, 0);
    for (column, width) in (0_u16..).zip(&sheet.widths) {
        worksheet.set_column_width(column, f64::from(*width))?;
    }
    if let Some((rows, columns, names)) = sheet.head {
        worksheet.set_freeze_panes(rows, columns)?;
        worksheet.set_repeat_rows(names, names)?;
    }
    if let Some(row) = sheet.hidden_row {
        worksheet.set_row_hidden(row)?;
    }
    for Cell { at: (row, column), content, look } in &sheet.cells {
        let format = look.format();
        match content {
            Content::Blank => worksheet.write_blank(*row, *column, &format)?,
            Content::Number(number) => {
                worksheet.write_number_with_format(*row, *column, *number, &format)?
            }
            Content::Text(text) => {
                worksheet.write_string_with_format(*row, *column, text, &format)?
            }
        };
    }
    for choice in &sheet.choices {
        let list = Formula::new(reference(&choice.from.0, choice.from.1));
        validate(worksheet, choice.area, &DataValidation::new().allow_list_formula(list))?;
    }
    if let Some(Counts { area, told: (title, text) }) = &sheet.counts {
        let rule = DataValidation::new()
            .allow_whole_number(DataValidationRule::Between(0, COUNT_MAX))
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(cut(title, TITLE_CHARS_MAX))?
            .set_error_message(cut(text, TEXT_CHARS_MAX))?;
        validate(worksheet, *area, &rule)?;
    }
    Ok(())
}

fn validate(
    worksheet: &mut Worksheet,
    Area { first, last }: Area,
    rule: &DataValidation,
) -> Result<(), XlsxError> {
    worksheet.add_data_validation(first.0, first.1, last.0, last.1, rule)?;
    Ok(())
}

/// Returns the name of some cells as formulas write it.
fn reference(sheet: &str, area: Area) -> String {
    let cell = |(row, column): (u32, u16)| {
        let letters = rust_xlsxwriter::utility::column_number_to_name(column);
        format!("${letters}${}", row.saturating_add(1))
    };
    format!("='{}'!{}:{}", sheet.replace('\'', "''"), cell(area.first), cell(area.last))
}

/// Cuts a text to so many units of UTF-16, by which spreadsheets count.
fn cut(text: &str, units_max: usize) -> String {
    let mut units = 0;
    let fits = |it: &char| {
        units += it.len_utf16();
        units <= units_max
    };
    text.chars().take_while(fits).collect()
}

impl Look {
    fn format(self) -> Format {
        let plain = Format::new().set_align(FormatAlign::Top);
        let framed = |it: Format| it.set_border(FormatBorder::Thin).set_border_color(0x0080_8080);
        match self {
            // Dark enough to be read on its ground: more than 4.5 to 1.
            Self::Before => framed(plain.set_italic().set_font_color(0x0059_5959))
                .set_background_color(0x00ED_EDED)
                .set_num_format("0"),
            Self::Code => framed(plain.set_background_color(0x00F7_F7F2)),
            Self::Count => framed(plain.set_unlocked().set_num_format("0")),
            Self::Head => {
                framed(plain.set_bold().set_text_wrap()).set_background_color(0x00DC_E6F1)
            }
            Self::Line => plain,
            Self::Plain => plain.set_text_wrap(),
            Self::Title => plain.set_bold().set_font_size(14),
        }
    }
}

#[cfg(test)]
mod tests;
