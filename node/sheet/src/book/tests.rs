//! What is written is read back, hidden or not, and nothing of it acts.

use super::*;
use crate::SheetError;
use crate::pages;

#[test]
fn all_sheets_of_a_marked_workbook_are_read_back_cell_by_cell() {
    let file = write(&sample()).unwrap();
    let pages = pages(file, "_mark").unwrap().unwrap();
    let names: Vec<&str> = pages.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Âges", "_mark"]);
    let row = |at, cells: &[&str]| (at, cells.iter().map(|it| (*it).to_owned()).collect());
    let expected: Vec<(u32, Vec<String>)> =
        vec![row(0, &["=1+1", "", "12"]), row(3, &["key"]), row(9, &["", "x"])];
    assert_eq!(pages[0].rows, expected);
}

#[test]
fn a_workbook_without_the_mark_is_left_alone() {
    assert!(pages(write(&sample()).unwrap(), "_other").unwrap().is_none());
    assert!(matches!(pages(b"a,b\n".to_vec(), "_mark"), Err(SheetError::Old)));
    assert!(matches!(pages(b"PK\x03\x04 no".to_vec(), "_mark"), Err(SheetError::Malformed)));
}

#[test]
fn a_workbook_of_too_many_sheets_is_refused() {
    let sheet = |at: usize| NewSheet { name: format!("s{at}"), ..NewSheet::default() };
    let sheets = (0..=crate::PAGES_MAX).map(sheet).collect();
    let file = write(&Book { title: String::new(), sheets }).unwrap();
    assert!(matches!(pages(file, "s0"), Err(SheetError::TooMany)));
}

#[test]
fn a_name_has_no_sign_that_is_forbidden_and_is_not_too_long() {
    assert_eq!(name("Par région / [âge]: 'x'?"), "Par région  âge x");
    assert_eq!(name(&"é".repeat(40)).chars().count(), NAME_CHARS_MAX);
}

#[test]
fn two_sheets_of_one_name_are_an_error() {
    let sheet = || NewSheet { name: "Totals".to_owned(), ..NewSheet::default() };
    let book = Book { title: String::new(), sheets: vec![sheet(), sheet()] };
    assert!(write(&book).is_err());
}

#[test]
fn what_is_told_is_cut_to_what_a_spreadsheet_shows() {
    assert_eq!(cut("été", 2), "ét");
    assert_eq!(cut(&"a".repeat(300), TEXT_CHARS_MAX).len(), TEXT_CHARS_MAX);
    assert_eq!(cut("😀😀", 3), "😀");
}

#[test]
fn cells_are_named_as_formulas_do() {
    let area = Area { first: (1, 0), last: (9, 27) };
    assert_eq!(reference("L'âge", area), "='L''âge'!$A$2:$AB$10");
}

fn sample() -> Book {
    let cell = |at, content| Cell { at, content, look: Look::Plain };
    let text = |text: &str| Content::Text(text.to_owned());
    let area = Area { first: (1, 1), last: (9, 1) };
    let told = ("n".repeat(99), "t".repeat(999));
    Book {
        title: "A template".to_owned(),
        sheets: vec![
            NewSheet {
                name: "Âges".to_owned(),
                hidden_row: Some(3),
                head: Some((4, 1, 0)),
                widths: vec![10, 20],
                cells: vec![
                    cell((0, 0), text("=1+1")),
                    cell((0, 1), Content::Blank),
                    cell((0, 2), Content::Number(12)),
                    cell((3, 0), text("key")),
                    cell((9, 1), text("x")),
                ],
                choices: vec![Choice { area, from: ("Âges".to_owned(), area) }],
                counts: Some(Counts { area, told }),
                ..NewSheet::default()
            },
            NewSheet { name: "_mark".to_owned(), is_hidden: true, ..NewSheet::default() },
        ],
    }
}
