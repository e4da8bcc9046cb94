//! Tables and workbooks.

use std::sync::LazyLock;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;
use flotilla_gate::codebook;
use flotilla_gate::counts;
use flotilla_gate::counts::Way;
use flotilla_gate::draft::Draft;
use flotilla_gate::form::Form;
use flotilla_gate::history::History;
use flotilla_gate::preview::prepare_as;
use flotilla_gate::problem::Problems;
use flotilla_gate::read;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;
use flotilla_gate::suggest;
use flotilla_gate::template;

/// Reads `table.csv`, and uses whatever a recipe can ask for.
const RECIPE: &str = include_str!("table.toml");

/// Says who reports together.
const TOGETHER: &str = include_str!("together.toml");

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| codebook::standard().unwrap());

/// Rows of people or matches.
pub(super) fn table(bytes: &[u8]) {
    let whole = draft(bytes);
    // What the tool sends is only what the recipe names; the answer is the same.
    if let Ok(reduced) = read::reduce(bytes, &Recipe::parse(RECIPE).unwrap()) {
        assert_eq!(whole.is_ok(), draft(&reduced).is_ok());
    }
}

/// Reads a table by the recipe.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, Problems> {
    let recipe = Recipe::parse(RECIPE).unwrap();
    read::read(bytes, &recipe, &CATALOGUE, &recipe.profile(&CATALOGUE))
}

/// Counts, one in each line.
pub(super) fn counts(bytes: &[u8]) {
    let profile: Profile = counts::profile(bytes, &Way::default(), &CATALOGUE);
    let _draft = counts::read(bytes, &Way::default(), &CATALOGUE, &profile);
}

/// The tables of several who report together, as far as the gate takes them.
pub(super) fn together(bytes: &[u8]) {
    let form = Form::parse(TOGETHER).unwrap();
    let profile = form.profile(bytes, &CATALOGUE);
    let rules = Rules::new(&CATALOGUE, &Policy::DEFAULT, Policy::DEFAULT.gate, &profile);
    let secret = RoundingSecret::new([7; 32]);
    let whole = prepare_as(bytes, &form, &rules, &secret, &History::new());
    if let Ok(reduced) = form.reduce(bytes) {
        let again = prepare_as(&reduced, &form, &rules, &secret, &History::new());
        assert_eq!(whole.is_ok(), again.is_ok());
    }
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
