//! A report says everything, shows nothing that is hidden, and cannot be made to act.

use std::fs;

use flotilla_gate::codebook;
use flotilla_text::Language;
use flotilla_text::Texts;

use super::*;
use crate::shapes::Observation;
use crate::shapes::Problem;

#[test]
fn every_figure_is_shown_as_others_will_have_it_and_what_is_hidden_with_its_reason() {
    let html = html(&figures(), Language::English);
    for part in [
        "<html lang=\"en\">",
        "<caption>New matches (MATCHES_NEW), 2025</caption>",
        "<th scope=\"row\">Ontario (CA-ON)</th>",
        "<td>Gender: Boys and men (BOYS)</td><td class=\"number\">1,205</td>",
        "<td class=\"hidden\"><span>hidden for privacy</span></td><td>Fewer people",
        "<th scope=\"col\">",
        "<li>One thing to know</li>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert_eq!(html.matches("<table>").count(), html.matches("<caption>").count());
}

#[test]
fn a_percent_has_a_column_where_there_is_one() {
    let mut preview = figures();
    assert!(!html(&preview, Language::English).contains(">percent</th>"));
    preview.observations[0].percent = Some(75);
    let html = html(&preview, Language::English);
    for part in [">percent</th>", "<td class=\"number\">75%</td>", "<td class=\"number\"></td>"] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn it_is_all_in_one_language() {
    let html = html(&figures(), Language::French);
    for part in ["<html lang=\"fr\">", "Nouveaux jumelages", "Filles et femmes", "masqué"] {
        assert!(html.contains(part), "{part} in {html}");
    }
    for english in ["hidden for", "Region<", "Why", "Value<"] {
        assert!(!html.contains(english), "{english} in {html}");
    }
}

#[test]
fn all_that_is_wrong_is_a_table_and_no_figure_stands_beside_it() {
    let html = html(&problems("<script>alert('x')</script> & \"more\""), Language::English);
    for part in [
        "<th scope=\"row\">Totals!C14</th>",
        "<code>FL-E201</code>",
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;",
        "Type a number",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("<script") && !html.contains("MATCHES_NEW"), "{html}");
}

#[test]
fn nothing_is_brought_from_elsewhere() {
    for preview in [figures(), problems("12")] {
        let html = html(&preview, Language::English);
        for part in ["<script", "http://", "https://", "src=", "href=", "url(", "@import", "on"] {
            let part = if part == "on" { " onload" } else { part };
            assert!(!html.contains(part), "{part} in {html}");
        }
        assert!(html.contains("default-src 'none'"));
    }
}

#[test]
fn a_report_takes_the_place_of_a_report_and_of_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    assert!(is_free(&path).unwrap());
    replace(&path, &format!("{BEGIN}one")).unwrap();
    assert!(is_free(&path).unwrap());
    replace(&path, "mine").unwrap();
    assert!(!is_free(&path).unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

fn html(preview: &Preview, language: Language) -> String {
    let (catalogue, texts) = (codebook::standard().unwrap(), Texts::new(language));
    Page { about: "2025.xlsx", preview, catalogue: &catalogue, texts: &texts }.html()
}

fn figures() -> Preview {
    let observation = |category: &str, value, status: &str, reason: &str| Observation {
        indicator: "MATCHES_NEW".to_owned(),
        period: "2025".to_owned(),
        region: "CA-ON".to_owned(),
        program_type: "_T".to_owned(),
        dimension: "gender".to_owned(),
        category: category.to_owned(),
        value,
        status: status.to_owned(),
        reason: reason.to_owned(),
        percent: None,
    };
    Preview {
        observations: vec![
            observation("BOYS", Some(1_205), "", ""),
            observation("GIRLS", None, "x", "Fewer people than the coalition shows"),
        ],
        notes: vec!["One thing to know".to_owned()],
        rows_read: 12,
        ..Preview::default()
    }
}

fn problems(value: &str) -> Preview {
    let problem = Problem {
        code: "FL-E201".to_owned(),
        place: "Totals!C14".to_owned(),
        text: format!("“{value}” is not a number."),
        remedy: "Type a number".to_owned(),
        value: value.to_owned(),
    };
    Preview { problems: vec![problem], problems_total: 1, ..figures() }
}
