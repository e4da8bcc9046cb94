//! New practice records as an Atom feed (RFC 4287): the latest, each in the language asked for where it is there.
//!
//! Everything in it is of the signed records: an entry is known by the coalition, its member and its practice, so a new
//! version is news of the same entry, on every node alike, and nobody can write into that of another; it was updated
//! when its author says so. Links are relative, since a node is not told under which name it is reached.

use std::collections::BTreeMap;
use std::io;

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;
use flotilla_text::date;
use quick_xml::Writer;
use quick_xml::events::BytesDecl;
use quick_xml::events::BytesText;
use quick_xml::events::Event;

use crate::query::Question;
use crate::query::Record;
use crate::query::Searched;
use crate::query::searched_in;
use crate::web::Web;
use crate::web::headers;
use crate::web::headers::Encoding;
use crate::web::problem;

/// Its address.
pub(crate) const PATH: &str = "/practices.atom";

/// Its media type.
pub(crate) const MEDIA_TYPE: &str = "application/atom+xml";

/// The most entries of it, the latest: whoever wants all of them takes the table.
const ENTRIES_MAX: usize = 50;

/// The namespace of Atom.
const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

/// What writes the feed.
type Out = Writer<Vec<u8>>;

/// A feed as it is written.
#[derive(Debug)]
struct Feed {
    id: String,
    title: String,
    updated: String,
    language: Language,
    entries: Vec<Entry>,
}

/// One entry of it.
#[derive(Debug, Default)]
struct Entry {
    id: String,
    record: String,
    title: String,
    summary: String,
    /// The language of both.
    language: &'static str,
    author: String,
    updated: String,
}

/// Answers a request for the feed.
pub(crate) async fn serve(web: &Web, given: &HeaderMap, language: Language) -> Response {
    let named = |snapshot| {
        headers::tag(snapshot, &format!("{PATH} {}", language.code()), Encoding::Identity)
    };
    let tag = named(web.reader.snapshot());
    if headers::has(given, &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let searched = match web.reader.search(Question::default(), None).await {
        Ok(searched) => searched,
        Err(error) => return problem::failed(&error, language),
    };
    let mut headers =
        headers::of_snapshot(searched.snapshot(), searched.latest_ms(), web.clock.now_ms());
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/atom+xml; charset=utf-8"),
    );
    if let Ok(tag) = named(searched.snapshot()).try_into() {
        headers.insert(header::ETAG, tag);
    }
    match feed(web, &searched, language).write() {
        Ok(body) => (headers, body).into_response(),
        Err(error) => problem::broken(&error, language),
    }
}

fn feed(web: &Web, searched: &Searched, language: Language) -> Feed {
    let roster = web.reader.roster();
    let members: BTreeMap<&str, _> = roster.everyone().map(|it| (it.handle(), it)).collect();
    let coalition = roster.coalition();
    let hits = searched.found().hits.iter().take(ENTRIES_MAX);
    let records = hits.filter_map(|hit| searched.record(*hit));
    let entries: Vec<Entry> = records
        .filter_map(|record| {
            let member = members.get(record.member.as_str())?;
            let practice = record.keys.get("id")?;
            let id = urn([coalition.0.as_bytes(), member.id.0.as_bytes(), practice.as_bytes()]);
            Some(entry(record, id, member.document.name.clone(), language))
        })
        .collect();
    // The latest come first.
    let updated = entries.first().map(|it| it.updated.clone());
    let title = Message::new("node-library-feed-title").word("coalition", roster.name());
    Feed {
        id: urn([coalition.0.as_bytes(), b"practices", language.code().as_bytes()]),
        title: Texts::new(language).say(&title),
        updated: updated.unwrap_or_else(|| date::moment(searched.latest_ms())),
        language,
        entries,
    }
}

fn entry(record: &Record, id: String, author: String, language: Language) -> Entry {
    let updated = date::moment(record.published_ms);
    let known = Entry { id, record: record.id.clone(), author, updated, ..Entry::default() };
    match record.text(searched_in(language)) {
        Some((language, text)) => Entry {
            title: text.title.clone(),
            summary: text.summary.clone(),
            language: language.code(),
            ..known
        },
        None => Entry { language: language.code(), ..known },
    }
}

/// Returns a name that follows from these parts: a UUID of version 8 (RFC 9562).
fn urn(parts: [&[u8]; 3]) -> String {
    // Each part is hashed first, so that none can borrow from its neighbor.
    let parts = parts.map(|it| *Hash::of([it]).as_bytes());
    let digits = Hash::of(parts.iter().map(<[u8; 32]>::as_slice)).to_string();
    let part = |from: usize, until: usize| digits.get(from..until).unwrap_or_default();
    let (a, b, c, d, e) = (part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32));
    format!("urn:uuid:{a}-{b}-8{c}-a{d}-{e}")
}

impl Feed {
    /// Returns the feed as XML.
    fn write(&self) -> io::Result<Vec<u8>> {
        let mut out = Writer::new(Vec::new());
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let lang = self.language.code();
        let feed = out.create_element("feed");
        feed.with_attribute(("xmlns", NAMESPACE))
            .with_attribute(("xml:lang", lang))
            .write_inner_content(|out| {
                element(out, "id", &self.id)?;
                element(out, "title", &self.title)?;
                element(out, "updated", &self.updated)?;
                link(out, "self", MEDIA_TYPE, &format!("{PATH}?lang={lang}"))?;
                link(out, "alternate", "text/html", &format!("/practices?lang={lang}"))?;
                self.entries.iter().try_for_each(|it| it.write(out, lang))
            })?;
        Ok(out.into_inner())
    }
}

impl Entry {
    fn write(&self, out: &mut Out, lang: &str) -> io::Result<()> {
        let entry = out.create_element("entry").with_attribute(("xml:lang", self.language));
        entry.write_inner_content(|out| {
            element(out, "id", &self.id)?;
            element(out, "title", &self.title)?;
            element(out, "updated", &self.updated)?;
            let author = out.create_element("author");
            author.write_inner_content(|out| element(out, "name", &self.author))?;
            link(
                out,
                "alternate",
                "text/html",
                &format!("/practices/{}?lang={lang}", self.record),
            )?;
            element(out, "summary", &self.summary)
        })?;
        Ok(())
    }
}

fn element(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    let text: String = text.chars().filter(|c| is_of_xml(*c)).collect();
    out.create_element(name).write_text_content(BytesText::new(&text))?;
    Ok(())
}

fn link(out: &mut Out, rel: &str, kind: &str, href: &str) -> io::Result<()> {
    let link = out.create_element("link").with_attribute(("rel", rel));
    link.with_attribute(("type", kind))
        .with_attribute(("href", href))
        .write_empty()?;
    Ok(())
}

/// Returns whether XML 1.0 has a letter; others cannot even be escaped.
fn is_of_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..) && c != '\u{7f}'
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;

    use super::*;

    fn sample() -> Feed {
        let entry = Entry {
            id: urn([b"coalition", b"alice", b"practice"]),
            record: "ab12".to_owned(),
            title: "Waiting <well> & \"wisely\"\u{0}".to_owned(),
            summary: "]]> &amp;".to_owned(),
            language: "en",
            author: "Mentorat d’Alice".to_owned(),
            updated: "2026-03-31T12:00:00.000Z".to_owned(),
        };
        Feed {
            id: urn([b"coalition", b"practices", b"fr"]),
            title: "Nouvelles pratiques".to_owned(),
            updated: entry.updated.clone(),
            language: Language::French,
            entries: vec![entry],
        }
    }

    #[test]
    fn a_parser_reads_back_what_was_written() {
        let written = String::from_utf8(sample().write().unwrap()).unwrap();
        let mut reader = Reader::from_str(&written);
        let (mut names, mut depth) = (Vec::new(), 0_i32);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(it) => {
                    names.push(it.name().as_ref().to_owned());
                    depth += 1;
                }
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0);
        let expected = "feed id title updated entry id title updated author name summary";
        assert_eq!(names.join(" "), expected);
        assert!(written.contains("<title>Waiting &lt;well&gt; &amp; "), "{written}");
        assert!(written.contains("<summary>]]&gt; &amp;amp;</summary>"), "{written}");
        assert!(written.contains("href=\"/practices/ab12?lang=fr\""), "{written}");
    }

    #[test]
    fn a_name_is_a_uuid_that_no_other_parts_have() {
        let name = urn([b"coalition", b"alice", b"practice"]);
        let uuid = name.strip_prefix("urn:uuid:").unwrap();
        let groups: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert!(uuid[14..].starts_with('8') && uuid[19..].starts_with('a'));
        assert_ne!(name, urn([b"coalition", b"alicepractice", b""]));
    }
}
