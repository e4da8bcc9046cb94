//! Practice records that have some words or codes, best first: as pages of JSON, or all of them as a file.
//!
//! A search is asked for by `q`, or by a code that is no column of the table, such as `population=NEWCOMER`. Rows are
//! those of the table `practices`, with columns that say why each is there (`rank`, `score`, `snippet`) and how many
//! other members said what of it. Beside the rows of a page stands how many records were found, and how many of
//! them have which code.

use axum::response::Response;
use flotilla_text::Language;
use serde_json::json;

use crate::query::Answer;
use crate::query::Question;
use crate::query::SEARCH_FACETS;
use crate::query::Searched;
use crate::query::Snapshot;
use crate::query::TableName;
use crate::query::access::Pass;
use crate::query::searched_in;
use crate::web::Web;
use crate::web::answer;
use crate::web::answer::Look;
use crate::web::answer::Rows;
use crate::web::filters;
use crate::web::filters::Asked;
use crate::web::format::End;
use crate::web::headers::Encoding;
use crate::web::pages;
use crate::web::pages::Wanted;
use crate::web::problem;
use crate::web::table;
use crate::web::table::Refusal;
use crate::web::table::Request;

/// The file that answers where none is named.
pub(crate) const FILE: &str = "practices.json";

/// Columns of the table that a search chooses by as well, though they are not counted.
const KEYS: [&str; 2] = ["id", "status"];

/// The short name of a filter, and what it is called in full.
const SHORT: (&str, &str) = ("eepm", "eepm_standard");

/// Returns a query string that asks for a search, as it does where it names no words.
pub(crate) fn worded(query: &str) -> String {
    let has_words = form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "q");
    match (has_words, query.is_empty()) {
        (true, _) => query.to_owned(),
        (false, true) => "q=".to_owned(),
        (false, false) => format!("{query}&q="),
    }
}

/// Returns whether a search is asked for, and not the table.
pub(crate) fn is_asked(table: TableName, asked: &Asked) -> bool {
    let is_column = |name: &str| name == SHORT.1 || name != SHORT.0 && is_of_table(name);
    let chooses = asked.filters.any_of.keys().any(|name| !is_column(name));
    table == TableName::Practices && (asked.words.is_some() || chooses)
}

/// Returns whether a filter is a column of the table by which rows can be chosen.
fn is_of_table(name: &str) -> bool {
    let only_found = ["evidence_design", "language", "rating", "sharing"];
    KEYS.contains(&name) || SEARCH_FACETS.contains(&name) && !only_found.contains(&name)
}

/// Returns the question that a query string asks.
pub(crate) fn question(asked: &Asked, language: Option<Language>) -> Question {
    let chosen = asked.filters.any_of.iter().map(|(name, values)| {
        let name = if name == SHORT.0 { SHORT.1 } else { name.as_str() };
        (name.to_owned(), values.clone())
    });
    let mut question = asked.words.clone().unwrap_or_default();
    question.only = chosen.collect();
    question.language = language.map(searched_in);
    question
}

/// Answers a search.
pub(crate) async fn served(
    (web, pass): (&Web, &Pass),
    (request, end): (Request<'_>, End),
    asked: Asked,
    (encoding, shown): (Encoding, Snapshot),
) -> Result<Response, Refusal> {
    let Request { query, language, .. } = request;
    let is_past = asked.filters.until.is_some();
    let question = question(&asked, filters::language(query));
    let until = asked.filters.until.clone();
    // Nobody closes the room, so there is a turn for everybody.
    let turn = if is_past { Some(web.pasts.acquire().await) } else { None };
    let searched = web.reader.search(question, until).await;
    let searched = searched.map_err(|error| problem::failed(&error, language))?;
    drop(turn);
    let rows = |answer: Answer| {
        let labels = asked.labels.map(|it| web.reader.labels(&answer, it));
        Rows { labels, answer }
    };
    // What is of the past depends on what is known now.
    let of = if is_past { shown } else { searched.snapshot() };
    let tag = table::name(&request, of, encoding);
    let all = searched.found().hits.len();
    let failed = |error| problem::failed(&error, language);
    let Some(format) = end.format(asked.dialect) else {
        let from = asked.filters.offset.min(all);
        let until = from.saturating_add(asked.limit).saturating_add(1).min(all);
        let answer = web.reader.found(&searched, from..until).map_err(failed)?;
        let headers = table::described(web, &answer, end, tag);
        let wanted = Wanted {
            table: TableName::Practices,
            query,
            limit: asked.limit,
            after: asked.cursor.clone(),
            encoding,
            found: Some(told(&searched)),
        };
        let page = pages::respond(rows(answer), wanted, headers).await;
        return page.map_err(|error| Box::new(problem::broken(&error, language)));
    };
    let place = web.door.downloading(pass);
    let place = place.map_err(|refusal| problem::refused(&refusal, language))?;
    let answer = web.reader.found(&searched, 0..all).map_err(failed)?;
    let headers = table::described(web, &answer, end, tag);
    let look = Look { name: TableName::Practices.name(), format, encoding };
    Ok(answer::respond(rows(answer), look, headers, place))
}

/// Returns what is said of all that was found, as the first members of an object.
fn told(searched: &Searched) -> String {
    let found = searched.found();
    let (count, facets) = (found.hits.len(), json!(found.facets));
    format!("\"found\":{count},\"has_all_words\":{},\"facets\":{facets},", found.has_all_words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Filters;

    fn asked(names: &[&str]) -> Asked {
        let any_of = names.iter().map(|it| ((*it).to_owned(), vec!["4".to_owned()])).collect();
        Asked { filters: Filters { any_of, ..Filters::default() }, ..Asked::default() }
    }

    #[test]
    fn words_and_codes_that_are_no_columns_ask_for_a_search() {
        let practices = TableName::Practices;
        assert!(!is_asked(
            practices,
            &asked(&["eepm_standard", "member", "id", "kind", "licence"])
        ));
        for name in ["eepm", "population", "language", "rating"] {
            assert!(is_asked(practices, &asked(&[name])), "{name}");
        }
        let words = Asked { words: Some(Question::default()), ..Asked::default() };
        assert!(is_asked(practices, &words));
        assert!(!is_asked(TableName::Responses, &words));
    }

    #[test]
    fn the_short_name_of_a_filter_is_the_same_filter() {
        let question = question(&asked(&["eepm"]), None);
        assert_eq!(question.only["eepm_standard"], ["4"]);
    }

    #[test]
    fn an_address_without_words_asks_for_all() {
        assert_eq!(worded(""), "q=");
        assert_eq!(worded("eepm=4"), "eepm=4&q=");
        assert_eq!(worded("q=a%20b"), "q=a%20b");
    }
}
