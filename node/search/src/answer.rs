//! What is found, best first, and how much of it has which code.
//!
//! A record is found if it has all words, each in one language or the other. If none has, those are found that have
//! some, and the answer says so.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::index::Index;
use crate::question::Question;
use crate::record::Record;
use crate::score::Use;
use crate::words;
use crate::words::Language;

/// What is found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// The records, best first; by date, the latest first, where no words were asked for.
    pub hits: Vec<Hit>,
    /// By facet and code, how many of them have it.
    pub facets: BTreeMap<String, BTreeMap<String, u64>>,
    /// Whether they have all words that say something, and not only some.
    pub has_all_words: bool,
}

/// One that is found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hit {
    /// The number of the record in its index.
    pub number: usize,
    /// How well it answers; of no unit, and good for comparing with others of the same answer.
    pub score: u64,
}

/// By record, how well it answers a word.
type Scores = BTreeMap<usize, u64>;

impl Index {
    /// Answers a question.
    pub fn ask(&self, question: &Question) -> Found {
        let words: Vec<(Scores, bool)> = question
            .words()
            .map(|(word, is_needed)| (self.scores(word), is_needed))
            .collect();
        let is_chosen =
            |record: &Record| question.only.iter().all(|(name, of)| record.has_one_of(name, of));
        let chosen = self.records.iter().enumerate().filter(|(_, it)| is_chosen(it));
        let mut hits: Vec<Hit> =
            chosen.map(|(number, _)| Hit { number, score: total(&words, number) }).collect();
        let has_all = |hit: &Hit| {
            words.iter().all(|(scores, needed)| !needed || scores.contains_key(&hit.number))
        };
        let has_all_words = hits.iter().any(has_all);
        hits.retain(|hit| if has_all_words { has_all(hit) } else { hit.score > 0 });
        hits.sort_by_key(|hit| {
            let record = self.records.get(hit.number);
            let newest = record.filter(|_| words.is_empty()).map(|it| Reverse(it.published_ms));
            // Numbers go by id.
            (Reverse(hit.score), newest, hit.number)
        });
        let facets = self.facets(&hits);
        Found { hits, facets, has_all_words }
    }

    /// Returns how well each record answers a word that has it.
    fn scores(&self, word: &str) -> Scores {
        let mut scores = Scores::new();
        for language in Language::ALL {
            let mut uses: BTreeMap<usize, u64> = BTreeMap::new();
            for term in words::terms(word, language) {
                for (number, times) in self.uses(language, &term) {
                    let most = uses.entry(*number).or_default();
                    *most = (*most).max(*times);
                }
            }
            let body = self.body(language);
            let with = u64::try_from(uses.len()).unwrap_or(u64::MAX);
            for (number, times) in uses {
                let words = self.length(language, number);
                let score = body.score(with, Use { times, words });
                let best = scores.entry(number).or_default();
                *best = (*best).max(score);
            }
        }
        scores
    }

    fn facets(&self, hits: &[Hit]) -> BTreeMap<String, BTreeMap<String, u64>> {
        let mut facets: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for record in hits.iter().filter_map(|hit| self.records.get(hit.number)) {
            for (list, codes) in &record.facets {
                let counts = facets.entry(list.clone()).or_default();
                for code in codes.iter().collect::<BTreeSet<_>>() {
                    let count = counts.entry(code.clone()).or_default();
                    *count = count.saturating_add(1);
                }
            }
        }
        facets
    }
}

fn total(words: &[(Scores, bool)], number: usize) -> u64 {
    let scores = words.iter().filter_map(|(scores, _)| scores.get(&number));
    scores.fold(0, |sum, it| sum.saturating_add(*it))
}
