//! Numbers as spreadsheets write them.
//!
//! `1,234` is one thousand and something in English and one and a fraction in French. What a cell
//! means follows, in this order, from
//!
//! 1. what the recipe says (`[file] decimal = ","`);
//! 2. the cell itself, where only one reading is possible: `1 234,5`, `1.234.567`, `0,5`;
//! 3. the other cells of its column, and then of the file, where they have only one reading.
//!
//! What is left has two readings, and somebody must say which: it is never guessed.

/// What stands between a whole number and its fraction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Decimal {
    /// As in French: `1 234,5`.
    Comma,
    /// As in English: `1,234.5`.
    Point,
}

/// What a cell says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Reading {
    /// Two numbers, depending on the convention: the digits before and after the sign.
    Ambiguous { whole: String, rest: String },
    /// No number.
    None,
    /// A number; a fraction is cut off, as ages are.
    Number(i64),
}

/// What the shape of a cell tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    /// Only this convention makes a number of it.
    Only(Decimal),
    /// Either convention makes the same number of it.
    Plain,
    /// Each convention makes another number of it.
    Either,
    Broken,
}

impl Decimal {
    /// Returns the convention of which some cells leave no doubt, if all of them agree.
    pub(super) fn of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let (mut commas, mut points) = (0_usize, 0_usize);
        for cell in cells {
            match shape(&compact(cell)) {
                Shape::Only(Self::Comma) => commas += 1,
                Shape::Only(Self::Point) => points += 1,
                Shape::Plain | Shape::Either | Shape::Broken => {}
            }
        }
        match (commas, points) {
            (0, 0) => None,
            (_, 0) => Some(Self::Comma),
            (0, _) => Some(Self::Point),
            _ => None,
        }
    }

    fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }

    /// Returns what stands between thousands.
    fn thousands(self) -> char {
        match self {
            Self::Comma => '.',
            Self::Point => ',',
        }
    }
}

/// Reads a cell of which the recipe says the convention.
pub(super) fn read_as(cell: &str, decimal: Decimal, places: usize) -> Reading {
    let cell = compact(cell);
    match is_number(&cell, decimal) {
        true => digits(&cell, decimal, places),
        false => Reading::None,
    }
}

/// Reads a cell, where other cells have shown this convention.
pub(crate) fn read(cell: &str, shown: Option<Decimal>) -> Reading {
    read_to(cell, shown, 0)
}

/// Reads a cell with so many places of its fraction: a number of tenths, or hundredths.
pub(super) fn read_to(cell: &str, shown: Option<Decimal>, places: usize) -> Reading {
    let cell = compact(cell);
    match (shape(&cell), shown) {
        (Shape::Only(decimal), _) => digits(&cell, decimal, places),
        (Shape::Plain, _) => digits(&cell, Decimal::Point, places),
        (Shape::Either, Some(decimal)) => digits(&cell, decimal, places),
        (Shape::Either, None) => {
            let (whole, rest) = cell.split_once([',', '.']).unwrap_or_default();
            Reading::Ambiguous { whole: whole.to_owned(), rest: rest.to_owned() }
        }
        (Shape::Broken, _) => Reading::None,
    }
}

/// Returns a cell without the spaces and apostrophes that cut a number into groups of three.
fn compact(cell: &str) -> String {
    let is_gap = |it: char| it.is_whitespace() || matches!(it, '\'' | '’');
    let groups: Vec<&str> = cell.trim().split(is_gap).collect();
    let digits = |it: &&str| it.bytes().take_while(u8::is_ascii_digit).count();
    let first = groups
        .first()
        .map_or(0, |it| it.trim_start_matches(['-', '+', '\u{2212}']).len());
    let after = groups.iter().skip(1);
    let grouped = after.enumerate().all(|(index, group)| {
        let is_last = index + 2 == groups.len();
        digits(group) == 3 && (is_last || group.len() == 3)
    });
    if grouped && (first <= 3 || groups.len() == 1) {
        groups.concat()
    } else {
        cell.trim().to_owned()
    }
}

fn shape(cell: &str) -> Shape {
    match (is_number(cell, Decimal::Comma), is_number(cell, Decimal::Point)) {
        (true, true) if cell.contains([',', '.']) => Shape::Either,
        (true, true) => Shape::Plain,
        (true, false) => Shape::Only(Decimal::Comma),
        (false, true) => Shape::Only(Decimal::Point),
        (false, false) => Shape::Broken,
    }
}

/// Returns whether a cell is a number under a convention: whole groups of three, then a fraction.
fn is_number(cell: &str, decimal: Decimal) -> bool {
    let unsigned = cell.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(cell);
    let (whole, fraction) = unsigned.split_once(decimal.sign()).unwrap_or((unsigned, "0"));
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(decimal.thousands());
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    let is_grouped = rest.peek().is_some();
    let starts_well = !is_grouped || first.len() <= 3 && !first.starts_with('0');
    let groups = rest.all(|group| group.len() == 3 && is_digits(group));
    is_digits(first) && starts_well && groups && is_digits(fraction)
}

fn digits(cell: &str, decimal: Decimal, places: usize) -> Reading {
    let (whole, fraction) = cell.split_once(decimal.sign()).unwrap_or((cell, ""));
    let mut digits = whole.replace(decimal.thousands(), "").replace('\u{2212}', "-");
    digits.extend(fraction.chars().chain(std::iter::repeat('0')).take(places));
    digits.parse().map_or(Reading::None, Reading::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_has_one_reading_is_read() {
        for (cell, number) in [
            ("12", 12),
            ("-3", -3),
            ("1 234", 1_234),
            ("1\u{202f}234,5", 1_234),
            ("1'234'567", 1_234_567),
            ("1,234.5", 1_234),
            ("1.234,5", 1_234),
            ("1,234,567", 1_234_567),
            ("1.234.567", 1_234_567),
            ("12,5", 12),
            ("12.50", 12),
            ("0,234", 0),
            ("1234,567", 1_234),
            ("12.3456", 12),
        ] {
            assert_eq!(read(cell, None), Reading::Number(number), "{cell}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for cell in
            ["", "douze", "1,2,3", "1.2.3", "12 34", "1 23,4", "1,23,456", ",5", "5,", "--1"]
        {
            assert_eq!(read(cell, None), Reading::None, "{cell}");
        }
        assert_eq!(read("99999999999999999999", None), Reading::None);
    }

    #[test]
    fn a_number_with_two_readings_is_never_guessed() {
        for cell in ["1,234", "1.234", "-123,456"] {
            assert!(matches!(read(cell, None), Reading::Ambiguous { .. }), "{cell}");
        }
        let Reading::Ambiguous { whole, rest } = read("1,234", None) else { panic!("ambiguous") };
        assert_eq!((whole.as_str(), rest.as_str()), ("1", "234"));
    }

    #[test]
    fn the_other_cells_settle_it_if_they_agree() {
        for (others, cell, number) in [
            (vec!["12,5"], "1,234", 1),
            (vec!["12.5"], "1,234", 1_234),
            (vec!["1,234,567"], "1,234", 1_234),
            (vec!["7", "1 234,5"], "1.234", 1_234),
        ] {
            let shown = Decimal::of(others.iter().copied());
            assert_eq!(read(cell, shown), Reading::Number(number), "{others:?} {cell}");
        }
        assert_eq!(Decimal::of(["12,5", "12.5"]), None);
        assert_eq!(Decimal::of(["1,234", "7", "x"]), None);
    }

    #[test]
    fn the_recipe_has_the_last_word() {
        assert_eq!(read_as("1,234", Decimal::Point, 0), Reading::Number(1_234));
        assert_eq!(read_as("1,234", Decimal::Comma, 0), Reading::Number(1));
        assert_eq!(read_as("12,5", Decimal::Point, 0), Reading::None);
    }

    #[test]
    fn what_is_averaged_is_read_in_hundredths() {
        for (cell, number) in [
            ("12", 1_200),
            ("12.5", 1_250),
            ("12,05", 1_205),
            ("1 234,567", 123_456),
            ("-0.5", -50),
        ] {
            assert_eq!(read_to(cell, None, 2), Reading::Number(number), "{cell}");
        }
        assert!(matches!(read_to("1,234", None, 2), Reading::Ambiguous { .. }));
    }
}
