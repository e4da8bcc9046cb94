//! A text made plain for comparing, every letter with its place in the original.
//!
//! Case, accents, full-width forms, unusual spaces and what cannot be seen are gone; lines are not, so
//! that digits of two lines are never one number. [`Plain`] gives letters to the patterns of numbers and
//! addresses, and [`Token`]s to those of words.

use std::ops::Range;

use crate::fold;

/// A text made plain.
#[derive(Debug)]
pub(super) struct Plain<'a> {
    text: &'a str,
    letters: Vec<Letter>,
    tokens: Vec<Token>,
}

/// One plain letter.
#[derive(Clone, Copy, Debug)]
struct Letter {
    plain: char,
    is_upper: bool,
    /// Where the letter of the text begins for which it stands.
    from: usize,
    /// Where that ends.
    to: usize,
}

/// A word, a number, or one mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// What it says, plain.
    pub(super) word: String,
    /// Its letters.
    pub(super) at: Range<usize>,
    /// What it is.
    pub(super) kind: TokenKind,
    /// What stands before it.
    pub(super) gap: Gap,
}

/// What a token is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum TokenKind {
    /// Letters, the first of them large and the others not all.
    Capital,
    /// One letter, and it is large.
    Initial,
    /// Anything that is no letter and no digit.
    Mark,
    /// Digits.
    Number,
    /// Letters.
    Word,
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Spaces.
    Space,
    /// The end of a line.
    Line,
    /// An empty line, or the beginning of the text.
    Paragraph,
}

impl<'a> Plain<'a> {
    /// Makes `text` plain.
    pub(super) fn new(text: &'a str) -> Self {
        let mut letters = Vec::with_capacity(text.len());
        let mut plain = String::new();
        for (from, letter) in text.char_indices() {
            let (to, is_upper) = (from + letter.len_utf8(), letter.is_uppercase());
            plain.clear();
            letter.to_lowercase().for_each(|it| push(it, &mut plain));
            letters.extend(plain.chars().map(|plain| Letter { plain, is_upper, from, to }));
        }
        let tokens = tokens(&letters);
        Self { text, letters, tokens }
    }

    /// Returns the words, numbers and marks.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Returns a letter.
    pub(super) fn at(&self, index: usize) -> Option<char> {
        self.letters.get(index).map(|it| it.plain)
    }

    /// Returns the letter before.
    pub(super) fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    /// Returns whether a letter is large in the text.
    pub(super) fn is_upper(&self, index: usize) -> bool {
        self.letters.get(index).is_some_and(|it| it.is_upper)
    }

    /// Returns every place where something may begin.
    pub(super) fn starts(&self) -> Range<usize> {
        0..self.letters.len()
    }

    /// Returns whether `word` stands at `index`.
    pub(super) fn has(&self, index: usize, word: &str) -> bool {
        let letters = self.letters.get(index..).unwrap_or_default();
        let mut letters = letters.iter().map(|it| it.plain);
        word.chars().all(|it| letters.next() == Some(it))
    }

    /// Returns letters as a text.
    pub(super) fn slice(&self, range: Range<usize>) -> String {
        let letters = self.letters.get(range).unwrap_or_default();
        letters.iter().map(|it| it.plain).collect()
    }

    /// Returns the bytes of the text for which letters stand.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.letters.get(range.start).map_or(self.text.len(), |it| it.from);
        let last = range.end.checked_sub(1).and_then(|it| self.letters.get(it));
        from..last.map_or(from, |it| it.to.max(from))
    }

    /// Returns the letters as they stand in the text.
    pub(super) fn original(&self, range: &Range<usize>) -> &'a str {
        self.text.get(self.bytes(range)).unwrap_or_default()
    }
}

impl Token {
    /// Returns whether it begins with a large letter.
    pub(super) fn is_capital(&self) -> bool {
        matches!(self.kind, TokenKind::Capital | TokenKind::Initial)
    }

    /// Returns whether it is made of letters.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Capital | TokenKind::Initial | TokenKind::Word)
    }

    /// Returns whether it is this mark.
    pub(super) fn is_mark(&self, marks: &str) -> bool {
        self.kind == TokenKind::Mark && marks.contains(self.word.as_str())
    }

    /// Returns the number that it is.
    pub(super) fn number(&self) -> Option<u32> {
        (self.kind == TokenKind::Number).then(|| self.word.parse().ok()).flatten()
    }
}

/// Adds what stands for a letter in lower case.
fn push(letter: char, plain: &mut String) {
    match letter {
        '\n' => plain.push('\n'),
        '\r' | '\u{2060}' => {}
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(letter) - 0xfee0);
            plain.extend(narrow.into_iter().flat_map(char::to_lowercase));
        }
        it if it.is_whitespace() => plain.push(' '),
        it => fold::push_plain(it, plain),
    }
}

fn tokens(letters: &[Letter]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut gap = Gap::Paragraph;
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        match letter.plain {
            '\n' => {
                gap = if gap >= Gap::Line { Gap::Paragraph } else { Gap::Line };
                at += 1;
            }
            ' ' => {
                gap = gap.max(Gap::Space);
                at += 1;
            }
            plain => {
                let same = |it: &&Letter| class(it.plain) == class(plain);
                let more = match class(plain) {
                    TokenKind::Mark => 1,
                    _ => letters.get(at..).unwrap_or_default().iter().take_while(same).count(),
                };
                let token = letters.get(at..at + more).unwrap_or_default();
                tokens.push(Token {
                    word: token.iter().map(|it| it.plain).collect(),
                    at: at..at + more,
                    kind: kind(token),
                    gap,
                });
                (gap, at) = (Gap::None, at + more);
            }
        }
    }
    tokens
}

fn class(letter: char) -> TokenKind {
    match letter {
        it if it.is_ascii_digit() => TokenKind::Number,
        it if it.is_alphabetic() => TokenKind::Word,
        _ => TokenKind::Mark,
    }
}

fn kind(token: &[Letter]) -> TokenKind {
    match token {
        [first, ..] if class(first.plain) != TokenKind::Word => class(first.plain),
        [only] if only.is_upper => TokenKind::Initial,
        [first, rest @ ..] if first.is_upper && !rest.iter().all(|it| it.is_upper) => {
            TokenKind::Capital
        }
        _ => TokenKind::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_original() {
        let text = "À Ｔｏｒｏｎｔｏ,\u{a0}Cœur e\u{301}té\r\n\nK1";
        let plain = Plain::new(text);
        let words: Vec<_> = plain.tokens().iter().map(|it| it.word.as_str()).collect();
        assert_eq!(words, ["a", "toronto", ",", "coeur", "ete", "k", "1"]);
        let originals: Vec<_> = plain.tokens().iter().map(|it| plain.original(&it.at)).collect();
        assert_eq!(originals, ["À", "Ｔｏｒｏｎｔｏ", ",", "Cœur", "e\u{301}té", "K", "1"]);
        assert_eq!(plain.tokens()[1].kind, TokenKind::Capital);
        assert_eq!(plain.tokens()[5].gap, Gap::Paragraph);
    }
}
