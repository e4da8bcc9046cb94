//! The four patterns, over one line whose look-alike characters have been made plain.

/// Words beside which ten bare digits are a telephone number.
const PHONE_WORDS: [&str; 6] = ["tel", "tél", "phone", "cell", "call", "fax"];

/// How many characters before a number such a word may begin.
const PHONE_WORD_DISTANCE: usize = 16;

/// The letters that may begin a postal code.
const POSTAL_FIRST: &str = "ABCEGHJKLMNPRSTVXY";

/// The letters that may stand elsewhere in one.
const POSTAL_OTHER: &str = "ABCEGHJKLMNPRSTVWXYZ";

/// One line, as plain lower-case characters.
#[derive(Debug)]
pub(super) struct Line {
    letters: Vec<char>,
}

/// The digits of a number, and what stands between its groups.
type Groups = (Vec<u32>, Vec<String>);

impl Line {
    pub(super) fn new(text: &str) -> Self {
        let plain: String = text.chars().filter_map(plain).collect();
        let plain = plain.to_lowercase().replace("(at)", "@").replace("[at]", "@");
        let plain = plain.replace(" arobase ", "@").replace(" @ ", "@");
        Self { letters: plain.chars().collect() }
    }

    pub(super) fn has_email(&self) -> bool {
        let is_part = |it: &char| it.is_ascii_alphanumeric() || "._%+-".contains(*it);
        self.starts().any(|at| {
            let before = at.checked_sub(1).and_then(|before| self.at(before));
            let domain = self.letters.iter().skip(at + 1).take_while(|it| is_part(it));
            let domain: String = domain.collect();
            let (name, ending) = domain.trim_end_matches('.').rsplit_once('.').unwrap_or_default();
            self.at(at) == Some('@')
                && before.is_some_and(|it| is_part(&it))
                && !name.is_empty()
                && ending.len() >= 2
                && ending.chars().all(|it| it.is_ascii_alphabetic())
        })
    }

    pub(super) fn has_phone(&self) -> bool {
        self.starts().any(|at| {
            let Some((digits, gaps)) = self.groups(at, &[3, 3, 4], " .-()") else { return false };
            let begins = |index: usize| digits.get(index).is_some_and(|it| (2..=9).contains(it));
            let separated = gaps.iter().all(|gap| !gap.is_empty());
            let bare = gaps.iter().all(|gap| gap.is_empty());
            begins(0) && begins(3) && (separated || bare && self.is_after_phone_word(at))
        })
    }

    pub(super) fn has_postal_code(&self) -> bool {
        self.starts().any(|at| {
            let at_start = at.checked_sub(1).and_then(|it| self.at(it));
            let mut code: Vec<char> = self.letters.iter().skip(at).take(8).copied().collect();
            if matches!(code.get(3), Some(' ' | '-')) {
                code.remove(3);
            }
            let after = code.get(6).copied();
            let is_open = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
            is_open(at_start) && is_open(after) && is_postal_code(&code)
        })
    }

    pub(super) fn has_social_insurance(&self) -> bool {
        self.starts().any(|at| {
            let Some((digits, gaps)) = self.groups(at, &[3, 3, 3], " -") else { return false };
            let same_gap = gaps.first() == gaps.last();
            let all_equal = digits.iter().all(|it| digits.first() == Some(it));
            same_gap && !all_equal && passes_luhn(&digits)
        })
    }

    /// Reads groups of digits from `at`, with at most two separators between them, where no other
    /// digit is near.
    fn groups(&self, at: usize, sizes: &[usize], separators: &str) -> Option<Groups> {
        if at
            .checked_sub(1)
            .and_then(|it| self.at(it))
            .is_some_and(|it| it.is_ascii_digit())
        {
            return None;
        }
        let (mut digits, mut gaps) = (Vec::new(), Vec::new());
        let mut next = at;
        for (index, size) in sizes.iter().enumerate() {
            if index > 0 {
                let gap = self.letters.iter().skip(next).take(2);
                let gap: String = gap.take_while(|it| separators.contains(**it)).collect();
                next += gap.chars().count();
                gaps.push(gap);
            }
            for _ in 0..*size {
                digits.push(self.at(next)?.to_digit(10)?);
                next += 1;
            }
        }
        self.at(next).is_none_or(|it| !it.is_ascii_digit()).then_some((digits, gaps))
    }

    fn is_after_phone_word(&self, at: usize) -> bool {
        let start = at.saturating_sub(PHONE_WORD_DISTANCE);
        let before: String = self.letters.iter().skip(start).take(at - start).collect();
        PHONE_WORDS.iter().any(|word| before.contains(word))
    }

    fn at(&self, index: usize) -> Option<char> {
        self.letters.get(index).copied()
    }

    fn starts(&self) -> std::ops::Range<usize> {
        0..self.letters.len()
    }
}

/// Makes full-width characters and unusual spaces plain, and drops what cannot be seen.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => Some(' '),
        '\u{2010}'..='\u{2015}' => Some('-'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        other => Some(other),
    }
}

fn is_postal_code(code: &[char]) -> bool {
    let letter = |it: char, allowed: &str| allowed.contains(it.to_ascii_uppercase());
    match *code {
        [a, b, c, d, e, f, ..] => {
            letter(a, POSTAL_FIRST)
                && letter(c, POSTAL_OTHER)
                && letter(e, POSTAL_OTHER)
                && [b, d, f].iter().all(char::is_ascii_digit)
        }
        _ => false,
    }
}

/// Returns whether the check digit at the end fits the others.
fn passes_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| match index % 2 {
            0 => *digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}
