//! Words as people compare them: without case, accents, and doubled or unusual spaces.
//!
//! Somebody who types `GROUPE `, `groupe` or `Groupé` in one column of an export means one thing.
//! [`fold`] gives such spellings one form, for comparing only; what is shown is what was typed.

/// Letters with an accent, and the plain letters that stand for them.
const PLAIN: [(&str, &str); 11] = [
    ("àáâãäåā", "a"),
    ("çćč", "c"),
    ("èéêëēęė", "e"),
    ("ìíîïī", "i"),
    ("ñń", "n"),
    ("òóôõöøō", "o"),
    ("ùúûüū", "u"),
    ("ýÿ", "y"),
    ("œ", "oe"),
    ("æ", "ae"),
    ("’‘`´", "'"),
];

/// Returns a text in lower case, without accents, with single spaces between its words.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            push_plain(letter, &mut folded);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Adds what stands for a letter that is in lower case already: itself, plain letters, or nothing.
pub(crate) fn push_plain(letter: char, folded: &mut String) {
    match letter {
        'a'..='z' | '0'..='9' => folded.push(letter),
        // Accents that stand behind their letter, and what cannot be seen.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => {}
        '\u{2010}'..='\u{2015}' => folded.push('-'),
        other => match PLAIN.iter().find(|(letters, _)| letters.contains(other)) {
            Some((_, plain)) if !other.is_ascii() || other == '`' => folded.push_str(plain),
            _ => folded.push(other),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_one_word_however_it_is_typed() {
        for text in ["École  secondaire", " ECOLE secondaire ", "e\u{301}cole\u{a0}secondaire"] {
            assert_eq!(fold(text), "ecole secondaire", "{text:?}");
        }
        assert_eq!(fold("Cœur d’enfant – Été"), "coeur d'enfant - ete");
        assert_ne!(fold("non"), fold("nom"));
    }
}
