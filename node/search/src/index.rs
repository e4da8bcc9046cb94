//! The index: which records have which term, and how often.
//!
//! It is built at once and never changed. Records are numbered in the order of their ids, whatever order they came in.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::record::Record;
use crate::score::Body;
use crate::score::SUMMARY_WEIGHT;
use crate::score::TITLE_WEIGHT;
use crate::words;
use crate::words::Language;

/// The most records of one member that are found, its latest: more than any library of practices has.
pub const RECORDS_PER_MEMBER_MAX: usize = 1_000;

/// How many bytes of bodies are held of one member, of its latest records; the others are found by title and summary.
/// A hundred members take 200 MB at worst, and 20 MB where each has thirty records.
pub const BODIES_PER_MEMBER_BYTES_MAX: usize = 2 << 20;

/// Takes records in, one by one.
#[derive(Debug, Default)]
pub struct Builder {
    members: BTreeMap<String, Room>,
}

/// The latest records of one member.
#[derive(Debug, Default)]
struct Room {
    records: VecDeque<Record>,
    /// How many of them, counted from the first, have lost their bodies.
    bare: usize,
    body_bytes: usize,
}

/// By term: the records that have it, ordered, and how often, by weight.
type Uses = BTreeMap<String, Vec<(usize, u64)>>;

/// By language, the terms of words that were met: most words come often.
type Known = BTreeMap<Language, BTreeMap<String, BTreeSet<String>>>;

/// Records, and the terms under which they are found.
#[derive(Debug, Default)]
pub struct Index {
    pub(crate) records: Vec<Record>,
    /// By language, which records have which terms.
    uses: BTreeMap<Language, Uses>,
    /// By language and record: how many words it has, by weight.
    lengths: BTreeMap<Language, BTreeMap<usize, u64>>,
    /// The terms of all words that are here: stemmers meet the words of strangers once, while an index is made.
    known: Known,
}

impl Builder {
    /// Takes a record in. Those of one member come in the order of its log.
    pub fn push(&mut self, record: Record) {
        self.members.entry(record.member.clone()).or_default().push(record);
    }

    /// Returns the index of what was taken in.
    pub fn finish(self) -> Index {
        let rooms = self.members.into_values();
        let mut records: Vec<Record> = rooms.flat_map(|it| it.records).collect();
        records.sort_by(|a, b| a.id.cmp(&b.id));
        records.dedup_by(|a, b| a.id == b.id);
        let mut index = Index::default();
        for (number, record) in records.iter().enumerate() {
            index.add(number, record);
        }
        Index { records, ..index }
    }
}

impl Room {
    fn push(&mut self, record: Record) {
        self.body_bytes = self.body_bytes.saturating_add(record.bodies());
        self.records.push_back(record);
        while self.body_bytes > BODIES_PER_MEMBER_BYTES_MAX {
            let Some(oldest) = self.records.get_mut(self.bare) else { break };
            self.body_bytes = self.body_bytes.saturating_sub(oldest.bodies());
            oldest.texts.values_mut().for_each(|it| it.body = String::new());
            self.bare += 1;
        }
        if self.records.len() > RECORDS_PER_MEMBER_MAX {
            let gone = self.records.pop_front();
            self.body_bytes = self.body_bytes.saturating_sub(gone.map_or(0, |it| it.bodies()));
            self.bare = self.bare.saturating_sub(1);
        }
    }
}

impl Index {
    /// Returns how many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Returns the record of this number, as answers have them.
    pub fn record(&self, number: usize) -> Option<&Record> {
        self.records.get(number)
    }

    /// Returns the records of a language, all together.
    pub(crate) fn body(&self, language: Language) -> Body {
        let lengths = self.lengths.get(&language);
        let lengths = || lengths.into_iter().flat_map(BTreeMap::values);
        let records = u64::try_from(lengths().count()).unwrap_or(u64::MAX);
        Body { records, words: lengths().sum() }
    }

    /// Returns which records have a term of a language, and how often.
    pub(crate) fn uses(&self, language: Language, term: &str) -> &[(usize, u64)] {
        let uses = self.uses.get(&language).and_then(|it| it.get(term));
        uses.map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns how many words a record has in a language.
    pub(crate) fn length(&self, language: Language, number: usize) -> u64 {
        let lengths = self.lengths.get(&language).and_then(|it| it.get(&number));
        lengths.copied().unwrap_or_default()
    }

    /// Returns whether a word of a record has one of these terms; of what is cut off a word, nothing is known.
    pub(crate) fn has_one_of(
        &self,
        word: &str,
        language: Language,
        terms: &BTreeSet<String>,
    ) -> bool {
        let known = self.known.get(&language).and_then(|it| it.get(word));
        known.is_some_and(|it| !it.is_disjoint(terms))
    }

    fn add(&mut self, number: usize, record: &Record) {
        for (language, text) in &record.texts {
            let parts =
                [(&text.title, TITLE_WEIGHT), (&text.summary, SUMMARY_WEIGHT), (&text.body, 1)];
            let uses = self.uses.entry(*language).or_default();
            let mut length = 0_u64;
            for (part, weight) in parts {
                for word in words::places(part).filter_map(|it| part.get(it)) {
                    length = length.saturating_add(weight);
                    let known = self.known.entry(*language).or_default();
                    if !known.contains_key(word) {
                        known.insert(word.to_owned(), words::terms(word, *language));
                    }
                    for term in known.get(word).into_iter().flatten() {
                        if !uses.contains_key(term) {
                            uses.insert(term.clone(), Vec::new());
                        }
                        uses.get_mut(term).into_iter().for_each(|it| note(it, number, weight));
                    }
                }
            }
            self.lengths.entry(*language).or_default().insert(number, length);
        }
    }
}

/// Takes note that the record that is being added has a term once more.
fn note(uses: &mut Vec<(usize, u64)>, number: usize, weight: u64) {
    match uses.last_mut() {
        Some((last, times)) if *last == number => *times = times.saturating_add(weight),
        _ => uses.push((number, weight)),
    }
}
