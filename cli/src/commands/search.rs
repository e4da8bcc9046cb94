//! `flotilla search WORDS…`: practice records that have these words, from any node, best first.
//!
//! It is a question in SQL like any other (`search_practices`), so it is answered by whoever answers those, and by the
//! same rules. A person sees what fits on a screen; a program gets the ids, too.

use flotilla_text::Language;

use crate::args::Format;
use crate::args::Query;
use crate::args::Search;
use crate::commands::query;
use crate::context::Context;
use crate::failure::CommandError;

/// How many characters of a snippet a person is shown in a table.
const SHORT: usize = 60;

/// Searches, and prints what is found.
pub(crate) fn search(args: Search, context: &Context) -> Result<(), CommandError> {
    let format = args.format.unwrap_or_else(|| query::usual(context));
    let sql = sql(&args, format, context.ui.texts.language());
    let Search { node, token_file, .. } = args;
    query::query(&Query { sql, node, token_file, format: Some(format) }, context)
}

/// Returns the question in SQL.
fn sql(args: &Search, format: Format, language: Language) -> String {
    let lang = language.code();
    let other = if language == Language::French { "en" } else { "fr" };
    let eepm = args.eepm.map(|it| format!("eepm={it}"));
    let asked = [args.words.join(" ")].into_iter().chain(eepm).chain(args.only.iter().cloned());
    let asked = asked.chain([format!("lang={lang}")]).map(|it| quoted(&it)).collect::<Vec<_>>();
    let title = format!(
        "CASE WHEN p.title_{lang} <> '' THEN p.title_{lang} ELSE p.title_{other} END AS title"
    );
    let used = "coalesce(u.used_by, 0) AS used_by";
    let columns = match format {
        Format::Table => {
            format!("s.rank, {title}, s.member, {used}, substr(s.snippet, 1, {SHORT}) AS snippet")
        }
        Format::Csv | Format::Json => format!(
            "s.rank, s.score, {title}, s.member, {used}, s.snippet, s.snippet_language, \
             p.id AS practice_id, p.version, s.record_id"
        ),
    };
    format!(
        "SELECT {columns} FROM search_practices({}) s JOIN practices p ON p.record_id = s.record_id \
         LEFT JOIN (SELECT practice_id, practice_member, count(*) AS used_by FROM responses \
         WHERE statement IN ('adopted', 'adapted') AND member <> practice_member \
         GROUP BY practice_id, practice_member) u \
         ON u.practice_id = p.id AND u.practice_member = p.member ORDER BY s.rank",
        asked.join(", ")
    )
}

/// Returns a text as SQL spells it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_types_is_text_and_never_sql() {
        let args = Search {
            words: vec!["liste".to_owned(), "d'attente') --".to_owned()],
            eepm: Some(4),
            only: vec!["population=BLACK".to_owned()],
            token_file: None,
            node: None,
            format: None,
        };
        let sql = sql(&args, Format::Table, Language::French);
        let call =
            "search_practices('liste d''attente'') --', 'eepm=4', 'population=BLACK', 'lang=fr') s";
        assert!(sql.contains(call), "{sql}");
        assert!(sql.contains("CASE WHEN p.title_fr <> '' THEN p.title_fr ELSE p.title_en END"));
    }
}
