//! Every kind of change, on a table of three rows.

use super::*;

const HEADER: &str = "indicator,member,value,period_start,published_at,record_id\n";

#[test]
fn a_file_that_is_what_was_signed_has_no_difference() {
    let sheet = sheet();
    assert_eq!(first(&file(&text(&sheet)), &sheet, Dialect::Plain), None);
    assert_eq!(counted(&file(&text(&sheet)), &sheet), (0, 0));
}

#[test]
fn a_cell_is_named_with_what_was_signed() {
    let sheet = sheet();
    let tampered = text(&sheet).replacen(",20,", ",200,", 1);
    let expected = Difference::Cell {
        line: 3,
        column: "value".to_owned(),
        found: "200".to_owned(),
        signed: "20".to_owned(),
        record: entry(2),
    };
    assert_eq!(first(&file(&tampered), &sheet, Dialect::Plain), Some(expected));
    assert_eq!(counted(&file(&tampered), &sheet), (1, 1));
}

#[test]
fn rows_that_are_taken_out_put_in_or_moved_are_told_apart() {
    let sheet = sheet();
    let [one, two, three] = [0, 1, 2].map(|row| sheet.rows[row].0.as_str());
    let strange = row(4);
    let at =
        |line, number| Some(Difference::Missing { line, record: entry(number), is_whole: true });
    let added = |line, number| Some(Difference::Added { line, record: Some(entry(number)) });
    for (lines, expected) in [
        (vec![two, three], at(2, 1)),
        (vec![one, three], at(3, 2)),
        (vec![one, two], at(4, 3)),
        (vec![], at(2, 1)),
        (vec![one, three, two], Some(Difference::Moved { line: 3 })),
        (vec![one, two, &strange, three], added(4, 4)),
        (vec![one, two, three, &strange], added(5, 4)),
        (vec![one, two, three, three], added(5, 3)),
        (vec![one, one, two, three], added(3, 1)),
    ] {
        let tampered = format!("{HEADER}{}", lines.concat());
        assert_eq!(first(&file(&tampered), &sheet, Dialect::Plain), expected, "{tampered}");
    }
}

#[test]
fn what_a_spreadsheet_saved_is_called_so() {
    let sheet = sheet();
    let plain = text(&sheet);
    for saved in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.replace(',', ";"),
        plain.replace(',', "\t"),
        plain
            .replace("2026-03-31T12:00:00Z", "2026-03-31 12:00")
            .replace("2026-01-01", "1/1/2026"),
    ] {
        let found = first(&file(&saved), &sheet, Dialect::Plain);
        assert_eq!(found, Some(Difference::Resaved), "{saved}");
    }
}

#[test]
fn other_columns_and_another_form_are_called_so() {
    let sheet = sheet();
    let plain = text(&sheet);
    let other = plain.replacen("value", "amount", 1);
    assert_eq!(first(&file(&other), &sheet, Dialect::Plain), Some(Difference::Columns));
    let quoted = plain.replacen(",20,", ",\"20\",", 1);
    let form = Some(Difference::Form { line: 3 });
    assert_eq!(first(&file(&quoted), &sheet, Dialect::Plain), form);
    let cut = plain.trim_end().to_owned();
    assert_eq!(first(&file(&cut), &sheet, Dialect::Plain), Some(Difference::Form { line: 4 }));
    let nothing = first(&file(""), &sheet, Dialect::Plain);
    assert_eq!(nothing, Some(Difference::Columns));
}

#[test]
fn a_line_is_taken_apart_as_it_was_written() {
    let told = cells("a,\"b,\"\"c\"\"\",,d\n", Dialect::Plain);
    assert_eq!(told, ["a", "b,\"c\"", "", "d"]);
    assert_eq!(cells("a;b,c\n", Dialect::ExcelFr), ["a", "b,c"]);
}

fn sheet() -> Sheet {
    let columns = HEADER.trim_end().split(',').map(str::to_owned).collect();
    let rows = (1..4).map(|number| (row(number), entry(number))).collect();
    Sheet { columns, header: HEADER.to_owned(), rows }
}

fn row(number: u8) -> String {
    format!("X_{number},alice,{number}0,2026-01-01,2026-03-31T12:00:00Z,{}\n", entry(number))
}

fn entry(number: u8) -> EntryId {
    EntryId(Hash::of([[number].as_slice()]))
}

fn text(sheet: &Sheet) -> String {
    let rows = sheet.rows.iter().map(|(line, _)| line.as_str());
    HEADER.to_owned() + &rows.collect::<String>()
}

fn file(text: &str) -> Download {
    let hash = Hash::of([text.as_bytes()]);
    let lines = text.split_inclusive('\n').map(str::to_owned).collect();
    Download { form: "csv", sha256: hash, unpacked_sha256: hash, lines, dialect: None }
}
