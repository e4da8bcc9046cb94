//! The recovery sheet: the next admin key as 24 words, to be printed and kept apart.
//!
//! Only the hash of the key is public. Whoever has the sheet can replace the admin key, and undo
//! what a thief signed with it; so the file says, first of all, to print it and delete it.

use flotilla_domain::key::PublicKey;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;
use zeroize::Zeroize;
use zeroize::Zeroizing;

/// The name of the file in the folder of the member.
pub(crate) const FILE_NAME: &str = "recovery-sheet.txt";

/// The rows of words on the sheet; 24 words stand in four columns.
const ROWS: usize = 6;

/// Returns the sheet of the member `name` for the key of `seed`, or `None` where the words could not
/// be made.
pub(crate) fn sheet(
    texts: &Texts,
    name: &str,
    seed: &Zeroizing<[u8; 32]>,
    public: &PublicKey,
) -> Option<Zeroizing<String>> {
    let language = match texts.language() {
        Language::English => bip39::Language::English,
        Language::French => bip39::Language::French,
    };
    let mnemonic = bip39::Mnemonic::from_entropy_in(language, seed.as_slice()).ok()?;
    let words: Vec<&str> = mnemonic.words().collect();
    // Large enough from the start: a buffer that grows leaves copies of a secret behind.
    let mut text = Zeroizing::new(String::with_capacity(4_096));
    let fingerprint = public.fingerprint();
    text.push_str(&texts.text("cli-sheet-title"));
    text.push_str("\n\n");
    text.push_str(&texts.say(&Message::new("cli-sheet-member").word("name", name)));
    text.push('\n');
    text.push_str(&texts.say(&Message::new("cli-sheet-key").word("fingerprint", fingerprint)));
    text.push_str("\n\n");
    for row in 0..ROWS {
        for (place, word) in words.iter().enumerate().skip(row).step_by(ROWS) {
            // Padding counts characters, and French words are spelled with combining accents.
            let width = word.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).count();
            let gap = 12_usize.saturating_sub(width);
            text.push_str(&format!("{:>4} {word}{:gap$}", place + 1, ""));
        }
        let end = text.trim_end().len();
        text.truncate(end);
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&texts.text("cli-sheet-use"));
    text.push('\n');
    Some(text)
}

/// Returns the key that the 24 words stand for, typed in either language: in their order, or with their
/// numbers as they stand on the sheet. `None` where a word is wrong, missing or out of place.
pub(crate) fn seed_of(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut numbered: Vec<(u32, &str)> = text.lines().filter_map(pairs).flatten().collect();
    numbered.sort_unstable();
    let mut phrase = Zeroizing::new(String::with_capacity(text.len() + 1));
    let mut push = |word: &str| {
        word.chars().flat_map(char::to_lowercase).for_each(|c| phrase.push(c));
        phrase.push(' ');
    };
    if numbered.is_empty() {
        text.split_whitespace().for_each(&mut push);
    } else {
        numbered.into_iter().for_each(|(_, word)| push(word));
    }
    let languages = [bip39::Language::English, bip39::Language::French];
    let read = |language| bip39::Mnemonic::parse_in(language, phrase.trim_end()).ok();
    let mnemonic = languages.into_iter().find_map(read)?;
    let (mut entropy, length) = mnemonic.to_entropy_array();
    let seed = entropy.first_chunk::<32>().filter(|_| length == 32);
    let seed = seed.map(|seed| Zeroizing::new(*seed));
    entropy.zeroize();
    seed
}

/// Returns the words of a line that is made of numbers, each with a word.
fn pairs(line: &str) -> Option<Vec<(u32, &str)>> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let numbers = fields.iter().step_by(2).map(|it| it.trim_end_matches('.').parse().ok());
    let numbers: Vec<u32> = numbers.collect::<Option<_>>()?;
    if fields.len() != 2 * numbers.len() {
        return None;
    }
    let words = fields.into_iter().skip(1).step_by(2);
    let pairs: Vec<(u32, &str)> = numbers.into_iter().zip(words).collect();
    // A word that is a number stands on no sheet.
    let is_word = |(_, word): &(u32, &str)| word.parse::<u32>().is_err();
    pairs.iter().all(is_word).then_some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::key::SigningKey;

    #[test]
    fn the_words_give_the_key_back_in_either_language() {
        let seed = Zeroizing::new([42; 32]);
        let public = SigningKey::from_seed(&seed).public();
        for language in Language::ALL {
            let sheet = sheet(&Texts::new(language), "Alice", &seed, &public).unwrap();
            let mut words: Vec<(usize, &str)> = Vec::new();
            let fields: Vec<&str> =
                sheet.lines().skip(5).take(ROWS).flat_map(str::split_whitespace).collect();
            for pair in fields.chunks(2) {
                words.push((pair[0].parse().unwrap(), pair[1]));
            }
            words.sort_unstable();
            assert_eq!(words.len(), 24);
            let phrase: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            let read = bip39::Mnemonic::parse(phrase.join(" ")).unwrap();
            assert_eq!(read.to_entropy(), seed.to_vec());
        }
    }

    #[test]
    fn words_are_read_as_they_are_typed_in_either_language() {
        let seed = Zeroizing::new([42; 32]);
        for language in [bip39::Language::English, bip39::Language::French] {
            let words = bip39::Mnemonic::from_entropy_in(language, seed.as_slice()).unwrap();
            let typed = words.to_string().to_uppercase();
            assert_eq!(seed_of(&typed).as_deref(), Some(&*seed), "{typed}");
            let short: Vec<&str> = words.words().skip(1).collect();
            assert_eq!(seed_of(&short.join(" ")), None);
        }
        assert_eq!(seed_of(""), None);
    }

    #[test]
    fn a_sheet_is_read_as_it_was_written() {
        let seed = Zeroizing::new([7; 32]);
        let public = SigningKey::from_seed(&seed).public();
        for language in Language::ALL {
            let sheet = sheet(&Texts::new(language), "Alice", &seed, &public).unwrap();
            assert_eq!(seed_of(&sheet).as_deref(), Some(&*seed), "{}", *sheet);
        }
    }

    #[test]
    fn the_sheet_says_first_what_to_do_with_it() {
        let seed = Zeroizing::new([42; 32]);
        let public = SigningKey::from_seed(&seed).public();
        let sheet = sheet(&Texts::new(Language::English), "Alice", &seed, &public).unwrap();
        assert!(sheet.lines().next().unwrap().contains("PRINT THIS, THEN DELETE THE FILE"));
    }
}
