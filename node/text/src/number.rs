//! Numbers as people write them: `1,204.5` in English, `1 204,5` in French.
//!
//! French groups with a narrow no-break space, so that no number is torn over two lines. Dates and
//! codes are not numbers and never pass through here.

use crate::language::Language;

/// The space between groups of digits in French.
pub const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

impl Language {
    /// Returns a whole number as people write it.
    pub fn number(self, number: i64) -> String {
        self.punctuate(&number.to_string())
    }

    /// Returns a number with `digits` digits after the decimal sign.
    pub fn decimal(self, number: f64, digits: usize) -> String {
        self.punctuate(&format!("{number:.digits$}"))
    }

    /// Groups the digits of `plain`, which is written as in a program, and sets the decimal sign.
    pub(crate) fn punctuate(self, plain: &str) -> String {
        let (group, point) = match self {
            Self::English => (',', '.'),
            Self::French => (NARROW_NO_BREAK_SPACE, ','),
        };
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let digits = whole.trim_start_matches('-');
        let mut text = String::from(if whole.starts_with('-') { "-" } else { "" });
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_digits_by_three() {
        let cases = [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1,000", "1\u{202f}000"),
            (1_234_567, "1,234,567", "1\u{202f}234\u{202f}567"),
            (-12_345, "-12,345", "-12\u{202f}345"),
        ];
        for (number, english, french) in cases {
            assert_eq!(Language::English.number(number), english);
            assert_eq!(Language::French.number(number), french);
        }
    }

    #[test]
    fn the_decimal_sign_is_a_comma_in_french() {
        assert_eq!(Language::English.decimal(1_234.5, 1), "1,234.5");
        assert_eq!(Language::French.decimal(1_234.5, 1), "1\u{202f}234,5");
        assert_eq!(Language::French.decimal(0.0, 2), "0,00");
    }
}
