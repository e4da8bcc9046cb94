//! A citation, and the forms in which programs and people take it.
//!
//! Both languages are in every form that is for programs; what a person reads is in the reader's own. No
//! name can write a field of its own: what BibTeX, RIS or a page would read as theirs is taken from it.

use axum::Json;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;
use serde_json::Value;
use serde_json::json;

use crate::query::Snapshot;
use crate::web::page;
use crate::web::page::escape;

/// What a citation is written as.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Form {
    /// For LaTeX.
    Bibtex,
    /// For Zotero and all that read the Citation Style Language.
    Csl,
    /// A page for a browser.
    #[default]
    Html,
    /// Everything that is known, for programs and for `flotilla verify`.
    Json,
    /// For EndNote and others.
    Ris,
    /// One sentence.
    Text,
}

/// What is to be known of an answer to ask for it again, and to see that it is the same.
#[derive(Clone, Debug)]
pub(crate) struct Citation {
    /// What the coalition is called.
    pub(crate) coalition: String,
    /// Which coalition it is.
    pub(crate) coalition_id: CoalitionId,
    /// Which table.
    pub(crate) table: &'static str,
    /// The day of the latest entry.
    pub(crate) day: String,
    /// Which state of the data, and of how many members.
    pub(crate) snapshot: Snapshot,
    /// The hash of the file.
    pub(crate) sha256: Hash,
    /// The length of the file.
    pub(crate) bytes: u64,
    /// The file and the parameters that its rows follow from.
    pub(crate) question: String,
    /// Where it is.
    pub(crate) url: String,
}

impl Form {
    /// The forms, by name.
    pub(crate) const NAMED: [(&'static str, Self); 6] = [
        ("bibtex", Self::Bibtex),
        ("csl", Self::Csl),
        ("html", Self::Html),
        ("json", Self::Json),
        ("ris", Self::Ris),
        ("text", Self::Text),
    ];

    fn media_type(self) -> &'static str {
        match self {
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::Csl => "application/vnd.citationstyles.csl+json",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

impl Citation {
    /// Answers with the citation in this form.
    pub(crate) fn respond(&self, form: Form, language: Language) -> Response {
        let mut response = match form {
            Form::Bibtex => self.bibtex().into_response(),
            Form::Csl => Json(json!([self.csl()])).into_response(),
            Form::Html => self.html(language).into_response(),
            Form::Json => Json(self.json()).into_response(),
            Form::Ris => self.ris().into_response(),
            Form::Text => format!("{}\n", self.text(language)).into_response(),
        };
        let kind = HeaderValue::from_static(form.media_type());
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }

    fn text(&self, language: Language) -> String {
        let told = Message::new("node-cite-text")
            .word("coalition", plain(&self.coalition))
            .word("year", self.year())
            .word("title", self.title(language))
            .word("note", self.note(language))
            .word("url", &self.url);
        Texts::new(language).say(&told)
    }

    fn title(&self, language: Language) -> String {
        let told = Message::new("node-cite-title").word("table", self.table);
        Texts::new(language).say(&told.word("day", &self.day))
    }

    fn note(&self, language: Language) -> String {
        let told = Message::new("node-cite-note")
            .number("reporting", self.snapshot.members_reporting)
            .number("members", self.snapshot.members)
            .word("snapshot", self.snapshot.id)
            .word("sha256", self.sha256);
        Texts::new(language).say(&told)
    }

    /// Returns the note in both languages.
    fn notes(&self) -> String {
        let notes = [Language::English, Language::French].map(|language| self.note(language));
        notes.join(" / ")
    }

    fn year(&self) -> &str {
        self.day.split('-').next().unwrap_or_default()
    }

    /// Names the citation among others.
    fn key(&self) -> String {
        format!("flotilla-{}-{}", self.table, self.sha256.short())
    }

    fn json(&self) -> Value {
        let Snapshot { id, members_reporting, members } = self.snapshot;
        json!({
            "coalition": self.coalition,
            "coalition_id": self.coalition_id.to_string(),
            "table": self.table,
            "date": self.day,
            "snapshot_id": id.to_string(),
            "members_reporting": members_reporting,
            "members": members,
            "sha256": self.sha256.to_string(),
            "bytes": self.bytes,
            "question": self.question,
            "url": self.url,
            "text_en": self.text(Language::English),
            "text_fr": self.text(Language::French),
        })
    }

    fn csl(&self) -> Value {
        let parts: Vec<u32> = self.day.split('-').filter_map(|part| part.parse().ok()).collect();
        json!({
            "id": self.key(),
            "type": "dataset",
            "author": [{ "literal": plain(&self.coalition) }],
            "issued": { "date-parts": [parts] },
            "title": self.title(Language::English),
            "title-short": self.table,
            "version": self.snapshot.id.to_string(),
            "note": self.notes(),
            "URL": self.url,
        })
    }

    fn bibtex(&self) -> String {
        let fields = [
            ("author", format!("{{{}}}", tex(&self.coalition))),
            ("title", format!("{{{}}}", tex(&self.title(Language::English)))),
            ("year", self.year().to_owned()),
            ("version", self.snapshot.id.to_string()),
            ("note", tex(&self.notes())),
            ("url", self.url.replace(['{', '}', '\\'], "")),
        ];
        let fields = fields.map(|(name, value)| format!("  {name} = {{{value}}},\n"));
        format!("@misc{{{},\n{}}}\n", self.key(), fields.concat())
    }

    fn ris(&self) -> String {
        let fields = [
            ("TY", "DATA".to_owned()),
            ("ID", self.key()),
            ("AU", format!("{},", plain(&self.coalition))),
            ("TI", self.title(Language::English)),
            ("PY", self.year().to_owned()),
            ("DA", self.day.replace('-', "/")),
            ("ET", self.snapshot.id.to_string()),
            ("N1", self.notes()),
            ("UR", self.url.clone()),
            ("ER", String::new()),
        ];
        fields.map(|(tag, value)| format!("{tag}  - {value}\r\n")).concat()
    }

    fn html(&self, language: Language) -> axum::response::Html<String> {
        let texts = Texts::new(language);
        let here = format!("/v1/cite/{}", self.question);
        let joint = if here.contains('?') { '&' } else { '?' };
        let forms = Form::NAMED.into_iter().filter(|(_, form)| *form != Form::Html);
        let links: String = forms
            .map(|(name, _)| {
                let address = escape(&format!("{here}{joint}cite={name}&lang={}", language.code()));
                format!("<li><a href=\"{address}\">{name}</a></li>")
            })
            .collect();
        let title = escape(&texts.text("node-cite-heading"));
        let body = format!(
            "<h1>{title}</h1><p>{sentence}</p><p>{intro}</p><ul>{links}</ul>\
             <p>{file} <a href=\"{address}\"><code>{question}</code></a></p><p>{check}</p>",
            sentence = escape(&self.text(language)),
            intro = escape(&texts.text("node-cite-forms")),
            file = escape(&texts.text("node-cite-file")),
            address = escape(&format!("/v1/{}", self.question)),
            question = escape(&self.question),
            check = escape(&texts.text("node-cite-check")),
        );
        page::whole(language, &title, &body)
    }
}

/// Returns a name on one line.
fn plain(text: &str) -> String {
    text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect()
}

/// Returns a text so that LaTeX prints it and does nothing else with it.
fn tex(text: &str) -> String {
    let spelled = |it: char| match it {
        '\\' => "\\textbackslash ".to_owned(),
        '^' => "\\textasciicircum ".to_owned(),
        '~' => "\\textasciitilde ".to_owned(),
        '{' | '}' | '%' | '&' | '$' | '#' | '_' => format!("\\{it}"),
        it => it.to_string(),
    };
    plain(text).chars().map(spelled).collect()
}

#[cfg(test)]
mod tests {
    use flotilla_domain::id::SnapshotId;

    use super::*;

    #[test]
    fn every_form_names_the_snapshot_the_hash_and_the_address() {
        let citation = citation("The coalition");
        let forms = [
            citation.text(Language::English),
            citation.text(Language::French),
            citation.json().to_string(),
            citation.csl().to_string(),
            citation.bibtex(),
            citation.ris(),
            citation.html(Language::French).0,
        ];
        for form in forms {
            for part in [&citation.snapshot.id.to_string(), &citation.sha256.to_string()] {
                assert!(form.contains(part.as_str()), "{part} in {form}");
            }
            assert!(form.contains("observations.csv?region=CA-ON"), "{form}");
            assert!(form.contains("The coalition") && form.contains("2026"), "{form}");
        }
        assert_ne!(citation.text(Language::English), citation.text(Language::French));
    }

    #[test]
    fn a_name_cannot_write_a_field() {
        let citation = citation("A}, url = {http://x\r\nUR  - x <b>");
        let bibtex = citation.bibtex();
        assert!(bibtex.contains("{A\\}, url = \\{http://x  UR  - x <b>}"), "{bibtex}");
        assert_eq!(citation.ris().lines().filter(|line| line.starts_with("UR")).count(), 1);
        assert!(!citation.html(Language::English).0.contains("<b>"));
        assert_eq!(
            tex("50 % of R&D_1 \\ ^"),
            "50 \\% of R\\&D\\_1 \\textbackslash  \\textasciicircum "
        );
    }

    fn citation(coalition: &str) -> Citation {
        let id = SnapshotId(Hash::of([b"snapshot".as_slice()]));
        Citation {
            coalition: coalition.to_owned(),
            coalition_id: CoalitionId(Hash::of([b"coalition".as_slice()])),
            table: "observations",
            day: "2026-03-31".to_owned(),
            snapshot: Snapshot { id, members_reporting: 62, members: 95 },
            sha256: Hash::of([b"file".as_slice()]),
            bytes: 4,
            question: "observations.csv?region=CA-ON".to_owned(),
            url: "https://data.node.ca/v1/observations.csv?region=CA-ON".to_owned(),
        }
    }
}
