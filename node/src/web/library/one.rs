//! The page of one practice record: what its author wrote, what schemes say of it, and what other members made of it.

use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use flotilla_answer::TextColumn;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::label::Label;
use flotilla_domain::message::Message;
use flotilla_domain::practice::Fields;
use flotilla_domain::practice::Rating;
use flotilla_domain::practice::Text;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_text::date;
use tokio_stream::StreamExt;
use tracing::error;

use crate::query::Filters;
use crate::query::QueryError;
use crate::query::Question;
use crate::query::TableName;
use crate::web::Web;
use crate::web::library;
use crate::web::page;
use crate::web::page::escape;
use crate::web::problem;

/// The most responses that a page shows; all of them are in the table.
const RESPONSES_MAX: usize = 100;

/// What other members said, one after the other: who, what, and in which words of which language.
type Sayings = Vec<Saying>;

/// What one other member said.
#[derive(Debug)]
struct Saying {
    member: String,
    statement: String,
    text: String,
    language: &'static str,
}

/// Returns the page of the practice record of an entry, or of the practice of a UUID.
pub(crate) async fn page(web: &Web, id: &str, language: Language) -> Response {
    let Some(entry) = Hash::parse(id).map(EntryId) else {
        return by_practice(web, id, language).await;
    };
    let (header, practice) = match web.reader.practice(entry).await {
        Ok(Some(found)) => found,
        Ok(None) => return card(web, entry, language).await,
        Err(error) => return unjudged(&error, language),
    };
    let fields = practice.fields();
    let roster = web.reader.roster();
    let author = roster.member(header.member);
    let handle = author.map(|it| it.handle().to_owned()).unwrap_or_default();
    let name = author.map(|it| it.document.name.clone()).unwrap_or_default();
    let said = responses(web, &handle, &fields.id, language).await;
    let current = current(web, &handle, &fields.id).await;
    let (said, current) = match (said, current) {
        (Ok(said), Ok(current)) => (said, current),
        (Err(error), _) | (_, Err(error)) => return problem::failed(&error, language),
    };
    let sheet = Sheet { fields, header: &header, name, texts: &Texts::new(language), language };
    let later = current.filter(|it| it != id);
    (
        [(header::VARY, "accept-language")],
        page::whole(language, &sheet.title(), &sheet.body(web, id, later.as_deref(), &said)),
    )
        .into_response()
}

/// Leads to the page of an entry that is a card, which says whom to ask; what does not count is nowhere.
async fn card(web: &Web, entry: EntryId, language: Language) -> Response {
    match web.reader.standing(entry).await {
        Ok(Some(standing)) if standing.card.is_some() => {
            Redirect::temporary(&format!("/entries/{entry}")).into_response()
        }
        Ok(_) => problem::not_found(language),
        Err(error) => unjudged(&error, language),
    }
}

/// Answers where the log could not be asked.
fn unjudged(error: &dyn std::fmt::Debug, language: Language) -> Response {
    error!(cause = ?error, "an entry could not be judged");
    problem::unavailable(language)
}

/// Leads to the record of a practice, or to all that are called alike: an id may be taken by several members.
async fn by_practice(web: &Web, id: &str, language: Language) -> Response {
    let searched = match web.reader.search(chosen(&[("id", id)]), None).await {
        Ok(searched) => searched,
        Err(error) => return problem::failed(&error, language),
    };
    let lang = language.code();
    match searched.found().hits.as_slice() {
        [] => problem::not_found(language),
        [hit] => {
            let record = searched.record(*hit).map(|it| it.id.clone()).unwrap_or_default();
            Redirect::temporary(&format!("/practices/{record}?lang={lang}")).into_response()
        }
        _ => {
            let id = form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>();
            Redirect::temporary(&format!("/practices?id={id}&lang={lang}")).into_response()
        }
    }
}

/// Returns the question for all records with these values.
fn chosen(only: &[(&str, &str)]) -> Question {
    let only = only.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
    let mut question = Question::default();
    question.only = only.collect();
    question
}

/// Returns the record of a member's practice that counts now, if one does.
async fn current(web: &Web, member: &str, practice: &str) -> Result<Option<String>, QueryError> {
    let question = chosen(&[("id", practice), ("member", member)]);
    let searched = web.reader.search(question, None).await?;
    let hit = searched.found().hits.first();
    Ok(hit.and_then(|hit| searched.record(*hit)).map(|it| it.id.clone()))
}

/// Returns what others said of a practice, in the language of the reader where they used it.
async fn responses(
    web: &Web,
    member: &str,
    practice: &str,
    language: Language,
) -> Result<Sayings, QueryError> {
    let any_of = [("practice_id", practice), ("practice_member", member)];
    let any_of = any_of.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).into();
    let filters = Filters { any_of, limit: Some(RESPONSES_MAX), ..Filters::default() };
    let mut answer = web.reader.read(TableName::Responses, &filters).await?;
    let mut said = Vec::new();
    while let Some(batch) = answer.next().await {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            let text = |name: &str| {
                let column = TextColumn::of(&batch, name);
                column.and_then(|it| it.text(row).map(str::to_owned)).unwrap_or_default()
            };
            let (own, other) = match language {
                Language::English => ("en", "fr"),
                Language::French => ("fr", "en"),
            };
            let in_own = text(&format!("text_{own}"));
            let (language, words) = if in_own.is_empty() {
                (other, text(&format!("text_{other}")))
            } else {
                (own, in_own)
            };
            let (from, statement) = (text("member"), text("statement"));
            // Nobody's word counts for their own.
            if from != member {
                said.push(Saying { member: from, statement, text: words, language });
            }
        }
    }
    Ok(said)
}

/// A record, and for whom it is told.
struct Sheet<'a> {
    fields: &'a Fields,
    header: &'a EntryHeader,
    /// What its author is called.
    name: String,
    texts: &'a Texts,
    language: Language,
}

impl Sheet<'_> {
    /// Returns the text in the language of the reader, or in the other one, or the first.
    fn text(&self) -> Option<&Text> {
        let of = |code: &str| self.fields.texts.iter().find(|it| it.language == code);
        let (other, _) = library::other(self.language);
        of(self.language.code())
            .or_else(|| of(other))
            .or_else(|| self.fields.texts.first())
    }

    fn title(&self) -> String {
        self.text().map(|it| escape(&it.title)).unwrap_or_default()
    }

    fn body(&self, web: &Web, id: &str, later: Option<&str>, said: &Sayings) -> String {
        let here = self.language.code();
        let (other, name) = library::other(self.language);
        let later = later.map_or_else(String::new, |it| {
            let (it, text) = (escape(it), self.say("node-practice-later"));
            format!("<p><strong><a href=\"/practices/{it}?lang={here}\">{text}</a></strong></p>")
        });
        let id = escape(id);
        let nav = format!(
            "<nav><p><a href=\"/practices?lang={here}\">{}</a> · \
             <a href=\"/practices/{id}?lang={other}\" lang=\"{other}\">{name}</a> · \
             <a href=\"/v1/records/{id}\">{}</a></p></nav>",
            self.say("node-library-title"),
            self.say("node-practice-signed"),
        );
        let parts = [self.written(), self.facts(web), self.ratings(), self.said(web, said)];
        format!("{nav}{later}{}", parts.concat())
    }

    /// Returns what the author wrote, in its language, and what to know of the translation.
    fn written(&self) -> String {
        let Some(text) = self.text() else { return String::new() };
        let note = if text.language != self.language.code() {
            Some("node-library-untranslated")
        } else if text.translation == "machine" {
            Some("node-practice-machine")
        } else {
            None
        };
        let note = note.map_or_else(String::new, |it| format!("<p><em>{}</em></p>", self.say(it)));
        let labels = self.fields.labels.iter().map(Label::spelled);
        let labels: String =
            labels.map(|it| format!("<p><strong>{}</strong></p>", escape(&it))).collect();
        let details: String = text
            .details
            .named()
            .into_iter()
            .filter(|(_, it)| !it.is_empty())
            .map(|(name, it)| {
                let title = self.say(&format!("node-practice-{}", name.replace('_', "-")));
                let lang = self.language.code();
                format!("<h2 lang=\"{lang}\">{title}</h2>{}", paragraphs(it))
            })
            .collect();
        format!(
            "{note}{labels}<article lang=\"{}\"><h1>{}</h1><p><strong>{}</strong></p>{}{details}</article>",
            escape(&text.language),
            escape(&text.title),
            escape(&text.summary),
            paragraphs(&text.body),
        )
    }

    /// Returns who published it and when, under which licence, whom it is for, and whom to ask.
    fn facts(&self, web: &Web) -> String {
        let Fields { version, eepm_standard, contact_role, licence, codes, references, .. } =
            self.fields;
        let published = Message::new("node-practice-published")
            .word("member", &self.name)
            .word("day", date::day(self.header.created_ms))
            .number("version", *version);
        let standard = self.say(&format!("node-eepm-{eepm_standard}"));
        let mut rows = vec![
            (self.say("node-practice-by"), escape(&self.texts.say(&published))),
            (self.say("node-library-eepm"), standard),
            (self.say("node-practice-contact"), escape(contact_role)),
            (self.say("node-practice-licence"), escape(licence)),
        ];
        let roster = web.reader.roster();
        for choice in codes {
            let list = roster.catalogue().list(&choice.list);
            let title = list.map_or(choice.list.as_str(), |it| match self.language {
                Language::English => &it.title.en,
                Language::French => &it.title.fr,
            });
            let names = web.reader.names(&choice.list, self.language).unwrap_or_default();
            let named = choice.codes.iter().map(|it| names.get(it).unwrap_or(it).clone());
            rows.push((escape(title), escape(&named.collect::<Vec<_>>().join(", "))));
        }
        if !references.is_empty() {
            let links = references.iter().map(|it| link(it)).collect::<Vec<_>>();
            rows.push((self.say("node-practice-references"), links.join("<br>")));
        }
        let rows: String =
            rows.iter().map(|(name, it)| format!("<dt>{name}</dt><dd>{it}</dd>")).collect();
        format!("<dl>{rows}</dl>")
    }

    /// Returns what schemes say of it, side by side, in their own words.
    fn ratings(&self) -> String {
        if self.fields.ratings.is_empty() {
            return String::new();
        }
        let heads = ["scheme", "rating", "outcome", "studies", "reviewer", "date"];
        let heads: String = heads
            .iter()
            .map(|it| format!("<th scope=\"col\">{}</th>", self.say(&format!("node-rating-{it}"))))
            .collect();
        let row = |it: &Rating| {
            let Rating { scheme, rating, outcome_domain, date, url, studies, reviewer, .. } = it;
            let studies = if *studies > 0 { studies.to_string() } else { String::new() };
            let scheme = if url.is_empty() { escape(scheme) } else { linked(url, scheme) };
            let cells = [rating, outcome_domain, &studies, reviewer, date].map(|it| escape(it));
            let cells: String = cells.iter().map(|it| format!("<td>{it}</td>")).collect();
            format!("<tr><th scope=\"row\">{scheme}</th>{cells}</tr>")
        };
        let rows: String = self.fields.ratings.iter().map(row).collect();
        let caption = self.say("node-rating-caption");
        format!("<table><caption>{caption}</caption><tr>{heads}</tr>{rows}</table>")
    }

    /// Returns what other members made of it.
    fn said(&self, web: &Web, said: &Sayings) -> String {
        let names = web.reader.names("member", self.language).unwrap_or_default();
        let one = |it: &Saying| {
            let member = escape(names.get(&it.member).unwrap_or(&it.member));
            let statement = match it.statement.as_str() {
                "adopted" => self.say("node-said-adopted"),
                "adapted" => self.say("node-said-adapted"),
                "endorsement" => self.say("node-said-endorsement"),
                _ => self.say("node-said-question"),
            };
            let lang = it.language;
            format!(
                "<li><strong>{member}</strong>: {statement}<div lang=\"{lang}\">{}</div></li>",
                paragraphs(&it.text)
            )
        };
        let items: String = said.iter().map(one).collect();
        let none = if said.is_empty() {
            format!("<p>{}</p>", self.say("node-said-nothing"))
        } else {
            format!("<ul>{items}</ul>")
        };
        format!("<h2>{}</h2>{none}", self.say("node-said-title"))
    }

    fn say(&self, text: &str) -> String {
        escape(&self.texts.text(text))
    }
}

/// Returns a text with its paragraphs and line ends, and nothing else of what its Markdown means.
fn paragraphs(text: &str) -> String {
    let parts = text.split("\n\n").map(str::trim).filter(|it| !it.is_empty());
    parts.map(|it| format!("<p>{}</p>", escape(it).replace('\n', "<br>"))).collect()
}

/// Returns a reference as a link if it is one.
fn link(reference: &str) -> String {
    linked(reference, reference)
}

/// Returns `text` as a link to `url`, if that leads to the web and not elsewhere.
fn linked(url: &str, text: &str) -> String {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    match is_web {
        true => {
            format!("<a href=\"{}\" rel=\"nofollow noreferrer\">{}</a>", escape(url), escape(text))
        }
        false => escape(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_web_or_is_none() {
        assert_eq!(linked("javascript:alert(1)", "x"), "x");
        assert_eq!(link("10.1002/ajcp.12124 <b>"), "10.1002/ajcp.12124 &lt;b&gt;");
        let told = linked("https://example.org/\"onclick=\"x", "Éval");
        let expected = "<a href=\"https://example.org/&quot;onclick=&quot;x\" rel=\"nofollow noreferrer\">Éval</a>";
        assert_eq!(told, expected);
    }

    #[test]
    fn paragraphs_stay_and_nothing_else_is_meant() {
        assert_eq!(
            paragraphs("## One\nmore\n\n\n<script>\n"),
            "<p>## One<br>more</p><p>&lt;script&gt;</p>"
        );
    }
}
