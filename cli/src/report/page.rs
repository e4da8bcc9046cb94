//! The page of a report, as HTML.

use std::fmt::Write;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;

use crate::shapes::Observation;
use crate::shapes::Preview;
use crate::shapes::Problem;

/// The status of a figure that is withheld.
const WITHHELD: &str = "x";

/// Dark text on light ground, more than 4.5 to 1; the hatching stays on paper.
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;\
    padding:0 1rem;color:#1a1a1a;background:#fff}h1{line-height:1.2}\
    table{border-collapse:collapse;width:100%;margin:1.5rem 0}\
    caption{text-align:left;font-weight:bold;padding:.3rem 0}\
    th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;\
    overflow-wrap:anywhere}thead th{background:#dce6f1}tbody th{font-weight:normal}\
    .number{text-align:right;white-space:nowrap}code{background:#f2f2f2;padding:.1em .3em}\
    .hidden{background:repeating-linear-gradient(45deg,#fff 0 .5rem,#e4e4e4 .5rem .7rem)}\
    .hidden span{background:#fff;padding:0 .2rem}\
    @media print{body{margin:0;max-width:none}thead{display:table-header-group}\
    tr{break-inside:avoid}.hidden,thead th{print-color-adjust:exact;\
    -webkit-print-color-adjust:exact}}";

/// What a page is made of.
pub(super) struct Page<'a> {
    pub(super) about: &'a str,
    pub(super) preview: &'a Preview,
    pub(super) catalogue: &'a Catalogue,
    pub(super) texts: &'a Texts,
}

impl Page<'_> {
    /// Returns the page from its first element on.
    pub(super) fn html(&self) -> String {
        let is_ready = self.problems() == 0;
        let title = match is_ready {
            true => "cli-report-title-ready",
            false => "cli-report-title-problems",
        };
        let title = self.say(&Message::new(title).word("file", self.about));
        let body = match is_ready {
            true => self.figures(),
            false => self.wrong(),
        };
        let notes: String =
            self.preview.notes.iter().map(|it| format!("<li>{}</li>", escape(it))).collect();
        let notes = match notes.as_str() {
            "" => String::new(),
            _ => format!("<h2>{}</h2>\n<ul>{notes}</ul>\n", self.text("cli-report-notes")),
        };
        format!(
            "<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <meta name=\"referrer\" content=\"no-referrer\">\
             <title>{title}</title><style>{STYLE}</style></head>\n\
             <body><main>\n<h1>{title}</h1>\n<p><strong>{summary}</strong></p>\n\
             {body}{notes}</main></body></html>\n",
            language = self.texts.language().code(),
            summary = self.summary(),
        )
    }

    /// Returns the numbers of the preview in one sentence.
    fn summary(&self) -> String {
        let problems = self.problems();
        if problems > 0 {
            return self.say(&Message::new("cli-publish-problems").number("problems", problems));
        }
        let withheld = self.preview.observations.iter().filter(|it| it.status == WITHHELD).count();
        let shown = self.preview.observations.len() - withheld;
        let summary = Message::new("cli-publish-summary").number("rows", self.preview.rows_read);
        let summary = summary.number("shown", shown).number("withheld", withheld);
        self.say(&summary.number("problems", problems))
    }

    fn problems(&self) -> u64 {
        let listed = u64::try_from(self.preview.problems.len()).unwrap_or(u64::MAX);
        listed.max(self.preview.problems_total)
    }

    /// Returns everything that is wrong, as a table.
    fn wrong(&self) -> String {
        let row = |problem: &Problem| {
            let Problem { code, place, text, remedy, value } = problem;
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td>\
                 <td><code>{}</code></td></tr>\n",
                escape(place),
                escape(value),
                escape(text),
                escape(remedy),
                escape(code)
            )
        };
        let rows: String = self.preview.problems.iter().map(row).collect();
        let columns = [
            "cli-report-where",
            "cli-report-value",
            "cli-report-what",
            "cli-report-remedy",
            "cli-report-code",
        ];
        self.table(&self.text("cli-report-problems"), &columns, &rows)
    }

    /// Returns every figure as others will have it, one table for each indicator and period.
    fn figures(&self) -> String {
        let observations = self.preview.observations.as_slice();
        let is_same =
            |a: &Observation, b: &Observation| a.indicator == b.indicator && a.period == b.period;
        let mut html = String::new();
        if !observations.is_empty() {
            html.push_str(&format!("<p>{}</p>\n", self.text("cli-report-intro")));
        }
        for table in observations.chunk_by(is_same) {
            let Some(first) = table.first() else { continue };
            let indicator = self.catalogue.indicator(&first.indicator);
            let name = indicator.map_or("", |it| it.title.text(self.is_french()));
            let caption = Message::new("cli-report-figures")
                .word("indicator", named(&first.indicator, name))
                .word("period", &first.period);
            let rows: String = table.iter().map(|it| self.row(it)).collect();
            let mut columns = vec![
                "cli-report-region",
                "cli-report-program",
                "cli-report-breakdown",
                "cli-report-value",
            ];
            columns.extend(self.preview.has_percents().then_some("cli-column-percent"));
            columns.push("cli-report-why");
            html.push_str(&self.table(&self.say(&caption), &columns, &rows));
        }
        html
    }

    fn row(&self, it: &Observation) -> String {
        let breakdown = match it.dimension.as_str() {
            TOTAL => self.text("cli-total"),
            list => escape(&format!("{}: {}", self.list(list), self.code(list, &it.category))),
        };
        let mut row = format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{breakdown}</td>",
            escape(&self.code(REGION, &it.region)),
            escape(&self.code(PROGRAM_TYPE, &it.program_type)),
        );
        let number = |value: u64| {
            let number = i64::try_from(value).unwrap_or(i64::MAX);
            escape(&self.texts.language().number(number))
        };
        // Writing to a text cannot fail.
        let _written = match (it.value, it.status.as_str()) {
            (Some(value), "") => write!(row, "<td class=\"number\">{}</td>", number(value)),
            (_, WITHHELD) => {
                let hidden = self.text("cli-report-hidden");
                write!(row, "<td class=\"hidden\"><span>{hidden}</span></td>")
            }
            _ => write!(row, "<td>{}</td>", self.text("cli-not-applicable")),
        };
        if self.preview.has_percents() {
            let percent = escape(&it.percent_in(self.texts));
            row.push_str(&format!("<td class=\"number\">{percent}</td>"));
        }
        format!("{row}<td>{}</td></tr>\n", escape(&it.reason))
    }

    fn table(&self, caption: &str, columns: &[&str], rows: &str) -> String {
        let name = |id: &&str| format!("<th scope=\"col\">{}</th>", self.text(id));
        let names: String = columns.iter().map(name).collect();
        format!(
            "<table><caption>{caption}</caption>\n<thead><tr>{names}</tr></thead>\n\
             <tbody>\n{rows}</tbody></table>\n"
        )
    }

    fn code(&self, list: &str, code: &str) -> String {
        if code == TOTAL {
            return self.texts.text("cli-total");
        }
        let label = self.catalogue.list(list).and_then(|it| it.codes.get(code));
        named(code, label.map_or("", |it| it.label.text(self.is_french())))
    }

    fn list(&self, name: &str) -> String {
        let list = self.catalogue.list(name);
        list.map_or(name, |it| it.title.text(self.is_french())).to_owned()
    }

    fn is_french(&self) -> bool {
        self.texts.language() == Language::French
    }

    fn text(&self, id: &str) -> String {
        escape(&self.texts.text(id))
    }

    fn say(&self, message: &Message) -> String {
        escape(&self.texts.say(message))
    }
}

fn named(code: &str, name: &str) -> String {
    match name {
        "" => code.to_owned(),
        name => format!("{name} ({code})"),
    }
}

/// Returns `text` so that a browser shows it and does nothing else with it.
pub(super) fn escape(text: &str) -> String {
    let visible = |it: char| if it.is_control() { ' ' } else { it };
    let text: String = text.chars().map(visible).collect();
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
