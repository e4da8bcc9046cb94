//! What a cell says, in one spelling.

use calamine::Data;
use calamine::DataRef;
use calamine::ExcelDateTime;

/// Returns a cell as text; empty if there is nothing in it.
pub(crate) fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(date) => of_date(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) | DataRef::String(text) => {
            on_one_line(text)
        }
        DataRef::Empty => String::new(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Float(number) => of_number(*number),
        DataRef::Int(number) => number.to_string(),
        DataRef::SharedString(text) => on_one_line(text),
    }
}

/// Returns a cell of a sheet that is held as a whole, as one of a sheet that is not.
pub(crate) fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) | Data::DurationIso(text) | Data::String(text) => {
            DataRef::SharedString(text)
        }
        Data::Empty => DataRef::Empty,
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Float(number) => DataRef::Float(*number),
        Data::Int(number) => DataRef::Int(*number),
    }
}

/// Returns a number with a point. Three digits behind it could be taken for a thousand, so there is a
/// fourth.
fn of_number(number: f64) -> String {
    let text = format!("{number}");
    match text.split_once('.') {
        Some((_, fraction)) if fraction.len() == 3 => format!("{text}0"),
        _ => text,
    }
}

fn of_date(date: &ExcelDateTime) -> String {
    if !date.is_datetime() {
        return of_number(date.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
    }
}

/// A line of text is a row, so a cell cannot have several.
fn on_one_line(text: &str) -> String {
    let plain = text.replace(|it: char| it.is_control(), " ");
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_reading() {
        for (number, text) in [
            (12.0, "12"),
            (1234.0, "1234"),
            (1.234, "1.2340"),
            (0.5, "0.5"),
            (-2.25, "-2.25"),
            (1e21, "1000000000000000000000"),
        ] {
            assert_eq!(of_number(number), text);
        }
    }

    #[test]
    fn a_cell_is_one_line() {
        assert_eq!(text(&DataRef::SharedString("Match\nDate ")), "Match Date");
        assert_eq!(text(&DataRef::Bool(true)), "TRUE");
    }
}
