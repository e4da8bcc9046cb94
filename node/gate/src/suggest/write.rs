//! Writes what was picked as a recipe.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::message::Message;

use crate::problem::quote;
use crate::recipe::quoted;

use super::Line;
use super::coded::Band;
use super::coded::Coded;
use super::pick::Picked;

/// Returns the lines of a recipe.
pub(super) fn lines(picked: &Picked<'_>, catalogue: &Catalogue) -> Vec<Line> {
    let mut lines = vec![Line::Note(Message::new("gate-suggest-heading")), text("")];
    lines.extend(picked.comments.iter().cloned());
    if let Some((column, words)) = &picked.stage {
        lines.push(text(&format!(
            "where = [{{ column = {}, equals = {} }}]",
            quoted(&column.name),
            list(words)
        )));
    }
    if let Some((column, words)) = &picked.consent {
        lines.push(text("[consent]"));
        lines.push(text(&format!("column = {}", quoted(&column.name))));
        lines.push(text(&format!("equals = {}", list(words))));
    }
    lines.push(text(""));
    lines.extend(region(picked, catalogue));
    if let Some(program) = &picked.program {
        lines.extend(coded("program", program));
    }
    for dimension in &picked.dimensions {
        lines.extend(coded(&format!("dimension.{}", dimension.list), dimension));
    }
    lines.extend(metrics(picked, catalogue));
    lines
}

fn region(picked: &Picked<'_>, catalogue: &Catalogue) -> Vec<Line> {
    let Some(region) = &picked.region else {
        let lowest = catalogue.list(REGION).and_then(|it| it.leaves("CA").next());
        let code = format!("code = {}", quoted(lowest.unwrap_or("CA-AB")));
        let note = Line::Unsure(Message::new("gate-suggest-region-none"));
        return vec![text("[region]"), note, text(&code), text("")];
    };
    let mut lines = Vec::new();
    if region.is_coarsened() {
        lines.push(Line::Note(Message::new("gate-suggest-region-coarse")));
    }
    lines.extend(coded("region", region));
    lines
}

fn coded(section: &str, coded: &Coded<'_>) -> Vec<Line> {
    let mut lines = vec![text(&format!("[{section}]"))];
    lines.push(text(&format!("column = {}", quoted(&coded.column.name))));
    if !coded.bands.is_empty() {
        lines.push(Line::Note(Message::new("gate-suggest-bands")));
        lines.push(text("bands = ["));
        lines.extend(coded.bands.iter().map(|it| text(&format!("  {},", band(it)))));
        lines.push(text("]"));
    }
    if let Some(unknown) = &coded.unknown {
        if unknown == "OTHER" {
            lines.push(Line::Unsure(Message::new("gate-suggest-empty").word("code", unknown)));
        }
        lines.push(text(&format!("unknown = {}", quoted(unknown))));
    }
    if !coded.words.is_empty() {
        lines.push(text(&format!("[{section}.map]")));
    }
    for it in &coded.words {
        let told = |id| {
            Line::Unsure(
                Message::new(id).word("word", quote(&it.word)).word("code", &it.meaning.code),
            )
        };
        match (it.is_known, it.meaning.is_guess) {
            (false, _) => lines.push(told("gate-suggest-word-unknown")),
            (true, true) => lines.push(told("gate-suggest-word-guess")),
            (true, false) => {}
        }
        lines.push(text(&format!("{} = {}", quoted(&it.word), quoted(&it.meaning.code))));
    }
    lines.push(text(""));
    lines
}

fn metrics(picked: &Picked<'_>, catalogue: &Catalogue) -> Vec<Line> {
    let format = quoted(picked.format);
    let years: Vec<String> = picked.years.told.iter().map(u32::to_string).collect();
    let years = list(&years);
    let dated = |column: &str| {
        format!(
            "period = {{ column = {}, format = {format}, grains = [\"year\"], only = {years} }}",
            quoted(column)
        )
    };
    let mut lines = picked.years.comments.clone();
    lines.push(Line::Note(Message::new("gate-suggest-grains")));
    lines.extend(metric("MATCHES_NEW", &dated(&picked.start.name), picked, catalogue));
    let Some(end) = picked.end else {
        lines.push(Line::Unsure(Message::new("gate-suggest-end-none")));
        return lines;
    };
    if picked.has_ended {
        lines.extend(metric("MATCHES_CLOSED", &dated(&end.name), picked, catalogue));
    }
    if picked.has_open {
        let (from, until) = (quoted(&picked.start.name), quoted(&end.name));
        let open = format!(
            "period = {{ from = {from}, until = {until}, format = {format}, at = {years} }}"
        );
        lines.extend(metric("MATCHES_ACTIVE", &open, picked, catalogue));
    }
    lines
}

/// Returns one metric, with every breakdown that the catalogue allows and the file has.
fn metric(indicator: &str, period: &str, picked: &Picked<'_>, catalogue: &Catalogue) -> Vec<Line> {
    let Some(known) = catalogue.indicator(indicator) else { return vec![] };
    let allowed = |list: &str| known.breakdowns.iter().any(|it| it == list);
    let dimensions = picked.dimensions.iter().map(|it| it.list.clone());
    let dimensions: Vec<String> = dimensions.filter(|it| allowed(it)).collect();
    let mut lines = vec![text("[[metric]]")];
    lines.push(text(&format!("indicator = {}", quoted(indicator))));
    lines.push(text(period));
    if !dimensions.is_empty() {
        lines.push(text(&format!("dimensions = {}", list(&dimensions))));
    }
    if picked.program.is_some() && allowed(PROGRAM_TYPE) {
        lines.push(text("by_program = true"));
    }
    lines.push(text(""));
    lines
}

fn band(band: &Band) -> String {
    let least = band.at_least.map(|it| format!(", at_least = {it}"));
    let most = band.at_most.map(|it| format!(", at_most = {it}"));
    let ends = [least, most].into_iter().flatten().collect::<String>();
    format!("{{ code = {}{ends} }}", quoted(&band.code))
}

fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|it| quoted(it)).collect();
    format!("[{}]", words.join(", "))
}

fn text(text: &str) -> Line {
    Line::Text(text.to_owned())
}
