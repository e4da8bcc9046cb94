//! The front page, and the frame of all pages: in the reader's language, without a script.

use axum::response::Html;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;

use crate::query::Reader;
use crate::query::Snapshot;

/// The downloads that the page names, and the text that says what each is.
const LINKS: [(&str, &str); 11] = [
    ("/practices", "node-page-practices"),
    ("/v1/observations.xlsx", "node-page-observations-xlsx"),
    ("/v1/observations.csv", "node-page-observations-csv"),
    ("/v1/observations.parquet", "node-page-observations-parquet"),
    ("/v1/observations.json", "node-page-observations-json"),
    ("/v1/dataset.parquet", "node-page-dataset"),
    ("/v1/cite/observations.csv", "node-page-cite"),
    ("/v1/practices.json", "node-page-practices-json"),
    ("/v1/responses.json", "node-page-responses-json"),
    ("/datapackage.json", "node-page-package"),
    ("/openapi.json", "node-page-openapi"),
];

/// Returns the front page.
pub(crate) fn front(reader: &Reader, language: Language) -> Html<String> {
    let texts = Texts::new(language);
    let Snapshot { id, members_reporting, members } = reader.snapshot();
    let coverage = Message::new("node-page-coverage")
        .number("reporting", members_reporting)
        .number("members", members);
    let name = escape(reader.roster().name());
    let link = |(path, text): (&str, &str)| {
        format!("<li><a href=\"{path}\"><code>{path}</code></a> {}</li>", escape(&texts.text(text)))
    };
    let links: String = LINKS.into_iter().map(link).collect();
    let body = format!(
        "<h1>{name}</h1><p>{intro}</p><p><strong>{coverage}</strong></p>\
         <ul>{links}</ul><p><small>{snapshot} <code>{id}</code></small></p>",
        intro = escape(&texts.text("node-page-intro")),
        coverage = escape(&texts.say(&coverage)),
        snapshot = escape(&texts.text("node-page-snapshot")),
    );
    whole(language, &name, &body)
}

/// Returns a page with this title and body, both HTML already.
pub(crate) fn whole(language: Language, title: &str, body: &str) -> Html<String> {
    let lang = language.code();
    Html(format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;\
         padding:0 1rem;color:#1a1a1a;background:#fff}}code{{background:#f2f2f2;padding:.1em .3em}}\
         small,dd{{overflow-wrap:anywhere}}dt{{font-weight:bold}}</style></head>\
         <body><main>{body}</main></body></html>\n",
    ))
}

/// Returns `text` so that a browser shows it and does nothing else with it.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_write_the_page() {
        assert_eq!(escape("<b>\"A\" & B</b>"), "&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;");
    }
}
