//! A template goes out as a workbook, is filled in, and comes back as what was filled in.

use std::collections::BTreeMap;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_gate::codebook;
use flotilla_gate::counts;
use flotilla_gate::template;
use flotilla_sheet::book::Book;
use flotilla_sheet::book::Content;
use flotilla_sheet::book::Look;
use flotilla_text::Texts;

use super::*;

/// What was typed, by indicator, region, program and breakdown.
type Counts = BTreeMap<[String; 4], String>;

#[test]
fn what_is_filled_in_comes_back_equal_in_either_language() {
    for language in Language::ALL {
        let (book, filled) = fill(book(language, &Figures::new()), |at| Some(at * 7));
        let file = book::write(&book).unwrap();
        let pages = flotilla_sheet::pages(file, template::MARKER).unwrap().unwrap();
        assert_eq!(read(&pages), filled, "{language:?}");
        assert!(filled.len() > 500, "{}", filled.len());
    }
}

#[test]
fn what_is_left_empty_comes_back_empty() {
    let (book, filled) = fill(book(Language::English, &Figures::new()), |_| None);
    let pages = flotilla_sheet::pages(book::write(&book).unwrap(), template::MARKER);
    assert_eq!(read(&pages.unwrap().unwrap()), filled);
    assert!(filled.values().all(String::is_empty));
}

#[test]
fn rows_may_be_sorted_and_sheets_renamed() {
    let (mut book, filled) = fill(book(Language::French, &Figures::new()), Some);
    for sheet in book.sheets.iter_mut().filter(|it| it.counts.is_some()) {
        let last = sheet.cells.iter().map(|it| it.at.0).max().unwrap();
        let turned = |row: u32| if row < 4 { row } else { last + 4 - row };
        sheet.cells.iter_mut().for_each(|it| it.at.0 = turned(it.at.0));
        sheet.name = sheet.name.to_uppercase();
    }
    let pages = flotilla_sheet::pages(book::write(&book).unwrap(), template::MARKER);
    assert_eq!(read(&pages.unwrap().unwrap()), filled);
}

#[test]
fn the_sheets_are_named_in_the_language_and_what_is_for_programs_is_hidden() {
    let names = |language| {
        let book = book(language, &Figures::new());
        let shown = book.sheets.iter().filter(|it| !it.is_hidden).map(|it| it.name.clone());
        assert_eq!(book.sheets.iter().filter(|it| it.is_hidden).count(), 1);
        shown.collect::<Vec<_>>()
    };
    let (english, french) = (names(Language::English), names(Language::French));
    assert_eq!(english[..3], ["Read me", "Totals", "By age group"]);
    assert_eq!(french[..3], ["Lisez-moi", "Totaux", "Par groupe d’âge"]);
    assert_eq!(english.last().map(String::as_str), Some("Codes"));
    assert_eq!(english.len(), french.len());
}

#[test]
fn what_was_published_before_stands_beside_it_and_is_not_read_back() {
    let place = |program: &str| Place {
        indicator: "MATCHES_NEW".into(),
        period: "2024".parse().unwrap(),
        region: "CA-ON".into(),
        program_type: program.into(),
        breakdown: None,
    };
    let before =
        Figures::from([(place("_T"), Figure::Count(1_205)), (place("GROUP"), Figure::Withheld)]);
    let book = book(Language::English, &before);
    let totals = &book.sheets[1];
    let grey = totals.cells.iter().filter(|it| it.look == Look::Before);
    let told: Vec<String> = grey.map(|it| said(&it.content)).filter(|it| !it.is_empty()).collect();
    assert_eq!(told, ["1205", "hidden"]);
    let names = totals.cells.iter().filter(|it| it.at.0 == 2).map(|it| said(&it.content));
    assert!(names.collect::<Vec<_>>().contains(&"2024, published: Count".to_owned()));
    assert!(book.sheets[2].cells.iter().all(|it| it.look != Look::Before));
    let pages = flotilla_sheet::pages(book::write(&book).unwrap(), template::MARKER);
    assert!(read(&pages.unwrap().unwrap()).values().all(String::is_empty));
}

#[test]
fn one_plan_is_one_file() {
    let file = || book::write(&book(Language::English, &Figures::new())).unwrap();
    assert!(file() == file());
}

#[test]
fn a_quarter_may_be_written_as_in_french() {
    assert_eq!(period("2025-T3").unwrap(), "2025-Q3".parse().unwrap());
    assert!(period("soon").is_err());
}

/// Fills in every cell for a count, and returns what stands where.
fn fill(mut book: Book, count: impl Fn(u32) -> Option<u32>) -> (Book, Counts) {
    let mut filled = BTreeMap::new();
    let mut next = 0;
    for sheet in &mut book.sheets {
        let at = |row: u32, column: u16| {
            let cell = sheet.cells.iter().find(|it| it.at == (row, column)).unwrap();
            said(&cell.content).split(' ').next().unwrap().to_owned()
        };
        let mut puts = Vec::new();
        for (index, cell) in sheet.cells.iter().enumerate().filter(|(_, it)| it.look == Look::Count)
        {
            let key = at(3, cell.at.1);
            let breakdown = key.strip_prefix("flotilla:").filter(|it| it.contains('='));
            let place = (at(cell.at.0, 0), at(cell.at.0, 1), at(cell.at.0, 2));
            next += 1;
            let content = count(next).map_or(Content::Blank, Content::Number);
            let place = [place.0, place.1, place.2, breakdown.unwrap_or_default().to_owned()];
            filled.insert(place, said(&content));
            puts.push((index, content));
        }
        puts.into_iter()
            .for_each(|(index, content)| sheet.cells[index].content = content);
    }
    (book, filled)
}

/// Reads back what stands where.
fn read(pages: &[flotilla_sheet::Page]) -> Counts {
    let pages: Vec<template::Page<'_>> = pages
        .iter()
        .map(|it| template::Page { name: &it.name, rows: &it.rows })
        .collect();
    let filled = template::collect(&pages, Some("bbbs")).unwrap();
    assert_eq!(filled.member, "bbbs");
    let profile = counts::profile(&filled.counts, &counts::Way::default(), &catalogue());
    assert_eq!((profile.regions, profile.programs), (works().regions, works().programs));
    let text = String::from_utf8(filled.counts).unwrap();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let place = [3, 6, 8, 10].map(|at| cells[at].to_owned());
        (place, cells[11].to_owned())
    };
    text.lines().skip(1).map(line).collect()
}

fn said(content: &Content) -> String {
    match content {
        Content::Blank => String::new(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => text.clone(),
    }
}

fn book(language: Language, before: &Figures) -> Book {
    let catalogue = catalogue();
    let plan = Plan::new(&catalogue, &works(), period("2025").unwrap(), &[]).unwrap();
    let texts = Texts::new(language);
    let sheets =
        Sheets { plan: &plan, catalogue: &catalogue, before, member: "bbbs", texts: &texts };
    sheets.book()
}

fn works() -> Profile {
    let codes = |codes: [&str; 2]| codes.map(str::to_owned).to_vec();
    Profile {
        regions: codes(["CA-ON", "CA-QC"]),
        programs: codes(["GROUP", "ONE_SITE"]),
        absent: vec![],
    }
}

fn catalogue() -> Catalogue {
    codebook::standard().unwrap()
}
