//! Workbooks that were made for it, and workbooks that were made to harm.

use std::env;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flotilla_gate::codebook;
use flotilla_gate::suggest::suggest;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

#[test]
fn a_sheet_becomes_lines_that_are_its_rows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Ages").unwrap();
    sheet.write(0, 0, "Our youth").unwrap();
    for (column, name) in ["Start", "Age", "Hours", "Consent\nto count"].iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap() + 1, *name).unwrap();
    }
    let day = ExcelDateTime::from_ymd(2025, 3, 1).unwrap();
    sheet
        .write_with_format(3, 1, &day, &Format::new().set_num_format("yyyy-mm-dd"))
        .unwrap();
    sheet.write(3, 2, 12).unwrap();
    sheet.write(3, 3, 1.234).unwrap();
    sheet.write(3, 4, true).unwrap();
    sheet.write(6, 1, "2025-04-01").unwrap();
    sheet.write(6, 2, "a, \"b\"").unwrap();
    let read = read(book.save_to_buffer().unwrap(), None).unwrap();
    assert_eq!(read.name, "Ages");
    let expected = "\n\n\"\",\"Start\",\"Age\",\"Hours\",\"Consent to count\"\n\
        ,2025-03-01,12,1.2340,TRUE\n\n\n,2025-04-01,\"a, \"\"b\"\"\",,\n";
    assert_eq!(String::from_utf8(read.csv).unwrap(), expected);
}

#[test]
fn an_export_as_a_workbook_gets_the_recipe_of_the_same_export_as_text() {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let file = |name| fs::read(folder.join("../../tests/fixtures/exports").join(name)).unwrap();
    let catalogue = codebook::standard().unwrap();
    let of_text = suggest(&file("northern-ontario.csv"), &catalogue).unwrap();
    let sheet = read(file("northern-ontario.xlsx"), None).unwrap();
    let of_sheet = suggest(&sheet.csv, &catalogue).unwrap();
    assert!(of_sheet.problems().is_none(), "{:?}", of_sheet.problems());
    let expected = of_text.recipe().replace("MM/DD/YYYY", "YYYY-MM-DD");
    assert_eq!((sheet.name.as_str(), of_sheet.recipe()), ("Matches", expected));
    assert_eq!(of_sheet.kept(), of_text.kept());
    let lines = String::from_utf8(sheet.csv).unwrap();
    assert!(lines.lines().nth(2).unwrap().starts_with("\"Agency\""), "line 3 is row 3");
}

#[test]
fn whoever_has_several_sheets_is_asked() {
    let mut book = Workbook::new();
    for name in ["Read me", "Girls", "Boys"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "Name").unwrap();
        if name != "Read me" {
            sheet.write(0, 1, "Age").unwrap();
            sheet.write(1, 1, 12).unwrap();
        }
    }
    let file = book.save_to_buffer().unwrap();
    let Err(SheetError::Several { names }) = read(file.clone(), None) else { panic!("several") };
    assert_eq!(names, ["Girls", "Boys"]);
    assert_eq!(read(file.clone(), Some(" girls ")).unwrap().name, "Girls");
    assert!(matches!(read(file.clone(), Some("Read me")), Err(SheetError::NoTable)));
    let Err(SheetError::NoSheet { names }) = read(file, Some("Ages")) else { panic!("no sheet") };
    assert_eq!(names.len(), 3);
}

#[test]
fn an_ods_workbook_is_read_too() {
    let cell = |kind: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let date = "<table:table-cell office:value-type=\"date\" office:date-value=\"2025-03-01\">\
        <text:p>1 mars</text:p></table:table-cell>";
    let number = "<table:table-cell office:value-type=\"float\" office:value=\"12\">\
        <text:p>12</text:p></table:table-cell>";
    let rows = format!(
        "<table:table-row>{}{}</table:table-row><table:table-row>{date}{number}</table:table-row>",
        cell("string", "Début"),
        cell("string", "Âge")
    );
    let read = read(ods(&rows), None).unwrap();
    assert_eq!(read.name, "Données");
    assert_eq!(String::from_utf8(read.csv).unwrap(), "\"Début\",\"Âge\"\n2025-03-01,12\n");
}

#[test]
fn what_is_no_workbook_is_refused() {
    for file in [b"PK\x03\x04".as_slice(), b"PK\x03\x04 and then nothing", b""] {
        let refused = read(file.to_vec(), None).unwrap_err();
        assert!(matches!(refused, SheetError::Malformed | SheetError::Old), "{refused:?}");
    }
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    assert!(is_workbook(old) && matches!(read(old.to_vec(), None), Err(SheetError::Old)));
    assert!(!is_workbook(b"a,b\n1,2\n"));
}

#[test]
fn a_bomb_is_refused_before_it_is_held() {
    let zeros = vec![b' '; 1 << 20];
    let bomb = archive(|zip| {
        zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
        (0..130).for_each(|_| zip.write_all(&zeros).unwrap());
    });
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(read(bomb, None), Err(SheetError::TooLarge { mebibytes: 128 })));
    let many = archive(|zip| {
        for part in 0..=guard::PARTS_MAX {
            zip.start_file(format!("{part}"), SimpleFileOptions::default()).unwrap();
        }
    });
    assert!(matches!(read(many, None), Err(SheetError::TooMany)));
}

#[test]
fn one_cell_that_is_far_away_costs_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1), (1_048_575, 0)] {
        sheet.write(row, column, "x").unwrap();
    }
    let lines = read(book.save_to_buffer().unwrap(), None).unwrap().csv;
    assert!(lines.len() < 2 << 20);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, column) in [(0, 0), (0, 16_383)] {
        sheet.write(row, column, "x").unwrap();
    }
    assert!(matches!(read(book.save_to_buffer().unwrap(), None), Err(SheetError::TooMany)));
}

#[test]
fn a_workbook_that_is_damaged_anywhere_never_stops_the_tool() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..20 {
        sheet.write(row, 0, "name").unwrap();
        sheet.write(row, 1, row).unwrap();
    }
    let file = book.save_to_buffer().unwrap();
    for at in (0..file.len()).step_by(389) {
        let mut damaged = file.clone();
        damaged[at] ^= 0x55;
        // Either answer is right; what matters is that there is one.
        let _answer = read(damaged, None);
        let _answer = read(file[..at].to_vec(), None);
    }
}

fn ods(rows: &str) -> Vec<u8> {
    let names = ["office", "table", "text"]
        .map(|it| format!("xmlns:{it}=\"urn:oasis:names:tc:opendocument:xmlns:{it}:1.0\""));
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content {}><office:body><office:spreadsheet>\
         <table:table table:name=\"Données\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>",
        names.join(" ")
    );
    archive(|zip| {
        for (name, text) in [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"urn:x\"/>"),
            ("content.xml", &content),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
    })
}

fn archive(fill: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    fill(&mut zip);
    zip.finish().unwrap().into_inner()
}
