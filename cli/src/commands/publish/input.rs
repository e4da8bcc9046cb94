//! What is to be published, as text: a table and its recipe, or a template that was filled in.

use std::fs;

use flotilla_domain::message::Message;
use flotilla_gate::counts;
use flotilla_gate::problem::Problems;
use flotilla_gate::read::reduce;
use flotilla_gate::recipe::Recipe;
use flotilla_gate::template;

use crate::args::Metrics;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes::SourceFile;
use crate::table_file;
use crate::table_file::TableFile;

/// A table, and how to read it.
#[derive(Debug)]
pub(super) struct Input {
    /// The recipe, or what stands in its place.
    pub(super) recipe: String,
    pub(super) text: Vec<u8>,
    /// For whom a template was made.
    pub(super) member: Option<String>,
    /// Whether it is a recipe's table, of which not all may leave.
    is_table: bool,
    /// The file, as it lies on disk.
    pub(super) source: SourceFile,
}

impl Input {
    /// Reads what the command line names; or says what is wrong with a template as a whole.
    pub(super) fn read(
        args: &Metrics,
        context: &Context,
    ) -> Result<Result<Self, Problems>, CommandError> {
        let Some(path) = &args.recipe else { return filled(args, context) };
        let recipe = fs::read_to_string(path).map_err(|error| Failure::read(path, error))?;
        let parsed = Recipe::parse(&recipe);
        let sheet = parsed.as_ref().ok().and_then(Recipe::sheet);
        let file = TableFile::read(&args.file, sheet)?;
        let recipe = file.recipe(&recipe);
        let (text, source) = file.into_parts();
        Ok(Ok(Self { recipe, text, member: None, is_table: true, source }))
    }

    /// Returns what may leave this process: of a table, what its recipe names.
    pub(super) fn reduced(&self) -> Result<Vec<u8>, Problems> {
        match self.is_table {
            true => reduce(&self.text, &Recipe::parse(&self.recipe)?),
            false => Ok(self.text.clone()),
        }
    }
}

/// Reads a template that was filled in.
fn filled(args: &Metrics, context: &Context) -> Result<Result<Input, Problems>, CommandError> {
    let Some((pages, source)) = table_file::pages(&args.file, template::MARKER)? else {
        let failure = Failure::new(Exit::Usage, Message::new("cli-publish-no-recipe"));
        return Err(failure.hint(Message::new("cli-hint-recipe-or-template")).into());
    };
    let own = match &args.trial.member {
        Some(member) => Some(member.clone()),
        None => context.settings_if_any()?.map(|it| it.handle),
    };
    let pages: Vec<template::Page<'_>> = pages
        .iter()
        .map(|it| template::Page { name: &it.name, rows: &it.rows })
        .collect();
    let filled = template::collect(&pages, own.as_deref());
    Ok(filled.map(|it| Input {
        recipe: counts::RECIPE.to_owned(),
        text: it.counts,
        member: Some(it.member).filter(|member| !member.is_empty()),
        is_table: false,
        source,
    }))
}
