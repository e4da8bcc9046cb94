//! Tables and workbooks.

use std::sync::LazyLock;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::profile::Profile;
use flotilla_gate::codebook;
use flotilla_gate::counts;
use flotilla_gate::read;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::suggest;
use flotilla_gate::template;

/// Reads what `fixtures::table` writes, and uses whatever a recipe can ask for.
const RECIPE: &str = include_str!("table.toml");

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| codebook::standard().unwrap());

/// Rows of people or matches.
pub(super) fn table(bytes: &[u8]) {
    let recipe = Recipe::parse(RECIPE).unwrap();
    let profile = recipe.profile(&CATALOGUE);
    let whole = read::read(bytes, &recipe, &CATALOGUE, &profile);
    // What the tool sends is only what the recipe names; the answer is the same.
    if let Ok(reduced) = read::reduce(bytes, &recipe) {
        let reduced = read::read(&reduced, &recipe, &CATALOGUE, &profile);
        assert_eq!(whole.is_ok(), reduced.is_ok());
    }
}

/// Counts, one in each line.
pub(super) fn counts(bytes: &[u8]) {
    let profile: Profile = counts::profile(bytes, &CATALOGUE);
    let _draft = counts::read(bytes, &CATALOGUE, &profile);
}

/// A table that is not known yet. What is suggested must be understood.
pub(super) fn suggest(bytes: &[u8]) {
    if let Ok(suggested) = suggest::suggest(bytes, &CATALOGUE) {
        Recipe::parse(&suggested.recipe()).unwrap();
    }
}

/// A workbook, as a table and as a template that was filled in.
pub(super) fn workbook(bytes: &[u8]) {
    let _sheet = flotilla_sheet::read(bytes.to_vec(), None);
    if let Ok(Some(pages)) = flotilla_sheet::pages(bytes.to_vec(), template::MARKER) {
        let pages: Vec<template::Page<'_>> = pages
            .iter()
            .map(|it| template::Page { name: &it.name, rows: &it.rows })
            .collect();
        let _filled = template::collect(&pages, None);
    }
}
