//! The member's own names, as salted hashes: the best list there is, and nobody else's.
//!
//! Who took part is in the member's own exports. [`Names::learn`] takes the words of such columns and
//! keeps of each only a keyed hash; a text is searched by hashing its words alike. It promises:
//!
//! - **No name is kept**: without the salt a hash tells nothing. With it names can be guessed, so the
//!   file is for its owner only, stays on this computer, and is in no backup.
//! - **Spelling does not matter**: case and accents are folded, names of several words are learned word by
//!   word, and only words with a large letter are looked at, so that *will* and *grace* stay words.

use std::collections::BTreeSet;
use std::fmt;

use flotilla_domain::message::Message;
use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use sha2::Sha256;

use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::nearest;
use crate::read::table;
use crate::recipe::Hints;
use crate::screen::Finding;
use crate::screen::Found;

/// The bytes of a salt.
pub const SALT_BYTES: usize = 32;

/// The most words that are kept.
pub const WORDS_MAX: usize = 200_000;

/// The first line of the file.
const HEADER: &str = "flotilla names 1";

/// The bytes of a hash: enough that no other word has it by chance.
const HASH_BYTES: usize = 8;

/// Words of names that every text has.
const PARTICLES: [&str; 44] = [
    "al", "an", "and", "as", "at", "by", "da", "das", "de", "del", "den", "der", "des", "di",
    "dit", "do", "dos", "du", "el", "et", "he", "il", "in", "is", "it", "je", "jr", "la", "le",
    "les", "mc", "mr", "mrs", "ms", "no", "on", "or", "sr", "st", "ste", "the", "un", "van", "von",
];

/// What is kept of names.
pub struct Names {
    salt: [u8; SALT_BYTES],
    hashes: BTreeSet<[u8; HASH_BYTES]>,
}

impl Names {
    /// Knows nobody yet.
    pub fn new(salt: [u8; SALT_BYTES]) -> Self {
        Self { salt, hashes: BTreeSet::new() }
    }

    /// Reads what [`Names::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        lines.next().filter(|it| *it == HEADER)?;
        let salt = <[u8; SALT_BYTES]>::try_from(bytes(lines.next()?)?).ok()?;
        let hash = |line: &str| <[u8; HASH_BYTES]>::try_from(bytes(line)?).ok();
        let hashes: Option<BTreeSet<_>> = lines.take(WORDS_MAX).map(hash).collect();
        Some(Self { salt, hashes: hashes? })
    }

    /// Writes the salt and the hashes.
    pub fn to_text(&self) -> String {
        let hex = |bytes: &[u8]| bytes.iter().map(|it| format!("{it:02x}")).collect::<String>();
        let lines = self.hashes.iter().map(|it| format!("{}\n", hex(it)));
        format!("{HEADER}\n{}\n{}", hex(&self.salt), lines.collect::<String>())
    }

    /// Returns how many words are known.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Returns whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Learns the names in these columns of a table; returns how many cells had one.
    ///
    /// # Errors
    ///
    /// Fails if the file is no table, or has no such column.
    pub fn learn(&mut self, file: &[u8], columns: &[String]) -> Result<usize, Problems> {
        let mut problems = Collector::default();
        let table = table::read(file, &Hints::default(), &mut problems);
        let table = problems.finish(table)?;
        let mut problems = Collector::default();
        let Some(table) = table else { return Ok(0) };
        let mut places = Vec::new();
        for column in columns {
            match table.header.iter().position(|it| it == column) {
                Some(place) => places.push(place),
                None => problems.push(missing(column, &table.header)),
            }
        }
        problems.finish(())?;
        let mut cells = 0;
        for row in table.rows() {
            for place in &places {
                cells += usize::from(self.add(row.cell(*place)));
            }
        }
        Ok(cells)
    }

    /// Returns where a text has one of the names.
    pub fn findings(&self, text: &str) -> Vec<Finding> {
        Found::words(text, &|word| word.is_name() && self.knows(&word.plain))
    }

    /// Learns the words of one cell; returns whether there was one.
    fn add(&mut self, cell: &str) -> bool {
        let words: Vec<String> = Found::plain_words(cell);
        let names: Vec<_> = words.iter().filter(|it| is_name(it)).collect();
        for word in &names {
            if self.hashes.len() < WORDS_MAX
                && let Some(hash) = self.hash(word)
            {
                self.hashes.insert(hash);
            }
        }
        !names.is_empty()
    }

    fn knows(&self, word: &str) -> bool {
        is_name(word) && self.hash(word).is_some_and(|it| self.hashes.contains(&it))
    }

    fn hash(&self, word: &str) -> Option<[u8; HASH_BYTES]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.salt).ok()?;
        mac.update(word.as_bytes());
        mac.finalize().into_bytes().first_chunk().copied()
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Names({} words)", self.hashes.len())
    }
}

fn is_name(word: &str) -> bool {
    word.chars().count() >= 2 && !PARTICLES.contains(&word)
}

fn missing(column: &str, header: &[String]) -> Problem {
    let near = nearest(column, header.iter().map(String::as_str));
    let remedy = match near {
        Some(nearest) => Message::new("gate-e102-remedy-nearest").word("nearest", nearest),
        None => Message::new("gate-e125-remedy").word("columns", header.join(", ")),
    };
    Problem {
        code: "FL-E125",
        place: Message::new("gate-place-file"),
        what: Message::new("gate-e125-what").word("column", column),
        remedy,
    }
}

/// Reads hexadecimal digits.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|it| u8::from_str_radix(it, 16).ok()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[u8] = "Name,Mentor,City\nXyla de Qorbën,Grace O'Vrell,Anytown\n".as_bytes();

    #[test]
    fn names_are_found_however_they_are_spelled_and_words_are_not() {
        let names = learned();
        assert_eq!(names.len(), 4, "xyla, qorben, grace, vrell; a letter alone is no name");
        let text = "We met XYLA and Qorben.\nGrace of de la Anytown, with grace.";
        let found = names.findings(text);
        let told: Vec<_> = found.iter().map(|it| (it.line, it.excerpt(text))).collect();
        assert_eq!(told, [(1, "XYLA"), (1, "Qorben"), (2, "Grace")]);
    }

    #[test]
    fn what_is_kept_has_no_name_and_is_read_back() {
        let names = learned();
        let text = names.to_text();
        assert!(!text.to_lowercase().contains("xyla"), "{text}");
        let again = Names::parse(&text).unwrap();
        assert_eq!(again.to_text(), text);
        assert_eq!(again.findings("Xyla").len(), 1);
        let other = Names { salt: [8; SALT_BYTES], hashes: again.hashes };
        assert_eq!(other.findings("Xyla"), [], "a hash is of no use with another salt");
        assert!(Names::parse("flotilla names 1\nzz").is_none());
    }

    #[test]
    fn a_column_that_is_not_there_is_named() {
        let mut names = Names::new([7; SALT_BYTES]);
        let refused = names.learn(TABLE, &["Nmae".to_owned()]).unwrap_err();
        assert_eq!(refused.iter().next().map(|it| it.code), Some("FL-E125"));
    }

    fn learned() -> Names {
        let mut names = Names::new([7; SALT_BYTES]);
        assert_eq!(names.learn(TABLE, &["Name".to_owned(), "Mentor".to_owned()]).unwrap(), 2);
        names
    }
}
