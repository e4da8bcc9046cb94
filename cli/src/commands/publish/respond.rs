//! `flotilla practice respond`: what a member says of a record of another.
//!
//! - The record is found by the own node, among those that count; whoever gives the whole id of an entry may
//!   respond to one that was withdrawn, too.
//! - The words come from a file: in the language of `--lang`, or in several, each after a line such as
//!   `+++ fr`.
//! - What only the author can tell is asked as of a record.

use std::fs;
use std::path::Path;

use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_gate::response;
use flotilla_proto::v1::description::Content;

use super::practice;
use super::practice::Offer;
use crate::args::practice::Respond;
use crate::commands::query;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes::SourceFile;

/// What stands at the beginning of a line that names a language.
const FENCE: &str = "+++";

/// The fewest digits by which a record may be named.
const DIGITS_MIN: usize = 8;

/// The words of a result: an indicator, a period and a region.
type Figure<'a> = [&'a str; 3];

/// Publishes a response.
pub(crate) fn respond(args: &Respond, context: &Context) -> Result<(), CommandError> {
    let figures = args.result.iter().map(|it| figure(it)).collect::<Result<Vec<_>, _>>()?;
    let text = match &args.text {
        None => String::new(),
        Some(path) => fs::read_to_string(path).map_err(|error| Failure::read(path, error))?,
    };
    let word = args.kind.statement().word();
    let file = compose((word, &figures), &text, context.ui.texts.language().code());
    let content = Content::Response(named_record(&args.record, context)?.as_bytes().to_vec());
    let path = args.text.as_deref().unwrap_or(Path::new(""));
    let source = args.text.as_deref().map(|path| SourceFile::of(path, text.as_bytes()));
    let offer = Offer { content, path, file: file.as_bytes(), source, dry_run: args.dry_run };
    practice::publish(&offer, (&args.confirm, response::own_names), context)
}

/// Reads where a result is to be read; the words go into a file of TOML, where a quote would end them.
fn figure(text: &str) -> Result<Figure<'_>, CommandError> {
    let is_plain = |it: &&str| it.chars().all(|it| it.is_alphanumeric() || "-_.".contains(it));
    let words: Vec<&str> = text.split_whitespace().filter(is_plain).collect();
    let whole = words.len() == text.split_whitespace().count();
    <[&str; 3]>::try_from(words).ok().filter(|_| whole).ok_or_else(|| {
        let failure = Failure::new(Exit::Usage, Message::new("cli-respond-result"));
        failure.hint(Message::new("cli-hint-respond-result")).into()
    })
}

/// Returns the file that the gate reads.
fn compose((word, figures): (&str, &[Figure<'_>]), text: &str, language: &str) -> String {
    let results = figures.iter().map(|[indicator, period, region]| {
        format!(
            "[[results]]\nindicators = [\"{indicator}\"]\nperiod = \"{period}\"\n\
             region = \"{region}\"\n"
        )
    });
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begin =
        if text.starts_with(FENCE) { String::new() } else { format!("{FENCE} {language}\n") };
    format!("{FENCE}\nstatement = \"{word}\"\n{}{begin}{text}", results.collect::<String>())
}

/// Returns the entry of the record that is meant.
pub(crate) fn named_record(record: &str, context: &Context) -> Result<Hash, CommandError> {
    if let Some(id) = Hash::parse(record) {
        return Ok(id);
    }
    let is_plain = record.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    if !is_plain || record.len() < DIGITS_MIN {
        let failure = Failure::new(Exit::Usage, Message::new("cli-respond-record"));
        return Err(failure.hint(Message::new("cli-hint-respond-record")).into());
    }
    let sql = format!(
        "SELECT record_id FROM practices WHERE id = '{record}' OR record_id LIKE '{record}%'"
    );
    let found: Vec<Hash> = query::own_lines(&sql, context)?
        .iter()
        .filter_map(|line| Hash::parse(line))
        .collect();
    match *found {
        [id] => Ok(id),
        _ => {
            let message = Message::new("cli-respond-found").number("records", found.len());
            let failure = Failure::new(Exit::Invalid, message);
            Err(failure.hint(Message::new("cli-hint-respond-record")).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_a_language_are_in_that_of_the_reader() {
        let file = compose(("adopted", &[["MATCHES_NEW", "2025", "CA-ON"]]), "Chez nous.\n", "fr");
        let expected = "+++\nstatement = \"adopted\"\n[[results]]\nindicators = [\"MATCHES_NEW\"]\n\
                        period = \"2025\"\nregion = \"CA-ON\"\n+++ fr\nChez nous.\n";
        assert_eq!(file, expected);
    }

    #[test]
    fn words_in_several_languages_say_which() {
        let file = compose(("question", &[]), "\u{feff}+++ en\nHow?\n+++ fr\nComment?\n", "fr");
        assert!(file.ends_with("\"question\"\n+++ en\nHow?\n+++ fr\nComment?\n"), "{file}");
    }

    #[test]
    fn a_result_is_three_plain_words() {
        assert_eq!(
            figure("MATCHES_NEW 2025-Q1 CA-ON").unwrap(),
            ["MATCHES_NEW", "2025-Q1", "CA-ON"]
        );
        for wrong in ["MATCHES_NEW 2025", "MATCHES_NEW 2025 CA-ON GROUP", "A\" 2025 CA-ON", ""] {
            assert!(figure(wrong).is_err(), "{wrong}");
        }
    }
}
