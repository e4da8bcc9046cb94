//! `flotilla recipe suggest`: a table in, a recipe for it out.
//!
//! - Standard output has the recipe and nothing else, so that it can be written to a file.
//! - Which columns speak of people, and what is not right yet, goes to standard error.
//! - Asks no node and needs no settings; nothing leaves this computer.

use flotilla_domain::message::Message;
use flotilla_gate::problem::Problems;
use flotilla_gate::suggest;
use flotilla_gate::suggest::Line;
use flotilla_gate::suggest::Suggestion;
use flotilla_text::Texts;

use crate::args::recipe::Recipe;
use crate::args::recipe::Suggest;
use crate::catalogue;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;
use crate::shapes;
use crate::table;
use crate::table_file::TableFile;

/// Does what was asked.
pub(crate) fn run(command: Recipe, context: &Context) -> Result<(), CommandError> {
    match command {
        Recipe::Suggest(args) => suggest(&args, context),
    }
}

fn suggest(args: &Suggest, context: &Context) -> Result<(), CommandError> {
    let texts = &context.ui.texts;
    let catalogue = catalogue::read(args.catalogue.as_deref(), texts)?;
    let file = TableFile::read(&args.file, args.sheet.as_deref())?;
    let suggestion = suggest::suggest(file.text(), &catalogue)
        .map_err(|problems| refused("cli-recipe-none", &problems, texts))?;
    tell_kept(&suggestion, context);
    let recipe = file.recipe(&suggestion.text(&|message| texts.say(message)));
    if context.ui.json {
        context.ui.print_json(&shape(recipe, &suggestion, texts))?;
    } else {
        context.ui.print(&recipe)?;
    }
    match suggestion.problems() {
        Some(problems) => Err(refused("cli-recipe-not-yet", problems, texts)),
        None => Ok(()),
    }
}

/// Tells which columns are not used because they speak of people.
fn tell_kept(suggestion: &Suggestion, context: &Context) {
    let kept = suggestion.kept();
    if kept.is_empty() {
        return;
    }
    let (ui, texts) = (&context.ui, &context.ui.texts);
    let kinds: Vec<String> = kept.iter().map(|it| texts.text(it.kind.text())).collect();
    let kinds = match kinds.as_slice() {
        [before @ .., last] if !before.is_empty() => {
            let both = Message::new("cli-recipe-kept-and").word("before", before.join(", "));
            texts.say(&both.word("last", last))
        }
        kinds => kinds.concat(),
    };
    ui.tell(&Message::new("cli-recipe-kept").word("kinds", kinds));
    for it in kept {
        let columns: Vec<String> = it.columns.iter().map(|it| table::shown(it)).collect();
        let line = Message::new("cli-recipe-kept-columns").word("kind", texts.text(it.kind.text()));
        ui.tell(&line.word("columns", columns.join(", ")));
    }
}

fn shape(recipe: String, suggestion: &Suggestion, texts: &Texts) -> shapes::Suggestion {
    let unsure = |line: &Line| match line {
        Line::Unsure(message) => Some(texts.say(message)),
        Line::Note(_) | Line::Text(_) => None,
    };
    let kept = suggestion
        .kept()
        .iter()
        .map(|it| shapes::Kept { kind: it.kind.word().to_owned(), columns: it.columns.clone() });
    shapes::Suggestion {
        recipe,
        unsure: suggestion.lines().iter().filter_map(unsure).collect(),
        not_used: kept.collect(),
    }
}

/// Lists everything that is wrong, each thing with its number, its place and its remedy.
fn refused(id: &'static str, problems: &Problems, texts: &Texts) -> CommandError {
    let failure =
        Failure::new(Exit::Invalid, Message::new(id).number("problems", problems.total()));
    let details = problems.iter().map(|problem| shapes::Problem::of(problem, texts).line());
    details.fold(failure, Failure::detail).into()
}
