//! What tells of so few that somebody may know them, and what a community may want to keep.
//!
//! Nothing here names a person; only its author can say whether it is harmless.

use std::ops::Range;

use super::people::begins_sentence;
use super::plain::Gap;
use super::plain::Plain;
use super::plain::Token;
use super::plain::TokenKind;
use super::words::Words;

/// Numbers in words, plain; *un* is an article as well, and a plural follows it never.
const NUMBERS: [&str; 17] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "deux", "trois",
    "quatre", "cinq", "sept", "huit", "neuf", "un",
];

/// Who is counted, plain.
const COUNTED: [&str; 26] = [
    "boys",
    "child",
    "children",
    "dyades",
    "enfants",
    "filles",
    "garcons",
    "girl",
    "girls",
    "jeunes",
    "jumelages",
    "kid",
    "kids",
    "matches",
    "mentee",
    "mentees",
    "mentorees",
    "mentores",
    "participantes",
    "participants",
    "pupils",
    "boy",
    "teenagers",
    "teens",
    "youth",
    "youths",
];

/// Words between a number and who is counted, plain.
const DESCRIBED: [&str; 17] = [
    "autochtones",
    "black",
    "cree",
    "first",
    "former",
    "indigenous",
    "inuit",
    "jeunes",
    "local",
    "metis",
    "new",
    "nouveaux",
    "nouvelles",
    "older",
    "petites",
    "petits",
    "young",
];

/// Words for young people; a community with one of them in a sentence is a story.
const YOUNG: [&str; 24] = [
    "adolescent",
    "adolescente",
    "adolescents",
    "boy",
    "boys",
    "child",
    "children",
    "enfant",
    "enfants",
    "fille",
    "filles",
    "garcon",
    "garcons",
    "girl",
    "girls",
    "jeune",
    "jeunes",
    "kid",
    "kids",
    "mentee",
    "mentees",
    "teen",
    "teens",
    "youth",
];

/// What the name of a First Nation ends with, plain.
const NATIONS: [&[&str]; 10] = [
    &["first", "nation"],
    &["cree", "nation"],
    &["dene", "nation"],
    &["ojibway", "nation"],
    &["mohawk", "nation"],
    &["indian", "band"],
    &["indian", "reserve"],
    &["metis", "settlement"],
    &["reserve"],
    &["hamlet"],
];

/// What the name of a First Nation begins with in French, plain; a large letter follows.
const NATIONS_FRENCH: [&[&str]; 7] = [
    &["premiere", "nation"],
    &["nation", "crie"],
    &["nation", "anishinabe"],
    &["nation", "atikamekw"],
    &["communaute", "innue"],
    &["communaute", "autochtone"],
    &["reserve"],
];

/// Words before a nation that name none.
const ARTICLES: [&str; 10] = ["a", "an", "any", "each", "every", "no", "on", "our", "the", "this"];

/// What is held sacred, plain, whoever speaks of it.
const SACRED: [&[&str]; 20] = [
    &["danse", "du", "soleil"],
    &["enseignements", "sacres"],
    &["enseignements", "traditionnels"],
    &["feu", "sacre"],
    &["gardien", "du", "savoir"],
    &["gardiens", "du", "savoir"],
    &["hutte", "de", "sudation"],
    &["knowledge", "keeper"],
    &["knowledge", "keepers"],
    &["medicine", "wheel"],
    &["potlatch"],
    &["roue", "de", "medecine"],
    &["sacred"],
    &["smudge"],
    &["smudging"],
    &["sun", "dance"],
    &["sweat", "lodge"],
    &["teachings"],
    &["tente", "de", "sudation"],
    &["vision", "quest"],
];

/// Words for ceremony, plain; and those before or after which it is another one.
const CEREMONIES: [&str; 3] = ["ceremonie", "ceremonies", "ceremony"];
const OTHER_CEREMONIES: [&str; 20] = [
    "award",
    "awards",
    "certificate",
    "citizenship",
    "cloture",
    "closing",
    "diplomes",
    "fin",
    "graduation",
    "inauguration",
    "opening",
    "ouverture",
    "prix",
    "recognition",
    "reconnaissance",
    "remise",
    "signing",
    "volunteer",
    "wedding",
    "certificats",
];

/// Words for Elders, plain; with a large letter only.
const ELDERS: [&str; 2] = ["elder", "elders"];
const ELDERS_FRENCH: [&str; 4] = ["aine", "ainee", "ainees", "aines"];

/// Words that say that a teaching is of a people, plain.
const PEOPLES: [&str; 14] = [
    "anishinaabe",
    "atikamekw",
    "autochtone",
    "autochtones",
    "ceremony",
    "cree",
    "dene",
    "indigenous",
    "innu",
    "inuit",
    "metis",
    "nation",
    "nations",
    "traditional",
];

/// The most tokens of a sentence that are looked at on either side.
const SENTENCE_TOKENS_MAX: usize = 60;

/// Finds numbers below ten of young people.
pub(super) fn small_numbers(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let tokens = plain.tokens();
    let counted = |index: usize| {
        let number = tokens.get(index).filter(|it| is_small(it))?;
        let before = index.checked_sub(1).and_then(|it| tokens.get(it));
        // `5-9 youth` and `1 to 3 youth` are sizes of groups; `one-on-one youth` counts nobody.
        if before.is_some_and(|it| it.is_mark("-/.,$%") && it.gap == Gap::None)
            || before.is_some_and(|it| ["on", "to", "a", "or", "ou"].contains(&it.word.as_str()))
                && index.checked_sub(2).and_then(|it| tokens.get(it)).is_some_and(is_small)
        {
            return None;
        }
        let mut at = index + 1;
        let described = |it: &Token| DESCRIBED.contains(&it.word.as_str());
        while at < index + 3
            && tokens.get(at).is_some_and(described)
            && tokens.get(at + 1).is_some_and(|it| it.is_word() && it.gap < Gap::Paragraph)
        {
            at += 1;
        }
        // `jeunes` describes, and counts where nobody else does.
        let is_counted = |it: &Token| COUNTED.contains(&it.word.as_str()) && it.gap > Gap::None;
        let young = |it: &Token| ["people", "women", "men"].contains(&it.word.as_str());
        let last = match (tokens.get(at), tokens.get(at - 1)) {
            (Some(it), _) if is_counted(it) => at,
            (Some(it), Some(before)) if young(it) && before.word == "young" => at,
            (_, Some(before)) if at > index + 1 && is_counted(before) => at - 1,
            _ => return None,
        };
        let is_ratio = tokens.get(last + 1).is_some_and(|it| it.word == "per" || it.word == "par");
        let to = tokens.get(last).filter(|it| it.gap < Gap::Paragraph && !is_ratio)?;
        Some(number.at.start..to.at.end)
    };
    (0..tokens.len()).filter_map(counted).collect()
}

fn is_small(token: &Token) -> bool {
    let in_words = token.is_word() && NUMBERS.contains(&token.word.as_str()) && token.word != "un";
    in_words || token.word.len() == 1 && token.number().is_some_and(|it| it > 0)
}

/// Finds small communities in a sentence about young people.
pub(super) fn communities(plain: &Plain<'_>, words: &Words) -> Vec<Range<usize>> {
    let tokens = plain.tokens();
    let mut found: Vec<Range<usize>> = Vec::new();
    for index in 0..tokens.len() {
        let last = known(tokens, index, words).or_else(|| nation(tokens, index));
        let Some((from, to)) = last.and_then(|it| tokens.get(index).zip(tokens.get(it))) else {
            continue;
        };
        let overlaps = found.last().is_some_and(|it| from.at.start < it.end);
        if !overlaps && sentence(tokens, index).any(|it| YOUNG.contains(&it.word.as_str())) {
            found.push(from.at.start..to.at.end);
        }
    }
    found
}

/// A community of the lists: returns its last token.
fn known(tokens: &[Token], index: usize, words: &Words) -> Option<usize> {
    let first = tokens.get(index).filter(|it| it.is_capital())?;
    let lasts = words.communities(&first.word).filter_map(|name| {
        let mut rest = tokens.iter().enumerate().skip(index).filter(|(_, it)| it.is_word());
        let mut last = index;
        for word in name {
            let (at, token) = rest.next()?;
            if token.word != *word || at > last + 2 {
                return None;
            }
            last = at;
        }
        Some(last)
    });
    lasts.max()
}

/// `Anytown First Nation`, `Première Nation de Anyville`: returns the last token.
fn nation(tokens: &[Token], index: usize) -> Option<usize> {
    let first = tokens.get(index)?;
    let names = first.is_capital() && !ARTICLES.contains(&first.word.as_str());
    let ends = NATIONS.iter().find(|nation| says(tokens, index + 1, nation));
    if let Some(nation) = ends.filter(|_| names) {
        let last = index + nation.len();
        return tokens.get(last).filter(|it| it.is_capital()).map(|_| last);
    }
    let nation = NATIONS_FRENCH.iter().find(|it| says(tokens, index, it))?;
    let mut at = index + nation.len();
    let linked = ["de", "des", "du", "d", "la", "l", "'"];
    let from = at;
    while tokens.get(at).is_some_and(|it| linked.contains(&it.word.as_str())) && at < from + 4 {
        at += 1;
    }
    tokens
        .get(at)
        .filter(|it| at > from && it.is_capital() && it.gap < Gap::Paragraph)
        .map(|_| at)
}

/// Finds ceremony and teachings.
pub(super) fn ceremonies(plain: &Plain<'_>) -> Vec<Range<usize>> {
    let tokens = plain.tokens();
    let sacred = |index: usize| {
        let token = tokens.get(index)?;
        let word = token.word.as_str();
        let phrase = SACRED.iter().find(|it| says(tokens, index, it));
        let near =
            |from: usize, to: usize| tokens.get(from..to.min(tokens.len())).unwrap_or_default();
        let is_other = || {
            let (before, after) =
                (near(index.saturating_sub(2), index), near(index + 1, index + 4));
            let other = |it: &Token| OTHER_CEREMONIES.contains(&it.word.as_str());
            before.iter().any(other) || after.iter().any(other)
        };
        let is_sacred = match () {
            () if phrase.is_some() => true,
            () if CEREMONIES.contains(&word) => !is_other(),
            () if ELDERS.contains(&word) => token.is_capital(),
            () if ELDERS_FRENCH.contains(&word) => {
                token.is_capital() && !begins_sentence(tokens, index)
            }
            () if word == "teaching" => {
                let is_elder = |it: &Token| ELDERS.contains(&it.word.as_str()) && it.is_capital();
                sentence(tokens, index)
                    .any(|it| is_elder(it) || PEOPLES.contains(&it.word.as_str()))
            }
            () => false,
        };
        let to = tokens.get(index + phrase.map_or(1, |it| it.len()) - 1)?;
        is_sacred.then_some(token.at.start..to.at.end)
    };
    (0..tokens.len()).filter_map(sacred).collect()
}

/// Returns whether these words stand at `index`.
fn says(tokens: &[Token], index: usize, words: &[&str]) -> bool {
    let rest = tokens.get(index..).unwrap_or_default();
    rest.len() >= words.len()
        && rest.iter().zip(words).all(|(token, word)| token.word == *word)
        && rest.iter().take(words.len()).skip(1).all(|it| it.gap < Gap::Paragraph)
}

/// Returns the sentence around a token.
fn sentence(tokens: &[Token], index: usize) -> impl Iterator<Item = &Token> {
    let ends = |it: &Token| it.is_mark(".!?;") && it.kind == TokenKind::Mark;
    let before = tokens.get(..index).unwrap_or_default().iter().rev();
    let own_gap = tokens.get(index).map_or(Gap::Paragraph, |it| it.gap);
    // A paragraph ends before the token that it precedes.
    let mut gap = own_gap;
    let before = before.take(SENTENCE_TOKENS_MAX).take_while(move |it| {
        let goes_on = gap < Gap::Paragraph && !ends(it);
        gap = it.gap;
        goes_on
    });
    let after = tokens.get(index + 1..).unwrap_or_default().iter();
    let after = after
        .take(SENTENCE_TOKENS_MAX)
        .take_while(move |it| it.gap < Gap::Paragraph && !ends(it));
    before.chain(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_young_people_are_asked_about() {
        for text in [
            "3 girls left",
            "three young mentees",
            "deux jeunes filles",
            "quatre jeunes",
            "seven young people",
            "2 jumelages",
            "one child",
        ] {
            assert_eq!(small_numbers(&Plain::new(text)).len(), 1, "{text}");
        }
        for text in [
            "the first 3 visits, 10 minutes, 12 youth",
            "un jeune attend un jumelage",
            "groups of 5-9 youth or 1 to 3 girls",
            "one-on-one youth mentoring",
            "3 youth per mentor",
            "one match at a time",
            "2024. Youth said",
            "1,205 youth and 4.5 matches",
        ] {
            assert_eq!(small_numbers(&Plain::new(text)), [], "{text}");
        }
    }

    #[test]
    fn a_small_community_with_young_people_is_asked_about() {
        let words = Words::new(None);
        for text in [
            "A girl from Pond Inlet came.",
            "youth of Anytown First Nation said",
            "les jeunes de la Première Nation d’Anyville",
            "the boy from God’s Lake Narrows",
        ] {
            assert_eq!(communities(&Plain::new(text), &words).len(), 1, "{text}");
        }
        for text in [
            "Our office in Pond Inlet opened. Youth came.",
            "First Nations youth took part",
            "the First Nation asked its youth",
            "youth from Toronto",
        ] {
            assert_eq!(communities(&Plain::new(text), &words), [], "{text}");
        }
    }

    #[test]
    fn ceremony_is_asked_about() {
        for text in [
            "the medicine wheel",
            "une cérémonie",
            "An Elder said",
            "traditional teaching of the Cree",
            "avec une Aînée",
        ] {
            assert!(!ceremonies(&Plain::new(text)).is_empty(), "{text}");
        }
        for text in [
            "an awards ceremony in June",
            "cérémonie de remise de prix",
            "teaching staff, elder care",
            "les personnes aînées. Aînés et jeunes",
        ] {
            assert_eq!(ceremonies(&Plain::new(text)), [], "{text}");
        }
    }
}
