//! What is to be published, as text: a table and its recipe, a template that was filled in, or several of
//! either that report together.

use std::fs;
use std::path::Path;

use flotilla_domain::message::Message;
use flotilla_gate::counts;
use flotilla_gate::form::Form;
use flotilla_gate::problem::Problems;
use flotilla_gate::template;
use flotilla_gate::together;

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
    /// The file, as it lies on disk.
    pub(super) source: SourceFile,
}

/// A table, or what is wrong with it as a whole.
type Read = Result<Input, Problems>;

impl Input {
    /// Reads what the command line names; or says what is wrong with a template as a whole, or with who
    /// reports together.
    pub(super) fn read(args: &Metrics, context: &Context) -> Result<Read, CommandError> {
        let recipe = args.recipe.as_deref().map(read_text).transpose()?;
        let recipe = recipe.as_deref();
        match &args.together {
            Some(path) => together((args, path), recipe, context),
            None => one((args, &args.file), recipe, context),
        }
    }

    /// Returns what may leave this process: of a table, what its recipe names.
    pub(super) fn reduced(&self) -> Result<Vec<u8>, Problems> {
        Form::parse(&self.recipe)?.reduce(&self.text)
    }
}

/// Reads one table.
fn one(
    (args, file): (&Metrics, &Path),
    recipe: Option<&str>,
    context: &Context,
) -> Result<Read, CommandError> {
    let Some(recipe) = recipe else {
        let failure = || Failure::new(Exit::Usage, Message::new("cli-publish-no-recipe"));
        let hint = || Message::new("cli-hint-recipe-or-template");
        let filled = filled((args, file), counts::RECIPE, context)?;
        return filled.ok_or_else(|| failure().hint(hint()).into());
    };
    let form = Form::parse(recipe);
    if form.as_ref().is_ok_and(Form::is_of_template)
        && let Some(filled) = filled((args, file), recipe, context)?
    {
        return Ok(filled);
    }
    let sheet = form.as_ref().ok().and_then(Form::sheet);
    let file = TableFile::read(file, sheet)?;
    let recipe = file.recipe(recipe);
    let (text, source) = file.into_parts();
    Ok(Ok(Input { recipe, text, member: None, source }))
}

/// Reads the tables of several who report together, as `path` says whose they are.
fn together(
    (args, path): (&Metrics, &Path),
    recipe: Option<&str>,
    context: &Context,
) -> Result<Read, CommandError> {
    let (mut files, mut sources) = (Vec::new(), Vec::new());
    for file in args.files() {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        match one((args, file), recipe, context)? {
            Ok(input) => {
                files.push((name.into_owned(), input.text));
                sources.push(input.source);
            }
            Err(problems) => return Ok(Err(problems)),
        }
    }
    let owners = together::owners(&read_text(path)?);
    let matched = owners.and_then(|owners| together::match_up(files, &owners));
    let matched = match matched {
        Ok(matched) => matched,
        Err(problems) => return Ok(Err(problems)),
    };
    let each = recipe.unwrap_or(counts::RECIPE);
    let recipe = together::recipe(each, matched.iter().map(|(owner, _)| owner.as_str()));
    let texts: Vec<Vec<u8>> = matched.into_iter().map(|(_, text)| text).collect();
    let source = SourceFile::together(sources);
    Ok(Ok(Input { recipe, text: together::join(&texts), member: None, source }))
}

fn read_text(path: &Path) -> Result<String, CommandError> {
    fs::read_to_string(path).map_err(|error| Failure::read(path, error).into())
}

/// Reads a template that was filled in, by what stands in the place of a recipe; nothing if it is another
/// file.
fn filled(
    (args, file): (&Metrics, &Path),
    recipe: &str,
    context: &Context,
) -> Result<Option<Read>, CommandError> {
    let Some((pages, source)) = table_file::pages(file, template::MARKER)? else {
        return Ok(None);
    };
    let own = match (&args.trial.member, &args.together) {
        (Some(member), None) => Some(member.clone()),
        (None, None) => context.settings_if_any()?.map(|it| it.handle),
        // Whoever reports together fills in a template of its own.
        (_, Some(_)) => None,
    };
    let pages: Vec<template::Page<'_>> = pages
        .iter()
        .map(|it| template::Page { name: &it.name, rows: &it.rows })
        .collect();
    let filled = template::collect(&pages, own.as_deref());
    Ok(Some(filled.map(|it| Input {
        recipe: recipe.to_owned(),
        text: it.counts,
        member: Some(it.member).filter(|member| !member.is_empty()),
        source,
    })))
}
