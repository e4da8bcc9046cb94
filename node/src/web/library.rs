//! The library for readers: a page on which practice records are searched, and a page for each.
//!
//! A form without a script asks by `GET`, so that every search has an address. A reader is shown each text in the
//! language asked for; where it is not there, in the other, marked as such. It promises:
//!
//! - **What members write is text**: it cannot write the page, and a link of theirs goes to the web or is none.
//! - **Nothing is ranked by verdict**: ratings stand side by side in the words of those who gave them.
//! - **The word of a community stays with its record**, in the list as well as on its own page.

pub(crate) mod feed;
pub(crate) mod one;

use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_text::date;

use crate::query::Hit;
use crate::query::QUESTION_CHARS_MAX;
use crate::query::Record;
use crate::query::SearchText;
use crate::query::Searched;
use crate::query::Snippet;
use crate::query::TableName;
use crate::query::filter_of;
use crate::query::searched_in;
use crate::web::Web;
use crate::web::filters;
use crate::web::format::End;
use crate::web::headers;
use crate::web::headers::Encoding;
use crate::web::page;
use crate::web::page::escape;
use crate::web::parameters;
use crate::web::problem;
use crate::web::search;
use crate::web::table::Request;

/// How many records a page shows.
const PAGE: usize = 20;

/// How many codes of a list a page offers; others can be asked for by the address.
const CODES_MAX: usize = 30;

/// The parameter that says after how many records a page begins.
const FROM: &str = "from";

/// What records can be narrowed by besides the code lists of the coalition, and what that is called.
const NARROWED: [(&str, &str); 4] = [
    ("eepm_standard", "node-library-eepm"),
    ("kind", "node-library-kind"),
    ("cost_band", "node-library-cost"),
    ("member", "node-library-member"),
];

/// What a reader asked for, as the address spells it.
type Pairs = Vec<(String, String)>;

/// Returns the page of what a query string asks for.
pub(crate) async fn list(web: &Web, request: Request<'_>) -> Response {
    let Request { query, headers: given, language, .. } = request;
    let named = |snapshot| {
        let asked = format!("practices {}?{query}", language.code());
        headers::tag(snapshot, &asked, Encoding::Identity)
    };
    let tag = named(web.reader.snapshot());
    if headers::has(given, &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let (pairs, from) = pairs(query);
    let same = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let known = parameters::of(&web.reader, TableName::Practices, End::Xlsx);
    let asked = match filters::parse(&web.reader, &known, &same) {
        Ok(asked) => asked,
        Err(mistakes) => return problem::bad_request(&mistakes, language),
    };
    let question = search::question(&asked, Some(language));
    let searched = match web.reader.search(question, None).await {
        Ok(searched) => searched,
        Err(error) => return problem::failed(&error, language),
    };
    let shelf =
        Shelf { web, searched: &searched, pairs: &pairs, texts: &Texts::new(language), language };
    let mut headers =
        headers::of_snapshot(searched.snapshot(), searched.latest_ms(), web.clock.now_ms());
    if let Ok(tag) = named(searched.snapshot()).try_into() {
        headers.insert(header::ETAG, tag);
    }
    (headers, page::whole(language, &shelf.say("node-library-title"), &shelf.body(from)))
        .into_response()
}

/// Returns what a query string asks for without what is left empty in the form, and where the page begins.
fn pairs(query: &str) -> (Pairs, usize) {
    let given = form_urlencoded::parse(query.as_bytes()).into_owned();
    let (from, pairs): (Pairs, Pairs) =
        given.filter(|(_, value)| !value.is_empty()).partition(|(name, _)| name == FROM);
    let from = from.last().and_then(|(_, value)| value.parse().ok());
    (pairs, from.unwrap_or_default())
}

/// Returns the address of the page that these ask for.
fn address(pairs: &[(String, String)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    escape(&format!("/practices?{query}"))
}

/// What is found, and for whom it is told.
struct Shelf<'a> {
    web: &'a Web,
    searched: &'a Searched,
    pairs: &'a Pairs,
    texts: &'a Texts,
    language: Language,
}

impl Shelf<'_> {
    fn body(&self, from: usize) -> String {
        let found = self.searched.found();
        let count = found.hits.len();
        let hits = found.hits.iter().skip(from).take(PAGE);
        let items: String = hits.map(|hit| self.item(*hit)).collect();
        let counted = self.tell(&Message::new("node-library-found").number("count", count));
        let some = if found.has_all_words || self.value("q").is_empty() || count == 0 {
            String::new()
        } else {
            format!("<p>{}</p>", self.say("node-library-some"))
        };
        let list = if items.is_empty() {
            String::new()
        } else {
            format!("<ol start=\"{}\">{items}</ol>", from.saturating_add(1))
        };
        let title = self.say("node-library-title");
        let (form, narrow, around) = (self.form(), self.narrow(), self.around(from, count));
        format!(
            "<h1>{title}</h1>{form}<p role=\"status\">{counted}</p>{some}{list}{around}{narrow}"
        )
    }

    /// Returns the form, filled in as it was sent.
    fn form(&self) -> String {
        let (lang, words) = (self.language.code(), escape(&self.value("q")));
        let (label, button) = (self.say("node-library-words"), self.say("node-library-search"));
        let hidden = self.pairs.iter().filter(|(name, _)| name != "q" && name != "lang");
        let hidden: String = hidden
            .map(|(name, value)| {
                let (name, value) = (escape(name), escape(value));
                format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
            })
            .collect();
        format!(
            "<form action=\"/practices\" method=\"get\" role=\"search\">\
             <label for=\"q\">{label}</label> <input id=\"q\" name=\"q\" type=\"search\" \
             maxlength=\"{QUESTION_CHARS_MAX}\" value=\"{words}\">{hidden}\
             <input type=\"hidden\" name=\"lang\" value=\"{lang}\"> \
             <button>{button}</button></form>"
        )
    }

    fn item(&self, hit: Hit) -> String {
        let Some(record) = self.searched.record(hit) else { return String::new() };
        let (lang, title) = match record.text(searched_in(self.language)) {
            Some((language, SearchText { title, .. })) => (language.code(), escape(title)),
            None => (self.language.code(), String::new()),
        };
        let untranslated = if lang == self.language.code() {
            String::new()
        } else {
            format!(" <small>({})</small>", self.say("node-library-untranslated"))
        };
        let snippet = marked(&self.searched.snippet(hit));
        let about = self.about(record, hit);
        let here = self.language.code();
        format!(
            "<li><a href=\"/practices/{}?lang={here}\" lang=\"{lang}\">{title}</a>{untranslated}\
             <br>{snippet}<br><small>{about}</small></li>",
            escape(&record.id),
        )
    }

    /// Returns who published a record and when, what schemes and members say of it, and what communities ask.
    fn about(&self, record: &Record, hit: Hit) -> String {
        let names = self.web.reader.names("member", self.language).unwrap_or_default();
        let member = names.get(&record.member).unwrap_or(&record.member).clone();
        let said = self.searched.said(hit);
        let used = Message::new("node-library-used")
            .number("adopted", said.adopted)
            .number("adapted", said.adapted)
            .number("endorsement", said.endorsement)
            .number("question", said.question);
        let ratings = record.facets.get("rating").into_iter().flatten().cloned();
        let labels = record.keys.get("labels").into_iter().flat_map(|it| it.lines());
        let labels = labels.filter(|it| !it.is_empty()).map(str::to_owned);
        let mut parts = vec![member, date::day(record.published_ms)];
        parts.extend(labels.chain(ratings).chain([self.texts.say(&used)]));
        parts.iter().map(|it| escape(it)).collect::<Vec<_>>().join(" · ")
    }

    /// Returns the lists by which what was found can be narrowed, with how much there is of each code.
    fn narrow(&self) -> String {
        let roster = self.web.reader.roster();
        let own =
            NARROWED.map(|(list, text)| (list.to_owned(), list.to_owned(), self.texts.text(text)));
        let lists = roster.catalogue().lists().map(|it| {
            let title = if self.language == Language::French { &it.title.fr } else { &it.title.en };
            (it.name.clone(), filter_of(&it.name), title.clone())
        });
        let lists = own.into_iter().chain(lists);
        let lists: String =
            lists.map(|(list, filter, title)| self.codes(&list, &filter, &title)).collect();
        if lists.is_empty() {
            lists
        } else {
            format!("<h2>{}</h2>{lists}", self.say("node-library-narrow"))
        }
    }

    fn codes(&self, list: &str, filter: &str, title: &str) -> String {
        let Some(counts) = self.searched.found().facets.get(filter) else { return String::new() };
        let names = self.web.reader.names(list, self.language).unwrap_or_default();
        let code = |(code, count): (&String, &u64)| {
            let name = escape(&self.code_name(list, code, names.get(code)));
            let mut pairs: Pairs = self.pairs.iter().filter(|it| it.0 != filter).cloned().collect();
            let chosen = self.pairs.contains(&(filter.to_owned(), code.clone()));
            if !chosen {
                pairs.push((filter.to_owned(), code.clone()));
            }
            let (address, mark) =
                (address(&pairs), if chosen { " aria-current=\"true\"" } else { "" });
            let drop = if chosen {
                format!(" ({})", self.say("node-library-widen"))
            } else {
                String::new()
            };
            format!("<li><a href=\"{address}\"{mark}>{name}</a>{drop} {count}</li>")
        };
        let codes: String = counts.iter().take(CODES_MAX).map(code).collect();
        format!("<details><summary>{}</summary><ul>{codes}</ul></details>", escape(title))
    }

    /// Returns what a code is called, if it is called anything.
    fn code_name(&self, list: &str, code: &str, name: Option<&String>) -> String {
        let text = match (list, code) {
            ("eepm_standard", "0") => "node-eepm-0",
            ("eepm_standard", "1") => "node-eepm-1",
            ("eepm_standard", "2") => "node-eepm-2",
            ("eepm_standard", "3") => "node-eepm-3",
            ("eepm_standard", "4") => "node-eepm-4",
            ("eepm_standard", "5") => "node-eepm-5",
            ("eepm_standard", "6") => "node-eepm-6",
            ("kind", "practice") => "node-library-kind-practice",
            ("kind", "program") => "node-library-kind-program",
            ("kind", "resource") => "node-library-kind-resource",
            ("cost_band", "very_low") => "node-library-cost-very-low",
            ("cost_band", "low") => "node-library-cost-low",
            ("cost_band", "moderate") => "node-library-cost-moderate",
            ("cost_band", "high") => "node-library-cost-high",
            ("cost_band", "very_high") => "node-library-cost-very-high",
            _ => return name.map_or_else(|| code.to_owned(), Clone::clone),
        };
        self.texts.text(text)
    }

    /// Returns the way to the pages before and after, to the feed, and to the other language.
    fn around(&self, from: usize, count: usize) -> String {
        let mut links = Vec::new();
        let mut link = |pairs: &Pairs, text: &str| {
            links.push(format!("<a href=\"{}\">{}</a>", address(pairs), self.say(text)));
        };
        let at = |from: usize| {
            let mut pairs = self.pairs.clone();
            pairs.push((FROM.to_owned(), from.to_string()));
            pairs
        };
        if from > 0 {
            link(&at(from.saturating_sub(PAGE)), "node-library-before");
        }
        if from.saturating_add(PAGE) < count {
            link(&at(from.saturating_add(PAGE)), "node-library-after");
        }
        let (other, text) = other(self.language);
        let mut pairs: Pairs = self.pairs.iter().filter(|it| it.0 != "lang").cloned().collect();
        pairs.push(("lang".to_owned(), other.to_owned()));
        links.push(format!("<a href=\"{}\" lang=\"{other}\">{text}</a>", address(&pairs)));
        let feed = escape(&format!("/practices.atom?lang={}", self.language.code()));
        links.push(format!("<a href=\"{feed}\">{}</a>", self.say("node-library-feed")));
        format!("<nav><p>{}</p></nav>", links.join(" · "))
    }

    /// Returns what is asked for under a name.
    fn value(&self, name: &str) -> String {
        let found = self.pairs.iter().rev().find(|it| it.0 == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn say(&self, text: &str) -> String {
        escape(&self.texts.text(text))
    }

    fn tell(&self, message: &Message) -> String {
        escape(&self.texts.say(message))
    }
}

/// Returns the other language: its code, and its own name.
pub(crate) fn other(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => ("fr", "Français"),
        Language::French => ("en", "English"),
    }
}

/// Returns a snippet with the words that were asked for marked.
fn marked(snippet: &Snippet) -> String {
    let Snippet { language, text, marks } = snippet;
    let mut html = String::new();
    let mut at = 0;
    let part = |from: usize, until: usize| escape(text.get(from..until).unwrap_or_default());
    for mark in marks {
        html.push_str(&part(at, mark.start));
        html.push_str(&format!("<mark>{}</mark>", part(mark.start, mark.end)));
        at = mark.end;
    }
    html.push_str(&part(at, text.len()));
    match language {
        Some(language) => format!("<span lang=\"{}\">{html}</span>", language.code()),
        None => html,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::SearchLanguage;

    #[test]
    fn what_a_member_writes_is_marked_and_stays_text() {
        let text = "<b> wait & see".to_owned();
        let snippet = Snippet {
            language: Some(SearchLanguage::French),
            text,
            marks: std::iter::once(4..8).collect(),
        };
        let expected = "<span lang=\"fr\">&lt;b&gt; <mark>wait</mark> &amp; see</span>";
        assert_eq!(marked(&snippet), expected);
    }

    #[test]
    fn what_is_left_empty_in_the_form_is_not_asked_for() {
        let (pairs, from) = pairs("q=&eepm=&lang=fr&from=20&q=a+b");
        let expected = [("lang", "fr"), ("q", "a b")];
        assert!(pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).eq(expected));
        assert_eq!(from, 20);
        assert_eq!(address(&pairs), "/practices?lang=fr&amp;q=a+b");
        assert_eq!(super::pairs("from=x").1, 0);
    }
}
