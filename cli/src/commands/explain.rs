//! `flotilla explain CODE`: what an indicator, a code list or a code means, as the coalition defined
//! it. Reads the genesis of the own node; asks nobody.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Code;
use flotilla_domain::catalogue::CodeList;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::Label;
use flotilla_domain::message::Message;
use flotilla_text::Language;
use flotilla_text::Texts;

use crate::commands::coalition;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes::Explained;
use crate::table;

/// Tells what `code` means.
pub(crate) fn explain(code: &str, context: &Context) -> Result<(), CommandError> {
    let genesis = coalition::own(&context.settings()?)?;
    let found = find(genesis.catalogue(), code);
    if found.is_empty() {
        let failure =
            Failure::new(Exit::Invalid, Message::new("cli-explain-unknown").word("code", code));
        let nearest = nearest(genesis.catalogue(), code);
        let hint = |word| Message::new("cli-hint-did-you-mean").word("nearest", word);
        return Err(nearest.map(hint).into_iter().fold(failure, Failure::hint).into());
    }
    if context.ui.json {
        return context.ui.print_json(&found);
    }
    let told: Vec<String> = found.iter().map(|it| text(it, &context.ui.texts)).collect();
    context.ui.print(&told.join("\n"))
}

/// Returns everything that bears the name `code`, in any spelling of upper and lower case.
fn find(catalogue: &Catalogue, code: &str) -> Vec<Explained> {
    let indicators = catalogue.indicators().filter(|it| it.code.eq_ignore_ascii_case(code));
    let lists = catalogue.lists().filter(|it| it.name.eq_ignore_ascii_case(code));
    let codes = catalogue.lists().flat_map(|list| {
        let named = list.codes.iter().filter(|(name, _)| name.eq_ignore_ascii_case(code));
        named.map(|(name, code)| of_code(list, name, code))
    });
    indicators.map(of_indicator).chain(lists.map(of_list)).chain(codes).collect()
}

fn of_indicator(indicator: &Indicator) -> Explained {
    let kind = match indicator.kind {
        IndicatorKind::Flow => "flow",
        IndicatorKind::Mean => "mean",
        IndicatorKind::Ratio => "ratio",
        IndicatorKind::Stock => "stock",
        IndicatorKind::Unique => "unique",
    };
    Explained {
        definition_en: Some(indicator.definition.en.clone()),
        definition_fr: Some(indicator.definition.fr.clone()),
        unit: Some(indicator.unit.clone()),
        breakdowns: indicator.breakdowns.clone(),
        ..plain(&indicator.code, kind, &indicator.title)
    }
}

fn of_list(list: &CodeList) -> Explained {
    Explained {
        breakdowns: list.codes.keys().cloned().collect(),
        ..plain(&list.name, "list", &list.title)
    }
}

fn of_code(list: &CodeList, name: &str, code: &Code) -> Explained {
    plain(name, &list.name, &code.label)
}

fn plain(code: &str, kind: &str, title: &Label) -> Explained {
    Explained {
        code: code.to_owned(),
        kind: kind.to_owned(),
        title_en: title.en.clone(),
        title_fr: title.fr.clone(),
        definition_en: None,
        definition_fr: None,
        unit: None,
        breakdowns: Vec::new(),
    }
}

/// Returns the lines that a person reads, in one language.
fn text(found: &Explained, texts: &Texts) -> String {
    let french = texts.language() == Language::French;
    let title = if french { &found.title_fr } else { &found.title_en };
    let definition = if french { &found.definition_fr } else { &found.definition_en };
    let kind = match found.kind.as_str() {
        "flow" => texts.text("cli-kind-flow"),
        "mean" => texts.text("cli-kind-mean"),
        "ratio" => texts.text("cli-kind-ratio"),
        "stock" => texts.text("cli-kind-stock"),
        "unique" => texts.text("cli-kind-unique"),
        "list" => texts.text("cli-kind-list"),
        list => texts.say(&Message::new("cli-kind-code").word("list", list)),
    };
    let mut lines = vec![format!("{}  {title}", found.code)];
    lines.extend(definition.clone());
    lines.push(kind);
    if !found.breakdowns.is_empty() {
        let codes = found.breakdowns.join(", ");
        let id = if found.kind == "list" { "cli-explain-codes" } else { "cli-explain-breakdowns" };
        lines.push(texts.say(&Message::new(id).word("codes", codes)));
    }
    let lines: Vec<String> = lines.iter().map(|line| table::shown(line)).collect();
    format!("{}\n", lines.join("\n  "))
}

fn nearest(catalogue: &Catalogue, code: &str) -> Option<String> {
    let indicators = catalogue.indicators().map(|it| it.code.as_str());
    let lists = catalogue.lists().map(|it| it.name.as_str());
    let codes = catalogue.lists().flat_map(|list| list.codes.keys().map(String::as_str));
    let folded = code.to_uppercase();
    let distance = |name: &&str| strsim::damerau_levenshtein(&folded, &name.to_uppercase());
    let nearest = indicators.chain(lists).chain(codes).min_by_key(distance)?;
    // Beyond a third of the letters, it is another word.
    (distance(&nearest) * 3 <= code.len()).then(|| nearest.to_owned())
}
